"""The person's own neutral from the whole of a recorded clip, wherever in it the best one is.

A recording cannot be asked to hold still before it begins: of 151 public clips 3 % begin with two still seconds, 24 %
inside the hold. So the neutral comes from the best that there is: still frames in the start position anywhere; else
the moments between repetitions in which the movement turns round there; else the end. Which end of the movement is
the start comes from the exercise, never from time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from posecheck.body.pose import Pose
from posecheck.result.judgement import Neutral
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.neutral.calibration import (
    Calibration,
    Candidate,
    SetupWatcher,
    calibrate,
    calibrate_without_neutral,
    holds,
    read_all,
    with_population,
    with_source,
)
from posecheck.rules.reading.front_plane import build_frame
from posecheck.rules.reading.measures import read_measure, unit_of
from posecheck.rules.reading.place import moved_back, support
from posecheck.rules.reading.side_plane import Facing
from posecheck.rules.reading.stillness import OFF_SHARE
from posecheck.rules.reading.view import YAW_LIMIT_DEG, ViewFeatures, facing_from, is_lying, stands

LONG_S: Final = 1.0
"""A still set-up of a second is long enough: the first such serves, else the longest."""
GAP_S: Final = 0.25
"""A stretch in the start position goes on over a gap of so long: single frames are misread."""
LEAST_FRAMES: Final = 3
"""So many frames at the turning points make a neutral: at 15 a second they are 0.2 s."""
OTHER_LEG_DEG: Final = 25.0
"""The far leg of a lying body is read less surely than the near one; how much it may be off is a choice of ours."""
DOUBT: Final = 2.0
"""So many SD over people are a difference from them, as in the judgement (`posecheck.rules.judging.doubt`)."""
TURN_S: Final = 0.4
"""So long before and after it is looked whether the movement really turned round: less than a third of the fastest of
people's repetitions (a tenth of them take 1.4 s or less)."""
UPRIGHT_DEG: Final = 45.0
"""The facing is voted over frames with a trunk less bent than this (a hanging head looks back)."""


Course = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Rest:
    """Frames around one moment in which the movement is back at its start."""

    frames: Sequence[Candidate]
    least: float
    at_end: bool


def find_calibration(exercise: Exercise, poses: Sequence[Pose], features: Sequence[ViewFeatures]) -> Calibration | None:
    """Return what is known of the person in one scene of a clip, None where not even the facing is.

    `Calibration.neutral` says where its neutral is from: ``setup`` (still for 0.6 s or more in the start position),
    ``rest`` (turning points there), ``end`` (only at the end), ``population`` (people's in its place), or ``none``.

    Parameters
    ----------
    exercise
        The exercise, in the form for one camera view.
    poses
        All poses of the scene, smoothed, in time order.
    features
        Of each pose.
    """
    facing = facing_of_scene(exercise, poses, features)
    if facing is None:
        return None
    still = _still(exercise, poses, features)
    course = _course(exercise, poses, features, facing) if exercise.moves and poses else []
    if still is not None:
        return _without(exercise, poses, features, facing) if _is_hold(exercise, still, course) else still
    rests: list[_Rest] = []
    if course:
        rests = _rests(exercise, start_frames(exercise, poses, features, facing), course)
    if rests:
        frames = _at_one_place(exercise, rests)
        found = calibrate(exercise, frames, "setup")
        if not _both_legs(exercise, found):
            return _without(exercise, poses, features, facing)
        step = _typical_step(poses)
        source = "end" if all(rest.at_end for rest in rests) else "rest"
        return with_source(found, Neutral(source, len(frames) * step))
    return _without(exercise, poses, features, facing)


def _is_hold(exercise: Exercise, still: Calibration, course: Course) -> bool:
    """Return whether the one still place of a scene is the hold: beyond where people begin, and nothing farther on.

    Lying, the start position's limits are wide (people lie on cushions, a floor seems to slope) and a lift of 10
    degrees is within them. Beyond is what begins an attempt, and twice people's spread: over all demonstrations and
    the labelled clips of people no own start lies there.
    """
    if exercise.kind != "hold":
        return False
    movement = exercise.movement
    away = [_beyond_people(exercise, name, still.values[name]) for name in movement.leave]
    if not max(away, default=-math.inf) >= 1:
        return False
    at, slack = _way(exercise, still.values[movement.primary]), movement.leave[movement.primary]
    return not any(at + slack < way < math.inf for _, way in course)


def _beyond_people(exercise: Exercise, name: str, value: float) -> float:
    """Return how far a raw value is beyond where people start, 1 where only an attempt is; -inf where not known."""
    people, movement = exercise.measures[name].population, exercise.movement
    if people is None or math.isnan(value):
        return -math.inf
    change = value - people.value
    if name == movement.primary and not movement.either_way:
        change = math.copysign(1.0, movement.reached) * change
    return (change if name == movement.primary else abs(change)) / max(movement.leave[name], DOUBT * people.sd)


def _without(
    exercise: Exercise, poses: Sequence[Pose], features: Sequence[ViewFeatures], facing: Facing
) -> Calibration | None:
    unknown = calibrate_without_neutral(exercise, poses, features, facing)
    return None if unknown is None else with_population(exercise, unknown)


def _both_legs(exercise: Exercise, calibration: Calibration) -> bool:
    """Return whether both legs are in the start position where either of them may be the one that works.

    A straight leg beside a drawn one is another exercise. The far one is read with errors (`OTHER_LEG_DEG`).
    """
    for condition in exercise.setup if is_lying(exercise.body) else ():
        sides = calibration.by_side.get(condition.measure)
        if sides is None or unit_of(exercise.measures[condition.measure]) != "deg":
            continue
        low, high = condition.above, condition.below
        wide = replace(
            condition,
            above=None if low is None else low - OTHER_LEG_DEG,
            below=None if high is None else high + OTHER_LEG_DEG,
        )
        if not all(holds(wide, {condition.measure: value}) for value in sides.values() if not math.isnan(value)):
            return False
    return True


def facing_of_scene(exercise: Exercise, poses: Sequence[Pose], features: Sequence[ViewFeatures]) -> Facing | None:
    """Return which way the person faces, voted over the start position, where there is none over upright frames.

    In a stretch the head hangs or is tucked in and looks the other way, for longer than in the start position.
    """
    found = [(p, f) for p, f in zip(poses, features, strict=True) if f.found]
    if is_lying(exercise.body) or exercise.view == "front":
        return facing_from([f for _, f in found], exercise.body, view=exercise.view)
    at_start: list[ViewFeatures] = []
    for pose, f in found:
        sign = facing_from([f], exercise.body)
        if sign is not None and in_start(exercise, pose, f, sign) is not None:
            at_start.append(f)
    if len(at_start) >= LEAST_FRAMES:
        return facing_from(at_start, exercise.body)
    upright = [f for _, f in found if f.trunk_lean_deg < UPRIGHT_DEG]
    if not upright and found:  # bent that far nobody leans back: the shoulders are ahead of the hips
        return 1 if float(np.median([f.head_side for _, f in found])) > 0 else -1
    return facing_from(upright, exercise.body)


def _still(exercise: Exercise, poses: Sequence[Pose], features: Sequence[ViewFeatures]) -> Calibration | None:
    """Return the calibration of the best still set-up anywhere: farthest back at the start, then first long one."""
    watcher = SetupWatcher(exercise)
    seen = [watcher.add(p, f) for p, f in zip(poses, features, strict=True)]
    found = [c for c in [*seen, watcher.finish()] if c is not None and _both_legs(exercise, c)]
    if not found:
        return None
    found = [c for c in found if c.view.yaw_deg <= YAW_LIMIT_DEG] or found
    if not exercise.moves:
        return found[0]
    return max(_at_start(exercise, found), key=lambda c: min(c.neutral.seconds, LONG_S))  # of equals the first


def _at_start(exercise: Exercise, still: Sequence[Calibration]) -> Sequence[Calibration]:
    """Return the still moments at the start: those farthest back, or at another place that is come back to more often.

    A small hold may lie within the start position's limits. It lies farther on the exercise's way; but somebody who
    goes the wrong way, hips back instead of forward, holds farther back, between two moments at the start.
    """
    ways = [_way(exercise, c.values[exercise.movement.primary]) for c in still]
    slack = exercise.movement.leave.get(exercise.movement.primary, 8.0)
    at: list[int] = []  # of each still moment, which of the places it is at
    places: list[float] = []
    for way in ways:
        near = next((i for i, place in enumerate(places) if abs(way - place) <= slack), len(places))
        places += [way] if near == len(places) else []
        at.append(near)
    visits = [sum(a == i and (k == 0 or at[k - 1] != i) for k, a in enumerate(at)) for i in range(len(places))]
    start = min(range(len(places)), key=lambda i: (-visits[i] if max(visits) > 1 else 0, places[i]))
    return [c for c, place in zip(still, at, strict=True) if place == start]


def _way(exercise: Exercise, value: float) -> float:
    """Return how far a raw value of the primary measure is on its way; NaN is nowhere."""
    if math.isnan(value):
        return math.inf
    return abs(value) if exercise.movement.either_way else math.copysign(1.0, exercise.movement.reached) * value


def start_frames(
    exercise: Exercise, poses: Sequence[Pose], features: Sequence[ViewFeatures], facing: Facing
) -> list[Candidate]:
    """Return the frames in which the body is in the start position, moving or not."""
    frames = [in_start(exercise, p, f, facing) for p, f in zip(poses, features, strict=True) if f.found]
    return [c for c in frames if c is not None]


def in_start(exercise: Exercise, pose: Pose, f: ViewFeatures, facing: Facing) -> Candidate | None:
    """Return a frame if the body is in the start position in it."""
    frame = build_frame(pose, facing, f.trunk_length, None)
    values = read_all(exercise, frame)
    there = bool(exercise.setup) and all(holds(condition, values) for condition in exercise.setup)
    return Candidate(pose, pose.time_s, frame, values, f) if there else None


def _rests(exercise: Exercise, candidates: Sequence[Candidate], course: Course) -> list[_Rest]:
    """Return the moments at which the movement turns round at its start; passing by is none."""
    primary = exercise.movement.primary
    leave = exercise.movement.leave.get(primary, 8.0)
    known = [c for c in candidates if not math.isinf(_way(exercise, c.values[primary]))]
    rests = [_rest(exercise, run, leave, (course[0][0], course[-1][0])) for run in _runs(known)]
    rests = [rest for rest in rests if _turns(rest, course, OFF_SHARE * leave)]
    if not rests:
        return []
    least = min(rest.least for rest in rests)
    kept = [rest for rest in rests if rest.least <= least + leave]
    return kept if sum(len(rest.frames) for rest in kept) >= LEAST_FRAMES else []


def _turns(rest: _Rest, course: Course, slack: float) -> bool:
    """Return whether the movement goes no farther back just before and after, in no start position any more."""
    near = [way for t, way in course if rest.frames[0].time_s - TURN_S <= t <= rest.frames[-1].time_s + TURN_S]
    return min(near) >= rest.least - slack


def _course(
    exercise: Exercise, poses: Sequence[Pose], features: Sequence[ViewFeatures], facing: Facing
) -> list[tuple[float, float]]:
    """Return time and way of the primary measure in every frame with a person."""
    measure = exercise.measures[exercise.movement.primary]
    found = [(p, f) for p, f in zip(poses, features, strict=True) if f.found]
    raw = [(p.time_s, read_measure(measure, build_frame(p, facing, f.trunk_length, None))) for p, f in found]
    return [(t, _way(exercise, value)) for t, value in raw]


def _at_one_place(exercise: Exercise, rests: Sequence[_Rest]) -> list[Candidate]:
    """Return the frames of all rests as if the person had stayed at the place of the first."""
    by_feet = stands(exercise.body)
    places = [np.median([support(c.frame, by_feet=by_feet) for c in rest.frames], axis=0) for rest in rests]
    frames: list[Candidate] = []
    for rest, place in zip(rests, places, strict=True):
        way = np.mean(place - places[0], axis=0)
        for c in rest.frames:
            frame = moved_back(c.frame, way)
            frames.append(replace(c, frame=frame, values=read_all(exercise, frame)))
    return frames


def _rest(exercise: Exercise, run: Sequence[Candidate], leave: float, seen_s: tuple[float, float]) -> _Rest:
    ways = [_way(exercise, c.values[exercise.movement.primary]) for c in run]
    least = min(ways)
    frames = [c for c, way in zip(run, ways, strict=True) if way <= least + OFF_SHARE * leave]
    return _Rest(frames, least, at_end=run[-1].time_s >= seen_s[1] - GAP_S and run[0].time_s > seen_s[0])


def _runs(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    runs: list[list[Candidate]] = [[candidates[0]]] if candidates else []
    for a, b in pairwise(candidates):
        if b.time_s - a.time_s > GAP_S:
            runs.append([])
        runs[-1].append(b)
    return runs


def _typical_step(poses: Sequence[Pose]) -> float:
    steps = sorted(b.time_s - a.time_s for a, b in pairwise(poses))
    return steps[len(steps) // 2] if steps else 0.0
