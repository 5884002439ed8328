"""Bodies with closed-form truth: a kneeling lunge and a standing bend, built from the angles that rules read.

Lengths are in trunk lengths (segment lengths over body height: trunk 0.288, thigh 0.245, shank 0.246). In body axes
x points where the person faces and y up; `to_pose` turns that into a picture.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from posecheck.body.pose import STATIONS, Pose, PoseTrack, Source, join_poses
from posecheck.body.skeleton import INDEX

Body = dict[str, np.ndarray]
THIGH, SHANK, NECK = 0.85, 0.855, 0.42
HALF_WIDTHS = {"shoulder": 0.39, "hip": 0.17, "ear": 0.15}
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
    jitter: float = 0.0015


def step_for(knee_ahead: float, *, thigh: float) -> float:
    """Where the front foot stands so that the front knee is `knee_ahead` shanks ahead of it with the rear thigh so."""
    hip = np.array([0.0, 0.12]) + ray(thigh, THIGH)
    height = 0.12 + SHANK * math.sqrt(1 - knee_ahead**2)
    return hip[0] + math.sqrt(THIGH**2 - (hip[1] - height) ** 2) - knee_ahead * SHANK


def lunge(*, thigh: float = 0.0, trunk: float = 0.0, step: float = 0.85, ear: float = 10.0) -> Body:
    """A half-kneeling body: rear thigh and trunk lean forward by degrees, the front foot stands at `step`."""
    knee = np.array([0.0, 0.12])
    hip = knee + ray(thigh, THIGH)
    front_ankle = np.array([step, 0.12])
    return {
        "hip": hip,
        "shoulder": hip + ray(trunk),
        "ear": hip + ray(trunk) + ray(ear + trunk, NECK),
        "rear_knee": knee,
        "rear_ankle": knee + np.array([-SHANK, 0.0]),
        "front_knee": _knee_between(hip, front_ankle),
        "front_ankle": front_ankle,
    }


def _knee_between(hip: np.ndarray, ankle: np.ndarray) -> np.ndarray:
    """The knee of a leg of fixed lengths, bent forward and up."""
    way = hip - ankle
    reach = min(float(np.hypot(*way)), (THIGH + SHANK) * 0.999)
    along = (SHANK**2 - THIGH**2 + reach**2) / (2 * reach)
    off = math.sqrt(max(SHANK**2 - along**2, 0.0))
    unit = way / np.hypot(*way)
    return ankle + unit * along + off * np.array([unit[1], -unit[0]])


def bend(*, trunk: float = 0.0, knee: float = 5.0, hips_back: float | None = None, ear: float = 10.0) -> Body:
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


def to_pose(time_s: float, body: Body, shot: Shot | None = None) -> Pose:
    """Put a body into a picture (x right, y down, image heights)."""
    shot = shot or Shot()
    near, far = ("right", "left") if shot.facing == 1 else ("left", "right")
    points, depth = _place(body, shot, near, far)
    image = np.array(shot.floor) + shot.trunk * points * np.array([shot.facing, -1.0])
    if shot.noise is not None:
        image = image + shot.noise.normal(0, shot.jitter, image.shape)
    xyz = np.concatenate([0.5 * points * np.array([shot.facing, -1.0]), depth[:, None]], axis=1)
    # The shoulder line of a turned body: its picture offset is in xy; the world's x offset makes the same yaw.
    for name, width in HALF_WIDTHS.items():
        for side, sign in ((near, -1), (far, 1)):
            xyz[INDEX[f"{side}_{name}"], 0] = sign * width * 0.5 * math.sin(math.radians(shot.yaw_deg))
    visibility = np.full(33, 0.95)
    visibility[[INDEX[f"{far}_knee"], INDEX[f"{far}_ankle"]]] = 0.6 if shot.near_works else 0.99
    return Pose(time_s, image, xyz, visibility, brightness=shot.brightness, people=shot.people)


def _place(body: Body, shot: Shot, near: str, far: str) -> tuple[np.ndarray, np.ndarray]:
    """Landmarks in the body's plane (x where the person faces, y up), and their depth."""
    rear, front = (near, far) if shot.near_works else (far, near)
    if shot.swap_legs:
        rear, front = front, rear
    turned = math.radians(shot.yaw_deg)
    points, depth = np.zeros((33, 2)), np.zeros(33)
    points[:] = body["ear"] + np.array([0.16 * math.cos(turned), 0.02])  # the face, and all that no rule reads
    for name, width in HALF_WIDTHS.items():
        for side, sign in ((near, -1), (far, 1)):
            i = INDEX[f"{side}_{name}"]
            points[i] = body[name] + np.array([sign * width * math.sin(turned), 0])
            depth[i] = sign * width * math.cos(turned) * 0.5
    near_leg = -0.15 if shot.near_works else 0.15
    for leg, side, z in (("rear", rear, near_leg), ("front", front, -near_leg)):
        for joint in ("knee", "ankle"):
            points[INDEX[f"{side}_{joint}"]] = body[f"{leg}_{joint}"]
            depth[INDEX[f"{side}_{joint}"]] = z
    return points, depth


def smooth_step(u: float) -> float:
    """Minimum-jerk course from 0 to 1."""
    u = min(max(u, 0.0), 1.0)
    return u**3 * (u * (6 * u - 15) + 10)


def course(
    t: float,
    *,
    setup_s: float = 1.5,
    in_s: float = 2.4,
    hold_s: float = 3.0,
    out_s: float = 3.2,
    rest_s: float = 1.0,
    reps: int = 1,
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
    body_at: Callable[[float], Body | None],
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


def lunge_film(*, amount: float = 15.0, fault: dict[str, float] | None = None, **how: Any) -> PoseTrack:
    """A lunge whose thigh leans `amount` at the hold; `fault` gives other angles there."""
    fault = fault or {}
    timing, rest = _split(how)
    step = step_for(fault.get("knee_ahead", 0.05), thigh=amount)

    def body(t: float) -> Body:
        u = course(t, **timing)
        return lunge(thigh=u * amount, trunk=u * fault.get("trunk", 0), step=step, ear=10 + u * fault.get("ear", 0))

    return film(body, **rest)


def bend_film(*, amount: float = 65.0, fault: dict[str, float] | None = None, **how: Any) -> PoseTrack:
    """A bend whose trunk leans `amount` at the hold; `fault` gives other angles there."""
    fault = fault or {}
    timing, rest = _split(how)

    def body(t: float) -> Body:
        u = course(t, **timing)
        hips = u * fault["hips_back"] if "hips_back" in fault else None
        return bend(
            trunk=u * amount, knee=5 + u * fault.get("knee", 3), hips_back=hips, ear=10 + u * fault.get("ear", 0)
        )

    return film(body, **rest)


def outline_of(bow: float, *, facing: int = 1) -> np.ndarray:
    """An outline whose back bows out by `bow` chord lengths (minus: in) in the middle; the belly stays."""
    back = 0.2 + 4 * bow * STATIONS * (1 - STATIONS)
    belly = np.full(len(STATIONS), 0.2)
    return np.array([belly, back] if facing == 1 else [back, belly])


def with_back(track: PoseTrack, bow_at: Callable[[float], float], *, facing: int = 1) -> PoseTrack:
    """The track with a back that bows by `bow_at(time)`."""
    return replace(track, outline=np.array([outline_of(bow_at(float(t)), facing=facing) for t in track.time_s]))


def _split(how: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    names = ("setup_s", "in_s", "hold_s", "out_s", "rest_s", "reps")
    return {k: v for k, v in how.items() if k in names}, {k: v for k, v in how.items() if k not in names}
