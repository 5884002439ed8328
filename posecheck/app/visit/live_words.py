"""Results in the words of a live set: nobody recorded a clip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from posecheck.language import language
from posecheck.remark import Remark
from posecheck.result.judgement import Result
from posecheck.rules.exercise.definition import Exercise
from posecheck.worded import worded

LIVE: Final = MappingProxyType(
    {
        "slow_clip": "slow_live",
        "nobody": "nobody_live",
        "hardly_anybody": "hardly_anybody_live",
        "too_short": "too_short_live",
        "side_contradicts": "side_contradicts_live",
        "end_neutral": "end_neutral_live",
        "population_neutral": "population_neutral_live",
    }
)
"""What is said of a clip -> the same of a live set."""
OF_FILES: Final = frozenset({"maybe_slow_motion"})
"""What only a file can be: a camera that runs now is not slowed down."""


def in_live_words(result: Result, exercise: Exercise) -> Result:
    """Return a result in words that speak of a live set where they would speak of a clip.

    Parameters
    ----------
    result
        From a session, or worded before.
    exercise
        What was done, in the language in use.
    """
    live = replace(result, reasons=_live(result.reasons), noted=_live(result.noted))
    return worded(live, language(), exercise=exercise)


def _live(remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    return tuple(replace(r, key=LIVE.get(r.key, r.key)) for r in remarks if r.key not in OF_FILES)
