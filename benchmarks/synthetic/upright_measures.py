"""True values of the measures of upright exercises, from the 33 true points; written apart from posecheck's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.truth import middle
from posecheck.body.skeleton import INDEX

Array = NDArray[np.float64]

WORD: Final = {"L": "left", "R": "right"}
X, Y, Z = 0, 1, 2
FRONTAL, SAGITTAL, FLOOR = [X, Y], [Z, Y], [X, Z]
HIP_WAY: Final = 0.12
HAND_GAP: Final = 0.3
"""As far off the middle, or above each other, in trunk lengths, that a leg is the bent and an arm the raised one."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What a measure is taken from.

    Parameters
    ----------
    points
        Shape (T, 33, 3), metres: x to the person's left, y up, z forward.
    plane
        Their plane angles.
    leg, arm, near
        "L" or "R": the leg and the arm that the measure reads, and the side of the body nearest the camera.
    trunk
        The person's own trunk length, metres.
    """

    points: Array
    plane: Mapping[str, Array]
    leg: str
    arm: str
    near: str
    trunk: float

    def middle(self, name: str) -> Array:
        """Return a mid-point, (T, 3)."""
        return middle(self.points, name)

    def side(self, letter: str, name: str) -> Array:
        """Return one side's point, (T, 3)."""
        return self.points[..., INDEX[f"{WORD[letter]}_{name}"], :]


def told_limbs(points: Array, trunk: float) -> dict[str, str]:
    """Return which side is the bent and straight leg, the raised and lowered arm, by the posture farthest out."""
    shift = (middle(points, "hip") - middle(points, "ankle"))[..., X] / trunk
    hands = (points[..., INDEX["left_wrist"], Y] - points[..., INDEX["right_wrist"], Y]) / trunk
    told: dict[str, str] = {}
    for values, least, names in ((shift, HIP_WAY, ("bent", "straight")), (hands, HAND_GAP, ("raised", "lowered"))):
        most = float(values[np.argmax(np.abs(values))])
        if abs(most) >= least:
            sides = ("L", "R") if most > 0 else ("R", "L")
            told |= dict(zip(names, sides, strict=True))
    return told


def _degrees(y: Array, x: Array) -> Array:
    return np.degrees(np.arctan2(y, x))


def _bend(a: Array, b: Array, c: Array, plane: list[int]) -> Array:
    """Return by how much the line a-b-c bends in a plane, without sign."""
    u, v = (b - a)[..., plane], (c - b)[..., plane]
    inner = np.sum(u * v, -1) / (np.linalg.norm(u, axis=-1) * np.linalg.norm(v, axis=-1))
    return np.degrees(np.arccos(np.clip(inner, -1, 1)))


def _length(line: Array, plane: list[int], trunk: float) -> Array:
    return np.linalg.norm(line[..., plane], axis=-1) / trunk


def _knee_in(s: Seen, letter: str) -> Array:
    """Return how far a knee lies to the inner side of the line from hip to ankle, as the bend there."""
    hip, knee, ankle = (s.side(letter, n) for n in ("hip", "knee", "ankle"))
    share = (hip[..., Y] - knee[..., Y]) / (hip[..., Y] - ankle[..., Y])
    on_line = hip[..., X] + share * (ankle[..., X] - hip[..., X])
    inward = (on_line - knee[..., X]) * (1 if letter == "L" else -1)
    return np.sign(inward) * _bend(hip, knee, ankle, FRONTAL)


def _slope(base: Array, tip: Array) -> Array:
    return _degrees((tip - base)[..., Y], np.abs((tip - base)[..., X]))


def _turn(s: Seen, name: str) -> Array:
    line = s.side("L", name) - s.side("R", name)
    return _degrees(-line[..., Z], line[..., X])


def _height(s: Seen, low: str, high: str) -> Array:
    return (s.middle(high) - s.middle(low))[..., Y] / s.trunk


def _arm(s: Seen, base: str, tip: str) -> tuple[Array, Array]:
    return s.side(s.arm, base), s.side(s.arm, tip)


def _elevation(s: Seen) -> Array:
    shoulder, elbow = _arm(s, "shoulder", "elbow")
    down = s.middle("hip") - s.middle("shoulder")
    return _bend(shoulder - down, shoulder, elbow, FRONTAL)


def _leg_lean(s: Seen) -> Array:
    way = s.middle("hip") - s.middle("ankle")
    return _degrees(way[..., X], way[..., Y])


def _foot_to_hand(s: Seen) -> Array:
    foot = (s.side(s.leg, "heel") + s.side(s.leg, "foot_index")) / 2
    return (s.middle("wrist") - foot)[..., Z] / s.trunk


def _chin(s: Seen) -> Array:
    way = s.points[..., INDEX["nose"], :] - s.middle("ear")
    return _degrees(-way[..., Y], np.abs(way[..., Z]))


COMPUTE: Final[Mapping[str, Callable[[Seen], Array]]] = MappingProxyType(
    {
        # from the front
        "lateral_trunk": lambda s: s.plane["LT"],
        "hip_shift": lambda s: (s.middle("hip") - s.middle("ankle"))[..., X] / s.trunk,
        "shoulder_tilt": lambda s: s.plane["ST"],
        "pelvis_tilt": lambda s: s.plane["PT"],
        "shoulder_width": lambda s: _length(s.side("L", "shoulder") - s.side("R", "shoulder"), FRONTAL, s.trunk),
        "trunk_height": lambda s: _length(s.middle("shoulder") - s.middle("hip"), FRONTAL, s.trunk),
        "ear_shoulder_gap": lambda s: _height(s, "shoulder", "ear"),
        "head_turn": lambda s: (s.points[..., INDEX["nose"], :] - s.middle("ear"))[..., X] / s.trunk,
        "knee_in": lambda s: _knee_in(s, s.leg),
        "knee_inside": lambda s: (
            (s.side(s.leg, "ankle") - s.side(s.leg, "knee"))[..., X] * (1 if s.leg == "L" else -1) / s.trunk
        ),
        "knees_in": lambda s: np.maximum(_knee_in(s, "L"), _knee_in(s, "R")),
        "knee_gap": lambda s: _length(s.side("L", "knee") - s.side("R", "knee"), FRONTAL, s.trunk),
        "ankle_gap": lambda s: _length(s.side("L", "ankle") - s.side("R", "ankle"), FRONTAL, s.trunk),
        "leg_length": lambda s: _length(s.side(s.leg, "hip") - s.side(s.leg, "ankle"), FRONTAL, s.trunk),
        "foot_across": lambda s: s.side(s.leg, "ankle")[..., X] / s.trunk,
        "leftmost_foot": lambda s: np.maximum(*(s.side(n, "ankle")[..., X] for n in "LR")) / s.trunk,
        "rightmost_foot": lambda s: np.minimum(*(s.side(n, "ankle")[..., X] for n in "LR")) / s.trunk,
        "foot_height": lambda s: s.side(s.leg, "ankle")[..., Y] / s.trunk,
        "leg_lean": _leg_lean,
        "knee_lift": lambda s: (s.side(s.leg, "knee") - s.side(s.leg, "hip"))[..., Y] / s.trunk,
        "knees_level": lambda s: (s.side("L", "knee") - s.side("R", "knee"))[..., Y] / s.trunk,
        "arms_lift": lambda s: np.maximum(*(_elevation(replace(s, arm=letter)) for letter in "LR")),
        "feet_level": lambda s: (s.side("L", "ankle") - s.side("R", "ankle"))[..., Y] / s.trunk,
        "knee_ahead_of_foot": lambda s: np.abs((s.side(s.leg, "knee") - s.side(s.leg, "foot_index"))[..., X]) / s.trunk,
        "thigh_slope": lambda s: _slope(s.side(s.leg, "hip"), s.side(s.leg, "knee")),
        "thighs_slope": lambda s: np.maximum(*(_slope(s.side(n, "hip"), s.side(n, "knee")) for n in "LR")),
        "arm_lift": _elevation,
        "elbow_bend": lambda s: _bend(*(s.side(s.arm, n) for n in ("shoulder", "elbow", "wrist")), FRONTAL),
        "arm_slope": lambda s: _slope(*_arm(s, "shoulder", "wrist")),
        "lower_elbow": lambda s: np.minimum(
            *((s.side(n, "elbow") - s.side(n, "shoulder"))[..., Y] / s.trunk for n in "LR")
        ),
        "hands_across": lambda s: (s.middle("wrist") - s.middle("shoulder"))[..., X] / s.trunk,
        "hands_height": lambda s: _height(s, "shoulder", "wrist"),
        "shoulders_over_feet": lambda s: _height(s, "ankle", "shoulder"),
        "elbow_height": lambda s: (s.side(s.arm, "elbow") - s.side(s.arm, "shoulder"))[..., Y] / s.trunk,
        "hand_over_head": lambda s: (s.side(s.arm, "wrist") - s.middle("ear"))[..., Y] / s.trunk,
        "trunk_turn": lambda s: _turn(s, "shoulder") - _turn(s, "hip"),
        "forward_lean": lambda s: s.plane["TI"],
        # from the side
        "shank_inclination": lambda s: s.plane[f"SHI_{s.leg}"],
        "hip_over_knee": lambda s: s.plane[f"HF_{s.leg}"] - s.plane[f"KF_{s.leg}"],
        "trunk_leg_line": lambda s: 180 - s.plane[f"HF_{s.leg}"],
        "hand_ahead_of_foot": _foot_to_hand,
        "elbow_flexion": lambda s: _bend(*(s.side(s.near, n) for n in ("shoulder", "elbow", "wrist")), SAGITTAL),
        "hand_to_ankle": lambda s: _length(s.side(s.near, "wrist") - s.side(s.leg, "ankle"), SAGITTAL, s.trunk),
        "nose_knee_gap": lambda s: _length(s.points[..., INDEX["nose"], :] - s.side(s.leg, "knee"), SAGITTAL, s.trunk),
        "chin_tuck": _chin,
        "heel_lift": lambda s: (s.side(s.leg, "heel") - s.side(s.leg, "foot_index"))[..., Y] / s.trunk,
        "foot_place": lambda s: s.side(s.leg, "ankle")[..., Z] / s.trunk,
        "hip_ahead_of_foot": lambda s: (s.middle("hip") - s.side(s.leg, "ankle"))[..., Z] / s.trunk,
    }
)
"""posecheck's word for a measure -> its true value; a new word needs its line here."""
