"""The body's own plane: a pose seen along the facing direction, with legs chosen by geometry.

The one place that turns image axes (y down) into body axes (x toward the facing direction, y up).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import Pose
from posecheck.body.skeleton import INDEX, Side
from posecheck.rules.exercise.definition import Arm, Body, CameraView, Leg

Facing = Literal[1, -1, 0]
"""Direction the person faces in the picture: 1 right, -1 left, 0 toward the camera.

Lying, the picture is thought turned until the person stands: on the back 1 means that the feet point right, on the
belly that the head does. Either way the right side of the body is then near, and every angle keeps its sign.
"""

_EARS: Final = (INDEX["left_ear"], INDEX["right_ear"])
_SHOULDERS: Final = (INDEX["left_shoulder"], INDEX["right_shoulder"])
_HIPS: Final = (INDEX["left_hip"], INDEX["right_hip"])
_KNEES: Final = {"left": INDEX["left_knee"], "right": INDEX["right_knee"]}
_ANKLES: Final = {"left": INDEX["left_ankle"], "right": INDEX["right_ankle"]}
_HANDS: Final = {"left": INDEX["left_index"], "right": INDEX["right_index"]}
_MIDS: Final = {"mid_ear": _EARS, "mid_shoulder": _SHOULDERS, "mid_hip": _HIPS, "mid_ankle": tuple(_ANKLES.values())}
_MIDS["mid_wrist"] = (INDEX["left_wrist"], INDEX["right_wrist"])

_NEAR_ARM: Final = {
    side: {f"near_{joint}": INDEX[f"{side}_{joint}"] for joint in ("shoulder", "elbow", "wrist")}
    for side in ("left", "right")
}
_BOTH_ANKLES: Final = ("left_ankle", "right_ankle")
_HEEL_AFTER_ANKLE, _TOE_AFTER_ANKLE = 2, 4  # rows in the table of landmarks, on either side


@dataclass(frozen=True, slots=True)
class Limb:
    """Rows of one leg's knee and ankle. They may carry different side labels: labels swap, bodies do not."""

    knee: int
    ankle: int

    def row(self, name: str) -> int:
        """Return the row of ``knee``, ``ankle``, ``heel`` or ``toe`` (the foot goes with the ankle)."""
        if name == "knee":
            return self.knee
        return self.ankle + {"ankle": 0, "heel": _HEEL_AFTER_ANKLE, "toe": _TOE_AFTER_ANKLE}[name]


@dataclass(frozen=True, slots=True, eq=False)
class SagittalFrame:
    """A pose in the body's sagittal plane.

    Parameters
    ----------
    points
        Shape (33, 2): x toward the facing direction, y up, in image heights.
    facing
        1 where the person faces right in the picture, else -1.
    trunk_length
        Mid-hip to mid-shoulder of the person's neutral, image heights; the unit of lengths.
    legs
        Which rows are the near, the rear and the front leg (only those that the exercise tells apart).
    """

    points: NDArray[np.float64]
    facing: Facing
    trunk_length: float
    legs: Mapping[Leg, Limb]
    mids: Mapping[str, NDArray[np.float64]] = field(init=False)
    view: CameraView = field(init=False, default="side")

    def __post_init__(self) -> None:
        """Take the mid-points once: nearly every measure needs them."""
        mids = {name: (self.points[a] + self.points[b]) / 2 for name, (a, b) in _MIDS.items()}
        near = near_side_of(self.facing)
        mids["near_hand"] = self.points[_HANDS[near]]
        mids["nose"] = self.points[INDEX["nose"]]
        mids |= {name: self.points[INDEX[name]] for name in _BOTH_ANKLES}
        mids["near_knee"] = self.points[_KNEES[near]]
        mids["far_ankle"] = self.points[_ANKLES["left" if near == "right" else "right"]]
        mids |= {name: self.points[row] for name, row in _NEAR_ARM[near].items()}
        object.__setattr__(self, "mids", mids)

    def point(self, name: str, leg: Leg | None = None, arm: Arm | None = None) -> NDArray[np.float64]:  # noqa: ARG002
        """Return a point by its name, shape (2,).

        Names are ``mid_hip``, ``mid_shoulder``, ``mid_ear``, ``mid_ankle``, ``mid_wrist``, ``nose``, ``near_hand``
        (the index finger), ``near_shoulder``, ``near_elbow``, ``near_wrist``, ``near_knee``, ``far_ankle``,
        ``left_ankle``, ``right_ankle``, and, of a leg, ``knee``, ``ankle``, ``heel`` and ``toe``. From the side only
        the near arm is read, so `arm` says nothing here.

        Raises
        ------
        KeyError
            For a name that is none of these, or a leg that is not told apart.
        """
        if name in self.mids:
            return self.mids[name]
        if leg is None:
            raise KeyError(f"{name}: which leg?")
        return self.points[self.legs[leg].row(name)]


def sagittal_points(pose: Pose, facing: Facing) -> NDArray[np.float64]:
    """Return the pose in body axes, shape (33, 2): x toward `facing`, y up, image heights.

    Of a person who faces the camera x is toward their left, the picture's right.
    """
    return pose.xy.astype(np.float64) * np.array([way_of(facing), -1.0])


def image_point(point: NDArray[np.floating[Any]], facing: Facing) -> tuple[float, float]:
    """Return a point of the body plane in image axes (x right, y down)."""
    return float(point[0]) * way_of(facing), -float(point[1])


def way_of(facing: Facing) -> Literal[1, -1]:
    """Return the picture's x direction in which the body's x grows."""
    return -1 if facing == -1 else 1


def near_side_of(facing: Facing) -> Side:
    """Return the side nearest the camera of an upright person: facing right shows the right side.

    Examples
    --------
    >>> near_side_of(1), near_side_of(-1)
    ('right', 'left')
    """
    return "right" if facing == 1 else "left"


def facing_of(pose: Pose) -> float:
    """Return the nose's offset from the ears in trunk lengths: positive facing right, near 0 facing the camera."""
    ears = (pose.xy[_EARS[0]] + pose.xy[_EARS[1]]) / 2
    trunk = trunk_length_of(pose)
    return float(pose.xy[0, 0] - ears[0]) / trunk if trunk > 0 else math.nan


def lying_facing_of(pose: Pose, body: Body) -> float:
    """Return the way from hips to shoulders across the picture in trunk lengths, signed as `Facing` of a lying body.

    1 or -1 with the body along the picture, near 0 seen from the feet or the head.
    """
    trunk = trunk_length_of(pose)
    across = float(np.mean(pose.xy[list(_SHOULDERS), 0]) - np.mean(pose.xy[list(_HIPS), 0]))
    return across / trunk * (-1 if body == "supine" else 1) if trunk > 0 else math.nan


def trunk_length_of(pose: Pose) -> float:
    """Return the distance from mid-hip to mid-shoulder in image heights."""
    trunk = (pose.xy[_SHOULDERS[0]] + pose.xy[_SHOULDERS[1]] - pose.xy[_HIPS[0]] - pose.xy[_HIPS[1]]) / 2
    return float(math.hypot(trunk[0], trunk[1]))
