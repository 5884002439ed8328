"""Movements that start sitting on the floor."""

from __future__ import annotations

import numpy as np

from benchmarks.synthetic.anthropometry import SIDES, Body, Side
from benchmarks.synthetic.kinematics import BodyPose, Bones, Reach
from benchmarks.synthetic.movements.base import Movement, Params, ViewOfExercise
from benchmarks.synthetic.movements.limbs import as_far_as_it_goes, between, ease, reach_with_arms, vector
from benchmarks.synthetic.rotations import Vector, rx, ry, rz, unit

HAND_ON_FLOOR = 0.03
"""Height of the wrist of a hand that lies on the floor, share of body height."""


def seated_reach(body: Body, u: float, p: Params) -> BodyPose:
    """Return long sitting and reaching for the feet.

    Numbers: ``pelvis`` tilt, ``lumbar``, ``thorax``, ``neck`` flexion, ``straight`` distance from hip to ankle as a
    share of the leg's length (1 straight).
    """
    size = body.height
    heel = body.leg * 0.998 * between(1.0, p["straight"], u)
    legs: dict[Side, Reach] = {
        side: Reach(
            vector(sign * body.half_hip_width * 1.1, 0.043 * size, heel), vector(sign * 0.05, 1.0, 0.1), rx(-82.0)
        )
        for side, sign in SIDES
    }
    pose = BodyPose(
        pelvis=(between(-6.0, p["pelvis"], u), 0.0, 0.0),
        pelvis_at=vector(0.0, 0.080 * size, 0.0),
        lumbar=(between(6.0, p["lumbar"], u), 0.0, 0.0),
        thorax=(between(2.0, p["thorax"], u), 0.0, 0.0),
        neck=(p["neck"] * u, 0.0, 0.0),
        legs=legs,
    )

    def hands(side: Side, sign: float, bones: Bones) -> Vector:
        toes = vector(sign * body.half_hip_width * 1.1, 0.14 * size, heel + 0.02 * size)
        thigh = vector(sign * body.half_hip_width * 1.5, 0.16 * size, 0.24 * size)
        end = as_far_as_it_goes(body, bones.O[f"ua{side}"], toes)
        return thigh + (end - thigh) * ease(u)

    return reach_with_arms(body, pose, hands, vector(0.6, -0.8, -0.3))


def pigeon(body: Body, u: float, p: Params) -> BodyPose:
    """Return the folded pigeon: left shin across in front, right leg straight behind, hands on the floor.

    Numbers: ``pelvis`` tilt, ``lumbar``, ``thorax`` flexion, ``roll`` of the pelvis to one side.
    """
    size, x = body.height, body.half_hip_width
    tilt = between(4.0, p["pelvis"], u)
    pose = BodyPose(
        pelvis_rotation=rz(-p["roll"] * u) @ rx(tilt),
        pelvis_at=vector(0.0, 0.115 * size, 0.0),
        lumbar=(between(-8.0, p["lumbar"], u), 0.0, 0.0),
        thorax=(p["thorax"] * u, 0.0, 0.0),
        neck=(-0.3 * tilt, 0.0, 0.0),
        legs={
            "L": Reach(vector(-x * 0.9, 0.040 * size, 0.175 * size), vector(0.8, 0.0, 0.75), ry(-80.0) @ rx(4.0)),
            "R": Reach(vector(-x * 1.1, 0.035 * size, -body.leg * 0.985), vector(0.0, -1.0, 0.0), rx(160.0)),
        },
    )

    def hands(side: Side, sign: float, bones: Bones) -> Vector:
        shoulder, floor = bones.O[f"ua{side}"], HAND_ON_FLOOR * size
        if shoulder[1] < 0.30 * size:  # low enough to put the hand down at the side
            return vector(sign * 0.15 * size, floor, bones.O["uaL"][2] + between(0.06, 0.14, u) * size)
        way = vector(sign * 0.06 * size, floor - shoulder[1], 0.10 * size)
        return as_far_as_it_goes(body, shoulder, shoulder + unit(way) * (way @ way) ** 0.5, 0.98)

    return reach_with_arms(body, pose, hands, vector(0.7, 0.2, -0.7))


def butterfly(body: Body, u: float, p: Params) -> BodyPose:
    """Return the seat with the soles together: the knees sink outward, the hands hold the feet.

    Numbers: ``open`` of the thighs from upward (0) to outward (90), ``pelvis`` tilt, ``lumbar``, ``thorax`` flexion,
    ``feet_apart`` of each foot from the middle (body heights).
    """
    size = body.height
    opened = np.radians(between(30.0, p["open"], u))
    legs: dict[Side, Reach] = {
        side: Reach(
            vector(sign * (0.022 + p["feet_apart"] * u) * size, 0.045 * size, 0.255 * size),
            vector(sign * np.sin(opened), np.cos(opened), 0.1),
            ry(sign * 20.0) @ rz(sign * 75.0),
        )
        for side, sign in SIDES
    }
    pose = BodyPose(
        pelvis=(between(-4.0, p["pelvis"], u), 0.0, 0.0),
        pelvis_at=vector(0.0, 0.085 * size, 0.0),
        lumbar=(between(4.0, p["lumbar"], u), 0.0, 0.0),
        thorax=(p["thorax"] * u, 0.0, 0.0),
        legs=legs,
    )

    def hands(side: Side, sign: float, bones: Bones) -> Vector:
        foot_at = bones.O[f"foot{side}"] + vector(sign * 0.01, 0.05, 0.02) * size
        return as_far_as_it_goes(body, bones.O[f"ua{side}"], foot_at)

    return reach_with_arms(body, pose, hands, vector(0.9, -0.3, -0.4))


SEATED_FORWARD_BEND = Movement(
    pose=seated_reach,
    right={"pelvis": 30.0, "lumbar": 14.0, "thorax": 8.0, "neck": -5.0, "straight": 1.0},
    faults={
        "rounds_back": {"pelvis": -2.0, "lumbar": 44.0, "thorax": 40.0, "neck": 22.0},
        "bends_knees": {"straight": 0.964},
    },
    jitter={"pelvis": 4.0, "lumbar": 4.0, "thorax": 4.0},
    view="side",
    camera=ViewOfExercise(90.0, 8.0, 1.5, (0.0, 0.27, 0.22)),
    primary="TI",
)

PIGEON = Movement(
    pose=pigeon,
    right={"pelvis": 60.0, "lumbar": 6.0, "thorax": 6.0, "roll": 0.0},
    faults={
        "rounds_back": {"pelvis": 30.0, "lumbar": 42.0, "thorax": 38.0},
        "hip_collapses": {"roll": 24.0},
    },
    jitter={"pelvis": 3.0, "lumbar": 3.0, "thorax": 3.0},
    view="side",
    camera=ViewOfExercise(-90.0, 8.0, 1.55, (0.0, 0.27, -0.12)),
    primary="TI",
    works="R",
)

ADDUCTOR_BUTTERFLY = Movement(
    pose=butterfly,
    right={"open": 68.0, "pelvis": 4.0, "lumbar": 2.0, "thorax": 0.0, "feet_apart": 0.0},
    faults={
        "slumps": {"pelvis": -16.0, "lumbar": 36.0, "thorax": 40.0},
        "soles_apart": {"feet_apart": 0.085},
    },
    jitter={"open": 4.0, "pelvis": 2.0},
    view="front",
    camera=ViewOfExercise(0.0, 8.0, 1.5, (0.0, 0.27, 0.1)),
    primary="LT",
)

MOVEMENTS = {
    "seated_forward_bend": SEATED_FORWARD_BEND,
    "pigeon": PIGEON,
    "adductor_butterfly": ADDUCTOR_BUTTERFLY,
}
