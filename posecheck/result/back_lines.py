"""What pictures need to know of the back: the line on a frame, the two outlines of the report. Frozen records."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class BackLine:
    """The edge of the back to draw, from hip to shoulder (x, y in image heights, y down).

    Parameters
    ----------
    points
        Where the edge is seen.
    neutral
        The person's own upright back, laid on it at hip and shoulder; empty where it is not known.
    away
        For each of `points`: 0 where it keeps to the neutral, 1 a little, 2 clearly off it.
    title, band, fault, moving
        What is measured there, the key of its band (empty where it cannot be told), whether a rule is broken now, and
        whether the body is on its way, so that what is not broken is not good yet either.
    """

    points: tuple[tuple[float, float], ...]
    neutral: tuple[tuple[float, float], ...]
    away: tuple[int, ...]
    title: str = ""
    band: str = ""
    fault: bool = False
    moving: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class BackShape:
    """The person's own neutral back and the worst one seen, for the report.

    Parameters
    ----------
    neutral, worst
        Distance of the back's edge from the hip-shoulder chord at `posecheck.body.pose.STATIONS`, in chord lengths,
        shape (30,); the neutral is laid on the other at hip and shoulder. NaN where it is not seen.
    time_s
        When the worst was seen.
    title, value, unit, measure
        What was measured there, and the measure's name.
    """

    neutral: NDArray[np.float64]
    worst: NDArray[np.float64]
    time_s: float
    title: str
    value: float
    unit: str
    measure: str = ""
