from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.body.pose import STATIONS
from posecheck.body.skeleton import INDEX, MIRROR
from posecheck.body.spine import FARTHEST, Network, SpineShape, estimate_spine, features, view_of, with_slopes

NAMES = [f.name for f in fields(SpineShape)]


def person(*, chord=0.3, lean_deg=0.0, facing=1, at=(0.8, 0.5)):
    """Landmarks of a person whose trunk leans toward where they face, and an outline with a hollow of the low back."""
    lean = np.radians(lean_deg)
    along = np.array([np.sin(lean) * facing, -np.cos(lean)])
    front = np.array([np.cos(lean) * facing, np.sin(lean)])
    place = {"hip": (0, 0), "shoulder": (1, 0), "ear": (1.35, 0.1), "nose": (1.4, 0.3), "elbow": (0.5, 0.0)}
    place |= {"wrist": (0.1, 0.1), "knee": (-0.8, 0.05), "ankle": (-1.6, 0.0)}
    xy = np.full((33, 2), np.nan)
    for name, (a, f) in place.items():
        for row in [INDEX[name]] if name == "nose" else [INDEX[f"left_{name}"], INDEX[f"right_{name}"]]:
            xy[row] = np.array(at) + chord * (a * along + f * front)
    xy[np.isnan(xy)] = 0.5
    back = 0.16 - 0.05 * np.exp(-(((STATIONS - 0.35) / 0.2) ** 2))
    belly = 0.20 + 0.02 * STATIONS
    return xy, np.array([belly, back] if facing == 1 else [back, belly], np.float32)


def values(shape):
    return np.array([getattr(shape, name) for name in NAMES])


def estimate(now, rest, facing=1):
    return estimate_spine(view_of(*now, facing=facing), view_of(*rest, facing=facing))


@given(st.floats(0.1, 0.5), st.floats(0.2, 1.2), st.floats(0.2, 0.8))
def test_place_and_size_change_nothing(chord, x, y):
    rest, now = person(), person(lean_deg=30)
    moved = [person(chord=chord, at=(x, y)), person(chord=chord, lean_deg=30, at=(x, y))]
    assert values(estimate(moved[1], moved[0])) == pytest.approx(values(estimate(now, rest)), abs=1e-3)


def test_the_mirror_image_says_the_same():
    rest, now = person(), person(lean_deg=30)

    def mirrored(seen):
        xy, outline = seen
        return (xy * [-1, 1] + [1.6, 0])[list(MIRROR)], outline[::-1]

    assert values(estimate(mirrored(now), mirrored(rest), facing=-1)) == pytest.approx(values(estimate(now, rest)))


def test_the_set_up_itself_is_no_change():
    for name, (value, sd) in zip(NAMES, values(estimate(person(), person())), strict=True):
        assert abs(value) <= 2 * sd, name


def test_without_a_neutral_nothing_is_said():
    assert np.isnan(values(estimate_spine(view_of(*person(), facing=1), None))).all()


def test_too_few_stations_give_nothing():
    xy, outline = person()
    outline[1, (STATIONS > 0.2) & (STATIONS < 0.7)] = np.nan
    assert view_of(xy, outline, facing=1) is None
    assert np.isnan(values(estimate_spine(None, None))).all()


def test_a_short_gap_is_bridged():
    xy, outline = person()
    whole = view_of(xy, outline.copy(), facing=1)
    outline[1, 14:16] = np.nan
    gap = view_of(xy, outline, facing=1)
    assert gap.back == pytest.approx(whole.back, abs=0.01)
    assert gap.seen[1] < whole.seen[1] == 1


def test_missing_landmarks_give_nothing():
    xy, outline = person()
    xy[INDEX["left_hip"]] = np.nan
    assert view_of(xy, outline, facing=1) is None


def made_network(numbers):
    """Return a network that says 0 with an uncertainty of 1, and knows these features as its training."""
    f = numbers.shape[1]
    shapes = ((f, 2), (1, 2), (2, 2), (1, 2), (2, 7), (1, 7))
    layers = tuple(np.zeros((1, *shape)) for shape in shapes)
    return Network(numbers.mean(0), numbers.std(0), np.eye(f), 1.0, layers, np.zeros((0, 1)), np.ones((1, 4)))


def test_what_is_unlike_the_training_is_less_sure_and_then_unknown():
    network = made_network(np.random.default_rng(1).normal(size=(500, 6)))
    _, near = network.estimate(np.zeros((1, 6)))
    _, off = network.estimate(np.full((1, 6), 2.0))
    _, far = network.estimate(np.full((1, 6), FARTHEST + 1.0))
    assert near[0] == pytest.approx(np.ones(4))
    assert (off[0] > 3).all()
    assert np.isnan(far).all()


def test_an_unknown_feature_counts_as_usual():
    network = made_network(np.random.default_rng(1).normal(size=(500, 6)))
    gap = np.array([[0.0, np.nan, 0.0, 0.0, 0.0, 0.0]])
    assert np.isfinite(network.estimate(gap)[0]).all()


def test_features_have_the_shapes_that_the_data_file_has():
    view = view_of(*person(), facing=1)
    assert features(view, view).shape == (158,)
    assert with_slopes(features(view, view)[None]).shape == (1, 197)
