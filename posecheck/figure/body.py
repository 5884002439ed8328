"""A person as a clean drawing: tapered limbs, a smooth trunk, head, hands and feet, from the 33 landmarks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecheck.figure.paths import disc, smooth, taper
from posecheck.figure.stills import middle
from posecheck.skeleton import INDEX, Side

Array = NDArray[np.floating[Any]]
Part = Literal["skin", "shirt", "trousers", "hair", "far_skin", "far_shirt", "far_trousers"]

# half thicknesses and small distances, in body heights: a lean adult, from tables of limb girths rounded to what reads
# well at the size of a thumb
THIGH: Final = (0.052, 0.033)
SHANK: Final = (0.034, 0.020)
CALF: Final = 0.033
UPPER_ARM: Final = (0.031, 0.023)
FOREARM: Final = (0.024, 0.016)
HAND: Final = (0.017, 0.012)
HEEL, ANKLE, TOE = 0.018, 0.021, 0.012
NECK: Final = 0.027
HEAD: Final = (0.056, 0.068)
"""Half depth (or width), half height."""
SLEEVE: Final = 0.55
"""Share of the upper arm under the sleeve."""
EAR_TO_NOSE: Final = 0.07
FRONT_WIDTH: Final = 0.20
"""Between the shoulder landmarks of somebody who faces the camera."""


class Station(NamedTuple):
    """A place of the trunk: 0 hips to 1 shoulders, half thickness from the side and from the front, inset of width."""

    at: float
    side: float
    front: float
    width: float


STATIONS: Final = (
    Station(-0.14, 0.046, 0.020, 0.95),
    Station(0.02, 0.066, 0.040, 1.0),
    Station(0.22, 0.060, 0.034, 0.9),
    Station(0.42, 0.052, 0.030, 0.75),
    Station(0.66, 0.060, 0.034, 0.72),
    Station(0.86, 0.062, 0.030, 0.82),
    Station(1.0, 0.046, 0.026, 0.92),
)
HEM: Final = 0.12
"""Where the shirt ends over the trousers."""


@dataclass(frozen=True, slots=True, eq=False)
class Posture:
    """Landmarks in pixels of the drawing, and what is needed to clothe them.

    Parameters
    ----------
    points
        Shape (33, 2), y down.
    unit
        Pixels for one body height.
    near
        The side of the body that is nearer.
    bend
        How much the back curls forward between hips and shoulders, radians; 0 for a straight one.
    """

    points: Array
    unit: float
    near: Side
    bend: float = 0.0

    def at(self, name: str) -> Array:
        """Return a landmark, shape (2,)."""
        return self.points[INDEX[name]]

    @property
    def far(self) -> Side:
        """The side of the body that is farther away."""
        return "right" if self.near == "left" else "left"

    @property
    def frontal(self) -> float:
        """0 for somebody seen from the side, 1 from the front."""
        width = np.linalg.norm(self.at("left_shoulder") - self.at("right_shoulder"))
        return float(np.clip((width / self.unit - 0.05) / (FRONT_WIDTH - 0.05), 0.0, 1.0))


class Shape(NamedTuple):
    """One shape of a drawing: what it is of, and its outline as SVG path data."""

    part: Part
    path: str


def body_shapes(posture: Posture, *, seated: bool = False) -> Iterator[Shape]:
    """Yield the shapes of a person, from the farthest to the nearest.

    Parameters
    ----------
    posture
        The landmarks.
    seated
        Whether the legs lie in front of the trunk of somebody who faces the camera.
    """
    if posture.frontal > 0.5:
        legs = [s for side in (posture.far, posture.near) for s in _leg(posture, side, "")]
        arms = [s for side in (posture.far, posture.near) for s in _arm(posture, side, "")]
        trunk = [*_trunk(posture), *_head(posture)]
        yield from [*trunk, *legs, *arms] if seated else [*legs, *trunk, *arms]
        return
    yield from _arm(posture, posture.far, "far_")
    yield from _leg(posture, posture.far, "far_")
    yield from _head(posture)
    yield from _trunk(posture)
    yield from _leg(posture, posture.near, "")
    yield from _arm(posture, posture.near, "")


_FAR: Final[Mapping[str, Part]] = MappingProxyType({"skin": "far_skin", "shirt": "far_shirt", "trousers": "far_trousers"})


def _part(name: Part, far: str) -> Part:
    return _FAR[name] if far else name


def _leg(p: Posture, side: Side, far: str) -> Iterator[Shape]:
    u = p.unit
    hip, knee, ankle = (p.at(f"{side}_{name}") for name in ("hip", "knee", "ankle"))
    heel, toe = p.at(f"{side}_heel"), p.at(f"{side}_foot_index")
    foot = taper(heel, ankle, HEEL * u, ANKLE * u) + taper(heel, toe, HEEL * u, TOE * u)
    yield Shape(_part("skin", far), foot + taper(ankle, toe, ANKLE * u, TOE * u))
    shin = taper(knee, ankle, SHANK[0] * u, SHANK[1] * u)
    yield Shape(_part("trousers", far), taper(hip, knee, THIGH[0] * u, THIGH[1] * u) + shin)


def _arm(p: Posture, side: Side, far: str) -> Iterator[Shape]:
    u = p.unit
    shoulder, elbow, wrist = (p.at(f"{side}_{name}") for name in ("shoulder", "elbow", "wrist"))
    fingers = (p.at(f"{side}_index") + p.at(f"{side}_pinky")) / 2
    fingers = wrist + (fingers - wrist) * 1.25
    skin = taper(wrist, fingers, HAND[0] * u, HAND[1] * u) + taper(elbow, wrist, FOREARM[0] * u, FOREARM[1] * u)
    yield Shape(_part("skin", far), skin + taper(shoulder, elbow, UPPER_ARM[0] * u * 0.9, UPPER_ARM[1] * u))
    hem = shoulder + (elbow - shoulder) * SLEEVE
    thick = UPPER_ARM[0] + (UPPER_ARM[1] - UPPER_ARM[0]) * SLEEVE
    yield Shape(_part("shirt", far), taper(shoulder, hem, UPPER_ARM[0] * u, (thick + 0.003) * u))


def spine(p: Posture) -> tuple[Array, Array, Array, Array]:
    """Return the line of the trunk as a cubic Bézier curve from mid-hip to mid-shoulder: four points.

    It leaves the hips square to the line between them and meets the shoulders likewise, as far as these lines are
    seen from the front; from the side it is straight, or curls forward by `Posture.bend`.
    """
    hip, shoulder = middle(p.points, "hip"), middle(p.points, "shoulder")
    chord = shoulder - hip
    length = float(np.linalg.norm(chord))
    along = chord / max(length, 1e-6)
    forward = _turned(along, p.bend), _turned(along, -p.bend)
    square = [_square_to(p, name, along) for name in ("hip", "shoulder")]
    ways = [(1 - p.frontal) * f + p.frontal * s for f, s in zip(forward, square, strict=True)]
    return hip, hip + ways[0] * length / 3, shoulder - ways[1] * length / 3, shoulder


def _square_to(p: Posture, name: str, along: Array) -> Array:
    line = p.at(f"left_{name}") - p.at(f"right_{name}")
    normal = np.array([line[1], -line[0]]) / max(float(np.linalg.norm(line)), 1e-6)
    return normal if float(normal @ along) >= 0 else -normal


def _turned(v: Array, angle: float) -> Array:
    c, s = math.cos(angle), math.sin(angle)
    return np.array([c * v[0] - s * v[1], s * v[0] + c * v[1]])


def _on_curve(curve: tuple[Array, Array, Array, Array], t: float) -> tuple[Array, Array]:
    """Return place and direction on a Bézier curve; beyond its ends it goes on straight."""
    a, b, c, d = curve
    k = min(max(t, 0.0), 1.0)
    place = (1 - k) ** 3 * a + 3 * (1 - k) ** 2 * k * b + 3 * (1 - k) * k**2 * c + k**3 * d
    way = 3 * (1 - k) ** 2 * (b - a) + 6 * (1 - k) * k * (c - b) + 3 * k**2 * (d - c)
    return place + way * (t - k), way / max(float(np.linalg.norm(way)), 1e-6)


def _trunk(p: Posture) -> Iterator[Shape]:
    lower = [s for s in STATIONS if s.at <= HEM + 0.12]
    upper = [Station(HEM, 0.064, 0.038, 0.95), *(s for s in STATIONS if s.at > HEM)]
    yield Shape("trousers", _tube(p, lower))
    yield Shape("shirt", _tube(p, upper, neck=True))


def _tube(p: Posture, stations: list[Station], *, neck: bool = False) -> str:
    curve = spine(p)
    left: list[Array] = []
    right: list[Array] = []
    spans = [(p.at(f"left_{n}") - p.at(f"right_{n}")) / 2 for n in ("hip", "shoulder")]
    for s in stations:
        place, way = _on_curve(curve, s.at)
        normal = np.array([-way[1], way[0]])
        k = min(max(s.at, 0.0), 1.0)
        span = abs(float(((1 - k) * spans[0] + k * spans[1]) @ normal)) * s.width
        half = span + (s.side + p.frontal * (s.front - s.side)) * p.unit
        left.append(place + normal * half)
        right.append(place - normal * half)
    top, way = _on_curve(curve, 1.0)
    cap = [top + way * 0.045 * p.unit] if neck else []
    return smooth([*left, *cap, *reversed(right)])


def _head(p: Posture) -> Iterator[Shape]:
    """Yield neck, face and hair; the face looks where nose and ears say."""
    u = p.unit
    ears = middle(p.points, "ear")
    eyes, mouth = middle(p.points, "eye"), (p.at("mouth_left") + p.at("mouth_right")) / 2
    up = (eyes - mouth) / max(float(np.linalg.norm(eyes - mouth)), 1e-6)
    ahead = p.at("nose") - ears
    ahead = ahead - up * float(ahead @ up)
    profile = float(np.clip(np.linalg.norm(ahead) / (EAR_TO_NOSE * u), 0.0, 1.0))
    facing = ahead / max(float(np.linalg.norm(ahead)), 1e-6)
    middle_of_head = ears + up * 0.018 * u + facing * 0.012 * u * profile
    root = middle(p.points, "shoulder")
    yield Shape("skin", taper(root, ears - up * 0.02 * u, NECK * 1.1 * u, NECK * u))
    tip = middle_of_head + facing * (HEAD[0] + 0.012) * u * profile - up * 0.014 * u
    nose = taper(tip - facing * 0.02 * u, tip, 0.012 * u, 0.007 * u) if profile > 0.5 else ""
    yield Shape("skin", _ellipse(middle_of_head, facing, up, u) + nose)
    yield Shape("hair", _hair(middle_of_head, facing, up, profile, u))


def _ellipse(centre: Array, facing: Array, up: Array, u: float) -> str:
    """Return the outline of the head: narrower at the chin."""
    across = np.array([-up[1], up[0]]) if float(np.linalg.norm(facing)) < 0.5 else facing
    ring: list[Array] = []
    for turn in range(0, 360, 45):
        c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        chin = 0.86 if s < -0.5 else 1.0
        ring.append(centre + across * c * HEAD[0] * chin * u + up * s * HEAD[1] * u)
    return smooth(ring)


def _hair(centre: Array, facing: Array, up: Array, profile: float, u: float) -> str:
    """Return a cap of hair: over the top from the front, over top and back from the side."""
    back = -facing * profile
    outer: list[Array] = []
    inner: list[Array] = []
    across = np.array([-up[1], up[0]])
    side = across if float(across @ back) >= 0 else -across
    first, last = 90 - 78 + 8 * profile, 90 + 78 - 8 * profile
    first = first - 62 * profile
    for k in range(7):
        turn = math.radians(first + (last - first) * k / 6)
        way = side * math.cos(turn) * HEAD[0] + up * math.sin(turn) * HEAD[1]
        outer.append(centre + way * 1.07 * u)
        inner.append(centre + way * (0.98 - 0.5 * math.sin(math.pi * k / 6)) * u)
    return smooth([*outer, *reversed(inner)])


def dot(middle_px: Array, radius: float) -> Shape:
    """Return a round shape in skin colour."""
    return Shape("skin", disc(middle_px, radius))
