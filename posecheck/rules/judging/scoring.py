"""Findings to a score: 100 minus what was lost in form, control and dose. Range never costs points.

The formula is clinical section D.2: for each cue w * d * t, with w 20 (S2) or 8 (S1), d the deviation 0 to 1 and t
the share of the phase in fault; form is capped at 60, control at 25, dose at 15. A fired S3 caps the attempt at 40,
a fired S2 over half of the hold at 84, an attempt that never reached the exercise's minimum at 59, and so does a back
rounded over half of the hold where a flat back is the task. Points are tenths: a score follows from its own list.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from posecheck.remark import Amount, Inside, Remark, remark
from posecheck.result.entries import ScoreStep
from posecheck.result.judgement import Attempt, Band, Deduction, Finding, Verdict
from posecheck.rules.exercise.definition import BACK_RULE, Exercise
from posecheck.rules.judging.score_steps import cap, deductions_and_cap, in_tenths, score_after
from posecheck.rules.judging.verdicts import Judged

WEIGHT: Final = {1: 8.0, 2: 20.0, 3: 20.0}
CAP_FORM: Final = 60.0
CAP_CONTROL: Final = 25.0
CAP_DOSE: Final = 15.0
MIN_SHARE_WHEN_FIRED: Final = 0.3
CAP_S3: Final = 40.0
CAP_S2: Final = 84.0
CAP_NOT_REACHED: Final = 59.0
CAP_BACK: Final = 59.0
CAP_NOT_HELD: Final = 84.0
"""A hold that was never held is not good, however well its form: the most is that below "good", as for a fault of form."""
LONG_SHARE: Final = 0.5
"""Part of the phase from which a fault counts as the way it was done, no longer as a slip."""
DOSE: Final = "dose"
"""Name of the step for a dose that was missed by too little to be a finding."""
GOOD: Final = 85.0
NEEDS_WORK: Final = 60.0
UNCERTAINTY: Final = {"A": 5.0, "B": 10.0, "C": 10.0}
"""Points, by the exercise's grade of measurability."""


def rule_points(exercise: Exercise, judged: Judged) -> float:
    """Return the points that one finding costs before the caps."""
    finding = judged.finding
    if finding.verdict is Verdict.UNKNOWN:
        return 0.0
    control = next((r.control for r in exercise.rules if r.id == finding.rule), 0.0)
    if control:
        return control * judged.deviation
    share = judged.share_beyond_good
    if finding.fired:
        share = max(share, MIN_SHARE_WHEN_FIRED)
    return WEIGHT[finding.severity] * judged.deviation * share


@dataclass(frozen=True, slots=True)
class Scored:
    """An attempt's score, 0 to 100 in tenths, its findings with the points that each one cost, and the steps to it."""

    score: float
    findings: tuple[Finding, ...]
    steps: tuple[ScoreStep, ...]


def score_attempt(
    exercise: Exercise,
    judged: Sequence[Judged],
    *,
    reached: bool,
    held: bool = True,
    dose_points: float = 0.0,
    dose_findings: Sequence[Finding] = (),
) -> Scored:
    """Return an attempt's score with what it follows from.

    Parameters
    ----------
    exercise
        Tells which rules are on control, and whether a flat back is the task.
    judged
        One judgement for each rule.
    reached
        Whether the exercise's minimum was reached.
    held
        False where the exercise is a hold and nothing was held.
    dose_points
        Points lost on the dose (0 where no dose was chosen).
    dose_findings
        What the dose's points are for, at most one; empty where too few were lost to be worth a word.
    """
    control_ids = {r.id for r in exercise.rules if r.control}
    raw = [rule_points(exercise, j) for j in judged]
    scaled = [0.0] * len(judged)
    for ids_are_control, most in ((False, CAP_FORM), (True, CAP_CONTROL)):
        part = [i for i, j in enumerate(judged) if (j.finding.rule in control_ids) is ids_are_control]
        total = sum(raw[i] for i in part)
        for i in part:
            scaled[i] = raw[i] * min(1.0, most / total) if total > 0 else 0.0
    *points, dose = in_tenths([*scaled, min(dose_points, CAP_DOSE)])
    rules = tuple(replace(j.finding, points=p) for j, p in zip(judged, points, strict=True))
    early = tuple(replace(f, points=dose) for f in dose_findings)
    named = [(f.rule, f.points) for f in (*rules, *early)] + ([] if early else [(DOSE, dose)])
    steps = deductions_and_cap(named, _caps(exercise, rules, control_ids, reached=reached, held=held))
    return Scored(score_after(steps), rules + early, steps)


def _caps(
    exercise: Exercise, findings: Sequence[Finding], control_ids: Collection[str], *, reached: bool, held: bool
) -> list[ScoreStep]:
    """Return what the attempt reaches at most, each with its reason."""
    caps: list[ScoreStep] = []
    for f in (f for f in findings if f.fired):
        long = f.share >= LONG_SHARE and f.rule not in control_ids
        if f.severity == 3:
            caps.append(cap("severity_3", CAP_S3, rule=f.rule))
        if exercise.back_caps and f.rule == BACK_RULE and long:
            caps.append(cap("back", CAP_BACK, rule=f.rule))
        if f.severity == 2 and long:
            caps.append(cap("severity_2", CAP_S2, rule=f.rule))
    if not reached:
        caps.append(cap("not_reached", CAP_NOT_REACHED))
    if not held:
        caps.append(cap("not_held", CAP_NOT_HELD))
    return caps


def band_of(score: float) -> Band | None:
    """Return the band of a score, None for NaN: that of the whole number that is shown, so that both say the same.

    Examples
    --------
    >>> band_of(85), band_of(84.6), band_of(84.4), band_of(59.4), band_of(float("nan"))
    ('good', 'good', 'needs_work', 'not_yet', None)
    """
    if math.isnan(score):
        return None
    score = round(score)
    return "good" if score >= GOOD else "needs_work" if score >= NEEDS_WORK else "not_yet"


def faults_of(attempts: Sequence[Attempt]) -> tuple[str, ...]:
    """Return the ids of the rules that fired in any attempt, worst first (severity, then points)."""
    worst: dict[str, tuple[int, float]] = {}
    for attempt in attempts:
        for f in attempt.findings:
            if f.fired:
                worst[f.rule] = max(worst.get(f.rule, (0, 0.0)), (f.severity, f.points))
    return tuple(sorted(worst, key=lambda rule: worst[rule], reverse=True))


def deductions_of(attempts: Sequence[Attempt]) -> tuple[Deduction, ...]:
    """Return what cost points in any attempt with a score, worst first."""
    worst: dict[str, tuple[Finding, int]] = {}
    scored = [(i, a) for i, a in enumerate(attempts, 1) if not math.isnan(a.score)]
    for number, finding in ((i, f) for i, a in scored for f in a.findings if f.points >= 0.5):
        if finding.rule not in worst or finding.points > worst[finding.rule][0].points:
            worst[finding.rule] = finding, number
    ordered = sorted(worst.values(), key=lambda item: item[0].points, reverse=True)
    return tuple(Deduction(f.points, "", f.time_s, number, what_cost(f)) for f, number in ordered)


_BEYOND: Final = {"deg": "beyond_deg", "deg/s": "beyond_speed", "s": "beyond_seconds"}


def what_cost(finding: Finding) -> Remark:
    """Return what was seen and how far beyond good: "chest goes forward, 21° beyond good".

    How far is left out where the unit says nothing to a reader.
    """
    what, beyond = Inside(finding.said_title), Amount(finding.excess, finding.unit)
    if not finding.excess > 0 or finding.unit not in _BEYOND:
        return remark("beyond_good", time_s=finding.time_s, severity=finding.severity, what=what)
    return remark(_BEYOND[finding.unit], time_s=finding.time_s, severity=finding.severity, what=what, excess=beyond)
