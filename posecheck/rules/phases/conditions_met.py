"""Since when the conditions of each phase hold: the ground on which sequences are recognised."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from posecheck.rules.exercise.course import Enter
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.phases.phase_measures import Intervals

ENTER_S: Final = 0.2
"""A condition must hold, or fail, for this long: what is shorter is a glitch of the pose model."""
SPEED_S: Final = 0.5
"""Speed is the slope over this long."""


@dataclass(slots=True)
class _Truth:
    """A condition over time without flicker."""

    since: float | None = None
    other_since: float | None = None
    over: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])

    def note(self, time_s: float, *, holds: bool) -> None:
        if holds == (self.since is not None):
            self.other_since = None
            return
        if self.other_since is None:
            self.other_since = time_s
        if time_s - self.other_since < ENTER_S:
            return
        if self.since is not None:
            self.over.append((self.since, self.other_since))
            self.since = None
        else:
            self.since = self.other_since
        self.other_since = None


class Watcher:
    """Watches the conditions of every phase, where either side may be worked in both ways round.

    Parameters
    ----------
    exercise
        Gives the phases and the measures whose sign only tells the side.
    setup
        Measure -> its value in the person's set-up, as rules see it.
    """

    def __init__(self, exercise: Exercise, setup: Mapping[str, float]) -> None:
        self._exercise = exercise
        self._setup = setup
        either = exercise.movement.either_way
        self.ways: tuple[bool, ...] = (False, True) if either else (False,)
        self._truths = {(p.name, w): _Truth() for p in exercise.phases for w in self.ways}
        self._recent: deque[tuple[float, Mapping[str, float]]] = deque()
        self._farthest: dict[str, float] = {}
        self._time_s = math.nan
        self._returning = {e.measure for p in exercise.phases for e in p.enter if e.returns is not None}

    def step(self, time_s: float, values: Mapping[str, float]) -> None:
        """Take the values of one frame in."""
        self._time_s = time_s
        self._recent.append((time_s, values))
        while self._recent[0][0] < time_s - SPEED_S - 1e-6:
            self._recent.popleft()
        for name in self._returning:
            away = abs(values[name] - self._setup[name])
            if not math.isnan(away):
                self._farthest[name] = max(self._farthest.get(name, 0.0), away)
        for phase in self._exercise.phases:
            for way in self.ways:
                known = [self._holds(e, values, turned=way) for e in phase.enter]
                if None not in known:
                    self._truths[phase.name, way].note(time_s, holds=all(known))

    def since(self, name: str, *, turned: bool) -> float | None:
        """Return since when a phase's conditions hold, None where they do not."""
        return self._truths[name, turned].since

    def intervals(self, name: str, *, turned: bool) -> Intervals:
        """Return when a phase's conditions held, the last time perhaps until now."""
        truth = self._truths[name, turned]
        going_on = [] if truth.since is None else [(truth.since, truth.other_since or self._time_s)]
        return tuple(truth.over + going_on)

    def begin(self) -> None:
        """Forget the farthest points, and what was on the way back from them: an attempt begins."""
        self._farthest.clear()
        for phase in self._exercise.phases:
            if any(e.returns is not None for e in phase.enter):
                self._truths.update({(phase.name, way): _Truth() for way in self.ways})

    def _holds(self, enter: Enter, values: Mapping[str, float], *, turned: bool) -> bool | None:
        """Return whether a condition holds, None where that cannot be told."""
        value, start = values[enter.measure], self._setup[enter.measure]
        if turned and enter.measure in self._exercise.movement.either_way:
            nominal = self._exercise.measures[enter.measure].nominal
            value, start = 2 * nominal - value, 2 * nominal - start
        if math.isnan(value):
            return None
        asked = [
            (enter.above, value - (enter.above or 0.0)),
            (enter.below, (enter.below or 0.0) - value),
            (enter.rises, value - start - (enter.rises or 0.0)),
            (enter.falls, start - value - (enter.falls or 0.0)),
            (enter.returns, self._farthest.get(enter.measure, 0.0) - abs(value - start) - (enter.returns or 0.0)),
            (enter.slower, (enter.slower or 0.0) - self._speed(enter.measure) if enter.slower else 0.0),
        ]
        margins = [margin for bound, margin in asked if bound is not None]
        return None if any(math.isnan(m) for m in margins) else all(m >= 0 for m in margins)

    def _speed(self, name: str) -> float:
        """Slope of a measure over the last half second, NaN for fewer than three values."""
        seen = [(t, v[name]) for t, v in self._recent if not math.isnan(v[name])]
        return abs(_slope(seen)) if len(seen) >= 3 else math.nan


def _slope(points: Sequence[tuple[float, float]]) -> float:
    mean_t = sum(t for t, _ in points) / len(points)
    spread = sum((t - mean_t) ** 2 for t, _ in points)
    return sum((t - mean_t) * v for t, v in points) / spread
