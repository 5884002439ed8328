"""What is recorded besides numbers: phases of a sequence, checks of a guided exercise, which exercise it may be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PhaseSeen:
    """When one phase of a sequence or a round was; NaN and 0 seconds where it was left out."""

    name: str
    title: str
    start_s: float
    end_s: float

    @property
    def seconds(self) -> float:
        """How long it lasted."""
        return self.end_s - self.start_s if self.end_s > self.start_s else 0.0


@dataclass(frozen=True, slots=True)
class Check:
    """What a guided exercise was watched for: `passed` is None where it could not be seen, `reason` then says why."""

    id: str
    title: str
    passed: bool | None
    severity: int
    cue: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An exercise that a clip may show: how likely, 0 to 1 (not a probability: two may both fit well)."""

    exercise: str
    title: str
    likelihood: float
