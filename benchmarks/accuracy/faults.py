"""4. Faults found and invented, right attempts blamed, stiff ones marked down."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.accuracy.case import Role
from posecheck.remark import keys_of
from posecheck.result.judgement import Result

SERIOUS: Final = 2
"""Severities from here on are form faults and safety."""
GOOD_SCORE: Final = 85.0


@dataclass(frozen=True, slots=True)
class Said:
    """What the product said of one clip.

    Parameters
    ----------
    faults
        Ids of all faults found.
    alarms
        For each attempt the ids of the faults of severity 2 and 3 that fired.
    advice, advised
        The sentences of view and reason, and their keys.
    """

    judged: bool
    score: float
    faults: tuple[str, ...]
    alarms: tuple[tuple[str, ...], ...]
    advice: tuple[str, ...]
    yaw_deg: float
    judged_share: float
    advised: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """One verdict that was asked for: a fault that is there (`role` beyond) or nearly (inside), and what was said."""

    exercise: str
    fault: str
    role: Role
    said: Said

    @property
    def found(self) -> bool:
        """Whether the fault was named."""
        return self.said.judged and self.fault in self.said.faults


@dataclass(frozen=True, slots=True)
class FaultFigures:
    """Of one fault: how often it was found where it is and named where it is not, and clips that were not judged."""

    found: int
    there: int
    invented: int
    not_there: int
    refused: int

    @property
    def sensitivity(self) -> float:
        """Share found of those that are there."""
        return self.found / self.there if self.there else float("nan")

    @property
    def specificity(self) -> float:
        """Share quiet of those that are not there."""
        return 1 - self.invented / self.not_there if self.not_there else float("nan")

    @property
    def balanced_accuracy(self) -> float:
        """Mean of both."""
        return (self.sensitivity + self.specificity) / 2

    def __add__(self, other: FaultFigures) -> FaultFigures:
        return FaultFigures(
            self.found + other.found,
            self.there + other.there,
            self.invented + other.invented,
            self.not_there + other.not_there,
            self.refused + other.refused,
        )


NOTHING: Final = FaultFigures(0, 0, 0, 0, 0)


def said_of(result: Result) -> Said:
    """Return what a result says, as far as the figures need it."""
    alarms = [tuple(sorted({f.rule for f in a.findings if f.fired and f.severity >= SERIOUS})) for a in result.attempts]
    return Said(
        judged=result.judged,
        score=result.score,
        faults=result.faults,
        alarms=tuple(alarms) if result.judged else (),
        advice=tuple(s for s in (*result.view.advice, result.reason) if s),
        yaw_deg=result.view.yaw_deg,
        judged_share=result.judged_share,
        advised=keys_of((*result.view.advised, *result.reasons)),
    )


def by_fault(heard: Iterable[Heard]) -> Mapping[tuple[str, str], FaultFigures]:
    """Return the figures of each (exercise, fault), in order of first appearance."""
    figures: dict[tuple[str, str], FaultFigures] = defaultdict(lambda: NOTHING)
    for h in heard:
        there, named, refused = h.role == "beyond", h.found, not h.said.judged
        one = FaultFigures(there and named, there, not there and named, not there, refused)
        figures[h.exercise, h.fault] += one
    return dict(figures)


def false_alarms(right: Sequence[Said]) -> tuple[int, int, Counter[str]]:
    """Return the right attempts that were blamed for something serious, all right attempts, and for what."""
    attempts = [alarm for said in right if said.judged for alarm in said.alarms]
    return sum(bool(a) for a in attempts), len(attempts), Counter(rule for a in attempts for rule in a)


def also_named(heard: Iterable[Heard], serious: Mapping[str, frozenset[str]]) -> Counter[tuple[str, str, str]]:
    """Return (exercise, true fault, serious fault that was named beside it) -> clips, for faults that are there."""
    return Counter(
        (h.exercise, h.fault, other)
        for h in heard
        if h.role == "beyond" and h.said.judged
        for other in h.said.faults
        if other != h.fault and other in serious[h.exercise]
    )
