"""What a live session consists of: its sets in their order, with the side, the dose and the rests of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from posecheck.body.pose import Source
from posecheck.body.skeleton import Side
from posecheck.result.judgement import Kind
from posecheck.rules.exercise.definition import Dose, Exercise

RESTING: Final[frozenset[Kind]] = frozenset({"hold", "sequence", "cycle"})
SET_REST_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class SetPlan:
    """What one set is: an exercise, its working side (None where it has none), how much, by which source.

    `number` counts the sets of the session from 0; `round` says how often this side has its turn, from 1.
    """

    exercise: Exercise
    side: Side | None
    dose: Dose
    dose_name: str
    source: Source
    number: int = 0
    round: int = 1

    @property
    def rest_s(self) -> float:
        """Seconds of rest from one attempt to the next."""
        return rest_between(self.exercise.kind, self.dose)


def live_plan(exercise: Exercise, *, sides: Sequence[str], dose: Dose, dose_name: str, source: Source) -> list[SetPlan]:
    """Return the sets of a session; the sides take turns, so that one rests while the other works.

    Parameters
    ----------
    exercise
        The exercise.
    sides
        Working sides in their order; empty, or anything but left and right, where the exercise has none.
    dose, dose_name
        How much, and its name among the exercise's doses.
    source
        Where the poses come from.
    """
    one_round = working_sides(sides)
    return [
        SetPlan(exercise, one_round[i % len(one_round)], dose, dose_name, source, i, i // len(one_round) + 1)
        for i in range(dose.sets * len(one_round))
    ]


def working_sides(sides: Sequence[str]) -> list[Side | None]:
    """Return the sides to be worked in one round; one of None where there are none.

    Examples
    --------
    >>> working_sides(["left", "right"]), working_sides(["both"])
    (['left', 'right'], [None])
    """
    named: list[Side | None] = ["left" if side == "left" else "right" for side in sides if side in ("left", "right")]
    return named or [None]


def rest_between(kind: Kind, dose: Dose) -> float:
    """Return the seconds of rest from one attempt to the next: after a hold or a sequence; repetitions have none.

    With several sets a long rest is the one between them (clinical A: 10 to 15 s between holds, 30 to 60 s between
    sets).

    Examples
    --------
    >>> rest_between("hold", Dose(30, 3, rest_s=15)), rest_between("hold", Dose(5, 10, sets=2, rest_s=30))
    (15, 0.0)
    """
    between_sets = dose.sets > 1 and dose.rest_s >= SET_REST_S
    return dose.rest_s if kind in RESTING and not between_sets else 0.0
