"""Sequences and rounds on courses whose phases are known, and the laws they obey."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecheck.body.pose import PoseTrack, join_poses, mirror_track
from posecheck.disk.library import load_exercise
from posecheck.result.judgement import Attempt, Result
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.phases.phase_measures import Course, compute
from posecheck.rules.phases.sequence import SequenceTracker
from posecheck.rules.phases.there_and_back import Span
from posecheck.session import Session
from posecheck.worded import worded
from tests.bodies import bend, film
from tests.rules.made_exercises import roll_down, twist

Points = list[tuple[float, float]]
NOD: Points = [(0, 170), (1, 170), (1.5, 145), (9, 145), (10, 170)]
BEND: Points = [(0, 0), (2, 0), (5, 60), (7, 60), (9, 0), (12, 0)]
ROUND: Points = [(0, 0), (4, 0), (5, 40), (10, 40), (11, 0), (15, 0), (16, -40), (21, -40), (22, 0)]


def spans_of(
    exercise: Exercise, courses: Mapping[str, Points], *, fps: float = 30.0, origin: float = 0.0
) -> list[Span]:
    """Run straight lines between (time, value) points of each measure through the tracker."""
    setup = {"lean": 0.0, "head": 170.0, "knee": 0.0}
    tracker = SequenceTracker(exercise, setup)
    end = max(points[-1][0] for points in courses.values())
    for t in np.arange(0, end + 2, 1 / fps):
        values = dict(setup)
        values |= {n: float(np.interp(t, *np.array(points).T)) for n, points in courses.items()}
        tracker.step(origin + float(t), values, {"lean": values["lean"]}, posture=True)
    tracker.finish()
    return tracker.spans


def course_of(span: Span) -> Course:
    assert span.course is not None
    return span.course


def times(span: Span) -> dict[str, tuple[float, float]]:
    return {p.name: (p.start_s, p.end_s) for p in course_of(span).phases}


def test_a_quick_second_sequence_is_not_on_its_way_back_before_it_was_down() -> None:
    """On the way back is who comes back from the farthest point of this sequence, not of the one before."""
    exercise = load_exercise("nose_to_knee")
    setup = {"trunk_lean": 0.0, "head_in_line": 170.0}
    tracker = SequenceTracker(exercise, setup)
    lean = [(0, 0), (1, 0), (1.7, 100), (5, 100), (5.7, 0)]
    nod = [(0, 170), (0.9, 170), (1.3, 120), (5, 120), (5.7, 170)]
    for t in np.arange(0, 16, 1 / 15):
        at = float(t) if t < 8 else float(t) - 8
        values = {
            "trunk_lean": float(np.interp(at, *np.array(lean).T)),
            "head_in_line": float(np.interp(at, *np.array(nod).T)),
        }
        changes = {n: values[n] - setup[n] for n in setup}
        tracker.step(float(t), values, changes, posture=True)
    tracker.finish()
    first, second = tracker.spans
    assert first.hold_s == pytest.approx(3.3 - 0.4, abs=0.1)  # the slope over half a second
    assert second.hold_s == pytest.approx(first.hold_s, abs=0.1)


def test_phases_are_dated_where_their_conditions_begin_to_hold() -> None:
    (span,) = spans_of(roll_down(), {"head": NOD, "lean": BEND})
    seen = times(span)
    assert seen["head"][0] == pytest.approx(1.3, abs=0.04)  # 15 of 25 degrees in half a second from 1 s
    assert seen["down"][0] == pytest.approx(3.0, abs=0.04)
    assert seen["hang"][0] == pytest.approx(5.3, abs=0.25)  # the slope over half a second
    assert seen["up"][0] == pytest.approx(7 + 8 / 30, abs=0.04)
    assert seen["tall"][0] == pytest.approx(9.6, abs=0.04)  # the head is last: 15 of 25 degrees from 9 s on
    assert span.start_s == seen["head"][0]
    assert span.complete


def test_each_phase_ends_before_the_next_begins() -> None:
    (span,) = spans_of(roll_down(), {"head": NOD, "lean": BEND})
    edges = [t for p in course_of(span).phases for t in (p.start_s, p.end_s)]
    assert edges == sorted(edges)


def measure(exercise: Exercise, name: str, span: Span) -> float:
    return compute(exercise.measures[name], course_of(span), span.start_s, span.end_s)[0]


def test_order_is_positive_where_it_is_right_and_negative_where_it_is_not() -> None:
    exercise = roll_down()
    (right,) = spans_of(exercise, {"head": NOD, "lean": BEND})
    assert measure(exercise, "head_first", right) == pytest.approx(1.7, abs=0.08)
    assert measure(exercise, "head_last", right) > 0
    late = [(t + 2.5 if 0 < t < 5 else t, v) for t, v in NOD]
    (wrong,) = spans_of(exercise, {"head": late, "lean": BEND})
    assert measure(exercise, "head_first", wrong) == pytest.approx(-0.8, abs=0.08)
    assert math.isnan(times(wrong)["head"][0]), "its turn was over"
    (never,) = spans_of(exercise, {"lean": BEND})
    assert measure(exercise, "head_first", never) == pytest.approx(-(never.end_s - 3.0), abs=0.08)


def test_a_nod_alone_is_no_attempt() -> None:
    assert spans_of(roll_down(), {"head": [(0, 170), (1, 170), (2, 140), (4, 140), (5, 170), (8, 170)]}) == []


def test_turning_back_half_way_is_an_attempt_that_is_not_complete() -> None:
    low = [
        (t, min(v, 24))
        for t, v in np.array([np.linspace(0, 12, 121), np.interp(np.linspace(0, 12, 121), *zip(*BEND, strict=True))]).T
    ]
    (span,) = spans_of(roll_down(), {"head": NOD, "lean": low})
    assert not span.complete
    assert math.isnan(times(span)["hang"][0])


def test_a_glitch_begins_nothing() -> None:
    blip: Points = [(0, 0), (3, 0), (3.03, 60), (3.06, 60), (3.1, 0), (6, 0)]
    assert spans_of(roll_down(), {"lean": blip}) == []


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_rounds_follow_each_other_and_each_has_its_times(rounds: int) -> None:
    points = [(t + 21.5 * k, v) for k in range(rounds) for t, v in ROUND if t < 21.5]
    spans = spans_of(twist(), {"lean": [*points, (21.5 * rounds + 1, 0.0)]})
    assert len(spans) == rounds
    for span in spans:
        assert span.complete
        seen = {p.name: p.seconds for p in course_of(span).phases}
        # 25 of 40 degrees on the way there and back: 0.375 s each.
        assert seen["one_side"] == pytest.approx(5.75, abs=0.1)
        assert seen["other_side"] == pytest.approx(5.75, abs=0.25)
        assert seen["centre"] == pytest.approx(4.5, abs=0.1)
        assert span.hold_s == pytest.approx(seen["one_side"] + seen["other_side"])


def test_either_side_may_be_first() -> None:
    exercise = twist()
    (right,) = spans_of(exercise, {"lean": ROUND})
    (left,) = spans_of(exercise, {"lean": [(t, -v) for t, v in ROUND]})
    assert times(left) == times(right)
    assert (course_of(right).turned, course_of(left).turned) == (False, True)


def test_a_stop_in_the_middle_that_is_left_out_takes_no_time() -> None:
    through = [(0.0, 0.0), (4, 0), (5, 40), (10, 40), (11, -40), (16, -40), (17, 0)]
    exercise = twist()
    (span,) = spans_of(exercise, {"lean": through})
    assert span.complete
    assert measure(exercise, "centre_time", span) < 0.5


@settings(max_examples=10, deadline=None)
@given(fps=st.sampled_from([12.0, 15.0, 25.0, 30.0]), origin=st.floats(0, 1e4), stretch=st.floats(0.8, 1.5))
def test_neither_clock_nor_frame_rate_moves_a_phase(fps: float, origin: float, stretch: float) -> None:
    points = [(t * stretch, v) for t, v in ROUND]
    (span,) = spans_of(twist(), {"lean": points}, fps=fps, origin=origin)
    (exact,) = spans_of(twist(), {"lean": points}, fps=60)
    for name, (start, end) in times(exact).items():
        assert times(span)[name] == pytest.approx((start + origin, end + origin), abs=1.5 / fps + 0.01)


# ------------------------------------------------------------------ through the session


def judge(track: PoseTrack, exercise: Exercise, **how: str) -> Result:
    session = Session(exercise, source=track.source, **how)  # pyright: ignore[reportArgumentType]
    for pose in track:
        session.step(pose)
    return worded(session.finish(), "en", exercise=exercise)


def rolled(head: Points = NOD, lean: Points = BEND, *, knee: float = 5.0, fps: float = 15.0, **how: float) -> PoseTrack:
    def body(t: float) -> Mapping[str, np.ndarray]:
        u, n = (float(np.interp(t - 1, *np.array(p).T)) for p in (lean, head))
        return bend(trunk=u, knee=5 + (knee - 5) * u / 60, ear=10 + 170 - n)

    return film(body, seconds=14, fps=fps, **how)  # pyright: ignore[reportArgumentType]


def only(result: Result) -> Attempt:
    (attempt,) = result.attempts
    return attempt


def test_a_roll_down_is_judged_and_its_phases_are_in_the_result() -> None:
    result = judge(rolled(), roll_down())
    attempt = only(result)
    assert (result.judged, result.faults, attempt.kind, attempt.complete) == (True, (), "sequence", True)
    assert result.score >= 95
    assert [p.name for p in attempt.phases] == ["head", "down", "hang", "up", "tall"]
    assert attempt.hold_s == pytest.approx(2, abs=0.7)


def test_a_trunk_that_leads_is_its_own_fault_and_nothing_else() -> None:
    late = [(t + 2.5 if 0 < t < 5 else t, v) for t, v in NOD]
    assert judge(rolled(late), roll_down()).faults == ("trunk_leads",)


def test_a_rule_can_look_at_one_phase_only() -> None:
    result = judge(rolled(knee=45), roll_down())
    assert result.faults == ("knees_bend_in_the_hang",)
    finding = only(result).findings[1]
    hang = next(p for p in only(result).phases if p.name == "hang")
    assert hang.start_s <= finding.time_s <= hang.end_s


def test_a_stiff_roll_down_can_reach_a_hundred() -> None:
    stiff = [(t, 0.6 * v) for t, v in BEND]
    result = judge(rolled(lean=stiff), roll_down())
    assert only(result).complete
    assert result.score >= 95


def test_what_was_left_out_costs_points_and_is_said() -> None:
    low = [(0, 0), (2, 0), (4, 24), (4.5, 24), (6, 0), (12, 0)]
    result = judge(rolled(lean=low), roll_down())
    (finding,) = [f for f in only(result).findings if f.rule == "part_left_out"]
    assert "Hang" in finding.title
    assert finding.points > 0


@pytest.mark.parametrize("change", ["mirror", "clock", "half the frames"])
def test_how_it_was_filmed_does_not_matter(change: str) -> None:
    changes: dict[str, Callable[[PoseTrack], PoseTrack]] = {
        "mirror": lambda track: mirror_track(track, width=640 / 480),
        "clock": lambda _: rolled(start_s=1000.0),
        "half the frames": lambda track: join_poses(list(track)[::2], source=track.source),
    }
    plain = rolled(fps=30)
    first, second = (only(judge(t, roll_down())) for t in (plain, changes[change](plain)))
    assert second.score == pytest.approx(first.score, abs=1)
    for a, b in zip(first.phases, second.phases, strict=True):
        assert b.seconds == pytest.approx(a.seconds, abs=0.15)


def test_live_the_phase_its_time_and_the_next_instruction_are_told() -> None:
    session = Session(roll_down())
    told: list[tuple[str | None, str, str | None, str | None]] = []
    for pose in rolled():
        f = session.step(pose)
        if not told or told[-1] != (f.step, f.title, f.say, f.breath):
            told.append((f.step, f.title, f.say, f.breath))
    steps = [t for t in told if t[0]]
    assert [t[0] for t in steps] == ["head", "down", "hang", "up"]  # the last one ends the attempt
    assert steps[0][1:3] == ("Head first", "Now chest and waist.")
    assert steps[1][3] == "Breathe out."
    assert told[1][2:] == ("Let your chin sink.", "Breathe in."), "before it begins, the first instruction"
