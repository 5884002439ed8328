"""Nets of four-cornered faces: what the light renderer draws.

The corners of a face run so that `(p2 - p0) x (p3 - p1)` points out of the body.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from benchmarks.synthetic.anthropometry import Body
from benchmarks.synthetic.surface import Surface

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

BOX_TILE = 0.12
"""Metres: faces of boxes are cut this small, so that sorting by the middle of a face puts them in the right order."""


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """Faces with one colour each.

    Parameters
    ----------
    points
        Metres, shape (N, 3).
    faces
        Indices of corners, shape (M, 4).
    colours
        Red, green, blue, 0 to 1, shape (M, 3).
    """

    points: Floats
    faces: Indices
    colours: Floats

    def moved(self, axes: ArrayLike, origin: ArrayLike) -> Mesh:
        """Return the mesh turned by `axes` (world from local), then shifted."""
        return Mesh(self.points @ np.asarray(axes, float).T + np.asarray(origin, float), self.faces, self.colours)


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Something in front of the camera.

    Parameters
    ----------
    net
        Its surface.
    parts
        Points of its nearly convex parts, each of shape (N, 3): they cast the shadows. Empty for none.
    is_person
        Whether it is the person whom the clip is about.
    body, surface
        What the net was made from, where it is somebody: the ray marcher draws from these.
    """

    net: Mesh
    parts: Sequence[Floats]
    is_person: bool = False
    body: Body | None = None
    surface: Surface | None = None


def join(meshes: Sequence[Mesh]) -> Mesh:
    """Return one mesh of several."""
    starts = np.cumsum([0, *(len(mesh.points) for mesh in meshes)])
    return Mesh(
        np.concatenate([mesh.points for mesh in meshes]) if meshes else np.zeros((0, 3)),
        np.concatenate([mesh.faces + start for mesh, start in zip(meshes, starts, strict=False)])
        if meshes
        else np.zeros((0, 4), int),
        np.concatenate([mesh.colours for mesh in meshes]) if meshes else np.zeros((0, 3)),
    )


def grid_faces(rows: int, around: int, *, inside_out: bool = False) -> Indices:
    """Return the faces between rows of points that each run once around, shape ((rows - 1) * around, 4)."""
    row, column = np.meshgrid(np.arange(rows - 1), np.arange(around), indexing="ij")
    here, beside = row * around + column, row * around + (column + 1) % around
    corners = [here, here + around, beside + around, beside]
    return np.stack(corners[::-1] if inside_out else corners, -1).reshape(-1, 4)


def ellipsoid(centre: ArrayLike, radii: ArrayLike, colour: ArrayLike, *, rows: int = 10, around: int = 14) -> Mesh:
    """Return an ellipsoid with its poles up and down."""
    up = np.linspace(-np.pi / 2, np.pi / 2, rows)[:, None]
    turn = np.linspace(0, 2 * np.pi, around, endpoint=False)
    ball = np.stack([np.cos(up) * np.cos(turn), np.sin(up) * np.ones(around), np.cos(up) * np.sin(turn)], -1)
    faces = grid_faces(rows, around)
    points = ball.reshape(-1, 3) * np.asarray(radii, float) + np.asarray(centre, float)
    return Mesh(points, faces, np.tile(np.asarray(colour, float), (len(faces), 1)))


def box(size: ArrayLike, colour: ArrayLike, *, tile: float = BOX_TILE) -> Mesh:
    """Return a box that stands on the floor around the origin: `size` is its width (x), height (y) and depth (z)."""
    extent = np.asarray(size, float)
    whole = join([_rectangle(extent, axis, sign, tile) for axis in range(3) for sign in (1.0, -1.0)])
    return Mesh(
        whole.points + np.array([0.0, extent[1] / 2, 0.0]),
        whole.faces,
        np.tile(np.asarray(colour, float), (len(whole.faces), 1)),
    )


def _rectangle(extent: Floats, axis: int, sign: float, tile: float) -> Mesh:
    """Return one side of a box around the origin, cut into tiles."""
    first, second = (axis + 1) % 3, (axis + 2) % 3
    rows, columns = (max(2, 1 + int(np.ceil(extent[k] / tile))) for k in (first, second))
    a, b = np.meshgrid(np.linspace(-0.5, 0.5, rows), np.linspace(-0.5, 0.5, columns), indexing="ij")
    points = np.zeros((rows * columns, 3))
    points[:, first], points[:, second] = a.ravel() * extent[first], b.ravel() * extent[second]
    points[:, axis] = sign * extent[axis] / 2
    row, column = np.meshgrid(np.arange(rows - 1), np.arange(columns - 1), indexing="ij")
    here = (row * columns + column).ravel()
    corners = np.stack([here, here + columns, here + columns + 1, here + 1], -1)
    faces = corners if sign > 0 else corners[:, ::-1]
    return Mesh(points, faces, np.zeros((len(faces), 3)))
