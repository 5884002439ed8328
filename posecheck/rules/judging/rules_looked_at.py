"""Which of an exercise's rules were looked at: what was not is named beside the score, never taken for fine."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from posecheck.remark import Remark, remark
from posecheck.result.entries import NotJudged, RulesJudged
from posecheck.result.judgement import Attempt, Cut, Finding, Verdict
from posecheck.rules.exercise.course import PhaseOfRule
from posecheck.rules.exercise.definition import Exercise

CUT_WAYS: Final[Mapping[Cut, frozenset[PhaseOfRule]]] = {
    "start": frozenset({"move"}),
    "end": frozenset({"return"}),
    "both": frozenset({"move", "return"}),
}
"""The ways that are not whole in a cut attempt: that nothing was wrong in a part of one tells nothing of the rest."""


def rules_judged(exercise: Exercise, attempts: Sequence[Attempt], reason: Remark | None = None) -> RulesJudged:
    """Return which rules were looked at in any attempt that counts, and why the others were not.

    Attempts with a score count; where none has one (a guided exercise has none) all do. In a way that is not all in
    the film a rule was looked at only where it found its fault.

    Parameters
    ----------
    exercise
        Its rules; alternatives of one id are one.
    attempts
        The judged attempts.
    reason
        Why there is no judgement at all, None where there is one; said of a rule that has no reason of its own.
    """
    rules = {r.id: r.severity for r in exercise.rules}
    counted = [a for a in attempts if not math.isnan(a.score)] or attempts
    looked_at: set[str] = set()
    unseen: dict[str, tuple[Remark, ...]] = {}
    for attempt, finding in ((a, f) for a in counted for f in a.findings if f.rule in rules):
        if finding.verdict is Verdict.UNKNOWN:
            unseen.setdefault(finding.rule, finding.reasons)
        elif finding.fired or not _cut_off(exercise, finding, attempt.cut):
            looked_at.add(finding.rule)
        else:
            unseen.setdefault(finding.rule, (remark("rule_cut"),))
    whole = (reason,) if reason else ()
    missing = tuple(NotJudged(r, s, reasons=unseen.get(r) or whole) for r, s in rules.items() if r not in looked_at)
    return RulesJudged(len(looked_at), len(rules), missing)


def _cut_off(exercise: Exercise, finding: Finding, cut: Cut | None) -> bool:
    """Return whether the way that a rule looks at is not all in the film."""
    phases = {r.phase for r in exercise.rules if (r.id, r.number) == (finding.rule, finding.number)}
    return cut is not None and not CUT_WAYS[cut].isdisjoint(phases)
