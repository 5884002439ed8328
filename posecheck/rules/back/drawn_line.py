"""The back to draw: its edge in the picture, the own neutral laid on it, and where the two part."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import STATIONS, Pose
from posecheck.body.trunk_outline import SIGNS, trunk_frame
from posecheck.result.back_lines import BackLine

LEAVES: Final = (0.03, 0.06)
"""Chord lengths by which the edge has left neutral a little, and clearly: 1.5 and 3 cm of a trunk of half a metre
(clinical A18, change of the back's contour)."""

_SHOWN: Final = np.flatnonzero((STATIONS >= 0) & (STATIONS <= 1))
_ENDS: Final = ((0.0, 0.12), (0.88, 1.0))
"""Stations at hip and shoulder at which the neutral is laid on the edge."""


def back_line(pose: Pose, edge: NDArray[Any], neutral: NDArray[Any] | None, *, row: int) -> BackLine | None:
    """Return the line to draw; None where there is nothing to see.

    Parameters
    ----------
    pose
        Gives the place of hips and shoulders.
    edge, neutral
        Distance of the back's edge from the chord, now and in the set-up, shape (30,).
    row
        Row of the outline that they are.
    """
    frame = trunk_frame(pose.xy)
    shown = _SHOWN[np.isfinite(edge[_SHOWN])]
    if frame is None or len(shown) < 2:
        return None
    points = frame.to_picture(STATIONS[shown], SIGNS[row] * edge[shown])
    laid = None if neutral is None else lay_on(neutral, edge)
    if laid is None:
        return BackLine(_pairs(points), (), (0,) * len(shown))
    known = np.isfinite(laid[shown])
    own = frame.to_picture(STATIONS[shown][known], SIGNS[row] * laid[shown][known])
    away = np.where(known, np.abs(edge - laid)[shown], 0.0)
    return BackLine(_pairs(points), _pairs(own), tuple(np.searchsorted(LEAVES, away).tolist()))


def lay_on(neutral: NDArray[Any], edge: NDArray[Any]) -> NDArray[np.float64] | None:
    """Return the neutral edge shifted and turned so that it meets the edge at hip and shoulder; None where it cannot.

    The hip landmark wanders by some centimetres when the legs bend. That moves the chord and is no change of the
    back's shape; how far the back bows between its ends is.

    Examples
    --------
    >>> neutral = 0.2 + 0.05 * STATIONS
    >>> bool(np.allclose(lay_on(neutral, neutral + 0.1 - 0.03 * STATIONS), neutral + 0.1 - 0.03 * STATIONS))
    True
    """
    change = edge.astype(np.float64) - neutral
    known = np.isfinite(change)
    ends = [np.flatnonzero(known & (low <= STATIONS) & (high >= STATIONS)) for low, high in _ENDS]
    if not all(len(end) for end in ends):
        return None
    (x0, y0), (x1, y1) = ((float(np.mean(STATIONS[end])), float(np.mean(change[end]))) for end in ends)
    return neutral + y0 + (y1 - y0) * (STATIONS - x0) / (x1 - x0)


def _pairs(points: NDArray[Any]) -> tuple[tuple[float, float], ...]:
    return tuple((float(x), float(y)) for x, y in points)
