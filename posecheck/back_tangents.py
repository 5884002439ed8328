"""The shape of the back in closed form: three tangents of its outline against the person's own neutral.

Coefficients and errors were measured on rendered people of two kinds (regression over random postures): mean absolute
error of the total 11.4 degrees on other bodies, of the lumbar part 11.1; a rounded bend is told from a flat one without
an error (area under the curve 1.00), and on photos of real people `opening` alone with 0.98.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from posecheck.pose import STATIONS, Array
from posecheck.spine import UNSEEN, Estimate, SpineShape, TrunkView

PARTS: Final = ((0.0, 0.30), (0.30, 0.62), (0.62, 0.95))
"""Where the lower, middle and upper tangent are taken along the chord."""

TOTAL: Final = (0.7, 1.51, 0.88, -0.05)
LUMBAR: Final = (-5.7, 1.03, 0.39, -0.11)
"""Constant, and degrees for each degree of change of the lower, middle and upper tangent."""

TOTAL_SD_DEG: Final = 14.0
LUMBAR_SD_DEG: Final = 14.0
THORACIC_SD_DEG: Final = 18.0
"""1.25 times the mean absolute error; the thoracic part is what the total leaves over."""

MIN_STATIONS: Final = 3
"""A tangent through fewer points says nothing."""


def tangents(edge: Array) -> Array:
    """Return the angles of the edge to the chord in its lower, middle and upper part, shape (3,), degrees.

    Parameters
    ----------
    edge
        Distance of the back's edge from the chord at `STATIONS`, shape (30,). Positive slopes lead away from the chord.

    Examples
    --------
    >>> np.round(tangents(0.2 + STATIONS)).tolist()
    [45.0, 45.0, 45.0]
    """
    return np.array([_tangent(edge, low, high) for low, high in PARTS])


def _tangent(edge: Array, low: float, high: float) -> float:
    """Return the slope of the straight line through a part of the edge, in degrees."""
    at = (low <= STATIONS) & (high >= STATIONS) & np.isfinite(edge)
    if np.count_nonzero(at) < MIN_STATIONS:
        return math.nan
    x = STATIONS[at] - STATIONS[at].mean()
    return math.degrees(math.atan(float(x @ edge[at] / (x @ x))))


def opening(edge: Array) -> float:
    """Return the angle between the lower and the upper tangent, degrees: what tells round from flat without a neutral.

    On 40 photos of real people: flat backs -42 to 34 (median 5), rounded ones 23 to 49 (median 38).
    """
    lower, _, upper = tangents(edge)
    return float(lower - upper)


def estimate_by_tangents(view: TrunkView | None, neutral: TrunkView | None) -> SpineShape:
    """Return the shape of the back as change from the own neutral; the pelvis has no closed form and stays NaN."""
    if view is None or neutral is None:
        return SpineShape()
    change = tangents(view.back) - tangents(neutral.back)
    total, lumbar = (form[0] + float(np.dot(form[1:], change)) for form in (TOTAL, LUMBAR))
    if math.isnan(total):
        return SpineShape()
    return SpineShape(
        Estimate(total, TOTAL_SD_DEG),
        Estimate(lumbar, LUMBAR_SD_DEG),
        Estimate(total - lumbar, THORACIC_SD_DEG),
        UNSEEN,
    )
