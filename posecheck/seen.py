"""What is recorded of an attempt's own course: phases of a sequence, checks of a guided exercise. Frozen records."""

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
