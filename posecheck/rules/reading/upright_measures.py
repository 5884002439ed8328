"""More measure kinds of the side view, for standing exercises: x toward the facing direction, y up.

Limbs that are read without naming them are the nearest ones. Definitions: clinical section 2.2.
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


def _gap(p: Points, trunk: float) -> Vec:
    return geometry.length(p[0] - p[1]) / trunk


KINDS: Final[Mapping[str, MeasureKind]] = MappingProxyType(
    {
        "shank_inclination": MeasureKind(
            "deg", ("ankle", "knee"), lambda p, _: geometry.inclination(p[0], p[1]), ("up", "ankle", "knee")
        ),
        "hip_over_knee": MeasureKind(
            "deg",
            ("mid_shoulder", "mid_hip", "knee", "ankle"),
            lambda p, _: geometry.trunk_thigh_flexion(p[0], p[1], p[2]) - geometry.knee_flexion(p[1], p[2], p[3]),
        ),
        "trunk_leg_line": MeasureKind(
            "deg",
            ("mid_shoulder", "mid_hip", "knee"),
            lambda p, _: 180 - geometry.trunk_thigh_flexion(p[0], p[1], p[2]),
            ("mid_shoulder", "mid_hip", "knee"),
        ),
        "hand_ahead_of_foot": MeasureKind(
            "trunk",
            ("heel", "toe", "mid_wrist"),
            lambda p, tl: geometry.forward_offset((p[0] + p[1]) / 2, p[2], unit_length=tl),
        ),
        "hand_to_ankle": MeasureKind("trunk", ("near_wrist", "ankle"), _gap),
        "nose_knee_gap": MeasureKind("trunk", ("nose", "knee"), _gap),
        "chin_tuck": MeasureKind(
            "deg",
            ("mid_ear", "nose"),
            lambda p, _: np.degrees(np.arctan2(p[0][..., 1] - p[1][..., 1], np.abs(p[1][..., 0] - p[0][..., 0]))),
        ),
        "heel_lift": MeasureKind("trunk", ("toe", "heel"), lambda p, tl: (p[1][..., 1] - p[0][..., 1]) / tl),
        "foot_place": MeasureKind("trunk", ("ankle",), lambda p, tl: p[0][..., 0] / tl),
        "hip_ahead_of_foot": MeasureKind(
            "trunk", ("ankle", "mid_hip"), lambda p, tl: geometry.forward_offset(p[0], p[1], unit_length=tl)
        ),
    }
)
