"""What a body wears: how far it stands off the skin, its colours, and a shirt that spans the hollow of the back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.anthropometry import SIDES, Body
from benchmarks.synthetic.profiles import LIMB_NAMES
from benchmarks.synthetic.surface import LIMB_PLACE, TORSO_SECTION, Surface, ring_heights

Floats = NDArray[np.float64]

HEM, LOOSE_HEM = 0.125, 0.062
"""A shirt ends this far above the crotch, in body heights: tucked in above the buttocks, or hanging over them."""
HEM_SHARPNESS = 0.006
SHORTS_LENGTH = 0.72
TROUSERS_LENGTH = 0.96
"""Share of thigh or shank that is covered."""

# thickness of cloth in body heights
TRUNK_CLOTH, SHIRT_CLOTH = 0.0025, 0.0035
SLEEVE_CLOTH, TROUSER_CLOTH, SHOULDER_CLOTH, SEAT_CLOTH = 0.0045, 0.005, 0.005, 0.004

DRAPE_TOP = 0.85
"""Share of the trunk's length up to which a loose shirt hangs free; above it lies on the shoulders."""
DRAPE_FROM, DRAPE_FULL = 0.1, 0.5
"""How far round to the back (0 the side, 1 the middle) the hanging cloth begins, and where it hangs free."""


@dataclass(frozen=True, slots=True, eq=False)
class Clothes:
    """Clothes of one body.

    Parameters
    ----------
    torso_cloth, limb_cloth
        Metres off the skin, shapes (rings,) and (limbs, rows).
    torso_colours, limb_colours
        Of the faces between two rows, shapes (rings - 1, 3) and (limbs, rows - 1, 3).
    """

    torso_cloth: Floats
    limb_cloth: Floats
    torso_colours: Floats
    limb_colours: Floats


def dress(body: Body, surface: Surface, *, loose_shirt: bool = False) -> Clothes:
    """Return the clothes of `body`; `surface` is it in any posture."""
    hem = (LOOSE_HEM if loose_shirt else HEM) * body.height
    s = ring_heights(surface)
    over = np.clip((s - hem) / (HEM_SHARPNESS * body.height), 0, 1)
    cloth = (TRUNK_CLOTH + SHIRT_CLOTH * over) * body.height + body.loose * 0.6 * (s > hem)
    middle = (s[1:] + s[:-1]) / 2
    trunk = np.where((middle > hem)[:, None], body.shirt, body.pants)
    cover = [_limb(body, name, LIMB_PLACE)[0] for name in LIMB_NAMES]
    between = (LIMB_PLACE[1:] + LIMB_PLACE[:-1]) / 2
    colours = [_limb(body, name, between)[1] for name in LIMB_NAMES]
    return Clothes(cloth, np.array(cover), trunk, np.array(colours))


def _limb(body: Body, name: str, place: Floats) -> tuple[Floats, Floats]:
    """Return cloth and colour of a limb at each place along it."""
    kind, size = name.rstrip("LR"), body.height
    nothing = np.zeros_like(place, dtype=bool)
    long = body.long_pants > 0.5
    covered, cloth, colour = {
        "ua": (place < body.sleeve, SLEEVE_CLOTH * size + body.loose * 0.5, body.shirt),
        "thigh": ((place < SHORTS_LENGTH) | long, TROUSER_CLOTH * size, body.pants),
        "shank": ((place < TROUSERS_LENGTH) & long, TROUSER_CLOTH * size, body.pants),
        "foot": (nothing | (body.barefoot <= 0.5), 0.0, body.shoes),
        "clav": (~nothing, SHOULDER_CLOTH * size, body.shirt),
        "bust": (~nothing, SHOULDER_CLOTH * size, body.shirt),
        "glute": (~nothing, SEAT_CLOTH * size, body.pants),
    }.get(kind, (nothing, 0.0, body.skin))
    return covered * cloth, np.where(covered[:, None], colour, body.skin)


def drape(net: Floats, surface: Surface) -> Floats:
    """Return the trunk's net with a shirt that hangs straight from the shoulder blades to the seat.

    At the back the outline becomes its own convex hull, so a hollow of the low back cannot be seen from outside.

    Parameters
    ----------
    net
        Of `surface.torso_net`, shape (rings, around, 3).
    """
    s = ring_heights(surface)
    rows = np.flatnonzero((s > LOOSE_HEM * surface.height) & (s < DRAPE_TOP * surface.torso_total))
    along, back = _long_axes(surface)
    weight = np.clip((-TORSO_SECTION[:, 1] / np.abs(TORSO_SECTION[:, 1]).max() - DRAPE_FROM) / DRAPE_FULL, 0, 1)
    seat = _seat(surface, along, back)
    draped = net.copy()
    for column in np.flatnonzero(weight > 0):
        curve = net[rows, column]
        height, depth = curve @ along, curve @ back
        rear = seat[1] * weight[column] + depth.min() * (1 - weight[column])
        hull = _upper_hull(np.append(height, seat[0]), np.append(depth, rear))
        lift = np.maximum(np.interp(height, *hull) - depth, 0) * weight[column]
        draped[rows, column] += lift[:, None] * back
    return draped


def _long_axes(surface: Surface) -> tuple[Floats, Floats]:
    """Return the directions from seat to chest and out of the back, unit vectors at right angles."""
    along = surface.torso_origin[-1] - surface.torso_origin[0]
    along = along / np.linalg.norm(along)
    back = -surface.torso_axes[:, :, 2].mean(0)
    back = back - along * (along @ back)
    return along, back / np.linalg.norm(back)


def _seat(surface: Surface, along: Floats, back: Floats) -> tuple[float, float]:
    """Return height and depth of the hindmost point of the buttocks."""
    points: list[tuple[float, float]] = []
    for side, _ in SIDES:
        limb = LIMB_NAMES.index(f"glute{side}")
        centre = surface.limb_origin[limb] - surface.limb_axes[limb][:, 1] * surface.limb_length[limb] / 2
        rear = float(centre @ back) + float(surface.profiles.radius[limb, 0]) + SEAT_CLOTH * surface.height
        points.append((float(centre @ along), rear))
    return max(points, key=lambda point: point[1])


def _upper_hull(height: Floats, depth: Floats) -> tuple[Floats, Floats]:
    """Return the corners of the convex hull on its outer side, by height (Andrew's monotone chain)."""
    hull: list[tuple[float, float]] = []
    for k in np.argsort(height, kind="stable"):
        x, y = float(height[k]), float(depth[k])
        while len(hull) > 1:
            (x0, y0), (x1, y1) = hull[-2:]
            if (x1 - x0) * (y - y0) < (y1 - y0) * (x - x0):
                break
            hull.pop()
        hull.append((x, y))
    corners = np.array(hull)
    return corners[:, 0], corners[:, 1]
