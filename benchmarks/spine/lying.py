"""Random postures lying on the back and on the belly."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from benchmarks.spine.backs import Back, Rng
from benchmarks.spine.limbs import bent_spine
from benchmarks.synthetic.anthropometry import SIDES, Body, Side
from benchmarks.synthetic.kinematics import ArmAngles, BodyPose, Bones, LegAngles, Reach, fk
from benchmarks.synthetic.movements.limbs import foot, reach_with_arms, vector
from benchmarks.synthetic.rotations import Vector, rx

HIPS_ON_FLOOR: Final = 0.079
"""Height of the hip joints of a person on their back, share of body height; heavy people lie a little higher."""
HAND_ON_FLOOR: Final = 0.03
PILLOW_DEG: Final = -22.0
"""The neck's neutral curve would press the head into the floor; the head is carried back by this."""


def _legs_lying(body: Body, rng: Rng, *, is_setup: bool) -> dict[Side, Reach | LegAngles]:
    u, size, x = rng.uniform, body.height, body.half_hip_width
    hook: dict[Side, Reach | LegAngles] = {
        side: Reach(
            vector(sign * x * 1.2, body.ankle_height, float(u(0.24, 0.42)) * size),
            vector(sign * 0.05, 1.0, 0.2),
            foot(),
        )
        for side, sign in SIDES
    }
    straight = Reach(vector(x * 1.1, 0.045 * size, body.leg * 0.998), vector(0.0, 1.0, 0.0), rx(-72.0))
    choice = int(rng.choice(4, p=[0.8, 0.2, 0, 0] if is_setup else [0.62, 0.12, 0.16, 0.10]))
    if choice == 0:
        return hook
    raised = (
        LegAngles(float(u(50, 130)), 4.0, knee=float(u(90, 130)), ankle=-8.0)
        if choice == 2
        else LegAngles(float(u(20, 90)), 4.0, knee=float(u(0, 20)))
    )
    left = straight if choice == 1 else raised
    return {"L": left, "R": replace(straight, target=straight.target * [-1.0, 1.0, 1.0])}


def supine(body: Body, back: Back, rng: Rng, is_setup: bool) -> BodyPose:
    """Return lying on the back, the chest on the floor, the pelvis tilted or lifted."""
    turn = rx(-90.0 + back.tilt)
    lumbar, thorax = bent_spine(back, rng)
    at_rest = BodyPose(
        pelvis_rotation=rx(-90.0),
        pelvis_at=vector(0.0, (HIPS_ON_FLOOR + 0.012 * max(body.build, 0.0)) * body.height, 0.0),
        head_forward=PILLOW_DEG,
    )
    pose = replace(
        at_rest,
        pelvis_rotation=turn,
        lumbar=lumbar,
        thorax=thorax,
        neck=(-back.chest + float(rng.uniform(0, 30)) * (rng.random() < 0.2), 0.0, 0.0),
    )
    way = fk(body, at_rest).O["T4"] - fk(body, pose).O["T4"]
    at = pose.pelvis_at if pose.pelvis_at is not None else way
    lifted = at + vector(0.0, way[1], way[2])
    lifted[1] = max(lifted[1], 0.074 * body.height)
    pose = replace(pose, pelvis_at=lifted, legs=_legs_lying(body, rng, is_setup=is_setup))
    if rng.random() < 0.12:
        overhead = ArmAngles(float(rng.uniform(150, 178)), 12.0, 0.0, 8.0)
        return replace(pose, arms={side: overhead for side, _ in SIDES})
    along = float(rng.uniform(0.6, 0.95))

    def hands(side: Side, sign: float, bones: Bones) -> Vector:
        shoulder = bones.O[f"ua{side}"]
        return vector(shoulder[0] + sign * 0.16, HAND_ON_FLOOR * body.height, shoulder[2] + body.arm * along)

    return reach_with_arms(body, pose, hands, vector(1.0, 0.5, -0.2))


def prone(body: Body, back: Back, rng: Rng, is_setup: bool) -> BodyPose:
    """Return lying on the belly, chest and legs lifted or not."""
    u = rng.uniform
    lumbar, thorax = bent_spine(back, rng)
    overhead = rng.random() < 0.6
    arms = (
        ArmAngles(float(u(160, 178)), 14.0, 0.0, 8.0)
        if overhead
        else ArmAngles(float(u(-10, 20)), float(u(8, 80)), 0.0, float(u(5, 30)))
    )
    hip = 2.0 if is_setup else float(u(-30, 6))
    return BodyPose(
        pelvis_rotation=rx(90.0 + back.tilt),
        pelvis_at=vector(0.0, 0.070 * body.height + 0.01 * max(body.build, 0.0), 0.0),
        lumbar=lumbar,
        thorax=thorax,
        neck=(float(u(-40, 20)), 0.0, 0.0),
        clavicles={side: (18.0 if overhead else 0.0, 0.0) for side, _ in SIDES},
        arms={side: arms for side, _ in SIDES},
        legs={side: LegAngles(hip, 5.0, knee=float(u(0, 15)), ankle=-45.0) for side, _ in SIDES},
    )
