"""What a set shows at one instant: the words, the hold, the part under way, how much is done."""

from __future__ import annotations

from typing import Final

from posecheck.app.coach.live_plan import SetPlan
from posecheck.app.coach.live_view import LiveView, Stage
from posecheck.app.coach.set_progress import SetProgress
from posecheck.language import words
from posecheck.result.judgement import NAN, Feedback

LED: Final = ("sequence", "cycle", "guided")
"""Kinds whose own phases are shown."""


class SetScreen:
    """Makes the views of one set.

    Parameters
    ----------
    plan
        What is done.
    progress
        How much of it is done.
    """

    def __init__(self, plan: SetPlan, progress: SetProgress) -> None:
        self._plan, self._progress = plan, progress
        self._held = (0.0, 0.0)

    def moving(self, feedback: Feedback, *, heard: str) -> LiveView:
        """Return the view while the exercise is done; `heard` is what was just said and is to stay."""
        if feedback.phase == "hold":
            self._held = (feedback.hold_s, feedback.good_hold_s)
        elif feedback.phase != "return":
            self._held = (0.0, 0.0)
        if self._plan.exercise.lead and feedback.phase == "setup":
            return self.view("set", heard or " ".join(self._plan.exercise.lead), self._where(), feedback=feedback)
        key = feedback.phase if feedback.phase in ("move", "hold", "return") else "setup"
        now = words("keep_stepping") if self._progress.timed and key == "move" else words(f"live_{key}")
        return self.view("set", heard or feedback.title or now, self._where(), feedback=feedback)

    def view(
        self, stage: Stage, headline: str, detail: str = "", *, feedback: Feedback | None, count: int | None = None
    ) -> LiveView:
        """Return a view of any stage of the set."""
        plan, progress = self._plan, self._progress
        held, good = self._held
        names = [p.name for p in plan.exercise.phases]
        known = feedback is not None and feedback.step in names
        step_s, wanted_s = self._step_s(feedback)
        return LiveView(
            stage,
            headline,
            detail,
            count=count,
            phase=feedback.phase if feedback else "none",
            side=plan.side,
            hold_s=held,
            good_hold_s=good,
            hold_wanted_s=plan.dose.hold_s,
            attempt=progress.attempt,
            attempts_wanted=plan.dose.attempts,
            set_number=plan.number,
            kind=plan.exercise.kind,
            part=feedback.title if feedback else "",
            step_s=step_s,
            step_wanted_s=wanted_s,
            step=names.index(feedback.step) + 1 if known and feedback and feedback.step else 0,
            steps=len(names),
            per_min=progress.per_min,
            feedback=feedback,
        )

    def _step_s(self, feedback: Feedback | None) -> tuple[float, float]:
        """Return seconds of the part under way, or of the march, and how many are meant."""
        if self._progress.timed:
            return self._progress.marched_s, self._plan.dose.seconds
        if feedback is None or self._plan.exercise.kind not in LED:
            return 0.0, NAN
        return feedback.step_s, feedback.step_wanted_s

    def _where(self) -> str:
        attempt, wanted = self._progress.attempt, self._plan.dose.attempts
        if self._plan.side is None:
            return words("live_detail", attempt=attempt, wanted=wanted)
        return words(f"live_detail_{self._plan.side}", attempt=attempt, wanted=wanted)
