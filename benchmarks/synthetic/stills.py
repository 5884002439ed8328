"""Start position and far end of an exercise as the person of its demonstration does it: exact joints, nothing rendered.

The set-up pictures are drawn from these. What the pose model reads of the same person is in ``correct.npz``; lying
down it now and then swaps the legs or loses the ankle that lies across, and a picture must not.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.camera import direction
from benchmarks.synthetic.kinematics import Bones, fk
from benchmarks.synthetic.landmarks import landmarks
from benchmarks.synthetic.movements import MOVEMENTS
from benchmarks.synthetic.simulate import actor_of
from benchmarks.synthetic.spec import ClipSpec
from posecheck.figure.stills import Still, Stills
from posecheck.skeleton import INDEX, Side

Floats = NDArray[np.float64]

STAGES: Final = np.linspace(0.0, 1.0, 9)
"""Amplitudes at which the way from start to end is looked at."""
ELEVATION_DEG: Final = 8.0
"""A drawing from a little above shows both sides of a mat."""


def true_stills(folder: Path) -> Stills | None:
    """Return the two moments of an exercise's right demonstration; None where it was not rendered.

    Parameters
    ----------
    folder
        The exercise's, with the ``demonstrations.toml`` that says what the demonstration was made from.
    """
    record = folder / "demonstrations.toml"
    if not record.is_file():
        return None
    made = tomllib.loads(record.read_text(encoding="utf-8")).get("correct")
    if made is None or made["exercise"] not in MOVEMENTS:
        return None
    actor = actor_of(ClipSpec(made["exercise"], seed=made["seed"]))
    body, movement = actor.body, actor.movement
    right, up, toward = _axes(movement.camera.azimuth_deg)
    course: list[Floats] = []
    backs: list[Floats] = []
    near: Side | None = None
    for amplitude in STAGES:
        bones = fk(body, movement.pose(body, float(amplitude), actor.numbers))
        points = landmarks(body, bones) / body.height
        course.append(np.stack([points @ right, -points @ up], -1))
        backs.append(_back(bones, right, up))
        near = near or _near(points, toward)
    assert near is not None  # there are stages
    return Stills(Still(course[0], backs[0]), Still(course[-1], backs[-1]), np.array(course), near)


def _axes(azimuth_deg: float) -> tuple[Floats, Floats, Floats]:
    """Return right and up of a picture without perspective, and the direction to its camera."""
    toward = direction(azimuth_deg, ELEVATION_DEG)
    right = np.cross([0.0, 1.0, 0.0], toward)
    right /= np.linalg.norm(right)
    return right, np.cross(toward, right), toward


def _back(bones: Bones, right: Floats, up: Floats) -> Floats:
    """Return the directions of pelvis and chest in the picture, shape (2, 2), y down."""
    ways = [bones.R[name][:, 1] for name in ("pelvis", "T4_rel")]
    flat = np.array([[way @ right, -way @ up] for way in ways])
    return flat / np.linalg.norm(flat, axis=1, keepdims=True)


def _near(points: Floats, toward: Floats) -> Side:
    parts = ("shoulder", "hip", "knee", "ankle")
    depth = {side: sum(float(points[INDEX[f"{side}_{part}"]] @ toward) for part in parts) for side in ("left", "right")}
    return "left" if depth["left"] >= depth["right"] else "right"
