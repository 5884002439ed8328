"""An attempt under way: how far it went when, where it was still, and which of its ways the film shows."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from posecheck.result.judgement import Cut
from posecheck.rules.phases.tempo import BOUNCE_TURNS, turning_points
from posecheck.rules.reading.stillness import StillRuns

TOP_SHARE: Final = 0.7
"""A movement without a plateau is judged where it is at least this part of its farthest way out."""
WAY_SHARE: Final = 0.25
"""A way is in the film from this part of the farthest way out on; and from where an attempt begins anyway."""
WAY_LEAST: Final = 1.0
TURN_LEAST: Final = 3 / 16
"""A change of direction is at least so large: 1.5 degrees where `leave` is 8."""


@dataclass(slots=True)
class OpenAttempt:
    """The attempt under way; `begun` is how far out it was at its first sight where nobody saw it begin."""

    start_s: float
    peak: float = 0.0
    begun: float = 0.0
    at_start: bool = False
    course: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    still: StillRuns = field(default_factory=StillRuns)
    low: float = math.inf
    low_s: float = 0.0
    near_since_s: float = math.inf
    still_since: float | None = None

    @property
    def top(self) -> tuple[float, float]:
        """First and last moment at `TOP_SHARE` of the farthest point."""
        near = [t for t, d in self.course if d >= TOP_SHARE * self.peak]
        return (near[0], near[-1]) if near else (self.start_s, self.start_s)

    @property
    def bounced(self) -> bool:
        """Whether the direction changes several times near the farthest point."""
        first, last = self.top
        there = np.array([d for t, d in self.course if first <= t <= last])
        return len(turning_points(there, TURN_LEAST)) >= BOUNCE_TURNS

    def cut(self, last: float) -> Cut | None:
        """Return which of its ways is not in the film, `last` being how far out it was when the film ended."""
        enough = max(WAY_LEAST, WAY_SHARE * self.peak)
        start, end = self.begun > enough, last > enough
        return "both" if start and end else "start" if start else "end" if end else None
