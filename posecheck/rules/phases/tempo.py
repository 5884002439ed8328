"""Measures of a whole attempt: how fast, how still, whether it bounces. One value for each attempt.

They are taken of another measure's values over time, in the part of the attempt that the rule names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.rules.exercise.course import PhaseOfRule
from posecheck.rules.phases.falls import EDGE_DEG, fall_back, fall_in

Array = NDArray[np.floating[Any]]

BOUNCE_WINDOW_S: Final = 3.0
"""A bounce is three or more changes of direction within this time (clinical G1)."""
BOUNCE_TURNS: Final = 3
LASTING_PERCENT: Final = 95
"""A peak is what the values stay below in this part of the time."""
GAP_S: Final = 0.3
UNSURE_S: Final = 0.2
"""The last and first frames beside a gap are up to 6 degrees off for so long (measured on rendered drop-outs)."""
LENGTHS: Final = ("trunk", "shank")
_SHARE: Final = np.linspace(0, 0.5, 201)
_WHOLE_SHARE: Final = np.linspace(0, 1, 401)
_WHOLE_JERK: Final = 10 * _WHOLE_SHARE**3 - 15 * _WHOLE_SHARE**4 + 6 * _WHOLE_SHARE**5
_JERK: Final = 10 * _SHARE**3 - 15 * _SHARE**4 + 6 * _SHARE**5


@dataclass(frozen=True, slots=True)
class TempoKind:
    """What a word for an attempt measure means.

    `compute` takes (time_s (T,), values (T,)) of the part of the attempt that the rule names, without NaN, and that
    part's name; it gives the value and the time of its worst moment. `unit` may contain ``{unit}``, the unit of the
    measure it is taken of.
    """

    unit: str
    compute: Callable[[Array, Array, PhaseOfRule], tuple[float, float]]


def mean_speed(time_s: Array, values: Array, phase: PhaseOfRule) -> tuple[float, float]:
    """Return the mean speed of a movement over its moving time, and its middle.

    Examples
    --------
    >>> t = np.linspace(0, 2, 41)
    >>> round(mean_speed(t, 40 * t, "move")[0], 6)
    40.0
    """
    start_s, end_s, way = _moving(time_s, values, phase)
    middle = (start_s + end_s) / 2
    if end_s <= start_s or way <= 0:
        return float("nan"), middle
    return way / (end_s - start_s), middle


def movement_time(time_s: Array, values: Array, phase: PhaseOfRule) -> tuple[float, float]:
    """Return how long a movement took in all, in seconds, and its middle.

    The first and last 3 degrees of a smooth movement take long and are hard to see. So the moving time in between is
    measured and the whole is reckoned from it by the minimum-jerk profile 10 x^3 - 15 x^4 + 6 x^5 (Flash & Hogan
    1985, J Neurosci 5:1688), which unhurried movements follow.

    Examples
    --------
    >>> x = np.linspace(0, 1, 61)
    >>> angle = 70 * (10 * x**3 - 15 * x**4 + 6 * x**5)
    >>> seen = angle >= 3  # an attempt begins 3 degrees off set-up
    >>> round(movement_time(3 * x[seen], angle[seen], "move")[0], 1)
    3.0
    """
    start_s, end_s, way = _moving(time_s, values, phase)
    middle = (start_s + end_s) / 2
    if end_s <= start_s or way <= 0:
        return float("nan"), middle
    edge = float(np.interp(EDGE_DEG / (way + 2 * EDGE_DEG), _JERK, _SHARE))
    return (end_s - start_s) / (1 - 2 * edge), middle


def way_in_time(time_s: Array, values: Array, _phase: PhaseOfRule = "attempt") -> tuple[float, float]:
    """Return how long the way to the farthest point of a whole attempt took, in seconds, and when it was half way.

    For attempts that are cut into phases of their own: what is seen of the way, from the first value to 3 degrees
    short of the farthest point, is reckoned to the whole by the minimum-jerk profile, as in `movement_time`. The
    measure must be 0 in the set-up.

    Examples
    --------
    >>> x = np.linspace(0, 1, 61)
    >>> there = 80 * (10 * x**3 - 15 * x**4 + 6 * x**5)
    >>> course = np.concatenate([there, there[::-1]])
    >>> seen = course >= 20  # the attempt begins 20 degrees off set-up
    >>> time = np.arange(len(course)) * 0.1
    >>> round(way_in_time(time[seen], course[seen])[0], 1), round(way_back_time(time[seen], course[seen])[0], 1)
    (6.0, 6.0)
    """
    sign = 1.0 if np.max(values) >= -np.min(values) else -1.0
    course = sign * values
    way = float(np.max(course))
    i, first = 0, int(np.argmax(course >= way - EDGE_DEG))
    while i < first and course[i] < EDGE_DEG:
        i += 1
    middle = float(time_s[i] + time_s[first]) / 2
    if way <= 2 * EDGE_DEG or first <= i:
        return float("nan"), middle
    shares = np.interp([course[i] / way, course[first] / way], _WHOLE_JERK, _WHOLE_SHARE)
    return float((time_s[first] - time_s[i]) / (shares[1] - shares[0])), middle


def way_back_time(time_s: Array, values: Array, phase: PhaseOfRule = "attempt") -> tuple[float, float]:
    """Return how long the way back from the farthest point took, and its middle: `way_in_time` backward."""
    seconds, middle = way_in_time(-time_s[::-1], values[::-1], phase)
    return seconds, -middle


def spread(time_s: Array, values: Array, _phase: PhaseOfRule = "hold") -> tuple[float, float]:
    """Return the standard deviation about the even course, and the moment farthest from it.

    A slow drift (settling deeper into a stretch) is not unsteadiness, nor is turning round at the farthest point
    without a pause, so the parabola through the values is taken off first.

    Examples
    --------
    >>> t = np.arange(0, 1, 1 / 15)
    >>> round(spread(t, 80 - 100 * (t - 0.5) ** 2)[0], 6)
    0.0
    """
    moment = time_s - np.mean(time_s)
    rest = values - np.polynomial.Polynomial.fit(moment, values, min(2, len(values) - 1))(moment)
    return float(np.std(rest)), float(time_s[int(np.argmax(np.abs(rest)))])


def bounce(time_s: Array, values: Array, _phase: PhaseOfRule = "hold") -> tuple[float, float]:
    """Return the largest swing of a bounce, peak to peak, and when; 0 where the direction hardly changes.

    A bounce has three or more changes of direction within three seconds; its size is the smallest swing among those,
    so that one settling movement is none.

    Examples
    --------
    >>> t = np.arange(0, 4, 1 / 15)
    >>> round(bounce(t, 4 * np.sin(2 * np.pi * 1.0 * t))[0])
    8
    >>> bounce(t, 10 * t)[0]
    0.0
    """
    time_s, values = _away_from_gaps(time_s, values)
    turns = turning_points(values)
    best, when = 0.0, float(time_s[0])
    for i in range(len(turns) - BOUNCE_TURNS + 1):
        at = turns[i : i + BOUNCE_TURNS]
        size = float(np.min(np.abs(np.diff(values[at]))))
        if time_s[at[-1]] - time_s[at[0]] <= BOUNCE_WINDOW_S and size > best:
            best, when = size, float(time_s[at[1]])
    return best, when


def peak(time_s: Array, values: Array, _phase: PhaseOfRule = "attempt") -> tuple[float, float]:
    """Return the largest value that lasts (the 95th percentile, so that a flicker is none), and its moment.

    Examples
    --------
    >>> t = np.arange(0, 4, 0.1)
    >>> peak(t, np.where(abs(t - 2) < 0.5, 1.0, 0.0))[0]
    1.0
    """
    value = float(np.percentile(values, LASTING_PERCENT))
    return value, float(time_s[int(np.argmax(values >= value))])


KINDS: Final[Mapping[str, TempoKind]] = MappingProxyType(
    {
        "mean_speed": TempoKind("{unit}/s", mean_speed),
        "movement_time": TempoKind("s", movement_time),
        "way_in_time": TempoKind("s", way_in_time),
        "way_back_time": TempoKind("s", way_back_time),
        "spread": TempoKind("{unit}", spread),
        "peak": TempoKind("{unit}", peak),
        "fall_in": TempoKind("1/s", fall_in),
        "fall_back": TempoKind("1/s", fall_back),
        "bounce": TempoKind("{unit}", bounce),
    }
)


def take(kind: str, time_s: Array, values: Array, phase: PhaseOfRule, *, unit: str) -> tuple[float, float]:
    """Return an attempt measure and its moment, whatever unit its values have.

    What is small and what is an edge of a movement is set in degrees. A length is taken as the angle by which a trunk
    or shank that long turns.

    Examples
    --------
    >>> t = np.arange(0, 4, 1 / 15)
    >>> round(take("bounce", t, 0.05 * np.sin(2 * np.pi * t), "top", unit="trunk")[0], 2)
    0.1
    >>> take("bounce", t, 0.01 * np.sin(2 * np.pi * t), "top", unit="trunk")[0]
    0.0
    """
    if unit not in LENGTHS:
        return KINDS[kind].compute(time_s, values, phase)
    value, when = KINDS[kind].compute(time_s, np.degrees(values), phase)
    return float(np.radians(value)) if "{unit}" in KINDS[kind].unit else value, when


def _moving(time_s: Array, values: Array, phase: PhaseOfRule) -> tuple[float, float, float]:
    """Return when a movement is 3 degrees off both its ends, and the way in between (0: too short).

    Attempts begin and end 3 degrees off set-up, so only the end at the plateau is still to be trimmed.
    """
    sign = 1.0 if values[-1] >= values[0] else -1.0
    progress = sign * (values - values[0])
    whole = float(progress[-1])
    if whole <= 2 * EDGE_DEG:
        return float(time_s[0]), float(time_s[-1]), 0.0
    start = float(time_s[0]) if phase == "move" else _first_crossing(time_s, progress, EDGE_DEG)
    end = float(time_s[-1]) if phase == "return" else _first_crossing(time_s, progress, whole - EDGE_DEG)
    return start, end, whole - EDGE_DEG


def _first_crossing(time_s: Array, values: Array, level: float) -> float:
    i = int(np.argmax(values >= level))
    if i == 0:
        return float(time_s[0])
    share = (level - values[i - 1]) / (values[i] - values[i - 1])
    return float(time_s[i - 1] + share * (time_s[i] - time_s[i - 1]))


def _away_from_gaps(time_s: Array, values: Array) -> tuple[Array, Array]:
    """Return what was seen without the frames around a drop-out: a body that comes and goes looks like a movement."""
    kept = np.ones(len(time_s), np.bool_)
    for i in np.flatnonzero(np.diff(time_s) > GAP_S):
        kept &= (time_s <= time_s[i] - UNSURE_S) | (time_s >= time_s[i + 1] + UNSURE_S)
    return (time_s[kept], values[kept]) if kept.any() else (time_s[:1], values[:1])


def turning_points(values: Array, least: float = 1.5) -> list[int]:
    """Return the indices where the direction changes, with at least `least` on both sides (a zigzag of the series)."""
    turns: list[int] = []
    extreme, direction = 0, 0
    for i in range(1, len(values)):
        step = values[i] - values[extreme]
        if direction and step * direction > 0:
            extreme = i
        elif abs(step) >= least:
            if direction:
                turns.append(extreme)
            extreme, direction = i, 1 if step > 0 else -1
    return turns
