"""What is said in a set: cues by the cue engine, the words of a hold, reminders; never two things at once."""

from __future__ import annotations

import math
from typing import Final

from posecheck.app.coach.live_view import SayKind, Sound
from posecheck.app.coach.prompts import Prompt
from posecheck.app.coach.voice import Voice, spoken_s
from posecheck.language.sentences import in_words, words
from posecheck.result.judgement import Feedback
from posecheck.rules.coaching.cues import CueDecision, CueEngine, CueSettings

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
        Seconds that are to be held; 0 where the voice tells no end of a hold.
    """

    def __init__(self, voice: Voice, settings: CueSettings, *, hold_s: float) -> None:
        self.cues = CueEngine(settings)
        self._voice, self._hold_s = voice, hold_s
        self._back = (0, -math.inf)

    def tell(self, time_s: float, kind: SayKind, text: str, sound: Sound | None = None) -> None:
        """Say something now."""
        self._voice.say(time_s, kind, text, sound)
        self.cues.note(time_s, seconds=spoken_s(text))

    def tell_once(self, time_s: float, text: str, *, then: str = "") -> bool:
        """Say something the first time in the session, and something else behind it; return whether it was said."""
        first = self._voice.first(text)
        if first:
            self.tell(time_s, "prompt", f"{text} {then}".rstrip())
        return first

    def remind(self, time_s: float, text: str) -> None:
        """Say something unless it was said a moment ago."""
        if self._voice.remind(time_s, "guide", text, "attention"):
            self.cues.note(time_s, seconds=spoken_s(text))

    def cue(self, decision: CueDecision, time_s: float) -> None:
        """Say what the cue engine has decided on."""
        sound: Sound | None = "attention" if decision.severity == 3 else None
        self._voice.say(time_s, decision.kind, in_words(decision.said), sound)

    def prompt(self, prompt: Prompt, time_s: float) -> bool:
        """Say what leads on, unless a correction is being spoken or something else is; return whether it was said."""
        last = self._voice.last
        replaces = prompt.urgent and last is not None and last.kind in ("prompt", "count")
        if not self.cues.quiet(time_s) and (not replaces or self.cues.correcting(time_s)):
            return False
        self.tell(time_s, "prompt", prompt.text, "tick" if prompt.urgent else None)
        return True

    def watch_hold(self, feedback: Feedback) -> None:
        """Say when a hold is over."""
        now = feedback.time_s
        if self._hold_s <= 0 or feedback.phase != "hold" or feedback.hold_s < self._hold_s:
            return
        attempt, said_s = self._back
        if attempt != feedback.attempt or now - said_s >= REPEAT_S:
            self._back = (feedback.attempt, now)
            self.tell(now, "info", words("and_back"), "hold_end")

    def heard(self, feedback: Feedback) -> str:
        """Return the cue, praise or prompt that is to stay on the screen, empty where there is none."""
        last = self._voice.last
        if last is None or last.kind not in ("cue", "praise", "prompt"):
            return ""
        fresh = feedback.time_s - self._voice.last_s < SHOWN_S
        lasting = last.kind == "cue" and any(f.severity >= 2 for f in feedback.findings)
        return last.text if fresh or lasting else ""
