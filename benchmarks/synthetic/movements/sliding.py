"""Movements on the back of feet and arms: heel slide (also on a pad), ankle pumps, whole-body stretch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.synthetic.anthropometry import SIDES, Body, Side
from benchmarks.synthetic.kinematics import ArmAngles, BodyPose, Reach
from benchmarks.synthetic.movements.base import Movement, Params, Tempo
from benchmarks.synthetic.movements.limbs import between, vector
from benchmarks.synthetic.movements.on_the_floor import (
    ANKLE_OF_STRAIGHT_LEG,
    SIDE_VIEW,
    SIGN,
    STRAIGHT_LEG,
    arms_on_floor,
    keep_shoulders_in_place,
    lay_head_down,
    on_the_back,
    straight_leg,
)
from benchmarks.synthetic.rotations import rx

TOES_UP_DEG = -72.0
"""Pitch of the foot of a straight leg that rests."""


def _on_heel(body: Body, side: Side, hip_height: float, knee: float, lift: float, along: float = 0.0) -> Reach:
    """Return a leg with its heel on the floor (or `lift` above) and the knee bent by `knee` degrees.

    The sole comes down as the knee bends. `along` is where the hips are, metres.
    """
    flat = min(max(knee / 90.0, 0.0), 1.0)
    height = between(ANKLE_OF_STRAIGHT_LEG * body.height, body.ankle_height, flat) + lift
    span2 = body.thigh**2 + body.shank**2 + 2 * body.thigh * body.shank * np.cos(np.radians(knee))
    away = float(np.sqrt(max(span2 - (hip_height - height) ** 2, 0.01)))
    target = vector(SIGN[side] * body.half_hip_width * 1.15, height, along + min(away, body.leg * STRAIGHT_LEG))
    return Reach(target, vector(0.0, 1.0, 0.1), rx(between(TOES_UP_DEG, 0.0, flat)))


def heel_slide(body: Body, u: float, p: Params) -> BodyPose:
    """Return sliding the left heel toward the hips and out again, the right leg straight.

    Numbers: ``knee`` bend at the nearest point, ``heel`` lift of the heel on the way (body heights), ``rock`` tilt by
    which the pelvis comes up, degrees, ``thorax`` flexion and ``head`` lift (body heights).
    """
    pose = on_the_back(body, -p["rock"] * u, 0.0, p["thorax"] * u)
    if p["thorax"] <= 0:
        pose = keep_shoulders_in_place(body, pose)
    pose = arms_on_floor(body, lay_head_down(body, pose, p["head"] * u))
    assert pose.pelvis_at is not None
    _, height, along = pose.pelvis_at
    left = _on_heel(body, "L", height, between(5.0, p["knee"], u), p["heel"] * u * body.height, along)
    return replace(pose, legs={"L": left, "R": _on_heel(body, "R", height, 5.0, 0.0, along)})


def heel_slide_on_pad(body: Body, u: float, p: Params) -> BodyPose:
    """Return lying with the hips on a pad, knees bent, and sliding the left heel out until the leg is straight.

    Numbers: ``pad`` tilt of the trunk by the pad, ``shoulders`` height of the shoulders over their place on the floor
    (body heights), ``knee`` bend at the farthest point, ``heel`` lift (body heights), ``rock`` tilt by which the pelvis
    moves in the slide, degrees.
    """
    pose = keep_shoulders_in_place(body, on_the_back(body, -p["pad"] - p["rock"] * u, -6.0, 0.0))
    assert pose.pelvis_at is not None
    at = pose.pelvis_at + vector(0.0, p["shoulders"] * body.height, 0.0)
    pose = arms_on_floor(body, lay_head_down(body, replace(pose, pelvis_at=at)))
    left = _on_heel(body, "L", at[1], between(92.0, p["knee"], u), p["heel"] * u * body.height, at[2])
    return replace(pose, legs={"L": left, "R": _on_heel(body, "R", at[1], 92.0, 0.0, at[2])})


def ankle_pump(body: Body, u: float, p: Params) -> BodyPose:
    """Return pulling the toes of both feet toward the shins, legs straight.

    Numbers: ``away`` and ``up`` plantarflexion at rest and at the top, degrees, ``knee`` bend at the top.
    """
    pose = arms_on_floor(body, lay_head_down(body, on_the_back(body)))
    assert pose.pelvis_at is not None
    along = float(_on_heel(body, "L", pose.pelvis_at[1], between(4.0, p["knee"], u), 0.0).target[2])
    ankle = between(p["away"], p["up"], u)
    return replace(pose, legs={side: straight_leg(body, side, ankle=ankle, at=along) for side, _ in SIDES})


def wake_up_stretch(body: Body, u: float, p: Params) -> BodyPose:
    """Return the whole-body stretch: arms from the sides to overhead, toes pointed.

    Numbers: ``arms`` flexion, ``elbow`` bend, ``arch`` tilt by which hips and ribs come up, degrees.
    """
    pose = keep_shoulders_in_place(body, on_the_back(body, -p["arch"] * u, 0.0, 0.0))
    pose = lay_head_down(body, pose)
    arm = ArmAngles(between(-8.0, p["arms"], u), 14.0, 0.0, between(8.0, p["elbow"], u))
    assert pose.pelvis_at is not None
    legs = {side: straight_leg(body, side, ankle=between(18.0, 40.0, u)) for side, _ in SIDES}
    return replace(pose, arms={side: arm for side, _ in SIDES}, legs=legs)


HEEL_SLIDE = Movement(
    pose=heel_slide,
    right={"knee": 98.0, "heel": 0.0, "rock": 0.0, "thorax": 0.0, "head": 0.0},
    faults={
        "heel_lifts": {"heel": 0.07},
        "pelvis_rocks": {"rock": 8.0},
        "head_lifts": {"thorax": 14.0, "head": 0.085},
    },
    jitter={"knee": 4.0},
    view="side",
    camera=SIDE_VIEW,
    primary="KF_work",
    works="L",
    tempo=Tempo(in_s=3.6, hold_s=1.2, out_s=3.6),
)

PASSIVE_BACK_ARCH = Movement(
    pose=heel_slide_on_pad,
    right={"pad": 17.0, "shoulders": 0.0, "knee": 6.0, "heel": 0.0, "rock": 0.0},
    faults={
        "too_high": {"pad": 40.0},
        "shoulders_off": {"shoulders": 0.085},
        "leg_lifts": {"heel": 0.075},
        "pelvis_moves": {"rock": 9.0, "pad": 12.5},  # hips that rise from a low pad stay below one that is too high
    },
    jitter={"pad": 1.0},
    view="side",
    camera=SIDE_VIEW,
    primary="KF_work",
    works="L",
    lies_on_pad=True,
    tempo=Tempo(in_s=4.0, hold_s=2.0, out_s=4.0),
)

ANKLE_PUMPS = Movement(
    pose=ankle_pump,
    right={"away": 42.0, "up": -8.0, "knee": 4.0},
    faults={"knee_works": {"knee": 30.0}, "small": {"away": 22.0, "up": 10.0}},
    jitter={"up": 2.0},
    view="side",
    camera=SIDE_VIEW,
    primary="KF_L",
    tempo=Tempo(in_s=1.9, hold_s=0.8, out_s=1.9),
)

WAKE_UP_STRETCH = Movement(
    pose=wake_up_stretch,
    right={"arms": 172.0, "elbow": 8.0, "arch": 0.0},
    faults={"ribs_lift": {"arch": 6.5}, "elbows_bend": {"elbow": 42.0}, "arms_low": {"arms": 122.0}},
    jitter={"arms": 2.0},
    view="side",
    camera=replace(SIDE_VIEW, distance_heights=2.1, target_heights=(0.0, 0.16, -0.05)),
    primary="KF_L",
    tempo=Tempo(in_s=4.0, hold_s=5.0, out_s=4.0),
)

MOVEMENTS = {
    "heel_slide": HEEL_SLIDE,
    "passive_back_arch": PASSIVE_BACK_ARCH,
    "ankle_pumps": ANKLE_PUMPS,
    "wake_up_stretch": WAKE_UP_STRETCH,
}
