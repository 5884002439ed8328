"""The 33 points of MediaPipe's pose model on the bones; order and names are `posecheck.body.skeleton.LANDMARKS`.

Where the model puts its points on a real head, hand and foot is learnt, not defined; these offsets put them where it
draws them on our rendered people (shares of body height, in the bone's own axes, left side).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.anthropometry import SIDES, Body
from benchmarks.synthetic.kinematics import Bones
from posecheck.body.skeleton import INDEX, N_LANDMARKS

HEAD_POINTS: Final = MappingProxyType(
    {
        "nose": (0.0, 0.004, 0.070),
        "left_eye_inner": (0.010, 0.024, 0.052),
        "left_eye": (0.0175, 0.024, 0.0505),
        "left_eye_outer": (0.025, 0.024, 0.046),
        "left_ear": (0.044, 0.012, 0.002),
        "mouth_left": (0.013, -0.020, 0.056),
    }
)
"""From the joint under the skull."""
HAND_POINTS: Final = MappingProxyType(
    {"pinky": (0.010, -0.052, -0.022), "index": (0.010, -0.056, 0.016), "thumb": (0.010, -0.034, 0.032)}
)
"""From the wrist."""
HEEL: Final = (0.0, -0.027, -0.038)
"""From the ankle."""
FOOT_INDEX: Final = (0.0, -0.008, 0.036)
"""From the joints of the toes."""

JOINTS: Final = MappingProxyType(
    {"shoulder": "ua", "elbow": "fa", "wrist": "hand", "hip": "thigh", "knee": "shank", "ankle": "foot"}
)
"""Landmark -> the bone whose origin it is."""


def landmarks(body: Body, bones: Bones) -> NDArray[np.float64]:
    """Return the 33 points in the world, shape (33, 3), metres."""
    points = np.zeros((N_LANDMARKS, 3))

    def put(name: str, bone: str, offset: tuple[float, float, float], sign: float = 1.0) -> None:
        local = np.array(offset) * (sign, 1.0, 1.0) * body.height
        points[INDEX[name]] = bones.O[bone] + bones.R[bone] @ local

    for name, offset in HEAD_POINTS.items():
        put(name, "head", offset)
        if "left" in name:
            put(name.replace("left", "right"), "head", offset, -1.0)
    for side, sign in SIDES:
        word = "left" if side == "L" else "right"
        for name, bone in JOINTS.items():
            points[INDEX[f"{word}_{name}"]] = bones.O[f"{bone}{side}"]
        for name, offset in HAND_POINTS.items():
            put(f"{word}_{name}", f"hand{side}", offset, sign)
        put(f"{word}_heel", f"foot{side}", HEEL)
        put(f"{word}_foot_index", f"toes{side}", FOOT_INDEX)
    return points
