"""The smooth renderer, an extra: people as distance fields, lit with shadows of their own limbs. Needs numba.

Colours, room and all other things come from the light renderer. Some twenty times as slow.
A loose shirt is not draped.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.camera import Camera
from benchmarks.synthetic.distance_field import Field, body_distance, field_of
from benchmarks.synthetic.mesh import Mesh, Shape, join
from benchmarks.synthetic.renderer import FILL_LIGHT, KEY_LIGHT, WRAP, MeshRenderer, Rendering
from benchmarks.synthetic.room import Lights, Room

# after distance_field, which says what to do where numba is missing
from numba import njit, prange  # isort: skip

Floats = NDArray[np.float64]

BULGE_PX = 12
"""Smooth unions stand out from the net by less than this."""
MARCH_STEPS, STEP_SHARE = 90, 0.85
SKIN = 0.0005
"""A ray has arrived when it is nearer than this share of its way."""
GRADIENT_M = 0.0022
SHADOW_STEPS, SHADOW_REACH_M, SHADOW_SOFTNESS = 14, 0.7, 7.0

compiled: Any = njit(fastmath=True, cache=True)
parallel: Any = njit(fastmath=True, parallel=True, cache=True)


class RayMarcher:
    """Draws people smoothly; takes the same arguments as `MeshRenderer`."""

    def __init__(self, camera: Camera, room: Room, scenery: Sequence[Mesh] = ()) -> None:
        self._camera = camera
        self._mesh = MeshRenderer(camera, room, scenery=scenery)
        self._flat = MeshRenderer(camera, room, unlit=True)
        rays = camera.rays()
        self._stretch = np.linalg.norm(rays, axis=-1)
        self._rays = rays / self._stretch[..., None]

    def render(self, shapes: Sequence[Shape]) -> Rendering:
        """Return one picture of the room with these shapes in it."""
        people = [shape for shape in shapes if shape.surface is not None]
        # the light renderer draws everything else, and the people's shadows on the floor
        ghosts = [Shape(join([]), shape.parts) for shape in people]
        drawn = self._mesh.render([*ghosts, *(shape for shape in shapes if shape.surface is None)])
        for shape in people:
            self._add(drawn, shape)
        return drawn

    def _add(self, drawn: Rendering, shape: Shape) -> None:
        """Paint one person into a picture wherever nothing nearer is there yet."""
        if shape.body is None or shape.surface is None:
            return
        flat = self._flat.render([Shape(shape.net, [], is_person=True)])
        if not flat.silhouette.any():
            return
        grown = cv2.dilate(flat.silhouette.astype(np.uint8), np.ones((2 * BULGE_PX + 1,) * 2, np.uint8))
        near = float(np.linalg.norm(shape.net.points - self._camera.position, axis=1).min()) - 0.05
        far = float(np.linalg.norm(shape.net.points - self._camera.position, axis=1).max()) + 0.05
        light, way = np.zeros(grown.shape), np.full(grown.shape, np.inf)
        _march(
            field_of(shape.body, shape.surface), self._camera.position, self._rays, grown, near, far,
            _lamps(self._mesh.lights), light, way,
        )  # fmt: skip
        depth = (way / self._stretch).astype(np.float32)
        nearer = depth < drawn.depth
        colour = _spread(flat.picture, flat.silhouette) * light[..., None]
        drawn.picture[nearer] = np.clip(colour[nearer], 0, 255).round()
        drawn.depth[nearer] = depth[nearer]
        drawn.silhouette[nearer] = shape.is_person


def _lamps(lights: Lights) -> Floats:
    """Return both directions and, as the last row, the ambient share."""
    return np.stack([lights.key, lights.fill, [lights.ambient, 0.0, 0.0]])


def _spread(picture: NDArray[np.uint8], inside: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return the picture with the colours of the nearest pixel inside wherever it is outside."""
    sure = cv2.erode(inside.astype(np.uint8), np.ones((3, 3), np.uint8))
    if not sure.any():
        return picture
    _, label = cv2.distanceTransformWithLabels(1 - sure, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    colours = np.zeros((label.max() + 1, 3), np.uint8)
    colours[label[sure > 0]] = picture[sure > 0]
    return colours[label]


@compiled
def _shadow(x, y, z, key, f):
    """Return how much of the main lamp reaches a point past the body itself, 0 to 1."""
    reaches, way = 1.0, 0.02
    for _ in range(SHADOW_STEPS):
        d = body_distance(x + key[0] * way, y + key[1] * way, z + key[2] * way, f)
        reaches = min(reaches, max(SHADOW_SOFTNESS * d / way, 0.0))
        way += max(d, 0.02)
        if reaches < 0.03 or way > SHADOW_REACH_M:
            break
    return reaches


@compiled
def _nearness(x, y, z, nx, ny, nz, f):
    """Return how open a point lies, 0.25 in a fold to 1: ambient light that the body or the floor keeps out."""
    hidden, weight = 0.0, 0.7
    for q in range(3):
        h = 0.02 + 0.05 * q
        d = min(body_distance(x + nx * h, y + ny * h, z + nz * h, f), y + ny * h)
        hidden += max(h - d, 0.0) * weight
        weight *= 0.6
    return max(1 - 3.2 * hidden, 0.25)


@compiled
def _lit(x, y, z, lamps, f):
    """Return the light on a point of the surface."""
    e = GRADIENT_M
    a = body_distance(x + e, y - e, z - e, f)
    b = body_distance(x - e, y - e, z + e, f)
    c = body_distance(x - e, y + e, z - e, f)
    d = body_distance(x + e, y + e, z + e, f)
    nx, ny, nz = a - b - c + d, -a - b + c + d, -a + b - c + d
    length = math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-9
    nx, ny, nz = nx / length, ny / length, nz / length
    key, fill = lamps[0], lamps[1]
    open_share = _nearness(x, y, z, nx, ny, nz, f)
    direct = nx * key[0] + ny * key[1] + nz * key[2]
    reaches = _shadow(x + nx * 0.006, y + ny * 0.006, z + nz * 0.006, key, f) if direct > 0 else 1.0
    direct = max(direct * (1 - WRAP) + WRAP, 0.0) * (0.25 + 0.75 * reaches)
    weak = max(nx * fill[0] + ny * fill[1] + nz * fill[2], 0.0)
    sky = 0.6 + 0.4 * (0.5 + 0.5 * ny)
    return (lamps[2, 0] * sky + FILL_LIGHT * weak) * open_share + KEY_LIGHT * direct


@parallel
def _march(f: Field, lens, rays, where, near, far, lamps, light, way):
    """Fill `light` and `way` (metres along the ray) where a ray through a pixel of `where` meets the body."""
    for row in prange(where.shape[0]):
        for column in range(where.shape[1]):
            if where[row, column] == 0:
                continue
            rx, ry, rz = rays[row, column]
            t, hit = near, False
            for _ in range(MARCH_STEPS):
                d = body_distance(lens[0] + rx * t, lens[1] + ry * t, lens[2] + rz * t, f)
                hit = d < SKIN * t
                if hit or t > far:
                    break
                t += d * STEP_SHARE
            if hit:
                light[row, column] = _lit(lens[0] + rx * t, lens[1] + ry * t, lens[2] + rz * t, lamps, f)
                way[row, column] = t
