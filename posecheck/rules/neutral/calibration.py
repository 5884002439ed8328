"""The person's own neutral: taken from still frames in the start position, then locked.

Facing direction, near side, lengths and the neutral of every measure come from the same window, so that a hanging
head or a rounded back in the stretch cannot change them later (facing guessed from one flexed frame is wrong up to
28 % of the time).
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import Pose
from posecheck.body.skeleton import Side
from posecheck.result.judgement import Neutral, View
from posecheck.rules.back.edge import BackNeutral, neutral_of
from posecheck.rules.exercise.definition import Condition, Exercise, Leg
from posecheck.rules.reading.front_plane import Frame, build_frame
from posecheck.rules.reading.legs import ROLES, SIDES, FootAtRest, foot_of
from posecheck.rules.reading.measures import KINDS, read_measure, relative_value
from posecheck.rules.reading.place import support
from posecheck.rules.reading.plausibility import MAX_LENGTH_CHANGE, Lengths, measure_lengths
from posecheck.rules.reading.side_plane import Facing, trunk_length_of
from posecheck.rules.reading.view import ViewFeatures, facing_from, is_lying, judge_view, stands

PLACE: Final = 0.8
"""Trunk lengths that mid-hip may be away from its set-up in an attempt (lunge and bend: 0.3)."""
MIN_STILL_S: Final = 0.6
"""A still set-up must last this long to give a neutral."""
MAX_STILL_S: Final = 2.0
"""After this long the neutral is good enough to be locked."""
DRIFT_DEG: Final = 1.0
"""So far from its first still moments the body has begun to move (jitter of a still body: SD 0.2 to 0.8 degrees)."""
STILL_RANGE_DEG: Final = 4.0
"""The movement's measures may wander this much in a still set-up (half of the default `leave`, 8 degrees)."""


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """What is known of this person before the movement begins.

    `values` are raw measures in the neutral, NaN where there was no neutral (`neutral.source` is then "none"); `start`
    has them as the rules see them. `support` are the points that stay where they are (`posecheck.rules.reading.place`).
    `feet` are those of a body that lies, `by_side` the neutrals of measures whose leg either leg can be.
    """

    facing: Facing
    lengths: Lengths
    values: Mapping[str, float]
    hip: tuple[float, float]
    view: View
    neutral: Neutral
    start_s: float
    end_s: float
    start: Mapping[str, float]
    back: BackNeutral | None = None
    support: NDArray[np.floating[Any]] | None = None
    feet: Mapping[Side, FootAtRest] = field(default_factory=dict["Side", FootAtRest])
    by_side: Mapping[str, Mapping[Side, float]] = field(default_factory=dict[str, "Mapping[Side, float]"])


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """One frame in which the body may be in its start position."""

    pose: Pose
    time_s: float
    frame: Frame
    values: Mapping[str, float]
    features: ViewFeatures


class SetupWatcher:
    """Waits until the person is still in the start position, and gives the calibration then.

    Feed every pose until `add` returns a calibration.
    """

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._window: deque[Candidate] = deque()
        self._facing_window: deque[ViewFeatures] = deque(maxlen=15)

    def add(self, pose: Pose, features: ViewFeatures) -> Calibration | None:
        """Take a pose in; return the calibration once the set-up was still for long enough."""
        if not features.found:
            return self._finish_window()
        self._facing_window.append(features)
        facing = facing_from(self._facing_window, self._exercise.body, view=self._exercise.view)
        # one unit for the whole window: a trunk read 1 % longer moves a foot that is 4 trunk lengths away by 0.04
        unit = self._window[0].frame.trunk_length if self._window else features.trunk_length
        candidate = None if facing is None else self._candidate(pose, features, facing, unit)
        if candidate is None or (self._window and candidate.frame.facing != self._window[-1].frame.facing):
            return self._finish_window()
        if not self._still(candidate):
            done = self._finish_window()
            self._window.append(
                self._candidate(pose, features, candidate.frame.facing, features.trunk_length) or candidate
            )
            return done
        self._window.append(candidate)
        return self._finish_window() if self._span() >= MAX_STILL_S else None

    def finish(self) -> Calibration | None:
        """Return what the frames so far give, at the end of the stream."""
        return self._finish_window()

    def _candidate(self, pose: Pose, features: ViewFeatures, facing: Facing, unit: float) -> Candidate | None:
        frame = build_frame(pose, facing, unit, None)
        values = read_all(self._exercise, frame)
        ok = all(holds(condition, values) for condition in self._exercise.setup)
        return Candidate(pose, pose.time_s, frame, values, features) if ok else None

    def _still(self, new: Candidate) -> bool:
        for name, leave in self._exercise.movement.leave.items():
            seen = [c.values[name] for c in self._window] + [new.values[name]]
            if max(seen) - min(seen) > leave * STILL_RANGE_DEG / 8:
                return False
        return True

    def _span(self) -> float:
        return self._window[-1].time_s - self._window[0].time_s if self._window else 0.0

    def _finish_window(self) -> Calibration | None:
        window = list(self._window)
        long_enough = self._span() >= MIN_STILL_S
        self._window.clear()
        return calibrate(self._exercise, self._before_movement(window), "setup") if long_enough else None

    def _before_movement(self, window: Sequence[Candidate]) -> Sequence[Candidate]:
        """Return the window without the end in which the body has left its first still moments for good.

        A slow movement begins unseen: its first degrees would move the neutral, and with it every angle.
        """
        first = [c for c in window if c.time_s - window[0].time_s <= MIN_STILL_S]
        for name, leave in self._exercise.movement.leave.items():
            rest = _median([c.values[name] for c in first])
            near = [i for i, c in enumerate(window) if abs(c.values[name] - rest) <= leave * DRIFT_DEG / 8]
            window = window[: max(near[-1] + 1 if near else 0, len(first))]
        return window


def holds(condition: Condition, values: Mapping[str, float]) -> bool:
    """Return whether a condition holds; an unknown value holds nothing."""
    value = values.get(condition.measure, math.nan)
    if math.isnan(value):
        return False
    return (condition.above is None or value >= condition.above) and (
        condition.below is None or value <= condition.below
    )


def read_all(exercise: Exercise, frame: Frame) -> dict[str, float]:
    """Return the raw value of every frame measure of an exercise."""
    return {n: read_measure(m, frame) for n, m in exercise.measures.items() if m.kind in KINDS}


def with_source(calibration: Calibration, source: Neutral) -> Calibration:
    """Return the calibration with another statement of where its neutral is from."""
    return replace(calibration, neutral=source)


def same_place(calibration: Calibration, pose: Pose) -> bool:
    """Return whether a pose can be the calibrated person at the calibrated place: trunk length and hips agree."""
    frame = build_frame(pose, calibration.facing, calibration.lengths.trunk, None)
    hip = frame.point("mid_hip")
    near = math.dist(hip, calibration.hip) <= PLACE * calibration.lengths.trunk
    return near and abs(trunk_length_of(pose) / calibration.lengths.trunk - 1) <= MAX_LENGTH_CHANGE


def calibrate_without_neutral(
    exercise: Exercise, poses: Sequence[Pose], features: Sequence[ViewFeatures], facing: Facing | None = None
) -> Calibration | None:
    """Return a calibration from frames in any posture: lengths and facing, but no neutral.

    Where it is not given, the facing is voted over frames with an upright trunk; None where nothing tells it.
    """
    found = [(p, f) for p, f in zip(poses, features, strict=True) if f.found]
    upright = [(p, f) for p, f in found if is_lying(exercise.body) or f.trunk_lean_deg < 45] or found
    if facing is None:
        facing = facing_from((f for _, f in upright), exercise.body, view=exercise.view)
    if facing is None or not upright:
        return None
    candidates = [
        Candidate(p, p.time_s, frame, read_all(exercise, frame), f)
        for p, f in upright
        for frame in [build_frame(p, facing, f.trunk_length, None)]
    ]
    return calibrate(exercise, candidates, "none")


def with_population(exercise: Exercise, calibration: Calibration) -> Calibration:
    """Return a calibration without a neutral with that of people in its place, where there is one of the movement.

    What has no such value (heights, places, the shape of the back) stays unknown.
    """
    people = {n: m.population.value for n, m in exercise.measures.items() if m.population}
    if not exercise.moves or not people.keys() & exercise.movement.leave.keys():
        return calibration
    values = {n: people.get(n, math.nan) for n in calibration.values}
    return replace(
        calibration,
        values=values,
        neutral=Neutral("population", 0.0),
        start={n: relative_value(exercise.measures[n], value, value) for n, value in values.items()},
    )


def as_known(exercise: Exercise, calibration: Calibration) -> Exercise:
    """Return an exercise whose movement is told by what is known of the person's start position alone."""
    if calibration.neutral.source != "population":
        return exercise
    leave = {n: a for n, a in exercise.movement.leave.items() if not math.isnan(calibration.values[n])}
    return replace(exercise, movement=replace(exercise.movement, leave=leave))


def calibrate(exercise: Exercise, window: Sequence[Candidate], source: Literal["setup", "none"]) -> Calibration:
    """Return what the frames of a window tell of the person; no neutral where the source is none."""
    lengths = [measure_lengths(c.frame) for c in window]
    legs: list[Leg] = [leg for leg in lengths[0].limbs if all(leg in m.limbs for m in lengths)]
    limbs: dict[Leg, tuple[float, float]] = {
        leg: (_median([m.limbs[leg][0] for m in lengths]), _median([m.limbs[leg][1] for m in lengths])) for leg in legs
    }
    own = Lengths(_median([m.trunk for m in lengths]), _median([m.neck for m in lengths]), limbs)
    names = window[0].values
    known = source != "none"
    read = [read_all(exercise, replace(c.frame, trunk_length=own.trunk)) for c in window] if known else []
    values = {n: _median([r[n] for r in read]) if known else math.nan for n in names}
    hips = np.median([c.frame.point("mid_hip") for c in window], axis=0)
    seconds = window[-1].time_s - window[0].time_s if known else 0.0
    facing, view = (
        window[-1].frame.facing,
        judge_view([c.features for c in window], exercise.body, wanted=exercise.view),
    )
    back = neutral_of([c.pose for c in window], facing=facing, view=view) if known else None
    values |= {n: 0.0 if back else math.nan for n in values if KINDS[exercise.measures[n].kind].outline}  # own change
    return Calibration(
        facing,
        own,
        values,
        (float(hips[0]), float(hips[1])),
        view,
        Neutral("setup" if known else "none", seconds),
        window[0].time_s,
        window[-1].time_s,
        {n: relative_value(exercise.measures[n], value, value) for n, value in values.items()},
        back,
        np.median([support(c.frame, by_feet=stands(exercise.body)) for c in window], axis=0),
        _feet([c.frame for c in window]) if known and is_lying(exercise.body) else {},  # elsewhere a foot may be up
        _by_side(exercise, [replace(c.frame, trunk_length=own.trunk) for c in window]) if known else {},
    )


def _feet(frames: Sequence[Frame]) -> dict[Side, FootAtRest]:
    found: dict[Side, FootAtRest] = {}
    for side in SIDES:
        seen = [foot_of(frame.points, side) for frame in frames]
        found[side] = FootAtRest(_median([f.inward for f in seen]), _median([f.height for f in seen]))
    return found


def _by_side(exercise: Exercise, frames: Sequence[Frame]) -> dict[str, dict[Side, float]]:
    """Return the neutral of each side of the measures whose leg is told by what it does: they differ in the picture."""
    found: dict[str, dict[Side, float]] = {}
    for name, measure in exercise.measures.items():
        if measure.leg in ROLES and measure.kind in KINDS:
            own: dict[Side, float] = {}
            for side in SIDES:
                own[side] = _median([read_measure(replace(measure, leg=side), frame) for frame in frames])
            found[name] = own
    return found


def _median(values: Sequence[float]) -> float:
    kept = [v for v in values if not math.isnan(v)]
    return float(np.median(kept)) if kept else math.nan
