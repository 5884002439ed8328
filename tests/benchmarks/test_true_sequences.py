"""True attempts of exercises in phases: dated as the file says, and by the same definition as the product's tracker."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.accuracy.run import true_attempts
from benchmarks.synthetic.simulate import simulate
from benchmarks.synthetic.spec import ClipSpec
from benchmarks.synthetic.true_holds import Span
from benchmarks.synthetic.true_sequences import Curves, find_sequences
from posecheck.disk.library import load_exercise
from posecheck.rules.exercise.definition import Exercise
from tests.rules.made_exercises import roll_down, twist
from tests.rules.phases.test_sequence import BEND, NOD, ROUND, Points, spans_of

FPS = 30.0


def found(exercise: Exercise, courses: dict[str, Points]) -> list[Span]:
    setup = {"lean": 0.0, "head": 170.0, "knee": 0.0}
    time_s = np.arange(0, max(points[-1][0] for points in courses.values()) + 2, 1 / FPS)
    values = {n: np.full(len(time_s), at) for n, at in setup.items()}
    values |= {n: np.interp(time_s, *np.array(points).T) for n, points in courses.items()}
    return find_sequences(Curves(time_s, values, setup), exercise)


def test_the_hold_is_the_phase_that_the_file_marks() -> None:
    (span,) = found(roll_down(), {"head": NOD, "lean": BEND})
    assert span.complete
    assert span.start_s == pytest.approx(1.3, abs=0.04)  # 15 of 25 degrees of nod in half a second from 1 s
    # 6 degrees/s over the last half second, after and before 20 and 30 degrees/s
    assert span.hold_start_s == pytest.approx(5.4, abs=0.1)
    assert span.hold_end_s == pytest.approx(7.1, abs=0.1)
    assert span.hold_s == pytest.approx(span.hold_end_s - span.hold_start_s)


COURSES = {
    "whole": (roll_down, {"head": NOD, "lean": BEND}),
    "twice": (
        roll_down,
        {
            "head": [*NOD, *((t + 14, v) for t, v in NOD)],
            "lean": [*BEND, *((t + 14, v) for t, v in BEND)],
        },
    ),
    "head not lowered": (roll_down, {"lean": BEND}),
    "both sides": (twist, {"lean": ROUND}),
    "one side alone": (twist, {"lean": ROUND[:6]}),
}


@pytest.mark.parametrize("case", COURSES)
def test_the_tracker_finds_the_same_attempts(case: str) -> None:
    make, courses = COURSES[case]
    exercise = make()
    true, seen = found(exercise, courses), spans_of(exercise, courses)
    assert [s.complete for s in true] == [s.complete for s in seen]
    assert true
    for a, b in zip(true, seen, strict=True):
        assert a.start_s == pytest.approx(b.start_s, abs=0.1)
        assert a.end_s == pytest.approx(b.end_s, abs=0.25)  # the tracker looks on for a moment before it is sure
        assert a.hold_s == pytest.approx(b.hold_s, abs=0.1)


def test_what_never_begins_is_no_attempt() -> None:
    assert found(roll_down(), {"lean": [(0, 0), (3, 10), (6, 0)]}) == []


@pytest.mark.parametrize("exercise", ["bow_and_arrow", "nose_to_knee", "roll_down"])
def test_a_rendered_sequence_is_one_attempt_with_one_hold(exercise: str) -> None:
    (span,) = true_attempts(simulate(ClipSpec(exercise, seed=21)), load_exercise(exercise))
    assert span.complete
    assert span.hold_s > 2


def test_a_quick_pair_of_sequences_is_two() -> None:
    spec = ClipSpec("nose_to_knee", seed=21)
    spec = replace(spec, variation=replace(spec.variation, fast=True, repetitions=2))
    spans = true_attempts(simulate(spec), load_exercise("nose_to_knee"))
    assert [s.complete for s in spans] == [True, True]
    assert spans[0].hold_s == pytest.approx(spans[1].hold_s, abs=0.5)
