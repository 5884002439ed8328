"""What is dropped and not lowered: a way down that is fast and does not slow before its end."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.rules.course import PhaseOfRule

Array = NDArray[np.floating[Any]]

EDGE_DEG: Final = 3.0
"""Moving time runs from 3 degrees off the start to 3 degrees off the end of a movement."""
FIFTHS: Final = (0.2, 0.5, 0.8)
"""A fall is told between a fifth and four fifths of its way, where neither the set-up nor a bounce is."""
EVEN: Final = 0.97
"""The second half of a way that takes less than this part of the first one's time gets faster. Read 15 times a second
and smoothed as clips are, minimum-jerk movements of 0.2 to 1.2 s give 0.97 and more, falls of 0.3 to 0.8 s 0.99 and
less, 0.71 where they take long (made courses with 0.4 degrees of noise, 21 starts between two pictures each)."""
LEAST_BACK: Final = 0.5
"""An attempt goes there and back; of one that is cut, this part of the way must be there on the other side too."""
FEWEST: Final = 3
MOST_UNSEEN: Final = 1 / 3
"""A way whose first or last 3 degrees are more of it than this is none to speak of: 6 degrees are seen at least."""


def fall_in(time_s: Array, values: Array, _phase: PhaseOfRule = "attempt") -> tuple[float, float]:
    """Return the fastest moment of a way in that does not slow before its end, in ranges a second, and when it was.

    A range is the whole way of the attempt. What is let go gets faster until something stops it, so its second half,
    from half way to four fifths, takes less time than its first, from one fifth to half way (`EVEN`); what is lowered
    takes as long or longer. 0 where it slows down, NaN where there is hardly a way.

    Examples
    --------
    >>> x, back = np.linspace(0, 1, 31), np.linspace(73, 0, 90)
    >>> t = np.arange(121) / 60
    >>> round(fall_in(t, np.concatenate([73 * x**2, back]))[0], 1)
    3.8
    >>> fall_in(t, np.concatenate([73 * (1 - (1 - x) ** 2), back]))[0]
    0.0
    """
    off = np.abs(values - values[0])
    far = int(np.argmax(off))
    if off[far] - off[-1] < LEAST_BACK * off[far]:
        return float("nan"), float(time_s[0])
    return _fall(time_s[: far + 1], (off[: far + 1] + EDGE_DEG) / (off[far] + EDGE_DEG))


def fall_back(time_s: Array, values: Array, _phase: PhaseOfRule = "attempt") -> tuple[float, float]:
    """Return the fastest moment of a way back that does not slow before its end, as `fall_in` does of one in.

    Examples
    --------
    >>> x, lifted = np.linspace(0, 1, 31), np.linspace(0, 73, 90)
    >>> round(fall_back(np.arange(121) / 60, np.concatenate([lifted, 73 * (1 - x**2)]))[0], 1)
    3.8
    """
    off = np.abs(values - values[-1])
    far = len(off) - 1 - int(np.argmax(off[::-1]))
    if off[far] - off[0] < LEAST_BACK * off[far]:
        return float("nan"), float(time_s[-1])
    return _fall(time_s[far:], 1 - (off[far:] + EDGE_DEG) / (off[far] + EDGE_DEG))


def _fall(time_s: Array, share: Array) -> tuple[float, float]:
    """Tell a fall from the course of one way, as its share: attempts begin and end 3 degrees off set-up."""
    if len(share) < FEWEST or 1 - abs(float(share[-1] - share[0])) > MOST_UNSEEN:
        return float("nan"), float(time_s[0])
    passed = np.maximum.accumulate(share)
    fifth, half, four = (float(np.interp(s, passed, time_s)) for s in FIFTHS)
    speed = np.gradient(share, time_s)
    fastest = int(np.argmax(speed))
    slows = four - half > EVEN * (half - fifth)
    return 0.0 if slows else float(speed[fastest]), float(time_s[fastest])
