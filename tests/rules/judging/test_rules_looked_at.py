"""What was looked at: in any attempt that counts, alternatives once, and nothing claimed without a look."""

from __future__ import annotations

import math

from posecheck.disk.library import load_exercise
from posecheck.remark import keys_of, remark
from posecheck.result.entries import NotJudged
from posecheck.result.judgement import Attempt, Cut, Finding, Verdict
from posecheck.rules.judging.rules_looked_at import rules_judged

EXERCISE = load_exercise("deadlift")
RULES = {r.id: r.severity for r in EXERCISE.rules}
RETURNING = {r.id for r in EXERCISE.rules if r.phase == "return" and r.number == 0}
DARK = remark("too_dark")


def attempt(*unseen: str, score: float = 90.0, fired: str = "", cut: Cut | None = None) -> Attempt:
    def finding(rule: str, severity: int) -> Finding:
        verdict = Verdict.UNKNOWN if rule in unseen else Verdict.HIGH if rule == fired else Verdict.OK
        reasons = (DARK,) if rule in unseen else ()
        return Finding(rule, verdict, 0.0, "deg", severity, 2.0, 0.0, "", reasons=reasons)

    findings = tuple(finding(*rule) for rule in RULES.items())
    early = Finding("leaves_early", Verdict.LOW, 3.0, "s", 1, 5.0, 1.0, "Stay a little longer.")
    return Attempt("hold", "both", 1, 9, 2, 8, 6, 6, True, True, score, 1.0, {}, {}, (*findings, early), cut=cut)


def test_alternatives_count_once_and_the_dose_is_no_rule() -> None:
    assert len(RULES) < len(EXERCISE.rules)
    told = rules_judged(EXERCISE, [attempt()])
    assert (told.looked_at, told.of, told.not_judged) == (len(RULES), len(RULES), ())


def test_what_any_attempt_that_counts_showed_was_looked_at() -> None:
    told = rules_judged(EXERCISE, [attempt("squats"), attempt("arms_bend"), attempt("rounds_back", score=math.nan)])
    assert (told.looked_at, told.not_judged) == (len(RULES), ())


def test_what_no_attempt_that_counts_showed_was_not_looked_at() -> None:
    told = rules_judged(EXERCISE, [attempt("squats", "arms_bend"), attempt("squats"), attempt(score=math.nan)])
    assert told.looked_at == len(RULES) - 1
    assert told.not_judged == (NotJudged("squats", 2, reasons=(DARK,)),)


def test_a_way_that_is_not_all_in_the_film_was_not_looked_at() -> None:
    told = rules_judged(EXERCISE, [attempt(cut="end"), attempt(cut="both")])
    assert {n.rule for n in told.not_judged} == RETURNING
    assert {keys_of(n.reasons) for n in told.not_judged} == {("rule_cut",)}
    assert rules_judged(EXERCISE, [attempt(cut="start"), attempt(cut="end")]).not_judged == ()


def test_a_fault_that_was_found_in_what_there_is_of_a_way_was_looked_at() -> None:
    found = min(RETURNING)
    told = rules_judged(EXERCISE, [attempt(cut="end", fired=found)])
    assert {n.rule for n in told.not_judged} == RETURNING - {found}


def test_without_any_score_all_attempts_count() -> None:
    told = rules_judged(EXERCISE, [attempt("squats", score=math.nan), attempt("squats", "arms_bend", score=math.nan)])
    assert {n.rule for n in told.not_judged} == {"squats"}


def test_where_nothing_was_seen_nothing_was_looked_at_and_the_reason_is_that_of_the_whole() -> None:
    told = rules_judged(EXERCISE, [], remark("nobody"))
    assert (told.looked_at, told.of) == (0, len(RULES))
    assert {keys_of(n.reasons) for n in told.not_judged} == {("nobody",)}
