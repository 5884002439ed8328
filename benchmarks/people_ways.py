"""How people's main measure moves: saved tracks cut into ways between turning points, knowing nothing of a set-up."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.real.labelled import Row, read_rows
from posecheck.body.pose import PoseTrack, join_poses
from posecheck.body.smoothing import smooth_track
from posecheck.clips.scoring import read_clip
from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.rules.exercise.definition import Body, Exercise
from posecheck.rules.phases import tempo
from posecheck.rules.reading.front_plane import build_frame, make_picker
from posecheck.rules.reading.measures import read_measure, unit_of
from posecheck.rules.reading.view import facing_from, view_features

Array = NDArray[np.floating[Any]]

TAKEN: Final = ("correct", "fault", "unsure")
NOT_FILMED: Final = ("slide show", "stop motion", "speeded")
"""Words of a row's notes that say that its movement is none that was filmed."""
ONE_WAY: Final = ("hold", "repetition")
"""Kinds of exercise that have one main measure, which goes there and back."""
LEAST: Final = 0.4
"""A turning point stands out by this part of the measure's whole range in the clip."""
AT_AN_END: Final = 0.2
"""The first or last picture of a clip is a turning point where it is this near (parts of the range) to the others."""
FALLS_BACK: Final[tuple[Body, ...]] = ("supine", "prone")
"""Lying, the body is lifted: its way back is the one down. Else it is lowered on the way in."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of the main measure.

    Parameters
    ----------
    down
        Whether the body goes down with it.
    back
        Whether it leads back to rest.
    seconds, speed
        As `posecheck.rules.phases.tempo.movement_time` and `mean_speed` (a length as an angle, degrees a second).
    peak
        Its fastest moment, ranges (the way itself) a second.
    slows
        Whether it slows down before its end, as `posecheck.rules.phases.tempo.fall_in` tells.
    """

    down: bool
    back: bool
    seconds: float
    speed: float
    peak: float
    slows: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """What one clip shows: its ways, and the seconds from each turn to the next one of its kind.

    `twice` are the ways of the same clip played at twice its speed, seen as often a second: what the fastest moment of
    so fast a movement is read as.
    """

    row: Row
    body: Body
    ways: tuple[Way, ...]
    repetitions_s: tuple[float, ...]
    twice: tuple[Way, ...]


def rows_of(folder: Path) -> list[Row]:
    """Return the rows of a labelled folder whose movement is measured: filmed, and of exercises that there are."""
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        notes = {r["clip"]: f"{r['form_label']} {r['notes']}".lower() for r in csv.DictReader(file)}
    known = exercise_ids()
    rows = [r for r in read_rows(folder) if r.expected in TAKEN and r.exercise in known]
    return [r for r in rows if not any(word in notes[r.clip] for word in NOT_FILMED)]


def moved(row: Row) -> Moved:
    """Return how a clip's main measure moves; no ways where it hardly does, or is not one alone."""
    exercise = _form(load_exercise(row.exercise), row.view)
    if exercise.kind not in ONE_WAY:
        return Moved(row, exercise.body, (), (), ())
    track = read_clip(row.path, outline=True)
    ways, seconds = ways_of(exercise, track)
    return Moved(row, exercise.body, ways, seconds, ways_of(exercise, _twice_as_fast(track))[0])


def ways_of(exercise: Exercise, track: PoseTrack) -> tuple[tuple[Way, ...], tuple[float, ...]]:
    """Return the ways of a raw track's main measure, and the seconds from each turn to the next one of its kind."""
    time_s, values = main_measure(exercise, smooth_track(track))
    if unit_of(exercise.measures[exercise.movement.primary]) in tempo.LENGTHS:
        values = np.degrees(values)
    course = values if exercise.movement.reached > 0 else -values
    if exercise.movement.primary in exercise.movement.either_way:
        course = np.abs(values)
    turns = turns_of(course)
    found = (_way(exercise, time_s[a : b + 1], course[a : b + 1]) for a, b in pairwise(turns))
    seconds = (float(time_s[c] - time_s[a]) for a, c in zip(turns, turns[2:], strict=False))
    return tuple(w for w in found if w is not None), tuple(seconds)


def main_measure(exercise: Exercise, track: PoseTrack) -> tuple[Array, Array]:
    """Return times and raw values of an exercise's main measure, shape (T,) each, without what was not seen."""
    aspect = track.source.width / track.source.height
    poses = [p for p in track if p.found]
    features = [view_features(p, aspect=aspect) for p in poses]
    facing = facing_from(features, exercise.body, view=exercise.view) if poses else None
    if facing is None:
        return np.empty(0), np.empty(0)
    length = float(np.median([f.trunk_length for f in features]))
    picker = make_picker(facing, length, {*exercise.legs, "front"})
    measure = exercise.measures[exercise.movement.primary]
    values = np.array([read_measure(measure, build_frame(p, facing, length, picker)) for p in poses])
    seen = np.isfinite(values)
    return np.array([p.time_s for p in poses])[seen], values[seen]


def turns_of(course: Array) -> list[int]:
    """Return the indices of the turning points of a course, its ends with them where they lie as far out as the others.

    Examples
    --------
    >>> t = np.arange(0, 4.01, 0.1)
    >>> [round(float(t[i]), 1) for i in turns_of(-30 * np.cos(np.pi * t))]
    [0.0, 1.0, 2.0, 3.0, 4.0]
    >>> turns_of(np.sin(t))
    []
    """
    if len(course) < tempo.BOUNCE_TURNS:
        return []
    low, high = np.percentile(course, [3, 97])
    whole = float(high - low)
    turns = tempo.turning_points(course, max(LEAST * whole, 2 * tempo.EDGE_DEG))
    if not turns:
        return []
    first, last = turns[0], turns[-1]
    begins = [0] if _is_turn(course[: first + 1][::-1], low, high) else []
    ends = [len(course) - 1] if _is_turn(course[last:], low, high) else []
    return [*begins, *turns, *ends]


def _is_turn(course: Array, low: float, high: float) -> bool:
    """Return whether the end of a course that begins at a turn lies where the turns of the other kind do."""
    level = low if course[0] > (low + high) / 2 else high
    whole = high - low
    return abs(float(course[-1]) - level) <= AT_AN_END * whole and float(np.ptp(course)) >= LEAST * whole


def _form(exercise: Exercise, view: str) -> Exercise:
    """Return the form of an exercise for a labelled view, as it is described first where there is none."""
    return next((f for f in (exercise, *exercise.other_views) if view.startswith(f.view)), exercise)


def _twice_as_fast(track: PoseTrack) -> PoseTrack:
    poses = [replace(track[i], time_s=float(track.time_s[i]) / 2) for i in range(0, len(track), 2)]
    return join_poses(poses, source=track.source)


def _way(exercise: Exercise, time_s: Array, course: Array) -> Way | None:
    """Return what a way between two turns is like, from 3 degrees off rest on; None if it is too short."""
    back = bool(course[-1] < course[0])
    if back:  # backward in time it is a way to the turn
        time_s, course = -time_s[::-1], course[::-1]
    rest = int(np.flatnonzero(course <= course[0] + tempo.EDGE_DEG)[-1])
    time_s, course = time_s[rest:], course[rest:]
    if len(course) < tempo.BOUNCE_TURNS:
        return None
    seconds, speed = (f(time_s, course, "move")[0] for f in (tempo.movement_time, tempo.mean_speed))
    if not np.isfinite(seconds):
        return None
    peak = float(np.max(np.gradient(course, time_s))) / float(np.ptp(course))
    # the same way there and back: the half that is the way as it was is looked at
    there = np.r_[time_s, 2 * time_s[-1] - time_s[-2::-1]]
    slows = (tempo.fall_back if back else tempo.fall_in)(there, np.r_[course, course[-2::-1]])[0] == 0
    return Way(back == (exercise.body in FALLS_BACK), back, seconds, speed, peak, slows)
