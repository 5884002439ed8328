"""Known changes laid over a real track: the trunk turned, knees or hips moved, a bounce; the person's own noise stays.

Every change is 0 in the start position and whole at the far end of each attempt, so that it is something the person
does and not how they are built. The outline of the back cannot be bent this way and stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import PoseTrack
from posecheck.body.skeleton import INDEX
from posecheck.result.judgement import Result
from posecheck.rules.exercise.definition import Exercise

Array = NDArray[np.floating[Any]]

HIPS: Final = (INDEX["left_hip"], INDEX["right_hip"])
SHOULDERS: Final = (INDEX["left_shoulder"], INDEX["right_shoulder"])
KNEES: Final = (INDEX["left_knee"], INDEX["right_knee"])
ABOVE_HIPS: Final = tuple(range(INDEX["left_hip"]))
"""Head, shoulders and arms: BlazePose lists them before the hips."""
FAR: Final = 0.8
"""From this part of the way on a change is whole, and readings are taken."""
BOUNCE_HZ: Final = 1.0
RAMP_S: Final = 0.3
"""A bounce sets in and fades within this time inside the hold."""


@dataclass(frozen=True, slots=True)
class Lay:
    """One kind of change: `step` is a small amount to try it with, `most` the largest that a body could do."""

    name: str
    unit: str
    step: float
    most: float
    lay: Callable[[PoseTrack, Array], PoseTrack]


def turn_trunk(track: PoseTrack, degrees: Array) -> PoseTrack:
    """Return a track with everything above the hips turned about mid-hip, in the picture's plane.

    Parameters
    ----------
    track
        A track as it was saved.
    degrees
        Shape (T,), clockwise as seen.
    """
    xy, xyz = track.xy.copy(), track.xyz.copy()
    turn = np.radians(degrees)
    cos, sin = np.cos(turn)[:, None], np.sin(turn)[:, None]
    for points in (xy, xyz):
        about = points[:, HIPS, :2].mean(axis=1, keepdims=True)
        away = points[:, ABOVE_HIPS, :2] - about
        turned = np.stack([away[..., 0] * cos - away[..., 1] * sin, away[..., 0] * sin + away[..., 1] * cos], axis=-1)
        points[:, ABOVE_HIPS, :2] = about + turned
    return replace(track, xy=xy, xyz=xyz)


def move(rows: Sequence[int]) -> Callable[[PoseTrack, Array], PoseTrack]:
    """Return a change that moves landmarks to the right in the picture, by a number of trunk lengths in each frame."""

    def lay(track: PoseTrack, lengths: Array) -> PoseTrack:
        xy, xyz = track.xy.copy(), track.xyz.copy()
        for points in (xy, xyz):
            points[:, list(rows), 0] += (lengths * _trunk_length(points))[:, None]
        return replace(track, xy=xy, xyz=xyz)

    return lay


def _trunk_length(points: Array) -> float:
    """Return the usual distance from mid-hip to mid-shoulder, in the points' unit."""
    trunk = points[:, SHOULDERS].mean(axis=1) - points[:, HIPS].mean(axis=1)
    return float(np.nanmedian(np.linalg.norm(trunk, axis=-1)))


LAYS: Final = (
    Lay("trunk turned", "°", 5.0, 70.0, turn_trunk),
    Lay("knees moved", " trunk lengths", 0.1, 0.8, move(KNEES)),
    Lay("hips moved", " trunk lengths", 0.1, 0.8, move((*ABOVE_HIPS, *HIPS))),
)


def ways(result: Result, exercise: Exercise) -> Array:
    """Return how far the body is on its way, shape (T,): 0 at the nearest point of each attempt, 1 at the far end."""
    series = result.series
    assert series is not None  # a clip's result has its curves
    movement = exercise.movement
    primary = series.values[movement.primary]
    along = np.abs(primary) if movement.either_way else primary * np.sign(movement.reached)
    way = np.zeros(len(primary))
    for k in range(1, len(result.attempts) + 1):
        here = series.attempt == k
        seen = here & np.isfinite(along)
        if seen.sum() < 3:
            continue
        near, far = np.percentile(along[seen], [0, 95])
        filled = np.interp(series.time_s[here], series.time_s[seen], along[seen])
        way[here] = np.clip((filled - near) / max(far - near, 1e-6), 0, 1)
    return way


def ramp(way: Array) -> Array:
    """Return how much of a change is laid over in each frame: smoothly from 0 to the whole of it.

    Examples
    --------
    >>> [float(x) for x in ramp(np.array([0, 0.4, 0.8, 1]))]
    [0.0, 0.5, 1.0, 1.0]
    """
    x = np.clip(way / FAR, 0, 1)
    return x * x * (3 - 2 * x)


def bounce_course(result: Result, least_s: float) -> Array:
    """Return a sine of size 1 within every hold of at least `least_s` seconds, 0 elsewhere; shape (T,)."""
    series = result.series
    assert series is not None  # a clip's result has its curves
    course = np.zeros(len(series.time_s))
    for attempt in result.attempts:
        if attempt.hold_s < least_s:
            continue
        since, left = series.time_s - attempt.hold_start_s, attempt.hold_end_s - series.time_s
        course += np.clip(np.minimum(since, left) / RAMP_S, 0, 1) * np.sin(2 * np.pi * BOUNCE_HZ * since)
    return course
