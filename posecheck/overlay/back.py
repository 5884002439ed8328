"""The edge of the back: plain where it keeps to the own neutral, coloured and barred where it leaves it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from posecheck.language.sentences import words
from posecheck.overlay.arcs import draw_label
from posecheck.overlay.canvas import Canvas, Point
from posecheck.overlay.style import DARK, GREEN, ORANGE, VERMILLION, WHITE
from posecheck.result.back_lines import BackLine
from posecheck.result.judgement import Verdict

Points = NDArray[np.float64]

COLOURS: Final = (GREEN, ORANGE, VERMILLION)
"""By how far it is off the neutral: not, a little, clearly. The line also grows thicker; bars lead to the neutral."""


def draw_back(canvas: Canvas, back: BackLine) -> None:
    """Draw the edge of the back over its own neutral, which is a dashed line."""
    thin = canvas.size(0.004) + 1
    points, neutral = (canvas.pixels(np.array(line).reshape(-1, 2)) for line in (back.points, back.neutral))
    canvas.dashed(np.stack([neutral[:-2:2], neutral[2::2]], 1), WHITE, thin)
    if len(neutral):
        _draw_bars(canvas, points, neutral, back.away, thin)
    for colour, extra in ((DARK, 3), (None, 0)):
        for first, last, level in _pieces(back):
            canvas.path(points[first : last + 1], colour or COLOURS[level], (1 + level) * thin + extra)
    if back.band and len(points):
        fine = None if back.moving else Verdict.OK
        verdict = Verdict.HIGH if back.fault else fine
        draw_label(canvas, words(back.band), back.title, verdict, *_label_place(canvas, points))
    canvas.busy = np.concatenate([canvas.busy, points])


def _pieces(back: BackLine) -> Iterator[tuple[int, int, int]]:
    """Yield first and last point of each piece of the line that is equally far off, and how far."""
    first = 0
    for level, run in groupby(max(a, b) for a, b in pairwise(back.away)):
        last = first + len(list(run))
        yield first, last, level
        first = last


def _draw_bars(canvas: Canvas, points: Points, neutral: Points, away: Sequence[int], thin: int) -> None:
    """Draw a bar from each point that is off the neutral to the neutral's nearest point."""
    off = [i for i, level in enumerate(away) if level]
    nearest = neutral[((points[off, None] - neutral) ** 2).sum(2).argmin(1)] if off else points[:0]
    bars = np.stack([points[off], nearest], 1)
    at = 0
    for level, run in groupby(away[i] for i in off):
        first, at = at, at + len(list(run))
        canvas.lines(bars[first:at], COLOURS[level], thin)


def _label_place(canvas: Canvas, points: Points) -> tuple[Point, Point]:
    """Return the point of the back that the label belongs to, and one farther out from the body."""
    i = len(points) // 2
    at, (ax, ay), (bx, by) = (points[k].tolist() for k in (i, 0, -1))
    across = np.array([by - ay, ax - bx])
    across = across / max(float(np.hypot(*across)), 1e-6) * canvas.size(0.05)
    middle = np.mean(points, 0)
    outward = across if (np.array(at) - middle) @ across >= 0 else -across
    return (at[0], at[1]), (at[0] + float(outward[0]), at[1] + float(outward[1]))
