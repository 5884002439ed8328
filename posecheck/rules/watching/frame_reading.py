"""A pose and a calibration -> the values that rules see, each NaN where it cannot be trusted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import Pose
from posecheck.body.skeleton import LANDMARKS, OTHER_SIDE, Side
from posecheck.result.back_lines import BackLine
from posecheck.rules.back.edge import BACK_UNSEEN, REASONS, BackReader, sd_name
from posecheck.rules.exercise.definition import Exercise, Leg, Measure
from posecheck.rules.neutral.calibration import PLACE, Calibration, holds, read_all
from posecheck.rules.reading.front_plane import Frame, build_frame, make_picker, side_of
from posecheck.rules.reading.legs import LegMixing, LegPicker, WorkingSide, leg_of
from posecheck.rules.reading.measures import KINDS, neutral_value, read_measure, relative_value, unit_of
from posecheck.rules.reading.place import PlaceKeeper, moved_back
from posecheck.rules.reading.plausibility import Plausible, judge_plausibility
from posecheck.rules.reading.side_plane import Limb, SagittalFrame, near_side_of
from posecheck.rules.reading.stillness import OFF_SHARE
from posecheck.rules.reading.view import is_lying, stands
from posecheck.rules.watching.back_history import EdgeLog


@dataclass(frozen=True, slots=True, eq=False)
class FrameReading:
    """What one frame says.

    Parameters
    ----------
    values
        Every frame measure as rules see it.
    changes
        Change from set-up of the measures that tell the phases.
    posture
        Whether the body is in the exercise's posture and place.
    rear_side
        Side of the working leg by this frame's evidence.
    frame
        The body-plane frame, None where nobody was found.
    aside
        What else is known of the measures: the uncertainty of those that carry their own (`sd_name`), and why the back
        is not seen (`BACK_UNSEEN`); whether the legs of a lying body are mixed up (see `LegMixing`).
    """

    values: Mapping[str, float]
    changes: Mapping[str, float]
    posture: bool
    rear_side: Side | None
    frame: Frame | None
    aside: Mapping[str, float] = field(default_factory=dict[str, float])


class MeasureReader:
    """Reads poses of one calibrated person; keeps what continuity needs (legs told apart, last place of the hips).

    The edges of the back that it sees go into `edges`.
    """

    def __init__(
        self, exercise: Exercise, calibration: Calibration, *, aspect: float, edges: EdgeLog | None = None
    ) -> None:
        self._exercise = exercise
        self._cal = calibration
        self._aspect = aspect
        self._working = WorkingSide()
        self._mixing = LegMixing() if is_lying(exercise.body) else None
        legs: set[Leg] = {*exercise.legs, "front"}
        self._picker = make_picker(calibration.facing, calibration.lengths.trunk, legs, rest=calibration.feet)
        self._last_hip: tuple[float, NDArray[np.floating[Any]]] | None = None
        self._frame_measures = [m for m in exercise.measures.values() if m.kind in KINDS]
        self._near: Side = near_side_of(calibration.facing)
        self._back = BackReader(
            calibration.back, facing=calibration.facing, aspect=aspect, lying=is_lying(exercise.body)
        )
        self._edges = edges
        by_feet, reference = stands(exercise.body), calibration.support
        at = np.array([calibration.hip]) if reference is None else reference
        self._place = PlaceKeeper(at, by_feet=by_feet and len(at) == 2, unit=calibration.lengths.trunk)
        self._back_measures = [m for m in self._frame_measures if KINDS[m.kind].outline]

    def read(self, pose: Pose) -> FrameReading:
        """Return what one pose says."""
        if not pose.found:
            return self._nothing()
        seen = build_frame(pose, self._cal.facing, self._cal.lengths.trunk, self._picker)
        frame = moved_back(seen, self._place.moved)
        ok = judge_plausibility(
            seen,
            self._cal.lengths,
            upright=self._exercise.body in ("standing", "kneeling"),
            aspect=self._aspect,
            last_hip=self._last_hip,
            time_s=pose.time_s,
        )
        if ok.trunk:
            self._last_hip = (pose.time_s, seen.point("mid_hip"))
            frame = moved_back(seen, self._place.step(pose.time_s, seen, at_rest=self._at_rest(seen)))
        hip = frame.point("mid_hip")
        raw = {m.name: read_measure(m, frame) if trusted(m, ok) else math.nan for m in self._frame_measures}
        aside = self._add_back(raw, pose, seen=ok.trunk and frame.view == "side")
        if self._mixing is not None:
            aside |= self._mixing.step(pose.time_s, frame.points, self._cal.lengths.trunk)
        neutral = self._neutral(frame)
        values = {m.name: self._value(m, raw, neutral) for m in self._frame_measures}
        near_by = math.dist(hip, self._cal.hip) <= PLACE * self._cal.lengths.trunk
        posture = ok.trunk and near_by and all(holds(c, raw) for c in self._exercise.posture)
        return FrameReading(values, self._changes(raw, neutral), posture, self._working_side(pose, frame), seen, aside)

    def _at_rest(self, frame: Frame) -> bool:
        """Return whether a body that lies or sits is in its start position, by the angles that tell its phases."""
        if stands(self._exercise.body) or not self._exercise.moves:
            return False
        raw = read_all(self._exercise, frame)
        leave = {n: a for n, a in self._exercise.movement.leave.items() if unit_of(self._exercise.measures[n]) == "deg"}
        off = [abs(raw[n] - self._cal.values[n]) / amount for n, amount in leave.items()]
        return all(share <= OFF_SHARE for share in off) and all(holds(c, raw) for c in self._exercise.setup)

    def _add_back(self, raw: dict[str, float], pose: Pose, *, seen: bool) -> dict[str, float]:
        """Put what the outline of the back says into `raw`; return its uncertainties, or why there is nothing."""
        if not self._back_measures or not seen:
            return {}
        back = self._back.read(pose)
        if pose.outline is not None and self._edges is not None:
            self._edges.add(pose.time_s, pose.outline[self._back.back_row])
        raw |= {m.name: back.values[m.kind] for m in self._back_measures}
        aside = {sd_name(m.name): back.sd[m.kind] for m in self._back_measures}
        return aside | {BACK_UNSEEN: math.nan if back.unseen is None else REASONS.index(back.unseen)}

    def back_line(self, pose: Pose) -> BackLine | None:
        """Return the edge of the back to draw in a pose that was read; None where no rule looks at it."""
        return self._back.line(pose) if self._back_measures else None

    def _neutral(self, frame: Frame) -> Mapping[str, float]:
        """Return the raw neutral of every measure, of legs that are told by what they do that of the leg that does."""
        values = dict(self._cal.values)
        for name, sides in self._cal.by_side.items():
            leg = self._exercise.measures[name].leg
            if leg is not None and leg in frame.legs:
                values[name] = sides[side_of(frame.legs[leg])]
        return values

    def _value(self, measure: Measure, raw: Mapping[str, float], neutral: Mapping[str, float]) -> float:
        value = relative_value(measure, raw[measure.name], neutral[measure.name])
        if measure.correct is None:
            return value
        other = measure.correct.measure
        grown = measure.correct.per_unit * (raw[other] - neutral[other]) if other else 0.0
        rest = neutral_value(measure)
        return rest + measure.correct.gain * (value - rest) + measure.correct.add + grown

    def _nothing(self) -> FrameReading:
        nan = {m.name: math.nan for m in self._frame_measures}
        return FrameReading(nan, dict.fromkeys(self._exercise.movement.leave, math.nan), False, None, None)

    def _changes(self, raw: Mapping[str, float], neutral: Mapping[str, float]) -> dict[str, float]:
        """Change from the person's neutral; NaN without one, so that nothing is taken for a movement."""
        return {name: raw[name] - neutral[name] for name in self._exercise.movement.leave}

    def _working_side(self, pose: Pose, frame: Frame) -> Side | None:
        """Side that works, by what the exercise says it is told from."""
        if isinstance(frame, SagittalFrame):
            return self._voted_side(pose, frame)
        works = self._exercise.works
        if works == "raised_arm":
            return frame.arms.get("raised")
        return side_of(frame.legs[works]) if works in frame.legs else None

    def _voted_side(self, pose: Pose, frame: SagittalFrame) -> Side | None:
        """Side of the working leg: as the legs parted, or two votes of three for being the near one.

        The votes are label, visibility and depth.
        """
        name = self._exercise.works
        if name == "near":
            return self._near
        if name == "raised_arm" or name not in frame.legs:
            return None
        works = frame.legs[name]
        labelled: Side = "left" if LANDMARKS[works.knee].startswith("left") else "right"
        apart = self._picker.apart.get(name) if isinstance(self._picker, LegPicker) else None
        if apart is not None:
            return self._working.step(pose.time_s, labelled, apart=apart)
        other = leg_of(OTHER_SIDE[labelled])
        if name == "rear":  # its knee and ankle may carry different labels
            other = frame.legs["front"]
        votes = (
            labelled == self._near,
            _visibility(pose, works) > _visibility(pose, other),
            float(pose.xyz[works.knee, 2]) < float(pose.xyz[other.knee, 2]),
        )
        return self._near if sum(votes) >= 2 else OTHER_SIDE[self._near]


def trusted(measure: Measure, ok: Plausible) -> bool:
    """Return whether a frame's plausibility is enough for a measure."""
    if not ok.trunk:
        return False
    points = KINDS[measure.kind].points
    if "mid_ear" in points and not ok.head:
        return False
    if measure.leg is not None:
        return ok.legs.get(measure.leg, False)
    return "mid_ankle" not in points or any(ok.legs.values())


def _visibility(pose: Pose, limb: Limb) -> float:
    return float(pose.visibility[limb.knee] + pose.visibility[limb.ankle])
