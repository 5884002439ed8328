"""What leads through a set: the way into a hold, the instruction whose turn it is, breathing, the minutes of a march.

Told, never judged. A prompt gives way to every correction, and is dropped when its moment is over: nothing is queued.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from posecheck.app.coach.live_plan import SetPlan
from posecheck.app.coach.set_progress import SetProgress
from posecheck.app.coach.voice import spoken_s
from posecheck.language import words
from posecheck.result.judgement import Feedback, Kind
from posecheck.rules.coaching.cues import Talk
from posecheck.rules.exercise.course import Phase, timed_by

BREATH_EVERY_S: Final[Mapping[Talk, float]] = MappingProxyType({"little": math.inf, "normal": 20.0, "much": 8.0})
"""In a hold, breathing is reminded of so often (clinical G5: 6 to 8 s, which is for those who want to hear much)."""
NEARLY_S: Final = 4.0
"""So close to the end of a hold nothing more is said of it."""
HALVED_S: Final = 10.0
"""A hold as long as this is halved by a word."""
MINUTE_S: Final = 60.0
LEAD_EVERY_S: Final = 3.0
"""From one word that leads into a hold to the next: time to hear it and to do it."""

LEAD: Final = "lead"

Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something to say; `key` tells it from others, `urgent` where it is of no use later."""

    key: Key
    text: str
    urgent: bool = False


class Prompter:
    """Knows what was told in one set, and what comes next.

    Parameters
    ----------
    plan
        What is done.
    talk
        How much the person wants to hear: a little is instructions alone, those of a sequence once.
    progress
        How much of the set is done.
    """

    def __init__(self, plan: SetPlan, talk: Talk, progress: SetProgress) -> None:
        self._exercise, self._dose, self._progress = plan.exercise, plan.dose, progress
        self._talk: Talk = talk
        guided = plan.exercise.kind == "guided"
        self._phases = timed_by(plan.exercise.phases, plan.dose.hold_s) if guided else plan.exercise.phases
        self._told: set[Key] = set()
        self._held_since: tuple[Key, float] = ((0, ""), 0.0)
        self._breath_s = 0.0
        self._lead_s = -math.inf

    def due(self, feedback: Feedback) -> Prompt | None:
        """Return what is to be said now, None for silence, which is the rule."""
        self._note_hold(feedback)
        if feedback.phase == "none":
            return None
        led = self._leading(feedback) if self._exercise.lead else None
        for prompt in (led, self._OF_KIND[self._exercise.kind](self, feedback), self._in_hold(feedback)):
            if prompt is not None and prompt.text and prompt.key not in self._told:
                return prompt
        return None

    def said(self, prompt: Prompt, time_s: float) -> None:
        """Take note that a prompt was said."""
        self._told.add(prompt.key)
        self._breath_s = time_s
        if prompt.key[1].startswith(LEAD):
            self._lead_s = time_s

    def again(self) -> None:
        """Let the instruction of this moment be said once more: the person was away."""
        last = max((n for n, _ in self._told), default=0)
        self._told = {key for key in self._told if key[0] != last}

    @property
    def lead(self) -> str:
        """All the words that lead into the hold; empty where there are none."""
        return _joined(*self._exercise.lead)

    # ------------------------------------------------------------------ into a hold

    def _leading(self, feedback: Feedback) -> Prompt | None:
        """Return the next word that leads into a hold, the last one as soon as the hold is reached.

        The first time all are told, one after the other; later the last alone, to those who want much all again. They
        go on whether or not the movement is seen: the way into a stretch may be a few centimetres.
        """
        lead, waiting, holds = self._exercise.lead, feedback.phase == "setup", feedback.phase == "hold"
        number = feedback.attempt + waiting
        again = number > 1
        if (again and self._talk == "little") or feedback.phase == "return":
            return None
        keys = [(number, f"{LEAD} {i}") for i in range(len(lead))]
        if holds:
            late = 0 < self._dose.hold_s <= feedback.hold_s
            return None if late else Prompt(keys[-1], lead[-1])
        if (again and self._talk != "much") or feedback.time_s - self._lead_s < LEAD_EVERY_S:
            return None
        return next((Prompt(key, text) for key, text in zip(keys, lead, strict=True) if key not in self._told), None)

    # ------------------------------------------------------------------ kinds

    def _guided(self, feedback: Feedback) -> Prompt | None:
        """Return the instruction of the step whose time has come, with the number of rounds that are done."""
        at = self._at(feedback)
        if at < 0:
            return None
        phase = self._phases[at]
        done = self._progress.complete if at == 0 else 0
        number = words("repetition", done=done, wanted=self._dose.attempts) if done else ""
        text = _joined(number, phase.say)
        full = _joined(text, self._breath(phase, feedback))
        fits = spoken_s(full) <= (phase.seconds or math.inf)
        return Prompt((feedback.attempt, phase.name), full if fits else text, urgent=True)

    def _sequence(self, feedback: Feedback) -> Prompt | None:
        """Return the instruction of the phase that comes next, once the one under way has lasted as long as meant.

        Of a hold its own is told while it lasts, where there was no time before.
        """
        at = self._at(feedback)
        under_way = self._phases[at] if at >= 0 else None
        over = under_way is None or feedback.step_s >= self._wanted_s(under_way)
        told = self._phases[at + 1 : at + 2] if over else (under_way,) if under_way and under_way.hold else ()
        if not told or (self._talk == "little" and feedback.attempt > 1):
            return None
        number = feedback.attempt + (under_way is None)
        return Prompt((number, told[0].name), _joined(told[0].say, self._breath(told[0], feedback)))

    def _breathing(self, feedback: Feedback) -> Prompt | None:
        """Return what to tell about breathing as a part of a hold or a repetition begins, or is about to."""
        waiting = feedback.phase == "setup"
        part = "move" if waiting else feedback.phase
        number = feedback.attempt + waiting
        breath = self._exercise.breathing.get(part) or self._exercise.breathing.get("attempt")
        if self._talk == "little" or (self._talk == "normal" and number > 1):
            breath = None
        if part == "move" and self._exercise.lead:  # which says when to breathe
            breath = None
        hold = part == "hold" and self._dose.hold_s > 0
        if hold and self._talk == "much" and not self._exercise.lead:
            breath = _joined(words("hold_now"), breath) if breath else words("hold_begins")
        if hold and feedback.hold_s >= self._dose.hold_s:
            return None
        return Prompt((number, part), breath or "")

    def _marching(self, feedback: Feedback) -> Prompt | None:
        """Return how many minutes are done, and how fast the steps come."""
        minutes = int(self._progress.marched_s / MINUTE_S)
        if minutes < 1 or self._progress.done:
            return None
        told = words("march_minutes", done=minutes, wanted=self._dose.seconds / MINUTE_S)
        rate = self._progress.per_min
        pace = words("march_pace", rate=round(rate)) if math.isfinite(rate) else ""
        breath = feedback.breath if self._talk == "much" or (self._talk == "normal" and minutes == 1) else None
        return Prompt((minutes, "minute"), _joined(told, pace, breath or ""))

    # ------------------------------------------------------------------ holds

    def _in_hold(self, feedback: Feedback) -> Prompt | None:
        """Return the middle of a long hold, or that one should go on breathing."""
        key, _ = self._held_since
        wanted = self._hold_wanted_s(feedback)
        held = feedback.hold_s if feedback.phase == "hold" else feedback.step_s
        if not key[1] or held >= wanted - NEARLY_S or self._talk == "little":
            return None
        if self._talk == "much" and wanted >= HALVED_S and held >= wanted / 2 and (key[0], "half") not in self._told:
            return Prompt((key[0], "half"), words("half_way"))
        since = feedback.time_s - self._breath_s
        if since < BREATH_EVERY_S[self._talk]:
            return None
        return Prompt((key[0], f"breath {feedback.time_s:.3f}"), words("keep_breathing"))

    def _note_hold(self, feedback: Feedback) -> None:
        """Note when a hold began, by whatever kind of exercise it is one."""
        at = self._at(feedback)
        holds = feedback.phase == "hold" or (at >= 0 and self._phases[at].hold)
        key = (feedback.attempt, "hold") if holds else (feedback.attempt, "")
        if key != self._held_since[0]:
            self._held_since = (key, feedback.time_s)
            self._breath_s = feedback.time_s

    def _hold_wanted_s(self, feedback: Feedback) -> float:
        at = self._at(feedback)
        if at >= 0:
            return self._phases[at].seconds or self._wanted_s(self._phases[at])
        return self._dose.hold_s

    # ------------------------------------------------------------------ phases

    def _at(self, feedback: Feedback) -> int:
        """Return the number of the phase under way, -1 where none is."""
        return next((i for i, p in enumerate(self._phases) if p.name == feedback.step), -1)

    def _wanted_s(self, phase: Phase) -> float:
        """Return how long a phase of a sequence is meant to last: a hold as long as the dose says, where it does."""
        return (self._dose.hold_s if phase.hold else 0.0) or phase.min_s

    def _breath(self, phase: Phase, feedback: Feedback) -> str:
        """Return what to tell about breathing with a phase: in the first round only, unless much is wanted."""
        told = self._exercise.breathing.get(phase.name, "")
        first = feedback.attempt <= 1 and self._progress.complete == 0
        wanted = self._talk == "much" or (self._talk == "normal" and first)
        twice = told.rstrip(".").lower() in phase.say.lower()
        return told if wanted and not twice else ""

    _OF_KIND: Final[Mapping[Kind, Callable[[Prompter, Feedback], Prompt | None]]] = MappingProxyType(
        {
            "hold": _breathing,
            "repetition": _breathing,
            "sequence": _sequence,
            "cycle": _sequence,
            "cadence": _marching,
            "guided": _guided,
        }
    )


def _joined(*sentences: str) -> str:
    return " ".join(s for s in sentences if s)
