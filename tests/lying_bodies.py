"""Lying bodies with closed-form truth, built from the angles and heights that rules read.

On the back with the head at -x and the belly up, or on the belly with the head at +x: the axes of
`posecheck.rules.reading.side_plane` for a facing of 1. Lengths in trunk lengths.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from posecheck.body.pose import Pose, PoseTrack, join_poses
from posecheck.body.skeleton import INDEX
from tests.bodies import SOURCE, THIGH, course

Body = dict[str, np.ndarray]
SHANK, NECK, UPPER_ARM, FOREARM, HEEL, FOOT = 0.855, 0.42, 0.6, 0.5, 0.13, 0.45
JOINT = 0.25  # height of hips and shoulders of somebody who lies flat


def turn(way: np.ndarray, deg: float) -> np.ndarray:
    """A vector turned counter-clockwise."""
    c, s = math.cos(math.radians(deg)), math.sin(math.radians(deg))
    return np.array([c * way[0] - s * way[1], s * way[0] + c * way[1]])


@dataclass(frozen=True)
class Leg:
    """Trunk-thigh and knee flexion, dorsiflexion, degrees."""

    hip: float = 0.0
    knee: float = 0.0
    ankle: float = -20.0


def lying(
    *,
    near: Leg = Leg(),
    far: Leg | None = None,
    trunk: float = 0.0,
    head: float = 0.0,
    arm: float = 0.0,
    prone: bool = False,
    at: tuple[float, float] = (0.0, 0.0),
) -> Body:
    """A lying body whose shoulders stay where they are.

    `trunk` is how far the line from shoulders to hips rises from the floor (prone: from hips to shoulders, and the
    hips stay), `head` how far the ear lies above its place at rest, `arm` the elevation of the straight near arm.
    """
    sign = 1.0 if prone else -1.0  # where the head is
    rest = np.array([0.0, JOINT]) + np.array(at)
    up = turn(np.array([sign, 0.0]), trunk)  # from hips to shoulders
    hip = rest if prone else rest - up
    shoulder = rest + up if prone else rest
    ear = shoulder + np.array([sign * math.sqrt(NECK**2 - head**2), head])
    front = -1.0 if prone else 1.0
    body = {"hip": hip, "shoulder": shoulder, "ear": ear, "nose": ear + np.array([0.02 * sign, 0.16 * front])}
    elbow = shoulder + UPPER_ARM * turn(-up, arm)
    body |= {"elbow": elbow, "wrist": elbow + FOREARM * turn(-up, arm)}
    for name, leg in (("near", near), ("far", far or near)):
        thigh = turn(-up, leg.hip)
        shank = turn(thigh, -leg.knee)
        knee = hip + THIGH * thigh
        ankle = knee + SHANK * shank
        foot = turn(-shank, leg.ankle - 90.0)
        heel = ankle + HEEL * shank
        body |= {f"{name}_knee": knee, f"{name}_ankle": ankle, f"{name}_heel": heel, f"{name}_toe": heel + FOOT * foot}
    return body


def to_pose(
    time_s: float, body: Body, *, facing: int = 1, yaw_deg: float = 0.0, trunk: float = 0.2, roll_deg: float = 0.0
) -> Pose:
    """Put a lying body into a picture of 4:3 (x right, y down, image heights); `facing` -1 is its mirror image."""
    near, far = ("right", "left") if facing == 1 else ("left", "right")
    points, depth = np.zeros((33, 2)), np.zeros(33)
    points[:] = body["nose"]
    for name, width in {"shoulder": 0.39, "hip": 0.17, "ear": 0.15, "elbow": 0.4, "wrist": 0.4}.items():
        for side, out in ((near, -1.0), (far, 1.0)):
            points[INDEX[f"{side}_{name}"]] = body[name]
            depth[INDEX[f"{side}_{name}"]] = out * width
    for name in ("knee", "ankle", "heel", "toe"):
        for side, which, out in ((near, "near", -1.0), (far, "far", 1.0)):
            row = INDEX[f"{side}_{'foot_index' if name == 'toe' else name}"]
            points[row], depth[row] = body[f"{which}_{name}"], out * 0.17
    c, s = math.cos(math.radians(yaw_deg)), math.sin(math.radians(yaw_deg))
    across, depth = points[:, 0] * c - depth * s, points[:, 0] * s + depth * c
    seen = np.stack([across, points[:, 1]], 1) * trunk * np.array([facing, -1.0])
    c, s = math.cos(math.radians(roll_deg)), math.sin(math.radians(roll_deg))
    image = np.array([0.66, 0.7]) + seen @ np.array([[c, s], [-s, c]])
    xyz = np.concatenate([seen / trunk * 0.5, depth[:, None] * 0.5], 1)
    visibility = np.full(33, 0.95)
    visibility[[INDEX[f"{far}_{n}"] for n in ("knee", "ankle", "heel", "foot_index")]] = 0.5
    return Pose(time_s, image, xyz, visibility, brightness=0.5, people=1.0)


def film(body_at: Callable[[float], Body], *, seconds: float = 12.0, fps: float = 15.0, **how: Any) -> PoseTrack:
    """The track of a lying body; `body_at` takes the amplitude 0 to 1 of one repetition, see `bodies.course`."""
    poses = [to_pose(i / fps, body_at(course(i / fps)), **how) for i in range(round(seconds * fps))]
    return join_poses(poses, source=SOURCE)
