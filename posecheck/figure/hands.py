"""Hands put where an exercise wants them, where its demonstration leaves them on the floor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.body.skeleton import INDEX, Side
from posecheck.figure.stills import Still, middle

Array = NDArray[np.floating[Any]]

UPPER_ARM, FOREARM, HAND = 0.186, 0.146, 0.05
"""Lengths in body heights (Drillis and Contini)."""
BELLY: Final = 0.42
"""Where on the way from hips to shoulders the wrists lie, below the ribs."""
ON_TOP: Final = 0.068
"""How far above the middle of the trunk."""


def hands_on_belly(still: Still) -> Still:
    """Return the posture with both hands on the belly, elbows toward the floor; for somebody seen from the side."""
    points = still.points.copy()
    hip, shoulder = middle(points, "hip"), middle(points, "shoulder")
    trunk = shoulder - hip
    along = trunk / max(float(np.linalg.norm(trunk)), 1e-6)
    front = np.array([-along[1], along[0]])
    if float(front @ (points[INDEX["nose"]] - middle(points, "ear"))) < 0:
        front = -front
    wrist = hip + trunk * BELLY + front * ON_TOP
    sides: tuple[Side, Side] = ("left", "right")
    for side in sides:
        root = points[INDEX[f"{side}_shoulder"]]
        points[INDEX[f"{side}_elbow"]] = _elbow(root, wrist, -front)
        points[INDEX[f"{side}_wrist"]] = wrist
        for name in ("pinky", "index", "thumb"):
            points[INDEX[f"{side}_{name}"]] = wrist - along * HAND
    return replace(still, points=points)


def _elbow(shoulder: Array, wrist: Array, toward: Array) -> Array:
    """Return the elbow of an arm whose wrist lies there, on the side of `toward`; by the law of cosines."""
    way = wrist - shoulder
    far = min(max(float(np.linalg.norm(way)), 1e-6), UPPER_ARM + FOREARM)
    share = (UPPER_ARM**2 - FOREARM**2 + far**2) / (2 * far)
    aside = max(UPPER_ARM**2 - share**2, 0.0) ** 0.5
    ahead = way / far
    normal = toward - ahead * float(toward @ ahead)
    return shoulder + ahead * share + normal / max(float(np.linalg.norm(normal)), 1e-6) * aside
