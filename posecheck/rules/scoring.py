"""Findings to a score: 100 minus what was lost in form, control and dose. Range never costs points.

The formula is clinical section D.2: for each cue w * d * t, with w 20 (S2) or 8 (S1), d the deviation 0 to 1 and t
the share of the phase in fault; form is capped at 60, control at 25, dose at 15. A fired S3 caps the attempt at 40,
a fired S2 over half of the hold at 84, an attempt that never reached the exercise's minimum at 59.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from posecheck.remark import Amount, Inside, Remark, remark
from posecheck.result import Attempt, Band, Deduction, Finding, Verdict
from posecheck.rules.exercise import Exercise
from posecheck.rules.verdicts import Judged

WEIGHT: Final = {1: 8.0, 2: 20.0, 3: 20.0}
CAP_FORM: Final = 60.0
CAP_CONTROL: Final = 25.0
CAP_DOSE: Final = 15.0
MIN_SHARE_WHEN_FIRED: Final = 0.3
CAP_S3: Final = 40.0
CAP_S2: Final = 84.0
CAP_NOT_REACHED: Final = 59.0
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


def score_attempt(
    exercise: Exercise, judged: Sequence[Judged], *, reached: bool, dose_points: float = 0.0
) -> tuple[float, tuple[Finding, ...]]:
    """Return an attempt's score, 0 to 100, and its findings with the points each one cost.

    Parameters
    ----------
    exercise
        Tells which rules are on control.
    judged
        One judgement for each rule.
    reached
        Whether the exercise's minimum was reached.
    dose_points
        Points lost on the dose (0 where no dose was chosen).
    """
    control_ids = {r.id for r in exercise.rules if r.control}
    points = [rule_points(exercise, j) for j in judged]
    scaled = [0.0] * len(judged)
    for ids_are_control, cap in ((False, CAP_FORM), (True, CAP_CONTROL)):
        part = [i for i, j in enumerate(judged) if (j.finding.rule in control_ids) is ids_are_control]
        total = sum(points[i] for i in part)
        for i in part:
            scaled[i] = points[i] * min(1.0, cap / total) if total > 0 else 0.0
    score = 100.0 - sum(scaled) - min(dose_points, CAP_DOSE)
    fired = [j.finding for j in judged if j.finding.fired]
    if any(f.severity == 3 for f in fired):
        score = min(score, CAP_S3)
    if any(f.severity == 2 and f.share >= 0.5 and f.rule not in control_ids for f in fired):
        score = min(score, CAP_S2)
    if not reached:
        score = min(score, CAP_NOT_REACHED)
    findings = tuple(replace(j.finding, points=round(p, 2)) for j, p in zip(judged, scaled, strict=True))
    return max(score, 0.0), findings


def score_set(attempts: Sequence[Attempt]) -> float:
    """Return the median score of the attempts that have one, NaN where none has."""
    scores = [a.score for a in attempts if not math.isnan(a.score)]
    return float(np.median(scores)) if scores else math.nan


def band_of(score: float) -> Band | None:
    """Return the band of a score; None for NaN.

    Examples
    --------
    >>> band_of(85), band_of(84.9), band_of(59.9), band_of(float("nan"))
    ('good', 'needs_work', 'not_yet', None)
    """
    if math.isnan(score):
        return None
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
    """Return what cost points, worst first."""
    worst: dict[str, Finding] = {}
    for finding in (f for a in attempts for f in a.findings if f.points >= 0.5):
        if finding.rule not in worst or finding.points > worst[finding.rule].points:
            worst[finding.rule] = finding
    ordered = sorted(worst.values(), key=lambda f: f.points, reverse=True)
    return tuple(Deduction(f.points, "", f.time_s, _what_cost(f)) for f in ordered)


_BEYOND: Final = {"deg": "beyond_deg", "deg/s": "beyond_speed", "s": "beyond_seconds"}


def _what_cost(finding: Finding) -> Remark:
    """Return what was seen and how far beyond good: "chest goes forward, 21° beyond good".

    How far is left out where the unit says nothing to a reader.
    """
    what, beyond = Inside(finding.said_title), Amount(finding.excess, finding.unit)
    if not finding.excess > 0 or finding.unit not in _BEYOND:
        return remark("beyond_good", time_s=finding.time_s, severity=finding.severity, what=what)
    return remark(_BEYOND[finding.unit], time_s=finding.time_s, severity=finding.severity, what=what, excess=beyond)
