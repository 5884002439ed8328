"""What is recorded besides numbers: phases of a sequence, checks of a guided exercise, which exercise it may be."""

from __future__ import annotations

from dataclasses import dataclass

from posecheck.remark import Remark


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
    """What a guided exercise was watched for: `passed` is None where it could not be seen.

    `reasons` then say why, `reason` in words. `number` is that of the rule, as in `posecheck.finding.Finding`.
    """

    id: str
    title: str
    passed: bool | None
    severity: int
    cue: str
    reason: str = ""
    number: int = 0
    reasons: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An exercise that a clip may show: how likely, 0 to 1 (not a probability: two may both fit well)."""

    exercise: str
    title: str
    likelihood: float
