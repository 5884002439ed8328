"""The time of every picture, from time stamps as files have them: none, negative, or a clock that starts again."""

from __future__ import annotations

import math
from typing import Final

BACK_S: Final = 0.5
"""A clock that is set back by more starts again; by less it is a picture out of order."""
AHEAD_S: Final = 10.0
"""In streams whose clock may be set at any place, a step so far ahead is such a place, and no pause: FFmpeg's own limit
for it (option ``-dts_delta_threshold``, "timestamp discontinuity delta threshold", of FFmpeg 8)."""
FOLLOWS_S: Final = 1.0
"""A second picture within this time of the odd one tells a clock that starts again from a single wrong stamp."""
LONGEST_STEP_S: Final = 1.0
"""Where the clock starts again, the next picture comes one step later; a longer last step is no measure for it."""


class Clock:
    """Gives seconds since the first picture; what does not come later than the picture before has no time.

    Parameters
    ----------
    rate
        Pictures a second, for those without a time stamp.
    start
        The stamp that is second 0; None for that of the first picture.
    jumps
        Whether the clock may also be set ahead at any place (`AHEAD_S`), as in MPEG transport streams.

    Examples
    --------
    >>> clock = Clock(10.0)
    >>> [clock(stamp) for stamp in (None, None, 0.0, 0.1)]  # the first ones had negative times, which were dropped
    [0.0, 0.1, 0.2, 0.30000000000000004]
    >>> clock = Clock(10.0)
    >>> [round(t, 1) if (t := clock(s)) is not None else None for s in (1.4, 1.5, 1.6, 0.0, 0.1, 0.2)]
    [0.0, 0.1, 0.2, None, 0.4, 0.5]
    """

    def __init__(self, rate: float, *, start: float | None = None, jumps: bool = False) -> None:
        self._step = 1 / rate if rate > 0 else 1 / 30
        self._zero = start
        self._jumps = jumps
        self._last = -math.inf
        self._odd: float | None = None
        self.restarts_s: list[float] = []
        """When, by the time that is given here, the file's clock started again."""

    def __call__(self, stamp: float | None) -> float | None:
        """Return a picture's time in seconds, None where it is to be left out."""
        if stamp is None:
            return self._put(self._next())
        if self._zero is None:
            self._zero = stamp - self._next()
        time_s = stamp - self._zero
        if self._last < time_s and not (self._jumps and time_s > self._last + AHEAD_S > -math.inf):
            return self._put(time_s)
        if self._starts_again(stamp):
            # The odd picture before this one was left out; its place is kept.
            time_s = self._next() + self._step
            self._zero = stamp - time_s
            self.restarts_s.append(time_s)
            return self._put(time_s)
        self._odd = stamp
        return None

    def _next(self) -> float:
        """Return the time one step after the last picture."""
        return self._last + self._step if math.isfinite(self._last) else 0.0

    def _put(self, time_s: float) -> float:
        step = time_s - self._last
        if 0 < step <= LONGEST_STEP_S:
            self._step = step
        self._last, self._odd = time_s, None
        return time_s

    def _starts_again(self, stamp: float) -> bool:
        """Return whether a stamp and the odd one before it both run by a clock that was set anew."""
        if self._odd is None or self._zero is None or not 0 < stamp - self._odd <= FOLLOWS_S:
            return False
        away_s = self._odd - self._zero - self._last
        return away_s < -BACK_S or (self._jumps and away_s > AHEAD_S)
