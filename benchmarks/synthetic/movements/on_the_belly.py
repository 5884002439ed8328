"""Movements that start lying on the belly: superman, prone back lift."""

from __future__ import annotations

from benchmarks.synthetic.anthropometry import SIDES, Body, Side
from benchmarks.synthetic.kinematics import ArmAngles, BodyPose, LegAngles
from benchmarks.synthetic.movements.base import Movement, Params, Tempo
from benchmarks.synthetic.movements.limbs import between, vector
from benchmarks.synthetic.movements.on_the_floor import SIDE_VIEW
from benchmarks.synthetic.rotations import rx

HIPS_ON_FLOOR = 0.070
FOREHEAD_DOWN_DEG = -6.0
LIES_FLAT_DEG = 2.0
"""Flexion of hips that lie on the floor."""


def superman(body: Body, u: float, p: Params) -> BodyPose:
    """Return lifting the left leg and the right arm, chest a little; with ``both`` 1 both arms and legs.

    Numbers: ``lumbar``, ``thorax``, ``neck`` and ``hip`` flexion (- extends), ``knee`` bend of what lifts.
    """
    lift = {"L": u, "R": u * p["both"]}
    arm_lift = {"L": u * p["both"], "R": u}

    def arm(side: Side) -> ArmAngles:
        stays_down = p["thorax"] * (u - arm_lift[side])  # the chest would carry the other arm up
        return ArmAngles(between(168.0, 176.0, arm_lift[side]) + stays_down, 14.0, 0.0, 8.0)

    def leg(side: Side) -> LegAngles:
        knee = between(4.0, p["knee"], lift[side])
        return LegAngles(p["hip"] * lift[side] + LIES_FLAT_DEG, 5.0, knee=knee, ankle=-45.0)

    return BodyPose(
        pelvis_rotation=rx(90.0),
        pelvis_at=vector(0.0, HIPS_ON_FLOOR * body.height + 0.01 * max(body.build, 0.0), 0.0),
        lumbar=(p["lumbar"] * u, 0.0, 0.0),
        thorax=(p["thorax"] * u, 0.0, 0.0),
        neck=(between(FOREHEAD_DOWN_DEG, p["neck"], u), 0.0, 0.0),
        clavicles={side: (18.0, 0.0) for side, _ in SIDES},
        arms={side: arm(side) for side, _ in SIDES},
        legs={side: leg(side) for side, _ in SIDES},
    )


def prone_back_lift(body: Body, u: float, p: Params) -> BodyPose:
    """Return lifting the chest with the arms beside the body, palms down: the prone cobra.

    Numbers: ``lumbar``, ``thorax``, ``neck`` flexion (- extends), ``shrug`` elevation of the shoulders, ``legs`` lift
    of both legs, degrees.
    """
    return BodyPose(
        pelvis_rotation=rx(90.0),
        pelvis_at=vector(0.0, HIPS_ON_FLOOR * body.height + 0.01 * max(body.build, 0.0), 0.0),
        lumbar=(p["lumbar"] * u, 0.0, 0.0),
        thorax=(p["thorax"] * u, 0.0, 0.0),
        neck=(between(FOREHEAD_DOWN_DEG, p["neck"], u), 0.0, 0.0),
        clavicles={side: (p["shrug"] * u, 0.0) for side, _ in SIDES},
        arms={side: ArmAngles(between(2.0, p["arms"], u), 16.0, 0.0, 8.0) for side, _ in SIDES},
        legs={side: LegAngles(LIES_FLAT_DEG - p["legs"] * u, 5.0, knee=4.0, ankle=-45.0) for side, _ in SIDES},
    )


PRONE_BACK_LIFT = Movement(
    pose=prone_back_lift,
    right={"lumbar": -10.0, "thorax": -14.0, "neck": 4.0, "shrug": 0.0, "arms": -34.0, "legs": 0.0},
    faults={
        "looks_up": {"neck": -68.0},
        "arches": {"lumbar": -44.0, "thorax": -28.0, "arms": -80.0, "neck": 24.0},
        "shrugs": {"shrug": 26.0},
        "legs_lift": {"legs": 13.0},
    },
    jitter={"lumbar": 2.0, "thorax": 2.0},
    view="side",
    camera=SIDE_VIEW,
    primary="TI",
    tempo=Tempo(in_s=2.0, hold_s=3.0, out_s=2.0),
)

SUPERMAN = Movement(
    pose=superman,
    right={"lumbar": -8.0, "thorax": -10.0, "neck": -4.0, "hip": -9.0, "knee": 4.0, "both": 0.0},
    faults={
        "looks_up": {"neck": -68.0},
        "too_high": {"lumbar": -40.0, "thorax": -26.0, "hip": -26.0},
        "bends_knee": {"knee": 46.0, "hip": -1.0},
    },
    jitter={"lumbar": 2.0, "thorax": 2.0, "hip": 1.5},
    view="side",
    camera=SIDE_VIEW,
    primary="HF_work",
    works="L",
    tempo=Tempo(in_s=2.0, hold_s=3.0, out_s=2.0),
)

MOVEMENTS = {"superman": SUPERMAN, "prone_back_lift": PRONE_BACK_LIFT}
