"""Results in the words of a live set: nobody recorded a clip."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from posecheck.language import template, words
from posecheck.result import Result

LIVE: Final = MappingProxyType(
    {
        "slow_clip": "slow_live",
        "nobody": "nobody_live",
        "hardly_anybody": "hardly_anybody_live",
        "too_short": "too_short_live",
        "side_contradicts": "side_contradicts_live",
        "end_neutral": "end_neutral_live",
    }
)
"""Sentence about a clip -> the same about a live set."""


def in_live_words(result: Result) -> Result:
    """Return a result whose sentences speak of a live set where they spoke of a clip."""
    return replace(
        result,
        reason=result.reason and live_sentence(result.reason),
        notes=tuple(live_sentence(note) for note in result.notes),
    )


def live_sentence(sentence: str) -> str:
    """Return a sentence about a live set; one that speaks of no clip stays.

    Examples
    --------
    >>> live_sentence("The clip has only 6 pictures a second. Record with at least 10.")
    'This computer managed only 6 pictures a second; I need 10. Close other programs.'
    """
    for key, live in LIVE.items():
        if match := _pattern(template(key)).fullmatch(sentence):
            return words(live, **match.groupdict())
    return sentence


def _pattern(template: str) -> re.Pattern[str]:
    """Return what finds the values that were filled into a sentence."""
    return re.compile(re.sub(r"\\\{(\w+)[^}]*\\\}", r"(?P<\1>.+?)", re.escape(template)))
