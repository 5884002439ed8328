"""Set-up, movement, hold and return, told apart in seconds by change from the person's own set-up.

A plateau is slower than 5 degrees per second for a second or more after leaving; the target band plays no part in it.
Speed is the slope over half a second around an instant, so phases are known a quarter of a second late and are dated
back. Definitions: see `Movement`.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from posecheck.rules.exercise import Movement

OFF_SHARE: Final = 3 / 8
"""Moving time runs from 3 degrees off set-up where `leave` is 8 degrees; lengths in the same share."""
HALF_WINDOW_S: Final = 0.25
"""Half of the window over which the speed is taken: jitter of 0.3 degrees then makes less than 1.5 degrees/s."""
BACK_STILL_S: Final = 0.6
"""Still for this long near set-up, without coming all the way back, also ends an attempt."""
TOP_SHARE: Final = 0.7
"""A movement without a plateau is judged where it is at least this part of its farthest way out."""
TURN_SHARE: Final = 0.6
"""Turning round within 5 degrees of set-up (`leave` being 8) begins the next attempt; farther out it is a bounce."""
MIN_NEAR_S: Final = 0.3
"""Turning round near set-up takes at least this long; what is shorter is a glitch of the pose model."""
_LEAVE_DEG: Final = 8.0

State = Literal["none", "setup", "attempt"]


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


@dataclass(frozen=True, slots=True)
class Span:
    """One attempt in time: from leaving the set-up to coming back.

    `hold` is the plateau or None; `top` the time between the first and last moment near the farthest point.
    """

    start_s: float
    end_s: float
    top: tuple[float, float]
    hold: tuple[float, float] | None
    hold_s: float
    complete: bool


@dataclass(slots=True)
class _Open:
    """The attempt under way."""

    start_s: float
    peak: float = 0.0
    course: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    runs: list[Run] = field(default_factory=list[Run])
    low: float = math.inf
    low_s: float = 0.0
    near_since_s: float = math.inf
    still_since: float | None = None

    @property
    def top(self) -> tuple[float, float]:
        """First and last moment at `TOP_SHARE` of the farthest point."""
        near = [t for t, d in self.course if d >= TOP_SHARE * self.peak]
        return (near[0], near[-1]) if near else (self.start_s, self.start_s)


class PhaseTracker:
    """Cuts a stream of changes from set-up into attempts.

    Parameters
    ----------
    movement
        The exercise's numbers.
    begun_before_s
        A stream that shows the body away from set-up before this time begins inside an attempt.
    """

    def __init__(self, movement: Movement, *, begun_before_s: float = -math.inf) -> None:
        self._movement = movement
        self._begun_before_s = begun_before_s
        self._samples: deque[tuple[float, dict[str, float]]] = deque()
        self._next = 0
        self._state: State = "none"
        self._open: _Open | None = None
        self._off_s: float | None = None
        self._last: tuple[float, float, float] | None = None
        self.spans: list[Span] = []

    def step(self, time_s: float, changes: Mapping[str, float], *, posture: bool) -> None:
        """Take the changes of one frame in.

        Parameters
        ----------
        time_s
            Time of the frame.
        changes
            Change from set-up of each measure of `Movement.leave`; NaN where it cannot be trusted.
        posture
            Whether the body is in the posture of the exercise at all.
        """
        known = posture and not any(math.isnan(v) for v in changes.values())
        self._samples.append((time_s, dict(changes) if known else {}))
        self._run_until(time_s - HALF_WINDOW_S)

    def finish(self) -> None:
        """Close what is open at the end of the stream.

        A movement that had no plateau and never came back is none: it is somebody walking off.
        """
        if not self._samples:
            return
        end_s = self._samples[-1][0]
        self._run_until(math.inf)
        if self._open is not None and any(r.seconds >= self._movement.hold_min_s for r in self._open.runs):
            self._close(self._open, end_s, at_end=True)

    @property
    def state(self) -> State:
        """Where the person is now, a quarter of a second ago."""
        return self._state

    def opened_before(self, time_s: float) -> bool:
        """Return whether an attempt is under way that began before a time."""
        return self._open is not None and self._open.start_s < time_s

    @property
    def still_run(self) -> Run | None:
        """The plateau under way, if any."""
        runs = self._open.runs if self._open else []
        long_enough = runs and runs[-1].seconds >= self._movement.hold_min_s
        return runs[-1] if long_enough and self._last and runs[-1].end_s >= self._last[0] - 1e-9 else None

    @property
    def had_hold(self) -> bool:
        """Whether the attempt under way has had its plateau."""
        return any(r.seconds >= self._movement.hold_min_s for r in (self._open.runs if self._open else []))

    def _run_until(self, limit_s: float) -> None:
        while self._next < len(self._samples) and self._samples[self._next][0] <= limit_s:
            time_s, changes = self._samples[self._next]
            if changes:
                self._evaluate(time_s, self._deviation(changes), self._speed(time_s))
            self._next += 1
        while self._samples and self._next > 0 and self._samples[0][0] < self._samples[self._next - 1][0] - 1.0:
            self._samples.popleft()
            self._next -= 1

    def _deviation(self, changes: Mapping[str, float]) -> float:
        return max(abs(changes[name]) / leave for name, leave in self._movement.leave.items())

    def _speed(self, time_s: float) -> float:
        """Fastest slope of the movement's measures around `time_s`, degrees per second."""
        near = [(t, c) for t, c in self._samples if c and abs(t - time_s) <= HALF_WINDOW_S + 1e-6]
        if len(near) < 2:
            return math.inf
        mean_t = sum(t for t, _ in near) / len(near)
        spread = sum((t - mean_t) ** 2 for t, _ in near)
        return max(
            abs(sum((t - mean_t) * c[name] for t, c in near)) / spread * _LEAVE_DEG / leave
            for name, leave in self._movement.leave.items()
        )

    def _evaluate(self, time_s: float, deviation: float, speed: float) -> None:
        if self._state == "none":
            self._begin(time_s, deviation)
        elif self._state == "setup":
            self._watch_departure(time_s, deviation)
        if self._open is not None:
            self._follow(self._open, time_s, deviation, speed)
        self._last = (time_s, deviation, speed)

    def _begin(self, time_s: float, deviation: float) -> None:
        if deviation < 1:
            self._state = "setup"
        elif self._last is None and time_s <= self._begun_before_s:
            self._state, self._open = "attempt", _Open(time_s)

    def _watch_departure(self, time_s: float, deviation: float) -> None:
        if deviation <= OFF_SHARE:
            self._off_s = None
        elif self._off_s is None:
            self._off_s = self._crossing(time_s, deviation, OFF_SHARE)
        if deviation > 1:
            self._state, self._open = "attempt", _Open(self._off_s if self._off_s is not None else time_s)
            self._off_s = None

    def _follow(self, attempt: _Open, time_s: float, deviation: float, speed: float) -> None:
        attempt.peak = max(attempt.peak, deviation)
        attempt.course.append((time_s, deviation))
        self._note_stillness(attempt, time_s, deviation, speed)
        if deviation <= OFF_SHARE:
            self._close(attempt, self._crossing(time_s, deviation, OFF_SHARE))
        elif deviation < min(1.0, attempt.peak / 2):
            self._near_setup(attempt, time_s, deviation, speed)
        elif attempt.low < math.inf and deviation > attempt.low + 0.6:
            self._split(attempt, time_s, deviation)

    def _split(self, attempt: _Open, time_s: float, deviation: float) -> None:
        """Begin the next attempt where the last one turned round near the set-up; a flicker is neither."""
        low_s = attempt.low_s
        was_there = attempt.low <= TURN_SHARE and time_s - attempt.near_since_s >= MIN_NEAR_S
        attempt.low, attempt.still_since, attempt.near_since_s = math.inf, None, math.inf
        if was_there:
            self._close(attempt, low_s)
            self._state, self._open = "attempt", _Open(low_s, deviation)

    def _near_setup(self, attempt: _Open, time_s: float, deviation: float, speed: float) -> None:
        """Close an attempt that comes to rest near the set-up without reaching it."""
        attempt.near_since_s = min(attempt.near_since_s, time_s)
        if deviation < attempt.low:
            attempt.low, attempt.low_s = deviation, time_s
        if speed >= self._movement.still_per_s:
            attempt.still_since = None
        elif attempt.still_since is None:
            attempt.still_since = time_s
        elif time_s - attempt.still_since >= BACK_STILL_S:
            self._close(attempt, attempt.still_since)

    def _note_stillness(self, attempt: _Open, time_s: float, deviation: float, speed: float) -> None:
        limit = self._movement.still_per_s
        far_enough = deviation >= max(0.6, attempt.peak / 2)
        if speed >= limit or not far_enough:
            last = attempt.runs[-1] if attempt.runs else None
            if last and self._last and last.end_s == self._last[0] and self._last[2] < limit < speed < math.inf:
                share = (limit - self._last[2]) / (speed - self._last[2])
                last.end_s += share * (time_s - self._last[0])
            return
        going_on = self._continued(attempt, time_s, deviation)
        if going_on is None:
            attempt.runs.append(Run(self._run_start(time_s, speed), time_s, deviation))
            return
        del attempt.runs[going_on + 1 :]
        run = attempt.runs[going_on]
        if time_s - run.end_s > self._movement.bridge_s:
            run.lost_s += time_s - run.end_s
        run.end_s, run.level = time_s, deviation

    def _continued(self, attempt: _Open, time_s: float, deviation: float) -> int | None:
        """Return which stretch of stillness goes on now: at the same level, after a short excursion or unseen time."""
        for i in range(len(attempt.runs) - 1, -1, -1):
            run = attempt.runs[i]
            bridged = time_s - run.end_s <= self._movement.bridge_s
            if not bridged and not self._unseen_since(run.end_s, time_s):
                return None
            if abs(deviation - run.level) <= OFF_SHARE:
                return i
        return None

    def _run_start(self, time_s: float, speed: float) -> float:
        """Date the start of stillness back to where the speed fell below the limit."""
        limit = self._movement.still_per_s
        if self._last is None or not limit < self._last[2] < math.inf:
            return time_s
        return time_s - (limit - speed) / (self._last[2] - speed) * (time_s - self._last[0])

    def _unseen_since(self, then_s: float, now_s: float) -> bool:
        """Whether next to nothing was seen since a plateau: the last frames before a drop-out look like movement."""
        return self._last is not None and self._last[0] <= then_s + HALF_WINDOW_S + 0.1 and now_s > self._last[0]

    def _crossing(self, time_s: float, deviation: float, level: float) -> float:
        """Time at which the deviation passed `level` since the last sample."""
        if self._last is None or self._last[1] == deviation:
            return time_s
        share = (level - self._last[1]) / (deviation - self._last[1])
        return self._last[0] + min(max(share, 0.0), 1.0) * (time_s - self._last[0])

    def _close(self, attempt: _Open, end_s: float, *, at_end: bool = False) -> None:
        runs = [r for r in attempt.runs if r.seconds >= self._movement.hold_min_s]
        hold = max(runs, key=lambda r: r.seconds, default=None)
        left_again = hold is not None and (not at_end or hold.end_s < end_s - HALF_WINDOW_S or hold.seconds >= 1)
        self.spans.append(
            Span(
                attempt.start_s,
                end_s,
                attempt.top,
                (hold.start_s, hold.end_s) if hold else None,
                hold.seconds if hold else 0.0,
                left_again,
            )
        )
        self._state, self._open, self._off_s = "setup", None, None
