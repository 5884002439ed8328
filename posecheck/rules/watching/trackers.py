"""Which tracker cuts the stream of an exercise into attempts, by the exercise's kind; and what it tells a screen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from posecheck.result.judgement import NAN
from posecheck.rules.exercise.course import Phase
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.phases.cadence import CadenceTracker
from posecheck.rules.phases.guided import GuidedTracker
from posecheck.rules.phases.sequence import SequenceTracker
from posecheck.rules.phases.there_and_back import PhaseTracker
from posecheck.rules.reading.measures import relative_value
from posecheck.rules.watching.frame_reading import FrameReading

Tracker = PhaseTracker | SequenceTracker | CadenceTracker | GuidedTracker


@dataclass(frozen=True, slots=True)
class StepNow:
    """The exercise's own phase at this moment: see `posecheck.result.judgement.Feedback`."""

    step: str | None = None
    title: str = ""
    say: str | None = None
    step_s: float = 0.0
    step_wanted_s: float = NAN


def make_tracker(
    exercise: Exercise, neutral: Mapping[str, float], *, from_s: float, begun_before_s: float, anywhere: bool = False
) -> Tracker:
    """Return a fresh tracker.

    Parameters
    ----------
    exercise
        The exercise.
    neutral
        Raw value of every frame measure in the person's set-up.
    from_s
        When the set-up was known.
    begun_before_s
        A stream that shows the body away from set-up before this time begins inside an attempt.
    anywhere
        Whether a hold may begin where the body comes into the posture (see `PhaseTracker`).
    """
    if exercise.kind in ("sequence", "cycle"):
        setup = {n: relative_value(exercise.measures[n], v, v) for n, v in neutral.items()}
        return SequenceTracker(exercise, setup)
    if exercise.kind == "cadence":
        return CadenceTracker(exercise)
    if exercise.kind == "guided":
        return GuidedTracker(exercise.phases, from_s)
    anywhere = anywhere and exercise.kind == "hold"
    return PhaseTracker(exercise.movement, begun_before_s=begun_before_s, anywhere=anywhere)


def track(tracker: Tracker, time_s: float, reading: FrameReading) -> None:
    """Let a tracker take one frame in."""
    if isinstance(tracker, PhaseTracker):
        tracker.step(time_s, reading.changes, posture=reading.posture)
    elif isinstance(tracker, SequenceTracker):
        tracker.step(time_s, reading.values, reading.changes, posture=reading.posture)
    elif isinstance(tracker, CadenceTracker):
        tracker.step(time_s, reading.values, posture=reading.posture)
    else:
        tracker.step(time_s, posture=reading.posture)


def live_values(exercise: Exercise, tracker: Tracker) -> dict[str, float]:
    """Return the values of the measures of a march that are known while it goes on."""
    if not isinstance(tracker, CadenceTracker):
        return {}
    return {n: tracker.now_per_min for n, m in exercise.measures.items() if m.kind == "cadence"}


def step_now(exercise: Exercise, tracker: Tracker, time_s: float) -> StepNow:
    """Return the exercise's own phase at this moment and the instruction that comes next.

    Between attempts that is the first one; in the last phase there is none, except where the rounds go on.
    """
    phases = exercise.phases
    if isinstance(tracker, GuidedTracker):
        at, seconds = tracker.current
        return _told(phases[at], phases[at].say, seconds, phases[at].seconds)
    if not isinstance(tracker, SequenceTracker):
        return StepNow()
    if tracker.current is None:
        return StepNow(say=phases[0].say or None)
    at, since_s = tracker.current
    following = phases[at + 1] if at + 1 < len(phases) else None
    return _told(phases[at], following.say if following else "", time_s - since_s, phases[at].min_s or None)


def _told(phase: Phase, say: str, seconds: float, wanted_s: float | None) -> StepNow:
    return StepNow(phase.name, phase.title, say or None, seconds, math.nan if wanted_s is None else wanted_s)
