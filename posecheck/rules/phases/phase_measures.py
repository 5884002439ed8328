"""Measures of the course of an attempt: how long its phases took, in which order they came, how often a step.

They are read from the recognised phases and steps, not from the values of one measure (those are in
`posecheck.rules.phases.tempo`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np

from posecheck.result.entries import PhaseSeen
from posecheck.rules.exercise.definition import Exercise, Measure
from posecheck.rules.reading import measures

Intervals = tuple[tuple[float, float], ...]

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "phase_time": "s",
        "order": "s",
        "cadence": "/min",
        "step_size": "{unit}",
        "longest_pause": "s",
    }
)
"""Word in an exercise file -> unit; ``{unit}`` is that of the steps."""
PAUSE_S: Final = 2.0
"""Longer than this between two steps is a pause and not a slow step (30 steps a minute)."""


@dataclass(frozen=True, slots=True)
class Course:
    """What was recognised of an attempt's phases and steps.

    Parameters
    ----------
    phases
        All phases of the exercise in its order; NaN where one was left out.
    held
        Phase -> when its conditions held, whether or not it was its turn.
    steps
        Time of each step.
    sizes
        How high each step was, in the unit of the steps.
    turned
        Whether the attempt was done to the second of the two sides.
    """

    phases: tuple[PhaseSeen, ...] = ()
    held: Mapping[str, Intervals] = field(default_factory=dict[str, Intervals])
    steps: tuple[float, ...] = ()
    sizes: tuple[float, ...] = ()
    turned: bool = False

    def phase(self, name: str) -> PhaseSeen:
        """Return when a phase was."""
        return next(p for p in self.phases if p.name == name)

    def first_s(self, name: str, since_s: float) -> float:
        """Return when a phase's conditions first held from a time on, NaN where they never did."""
        return min((max(a, since_s) for a, b in self.held.get(name, ()) if b >= since_s), default=math.nan)


def compute(measure: Measure, course: Course, start_s: float, end_s: float) -> tuple[float, float]:
    """Return the value of a measure of an attempt's course and its worst moment; NaN where it cannot be told.

    Parameters
    ----------
    measure
        One whose kind is in `KINDS`.
    course
        What was recognised.
    start_s, end_s
        The attempt.
    """
    if measure.kind == "phase_time":
        return _phase_time(measure, course, start_s)
    if measure.kind == "order":
        return _order(measure, course, start_s, end_s)
    if measure.kind == "step_size":
        worst = course.steps[int(np.argmin(course.sizes))] if course.sizes else start_s
        return (float(np.median(course.sizes)) if course.sizes else math.nan), worst
    if measure.kind == "longest_pause":
        edges = np.array([*course.steps, end_s])
        gaps = np.diff(edges)
        return (float(np.max(gaps)), float(edges[int(np.argmax(gaps))])) if len(gaps) else (math.nan, start_s)
    return cadence_of(course.steps), (start_s + end_s) / 2


def cadence_of(steps: tuple[float, ...]) -> float:
    """Return steps a minute while stepping, pauses left out; NaN for fewer than three steps.

    Examples
    --------
    >>> cadence_of((0.0, 0.6, 1.2, 1.8, 9.0, 9.6))
    100.0
    """
    gaps = np.diff(steps)
    gaps = gaps[gaps <= PAUSE_S]
    return float(60 / np.mean(gaps)) if len(gaps) >= 2 else math.nan


def unit_of(exercise: Exercise, measure: Measure) -> str:
    """Return the unit in which rules see a measure of the course of an attempt."""
    unit = KINDS[measure.kind]
    if exercise.cadence is None:
        return unit
    return unit.format(unit=measures.unit_of(exercise.measures[exercise.cadence.steps[0]]))


def _phase_time(measure: Measure, course: Course, start_s: float) -> tuple[float, float]:
    phase = course.phase(measure.phase or "")
    when = start_s if math.isnan(phase.start_s) else phase.start_s
    if measure.until is None:
        return phase.seconds, when
    return course.phase(measure.until).start_s - phase.start_s, when


def _order(measure: Measure, course: Course, start_s: float, end_s: float) -> tuple[float, float]:
    """Seconds by which one phase's conditions came before another's; what never came is taken for the end."""
    since = start_s if measure.since is None else course.phase(measure.since).start_s
    then = course.first_s(measure.then or "", since)
    if math.isnan(since) or math.isnan(then):
        return math.nan, start_s
    first = course.first_s(measure.first or "", since)
    return then - (end_s if math.isnan(first) else first), then
