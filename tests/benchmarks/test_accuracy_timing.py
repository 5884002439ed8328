from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.accuracy.timing import TimeErrors, matched, timing_figures
from benchmarks.synthetic.true_holds import Span
from posecheck.clips.scoring import judge, make_request
from posecheck.result.judgement import Attempt
from tests.bodies import lunge_film


def span(start_s: float, end_s: float, *, hold: tuple[float, float] | None = None, complete: bool = True) -> Span:
    return Span(start_s, end_s, hold, hold[1] - hold[0] if hold else 0.0, complete)


def attempt(start_s: float, end_s: float, *, hold_s: float = 0.0, side: str = "both", complete: bool = True) -> Attempt:
    return Attempt("hold", side, start_s, end_s, start_s, end_s, hold_s, hold_s, complete, True, 90.0, 1.0, {}, {}, ())  # pyright: ignore[reportArgumentType]


def test_the_truth_itself_has_no_error() -> None:
    seen = timing_figures([span(1, 9, hold=(3, 6))], [attempt(1, 9, hold_s=3.0)])
    assert seen.exact
    assert seen.errors == (TimeErrors(0, 0, 0),)


def test_what_is_seen_a_fifth_of_a_second_late_is_so_much_late() -> None:
    seen = timing_figures([span(1, 9, hold=(3, 6))], [attempt(1.2, 9.2, hold_s=2.8)])
    assert seen.errors[0].start_s == pytest.approx(0.2)
    assert seen.errors[0].end_s == pytest.approx(0.2)
    assert seen.errors[0].hold_s == pytest.approx(-0.2)


def test_a_track_that_is_shifted_gives_shifted_times() -> None:
    track = lunge_film()
    request = make_request("kneeling_hip_flexor")
    here = judge(request, track).attempts
    late = judge(request, replace(track, time_s=track.time_s + 0.2)).attempts
    true = [Span(a.start_s, a.end_s, (a.hold_start_s, a.hold_end_s), a.hold_s, True) for a in here]
    (error,) = timing_figures(true, late, side="right").errors
    assert (error.start_s, error.end_s, error.hold_s) == pytest.approx((0.2, 0.2, 0.0), abs=1e-6)


def test_attempts_too_many_and_too_few_are_not_exact() -> None:
    true = [span(1, 4), span(5, 8)]
    assert not timing_figures(true, [attempt(1, 8)]).exact
    seen = timing_figures(true, [attempt(1, 4), attempt(5, 6), attempt(6.5, 8)])
    assert (seen.true, seen.counted, seen.exact) == (2, 3, False)
    assert len(seen.errors) == 2


def test_incomplete_attempts_are_not_counted() -> None:
    seen = timing_figures([span(1, 4), span(5, 6, complete=False)], [attempt(1, 4), attempt(5, 6, complete=False)])
    assert (seen.true, seen.counted) == (1, 1)


def test_each_attempt_is_paired_with_the_one_it_shares_most_time_with() -> None:
    a, b = attempt(0.5, 1.2), attempt(1.1, 4.0)
    assert matched([span(1, 4)], [a, b]) == [(span(1, 4), b)]
    assert matched([span(1, 4)], [attempt(6, 9)]) == []


def test_without_a_true_hold_there_is_no_hold_error() -> None:
    (error,) = timing_figures([span(1, 4)], [attempt(1, 4)]).errors
    assert error.hold_s is None


def test_the_wrong_side_is_counted_and_no_answer_is_not() -> None:
    true = [span(1, 4), span(5, 8), span(9, 12)]
    seen = [attempt(1, 4, side="left"), attempt(5, 8, side="right"), replace(attempt(9, 12), side=None)]
    assert timing_figures(true, seen, side="right").wrong_side == 1
    assert timing_figures(true, seen).wrong_side == 0


def test_holds_of_the_restless_are_left_out() -> None:
    seen = timing_figures([span(1, 9, hold=(7, 8.1))], [attempt(1, 9, hold_s=1.0)], with_holds=False)
    assert seen.errors[0].hold_s is None
    assert seen.errors[0].end_s == 0
