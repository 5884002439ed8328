"""How fast a movement is at an instant, and the stretches of time in which it stands still."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from posecheck.rules.exercise import Movement

OFF_SHARE: Final = 3 / 8
"""Moving time runs from 3 degrees off set-up where `leave` is 8 degrees; lengths in the same share."""
HALF_WINDOW_S: Final = 0.25
"""Half of the window over which the speed is taken: jitter of 0.3 degrees then makes less than 1.5 degrees/s."""
_LEAVE_DEG: Final = 8.0


@dataclass(frozen=True, slots=True)
class Moment:
    """How far from set-up (in shares of `Movement.leave`) and how fast (degrees per second) at one time."""

    time_s: float
    deviation: float
    speed: float


@dataclass(slots=True)
class Run:
    """A stretch of time in which the body was still, `lost_s` of it unseen."""

    start_s: float
    end_s: float
    level: float
    lost_s: float = 0.0

    @property
    def seconds(self) -> float:
        """Seconds seen."""
        return self.end_s - self.start_s - self.lost_s


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


@dataclass(slots=True)
class StillRuns:
    """The stretches of stillness of one attempt, in time order."""

    runs: list[Run] = field(default_factory=list[Run])

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
        limit = movement.still_per_s
        if now.speed >= limit or now.deviation < max(0.6, peak / 2):
            self._end(now, last, limit)
            return
        going_on = self._continued(now, last, movement.bridge_s)
        if going_on is None:
            self.runs.append(Run(_start_s(now, last, limit), now.time_s, now.deviation))
            return
        del self.runs[going_on + 1 :]
        run = self.runs[going_on]
        if now.time_s - run.end_s > movement.bridge_s:
            run.lost_s += now.time_s - run.end_s
        run.end_s, run.level = now.time_s, now.deviation

    def _end(self, now: Moment, last: Moment | None, limit: float) -> None:
        """Date the end of a stretch on to where the speed rose above the limit."""
        run = self.runs[-1] if self.runs else None
        if run and last and run.end_s == last.time_s and last.speed < limit < now.speed < math.inf:
            run.end_s += (limit - last.speed) / (now.speed - last.speed) * (now.time_s - last.time_s)

    def _continued(self, now: Moment, last: Moment | None, bridge_s: float) -> int | None:
        """Return which stretch of stillness goes on now: at the same level, after a short excursion or unseen time."""
        for i in range(len(self.runs) - 1, -1, -1):
            run = self.runs[i]
            if now.time_s - run.end_s > bridge_s and not _unseen(run.end_s, now, last):
                return None
            if abs(now.deviation - run.level) <= OFF_SHARE:
                return i
        return None


def _start_s(now: Moment, last: Moment | None, limit: float) -> float:
    """Date the start of stillness back to where the speed fell below the limit."""
    if last is None or not limit < last.speed < math.inf:
        return now.time_s
    return now.time_s - (limit - now.speed) / (last.speed - now.speed) * (now.time_s - last.time_s)


def _unseen(then_s: float, now: Moment, last: Moment | None) -> bool:
    """Whether next to nothing was seen since a plateau: the last frames before a drop-out look like movement."""
    return last is not None and last.time_s <= then_s + HALF_WINDOW_S + 0.1 and now.time_s > last.time_s
