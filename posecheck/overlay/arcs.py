"""Angles: an arc at the joint, the good band as a light sector, the value with a sign that tells its state."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from posecheck.language import decimal
from posecheck.overlay.canvas import Box, Canvas, Point
from posecheck.overlay.style import DARK, GREEN, VERDICT_COLOURS, WHITE, Colour, Style
from posecheck.overlay.text import text_width
from posecheck.result.judgement import Arc, Verdict

OPEN_BAND_DEG = 25.0
"""How far a band that is open on one side is drawn."""

_PLACES = [(gap, aside) for gap in (1.0, 3.0, 6.0) for aside in (0, 35, -35, 70, -70, 110, -110, 180)]
_GAPS = np.array([gap for gap, _ in _PLACES])
_ASIDES = np.radians([aside for _, aside in _PLACES])
_PLACE_COSTS = np.array([4 * gap + abs(aside) / 35 for gap, aside in _PLACES])
"""Where a label may stand: how far out, and how far off the direction in which it should be."""

_UNITS = {"deg": ("°", 0), "deg/s": ("°/s", 0), "s": (" s", 1)}


def chosen(arcs: Sequence[Arc], style: Style) -> list[Arc]:
    """Return the arcs to draw, faults first."""
    rank = {Verdict.HIGH: 0, Verdict.LOW: 0, Verdict.OK: 1, Verdict.UNKNOWN: 2}
    wanted = [a for a in arcs if style.measures is None or a.measure in style.measures]
    drawable = [a for a in wanted if all(map(math.isfinite, (*a.vertex, *a.start, *a.end)))]
    return sorted(drawable, key=lambda arc: rank[arc.verdict])[: style.max_arcs]


def sweep_deg(arc: Arc) -> tuple[float, float]:
    """Return where the arc begins and how far it turns to its end.

    Returns
    -------
    begin, turn
        Degrees on the picture, clockwise as seen (x to the right, y down). `begin` from the x axis, `turn` in
        (-180, 180].
    """
    begin = math.degrees(math.atan2(arc.start[1] - arc.vertex[1], arc.start[0] - arc.vertex[0]))
    end = math.degrees(math.atan2(arc.end[1] - arc.vertex[1], arc.end[0] - arc.vertex[0]))
    turn = (end - begin + 180.0) % 360.0 - 180.0
    return begin, 180.0 if turn == -180.0 else turn


def band_sector_deg(arc: Arc) -> tuple[float, float] | None:
    """Return the good band as (begin, end) in degrees on the picture, clockwise as seen; None where it cannot be told.

    The end ray stands for the value, and a degree of the value is a degree on the picture.
    """
    low, high = arc.good
    direction = arc.grows
    if direction == 0 or (low is None and high is None):
        return None
    low = high - OPEN_BAND_DEG if low is None and high is not None else low
    high = low + OPEN_BAND_DEG if high is None and low is not None else high
    assert low is not None and high is not None  # both were None above
    begin, turn = sweep_deg(arc)
    edges = [begin + turn + direction * (edge - arc.value) for edge in (low, high)]
    return min(edges), max(edges)


def draw_arcs(canvas: Canvas, arcs: Sequence[Arc], style: Style) -> None:
    """Draw the angles that the style asks for: all lines first, then the labels, which keep off them."""
    labels = [(arc, *_draw_lines(canvas, arc)) for arc in chosen(arcs, style)]
    for arc, at, toward in labels:
        title = arc.title if style.titles else ""
        draw_label(canvas, value_text(arc.value, arc.unit), title, _said(arc), at, toward)


def _draw_lines(canvas: Canvas, arc: Arc) -> tuple[Point, Point]:
    """Draw an angle; a length is drawn as the distance of its end from the line that it is measured from.

    Returns
    -------
    at, away
        The point that the label belongs to, and a point farther out in the direction where it should be.
    """
    vertex, start, end = (canvas.pixel(p) for p in (arc.vertex, arc.start, arc.end))
    said = _said(arc)
    colour = VERDICT_COLOURS[said] if said else WHITE
    begin, turn = sweep_deg(arc)
    thin = canvas.size(0.003) + 1
    if arc.unit != "deg":
        foot = _on_circle(vertex, math.dist(vertex, end) * math.cos(math.radians(turn)), begin)
        canvas.dashes(vertex, foot, WHITE, thin)
        _stroke(canvas, np.linspace(foot, end, 9), colour, arc.verdict)
        return end, _on_circle(end, canvas.size(0.04), begin + turn / 2)
    radius = _radius(canvas, vertex, start, end)
    if sector := band_sector_deg(arc):
        _draw_band(canvas, vertex, radius, sector)
    if not canvas.is_busy(_on_circle(vertex, radius, begin)):
        canvas.dashes(vertex, _on_circle(vertex, 1.3 * radius, begin), WHITE, thin)
    _stroke(canvas, _circle(vertex, 0.8 * radius, begin, begin + turn), colour, arc.verdict)
    middle = begin + turn / 2
    return _on_circle(vertex, 0.8 * radius, middle), _on_circle(vertex, 1.1 * radius, middle)


def _said(arc: Arc) -> Verdict | None:
    """Return what is said of an angle: nothing of one that is not at fault while the body is on its way."""
    return None if arc.moving and arc.verdict is Verdict.OK else arc.verdict


def _radius(canvas: Canvas, vertex: Point, start: Point, end: Point) -> float:
    """Return a radius that stays on the limbs and is neither a speck nor a wheel."""
    shorter = min(math.dist(vertex, start), math.dist(vertex, end))
    return min(max(0.6 * shorter, canvas.size(0.06)), canvas.size(0.16))


def _draw_band(canvas: Canvas, vertex: Point, radius: float, sector: tuple[float, float]) -> None:
    edge = _circle(vertex, radius, *sector)
    canvas.glaze(np.vstack([edge, [vertex]]), WHITE, 0.45)
    canvas.path(edge, DARK, canvas.size(0.006) + 2)
    canvas.path(edge, GREEN, canvas.size(0.006))


def _stroke(canvas: Canvas, points: NDArray[np.float64], colour: Colour, verdict: Verdict) -> None:
    """Draw a line whose form tells the state: plain, thick, or dotted."""
    thin = canvas.size(0.005) + 1
    canvas.busy = np.concatenate([canvas.busy, points])
    if verdict is Verdict.UNKNOWN:
        step = max(len(points) // 8, 1)
        for x, y in points[::step]:
            canvas.dot((x, y), 0.9 * thin + 1, DARK)
            canvas.dot((x, y), 0.9 * thin, colour)
        return
    thick = 2 * thin if verdict is not Verdict.OK else thin
    canvas.path(points, DARK, thick + 3)
    canvas.path(points, colour, thick)


def draw_label(canvas: Canvas, value: str, title: str, verdict: Verdict | None, at: Point, away: Point) -> None:
    """Write a value on a plate beside what it is of, where no other label is, and join the two by a line.

    Parameters
    ----------
    value, title
        What is written, large and small; the title may be empty.
    verdict
        Gives the sign in front; None has none.
    at, away
        The point that the label belongs to, and a point farther out in the direction where it should be.
    """
    size = max(canvas.size(0.046), 11)
    small = max(round(0.66 * size), 9)
    pad, sign = round(0.35 * size), round(0.95 * size)
    indent = sign + round(0.3 * size) if verdict else 0
    width = max(indent + text_width(value, size), text_width(title, small) if title else 0) + 2 * pad
    height = round(1.2 * size) + (round(1.15 * small) if title else 0) + pad
    box = x0, y0, x1, y1 = _free_box(canvas, at, away, (width, height))
    canvas.line((min(max(at[0], x0), x1), min(max(at[1], y0), y1)), at, DARK, 2)
    canvas.plate(box, 0.78, radius=pad)
    if verdict:
        draw_sign(canvas, verdict, (x0 + pad + sign / 2, y0 + pad / 2 + 0.6 * size), sign)
    canvas.text(value, x0 + pad + indent, y0 + pad // 2, size, WHITE)
    if title:
        canvas.text(title, x0 + pad, y0 + pad // 2 + round(1.15 * size), small, WHITE)
    canvas.taken.append(box)


def value_text(value: float, unit: str) -> str:
    """Return a value as it stands beside the arc.

    Examples
    --------
    >>> value_text(-12.4, "deg"), value_text(0.35, "tl"), value_text(float("nan"), "deg")
    ('−12°', '0.35', '?')
    """
    if not math.isfinite(value):
        return "?"
    text, decimals = _UNITS.get(unit, ("", 2))
    shown = decimal(f"{abs(value):.{decimals}f}{text}")
    return f"\N{MINUS SIGN}{shown}" if round(value, decimals) < 0 else shown


def draw_sign(canvas: Canvas, verdict: Verdict, centre: Point, size: int) -> None:
    """Draw a tick for good, a triangle with an exclamation mark for a fault, a question mark for unknown."""
    x, y = centre
    r = 0.5 * size
    colour = VERDICT_COLOURS[verdict]
    stroke = max(round(size / 6), 2)
    if verdict is Verdict.OK:
        tick = [(x - 0.8 * r, y), (x - 0.2 * r, y + 0.65 * r), (x + 0.85 * r, y - 0.7 * r)]
        canvas.path(np.array(tick), colour, stroke)
    elif verdict is Verdict.UNKNOWN:
        width = text_width("?", size)
        canvas.text("?", round(x - width / 2), round(y - 0.62 * size), size, colour)
    else:
        canvas.fill(np.array([(x, y - r), (x + 1.1 * r, y + 0.85 * r), (x - 1.1 * r, y + 0.85 * r)]), colour)
        canvas.line((x, y - 0.4 * r), (x, y + 0.25 * r), DARK, max(stroke - 1, 2))
        canvas.dot((x, y + 0.58 * r), max(0.11 * size, 1), DARK)


def _free_box(canvas: Canvas, at: Point, away: Point, size: tuple[int, int]) -> Box:
    """Return a box of this size near a point, in the picture, off other labels, and off lines where it can be.

    All places are tried at once: this is asked for every label of every picture of a live set. The cost of a place
    grows with its distance and its angle from where the label should be, most with another label that is there.
    """
    width, height = size
    toward = math.atan2(away[1] - at[1], away[0] - at[0]) + _ASIDES
    cos, sin = np.cos(toward), np.sin(toward)
    # As far out as the box itself reaches in this direction, so that it just clears the point.
    reach = _GAPS * math.dist(at, away) + 4 + np.abs(cos) * width / 2 + np.abs(sin) * height / 2
    x0 = np.rint(np.minimum(np.maximum(at[0] + reach * cos - width / 2, 0), max(canvas.width - width, 0)))
    y0 = np.rint(np.minimum(np.maximum(at[1] + reach * sin - height / 2, 0), max(canvas.height - height, 0)))
    x1, y1 = x0 + width, y0 + height
    taken = np.zeros(len(x0))
    for left, top, right, bottom in canvas.taken:
        taken += (x0 < right) & (left < x1) & (y0 < bottom) & (top < y1)
    free = np.flatnonzero(taken == taken.min())  # what lies on the body matters less than any label
    x, y = canvas.busy[:, 0], canvas.busy[:, 1]
    inside = (x >= x0[free, None]) & (x <= x1[free, None]) & (y >= y0[free, None]) & (y <= y1[free, None])
    best = free[np.argmin(_PLACE_COSTS[free] + inside.sum(1))]
    return int(x0[best]), int(y0[best]), int(x1[best]), int(y1[best])


def _on_circle(centre: Point, radius: float, deg: float) -> Point:
    angle = math.radians(deg)
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def _circle(centre: Point, radius: float, begin_deg: float, end_deg: float) -> NDArray[np.float64]:
    """Return points on a circle from one direction to another, shape (n, 2)."""
    n = max(math.ceil(abs(end_deg - begin_deg) / 4) + 1, 2)
    angle = np.radians(begin_deg + np.arange(n) * ((end_deg - begin_deg) / (n - 1)))
    return np.column_stack([centre[0] + radius * np.cos(angle), centre[1] + radius * np.sin(angle)])
