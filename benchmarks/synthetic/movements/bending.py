"""Standing movements that fold over one leg."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.synthetic.anthropometry import Body, Side
from benchmarks.synthetic.kinematics import BodyPose, Bones
from benchmarks.synthetic.movements.base import Movement, Params, Tempo
from benchmarks.synthetic.movements.limbs import as_far_as_it_goes, ease, reach_with_arms, vector
from benchmarks.synthetic.movements.standing import SIDE_VIEW, roll_down, roll_up
from benchmarks.synthetic.rotations import Vector


def nose_to_knee(body: Body, u: float, p: Params) -> BodyPose:
    """Return the fold over the left leg, both hands at its ankle.

    Numbers as in `roll_down`, and ``twist`` of the trunk to the left.
    """
    return _over_the_leg(body, u, p, roll_down(body, u, p))


def nose_from_knee(body: Body, u: float, p: Params) -> BodyPose:
    """Return the way up of `nose_to_knee`, which is that of `roll_up`."""
    return _over_the_leg(body, u, p, roll_up(body, u, p))


def _over_the_leg(body: Body, u: float, p: Params, pose: BodyPose) -> BodyPose:
    turn = p["twist"] * u / 2
    pose = replace(pose, lumbar=(pose.lumbar[0], 0.0, turn), thorax=(pose.thorax[0], 0.0, turn), arms={})

    def hands(side: Side, sign: float, bones: Bones) -> Vector:
        shoulder = bones.O[f"ua{side}"]
        hanging = shoulder + vector(0.0, -body.arm * 0.97, 0.03)
        ankle = bones.O["footL"] + vector(sign * 0.03, 0.06, 0.02) * body.height
        return as_far_as_it_goes(body, shoulder, hanging + (ankle - hanging) * ease(u))

    return reach_with_arms(body, pose, hands, vector(0.7, 0.1, -0.7))


NOSE_TO_KNEE = Movement(
    pose=nose_to_knee,
    back=nose_from_knee,
    right={
        "pelvis": 56.0,
        "lumbar": 46.0,
        "thorax": 34.0,
        "neck": 34.0,
        "knee": 6.0,
        "hips_back": 0.02,
        "in_turn": 1.0,
        "head_leads": 0.0,
        "twist": 12.0,
    },
    faults={
        "bends_knees": {"knee": 35.0, "hips_back": 0.06},
        "head_leads_up": {"head_leads": 1.0},
    },
    jitter={"pelvis": 3.0, "lumbar": 3.0, "thorax": 3.0},
    view="side",
    camera=SIDE_VIEW,
    primary="TI",
    works="L",
    tempo=Tempo(in_s=6.8, hold_s=3.0, out_s=6.8),
    stiff={"pelvis": 33.6, "lumbar": 27.6, "thorax": 20.4, "neck": 20.4, "twist": 7.2},
)

MOVEMENTS = {"nose_to_knee": NOSE_TO_KNEE}
