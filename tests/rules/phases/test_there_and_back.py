"""Attempts and holds in time, on courses whose truth follows from the definition."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from posecheck.rules.exercise.definition import Movement
from posecheck.rules.phases.there_and_back import PhaseTracker, Span

MOVEMENT = Movement(primary="lean", leave={"lean": 8.0}, reached=30)


def track(
    course: list[tuple[float, float]], *, fps: float = 30.0, movement: Movement = MOVEMENT, **how: float
) -> list[Span]:
    """Run straight lines between (time, degrees) points through the tracker."""
    times, values = np.array(course).T
    tracker = PhaseTracker(movement, **how)
    for t in np.arange(times[0], times[-1], 1 / fps):
        tracker.step(float(t), {"lean": float(np.interp(t, times, values))}, posture=True)
    tracker.finish()
    return tracker.spans


def test_a_trapezoid_has_its_corners_where_the_definition_puts_them() -> None:
    # 20 degrees/s up from 1 s to 3 s, hold to 7 s, down to 9 s.
    (span,) = track([(0, 0), (1, 0), (3, 40), (7, 40), (9, 0), (10, 0)])
    assert span.start_s == pytest.approx(1.15, abs=0.04)  # 3 degrees off set-up
    assert span.end_s == pytest.approx(8.85, abs=0.04)
    assert span.hold is not None
    assert span.hold[0] == pytest.approx(2.85, abs=0.02)  # 3 degrees off the plateau
    assert span.hold[1] == pytest.approx(7.15, abs=0.02)
    assert span.complete


@settings(max_examples=30, deadline=None)
@given(hold=st.floats(1.5, 20), up=st.floats(1, 4), amount=st.floats(30, 90), origin=st.floats(0, 1e4))
@example(hold=2.0, up=3.0, amount=30.0, origin=0.0)  # a frame lies on the limit itself, at the end
@example(hold=2.0, up=1.0, amount=45.0, origin=0.0)  # and at the start
def test_the_hold_is_as_long_as_it_was_whatever_the_clock(hold: float, up: float, amount: float, origin: float) -> None:
    course = [(0, 0), (1, 0), (1 + up, amount), (1 + up + hold, amount), (1 + 2 * up + hold, 0), (3 + 2 * up + hold, 0)]
    (span,) = track([(t + origin, v) for t, v in course])
    assert span.hold_s == pytest.approx(hold + 2 * 3 * up / amount, abs=0.02)  # 3 degrees off the plateau, both ways
    assert span.complete


def test_either_direction_begins_an_attempt() -> None:
    (span,) = track([(0, 0), (1, 0), (2, -20), (4, -20), (5, 0), (6, 0)])
    assert span.complete


def test_less_than_leave_is_no_attempt() -> None:
    assert track([(0, 0), (1, 0), (2, 7), (4, 7), (5, 0), (6, 0)]) == []


def test_a_pause_half_way_is_not_the_hold() -> None:
    (span,) = track([(0, 0), (1, 0), (2, 30), (3.3, 30), (4, 60), (9, 60), (11, 0), (12, 0)])
    assert span.hold is not None
    assert span.hold[0] == pytest.approx(4.05, abs=0.15)


def test_a_short_excursion_that_comes_back_does_not_end_the_hold() -> None:
    (span,) = track([(0, 0), (1, 0), (3, 40), (5, 40), (5.3, 36), (5.6, 40), (8, 40), (10, 0), (11, 0)])
    assert span.hold_s == pytest.approx(5.3, abs=0.05)


def test_a_step_of_less_than_8_degrees_is_within_the_hold_and_a_larger_one_begins_another() -> None:
    """A hold is not over because somebody goes a little deeper, or a hidden limb is read at another level."""
    for step, (start_s, end_s) in ((5, (2.85, 9 + 6 / 45)), (12, (5.35, 9 + 6 / 52))):
        up = [(0.0, 0.0), (1, 0), (3, 40), (5, 40), (5.4, 40 + step), (9, 40 + step), (11, 0), (12, 0)]
        (span,) = track([(float(t), float(v)) for t, v in up])
        assert span.hold == pytest.approx((start_s, end_s), abs=0.1)
        assert span.hold_s == pytest.approx(end_s - start_s, abs=0.1)


def test_leaving_the_plateau_slowly_does_not_stretch_the_hold() -> None:
    """Six degrees a second is movement after the first half second, even where a bridge could span it."""
    (span,) = track([(0, 0), (1, 0), (3, 20), (6, 20), (9, 2), (10, 0), (11, 0)])
    assert span.hold is not None
    assert span.hold[1] == pytest.approx(6.5, abs=0.05)


def test_a_slow_and_small_movement_is_not_part_of_its_hold() -> None:
    # 10 degrees in 2.5 s by minimum jerk: 7.5 degrees/s at most, below 5 degrees/s for more than half of the way.
    x = np.linspace(0, 1, 76)
    ease = 10 * x**3 - 15 * x**4 + 6 * x**5
    up = [(1 + 2.5 * float(a), 10 * float(b)) for a, b in zip(x, ease, strict=True)]
    down = [(7.5 + 2.5 * float(a), 10 - 10 * float(b)) for a, b in zip(x, ease, strict=True)]
    (span,) = track([(0, 0), *up, *down, (12, 0)])
    off_s = 2.5 * float(np.interp(0.7, ease, x))  # 3 degrees off the plateau
    assert span.hold is not None
    assert span.hold == pytest.approx((1 + off_s, 10 - off_s), abs=0.05)


def test_lost_pictures_shorten_no_hold_that_is_the_same_behind_them_unless_they_are_most_of_it() -> None:
    for gap_s, counted_s in ((1.0, 6.3), (2.0, 6.3), (3.6, 2.4)):
        tracker = PhaseTracker(MOVEMENT)
        for t in np.arange(0, 12, 1 / 15):
            lean = float(np.interp(t, [0, 1, 3, 9, 11, 12], [0, 0, 40, 40, 0, 0]))
            tracker.step(float(t), {"lean": lean}, posture=not 5 <= t < 5 + gap_s)
        tracker.finish()
        (span,) = tracker.spans
        assert span.hold_s == pytest.approx(counted_s, abs=0.2)


def test_a_third_of_a_hold_may_be_lost_and_half_of_a_short_one() -> None:
    for until_s, gap_s, whole in (
        (6.7, 2.0, True),  # two of four seconds
        (6.0, 2.0, False),  # two of little more than three: less was seen than lost
        (9.0, 2.5, False),  # more than two seconds, and of six more than a third
        (12.0, 2.9, True),  # a third of nine
        (12.0, 3.6, False),  # longer than three seconds
    ):
        tracker = PhaseTracker(MOVEMENT)
        for t in np.arange(0, until_s + 3, 1 / 15):
            lean = float(np.interp(t, [0, 1, 3, until_s, until_s + 2], [0, 0, 40, 40, 0]))
            tracker.step(float(t), {"lean": lean}, posture=not 4 <= t < 4 + gap_s)
        tracker.finish()
        (span,) = tracker.spans
        expected_s = until_s - 3 + 0.3 - (0 if whole else gap_s)
        assert span.hold_s == pytest.approx(expected_s, abs=0.45), (until_s, gap_s)


def test_who_bounces_all_the_time_has_no_hold_and_is_complete_none_the_less() -> None:
    bounces = [(3 + 0.4 * i, 40.0 if i % 2 == 0 else 31.5) for i in range(11)]
    (span,) = track([(0, 0), (1, 0), *bounces, (9, 0), (10, 0)])
    assert span.hold is None
    assert span.complete
    (once,) = track([(0, 0), (1, 0), (3, 40), (5, 0), (6, 0)])
    assert not once.complete, "there and back without a stop is only a part of the movement"


def test_repetitions_that_turn_near_the_set_up_are_told_apart() -> None:
    course = [(0, 0), (1, 0)]
    for i in range(3):
        t = 1 + 6 * i
        course += [(t + 2, 50), (t + 4, 50), (t + 6, 4)]
    spans = track([*course, (20, 0), (21, 0)])
    assert [s.complete for s in spans] == [True, True, True]


def test_a_bounce_in_a_small_movement_is_one_attempt() -> None:
    bounces = [(3 + 0.4 * i, 15.0 if i % 2 == 0 else 6.5) for i in range(9)]
    assert len(track([(0, 0), (1, 0), *bounces, (8, 0), (9, 0)])) == 1


def test_coming_to_rest_near_the_set_up_ends_the_attempt() -> None:
    (span,) = track([(0, 0), (1, 0), (3, 50), (6, 50), (8, 5), (12, 5)])
    assert span.complete
    assert span.end_s == pytest.approx(8.1, abs=0.3)


def test_a_glitch_to_the_set_up_and_back_is_one_attempt() -> None:
    (span,) = track([(0, 0), (1, 0), (3, 16), (5, 16), (5.1, 7), (5.2, 16), (8, 16), (10, 0), (11, 0)])
    assert span.complete


def test_a_movement_that_the_film_cuts_is_a_cut_attempt() -> None:
    (span,) = track([(0, 0), (1, 0), (3, 60)])
    assert (span.cut, span.complete, span.hold) == ("end", False, None)
    (span,) = track([(0, 60), (2, 60.0), (4, 0), (5, 0)], begun_before_s=0.5)
    assert (span.cut, span.complete) == ("start", True)


def test_somebody_who_walks_off_in_the_middle_of_a_movement_did_not_do_it() -> None:
    tracker = PhaseTracker(MOVEMENT)
    for t in np.arange(0, 8, 1 / 30):
        tracker.step(float(t), {"lean": float(np.interp(t, [0, 1, 3], [0, 0, 60]))}, posture=t < 3)
    tracker.finish()
    assert tracker.spans == []


def test_a_small_stretch_that_is_held_is_a_hold_however_short_the_way() -> None:
    small = replace(MOVEMENT, leave={"lean": 12.0}, reached=5.0)
    (span,) = track([(0, 0), (2, 0), (4, 9), (12, 9), (14, 0), (16, 0)], movement=small)
    assert span.hold_s == pytest.approx(9, abs=0.8)
    assert track([(0, 0), (2, 0), (3, 9), (3.4, 9), (4.4, 0), (6, 0)], movement=small) == []


def test_a_way_of_which_most_is_in_the_film_is_not_cut() -> None:
    (span,) = track([(0, 0), (1, 0), (2, 60), (3, 12)], movement=replace(MOVEMENT, hold_min_s=0.3))
    assert span.cut is None


def test_a_repetition_may_turn_round_without_a_pause() -> None:
    course = [(0, 0), (1, 0), (2, 60), (3, 0), (4, 60), (5, 0), (6, 0)]
    repeated = replace(MOVEMENT, hold_min_s=0.3)
    assert [s.complete for s in track(course, movement=repeated)] == [True, True]
    assert [s.complete for s in track(course)] == [False, False], "a hold that is not held is none"
    broken_off = track([(0, 0), (1, 0), (2, 60)], movement=repeated)
    assert not any(s.complete for s in broken_off), "the clip ended on the way"


def test_a_clip_that_ends_in_the_hold_is_complete_after_a_second() -> None:
    (span,) = track([(0, 0), (1, 0), (2, 40), (6, 40)])
    assert span.complete
    assert span.hold_s == pytest.approx(3.9, abs=0.3)


def test_a_stream_that_begins_in_the_hold() -> None:
    course = [(0.0, 40.0), (3.0, 40.0), (5.0, 0.0), (6.0, 0.0)]
    (span,) = track(course, begun_before_s=0.5)
    assert (span.start_s, span.complete) == (0, True)
    assert track(course) == [], "without that permission it is somebody who has not set up yet"


def test_a_repetition_needs_a_shorter_plateau() -> None:
    course = [(0, 0), (1, 0), (2.5, 60), (3.1, 60), (4.6, 0), (6, 0)]
    assert not track(course)[0].complete
    (span,) = track(course, movement=Movement("lean", {"lean": 8.0}, 30, hold_min_s=0.3))
    assert span.complete


def test_time_without_posture_is_not_seen() -> None:
    tracker = PhaseTracker(MOVEMENT)
    for t in np.arange(0, 10, 1 / 15):
        lean = float(np.interp(t, [0, 1, 2, 10], [0, 0, 40, 40]))
        tracker.step(float(t), {"lean": lean}, posture=t < 1.0)
    tracker.finish()
    assert tracker.spans == []
