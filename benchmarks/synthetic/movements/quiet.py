"""Movements on the back in which hardly anything moves, or all of the body together: abdominal set, foam rolling."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.synthetic.anthropometry import Body, Side
from benchmarks.synthetic.kinematics import BodyPose, Bones
from benchmarks.synthetic.movements.base import Movement, Params, Tempo
from benchmarks.synthetic.movements.limbs import between, reach_with_arms, vector
from benchmarks.synthetic.movements.on_the_floor import (
    SIDE_VIEW,
    arms_on_floor,
    feet_on_floor,
    keep_shoulders_in_place,
    lay_head_down,
    on_the_back,
)
from benchmarks.synthetic.rotations import Vector

FEET_AWAY = 0.30
"""Ankles beyond the hips in crook lying, body heights."""
ROLLER_LIFT = 0.065
"""Height of the shoulders on a roller over their place on the floor, body heights: a roller is 15 cm thick."""
ROLLER_TILT_DEG = 13.0
"""The trunk slopes down to hips that stay low."""


def abdominal_set(body: Body, u: float, p: Params) -> BodyPose:
    """Return drawing the belly in, which no camera sees: nothing moves.

    Numbers: ``thorax`` flexion and ``head`` lift (body heights) of somebody who curls up, ``hips`` tilt by which the
    hips lift, ``feet`` by which the feet walk away (body heights).
    """
    pose = on_the_back(body, -p["hips"] * u, 0.0, p["thorax"] * u)
    if p["thorax"] <= 0:
        pose = keep_shoulders_in_place(body, pose)
    pose = arms_on_floor(body, lay_head_down(body, pose, p["head"] * u))
    return replace(pose, legs=feet_on_floor(body, (FEET_AWAY + p["feet"] * u) * body.height))


def foam_roll(body: Body, u: float, p: Params) -> BodyPose:
    """Return rolling over a foam roller under the upper back, hands behind the head, hips low.

    Numbers: ``stroke`` way along the floor and ``head`` height of the head (body heights; 0 hangs back to the floor),
    ``start`` 1 where the head hangs from the beginning.
    """
    pose = keep_shoulders_in_place(body, on_the_back(body, ROLLER_TILT_DEG))
    assert pose.pelvis_at is not None
    way = vector(0.0, ROLLER_LIFT * body.height, -p["stroke"] * u * body.height)
    pose = lay_head_down(body, replace(pose, pelvis_at=pose.pelvis_at + way), p["head"] * between(p["start"], 1.0, u))
    pose = replace(pose, legs=feet_on_floor(body, FEET_AWAY * body.height))

    def hands(_: Side, sign: float, bones: Bones) -> Vector:
        return bones.O["head"] + bones.R["head"] @ (vector(sign * 0.035, 0.02, -0.045) * body.height)

    return reach_with_arms(body, pose, hands, vector(0.8, 0.5, -0.4))


ABDOMINAL_SET = Movement(
    pose=abdominal_set,
    right={"thorax": 0.0, "head": 0.0, "hips": 0.0, "feet": 0.0},
    faults={
        "crunch": {"thorax": 20.0, "head": 0.09},
        "lifts_hips": {"hips": 9.0},
        "legs_push": {"feet": 0.07},
    },
    jitter={},
    view="side",
    camera=SIDE_VIEW,
    primary="HF_L",
    tempo=Tempo(in_s=1.6, hold_s=5.0, out_s=1.6),
)

FOAM_ROLL = Movement(
    pose=foam_roll,
    right={"stroke": 0.085, "head": 0.075, "start": 1.0},
    faults={"head_hangs": {"head": -0.03}},
    jitter={"stroke": 0.005},
    view="side",
    camera=SIDE_VIEW,
    primary="KF_L",
    tempo=Tempo(in_s=3.0, hold_s=0.5, out_s=3.0),
)

MOVEMENTS = {"abdominal_set": ABDOMINAL_SET, "foam_roll": FOAM_ROLL}
