"""Why a hold is measured too long or too short: what was read of the body in it, beside what is true.

Measured and true hold follow one definition, so what is left between them is the reading: a part of the hold in which
the body was not read, a reading that moves while the body is still, or one that is ahead of the body or behind it where
the hold begins and ends. A degree there is much: an unhurried movement comes to rest at 3 to 10 degrees a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.timing import matched
from benchmarks.synthetic.spec import Truth
from benchmarks.synthetic.true_holds import LEAVE_DEG, OFF_SHARE, STILL_S, Span, changes_from_setup
from posecheck.result.judgement import Attempt, Result
from posecheck.rules.exercise.definition import Exercise

Array = NDArray[np.float64]

HOLD_S: Final = 0.3
"""A hold may be measured this much too long or short."""
UNREAD_SHARE: Final = 0.1
"""From this part of a hold on it is the reason that nothing was read."""
SETTLED_S: Final = 1.0
"""After this time in a hold, and before it at its end, nothing moves any more."""


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Changes from the set-up in shares of `leave`: times (N,), one row for each measure (M, N), NaN where not read."""

    time_s: Array
    changes: Array

    def part(self, start_s: float, end_s: float) -> Array:
        """Return the changes between two times, (M, n)."""
        return self.changes[:, (self.time_s >= start_s) & (self.time_s <= end_s)]

    def left_deg(self, row: int, time_s: float, hold: tuple[float, float]) -> float:
        """Return how far a measure is from where it stays in the hold, degrees."""
        level = float(np.nanmedian(self.part(*hold)[row]))
        known = np.isfinite(self.changes[row])
        return LEAVE_DEG * abs(float(np.interp(time_s, self.time_s[known], self.changes[row][known])) - level)


def holds_off(
    truth: Truth, form: Exercise, result: Result, spans: Sequence[Span], *, with_holds: bool = True
) -> list[str]:
    """Return in words each hold that is measured more than `HOLD_S` too long or short, and why.

    Parameters
    ----------
    form
        The form of the exercise that was judged.
    spans
        The true attempts.
    with_holds
        Whether the person keeps still in the holds.
    """
    pairs = matched([s for s in spans if s.complete], [a for a in result.attempts if a.complete])
    far = [(s, a, s.hold) for s, a in pairs if with_holds and s.hold and abs(a.hold_s - s.hold_s) > HOLD_S]
    if not far or result.series is None:
        return []
    true = Course(*changes_from_setup(truth, form))
    seen = _seen(result, form, setup_until_s=float(truth.time_s[list(truth.phase).index("move_in")]))
    return [f"{_by(a.hold_s - s.hold_s)}: {why_off(true, seen, hold, s, a)}" for s, a, hold in far]


def _seen(result: Result, form: Exercise, *, setup_until_s: float) -> Course:
    assert result.series is not None
    time_s = np.asarray(result.series.time_s, dtype=float)
    still = time_s < setup_until_s
    rows = [np.asarray(result.series.values[n], dtype=float) for n in form.movement.leave]
    changes = [(v - np.nanmedian(v[still])) / a for v, a in zip(rows, form.movement.leave.values(), strict=True)]
    return Course(time_s, np.array(changes))


def _by(seconds: float) -> str:
    return f"{abs(seconds):.1f} s too {'long' if seconds > 0 else 'short'}"


def why_off(true: Course, seen: Course, hold: tuple[float, float], span: Span, attempt: Attempt) -> str:
    """Return why a hold is off.

    Parameters
    ----------
    true, seen
        What is so and what was read.
    hold
        From when to when it truly was.
    span, attempt
        The true attempt and the measured one.
    """
    read = np.isfinite(seen.part(*hold)).all(axis=0)
    if np.mean(~read) >= UNREAD_SHARE:
        return f"{np.mean(~read):.0%} of it was not read"
    travel = _most_within(seen, hold[0] + SETTLED_S, hold[1] - SETTLED_S)
    if travel > OFF_SHARE:
        return f"the body is still, the reading moves by {LEAVE_DEG * travel:.0f}° within a second"
    dated = {"begins": attempt.hold_start_s - span.hold_start_s, "ends": attempt.hold_end_s - span.hold_end_s}
    if not np.isfinite(list(dated.values())).all():
        return "it was not told from the movement"
    edge = max(dated, key=lambda e: abs(dated[e]))
    row = int(np.argmax(np.abs(np.nanmedian(true.part(*hold), axis=1))))
    body, reading = (c.left_deg(row, hold[0] if edge == "begins" else hold[1], hold) for c in (true, seen))
    late = "late" if dated[edge] > 0 else "early"
    places = f"the body is {body:.0f}° off its place in the hold and read {reading:.0f}° off it"
    return f"where it {edge} {places}, which dates that {abs(dated[edge]):.1f} s {late}"


def _most_within(course: Course, start_s: float, end_s: float) -> float:
    """Return how far any measure moves within a second between two times, in shares of `leave`."""
    inside = course.time_s[(course.time_s >= start_s) & (course.time_s <= end_s)]
    windows = [course.part(t, min(t + STILL_S, end_s)) for t in inside]
    return max((float(np.nanmax(np.ptp(w, axis=1))) for w in windows if w.size), default=0.0)
