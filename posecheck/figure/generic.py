"""Somebody in a body position, for exercises without a demonstration."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.body.skeleton import INDEX, N_LANDMARKS
from posecheck.figure.stills import Still, Stills
from posecheck.rules.exercise.definition import Body, CameraView

Array = NDArray[np.floating[Any]]
Point = tuple[float, float]

JOINTS: Final = ("ear", "shoulder", "hip", "knee", "ankle", "heel", "foot_index", "elbow", "wrist", "index")

# In profile, in body heights, y up, floor at 0; in the order of JOINTS, then the second leg (knee to foot) where it
# is elsewhere.
_SIDE: Final[Mapping[Body, tuple[Point, ...]]] = MappingProxyType(
    {
        "standing": (
            *((0.01, 0.925), (0, 0.818), (0, 0.53), (0.01, 0.285), (0, 0.04), (-0.03, 0.018), (0.1, 0.012)),
            *((-0.01, 0.64), (0.03, 0.5), (0.045, 0.45)),
        ),
        "kneeling": (
            *((0.02, 0.685), (0.01, 0.575), (0, 0.285), (0, 0.035), (-0.245, 0.03), (-0.27, 0.06), (-0.33, 0.015)),
            *((0.03, 0.4), (0.15, 0.32), (0.2, 0.3), (0.245, 0.285), (0.245, 0.04), (0.215, 0.018), (0.345, 0.012)),
        ),
        "sitting": (
            *((0.02, 0.465), (0.01, 0.355), (0, 0.066), (0.245, 0.05), (0.49, 0.04), (0.51, 0.02), (0.53, 0.13)),
            *((0, 0.18), (0.1, 0.09), (0.15, 0.075)),
        ),
        "supine": (
            *((-0.38, 0.085), (-0.28, 0.066), (0.01, 0.066), (0.16, 0.26), (0.3, 0.045), (0.275, 0.02), (0.4, 0.012)),
            *((-0.12, 0.03), (0.03, 0.02), (0.08, 0.02)),
        ),
        "prone": (
            *((-0.39, 0.075), (-0.28, 0.062), (0.01, 0.066), (0.255, 0.04), (0.5, 0.04), (0.53, 0.06), (0.58, 0.012)),
            *((-0.37, 0.03), (-0.47, 0.02), (-0.52, 0.015)),
        ),
    }
)
_FACE: Final[Mapping[Body, tuple[Point, Point]]] = MappingProxyType(
    {"supine": ((-1.0, 0.0), (0.0, 1.0)), "prone": ((-1.0, 0.0), (0.0, -1.0))}
)
"""Where the top of the head points and where the nose does; upright, looking ahead, for the others."""

_FRONT: Final = MappingProxyType(
    {
        "shoulder": (0.1, 0.818),
        "elbow": (0.14, 0.635),
        "wrist": (0.15, 0.49),
        "index": (0.15, 0.44),
        "hip": (0.055, 0.53),
        "knee": (0.06, 0.285),
        "ankle": (0.065, 0.04),
        "heel": (0.065, 0.025),
        "foot_index": (0.085, 0.012),
    }
)


def generic_stills(body: Body, view: CameraView) -> Stills:
    """Return somebody in a body position who does not move."""
    points = _from_front() if view == "front" and body == "standing" else _from_the_side(body)
    still = Still(points * [1.0, -1.0])
    return Stills(still, still, still.points[None], "right")


def _from_the_side(body: Body) -> Array:
    points = np.zeros((N_LANDMARKS, 2))
    given = _SIDE[body]
    for name, place in zip(JOINTS, given, strict=False):
        for side in ("left", "right"):
            points[INDEX[f"{side}_{name}"]] = place
    for name, place in zip(("knee", "ankle", "heel", "foot_index"), given[len(JOINTS) :], strict=False):
        points[INDEX[f"left_{name}"]] = place
    up, ahead = (np.array(way) for way in _FACE.get(body, ((0.0, 1.0), (1.0, 0.0))))
    _put_face(points, np.array(given[0]), up, ahead * 0.07, np.zeros(2))
    return points


def _from_front() -> Array:
    points = np.zeros((N_LANDMARKS, 2))
    for name, (x, y) in _FRONT.items():
        points[INDEX[f"left_{name}"]], points[INDEX[f"right_{name}"]] = (x, y), (-x, y)
    _put_face(points, np.array([0.0, 0.925]), np.array([0.0, 1.0]), np.zeros(2), np.array([0.04, 0.0]))
    return points


def _put_face(points: Array, ears: Array, up: Array, ahead: Array, half: Array) -> None:
    for side, sign in (("left", 1.0), ("right", -1.0)):
        points[INDEX[f"{side}_ear"]] = ears + sign * half
        for name in ("eye", "eye_inner", "eye_outer"):
            points[INDEX[f"{side}_{name}"]] = ears + up * 0.02 + ahead * 0.8 + sign * half / 2
        points[INDEX[f"mouth_{side}"]] = ears - up * 0.025 + ahead * 0.85 + sign * half / 3
        for name in ("pinky", "thumb"):
            points[INDEX[f"{side}_{name}"]] = points[INDEX[f"{side}_index"]]
    points[INDEX["nose"]] = ears + ahead
