"""Lifting a weight from standing."""

from __future__ import annotations

import numpy as np

from benchmarks.synthetic.anthropometry import Body, Side
from benchmarks.synthetic.kinematics import BodyPose, Bones, Reach
from benchmarks.synthetic.movements.base import Movement, Params, Tempo, ViewOfExercise
from benchmarks.synthetic.movements.limbs import (
    STRAIGHT_ARM,
    TOE_OUT_DEG,
    between,
    foot,
    reach_with_arms,
    standing_hip_height,
    vector,
)
from benchmarks.synthetic.rotations import Vector

MID_FOOT = 0.035
"""The middle of the foot ahead of the ankle, share of body height."""
GRIP = 0.25
"""Half the distance between the hands on a kettlebell, in hip widths."""


def deadlift(body: Body, u: float, p: Params) -> BodyPose:
    """Return the deadlift with a kettlebell in both hands.

    Numbers: ``pelvis`` tilt, ``lumbar``, ``thorax``, ``neck`` flexion, ``knee`` bend, ``hips_back`` way of the hips
    behind the ankles (body heights), ``bell`` of the weight ahead of mid-foot at the bottom (body heights), ``elbow``
    0 for long arms to 1 for half as long ones, ``cave`` of the knees to the inside (hip widths).
    """
    return _lift(body, u, p, knees=1.0)


def stand_up(body: Body, u: float, p: Params) -> BodyPose:
    """Return the way up of `deadlift`: ``early`` is 1 where knees and hips stretch together, more where knees lead."""
    return _lift(body, u, p, knees=p["early"])


def _lift(body: Body, u: float, p: Params, *, knees: float) -> BodyPose:
    behind = p["hips_back"] * body.height * u
    knee = between(3.0, p["knee"], u**knees)
    width = 1.7 * body.half_hip_width
    height = standing_hip_height(body, knee, behind, width - body.half_hip_width)
    pose = BodyPose(
        pelvis=(p["pelvis"] * u, 0.0, 0.0),
        pelvis_at=vector(0.0, height, -behind),
        lumbar=(p["lumbar"] * u, 0.0, 0.0),
        thorax=(p["thorax"] * u, 0.0, 0.0),
        neck=(p["neck"] * u, 0.0, 0.0),
        legs={
            side: Reach(
                vector(sign * width, body.ankle_height, 0.0),
                vector(sign * (0.3 - p["cave"] * u), 0.0, 1.0),
                foot(turn_deg=sign * 2 * TOE_OUT_DEG),
            )
            for side, sign in (("L", 1.0), ("R", -1.0))
        },
    )

    def hands(side: Side, sign: float, bones: Bones) -> Vector:
        shoulder = bones.O[f"ua{side}"]
        reach = body.arm * STRAIGHT_ARM * (1 - 0.5 * p["elbow"] * u)
        x = sign * GRIP * body.half_hip_width
        # tall, the weight hangs before the thighs; at the bottom it is where it is to be lifted from
        z = between(shoulder[2] + 0.05 * body.height, (MID_FOOT + p["bell"]) * body.height, u)
        down = reach**2 - (x - shoulder[0]) ** 2 - (z - shoulder[2]) ** 2
        return vector(x, shoulder[1] - np.sqrt(max(down, 0.01)), z)

    return reach_with_arms(body, pose, hands, vector(0.5, -0.1, -1.0))


DEADLIFT = Movement(
    pose=deadlift,
    right={
        "pelvis": 56.0,
        "lumbar": 3.0,
        "thorax": 0.0,
        "neck": -8.0,
        "knee": 44.0,
        "hips_back": 0.14,
        "bell": 0.02,
        "elbow": 0.0,
        "early": 1.0,
        "cave": 0.0,
    },
    faults={
        "rounds_back": {"pelvis": 26.0, "lumbar": 40.0, "thorax": 34.0, "neck": 12.0},
        "squats": {"pelvis": 30.0, "knee": 92.0, "hips_back": 0.055},
        "weight_away": {"bell": 0.17},
        "hips_shoot_up": {"early": 12.0, "pelvis": 63.0},
        "bends_too_far": {"pelvis": 94.0},
        "stiff_legs": {"knee": 3.0, "hips_back": 0.09},
        "arms_bend": {"elbow": 0.13},
        "neck_hangs": {"neck": 59.0},
        "neck_cranes": {"neck": -71.0, "thorax": -12.0},
        "knees_cave": {"cave": 0.78},
    },
    jitter={"pelvis": 4.0, "lumbar": 3.0, "thorax": 3.0, "knee": 3.0},
    view="side",
    camera=ViewOfExercise(90.0, 3.0, 1.55, (0.0, 0.50, 0.0)),
    primary="TI",
    tempo=Tempo(in_s=2.8, hold_s=1.2, out_s=2.4),
    weight=True,
    back=stand_up,
)

MOVEMENTS = {"deadlift": DEADLIFT}
