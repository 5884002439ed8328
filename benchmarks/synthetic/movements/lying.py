"""Movements that start lying: on the back the head points to -z and the feet to +z, on the belly the head to +z."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from benchmarks.synthetic.anthropometry import SIDES, Body, Side
from benchmarks.synthetic.kinematics import ArmAngles, BodyPose, Bones, LegAngles, Reach, fk
from benchmarks.synthetic.movements.base import Movement, Params, Tempo, ViewOfExercise
from benchmarks.synthetic.movements.limbs import between, ease, foot, reach_with_arms, vector
from benchmarks.synthetic.rotations import Vector, rx, ry, unit

HIPS_ON_FLOOR = 0.079
"""Height of the hip joints of a person on their back, share of body height; heavy people lie a little higher."""
HAND_ON_FLOOR = 0.03
PILLOW_DEG = -22.0
"""The neck's neutral curve would press the head into the floor; the head is carried back by this."""
SIDE_VIEW = ViewOfExercise(90.0, 10.0, 1.75, (0.0, 0.16, 0.10))


def on_the_back(body: Body, tilt: float = 0.0, lumbar: float = 0.0, thorax: float = 0.0, turn: float = 0.0) -> BodyPose:
    """Return lying on the back: pelvis `tilt` (+ hollows the back) and `turn` to the left."""
    return BodyPose(
        pelvis_rotation=rx(-90.0 + tilt) @ ry(turn),
        pelvis_at=vector(0.0, (HIPS_ON_FLOOR + 0.012 * max(body.build, 0.0)) * body.height, 0.0),
        lumbar=(lumbar, 0.0, 0.0),
        thorax=(thorax, 0.0, 0.0),
        head_forward=PILLOW_DEG,
        arms={side: ArmAngles(2.0, 24.0, 0.0, 8.0) for side, _ in SIDES},
    )


def _feet_on_floor(body: Body, away: float) -> Mapping[Side, Reach]:
    return {
        side: Reach(
            vector(sign * body.half_hip_width * 1.2, body.ankle_height, away), vector(sign * 0.05, 1.0, 0.2), foot()
        )
        for side, sign in SIDES
    }


def _keep_chest_in_place(body: Body, pose: BodyPose) -> BodyPose:
    """Return the pose moved so that the upper back lies where it lies at rest."""
    way = fk(body, on_the_back(body)).O["T4"] - fk(body, pose).O["T4"]
    assert pose.pelvis_at is not None
    return replace(pose, pelvis_at=pose.pelvis_at + vector(0.0, way[1], way[2]))


def _arms_on_floor(body: Body, pose: BodyPose) -> BodyPose:
    def hands(side: Side, sign: float, bones: Bones) -> Vector:
        shoulder = bones.O[f"ua{side}"]
        return vector(shoulder[0] + sign * 0.16, HAND_ON_FLOOR * body.height, shoulder[2] + body.arm * 0.90)

    return reach_with_arms(body, pose, hands, vector(1.0, 0.5, -0.2))


def hook_lying(body: Body, u: float, p: Params) -> BodyPose:
    """Return lying with bent knees, the pelvis tilting or lifting: pelvic tilt and bridge.

    Numbers: ``pelvis`` tilt (- lifts the tail), ``lumbar``, ``thorax`` flexion, ``pelvis_before`` and
    ``lumbar_before`` in set-up, ``feet`` ankles beyond the hips (body heights).
    """
    tilt = between(p["pelvis_before"], p["pelvis"], u)
    lumbar, thorax = between(p["lumbar_before"], p["lumbar"], u), p["thorax"] * u
    pose = on_the_back(body, tilt, lumbar, thorax)
    pose = replace(pose, neck=(-(tilt + lumbar + thorax), 0.0, 0.0))  # the head stays on the floor
    pose = _keep_chest_in_place(body, pose)
    return _arms_on_floor(body, replace(pose, legs=_feet_on_floor(body, p["feet"] * body.height)))


def knee_to_chest(body: Body, u: float, p: Params) -> BodyPose:
    """Return drawing the left knee to the chest, hands behind the thigh, the right leg straight on the floor.

    Numbers: ``hip`` and ``knee`` flexion of the left leg, ``pelvis`` tilt, ``lumbar``, ``thorax`` flexion, ``head``
    lift (flexion of the neck).
    """
    tilt, lumbar = p["pelvis"] * u, p["lumbar"] * u
    raised = LegAngles(between(50.0, p["hip"], u), 4.0, knee=between(95.0, p["knee"], u), ankle=-8.0)
    down = Reach(
        vector(-body.half_hip_width * 1.1, 0.045 * body.height, body.leg * 0.998), vector(0.0, 1.0, 0.0), rx(-72.0)
    )
    pose = replace(
        on_the_back(body, tilt, lumbar, p["thorax"] * u),
        neck=(p["head"] * u - (tilt + lumbar), 0.0, 0.0),
        legs={"L": raised, "R": down},
    )
    bones = fk(body, pose)
    # hands clasped behind the thigh, a hand's breadth above the hollow of the knee
    behind = 0.70 * bones.O["shankL"] + 0.30 * bones.O["thighL"]
    behind = behind - unit(bones.R["thighL"][:, 2]) * 0.052 * body.height
    flat, share = _arms_on_floor(body, pose), ease(u * 1.6 - 0.2)
    arms: dict[Side, Reach] = {}
    for side, sign in SIDES:
        on_floor = flat.arms[side]
        assert isinstance(on_floor, Reach)
        clasped = behind + vector(sign * 0.03 * body.height, 0.0, 0.0)
        pole = vector(sign, 0.1, -0.1 if share < 0.5 else 0.3)
        arms[side] = Reach(on_floor.target + (clasped - on_floor.target) * share, pole)
    return replace(pose, arms=arms)


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


def superman(body: Body, u: float, p: Params) -> BodyPose:
    """Return lying on the belly and lifting arms, chest and legs.

    Numbers: ``lumbar``, ``thorax``, ``neck`` and ``hip`` flexion (- extends), ``knee`` bend.
    """
    return BodyPose(
        pelvis_rotation=rx(90.0),
        pelvis_at=vector(0.0, 0.070 * body.height + 0.01 * max(body.build, 0.0), 0.0),
        lumbar=(p["lumbar"] * u, 0.0, 0.0),
        thorax=(p["thorax"] * u, 0.0, 0.0),
        neck=(between(-6.0, p["neck"], u), 0.0, 0.0),
        clavicles={side: (18.0, 0.0) for side, _ in SIDES},
        arms={side: ArmAngles(between(168.0, 176.0, u), 14.0, 0.0, 8.0) for side, _ in SIDES},
        legs={side: LegAngles(p["hip"] * u + 2.0, 5.0, knee=p["knee"], ankle=-45.0) for side, _ in SIDES},
    )


PELVIC_TILT = Movement(
    pose=hook_lying,
    right={
        "pelvis_before": 4.0,
        "pelvis": -9.0,
        "lumbar_before": -4.0,
        "lumbar": 11.0,
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
    pose=hook_lying,
    right={
        "pelvis_before": 0.0,
        "pelvis": -24.0,
        "lumbar_before": 0.0,
        "lumbar": 0.0,
        "thorax": 5.0,
        "feet": 0.25,
    },
    faults={
        "low_hips": {"pelvis": -10.0, "thorax": 2.0},
        "over_arch": {"pelvis": -17.5, "lumbar": -27.0, "thorax": 2.0},
        "feet_far": {"pelvis": -17.0, "feet": 0.393},
    },
    jitter={"pelvis": 1.5, "lumbar": 3.0},
    view="side",
    camera=SIDE_VIEW,
    primary="HF_L",
)

SINGLE_KNEE_TO_CHEST = Movement(
    pose=knee_to_chest,
    right={"hip": 126.0, "knee": 128.0, "pelvis": -8.0, "lumbar": 10.0, "thorax": 0.0, "head": 0.0},
    faults={"head_lifts": {"thorax": 14.0, "head": 40.0}},
    jitter={"hip": 4.0, "pelvis": 2.0, "lumbar": 2.0},
    view="side",
    camera=SIDE_VIEW,
    primary="HF_work",
    works="L",
    tempo=Tempo(in_s=3.6, out_s=4.0),
)

SUPINE_TWIST = Movement(
    pose=knee_drop,
    right={"turn": 62.0, "lumbar_twist": -14.0, "thorax_twist": -46.0, "neck_twist": -30.0},
    faults={"shoulder_lifts": {"lumbar_twist": -12.0, "thorax_twist": -27.0, "neck_twist": 0.0}},
    jitter={"turn": 4.0, "thorax_twist": 3.0},
    view="oblique",
    camera=ViewOfExercise(140.0, 28.0, 1.75, (0.0, 0.12, 0.0)),
    primary="PT",
    works="L",
)

SUPERMAN = Movement(
    pose=superman,
    right={"lumbar": -14.0, "thorax": -14.0, "neck": -4.0, "hip": -10.0, "knee": 4.0},
    faults={"looks_up": {"neck": -48.0}, "too_high": {"lumbar": -40.0, "thorax": -26.0, "hip": -26.0}},
    jitter={"lumbar": 2.0, "thorax": 2.0, "hip": 2.0},
    view="side",
    camera=SIDE_VIEW,
    primary="HF_L",
    tempo=Tempo(in_s=2.0, hold_s=3.0, out_s=2.0),
)

MOVEMENTS = {
    "pelvic_tilt": PELVIC_TILT,
    "bridge": BRIDGE,
    "single_knee_to_chest": SINGLE_KNEE_TO_CHEST,
    "supine_twist": SUPINE_TWIST,
    "superman": SUPERMAN,
}
