"""One person, one exercise, one stream of poses: `Session.step` for each pose, `Session.finish` at the end.

Live and clips both go through here. Poses are taken as they are: smoothing is the caller's. The same stream gives
the same result however it is fed. Live waits for a set-up; a clip comes with a plan
(`posecheck.rules.neutral.clip_plan`), since all of it is known before it is judged.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from posecheck.body.pose import Pose, Source
from posecheck.body.skeleton import Side
from posecheck.remark import Remark
from posecheck.result.judgement import Arc, Attempt, Feedback, Finding, Neutral, Result, View
from posecheck.rules.coaching.feedback import FeedbackMaker
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.judging.attempts import Terms, judge_attempt
from posecheck.rules.judging.frame_history import FrameHistory
from posecheck.rules.judging.sparse import as_shown
from posecheck.rules.judging.summary import Setting, StreamSeen, sum_up, view_block
from posecheck.rules.neutral.calibration import Calibration, as_known, calibrate_without_neutral, with_source
from posecheck.rules.neutral.clip_plan import ClipPlan
from posecheck.rules.neutral.parts import main_setup, parts_of, scenes_of, with_parts
from posecheck.rules.neutral.view_choice import ViewChooser, nearest_view
from posecheck.rules.phases.guided import timed
from posecheck.rules.phases.there_and_back import Span
from posecheck.rules.reading.view import ViewFeatures, judge_view, view_features
from posecheck.rules.watching.asked import Asked
from posecheck.rules.watching.attempt_log import AttemptLog, LoggedAttempt
from posecheck.rules.watching.back_history import EdgeLog, worst_back
from posecheck.rules.watching.frame_reading import FrameReading, MeasureReader
from posecheck.rules.watching.known_person import KnownPerson
from posecheck.rules.watching.trackers import make_tracker, track

BEGUN_S: Final = 0.5
"""A stream whose first half second shows the body away from set-up begins inside an attempt."""
BEGUN_IN_CLIP_S: Final = 1.0
"""The same of a clip: at its first pictures a plate or a hand often hides a leg."""


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
    plan
        Of a recorded clip, for the same poses in the same order; None live, where a set-up is waited for.
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
        plan: ClipPlan | None = None,
    ) -> None:
        self._asked = Asked(side, dose, source or Source(), dict(versions or {}), with_arcs, plan)
        self._plan = plan
        self._exercise = exercise = timed(exercise if plan is None else plan.form, dose)
        self._forms = (exercise, *exercise.other_views)
        self._watcher = ViewChooser(self._forms)
        self._pending: list[tuple[Pose, ViewFeatures]] = []
        self._known: KnownPerson | None = None
        self._calibrations: list[Calibration] = []
        self._maker = FeedbackMaker(exercise, side=side, with_arcs=with_arcs)
        self._history = FrameHistory(exercise)
        self._edges = EdgeLog()
        self._log = AttemptLog()
        self._seen = StreamSeen()
        self._blocked: Remark | None = None

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """The attempts finished so far; live, without a score where too few pictures of one came."""
        return self._log.shown

    @property
    def neutral(self) -> Neutral:
        """Where the neutral in use is from."""
        return self._known.calibration.neutral if self._known is not None else Neutral()

    def step(self, pose: Pose) -> Feedback:
        """Take one pose in and return what a screen needs now."""
        if self._plan is not None:
            self._enter_stretch(self._plan, len(self._seen.times))
        elif self._known is not None and self._known.is_lost(pose, self._exercise.body):
            self._forget()
            self._watcher = ViewChooser((self._exercise,))
        self._seen.note(pose)
        if self._known is not None:
            return self._feedback(self._known, pose, self._read(self._known, pose))
        return self._wait(pose)

    def arcs(self, findings: Sequence[Finding]) -> tuple[Arc, ...]:
        """Return the angles of the last pose that belong to some findings (all that are drawn where none is given)."""
        return self._maker.arcs(self._known.last, findings) if self._known and self._known.last else ()

    def finish(self) -> Result:
        """Close what is open and return the judgement of the whole stream."""
        if self._known is None and self._pending and self._plan is None:
            poses, features = [p for p, _ in self._pending], [f for _, f in self._pending]
            calibration = self._watcher.finish() or (
                None if self._calibrations else calibrate_without_neutral(self._exercise, poses, features)
            )
            if calibration is not None:
                self._start(calibration)
        self._history.add_unread(pose for pose, _ in self._pending)
        unread, self._pending = [f for _, f in self._pending], []
        self._forget()
        return self._sum_up(unread)

    def _wait(self, pose: Pose) -> Feedback:
        """Take a pose in while no neutral is known."""
        features = view_features(pose, aspect=self._asked.aspect)
        self._pending.append((pose, features))
        calibration = self._watcher.add(pose, features) if self._plan is None else None
        if calibration is None:
            recent = [f for _, f in self._pending[-15:]]
            return self._maker.waiting(pose.time_s, recent, view=nearest_view(self._forms, recent))
        last, reading = self._start(calibration)
        return self._feedback(last, pose, reading)

    def _sum_up(self, unread: Sequence[ViewFeatures]) -> Result:
        asked, attempts = self._asked, self._log.attempts
        main = main_setup(self._calibrations, self._log.owners, attempts)
        view, neutral = (main.view, main.neutral) if main else (self._view_of(unread), Neutral())
        setting = Setting(self._exercise, view, neutral, asked.side, asked.dose, asked.versions)
        result = sum_up(
            setting,
            self._seen.stream(asked.source),
            attempts,
            self._blocked or self._block(view, crowded=False),
            self._history.series(self._log.spans),
        )
        own = main.back.edge if main and main.back else None
        back = worst_back(self._exercise, attempts, self._history.frames(), self._edges, own)
        scenes = scenes_of(
            self._seen.times,
            self._seen.found,
            self._plan.stretches if self._plan else (),
            duration_s=asked.source.duration_s if self._plan else math.nan,
            live=main,
            blocked=lambda calibration: self._block(calibration.view, crowded=False) is not None,
        )
        parts = parts_of(scenes, result.attempts)
        return replace(result, back=back, parts=parts, attempts=with_parts(result.attempts, parts))

    def _start(self, calibration: Calibration) -> tuple[KnownPerson, FrameReading]:
        """Lock a set-up that was waited for and go through the frames that waited for it."""
        if self._watcher.form is not self._exercise:
            self._exercise = self._watcher.form
            self._maker = FeedbackMaker(self._exercise, side=self._asked.side, with_arcs=self._asked.with_arcs)
            self._history = FrameHistory(self._exercise)
        first, unstill = not self._calibrations, calibration.neutral.source == "population"
        begun = self._pending[0][0].time_s + BEGUN_S if first and not unstill else -math.inf
        known = self._know(calibration, begun_before_s=begun)
        waiting, self._pending = self._pending, []
        if unstill:  # who could not hold still did not begin
            self._history.add_unread(pose for pose, _ in waiting[:-1])
            waiting = waiting[-1:]
        before = len(self._log)
        readings = [self._read(known, pose) for pose, _ in waiting]
        early = [s for s in self._log.spans[before : before + 1] if s.start_s < calibration.start_s]
        moved_first = bool(early) or known.tracker.opened_before(calibration.start_s)
        if first and moved_first and calibration.neutral.source == "setup":
            self._calibrations[0] = with_source(calibration, Neutral("end", calibration.neutral.seconds))
        return known, readings[-1]

    def _know(self, calibration: Calibration, *, begun_before_s: float) -> KnownPerson:
        exercise = as_known(self._exercise, calibration)
        reader = MeasureReader(exercise, calibration, aspect=self._asked.aspect, edges=self._edges)
        tracker = make_tracker(
            exercise,
            calibration.values,
            from_s=calibration.end_s,
            begun_before_s=begun_before_s,
            anywhere=self._plan is not None or calibration.neutral.source == "population",
        )
        self._known = KnownPerson(calibration, reader, tracker)
        self._calibrations.append(calibration)
        return self._known

    def _enter_stretch(self, plan: ClipPlan, number: int) -> None:
        """Go over to the stretch of the plan that a pose belongs to."""
        stretch = plan.beginning_at(number)
        if stretch is None:
            return
        self._forget()
        if stretch.calibration is not None:
            self._know(stretch.calibration, begun_before_s=stretch.start_s + BEGUN_IN_CLIP_S)

    def _read(self, known: KnownPerson, pose: Pose) -> FrameReading:
        reading = known.reader.read(pose)
        self._history.add(
            pose.time_s,
            {**reading.values, **reading.aside},
            rear_side=reading.rear_side,
            people=pose.people,
            posture=reading.posture,
        )
        track(known.tracker, pose.time_s, reading)
        self._collect(known)
        known.last = reading
        self._maker.note(pose.time_s, reading.values)
        return reading

    def _collect(self, known: KnownPerson) -> None:
        """Judge the attempts that the tracker has finished."""
        spans, known.tracker.spans = known.tracker.spans, []
        for span in spans:
            attempt = self._judge(known.calibration, span)
            live = self._plan is None
            shown = as_shown(self._exercise, attempt, span, self._history.frames()) if live else attempt
            self._log.add(LoggedAttempt(span, attempt, shown, len(self._calibrations) - 1))

    def _judge(self, calibration: Calibration, span: Span) -> Attempt:
        crowded = self._history.crowded(span.start_s, span.end_s)
        view = calibration.view
        blocked = view_block(
            view, crowded=crowded, fps=self._seen.fps, found_share=self._seen.found_share, wanted=self._exercise.view
        )
        self._blocked = self._blocked or self._block(view, crowded=crowded)
        terms = Terms(
            self._exercise,
            neutral=calibration.neutral.source,
            asked_side=self._asked.side,
            dose=self._exercise.doses[self._asked.dose] if self._asked.dose else None,
            blocked=blocked,
            start=calibration.start,
        )
        return judge_attempt(terms, span, self._history.frames())

    def _block(self, view: View, *, crowded: bool) -> Remark | None:
        """Return why the whole stream cannot be judged; a guided exercise has no angle that a turned body would spoil.

        Its checks are unknown then, but whether it was done to its end is known all the same.
        """
        seen = replace(view, yaw_deg=0.0) if self._exercise.kind == "guided" else view
        return view_block(
            seen, crowded=crowded, fps=self._seen.fps, found_share=self._seen.found_share, wanted=self._exercise.view
        )

    def _forget(self) -> None:
        """Close what is open and forget the set-up: after a cut or a turn the next one gives the neutral anew."""
        if self._known is not None:
            self._known.tracker.finish()
            self._collect(self._known)
            if self._plan is not None:
                self._log.leave_out_gestures(len(self._calibrations) - 1)
        self._known = None

    def _view_of(self, features: Sequence[ViewFeatures]) -> View:
        return judge_view(features, self._exercise.body, wanted=nearest_view(self._forms, features))

    def _feedback(self, known: KnownPerson, pose: Pose, reading: FrameReading) -> Feedback:
        return self._maker.make(
            pose.time_s,
            reading,
            known.tracker,
            finished=len(self._log),
            advised=known.calibration.view.advised,
            back=known.reader.back_line(pose) if self._asked.with_arcs else None,
        )
