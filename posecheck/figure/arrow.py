"""The arrow of a movement: along the way of the part of the body that goes farthest."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecheck.figure.paths import pair, polygon
from posecheck.figure.stills import Stills
from posecheck.skeleton import INDEX

Array = NDArray[np.floating[Any]]

COLOUR, PAPER = "#c2500a", "#f5f8f8"
LEAST: Final = 0.03
"""A movement smaller than this, in body heights, has no arrow: nothing would be seen of it."""
SHORT: Final = 0.16
"""What goes less far has its arrow beside the body, where there is room for it."""
BESIDE: Final = 0.10
"""How far beside, and how long at least, in body heights."""
LONG_BESIDE: Final = 0.12
TIP: Final = (15.0, 8.0)
"""Length and half width of the arrow's head, pixels."""


class Mover(NamedTuple):
    """A part that an arrow can follow: its landmarks, and how thick it is (body heights)."""

    landmarks: tuple[str, ...]
    thick: float


MOVERS: Final = (
    Mover(("left_ear", "right_ear"), 0.085),
    Mover(("left_hip", "right_hip"), 0.075),
    *(Mover((f"{side}_{name}",), 0.04) for side in ("left", "right") for name in ("wrist", "knee", "foot_index")),
)


def way_of(stills: Stills) -> tuple[Array, float] | None:
    """Return the way of the part that goes farthest, shape (T, 2) in body heights, and its thickness.

    None where nothing moves visibly.
    """
    ways = [(np.mean([stills.course[:, INDEX[n]] for n in m.landmarks], axis=0), m.thick) for m in MOVERS]
    ends = [
        (np.mean([stills.start.points[INDEX[n]] for n in m.landmarks], axis=0), _end(stills, m)) for m in MOVERS
    ]
    far = [float(np.linalg.norm(b - a)) for a, b in ends]
    k = int(np.argmax(far))
    if far[k] < LEAST:
        return None
    way, thick = ways[k]
    return np.vstack([ends[k][0], way[1:-1], ends[k][1]]), thick


def _end(stills: Stills, mover: Mover) -> Array:
    return np.mean([stills.end.points[INDEX[n]] for n in mover.landmarks], axis=0)


def arrow(way: Array, thick: float, centre: Array, unit: float) -> str:
    """Return the arrow as SVG.

    Parameters
    ----------
    way
        The way in pixels, shape (T, 2).
    thick
        How thick the part is that goes it, pixels.
    centre
        The middle of the body: a short arrow is drawn on the side away from it.
    unit
        Pixels for one body height.
    """
    curve = _beside(way, centre, unit) if _length(way) < SHORT * unit else _between(way, thick)
    a, control, b = curve
    last = b - control
    last = last / max(float(np.linalg.norm(last)), 1e-6)
    across = np.array([-last[1], last[0]])
    neck = b - last * TIP[0]
    tip = polygon([b, neck + across * TIP[1], neck - across * TIP[1]])
    line = f"M{pair(a)}Q{pair(control)} {pair(neck + last * 2)}"
    return (
        f'<g stroke-linejoin="round" stroke-linecap="round"><path fill="none" stroke="{PAPER}" stroke-width="9" '
        f'd="{line}"/><path fill="{PAPER}" stroke="{PAPER}" stroke-width="5" d="{tip}"/><path fill="none" '
        f'stroke="{COLOUR}" stroke-width="5" d="{line}"/><path fill="{COLOUR}" d="{tip}"/></g>'
    )


def _length(way: Array) -> float:
    return float(np.linalg.norm(way[-1] - way[0]))


def _between(way: Array, thick: float) -> tuple[Array, Array, Array]:
    """Return start, control point and end of a curve along the way, from outside the part to where it arrives."""
    a, b = _at(way, thick), _at(way[::-1], thick)
    steps = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(way, axis=0), axis=1))])
    half = np.array([np.interp(steps[-1] / 2, steps, way[:, k]) for k in (0, 1)])
    return a, 2 * half - (a + b) / 2, b


def _at(way: Array, distance: float) -> Array:
    """Return where a way first is so far from its beginning."""
    away = np.linalg.norm(way - way[0], axis=1)
    k = int(np.argmax(away >= distance))
    if k == 0:
        return way[-1]
    share = (distance - away[k - 1]) / max(float(away[k] - away[k - 1]), 1e-6)
    return way[k - 1] + (way[k] - way[k - 1]) * share


def _beside(way: Array, centre: Array, unit: float) -> tuple[Array, Array, Array]:
    """Return a straight arrow for a short way, beside the body."""
    ahead = (way[-1] - way[0]) / max(_length(way), 1e-6)
    normal = np.array([-ahead[1], ahead[0]])
    half = (way[0] + way[-1]) / 2
    if float(normal @ (half - centre)) < 0:
        normal = -normal
    long = max(_length(way), LONG_BESIDE * unit)
    middle = half + normal * BESIDE * unit
    return middle - ahead * long / 2, middle, middle + ahead * long / 2
