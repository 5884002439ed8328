"""What is said in a set: cues by the cue engine, the words of a hold, reminders; never two things at once."""

from __future__ import annotations

import math
from typing import Final

from posecheck.app.live_view import SayKind, Sound
from posecheck.app.voice import Voice, spoken_s
from posecheck.result import Feedback
from posecheck.rules.cues import CueDecision, CueEngine, CueSettings
from posecheck.wording import words

SHOWN_S: Final = 4.0
"""A cue stays on the screen for this long, and for as long as its fault is seen."""
REPEAT_S: Final = 10.0


class SetVoice:
    """Speaks in one set.

    Parameters
    ----------
    voice
        Says it, in the whole session.
    settings
        How to talk.
    hold_s
        Seconds that are to be held.
    """

    def __init__(self, voice: Voice, settings: CueSettings, *, hold_s: float) -> None:
        self.cues = CueEngine(settings)
        self._voice, self._settings, self._hold_s = voice, settings, hold_s
        self._told: dict[str, tuple[int, float]] = {}

    def tell(self, time_s: float, kind: SayKind, text: str, sound: Sound | None = None) -> None:
        """Say something now."""
        self._voice.say(time_s, kind, text, sound)
        self.cues.note(time_s, seconds=spoken_s(text))

    def remind(self, time_s: float, text: str) -> None:
        """Say something unless it was said a moment ago."""
        if self._voice.remind(time_s, "guide", text, "attention"):
            self.cues.note(time_s, seconds=spoken_s(text))

    def cue(self, decision: CueDecision, time_s: float) -> None:
        """Say what the cue engine has decided on."""
        sound: Sound | None = "attention" if decision.severity == 3 else None
        self._voice.say(time_s, decision.kind, decision.text, sound)

    def watch_hold(self, feedback: Feedback) -> None:
        """Say when a hold is over, and to who wants to hear much, when it begins and is half over."""
        wanted, now = self._hold_s, feedback.time_s
        if feedback.phase != "hold":
            return
        if feedback.hold_s >= wanted:
            attempt, said_s = self._told.get("back", (0, -math.inf))
            if attempt != feedback.attempt or now - said_s >= REPEAT_S:
                self._told["back"] = (feedback.attempt, now)
                self.tell(now, "info", words("and_back"), "hold_end")
        elif self._settings.talk == "much":
            self._once(feedback, "hold_begins")
            if feedback.hold_s >= wanted / 2 and wanted >= REPEAT_S:
                self._once(feedback, "half_way")

    def heard(self, feedback: Feedback) -> str:
        """Return the cue or praise that is to stay on the screen, empty where there is none."""
        last = self._voice.last
        if last is None or last.kind not in ("cue", "praise"):
            return ""
        fresh = feedback.time_s - self._voice.last_s < SHOWN_S
        lasting = last.kind == "cue" and any(f.severity >= 2 for f in feedback.findings)
        return last.text if fresh or lasting else ""

    def _once(self, feedback: Feedback, key: str) -> None:
        """Say a sentence once in an attempt, where nothing else was just said."""
        if self._told.get(key, (0, 0.0))[0] != feedback.attempt and self.cues.quiet(feedback.time_s):
            self._told[key] = (feedback.attempt, feedback.time_s)
            self.tell(feedback.time_s, "info", words(key))
