"""Neck, face and hair of a figure."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.figure.paths import smooth, taper
from posecheck.figure.posture import Posture, Shape
from posecheck.figure.stills import middle

Array = NDArray[np.floating[Any]]

# lengths in body heights
NECK: Final = 0.027
HEAD: Final = (0.059, 0.071)
"""Half depth (or width), half height."""
FULL_FACE: Final = tuple((turn, 0.88 if turn in (225, 315) else 1.0) for turn in range(0, 360, 45))
"""Outline of the head: degrees from the direction across, share of the ellipse."""
PROFILE: Final = (
    *((12, 0.98), (-4, 1.04), (-14, 1.24), (-22, 1.0), (-50, 0.98), (-75, 0.95)),
    *((-120, 0.9), (-160, 0.96), (160, 1.02), (120, 1.0), (80, 1.0), (45, 1.0)),
)
"""The same seen from the side, degrees from where the nose points."""
EAR_TO_NOSE: Final = 0.07


def head_shapes(p: Posture) -> Iterator[Shape]:
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
    yield Shape("skin", _face(middle_of_head, facing if profile > 0.5 else None, up, u))
    yield Shape("hair", _hair(middle_of_head, facing, up, profile, u))


def _face(centre: Array, facing: Array | None, up: Array, u: float) -> str:
    """Return the outline of the head, narrower at the chin; with a nose in the direction `facing` of a profile."""
    across = np.array([-up[1], up[0]]) if facing is None else facing
    ring: list[Array] = []
    for turn, radius in PROFILE if facing is not None else FULL_FACE:
        c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        ring.append(centre + (across * c * HEAD[0] + up * s * HEAD[1]) * radius * u)
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
