"""Set-up, movement, hold and return, told apart in seconds by change from the person's own set-up.

A plateau is a second or more after leaving in which the body hardly moves (see `posecheck.rules.reading.stillness`);
the target band plays no part in it. Speed is the slope over half a second around an instant, so phases are known a
quarter of a second late and are dated back. Definitions: see `Movement`.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from posecheck.result.judgement import Cut
from posecheck.rules.exercise.definition import Movement
from posecheck.rules.phases.open_attempt import OpenAttempt
from posecheck.rules.phases.phase_measures import Course
from posecheck.rules.reading.stillness import (
    FAR_LEAST,
    GAP_S,
    HALF_WINDOW_S,
    OFF_SHARE,
    Moment,
    Run,
    speed_around,
    still_travel,
    travel_before,
)

BACK_STILL_S: Final = 0.6
"""Still for this long near set-up, without coming all the way back, also ends an attempt."""
TURN_SHARE: Final = 0.6
"""Turning round within 5 degrees of set-up (`leave` being 8) begins the next attempt; farther out it is a bounce."""
KEPT_S: Final = 1.5 + GAP_S
"""Samples are kept for this long: a window of stillness, the longest gap in it, and a little."""
MIN_NEAR_S: Final = 0.3
"""Turning round near set-up takes at least this long; what is shorter is a glitch of the pose model."""
LEAST_S: Final = 0.6
"""What is seen of a cut attempt for less than this is none."""

State = Literal["none", "setup", "attempt"]


@dataclass(frozen=True, slots=True)
class Span:
    """One attempt in time: from leaving the set-up to coming back.

    `hold` is the plateau or None; `top` the time between the first and last moment near the farthest point. `complete`:
    the plateau was left again. Who bounces near the farthest point and comes back has no plateau, but did not move only
    a part of the way either: that too is complete, and so is a repetition that turns round without a pause. `course` is
    what was recognised of phases and steps, for kinds that have them. `cut` says which of its ways is not in the film,
    `peak` how far from set-up it went, in shares of `Movement.leave` (NaN where nothing was measured so).
    """

    start_s: float
    end_s: float
    top: tuple[float, float]
    hold: tuple[float, float] | None
    hold_s: float
    complete: bool
    course: Course | None = None
    cut: Cut | None = None
    peak: float = math.nan


class PhaseTracker:
    """Cuts a stream of changes from set-up into attempts.

    Parameters
    ----------
    movement
        The exercise's numbers.
    begun_before_s
        A stream that shows the body away from set-up before this time begins inside an attempt.
    anywhere
        Whether an attempt may also begin where the body comes into the posture away from set-up: the hold of somebody
        who sits down right into it. One without a plateau is none.
    """

    def __init__(self, movement: Movement, *, begun_before_s: float = -math.inf, anywhere: bool = False) -> None:
        self._movement = movement
        self._begun_before_s = begun_before_s
        self._anywhere = anywhere
        self._samples: deque[tuple[float, dict[str, float]]] = deque()
        self._next = 0
        self._state: State = "none"
        self._open: OpenAttempt | None = None
        self._off_s: float | None = None
        self._last: Moment | None = None
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

        A movement that had no plateau and whose body was lost before the end is none: it is somebody walking off.
        """
        if not self._samples:
            return
        end_s = self._samples[-1][0]
        self._run_until(math.inf)
        if self._open is None or self._last is None:
            return
        seen_to_end = end_s - self._last.time_s <= MIN_NEAR_S and end_s - self._open.start_s >= LEAST_S
        if self.had_hold or seen_to_end:
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
        runs = self._open.still.runs if self._open else []
        long_enough = runs and runs[-1].is_plateau(self._movement.hold_min_s)
        return runs[-1] if long_enough and self._last and runs[-1].end_s >= self._last.time_s - 1e-9 else None

    @property
    def had_hold(self) -> bool:
        """Whether the attempt under way has had its plateau."""
        return any(r.is_plateau(self._movement.hold_min_s) for r in (self._open.still.runs if self._open else []))

    def _run_until(self, limit_s: float) -> None:
        while self._next < len(self._samples) and self._samples[self._next][0] <= limit_s:
            time_s, changes = self._samples[self._next]
            if changes:
                speed = speed_around(time_s, self._samples, self._movement.leave)
                travel, nearest = travel_before(time_s, self._samples, self._movement)
                now = Moment(time_s, self._deviation(changes), travel, nearest, speed)
                self._evaluate(now, reached=self._reached(changes))
            self._next += 1
        while self._samples and self._next > 0 and self._samples[0][0] < self._samples[self._next - 1][0] - KEPT_S:
            self._samples.popleft()
            self._next -= 1

    def _deviation(self, changes: Mapping[str, float]) -> float:
        return max(abs(changes[name]) / leave for name, leave in self._movement.leave.items())

    def _reached(self, changes: Mapping[str, float]) -> bool:
        """Return whether the primary measure has come as far as the exercise's smallest right form."""
        wanted = self._movement.reached
        return wanted != 0 and changes.get(self._movement.primary, 0.0) / wanted >= 1

    def _evaluate(self, now: Moment, *, reached: bool) -> None:
        time_s, deviation = now.time_s, now.deviation
        if self._state == "none":
            self._begin(time_s, deviation)
        elif self._state == "setup":
            held = reached and now.travel < still_travel(self._movement) and now.nearest >= FAR_LEAST
            self._watch_departure(time_s, deviation, held=held)
        if self._open is not None:
            self._follow(self._open, now)
        self._last = now

    def _begin(self, time_s: float, deviation: float) -> None:
        if deviation < 1:
            self._state = "setup"
        elif self._last is None and time_s <= self._begun_before_s:
            self._state, self._open = "attempt", OpenAttempt(time_s, begun=deviation, at_start=True)
        elif self._anywhere:
            self._state, self._open = "attempt", OpenAttempt(time_s, begun=deviation)

    def _watch_departure(self, time_s: float, deviation: float, *, held: bool) -> None:
        """Open an attempt where the body leaves the set-up, or `held`: is still in a stretch, however small the way."""
        if deviation <= OFF_SHARE:
            self._off_s = None
        elif self._off_s is None:
            self._off_s = self._crossing(time_s, deviation, OFF_SHARE)
        if deviation > 1 or held:
            self._state, self._open = "attempt", OpenAttempt(self._off_s if self._off_s is not None else time_s)
            self._off_s = None

    def _follow(self, attempt: OpenAttempt, now: Moment) -> None:
        time_s, deviation = now.time_s, now.deviation
        attempt.peak = max(attempt.peak, deviation)
        attempt.course.append((time_s, deviation))
        attempt.still.note(now, self._last, peak=attempt.peak, movement=self._movement)
        if deviation <= OFF_SHARE:
            self._close(attempt, self._crossing(time_s, deviation, OFF_SHARE))
        elif deviation < min(1.0, attempt.peak / 2):
            self._near_setup(attempt, time_s, deviation, now.speed)
        elif attempt.low < math.inf and deviation > attempt.low + 0.6:
            self._split(attempt, time_s, deviation)

    def _split(self, attempt: OpenAttempt, time_s: float, deviation: float) -> None:
        """Begin the next attempt where the last one turned round near the set-up; a flicker is neither."""
        low_s = attempt.low_s
        was_there = attempt.low <= TURN_SHARE and time_s - attempt.near_since_s >= MIN_NEAR_S
        attempt.low, attempt.still_since, attempt.near_since_s = math.inf, None, math.inf
        if was_there:
            self._close(attempt, low_s)
            self._state, self._open = "attempt", OpenAttempt(low_s, deviation)

    def _near_setup(self, attempt: OpenAttempt, time_s: float, deviation: float, speed: float) -> None:
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

    def _crossing(self, time_s: float, deviation: float, level: float) -> float:
        """Time at which the deviation passed `level` since the last sample."""
        if self._last is None or self._last.deviation == deviation:
            return time_s
        share = (level - self._last.deviation) / (deviation - self._last.deviation)
        return self._last.time_s + min(max(share, 0.0), 1.0) * (time_s - self._last.time_s)

    def _close(self, attempt: OpenAttempt, end_s: float, *, at_end: bool = False) -> None:
        self._state, self._open, self._off_s = "setup", None, None
        runs = [r for r in attempt.still.runs if r.is_plateau(self._movement.hold_min_s)]
        hold = max(runs, key=lambda r: r.seconds, default=None)
        cut = attempt.cut(self._last.deviation if at_end and self._last else 0.0)
        if hold is None and (cut or attempt.begun) and (end_s - attempt.start_s < LEAST_S or self._strayed(attempt)):
            return
        if hold is not None and cut == "both" and self._movement.turns and _is_all(hold, attempt.start_s, end_s):
            return  # of a repetition not even a part of a way
        if hold is None:
            left_again = cut is None and (attempt.bounced or self._movement.turns)
        else:
            left_again = not at_end or hold.end_s < end_s - HALF_WINDOW_S or hold.seconds >= 1
        self.spans.append(
            Span(
                attempt.start_s,
                end_s,
                attempt.top,
                (hold.start_s, hold.end_s) if hold else None,
                hold.seconds if hold else 0.0,
                left_again,
                cut=cut,
                peak=attempt.peak,
            )
        )

    def _strayed(self, attempt: OpenAttempt) -> bool:
        """Return whether nobody saw an attempt begin although the film was running: somebody came from elsewhere."""
        return attempt.begun > 0 and not attempt.at_start


def _is_all(hold: Run, start_s: float, end_s: float) -> bool:
    """Return whether nothing but standing still was seen from one time to another."""
    return hold.start_s - start_s <= 2 * HALF_WINDOW_S and end_s - hold.end_s <= 2 * HALF_WINDOW_S
