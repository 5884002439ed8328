"""1. Whether the person was found, how far off the landmarks are, whether the legs were taken for each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.truth import at_times, nearest, present
from benchmarks.synthetic.spec import Truth
from posecheck.body.pose import PoseTrack
from posecheck.body.skeleton import INDEX

Array = NDArray[np.floating[Any]]

USED: Final = [
    INDEX[f"{side}_{name}"] for name in ("ear", "shoulder", "hip", "knee", "ankle") for side in ("left", "right")
]
"""The landmarks that measures are made of."""
LEGS: Final = {name: (INDEX[f"left_{name}"], INDEX[f"right_{name}"]) for name in ("knee", "ankle")}
APART: Final = 0.07
"""Body heights that the true left and right must be apart in the picture to say which is which (a quarter trunk)."""


@dataclass(frozen=True, slots=True)
class LandmarkFigures:
    """Of one clip.

    Parameters
    ----------
    frames, found
        Frames in which the person can be seen, and of these the ones with a pose.
    ghosts
        Frames with a pose although nobody is in the picture.
    error_pct
        Shape (n,): distance of each used landmark from the true one, in per cent of body height, raw track.
    comparable, swapped
        Frames in which the legs are apart enough to tell, and of these the ones with knees or ankles swapped.
    """

    frames: int
    found: int
    ghosts: int
    error_pct: Array
    comparable: int
    swapped: int


def landmark_figures(truth: Truth, track: PoseTrack) -> LandmarkFigures:
    """Compare a raw track with the truth."""
    height_px, picture_px = body_height_px(truth), truth.spec.height
    true_px = at_times(truth.time_s, truth.landmarks_px, track.time_s)
    there = present(truth)[nearest(truth.time_s, track.time_s)]
    seen = there & track.found
    off = np.linalg.norm(track.xy * picture_px - true_px, axis=2) / height_px * 100
    swap, apart = swapped_legs(true_px[seen], track.xy[seen] * picture_px, least_px=APART * height_px)
    used = off[seen][:, USED].ravel()
    return LandmarkFigures(
        frames=int(there.sum()),
        found=int(seen.sum()),
        ghosts=int((~there & track.found).sum()),
        error_pct=used[np.isfinite(used)].astype(np.float32),
        comparable=int(apart.sum()),
        swapped=int(swap.sum()),
    )


def swapped_legs(true_px: Array, seen_px: Array, *, least_px: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return in which frames knees or ankles carry the other side's name, and in which that can be told, shape (T,).

    Parameters
    ----------
    true_px, seen_px
        Shape (T, 33, 2).
    least_px
        The true left and right must be this far apart.
    """
    swapped, comparable = np.zeros(len(true_px), np.bool_), np.zeros(len(true_px), np.bool_)
    for left, right in LEGS.values():
        apart = np.linalg.norm(true_px[:, left] - true_px[:, right], axis=1) >= least_px
        straight = _off(true_px, seen_px, left, left) + _off(true_px, seen_px, right, right)
        crossed = _off(true_px, seen_px, left, right) + _off(true_px, seen_px, right, left)
        swapped |= apart & (crossed < straight)
        comparable |= apart
    return swapped, comparable


def body_height_px(truth: Truth) -> float:
    """Return the person's height in pixels at the distance of the camera's target."""
    camera: dict[str, Any] = truth.camera
    body: dict[str, Any] = truth.body
    return float(body["height"]) * float(camera["focal_px"]) / float(camera["distance_m"])


def _off(true_px: Array, seen_px: Array, true_row: int, seen_row: int) -> Array:
    return np.linalg.norm(true_px[:, true_row] - seen_px[:, seen_row], axis=1)
