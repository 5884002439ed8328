"""Tables of thickness and the bones of a posture -> the posed parts of a body: trunk, limbs, head.

The trunk is one tube whose cross-sections are carried by seven bones, each with a smooth share; limbs are tapered tubes
with round ends. Both renderers draw the same parts: one as nets of four-cornered faces, the other as distance fields.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic import profiles
from benchmarks.synthetic.anthropometry import SIDES, Body
from benchmarks.synthetic.kinematics import Bones
from benchmarks.synthetic.profiles import KNOTS, LIMB_NAMES, Profiles

Floats = NDArray[np.float64]

TORSO_BONES = ("pelvis", "L5", "L3", "L1", "T10", "T7", "T4")
TORSO_END = "C7"
CROTCH = np.array([0.0, -0.075, -0.018])
"""Lower end of the trunk from mid-hip, in body heights (z grows with the trunk's own length)."""

TORSO_RINGS = 46
TORSO_AROUND = 40
LIMB_AROUND = 24
CAP_ROWS = 4
TUBE_ROWS = 13

# the cross-section of the trunk, between an ellipse and a rectangle: x^4 + z^4 + 1.35 x^2 z^2 = 1
_TURN = np.linspace(0, 2 * np.pi, TORSO_AROUND, endpoint=False)
_X, _Z = np.cos(_TURN), np.sin(_TURN)
TORSO_SECTION = np.stack([_X, _Z], -1) * ((_X**4 + _Z**4 + 1.35 * _X**2 * _Z**2) ** -0.25)[:, None]

# a limb's rows: round cap, tube, round cap; each as a place along the tube and a share of the cap's radius
_CAP = np.linspace(0, np.pi / 2, CAP_ROWS + 1)
_TUBE = np.linspace(0, 1, TUBE_ROWS)
_LIMB_TURN = np.linspace(0, 2 * np.pi, LIMB_AROUND, endpoint=False)
LIMB_PLACE = np.concatenate([np.zeros(CAP_ROWS), _TUBE, np.ones(CAP_ROWS)])
"""Share of the limb's length at which each row of its net takes radius, colour and shift, shape (rows,)."""
_LIMB_BEYOND = np.concatenate([-np.cos(_CAP[:-1]), np.zeros(TUBE_ROWS), np.sin(_CAP[1:])])
_LIMB_SHRINK = np.concatenate([np.sin(_CAP[:-1]), np.ones(TUBE_ROWS), np.cos(_CAP[1:])])
_LIMB_SECTION = np.stack([np.cos(_LIMB_TURN), np.sin(_LIMB_TURN)], -1)
_BETWEEN_KNOTS = np.stack([np.interp(LIMB_PLACE, np.linspace(0, 1, KNOTS), row) for row in np.eye(KNOTS)], -1)

SOLE_BELOW_AXIS = 0.0235
"""The foot's tube is cut flat this far below its axis, in body heights."""


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A posed body as parts, metres.

    Parameters
    ----------
    height
        Of the body.
    torso
        Axes (7, 3, 3), origins (7, 3), lengths and start heights (7,) of the bones that carry the trunk.
    limb_axes, limb_origin, limb_length
        World from local, columns x, y, z with the limb along -y; shapes (limbs, 3, 3), (limbs, 3), (limbs,).
    head_axes, head_origin
        Of the joint under the skull.
    """

    height: float
    profiles: Profiles
    torso_axes: Floats
    torso_origin: Floats
    torso_length: Floats
    torso_start: Floats
    limb_axes: Floats
    limb_origin: Floats
    limb_length: Floats
    head_axes: Floats
    head_origin: Floats

    @property
    def torso_total(self) -> float:
        """Length of the trunk from crotch to neck."""
        return float(self.torso_start[-1] + self.torso_length[-1])


def pose_surface(body: Body, bones: Bones, tables: Profiles) -> Surface:
    """Return the parts of `body` where `bones` are; `tables` are its own, see `profiles.profiles_of`."""
    limbs = _limb_frames(body, bones)
    axes, origin, length = (np.array([limbs[name][k] for name in LIMB_NAMES]) for k in range(3))
    size = body.height
    lower_end = CROTCH * size * [1.0, 1.0, body.trunk_factor]
    ends = [bones.O[name] for name in (*TORSO_BONES[1:], TORSO_END)]
    lengths = [
        -CROTCH[1] * size + float(body.lumbosacral_joint[1]),
        *(float(np.linalg.norm(b - a)) for a, b in itertools.pairwise(ends)),
    ]
    return Surface(
        height=size,
        profiles=tables,
        torso_axes=np.array([bones.R[name] for name in TORSO_BONES]),
        torso_origin=np.array([bones.O["pelvis"] + bones.R["pelvis"] @ lower_end, *ends[:-1]]),
        torso_length=np.array(lengths),
        torso_start=np.concatenate([[0.0], np.cumsum(lengths)[:-1]]),
        limb_axes=axes,
        limb_origin=origin,
        limb_length=length,
        head_axes=bones.R["head"],
        head_origin=bones.O["head"],
    )


def ring_heights(surface: Surface) -> Floats:
    """Return how far along the trunk each of its rings lies, shape (TORSO_RINGS,)."""
    return np.linspace(0, surface.torso_total, TORSO_RINGS)


def torso_net(surface: Surface, cloth: Floats) -> Floats:
    """Return the points of the trunk's rings, shape (TORSO_RINGS, TORSO_AROUND, 3).

    Parameters
    ----------
    cloth
        How far the clothes stand off the skin at each ring, shape (TORSO_RINGS,).
    """
    s = ring_heights(surface)
    even = np.linspace(0, surface.torso_total, profiles.TORSO_SAMPLES)
    width, front, back = (np.interp(s, even, column) + cloth for column in surface.profiles.torso.T)
    share = _bone_shares(surface, s)
    # a blend of rigid motions is linear in the point, so it is done once for a ring and not for each of its points
    turn = np.einsum("rb,bij->rij", share, surface.torso_axes)
    along = (s[:, None] - surface.torso_start) * share
    middle = share @ surface.torso_origin + np.einsum("rb,bi->ri", along, surface.torso_axes[:, :, 1])
    x = TORSO_SECTION[:, 0] * width[:, None]
    z = TORSO_SECTION[:, 1] * ((front + back) / 2)[:, None] + ((front - back) / 2)[:, None]
    return middle[:, None] + x[..., None] * turn[:, None, :, 0] + z[..., None] * turn[:, None, :, 2]


def _bone_shares(surface: Surface, s: Floats) -> Floats:
    """Return how much each bone carries of a ring at height s: a bump about its middle; rows add up to 1."""
    length, start = surface.torso_length, surface.torso_start
    u = (s[:, None] - start - length / 2) / (0.62 * length + 0.012)
    # the outer bones carry everything beyond their middle
    u[:, 0] = np.where(u[:, 0] < 0, u[:, 0] * 0.3, u[:, 0])
    u[:, -1] = np.where(u[:, -1] > 0, u[:, -1] * 0.4, u[:, -1])
    share = (1 / (1 + u**6)) ** 2
    return share / share.sum(1, keepdims=True)


def limb_nets(surface: Surface, cloth: Floats) -> Floats:
    """Return the points of all limbs' rows, shape (limbs, rows, LIMB_AROUND, 3).

    Parameters
    ----------
    cloth
        How far the clothes stand off the skin, shape (limbs, rows).
    """
    tables, length = surface.profiles, surface.limb_length
    radius = tables.radius @ _BETWEEN_KNOTS.T
    shift = tables.shift @ _BETWEEN_KNOTS.T
    down = LIMB_PLACE * length[:, None] + _LIMB_BEYOND * radius
    radius = radius * _LIMB_SHRINK + cloth
    x = _LIMB_SECTION[:, 0] * (radius * tables.breadth[:, None])[..., None]
    z = _LIMB_SECTION[:, 1] * radius[..., None] + shift[..., None]
    feet = [LIMB_NAMES.index(f"foot{side}") for side, _ in SIDES]
    z[feet] = np.maximum(z[feet], -SOLE_BELOW_AXIS * surface.height)
    local = np.stack([x, np.broadcast_to(-down[..., None], x.shape), z], -1)
    rows = local.shape[:3]
    turned = local.reshape(len(local), -1, 3) @ surface.limb_axes.transpose(0, 2, 1)
    return (turned + surface.limb_origin[:, None]).reshape(*rows, 3)


def _limb_frames(body: Body, bones: Bones) -> dict[str, tuple[Floats, Floats, float]]:
    """Return axes, origin and length of every limb by name."""
    frames: dict[str, tuple[Floats, Floats, float]] = {"neck": _neck(body, bones)}
    for side, sign in SIDES:
        for name, length in (
            ("ua", body.upper_arm),
            ("fa", body.forearm),
            ("thigh", body.thigh),
            ("shank", body.shank),
        ):
            frames[name + side] = bones.R[name + side], bones.O[name + side], length
        frames |= _hand_and_foot(body, bones, side, sign)
        frames |= _cushions(body, bones, side, sign)
    return frames


def _hand_and_foot(body: Body, bones: Bones, side: str, sign: float) -> dict[str, tuple[Floats, Floats, float]]:
    size = body.height
    hand, wrist = bones.R[f"hand{side}"], bones.O[f"hand{side}"]
    foot, ankle = bones.R[f"foot{side}"], bones.O[f"foot{side}"]
    c, s = math.cos(0.75), math.sin(0.75)
    thumb = hand @ np.array([[1, 0, 0], [0, c, s], [0, -s, c]])  # spread by 43 degrees
    forward = foot @ np.array([[1.0, 0, 0], [0, 0, 1], [0, -1, 0]])  # the tube's -y is the foot's +z
    return {
        f"hand{side}": (hand, wrist, profiles.HAND_LENGTH * size),
        f"thumb{side}": (
            thumb,
            wrist + hand @ (np.array([0.004 * sign, -0.012, 0.010]) * size),
            profiles.THUMB_LENGTH * size,
        ),
        f"foot{side}": (forward, ankle + foot @ (np.array([0, -0.016, -0.020]) * size), profiles.FOOT_LENGTH * size),
    }


def _cushions(body: Body, bones: Bones, side: str, sign: float) -> dict[str, tuple[Floats, Floats, float]]:
    """Return shoulder, buttock and breast of one side."""
    size = body.height
    chest = bones.R[f"clav{side}"]
    base = bones.O[f"clav{side}"] + chest @ (np.array([0, -0.004, -0.035]) * size)
    tip = bones.O[f"ua{side}"] + chest @ (np.array([-0.012 * sign, -0.004, -0.002]) * size)
    pelvis, seat = bones.R["pelvis"], np.array([0.044 * sign, 0.004, -0.030]) * size
    breast = np.array([0.042 * sign, 0.006, 0.066 if body.woman > profiles.WOMAN_WITH_BUST else 0.03]) * size
    return {
        f"clav{side}": _tube(base, tip, chest[:, 2]),
        f"glute{side}": (pelvis, bones.O["pelvis"] + pelvis @ seat, profiles.GLUTE_LENGTH * size),
        f"bust{side}": (bones.R["T7"], bones.O["T7"] + bones.R["T7"] @ breast, profiles.BUST_LENGTH * size),
    }


def _neck(body: Body, bones: Bones) -> tuple[Floats, Floats, float]:
    size = body.height
    base = bones.O["C7"] - bones.R["C7"][:, 1] * 0.012 * size
    tip = bones.O["head"] + bones.R["head"] @ (np.array([0, 0.01, -0.004]) * size)
    x = bones.R["head"][:, 0]
    y = (base - tip) / np.linalg.norm(base - tip)
    x = x - y * (x @ y)
    x /= np.linalg.norm(x)
    return np.stack([x, y, np.cross(x, y)], 1), base, float(np.linalg.norm(tip - base))


def _tube(base: Floats, tip: Floats, forward: Floats) -> tuple[Floats, Floats, float]:
    """Return axes, origin and length of a limb between two points, its z near `forward`."""
    length = float(np.linalg.norm(tip - base))
    y = (base - tip) / length
    x = np.cross(y, forward)
    x /= np.linalg.norm(x)
    return np.stack([x, y, np.cross(x, y)], 1), base, length
