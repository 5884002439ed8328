"""How set-up, movement and hold of an exercise are told apart. Frozen data, a part of its `definition`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SHORTEST_HOLD_S: Final = 0.5
"""Where a plateau of less than this is enough (0.3 s for repetitions, 1 s for holds), none is asked for at all."""


@dataclass(frozen=True, slots=True)
class Movement:
    """How set-up, movement and hold are told apart.

    Parameters
    ----------
    primary
        The measure that the exercise is about.
    leave
        Measure -> change from the set-up that begins an attempt, in either direction.
    reached
        Change of `primary` from the set-up that counts as having done it; its sign is the direction.
    hold_min_s
        A plateau must last this long to count; stillness is told over this time, at most 1 s.
    still_per_s
        A plateau moves by less than 3 degrees in that time, and slower than this on the whole (degrees per second;
        lengths in the same share of `leave`).
    bridge_s
        Drop-outs up to this long do not end a hold.
    either_way
        Measures whose sign only tells the side: positive is the first of the exercise's sides, negative the other.
        The first of them decides; attempts to the other side are judged with the sign of all of them turned.
    """

    primary: str
    leave: Mapping[str, float]
    reached: float
    hold_min_s: float = 1.0
    still_per_s: float = 5.0
    bridge_s: float = 1.0
    either_way: tuple[str, ...] = ()

    @property
    def turns(self) -> bool:
        """Whether it is done in repetitions, which may turn round at the farthest point without a pause."""
        return self.hold_min_s < SHORTEST_HOLD_S
