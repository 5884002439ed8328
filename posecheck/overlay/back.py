"""The edge of the back: plain where it keeps to the own neutral, coloured and barred where it leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Final

import numpy as np

from posecheck.back_seen import BackLine
from posecheck.overlay.arcs import draw_label
from posecheck.overlay.canvas import Canvas, Point
from posecheck.overlay.style import DARK, GREEN, ORANGE, VERMILLION, WHITE
from posecheck.result import Verdict

COLOURS: Final = (GREEN, ORANGE, VERMILLION)
"""By how far it is off the neutral: not, a little, clearly. The line also grows thicker; bars lead to the neutral."""


def draw_back(canvas: Canvas, back: BackLine) -> None:
    """Draw the edge of the back over its own neutral, which is a dashed line."""
    thin = canvas.size(0.004) + 1
    points = [canvas.pixel(p) for p in back.points]
    neutral = [canvas.pixel(p) for p in back.neutral]
    for a, b in pairwise(neutral[::2]):
        canvas.dashes(a, b, WHITE, thin)
    for point, away in zip(points, back.away, strict=True):
        if away and neutral:
            canvas.line(point, _nearest(neutral, point), COLOURS[away], thin)
    for colour, extra in ((DARK, 3), (None, 0)):
        for first, last, level in _pieces(back):
            canvas.path(np.array(points[first : last + 1]), colour or COLOURS[level], (1 + level) * thin + extra)
    if back.word and points:
        draw_label(
            canvas, back.word, back.title, Verdict.HIGH if back.fault else Verdict.OK, *_label_place(canvas, points)
        )
    canvas.busy = np.concatenate([canvas.busy, np.array(points).reshape(-1, 2)])


def _pieces(back: BackLine) -> Iterator[tuple[int, int, int]]:
    """Yield first and last point of each piece of the line that is equally far off, and how far."""
    first = 0
    for level, run in groupby(max(a, b) for a, b in pairwise(back.away)):
        last = first + len(list(run))
        yield first, last, level
        first = last


def _nearest(line: list[Point], point: Point) -> Point:
    return min(line, key=lambda p: (p[0] - point[0]) ** 2 + (p[1] - point[1]) ** 2)


def _label_place(canvas: Canvas, points: list[Point]) -> tuple[Point, Point]:
    """Return the point of the back that the label belongs to, and one farther out from the body."""
    i = len(points) // 2
    at, (ax, ay), (bx, by) = points[i], points[0], points[-1]
    across = np.array([by - ay, ax - bx])
    across = across / max(float(np.hypot(*across)), 1e-6) * canvas.size(0.05)
    middle = np.mean(points, 0)
    outward = across if (np.array(at) - middle) @ across >= 0 else -across
    return at, (at[0] + float(outward[0]), at[1] + float(outward[1]))
