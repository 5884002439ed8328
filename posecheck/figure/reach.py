"""How far a drawing reaches: the corners of what is drawn, from the paths themselves."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.figure.posture import Shape

Array = NDArray[np.floating[Any]]

Point = tuple[float, float]

STEPS: Final = 8
"""Pieces of a curve that are looked at."""


def reach(shapes: Iterable[Shape]) -> tuple[Array, Array]:
    """Return the least and the greatest x and y of shapes, pixels.

    Examples
    --------
    >>> low, high = reach([Shape("skin", "M0 2L10 2A2 2 0 0 0 10 -2L0 -2A2 2 0 0 0 0 2Z")])
    >>> low.round(1).tolist(), high.round(1).tolist()
    ([-2.0, -2.0], [12.0, 2.0])
    """
    points = np.array([point for shape in shapes for point in _points(shape.path)])
    return points.min(axis=0), points.max(axis=0)


def _points(path: str) -> Iterator[Point]:
    """Yield points along a path of lines, arcs and cubic curves as `posecheck.figure.paths` writes them."""
    x = y = 0.0
    for letter, rest in re.findall(r"([MLCA])([^MLCAZ]*)", path):
        v = [float(n) for n in rest.split()]
        end = v[-2], v[-1]
        if letter == "C":
            yield from (_cubic((x, y), (v[0], v[1]), (v[2], v[3]), end, k / STEPS) for k in range(STEPS))
        elif letter == "A":
            yield from _arc((x, y), end, v[0], large=v[3] > 0)
        x, y = end
        yield end


def _cubic(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    weights = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
    return (
        sum(w * p[0] for w, p in zip(weights, (a, b, c, d), strict=True)),
        sum(w * p[1] for w, p in zip(weights, (a, b, c, d), strict=True)),
    )


def _arc(a: Point, b: Point, radius: float, *, large: bool) -> Iterator[Point]:
    """Yield points of a circle's arc from a to b that turns with falling angle."""
    half = (b[0] - a[0]) / 2, (b[1] - a[1]) / 2
    chord = math.hypot(*half)
    aside = math.sqrt(max(radius**2 - chord**2, 0.0)) * (1 if large else -1) / max(chord, 1e-9)
    cx, cy = a[0] + half[0] - half[1] * aside, a[1] + half[1] + half[0] * aside
    first = math.atan2(a[1] - cy, a[0] - cx)
    turn = (math.atan2(b[1] - cy, b[0] - cx) - first) % (2 * math.pi) - 2 * math.pi
    for k in range(1, STEPS):
        at = first + turn * k / STEPS
        yield cx + radius * math.cos(at), cy + radius * math.sin(at)
