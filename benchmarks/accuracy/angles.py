"""2. How far off every measure is that rules use, as read and against the person's own neutral."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.truth import (
    at_times,
    nearest,
    neutral_frames,
    parts_of,
    present,
    true_measures,
)
from benchmarks.synthetic.spec import Truth
from posecheck.body.pose import PoseTrack
from posecheck.result.judgement import Result
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.neutral.calibration import read_all
from posecheck.rules.reading.front_plane import build_frame, make_picker
from posecheck.rules.reading.measures import KINDS, relative_value, unit_of

Array = NDArray[np.floating[Any]]

PLACES: Final = frozenset(
    {"hip_position", "shoulder_position", "foot_place"}
    | {f"{point}_height" for point in ("hip", "shoulder", "head", "knee", "ankle", "heel", "hand")}
)
"""Places in the picture, which has no floor: only their change means anything."""


@dataclass(frozen=True, slots=True, eq=False)
class MeasureErrors:
    """Measured minus true, frame by frame, of one measure in one clip.

    Parameters
    ----------
    time_s
        Shape (T,).
    raw
        Shape (T,): as read, NaN where it was not trusted (and for places and shares, which mean nothing as read).
    own
        Shape (T,): as rules see it, against the person's own neutral on both sides. What rules take as it is stands
        here minus its median error in the set-up.
    part
        T entries: setup, move, hold or empty.
    """

    measure: str
    kind: str
    unit: str
    time_s: Array
    raw: Array
    own: Array
    part: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean absolute error, its 95th percentile, and bias, of `n` frames; NaN where there are none."""

    mean_abs: float
    p95: float
    bias: float
    n: int


def spread(errors: Array) -> Spread:
    """Return what a number of signed errors amounts to.

    Examples
    --------
    >>> spread(np.array([3.0, -1.0, np.nan]))
    Spread(mean_abs=2.0, p95=2.9, bias=1.0, n=2)
    """
    known = errors[np.isfinite(errors)]
    if not len(known):
        return Spread(np.nan, np.nan, np.nan, 0)
    size = np.abs(known)
    return Spread(float(size.mean()), float(np.percentile(size, 95)), float(known.mean()), len(known))


def used_measures(exercise: Exercise) -> list[str]:
    """Return the frame measures that rules use, themselves, in a condition, or through a measure of the attempt.

    Those that are read from the outline of the back are not among them: they have a section of their own.
    """
    used: set[str] = set()
    for rule in exercise.rules:
        names = [rule.measure, *(condition.measure for condition in rule.when)]
        used |= {exercise.measures[n].of or n for n in names}
    return [n for n, m in exercise.measures.items() if n in used and m.kind in KINDS and not KINDS[m.kind].outline]


def measure_errors(truth: Truth, exercise: Exercise, smoothed: PoseTrack, result: Result) -> list[MeasureErrors]:
    """Compare what a session read with the truth; empty where nothing was read.

    From the front every measure is compared against the own neutral too; `exercise` is the form that was judged.
    """
    series = result.series
    if series is None or (exercise.view == "side" and result.view.facing is None):
        return []
    true = true_measures(truth, exercise)
    at_end = result.neutral.source == "end"
    near_frame = nearest(truth.time_s, series.time_s)
    there = present(truth)[near_frame]
    still = neutral_frames(truth, at_end=at_end)
    part = tuple(np.array(parts_of(truth))[near_frame].tolist())
    read = _raw_values(exercise, smoothed, result, still[near_frame] & there)
    found: list[MeasureErrors] = []
    for name in used_measures(exercise):
        if name not in true:
            continue  # the truth does not know this kind of measure
        measure, seen = exercise.measures[name], series.values[name]
        wanted = at_times(truth.time_s, true[name], series.time_s)
        trusted = np.isfinite(seen) & there
        own = _own(seen, wanted, still[near_frame] & there, exercise, name)
        as_read = measure.kind not in PLACES and measure.relative != "percent"
        raw = read[name] - wanted if as_read else np.full(len(seen), np.nan)
        raw, own = (np.where(trusted, e, np.nan).astype(np.float32) for e in (raw, own))
        found.append(MeasureErrors(name, measure.kind, unit_of(measure), series.time_s, raw, own, part))
    return found


def _own(seen: Array, wanted: Array, still: NDArray[np.bool_], exercise: Exercise, name: str) -> Array:
    """Return the error against the own neutral of one measure."""
    measure = exercise.measures[name]
    if measure.relative is not None:
        neutral = _median(wanted[still])
        return seen - np.array([relative_value(measure, float(v), neutral) for v in wanted])
    off = seen - wanted
    return off - _median(off[still])


def _raw_values(
    exercise: Exercise, smoothed: PoseTrack, result: Result, still: NDArray[np.bool_]
) -> Mapping[str, Array]:
    """Return every frame measure as read, before the neutral comes in; legs told apart as the session does."""
    facing = 0 if exercise.view == "front" else 1 if result.view.facing == "right" else -1
    trunk = _median(_trunk_lengths(smoothed)[still])
    picker = make_picker(facing, trunk)
    names = [n for n, m in exercise.measures.items() if m.kind in KINDS]
    values = np.full((len(smoothed), len(names)), np.nan)
    for i, pose in enumerate(smoothed):
        if pose.found:
            read = read_all(exercise, build_frame(pose, facing, trunk, picker))
            values[i] = [read[n] for n in names]
    return {n: values[:, i] for i, n in enumerate(names)}


def _trunk_lengths(track: PoseTrack) -> Array:
    ends = [track.xy[:, [a, b]].mean(axis=1) for a, b in ((11, 12), (23, 24))]
    return np.linalg.norm(ends[0] - ends[1], axis=1)


def _median(values: Array) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")


def together(errors: Sequence[MeasureErrors], *, own: bool, part: str | None = None) -> Array:
    """Return the errors of several clips in one array: against the own neutral or raw, of one part or of all."""
    kept = [
        (e.own if own else e.raw)[[p == part for p in e.part] if part else [p != "" for p in e.part]] for e in errors
    ]
    return np.concatenate(kept) if kept else np.empty(0, np.float32)
