"""Angles, inclinations and ratios of points in a body plane; pure, on arrays with a last axis of 2.

Axes of a body plane
--------------------
x toward the direction the person faces, y **up**. Every angle is in degrees, signed, from ``atan2(cross, dot)``,
with one zero and one range; a missing point (NaN) gives NaN. Definitions: clinical vocabulary of the field, TI trunk
inclination, HF trunk-thigh flexion, KF knee flexion, ESH ear-shoulder-hip.

>>> import numpy as np
>>> hip, shoulder = np.array([0.0, 0.0]), np.array([0.0, 1.0])
>>> float(inclination(hip, shoulder)), round(float(inclination(hip, np.array([1.0, 1.0]))), 6)
(0.0, 45.0)
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Vec = NDArray[np.floating[Any]]


def cross(u: Vec, v: Vec) -> Vec:
    """Return the signed area u x v, shape (...), positive where v lies counter-clockwise of u."""
    return u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]


def dot(u: Vec, v: Vec) -> Vec:
    """Return the inner product, shape (...)."""
    return u[..., 0] * v[..., 0] + u[..., 1] * v[..., 1]


def signed_angle(u: Vec, v: Vec) -> Vec:
    """Return the angle from u to v, -180 to 180, counter-clockwise positive.

    Examples
    --------
    >>> float(signed_angle(np.array([1.0, 0.0]), np.array([0.0, 2.0])))
    90.0
    """
    return np.degrees(np.arctan2(cross(u, v), dot(u, v)))


def length(u: Vec) -> Vec:
    """Return the Euclidean length, shape (...)."""
    return np.hypot(u[..., 0], u[..., 1])


def inclination(base: Vec, tip: Vec) -> Vec:
    """Return how far the line base -> tip leans from the vertical.

    0 upright, positive forward (toward the facing direction), -180 to 180. With hip and shoulder this is TI, with
    knee and hip the thigh's, with ankle and knee the shank's inclination.
    """
    line = tip - base
    return np.degrees(np.arctan2(line[..., 0], line[..., 1]))


def trunk_thigh_flexion(shoulder: Vec, hip: Vec, knee: Vec) -> Vec:
    """Return the signed trunk-thigh flexion HF.

    0 where thigh and trunk are in line, positive in flexion (thigh in front of the body), negative in extension,
    -180 to 180. It contains pelvic tilt and movement of the low back; it is not the range of the hip joint.

    Notes
    -----
    With t = unit(shoulder - hip) and g = knee - hip: atan2(g . a, -g . t), where a is t turned toward the front.
    """
    trunk, thigh = shoulder - hip, knee - hip
    return np.degrees(np.arctan2(cross(thigh, trunk), -dot(thigh, trunk)))


def knee_flexion(hip: Vec, knee: Vec, ankle: Vec) -> Vec:
    """Return the signed knee flexion KF.

    0 straight, positive with the calf behind the line of the thigh, negative in hyperextension, -180 to 180.
    """
    return -signed_angle(knee - hip, ankle - knee)


def ear_shoulder_hip(ear: Vec, shoulder: Vec, hip: Vec) -> Vec:
    """Return the ear-shoulder-hip angle ESH, 0 to 360.

    180 in line, below 180 the ear lies in front of the trunk's line, above 180 behind it (looking up).
    """
    return 180 + inclination(hip, shoulder) - inclination(shoulder, ear)


def forward_offset(base: Vec, point: Vec, *, unit_length: Vec | float) -> Vec:
    """Return how far `point` lies ahead of `base` (positive toward the facing direction), in `unit_length`."""
    return (point[..., 0] - base[..., 0]) / unit_length
