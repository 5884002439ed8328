"""Standing movements that turn the trunk: the bow-and-arrow twist, a round of five parts in order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.synthetic.anthropometry import SIDES, Body, Side
from benchmarks.synthetic.kinematics import BodyPose, Bones, Reach, fk
from benchmarks.synthetic.movements.base import Movement, Params, Tempo, ViewOfExercise
from benchmarks.synthetic.movements.limbs import (
    STRAIGHT_ARM,
    TOE_OUT_DEG,
    as_far_as_it_goes,
    between,
    ease,
    foot,
    standing_hip_height,
    vector,
)
from benchmarks.synthetic.rotations import Vector, unit

STANCE = 2.2
"""Ankles apart in hip widths: as wide as the shoulders."""
HANGING = vector(0.14, -0.99, 0.04)
OUT, UP, BEHIND, ACROSS = (
    vector(1.0, 0.0, 0.12),
    vector(0.28, 0.96, 0.05),
    vector(-0.20, 0.12, -0.97),
    vector(-0.80, 0.02, 0.60),
)
"""Where the straight arm points, x to the leading side: to the side, up, behind, across to the other side."""


def bow_and_arrow(body: Body, u: float, p: Params) -> BodyPose:
    """Return the way to the low point: draw the bow, aim up, twist behind, untwist and sweep low; the left arm leads.

    Numbers: ``side`` bend, ``turn`` of the whole trunk, ``fold`` forward, degrees; ``untwist`` 1 where the trunk turns
    back before it sinks, ``step`` of the left foot outward and ``sink`` of the hips in the twist (body heights),
    ``knee_in`` turn of the right knee to the inside (degrees), ``rush`` 1 where all parts come in a fifth of
    the time.
    """
    u = between(u, max((u - 0.78) / 0.22, 0.0), p["rush"])
    draw, aim, twist, low = (
        ease((u - a) / (b - a)) for a, b in ((0.02, 0.14), (0.34, 0.48), (0.54, 0.70), (0.78, 1.0))
    )
    turned = twist * (1 - p["untwist"] * ease((u - 0.72) / 0.14))
    pose = _trunk(body, p, aim * (1 - twist), turned, low, look=40.0 * draw * (1 - low))
    pose = replace(pose, legs=_legs(body, p, twist))
    bones = fk(body, pose)
    lead = _toward(body, bones, _between_ways((HANGING, OUT, UP, BEHIND), (draw, aim, twist)))
    on_foot = as_far_as_it_goes(
        body, bones.O["uaL"], bones.O["footL"] + vector(0.0, 0.03, 0.12) * body.height, STRAIGHT_ARM
    )
    lead = lead + (on_foot - lead) * low
    return replace(
        pose, arms={"L": Reach(lead, vector(0.3, -0.2, -1.0)), "R": _drawn_arm(body, bones, draw * (1 - low))}
    )


def arc_across(body: Body, u: float, p: Params) -> BodyPose:
    """Return the way back: rise while the arm sweeps in a big arc to the other side, then lower the arms."""
    if u in (0.0, 1.0):
        return bow_and_arrow(body, u, p)
    s = 1 - u
    rise, across, lower = (ease((s - a) / (b - a)) for a, b in ((0.0, 0.50), (0.15, 0.60), (0.78, 1.0)))
    pose = _trunk(body, p, 0.0, (1 - p["untwist"]) * (1 - rise), 1 - rise, look=-35.0 * across * (1 - lower))
    pose = replace(pose, legs=_legs(body, p, 1 - rise))
    bones = fk(body, pose)
    on_foot = as_far_as_it_goes(
        body, bones.O["uaL"], bones.O["footL"] + vector(0.0, 0.03, 0.12) * body.height, STRAIGHT_ARM
    )
    start = unit(on_foot - bones.O["uaL"])
    lead = _toward(body, bones, _between_ways((start, ACROSS, HANGING), (across, lower)))
    return replace(pose, arms={"L": Reach(lead, vector(0.3, -0.2, -1.0)), "R": _drawn_arm(body, bones, 0.0)})


def _trunk(body: Body, p: Params, aim: float, turned: float, low: float, *, look: float) -> BodyPose:
    turn, fold = p["turn"] * turned, p["fold"] * low
    aside = (STANCE - 1) * body.half_hip_width
    height = standing_hip_height(body, between(5.0, 16.0, low), 0.08 * body.height * low, aside)
    height -= p["sink"] * body.height * max(turned, low)
    return BodyPose(
        pelvis=(0.55 * fold, 0.0, 0.30 * turn),
        pelvis_at=vector(0.0, height, -0.08 * body.height * low),
        lumbar=(0.27 * fold, -0.45 * p["side"] * aim, 0.18 * turn),
        thorax=(0.18 * fold, -0.55 * p["side"] * aim, 0.52 * turn),
        neck=(0.0, 0.0, look),
    )


def _legs(body: Body, p: Params, twist: float) -> dict[Side, Reach]:
    legs: dict[Side, Reach] = {}
    for side, sign in SIDES:
        step = p["step"] * body.height * twist if side == "L" else 0.0
        inward = np.radians(p["knee_in"] * twist) if side == "R" else 0.0
        pole = vector(sign * (0.12 - np.sin(inward)), 0.0, np.cos(inward))
        at = vector(sign * body.half_hip_width * STANCE + step, body.ankle_height, 0.0)
        legs[side] = Reach(at, pole, foot(turn_deg=sign * TOE_OUT_DEG))
    return legs


def _between_ways(ways: tuple[Vector, ...], shares: tuple[float, ...]) -> Vector:
    """Return a direction on its way through several, each reached as its share comes to 1."""
    now = unit(ways[0])
    for way, share in zip(ways[1:], shares, strict=True):
        now = unit(now + (unit(way) - now) * share)
    return now


def _toward(body: Body, bones: Bones, way: Vector) -> Vector:
    return bones.O["uaL"] + way * body.arm * STRAIGHT_ARM


def _drawn_arm(body: Body, bones: Bones, share: float) -> Reach:
    """Return the right arm between hanging and drawn back, the hand beside the shoulder and the elbow as high."""
    shoulder, chest = bones.O["uaR"], bones.R["T4_rel"]
    hanging = shoulder + unit(HANGING * [-1.0, 1.0, 1.0]) * body.arm * STRAIGHT_ARM
    drawn = shoulder + chest @ (vector(0.03, 0.0, 0.09) * body.height)
    pole = unit(vector(-0.3, -0.2, -1.0) + (chest @ vector(-1.0, 0.15, -0.35) - vector(-0.3, -0.2, -1.0)) * share)
    return Reach(hanging + (drawn - hanging) * share, pole)


BOW_AND_ARROW = Movement(
    pose=bow_and_arrow,
    right={
        "side": 46.0,
        "turn": 78.0,
        "fold": 124.0,
        "untwist": 1.0,
        "step": 0.0,
        "sink": 0.0,
        "knee_in": 0.0,
        "rush": 0.0,
    },
    faults={
        "feet_move": {"step": 0.06},
        "knee_dives": {"knee_in": 67.0, "sink": 0.020},
        "drops_twisted": {"untwist": -0.1},
        "too_fast": {"rush": 1.0},
    },
    jitter={"side": 2.0, "turn": 4.0, "fold": 4.0},
    view="front",
    camera=ViewOfExercise(0.0, 2.0, 1.95, (0.0, 0.58, 0.0)),
    primary="TI",
    works="L",
    tempo=Tempo(setup_s=1.2, in_s=10.0, hold_s=0.4, out_s=4.0),
    back=arc_across,
    steady=True,
    stiff={"side": 27.6, "turn": 46.8, "fold": 74.4},
)

MOVEMENTS = {"bow_and_arrow": BOW_AND_ARROW}
