"""One set of one side, live: count-in, the set with its cues, pauses. Judged by a `Session` and by nothing else."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from posecheck.app.guide import Guidance
from posecheck.app.live_view import LiveView, SayKind, Sound, Stage
from posecheck.app.presence import Presence
from posecheck.app.voice import Voice, spoken_s
from posecheck.pose import Pose, Source
from posecheck.result import Attempt, Feedback, Result
from posecheck.rules.cues import CueDecision, CueEngine, CueSettings
from posecheck.rules.exercise import Dose, Exercise
from posecheck.session import Session
from posecheck.skeleton import Side
from posecheck.version import installed_version
from posecheck.wording import words

COUNT_FROM: Final = 3
SHOWN_S: Final = 4.0
"""A cue stays on the screen for this long, and for as long as its fault is seen."""
REPEAT_S: Final = 10.0
IDLE_S: Final = 20.0
"""Nothing done for this long: "Ready when you are" (clinical 2.3)."""
SIDE_SHARE: Final = 0.65
"""Share of the frames that must show the other side working; as for an attempt's side."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one set is: an exercise, its working side (None where it has none), how much, by which source."""

    exercise: Exercise
    side: Side | None
    dose: Dose
    dose_name: str
    source: Source


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
        plan: Plan,
        *,
        settings: CueSettings,
        voice: Voice,
        on_attempt: Callable[[Attempt], None],
        check_side: bool = True,
    ) -> None:
        self._plan = plan
        self._settings = settings
        self._voice = voice
        self._on_attempt = on_attempt
        versions = {"posecheck": installed_version(), "exercise": plan.exercise.version}
        self._session = Session(
            plan.exercise, side=plan.side, dose=plan.dose_name, source=plan.source, versions=versions
        )
        self._cues = CueEngine(settings)
        self._feedback: Feedback | None = None
        self._count_since: float | None = None
        self._count = COUNT_FROM + 1
        self._sides: Counter[str | None] = Counter()
        self._reported = 0
        self._presence = Presence()
        self._busy_s = -math.inf
        self._held = (0.0, 0.0)
        self._told: dict[str, tuple[int, float]] = {}
        self._lost_neutral = False
        self._check_side = check_side
        self.running = False
        self.wrong_side = False

    @property
    def done(self) -> bool:
        """Whether as many attempts are complete as the dose wants."""
        return self.running and self._complete >= self._plan.dose.attempts

    @property
    def away(self) -> bool:
        """Whether the person has gone before the set began."""
        return not self.running and self._presence.away

    @property
    def _complete(self) -> int:
        return sum(a.complete for a in self._session.attempts)

    def begin(self, poses: Iterable[Pose]) -> None:
        """Give the session the still poses from which it takes the person's neutral."""
        for pose in poses:
            self._feedback = self._session.step(pose)

    def step(self, pose: Pose, guidance: Guidance) -> LiveView:
        """Take a smoothed pose in and return what to show."""
        feedback = self._feedback = self._session.step(pose)
        came_back = self._presence.step(pose)
        finished = self._report()
        if not self.running and (self._count_in(pose.time_s, feedback) or self.wrong_side):
            return self._view("count_in", str(self._count), words("hold_still"), count=self._count)
        if self._presence.away:
            return self._wait_for_return(pose.time_s)
        if came_back:
            self._busy_s = pose.time_s
            self._tell(pose.time_s, "info", words("resumed"))
        if not feedback.readings:
            return self._regain(pose.time_s, guidance)
        if self._lost_neutral:
            self._lost_neutral = False
            self._tell(pose.time_s, "info", words("go"), "go")
        self._talk(feedback, guidance, finished)
        return self._show(feedback)

    def finish(self) -> Result:
        """Close what is open and return the judgement of the set."""
        result = self._session.finish()
        self._report()
        return result

    # ------------------------------------------------------------------ the stages

    def _count_in(self, time_s: float, feedback: Feedback) -> bool:
        """Count 3, 2, 1, one a second; return False when the set begins. Whoever begins early is not held back."""
        self._count_since = time_s if self._count_since is None else self._count_since
        self._sides[feedback.side] += 1
        count = COUNT_FROM - int(time_s - self._count_since + 1e-9)
        if count > 0 and feedback.phase not in ("move", "hold", "return"):
            if count < self._count:
                self._count = count
                self._tell(time_s, "count", str(count), "tick")
            return True
        self.wrong_side = self._check_side and self._other_side_works()
        if not self.wrong_side:
            self.running, self._busy_s = True, time_s
            self._tell(time_s, "info", words("go"), "go")
        return False

    def _other_side_works(self) -> bool:
        known = {side: n for side, n in self._sides.items() if side in ("left", "right")}
        other = sum(n for side, n in known.items() if side != self._plan.side)
        return self._plan.side is not None and bool(known) and other >= SIDE_SHARE * sum(known.values())

    def _wait_for_return(self, time_s: float) -> LiveView:
        self._remind(time_s, words("paused"))
        return self._view("paused", words("paused"), words("paused_detail"))

    def _regain(self, time_s: float, guidance: Guidance) -> LiveView:
        """Ask for the start position anew: the person has moved elsewhere or turned round."""
        self._lost_neutral = True
        start = words("take_start", start=self._plan.exercise.start)
        self._remind(time_s, guidance.advice or words("hold_still"))
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
        self._watch_hold(feedback)
        if decision := self._cues.step(feedback):
            self._cue(decision, now)
        elif guidance.hazard:
            self._remind(now, guidance.hazard)
        elif now - self._busy_s >= IDLE_S:
            self._busy_s = now
            self._tell(now, "info", words("ready_when_you_are"))

    def _after_attempt(self, attempt: Attempt, time_s: float) -> None:
        """Say what was wrong with an attempt as a whole, else its number; a correction just said stands for both."""
        decision = self._cues.after_attempt(attempt, time_s)
        if decision:
            self._cue(decision, time_s)
        elif attempt.complete and not self._cues.correcting(time_s):
            wanted = self._plan.dose.attempts
            self._tell(time_s, "count", words("repetition", done=self._complete, wanted=wanted))

    def _watch_hold(self, feedback: Feedback) -> None:
        wanted, now = self._plan.dose.hold_s, feedback.time_s
        if feedback.phase != "hold":
            return
        if feedback.hold_s >= wanted:
            attempt, said_s = self._told.get("back", (0, -math.inf))
            if attempt != feedback.attempt or now - said_s >= REPEAT_S:
                self._told["back"] = (feedback.attempt, now)
                self._tell(now, "info", words("and_back"), "hold_end")
        elif self._settings.talk == "much":
            self._once(feedback, "hold_begins")
            if feedback.hold_s >= wanted / 2 and wanted >= REPEAT_S:
                self._once(feedback, "half_way")

    def _once(self, feedback: Feedback, key: str) -> None:
        """Say a sentence once in an attempt, where nothing else was just said."""
        if self._told.get(key, (0, 0.0))[0] != feedback.attempt and self._cues.quiet(feedback.time_s):
            self._told[key] = (feedback.attempt, feedback.time_s)
            self._tell(feedback.time_s, "info", words(key))

    def _cue(self, decision: CueDecision, time_s: float) -> None:
        sound: Sound | None = "attention" if decision.severity == 3 else None
        self._voice.say(time_s, decision.kind, decision.text, sound)

    def _tell(self, time_s: float, kind: SayKind, text: str, sound: Sound | None = None) -> None:
        self._voice.say(time_s, kind, text, sound)
        self._cues.note(time_s, seconds=spoken_s(text))

    def _remind(self, time_s: float, text: str) -> None:
        if self._voice.remind(time_s, "guide", text, "attention"):
            self._cues.note(time_s, seconds=spoken_s(text))

    # ------------------------------------------------------------------ what is shown

    def _report(self) -> list[Attempt]:
        finished = list(self._session.attempts[self._reported :])
        for attempt in finished:
            self._reported += 1
            self._on_attempt(attempt)
        return finished

    def _show(self, feedback: Feedback) -> LiveView:
        if feedback.phase == "hold":
            self._held = (feedback.hold_s, feedback.good_hold_s)
        elif feedback.phase != "return":
            self._held = (0.0, 0.0)
        key = feedback.phase if feedback.phase in ("move", "hold", "return") else "setup"
        return self._view("set", self._heard(feedback) or words(f"live_{key}"), self._where())

    def _heard(self, feedback: Feedback) -> str:
        """Return the cue or praise that is to stay on the screen, empty where there is none."""
        last = self._voice.last
        if last is None or last.kind not in ("cue", "praise"):
            return ""
        fresh = feedback.time_s - self._voice.last_s < SHOWN_S
        lasting = last.kind == "cue" and any(f.severity >= 2 for f in feedback.findings)
        return last.text if fresh or lasting else ""

    def _where(self) -> str:
        attempt, wanted = self._attempt, self._plan.dose.attempts
        if self._plan.side is None:
            return words("live_detail", attempt=attempt, wanted=wanted)
        return words("live_detail_side", side=self._plan.side.capitalize(), attempt=attempt, wanted=wanted)

    @property
    def _attempt(self) -> int:
        return min(self._complete + 1, self._plan.dose.attempts)

    def _view(self, stage: Stage, headline: str, detail: str = "", *, count: int | None = None) -> LiveView:
        feedback = self._feedback
        held, good = self._held
        return LiveView(
            stage,
            headline,
            detail,
            count=count,
            phase=feedback.phase if feedback else "none",
            side=self._plan.side,
            hold_s=held,
            good_hold_s=good,
            hold_wanted_s=self._plan.dose.hold_s,
            attempt=self._attempt,
            attempts_wanted=self._plan.dose.attempts,
            feedback=feedback,
        )
