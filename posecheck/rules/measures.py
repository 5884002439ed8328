"""Measure kinds: a word in an exercise file -> what to compute, its unit, and the points it needs.

Definitions and signs are those of `posecheck.geometry`. Trunk lines use mid-points of left and right (near-side
points alone lean 1.8 degrees falsely for each 10 degrees of yaw); limbs use the leg that the file names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck import geometry
from posecheck.rules.exercise import Exercise, Measure
from posecheck.rules.frames import SagittalFrame

Points = tuple[NDArray[np.floating[Any]], ...]


@dataclass(frozen=True, slots=True)
class MeasureKind:
    """What a word in an exercise file means.

    Parameters
    ----------
    unit
        ``deg``, ``trunk`` (trunk lengths), ``shank`` (shank lengths) or ``%`` of the neutral; ``deg_back`` and
        ``deg_pelvis`` are degrees that users see in words.
    points
        Names for `SagittalFrame.point`, in the order that `compute` takes them.
    compute
        (points, trunk length in image heights) -> value.
    arc
        Which of `points` are drawn as an angle: (ray, vertex, ray); ``up`` stands for the vertical.
    outline
        Whether it is read from the outline of the back (see `posecheck.rules.back`), as change from the own neutral,
        and not from `points`, which only have to be in sight.
    """

    unit: str
    points: tuple[str, ...]
    compute: Callable[[Points, float], Any]
    arc: tuple[str, str, str] | None = None
    outline: bool = False

    @property
    def needs_leg(self) -> bool:
        """Whether the file must name a leg."""
        return "knee" in self.points or "ankle" in self.points


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
        "back_flexion": _of_outline("deg_back"),
        "lumbar_flexion": _of_outline("deg_back"),
        "thoracic_flexion": _of_outline("deg_back"),
        "pelvic_tilt": _of_outline("deg_pelvis"),
    }
)


def needs_outline(exercise: Exercise) -> bool:
    """Return whether a measure of an exercise is read from the outline of the back."""
    return any(m.kind in KINDS and KINDS[m.kind].outline for m in exercise.measures.values())


def read_measure(measure: Measure, frame: SagittalFrame) -> float:
    """Return the raw value of a measure in one frame; NaN where a point or the leg is missing."""
    kind = KINDS[measure.kind]
    if measure.leg is not None and measure.leg not in frame.legs:
        return float("nan")
    points = tuple(frame.point(name, measure.leg) for name in kind.points)
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


def unit_of(measure: Measure) -> str:
    """Return the unit in which rules see a frame measure."""
    return "%" if measure.relative == "percent" else KINDS[measure.kind].unit
