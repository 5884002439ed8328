"""Three, two, one: the count before a set, and whether the right side is about to work."""

from __future__ import annotations

from collections import Counter
from typing import Final

from posecheck.body.skeleton import Side
from posecheck.result.judgement import Feedback

COUNT_FROM: Final = 3
SIDE_SHARE: Final = 0.65
"""Share of the frames that must show the other side working; as for an attempt's side."""


class CountIn:
    """Counts down, one a second; `count` is the newest number.

    Parameters
    ----------
    side
        The side that is meant to work; None where it does not matter.
    """

    def __init__(self, side: Side | None) -> None:
        self._side = side
        self._since_s: float | None = None
        self._sides: Counter[str | None] = Counter()
        self.count = COUNT_FROM + 1

    def wait_until(self, time_s: float) -> None:
        """Begin to count at a time: something else is being said."""
        self._since_s = time_s

    @property
    def counting(self) -> bool:
        """Whether a number was given."""
        return self.count <= COUNT_FROM

    def step(self, feedback: Feedback) -> int | None:
        """Take feedback in; return a number when it is new, 0 when the set begins, None in between.

        Whoever begins early is not held back.
        """
        now = feedback.time_s
        self._since_s = now if self._since_s is None else self._since_s
        self._sides[feedback.side] += 1
        count = COUNT_FROM - int(max(now - self._since_s, 0.0) + 1e-9)
        if count <= 0 or feedback.phase in ("move", "hold", "return"):
            return 0
        if count == self.count or now < self._since_s:
            return None
        self.count = count
        return count

    def other_side_works(self) -> bool:
        """Return whether the other side is the one that was seen to work."""
        known = {side: n for side, n in self._sides.items() if side in ("left", "right")}
        other = sum(n for side, n in known.items() if side != self._side)
        return self._side is not None and bool(known) and other >= SIDE_SHARE * sum(known.values())
