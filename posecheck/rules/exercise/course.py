"""How an exercise goes beyond there and back: phases in order, steps in a rhythm. Frozen data without behaviour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

PhaseOfRule = str
"""A part of every attempt (`PARTS`), or the name of one of the exercise's own phases."""
PARTS: Final = ("move", "hold", "top", "return", "attempt")
"""The top is the time near the farthest point, still or not."""


@dataclass(frozen=True, slots=True)
class Enter:
    """What begins a phase; all that is stated must hold.

    Parameters
    ----------
    above, below
        Bounds of the value as rules see it.
    rises, falls
        So far up or down from the person's set-up.
    returns
        So far back toward the set-up from the farthest value of this attempt.
    slower
        Slower than this, in the measure's unit per second, over the last half second.
    """

    measure: str
    above: float | None = None
    below: float | None = None
    rises: float | None = None
    falls: float | None = None
    returns: float | None = None
    slower: float | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """One step of a sequence or a round (entered by conditions), or of a guided exercise (timed by the voice).

    Parameters
    ----------
    name
        The name rules, breathing and measures refer to.
    title
        Shown while it lasts.
    say
        Said when its turn comes.
    enter
        All must hold for it to begin.
    seconds
        How long the voice gives it (guided only); of one that is a `hold`, a dose says it.
    min_s, max_s
        How long it is meant to last; told live. An attempt whose last phase has a `max_s` ends when that phase is
        left, else as soon as it was kept for `min_s`.
    may_skip
        Whether the next phase may begin without this one; it is then missing in the result.
    hold
        Whether its seconds are the attempt's hold.
    """

    name: str
    title: str
    say: str = ""
    enter: tuple[Enter, ...] = ()
    seconds: float | None = None
    min_s: float = 0.0
    max_s: float | None = None
    may_skip: bool = False
    hold: bool = False


@dataclass(frozen=True, slots=True)
class Cadence:
    """How steps are counted: a step is a peak of one of `steps`, `least` above the trough before it.

    A bout of stepping ends where no step came for `stop_s`.
    """

    steps: tuple[str, ...]
    least: float
    stop_s: float = 20.0


def timed_by(phases: Sequence[Phase], hold_s: float) -> tuple[Phase, ...]:
    """Return guided phases with the seconds that a dose gives to those that are held; it gives none with 0.

    Examples
    --------
    >>> [p.seconds for p in timed_by([Phase("in", "In", seconds=2), Phase("on", "On", seconds=5, hold=True)], 10)]
    [2, 10]
    """
    return tuple(replace(p, seconds=hold_s) if p.hold and p.seconds and hold_s > 0 else p for p in phases)
