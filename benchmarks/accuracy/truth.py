"""What is truly so in each frame: whether anybody is there, which part of the movement it is, the measures of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic import measures
from benchmarks.synthetic.spec import Truth
from posecheck.body.skeleton import INDEX
from posecheck.rules.exercise.definition import Exercise

Array = NDArray[np.floating[Any]]

TRUNK: Final = [INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in ("shoulder", "hip")]
PARTS: Final[Mapping[str, str]] = {
    "setup": "setup",
    "move_in": "move",
    "hold": "hold",
    "move_out": "move",
    "rest": "rest",
    "end": "rest",
}
"""Phase of the truth -> the part of the movement in the tables; what is not named is none."""


def present(truth: Truth) -> NDArray[np.bool_]:
    """Return in which frames the person is in the picture and can be seen at all, shape (T,)."""
    there = np.array([phase != "absent" for phase in truth.phase])
    return there & truth.visible[:, TRUNK].any(axis=1) & np.isfinite(truth.landmarks_px[:, TRUNK, 0]).all(axis=1)


def true_measures(truth: Truth, exercise: Exercise) -> Mapping[str, Array]:
    """Return the raw value of every frame measure of an exercise, each of shape (T,)."""
    plain = {n: replace(m, relative=None) for n, m in exercise.measures.items()}
    still = neutral_frames(truth)
    at_rest = truth.landmarks_m[still if still.any() else slice(None)]
    near = "R" if truth.facing == "right" else "L"  # upright: facing right shows the right side
    return measures.true_measures(replace(exercise, measures=plain), truth.landmarks_m, near=near, neutral=at_rest)


def neutral_frames(truth: Truth, *, at_end: bool = False) -> NDArray[np.bool_]:
    """Return the frames of the set-up before the first movement, or the ones after the last, shape (T,)."""
    still = np.array([phase in ("setup", "rest", "end") for phase in truth.phase])
    moving = np.flatnonzero([phase in ("move_in", "hold", "move_out") for phase in truth.phase])
    if not len(moving):
        return still
    at = np.arange(len(still))
    return still & ((at > moving[-1]) if at_end else (at < moving[0]))


def parts_of(truth: Truth) -> list[str]:
    """Return the part of the movement of each frame: setup, move, hold or empty."""
    return [PARTS.get(phase, "") for phase in truth.phase]


def at_times(time_s: Array, values: Array, wanted_s: Array) -> Array:
    """Return values of shape (T, ...) at other times, by straight lines; NaN outside and beside a NaN.

    Examples
    --------
    >>> at_times(np.array([0.0, 1.0]), np.array([0.0, 2.0]), np.array([0.5, 3.0]))
    array([ 1., nan])
    """
    right = np.clip(np.searchsorted(time_s, wanted_s), 1, len(time_s) - 1)
    share = (wanted_s - time_s[right - 1]) / (time_s[right] - time_s[right - 1])
    share = np.where((share < -_SLACK) | (share > 1 + _SLACK), np.nan, np.clip(share, 0, 1))
    share = np.where(np.abs(share - np.round(share)) < _SLACK, np.round(share), share)  # on a frame: that frame alone
    share = share.reshape(-1, *[1] * (values.ndim - 1))
    left, next_ = values[right - 1], values[right]
    between = left + share * (next_ - left)
    return np.where(share == 0, left, np.where(share == 1, next_, between))


def nearest(time_s: Array, wanted_s: Array) -> NDArray[np.intp]:
    """Return the index of the nearest time for each wanted one."""
    right = np.clip(np.searchsorted(time_s, wanted_s), 1, len(time_s) - 1)
    return np.where(wanted_s - time_s[right - 1] <= time_s[right] - wanted_s, right - 1, right)


_SLACK: Final = 0.05
