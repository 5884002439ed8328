"""What is said, numbered, with the times at which it was: nothing is repeated too soon."""

from __future__ import annotations

import math
from typing import Final

from posecheck.app.coach.live_view import Say, SayKind, Sound
from posecheck.rules.coaching.cues import MIN_GAP_S, REST_S

SECONDS_PER_LETTER: Final = 0.07
"""Speech at its normal rate: about 170 words a minute, five letters and a space each."""


def spoken_s(text: str) -> float:
    """Return how long it takes to say something, with a breath after it.

    Examples
    --------
    >>> spoken_s("And back.")
    1.1
    """
    return round(0.5 + SECONDS_PER_LETTER * len(text), 1)


class Voice:
    """Says one thing at a time; the newest is in `last`."""

    def __init__(self) -> None:
        self.last: Say | None = None
        self.last_s = -math.inf
        self._said_s: dict[str, float] = {}
        self._once: set[str] = set()

    def say(self, time_s: float, kind: SayKind, text: str, sound: Sound | None = None) -> None:
        """Say something now, in place of whatever is being said."""
        self.last = Say(self.last.number + 1 if self.last else 1, kind, text, sound)
        self.last_s = self._said_s[text] = time_s

    def remind(
        self, time_s: float, kind: SayKind, text: str, sound: Sound | None = None, *, rest_s: float = REST_S
    ) -> bool:
        """Say something unless the same was said within `rest_s`, or something else just now; return whether it was."""
        too_soon = time_s - self._said_s.get(text, -math.inf) < rest_s or time_s - self.last_s < MIN_GAP_S
        if not too_soon:
            self.say(time_s, kind, text, sound)
        return not too_soon

    def first(self, text: str) -> bool:
        """Return whether something is asked about for the first time in the session, to be said once."""
        known = text in self._once
        self._once.add(text)
        return not known

    def forget(self) -> None:
        """Forget when things were said: a new set may say them at once."""
        self._said_s.clear()
