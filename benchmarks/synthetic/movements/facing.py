"""Standing movements that are looked at from the front."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.synthetic.anthropometry import SIDES, Body, Side
from benchmarks.synthetic.kinematics import ArmAngles, BodyPose, LegAngles, Reach, fk
from benchmarks.synthetic.movements.base import Movement, Params, Tempo, ViewOfExercise
from benchmarks.synthetic.movements.limbs import (
    TOE_OUT_DEG,
    as_far_as_it_goes,
    between,
    ease,
    foot,
    standing_hip_height,
    standing_legs,
    vector,
)
from benchmarks.synthetic.rotations import Vector, unit

FRONT_VIEW = ViewOfExercise(0.0, 2.0, 1.75, (0.0, 0.55, 0.0))


def side_lunge(body: Body, u: float, p: Params) -> BodyPose:
    """Return the side lunge to the right: the left leg stays straight, the hips move over the right foot.

    Numbers: ``stance`` of each foot from the middle (body heights), ``shift`` of the hips to the right and ``sink``
    (body heights), ``pelvis`` tilt forward, ``lean`` of the trunk to the right, ``knee_in`` turn of the bent
    knee to the inside (degrees), ``heel`` lift of the bent leg's heel (body heights).
    """
    size, feet = body.height, p["stance"] * body.height
    shift = p["shift"] * size * u
    legs = {}
    for side, sign in SIDES:
        bent = side == "R"
        lift = p["heel"] * size * u if bent else 0.0
        turn = np.radians(38.0 - p["knee_in"] * u) if bent else 0.3
        pole = vector(sign * np.sin(turn), 0.0, np.cos(turn))
        legs[side] = Reach(
            vector(sign * feet, body.ankle_height + lift, 0.0),
            pole,
            foot(pitch_deg=90 * p["heel"] * 8 * u if bent else 0.0, turn_deg=sign * 3 * TOE_OUT_DEG),
        )
    # as high as the straight leg lets the hips be, and not higher than they were
    from_left = feet - body.half_hip_width + shift
    over_left = body.ankle_height + np.sqrt(max((body.leg * 0.9985) ** 2 - from_left**2, 0.01))
    start = standing_hip_height(body, 4.0, 0.0, feet - body.half_hip_width)
    height = min(over_left, between(start, over_left - p["sink"] * size, u) if u else start)
    pose = BodyPose(
        pelvis=(p["pelvis"] * u, 0.0, 0.0),
        pelvis_at=vector(-shift, height, -0.05 * size * u),
        lumbar=(4.0 * u, -p["lean"] * u, 0.0),
        thorax=(2.0 * u, 0.0, 0.0),
        neck=(-0.4 * p["pelvis"] * u, p["lean"] * u, 0.0),
        legs=legs,
    )
    return _hands_on_hips(body, pose)


def _hands_on_hips(body: Body, pose: BodyPose) -> BodyPose:
    bones = fk(body, pose)
    arms = {}
    for side, sign in SIDES:
        on_hip = bones.O[f"thigh{side}"] + bones.R["pelvis"] @ (vector(sign * 0.055, 0.06, 0.02) * body.height)
        arms[side] = Reach(on_hip, vector(sign * 1.0, -0.2, -0.5))
    return replace(pose, arms=arms)


def crossed_side_reach(body: Body, u: float, p: Params) -> BodyPose:
    """Return the side reach to the left with the right leg crossed behind and the right arm overhead.

    Numbers: ``lumbar_side``, ``thorax_side`` and their ``_flexion`` and ``_twist``, ``pelvis`` tilt, ``hip_shift`` of
    the pelvis to the right (body heights), ``arm`` elevation of the reaching arm.
    """
    x, size = body.half_hip_width, body.height
    crossed = vector(0.45 * x, body.ankle_height, -0.10 * size)
    standing = vector(-0.1 * x, body.ankle_height, 0.02 * size)
    # the right leg stands behind and to the left of the left one
    legs: dict[Side, Reach] = {
        "L": Reach(standing + vector(x * 0.2, 0.0, 0.0), vector(0.05, 0.0, 1.0), foot(turn_deg=4.0)),
        "R": Reach(crossed + vector(0.5 * x, 0.0, 0.0), vector(-0.1, 0.0, 1.0), foot(turn_deg=-4.0)),
    }
    shift = p["hip_shift"] * size * u
    height = standing_hip_height(body, 6.0, 0.07 * size, 1.4 * x + shift)
    pose = BodyPose(
        pelvis=(p["pelvis"] * u, 0.0, 0.0),
        pelvis_at=vector(-shift, height, -0.03 * size),
        lumbar=(p["lumbar_flexion"] * u, p["lumbar_side"] * u, p["lumbar_twist"] * u),
        thorax=(p["thorax_flexion"] * u, p["thorax_side"] * u, p["thorax_twist"] * u),
        neck=(0.0, 8.0 * u, 0.0),
        clavicles={"R": (22.0 * u, 0.0)},
        legs=legs,
    )
    reaching = ArmAngles(0.0, between(8.0, p["arm"], ease(u * 1.4)), 0.0, 12.0)
    bones = fk(body, pose)
    on_hip = bones.O["thighL"] + vector(0.075, 0.05, 0.03) * size
    hand = as_far_as_it_goes(body, bones.O["uaL"], on_hip)
    return replace(pose, arms={"L": Reach(hand, vector(1.0, 0.0, -0.6)), "R": reaching})


def doorway(body: Body, u: float, p: Params) -> BodyPose:
    """Return the chest stretch in a doorway: the right forearm goes to the frame, then the body forward past it.

    Numbers: ``elbow_height`` of the elbow over the shoulder (body heights), ``step`` of the body forward (body
    heights), ``shrug`` elevation of the right shoulder, ``lean`` to the right.
    """
    size = body.height
    up, forward = ease(u / 0.6), p["step"] * size * ease((u - 0.5) / 0.5)
    legs = standing_legs(body)
    legs["L"] = replace(legs["L"], target=legs["L"].target + vector(0.0, 0.0, 0.16 * size))
    height = standing_hip_height(body, 6.0, 0.10 * size, 0.0)
    pose = BodyPose(
        pelvis_at=vector(0.0, height, 0.04 * size + forward),
        lumbar=(0.0, -p["lean"] * u, 0.0),
        clavicles={"R": (p["shrug"] * u, -10.0 * u)},
        legs=legs,
    )
    bones = fk(body, pose)
    # the elbow comes up beside the shoulder and rests on the frame, so it stays behind as the body moves forward
    shoulder, rise = bones.O["uaR"], p["elbow_height"] * size
    aside = np.sqrt(max(body.upper_arm**2 - rise**2 - forward**2, 0.02))
    there, wrist_there = vector(-aside, rise, -forward), vector(-0.02 * size, body.forearm * 0.985, -0.01 * size)
    hanging, wrist_hanging = vector(-0.12, -0.99, 0.02) * body.upper_arm, vector(0.0, -0.98, 0.18) * body.forearm
    elbow = shoulder + body.upper_arm * unit(between_points(hanging, there, up))
    wrist = elbow + body.forearm * unit(
        between_points(wrist_hanging, wrist_there, up) + vector(-0.05, 0.0, 0.02) * size
    )
    return replace(pose, arms={"L": ArmAngles(), "R": _arm_through(shoulder, elbow, wrist)})


def between_points(start: Vector, end: Vector, share: float) -> Vector:
    """Return the point `share` (0 to 1) of the way from `start` to `end`."""
    return start + (end - start) * share


def march(body: Body, u: float, p: Params) -> BodyPose:
    """Return marching on the spot: `u` from 0 to 1 is as many steps as ``steps`` says, left and right in turn.

    Numbers: ``steps``, ``knee`` flexion of the hip at the top of a step, ``lean`` of the trunk forward.
    """
    course = np.sin(np.pi * p["steps"] * u)
    lifts: dict[Side, float] = {"L": max(course, 0.0), "R": max(-course, 0.0)}
    legs: dict[Side, Reach | LegAngles] = dict(standing_legs(body, 1.0))
    begun = min(u / 0.02, (1 - u) / 0.02, 1.0)
    lean = p["lean"] * begun
    for side, lift in lifts.items():
        if lift > 0.02:
            flexion = lift * p["knee"] + lean
            legs[side] = LegAngles(flexion, 1.0, knee=3.0 + lift * p["knee"] * 1.25, ankle=-8.0 * lift)
    height = standing_hip_height(body, 3.0, 0.0, 0.0)
    sway = 0.012 * body.height * (lifts["R"] - lifts["L"])
    return BodyPose(
        pelvis=(lean, 0.0, 0.0),
        pelvis_at=vector(sway, height, 0.0),
        lumbar=(0.0, 0.0, 0.0),
        legs=legs,
        arms={
            "L": ArmAngles(8.0 + 30.0 * (lifts["R"] - lifts["L"]), 7.0, 0.0, 45.0 * begun),
            "R": ArmAngles(8.0 + 30.0 * (lifts["L"] - lifts["R"]), 7.0, 0.0, 45.0 * begun),
        },
    )


def _arm_through(shoulder: Vector, elbow: Vector, wrist: Vector) -> Reach:
    """Return an arm whose elbow comes to lie where it is wanted, by pointing the pole there."""
    return Reach(wrist, elbow - (shoulder + wrist) / 2)


ADDUCTOR_SIDE_LUNGE = Movement(
    pose=side_lunge,
    right={
        "stance": 0.26,
        "shift": 0.155,
        "sink": 0.0,
        "pelvis": 14.0,
        "lean": 0.0,
        "knee_in": 0.0,
        "heel": 0.0,
    },
    faults={
        "knee_caves": {"knee_in": 52.0},
        "leans_over": {"lean": 52.0},
    },
    jitter={"pelvis": 2.0, "lean": 1.5},
    view="front",
    camera=FRONT_VIEW,
    primary="KF_R",
    works="L",
)

QUADRATUS_LUMBORUM = Movement(
    pose=crossed_side_reach,
    right={
        "lumbar_side": 18.0,
        "thorax_side": 22.0,
        "lumbar_flexion": 0.0,
        "thorax_flexion": 0.0,
        "lumbar_twist": 0.0,
        "thorax_twist": 0.0,
        "pelvis": 0.0,
        "hip_shift": 0.035,
        "arm": 168.0,
    },
    faults={
        "leans_forward": {"pelvis": 11.0, "lumbar_flexion": 20.0, "thorax_flexion": 13.0},
        "arm_collapses": {"arm": 101.0},
        "hips_swing": {"hip_shift": 0.14},
    },
    jitter={"lumbar_side": 3.0, "thorax_side": 3.0},
    view="front",
    camera=ViewOfExercise(0.0, 2.0, 1.75, (0.03, 0.58, 0.0)),
    primary="LT",
    works="R",
)

DOORWAY_CHEST = Movement(
    pose=doorway,
    right={"elbow_height": 0.005, "step": 0.05, "shrug": 0.0, "lean": 0.0},
    faults={
        "leans_aside": {"lean": 40.0},
        "elbow_level": {"elbow_height": -0.09},
    },
    jitter={"lean": 1.0},
    view="front",
    camera=ViewOfExercise(0.0, 2.0, 1.6, (-0.06, 0.55, 0.0)),
    primary="ST",
    works="R",
    tempo=Tempo(in_s=3.0, hold_s=3.0, out_s=3.0),
    stiff={"step": 0.03},
)

MARCH = Movement(
    pose=march,
    right={"steps": 14.0, "knee": 52.0, "lean": 0.0},
    faults={
        "too_slow": {"steps": 6.0},
    },
    jitter={"knee": 4.0},
    view="front",
    camera=ViewOfExercise(0.0, 3.0, 1.6, (0.0, 0.5, 0.0)),
    primary="LT",
    tempo=Tempo(in_s=8.0, hold_s=0.6, out_s=8.0),
    steady=True,
)

MOVEMENTS = {
    "march": MARCH,
    "adductor_side_lunge": ADDUCTOR_SIDE_LUNGE,
    "quadratus_lumborum": QUADRATUS_LUMBORUM,
    "doorway_chest": DOORWAY_CHEST,
}
