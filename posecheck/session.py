"""One person, one exercise, one stream of poses: `Session.step` for each pose, `Session.finish` at the end.

Live and clips both go through here. Poses are taken as they are: smoothing is the caller's. The same stream gives
the same result however it is fed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from posecheck.pose import Pose, Source
from posecheck.remark import Remark
from posecheck.result import Arc, Attempt, Feedback, Finding, Neutral, Result, View
from posecheck.rules.attempts import Terms, judge_attempt
from posecheck.rules.back_history import EdgeLog, worst_back
from posecheck.rules.calibration import Calibration, calibrate_without_neutral, same_place, with_source
from posecheck.rules.course import timed_by
from posecheck.rules.exercise import Exercise
from posecheck.rules.feedback import FeedbackMaker
from posecheck.rules.frames import facing_of, lying_facing_of
from posecheck.rules.history import FrameHistory
from posecheck.rules.phases import Span
from posecheck.rules.reading import FrameReading, MeasureReader
from posecheck.rules.summing import Setting, Stream, sum_up, view_block
from posecheck.rules.trackers import Tracker, make_tracker, track
from posecheck.rules.view import DARK, FACING_MIN, ViewFeatures, is_lying, judge_view, view_features
from posecheck.rules.view_choice import ViewChooser, nearest_view
from posecheck.skeleton import Side

TURN_S: Final = 0.6
"""Facing the other way for this long between attempts means that the person turned round."""
AWAY_S: Final = 2.0
"""Seen elsewhere for this long, the person has to set up anew; a shorter absence keeps the neutral."""
BEGUN_S: Final = 0.5
"""A stream whose first half second shows the body away from set-up begins inside an attempt."""


class Session:
    """Judges one stream of poses of one exercise.

    Parameters
    ----------
    exercise
        The exercise.
    side
        The side that the person means to work; used where the picture does not tell, and held against it.
    dose
        Name of one of the exercise's doses, or None: then how long and how often is not judged.
    source
        Where the poses come from (gives the picture's shape).
    versions
        Stated in the result.
    with_arcs
        Whether feedback carries the angles to draw; a caller that draws nothing saves their time.
    """

    def __init__(
        self,
        exercise: Exercise,
        *,
        side: Side | None = None,
        dose: str | None = None,
        source: Source | None = None,
        versions: Mapping[str, str] | None = None,
        with_arcs: bool = True,
    ) -> None:
        if dose is not None and exercise.kind == "guided":
            exercise = replace(exercise, phases=timed_by(exercise.phases, exercise.doses[dose].hold_s))
        self._exercise = exercise
        self._side: Side | None = side
        self._dose = dose
        self._source = source or Source()
        self._versions = dict(versions or {})
        wide = self._source.width and self._source.height
        self._aspect = self._source.width / self._source.height if wide else math.inf
        self._forms = (exercise, *exercise.other_views)
        self._watcher = ViewChooser(self._forms)
        self._pending: list[tuple[Pose, ViewFeatures]] = []
        self._calibration: Calibration | None = None
        self._first: Calibration | None = None
        self._reader: MeasureReader | None = None
        self._tracker: Tracker | None = None
        self._with_arcs = with_arcs
        self._maker = FeedbackMaker(exercise, side=side, with_arcs=with_arcs)
        self._history = FrameHistory(exercise)
        self._edges = EdgeLog()
        self._spans: list[Span] = []
        self._attempts: list[Attempt] = []
        self._turned_since: float | None = None
        self._away_since: float | None = None
        self._after_cut = False
        self._times: list[float] = []
        self._found = 0
        self._brightness: list[float] = []
        self._blocked: Remark | None = None
        self._last: FrameReading | None = None

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """The attempts finished so far."""
        return tuple(self._attempts)

    def step(self, pose: Pose) -> Feedback:
        """Take one pose in and return what a screen needs now."""
        self._times.append(pose.time_s)
        self._found += pose.found
        self._brightness.append(pose.brightness)
        if self._calibration is not None and (self._another_scene(pose) or self._turned(pose) or self._gone(pose)):
            self._uncalibrate()
        if self._calibration is None:
            features = view_features(pose, aspect=self._aspect)
            self._pending.append((pose, features))
            calibration = self._watcher.add(pose, features)
            if calibration is None:
                recent = [f for _, f in self._pending[-15:]]
                return self._maker.waiting(pose.time_s, recent, view=nearest_view(self._forms, recent))
            return self._start(calibration)
        return self._feedback(pose, self._read(pose))

    def arcs(self, findings: Sequence[Finding]) -> tuple[Arc, ...]:
        """Return the angles of the last pose that belong to some findings (all that are drawn where none is given)."""
        return self._maker.arcs(self._last, findings) if self._last else ()

    def finish(self) -> Result:
        """Close what is open and return the judgement of the whole stream."""
        if self._calibration is None and self._pending:
            poses, features = [p for p, _ in self._pending], [f for _, f in self._pending]
            calibration = self._watcher.finish() or (
                None if self._first else calibrate_without_neutral(self._exercise, poses, features)
            )
            if calibration is not None:
                self._start(calibration)
        view = self._first.view if self._first else self._view_of([f for _, f in self._pending])
        for pose, _ in self._pending:
            self._history.add(pose.time_s, {}, rear_side=None, people=pose.people, posture=False)
        self._pending = []
        self._close_tracker()
        return self._sum_up(view)

    def _sum_up(self, view: View) -> Result:
        neutral = self._first.neutral if self._first else Neutral()
        setting = Setting(self._exercise, view, neutral, self._side, self._dose, self._versions)
        times = np.array(self._times)
        bright = [b for b in self._brightness if not math.isnan(b)]
        stream = Stream(
            seconds=float(times[-1] - times[0]) if len(times) else 0.0,
            found_share=self._found / len(times) if len(times) else 0.0,
            dark=bool(bright) and float(np.median(bright)) < DARK,
            fps=self._fps(),
            source=self._source,
        )
        blocked = self._blocked or self._block(view, crowded=False)
        result = sum_up(setting, stream, self._attempts, blocked, self._history.series(self._spans))
        own = self._first.back.edge if self._first and self._first.back else None
        return replace(
            result, back=worst_back(self._exercise, self._attempts, self._history.frames(), self._edges, own)
        )

    def _start(self, calibration: Calibration) -> Feedback:
        """Lock a calibration and go through the frames that waited for it."""
        if self._watcher.form is not self._exercise:
            self._exercise = self._watcher.form
            self._maker = FeedbackMaker(self._exercise, side=self._side, with_arcs=self._with_arcs)
            self._history = FrameHistory(self._exercise)
        self._calibration = calibration
        self._reader = MeasureReader(self._exercise, calibration, aspect=self._aspect, edges=self._edges)
        begun = self._pending[0][0].time_s + BEGUN_S if self._first is None else -math.inf
        self._tracker = make_tracker(self._exercise, calibration.values, from_s=calibration.end_s, begun_before_s=begun)
        waiting, self._pending = self._pending, []
        before = len(self._spans)
        self._first = self._first or calibration
        readings = [self._read(pose) for pose, _ in waiting]
        early = self._spans[before : before + 1] or []
        moved_first = bool(early and early[0].start_s < calibration.start_s) or self._tracker.opened_before(
            calibration.start_s
        )
        if self._first is calibration and moved_first and calibration.neutral.source == "setup":
            self._first = with_source(calibration, Neutral("end", calibration.neutral.seconds))
        return self._feedback(waiting[-1][0], readings[-1])

    def _read(self, pose: Pose) -> FrameReading:
        assert self._reader is not None and self._tracker is not None
        reading = self._reader.read(pose)
        self._history.add(
            pose.time_s,
            {**reading.values, **reading.aside},
            rear_side=reading.rear_side,
            people=pose.people,
            posture=reading.posture,
        )
        track(self._tracker, pose.time_s, reading)
        self._collect()
        self._last = reading
        self._maker.note(pose.time_s, reading.values)
        return reading

    def _collect(self) -> None:
        """Judge the attempts that the tracker has finished."""
        if self._tracker is None:
            return
        spans, self._tracker.spans = self._tracker.spans, []
        for span in spans:
            self._spans.append(span)
            self._attempts.append(self._judge(span))

    def _judge(self, span: Span) -> Attempt:
        calibration = self._calibration
        view = calibration.view if calibration else View()
        crowded = self._history.crowded(span.start_s, span.end_s)
        blocked = view_block(view, crowded=crowded, fps=self._fps(), wanted=self._exercise.view)
        self._blocked = self._blocked or self._block(view, crowded=crowded)
        terms = Terms(
            self._exercise,
            calibrated=calibration is not None and calibration.neutral.source != "none",
            asked_side=self._side,
            dose=self._exercise.doses[self._dose] if self._dose else None,
            blocked=blocked,
            start=calibration.start if calibration else {},
        )
        return judge_attempt(terms, span, self._history.frames())

    def _block(self, view: View, *, crowded: bool) -> Remark | None:
        """Return why the whole stream cannot be judged; a guided exercise has no angle that a turned body would spoil.

        Its checks are unknown then, but whether it was done to its end is known all the same.
        """
        seen = replace(view, yaw_deg=0.0) if self._exercise.kind == "guided" else view
        return view_block(seen, crowded=crowded, fps=self._fps(), wanted=self._exercise.view)

    def _another_scene(self, pose: Pose) -> bool:
        """Whether the first person after a cut is another, or elsewhere. A flicker that looks like a cut is none."""
        self._after_cut = self._after_cut or pose.cut
        if not self._after_cut or not pose.found or self._calibration is None:
            return False
        self._after_cut = False
        return not same_place(self._calibration, pose)

    def _gone(self, pose: Pose) -> bool:
        """Whether the person has for a while been elsewhere, or in no posture of this exercise."""
        if not pose.found or self._last is None or self._last.posture:
            self._away_since = None
            return False
        if self._away_since is None:
            self._away_since = pose.time_s
        return pose.time_s - self._away_since >= AWAY_S

    def _turned(self, pose: Pose) -> bool:
        """Whether the person faces the other way for a while, outside of an attempt."""
        assert self._calibration is not None and self._tracker is not None
        body = self._exercise.body
        facing = lying_facing_of(pose, body) if is_lying(body) else facing_of(pose)
        if self._tracker.state == "attempt" or not facing * self._calibration.facing < -FACING_MIN:
            self._turned_since = None
            return False
        if self._turned_since is None:
            self._turned_since = pose.time_s
        return pose.time_s - self._turned_since >= TURN_S

    def _uncalibrate(self) -> None:
        """Forget this set-up: after a cut or a turn the next one gives the neutral anew."""
        self._close_tracker()
        self._calibration, self._reader, self._tracker, self._last = None, None, None, None
        self._turned_since, self._away_since, self._after_cut = None, None, False
        self._watcher = ViewChooser((self._exercise,))

    def _close_tracker(self) -> None:
        if self._tracker is not None:
            self._tracker.finish()
            self._collect()

    def _fps(self) -> float:
        steps = np.diff(self._times[-900:])
        return float(1 / np.median(steps)) if len(steps) else math.nan

    def _view_of(self, features: Sequence[ViewFeatures]) -> View:
        return judge_view(features, self._exercise.body, wanted=nearest_view(self._forms, features))

    def _feedback(self, pose: Pose, reading: FrameReading) -> Feedback:
        assert self._tracker is not None and self._calibration is not None and self._reader is not None
        return self._maker.make(
            pose.time_s,
            reading,
            self._tracker,
            finished=len(self._attempts),
            advised=self._calibration.view.advised,
            back=self._reader.back_line(pose) if self._with_arcs else None,
        )
