"""Movements that start kneeling."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.synthetic.anthropometry import Body, Side
from benchmarks.synthetic.kinematics import BodyPose, Bones, Reach
from benchmarks.synthetic.movements.base import Movement, Params, ViewOfExercise
from benchmarks.synthetic.movements.limbs import as_far_as_it_goes, between, ease, foot, reach_with_arms, vector
from benchmarks.synthetic.rotations import Vector, rx

KNEE_ON_FLOOR = 0.036
"""Height of the joint of a knee that rests on a mat, share of body height; the ankle of that leg lies at 0.040."""

ON_KNEE_LEFT, ON_KNEE_RIGHT = vector(0.015, 0.055, -0.05), vector(-0.035, 0.055, -0.07)
"""The wrists over the front knee, body heights."""


def half_kneeling_lunge(body: Body, u: float, p: Params) -> BodyPose:
    """Return the half-kneeling lunge: the right knee on the floor, the left foot in front, hands on the left knee.

    Numbers: ``thigh_back`` backward inclination of the kneeling thigh, ``step`` front foot ahead of the rear knee (body
    heights; longer legs step further), ``pelvis`` tilt, ``lumbar``, ``thorax``, ``neck`` flexion, ``shrug`` elevation
    of both shoulders.
    """
    size, x = body.height, body.half_hip_width
    knee = vector(-x, KNEE_ON_FLOOR * size, -0.02 * size)
    back = np.radians(p["thigh_back"] * u)
    tilt, lumbar, thorax = p["pelvis"] * u, p["lumbar"] * u, p["thorax"] * u
    hip = knee + body.thigh * vector(0.0, np.cos(back), np.sin(back))
    gaze = -0.5 * max(tilt + lumbar + thorax, 0.0)  # who leans forward looks up again by half of it
    pose = BodyPose(
        pelvis=(tilt, 0.0, 0.0),
        pelvis_at=hip - rx(tilt) @ vector(-x, 0.0, 0.0),
        lumbar=(lumbar, 0.0, 0.0),
        thorax=(thorax, 0.0, 0.0),
        neck=(gaze + p["neck"] * u, 0.0, 0.0),
        clavicles={"L": (p["shrug"] * u, 0.0), "R": (p["shrug"] * u, 0.0)},
        legs={
            "L": Reach(
                vector(x, body.ankle_height, p["step"] * size * body.leg_ratio),
                vector(0.08, 0.3, 1.0),
                foot(turn_deg=3.0),
            ),
            "R": Reach(vector(-x, 0.040 * size, knee[2] - body.shank * 0.999), vector(0.0, -1.0, 0.35), rx(160.0)),
        },
    )
    on_knee = {"L": ON_KNEE_LEFT * size, "R": ON_KNEE_RIGHT * size}
    return reach_with_arms(
        body, pose, lambda side, _, bones: bones.O["shankL"] + on_knee[side], vector(0.7, -0.5, -0.6)
    )


def foot_grab(body: Body, u: float, p: Params) -> BodyPose:
    """Return the lunge with the right foot pulled to the seat by the right hand, the left hand on the left knee.

    Numbers as in `half_kneeling_lunge`, and ``heel`` bend of the kneeling knee.
    """
    pose = half_kneeling_lunge(body, u, p)
    size, x = body.height, body.half_hip_width
    knee = vector(-x, KNEE_ON_FLOOR * size, -0.02 * size)
    back = p["thigh_back"] * u
    down = np.radians(back + between(89.5 - back, p["heel"], u))
    ankle = knee + body.shank * 0.999 * vector(0.0, -np.cos(down), -np.sin(down))
    legs = {**pose.legs, "R": Reach(ankle, vector(0.0, -1.0, 0.35), rx(160.0 + np.degrees(down) - 89.5))}
    pose = replace(pose, legs=legs)

    def hands(side: Side, _: float, bones: Bones) -> Vector:
        knees = bones.O["shankL"] + (ON_KNEE_LEFT if side == "L" else ON_KNEE_RIGHT) * size
        if side == "L":
            return knees
        foot_at = bones.O["footR"] + vector(-0.015, 0.0, 0.01) * size
        way = knees + (foot_at - knees) * ease(u * 1.3) + vector(-0.16 * np.sin(np.pi * ease(u * 1.3)), 0.0, 0.0) * size
        return as_far_as_it_goes(body, bones.O["uaR"], way)

    return reach_with_arms(body, pose, hands, vector(0.7, -0.5, -0.6))


KNEELING_HIP_FLEXOR = Movement(
    pose=half_kneeling_lunge,
    right={
        "thigh_back": 15.0,
        "step": 0.265,
        "pelvis": -7.0,
        "lumbar": 9.0,
        "thorax": 4.0,
        "neck": 0.0,
        "shrug": 0.0,
    },
    faults={
        "low_back_arch": {"thigh_back": 21.0, "step": 0.27, "pelvis": 14.0, "lumbar": -39.0, "thorax": -6.0},
        "bends_at_the_waist": {"thigh_back": 4.0, "step": 0.25, "pelvis": 17.0, "lumbar": 8.0, "thorax": 13.0},
        # the thigh stays back, or the hip angle would cross the limit of the arch as well
        "leans_back": {"thigh_back": -5.0, "step": 0.22, "pelvis": -15.0, "lumbar": -1.0, "thorax": -10.0},
        "no_stretch": {"thigh_back": -17.0, "step": 0.19},
        "knee_past_toes": {"step": 0.155},
        "front_knee_angle": {"step": 0.408},
        "head_drop": {"neck": 45.0},
        "shrugs": {"shrug": 18.0},
    },
    jitter={"thigh_back": 2.0, "pelvis": 2.0, "lumbar": 2.0, "thorax": 2.0},
    view="side",
    camera=ViewOfExercise(-90.0, 6.0, 1.5, (0.0, 0.38, 0.03)),
    primary="HF_work",
    works="R",
)

KNEELING_FOOT_GRAB = Movement(
    pose=foot_grab,
    right={
        "thigh_back": 9.0,
        "step": 0.265,
        "pelvis": -4.0,
        "lumbar": 6.0,
        "thorax": 2.0,
        "neck": 0.0,
        "shrug": 0.0,
        "heel": 122.0,
    },
    faults={
        "low_back_arch": {"thigh_back": 19.0, "step": 0.27, "pelvis": 14.0, "lumbar": -39.0, "thorax": -6.0},
        "bends_at_the_waist": {"thigh_back": 4.0, "step": 0.25, "pelvis": 17.0, "lumbar": 8.0, "thorax": 13.0},
        "knee_past_toes": {"step": 0.135},
    },
    jitter={"thigh_back": 2.0, "pelvis": 2.0, "lumbar": 2.0, "thorax": 2.0},
    view="side",
    camera=ViewOfExercise(-90.0, 6.0, 1.5, (0.0, 0.38, 0.03)),
    primary="KF_work",
    works="R",
)

MOVEMENTS = {"kneeling_hip_flexor": KNEELING_HIP_FLEXOR, "kneeling_foot_grab": KNEELING_FOOT_GRAB}
