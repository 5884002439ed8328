"""Guided exercises: the voice counts through timed steps, the camera sees only whether somebody is there and quiet.

A clip carries no voice, so the clock starts when the person's start position is known, and every round is as long as
the steps together. What is done in it is checked over the whole round, not step by step.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from posecheck.result.entries import Check
from posecheck.result.judgement import Finding, Verdict
from posecheck.rules.exercise.course import Phase, timed_by
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.phases.there_and_back import Span, State
from posecheck.rules.reading.stillness import Run

LEAST_SHARE: Final = 0.5
"""A last round that is shorter than this part of one is somebody getting up, if there was a round before."""
GAP_S: Final = 1.0
"""Where the stream stops for longer, nobody watches and nobody leads: live that is the count-in."""


class GuidedTracker:
    """Counts rounds of timed steps while the person is in the position; the clock waits while not, and in gaps.

    Parameters
    ----------
    phases
        The exercise's steps with their seconds.
    from_s
        When the start position was known.
    """

    def __init__(self, phases: Sequence[Phase], from_s: float) -> None:
        self._phases = phases
        self._round_s = sum(p.seconds or 0.0 for p in phases)
        self._from_s = from_s
        self._start_s = from_s
        self._clock_s = 0.0
        self._last_s = math.nan
        self._end_s = from_s
        self._rounds = 0
        self.spans: list[Span] = []

    @property
    def state(self) -> State:
        """Whether a round is under way."""
        return "none" if math.isnan(self._last_s) else "attempt"

    @property
    def still_run(self) -> Run | None:
        """What the voice times is no hold that a camera could see."""
        return None

    @property
    def had_hold(self) -> bool:
        """What the voice times is no hold that a camera could see."""
        return False

    def opened_before(self, _time_s: float) -> bool:
        """Return False: the clock starts with the set-up."""
        return False

    @property
    def current(self) -> tuple[int, float]:
        """Number of the step under way and how many seconds of it are over."""
        rest = self._clock_s
        for i, phase in enumerate(self._phases):
            seconds = phase.seconds or 0.0
            if rest < seconds or i == len(self._phases) - 1:
                return i, rest
            rest -= seconds
        return 0, 0.0

    def step(self, time_s: float, *, posture: bool) -> None:
        """Take one frame in: time, and whether the body is in the exercise's position."""
        if time_s < self._from_s:
            return
        if time_s - self._last_s > GAP_S:
            self._last_s = math.nan
        if posture and not math.isnan(self._last_s):
            self._clock_s += time_s - self._last_s
        elif posture and not self._rounds and self._clock_s == 0:
            self._start_s = time_s
        if posture:
            while self._clock_s >= self._round_s:
                self._close(time_s - (self._clock_s - self._round_s), complete=True)
            self._end_s = time_s
        self._last_s = time_s if posture else math.nan

    def finish(self) -> None:
        """Keep a last round that was not done to its end, unless it hardly began."""
        if self._clock_s > 0 and (not self._rounds or self._clock_s >= LEAST_SHARE * self._round_s):
            self._close(self._end_s, complete=False)

    def _close(self, end_s: float, *, complete: bool) -> None:
        self.spans.append(Span(self._start_s, end_s, (self._start_s, end_s), None, 0.0, complete))
        self._start_s, self._rounds = end_s, self._rounds + 1
        self._clock_s = self._clock_s - self._round_s if complete else 0.0


def checks_of(findings: Sequence[Finding]) -> tuple[Check, ...]:
    """Return what a guided exercise was watched for, from the findings of its rules."""
    passed = {Verdict.OK: True, Verdict.UNKNOWN: None}
    return tuple(
        Check(f.rule, f.title, passed.get(f.verdict, False), f.severity, f.cue, number=f.number, reasons=f.reasons)
        for f in findings
    )


def timed(exercise: Exercise, dose: str | None) -> Exercise:
    """Return an exercise with the steps of a guided one as long as a dose says."""
    if dose is None or exercise.kind != "guided":
        return exercise
    return replace(exercise, phases=timed_by(exercise.phases, exercise.doses[dose].hold_s))
