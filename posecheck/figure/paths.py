"""Outlines as SVG path data: tapered limbs, closed smooth curves. Points are in the drawing's pixels, y down."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.floating[Any]]

TENSION = 1 / 6
"""Of a Catmull-Rom curve written as Bézier curves."""


def number(value: float) -> str:
    """Return a coordinate, short: a tenth of a pixel is finer than anybody sees.

    Examples
    --------
    >>> number(12.04), number(-0.04), number(3.25)
    ('12', '0', '3.2')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def pair(point: Points) -> str:
    """Return a point as SVG writes it."""
    return f"{number(float(point[0]))} {number(float(point[1]))}"


def taper(a: Points, b: Points, radius_a: float, radius_b: float) -> str:
    """Return the outline of a limb: two discs and their common tangents.

    Parameters
    ----------
    a, b
        Shape (2,): the middles of its ends.
    radius_a, radius_b
        Half of its thickness there.

    Examples
    --------
    >>> taper(np.array([0.0, 0.0]), np.array([10.0, 0.0]), 2, 2)
    'M0 2L10 2A2 2 0 0 0 10 -2L0 -2A2 2 0 0 0 0 2Z'
    """
    along = np.asarray(b, float) - a
    length = float(np.hypot(*along))
    if length <= abs(radius_a - radius_b) + 1e-6:
        return disc(a if radius_a >= radius_b else b, max(radius_a, radius_b))
    heading = math.atan2(along[1], along[0])
    half = math.acos((radius_a - radius_b) / length)
    corners = [
        middle + radius * np.array([math.cos(heading + turn), math.sin(heading + turn)])
        for middle, radius, turn in (
            (a, radius_a, half),
            (b, radius_b, half),
            (b, radius_b, -half),
            (a, radius_a, -half),
        )
    ]
    far_arc, near_arc = int(half > math.pi / 2 + 1e-9), int(half < math.pi / 2 - 1e-9)
    first, second, third, fourth = (pair(c) for c in corners)
    ra, rb = f"{radius_a:.4g}", f"{radius_b:.4g}"  # finer: arcs of nearly half a circle bulge with the least error
    return f"M{first}L{second}A{rb} {rb} 0 {far_arc} 0 {third}L{fourth}A{ra} {ra} 0 {near_arc} 0 {first}Z"


def disc(middle: Points, radius: float) -> str:
    """Return a circle as a path, so that it can be part of one."""
    left, right = (pair(middle + np.array([dx, 0.0])) for dx in (-radius, radius))
    r = number(radius)
    return f"M{left}A{r} {r} 0 1 0 {right}A{r} {r} 0 1 0 {left}Z"


def smooth(points: Sequence[Points]) -> str:
    """Return a closed smooth curve through points, turning the way `taper` does: both may be one path.

    Examples
    --------
    >>> smooth([np.array(p, float) for p in ((0, 6), (6, 6), (6, 0), (0, 0))])
    'M0 6C1 7 5 7 6 6C7 5 7 1 6 0C5 -1 1 -1 0 0C-1 1 -1 5 0 6Z'
    """
    xy = np.array(points, float)
    after = np.roll(xy, -1, axis=0)
    if float(np.sum(xy[:, 0] * after[:, 1] - after[:, 0] * xy[:, 1])) > 0:
        points = points[::-1]
    parts = [f"M{pair(points[0])}"]
    n = len(points)
    for i in range(n):
        before, here, there, after = (np.asarray(points[(i + k) % n], float) for k in (-1, 0, 1, 2))
        parts.append(
            f"C{pair(here + (there - before) * TENSION)} {pair(there - (after - here) * TENSION)} {pair(there)}"
        )
    return "".join(parts) + "Z"


def polygon(points: Sequence[Points]) -> str:
    """Return a closed shape with straight sides."""
    return "M" + "L".join(pair(p) for p in points) + "Z"
