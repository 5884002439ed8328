"""Which leg is which, by geometry: the camera's left and right labels swap, bodies do not."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.rules.exercise import Leg
from posecheck.rules.frames import Facing, Limb, near_side_of
from posecheck.skeleton import INDEX, OTHER_SIDE, Side

Points = NDArray[np.floating[Any]]

_KNEES: Final = {"left": INDEX["left_knee"], "right": INDEX["right_knee"]}
_ANKLES: Final = {"left": INDEX["left_ankle"], "right": INDEX["right_ankle"]}
_SHOULDERS: Final = [INDEX["left_shoulder"], INDEX["right_shoulder"]]
_SIDES: Final[tuple[Side, Side]] = ("left", "right")

MIN_LEG_GAP: Final = 0.25
"""Trunk lengths between the knees below which order alone does not tell front from rear (kneeling lunge: 0.8)."""
MIN_LIFT_GAP: Final = 0.15
"""Trunk lengths by which one leg must be drawn in or raised farther than the other to be the one that works.

Both bent alike, the knees of a lying body are seen up to 0.06 apart in height and 0.09 along the floor (measured on
rendered people, camera 10 degrees above); a leg at work goes past this within the first tenth of its way.
"""


def leg_of(side: Side) -> Limb:
    """Return the leg that carries one side's labels."""
    return Limb(_KNEES[side], _ANKLES[side])


class LegPicker:
    """Tells the legs apart frame by frame, with hysteresis.

    Only the legs in `names` are given (None: all).

    - ``near`` and ``far``, ``left`` and ``right``: by the labels.
    - ``rear`` and ``front``: labels swap in a kneeling lunge (in 45 of 87 frames of one real clip), with knee and
      ankle not always together. So the rear leg is the one whose knee lies behind along the facing direction; where
      the knees are too close to tell, the choice that continues the frame before is kept.
    - ``drawn`` and ``outstretched``: the leg whose ankle is nearer the shoulders, and the other. ``raised`` and
      ``lowered``: the leg whose ankle is higher, and the other. Alike, the near leg is taken: it is seen better.
    """

    def __init__(self, facing: Facing, trunk_length: float, names: Collection[Leg] | None = None) -> None:
        self._names = names
        self._near: Side = near_side_of(facing)
        self._trunk = trunk_length
        self._rear: Side | None = None
        self._rear_knee: Points | None = None
        self._drawn: Side = self._near
        self._raised: Side = self._near

    def pick(self, points: Points) -> Mapping[Leg, Limb]:
        """Return the legs of a frame by name, `points` as in `frames.sagittal_points`."""
        self._drawn = self._farther(self._drawn, {s: -_foot_from_shoulders(points, s) for s in _SIDES})
        self._raised = self._farther(self._raised, {s: float(points[_ANKLES[s], 1]) for s in _SIDES})
        far = OTHER_SIDE[self._near]
        legs: dict[Leg, Limb] = {
            "near": leg_of(self._near),
            "far": leg_of(far),
            "left": leg_of("left"),
            "right": leg_of("right"),
            "drawn": leg_of(self._drawn),
            "outstretched": leg_of(OTHER_SIDE[self._drawn]),
            "raised": leg_of(self._raised),
            "lowered": leg_of(OTHER_SIDE[self._raised]),
        }
        rear_knee = self._rear_knee_side(points)
        if rear_knee is not None:
            left_behind = points[_ANKLES["left"], 0] < points[_ANKLES["right"], 0]
            rear_ankle, front_ankle = ("left", "right") if left_behind else ("right", "left")
            legs["rear"] = Limb(_KNEES[rear_knee], _ANKLES[rear_ankle])
            legs["front"] = Limb(_KNEES[OTHER_SIDE[rear_knee]], _ANKLES[front_ankle])
        names = self._names
        return MappingProxyType(legs if names is None else {n: leg for n, leg in legs.items() if n in names})

    def _farther(self, before: Side, amount: Mapping[Side, float]) -> Side:
        """Return the side with the larger amount; only a clear lead changes it."""
        lead = amount[OTHER_SIDE[before]] - amount[before]
        return OTHER_SIDE[before] if lead > MIN_LIFT_GAP * self._trunk else before

    def _rear_knee_side(self, points: Points) -> Side | None:
        left, right = points[_KNEES["left"]], points[_KNEES["right"]]
        gap = float(left[0] - right[0])
        if not math.isfinite(gap):
            return self._rear
        if abs(gap) >= MIN_LEG_GAP * self._trunk:
            self._rear = "left" if gap < 0 else "right"
        elif self._rear_knee is not None:
            nearer_left = np.sum((left - self._rear_knee) ** 2) < np.sum((right - self._rear_knee) ** 2)
            self._rear = "left" if nearer_left else "right"
        if self._rear is not None:
            self._rear_knee = points[_KNEES[self._rear]]
        return self._rear


def _foot_from_shoulders(points: Points, side: Side) -> float:
    shoulder = points[_SHOULDERS].mean(axis=0)
    return math.dist(points[_ANKLES[side]], shoulder)
