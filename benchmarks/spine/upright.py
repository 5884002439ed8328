"""Random postures on the feet, the knees or the seat."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from benchmarks.spine.backs import Back, Rng
from benchmarks.spine.limbs import bent_spine, carried_head, free_arms
from benchmarks.synthetic.anthropometry import SIDES, Body
from benchmarks.synthetic.kinematics import BodyPose, LegAngles, Reach
from benchmarks.synthetic.movements.limbs import (
    foot,
    hang_arms,
    reach_with_arms,
    standing_hip_height,
    standing_legs,
    vector,
)
from benchmarks.synthetic.rotations import rx, rz, unit

KNEE_ON_FLOOR: Final = 0.036


def standing(body: Body, back: Back, rng: Rng, is_setup: bool) -> BodyPose:
    """Return standing or hinging on both feet."""
    u = rng.uniform
    low = back.chest > 30
    behind = float(u(-0.02, 0.16) if low else u(-0.10, 0.03)) * (0.1 if is_setup else 1)
    knee = float(u(1, 8) if is_setup else u(1, 45) if low else u(0, 14))
    lumbar, thorax = bent_spine(back, rng)
    neck, forward = carried_head(rng, back, is_setup=is_setup)
    height = standing_hip_height(body, knee, behind, body.half_hip_width * 0.15)
    pose = BodyPose(
        pelvis=(back.tilt, 0.0, 0.0),
        pelvis_at=vector(0.0, height, -behind),
        lumbar=lumbar,
        thorax=thorax,
        neck=neck,
        head_forward=forward,
        legs=standing_legs(body, float(u(0.9, 1.8))),
    )
    if low and rng.random() < 0.2:  # the free leg goes back, or the feet stand one behind the other
        free = LegAngles(float(u(-12, 20)), 2.0, knee=float(u(2, 30)))
        pose = replace(pose, legs={**pose.legs, "R": free})
    return free_arms(body, pose, rng, is_setup=is_setup)


def kneeling(body: Body, back: Back, rng: Rng, is_setup: bool) -> BodyPose:
    """Return half kneeling, or kneeling on both knees."""
    u, size, x = rng.uniform, body.height, body.half_hip_width
    lumbar, thorax = bent_spine(back, rng)
    neck, forward = carried_head(rng, back, is_setup=is_setup)
    thigh_back = np.radians(float(u(-6, 10) if is_setup else u(-20, 32)))
    knee = vector(-x, KNEE_ON_FLOOR * size, -0.02 * size)
    hip = knee + body.thigh * vector(0.0, np.cos(thigh_back), np.sin(thigh_back))
    behind = Reach(vector(-x, 0.040 * size, knee[2] - body.shank * 0.999), vector(0.0, -1.0, 0.35), rx(160.0))
    ahead = Reach(vector(x, body.ankle_height, float(u(0.19, 0.42)) * size), vector(0.08, 0.3, 1.0), foot(turn_deg=3.0))
    both = replace(behind, target=behind.target * [-1.0, 1.0, 1.0])
    pose = BodyPose(
        pelvis=(back.tilt, 0.0, 0.0),
        pelvis_at=hip - rx(back.tilt) @ vector(-x, 0.0, 0.0),
        lumbar=lumbar,
        thorax=thorax,
        neck=neck,
        head_forward=forward,
        legs={"L": both if rng.random() < 0.15 else ahead, "R": behind},
    )
    if rng.random() < 0.35:
        on_knee = vector(0.0, 0.05, -0.06) * size
        elbows = vector(0.7, -0.5, -0.6)
        return reach_with_arms(body, pose, lambda _side, _sign, bones: bones.O["shankL"] + on_knee, elbows)
    return free_arms(body, pose, rng, is_setup=is_setup)


def pigeon(body: Body, back: Back, rng: Rng, is_setup: bool) -> BodyPose:
    """Return the folded pigeon: one shin across in front, the other leg straight behind."""
    size, x = body.height, body.half_hip_width
    lumbar, thorax = bent_spine(back, rng)
    neck, forward = carried_head(rng, back, is_setup=is_setup)
    pose = BodyPose(
        pelvis_rotation=rz(float(rng.normal(0, 4))) @ rx(back.tilt),
        pelvis_at=vector(0.0, 0.115 * size, 0.0),
        lumbar=lumbar,
        thorax=thorax,
        neck=neck,
        head_forward=forward,
        legs={
            "L": Reach(vector(-x * 0.9, 0.040 * size, 0.175 * size), vector(0.8, 0.0, 0.75), rx(4.0)),
            "R": Reach(vector(-x * 1.1, 0.035 * size, -body.leg * 0.985), vector(0.0, -1.0, 0.0), rx(160.0)),
        },
    )
    return hang_arms(body, pose, vector(0.0, -1.0, float(rng.uniform(0.0, 0.5))))


def sitting(body: Body, back: Back, rng: Rng, is_setup: bool) -> BodyPose:
    """Return sitting on the floor with straight or bent legs."""
    u, size, x = rng.uniform, body.height, body.half_hip_width
    straight = float(u(0.97, 1.0) if rng.random() < 0.7 else u(0.72, 0.95))
    lumbar, thorax = bent_spine(back, rng)
    neck, forward = carried_head(rng, back, is_setup=is_setup)
    heel = body.leg * 0.998 * straight
    pose = BodyPose(
        pelvis=(back.tilt, 0.0, 0.0),
        pelvis_at=vector(0.0, 0.080 * size, 0.0),
        lumbar=lumbar,
        thorax=thorax,
        neck=neck,
        head_forward=forward,
        legs={
            side: Reach(vector(sign * x * 1.1, 0.043 * size, heel), vector(sign * 0.05, 1.0, 0.1), rx(-82.0))
            for side, sign in SIDES
        },
    )
    if rng.random() < 0.6:
        toward = unit(vector(0.0, float(u(-0.6, 0.1)), 1.0)) if not is_setup else vector(0.0, -0.8, 0.7)
        return hang_arms(body, pose, toward)
    return free_arms(body, pose, rng, is_setup=is_setup)


def on_a_chair(body: Body, back: Back, rng: Rng, is_setup: bool) -> BodyPose:
    """Return sitting with level thighs and the feet on the floor."""
    u, x = rng.uniform, body.half_hip_width
    lumbar, thorax = bent_spine(back, rng)
    neck, forward = carried_head(rng, back, is_setup=is_setup)
    seat = body.ankle_height + body.shank * float(u(0.92, 1.05))
    feet = body.thigh * float(u(0.75, 1.1))
    pose = BodyPose(
        pelvis=(back.tilt, 0.0, 0.0),
        pelvis_at=vector(0.0, seat, 0.0),
        lumbar=lumbar,
        thorax=thorax,
        neck=neck,
        head_forward=forward,
        legs={
            side: Reach(vector(sign * x * 1.2, body.ankle_height, feet), vector(sign * 0.08, 0.5, 1.0), foot())
            for side, sign in SIDES
        },
    )
    return free_arms(body, pose, rng, is_setup=is_setup)
