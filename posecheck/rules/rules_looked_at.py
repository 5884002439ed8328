"""Which of an exercise's rules were looked at: what was not is named beside the score, never taken for fine."""

from __future__ import annotations

import math
from collections.abc import Sequence

from posecheck.result import Attempt, Verdict
from posecheck.rules.exercise import Exercise
from posecheck.seen import NotJudged, RulesJudged


def rules_judged(exercise: Exercise, attempts: Sequence[Attempt], reason: str = "") -> RulesJudged:
    """Return which rules were looked at in every attempt that counts, and why the others were not.

    Those with a score count; where none has one (a guided exercise has none) all do.

    Parameters
    ----------
    exercise
        Its rules; alternatives of one id are one.
    attempts
        The judged attempts.
    reason
        Why there is no judgement at all, empty where there is one; said of a rule that has no reason of its own.
    """
    rules = {r.id: r.severity for r in exercise.rules}
    counted = [a for a in attempts if not math.isnan(a.score)] or attempts
    if not counted:
        return RulesJudged(0, len(rules), tuple(NotJudged(r, s, reason) for r, s in rules.items()))
    unseen: dict[str, str] = {}
    for finding in (f for a in counted for f in a.findings):
        if finding.verdict is Verdict.UNKNOWN and finding.rule in rules:
            unseen.setdefault(finding.rule, finding.reason or reason)
    missing = tuple(NotJudged(r, rules[r], why) for r, why in unseen.items())
    return RulesJudged(len(rules) - len(missing), len(rules), missing)
