"""What is recorded besides numbers: phases, checks, the steps to a score, which exercise it may be. Frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from posecheck.remark import Remark

AUTO: Final = "auto"
"""Stands for an exercise that is to be found out, and in the result of one that was not."""
NONE: Final = "unnamed_none"
"""Key of what is said of a clip that fits none of the exercises."""
Cap = Literal["severity_3", "severity_2", "back", "not_reached", "not_held"]
"""Why an attempt reaches so much at most."""
Choice = Literal["middle", "lower_middle"]
"""Which attempt's steps are those of the whole."""


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

    `reasons` then say why, `reason` in words. `number` is that of the rule, as in `posecheck.result.finding.Finding`.
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


@dataclass(frozen=True, slots=True)
class Deduction:
    """Why points were lost: "-9 chest went forward 21 degrees, at 0:07", and in which attempt, from 1.

    `text` is `remark` in words.
    """

    points: float
    text: str
    time_s: float
    attempt: int = 1
    remark: Remark | None = None


@dataclass(frozen=True, slots=True)
class ScoreStep:
    """One step from 100 to a score.

    Parameters
    ----------
    kind
        ``deduction`` takes points off; ``cap`` allows `at_most`; ``choice`` says which attempt's steps follow; ``mean``
        goes to the mean with the other middle attempt.
    key
        A deduction's rule; why there is a cap; which attempt was chosen: what the step is about, for words.
    points
        Taken off the score before, in tenths; negative where it gives some back.
    score
        The score after it.
    rule
        The rule that a deduction or a cap is for, empty where none is.
    attempt
        Number, from 1, of the attempt that it is about (of a mean: of the other one); 0 in an attempt's own list.
    at_most
        The most that a cap allows; NaN of others.
    of
        Among how many attempts with a score one was chosen; 0 of others.
    """

    kind: Literal["deduction", "cap", "choice", "mean"]
    key: str
    points: float
    score: float
    rule: str = ""
    attempt: int = 0
    at_most: float = float("nan")
    of: int = 0


@dataclass(frozen=True, slots=True)
class NotJudged:
    """A rule that could not be looked at; `reasons` say why, `reason` in words."""

    rule: str
    severity: int
    reason: str = ""
    reasons: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class RulesJudged:
    """How many of an exercise's rules were looked at in any attempt that counts, and which were not."""

    looked_at: int = 0
    of: int = 0
    not_judged: tuple[NotJudged, ...] = ()
