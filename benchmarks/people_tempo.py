"""``python -m benchmarks.people_tempo FOLDER``: how fast people move, where the limits of tempo come from.

FOLDER holds labelled clips of real people (`benchmarks.real.labelled`). Every row whose form is right, wrong or not
certain is taken, of exercises that there are, with its saved track; slide shows are not. The main measure is cut into
ways between its turning points, knowing nothing of a start position. Printed are seconds a repetition, the seconds of
a way and its fastest moment in ranges (the way's own length) a second; over all, and with each source left out, how
many of the left-out repetitions would be told by the limits of the rest. ``--write-docs`` puts it into docs/people.md.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.real.labelled import Row, read_rows
from posecheck.clip import read_clip
from posecheck.library import exercise_ids, load_exercise
from posecheck.pose import PoseTrack
from posecheck.rules import tempo
from posecheck.rules.exercise import Exercise
from posecheck.rules.frontal import build_frame, make_picker
from posecheck.rules.measures import read_measure, unit_of
from posecheck.rules.view import facing_from, view_features
from posecheck.smoothing import smooth_track

Array = NDArray[np.floating[Any]]

TAKEN: Final = ("correct", "fault", "unsure")
NOT_FILMED: Final = ("slide show", "stop motion", "speeded")
"""Words of a row's notes that say that its movement is none that was filmed."""
LEAST: Final = 0.4
"""A turning point stands out by this part of the measure's whole range in the clip."""
AT_AN_END: Final = 0.2
"""The first or last picture of a clip is a turning point where it is this near (parts of the range) to the others."""
SOURCES: Final = 3
"""An exercise with fewer sources takes the figures of all repetitions of its body position."""
DROPPED: Final = 2.0
"""Dropped is faster than so many times the 95th percentile of people's fastest moments on the way down."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of the main measure: from rest to the turn (`back` False) or back."""

    exercise: str
    body: str
    source: str
    back: bool
    seconds: float
    speed: float
    peak: float
    late: float


@dataclass(frozen=True, slots=True)
class Moved:
    """What one clip shows: its ways, and the seconds between its turns of one kind."""

    row: Row
    ways: tuple[Way, ...]
    repetitions_s: tuple[float, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.people_tempo", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="with a manifest.csv that says what is expected")
    asked = parser.parse_args(arguments)
    clips = [moved(row) for row in rows_of(asked.folder)]
    for c in clips:
        w=[x for x in c.ways]
        print(c.row.clip, c.row.exercise, c.row.count, len(c.repetitions_s), "rep", np.round(np.median(c.repetitions_s),2) if c.repetitions_s else None,
          "in", [round(x.seconds,2) for x in w if not x.back], "back",[round(x.seconds,2) for x in w if x.back],
          "peak in", [round(x.peak,2) for x in w if not x.back], "peak back",[round(x.peak,2) for x in w if x.back],
          "late in", [round(x.late,2) for x in w if not x.back], "late back",[round(x.late,2) for x in w if x.back])
    return 0


def rows_of(folder: Path) -> list[Row]:
    """Return the rows whose movement is measured."""
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        notes = {r["clip"]: f"{r['form_label']} {r['notes']}".lower() for r in csv.DictReader(file)}
    known = exercise_ids()
    rows = [r for r in read_rows(folder) if r.expected in TAKEN and r.exercise in known]
    return [r for r in rows if not any(word in notes[r.clip] for word in NOT_FILMED)]


def moved(row: Row) -> Moved:
    """Return how a clip's main measure moves; no ways where it hardly does."""
    exercise = _form(load_exercise(row.exercise), row.view)
    time_s, values = main_measure(exercise, smooth_track(read_clip(row.path, outline=True)))
    unit = unit_of(exercise.measures[exercise.movement.primary])
    if unit in tempo.LENGTHS:
        values = np.degrees(values)
    sign = 1.0 if exercise.movement.reached > 0 else -1.0
    turns = turns_of(sign * values)
    ways = [_way(exercise, row, time_s[a : b + 1], sign * values[a : b + 1]) for a, b in zip(turns, turns[1:], strict=False)]
    seconds = [float(time_s[c] - time_s[a]) for a, c in zip(turns, turns[2:], strict=False)]
    return Moved(row, tuple(w for w in ways if w is not None), tuple(seconds))


def _form(exercise: Exercise, view: str) -> Exercise:
    forms = [f for f in (exercise, *exercise.other_views) if view.startswith(f.view)]
    return forms[0] if forms else exercise


def main_measure(exercise: Exercise, track: PoseTrack) -> tuple[Array, Array]:
    """Return times and raw values of an exercise's main measure, shape (T,) each, without what was not seen."""
    aspect = track.source.width / track.source.height
    poses = [p for p in track if p.found]
    features = [view_features(p, aspect=aspect) for p in poses]
    facing = facing_from(features, exercise.body, view=exercise.view)
    if facing is None or not poses:
        return np.empty(0), np.empty(0)
    length = float(np.median([f.trunk_length for f in features]))
    picker = make_picker(facing, length, {*exercise.legs, "front"})
    measure = exercise.measures[exercise.movement.primary]
    values = np.array([read_measure(measure, build_frame(p, facing, length, picker)) for p in poses])
    seen = np.isfinite(values)
    return np.array([p.time_s for p in poses])[seen], values[seen]


def turns_of(values: Array) -> list[int]:
    """Return the indices of the turning points of a course, its ends with them where they lie as far out as the others.

    Examples
    --------
    >>> t = np.arange(0, 6.01, 0.1)
    >>> [round(float(t[i]), 1) for i in turns_of(-np.cos(np.pi * t))]
    [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    """
    if len(values) < tempo.BOUNCE_TURNS:
        return []
    low, high = np.percentile(values, [3, 97])
    whole = float(high - low)
    turns = tempo.turning_points(values, max(LEAST * whole, 2 * tempo.EDGE_DEG))
    for end in (0, len(values) - 1):
        nearest = turns[0 if end == 0 else -1] if turns else None
        if nearest is None or end == nearest:
            continue
        level = low if values[nearest] > (low + high) / 2 else high
        between = values[: nearest + 1] if end == 0 else values[nearest:]
        if abs(values[end] - level) <= AT_AN_END * whole and abs(np.ptp(between)) >= LEAST * whole:
            turns = [0, *turns] if end == 0 else [*turns, end]
    return turns


def _way(exercise: Exercise, row: Row, time_s: Array, values: Array) -> Way | None:
    back = bool(values[-1] < values[0])
    if back:  # backward in time it is a way to the turn
        time_s, values = -time_s[::-1], values[::-1]
    first = int(np.flatnonzero(values <= values[0] + tempo.EDGE_DEG)[-1])
    time_s, values = time_s[first:], values[first:]
    if len(values) < 3:
        return None
    seconds = tempo.movement_time(time_s, values, "move")[0]
    if not np.isfinite(seconds):
        return None
    speed = np.gradient(values, time_s)
    whole = float(np.ptp(values))
    p=(values-values[0])/whole
    if back: p=1-p[::-1]; ts=-time_s[::-1]; 
    else: ts=time_s
    pk=float(np.max(speed))/whole
    late=.2/ (np.interp(.95, np.maximum.accumulate(p), ts)-np.interp(.75,np.maximum.accumulate(p),ts)) / pk
    return Way(exercise.id, exercise.body, row.source, back, seconds, float(tempo.mean_speed(time_s, values, "move")[0]), pk, late)


if __name__ == "__main__":
    sys.exit(main())
