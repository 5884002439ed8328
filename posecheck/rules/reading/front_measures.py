"""Measure kinds of the front view: x toward the person's left, y up; what goes or turns to the left is positive.

A camera in front of a person sees lengths and angles across the body well (the trunk's lean to the side to 2 degrees
on rendered people), what points toward it only as foreshortening or as the pose model's estimate of depth. Kinds that
rest on that estimate say so; they are for "clearly turned", not for degrees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.body import geometry
from posecheck.rules.reading.measure_kind import MeasureKind, Points

Vec = NDArray[np.floating[Any]]
Compute = Callable[[Points, float], Any]


def line_tilt(left: Vec, right: Vec) -> Vec:
    """Return the tilt of a line across the body against the horizontal: 0 level, positive with the left end higher.

    Examples
    --------
    >>> round(float(line_tilt(np.array([1.0, 1.0]), np.array([0.0, 0.0]))), 6)
    45.0
    """
    line = left - right
    return np.degrees(np.arctan2(line[..., 1], line[..., 0]))


def line_turn(left: Vec, right: Vec) -> Vec:
    """Return how far a line across the body is turned, seen from above: 0 facing the camera, positive to the left.

    Examples
    --------
    >>> round(float(line_turn(np.array([1.0, -1.0]), np.array([0.0, 0.0]))), 6)  # left side back: turned to the left
    45.0
    """
    line = left - right
    return np.degrees(np.arctan2(-line[..., 1], line[..., 0]))


def knee_in(middle: Vec, hip: Vec, knee: Vec, ankle: Vec) -> Vec:
    """Return how far a knee falls in: its deviation from the line of hip and ankle, positive toward the middle.

    0 in line, -180 to 180 (clinical FPPA). `middle` is mid-hip, which tells the inner side.

    Examples
    --------
    >>> left = [np.array(p) for p in ([0.0, 2.0], [0.2, 2.0], [0.1, 1.0], [0.2, 0.0])]
    >>> round(float(knee_in(*left)), 1)
    11.4
    """
    outward = np.sign(hip[..., 0] - middle[..., 0])
    return outward * geometry.signed_angle(knee - hip, ankle - knee)


def elbow_flexion(shoulder: Vec, elbow: Vec, wrist: Vec) -> Vec:
    """Return the elbow's bend, 0 straight to 180; the side to which it bends says nothing."""
    return np.abs(geometry.signed_angle(elbow - shoulder, wrist - elbow))


def arm_elevation(hip: Vec, shoulder: Vec, elbow: Vec) -> Vec:
    """Return the angle between trunk and upper arm, 0 hanging beside the trunk to 180 overhead."""
    return np.abs(geometry.signed_angle(hip - shoulder, elbow - shoulder))


def above_level(base: Vec, tip: Vec) -> Vec:
    """Return the slope of the line base -> tip against the horizontal, -90 to 90, positive with the tip higher."""
    line = tip - base
    return np.degrees(np.arctan2(line[..., 1], np.abs(line[..., 0])))


def _gap(p: Points, trunk: float) -> Vec:
    return geometry.length(p[0] - p[1]) / trunk


def _height(p: Points, trunk: float) -> Vec:
    return (p[1][..., 1] - p[0][..., 1]) / trunk


def _across(p: Points, trunk: float) -> Vec:
    return geometry.forward_offset(p[0], p[1], unit_length=trunk)


def _worse_knee(p: Points, _: float) -> Vec:
    left, right = knee_in(p[0], *p[1:4]), knee_in(p[0], *p[4:7])
    return np.maximum(left, right)


def _worse_thigh(p: Points, _: float) -> Vec:
    return np.maximum(above_level(p[0], p[1]), above_level(p[2], p[3]))


def _higher_arm(p: Points, _: float) -> Vec:
    down = p[0] - p[1]
    return np.maximum(arm_elevation(p[2] + down, p[2], p[3]), arm_elevation(p[4] + down, p[4], p[5]))


def _lower_elbow(p: Points, trunk: float) -> Vec:
    return np.minimum(_height((p[0], p[1]), trunk), _height((p[2], p[3]), trunk))


_KNEES: Final = tuple(f"{side}_{joint}" for side in ("left", "right") for joint in ("hip", "knee", "ankle"))
_ANKLES: Final = ("left_ankle", "right_ankle")
_ARMS: Final = ("left_shoulder", "left_elbow", "right_shoulder", "right_elbow")
_THIGHS: Final = ("left_hip", "left_knee", "right_hip", "right_knee")


def _kind(unit: str, points: tuple[str, ...], compute: Compute, arc: tuple[str, str, str] | None = None) -> MeasureKind:
    return MeasureKind(unit, points, compute, arc, view="front")


KINDS: Final[Mapping[str, MeasureKind]] = MappingProxyType(
    {
        "lateral_trunk": _kind(
            "deg",
            ("mid_hip", "mid_shoulder"),
            lambda p, _: geometry.inclination(p[0], p[1]),
            ("up", "mid_hip", "mid_shoulder"),
        ),
        "hip_shift": _kind("trunk", ("mid_ankle", "mid_hip"), _across),
        "shoulder_tilt": _kind("deg", ("left_shoulder", "right_shoulder"), lambda p, _: line_tilt(p[0], p[1])),
        "pelvis_tilt": _kind("deg", ("left_hip", "right_hip"), lambda p, _: line_tilt(p[0], p[1])),
        "shoulder_width": _kind("trunk", ("left_shoulder", "right_shoulder"), _gap),
        "trunk_height": _kind("trunk", ("mid_hip", "mid_shoulder"), _gap),
        "ear_shoulder_gap": _kind("trunk", ("mid_shoulder", "mid_ear"), _height),
        "head_turn": _kind("trunk", ("mid_ear", "nose"), _across),
        "knee_in": _kind(
            "deg",
            ("mid_hip", "hip", "knee", "ankle"),
            lambda p, _: knee_in(p[0], p[1], p[2], p[3]),
            ("hip", "knee", "ankle"),
        ),
        "knee_inside": _kind(
            "trunk",
            ("mid_hip", "hip", "knee", "ankle"),
            lambda p, tl: np.sign(p[1][..., 0] - p[0][..., 0]) * (p[3][..., 0] - p[2][..., 0]) / tl,
        ),
        "knees_in": _kind("deg", ("mid_hip", *_KNEES), _worse_knee),
        "knee_gap": _kind("trunk", ("left_knee", "right_knee"), _gap),
        "ankle_gap": _kind("trunk", ("left_ankle", "right_ankle"), _gap),
        "leg_length": _kind("trunk", ("hip", "ankle"), _gap),
        "foot_across": _kind("trunk", ("mid_hip", "ankle"), lambda p, tl: p[1][..., 0] / tl),
        # whichever label it carries: labels change places in a person who turns far away from the camera
        "leftmost_foot": _kind("trunk", _ANKLES, lambda p, tl: np.maximum(p[0][..., 0], p[1][..., 0]) / tl),
        "rightmost_foot": _kind("trunk", _ANKLES, lambda p, tl: np.minimum(p[0][..., 0], p[1][..., 0]) / tl),
        "foot_height": _kind("trunk", ("mid_hip", "ankle"), lambda p, tl: p[1][..., 1] / tl),
        "leg_lean": _kind(
            "deg",
            ("mid_ankle", "mid_hip"),
            lambda p, _: geometry.inclination(p[0], p[1]),
            ("up", "mid_ankle", "mid_hip"),
        ),
        "knee_lift": _kind("trunk", ("hip", "knee"), _height),
        "knees_level": _kind("trunk", ("right_knee", "left_knee"), _height),
        "arms_lift": _kind("deg", ("mid_hip", "mid_shoulder", *_ARMS), _higher_arm),
        "feet_level": _kind("trunk", ("right_ankle", "left_ankle"), _height),
        "knee_ahead_of_foot": _kind("trunk", ("toe", "knee"), lambda p, tl: np.abs(p[1][..., 0] - p[0][..., 0]) / tl),
        "thigh_slope": _kind(
            "deg", ("hip", "knee"), lambda p, _: above_level(p[0], p[1]), ("knee", "hip", "mid_shoulder")
        ),
        "thighs_slope": _kind("deg", _THIGHS, _worse_thigh),
        "arm_lift": _kind(
            "deg",
            ("mid_hip", "mid_shoulder", "shoulder", "elbow"),
            lambda p, _: arm_elevation(p[2] + p[0] - p[1], p[2], p[3]),
            ("mid_hip", "shoulder", "elbow"),
        ),
        "elbow_bend": _kind(
            "deg",
            ("shoulder", "elbow", "wrist"),
            lambda p, _: elbow_flexion(p[0], p[1], p[2]),
            ("shoulder", "elbow", "wrist"),
        ),
        "arm_slope": _kind("deg", ("shoulder", "wrist"), lambda p, _: above_level(p[0], p[1])),
        "lower_elbow": _kind("trunk", _ARMS, _lower_elbow),
        "hands_across": _kind("trunk", ("mid_shoulder", "mid_wrist"), _across),
        "hands_height": _kind("trunk", ("mid_shoulder", "mid_wrist"), _height),
        "shoulders_over_feet": _kind("trunk", ("mid_ankle", "mid_shoulder"), _height),
        "elbow_height": _kind("trunk", ("shoulder", "elbow"), _height),
        "hand_over_head": _kind("trunk", ("mid_ear", "wrist"), _height),
        # from the estimated depth: coarse
        "trunk_turn": _kind(
            "deg",
            tuple(f"{side}_{joint}_from_above" for joint in ("shoulder", "hip") for side in ("left", "right")),
            lambda p, _: line_turn(p[0], p[1]) - line_turn(p[2], p[3]),
        ),
        "forward_lean": _kind(
            "deg",
            ("mid_hip_from_the_side", "mid_shoulder_from_the_side"),
            lambda p, _: geometry.inclination(p[0], p[1]),
        ),
    }
)
