"""A rest between two holds or two sets: counted calmly, and ended early by whoever goes on."""

from __future__ import annotations

import math
from typing import Final

LONG_S: Final = 20.0
"""A rest as long as this is halved by a word."""
ANNOUNCED_S: Final = 10.0
"""That word is said when so much is left."""


class Rest:
    """Counts one rest at a time; `on` while it lasts."""

    def __init__(self) -> None:
        self._end_s = -math.inf
        self._announce = False
        self.on = False

    def begin(self, time_s: float, seconds: float) -> None:
        """Begin to rest; nothing happens where there is nothing to rest."""
        self.on = seconds > 0
        self._end_s = time_s + seconds
        self._announce = seconds >= LONG_S

    def end(self) -> None:
        """Go on."""
        self.on = False

    def over(self, time_s: float) -> bool:
        """Return whether the time has come to go on."""
        return time_s >= self._end_s - 1e-9

    def left(self, time_s: float) -> int:
        """Return the whole seconds that are left, as a clock that counts down shows them."""
        return max(math.ceil(self._end_s - time_s - 1e-9), 0)

    def announces(self, time_s: float) -> bool:
        """Return once, in a long rest, that little of it is left."""
        now = self.on and self._announce and self._end_s - time_s <= ANNOUNCED_S + 1e-9
        self._announce = self._announce and not now
        return now
