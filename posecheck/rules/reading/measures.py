"""Measure kinds: a word in an exercise file -> what to compute, its unit, and the points it needs.

Definitions and signs are those of `posecheck.body.geometry`. Trunk lines use mid-points of left and right (near-side
points alone lean 1.8 degrees falsely for each 10 degrees of yaw); limbs use the leg that the file names.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from posecheck.body import geometry
from posecheck.rules.exercise.definition import Exercise, Measure
from posecheck.rules.reading import front_measures, upright_measures
from posecheck.rules.reading.floor_measures import FLOOR_KINDS
from posecheck.rules.reading.front_plane import Frame, FrontalFrame
from posecheck.rules.reading.measure_kind import MeasureKind

__all__ = ["KINDS", "MeasureKind", "read_measure", "relative_value", "unit_of"]


def _of_outline(unit: str) -> MeasureKind:
    return MeasureKind(unit, ("mid_hip", "mid_shoulder"), lambda _, __: float("nan"), outline=True)


KINDS: Final[Mapping[str, MeasureKind]] = MappingProxyType(
    {
        "trunk_inclination": MeasureKind(
            "deg",
            ("mid_hip", "mid_shoulder"),
            lambda p, _: geometry.inclination(p[0], p[1]),
            ("up", "mid_hip", "mid_shoulder"),
        ),
        "trunk_thigh_flexion": MeasureKind(
            "deg",
            ("mid_shoulder", "mid_hip", "knee"),
            lambda p, _: geometry.trunk_thigh_flexion(p[0], p[1], p[2]),
            ("mid_shoulder", "mid_hip", "knee"),
        ),
        "knee_flexion": MeasureKind(
            "deg",
            ("mid_hip", "knee", "ankle"),
            lambda p, _: geometry.knee_flexion(p[0], p[1], p[2]),
            ("mid_hip", "knee", "ankle"),
        ),
        "thigh_inclination": MeasureKind(
            "deg", ("knee", "mid_hip"), lambda p, _: geometry.inclination(p[0], p[1]), ("up", "knee", "mid_hip")
        ),
        "knee_ahead_of_ankle": MeasureKind(
            "shank",
            ("knee", "ankle"),
            lambda p, _: geometry.forward_offset(p[1], p[0], unit_length=geometry.length(p[0] - p[1])),
            ("up", "ankle", "knee"),
        ),
        "ear_shoulder_hip": MeasureKind(
            "deg",
            ("mid_ear", "mid_shoulder", "mid_hip"),
            lambda p, _: geometry.ear_shoulder_hip(p[0], p[1], p[2]),
            ("mid_ear", "mid_shoulder", "mid_hip"),
        ),
        "hip_ahead_of_ankle": MeasureKind(
            "trunk", ("mid_ankle", "mid_hip"), lambda p, tl: geometry.forward_offset(p[0], p[1], unit_length=tl)
        ),
        "hip_position": MeasureKind("trunk", ("mid_hip",), lambda p, tl: p[0][..., 0] / tl),
        "hand_above_ankle": MeasureKind(
            "trunk", ("mid_ankle", "near_hand"), lambda p, tl: (p[1][..., 1] - p[0][..., 1]) / tl
        ),
        "ear_above_shoulder": MeasureKind(
            "trunk", ("mid_shoulder", "mid_ear"), lambda p, tl: (p[1][..., 1] - p[0][..., 1]) / tl
        ),
        **FLOOR_KINDS,
        **upright_measures.KINDS,
        **front_measures.KINDS,
        "back_flexion": _of_outline("deg_back"),
        "lumbar_flexion": _of_outline("deg_back"),
        "thoracic_flexion": _of_outline("deg_back"),
        "pelvic_tilt": _of_outline("deg_pelvis"),
    }
)


def needs_outline(exercise: Exercise) -> bool:
    """Return whether a measure of an exercise is read from the outline of the back."""
    return any(m.kind in KINDS and KINDS[m.kind].outline for m in exercise.measures.values())


def read_measure(measure: Measure, frame: Frame) -> float:
    """Return the raw value of a measure in one frame; NaN where the view does not show it, or the limb is missing."""
    kind = KINDS[measure.kind]
    if kind.view not in (None, frame.view):
        return float("nan")
    if measure.leg is not None and measure.leg not in frame.legs:
        return float("nan")
    if isinstance(frame, FrontalFrame) and measure.arm is not None and measure.arm not in frame.arms:
        return float("nan")
    points = tuple(frame.point(name, measure.leg, measure.arm) for name in kind.points)
    return float(kind.compute(points, frame.trunk_length))


def relative_value(measure: Measure, raw: float, neutral: float) -> float:
    """Return a raw value as the rules see it: as it is, as own change plus the nominal, or in per cent of the neutral.

    Parameters
    ----------
    raw, neutral
        The measure in this frame and in the person's neutral (NaN where there is none).
    """
    if measure.relative is None:
        return raw
    if measure.relative == "percent":
        return 100 * raw / neutral if neutral > 0 else float("nan")
    return raw - neutral + measure.nominal


def neutral_value(measure: Measure) -> float:
    """Return what a measure stands at in the person's neutral, as the rules see it (0 for one that is not relative)."""
    return 100.0 if measure.relative == "percent" else measure.nominal if measure.relative else 0.0


def unit_of(measure: Measure) -> str:
    """Return the unit in which rules see a frame measure."""
    return "%" if measure.relative == "percent" else KINDS[measure.kind].unit
