"""Steps in a rhythm: peaks of the measures that go up with each step, counted as they come.

A step is a peak that stands out by the exercise's `least` on both sides, so that sway and the jitter of the pose model
are none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.phases.phase_measures import Course, cadence_of
from posecheck.rules.phases.there_and_back import Span, State
from posecheck.rules.reading.stillness import Run

MIN_STEPS: Final = 4
"""Fewer steps than this are shifting about, not a march."""
LIVE_S: Final = 10.0
"""The cadence of now is that of the last so many seconds."""
LATE_S: Final = 3.0
"""Until so long after the last step the march counts as under way."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: when it was highest, and by how much it rose."""

    time_s: float
    size: float
    began_s: float


class PeakCounter:
    """Finds the peaks of one measure, each as soon as the value has sunk by `least` again.

    Parameters
    ----------
    least
        By how much a peak stands out, in the measure's unit.
    """

    def __init__(self, least: float) -> None:
        self._least = least
        self._low: tuple[float, float] | None = None
        self._high: tuple[float, float] | None = None

    def step(self, time_s: float, value: float) -> Step | None:
        """Take a value in; return the peak that it makes certain, if it does. NaN tells nothing."""
        if math.isnan(value):
            return None
        if self._high is None:
            if self._low is None or value <= self._low[1]:
                self._low = (time_s, value)
            elif value >= self._low[1] + self._least:
                self._high = (time_s, value)
            return None
        if value > self._high[1]:
            self._high = (time_s, value)
        elif value <= self._high[1] - self._least:
            assert self._low is not None
            step = Step(self._high[0], self._high[1] - self._low[1], self._low[0])
            self._low, self._high = (time_s, value), None
            return step
        return None


class CadenceTracker:
    """Cuts a stream of readings into stretches of steps.

    Parameters
    ----------
    exercise
        Has `Exercise.cadence`.
    """

    def __init__(self, exercise: Exercise) -> None:
        assert exercise.cadence is not None
        self._cadence = exercise.cadence
        self._counters = {name: PeakCounter(self._cadence.least) for name in self._cadence.steps}
        self._steps: list[Step] = []
        self._time_s = -math.inf
        self._seen = False
        self.spans: list[Span] = []

    @property
    def state(self) -> State:
        """Whether a stretch of steps is under way."""
        walking = len(self._steps) >= MIN_STEPS and self._time_s - self._steps[-1].time_s <= self._cadence.stop_s
        return "attempt" if walking else "setup" if self._seen else "none"

    @property
    def still_run(self) -> Run | None:
        """A march has no hold."""
        return None

    @property
    def had_hold(self) -> bool:
        """A march has no hold."""
        return False

    def opened_before(self, time_s: float) -> bool:
        """Return whether a stretch is under way that began before a time."""
        return bool(self._steps) and self._steps[0].began_s < time_s

    @property
    def now_per_min(self) -> float:
        """The cadence of the last seconds, NaN where nobody steps."""
        recent = tuple(s.time_s for s in self._steps if s.time_s >= self._time_s - LIVE_S)
        return cadence_of(recent) if recent and self._time_s - recent[-1] <= LATE_S else math.nan

    def step(self, time_s: float, values: Mapping[str, float], *, posture: bool) -> None:
        """Take one frame in: time, every frame measure, whether the body is in the exercise's posture."""
        self._time_s = time_s
        self._seen = self._seen or posture
        if self._steps and time_s - self._steps[-1].time_s > self._cadence.stop_s:
            self._close()
        if not posture:
            return
        for name, counter in self._counters.items():
            found = counter.step(time_s, values[name])
            if found is not None:
                self._steps.append(found)
                self._steps.sort(key=lambda s: s.time_s)

    def finish(self) -> None:
        """Close what is open at the end of the stream."""
        self._close()

    def _close(self) -> None:
        """Keep the steps so far as one stretch; it ends with its last step."""
        steps, self._steps = self._steps, []
        if len(steps) < MIN_STEPS:
            return
        start, end = min(s.began_s for s in steps), steps[-1].time_s
        course = Course(steps=tuple(s.time_s for s in steps), sizes=tuple(s.size for s in steps))
        self.spans.append(Span(start, end, (start, end), None, 0.0, True, course))
