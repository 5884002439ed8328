"""The limits of a rule by what is known of the person: an own neutral, that of people in its place, or none."""

from __future__ import annotations

from typing import Final

from posecheck.result.judgement import NeutralSource
from posecheck.rules.exercise.definition import Limit, Measure, Rule

DOUBT: Final = 2.0
"""Without an own neutral a rule on own change fires only beyond its limit plus so many SD over people."""


def limits_of(rule: Rule, measure: Measure, neutral: NeutralSource) -> tuple[Limit | None, Limit | None, bool]:
    """Return a rule's low and high limit, and whether only what is beyond them can be told.

    Parameters
    ----------
    rule
        The rule.
    measure
        The measure that it looks at.
    neutral
        Where the person's neutral is from. Without an own one the file's limits for that case hold where it has some,
        else with that of people those of the rule, farther out by `DOUBT` of its SD; within them nothing is known.
    """
    if not measure.relative or neutral not in ("none", "population"):
        return rule.low, rule.high, False
    low, high = rule.uncalibrated_low, rule.uncalibrated_high
    if low is None and high is None and neutral == "population" and measure.population:
        doubt = DOUBT * measure.population.sd
        return _farther(rule.low, -doubt), _farther(rule.high, doubt), True
    return low, high, False


def _farther(limit: Limit | None, by: float) -> Limit | None:
    return None if limit is None else Limit(limit.good + by, limit.limit + by, limit.fires_at + by)
