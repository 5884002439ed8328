"""The true attempts and holds of a clip, on true angles and whole curves at once.

The definition is `design` 7, written a second time without the product's tracker: an attempt begins when a measure of
the movement leaves the set-up by its `leave` amount; it is dated from 3/8 of that (3 degrees of 8) off set-up on the
way out to the same on the way back. The hold is the longest time in it that consists of seconds in which nothing moves
by 3/8 of `leave`, so it runs from 3 degrees off the plateau to 3 degrees off it; up to 1 s of unseen time or of
excursion is bridged where it is still again within `leave` of the same level. It must be slower than 5 degrees/s for
1 s in all, or a large movement that turns round slowly would have one. Who bounces all the time has no hold; that
attempt is complete none the less, and so is a repetition that turns round without a pause. Exercises that go through
phases have the attempts and holds of `benchmarks.synthetic.true_sequences`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.measures import true_measures
from benchmarks.synthetic.spec import Truth
from posecheck.rules.exercise.definition import Exercise, Movement

Array = NDArray[np.float64]

LEAVE_DEG: Final = 8.0
OFF_SHARE: Final = 3 / 8
SPEED_WINDOW_S: Final = 0.5
"""Speed is the slope over this time: sway and single frames are no movement."""
STILL_S: Final = 1.0
"""Stillness is told over this time, or the exercise's shortest hold where that is shorter."""
SAME_SHARE: Final = 1.0
"""Stillness within so much of `leave` (8 degrees) of the stillness before is the same hold."""
TOUCH_S: Final = 0.3
"""The set-up is left where it was for at least so long; less is the turning point of a bounce."""
FAR_SHARE: Final = 0.5
FAR_LEAST: Final = 0.6
"""A plateau lies at least this part of the farthest way out, and of `leave`: a rest near set-up is no hold."""
EXERCISE_PHASES: Final = ("setup", "move_in", "hold", "hidden", "move_out", "rest", "end")


@dataclass(frozen=True, slots=True)
class Span:
    """One true attempt, seconds; `hold` is None where there was no plateau."""

    start_s: float
    end_s: float
    hold: tuple[float, float] | None
    hold_s: float
    complete: bool = True

    @property
    def hold_start_s(self) -> float:
        """When the plateau begins; NaN without one."""
        return self.hold[0] if self.hold else float("nan")

    @property
    def hold_end_s(self) -> float:
        """When the plateau ends; NaN without one."""
        return self.hold[1] if self.hold else float("nan")


def holds(truth: Truth, exercise: Exercise) -> list[Span]:
    """Return the true attempts of a clip in time order.

    Coming into the picture and leaving it are no attempts.
    """
    time_s, changes = changes_from_setup(truth, exercise)
    spans = find_spans(time_s, changes, exercise.movement)
    restless = truth.spec.variation.restless
    return [
        replace(
            s,
            hold_s=s.hold_s - _unseen_s(truth, s.hold, exercise.movement.bridge_s),
            complete=s.complete or restless,
        )
        for s in spans
    ]


def _unseen_s(truth: Truth, hold: tuple[float, float] | None, bridge_s: float) -> float:
    """Return the seconds of a hold that do not count because nobody could see them: drop-outs that are not bridged."""
    if hold is None:
        return 0.0
    step = float(np.median(np.diff(truth.time_s)))
    inside = (truth.time_s >= hold[0]) & (truth.time_s <= hold[1])
    gaps = [(last - first + 1) * step for first, last in runs_of((np.array(truth.phase) == "hidden") & inside)]
    return sum(gap for gap in gaps if gap > bridge_s + step)


def changes_from_setup(truth: Truth, exercise: Exercise) -> tuple[Array, Array]:
    """Return times (N,) of the exercise and the change of each of its measures in shares of `leave`, (M, N)."""
    at_work = np.isin(truth.phase, EXERCISE_PHASES)
    setup = np.array(truth.phase) == "setup"
    near = "R" if truth.facing == "right" else "L"
    neutral = truth.landmarks_m[setup]
    values = true_measures(exercise, truth.landmarks_m[at_work], near=near, neutral=neutral)
    at_rest = true_measures(exercise, neutral, near=near, neutral=neutral)
    leave = exercise.movement.leave
    changes = [(values[n] - np.median(at_rest[n])) / amount for n, amount in leave.items()]
    return truth.time_s[at_work], np.array(changes)


def find_spans(time_s: Array, changes: Array, movement: Movement) -> list[Span]:
    """Return the attempts in curves of change from set-up.

    Parameters
    ----------
    time_s
        Shape (N,), evenly spaced.
    changes
        Shape (M, N), in shares of `leave` (1 leaves the set-up, 1 stands for 8 degrees).
    """
    deviation = np.max(np.abs(changes), axis=0)
    window_s = min(STILL_S, movement.hold_min_s)
    allowed = min(OFF_SHARE, movement.still_per_s * window_s / LEAVE_DEG)
    slow = LEAVE_DEG * np.max(np.abs(_slopes(time_s, changes)), axis=0) < movement.still_per_s
    travel, nearest = _before(time_s, changes, window_s)
    spans: list[Span] = []
    for first, last in _out_of_setup(time_s, deviation):
        peak = float(np.max(deviation[first : last + 1]))
        if peak <= 1:
            continue
        start, end = _edge(time_s, deviation, first, -1), _edge(time_s, deviation, last, 1)
        far = nearest >= max(FAR_LEAST, FAR_SHARE * peak)
        still = far & (travel < allowed)
        plateaus = _plateaus(time_s, deviation, travel, still, allowed, window_s, movement.bridge_s)
        inside = [p for p in plateaus if start <= p[0] and p[1] <= end]
        inside = [p for p in inside if _seconds(time_s, slow, p) >= movement.hold_min_s]
        hold = max(inside, key=lambda p: p[1] - p[0], default=None)
        if hold and hold[1] - hold[0] < movement.hold_min_s:
            hold = None
        whole = hold is not None or movement.turns
        spans.append(Span(start, end, hold, hold[1] - hold[0] if hold else 0.0, complete=whole))
    return spans


def _out_of_setup(time_s: Array, deviation: Array) -> list[tuple[int, int]]:
    """Return first and last frame of each time out of the set-up; who only touches it in a bounce has not come back."""
    out = deviation > OFF_SHARE
    for first, last in runs_of(~out):
        if first > 0 and last < len(out) - 1 and time_s[last] - time_s[first] < TOUCH_S:
            out[first : last + 1] = True
    return runs_of(out)


def _before(time_s: Array, changes: Array, window_s: float) -> tuple[Array, Array]:
    """Return how far any curve moved within the window that ends at each time, and the least deviation in it, (N,)."""
    step = float(np.median(np.diff(time_s))) if len(time_s) > 1 else window_s
    offsets = np.append(np.arange(0.0, window_s - 1e-9, step), window_s)
    at = time_s[:, None] - offsets
    past = np.array([np.interp(at, time_s, row) for row in changes])
    travel = np.max(past.max(axis=2) - past.min(axis=2), axis=0)
    nearest = np.abs(past).max(axis=0).min(axis=1)
    return np.where(at[:, -1] < time_s[0] - 1e-9, np.inf, travel), nearest


def _slopes(time_s: Array, changes: Array) -> Array:
    """Return the slope of each curve per second, fitted over `SPEED_WINDOW_S`, shape (M, N)."""
    if len(time_s) < 3:
        return np.zeros_like(changes)
    step = float(np.median(np.diff(time_s)))
    half = max(1, round(SPEED_WINDOW_S / 2 / step))
    offsets = np.arange(-half, half + 1) * step
    weights = offsets / np.sum(offsets**2)
    padded = np.pad(changes, ((0, 0), (half, half)), mode="edge")
    return np.array([np.correlate(row, weights, mode="valid") for row in padded])


def _seconds(time_s: Array, flags: NDArray[np.bool_], span: tuple[float, float]) -> float:
    """Return for how long the flags are True between two times."""
    inside = (time_s >= span[0]) & (time_s <= span[1])
    return float(np.sum(np.gradient(time_s)[flags & inside]))


def runs_of(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return first and last index of each stretch of True."""
    edges = np.diff(np.concatenate([[0], flags.astype(int), [0]]))
    return list(zip(np.flatnonzero(edges == 1).tolist(), (np.flatnonzero(edges == -1) - 1).tolist(), strict=True))


def _edge(time_s: Array, deviation: Array, i: int, way: int) -> float:
    """Return when the deviation passes `OFF_SHARE` between frame `i` and its neighbour."""
    j = i + way
    if not 0 <= j < len(time_s):
        return float(time_s[i])
    share = (deviation[i] - OFF_SHARE) / (deviation[i] - deviation[j])
    return float(time_s[i] + share * (time_s[j] - time_s[i]))


def _plateaus(
    time_s: Array,
    deviation: Array,
    travel: Array,
    still: NDArray[np.bool_],
    allowed: float,
    window_s: float,
    bridge_s: float,
) -> list[tuple[float, float]]:
    """Return the stretches of stillness, those at nearly one level with a short break in between as one."""
    found: list[tuple[float, float, float]] = []
    for first, last in runs_of(still):
        start, end = _cross(time_s, travel, first, -1, allowed) - window_s, _cross(time_s, travel, last, 1, allowed)
        for i in range(len(found) - 1, -1, -1):
            same = abs(float(deviation[first]) - found[i][2]) <= SAME_SHARE
            if same and start - found[i][1] <= bridge_s:
                start = found[i][0]
                del found[i:]  # what lies in between was the excursion
                break
        found.append((start, end, float(deviation[last])))
    return [(start, end) for start, end, _ in found]


def _cross(time_s: Array, travel: Array, i: int, way: int, limit: float) -> float:
    """Return when the travel passes the limit between frame `i` and its neighbour."""
    j = i + way
    if not 0 <= j < len(time_s) or not travel[i] < travel[j] < np.inf:
        return float(time_s[i])
    share = min((limit - travel[i]) / (travel[j] - travel[i]), 1.0)
    return float(time_s[i] + share * (time_s[j] - time_s[i]))
