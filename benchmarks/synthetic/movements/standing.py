"""Movements that start standing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.synthetic.anthropometry import Body
from benchmarks.synthetic.kinematics import ArmAngles, BodyPose, LegAngles, Reach, fk
from benchmarks.synthetic.movements.base import Movement, Params, Tempo, ViewOfExercise
from benchmarks.synthetic.movements.limbs import (
    STRAIGHT_ARM,
    between,
    ease,
    foot,
    hang_arms,
    standing_hip_height,
    standing_legs,
    vector,
)
from benchmarks.synthetic.rotations import rx, ry

SIDE_VIEW = ViewOfExercise(90.0, 3.0, 1.55, (0.0, 0.50, 0.0))


def hip_hinge(body: Body, u: float, p: Params) -> BodyPose:
    """Return the forward bend from the hips, arms hanging.

    Numbers: ``pelvis`` tilt, ``lumbar``, ``thorax``, ``neck`` flexion, ``knee`` bend (- pushed back), ``hips_back`` way
    of the hips behind the ankles (metres).
    """
    behind, knee = p["hips_back"] * u, between(3.0, p["knee"], u)
    height = standing_hip_height(body, knee, behind, body.half_hip_width * 0.15)
    pose = BodyPose(
        pelvis=(p["pelvis"] * u, 0.0, 0.0),
        pelvis_at=vector(0.0, height, -behind),
        lumbar=(p["lumbar"] * u, 0.0, 0.0),
        thorax=(p["thorax"] * u, 0.0, 0.0),
        neck=(p["neck"] * u, 0.0, 0.0),
        legs=standing_legs(body, pushed_back=knee < 0),
    )
    return hang_arms(body, pose, vector(0.0, -1.0, 0.05 * u))


def roll_down(body: Body, u: float, p: Params) -> BodyPose:
    """Return the roll-down: head, chest, waist and pelvis curl down one after the other.

    Numbers as in `hip_hinge`; ``in_turn`` 1 lets the parts follow each other, 0 moves them together.
    """
    return _rolled(body, u, p, _part(u, 0.0, 0.45, p["in_turn"]))


def roll_up(body: Body, u: float, p: Params) -> BodyPose:
    """Return the way up of `roll_down`: ``head_leads`` is 0 where the head comes last, 1 where it is thrown up."""
    last, first = _part(u, 0.0, 0.45, p["in_turn"]), between(-0.7, 1.0, ease((u - 0.65) / 0.35)) * min(u / 0.1, 1.0)
    return _rolled(body, u, p, between(last, first, p["head_leads"]))


def _part(u: float, start: float, end: float, in_turn: float) -> float:
    """Return how far a part has come that moves between two amplitudes, or together with all others."""
    return between(u if u in (0.0, 1.0) else ease(u), ease((u - start) / (end - start)), in_turn)


def _rolled(body: Body, u: float, p: Params, neck: float) -> BodyPose:

    def part(start: float, end: float) -> float:
        return _part(u, start, end, p["in_turn"])

    legs_share = ease((u - 0.4) / 0.6)
    behind = 0.045 * ease((u - 0.3) / 0.7) + p["hips_back"] * legs_share
    height = standing_hip_height(body, between(3.0, p["knee"], legs_share), behind, body.half_hip_width * 0.15)
    pose = BodyPose(
        pelvis=(p["pelvis"] * part(0.45, 1.0), 0.0, 0.0),
        pelvis_at=vector(0.0, height, -behind),
        lumbar=(p["lumbar"] * part(0.25, 0.85), 0.0, 0.0),
        thorax=(p["thorax"] * part(0.08, 0.65), 0.0, 0.0),
        neck=(p["neck"] * neck, 0.0, 0.0),
        legs=standing_legs(body),
    )
    return hang_arms(body, pose, vector(0.0, -1.0, 0.03))


def single_leg_deadlift(body: Body, u: float, p: Params) -> BodyPose:
    """Return the hinge on the left leg, the right leg in line with the trunk, arms hanging.

    Numbers as in `hip_hinge`, and ``open`` turn of the free hip upward, ``free_leg`` flexion of the free hip.
    """
    turn = rx(p["pelvis"] * u) @ ry(-p["open"] * u)
    behind = p["hips_back"] * u
    height = standing_hip_height(body, between(4.0, p["knee"], u), behind, 0.02)
    ankle = vector(0.35 * body.half_hip_width, body.ankle_height, 0.0)
    hip = vector(ankle[0] + 0.012, height, -behind)
    pose = BodyPose(
        pelvis_rotation=turn,
        pelvis_at=hip - turn @ vector(body.half_hip_width, 0.0, 0.0),
        lumbar=(p["lumbar"] * u, 0.0, 0.0),
        thorax=(p["thorax"] * u, 0.0, 0.0),
        neck=(p["neck"] * u, 0.0, 0.0),
        legs={
            "L": Reach(ankle, vector(0.05, 0.0, 1.0), foot(turn_deg=3.0)),
            "R": LegAngles(between(2.0, p["free_leg"], u), 2.0, knee=between(6.0, 8.0, u)),
        },
    )
    return hang_arms(body, pose, vector(0.0, -1.0, 0.05 * u))


def side_bend(body: Body, u: float, p: Params) -> BodyPose:
    """Return the side bend to the left, the right arm overhead, the left hand sliding down the thigh.

    Numbers: ``lumbar_side``, ``thorax_side`` and their ``_twist`` and ``_flexion``, ``pelvis`` tilt, ``hip_shift`` of
    the pelvis to the right (metres), ``hips_back`` (metres).
    """
    height = standing_hip_height(body, 3.0, 0.0, body.half_hip_width * 0.2)
    pose = BodyPose(
        pelvis=(p["pelvis"] * u, 0.0, 0.0),
        pelvis_at=vector(-p["hip_shift"] * u, height, -p["hips_back"] * u),
        lumbar=(p["lumbar_flexion"] * u, p["lumbar_side"] * u, p["lumbar_twist"] * u),
        thorax=(p["thorax_flexion"] * u, p["thorax_side"] * u, p["thorax_twist"] * u),
        neck=(0.0, 8.0 * u, 0.0),
        clavicles={"R": (22.0 * u, 0.0)},
        legs=standing_legs(body, 1.3),
    )
    raised = ArmAngles(0.0, between(8.0, 168.0, ease(u * 1.4)), 0.0, 12.0)
    bones = fk(body, pose)
    shoulder, hip = bones.O["uaL"], bones.O["thighL"]
    x, z = hip[0] + 0.085 * body.height, hip[2] + 0.03 * body.height  # the outside of the thigh
    reach2 = (body.arm * STRAIGHT_ARM) ** 2 - (x - shoulder[0]) ** 2 - (z - shoulder[2]) ** 2
    hand = vector(x, shoulder[1] - np.sqrt(max(reach2, 0.01)), z)
    return replace(pose, arms={"L": Reach(hand, vector(0.5, 0.0, -1.0)), "R": raised})


STANDING_FORWARD_BEND = Movement(
    pose=hip_hinge,
    right={"pelvis": 66.0, "lumbar": 4.0, "thorax": 0.0, "neck": -8.0, "knee": 10.0, "hips_back": 0.105},
    faults={
        "rounds_back": {
            "pelvis": 32.0,
            "lumbar": 42.0,
            "thorax": 34.0,
            "neck": 15.0,
            "knee": 8.0,
            "hips_back": 0.07,
        },
        "bends_knees": {"pelvis": 62.0, "lumbar": 6.0, "thorax": 3.0, "neck": -10.0, "knee": 41.0, "hips_back": 0.13},
        "locks_knees": {"knee": -19.5},
        "hips_stay": {"hips_back": -0.05},
        "falls_back": {"hips_back": 0.31},
        "neck_hangs": {"neck": 68.0},
        "neck_cranes": {"neck": -76.0, "thorax": -14.0},
    },
    jitter={"pelvis": 6.0, "lumbar": 4.0, "thorax": 3.0, "knee": 3.0},
    view="side",
    camera=SIDE_VIEW,
    primary="TI",
)

ROLL_DOWN = Movement(
    pose=roll_down,
    right={
        "pelvis": 46.0,
        "lumbar": 46.0,
        "thorax": 34.0,
        "neck": 32.0,
        "knee": 6.0,
        "hips_back": 0.0,
        "in_turn": 1.0,
        "head_leads": 0.0,
    },
    faults={
        "hinges": {"pelvis": 62.0, "lumbar": 4.0, "thorax": 2.0, "neck": 0.0, "in_turn": 0.0},
        "bends_knees": {"knee": 35.0, "hips_back": 0.05},
        "head_leads_up": {"head_leads": 1.0},
    },
    jitter={"pelvis": 3.0, "lumbar": 3.0, "thorax": 3.0},
    view="side",
    camera=SIDE_VIEW,
    primary="TI",
    back=roll_up,
    tempo=Tempo(in_s=6.8, hold_s=1.8, out_s=6.8),
    stiff={"pelvis": 27.6, "lumbar": 27.6, "thorax": 20.4, "neck": 19.2},
)

SINGLE_LEG_DEADLIFT = Movement(
    pose=single_leg_deadlift,
    right={
        "pelvis": 68.0,
        "lumbar": 3.0,
        "thorax": 0.0,
        "neck": -8.2,
        "knee": 14.0,
        "hips_back": 0.09,
        "open": 0.0,
        "free_leg": -1.0,
    },
    faults={
        "rounds_back": {"pelvis": 36.0, "lumbar": 40.0, "thorax": 32.0, "neck": -4.3, "free_leg": 7.0},
        "hip_opens": {"open": 28.0},
        "hips_stay": {"hips_back": -0.075},
        "leg_lags": {"free_leg": 42.0},
        "squats": {"knee": 50.0, "hips_back": 0.12},
    },
    jitter={"pelvis": 4.0, "lumbar": 3.0, "thorax": 3.0, "knee": 3.0},
    view="side",
    camera=SIDE_VIEW,
    primary="TI",
    works="L",
)

SIDE_BEND = Movement(
    pose=side_bend,
    right={
        "lumbar_side": 20.0,
        "thorax_side": 24.0,
        "lumbar_twist": 0.0,
        "thorax_twist": 0.0,
        "lumbar_flexion": 0.0,
        "thorax_flexion": 0.0,
        "pelvis": 0.0,
        "hip_shift": 0.035,
        "hips_back": 0.0,
    },
    faults={
        "twists": {"thorax_twist": 28.0, "lumbar_twist": 12.0},
        "hips_swing": {"hip_shift": 0.175},
        "leans_forward": {"pelvis": 11.0, "lumbar_flexion": 20.0, "thorax_flexion": 13.0, "hips_back": 0.03},
    },
    jitter={"lumbar_side": 3.0, "thorax_side": 3.0},
    view="front",
    camera=ViewOfExercise(0.0, 2.0, 1.75, (0.03, 0.58, 0.0)),
    primary="LT",
    works="L",
)

MOVEMENTS = {
    "standing_forward_bend": STANDING_FORWARD_BEND,
    "roll_down": ROLL_DOWN,
    "single_leg_deadlift": SINGLE_LEG_DEADLIFT,
    "side_bend": SIDE_BEND,
}
