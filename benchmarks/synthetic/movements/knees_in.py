"""Movements on the back that draw one or both legs in: knees to the chest, hamstring stretch, figure four."""

from __future__ import annotations

import math
from dataclasses import replace

from benchmarks.synthetic.anthropometry import Body, Side
from benchmarks.synthetic.kinematics import BodyPose, LegAngles, Reach, fk
from benchmarks.synthetic.movements.base import Movement, Params, Tempo
from benchmarks.synthetic.movements.limbs import between, ease, vector
from benchmarks.synthetic.movements.on_the_floor import (
    SIDE_VIEW,
    behind_thigh,
    clasp,
    foot_on_floor,
    keep_shoulders_in_place,
    lay_head_down,
    on_shin,
    on_the_back,
)
from benchmarks.synthetic.rotations import unit

FOOT_AWAY = 0.30
"""Ankles beyond the hips in crook lying, body heights."""
ANKLE_ON_THIGH = 0.060
"""Height of the crossed ankle's joint over the middle of the thigh it lies on, body heights."""
CROSSED_OVER = 0.03
"""How far the crossed ankle lies beyond the thigh, body heights."""


def _pelvis_and_head(body: Body, u: float, p: Params) -> BodyPose:
    pose = on_the_back(body, p["pelvis"] * u, p["lumbar"] * u, p["thorax"] * u)
    if p["thorax"] <= 0:
        pose = keep_shoulders_in_place(body, pose)
    return lay_head_down(body, pose, p["head"] * u)


def _bent_leg(body: Body) -> tuple[float, float]:
    """Return hip and knee flexion of a leg whose foot stands on the floor, degrees."""
    hip = on_the_back(body).pelvis_at
    assert hip is not None
    along, down = FOOT_AWAY * body.height, float(hip[1]) - body.ankle_height
    span = math.hypot(along, down)
    at_hip = math.acos((body.thigh**2 + span**2 - body.shank**2) / (2 * body.thigh * span))
    at_knee = math.acos((body.thigh**2 + body.shank**2 - span**2) / (2 * body.thigh * body.shank))
    return math.degrees(at_hip - math.atan2(down, along)), 180.0 - math.degrees(at_knee)


def _raised_leg(body: Body, u: float, hip: float, knee: float, *, knee_share: float | None = None) -> LegAngles:
    """Return a leg on its way from the foot on the floor to a hip and knee flexion; the knee may go its own way."""
    hip_before, knee_before = _bent_leg(body)
    bend = between(knee_before, knee, u if knee_share is None else knee_share)
    return LegAngles(between(hip_before, hip, u), 4.0, knee=bend, ankle=between(-30.0, -8.0, u))


def knee_to_chest(body: Body, u: float, p: Params) -> BodyPose:
    """Return drawing the left knee to the chest, hands behind the thigh, the right foot on the floor.

    Numbers: ``hip`` and ``knee`` flexion of the left leg, ``pelvis`` tilt, ``lumbar``, ``thorax`` flexion, ``head``
    lift and ``other_foot`` lift (body heights), ``shin`` 1 where the hands pull on the shin.
    """
    foot = foot_on_floor(body, "R", FOOT_AWAY * body.height, p["other_foot"] * u * body.height)
    legs = {"L": _raised_leg(body, u, p["hip"], p["knee"]), "R": foot}
    pose = replace(_pelvis_and_head(body, u, p), legs=legs)
    bones = fk(body, pose)
    hands = between(0.0, 1.0, p["shin"]) * (on_shin(body, bones, "L") - behind_thigh(body, bones, "L"))
    return clasp(body, pose, behind_thigh(body, bones, "L") + hands, ease(u * 1.6 - 0.2))


def knees_to_chest(body: Body, u: float, p: Params) -> BodyPose:
    """Return drawing both knees to the chest, the right leg first and the left after it.

    Numbers as in `knee_to_chest`, and ``together``: 1 lifts both legs at once.
    """
    shares: dict[Side, float] = {}
    for side, start in (("R", 0.0), ("L", 0.45)):
        in_turn = u if u in (0.0, 1.0) else ease((u - start) / 0.55)
        shares[side] = between(in_turn, u, p["together"])
    legs = {side: _raised_leg(body, share, p["hip"], p["knee"]) for side, share in shares.items()}
    pose = replace(_pelvis_and_head(body, u, p), legs=legs)
    bones = fk(body, pose)
    both = (behind_thigh(body, bones, "L") + behind_thigh(body, bones, "R")) / 2
    return clasp(body, pose, both, ease(u * 1.6 - 0.2))


def straighten_leg(body: Body, u: float, p: Params) -> BodyPose:
    """Return the hamstring stretch: the left thigh comes upright, then the knee straightens, hands behind the thigh.

    Numbers: ``hip`` and ``knee`` flexion of the left leg in the hold, ``pelvis``, ``lumbar``, ``thorax``, ``head`` and
    ``other_foot`` as in `knee_to_chest`.
    """
    thigh, knee = ease(u / 0.5), ease((u - 0.4) / 0.6)
    leg = _raised_leg(body, thigh, p["hip"], p["knee"], knee_share=knee)
    foot = foot_on_floor(body, "R", FOOT_AWAY * body.height, p["other_foot"] * u * body.height)
    pose = replace(_pelvis_and_head(body, u, p), legs={"L": leg, "R": foot})
    return clasp(body, pose, behind_thigh(body, fk(body, pose), "L"), ease(u * 1.6 - 0.1))


def figure_four(body: Body, u: float, p: Params) -> BodyPose:
    """Return the figure four: the right ankle across the left thigh above the knee, the left thigh drawn in.

    Numbers: ``hip`` and ``knee`` flexion of the left leg, ``cross`` where the right ankle lies on the left thigh (0 at
    the knee, 1 at the hip), ``pelvis``, ``lumbar``, ``thorax`` and ``head`` as in `knee_to_chest`, ``foot`` 1 where the
    hands pull on the crossed foot.
    """
    pose = replace(_pelvis_and_head(body, u, p), legs={"L": _raised_leg(body, u, p["hip"], p["knee"])})
    bones = fk(body, pose)
    knee, hip = bones.O["shankL"], bones.O["thighL"]
    front = unit(bones.R["thighL"][:, 2])
    ankle = knee + (hip - knee) * p["cross"] + front * ANKLE_ON_THIGH * body.height
    ankle = ankle + vector(CROSSED_OVER * body.height, 0.0, 0.0)
    out = unit(vector(-1.0, 0.25, 0.45))  # the knee of the crossed leg points to its own side
    pose = replace(pose, legs={**pose.legs, "R": Reach(ankle, out)})
    hands = between(0.0, 1.0, p["foot"]) * (ankle - behind_thigh(body, bones, "L"))
    return clasp(body, pose, behind_thigh(body, bones, "L") + hands, ease(u * 1.6 - 0.2))


_STILL = {"pelvis": -8.0, "lumbar": 10.0, "thorax": 0.0, "head": 0.0}
_HEAD_UP = {"thorax": 20.0, "head": 0.11}

SINGLE_KNEE_TO_CHEST = Movement(
    pose=knee_to_chest,
    right={**_STILL, "hip": 122.0, "knee": 128.0, "other_foot": 0.0, "shin": 0.0},
    faults={
        "head_lifts": _HEAD_UP,
        "other_leg_floats": {"other_foot": 0.08},
        "pulls_on_shin": {"shin": 1.0},
    },
    jitter={"hip": 4.0, "pelvis": 2.0, "lumbar": 2.0},
    view="side",
    camera=SIDE_VIEW,
    primary="HF_work",
    works="L",
    tempo=Tempo(in_s=3.6, out_s=4.0),
)

DOUBLE_KNEE_TO_CHEST = Movement(
    pose=knees_to_chest,
    right={**_STILL, "hip": 118.0, "knee": 125.0, "together": 0.0},
    faults={
        "head_lifts": _HEAD_UP,
        "both_at_once": {"together": 1.0},
        "rolls_onto_back": {"pelvis": -52.0, "lumbar": 40.0},
    },
    jitter={"hip": 4.0, "pelvis": 2.0, "lumbar": 2.0},
    view="side",
    camera=SIDE_VIEW,
    primary="HF_L",
    tempo=Tempo(in_s=8.0, out_s=8.0),
    stiff={"hip": 88.0, "knee": 122.0},
)

SUPINE_HAMSTRING = Movement(
    pose=straighten_leg,
    right={"pelvis": -3.0, "lumbar": 4.0, "thorax": 0.0, "head": 0.0, "hip": 91.0, "knee": 24.0, "other_foot": 0.0},
    faults={
        "thigh_drops": {"hip": 46.0, "knee": 10.0},
        "head_lifts": _HEAD_UP,
        "hips_lift": {"pelvis": -30.0, "lumbar": 26.0},
        "knee_locks": {"knee": -19.0, "hip": 84.0},
        "other_leg_floats": {"other_foot": 0.08},
    },
    jitter={"hip": 3.0, "pelvis": 1.0, "knee": 4.0},
    view="side",
    camera=SIDE_VIEW,
    primary="KF_work",
    works="L",
    tempo=Tempo(in_s=8.0, out_s=8.0),
    stiff={"knee": 58.0},
)

PIRIFORMIS_FIGURE_FOUR = Movement(
    pose=figure_four,
    right={
        "pelvis": -5.0,
        "lumbar": 7.0,
        "thorax": 0.0,
        "head": 0.0,
        "hip": 104.0,
        "knee": 100.0,
        "cross": 0.06,
        "foot": 0.0,
    },
    faults={"head_lifts": _HEAD_UP, "pulls_foot": {"foot": 1.0}, "not_crossed": {"cross": 0.62}},
    jitter={"hip": 3.0, "pelvis": 1.0},
    view="side",
    camera=SIDE_VIEW,
    primary="HF_L",
    works="R",
    tempo=Tempo(in_s=3.6, out_s=4.0),
)

MOVEMENTS = {
    "piriformis_figure_four": PIRIFORMIS_FIGURE_FOUR,
    "single_knee_to_chest": SINGLE_KNEE_TO_CHEST,
    "double_knee_to_chest": DOUBLE_KNEE_TO_CHEST,
    "supine_hamstring": SUPINE_HAMSTRING,
}
