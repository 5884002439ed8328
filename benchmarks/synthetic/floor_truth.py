"""True values of the measures of bodies on the floor, from the 33 true points; y is up.

On the back the head points to -z, on the belly to +z. Written apart from `posecheck.rules.reading.floor_measures` on
purpose: truth must not share its mistakes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.truth import middle
from posecheck.body.skeleton import INDEX

Array = NDArray[np.float64]


class OnFloor(NamedTuple):
    """Points (T, 33, 3), letters of the leg that is meant and of the near side, trunk length in metres."""

    points: Array
    leg: str
    near: str
    trunk: float


TrueMeasure = Callable[[OnFloor], Array]
"""The value of each frame, shape (T,)."""

_WORD: Final = {"L": "left", "R": "right"}
_OTHER: Final = {"L": "R", "R": "L"}
CLEARLY: Final = 0.15
"""Trunk lengths by which one leg is farther in or up than the other before it is the one that works."""


def of(points: Array, letter: str, name: str) -> Array:
    """Return a point of one side in the sagittal plane, shape (T, 2): z and y."""
    return points[..., INDEX[f"{_WORD[letter]}_{name}"], :][..., [2, 1]]


def mid(points: Array, name: str) -> Array:
    """Return the point between left and right in the sagittal plane, shape (T, 2)."""
    return middle(points, name)[..., [2, 1]]


def _angle_between(u: Array, v: Array) -> Array:
    lengths = np.linalg.norm(u, axis=-1) * np.linalg.norm(v, axis=-1)
    return np.degrees(np.arccos(np.clip(np.sum(u * v, axis=-1) / lengths, -1.0, 1.0)))


def _left_of(way: Array, point: Array) -> Array:
    """Return the distance of a point from the line along `way`, positive to the left of it."""
    return (way[..., 0] * point[..., 1] - way[..., 1] * point[..., 0]) / np.linalg.norm(way, axis=-1)


def _ankle(points: Array, leg: str) -> Array:
    shank = of(points, leg, "knee") - of(points, leg, "ankle")
    foot = of(points, leg, "foot_index") - of(points, leg, "heel")
    front = np.stack([shank[..., 1], -shank[..., 0]], -1)  # the shank's line turned to the front
    up, ahead = np.sum(foot * shank, axis=-1), np.sum(foot * front, axis=-1)
    return np.degrees(np.arctan2(up, ahead))


def _arm(points: Array, near: str) -> Array:
    down = mid(points, "hip") - mid(points, "shoulder")
    return _angle_between(down, of(points, near, "elbow") - of(points, near, "shoulder"))


def _elbow(points: Array, near: str) -> Array:
    upper = of(points, near, "elbow") - of(points, near, "shoulder")
    return _angle_between(upper, of(points, near, "wrist") - of(points, near, "elbow"))


def _before_shin(points: Array, leg: str, near: str) -> Array:
    knee = of(points, leg, "knee")
    return _left_of(of(points, leg, "ankle") - knee, of(points, near, "wrist") - knee)


def _nose(points: Array) -> Array:
    trunk = mid(points, "shoulder") - mid(points, "hip")
    nose = points[..., INDEX["nose"], :][..., [2, 1]]
    return -_left_of(trunk, nose - mid(points, "ear"))


def _leg(points: Array, leg: str) -> Array:
    """Return the angle of the line from hip to ankle against the trunk, as that of the thigh is counted."""
    up = mid(points, "shoulder") - mid(points, "hip")
    front = np.stack([up[..., 1], -up[..., 0]], -1)
    way = of(points, leg, "ankle") - mid(points, "hip")
    return np.degrees(np.arctan2(np.sum(way * front, axis=-1), -np.sum(way * up, axis=-1)))


def _ear(points: Array) -> Array:
    shoulder = mid(points, "shoulder")
    return _left_of(shoulder - mid(points, "hip"), mid(points, "ear") - shoulder)


def _far_ankle(b: OnFloor) -> Array:
    return of(b.points, _OTHER[b.near], "ankle")


TRUE_ON_THE_FLOOR: Final[Mapping[str, TrueMeasure]] = MappingProxyType(
    {
        "hip_height": lambda b: mid(b.points, "hip")[..., 1] / b.trunk,
        "shoulder_height": lambda b: mid(b.points, "shoulder")[..., 1] / b.trunk,
        "head_height": lambda b: mid(b.points, "ear")[..., 1] / b.trunk,
        "knee_height": lambda b: of(b.points, b.leg, "knee")[..., 1] / b.trunk,
        "ankle_height": lambda b: of(b.points, b.leg, "ankle")[..., 1] / b.trunk,
        "heel_height": lambda b: of(b.points, b.leg, "heel")[..., 1] / b.trunk,
        "hand_height": lambda b: of(b.points, b.near, "wrist")[..., 1] / b.trunk,
        "feet_apart_in_height": lambda b: (
            np.abs(of(b.points, "L", "ankle") - of(b.points, "R", "ankle"))[..., 1] / b.trunk
        ),
        "shoulder_over_heel": lambda b: (mid(b.points, "shoulder") - of(b.points, b.leg, "heel"))[..., 1] / b.trunk,
        "ear_to_shoulder": lambda b: (
            np.linalg.norm(mid(b.points, "ear") - mid(b.points, "shoulder"), axis=-1) / b.trunk
        ),
        "far_ankle_to_near_knee": lambda b: (
            np.linalg.norm(_far_ankle(b) - of(b.points, b.near, "knee"), axis=-1) / b.trunk
        ),
        "hand_to_far_ankle": lambda b: np.linalg.norm(_far_ankle(b) - of(b.points, b.near, "wrist"), axis=-1) / b.trunk,
        "hip_over_shoulder": lambda b: (mid(b.points, "hip") - mid(b.points, "shoulder"))[..., 1] / b.trunk,
        "head_over_shoulder": lambda b: (mid(b.points, "ear") - mid(b.points, "shoulder"))[..., 1] / b.trunk,
        "ear_behind_trunk": lambda b: _ear(b.points) / b.trunk,
        "hand_over_shoulder": lambda b: (
            (of(b.points, b.near, "wrist") - of(b.points, b.near, "shoulder"))[..., 1] / b.trunk
        ),
        "shoulder_position": lambda b: mid(b.points, "shoulder")[..., 0] / b.trunk,
        "ankle_dorsiflexion": lambda b: _ankle(b.points, b.leg),
        "leg_flexion": lambda b: _leg(b.points, b.leg),
        "arm_elevation": lambda b: _arm(b.points, b.near),
        "elbow_flexion": lambda b: _elbow(b.points, b.near),
        "hand_before_shin": lambda b: _before_shin(b.points, b.leg, b.near) / b.trunk,
        "nose_before_ear": lambda b: _nose(b.points) / b.trunk,
    }
)
"""posecheck's word for a measure of a body on the floor -> its true value."""


def working_legs(points: Array, at_rest: Array, near: str) -> dict[str, str]:
    """Return the letters of the legs that are told apart by what they do: drawn, raised and their counterparts.

    Parameters
    ----------
    points
        Shape (T, 33, 3): the whole movement, or its farthest point.
    at_rest
        Shape (33, 3).
    near
        "L" or "R": the side that counts where both legs do the same.
    """
    trunk = float(np.linalg.norm(mid(at_rest, "shoulder") - mid(at_rest, "hip")))

    def leads(amount: Callable[[str], Array]) -> str:
        lead = amount(_OTHER[near]) - amount(near)
        return _OTHER[near] if np.nanmax(lead) > CLEARLY * trunk else near

    drawn = leads(lambda s: -np.linalg.norm(of(points, s, "ankle") - mid(points, "shoulder"), axis=-1))
    raised = leads(lambda s: of(points, s, "ankle")[..., 1])
    return {
        "far": _OTHER[near],
        "left": "L",
        "right": "R",
        "drawn": drawn,
        "outstretched": _OTHER[drawn],
        "raised": raised,
        "lowered": _OTHER[raised],
    }
