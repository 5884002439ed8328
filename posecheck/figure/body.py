"""A person as a clean drawing: tapered limbs, a smooth trunk, head, hands and feet, from the 33 landmarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecheck.body.skeleton import Side
from posecheck.figure.colours import Part
from posecheck.figure.head import head_shapes
from posecheck.figure.paths import smooth, taper
from posecheck.figure.posture import Posture, Shape
from posecheck.figure.stills import middle

Array = NDArray[np.floating[Any]]

# half thicknesses and small distances, in body heights: a lean adult, from tables of limb girths rounded to what reads
# well at the size of a thumb
THIGH: Final = (0.052, 0.033)
SHANK: Final = (0.034, 0.020)
CALF: Final = 0.033
UPPER_ARM: Final = (0.031, 0.023)
FOREARM: Final = (0.024, 0.016)
HAND: Final = (0.017, 0.012)
HEEL, ANKLE, TOE = 0.018, 0.021, 0.012
SLEEVE: Final = 0.55
"""Share of the upper arm under the sleeve."""
FINGERS: Final = 1.25
"""How far the fingertips are from the wrist, in distances of the knuckles."""


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
    Station(1.0, 0.046, 0.022, 0.8),
)
HEM: Final = Station(0.08, 0.061, 0.036, 0.95)
"""Where the shirt ends, under the trousers."""


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
        yield from _from_the_front(posture, seated=seated)
        return
    near, far = posture.near, posture.far
    yield from _arm(posture, far, "far_")
    yield _foot(posture, far, "far_skin")
    yield Shape("far_trousers", _leg(posture, far))
    yield from head_shapes(posture)
    yield Shape("shirt", _shirt(posture))
    yield _foot(posture, near, "skin")
    yield Shape("trousers", _pelvis(posture) + _leg(posture, near))
    yield from _arm(posture, near, "")


def _from_the_front(p: Posture, *, seated: bool) -> Iterator[Shape]:
    """Yield the shapes of somebody who faces the camera: sleeves belong to the shirt, legs to the pelvis."""
    sides: tuple[Side, Side] = (p.far, p.near)
    legs: list[Shape] = []
    if _legs_cross(p):
        legs += [_foot(p, p.far, "far_skin"), Shape("far_trousers", _leg(p, p.far)), _foot(p, p.near, "skin")]
        legs.append(Shape("trousers", _pelvis(p) + _leg(p, p.near)))
    else:
        legs += [_foot(p, side, "skin") for side in sides]
        legs.append(Shape("trousers", _pelvis(p) + "".join(_leg(p, side) for side in sides)))
    shirt = Shape("shirt", _shirt(p) + "".join(_sleeve(p, side) for side in sides))
    bare = [Shape("skin", _bare_arm(p, side)) for side in sides]
    yield from [shirt, *head_shapes(p), *legs, *bare] if seated else [*legs, shirt, *head_shapes(p), *bare]


def _legs_cross(p: Posture) -> bool:
    def across(name: str) -> float:
        return float((p.at(f"left_{name}") - p.at(f"right_{name}"))[0])

    return across("hip") * across("ankle") < 0


def _leg(p: Posture, side: Side) -> str:
    u = p.unit
    hip, knee, ankle = (p.at(f"{side}_{name}") for name in ("hip", "knee", "ankle"))
    calf = knee + (ankle - knee) * 0.3
    shin = taper(knee, calf, SHANK[0] * u, CALF * u) + taper(calf, ankle, CALF * u, SHANK[1] * u)
    return taper(hip, knee, THIGH[0] * u, THIGH[1] * u) + shin


def _foot(p: Posture, side: Side, part: Part) -> Shape:
    u = p.unit
    heel, ankle, toe = (p.at(f"{side}_{name}") for name in ("heel", "ankle", "foot_index"))
    sole = taper(heel, toe, HEEL * u, TOE * u)
    return Shape(part, sole + taper(heel, ankle, HEEL * u, ANKLE * u) + taper(ankle, toe, ANKLE * u, TOE * u))


def _arm(p: Posture, side: Side, far: Literal["", "far_"]) -> Iterator[Shape]:
    yield Shape("far_skin" if far else "skin", _bare_arm(p, side))
    yield Shape("far_shirt" if far else "shirt", _sleeve(p, side))


def _bare_arm(p: Posture, side: Side) -> str:
    """Return the arm below the sleeve, and the hand."""
    u = p.unit
    shoulder, elbow, wrist = (p.at(f"{side}_{name}") for name in ("shoulder", "elbow", "wrist"))
    fingers = (p.at(f"{side}_index") + p.at(f"{side}_pinky")) / 2
    hand = taper(wrist, wrist + (fingers - wrist) * FINGERS, HAND[0] * u, HAND[1] * u)
    forearm = taper(elbow, wrist, FOREARM[0] * u, FOREARM[1] * u)
    below = shoulder + (elbow - shoulder) * (SLEEVE - 0.06)
    return hand + forearm + taper(below, elbow, _arm_radius(SLEEVE) * u, UPPER_ARM[1] * u)


def _sleeve(p: Posture, side: Side) -> str:
    shoulder, elbow = p.at(f"{side}_shoulder"), p.at(f"{side}_elbow")
    hem = shoulder + (elbow - shoulder) * SLEEVE
    return taper(shoulder, hem, UPPER_ARM[0] * p.unit, (_arm_radius(SLEEVE) + 0.003) * p.unit)


def _arm_radius(share: float) -> float:
    return UPPER_ARM[0] + (UPPER_ARM[1] - UPPER_ARM[0]) * share


def spine(p: Posture) -> tuple[Array, Array, Array, Array]:
    """Return the line of the trunk as a cubic Bézier curve from mid-hip to mid-shoulder: four points.

    It goes as the back does where that is known (`Posture.back`). Else it leaves the hips square to the line between
    them and meets the shoulders likewise, as far as these lines are seen from the front; from the side it is straight.
    """
    hip, shoulder = middle(p.points, "hip"), middle(p.points, "shoulder")
    chord = shoulder - hip
    length = float(np.linalg.norm(chord))
    along = chord / max(length, 1e-6)
    if p.back is None:
        ways = [(1 - p.frontal) * along + p.frontal * _square_to(p, name, along) for name in ("hip", "shoulder")]
    else:
        ways = [p.back[0], p.back[1]]
    return hip, hip + ways[0] * length / 3, shoulder - ways[1] * length / 3, shoulder


def _square_to(p: Posture, name: str, along: Array) -> Array:
    line = p.at(f"left_{name}") - p.at(f"right_{name}")
    normal = np.array([line[1], -line[0]]) / max(float(np.linalg.norm(line)), 1e-6)
    return normal if float(normal @ along) >= 0 else -normal


def _on_curve(curve: tuple[Array, Array, Array, Array], t: float) -> tuple[Array, Array]:
    """Return place and direction on a Bézier curve; beyond its ends it goes on straight."""
    a, b, c, d = curve
    k = min(max(t, 0.0), 1.0)
    place = (1 - k) ** 3 * a + 3 * (1 - k) ** 2 * k * b + 3 * (1 - k) * k**2 * c + k**3 * d
    way = 3 * (1 - k) ** 2 * (b - a) + 6 * (1 - k) * k * (c - b) + 3 * k**2 * (d - c)
    return place + way * (t - k), way / max(float(np.linalg.norm(way)), 1e-6)


def _pelvis(p: Posture) -> str:
    return _tube(p, STATIONS[:3])


def _shirt(p: Posture) -> str:
    return _tube(p, (HEM, *STATIONS[2:]), neck=True)


def _tube(p: Posture, stations: Sequence[Station], *, neck: bool = False) -> str:
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
