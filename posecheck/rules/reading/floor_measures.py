"""Measure kinds for bodies on the floor: heights, feet, near arm, hands.

Heights are along the picture's vertical in trunk lengths, the floor being level in the picture. Their zero is the
picture's top edge, so a file takes them relative to the person's own rest (``relative = "neutral"``), where the height
of joints above the floor and of the floor in the picture cancel. Two kinds are differences between two heights and
can be used as they are.

The neck's angle cannot be scored lying (it is read 9 degrees wrong, measured on rendered people): `head_height` and
`head_over_shoulder` stand for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.body import geometry
from posecheck.rules.reading.measure_kind import MeasureKind, Points

Vec = NDArray[np.floating[Any]]

FOOT_AT_RIGHT_ANGLE_DEG: Final = 90.0
"""Between shank and sole in the neutral of the ankle."""


def ankle_dorsiflexion(knee: Vec, ankle: Vec, heel: Vec, toe: Vec) -> Vec:
    """Return the dorsiflexion of the ankle: 0 at a right angle, positive with the toes toward the shin, degrees.

    Examples
    --------
    >>> knee, ankle, heel = np.array([0.0, 1.0]), np.array([0.0, 0.1]), np.array([0.0, 0.0])
    >>> float(ankle_dorsiflexion(knee, ankle, heel, np.array([0.2, 0.0])))
    0.0
    >>> round(float(ankle_dorsiflexion(knee, ankle, heel, np.array([0.2, 0.2]))))
    45
    """
    shank, foot = knee - ankle, toe - heel
    return FOOT_AT_RIGHT_ANGLE_DEG + geometry.signed_angle(shank, foot)


def arm_elevation(hip: Vec, trunk_top: Vec, shoulder: Vec, elbow: Vec) -> Vec:
    """Return the angle between the trunk's line downward and the upper arm: 0 at the side, 180 overhead, degrees.

    Without sign, since overhead is reached from the front and passed to the back.
    """
    return np.abs(geometry.signed_angle(hip - trunk_top, elbow - shoulder))


def elbow_flexion(shoulder: Vec, elbow: Vec, wrist: Vec) -> Vec:
    """Return the bend of the elbow: 0 straight, degrees; without sign, the arm turns freely."""
    return np.abs(geometry.signed_angle(elbow - shoulder, wrist - elbow))


def hand_before_shin(knee: Vec, ankle: Vec, wrist: Vec) -> Vec:
    """Return how far the wrist lies in front of the shank's line, negative on the calf's side, in the points' unit.

    Hands clasped behind the thigh lie on the calf's side of that line, hands on the shin in front of it.
    """
    shank = ankle - knee
    return geometry.cross(shank, wrist - knee) / geometry.length(shank)


def nose_before_ear(hip: Vec, shoulder: Vec, ear: Vec, nose: Vec) -> Vec:
    """Return how far the nose lies in front of the ears, across the trunk's line, in the points' unit.

    Positive with the face where the body's front is: someone on the belly is told from someone on the back.
    """
    trunk = shoulder - hip
    return geometry.cross(nose - ear, trunk) / geometry.length(trunk)


def ear_behind_trunk(hip: Vec, shoulder: Vec, ear: Vec) -> Vec:
    """Return how far the ears lie behind the trunk's line, in the points' unit: more with the head thrown back.

    Examples
    --------
    >>> hip, shoulder = np.array([0.0, 0.0]), np.array([0.0, 1.0])
    >>> float(ear_behind_trunk(hip, shoulder, np.array([-0.2, 1.3])))
    0.2
    """
    trunk = shoulder - hip
    return geometry.cross(trunk, ear - shoulder) / geometry.length(trunk)


def _height(p: Points, trunk: float) -> Any:
    return p[0][..., 1] / trunk


def _over(p: Points, trunk: float) -> Any:
    return (p[1][..., 1] - p[0][..., 1]) / trunk


def _apart(p: Points, trunk: float) -> Any:
    return geometry.length(p[1] - p[0]) / trunk


FLOOR_KINDS: Final[Mapping[str, MeasureKind]] = MappingProxyType(
    {
        "hip_height": MeasureKind("trunk", ("mid_hip",), _height),
        "shoulder_height": MeasureKind("trunk", ("mid_shoulder",), _height),
        "head_height": MeasureKind("trunk", ("mid_ear",), _height),
        "knee_height": MeasureKind("trunk", ("knee",), _height),
        "ankle_height": MeasureKind("trunk", ("ankle",), _height),
        "heel_height": MeasureKind("trunk", ("heel",), _height),
        "hand_height": MeasureKind("trunk", ("near_wrist",), _height),
        "feet_apart_in_height": MeasureKind(
            "trunk", ("left_ankle", "right_ankle"), lambda p, tl: np.abs(p[0][..., 1] - p[1][..., 1]) / tl
        ),
        "shoulder_over_heel": MeasureKind("trunk", ("heel", "mid_shoulder"), _over),
        "ear_to_shoulder": MeasureKind("trunk", ("mid_shoulder", "mid_ear"), _apart),
        "far_ankle_to_near_knee": MeasureKind("trunk", ("near_knee", "far_ankle"), _apart),
        "hand_to_far_ankle": MeasureKind("trunk", ("near_wrist", "far_ankle"), _apart),
        "hip_over_shoulder": MeasureKind("trunk", ("mid_shoulder", "mid_hip"), _over),
        "head_over_shoulder": MeasureKind("trunk", ("mid_shoulder", "mid_ear"), _over),
        "ear_behind_trunk": MeasureKind(
            "trunk", ("mid_hip", "mid_shoulder", "mid_ear"), lambda p, tl: ear_behind_trunk(*p) / tl
        ),
        "hand_over_shoulder": MeasureKind("trunk", ("near_shoulder", "near_wrist"), _over),
        "shoulder_position": MeasureKind("trunk", ("mid_shoulder",), lambda p, tl: p[0][..., 0] / tl),
        "leg_flexion": MeasureKind(
            "deg",
            ("mid_shoulder", "mid_hip", "ankle"),
            lambda p, _: geometry.trunk_thigh_flexion(p[0], p[1], p[2]),
            ("mid_shoulder", "mid_hip", "ankle"),
        ),
        "ankle_dorsiflexion": MeasureKind(
            "deg",
            ("knee", "ankle", "heel", "toe"),
            lambda p, _: ankle_dorsiflexion(*p),
            ("knee", "ankle", "toe"),
        ),
        "arm_elevation": MeasureKind(
            "deg",
            ("mid_hip", "mid_shoulder", "near_shoulder", "near_elbow"),
            lambda p, _: arm_elevation(*p),
            ("mid_hip", "near_shoulder", "near_elbow"),
        ),
        "elbow_flexion": MeasureKind(
            "deg",
            ("near_shoulder", "near_elbow", "near_wrist"),
            lambda p, _: elbow_flexion(*p),
            ("near_shoulder", "near_elbow", "near_wrist"),
        ),
        "hand_before_shin": MeasureKind(
            "trunk", ("knee", "ankle", "near_wrist"), lambda p, tl: hand_before_shin(*p) / tl
        ),
        "nose_before_ear": MeasureKind(
            "trunk", ("mid_hip", "mid_shoulder", "mid_ear", "nose"), lambda p, tl: nose_before_ear(*p) / tl
        ),
    }
)
"""Words for measures of bodies on the floor; merged into `measures.KINDS`."""
