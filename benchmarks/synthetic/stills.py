"""Start position and far end of an exercise as the person of its demonstration does it: exact joints, nothing rendered.

The set-up pictures are drawn from these. What the pose model reads of the same person is in ``correct.npz``; lying
down it now and then swaps the legs or loses the ankle that lies across, and a picture must not.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.camera import direction
from benchmarks.synthetic.kinematics import Bones, fk
from benchmarks.synthetic.landmarks import landmarks
from benchmarks.synthetic.movements import MOVEMENTS, ViewOfExercise
from benchmarks.synthetic.simulate import actor_of
from benchmarks.synthetic.spec import ClipSpec
from posecheck.body.skeleton import INDEX, Side
from posecheck.figure.stills import Still, Stills

Floats = NDArray[np.float64]

STAGES: Final = 21
"""Amplitudes at which the way from start to end is looked at."""
BACK_AGAIN: Final = 0.5
"""Less far from the start than this share of the farthest is nearly back."""
SOMEBODY: Final = 11
"""Seed of the person where there is no demonstration yet."""
ELEVATION_DEG: Final = 8.0
"""A drawing from a little above shows both sides of a mat."""
RAISED_DEG: Final = 15.0
"""A camera that stands higher than this is meant to look down: the drawing does so too."""


def true_stills(folder: Path, *, moment: float | None = None) -> Stills | None:
    """Return the two moments of an exercise's right demonstration; None where no rendered movement shows it.

    Parameters
    ----------
    folder
        The exercise's, named by its id. Its ``demonstrations.toml`` says who was rendered; without one it is somebody.
    moment
        The amplitude that is shown as the far end; None for the greatest, or for the one that is farthest from the
        start where a movement comes back to it (a step of a march).
    """
    record = folder / "demonstrations.toml"
    tables = tomllib.loads(record.read_text(encoding="utf-8")) if record.is_file() else {}
    made = cast("dict[str, Any]", tables.get("correct", {}))
    name = str(made.get("exercise", folder.name))
    if name not in MOVEMENTS:
        return None
    actor = actor_of(ClipSpec(name, seed=int(made.get("seed", SOMEBODY))))
    body, movement = actor.body, actor.movement
    right, up, toward = _axes(movement.camera)
    course: list[Floats] = []
    backs: list[Floats] = []
    near: Side | None = None
    for amplitude in np.linspace(0.0, moment or 1.0, STAGES):
        bones = fk(body, movement.pose(body, float(amplitude), actor.numbers))
        points = landmarks(body, bones) / body.height
        course.append(np.stack([points @ right, -points @ up], -1))
        backs.append(_back(bones, right, up))
        near = near or _near(points, toward)
    assert near is not None  # there are stages
    last = _shown(course) if moment is None else STAGES - 1
    start, end = (Still(course[k], backs[k]) for k in (0, last))
    return Stills(start, end, np.array(course[: last + 1]), near)


def _shown(course: list[Floats]) -> int:
    """Return the last stage, or the one farthest from the start where the last is nearly back at it."""
    away = [float(np.linalg.norm(points - course[0], axis=1).mean()) for points in course]
    return int(np.argmax(away)) if away[-1] < BACK_AGAIN * max(away) else len(course) - 1


def _axes(camera: ViewOfExercise) -> tuple[Floats, Floats, Floats]:
    """Return right and up of a picture without perspective, and the direction to its camera."""
    elevation = camera.elevation_deg if camera.elevation_deg >= RAISED_DEG else ELEVATION_DEG
    toward = direction(camera.azimuth_deg, elevation)
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
