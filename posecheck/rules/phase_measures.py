"""Measures of the course of an attempt: how long its phases took, in which order they came, how often a step.

They are read from the recognised phases and steps, not from the values of one measure (those are in
`posecheck.rules.tempo`).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from posecheck.rules import measures
from posecheck.rules.exercise import Exercise, Measure

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "phase_time": "s",
        "order": "s",
        "cadence": "/min",
        "step_size": "{unit}",
        "longest_pause": "s",
    }
)
"""Word in an exercise file -> unit; ``{unit}`` is that of the measure it is taken of."""


def unit_of(exercise: Exercise, measure: Measure) -> str:
    """Return the unit in which rules see a measure of the course of an attempt."""
    unit = KINDS[measure.kind]
    if exercise.cadence is None:
        return unit
    return unit.format(unit=measures.unit_of(exercise.measures[exercise.cadence.steps[0]]))
