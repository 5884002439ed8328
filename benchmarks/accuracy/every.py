"""Every exercise in one table: what was asked of it, what holds, what does not, and what nobody could measure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from benchmarks.accuracy.angles import spread, together
from benchmarks.accuracy.case import Case
from benchmarks.accuracy.faults import GOOD_SCORE, SERIOUS, Said
from benchmarks.accuracy.hold_reasons import HOLD_S
from benchmarks.accuracy.run import Row, Unmeasured
from posecheck.disk.library import load_exercise
from posecheck.rules.exercise.definition import Exercise

SAME_POINTS: Final = 2.0
"""A mirrored picture may change the score by this much: the pose model is not quite the same on both sides."""
REFUSED: Final = "refused"


class Found(NamedTuple):
    """One fault that was there: whether it was named, serious others that were named beside it, or why unmeasured."""

    fault: str
    named: bool
    beside: tuple[str, ...]
    unmeasured: str = ""

    @property
    def missed(self) -> bool:
        """Whether it was looked for and not named."""
        return not self.named and self.unmeasured in ("", REFUSED)


@dataclass(frozen=True, slots=True)
class Portrait:
    """All that was measured of one exercise.

    Parameters
    ----------
    right
        Name of the right clip (plain, mirrored, stiff, from_front) -> what was said, or why it was not measured.
    serious
        Faults of severity 2 and 3.
    counts
        Clips with the exact count, and clips with attempts to count.
    hold_s
        Measured minus true seconds of the holds.
    angle_deg
        Mean absolute error of angles against the own neutral in the hold; NaN where the truth knows none.
    not_shown
        Faults that no clip shows -> why.
    holds_off
        In words the holds that are measured too long or short by more than `HOLD_S`: of which clip, and why.
    """

    exercise: Exercise
    right: Mapping[str, Said | str]
    faults: tuple[Found, ...]
    serious: frozenset[str]
    counts: tuple[int, int]
    hold_s: tuple[float, ...]
    angle_deg: float
    not_shown: Mapping[str, str]
    holds_off: tuple[str, ...] = ()

    @property
    def scored(self) -> bool:
        """Whether its kind has a form score."""
        return self.exercise.kind != "guided"

    def fails(self) -> list[str]:
        """Return in words all that was measured and does not hold."""
        said = {name: s for name, s in self.right.items() if isinstance(s, Said)}
        wrong = [f"{name}: {what}" for name, s in said.items() if (what := self._wrong(s))]
        plain, mirrored = said.get("plain"), said.get("mirrored")
        if plain and mirrored and not same(plain, mirrored):
            wrong.append("mirrored differs")
        for f in self.faults:
            wrong += [f"{f.fault} {REFUSED if f.unmeasured else 'missed'}"] if f.missed else []
            wrong += [f"{other} beside {f.fault}" for other in f.beside]
        exact, clips = self.counts
        wrong += [f"count wrong in {clips - exact}"] if exact < clips else []
        off = max((abs(s) for s in self.hold_s), default=0.0)
        return wrong + (list(self.holds_off) or [f"hold off by {off:.1f} s"] if off > HOLD_S else [])

    def unmeasured(self) -> dict[str, list[str]]:
        """Return why something was not measured -> the names of the clips."""
        found: dict[str, list[str]] = {}
        for name, said in self.right.items():
            if isinstance(said, str):
                found.setdefault(said, []).append(name)
        for f in self.faults:
            if f.unmeasured not in ("", REFUSED):
                found.setdefault(f.unmeasured, []).append(f.fault)
        return found

    def _wrong(self, said: Said) -> str:
        if not said.judged:
            return f"refused ({said.advice[-1] if said.advice else 'no reason'})"
        if self.scored and not said.score >= GOOD_SCORE:
            return f"{said.score:.0f} points"
        blamed = sorted({f for f in said.faults if f in self.serious})
        return f"blamed for {', '.join(blamed)}" if blamed else ""


def same(one: Said, other: Said) -> bool:
    """Return whether two clips were told the same: the same faults, and as many points within `SAME_POINTS`."""
    near = abs(one.score - other.score) <= SAME_POINTS or (math.isnan(one.score) and math.isnan(other.score))
    return one.judged == other.judged and set(one.faults) == set(other.faults) and near


def portraits(
    measured: Sequence[Row | Unmeasured], not_shown: Mapping[str, Mapping[str, str]] | None = None
) -> list[Portrait]:
    """Return one portrait for each exercise, in order of first appearance.

    Parameters
    ----------
    not_shown
        Exercise -> its faults that no clip shows -> why.
    """
    groups: dict[str, list[Row | Unmeasured]] = {}
    for one in measured:
        groups.setdefault(one.case.spec.exercise, []).append(one)
    return [_portrait(name, group, (not_shown or {}).get(name, {})) for name, group in groups.items()]


def _portrait(name: str, group: Sequence[Row | Unmeasured], not_shown: Mapping[str, str]) -> Portrait:
    exercise = load_exercise(name)
    serious = frozenset(r.id for r in exercise.rules if r.severity >= SERIOUS)
    rows = [one for one in group if isinstance(one, Row)]
    timed = [r for r in rows if r.timed and r.said.judged and r.timing.true]
    angles = [e for r in rows for e in r.errors if e.unit == "deg" and r.case.from_the_side]
    return Portrait(
        exercise=exercise,
        right={what_of(one.case): _said(one) for one in group if one.case.role == "right"},
        faults=tuple(_found(exercise, one, serious) for one in group if one.case.role == "beyond"),
        serious=serious,
        counts=(sum(r.timing.exact for r in timed), len(timed)),
        hold_s=tuple(e.hold_s for r in timed for e in r.timing.errors if e.hold_s is not None),
        angle_deg=spread(together(angles, own=True, part="hold")).mean_abs if angles else math.nan,
        not_shown=not_shown,
        holds_off=tuple(f"hold of {what_of(r.case)} {off}" for r in timed for off in r.holds_off),
    )


def what_of(case: Case) -> str:
    """Return what a clip is of its exercise's clips: plain, stiff, a fault."""
    return case.name.split("__")[1]


def _said(one: Row | Unmeasured) -> Said | str:
    return one.reason if isinstance(one, Unmeasured) else one.said


def _found(exercise: Exercise, one: Row | Unmeasured, serious: frozenset[str]) -> Found:
    fault = one.case.fault or ""
    if isinstance(one, Unmeasured):
        return Found(fault, False, (), one.reason)
    if not one.said.judged:
        return Found(fault, False, (), REFUSED)
    of_tempo = {r.id for r in exercise.rules if r.control}
    # fast there is fast back too: of two faults of tempo either may be named
    allowed = of_tempo if fault in of_tempo else set[str]()
    beside = sorted({f for f in one.said.faults if f in serious and f != fault} - allowed)
    return Found(fault, fault in one.said.faults, tuple(beside))


def merged(found: Iterable[Found]) -> tuple[int, int, int]:
    """Return faults named, faults measured, and faults asked for."""
    all_of = list(found)
    measured = [f for f in all_of if not f.unmeasured or f.unmeasured == REFUSED]
    return sum(f.named for f in measured), len(measured), len(all_of)


def mean_abs(values: Sequence[float]) -> float:
    """Return the mean size; NaN without any."""
    return float(np.mean(np.abs(values))) if values else math.nan
