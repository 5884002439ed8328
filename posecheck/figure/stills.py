"""The two moments of a demonstration that a picture shows: the start position and the far end of the movement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import PoseTrack
from posecheck.body.skeleton import INDEX, Side

Array = NDArray[np.floating[Any]]

START_S: Final = 0.8
"""Rendered people and those who film themselves stand still this long before they begin."""
AROUND_S: Final = 0.2
"""The far end is the median over so long before and after it."""
SEEN_AT_LEAST: Final = 5
"""Frames with a person that a demonstration must have."""

BODY: Final = tuple(
    INDEX[f"{side}_{part}"]
    for side in ("left", "right")
    for part in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
)

# shares of the body height, Drillis and Contini
TRUNK: Final = 0.288
THIGH: Final = 0.245
SHANK: Final = 0.246


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """One moment, in body heights, y down.

    Parameters
    ----------
    points
        The landmarks, shape (33, 2).
    back
        Directions of the trunk at the pelvis and at the chest, shape (2, 2), upward; None where only the landmarks
        are known, which do not tell how the back bends between hips and shoulders.
    """

    points: Array
    back: Array | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Stills:
    """Start and far end of a movement.

    Parameters
    ----------
    start, end
        The two moments.
    course
        All landmarks on the way from start to end, shape (T, 33, 2).
    near
        The side of the body that is nearer to the camera.
    """

    start: Still
    end: Still
    course: Array
    near: Side

    @property
    def moved(self) -> Array:
        """How far each landmark is from its start, shape (33,), body heights."""
        return np.linalg.norm(self.end.points - self.start.points, axis=-1)


def stills_of(track: PoseTrack) -> Stills | None:
    """Return the start position and the far end of a demonstration, None where hardly anybody is seen in it.

    The far end is the moment at which the body, joint by joint, is farthest from its start position.
    """
    seen = track.found
    if int(seen.sum()) < SEEN_AT_LEAST:
        return None
    time_s, xy = track.time_s[seen], np.asarray(track.xy[seen], float)
    start = np.nanmedian(xy[time_s <= time_s[0] + START_S], axis=0)
    height = body_height(start)
    away = np.nanmean(np.linalg.norm((xy - start)[:, BODY], axis=-1), axis=1)
    far = int(np.nanargmax(away))
    end = np.nanmedian(xy[np.abs(time_s - time_s[far]) <= AROUND_S], axis=0)
    near: Side = "left" if _depth(track, "left") <= _depth(track, "right") else "right"
    return Stills(Still(start / height), Still(end / height), xy[: far + 1] / height, near)


def body_height(points: Array) -> float:
    """Return how tall somebody is in the picture: the mean of the two longest of trunk, thigh and shin by their shares.

    Parameters
    ----------
    points
        Landmarks of one moment, shape (33, 2); the height is in the same unit.
    """

    def long(a: str, b: str) -> float:
        return max(
            float(np.linalg.norm(points[INDEX[f"{s}_{a}"]] - points[INDEX[f"{s}_{b}"]])) for s in ("left", "right")
        )

    trunk = float(np.linalg.norm(middle(points, "shoulder") - middle(points, "hip")))
    guesses = [trunk / TRUNK, long("hip", "knee") / THIGH, long("knee", "ankle") / SHANK]
    return float(np.mean(sorted(guesses)[1:]))


def middle(points: Array, name: str) -> Array:
    """Return the point between the left and the right landmark of a name, shape (2,)."""
    return (points[INDEX[f"left_{name}"]] + points[INDEX[f"right_{name}"]]) / 2


def _depth(track: PoseTrack, side: Side) -> float:
    rows = [INDEX[f"{side}_{part}"] for part in ("shoulder", "hip", "knee", "ankle")]
    return float(np.nanmedian(track.xyz[:, rows, 2]))
