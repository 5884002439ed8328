"""Why a hold is measured too long or too short, on courses made by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.accuracy.hold_reasons import Course, holds_off, why_off
from benchmarks.accuracy.run import true_attempts
from benchmarks.synthetic.true_holds import Span
from posecheck.clips.scoring import judge, make_request
from posecheck.result.judgement import Attempt
from tests.benchmarks.made_truth import truth_of
from tests.bodies import bend_film

TIME_S = np.arange(0, 12, 1 / 15)
HOLD = (3.0, 8.0)
TRUE = Span(1.0, 11.0, HOLD, 5.0)
CORNERS = (1.0, 3.6, 7.4, 11.0)


def course(
    *, late_s: float = 0.0, corners: tuple[float, float, float, float] = CORNERS, wobble_deg: float = 0.0
) -> Course:
    """40 degrees there and back between four corners."""
    change = np.interp(TIME_S - late_s, corners, [0, 40, 40, 0]) + wobble_deg / 2 * np.sin(2 * np.pi * TIME_S)
    return Course(TIME_S, change[None] / 8)


def attempt(start_s: float, end_s: float) -> Attempt:
    hold_s = max(end_s - start_s, 0.0) if end_s == end_s else 0.0
    return Attempt("hold", "both", 1.0, 11.0, start_s, end_s, hold_s, hold_s, True, True, 90.0, 1.0, {}, {}, ())  # pyright: ignore[reportArgumentType]


def test_what_was_not_read_is_the_reason() -> None:
    seen = course()
    seen.changes[0, (TIME_S > 4) & (TIME_S < 5)] = np.nan
    assert why_off(course(), seen, HOLD, TRUE, attempt(5.0, 8.0)) == "18% of it was not read"


def test_a_reading_that_moves_while_the_body_is_still_is_the_reason() -> None:
    why = why_off(course(), course(wobble_deg=6), HOLD, TRUE, attempt(np.nan, np.nan))
    assert why == "the body is still, the reading moves by 6° within a second"


def test_a_reading_that_is_behind_the_body_at_one_end_is_the_reason() -> None:
    seen = course(corners=(1.0, 4.2, 7.4, 11.0))
    why = why_off(course(), seen, HOLD, TRUE, attempt(3.6, 8.0))
    assert why == (
        "where it begins the body is 9° off its place in the hold and read 15° off it, which dates that 0.6 s late"
    )


def test_without_a_measured_hold_and_a_reason_that_is_said() -> None:
    assert why_off(course(), course(), HOLD, TRUE, attempt(np.nan, np.nan)) == "it was not told from the movement"


def test_what_is_measured_right_needs_no_reason_and_what_is_not_has_one() -> None:
    track = bend_film()
    truth = truth_of(track, "standing_forward_bend")
    request = make_request("standing_forward_bend")
    result = judge(request, track)
    spans = true_attempts(truth, request.exercise)
    assert holds_off(truth, request.exercise, result, spans) == []
    (once,) = result.attempts
    short = replace(result, attempts=(replace(once, hold_s=once.hold_s - 1, hold_end_s=once.hold_end_s - 1),))
    (why,) = holds_off(truth, request.exercise, short, spans)
    assert why.startswith("1.0 s too short: where it ends ")
    assert holds_off(truth, request.exercise, short, spans, with_holds=False) == []
