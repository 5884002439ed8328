"""The conditions of a rule: where they hold it is judged, and where they never did nothing may be claimed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecheck.rules.exercise.definition import Condition, Limit, Rule

Array = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]


def met(conditions: Sequence[Condition], values: Mapping[str, Array]) -> Mask | bool:
    """Return in which frames all conditions hold, shape (T,); True where there are none."""
    held: Mask | bool = True
    for c in conditions:
        held = held & one_met(c, values[c.measure])
    return held


def one_met(condition: Condition, values: Array) -> Mask:
    """Return in which frames a condition holds, shape (T,); never where the value is missing."""
    above = condition.above if condition.above is not None else -math.inf
    below = condition.below if condition.below is not None else math.inf
    return (values >= above) & (values <= below)


def missed(rule: Rule, limits: tuple[Limit | None, Limit | None], values: Mapping[str, Array], weight_s: Array) -> bool:
    """Return whether a rule's value was where a fault would be, but never while its conditions held.

    Then it can be told neither that the fault was there nor that it was not. A value that stayed on the good side of
    the firing point was looked at and is fine, whatever else was so.

    Parameters
    ----------
    rule
        The rule.
    limits
        Its low and high limit in use.
    values
        Measure -> shape (T,).
    weight_s
        Shape (T,): seconds that each frame stands for.
    """
    if not rule.when:
        return False
    value = values[rule.measure]
    held = np.isfinite(value) & met(rule.when, values)
    low, high = limits
    beyond = np.zeros(len(value), dtype=np.bool_)
    if low is not None:
        beyond |= value < low.fires_at
    if high is not None:
        beyond |= value > high.fires_at
    shortest = max(rule.persist_s, float(np.min(weight_s, initial=0.0)))
    seen_s, suspect_s = float(np.sum(weight_s[held])), float(np.sum(weight_s[beyond & ~held]))
    return seen_s < shortest <= suspect_s


def never_met(rule: Rule, values: Mapping[str, Array]) -> tuple[str, ...]:
    """Return the measures of the conditions that hardly ever held; all of them where each did at some other time."""
    rare = [c.measure for c in rule.when if not np.mean(one_met(c, values[c.measure])) > 1 / 2]
    return tuple(dict.fromkeys(rare or [c.measure for c in rule.when]))
