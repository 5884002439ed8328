"""Does this frame continue the one before? Cuts in the picture, and another person in the same picture."""

from __future__ import annotations

import math
from collections import deque
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import Pose
from posecheck.body.skeleton import INDEX

GRID: Final = (12, 16)
"""Rows and columns of the thumbnail."""

SAMPLES: Final = (96, 128)
"""Least number of rows and columns that are looked at: 64 pixels in each cell, so that noise averages out."""

CHANGED: Final = 0.25
CHANGED_SLOW: Final = 0.40
CHANGED_EARLY: Final = 0.50
"""Share of changed cells that makes a cut: as a rule; where frames are more than `SLOW_S` apart; and while fewer than
`HISTORY_MIN` changes are known. Measured with frames up to 0.1 s apart: at most 0.17 inside 51 clips of a fixed camera
(fast squats that fill the picture; captions that pop up: 0.13), at most 0.26 up to 0.5 s. Across a join of two real
clips or of a real and a rendered one: 0.55 or more; all of 3,357 joins found, no other cut. Of 1,165 joins of two
rendered clips, many of the same room, 93 %: the rest look alike. Lights switched off or on, 15 grey levels of flicker
or noise: no cut; 10 % flicker of the exposure: one in 51 clips."""

RATIO: Final = 2.5
"""...and it is this many times the largest of the changes just before: a picture that always changes (a moving
camera, noise in the dark) is not cut at every frame."""

SLOW_S: Final = 0.15
HISTORY: Final = 8
HISTORY_MIN: Final = 4

JUMP_TRUNKS: Final = 0.8
JUMP_TRUNKS_PER_S: Final = 8.0
LIMBS: Final = 0.2
"""Another person: the middle of the hips moved by more trunk lengths than a body could (0.8 are 40 cm; 8 a second are
4 m/s), and half of the limbs changed by more than a factor e^0.2. In 69 tracks the largest jump of one person in 1/15 s
is 0.31 (squats), 0.61 in one track whose landmarks fail for a frame."""

_LIMBS: Final = tuple(
    (INDEX[f"{side}_{a}"], INDEX[f"{side}_{b}"])
    for side in ("left", "right")
    for a, b in (("shoulder", "hip"), ("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow"))
)
_TRUNK: Final = [INDEX[name] for name in ("left_shoulder", "right_shoulder", "left_hip", "right_hip")]

Grid = NDArray[np.floating[Any]]


class Thumbnail:
    """Shrinks pictures to `GRID` cells of grey in 0.03 ms; keeps its tables while the size stays.

    Grey is the green channel: most of the brightness that people see, and a third of the pixels to fetch.
    """

    def __init__(self) -> None:
        self._size = (0, 0)
        self._rows = self._columns = np.empty((0, 0), np.float32)

    def __call__(self, rgb: NDArray[np.uint8]) -> Grid:
        """Return the grey thumbnail, shape `GRID`, 0 to 255, of a picture of shape (h, w, 3)."""
        height, width = rgb.shape[:2]
        step_y, step_x = max(1, height // SAMPLES[0]), max(1, width // SAMPLES[1])
        sample = rgb[step_y // 2 :: step_y, step_x // 2 :: step_x, 1].astype(np.float32)
        if self._size != sample.shape:
            self._size = sample.shape[0], sample.shape[1]
            self._rows, self._columns = _pooling(self._size[0], GRID[0]), _pooling(self._size[1], GRID[1]).T
        return self._rows @ sample @ self._columns


def _pooling(n: int, cells: int) -> NDArray[np.float32]:
    """Return the matrix, shape (cells, n), that averages `n` samples into `cells` cells."""
    cell = np.arange(n) * cells // n
    table = (np.arange(cells)[:, None] == cell).astype(np.float32)
    return table / np.maximum(table.sum(1, keepdims=True), 1)


def changed_share(before: Grid, after: Grid) -> float:
    """Return the share of the thumbnail's cells that changed, 0 to 1, whatever happened to brightness and contrast."""
    return _changed(_standardise(before), _standardise(after))


def _standardise(grid: Grid) -> tuple[Grid, float]:
    """Return a thumbnail with mean 0 and spread 1, and the spread it had in grey levels."""
    centred = grid - grid.mean()
    flat = centred.ravel()
    spread = max(math.sqrt(float(flat @ flat) / flat.size), 3.0)  # a black picture has no contrast to bring out
    return centred / spread, spread


def _changed(before: tuple[Grid, float], after: tuple[Grid, float]) -> float:
    """Return the share of changed cells of two standardised thumbnails."""
    contrast = math.sqrt(before[1] * after[1])
    changed = np.abs(before[0] - after[0]) > max(5.0 / contrast, 0.2)
    return np.count_nonzero(changed) / changed.size


class CutFinder:
    """Tells cuts from motion, one thumbnail after the other."""

    def __init__(self) -> None:
        self._last: tuple[Grid, float] | None = None
        self._recent: deque[float] = deque(maxlen=HISTORY)

    def is_cut(self, thumbnail: Grid, *, step_s: float) -> bool:
        """Return whether the picture does not continue the last one, which was `step_s` earlier."""
        last, self._last = self._last, _standardise(thumbnail)
        if last is None:
            return False
        share = _changed(last, self._last)
        least = CHANGED_EARLY if len(self._recent) < HISTORY_MIN else CHANGED if step_s <= SLOW_S else CHANGED_SLOW
        cut = share > least and share > RATIO * max(self._recent, default=0.0)
        if cut:
            self._recent.clear()
        else:
            self._recent.append(share)
        return cut


def is_other_person(before: Pose, after: Pose) -> bool:
    """Return whether `after` cannot be the body of `before`: it jumped, and its limbs have other lengths.

    False where one of the two has no person.
    """
    if not (before.found and after.found):
        return False
    (hip_x, hip_y, trunk), (new_x, new_y, new_trunk) = _place(before.xy), _place(after.xy)
    moved = math.hypot(new_x - hip_x, new_y - hip_y)
    step_s = after.time_s - before.time_s
    if moved <= max(JUMP_TRUNKS, JUMP_TRUNKS_PER_S * step_s) * max(trunk, new_trunk):
        return False
    change = np.abs(np.log(_limb_lengths(after.xy) / _limb_lengths(before.xy)))
    return bool(np.median(change) > LIMBS)


def _place(xy: NDArray[Any]) -> tuple[float, float, float]:
    """Return mid-hip x and y, and the trunk's length: in plain floats, because this is asked for every frame."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = xy[_TRUNK].tolist()
    x, y = (cx + dx) / 2, (cy + dy) / 2
    return x, y, math.hypot((ax + bx) / 2 - x, (ay + by) / 2 - y)


def trunk_length(xy: NDArray[Any]) -> float:
    """Return the distance from mid-shoulder to mid-hip of landmarks of shape (33, 2), in their unit."""
    return _place(xy)[2]


def _limb_lengths(xy: NDArray[Any]) -> NDArray[Any]:
    """Return the lengths of trunk sides, thighs, shanks and upper arms, shape (8,), at least 0.01."""
    a, b = zip(*_LIMBS, strict=True)
    return np.maximum(np.linalg.norm(xy[list(a)] - xy[list(b)], axis=1), 0.01)
