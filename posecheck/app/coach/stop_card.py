"""The stop card: what may do harm ends the repetition at once, and the set waits until it is over (clinical 2.4)."""

from __future__ import annotations

from typing import Final

SHOWN_S: Final = 5.0
"""The card stays for this long at least: it is to be read, and a rest does no harm."""
CALM_S: Final = 3.0
"""In the start position, without the fault, for this long: it is over."""


class StopCard:
    """Whether the set is stopped, and why: `cue`, empty where all is well."""

    def __init__(self) -> None:
        self.cue = ""
        self._since_s = 0.0
        self._calm_since_s: float | None = None

    @property
    def shown(self) -> bool:
        """Whether the set is stopped."""
        return bool(self.cue)

    def show(self, cue: str, time_s: float) -> None:
        """Stop, or stay stopped, for a reason."""
        if not self.shown:
            self._since_s = time_s
        self.cue, self._calm_since_s = cue, None

    def step(self, time_s: float, *, calm: bool) -> bool:
        """Take in whether the person is back in the start position without the fault; return True when it is over."""
        if not calm:
            self._calm_since_s = None
            return False
        if self._calm_since_s is None:
            self._calm_since_s = time_s
        over = time_s - self._calm_since_s >= CALM_S - 1e-9 and time_s - self._since_s >= SHOWN_S - 1e-9
        if over:
            self.cue = ""
        return over
