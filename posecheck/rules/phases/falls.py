"""What is dropped and not lowered: a way down that is fast and does not slow before its end."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.rules.exercise.course import PhaseOfRule

Array = NDArray[np.floating[Any]]

EDGE_DEG: Final = 3.0
"""Moving time runs from 3 degrees off the start to 3 degrees off the end of a movement."""
FIFTHS: Final = (0.2, 0.5, 0.8)
"""A fall is told between a fifth and four fifths of its way, where neither the set-up nor a bounce is."""
EVEN: Final = 1.1
"""A way slows down where its second half takes more than this part of its first one's time. Read 15 times a second,
smoothed as clips are and from 3 degrees off rest on, falls of 0.2 to 1.2 s give 1.10 down to 0.73 in the median, what
is braked all the way 1.12 and more. Symmetric (minimum-jerk) movements lie between, at 1.06 to 1.13: their speed tells
(made courses of 70 degrees with 0.4 degrees of noise, 21 starts between two pictures each)."""
LEAST_BACK: Final = 0.5
"""An attempt goes there and back; of one that is cut, this part of the way must be there on the other side too."""
FEWEST: Final = 3
LEAST_DEG: Final = 6.0
"""A shorter way is none to speak of."""


def fall_in(time_s: Array, values: Array, _phase: PhaseOfRule = "attempt") -> tuple[float, float]:
    """Return the fastest moment of a way in that does not slow before its end, in ranges a second, and when it was.

    A range is the whole way that is seen of the attempt. What is let go gets faster until something stops it, so its
    second half, from half way to four fifths, takes less time than its first, from one fifth to half way (`EVEN`); what
    is lowered takes longer. 0 where it slows down, NaN where there is hardly a way.

    Examples
    --------
    >>> x, back = np.linspace(0, 1, 31), np.linspace(73, 0, 90)
    >>> t = np.arange(121) / 60
    >>> round(fall_in(t, np.concatenate([73 * x**2, back]))[0], 1)
    3.9
    >>> fall_in(t, np.concatenate([73 * (1 - (1 - x) ** 2), back]))[0]
    0.0
    """
    off = np.abs(values - values[0])
    far = int(np.argmax(off))
    if off[far] - off[-1] < LEAST_BACK * off[far]:
        return float("nan"), float(time_s[0])
    return _fall(time_s[: far + 1], off[: far + 1])


def fall_back(time_s: Array, values: Array, _phase: PhaseOfRule = "attempt") -> tuple[float, float]:
    """Return the fastest moment of a way back that does not slow before its end, as `fall_in` does of one in.

    Examples
    --------
    >>> x, lifted = np.linspace(0, 1, 31), np.linspace(0, 73, 90)
    >>> round(fall_back(np.arange(121) / 60, np.concatenate([lifted, 73 * (1 - x**2)]))[0], 1)
    3.9
    """
    off = np.abs(values - values[-1])
    far = len(off) - 1 - int(np.argmax(off[::-1]))
    if off[far] - off[0] < LEAST_BACK * off[far]:
        return float("nan"), float(time_s[-1])
    return _fall(time_s[far:], off[far] - off[far:])


def _fall(time_s: Array, passed: Array) -> tuple[float, float]:
    """Tell a fall from the course of one way, from 0 to the whole of it."""
    whole = float(passed[-1])
    if len(passed) < FEWEST or whole < LEAST_DEG:
        return float("nan"), float(time_s[0])
    share = passed / whole
    fifth, half, four = (float(np.interp(s, np.maximum.accumulate(share), time_s)) for s in FIFTHS)
    speed = np.gradient(share, time_s)
    fastest = int(np.argmax(speed))
    slows = four - half > EVEN * (half - fifth)
    return 0.0 if slows else float(speed[fastest]), float(time_s[fastest])
