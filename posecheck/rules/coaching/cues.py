"""The one sentence to say now: priority, persistence, rest time, graded wording, praise, and silence otherwise.

Nothing is queued: what is said is decided on what is seen at that moment (clinical 2.4).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from posecheck.remark import Inside, Said, remark
from posecheck.result.judgement import Attempt, Feedback, Finding, PhaseName

Strictness = Literal["gentle", "normal", "strict"]
Talk = Literal["little", "normal", "much"]

MIN_GAP_S: Final = 3.0
"""From one utterance to the next; a cue takes two seconds to say. Only severity 3 does not wait."""
REST_S: Final = 10.0
"""The same cue is not said again within this time."""
LONG_REST_S: Final = 30.0
"""The same, after it was said three times: more of it does not help."""
FLICKER_S: Final = 0.3
"""A fault that is unseen for no longer than this has not gone."""
MENDED_S: Final = 1.0
"""A fault that was spoken of is mended when it is gone for this long in the same phase."""
STILL_NEEDED_S: Final = MappingProxyType(
    {
        "strict": MappingProxyType({1: 0.1, 2: 0.1, 3: 0.0}),
        "normal": MappingProxyType({1: 0.6, 2: 0.2, 3: 0.0}),
        "gentle": MappingProxyType({1: 2.0, 2: 1.0, 3: 0.0}),
    }
)
"""Strictness -> severity -> seconds that a finding must stay *after* its rule's own persistence time (0.5 s as a
rule), so that a flicker says nothing. Normal is thus 0.7 s for a form fault and 1.1 s for polish (clinical 2.4: 0.5
and 1)."""


@dataclass(frozen=True, slots=True)
class CueSettings:
    """What the person chose: how soon to be corrected, how much to be told, by voice or by text alone."""

    strictness: Strictness = "normal"
    talk: Talk = "normal"
    voice: bool = True


@dataclass(frozen=True, slots=True)
class CueDecision:
    """Something to say now, in place of whatever is being said.

    `cue` is the exercise's own sentence that `said` was graded from, or what stands for it (see `cue_of`); empty with
    praise, as are rule and severity.
    """

    kind: Literal["cue", "praise"]
    said: Said
    rule: str = ""
    severity: int = 0
    cue: str = ""


@dataclass(slots=True)
class _Seen:
    """Since when a fault is seen, and when last."""

    first_s: float
    last_s: float


@dataclass(slots=True)
class _Spoken:
    """A fault that was spoken of and is not yet mended."""

    finding: Finding
    phase: PhaseName
    attempt: int
    gone_since_s: float | None = None


class CueEngine:
    """Decides what to say in one set; make a new one for the next.

    Parameters
    ----------
    settings
        What the person chose.
    """

    def __init__(self, settings: CueSettings) -> None:
        self._settings = settings
        self._seen: dict[str, _Seen] = {}
        self._said_s: dict[str, float] = {}
        self._grades: dict[str, int] = {}
        self._last_s = -math.inf
        self._last_cue_s = -math.inf
        self._spoken: _Spoken | None = None

    def step(self, feedback: Feedback) -> CueDecision | None:
        """Take the feedback of one frame in; return what to say now, None for silence (which is the rule)."""
        choice = self._choose(self._lasting(feedback), feedback.time_s)
        if choice is None:
            return self._praise(feedback)
        self._spoken = _Spoken(choice, feedback.phase, feedback.attempt)
        return self._speak(choice, feedback.time_s)

    def after_attempt(self, attempt: Attempt, time_s: float) -> CueDecision | None:
        """Return what to say of an attempt that is over: the worst fault that was not spoken of during it.

        Speed, bouncing and stillness are judged over whole phases and are known only now.
        """
        unsaid = [f for f in _worst_first(attempt.findings) if self._said_at(cue_of(f)) < attempt.start_s]
        choice = self._choose(unsaid, time_s)
        return self._speak(choice, time_s, over=True) if choice else None

    def note(self, time_s: float, *, seconds: float = MIN_GAP_S) -> None:
        """Take note that somebody else is speaking for some seconds: a cue must not cut that off."""
        self._last_s = max(self._last_s, time_s + seconds - MIN_GAP_S)

    def correcting(self, time_s: float) -> bool:
        """Return whether a correction may still be heard: a repetition number gives way to it."""
        return time_s - self._last_cue_s < MIN_GAP_S

    def quiet(self, time_s: float) -> bool:
        """Return whether nothing has been said for a while."""
        return time_s - self._last_s >= MIN_GAP_S

    def _lasting(self, feedback: Feedback) -> list[Finding]:
        """Return the faults that have lasted for long enough, worst first."""
        now = feedback.time_s
        lasting: list[Finding] = []
        for finding in _worst_first(feedback.findings):
            seen = self._seen.get(cue_of(finding))
            if seen is None or now - seen.last_s > FLICKER_S:
                seen = self._seen[cue_of(finding)] = _Seen(now, now)
            seen.last_s = now
            if now - seen.first_s >= STILL_NEEDED_S[self._settings.strictness][finding.severity] - 1e-9:
                lasting.append(finding)
        return lasting

    def _choose(self, findings: list[Finding], time_s: float) -> Finding | None:
        """Return the fault to speak of. While a severe one is there, lesser ones are not mentioned."""
        worst = findings[0].severity if findings else 0
        return next((f for f in findings if f.severity == worst and self._may(f, time_s)), None)

    def _may(self, finding: Finding, time_s: float) -> bool:
        said_s = self._said_at(cue_of(finding))
        rest_s = LONG_REST_S if self._grades.get(cue_of(finding), 0) >= 3 else REST_S
        if time_s - said_s < rest_s:
            return False
        if finding.severity == 1 and (self._settings.talk == "little" or math.isfinite(said_s)):
            return False
        return finding.severity == 3 or self.quiet(time_s)

    def _said_at(self, cue: str) -> float:
        return self._said_s.get(cue, -math.inf)

    def _speak(self, finding: Finding, time_s: float, *, over: bool = False) -> CueDecision:
        grade = self._grades.get(cue_of(finding), 0)
        self._grades[cue_of(finding)] = grade + 1
        self._said_s[cue_of(finding)] = self._last_s = self._last_cue_s = time_s
        return CueDecision("cue", _graded(finding, grade, over=over), finding.rule, finding.severity, cue_of(finding))

    def _praise(self, feedback: Feedback) -> CueDecision | None:
        """Return praise when the fault last spoken of is mended: not seen though it could be, in the same phase.

        Whoever mends it moves, which may end the hold for a moment; that neither counts nor ends the waiting.
        """
        spoken, now = self._spoken, feedback.time_s
        if spoken is None:
            return None
        if feedback.attempt != spoken.attempt or feedback.phase in ("setup", "none"):
            self._spoken = None
            return None
        there = feedback.phase != spoken.phase or any(f.fired for f in feedback.findings)
        if there or not _readable(feedback, spoken.finding.measure):
            spoken.gone_since_s = None
            return None
        spoken.gone_since_s = now if spoken.gone_since_s is None else spoken.gone_since_s
        if now - spoken.gone_since_s < MENDED_S - 1e-9 or not self.quiet(now):
            return None
        self._spoken = None
        self._grades.pop(cue_of(spoken.finding), None)
        self._last_s = now
        return CueDecision("praise", remark("praise"))


def cue_of(finding: Finding) -> str:
    """Return what tells a cue from others: rules that say the same are one fault to whoever hears it."""
    return finding.cue or (finding.remark.key if finding.remark else "")


def _graded(finding: Finding, grade: int, *, over: bool) -> Said:
    """Return what to say the first, second and third time. A danger is never put more mildly than in its own words."""
    cue = finding.said_cue
    if finding.severity == 3:
        return cue
    if over:
        return remark("cue_next", severity=finding.severity, cue=Inside(cue))
    again = remark("cue_again", severity=finding.severity, cue=Inside(cue))
    return (cue, again, remark("cue_smaller", severity=finding.severity))[min(grade, 2)]


def _worst_first(findings: Iterable[Finding]) -> list[Finding]:
    fired = [f for f in findings if f.fired and cue_of(f)]
    return sorted(fired, key=lambda f: (f.severity, f.excess), reverse=True)


def _readable(feedback: Feedback, measure: str) -> bool:
    """Whether a measure can be read in this frame: what is out of sight is not mended."""
    return any(r.measure == measure and math.isfinite(r.value) for r in feedback.readings)
