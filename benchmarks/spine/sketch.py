"""People in outline only: hundreds of bodies in the time of a dozen filmed ones.

A silhouette takes some milliseconds, a picture with the pose model's look at it a hundred. What the model gets wrong is
borrowed: each sketched person has a *donor*, a filmed person in the same kind of posture, whose errors of landmarks,
visibility and outline (against their own silhouette) are laid on the sketch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.spine.filming import Block, Look, block_of, rng_of
from benchmarks.spine.sight import Sight
from benchmarks.spine.store import looks_of
from benchmarks.synthetic.kinematics import BodyPose, fk
from benchmarks.synthetic.landmarks import landmarks
from benchmarks.synthetic.person import SLICE_RINGS
from benchmarks.synthetic.surface import TORSO_AROUND, TORSO_RINGS
from posecheck.body.skeleton import MIRROR
from posecheck.body.trunk_outline import trunk_frame
from posecheck.estimation.back_contour import trace_outline

Floats = NDArray[np.float64]

SOFT_PX: Final = 2.0
"""Blur of the silhouette: the model's mask has no sharper edge."""
LARGEST_ERROR: Final = 0.08
"""Chord lengths: a larger difference of two outlines is an arm on one of them, and no error."""
LEAN_JITTER_DEG: Final = 8.0
"""A sketched posture borrows from the donor's posture with about the same lean."""
TRUNK_POINTS: Final = (TORSO_RINGS + 2) * TORSO_AROUND
SLICE: Final = 2
"""Rings of the trunk whose convex hull is drawn at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Fault:
    """What the pose model got wrong of one filmed posture, as if the person faced right; lengths in chords.

    Parameters
    ----------
    lean_deg
        Of the true chord.
    points
        Error of the landmarks: along the chord and toward the front, shape (33, 2).
    outline
        Error of the edge, front and back, shape (2, 30).
    """

    is_setup: bool
    lean_deg: float
    points: Floats
    visibility: NDArray[np.float32]
    outline: Floats


Donors = Mapping[str, Sequence[Sequence[Fault]]]
"""Group -> filmed persons -> their postures, set-up first."""


def donors_of(seeds: Iterable[int], folder: Path) -> Donors:
    """Return what the pose model got wrong of filmed people."""
    found: dict[str, list[list[Fault]]] = {}
    for seed in seeds:
        _, looks = looks_of(seed, folder)
        for group in dict.fromkeys(look.group for look in looks):
            block = block_of(seed, group)
            pairs = zip([k for k in looks if k.group == group], block.course, strict=True)
            faults = [fault for look, (_, pose) in pairs if (fault := _fault(look, block, pose)) is not None]
            if len(faults) > 1 and faults[0].is_setup:
                found.setdefault(group, []).append(faults)
    return found


def sketch(seed: int, group: str, donors: Donors, *, count: int) -> list[Sight]:
    """Return set-up and postures of a person as the pose model might have seen them."""
    rng = rng_of(seed, 3)
    block = block_of(seed, group, count)
    donor = donors[group][int(rng.integers(len(donors[group])))]
    sights: list[Sight] = []
    for i, (back, pose) in enumerate(block.course):
        true, mask = _drawn(block, pose)
        xy, visibility, outline = _as_seen(true, mask, block.facing, _borrowed(donor, true, block.facing, i == 0, rng))
        sights.append(Sight(group, i == 0, xy, outline, visibility, back, block.facing))
    return sights


def _fault(look: Look, block: Block, pose: BodyPose) -> Fault | None:
    if look.mask is None:
        return None
    true, mask = _drawn(block, pose)
    frame, facing = trunk_frame(true), block.facing
    if frame is None:
        return None
    away = (frame.to_trunk(look.xy) - frame.to_trunk(true)) * [1.0, facing]
    seen = trace_outline(look.mask.astype(np.float32) / 255, look.xy, look.visibility)
    error = _front_first(seen - trace_outline(mask, look.xy, look.visibility), facing)
    error = np.where(np.abs(np.nan_to_num(error)) < LARGEST_ERROR, np.nan_to_num(error), 0.0)
    visibility = _near_right(look.visibility, facing)
    return Fault(look.is_setup, _lean(true, facing), _near_right(away, facing), visibility, error)


def _borrowed(donor: Sequence[Fault], true: Floats, facing: int, is_setup: bool, rng: np.random.Generator) -> Fault:
    if is_setup:
        return donor[0]
    lean = _lean(true, facing) + rng.normal(0, LEAN_JITTER_DEG)
    return min(donor[1:], key=lambda fault: abs((fault.lean_deg - lean + 180) % 360 - 180))


def _as_seen(true: Floats, mask: NDArray[np.float32], facing: int, fault: Fault) -> tuple[Floats, Floats, Floats]:
    """Return landmarks, visibility and outline with a donor's errors."""
    frame = trunk_frame(true)
    assert frame is not None
    place = frame.to_trunk(true) + _near_right(fault.points, facing) * [1.0, facing]
    xy = frame.to_picture(place[:, 0], place[:, 1])
    visibility = _near_right(fault.visibility, facing)
    return xy, visibility, trace_outline(mask, xy, visibility) + _front_first(fault.outline, facing)


def _drawn(block: Block, pose: BodyPose) -> tuple[Floats, NDArray[np.float32]]:
    """Return the true landmarks in image heights, shape (33, 2), and the silhouette, 0 to 1, shape (h, w)."""
    camera, bones = block.camera, fk(block.person.body, pose)
    shape = block.person.shape(bones)
    pixels = np.round((camera.project(shape.net.points)[0] - 0.5) * 8).astype(np.int32)
    rings = pixels[:TRUNK_POINTS].reshape(-1, TORSO_AROUND, 2)
    hulls = [rings[k : k + SLICE + 1].reshape(-1, 2) for k in range(0, len(rings) - 1, SLICE)]
    parts = shape.parts[-(-(len(rings) - 1) // SLICE_RINGS) :]  # limbs and head, in the order of the net's points
    hulls += np.split(pixels[TRUNK_POINTS:], np.cumsum([len(part) for part in parts])[:-1])
    canvas = np.zeros((camera.height, camera.width), np.uint8)
    for hull in hulls:
        cv2.fillConvexPoly(canvas, cv2.convexHull(hull), 255, cv2.LINE_8, 3)
    soft = cv2.GaussianBlur(canvas, (0, 0), SOFT_PX)
    points = camera.project(landmarks(block.person.body, bones))[0] / camera.height
    return points, soft.astype(np.float32) / 255


def _lean(points: Floats, facing: int) -> float:
    frame = trunk_frame(points)
    return 0.0 if frame is None else float(np.degrees(np.arctan2(frame.along[0] * facing, -frame.along[1])))


def _near_right(values: NDArray[np.floating], facing: int) -> Floats:
    """Return rows of landmarks with the near side as the right one, or back again."""
    return np.asarray(values)[list(MIRROR)] if facing == -1 else np.asarray(values)


def _front_first(outline: Floats, facing: int) -> Floats:
    """Return the outline's rows with the front first, or back again."""
    return outline if facing == 1 else outline[::-1]
