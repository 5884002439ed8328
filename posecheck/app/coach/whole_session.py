"""The live session as a whole: guide, own neutral, count-in, set, change of sides, results.

No page, no picture, no clock: time is that of the poses. While a set runs, what is right or wrong is said by `Session`
alone. When it is over its poses are judged once more as those of a clip are, and that is its result.
"""

from __future__ import annotations

import logging
import math
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

from posecheck.app.coach.afterwards import Afterwards, Run, at_once
from posecheck.app.coach.guide import Guidance, Guide
from posecheck.app.coach.handover import Handover, OnAttempt, OnPose, reason
from posecheck.app.coach.hold_still import HoldStill, Pair
from posecheck.app.coach.live_plan import live_plan
from posecheck.app.coach.live_set import LiveSet
from posecheck.app.coach.live_view import LiveView
from posecheck.app.coach.near_side import ask_to_change
from posecheck.app.coach.rest import Rest
from posecheck.app.coach.voice import Voice
from posecheck.body.pose import Pose, Source
from posecheck.body.smoothing import OneEuro
from posecheck.clips.scoring import Request
from posecheck.language.sentences import words
from posecheck.result.judgement import Result
from posecheck.rules.coaching.cues import CueSettings
from posecheck.rules.exercise.definition import Dose, Exercise
from posecheck.rules.neutral.calibration import MAX_STILL_S

WELL_S: Final = 1.0
"""All must be well for this long before the neutral is taken."""
CHANGE_S: Final = 4.0
"""Time to hear that the side changes, and to begin to turn."""

_LOG = logging.getLogger(__name__)


class LiveCoach:
    """Leads one person through one exercise, side by side. Safe to call from several threads.

    Parameters
    ----------
    exercise
        The exercise.
    sides
        Working sides in their order; empty, or anything but left and right, where the exercise has none.
    dose, dose_name
        How much, and its name among the exercise's doses.
    settings
        How to talk.
    source
        Where the poses come from; its width and height tell where the picture ends.
    on_attempt
        Called at once with every attempt that is over, and its number from 0 over all sides.
    on_pose
        Called with every raw pose that is judged, and the number of its set from 0: for a track on disk.
    run
        How the sets that are over are judged; at once unless told.
    """

    def __init__(
        self,
        exercise: Exercise,
        *,
        sides: Sequence[str],
        dose: Dose,
        dose_name: str,
        settings: CueSettings,
        source: Source,
        on_attempt: OnAttempt | None = None,
        on_pose: OnPose | None = None,
        run: Run = at_once,
    ) -> None:
        self._plans = live_plan(exercise, sides=sides, dose=dose, dose_name=dose_name, source=source)
        self._settings = settings
        self._kept = Handover(on_attempt, on_pose)
        self._aspect = source.width / source.height if source.width and source.height else math.inf
        self._lock = threading.RLock()
        self._smooth = OneEuro()
        self._voice = Voice()
        self._times: deque[float] = deque(maxlen=31)
        self._source = source
        self._afterwards = Afterwards(run)
        self._poses: list[Pose] = []  # of the set under way, raw
        self._ending: str | None = None
        self._over: LiveView | None = None
        self._prepare()

    @property
    def results(self) -> tuple[Result, ...]:
        """The judgement of each set that is over, without words; waits for it."""
        return self._afterwards.results()

    def step(self, pose: Pose) -> LiveView:
        """Take the next raw pose in and return what to show; a failure becomes a view that says so."""
        with self._lock:
            late = bool(self._times) and pose.time_s <= self._times[-1]
            if self._over is not None or late:
                return self._view
            self._times.append(pose.time_s)
            try:
                view = self._step(pose, self._smooth(pose))
            except Exception as error:  # noqa: BLE001 - whatever it is, the person in front of the camera must hear of it
                return self._fail(error)
            return self._publish(view)

    def stop(self) -> LiveView:
        """End here, whatever is going on; the results are those of what was done."""
        with self._lock:
            if self._over is not None:
                return self._over
            try:
                self._close_set()
                if self._ending is None:
                    self._voice.say(self._now, "info", words("stopped"), "set_end")
                return self._end("done", self._ending or words("stopped"))
            except Exception as error:  # noqa: BLE001 - as above
                return self._fail(error)

    def finish(self) -> Result | None:
        """End here and return the result of the last set; None where none was begun."""
        self.stop()
        return self._over.result if self._over is not None else None

    @property
    def _now(self) -> float:
        return self._times[-1] if self._times else 0.0

    # ------------------------------------------------------------------ stages

    def _prepare(self, *, legs_checked: bool = False) -> None:
        """Begin with the set-up of the first plan that is left."""
        plan = self._plans[0]
        self._guide = Guide(plan.exercise, side=plan.side, aspect=self._aspect)
        self._still: HoldStill | None = None
        self._recent: list[Pair] = []
        self._set: LiveSet | None = None
        self._break = Rest()
        self._legs_checked = legs_checked
        self._view = LiveView("guide", plan.exercise.title, plan.exercise.camera, side=plan.side)

    def _step(self, raw: Pose, pose: Pose) -> LiveView:
        if self._ending is not None:
            return self._end("done", self._ending) if self._afterwards.ready else self._view
        guidance = self._guide.step(pose)
        if self._set is not None:
            return self._step_set(self._set, raw, pose, guidance)
        if self._break.on and not self._break.over(pose.time_s):
            return self._wait(pose.time_s)
        self._break.end()
        if self._still is None:
            if guidance.well_s < WELL_S - 1e-9:
                return self._show_guide(pose.time_s, guidance)
            self._still = HoldStill(self._plans[0].exercise, self._voice, since_s=pose.time_s)
        return self._take_neutral(self._still, raw, pose, guidance)

    def _wait(self, time_s: float) -> LiveView:
        """Let the time pass in which the person rests or changes sides."""
        if self._view.stage != "rest":
            return self._view
        left = self._break.left(time_s)
        if self._break.announces(time_s):
            self._voice.say(time_s, "info", words("rest_left", seconds=left))
        return replace(self._view, count=left)

    def _show_guide(self, time_s: float, guidance: Guidance) -> LiveView:
        plan = self._plans[0]
        if guidance.advice:
            self._voice.remind(time_s, "guide", guidance.advice)
        # What is not yet known changes nothing on the screen.
        headline = guidance.advice or (words("live_well") if guidance.well_s > 0 else self._view.headline)
        return LiveView("guide", headline, plan.exercise.camera, side=plan.side)

    def _take_neutral(self, still: HoldStill, raw: Pose, pose: Pose, guidance: Guidance) -> LiveView:
        if guidance.advice:
            self._still = None
            return self._show_guide(pose.time_s, guidance)
        neutral = still.step(raw, pose, guidance.features)
        side = self._plans[0].side
        if neutral is not None and self._begin_set(neutral).unstill:
            return LiveView("hold_still", words("goes_on"), side=side)
        return LiveView("hold_still", words("hold_still"), words("hold_still_detail"), side=side)

    def _begin_set(self, still: list[Pair]) -> LiveSet:
        """Give a new set the poses of the neutral only: what came before is no part of the set."""
        self._set = LiveSet(
            self._plans[0],
            settings=self._settings,
            voice=self._voice,
            on_attempt=self._kept.attempt,
            check_side=not self._legs_checked,
        )
        self._set.begin(pose for _, pose in still)
        # Nobody began in the seconds in which they tried to be still.
        kept_s = MAX_STILL_S if self._set.unstill else math.inf
        self._recent, self._poses = [pair for pair in still if still[-1][0].time_s - pair[0].time_s <= kept_s], []
        return self._set

    def _step_set(self, current: LiveSet, raw: Pose, pose: Pose, guidance: Guidance) -> LiveView:
        if current.judging:
            self._recent.append((raw, pose))
        view = current.step(pose, guidance)
        if current.away:
            self._prepare(legs_checked=self._legs_checked)
            return self._show_guide(pose.time_s, guidance)
        if current.wrong_side:
            return self._change_legs(pose.time_s)
        if current.running:
            self._hand_on()
        return self._next_set(pose.time_s) if current.done else view

    def _change_legs(self, time_s: float) -> LiveView:
        """Say once that the other leg is meant. Twice would be a trap for whom the camera sees wrongly."""
        text = words("change_legs", side=self._plans[0].side)
        self._prepare(legs_checked=True)
        self._break.begin(time_s, CHANGE_S)
        self._voice.say(time_s, "guide", text, "attention")
        return LiveView("guide", text, side=self._plans[0].side)

    def _next_set(self, time_s: float) -> LiveView:
        self._close_set()
        done = self._plans.pop(0)
        if not self._plans:
            self._voice.say(time_s, "info", words("all_done"), "set_end")
            self._ending = words("all_done")
            if self._afterwards.ready:
                return self._end("done", self._ending)
            return LiveView("guide", self._ending, words("judging"), side=done.side)
        self._prepare()
        self._voice.forget()
        side = self._plans[0].side
        if side == done.side:
            text = words("set_rest", done=done.round, wanted=done.dose.sets)
            self._break.begin(time_s, done.dose.rest_s)
            left = self._break.left(time_s)
            view = LiveView("rest", words("rest"), text, side=side, count=left, set_number=self._plans[0].number)
        else:
            text = ask_to_change(done.exercise, side)
            view = LiveView("change_sides", text, side=side)
            self._break.begin(time_s, CHANGE_S)
        self._voice.say(time_s, "info", text, "set_end")
        return view

    # ------------------------------------------------------------------ what was done

    def _close_set(self) -> None:
        """Judge the set that is under way, if it has begun, from all of its poses."""
        current, self._set = self._set, None
        if current is None or not current.running:
            return
        self._hand_on()
        current.finish()
        plan = self._plans[0]
        poses, self._poses = self._poses, []
        self._afterwards.judge(Request(plan.exercise, plan.side, plan.dose_name), poses, self._source)

    def _hand_on(self) -> None:
        """Give the judged poses to whoever keeps them."""
        poses, self._recent = [raw for raw, _ in self._recent], []
        self._poses += poses
        self._kept.poses(poses, len(self._afterwards))

    # ------------------------------------------------------------------ views

    def _publish(self, view: LiveView) -> LiveView:
        steps = len(self._times) - 1
        seconds = self._times[-1] - self._times[0] if steps > 0 else 0.0
        self._view = replace(
            view,
            say=self._voice.last,
            time_s=self._now,
            fps=steps / seconds if seconds > 0 else 0.0,
            error=view.error or self._kept.trouble,
        )
        return self._view

    def _fail(self, error: Exception) -> LiveView:
        """End with what was done until it failed."""
        _LOG.error("The live session failed.", exc_info=error)
        try:
            self._close_set()
        except Exception as again:  # noqa: BLE001 - what failed once may well fail again
            _LOG.error("Nor could it be closed.", exc_info=again)
        return self._end("failed", words("failed"), words("failed_detail"), error=reason(error))

    def _end(self, stage: Literal["done", "failed"], headline: str, detail: str = "", *, error: str = "") -> LiveView:
        """Publish the last view: nothing comes after it."""
        results = self.results
        result = results[-1] if results else None
        view = LiveView(stage, headline, detail, result=result, results=results, error=error)
        self._over = self._publish(view)
        return self._over
