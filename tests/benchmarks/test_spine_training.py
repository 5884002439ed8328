from dataclasses import replace

import numpy as np
import pytest

from benchmarks.spine.bodies import random_subject
from benchmarks.spine.dataset import third_group_of
from benchmarks.spine.errors import with_total
from benchmarks.spine.filming import block_of, decode_mask, encode_mask, groups_of
from benchmarks.spine.network import ENOUGH_PEOPLE, Recipe, _slopes, calibrated, train
from benchmarks.spine.postures import GROUPS, postures
from benchmarks.spine.sketch import Fault, sketch
from benchmarks.synthetic.kinematics import fk
from benchmarks.synthetic.landmarks import landmarks
from benchmarks.synthetic.truth import body_angles

FAST = Recipe(networks=2, width=16, epochs=60, batch=32, rate=5e-3)


def loss(parts, x, truth, fixed):
    w1, b1, w2, b2, w3, b3 = parts
    out = np.tanh(np.tanh(x @ w1 + b1) @ w2 + b2) @ w3 + b3
    error = np.c_[out[:, :3], out[:, 0] + out[:, 1]] - with_total(truth)
    return float((fixed * (out[:, 3:] + 0.5 * (error / np.exp(out[:, 3:])) ** 2)).sum() / len(x))


def test_the_slopes_are_those_of_the_loss():
    rng = np.random.default_rng(3)
    parts = [rng.normal(0, 0.4, (6, 5)), np.zeros((1, 5)), rng.normal(0, 0.4, (5, 5)), np.zeros((1, 5))]
    parts += [rng.normal(0, 0.2, (5, 7)), np.array([[0, 0, 0, 2, 2, 2, 2.0]])]
    x, truth = rng.normal(size=(9, 6)), rng.normal(0, 5, (9, 3))
    hidden = np.tanh(np.tanh(x @ parts[0] + parts[1]) @ parts[2] + parts[3])
    fixed = np.exp((hidden @ parts[4] + parts[5])[:, 3:])  # the weight is not differentiated
    slopes = _slopes(parts, x, truth, np.ones(9))
    for i, part in enumerate(parts):
        at = tuple(rng.integers(n) for n in part.shape)
        ways = []
        for step in (1e-5, -1e-5):
            moved = [p.copy() for p in parts]
            moved[i][at] += step
            ways.append(loss(moved, x, truth, fixed))
        assert slopes[i][at] == pytest.approx((ways[0] - ways[1]) / 2e-5, rel=1e-4, abs=1e-7)


def made_problem(n, seed):
    """Three values that follow from the features, the noise of which grows with the last feature."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 5))
    truth = np.c_[10 * np.tanh(x[:, 0]), 8 * x[:, 1], 5 * x[:, 0] * x[:, 2]]
    return x, truth + rng.normal(size=(n, 3)) * np.exp(0.5 + 0.7 * x[:, 4:])


def test_training_learns_the_values_and_how_sure_they_are():
    x, truth = made_problem(3000, 1)
    others = made_problem(800, 2)
    network = calibrated(train(x, truth, np.ones(len(x)), FAST, seed=1), *others)
    unseen_x, unseen = made_problem(800, 3)
    value, sd = network.estimate(unseen_x)
    error = np.abs(value - with_total(unseen))
    assert (error.mean(0) < 0.55 * np.abs(with_total(unseen)).mean(0)).all()
    assert ((error < sd).mean(0) > 0.62).all()
    assert ((error < 2 * sd).mean(0) > 0.92).all()
    quiet = unseen_x[:, 4] < -1
    assert sd[quiet].mean() < 0.6 * sd[unseen_x[:, 4] > 1].mean()


FREE = [60, 61, 90, 91, 156]
"""Features that say nothing of how a body is held."""
HELD_NOW, HELD_BEFORE = 128, 140


def held_problem(n, seed, *, error=0.0):
    """The made problem in features of the real width, of bodies that are held in one of two ways.

    Errors of the second kind are of another size.
    """
    rng = np.random.default_rng([seed, 9])
    few, truth = made_problem(n, seed)
    kind = rng.integers(0, 2, n)
    x = np.zeros((n, 158))
    x[:, FREE] = few
    x[:, [HELD_NOW, HELD_BEFORE]] = 6.0 * kind[:, None] - 3.0 + 0.5 * rng.normal(size=(n, 2))
    x[:, [152, 154]] = 1.0  # bent forward by a right angle
    return x, truth + rng.normal(size=truth.shape) * np.where(kind == 1, error, 0.0)[:, None], kind


def test_each_kind_of_posture_has_its_own_uncertainty():
    """The networks could not learn it: in training both kinds were told as well."""
    x, truth, kind = held_problem(1500, 1)
    network = train(x, truth, np.ones(len(x)), replace(FAST, networks=1, epochs=40), seed=1, kind=kind)
    others_x, others, _ = held_problem(1500, 2, error=12.0)
    fitted = calibrated(network, others_x, others)
    unseen_x, unseen, of = held_problem(1500, 4, error=12.0)
    for likely in fitted.likely_kinds(unseen_x):
        assert (likely.argmax(-1) == of).mean() > 0.99
    value, sd = fitted.estimate(unseen_x)
    error = np.abs(value - with_total(unseen))
    for k in (0, 1):
        assert ((error < sd)[of == k].mean(0) > 0.60).all()
        assert ((error < 2 * sd)[of == k].mean(0) > 0.90).all()
    assert np.nanmean(sd[of == 1]) > 1.5 * np.nanmean(sd[of == 0])


def test_a_posture_of_another_kind_than_its_set_up_is_not_told():
    x, truth, kind = held_problem(600, 1)
    network = train(x, truth, np.ones(len(x)), replace(FAST, networks=1, epochs=2), seed=1, kind=kind)
    mixed = x[:50].copy()
    mixed[:, HELD_NOW] *= -1
    assert np.isfinite(network.estimate(x[:50])[1]).all()
    assert np.isnan(network.estimate(mixed)[1]).all()


def test_a_kind_of_too_few_people_has_the_factor_of_all():
    x, truth, kind = held_problem(400, 1)
    network = train(x, truth, np.ones(len(x)), replace(FAST, networks=1, epochs=5), seed=1, kind=kind)
    few = calibrated(network, x, truth, np.arange(len(x)) % (ENOUGH_PEOPLE - 1))
    many = calibrated(network, x, truth)
    assert (few.spread[0] == few.spread[1]).all()
    assert (many.spread[0] != many.spread[1]).any()


def test_the_same_seed_trains_the_same_numbers():
    x, truth = made_problem(300, 1)
    short = replace(FAST, epochs=2)
    first, second, other = (train(x, truth, np.ones(300), short, seed=s) for s in (1, 1, 2))
    assert all((a == b).all() for a, b in zip(first.layers, second.layers, strict=True))
    assert (first.layers[0] != other.layers[0]).any()


@pytest.mark.parametrize("group", GROUPS)
def test_postures_have_the_back_that_was_drawn(group):
    subject = random_subject(np.random.default_rng(5))
    for back, pose in postures(subject.body, group, np.random.default_rng(6), 3):
        bones = fk(subject.body, pose)
        angles = body_angles(pose, bones, landmarks(subject.body, bones))
        assert angles["lumbar_flexion"] == pytest.approx(back.lumbar)
        assert angles["thoracic_flexion"] == pytest.approx(back.thorax)
        lying = {"supine": -90.0, "prone": 90.0}.get(group, 0.0)
        assert (angles["pelvic_tilt"] - lying - back.tilt + 180) % 360 - 180 == pytest.approx(0, abs=1.5)


def test_bodies_differ_and_keep_what_a_body_has():
    bodies = [random_subject(np.random.default_rng(s)).body for s in range(30)]
    assert len({b.spine_length["L3"] for b in bodies}) == 30
    for body in bodies:
        assert sum(s.lumbar for s in body.spine) == pytest.approx(1)
        assert sum(s.thorax for s in body.spine) == pytest.approx(1)


def test_a_person_is_the_same_every_time():
    first, second = block_of(7, "hinging"), block_of(7, "hinging", 2)
    assert groups_of(7) == groups_of(7)
    assert first.person.body == second.person.body
    assert [back for back, _ in first.course[:3]] == [back for back, _ in second.course]


def test_the_third_group_is_another_one_and_stays_the_same():
    thirds = [third_group_of(seed) for seed in range(1000, 1200)]
    assert thirds == [third_group_of(seed) for seed in range(1000, 1200)]
    assert all(third not in groups_of(seed) for seed, third in zip(range(1000, 1200), thirds, strict=True))
    assert set(thirds) == {"seated", "pigeon", "chair"}


def no_fault(*, is_setup):
    return Fault(is_setup, 0.0, np.zeros((33, 2)), np.ones(33, np.float32), np.zeros((2, 30)))


def test_a_sketch_of_the_set_up_shows_the_whole_back():
    donors = {"hinging": [[no_fault(is_setup=True), no_fault(is_setup=False)]]}
    sights = sketch(7, "hinging", donors, count=2)
    assert [s.is_setup for s in sights] == [True, False, False]
    view = sights[0].view()
    assert view.seen[:3] == pytest.approx(1)
    assert 0.03 < view.back.min() < view.back.max() < 0.4
    assert abs(np.degrees(np.arctan2(*view.lean))) < 15


def test_masks_are_kept_as_they_were():
    mask = np.random.default_rng(1).integers(0, 256, (12, 16)).astype(np.uint8)
    assert (decode_mask(encode_mask(mask)) * 255).round().astype(np.uint8).tolist() == mask.tolist()
