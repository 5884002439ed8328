"""One set of one side, live: count-in, the set with its cues, rests, pauses. Judged by a `Session` and nothing else."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from posecheck.app.coach.count_in import CountIn
from posecheck.app.coach.guide import Guidance
from posecheck.app.coach.live_plan import SetPlan
from posecheck.app.coach.live_view import LiveView, Stage
from posecheck.app.coach.presence import Presence
from posecheck.app.coach.prompts import Prompter
from posecheck.app.coach.rest import Rest
from posecheck.app.coach.set_progress import SetProgress
from posecheck.app.coach.set_screen import SetScreen
from posecheck.app.coach.set_voice import SetVoice
from posecheck.app.coach.stop_card import StopCard
from posecheck.app.coach.voice import Voice, spoken_s
from posecheck.body.pose import Pose
from posecheck.language.sentences import in_words, words
from posecheck.result.judgement import Attempt, Feedback
from posecheck.rules.coaching.cues import CueDecision, CueSettings
from posecheck.session import Session
from posecheck.version import installed_version

IDLE_S: Final = 20.0
"""Nothing done for this long: "Ready when you are" (clinical 2.3)."""


class LiveSet:
    """Runs one set from the count-in on.

    Parameters
    ----------
    plan
        What is to be done.
    settings
        How to talk.
    voice
        Says it.
    on_attempt
        Called with every attempt as soon as it is over.
    check_side
        Whether a count-in that shows the other side working ends in `wrong_side` instead of the set.
    """

    def __init__(
        self,
        plan: SetPlan,
        *,
        settings: CueSettings,
        voice: Voice,
        on_attempt: Callable[[Attempt], None],
        check_side: bool = True,
    ) -> None:
        self._plan = plan
        led = plan.exercise.phases  # whose own instructions say when a hold is over
        self._voice = SetVoice(voice, settings, hold_s=0.0 if led else plan.dose.hold_s)
        self._progress = SetProgress(plan)
        self._prompts = Prompter(plan, settings.talk, self._progress)
        self._screen = SetScreen(plan, self._progress)
        self._on_attempt = on_attempt
        versions = {"posecheck": installed_version(), "exercise": plan.exercise.version}
        self._session = Session(
            plan.exercise, side=plan.side, dose=plan.dose_name, source=plan.source, versions=versions
        )
        self._feedback: Feedback | None = None
        self._count_in = CountIn(plan.side)
        self._rest, self._stop_card = Rest(), StopCard()
        self._reported = 0
        self._presence = Presence()
        self._busy_s = -math.inf
        self._lost_neutral = False
        self._check_side = check_side
        self.running = False
        self.wrong_side = False

    @property
    def done(self) -> bool:
        """Whether it is as much as the dose wants."""
        return self.running and not self._stop_card.shown and self._progress.done

    @property
    def away(self) -> bool:
        """Whether the person has gone before the set began."""
        return not self.running and self._presence.away

    @property
    def unstill(self) -> bool:
        """Whether it goes by people's neutral, the person not having held still."""
        return self._session.neutral.source == "population"

    @property
    def judging(self) -> bool:
        """Whether poses are judged: where the voice leads, the clock starts when the set does."""
        return self.running or self._plan.exercise.kind != "guided"

    def begin(self, poses: Iterable[Pose]) -> None:
        """Give the session the poses from which it takes the person's neutral."""
        for pose in poses:
            self._feedback = self._session.step(pose)
        if self.unstill and self._feedback is not None:
            now, text = self._feedback.time_s, words("goes_on")
            if self._voice.tell_once(now, text):
                self._count_in.wait_until(now + spoken_s(text))

    def step(self, pose: Pose, guidance: Guidance) -> LiveView:
        """Take a smoothed pose in and return what to show."""
        feedback = self._feedback = self._take_in(pose)
        came_back = self._presence.step(pose)
        finished = self._report()
        if not self.running and not self._begins(feedback):
            count = self._count_in.count
            if not self._count_in.counting:
                return self._view("hold_still", words("goes_on"))
            detail = words("goes_on" if self.unstill else "hold_still")
            return self._view("count_in", str(count), detail, count=count)
        if self._stop_card.shown:
            return self._stopped(feedback, found=pose.found)
        if self._rests(feedback):
            return self._view("rest", words("rest"), count=self._rest.left(pose.time_s))
        if self._presence.away:
            return self._wait_for_return(pose.time_s)
        if came_back:
            self._busy_s = pose.time_s
            self._prompts.again()
            self._voice.tell(pose.time_s, "info", words("resumed"))
        if not feedback.readings:
            return self._regain(pose.time_s, guidance)
        if self._lost_neutral:
            self._lost_neutral = False
            self._prompts.again()
            if not self.unstill or not self._voice.tell_once(pose.time_s, words("goes_on"), then=words("go")):
                self._voice.tell(pose.time_s, "info", words("go"), "go")
        self._talk(feedback, guidance, finished)
        return self._show(feedback)

    def finish(self) -> None:
        """Close what is open: the last attempt may still be under way."""
        self._session.finish()
        self._report()

    def _take_in(self, pose: Pose) -> Feedback:
        if not self.judging and self._feedback is not None:
            return replace(self._feedback, time_s=pose.time_s, phase="setup")
        feedback = self._session.step(pose)
        self._progress.step(feedback, self._session.attempts)
        return feedback

    # ------------------------------------------------------------------ the stages

    def _begins(self, feedback: Feedback) -> bool:
        """Count in; return whether the set begins, which it does not with the other side working."""
        count, now = self._count_in.step(feedback), feedback.time_s
        if count is None:
            return False
        if count > 0:
            self._voice.tell(now, "count", str(count), "tick")
            return False
        self.wrong_side = self._check_side and self._count_in.other_side_works()
        if not self.wrong_side:
            self.running, self._busy_s = True, now
            if self._plan.exercise.kind != "guided":  # there the first instruction is what to go by
                self._voice.tell(now, "info", self._go(), "go")
        return self.running

    def _go(self) -> str:
        """Return the word to begin with; from the front nothing else has told the side."""
        side = self._plan.side
        return words("go_side", side=side) if side and self._plan.exercise.view == "front" else words("go")

    def _stopped(self, feedback: Feedback, *, found: bool) -> LiveView:
        """Wait until the danger is over. Nothing else is said meanwhile, and nobody is asked back into the picture."""
        now = feedback.time_s
        severe = tuple(f for f in feedback.findings if f.fired and f.severity == 3)
        decision = self._voice.cues.step(replace(feedback, findings=severe))
        if decision and decision.kind == "cue":
            self._cue(decision, now)
        calm = found and not severe and feedback.phase in ("setup", "none")
        if not self._stop_card.step(now, calm=calm):
            return self._view("stop", self._stop_card.cue, words("stop_detail"))
        self._busy_s = now
        if not self.done:
            self._voice.tell(now, "info", words("stop_over"))
        return self._show(feedback)

    def _rests(self, feedback: Feedback) -> bool:
        """Return whether this is a rest. Whoever begins early is not held back."""
        now = feedback.time_s
        if self._rest.on and feedback.phase in ("move", "hold", "return"):
            self._rest.end()
        elif self._rest.announces(now):
            self._voice.tell(now, "info", words("rest_left", seconds=self._rest.left(now)))
        elif self._rest.on and self._rest.over(now):
            self._rest.end()
            self._busy_s = now
            self._voice.tell(now, "info", words("rest_over"), "go")
        return self._rest.on

    def _wait_for_return(self, time_s: float) -> LiveView:
        self._voice.remind(time_s, words("paused"))
        return self._view("paused", words("paused"), words("paused_detail"))

    def _regain(self, time_s: float, guidance: Guidance) -> LiveView:
        """Ask for the start position anew: the person has moved elsewhere or turned round."""
        self._lost_neutral = True
        start = words("take_start", start=self._plan.exercise.start)
        self._voice.remind(time_s, guidance.advice or words("hold_still"))
        if guidance.advice:
            return self._view("guide", guidance.advice)
        return self._view("hold_still", words("hold_still"), start)

    # ------------------------------------------------------------------ what is said

    def _talk(self, feedback: Feedback, guidance: Guidance, finished: list[Attempt]) -> None:
        now = feedback.time_s
        if feedback.phase not in ("setup", "none"):
            self._busy_s = now
        if self.done:
            return
        if finished:
            self._after_attempt(finished[-1], now)
        self._voice.watch_hold(feedback)
        if decision := self._voice.cues.step(feedback):
            self._cue(decision, now)
        elif guidance.hazard:
            self._voice.remind(now, guidance.hazard)
        elif prompt := self._prompts.due(feedback):
            if self._voice.prompt(prompt, now):
                self._prompts.said(prompt, now)
                self._busy_s = now
        elif now - self._busy_s >= IDLE_S:
            self._busy_s = now
            self._voice.tell(now, "info", self._prompts.lead or words("ready_when_you_are"))

    def _after_attempt(self, attempt: Attempt, time_s: float) -> None:
        """Say what was wrong with an attempt as a whole, else its number; a correction just said stands for both.

        Of one that has no score, too little was seen to correct anything.
        """
        scored = attempt.kind == "guided" or math.isfinite(attempt.score)
        decision = self._voice.cues.after_attempt(attempt, time_s) if scored else None
        if decision:
            self._cue(decision, time_s)
        if not attempt.complete or self._stop_card.shown:
            return
        self._rest.begin(time_s, self._plan.rest_s)
        # Where the voice leads, the number comes with the next instruction; in a march minutes count.
        if decision or self._voice.cues.correcting(time_s) or self._plan.exercise.kind in ("guided", "cadence"):
            return
        key = "repetition_rest" if self._rest.on else "repetition"
        count = words(key, done=self._progress.complete, wanted=self._plan.dose.attempts)
        self._voice.tell(time_s, "count", count)

    def _cue(self, decision: CueDecision, time_s: float) -> None:
        if decision.severity == 3:
            self._stop_card.show(in_words(decision.said), time_s)
        self._voice.cue(decision, time_s)

    # ------------------------------------------------------------------ what is shown

    def _report(self) -> list[Attempt]:
        finished = list(self._session.attempts[self._reported :])
        for attempt in finished:
            self._reported += 1
            self._on_attempt(attempt)
        return finished

    def _show(self, feedback: Feedback) -> LiveView:
        if self._stop_card.shown:
            return self._view("stop", self._stop_card.cue, words("stop_detail"))
        return self._screen.moving(feedback, heard=self._voice.heard(feedback))

    def _view(self, stage: Stage, headline: str, detail: str = "", *, count: int | None = None) -> LiveView:
        return self._screen.view(stage, headline, detail, feedback=self._feedback, count=count)
