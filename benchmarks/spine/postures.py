"""Random postures in which nothing follows from anything else: pelvis, low back and chest are drawn on their own.

In an exercise the back rounds as the trunk goes down, so an estimator that is trained on exercises reads the lean and
calls it the back. Here a flat back hangs as low as a round one. Each group has a set-up, near its neutral as people
take it, and any number of postures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from benchmarks.synthetic.anthropometry import SIDES, Body, Side
from benchmarks.synthetic.kinematics import ArmAngles, Bend, BodyPose, Bones, LegAngles, Reach, fk, mirror_pose
from benchmarks.synthetic.movements.base import ViewOfExercise
from benchmarks.synthetic.movements.limbs import (
    foot,
    hang_arms,
    reach_with_arms,
    standing_hip_height,
    standing_legs,
    vector,
)
from benchmarks.synthetic.movements.lying import HAND_ON_FLOOR, HIPS_ON_FLOOR, PILLOW_DEG
from benchmarks.synthetic.rotations import Vector, rx, rz, unit

Rng = np.random.Generator
SIDEWAYS_SD_DEG: Final = 1.5
"""Nobody moves in one plane only: bends and twists of the spine to the side."""

KNEE_ON_FLOOR: Final = 0.036


@dataclass(frozen=True, slots=True)
class Back:
    """Pelvic tilt, lumbar and thoracic flexion of one posture, degrees; + forward and rounded."""

    tilt: float
    lumbar: float
    thorax: float

    @property
    def chest(self) -> float:
        """Inclination of the chest against its own at rest."""
        return self.tilt + self.lumbar + self.thorax


@dataclass(frozen=True, slots=True)
class Group:
    """Postures of one kind.

    Parameters
    ----------
    setup, draw
        Return the back of a set-up and of a posture.
    pose
        (body, back, random numbers, whether it is the set-up) -> posture. The numbers of one block's set-up and
        postures come from one stream.
    view
        Where the camera stands, before it is varied.
    """

    setup: Callable[[Rng], Back]
    draw: Callable[[Rng], Back]
    pose: Callable[[Body, Back, Rng, bool], BodyPose]
    view: ViewOfExercise


def _within(rng: Rng, draw: Callable[[], Back], low: float, high: float) -> Back:
    """Return the first back whose chest leans between two angles; the last one where none of 60 does."""
    back = draw()
    for _ in range(60):
        if low <= back.chest <= high:
            break
        back = draw()
    return back


def _near_neutral(tilt: tuple[float, float], lumbar: tuple[float, float], thorax: float) -> Callable[[Rng], Back]:
    """Return a set-up: (middle, deviation) of tilt and lumbar flexion, deviation of thoracic flexion."""

    def setup(rng: Rng) -> Back:
        cut = np.clip(rng.normal(size=3), -2.5, 2.5)
        return Back(tilt[0] + tilt[1] * cut[0], lumbar[0] + lumbar[1] * cut[1], thorax * cut[2])

    return setup


def _standing_back(rng: Rng) -> Back:
    u = rng.uniform
    return Back(u(-16, 26), u(-34, 28), u(-15, 35))


def _hinging_back(rng: Rng) -> Back:
    u = rng.uniform
    return _within(rng, lambda: Back(u(-5, 88), u(-24, 60), u(-16, 50)), 8, 118)


def _kneeling_back(rng: Rng) -> Back:
    u = rng.uniform
    return _within(rng, lambda: Back(u(-20, 60), u(-38, 40), u(-18, 40)), -28, 90)


def _sitting_back(rng: Rng) -> Back:
    u = rng.uniform
    return _within(rng, lambda: Back(u(-40, 48), u(-18, 64), u(-14, 55)), -30, 110)


def _supine_back(rng: Rng) -> Back:
    u = rng.uniform
    return _within(rng, lambda: Back(u(-38, 16), u(-32, 26), u(-8, 16)), -45, 18)


def _prone_back(rng: Rng) -> Back:
    u = rng.uniform
    return _within(rng, lambda: Back(u(-10, 12), u(-55, 14), u(-36, 14)), -80, 14)


def _spine(back: Back, rng: Rng) -> tuple[Bend, Bend]:
    aside = rng.normal(0.0, SIDEWAYS_SD_DEG, 4)
    return (back.lumbar, float(aside[0]), float(aside[1])), (back.thorax, float(aside[2]), float(aside[3]))


def _arms(body: Body, pose: BodyPose, rng: Rng, *, is_setup: bool) -> BodyPose:
    """Return the pose with hanging, reaching, resting or folded arms."""
    u = rng.uniform
    choice = int(rng.choice(6, p=[0.6, 0.4, 0, 0, 0, 0] if is_setup else [0.32, 0.18, 0.18, 0.14, 0.09, 0.09]))
    if choice == 0:
        return hang_arms(body, pose, vector(0.0, -1.0, float(u(-0.12, 0.22))))
    flexion, abduction, elbow = (
        (u(-6, 14), u(4, 14), u(5, 25)),  # at the sides
        (u(30, 120), u(4, 14), u(5, 60)),  # forward
        (u(-10, 30), u(8, 28), u(20, 90)),  # on hips or thighs
        (u(30, 60), u(-8, 6), u(90, 130)),  # folded over the chest
        (u(140, 178), u(5, 25), u(5, 120)),  # overhead or behind the head
    )[choice - 1]
    angles = ArmAngles(float(flexion), float(abduction), 0.0, float(elbow))
    return replace(pose, arms={side: angles for side, _ in SIDES})


def _head(rng: Rng, back: Back, *, is_setup: bool) -> tuple[Bend, float]:
    """Return bend of the neck and how far the head is carried forward; many look up again as the chest goes down."""
    if is_setup:
        return (float(rng.normal(0, 5)), 0.0, 0.0), float(rng.normal(5, 6))
    gaze = -float(rng.uniform(0, 0.6)) * back.chest
    return (float(np.clip(gaze + rng.normal(0, 16), -60, 55)), 0.0, 0.0), float(rng.uniform(-6, 35))


def standing(body: Body, back: Back, rng: Rng, is_setup: bool) -> BodyPose:
    """Return standing or hinging on both feet."""
    u = rng.uniform
    low = back.chest > 30
    behind = float(u(-0.02, 0.16) if low else u(-0.10, 0.03)) * (0.1 if is_setup else 1)
    knee = float(u(1, 8) if is_setup else u(1, 45) if low else u(0, 14))
    lumbar, thorax = _spine(back, rng)
    neck, forward = _head(rng, back, is_setup=is_setup)
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
    return _arms(body, pose, rng, is_setup=is_setup)


def kneeling(body: Body, back: Back, rng: Rng, is_setup: bool) -> BodyPose:
    """Return half kneeling, or kneeling on both knees."""
    u, size, x = rng.uniform, body.height, body.half_hip_width
    lumbar, thorax = _spine(back, rng)
    neck, forward = _head(rng, back, is_setup=is_setup)
    thigh_back = np.radians(float(u(-6, 10) if is_setup else u(-20, 32)))
    knee = vector(-x, KNEE_ON_FLOOR * size, -0.02 * size)
    hip = knee + body.thigh * vector(0.0, np.cos(thigh_back), np.sin(thigh_back))
    behind = Reach(vector(-x, 0.040 * size, knee[2] - body.shank * 0.999), vector(0.0, -1.0, 0.35), rx(160.0))
    ahead = Reach(
        vector(x, body.ankle_height, float(u(0.19, 0.42)) * size), vector(0.08, 0.3, 1.0), foot(turn_deg=3.0)
    )
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
        return reach_with_arms(
            body, pose, lambda side, _, bones: bones.O["shankL"] + on_knee, vector(0.7, -0.5, -0.6)
        )
    return _arms(body, pose, rng, is_setup=is_setup)


def pigeon(body: Body, back: Back, rng: Rng, is_setup: bool) -> BodyPose:
    """Return the folded pigeon: one shin across in front, the other leg straight behind."""
    size, x = body.height, body.half_hip_width
    lumbar, thorax = _spine(back, rng)
    neck, forward = _head(rng, back, is_setup=is_setup)
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
    lumbar, thorax = _spine(back, rng)
    neck, forward = _head(rng, back, is_setup=is_setup)
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
    return _arms(body, pose, rng, is_setup=is_setup)


def on_a_chair(body: Body, back: Back, rng: Rng, is_setup: bool) -> BodyPose:
    """Return sitting with level thighs and the feet on the floor."""
    u, x = rng.uniform, body.half_hip_width
    lumbar, thorax = _spine(back, rng)
    neck, forward = _head(rng, back, is_setup=is_setup)
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
    return _arms(body, pose, rng, is_setup=is_setup)


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
    lumbar, thorax = _spine(back, rng)
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
    lumbar, thorax = _spine(back, rng)
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


_STANDING = ViewOfExercise(90.0, 4.0, 1.55, (0.0, 0.50, 0.0))
_KNEELING = ViewOfExercise(90.0, 8.0, 1.5, (0.0, 0.38, 0.03))
_SITTING = ViewOfExercise(90.0, 9.0, 1.5, (0.0, 0.27, 0.22))
_ON_CHAIR = ViewOfExercise(90.0, 6.0, 1.5, (0.0, 0.45, 0.1))
_LYING = ViewOfExercise(90.0, 11.0, 1.75, (0.0, 0.16, 0.10))

GROUPS: Final[Mapping[str, Group]] = MappingProxyType(
    {
        "standing": Group(_near_neutral((0, 3), (0, 4), 4), _standing_back, standing, _STANDING),
        "hinging": Group(_near_neutral((0, 3), (0, 4), 4), _hinging_back, standing, _STANDING),
        "kneeling": Group(_near_neutral((0, 4), (0, 5), 4), _kneeling_back, kneeling, _KNEELING),
        "pigeon": Group(_near_neutral((8, 6), (-6, 6), 4), _sitting_back, pigeon, _SITTING),
        "seated": Group(_near_neutral((-8, 6), (8, 7), 5), _sitting_back, sitting, _SITTING),
        "chair": Group(_near_neutral((-4, 5), (5, 6), 5), _sitting_back, on_a_chair, _ON_CHAIR),
        "supine": Group(_near_neutral((0, 3), (0, 4), 2), _supine_back, supine, _LYING),
        "prone": Group(_near_neutral((0, 2), (0, 3), 3), _prone_back, prone, _LYING),
    }
)
"""Kinds of postures by name."""


def postures(body: Body, group: str, rng: Rng, count: int) -> list[tuple[Back, BodyPose]]:
    """Return the set-up, then `count` postures of a person in a group; every second person is turned around."""
    kind = GROUPS[group]
    mirrored = bool(rng.random() < 0.5)
    found: list[tuple[Back, BodyPose]] = []
    for i in range(count + 1):
        back = kind.setup(rng) if i == 0 else kind.draw(rng)
        pose = kind.pose(body, back, rng, i == 0)
        found.append((back, mirror_pose(pose) if mirrored else pose))
    return found
