"""What was looked at: in every attempt that counts, alternatives once, and nothing claimed without a look."""

from __future__ import annotations

import math

from posecheck.library import load_exercise
from posecheck.result import Attempt, Finding, Verdict
from posecheck.rules.rules_looked_at import rules_judged
from posecheck.seen import NotJudged

EXERCISE = load_exercise("deadlift")
RULES = {r.id: r.severity for r in EXERCISE.rules}


def attempt(*unseen: str, score: float = 90.0) -> Attempt:
    findings = tuple(
        Finding(
            rule, Verdict.UNKNOWN if rule in unseen else Verdict.OK, 0.0, "deg", severity, 2.0, 0.0, "", reason="dark"
        )
        for rule, severity in RULES.items()
    )
    early = Finding("leaves_early", Verdict.LOW, 3.0, "s", 1, 5.0, 1.0, "Stay a little longer.")
    return Attempt("hold", "both", 1, 9, 2, 8, 6, 6, True, True, score, 1.0, {}, {}, (*findings, early))


def test_alternatives_count_once_and_the_dose_is_no_rule() -> None:
    assert len(RULES) < len(EXERCISE.rules)
    told = rules_judged(EXERCISE, [attempt()])
    assert (told.looked_at, told.of, told.not_judged) == (len(RULES), len(RULES), ())


def test_what_one_attempt_that_counts_did_not_show_was_not_looked_at() -> None:
    told = rules_judged(EXERCISE, [attempt(), attempt("squats"), attempt("arms_bend", score=math.nan)])
    assert told.looked_at == len(RULES) - 1
    assert told.not_judged == (NotJudged("squats", 2, "dark"),)


def test_without_any_score_all_attempts_count() -> None:
    told = rules_judged(EXERCISE, [attempt("squats", score=math.nan), attempt("arms_bend", score=math.nan)])
    assert {n.rule for n in told.not_judged} == {"squats", "arms_bend"}


def test_where_nothing_was_seen_nothing_was_looked_at_and_the_reason_is_that_of_the_whole() -> None:
    told = rules_judged(EXERCISE, [], "I see nobody.")
    assert (told.looked_at, told.of) == (0, len(RULES))
    assert {n.reason for n in told.not_judged} == {"I see nobody."}
