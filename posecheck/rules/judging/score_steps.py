"""How a score follows from its own list: begin at 100, apply the steps in order, and it is the score.

Points are kept in tenths, so that a reader who adds up what is listed meets the score exactly. Steps are data; the
reports put them into words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from posecheck.result.entries import Cap, ScoreStep
from posecheck.result.judgement import Attempt

FULL = 100.0


def in_whole_parts(parts: Sequence[float], total: int) -> list[int]:
    """Return the parts as whole numbers that add up to a total: rounded down, the rest given by largest remainder.

    Parameters
    ----------
    parts
        What is to be shown; its sum is within a half of `total`.
    total
        What the whole numbers add up to.

    Examples
    --------
    >>> in_whole_parts([20.4, 7.3, 0.6], 28), in_whole_parts([12.5, 12.5], 25), in_whole_parts([27.7, -7.2], 20)
    ([20, 7, 1], [13, 12], [27, -7])
    """
    # a hair above a whole number in floating point is that whole number
    exact = [round(p, 6) for p in parts]
    whole = [math.floor(p) for p in exact]
    order = sorted(range(len(exact)), key=lambda i: whole[i] - exact[i])
    for i in order[: total - sum(whole)]:
        whole[i] += 1
    return whole


def in_tenths(parts: Sequence[float]) -> list[float]:
    """Return points as tenths that add up to their sum, itself rounded to a tenth.

    Examples
    --------
    >>> in_tenths([3.333, 3.333, 3.333]), in_tenths([])
    ([3.4, 3.3, 3.3], [])
    """
    total = round(10 * sum(parts))
    return [p / 10 for p in in_whole_parts([10 * p for p in parts], total)]


def deductions_and_cap(points: Sequence[tuple[str, float]], caps: Sequence[ScoreStep]) -> tuple[ScoreStep, ...]:
    """Return the steps of one attempt: what each rule took off, dearest first, then the lowest cap if it takes any.

    Parameters
    ----------
    points
        Rule and what it took off, in tenths.
    caps
        What this attempt can reach at most, and why; of equal ones the first is named.
    """
    steps: list[ScoreStep] = []
    score = FULL
    for rule, lost in sorted(points, key=lambda item: -item[1]):
        if lost > 0:
            score = round(score - lost, 1)
            steps.append(ScoreStep("deduction", rule, lost, score, rule=rule))
    lowest = min(caps, key=lambda c: c.at_most, default=None)
    if lowest is not None and lowest.at_most < score:
        steps.append(replace(lowest, points=round(score - lowest.at_most, 1), score=lowest.at_most))
    return tuple(steps)


def cap(key: Cap, at_most: float, *, rule: str = "") -> ScoreStep:
    """Return that an attempt reaches a score at most; what that takes off is not known yet."""
    return ScoreStep("cap", key, 0.0, at_most, rule=rule, at_most=at_most)


def steps_of_set(attempts: Sequence[Attempt]) -> tuple[ScoreStep, ...]:
    """Return the steps of the whole: those of the middle attempt, and where there are two of them, to their mean.

    Of two middle ones the lower one's steps are listed, since it shows what to work on; the mean then gives points
    back. Attempts without a score do not count.
    """
    order = sorted((a.score, i) for i, a in enumerate(attempts) if not math.isnan(a.score))
    if not order:
        return ()
    lower, upper = order[(len(order) - 1) // 2], order[len(order) // 2]
    score, at = lower
    own = tuple(replace(step, attempt=at + 1) for step in attempts[at].score_steps)
    if len(order) == 1:
        return own
    two = lower is not upper
    choice = ScoreStep("choice", "lower_middle" if two else "middle", 0.0, FULL, attempt=at + 1, of=len(order))
    if not two:
        return (choice, *own)
    mean = round((score + upper[0]) / 2, 1)
    back = ScoreStep("mean", "middle_two", round(score - mean, 1), mean, attempt=upper[1] + 1, of=len(order))
    return (choice, *own, back)


def score_after(steps: Sequence[ScoreStep]) -> float:
    """Return the score that a list of steps leads to, 100 where nothing is listed."""
    return steps[-1].score if steps else FULL
