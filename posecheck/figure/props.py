"""Things around the person of a set-up picture: mat, cushion, blankets, roller, towel, chair, doorway, kettlebell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecheck.body.skeleton import Side
from posecheck.figure.colours import CLOTH, FOAM, INK, LINE, MAT, MAT_EDGE, PALE_CLOTH, PALE_WOOD, PAPER
from posecheck.figure.paths import disc, number, polygon
from posecheck.figure.posture import Posture
from posecheck.figure.stills import middle
from posecheck.rules.exercise.setup_picture import Thing

Array = NDArray[np.floating[Any]]


# sizes in body heights
MAT_BACK, MAT_BEHIND, MAT_FRONT, MAT_EDGE_HIGH, MAT_MARGIN = 0.075, -0.01, 0.025, 0.012, 0.10
CUSHION, TOWEL, ROLLER = (0.17, 0.035), (0.10, 0.022), 0.048
BLANKET_HALF = 0.10
BLANKET_LAYER = 0.028
SEAT, SEAT_WIDE, CHAIR_BACK = 0.26, 0.23, 0.52
DOOR_HIGH, DOOR_WIDE, FRAME = 1.18, 0.52, 0.045
BELL, BELL_DROP = 0.052, 0.085
TRUNK_HALF_DEEP = 0.066
AT_START: Final = ("towel", "chair")
BLADES = 0.8
"""Where the shoulder blades are, 0 hips to 1 shoulders."""


class Prop(NamedTuple):
    """A thing as SVG, and whether it stands behind the person."""

    svg: str
    behind: bool = True


def mat(left: float, right: float, top: float, floor: float, unit: float) -> str:
    """Return a mat under somebody between two x, from its far edge to a little before the floor line."""
    bottom, high = floor + MAT_FRONT * unit, MAT_EDGE_HIGH * unit
    a, b, slant = left - MAT_MARGIN * unit, right + MAT_MARGIN * unit, 0.05 * unit
    corners = [np.array(p) for p in ((a + slant, top), (b - slant, top), (b, bottom), (a, bottom))]
    front = f"M{number(a)} {number(bottom)}H{number(b)}v{number(high)}H{number(a)}z"
    return f'<path fill="{MAT}" d="{polygon(corners)}"/><path fill="{MAT_EDGE}" d="{front}"/>'


def ground(left: float, right: float, floor: float) -> str:
    """Return the line of the floor."""
    line = f"M{number(left)} {number(floor)}H{number(right)}"
    return f'<path stroke="{LINE}" stroke-width="3" stroke-linecap="round" d="{line}"/>'


def prop(thing: Thing, start: Posture, end: Posture, floor: float) -> Prop:
    """Return one thing where the person needs it, at the start or at the far end; `floor` is the y of the floor."""
    return _DRAWN[thing](start if thing in AT_START else end, floor)


def _cushion(p: Posture, floor: float) -> Prop:
    knees = [p.at(f"{side}_knee") for side in ("left", "right")]
    knee = max(knees, key=lambda k: float(k[1]))
    return Prop(_pillow(float(knee[0]), floor, CUSHION, p.unit, CLOTH))


def _towel(p: Posture, floor: float) -> Prop:
    return Prop(_pillow(float(p.at("nose")[0]), floor, TOWEL, p.unit, CLOTH))


def _pillow(x: float, floor: float, size: tuple[float, float], unit: float, colour: str) -> str:
    wide, high = size[0] * unit, size[1] * unit
    r = number(high / 2)
    return (
        f'<rect x="{number(x - wide / 2)}" y="{number(floor - high * 0.6)}" width="{number(wide)}" '
        f'height="{number(high)}" rx="{r}" fill="{colour}"/>'
    )


def _blankets(p: Posture, floor: float) -> Prop:
    hip = middle(p.points, "hip")
    top = float(hip[1]) + TRUNK_HALF_DEEP * p.unit * 0.8
    layers = max(2, round((floor - top) / (BLANKET_LAYER * p.unit)))
    high = (floor - top) / layers
    toward = float(np.sign(middle(p.points, "shoulder")[0] - hip[0])) * 0.05 * p.unit
    left, wide = float(hip[0]) + toward - BLANKET_HALF * p.unit, 2 * BLANKET_HALF * p.unit
    bands = [
        f'<rect x="{number(left)}" y="{number(floor - (k + 1) * high)}" width="{number(wide)}" '
        f'height="{number(high - 1)}" rx="{number(high / 2)}" fill="{(CLOTH, PALE_CLOTH)[k % 2]}"/>'
        for k in range(layers)
    ]
    return Prop("".join(bands))


def _roller(p: Posture, floor: float) -> Prop:
    hip, shoulder = middle(p.points, "hip"), middle(p.points, "shoulder")
    blades = hip + (shoulder - hip) * BLADES
    room = (floor - float(blades[1]) - TRUNK_HALF_DEEP * 0.85 * p.unit) / 2
    x, r = float(blades[0]), max(room, ROLLER * p.unit)
    centre = np.array([x, floor - r])
    return Prop(
        f'<path fill="{FOAM}" d="{disc(centre, r)}"/><path fill="{PALE_CLOTH}" d="{disc(centre, r * 0.55)}"/>'
        f'<path fill="{PAPER}" d="{disc(centre, r * 0.28)}"/>'
    )


def _chair(p: Posture, floor: float) -> Prop:
    """Draw a chair within reach, its back to the side where nothing moves."""
    u = p.unit
    ankles = middle(p.points, "ankle") if p.frontal > 0.5 else _lowest_ankle(p)
    ahead = -1.0 if float((p.at(f"{p.near}_foot_index") - p.at(f"{p.near}_heel"))[0]) < 0 else 1.0
    x = float(ankles[0]) + ahead * 0.40 * u
    floor -= 0.05 * u  # it stands beside, farther from the camera
    a, b = sorted((x - SEAT_WIDE / 2 * u, x + SEAT_WIDE / 2 * u))
    seat, top = floor - SEAT * u, floor - CHAIR_BACK * u
    back = b if ahead > 0 else a
    lines = (
        f"M{number(a)} {number(floor)}V{number(seat)}H{number(b)}V{number(floor)}"
        f"M{number(back)} {number(seat)}V{number(top)}"
    )
    return Prop(
        f'<path fill="none" stroke="{PALE_WOOD}" stroke-width="{number(0.028 * u)}" stroke-linecap="round" '
        f'stroke-linejoin="round" d="{lines}"/>'
    )


def _lowest_ankle(p: Posture) -> Array:
    return max((p.at("left_ankle"), p.at("right_ankle")), key=lambda a: float(a[1]))


def _doorway(p: Posture, floor: float) -> Prop:
    """Draw the frame: one post behind the raised forearm, the other beyond the body."""
    u = p.unit
    sides: tuple[Side, Side] = ("left", "right")
    raised = min(sides, key=lambda side: float(p.at(f"{side}_wrist")[1]))
    arm = (p.at(f"{raised}_elbow") + p.at(f"{raised}_wrist")) / 2
    away = 1.0 if float(arm[0]) > float(middle(p.points, "hip")[0]) else -1.0
    post, other = float(arm[0]), float(arm[0]) - away * DOOR_WIDE * u
    top, half = floor - DOOR_HIGH * u, FRAME / 2 * u
    left, right = min(post, other) - half, max(post, other) + half
    inner = (
        f"M{number(left)} {number(floor)}V{number(top)}H{number(right)}V{number(floor)}h{number(-2 * half)}"
        f"V{number(top + 2 * half)}H{number(left + 2 * half)}V{number(floor)}z"
    )
    return Prop(f'<path fill="{PALE_WOOD}" d="{inner}"/>')


def _kettlebell(p: Posture, floor: float) -> Prop:
    u = p.unit
    grip = (p.at("left_index") + p.at("right_index") + p.at("left_pinky") + p.at("right_pinky")) / 4
    y = min(float(grip[1]) + BELL_DROP * u, floor - BELL * u)
    ball = np.array([float(grip[0]), y])
    handle = (
        f"M{number(ball[0] - 0.028 * u)} {number(y - 0.03 * u)}L{number(ball[0] - 0.03 * u)} {number(y - 0.08 * u)}"
        f"H{number(ball[0] + 0.03 * u)}L{number(ball[0] + 0.028 * u)} {number(y - 0.03 * u)}"
    )
    return Prop(
        f'<path fill="{INK}" d="{disc(ball, BELL * u)}"/><path fill="none" stroke="{INK}" '
        f'stroke-width="{number(0.016 * u)}" stroke-linejoin="round" d="{handle}"/>',
        behind=False,
    )


_DRAWN: Final[Mapping[Thing, Callable[[Posture, float], Prop]]] = MappingProxyType(
    {
        "blankets": _blankets,
        "chair": _chair,
        "cushion": _cushion,
        "doorway": _doorway,
        "kettlebell": _kettlebell,
        "roller": _roller,
        "towel": _towel,
    }
)
