"""Readings and rules to findings: when a rule fires, what is unknown, what costs points."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from posecheck.disk.library import load_exercise
from posecheck.remark import Inside, Row, keys_of, remark
from posecheck.result.judgement import Verdict
from posecheck.rules.exercise.definition import Condition, Exercise, Limit, Rule, title_of
from posecheck.rules.judging.scoring import band_of, score_attempt
from posecheck.rules.judging.verdicts import Judged, Window, judge_rule, merge_alternatives, runs_beyond

EXERCISE = load_exercise("kneeling_hip_flexor")
LEAN = Rule("leans", "trunk_lean", "Leans", "Stand tall.", 2, high=Limit(8, 15, 15), low=Limit(-5, -10, -10))


def window(values: list[float] | np.ndarray, *, fps: float = 15.0, **others: np.ndarray) -> Window:
    lean = np.asarray(values, float)
    time_s = np.arange(len(lean)) / fps
    return Window(time_s, np.full(len(lean), 1 / fps), {"trunk_lean": lean, **others})


def judge(
    rule: Rule,
    values: list[float] | np.ndarray,
    *,
    exercise: Exercise = EXERCISE,
    calibrated: bool = True,
    **others: np.ndarray,
) -> Judged:
    return judge_rule(exercise, rule, window(values, **others), neutral="setup" if calibrated else "none")


@pytest.mark.parametrize(
    ("value", "verdict", "excess"),
    [
        (0, Verdict.OK, 0),
        (8, Verdict.OK, 0),
        (14, Verdict.OK, 6),
        (16, Verdict.HIGH, 8),
        (-9, Verdict.OK, 4),
        (-11, Verdict.LOW, 6),
    ],
)
def test_low_and_high_only_beyond_the_firing_point(value: float, verdict: Verdict, excess: float) -> None:
    finding = judge(LEAN, [value] * 30).finding
    assert finding.verdict is verdict
    assert finding.excess == pytest.approx(excess)


def test_fires_at_may_lie_beyond_the_limit() -> None:
    late = replace(LEAN, high=Limit(8, 15, 20))
    assert judge(late, [17] * 30).finding.verdict is Verdict.OK
    assert judge(late, [21] * 30).finding.verdict is Verdict.HIGH


def test_a_flicker_is_no_fault_and_persistence_is_in_seconds() -> None:
    for fps in (10, 30, 60):
        short = np.zeros(4 * fps)
        short[fps : fps + round(0.3 * fps)] = 30
        long = np.zeros(4 * fps)
        long[fps : fps + round(0.7 * fps)] = 30
        assert judge_rule(EXERCISE, LEAN, window(short, fps=fps), neutral="setup").finding.verdict is Verdict.OK
        assert judge_rule(EXERCISE, LEAN, window(long, fps=fps), neutral="setup").finding.verdict is Verdict.HIGH


def test_short_holes_do_not_break_persistence_long_ones_do() -> None:
    time_s = np.arange(30) / 10
    weight = np.full(30, 0.1)
    beyond = np.zeros(30, bool)
    beyond[[5, 6, 8, 9]] = True  # 0.5 s with one hole of 0.1 s
    assert runs_beyond(time_s, weight, beyond, persist_s=0.5)
    beyond[:] = False
    beyond[[5, 6, 12, 13]] = True
    assert not runs_beyond(time_s, weight, beyond, persist_s=0.5)


def test_share_and_worst_moment() -> None:
    values = np.zeros(60)
    values[30:45] = 20
    values[40] = 33
    finding = judge(LEAN, values).finding
    assert finding.share == pytest.approx(0.25)
    assert finding.time_s == pytest.approx(40 / 15)
    assert finding.value == pytest.approx(33)


def test_what_was_hardly_seen_is_unknown_and_costs_nothing() -> None:
    values = np.full(30, 40.0)
    values[:15] = np.nan
    judged = judge(LEAN, values)
    assert judged.finding.verdict is Verdict.UNKNOWN
    assert keys_of(judged.finding.reasons) == ("rule_lost",)
    assert math.isnan(judged.finding.excess)
    assert score_attempt(EXERCISE, [judged], reached=True).score == 100


def test_conditions_must_all_hold() -> None:
    arch = replace(LEAN, when=(Condition("rear_hip", below=-20),))
    values = [-12.0] * 30
    assert judge(arch, values, rear_hip=np.full(30, -25.0)).finding.verdict is Verdict.LOW
    assert judge(arch, [-5.0] * 30, rear_hip=np.full(30, -10.0)).finding.verdict is Verdict.OK
    assert judge(arch, values, rear_hip=np.full(30, np.nan)).finding.verdict is Verdict.UNKNOWN


def test_a_value_beyond_while_its_condition_never_held_is_unknown_and_never_not_found() -> None:
    """An ear at a third of its height over the shoulder, read while bent over, says nothing of the shoulders."""
    upright = replace(LEAN, when=(Condition("rear_hip", below=-20),))
    bent = judge(upright, [-40.0] * 30, rear_hip=np.full(30, -10.0)).finding
    assert bent.verdict is Verdict.UNKNOWN
    assert bent.reasons == (remark("rule_when", parts=Row((Inside(title_of(EXERCISE.measures["rear_hip"])),))),)
    for_a_while = np.where(np.arange(30) < 15, -25.0, -10.0)
    seen = judge(upright, np.where(for_a_while < -20, 0.0, -40.0), rear_hip=for_a_while).finding
    assert seen.verdict is Verdict.OK, "it was looked at for a second, and was fine"


def test_without_a_neutral_a_relative_rule_needs_its_own_limits() -> None:
    assert judge(LEAN, [40] * 30, calibrated=False).finding.verdict is Verdict.UNKNOWN
    coarse = replace(LEAN, uncalibrated_high=Limit(20, 35, 35))
    assert judge(coarse, [40] * 30, calibrated=False).finding.verdict is Verdict.HIGH
    assert judge(coarse, [30] * 30, calibrated=False).finding.verdict is Verdict.OK


def test_a_phase_that_was_not_there_is_unknown() -> None:
    assert judge_rule(EXERCISE, LEAN, None, neutral="setup").finding.verdict is Verdict.UNKNOWN


def test_half_a_standard_deviation_is_forgiven() -> None:
    """trunk_lean has an SD of 3: an excess of 1.5 degrees costs nothing, more does."""
    assert judge(LEAN, [9.4] * 30).deviation == 0
    assert judge(LEAN, [11.5] * 30).deviation == pytest.approx(0.5 * 2 / 7)


def test_alternatives_count_once_and_the_costlier_one_stands() -> None:
    mild, strong = judge(LEAN, [14] * 30), judge(LEAN, [30] * 30)
    unknown = judge(LEAN, [math.nan] * 30)
    (kept,) = merge_alternatives([unknown, mild, strong])
    assert kept is strong
    assert merge_alternatives([unknown, unknown])[0].finding.verdict is Verdict.UNKNOWN


# ------------------------------------------------------------------ points


def one(severity: int, deviation: float, share: float, *, fired: bool, rule: str = "bends_at_the_waist") -> Judged:
    base = judge(LEAN, [40 if fired else 10] * 30)
    finding = replace(base.finding, rule=rule, severity=severity, share=share)
    return Judged(finding, deviation, share)


@pytest.mark.parametrize(
    ("judged", "expected"),
    [
        (one(2, 0.28, 1.0, fired=False), 94.4),  # the worked example of the scoring rule: -5.6
        (one(2, 0.73, 0.4, fired=True), 100 - 20 * 0.73 * 0.4),
        (one(2, 0.5, 0.1, fired=True), 100 - 20 * 0.5 * 0.3),  # a fired rule costs at least for 30 % of the time
        (one(1, 1.0, 1.0, fired=True), 92),
        (one(2, 0.5, 0.5, fired=True), 84),  # capped: an S2 over half of the hold
        (one(3, 0.1, 0.1, fired=True), 40),
    ],
)
def test_points_follow_the_formula(judged: Judged, expected: float) -> None:
    told = score_attempt(EXERCISE, [judged], reached=True)
    assert told.score == pytest.approx(expected, abs=0.05)  # in tenths
    assert told.findings[0].points == pytest.approx(
        20 * judged.deviation * max(judged.share_beyond_good, 0.3 if judged.finding.fired else 0)
        if judged.finding.severity > 1
        else 8 * judged.deviation * judged.share_beyond_good,
        abs=0.05,
    )


def test_form_points_are_capped_and_control_rules_do_not_cap_the_attempt() -> None:
    many = [one(2, 1.0, 1.0, fired=True, rule=f"fault{i}") for i in range(5)]
    assert score_attempt(EXERCISE, many, reached=True).score == pytest.approx(40)
    bounce = one(2, 1.0, 1.0, fired=True, rule="bounce")
    assert score_attempt(EXERCISE, [bounce], reached=True).score == pytest.approx(90)


def test_a_hold_that_was_not_held_is_not_good() -> None:
    told = score_attempt(EXERCISE, [], reached=True, held=False)
    assert (told.score, [s.key for s in told.steps]) == (84, ["not_held"])
    assert band_of(told.score) == "needs_work"


def test_not_reached_caps_at_59() -> None:
    assert score_attempt(EXERCISE, [], reached=False).score == 59


@pytest.mark.parametrize(("share", "capped"), [(0.5, True), (0.49, False)])
def test_a_back_rounded_for_long_caps_where_a_flat_one_is_the_task(share: float, *, capped: bool) -> None:
    rounded = one(2, 1.0, share, fired=True, rule="rounds_back")
    hinge = score_attempt(replace(EXERCISE, back_caps=True), [rounded], reached=True)
    assert [s.key for s in hinge.steps] == (["rounds_back", "back"] if capped else ["rounds_back"])
    assert (hinge.score == 59) == capped
    assert score_attempt(EXERCISE, [rounded], reached=True).score > 59


def test_only_the_lowest_cap_is_a_step_and_only_where_it_takes_something() -> None:
    safety, form = one(3, 1.0, 1.0, fired=True), one(2, 1.0, 1.0, fired=True, rule="other")
    both = score_attempt(EXERCISE, [safety, form], reached=False).steps
    assert [(s.kind, s.key, s.points, s.score) for s in both] == [
        ("deduction", "bends_at_the_waist", 20.0, 80.0),
        ("deduction", "other", 20.0, 60.0),
        ("cap", "severity_3", 20.0, 40.0),
    ]
    many = [one(2, 1.0, 1.0, fired=True, rule=f"fault{i}") for i in range(3)]
    assert [s.kind for s in score_attempt(EXERCISE, many, reached=False).steps] == ["deduction"] * 3


def test_a_dose_missed_by_little_is_a_step_without_a_finding() -> None:
    told = score_attempt(EXERCISE, [], reached=True, dose_points=2.26)
    assert [(s.key, s.points) for s in told.steps] == [("dose", 2.3)]
    assert told.score == 97.7
