"""Bodies with closed-form truth: a kneeling lunge and a standing bend, built from the angles that rules read.

Lengths are in trunk lengths (segment lengths over body height: trunk 0.288, thigh 0.245, shank 0.246). In body axes
x points where the person faces and y up; `to_pose` turns that into a picture.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from posecheck.pose import Pose, PoseTrack, Source, join_poses
from posecheck.skeleton import INDEX

THIGH, SHANK, NECK = 0.85, 0.855, 0.42
SOURCE = Source("made-up.mp4", "bodies", "", 640, 480, 0, 15.0, 10.0)


def ray(deg: float, length: float = 1.0) -> np.ndarray:
    """A vector leaning `deg` forward of the vertical."""
    return length * np.array([math.sin(math.radians(deg)), math.cos(math.radians(deg))])


@dataclass
class Shot:
    """How a body is put into the picture."""

    facing: int = 1
    trunk: float = 0.2  # trunk length in image heights
    floor: tuple[float, float] = (0.65, 0.85)
    yaw_deg: float = 0.0
    swap_legs: bool = False
    near_works: bool = True
    brightness: float = 0.5
    people: float = 1.0
    hidden: Sequence[str] = field(default_factory=tuple)
    noise: np.random.Generator | None = None


def lunge(*, thigh: float = 0.0, trunk: float = 0.0, knee_ahead: float = 0.0, ear: float = 10.0) -> dict[str, np.ndarray]:
    """A half-kneeling body: rear thigh and trunk lean forward by degrees, front knee ahead of its ankle in shanks."""
    knee = np.array([0.0, 0.12])
    hip = knee + ray(thigh, THIGH)
    front_ankle = np.array([0.85, 0.12])
    front_knee = front_ankle + SHANK * np.array([knee_ahead, math.sqrt(1 - knee_ahead**2)])
    return {
        "hip": hip,
        "shoulder": hip + ray(trunk),
        "ear": hip + ray(trunk) + ray(ear + trunk, NECK),
        "rear_knee": knee,
        "rear_ankle": knee + np.array([-SHANK, 0.0]),
        "front_knee": front_knee,
        "front_ankle": front_ankle,
    }


def bend(*, trunk: float = 0.0, knee: float = 5.0, hips_back: float | None = None, ear: float = 10.0) -> dict[str, np.ndarray]:
    """A standing body bent forward by `trunk` degrees with the knees bent by `knee`, hips over or behind the ankles."""
    back = 0.25 * math.sin(math.radians(max(trunk, 0))) if hips_back is None else hips_back
    ankle = np.array([0.0, 0.14])
    reach = math.sqrt(THIGH**2 + SHANK**2 + 2 * THIGH * SHANK * math.cos(math.radians(knee)))
    hip = ankle + np.array([-back, math.sqrt(reach**2 - back**2)])
    way = hip - ankle
    along = (SHANK**2 - THIGH**2 + reach**2) / (2 * reach)
    off = math.sqrt(max(SHANK**2 - along**2, 0.0)) * math.copysign(1.0, knee)
    knee_at = ankle + way / reach * along + off * np.array([way[1], -way[0]]) / reach
    return {
        "hip": hip,
        "shoulder": hip + ray(trunk),
        "ear": hip + ray(trunk) + ray(ear + trunk, NECK),
        "rear_knee": knee_at,
        "rear_ankle": ankle,
        "front_knee": knee_at,
        "front_ankle": ankle,
    }


def to_pose(time_s: float, body: dict[str, np.ndarray], shot: Shot | None = None) -> Pose:
    """Put a body into a picture (x right, y down, image heights)."""
    shot = shot or Shot()
    near, far = ("right", "left") if shot.facing == 1 else ("left", "right")
    rear, front = (near, far) if shot.near_works else (far, near)
    if shot.swap_legs:
        rear, front = front, rear
    points = np.zeros((33, 2))
    depth = np.zeros(33)
    half = {"shoulder": 0.39, "hip": 0.17, "ear": 0.15}
    for name, width in half.items():
        for side, sign in ((near, -1), (far, 1)):
            i = INDEX[f"{side}_{name}"]
            points[i] = body[name] + np.array([sign * width * math.sin(math.radians(shot.yaw_deg)), 0])
            depth[i] = sign * width * math.cos(math.radians(shot.yaw_deg)) * 0.5
    near_leg = -0.15 if shot.near_works else 0.15
    for leg, side, z in (("rear", rear, near_leg), ("front", front, -near_leg)):
        for joint in ("knee", "ankle"):
            points[INDEX[f"{side}_{joint}"]] = body[f"{leg}_{joint}"]
            depth[INDEX[f"{side}_{joint}"]] = z
    head = body["ear"] + np.array([0.16 * math.cos(math.radians(shot.yaw_deg)), 0.02])
    points[INDEX["nose"]] = head
    seen = {INDEX[n] for n in ("nose", *(f"{s}_{p}" for s in (near, far) for p in ("ear", "shoulder", "hip", "knee", "ankle")))}
    for i in range(33):
        if i not in seen:
            points[i] = head
    image = np.array(shot.floor) + shot.trunk * points * np.array([shot.facing, -1.0])
    if shot.noise is not None:
        image = image + shot.noise.normal(0, 0.0015, image.shape)
    xyz = np.concatenate([0.5 * points * np.array([shot.facing, -1.0]), depth[:, None]], axis=1)
    # The shoulder line of a turned body: its picture offset is in xy; the world's x offset makes the same yaw.
    for name in half:
        for side, sign in ((near, -1), (far, 1)):
            i = INDEX[f"{side}_{name}"]
            xyz[i, 0] = sign * half[name] * 0.5 * math.sin(math.radians(shot.yaw_deg))
    visibility = np.full(33, 0.95)
    for i in (INDEX[f"{far}_knee"], INDEX[f"{far}_ankle"]):
        visibility[i] = 0.6 if shot.near_works else 0.99
    return Pose(time_s, image, xyz, visibility, brightness=shot.brightness, people=shot.people)


def smooth_step(u: float) -> float:
    """Minimum-jerk course from 0 to 1."""
    u = min(max(u, 0.0), 1.0)
    return u**3 * (u * (6 * u - 15) + 10)


def course(
    t: float, *, setup_s: float = 1.5, in_s: float = 2.4, hold_s: float = 3.0, out_s: float = 3.2, rest_s: float = 1.0, reps: int = 1
) -> float:
    """Amplitude 0 to 1 at time t of one or several repetitions."""
    t -= setup_s
    whole = in_s + hold_s + out_s + rest_s
    if t < 0 or t >= reps * whole:
        return 0.0
    t %= whole
    if t < in_s:
        return smooth_step(t / in_s)
    if t < in_s + hold_s:
        return 1.0
    return 1 - smooth_step((t - in_s - hold_s) / out_s)


def film(
    body_at: Callable[[float], dict[str, np.ndarray] | None],
    *,
    seconds: float = 12.0,
    fps: float = 15.0,
    start_s: float = 0.0,
    shot: Shot | Callable[[float], Shot] | None = None,
    source: Source = SOURCE,
) -> PoseTrack:
    """Return the track of a body over time; a body of None is a frame without a person."""
    poses: list[Pose] = []
    for i in range(round(seconds * fps)):
        t = i / fps
        body = body_at(t)
        how = shot(t) if callable(shot) else shot
        if body is None:
            empty = np.full((33, 3), np.nan)
            poses.append(Pose(start_s + t, empty[:, :2], empty, np.zeros(33), brightness=0.5))
        else:
            poses.append(to_pose(start_s + t, body, how))
    return join_poses(poses, source=source)


def lunge_film(*, amount: float = 15.0, fault: dict[str, float] | None = None, **how: object) -> PoseTrack:
    """A lunge whose thigh leans `amount` at the hold; `fault` gives other angles there."""
    fault = fault or {}
    timing = {k: how.pop(k) for k in ("setup_s", "in_s", "hold_s", "out_s", "rest_s", "reps") if k in how}

    def body(t: float) -> dict[str, np.ndarray]:
        u = course(t, **timing)  # type: ignore[arg-type]
        return lunge(thigh=u * amount, trunk=u * fault.get("trunk", 0.0), knee_ahead=-0.1 + u * (fault.get("knee_ahead", 0.05) + 0.1), ear=10 + u * fault.get("ear", 0.0))

    return film(body, **how)  # type: ignore[arg-type]


def bend_film(*, amount: float = 65.0, fault: dict[str, float] | None = None, **how: object) -> PoseTrack:
    """A bend whose trunk leans `amount` at the hold; `fault` gives other angles there."""
    fault = fault or {}
    timing = {k: how.pop(k) for k in ("setup_s", "in_s", "hold_s", "out_s", "rest_s", "reps") if k in how}

    def body(t: float) -> dict[str, np.ndarray]:
        u = course(t, **timing)  # type: ignore[arg-type]
        hips = fault.get("hips_back")
        return bend(trunk=u * amount, knee=5 + u * fault.get("knee", 3.0), hips_back=None if hips is None else u * hips, ear=10 + u * fault.get("ear", 0.0))

    return film(body, **how)  # type: ignore[arg-type]
