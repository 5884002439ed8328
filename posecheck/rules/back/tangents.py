"""Tangents of the outline of the back: how round it is where the own neutral is not known, how hollow it is at rest.

With a neutral `posecheck.body.spine` says more. On photos of real people `opening` alone tells rounded bends from
flat ones with an area under the curve of 0.98.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from posecheck.body.pose import STATIONS, Array

PARTS: Final = ((0.0, 0.30), (0.30, 0.62), (0.62, 0.95))
"""Where the lower, middle and upper tangent are taken along the chord."""

BUTTOCK: Final = np.flatnonzero((STATIONS >= -0.15) & (STATIONS <= 0.2))
CHEST: Final = np.flatnonzero((STATIONS >= 0.5) & (STATIONS <= 0.9))
"""Stations among which the two ends of the hollow of the low back lie."""

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


def hollow_depth(edge: Array) -> float:
    """Return how deep the hollow of the low back is under the straight line that touches buttock and chest.

    Parameters
    ----------
    edge
        Distance of the back's edge from the chord at `STATIONS`, shape (30,).

    Returns
    -------
    float
        In chord lengths; 0 for a straight or rounded edge, NaN where buttock or chest is not seen.

    Examples
    --------
    >>> hollow_depth(0.2 - 0.1 * STATIONS)
    0.0
    """
    low, high = (part[np.isfinite(edge[part])] for part in (BUTTOCK, CHEST))
    if not len(low) or not len(high):
        return math.nan
    return max(_under_line(edge[a : b + 1], STATIONS[a : b + 1]) for a in low.tolist() for b in high.tolist())


def _under_line(edge: Array, at: Array) -> float:
    """Return how far an edge goes below the straight line between its ends."""
    line = edge[0] + (at - at[0]) / (at[-1] - at[0]) * (edge[-1] - edge[0])
    return max(float(np.nanmax(line - edge)), 0.0)
