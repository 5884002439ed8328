"""Movements that start lying on the back with bent knees and stay there: pelvic tilt, bridge, twist."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from benchmarks.synthetic.anthropometry import Body, Side
from benchmarks.synthetic.kinematics import BodyPose, Bones, LegAngles, fk
from benchmarks.synthetic.landmarks import landmarks
from benchmarks.synthetic.movements.base import Movement, Params, Tempo, ViewOfExercise
from benchmarks.synthetic.movements.limbs import between, reach_with_arms, vector
from benchmarks.synthetic.movements.on_the_floor import (
    HAND_ON_FLOOR,
    HIPS_ON_FLOOR,
    SIDE_VIEW,
    arms_on_floor,
    feet_on_floor,
    keep_shoulders_in_place,
    lay_head_down,
    on_the_back,
)
from benchmarks.synthetic.rotations import Vector
from benchmarks.synthetic.truth import plane_angles

TILTS = (-60.0, 25.0)
TILT_STEPS = 20


def _crook_lying(body: Body, tilt: float, lumbar: float, thorax: float, feet: float) -> BodyPose:
    """Return lying with bent knees, shoulders and feet where they are at rest; `feet` beyond the hips, body heights."""
    pose = keep_shoulders_in_place(body, on_the_back(body, tilt, lumbar, thorax))
    return replace(pose, legs=feet_on_floor(body, feet * body.height * body.leg_ratio))


def pelvic_tilt(body: Body, u: float, p: Params) -> BodyPose:
    """Return lying with bent knees, the pelvis tilting.

    Numbers: ``pelvis`` tilt (- lifts the tail), ``lumbar``, ``thorax`` flexion, ``pelvis_before`` and
    ``lumbar_before`` in set-up, ``feet`` ankles beyond the hips (body heights).
    """
    tilt = between(p["pelvis_before"], p["pelvis"], u)
    lumbar = between(p["lumbar_before"], p["lumbar"], u)
    pose = _crook_lying(body, tilt, lumbar, p["thorax"] * u, p["feet"])
    return arms_on_floor(body, lay_head_down(body, pose))


def bridge(body: Body, u: float, p: Params) -> BodyPose:
    """Return the bridge.

    Numbers: ``line`` trunk-thigh angle at the top (0 in line, - arched), ``lumbar``, ``thorax`` flexion, ``feet``
    ankles beyond the hips and ``push`` by which the shoulders come up over the head (body heights).
    """
    tilt = _tilt_for(body, p["line"], p["lumbar"], p["thorax"], p["feet"]) * u
    pose = _crook_lying(body, tilt, p["lumbar"] * u, p["thorax"] * u, p["feet"])
    assert pose.pelvis_at is not None
    push = vector(0.0, p["push"] * u * body.height, 0.0)
    return arms_on_floor(body, lay_head_down(body, replace(pose, pelvis_at=pose.pelvis_at + push)))


@lru_cache(maxsize=64)
def _tilt_for(body: Body, line: float, lumbar: float, thorax: float, feet: float) -> float:
    """Return the pelvic tilt that brings shoulder, hip and knee to an angle; it differs with the curve of the back."""
    low, high = TILTS
    for _ in range(TILT_STEPS):
        middle = (low + high) / 2
        pose = _crook_lying(body, middle, lumbar, thorax, feet)
        too_low = plane_angles(landmarks(body, fk(body, pose)))["HF_L"] > line
        low, high = (low, middle) if too_low else (middle, high)
    return (low + high) / 2


def knee_drop(body: Body, u: float, p: Params) -> BodyPose:
    """Return the lying twist: both knees drop to the left, arms out to the sides.

    Numbers: ``turn`` of the pelvis, ``lumbar_twist``, ``thorax_twist``, ``neck_twist`` (negative: against it, so
    that the shoulders stay down).
    """
    knees: dict[Side, float] = {"L": 9.0, "R": -7.0}
    pose = replace(
        on_the_back(body, turn=p["turn"] * u),
        lumbar=(0.0, 0.0, p["lumbar_twist"] * u),
        thorax=(0.0, 0.0, p["thorax_twist"] * u),
        neck=(0.0, 0.0, p["neck_twist"] * u),
        pelvis_at=vector(0.0, (HIPS_ON_FLOOR + 0.03 * u) * body.height, 0.0),
        legs={
            side: LegAngles(between(70.0, 80.0, u), between(3.0, out, u), knee=between(95.0, 92.0, u), ankle=-5.0)
            for side, out in knees.items()
        },
    )

    def hands(side: Side, sign: float, bones: Bones) -> Vector:
        target = bones.O[f"ua{side}"] + vector(sign * body.arm * 0.95, 0.0, -0.04 * body.height)
        target[1] = HAND_ON_FLOOR * body.height
        return target

    return reach_with_arms(body, pose, hands, vector(0.2, -0.3, 1.0))


PELVIC_TILT = Movement(
    pose=pelvic_tilt,
    right={
        "pelvis_before": 3.0,
        "pelvis": -6.0,
        "lumbar_before": -3.0,
        "lumbar": 8.0,
        "thorax": 0.0,
        "feet": 0.34,
    },
    faults={
        "arches": {"pelvis_before": 0.0, "pelvis": 14.0, "lumbar_before": 0.0, "lumbar": -22.0, "thorax": 8.0},
        "lifts_hips": {
            "pelvis_before": 0.0,
            "pelvis": -13.0,
            "lumbar_before": 0.0,
            "lumbar": 0.0,
            "thorax": 5.0,
            "feet": 0.285,
        },
    },
    jitter={"pelvis": 2.0, "lumbar": 2.0},
    view="side",
    camera=SIDE_VIEW,
    primary="HF_L",
    tempo=Tempo(in_s=1.6, hold_s=5.0, out_s=1.6),
)

BRIDGE = Movement(
    pose=bridge,
    right={"line": 2.0, "lumbar": 0.0, "thorax": 5.0, "feet": 0.25, "push": 0.0},
    faults={
        "low_hips": {"line": 30.0, "thorax": 2.0},
        "over_arch": {"line": -25.0, "lumbar": -24.0, "thorax": 2.0},
        "feet_far": {"feet": 0.405},
        "pushes_neck": {"push": 0.055, "line": 14.0},
    },
    jitter={"line": 2.0, "lumbar": 3.0},
    view="side",
    camera=SIDE_VIEW,
    primary="HF_L",
)

SUPINE_TWIST = Movement(
    pose=knee_drop,
    right={"turn": 62.0, "lumbar_twist": -14.0, "thorax_twist": -46.0, "neck_twist": -30.0},
    faults={"shoulder_lifts": {"lumbar_twist": -12.0, "thorax_twist": -27.0, "neck_twist": 0.0}},
    jitter={"turn": 4.0, "thorax_twist": 3.0},
    view="side",
    camera=ViewOfExercise(90.0, 25.0, 1.9, (0.0, 0.12, 0.08)),  # on a chair, from 0.9 m up and two metres away
    primary="PT",
    works="L",
)

MOVEMENTS = {"pelvic_tilt": PELVIC_TILT, "bridge": BRIDGE, "supine_twist": SUPINE_TWIST}
