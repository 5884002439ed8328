"""The posed body as a distance field, compiled by numba: for the ray marcher.

Trunk, limbs and head of `surface` are joined by smooth unions. Their softness fades with the distance from the joint,
so that an arm that lies on a thigh does not melt into it. Lengths are metres; arguments x, y, z are a point.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.anthropometry import Body
from benchmarks.synthetic.clothes import dress
from benchmarks.synthetic.profiles import KNOTS, TORSO_SAMPLES
from benchmarks.synthetic.surface import CAP_ROWS, LIMB_PLACE, SOLE_BELOW_AXIS, TUBE_ROWS, Surface, ring_heights

try:
    from numba import njit
except ModuleNotFoundError as missing:
    raise ImportError(
        "the ray marcher needs numba, which is not installed; run pip install 'posecheck[bench]', or use the light "
        "renderer, which needs nothing more"
    ) from missing

Floats = NDArray[np.float64]

# places in `profiles.LIMB_NAMES`
ARM, ARM_STEP = 0, 4
LEG, LEG_STEP = 8, 3
NECK, SHOULDER, GLUTE, BUST = 14, 15, 17, 19

TRUNK_BALL = 0.19
"""Two balls of this radius, in body heights, around lower and upper trunk hold all of it."""

compiled: Any = njit(fastmath=True, cache=True)


class Field(NamedTuple):
    """A posed body as plain arrays, which numba takes; names as in `surface.Surface`, cloth is in the tables."""

    height: float
    woman: float
    torso: Floats
    torso_axes: Floats
    torso_origin: Floats
    torso_length: Floats
    torso_start: Floats
    limb_axes: Floats
    limb_origin: Floats
    limb_length: Floats
    radius: Floats
    shift: Floats
    breadth: Floats
    head_axes: Floats
    head_origin: Floats


def field_of(body: Body, surface: Surface) -> Field:
    """Return the dressed body as plain arrays."""
    clothes, tables = dress(body, surface), surface.profiles
    tube = slice(CAP_ROWS, CAP_ROWS + TUBE_ROWS)
    knots = np.linspace(0, 1, KNOTS)
    cloth = np.array([np.interp(knots, LIMB_PLACE[tube], row[tube]) for row in clothes.limb_cloth])
    even = np.linspace(0, surface.torso_total, TORSO_SAMPLES)
    trunk = tables.torso + np.interp(even, ring_heights(surface), clothes.torso_cloth)[:, None]
    arrays = (
        *(trunk, surface.torso_axes, surface.torso_origin, surface.torso_length, surface.torso_start),
        *(surface.limb_axes, surface.limb_origin, surface.limb_length, tables.radius + cloth, tables.shift),
        *(tables.breadth, surface.head_axes, surface.head_origin),
    )
    return Field(body.height, body.woman, *(np.ascontiguousarray(array, float) for array in arrays))


@compiled
def smooth_min(a, b, k):
    """Return the smaller of two distances, rounded off where they differ by less than `k`."""
    if k < 1e-4:
        return min(a, b)
    h = max(k - abs(a - b), 0.0) / k
    return min(a, b) - h * h * k * 0.25


@compiled
def torso_place(x, y, z, f):
    """Return height along the trunk and place in its cross-section of a point, undoing the spine's bends."""
    total = height = across = ahead = 0.0
    last = f.torso_length.shape[0] - 1
    for i in range(last + 1):
        dx, dy, dz = x - f.torso_origin[i, 0], y - f.torso_origin[i, 1], z - f.torso_origin[i, 2]
        axes = f.torso_axes[i]
        qx = axes[0, 0] * dx + axes[1, 0] * dy + axes[2, 0] * dz
        qy = axes[0, 1] * dx + axes[1, 1] * dy + axes[2, 1] * dz
        qz = axes[0, 2] * dx + axes[1, 2] * dy + axes[2, 2] * dz
        length = f.torso_length[i]
        u = (qy - 0.5 * length) / (0.62 * length + 0.012)
        if i == 0 and u < 0:
            u *= 0.3
        if i == last and u > 0:
            u *= 0.4
        # bones far to the side have no say, else a deep bend folds back on itself
        aside = (qx * qx + qz * qz) / (0.34 * 0.34)
        w = (1.0 / (1.0 + u**6) / (1.0 + aside * aside)) ** 2
        total += w
        height += w * (f.torso_start[i] + qy)
        across += w * qx
        ahead += w * qz
    return height / total, across / total, ahead / total


@compiled
def torso_distance(x, y, z, f):
    """Return the distance from the tube of the trunk."""
    s, across, ahead = torso_place(x, y, z, f)
    whole = f.torso_start[-1] + f.torso_length[-1]
    inside = min(max(s, 0.0), whole)
    t = inside / whole * (f.torso.shape[0] - 1)
    i = min(int(t), f.torso.shape[0] - 2)
    width, front, back = f.torso[i] + (f.torso[i + 1] - f.torso[i]) * (t - i)
    depth = 0.5 * (front + back)
    ahead -= 0.5 * (front - back)
    a, b = abs(across) / width, abs(ahead) / depth
    rho = math.sqrt(math.sqrt(a**4 + b**4 + 1.35 * a * a * b * b)) + 1e-9
    r = math.sqrt(across * across + ahead * ahead)
    d = -min(width, depth) if r < 1e-4 else r * (1 - 1 / rho)
    beyond = abs(s - inside)
    if beyond > 0:
        d = math.sqrt(d * d + beyond * beyond) if d > 0 else max(d, beyond)
    return d * 0.9  # the bends stretch space, so a whole step could overshoot


@compiled
def limb_distance(k, x, y, z, f):
    """Return the distance from limb `k` and the height over its axis (for the sole of the foot)."""
    dx, dy, dz = x - f.limb_origin[k, 0], y - f.limb_origin[k, 1], z - f.limb_origin[k, 2]
    axes = f.limb_axes[k]
    across = axes[0, 0] * dx + axes[1, 0] * dy + axes[2, 0] * dz
    down = -(axes[0, 1] * dx + axes[1, 1] * dy + axes[2, 1] * dz)
    ahead = axes[0, 2] * dx + axes[1, 2] * dy + axes[2, 2] * dz
    on = min(max(down, 0.0), f.limb_length[k])
    t = on / f.limb_length[k] * (f.radius.shape[1] - 1)
    i = min(int(t), f.radius.shape[1] - 2)
    radius = f.radius[k, i] + (f.radius[k, i + 1] - f.radius[k, i]) * (t - i)
    middle = f.shift[k, i] + (f.shift[k, i + 1] - f.shift[k, i]) * (t - i)
    a = across / f.breadth[k]
    d = math.sqrt(a * a + (down - on) ** 2 + (ahead - middle) ** 2) - radius
    if f.breadth[k] < 1:
        d *= f.breadth[k] * 0.6 + 0.4
    return d, ahead


@compiled
def ellipsoid_distance(x, y, z, rx, ry, rz):
    """Return the approximate distance from an ellipsoid around the origin."""
    k0 = math.sqrt((x / rx) ** 2 + (y / ry) ** 2 + (z / rz) ** 2)
    k1 = math.sqrt((x / rx / rx) ** 2 + (y / ry / ry) ** 2 + (z / rz / rz) ** 2) + 1e-9
    return k0 * (k0 - 1) / k1


@compiled
def head_distance(px, py, pz, f):
    """Return the distance from head and hair; the shapes are those of `person`, in body heights."""
    dx, dy, dz = px - f.head_origin[0], py - f.head_origin[1], pz - f.head_origin[2]
    axes, size = f.head_axes, f.height
    x = (axes[0, 0] * dx + axes[1, 0] * dy + axes[2, 0] * dz) / size
    y = (axes[0, 1] * dx + axes[1, 1] * dy + axes[2, 1] * dz) / size
    z = (axes[0, 2] * dx + axes[1, 2] * dy + axes[2, 2] * dz) / size
    away = math.sqrt(x * x + (y - 0.02) ** 2 + (z - 0.01) ** 2)
    if away > 0.16:
        return (away - 0.12) * size
    side = abs(x)
    d = ellipsoid_distance(x, y - 0.033, z - 0.004, 0.0425, 0.051, 0.0545)
    d = smooth_min(d, ellipsoid_distance(x, y + 0.010, z - 0.022, 0.033, 0.038, 0.036), 0.022)
    d = smooth_min(d, ellipsoid_distance(x, y + 0.032, z - 0.034, 0.017, 0.013, 0.018), 0.016)
    d = smooth_min(d, ellipsoid_distance(x, y - 0.014, z - 0.0565, 0.0055, 0.015, 0.0075), 0.007)
    d = smooth_min(d, ellipsoid_distance(x, y - 0.005, z - 0.0625, 0.0085, 0.006, 0.0085), 0.006)
    d = smooth_min(d, ellipsoid_distance(x, y + 0.0195, z - 0.0530, 0.0130, 0.0055, 0.0060), 0.005)
    d = smooth_min(d, ellipsoid_distance(side - 0.0435, y - 0.012, z, 0.0055, 0.017, 0.0105), 0.004)
    line = 0.052 - (0.40 * (z - 0.03) if z > 0.03 else 0.75 * (0.03 - z))
    hair = ellipsoid_distance(x, y - 0.036, z + 0.001, 0.0455, 0.0545, 0.0565)
    return smooth_min(d, max(hair, (line - y + 0.006) * 0.6), 0.003) * size * 0.85


@compiled
def _from_bone(i, j, x, y, z, f):
    """Return how far a point is from the middle between two bones of the trunk."""
    a, b = f.torso_origin[i], f.torso_origin[j]
    dx, dy, dz = x - 0.5 * (a[0] + b[0]), y - 0.5 * (a[1] + b[1]), z - 0.5 * (a[2] + b[2])
    return math.sqrt(dx * dx + dy * dy + dz * dz)


@compiled
def trunk_distance(x, y, z, f):
    """Return the distance from trunk, buttocks, shoulders, bust, neck and head."""
    size = f.height
    away = min(_from_bone(0, 3, x, y, z, f), _from_bone(5, 5, x, y, z, f)) - TRUNK_BALL * size
    if away > 0.08:  # far from both balls around the trunk nothing is worked out
        return min(away + 0.03, head_distance(x, y, z, f), limb_distance(NECK, x, y, z, f)[0])
    d = torso_distance(x, y, z, f)
    for k in range(GLUTE, GLUTE + 2):
        d = smooth_min(d, limb_distance(k, x, y, z, f)[0], 0.03 * size)
    if f.woman > 0.3:
        for k in range(BUST, BUST + 2):
            d = smooth_min(d, limb_distance(k, x, y, z, f)[0], 0.03 * size)
    for k in range(SHOULDER, SHOULDER + 2):
        d = smooth_min(d, limb_distance(k, x, y, z, f)[0], 0.045 * size)
    d = smooth_min(d, limb_distance(NECK, x, y, z, f)[0], 0.028 * size)
    return smooth_min(d, head_distance(x, y, z, f), 0.010 * size)


@compiled
def from_joint(k, x, y, z, f):
    """Return how far a point is from the upper end of limb `k`."""
    return math.sqrt((x - f.limb_origin[k, 0]) ** 2 + (y - f.limb_origin[k, 1]) ** 2 + (z - f.limb_origin[k, 2]) ** 2)


@compiled
def body_distance(x, y, z, f):
    """Return the distance from the whole body, negative inside."""
    size = f.height
    best = trunk_distance(x, y, z, f)
    for side in range(2):
        k = ARM + side * ARM_STEP
        away = from_joint(k, x, y, z, f)
        if away - 0.46 * size < best + 0.02:
            bend = 0.020 * size * max(0.0, 1 - from_joint(k + 1, x, y, z, f) / (0.07 * size))
            d = smooth_min(limb_distance(k, x, y, z, f)[0], limb_distance(k + 1, x, y, z, f)[0], bend)
            hand = smooth_min(limb_distance(k + 2, x, y, z, f)[0], limb_distance(k + 3, x, y, z, f)[0], 0.008 * size)
            d = smooth_min(d, hand, 0.010 * size)
            best = smooth_min(best, d, 0.035 * size * max(0.0, 1 - max(away - 0.02 * size, 0.0) / (0.075 * size)))
        k = LEG + side * LEG_STEP
        away = from_joint(k, x, y, z, f)
        if away - 0.66 * size < best + 0.02:
            bend = 0.030 * size * max(0.0, 1 - from_joint(k + 1, x, y, z, f) / (0.10 * size))
            d = smooth_min(limb_distance(k, x, y, z, f)[0], limb_distance(k + 1, x, y, z, f)[0], bend)
            foot, over = limb_distance(k + 2, x, y, z, f)
            d = smooth_min(d, max(foot, -(over + SOLE_BELOW_AXIS * size)), 0.008 * size)
            best = smooth_min(best, d, 0.040 * size * max(0.0, 1 - max(away - 0.04 * size, 0.0) / (0.10 * size)))
    return best
