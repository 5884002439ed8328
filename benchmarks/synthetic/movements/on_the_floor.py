"""What movements on the floor share: how a body lies, feet and arms that rest, a head that stays down.

On the back the head points to -z and the feet to +z, on the belly the head to +z.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from benchmarks.synthetic.anthropometry import SIDES, Body, Side
from benchmarks.synthetic.kinematics import ArmAngles, BodyPose, Bones, Reach, fk
from benchmarks.synthetic.movements.base import ViewOfExercise
from benchmarks.synthetic.movements.limbs import foot, reach_with_arms, vector
from benchmarks.synthetic.rotations import Vector, rx, ry, unit

HIPS_ON_FLOOR = 0.079
"""Height of the hip joints of a person on their back, share of body height; heavy people lie a little higher."""
HAND_ON_FLOOR = 0.03
ANKLE_OF_STRAIGHT_LEG = 0.045
STRAIGHT_LEG = 0.998
"""Share of the leg's length at which it lies straight, not locked."""
PILLOW_DEG = -22.0
"""The neck's neutral curve would press the head into the floor; the head is carried back by this."""
SIDE_VIEW = ViewOfExercise(90.0, 10.0, 1.75, (0.0, 0.16, 0.10))
_NECK_BENDS = (-70.0, 70.0)
_NECK_STEPS = 14
SIGN: Mapping[Side, float] = dict(SIDES)


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


def foot_on_floor(body: Body, side: Side, away: float, lift: float = 0.0) -> Reach:
    """Return a leg with the foot flat on the floor, its ankle `away` beyond the hips and `lift` up, metres."""
    sign = SIGN[side]
    target = vector(sign * body.half_hip_width * 1.2, body.ankle_height + lift, away)
    return Reach(target, vector(sign * 0.05, 1.0, 0.2), foot())


def feet_on_floor(body: Body, away: float) -> dict[Side, Reach]:
    """Return both feet flat on the floor, the ankles `away` beyond the hips, metres."""
    return {side: foot_on_floor(body, side, away) for side, _ in SIDES}


def straight_leg(body: Body, side: Side, *, ankle: float = 18.0, lift: float = 0.0, at: float | None = None) -> Reach:
    """Return a leg that lies straight on the floor.

    `ankle` is how far the toes point away from upright, degrees, `lift` raises the ankle and `at` places it along the
    floor, metres.
    """
    along = body.leg * STRAIGHT_LEG if at is None else at
    target = vector(SIGN[side] * body.half_hip_width * 1.1, ANKLE_OF_STRAIGHT_LEG * body.height + lift, along)
    return Reach(target, vector(0.0, 1.0, 0.0), rx(-90.0 + ankle))


def keep_shoulders_in_place(body: Body, pose: BodyPose) -> BodyPose:
    """Return the pose moved so that the shoulders lie where they lie at rest."""
    rest, now = fk(body, on_the_back(body)), fk(body, pose)
    way = sum(rest.O[f"ua{side}"] - now.O[f"ua{side}"] for side, _ in SIDES) / 2
    assert pose.pelvis_at is not None
    return replace(pose, pelvis_at=pose.pelvis_at + vector(0.0, way[1], way[2]))


def lay_head_down(body: Body, pose: BodyPose, lift: float = 0.0) -> BodyPose:
    """Return the pose with the neck bent so that the head lies where it does at rest, `lift` body heights higher."""
    wanted = _head_height(body, on_the_back(body)) + lift * body.height
    low, high = _NECK_BENDS  # bending the neck forward lifts the head
    for _ in range(_NECK_STEPS):
        middle = (low + high) / 2
        too_low = _head_height(body, replace(pose, neck=(middle, 0.0, 0.0))) < wanted
        low, high = (middle, high) if too_low else (low, middle)
    return replace(pose, neck=((low + high) / 2, 0.0, 0.0))


def _head_height(body: Body, pose: BodyPose) -> float:
    bones = fk(body, pose)
    return float(bones.O["head"][1] + bones.R["head"][1, 1] * 0.012 * body.height)


def arms_on_floor(body: Body, pose: BodyPose) -> BodyPose:
    """Return the pose with the arms beside the body, the hands on the floor."""

    def hands(side: Side, sign: float, bones: Bones) -> Vector:
        shoulder = bones.O[f"ua{side}"]
        return vector(shoulder[0] + sign * 0.16, HAND_ON_FLOOR * body.height, shoulder[2] + body.arm * 0.90)

    return reach_with_arms(body, pose, hands, vector(1.0, 0.5, -0.2))


def behind_thigh(body: Body, bones: Bones, side: Side) -> Vector:
    """Return where hands clasp a thigh: behind it, a hand's breadth above the hollow of the knee."""
    at = 0.70 * bones.O[f"shank{side}"] + 0.30 * bones.O[f"thigh{side}"]
    return at - unit(bones.R[f"thigh{side}"][:, 2]) * 0.052 * body.height


def on_shin(body: Body, bones: Bones, side: Side) -> Vector:
    """Return where hands pull on a shin: in front of it, a third of the way down."""
    at = 0.65 * bones.O[f"shank{side}"] + 0.35 * bones.O[f"foot{side}"]
    return at + unit(bones.R[f"shank{side}"][:, 2]) * 0.045 * body.height


def clasp(body: Body, pose: BodyPose, at: Vector, share: float) -> BodyPose:
    """Return the pose with the hands `share` (0 to 1) of the way from the floor to both sides of a point."""
    flat = arms_on_floor(body, pose)
    arms: dict[Side, Reach] = {}
    for side, sign in SIDES:
        on_floor = flat.arms[side]
        assert isinstance(on_floor, Reach)
        clasped = at + vector(sign * 0.03 * body.height, 0.0, 0.0)
        pole = vector(sign, 0.1, -0.1 if share < 0.5 else 0.3)
        arms[side] = Reach(on_floor.target + (clasped - on_floor.target) * share, pole)
    return replace(pose, arms=arms)
