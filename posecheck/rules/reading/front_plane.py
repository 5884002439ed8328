"""The body's plane as a camera in front of the person sees it; the counterpart of `frames.SagittalFrame`.

Seen from the front labels are right (in a side view they swap), so left and right stand as they are. Which arm is
raised and which leg is bent is told by geometry, and kept while it cannot be told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import Pose
from posecheck.body.skeleton import INDEX, OTHER_SIDE, Side
from posecheck.rules.exercise.definition import Arm, CameraView, Leg
from posecheck.rules.reading.legs import FootAtRest, LegPicker, leg_of
from posecheck.rules.reading.side_plane import Facing, Limb, SagittalFrame, sagittal_points

Array = NDArray[np.float64]

FROM: Final = {"_from_above": [0, 2], "_from_the_side": [2, 1]}
"""A point's name with this at its end is the estimated point from there, metres: to the left and forward on the floor,
or forward and up."""
MIN_HAND_GAP: Final = 0.3
"""Trunk lengths between the wrists' heights below which neither arm is the raised one."""
MIN_HIP_WAY: Final = 0.12
"""Trunk lengths by which the hips must be off the middle of the feet before one leg is the bent one."""

_SIDES: Final[tuple[Side, Side]] = ("left", "right")
_LEGS: Final = {s: leg_of(s) for s in _SIDES}
_ARM_POINTS: Final = ("shoulder", "elbow", "wrist")
_PAIRED: Final = ("ear", "shoulder", "hip", "knee", "ankle", "wrist")


@dataclass(frozen=True, slots=True, eq=False)
class FrontalFrame:
    """A pose seen from the front.

    Parameters
    ----------
    points
        Shape (33, 2): x to the person's left (the right of a picture that is not mirrored), y up, image heights.
    world
        Shape (33, 3): the estimated points, x to the person's left, y up, z forward, metres. Estimated depth is coarse
        (10 to 15 degrees for a line across the body).
    trunk_length
        Mid-hip to mid-shoulder of the person's neutral, image heights; the unit of lengths.
    legs, arms
        Left and right, and where it is told the ``bent`` and the ``straight`` leg, the ``raised`` and ``lowered`` arm.
    """

    points: Array
    world: Array
    trunk_length: float
    legs: Mapping[Leg, Limb]
    arms: Mapping[Arm, Side]
    mids: Mapping[str, Array] = field(init=False)
    view: CameraView = field(init=False, default="front")
    facing: Facing = field(init=False, default=0)

    def __post_init__(self) -> None:
        """Take the mid-points once: nearly every measure needs them."""
        mids = {f"mid_{n}": _middle(self.points, n) for n in _PAIRED}
        for end, axes in FROM.items():
            mids |= {f"mid_{n}{end}": _middle(self.world, n)[axes] for n in ("shoulder", "hip")}
        object.__setattr__(self, "mids", mids)

    def point(self, name: str, leg: Leg | None = None, arm: Arm | None = None) -> Array:
        """Return a point by its name, shape (2,).

        Names are those of the landmarks, ``mid_...`` of both sides, and of a limb ``hip``, ``knee``, ``ankle``,
        ``heel``, ``toe``, ``shoulder``, ``elbow`` and ``wrist``; see also `FROM`.

        Raises
        ------
        KeyError
            For a name that is none of these, or a limb that is not told apart.
        """
        if name in self.mids:
            return self.mids[name]
        for end, axes in FROM.items():
            if name.endswith(end):
                return self.world[INDEX[name.removesuffix(end)]][axes]
        if name in INDEX:
            return self.points[INDEX[name]]
        return self.points[self._row(name, leg, arm)]

    def _row(self, name: str, leg: Leg | None, arm: Arm | None) -> int:
        if name in _ARM_POINTS and arm is not None:
            return INDEX[f"{self.arms[arm]}_{name}"]
        if leg is None:
            raise KeyError(f"{name}: which limb?")
        limb = self.legs[leg]
        return INDEX[f"{side_of(limb)}_hip"] if name == "hip" else limb.row(name)


Frame = SagittalFrame | FrontalFrame
"""A pose in the plane that the camera sees."""


def _middle(points: Array, name: str) -> Array:
    return (points[INDEX[f"left_{name}"]] + points[INDEX[f"right_{name}"]]) / 2


def side_of(limb: Limb) -> Side:
    """Return the side of a leg of a frontal frame."""
    return "left" if limb.knee == INDEX["left_knee"] else "right"


def frontal_frame(pose: Pose, trunk_length: float, picker: LimbPicker) -> FrontalFrame:
    """Return a pose seen from the front with its limbs told apart."""
    points = sagittal_points(pose, 0)
    legs, arms = picker.pick(points)
    # the estimate's depth grows away from the camera, so forward is toward it; y is down
    return FrontalFrame(points, pose.xyz.astype(np.float64) * np.array([1.0, -1.0, -1.0]), trunk_length, legs, arms)


class LimbPicker:
    """Tells the raised arm and the bent leg, frame by frame; what cannot be told goes on as it was.

    The raised arm is the one with the higher wrist, the bent leg the one toward which the hips have moved.
    """

    def __init__(self, trunk_length: float) -> None:
        self._trunk = trunk_length
        self._raised: Side | None = None
        self._bent: Side | None = None

    def pick(self, points: Array) -> tuple[Mapping[Leg, Limb], Mapping[Arm, Side]]:
        """Return the legs and arms of a frame, `points` as in `FrontalFrame`."""
        rows = {n: (points[INDEX[f"left_{n}"]], points[INDEX[f"right_{n}"]]) for n in ("wrist", "hip", "ankle")}
        higher = float(rows["wrist"][0][1] - rows["wrist"][1][1]) / self._trunk
        self._raised = _told(higher, MIN_HAND_GAP, self._raised)
        shift = float(np.mean(rows["hip"], axis=0)[0] - np.mean(rows["ankle"], axis=0)[0]) / self._trunk
        self._bent = _told(shift, MIN_HIP_WAY, self._bent)
        legs: dict[Leg, Limb] = {side: _LEGS[side] for side in _SIDES}
        arms: dict[Arm, Side] = {"left": "left", "right": "right"}
        if self._raised is not None:
            arms["raised"] = self._raised
            arms["lowered"] = "right" if self._raised == "left" else "left"
        if self._bent is not None:
            legs["bent"], legs["straight"] = _LEGS[self._bent], _LEGS[OTHER_SIDE[self._bent]]
        return MappingProxyType(legs), MappingProxyType(arms)


Picker = LegPicker | LimbPicker
"""What tells the limbs apart from frame to frame."""


def make_picker(
    facing: Facing,
    trunk_length: float,
    names: Collection[Leg] | None = None,
    *,
    rest: Mapping[Side, FootAtRest] | None = None,
) -> Picker:
    """Return what tells the limbs apart of a person who faces so; from the side the legs in `names` (None: all)."""
    return LimbPicker(trunk_length) if facing == 0 else LegPicker(facing, trunk_length, names, rest=rest)


def build_frame(pose: Pose, facing: Facing, trunk_length: float, picker: Picker | None) -> Frame:
    """Return a pose in body axes with its limbs told apart (by a fresh picker where none is given)."""
    picker = picker or make_picker(facing, trunk_length)
    if isinstance(picker, LimbPicker):
        return frontal_frame(pose, trunk_length, picker)
    points = sagittal_points(pose, facing)
    return SagittalFrame(points, facing, trunk_length, picker.pick(points))


def _told(toward_left: float, least: float, before: Side | None) -> Side | None:
    if not abs(toward_left) >= least:
        return before
    return "left" if toward_left > 0 else "right"
