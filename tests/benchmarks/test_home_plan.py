from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.accuracy.case import Case
from benchmarks.accuracy.home.draft import BEHAVIOURS, plain_draft
from benchmarks.accuracy.home.film import film_of, neutral_left
from benchmarks.accuracy.home.plan import GROUPS, WHOLE, home_cases
from benchmarks.accuracy.home.truth import true_home
from benchmarks.synthetic.clips import clip_key
from benchmarks.synthetic.simulate import frame_times, simulate
from benchmarks.synthetic.spec import ClipSpec, Home, Repetition
from benchmarks.synthetic.timing import home_segments
from benchmarks.synthetic.truth_file import read_truth, write_truth

HELD = Home((Repetition(1.5, 3.0, 1.5, 1.0), Repetition(1.5, 3.0, 1.5)), setup_s=1.0, end_s=1.0)
TURNED = Home((Repetition(0.9, 0.0, 0.9, 0.5),) * 3, setup_s=1.0, end_s=1.0)
STRETCH, LIFT = "kneeling_hip_flexor", "deadlift"


def filmed(exercise: str, home: Home, start: str = "still", end: str = "still", cut: str = "") -> Case:
    film = film_of(home, start, end, cut, np.random.default_rng(1))
    return Case("a clip", ClipSpec(exercise, home=replace(home, film=film)), "right")


def test_the_film_shows_the_pieces_of_the_course_one_after_the_other() -> None:
    whole = ClipSpec(STRETCH, home=HELD)
    part = replace(whole, home=replace(HELD, film=((1.0, 3.0), (8.0, 9.0))))
    assert len(frame_times(part)) == 3 * part.fps
    course, film = simulate(whole), simulate(part)
    assert film.landmarks_m[:30] == pytest.approx(course.landmarks_m[15:45])
    assert film.landmarks_m[30:] == pytest.approx(course.landmarks_m[120:135])


@pytest.mark.parametrize(
    ("start", "end", "cut", "counted", "neutral"),
    [
        ("still", "still", "", 2, "still"),
        ("in_hold", "in_hold", "", 2, "still"),  # the rest between them is 1 s
        ("mid_way_in", "mid_way_back", "", 2, "still"),
        ("at_once", "at_once", "way", 2, "end"),
    ],
)
def test_a_hold_counts_wherever_the_film_is_cut(start: str, end: str, cut: str, counted: int, neutral: str) -> None:
    truth = true_home(filmed(STRETCH, HELD, start, end, cut))
    assert (truth.counted, truth.neutral) == (counted, neutral)
    assert all(s >= 1.0 for s in truth.hold_s)
    assert truth.side == "right"


@pytest.mark.parametrize(
    ("start", "end", "cut", "counted", "neutral"),
    [
        ("still", "still", "", 3, "still"),
        ("at_once", "at_once", "", 3, "rest"),
        ("in_hold", "still", "", 2, "still"),  # begun at the bottom: no way there
        ("still", "still", "way", 2, "still"),
    ],
)
def test_a_repetition_counts_with_both_ways_in_the_film(
    start: str, end: str, cut: str, counted: int, neutral: str
) -> None:
    truth = true_home(filmed(LIFT, TURNED, start, end, cut))
    assert (truth.counted, truth.neutral) == (counted, neutral)


@pytest.mark.parametrize(("missing", "counted"), [(0.0, 3), (0.3, 3), (0.5, 2)])
def test_a_way_whose_last_part_is_missing_is_in_the_film(missing: float, counted: int) -> None:
    """After 0.3 of its time 0.16 of an unhurried way are gone, after 0.5 half of it."""
    segments = home_segments(TURNED, 1.0)
    first = next(s for s in segments if s.phase == "move_in")
    film = ((first.start_s + missing * (first.end_s - first.start_s), segments[-1].end_s),)
    case = Case("a clip", ClipSpec(LIFT, home=replace(TURNED, film=film)), "right")
    assert true_home(case).counted == counted


def test_no_neutral_is_left_of_one_hold_that_is_cut_at_both_ends() -> None:
    one = Home((Repetition(1.5, 4.0, 1.5),))
    truth = true_home(filmed(STRETCH, one, "in_hold", "mid_way_back"))
    assert (truth.counted, truth.neutral) == (1, "")


def test_too_short_a_rest_of_a_hold_does_not_count() -> None:
    home = replace(HELD, repetitions=HELD.repetitions[:1], film=((5.0, 8.0),))  # 0.5 s of the plateau, 3 degrees more
    assert true_home(Case("a clip", ClipSpec(STRETCH, home=home), "right")).counted == 0


def test_a_hold_that_is_a_repetition_is_counted_as_one() -> None:
    quick = Home((Repetition(0.8, 0.0, 0.8, 0.4),) * 2, setup_s=0.5, end_s=0.5)
    assert true_home(filmed("bridge", quick)).counted == 2
    assert true_home(filmed("bridge", quick, "in_hold")).counted == 1


def test_sliding_feet_move_the_person_and_not_the_count() -> None:
    slides = replace(HELD, repetitions=(replace(HELD.repetitions[0], shift=0.05), HELD.repetitions[1]))
    still, slid = simulate(ClipSpec(STRETCH, home=HELD)), simulate(ClipSpec(STRETCH, home=slides))
    moved = slid.landmarks_m - still.landmarks_m
    assert moved[0] == pytest.approx(0)
    size = slid.body["height"]
    assert isinstance(size, float)
    assert np.linalg.norm(moved[-1], axis=1) == pytest.approx(0.05 * size)
    assert np.ptp(moved[-1], axis=0) == pytest.approx(0, abs=1e-9), "all of the body alike"
    assert slid.landmarks_px[-1, 0, 0] > still.landmarks_px[-1, 0, 0], "to the right of the picture"
    assert true_home(Case("a clip", ClipSpec(STRETCH, home=slides), "right")).counted == 2


def test_talking_and_bowing_are_no_attempts_and_end_in_the_start_position() -> None:
    home = replace(HELD, before=(("talk", 3.0), ("setup", 0.4), ("bow", 2.0)), setup_s=0.4)
    truth = simulate(ClipSpec(STRETCH, home=home))
    assert {"talk", "bow"} < set(truth.phase)
    last = truth.phase.index("setup") - 1
    assert truth.landmarks_m[last] == pytest.approx(truth.landmarks_m[last + 1], abs=0.03)
    bow = truth.amplitude[[phase == "bow" for phase in truth.phase]]
    assert bow.max() == pytest.approx(1 / 3, abs=0.02)
    assert true_home(Case("a clip", ClipSpec(STRETCH, home=home), "right")).counted == 2


def test_a_moment_before_the_first_movement_is_the_least_of_neutrals() -> None:
    segments = home_segments(Home((Repetition(1.0, 2.0, 1.0),), setup_s=0.3, end_s=0.0), 1.0)
    assert neutral_left(segments, ()) == "end"
    assert neutral_left(segments, ((0.25, 4.0),)) == ""


def test_a_fault_is_there_where_it_is_seen() -> None:
    spec = ClipSpec(STRETCH, "low_back_arch", home=replace(HELD, film=((0.0, 9.0),)))
    assert true_home(Case("a clip", spec, "beyond", "low_back_arch")).there
    before = replace(spec, home=replace(HELD, film=((0.0, 1.5),)))
    assert not true_home(Case("a clip", before, "beyond", "low_back_arch")).there


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_every_behaviour_changes_the_clip(behaviour: str) -> None:
    exercise = (
        "standing_forward_bend" if behaviour == "holds_weight" else STRETCH
    )  # kneeling the hands are on the thigh
    plain = plain_draft(ClipSpec(exercise, seed=4))
    made = BEHAVIOURS[behaviour](plain, np.random.default_rng(2))
    assert clip_key(made.finished(np.random.default_rng(3))) != clip_key(plain.finished(np.random.default_rng(3)))


def test_a_plan_is_drawn_from_its_seed_and_asks_for_right_and_wrong() -> None:
    cases, again = list(home_cases(LIFT, 5)), list(home_cases(LIFT, 5))
    assert cases == again
    assert len({c.name for c in cases}) == len(cases)
    assert {c.case.role for c in cases} == {"right", "beyond", "inside"}
    assert [c.case.spec for c in cases] != [c.case.spec for c in home_cases(LIFT, 6)]
    for case in cases:
        assert not case.case.spec.variation.fast or set(case.behaviours) <= set(WHOLE), "quick by its own speed"


def test_every_drawn_behaviour_exists_and_shares_are_whole() -> None:
    for group in GROUPS:
        assert sum(group.values()) == pytest.approx(1)
        assert set(group) - {""} <= set(BEHAVIOURS)


def test_the_truth_of_a_film_comes_back_from_its_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("truth") / "a.truth.npz"
    film = filmed(STRETCH, replace(HELD, before=(("talk", 2.0),)), "at_once").spec
    write_truth(simulate(film), path)
    assert read_truth(path).spec == film
