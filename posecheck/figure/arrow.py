"""The arrow of a movement: along the way of the part of the body that goes farthest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecheck.body.skeleton import INDEX
from posecheck.figure.colours import MOVEMENT, PAPER
from posecheck.figure.paths import pair, polygon
from posecheck.figure.posture import Posture
from posecheck.figure.stills import Stills, middle

Array = NDArray[np.floating[Any]]

LEAST: Final = 0.03
"""A movement smaller than this, in body heights, has no arrow: nothing would be seen of it."""
SHORT: Final = 0.22
"""What goes less far has its arrow beside the body, where there is room for it."""
BESIDE: Final = 0.05
"""How far beside, and how long at least, in body heights."""
DOWNWARD: Final = 0.7
"""An arrow is not drawn below what moves: there is the floor."""
LONG_BESIDE: Final = 0.12
HAND, FOOT = "wrist", "foot_index"
WITH_IT: Final = 0.6
"""A hand and a foot have an arrow each where the second counts at least this share of the first."""
APART: Final = 0.7
"""The other side goes along where its way is at least this share."""
WAIST: Final = 0.3
"""From hips to shoulders."""
TIP: Final = (15.0, 8.0)
"""Length and half width of the arrow's head, pixels."""


class Mover(NamedTuple):
    """A part that an arrow can follow.

    Parameters
    ----------
    landmarks
        It is in the middle of these.
    thick
        From there to its surface, body heights.
    weight
        How much its way counts: a hand goes along with most movements and is what they are about in few.
    twin
        The same part of the other side.
    pushed
        Whether a short arrow comes from behind, as if it pushed: hips have the rest of the body around them.
    """

    landmarks: tuple[str, ...]
    thick: float
    weight: float = 1.0
    twin: tuple[str, ...] = ()
    pushed: bool = False


class Way(NamedTuple):
    """Where a part goes, shape (T, 2); how thick it is; whether a short arrow comes from behind (see `Mover`)."""

    points: Array
    thick: float
    pushed: bool


MOVERS: Final = (
    Mover(("left_ear", "right_ear"), 0.085),
    Mover(("left_hip", "right_hip"), 0.085, 1.3, pushed=True),
    *(
        Mover((f"{side}_{name}",), 0.045, weight, (f"{other}_{name}",))
        for side, other in (("left", "right"), ("right", "left"))
        for name, weight in ((HAND, 0.6), ("knee", 1.0), (FOOT, 1.0), ("heel", 1.2))
    ),
)


def ways_of(stills: Stills) -> list[Way]:
    """Return the way of the part that goes farthest, in body heights.

    Two ways where left and right go apart, as the knees of a butterfly, or where a hand and a foot lift a little;
    none where nothing moves visibly.
    """
    far = [m.weight * _length(_way(stills, m.landmarks)) for m in MOVERS]
    chosen = MOVERS[int(np.argmax(far))]
    way = _way(stills, chosen.landmarks)
    if _length(way) < LEAST:
        return []
    ways = [Way(way, chosen.thick, chosen.pushed)]
    if chosen.twin:
        other = _way(stills, chosen.twin)
        across = (way[-1] - way[0])[0] * (other[-1] - other[0])[0]
        if _length(other) > APART * _length(way) and across < 0:
            ways.append(Way(other, chosen.thick, chosen.pushed))
    return ways if len(ways) > 1 else [*ways, *_at_the_other_end(stills, chosen, far)]


def _at_the_other_end(stills: Stills, chosen: Mover, far: Sequence[float]) -> list[Way]:
    """Return the way of the foot that lifts with a hand, or the other way round: short ones, which cross nothing."""
    for this, that in ((HAND, FOOT), (FOOT, HAND)):
        if chosen.landmarks[0].endswith(this):
            others = [k for k, m in enumerate(MOVERS) if m.landmarks[0].endswith(that)]
            best = max(others, key=lambda k: far[k])
            ways = [_way(stills, m.landmarks) for m in (chosen, MOVERS[best])]
            if far[best] >= WITH_IT * max(far) and all(LEAST <= _length(way) < SHORT for way in ways):
                return [Way(ways[1], MOVERS[best].thick, pushed=False)]
    return []


def _way(stills: Stills, landmarks: tuple[str, ...]) -> Array:
    rows = [INDEX[n] for n in landmarks]
    start, end = (still.points[rows].mean(axis=0) for still in (stills.start, stills.end))
    return np.vstack([start, stills.course[1:-1, rows].mean(axis=1), end])


def press(person: Posture) -> str:
    """Return an arrow that points at the front of the waist."""
    hip, shoulder = middle(person.points, "hip"), middle(person.points, "shoulder")
    trunk = shoulder - hip
    front = np.array([-trunk[1], trunk[0]]) / max(float(np.linalg.norm(trunk)), 1e-6)
    if float(front @ (person.at("nose") - middle(person.points, "ear"))) < 0:
        front = -front
    end = hip + trunk * WAIST + front * 0.075 * person.unit
    start = end + front * 0.17 * person.unit
    return _drawn(start, (start + end) / 2, end)


def arrow(way: Way, shift: Array, centre: Array, unit: float) -> str:
    """Return the arrow as SVG.

    Parameters
    ----------
    way
        The way, in body heights.
    shift
        Where its origin is in the picture, pixels.
    centre
        The middle of the body, pixels: a short arrow is drawn on the side away from it.
    unit
        Pixels for one body height.
    """
    points, thick = way.points * unit + shift, way.thick * unit
    if _length(points) >= SHORT * unit:
        return _drawn(*_between(points, thick))
    return _drawn(*(_behind(points, thick, unit) if way.pushed else _beside(points, thick, centre, unit)))


def _drawn(a: Array, control: Array, b: Array) -> str:
    """Return a curved arrow with its head at b, on a pale border that parts it from the body."""
    last = b - control
    last = last / max(float(np.linalg.norm(last)), 1e-6)
    across = np.array([-last[1], last[0]])
    neck = b - last * TIP[0]
    tip = polygon([b, neck + across * TIP[1], neck - across * TIP[1]])
    line = f"M{pair(a)}Q{pair(control)} {pair(neck + last * 2)}"
    return (
        f'<g stroke-linejoin="round" stroke-linecap="round"><path fill="none" stroke="{PAPER}" stroke-width="9" '
        f'd="{line}"/><path fill="{PAPER}" stroke="{PAPER}" stroke-width="5" d="{tip}"/><path fill="none" '
        f'stroke="{MOVEMENT}" stroke-width="5" d="{line}"/><path fill="{MOVEMENT}" d="{tip}"/></g>'
    )


def _length(way: Array) -> float:
    return float(np.linalg.norm(way[-1] - way[0]))


def _between(way: Array, thick: float) -> tuple[Array, Array, Array]:
    """Return start, control point and end of a curve along the way, from outside the part to where it arrives."""
    a, b = _at(way, thick), _at(way[::-1], thick)
    legs = np.linalg.norm(np.diff(way, axis=0), axis=1)
    steps: Array = np.concatenate([np.zeros(1), np.cumsum(legs)])
    half = _at_step(way, steps, float(steps[-1]) / 2)
    return a, 2 * half - (a + b) / 2, b


def _at_step(way: Array, steps: Array, step: float) -> Array:
    """Return the point of a way after so many pixels."""
    return np.array([float(np.interp(step, steps, way[:, 0])), float(np.interp(step, steps, way[:, 1]))])


def _at(way: Array, distance: float) -> Array:
    """Return where a way first is so far from its beginning."""
    away = np.linalg.norm(way - way[0], axis=1)
    k = int(np.argmax(away >= distance))
    if k == 0:
        return way[-1]
    share = (distance - away[k - 1]) / max(float(away[k] - away[k - 1]), 1e-6)
    return way[k - 1] + (way[k] - way[k - 1]) * share


def _beside(way: Array, thick: float, centre: Array, unit: float) -> tuple[Array, Array, Array]:
    """Return a straight arrow for a short way, beside the body."""
    ahead = (way[-1] - way[0]) / max(_length(way), 1e-6)
    normal = np.array([-ahead[1], ahead[0]])
    half = (way[0] + way[-1]) / 2
    if float(normal @ (half - centre)) < 0:
        normal = -normal
    if normal[1] > DOWNWARD:
        normal = -normal
    long = max(_length(way), LONG_BESIDE * unit)
    middle = half + normal * (thick + BESIDE * unit)
    return middle - ahead * long / 2, middle, middle + ahead * long / 2


def _behind(way: Array, thick: float, unit: float) -> tuple[Array, Array, Array]:
    """Return a straight arrow that ends behind the part where it arrives."""
    ahead = (way[-1] - way[0]) / max(_length(way), 1e-6)
    end = way[-1] - ahead * thick
    start = end - ahead * LONG_BESIDE * 1.3 * unit
    return start, (start + end) / 2, end
