"""How much of a set is done: attempts that are complete, or the time of a march."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from posecheck.app.coach.live_plan import SetPlan
from posecheck.result.judgement import Attempt, Feedback

LONGEST_STEP_S: Final = 1.0
"""Time that passed between two pictures counts up to so much: in a longer gap nobody was seen marching."""


class SetProgress:
    """Counts one set against its dose.

    Parameters
    ----------
    plan
        What is to be done.
    """

    def __init__(self, plan: SetPlan) -> None:
        self._plan = plan
        self._rate = next((n for n, m in plan.exercise.measures.items() if m.kind == "cadence"), None)
        self._last_s = math.nan
        self.complete = 0
        self.marched_s = 0.0
        self.per_min = math.nan
        """Steps a minute at this moment, NaN where nobody steps."""

    def step(self, feedback: Feedback, attempts: Sequence[Attempt]) -> None:
        """Take in the feedback of one frame and all attempts that are over."""
        self.complete = sum(a.complete for a in attempts)
        self.per_min = next((r.value for r in feedback.readings if r.measure == self._rate), math.nan)
        if math.isfinite(self.per_min) and math.isfinite(self._last_s):
            self.marched_s += min(feedback.time_s - self._last_s, LONGEST_STEP_S)
        self._last_s = feedback.time_s

    @property
    def timed(self) -> bool:
        """Whether time is what counts: a march, with a dose in seconds."""
        return self._plan.exercise.kind == "cadence" and self._plan.dose.seconds > 0

    @property
    def done(self) -> bool:
        """Whether it is as much as the dose wants."""
        if self.timed:
            return self.marched_s >= self._plan.dose.seconds
        return self.complete >= self._plan.dose.attempts

    @property
    def attempt(self) -> int:
        """Number of the attempt under way, from 1."""
        return min(self.complete + 1, self._plan.dose.attempts)
