"""Readings and rules to findings: OK, LOW, HIGH or UNKNOWN.

A rule says LOW or HIGH only beyond its firing point, for its persistence time. Between good and there the verdict is
OK and points are lost. What was not seen well enough is UNKNOWN and costs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.remark import Inside, Remark, Row, remark
from posecheck.result.judgement import Finding, NeutralSource, Verdict
from posecheck.rules.back.edge import BACK_UNSEEN, sd_name, unseen_reason
from posecheck.rules.exercise.definition import Exercise, Limit, Measure, Rule, title_of
from posecheck.rules.judging import conditions
from posecheck.rules.judging.doubt import limits_of
from posecheck.rules.phases import phase_measures, tempo
from posecheck.rules.phases.phase_measures import Course
from posecheck.rules.reading.legs import FEET_MIXED, FEET_MIXED_IN_HEIGHT, LEGS_MIXED, MOST_MIXED
from posecheck.rules.reading.measure_kind import FOOT_POINTS
from posecheck.rules.reading.measures import KINDS, unit_of

Array = NDArray[np.floating[Any]]

MIN_VALID_SHARE: Final = 0.7
"""Part of a phase that must have been seen for a rule to be judged on it (clinical D.2, validity gate)."""
WINDOW_SHARE: Final = 0.6
"""Part of the persistence window that must be beyond the firing point (clinical 2.4)."""


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """The frames of one part of an attempt.

    Parameters
    ----------
    time_s
        Shape (T,).
    weight_s
        Shape (T,): seconds that each frame stands for.
    values
        Measure -> shape (T,), as rules see them; NaN where they cannot be trusted.
    start_s, end_s, course
        Of the whole attempt: when it was, and what was recognised of its phases and steps.
    """

    time_s: Array
    weight_s: Array
    values: Mapping[str, Array]
    start_s: float = math.nan
    end_s: float = math.nan
    course: Course = field(default_factory=Course)


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding with what the score needs: deviation 0 to 1 and the share of time beyond good."""

    finding: Finding
    deviation: float
    share_beyond_good: float


def judge_rule(exercise: Exercise, rule: Rule, window: Window | None, *, neutral: NeutralSource) -> Judged:
    """Judge one rule on its part of an attempt.

    Parameters
    ----------
    exercise
        Gives the measure's definition.
    rule
        The rule.
    window
        The frames of the rule's phase; None where the attempt has no such phase.
    neutral
        Where the person's neutral is from. With that of people, a rule on own change is judged only where it is beyond
        any doubt, and else alone is unknown.
    """
    measure = exercise.measures[rule.measure]
    base = exercise.measures[measure.of] if measure.of else measure
    low, high, doubted = limits_of(rule, base, neutral if measure.of is None else "setup")
    if low is None and high is None and base.relative:
        return _unknown(rule, remark("rule_neutral"))
    if window is None or not len(window.time_s):
        return _unknown(rule, remark("rule_no_phase"))
    if base.leg is not None and rule.phase in ("hold", "top") and legs_mixed(window, _foot_read_by(base)):
        return _unknown(rule, remark("rule_legs"))
    if measure.kind in phase_measures.KINDS:
        return _judge_once(
            rule, phase_measures.compute(measure, window.course, window.start_s, window.end_s), measure.sd
        )
    if measure.kind in tempo.KINDS:
        return _judge_tempo(rule, window, measure, unit_of(base))
    needed = [rule.measure, *(c.measure for c in rule.when)]
    valid = np.all([np.isfinite(window.values[n]) for n in needed], axis=0)
    total = float(np.sum(window.weight_s))
    if total <= 0 or float(np.sum(window.weight_s[valid])) < MIN_VALID_SHARE * total:
        return _unknown(rule, _why_lost(exercise, rule, window))
    if conditions.missed(rule, (low, high), window.values, window.weight_s):
        parts = Row(tuple(Inside(title_of(exercise.measures[n])) for n in conditions.never_met(rule, window.values)))
        return _unknown(rule, remark("rule_when", parts=parts))
    active = valid & conditions.met(rule.when, window.values)
    sd = np.fmax(measure.sd, window.values.get(sd_name(rule.measure), np.nan))
    judged = _worse_side(rule, window, active, valid, low, high, sd)
    return _unknown(rule, remark("rule_neutral")) if doubted and not judged.finding.fired else judged


def merge_alternatives(judged: Sequence[Judged]) -> list[Judged]:
    """Return one judgement for each rule id: of alternatives the one that costs most; UNKNOWN only if all are.

    The order of first appearance is kept.
    """
    best: dict[str, Judged] = {}
    for new in judged:
        old = best.get(new.finding.rule)
        if old is None or _rank(new) > _rank(old):
            best[new.finding.rule] = new
    return list(best.values())


def runs_beyond(time_s: Array, weight_s: Array, beyond: NDArray[np.bool_], *, persist_s: float) -> bool:
    """Return whether `beyond` holds for `persist_s`, with at least 60 % of the time beyond. A flicker does not count.

    Holes of up to 40 % of `persist_s` are bridged before the stretches are measured.

    Examples
    --------
    >>> t = np.arange(10) * 0.1
    >>> w = np.full(10, 0.1)
    >>> runs_beyond(t, w, t < 0.45, persist_s=0.5), runs_beyond(t, w, t < 0.25, persist_s=0.5)
    (True, False)
    """
    at = np.flatnonzero(beyond)
    if not len(at):
        return False
    ends = time_s + weight_s
    breaks = np.flatnonzero(time_s[at[1:]] - ends[at[:-1]] > (1 - WINDOW_SHARE) * persist_s + 1e-9)
    firsts, lasts = at[np.r_[0, breaks + 1]], at[np.r_[breaks, len(at) - 1]]
    for first, last in zip(firsts, lasts, strict=True):
        span = float(ends[last] - time_s[first])
        held = float(np.sum(weight_s[first : last + 1] * beyond[first : last + 1]))
        if span >= persist_s - 1e-6 and held >= WINDOW_SHARE * span - 1e-6:
            return True
    return False


def legs_mixed(window: Window, *of_feet: str) -> bool:
    """Return whether the legs could not be told apart for too much of a hold, the feet (as in `of_feet`) with them."""
    mixed = [window.values[n] for n in (LEGS_MIXED, *of_feet) if n in window.values]
    any_of = np.max(mixed, axis=0) if mixed else np.empty(0)
    known = any_of[np.isfinite(any_of)]
    return len(known) > 0 and float(np.mean(known)) > MOST_MIXED


def _foot_read_by(measure: Measure) -> str:
    """Return how mixed feet spoil a measure of a leg; a kind of one point reads its height."""
    points = KINDS[measure.kind].points
    if FOOT_POINTS.isdisjoint(points):
        return ""
    return FEET_MIXED if len(points) > 1 else FEET_MIXED_IN_HEIGHT


def _why_lost(exercise: Exercise, rule: Rule, window: Window) -> Remark:
    """Return why a rule's measure was not seen for long enough."""
    measure = exercise.measures[rule.measure]
    seen = np.isfinite(window.values[rule.measure])
    if BACK_UNSEEN in window.values and KINDS[measure.kind].outline and not seen.all():
        return unseen_reason(window.values[BACK_UNSEEN][~seen])
    return remark("rule_lost", parts=Inside(title_of(measure)))


def _worse_side(
    rule: Rule,
    window: Window,
    active: NDArray[np.bool_],
    valid: NDArray[np.bool_],
    low: Limit | None,
    high: Limit | None,
    sd: Array | float,
) -> Judged:
    sides = [(Verdict.LOW, low, -1.0), (Verdict.HIGH, high, 1.0)]
    judged = [_judge_side(rule, window, active, valid, v, lim, s, sd) for v, lim, s in sides if lim is not None]
    return max(judged, key=_rank)


def _judge_side(
    rule: Rule,
    window: Window,
    active: NDArray[np.bool_],
    valid: NDArray[np.bool_],
    verdict: Verdict,
    limit: Limit,
    sign: float,
    sd: Array | float,
) -> Judged:
    values = window.values[rule.measure]
    excess = np.where(active, sign * (values - limit.good), -math.inf)
    beyond = excess > sign * (limit.fires_at - limit.good)
    total = float(np.sum(window.weight_s[valid]))
    share = float(np.sum(window.weight_s[beyond])) / total
    forgiven = excess - sd / 2
    past_good = forgiven > 0
    share_good = float(np.sum(window.weight_s[past_good])) / total
    fired = runs_beyond(window.time_s, window.weight_s, beyond, persist_s=rule.persist_s)
    deviation = 0.0
    if past_good.any():
        deviation = deviation_of(float(np.median(forgiven[past_good])), abs(limit.limit - limit.good))
    worst = int(np.argmax(excess)) if active.any() else int(np.argmax(valid))
    return Judged(
        _finding(
            rule,
            verdict if fired else Verdict.OK,
            excess=max(float(excess[worst]), 0.0),
            value=float(values[worst]),
            time_s=float(window.time_s[worst]),
            share=share,
        ),
        deviation,
        share_good,
    )


def deviation_of(excess: float, width: float) -> float:
    """Return the deviation d of clinical D.2: 0 at good, 0.5 at the limit, 1 at 1.5 widths beyond it.

    Examples
    --------
    >>> deviation_of(0.0, 10), deviation_of(10, 10), deviation_of(25, 10), deviation_of(99, 10)
    (0.0, 0.5, 1.0, 1.0)
    """
    if excess <= 0:
        return 0.0
    if excess <= width:
        return 0.5 * excess / width
    return min(0.5 + 0.5 * (excess - width) / (1.5 * width), 1.0)


def _judge_tempo(rule: Rule, window: Window, measure: Measure, unit: str) -> Judged:
    values = window.values[measure.of or ""]
    valid = np.isfinite(values)
    if float(np.sum(valid)) < max(MIN_VALID_SHARE * len(values), 4):
        return _unknown(rule, remark("rule_short"))
    found = tempo.take(measure.kind, window.time_s[valid], values[valid], rule.phase, unit=unit)
    return _judge_once(rule, found, measure.sd)


def _judge_once(rule: Rule, found: tuple[float, float], sd: float) -> Judged:
    """Judge a rule on the one value of an attempt and its moment."""
    value, when = found
    if math.isnan(value):
        return _unknown(rule, remark("rule_short"))
    single = Window(np.array([when]), np.array([1.0]), {rule.measure: np.array([value])})
    once = np.array([True])
    return _worse_side(_without_persistence(rule), single, once, once, rule.low, rule.high, sd)


def _without_persistence(rule: Rule) -> Rule:
    return replace(rule, persist_s=0.0)


def _rank(judged: Judged) -> tuple[bool, bool, float]:
    known = judged.finding.verdict is not Verdict.UNKNOWN
    return known, judged.finding.fired, judged.deviation * judged.share_beyond_good


def _finding(rule: Rule, verdict: Verdict, *, excess: float, value: float, time_s: float, share: float) -> Finding:
    return Finding(
        rule=rule.id,
        verdict=verdict,
        excess=excess,
        unit="",
        severity=rule.severity,
        time_s=time_s,
        share=share,
        cue=rule.cue,
        measure=rule.measure,
        value=value,
        title=rule.title,
        number=rule.number,
    )


def _unknown(rule: Rule, reason: Remark) -> Judged:
    nan = math.nan
    finding = _finding(rule, Verdict.UNKNOWN, excess=nan, value=nan, time_s=nan, share=nan)
    return Judged(replace(finding, reasons=(reason,)), 0.0, 0.0)
