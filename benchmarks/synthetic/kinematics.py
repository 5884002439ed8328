"""Forward kinematics: a body and its pose -> where every bone is. Inverse kinematics: a limb of two bones to a target.

Bones: ``pelvis``, the pieces of the spine (`anthropometry.SPINE`; ``T4_rel`` and the like without the neutral curve),
``head``, and on each side (``L``, ``R`` appended) ``clav``, ``ua`` (upper arm), ``fa`` (forearm), ``hand``, ``thigh``,
``shank``, ``foot``, ``toes``. A limb bone's axis is its local -y, a spine bone's +y.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from benchmarks.synthetic.anthropometry import HEAD_SHARE_OF_NECK, SIDES, Body, Side
from benchmarks.synthetic.rotations import FLIP, Matrix, Vector, cross, mirror_rotation, rx, ry, rz, unit

BALL_OF_FOOT = np.array([0.0, -0.022, 0.075])
"""From the ankle to the joints of the toes, shares of body height, in the foot's axes."""
MAX_REACH = 0.9995
"""Share of a limb's length that a target may be away: a fully straight limb has no defined bending plane."""

Bend = tuple[float, float, float]
"""Flexion, side bend (+ to the left), twist (+ to the left); degrees, change from the neutral curve."""


@dataclass(frozen=True, slots=True)
class ArmAngles:
    """An arm by its angles, degrees: flexion forward, abduction, turn about its own axis, elbow bend."""

    flexion: float = 4.0
    abduction: float = 7.0
    rotation: float = 0.0
    elbow: float = 12.0


@dataclass(frozen=True, slots=True)
class LegAngles:
    """A leg by its angles to the pelvis, degrees; ankle and toes positive upward (dorsiflexion)."""

    flexion: float = 0.0
    abduction: float = 3.0
    rotation: float = 0.0
    knee: float = 3.0
    ankle: float = 0.0
    toes: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """A limb by where its end (wrist, ankle) is in the world; elbow or knee point toward `pole`.

    `foot` is the foot's rotation in the world; None lets it follow the shank. `backward` lets a knee bend the wrong way
    (pushed back, hyperextended), the pole then points backward.
    """

    target: Vector
    pole: Vector
    foot: Matrix | None = None
    backward: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """A limb by the rotations of its bones in the world (upper, lower, and hand or foot)."""

    upper: Matrix
    lower: Matrix
    end: Matrix


Limb = TypeVar("Limb", bound=ArmAngles | LegAngles | Reach | Frames)


@dataclass(frozen=True, slots=True, eq=False)
class BodyPose:
    """A posture.

    Parameters
    ----------
    pelvis_at
        Mid-hip, metres; None stands on straight legs at the origin.
    pelvis
        Pitch (+ forward), roll (+ lifts the left side), yaw (+ to the left), degrees.
    pelvis_rotation
        Instead of `pelvis` where three angles are awkward (lying).
    lumbar, thorax, neck
        Bends, see `Bend`.
    head_forward
        Degrees by which the lower neck flexes and the upper extends: the head is carried forward, the gaze level.
    clavicles
        Side -> elevation, protraction, degrees.
    """

    pelvis_at: Vector | None = None
    pelvis: Bend = (0.0, 0.0, 0.0)
    pelvis_rotation: Matrix | None = None
    lumbar: Bend = (0.0, 0.0, 0.0)
    thorax: Bend = (0.0, 0.0, 0.0)
    neck: Bend = (0.0, 0.0, 0.0)
    head_forward: float = 0.0
    clavicles: Mapping[Side, tuple[float, float]] = field(default_factory=dict[Side, tuple[float, float]])
    arms: Mapping[Side, ArmAngles | Reach | Frames] = field(default_factory=dict[Side, ArmAngles | Reach | Frames])
    legs: Mapping[Side, LegAngles | Reach | Frames] = field(default_factory=dict[Side, LegAngles | Reach | Frames])


@dataclass(frozen=True, slots=True, eq=False)
class Bones:
    """Rotation (3, 3), world from local, and origin (3,), metres, of every bone by name."""

    R: dict[str, Matrix]
    O: dict[str, Vector]  # noqa: E741  the usual letter for an origin


def two_bone(
    origin: Vector, target: Vector, upper: float, lower: float, pole: Vector, hinge: float
) -> tuple[Matrix, Matrix, Vector, Vector]:
    """Return the rotations of both bones, the middle joint and the end, closed form by the law of cosines.

    A target out of reach is approached as far as the limb goes.

    Parameters
    ----------
    origin, target
        Points in the world.
    upper, lower
        Lengths of the bones.
    pole
        Direction in which the middle joint points.
    hinge
        1 where a bend moves the end backward (knee), -1 where forward (elbow).
    """
    d = target - origin
    distance = float(np.clip(np.linalg.norm(d), abs(upper - lower) + 1e-3, (upper + lower) * MAX_REACH))
    along = unit(d)
    a = (upper * upper - lower * lower + distance * distance) / (2 * distance)
    aside = unit(pole - along * (pole @ along))
    middle = origin + along * a + aside * np.sqrt(max(upper * upper - a * a, 0.0))
    end = origin + along * distance
    axis = unit(cross(-along, aside * hinge))

    def frame(bone: Vector) -> Matrix:
        y = -unit(bone)
        x = unit(axis - y * (axis @ y))
        return np.stack([x, y, cross(x, y)], 1)

    return frame(middle - origin), frame(end - middle), middle, end


def fk(body: Body, pose: BodyPose) -> Bones:
    """Return where all bones are."""
    bones = Bones({}, {})
    pitch, roll, yaw = pose.pelvis
    pelvis = ry(yaw) @ rz(roll) @ rx(pitch) if pose.pelvis_rotation is None else pose.pelvis_rotation
    at = np.array([0.0, body.hip_height, 0.0]) if pose.pelvis_at is None else pose.pelvis_at
    bones.R["pelvis"], bones.O["pelvis"] = pelvis, at
    _place_spine(body, pose, bones)
    for side, sign in SIDES:
        _place_arm(body, pose, bones, side, sign)
        _place_leg(body, pose, bones, side, sign)
    return bones


def _place_spine(body: Body, pose: BodyPose, bones: Bones) -> None:
    at = bones.O["pelvis"] + bones.R["pelvis"] @ body.lumbosacral_joint
    straight = bones.R["pelvis"]  # the rotation without the neutral curve
    lumbar, thorax, neck = (np.array(bend) for bend in (pose.lumbar, pose.thorax, pose.neck))
    for s in body.spine:
        flexion, aside, twist = lumbar * s.lumbar + thorax * s.thorax + neck * s.neck
        straight = straight @ ry(twist) @ rz(-aside) @ rx(flexion + pose.head_forward * s.head_forward)
        bones.R[s.name], bones.O[s.name] = straight @ rx(body.spine_pitch[s.name]), at
        bones.R[f"{s.name}_rel"] = straight
        at = at + bones.R[s.name] @ np.array([0.0, body.spine_length[s.name], 0.0])
    flexion, aside, twist = neck * HEAD_SHARE_OF_NECK
    bones.R["head"] = straight @ ry(twist) @ rz(-aside) @ rx(flexion - pose.head_forward)
    bones.O["head"] = at


def _place_arm(body: Body, pose: BodyPose, bones: Bones, side: Side, sign: float) -> None:
    chest, outward = bones.R["T4_rel"], np.array([sign, 1.0, 1.0])
    elevation, protraction = pose.clavicles.get(side, (0.0, 0.0))
    inner = bones.O["T4"] + bones.R["T4"] @ (body.clavicle_offset * outward)
    clavicle = chest @ rz(sign * elevation) @ ry(-sign * protraction)
    shoulder = inner + clavicle @ (body.shoulder_offset * outward)
    arm = pose.arms.get(side, ArmAngles())
    hand = None
    if isinstance(arm, Reach):
        upper, lower, _, _ = two_bone(shoulder, arm.target, body.upper_arm, body.forearm, arm.pole, -1.0)
    elif isinstance(arm, Frames):
        upper, lower, hand = arm.upper, arm.lower, arm.end
    else:
        upper = chest @ rz(sign * arm.abduction) @ rx(-arm.flexion) @ ry(-sign * arm.rotation)
        lower = upper @ rx(-arm.elbow)
    elbow = shoulder + upper @ np.array([0.0, -body.upper_arm, 0.0])
    bones.R.update({f"clav{side}": clavicle, f"ua{side}": upper, f"fa{side}": lower})
    bones.R[f"hand{side}"] = lower if hand is None else hand
    wrist = elbow + lower @ np.array([0.0, -body.forearm, 0.0])
    bones.O.update({f"clav{side}": inner, f"ua{side}": shoulder, f"fa{side}": elbow, f"hand{side}": wrist})


def _place_leg(body: Body, pose: BodyPose, bones: Bones, side: Side, sign: float) -> None:
    pelvis = bones.R["pelvis"]
    hip = bones.O["pelvis"] + pelvis @ np.array([sign * body.half_hip_width, 0.0, 0.0])
    leg = pose.legs.get(side, LegAngles())
    foot, toes_up = None, 0.0
    if isinstance(leg, Reach):
        upper, lower, _, _ = two_bone(hip, leg.target, body.thigh, body.shank, leg.pole, -1.0 if leg.backward else 1.0)
        foot = lower if leg.foot is None else leg.foot
    elif isinstance(leg, Frames):
        upper, lower, foot = leg.upper, leg.lower, leg.end
    else:
        upper = pelvis @ rz(sign * leg.abduction) @ rx(-leg.flexion) @ ry(sign * leg.rotation)
        lower = upper @ rx(leg.knee)
        foot, toes_up = lower @ rx(-leg.ankle), leg.toes
    knee = hip + upper @ np.array([0.0, -body.thigh, 0.0])
    ankle = knee + lower @ np.array([0.0, -body.shank, 0.0])
    bones.R.update({f"thigh{side}": upper, f"shank{side}": lower, f"foot{side}": foot})
    bones.R[f"toes{side}"] = foot @ rx(-toes_up)
    bones.O.update({f"thigh{side}": hip, f"shank{side}": knee, f"foot{side}": ankle})
    bones.O[f"toes{side}"] = ankle + foot @ (BALL_OF_FOOT * body.height)


def mirror_pose(pose: BodyPose) -> BodyPose:
    """Return the posture of the body's mirror image: what the left side did the right side does."""
    other: dict[Side, Side] = {"L": "R", "R": "L"}
    turned = pose.pelvis_rotation

    def bend(b: Bend) -> Bend:
        return b[0], -b[1], -b[2]

    return replace(
        pose,
        pelvis_at=None if pose.pelvis_at is None else FLIP @ pose.pelvis_at,
        pelvis=bend(pose.pelvis),
        pelvis_rotation=None if turned is None else mirror_rotation(turned),
        lumbar=bend(pose.lumbar),
        thorax=bend(pose.thorax),
        neck=bend(pose.neck),
        clavicles={other[s]: c for s, c in pose.clavicles.items()},
        arms={other[s]: _mirror_limb(limb) for s, limb in pose.arms.items()},
        legs={other[s]: _mirror_limb(limb) for s, limb in pose.legs.items()},
    )


def _mirror_limb(limb: Limb) -> Limb:
    if isinstance(limb, Reach):
        foot = None if limb.foot is None else mirror_rotation(limb.foot)
        return replace(limb, target=FLIP @ limb.target, pole=FLIP @ limb.pole, foot=foot)
    if isinstance(limb, Frames):
        turned = (mirror_rotation(r) for r in (limb.upper, limb.lower, limb.end))
        return replace(limb, **dict(zip(("upper", "lower", "end"), turned, strict=True)))
    return limb  # angles are counted outward on each side, so they are the same
