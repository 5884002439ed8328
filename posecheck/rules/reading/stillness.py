"""How fast a movement is at an instant, and the stretches of time in which it stands still.

Still is a second in which no measure of the movement moves by 3 degrees (half a degree a second of drift is still, a
bounce is not). A stretch of stillness is all such seconds together, so it runs from 3 degrees off its level on the way
in to 3 degrees off on the way out: there a movement is at its fastest to be dated, where its speed alone falls below
some limit at no clear moment when the whole movement is slow.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from posecheck.rules.exercise.definition import Movement

OFF_SHARE: Final = 3 / 8
"""Moving time runs from 3 degrees off set-up where `leave` is 8 degrees; lengths in the same share."""
HALF_WINDOW_S: Final = 0.25
"""Half of the window over which the speed is taken: jitter of 0.3 degrees then makes less than 1.5 degrees/s."""
STILL_WINDOW_S: Final = 1.0
"""Stillness is told over this time, or over the exercise's shortest hold where that is shorter."""
MAX_STEP_S: Final = 0.3
"""Nothing is known of a window with a longer hole in it."""
UNSETTLED_S: Final = 0.35
"""The first and last frames around a drop-out look like movement or are not trusted, so it seems up to so much longer;
and seen for no longer than this between two stretches of stillness, the body was unseen."""
FAR_LEAST: Final = 0.6
"""A plateau lies at least this far out, and at least half as far as the farthest point: a rest near set-up is none."""
SAME_SHARE: Final = 1.0
"""Still again within 8 degrees (`leave`) of where it was still before is the same hold (clinical 2.3: excursions of at
most 8 degrees and 1 s): somebody goes a little deeper, or the reading takes another level where a limb is hidden."""
GAP_S: Final = 3.0
GAP_SHARE: Final = 1 / 3
"""Lost pictures of up to so long in one piece, and so large a part of the hold in all, do not shorten it where the body
is within 3 degrees of its place before and after; what was judged of it is told."""
SHORT_GAPS_S: Final = 2.0
SHORT_GAPS_SHARE: Final = 1 / 2
"""Up to so many seconds in all may be a larger part: a phone that freezes for two of four seconds halves no hold.
As much as was lost has to be seen, though. So a third is the limit of long gaps, half of short ones."""
_LEAVE_DEG: Final = 8.0


@dataclass(frozen=True, slots=True)
class Moment:
    """One time of an attempt.

    Parameters
    ----------
    deviation
        How far from set-up, in shares of `Movement.leave`.
    travel
        How far any measure moved within the window that ends here, in the same shares; infinite where not known.
    nearest
        The smallest deviation in that window.
    speed
        Degrees per second at this time.
    """

    time_s: float
    deviation: float
    travel: float
    nearest: float
    speed: float


@dataclass(slots=True)
class Run:
    """A stretch of time in which the body was still, `slow_s` of it slower than the limit.

    `lost_s` of it were unseen, and nobody knows what was done; `gaps_s` too, but the body was at one place before and
    after, and that is a hold as long as enough of it was seen; there were `gaps` of them.
    """

    start_s: float
    end_s: float
    level: float
    lost_s: float = 0.0
    slow_s: float = 0.0
    gaps_s: float = 0.0
    gaps: int = 0

    def is_plateau(self, hold_min_s: float) -> bool:
        """Return whether it is a hold: a large movement that only turns round is still for a second, but not slow."""
        return min(self.seconds, self.slow_s) >= hold_min_s - 1e-6

    @property
    def seconds(self) -> float:
        """Seconds of the hold, with gaps in the pictures where they are the smaller part of it."""
        whole_s = self.end_s - self.start_s - self.lost_s
        missing_s = max(self.gaps_s - self.gaps * UNSETTLED_S, 0.0)  # as much of them was seen, but not trusted
        share = SHORT_GAPS_SHARE if missing_s <= SHORT_GAPS_S else GAP_SHARE
        return whole_s if missing_s <= share * whole_s else whole_s - self.gaps_s


def speed_around(
    time_s: float, samples: Iterable[tuple[float, Mapping[str, float]]], leave: Mapping[str, float]
) -> float:
    """Return the fastest slope of a movement's measures around a time, degrees per second; infinite if unknown.

    Parameters
    ----------
    time_s
        The time.
    samples
        (time, change of each measure from set-up); no changes where nothing was seen.
    leave
        Measure -> change that begins an attempt; it stands for 8 degrees.
    """
    near = [(t, c) for t, c in samples if c and abs(t - time_s) <= HALF_WINDOW_S + 1e-6]
    if len(near) < 2:
        return math.inf
    mean_t = sum(t for t, _ in near) / len(near)
    spread = sum((t - mean_t) ** 2 for t, _ in near)
    return max(
        abs(sum((t - mean_t) * c[name] for t, c in near)) / spread * _LEAVE_DEG / amount
        for name, amount in leave.items()
    )


def travel_before(
    time_s: float, samples: Iterable[tuple[float, Mapping[str, float]]], movement: Movement
) -> tuple[float, float]:
    """Return how far a movement went within the window that ends at a time, and its smallest deviation in it.

    Both in shares of `Movement.leave`; (infinite, 0) where the window was not seen whole. One that begins in lost
    pictures is taken from the last sample before them.

    Parameters
    ----------
    time_s
        The time.
    samples
        As in `speed_around`, in time order.
    movement
        The exercise's numbers.
    """
    begin_s = time_s - still_window_s(movement)
    seen = [(t, c) for t, c in samples if c and begin_s - GAP_S <= t <= time_s + 1e-6]
    seen = seen[max(sum(t < begin_s for t, _ in seen) - 1, 0) :]
    if seen and seen[0][0] < begin_s - MAX_STEP_S:
        return _travel(seen, movement) if len(seen) > 2 else (math.inf, 0.0)
    first = next((i for i, (t, _) in enumerate(seen) if t >= begin_s - 1e-6), len(seen))
    if first < len(seen) and first and seen[first][0] > begin_s + 1e-6:
        seen[first - 1] = _between(seen[first - 1], seen[first], begin_s)
        first -= 1
    window = seen[first:]
    whole = len(window) >= 2 and window[0][0] <= begin_s + 1e-6
    if not whole or max(b[0] - a[0] for a, b in pairwise(window)) > MAX_STEP_S + 1e-6:
        return math.inf, 0.0
    return _travel(window, movement)


def _travel(window: Sequence[tuple[float, Mapping[str, float]]], movement: Movement) -> tuple[float, float]:
    """Return how far a movement went over some samples, and its smallest deviation there."""
    courses = {n: [c[n] / amount for _, c in window] for n, amount in movement.leave.items()}
    travel = max(max(v) - min(v) for v in courses.values())
    return travel, min(max(map(abs, at)) for at in zip(*courses.values(), strict=True))


def still_window_s(movement: Movement) -> float:
    """Return the time over which stillness is told."""
    return min(STILL_WINDOW_S, movement.hold_min_s)


def still_travel(movement: Movement) -> float:
    """Return how far a movement may go within that time: 3 degrees, less where it would be faster than still."""
    return min(OFF_SHARE, movement.still_per_s * still_window_s(movement) / _LEAVE_DEG)


def _between(
    a: tuple[float, Mapping[str, float]], b: tuple[float, Mapping[str, float]], time_s: float
) -> tuple[float, Mapping[str, float]]:
    share = (time_s - a[0]) / (b[0] - a[0])
    return time_s, {n: v + share * (b[1][n] - v) for n, v in a[1].items()}


@dataclass(slots=True)
class StillRuns:
    """The stretches of stillness of one attempt, in time order."""

    runs: list[Run] = field(default_factory=list[Run])
    _seen: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])  # time, seconds it stands for
    _slow: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])  # of these, the slow ones

    def note(self, now: Moment, last: Moment | None, *, peak: float, movement: Movement) -> None:
        """Take one moment in.

        Parameters
        ----------
        now
            The moment.
        last
            The one before.
        peak
            The farthest deviation of the attempt so far.
        movement
            The exercise's numbers.
        """
        if last is not None:
            step_s = now.time_s - last.time_s
            step_s = step_s if step_s <= MAX_STEP_S else 0.0
            self._seen.append((now.time_s, step_s))
            if now.speed < movement.still_per_s:
                self._slow.append((now.time_s, step_s))
        limit, window_s = still_travel(movement), still_window_s(movement)
        if now.travel >= limit or now.nearest < max(FAR_LEAST, peak / 2):
            self._end(now, last, limit)
            return
        start_s = _start_s(now, last, limit, window_s)
        going_on = self._continued(now, start_s, movement.bridge_s)
        if going_on is None:
            self.runs.append(Run(start_s, now.time_s, now.deviation, slow_s=_seconds(self._slow, start_s, now.time_s)))
            return
        del self.runs[going_on + 1 :]
        run = self.runs[going_on]
        unseen_s = now.time_s - run.end_s - self.seen_s(run.end_s, now.time_s)
        same = abs(now.deviation - run.level) <= OFF_SHARE
        if movement.bridge_s + UNSETTLED_S < unseen_s <= GAP_S + UNSETTLED_S and same:
            run.gaps_s += unseen_s
            run.gaps += 1
            run.slow_s += unseen_s
        elif unseen_s > movement.bridge_s + UNSETTLED_S:
            run.lost_s += max(start_s - run.end_s, unseen_s)
        run.slow_s += _seconds(self._slow, run.end_s, now.time_s)
        run.end_s, run.level = now.time_s, now.deviation

    def _end(self, now: Moment, last: Moment | None, limit: float) -> None:
        """Date the end of a stretch on to where the movement passed the limit."""
        run = self.runs[-1] if self.runs else None
        if run and last and run.end_s == last.time_s and last.travel < limit <= now.travel < math.inf:
            run.end_s += (limit - last.travel) / (now.travel - last.travel) * (now.time_s - last.time_s)

    def _continued(self, now: Moment, start_s: float, bridge_s: float) -> int | None:
        """Return which stretch of stillness goes on now: at nearly its level, after a moment elsewhere or unseen."""
        for i in range(len(self.runs) - 1, -1, -1):
            run = self.runs[i]
            if start_s - run.end_s > bridge_s and self.seen_s(run.end_s, start_s) > UNSETTLED_S:
                return None
            if abs(now.deviation - run.level) <= SAME_SHARE:
                return i
        return None

    def seen_s(self, from_s: float, to_s: float) -> float:
        """Return for how long anything was seen between two times."""
        return _seconds(self._seen, from_s, to_s)


def _seconds(steps: list[tuple[float, float]], from_s: float, to_s: float) -> float:
    """Return how much of the time between two times the steps (end, seconds), in time order, stand for."""
    total = 0.0
    for t, s in reversed(steps):
        if t <= from_s:
            break
        total += min(s, t - from_s) if t <= to_s else 0.0
    return total


def _start_s(now: Moment, last: Moment | None, limit: float, window_s: float) -> float:
    """Date the start of stillness back to where the movement passed the limit."""
    start_s = now.time_s - window_s
    if last is None or not limit <= last.travel < math.inf:
        return start_s
    return start_s - (limit - now.travel) / (last.travel - now.travel) * (now.time_s - last.time_s)
