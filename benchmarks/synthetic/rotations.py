"""Rotations about the axes of the world: +x the person's left, +y up, +z forward; degrees, right-handed.

A positive rotation about x bends an upright trunk forward, about y turns it to the left, about z tips it to the right.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
"""Shape (3,)."""
Matrix = NDArray[np.float64]
"""Shape (3, 3): world from local."""

FLIP: Final[Matrix] = np.diag([-1.0, 1.0, 1.0])
"""Reflection in the body's mid-plane: left becomes right."""


def _turn(degrees: float) -> tuple[float, float]:
    angle = math.radians(degrees)
    return math.cos(angle), math.sin(angle)


def rx(degrees: float) -> Matrix:
    """Return the rotation about x, shape (3, 3).

    Examples
    --------
    >>> (rx(90) @ np.array([0.0, 1.0, 0.0])).round(6).tolist()
    [0.0, 0.0, 1.0]
    """
    c, s = _turn(degrees)
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def ry(degrees: float) -> Matrix:
    """Return the rotation about y, shape (3, 3)."""
    c, s = _turn(degrees)
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


def rz(degrees: float) -> Matrix:
    """Return the rotation about z, shape (3, 3)."""
    c, s = _turn(degrees)
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def unit(v: Vector) -> Vector:
    """Return a vector of length 1 in the direction of `v`; a zero vector stays zero."""
    return v / (math.sqrt(v @ v) + 1e-12)


def cross(u: Vector, v: Vector) -> Vector:
    """Return the vector product of two single vectors; `numpy.cross` takes a third of the kinematics' time on axes."""
    return np.array([u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]])


def mirror_rotation(rotation: Matrix) -> Matrix:
    """Return the rotation as the body's mirror image has it, shape (3, 3)."""
    return FLIP @ rotation @ FLIP


def rotate_part_of_the_way(start: Matrix, end: Matrix, share: float) -> Matrix:
    """Return the rotation that lies `share` (0 to 1) of the way from `start` to `end`, about their one common axis."""
    step = start.T @ end
    cosine = float(np.clip((np.trace(step) - 1) / 2, -1, 1))
    angle = float(np.arccos(cosine))
    if angle < 1e-9:
        return start.copy()
    axis = _axis(step, angle)
    k = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    a = share * angle
    return start @ (np.eye(3) + np.sin(a) * k + (1 - np.cos(a)) * (k @ k))


def _axis(step: Matrix, angle: float) -> Vector:
    """Return the unit axis of a rotation; near 180 degrees the antisymmetric part vanishes, so the other is used."""
    if angle < np.pi - 1e-4:
        return np.array([step[2, 1] - step[1, 2], step[0, 2] - step[2, 0], step[1, 0] - step[0, 1]]) / (
            2 * np.sin(angle)
        )
    symmetric = (step + np.eye(3)) / 2
    return unit(symmetric[:, int(np.argmax(np.diag(symmetric)))])
