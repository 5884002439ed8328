"""Coming into the picture and leaving it: a walk to the place, then from standing into the start position.

Simple on purpose: what matters is that a person appears, walks, goes down and is not yet exercising.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np

from benchmarks.synthetic.anthropometry import SIDES, Body, Side
from benchmarks.synthetic.kinematics import ArmAngles, BodyPose, Bones, Frames, LegAngles, Reach, fk
from benchmarks.synthetic.movements.limbs import ease, vector
from benchmarks.synthetic.rotations import Vector, rotate_part_of_the_way, ry

WALK_SHARE: Final = 0.6
"""Part of the time that is walked; the rest takes the start position."""
STEPS_PER_M: Final = 0.9
"""Double steps per metre at an easy pace."""
STRIDE_DEG: Final = 22.0
"""Swing of the thigh to either side."""
TALK_SHARE: Final = 0.6
"""Part of the time that is talked; the rest takes the start position."""
GESTURE_HZ: Final = 0.8
"""Hands that go with words beat about once a second."""
TURNED_SHARE: Final = 0.7
"""Who talks to a camera at the side turns most of the way to it."""
FLOOR_CLEARANCE_M: Final = 0.03
"""Half the thickness of what lies on the floor: no bone's joint comes lower."""


def walking_in(body: Body, start: BodyPose, share: float, way: Vector) -> BodyPose:
    """Return the posture at `share` (0 to 1) of coming in along `way` (metres, on the floor) to the pose `start`."""
    arrived = _standing_at(body, start)
    if share < WALK_SHARE:
        left = 1 - share / WALK_SHARE
        return _walking(body, arrived, way, -left)
    down = ease((share - WALK_SHARE) / (1 - WALK_SHARE))
    return blend(body, _walking(body, arrived, way, 0.0), start, down)


def walking_out(body: Body, end: BodyPose, share: float, way: Vector) -> BodyPose:
    """Return the posture at `share` of leaving along `way` (metres) from the pose `end`."""
    up_share = 1 - WALK_SHARE
    arrived = _standing_at(body, end)
    if share < up_share:
        return blend(body, end, _walking(body, arrived, way, 0.0), ease(share / up_share))
    gone = (share - up_share) / WALK_SHARE
    return _walking(body, arrived, way, gone)


def talking(body: Body, start: BodyPose, share: float, time_s: float, toward_deg: float) -> BodyPose:
    """Return the posture at `share` (0 to 1) of talking to the camera and then taking the pose `start`.

    Parameters
    ----------
    time_s
        Moves the hands.
    toward_deg
        Azimuth of the camera; the person turns half-way to it.
    """
    at = _standing_at(body, start)
    beat = 2 * np.pi * GESTURE_HZ * time_s
    arms: dict[Side, ArmAngles] = {
        side: ArmAngles(
            25 + 15 * np.sin(beat + sign), 12.0 + 6 * np.sin(0.6 * beat), 0.0, 75 + 25 * np.sin(beat + 2 * sign)
        )
        for side, sign in SIDES
    }
    turned = ry(TURNED_SHARE * toward_deg + 6 * np.sin(0.3 * beat))
    stands = _onto_floor(body, BodyPose(pelvis_at=at, pelvis_rotation=turned, arms=arms), exactly=True)
    return blend(body, stands, start, ease(max(share - TALK_SHARE, 0.0) / (1 - TALK_SHARE)))


def moved(body: Body, pose: BodyPose, way: Vector) -> BodyPose:
    """Return the whole posture `way` (metres) further on the floor."""

    def limb(one: ArmAngles | LegAngles | Reach | Frames) -> ArmAngles | LegAngles | Reach | Frames:
        return replace(one, target=one.target + way) if isinstance(one, Reach) else one

    at = vector(0.0, body.hip_height, 0.0) if pose.pelvis_at is None else pose.pelvis_at
    arms: Any = {side: limb(arm) for side, arm in pose.arms.items()}
    legs: Any = {side: limb(leg) for side, leg in pose.legs.items()}
    return replace(pose, pelvis_at=at + way, arms=arms, legs=legs)


def _standing_at(body: Body, pose: BodyPose) -> Vector:
    """Return where mid-hip is when the person stands at the place of a pose."""
    at = fk(body, pose).O["pelvis"]
    return vector(at[0], body.hip_height - 0.02, at[2])


def _walking(body: Body, place: Vector, way: Vector, share: float) -> BodyPose:
    """Return a step of a walk, `share` of the way past `place`; 0 stands still there."""
    yaw = float(np.degrees(np.arctan2(way[0], way[2])))
    steps = STEPS_PER_M * float(np.linalg.norm(way)) * abs(share)
    swing = STRIDE_DEG * np.sin(2 * np.pi * steps) * min(1.0, 4 * abs(share))
    legs: dict[Side, LegAngles] = {
        side: LegAngles(sign * swing, 2.0, knee=6.0 + 1.2 * max(0.0, -sign * swing)) for side, sign in SIDES
    }
    arms: dict[Side, ArmAngles] = {side: ArmAngles(-0.7 * sign * swing, 7.0, 0.0, 15.0) for side, sign in SIDES}
    pose = BodyPose(pelvis_at=place + way * share, pelvis_rotation=ry(yaw), legs=legs, arms=arms)
    return _onto_floor(body, pose, exactly=True)


def blend(body: Body, start: BodyPose, end: BodyPose, share: float) -> BodyPose:
    """Return the posture `share` (0 to 1) of the way between two, bone by bone, without sinking into the floor."""
    if share <= 0 or share >= 1:
        return start if share <= 0 else end
    a, b = fk(body, start), fk(body, end)

    def mix(x: float, y: float) -> float:
        return x + (y - x) * share

    def bend(x: tuple[float, ...], y: tuple[float, ...]) -> tuple[float, float, float]:
        return mix(x[0], y[0]), mix(x[1], y[1]), mix(x[2], y[2])

    clavicles: dict[Side, tuple[float, float]] = {}
    for side, _ in SIDES:
        one, two = start.clavicles.get(side, (0.0, 0.0)), end.clavicles.get(side, (0.0, 0.0))
        clavicles[side] = (mix(one[0], two[0]), mix(one[1], two[1]))
    pose = BodyPose(
        pelvis_at=a.O["pelvis"] + (b.O["pelvis"] - a.O["pelvis"]) * share,
        pelvis_rotation=rotate_part_of_the_way(a.R["pelvis"], b.R["pelvis"], share),
        lumbar=bend(start.lumbar, end.lumbar),
        thorax=bend(start.thorax, end.thorax),
        neck=bend(start.neck, end.neck),
        head_forward=mix(start.head_forward, end.head_forward),
        clavicles=clavicles,
        arms={side: _limb(a, b, ("ua", "fa", "hand"), side, share) for side, _ in SIDES},
        legs={side: _limb(a, b, ("thigh", "shank", "foot"), side, share) for side, _ in SIDES},
    )
    return _onto_floor(body, pose)


def _limb(a: Bones, b: Bones, names: tuple[str, str, str], side: Side, share: float) -> Frames:
    upper, lower, end = (rotate_part_of_the_way(a.R[f"{n}{side}"], b.R[f"{n}{side}"], share) for n in names)
    return Frames(upper, lower, end)


def _onto_floor(body: Body, pose: BodyPose, *, exactly: bool = False) -> BodyPose:
    """Return the pose lifted so that no joint is in the floor; `exactly` also lets a floating one down."""
    bones = fk(body, pose)
    ankles = [bones.O[f"foot{side}"][1] - body.ankle_height for side, _ in SIDES]
    others = [origin[1] - FLOOR_CLEARANCE_M for origin in bones.O.values()]
    lowest = min(ankles) if exactly else min(others)
    if lowest >= 0 and not exactly:
        return pose
    return replace(pose, pelvis_at=bones.O["pelvis"] - vector(0.0, lowest, 0.0))
