"""What one rule found: verdict, excess, moment, and the words that go with it. Frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from posecheck.remark import Remark, Said, Term


class Verdict(StrEnum):
    """What a rule says of what it saw."""

    OK = "OK"
    LOW = "LOW"
    HIGH = "HIGH"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found in one attempt (or, in `Feedback`, at this moment).

    Parameters
    ----------
    rule
        The rule's id (a fault id where it fired).
    verdict
        LOW or HIGH only beyond the point where the rule fires, for its persistence time.
    excess
        Distance beyond the good band, in `unit`, at the worst moment; 0 inside the band, NaN for UNKNOWN.
    severity
        1 polish, 2 form fault, 3 safety.
    time_s
        The worst moment.
    share
        Part of the judged phase beyond the point where the rule fires, 0 to 1.
    cue
        The sentence to say.
    measure, value
        What was measured and its value at the worst moment.
    title
        What was seen, in plain words ("Chest goes forward").
    points
        Points lost in the attempt's score.
    reason
        `reasons` in words (`posecheck.worded`).
    number
        Which of the exercise's rules of this id has the words.
    reasons
        Why it is UNKNOWN, else empty.
    remark
        What is said where the exercise has no words for it; those of `cue` and `title` are made of it.
    """

    rule: str
    verdict: Verdict
    excess: float
    unit: str
    severity: int
    time_s: float
    share: float
    cue: str
    measure: str = ""
    value: float = float("nan")
    title: str = ""
    points: float = 0.0
    reason: str = ""
    number: int = 0
    reasons: tuple[Remark, ...] = ()
    remark: Remark | None = None

    @property
    def fired(self) -> bool:
        """Whether the rule found its fault."""
        return self.verdict in (Verdict.LOW, Verdict.HIGH)

    @property
    def said_title(self) -> Said:
        """What was seen, to be put into words."""
        return self.remark or Term(f"rules.{self.rule}.{self.number}.title", self.title)

    @property
    def said_cue(self) -> Said:
        """What to say, to be put into words."""
        if self.remark is not None:
            return Remark(f"{self.remark.key}_cue")
        return Term(f"rules.{self.rule}.{self.number}.cue", self.cue)
