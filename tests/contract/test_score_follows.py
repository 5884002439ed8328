"""Begin at 100, apply what is listed in order, get the score: of every attempt and in all, exact and as it is shown."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from posecheck.body.pose import Source
from posecheck.clips.scoring import score_track
from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.disk.resources import resource_folder
from posecheck.disk.track_file import load_track
from posecheck.language import use_language
from posecheck.remark import remark
from posecheck.report.findings import fault_cards
from posecheck.report.result_json import result_to_dict
from posecheck.report.score_list import ScoreRow, attempt_list, result_list
from posecheck.report.summary import summary_lines
from posecheck.result.entries import ScoreStep
from posecheck.result.judgement import Attempt, Finding, Neutral, Result, Verdict, View
from posecheck.rules.exercise.definition import Exercise, Rule
from posecheck.rules.judging.scoring import score_attempt
from posecheck.rules.judging.summary import Setting, Stream, sum_up
from posecheck.rules.judging.verdicts import Judged
from posecheck.session import Session

DEMONSTRATIONS = sorted(resource_folder("reference_poses").glob("*/*.npz"))
SAMPLES = sorted((Path(__file__).parents[1] / "golden").glob("*.npz"))
TRACKS = [(p, p.parent.name) for p in DEMONSTRATIONS] + [(p, p.stem.split("__")[0]) for p in SAMPLES]
MADE_UP = 1000
SCORED = [name for name in exercise_ids() if load_exercise(name).kind != "guided"]


def follow(steps: Sequence[ScoreStep], attempts: Sequence[Attempt]) -> float:
    """Apply steps to 100 as docs/json.md has them, and hold each step's own account against it."""
    score = 100.0
    for step in steps:
        before = score
        if step.kind == "deduction":
            assert step.points > 0
            score -= step.points
        elif step.kind == "cap":
            score = min(score, step.at_most)
            assert score < before, "a cap that takes nothing is not listed"
        elif step.kind == "mean":
            score = (score + attempts[step.attempt - 1].score) / 2
        assert step.score == pytest.approx(score, abs=0.051 if step.kind == "mean" else 1e-6)
        assert before - step.points == pytest.approx(step.score, abs=1e-6)
        score = step.score
    return score


def shown(rows: Sequence[ScoreRow], score: str) -> None:
    """Hold what a reader adds up against the score that is shown."""
    printed = [int(row.points.replace("\N{MINUS SIGN}", "-")) for row in rows if row.points]
    assert 100 + sum(printed) == int(score)


def check(result: Result, exercise: Exercise) -> None:
    scores = [a.score for a in result.attempts]
    for attempt in result.attempts:
        if math.isnan(attempt.score):
            assert attempt.score_steps == ()
            continue
        assert round(attempt.score, 1) == attempt.score
        assert follow(attempt.score_steps, ()) == attempt.score
        listed = {s.rule: s.points for s in attempt.score_steps if s.kind == "deduction" and s.rule != "dose"}
        assert listed == {f.rule: f.points for f in attempt.findings if f.points > 0}
        told = attempt_list(attempt)
        shown(told.rows, told.score)
    told = result_list(result)
    if math.isnan(result.score):
        assert told is None
        assert result.score_steps == ()
        return
    assert told is not None
    assert follow(result.score_steps, result.attempts) == result.score
    known = sorted(s for s in scores if not math.isnan(s))
    middle = known[(len(known) - 1) // 2], known[len(known) // 2]
    assert result.score == pytest.approx(sum(middle) / 2, abs=0.051)
    assert [s.kind for s in result.score_steps].count("choice") == (len(known) > 1)
    for rows in (told.rows, told.shortened(2), told.shortened(0)):
        shown(rows, told.score)
    terminal_adds_up(result)
    cards_agree(result, exercise)
    program_adds_up(result)


def terminal_adds_up(result: Result) -> None:
    lines = summary_lines(result)
    points = [
        int(m[2]) * (1 if m[1] == "+" else -1)
        for m in (re.match(r"  ([+\N{MINUS SIGN}])(\d+) ", line) for line in lines)
        if m
    ]
    said = re.match(r"Score (\d+) of 100", lines[1])
    assert said
    assert 100 + sum(points) == int(said[1])


def cards_agree(result: Result, exercise: Exercise) -> None:
    """Hold the points on a fault's card against the list of the attempt that it names."""
    for fault in fault_cards(result, exercise, {}):
        told = re.match(r"\N{MINUS SIGN}(\d+) points(?: in attempt (\d+))?", fault.points)
        if told:
            attempt = attempt_list(result.attempts[int(told[2]) - 1] if told[2] else scored(result)[0])
            assert f"\N{MINUS SIGN}{told[1]}" in {row.points for row in attempt.rows}


def scored(result: Result) -> list[Attempt]:
    return [a for a in result.attempts if not math.isnan(a.score)]


def program_adds_up(result: Result) -> None:
    data = result_to_dict(result)
    for part in (data, *data["attempts"]):
        if part["score"] is not None:
            assert round(100 - sum(s["points"] for s in part["score_steps"]), 1) == part["score"]
    for told in data["deductions"]:
        costs = [s["points"] for s in data["attempts"][told["attempt"] - 1]["score_steps"] if s["kind"] == "deduction"]
        assert told["points"] in costs


@pytest.mark.parametrize(
    ("path", "name"), TRACKS, ids=lambda p: f"{p.parent.name}-{p.stem}" if isinstance(p, Path) else ""
)
def test_a_judged_track_adds_up(path: Path, name: str) -> None:
    result = score_track(load_track(path), name)
    assert result.judged
    check(result, load_exercise(name))


def test_a_thousand_made_up_results_add_up() -> None:
    drawn = random.Random(10)
    kinds: set[str] = set()
    for _ in range(MADE_UP):
        exercise = load_exercise(drawn.choice(SCORED))
        attempts = [made_up(drawn, exercise) for _ in range(drawn.randint(1, 7))]
        result = made_up_result(exercise, attempts)
        check(result, exercise)
        kinds |= {s.key if s.kind == "cap" else s.kind for s in result.score_steps}
    assert kinds == {
        "deduction", "severity_2", "severity_3", "not_reached", "not_held", "back", "choice", "mean",
    }  # fmt: skip


def test_made_up_results_add_up_in_german() -> None:
    drawn = random.Random(11)
    use_language("de")
    try:
        for _ in range(50):
            exercise = load_exercise(drawn.choice(SCORED))
            result = made_up_result(exercise, [made_up(drawn, exercise) for _ in range(drawn.randint(1, 4))])
            told = result_list(result)
            if told is not None:
                shown(told.rows, told.score)
    finally:
        use_language(None)


def made_up_result(exercise: Exercise, attempts: Sequence[Attempt]) -> Result:
    setting = Setting(exercise, View(), Neutral("setup", 1.0), None, None, {})
    stream = Stream(60.0, 1.0, dark=False, fps=30.0, source=Source())
    return sum_up(setting, stream, attempts, None, Session(exercise).finish().series)


def made_up(drawn: random.Random, exercise: Exercise) -> Attempt:
    """Return an attempt with any findings, every tenth without a score."""
    rules = {r.id: r for r in exercise.rules}
    judged = [made_up_finding(drawn, rule) for rule in rules.values()]
    lost = drawn.choice([0.0, 0.0, drawn.uniform(0, 20)])
    reached = drawn.random() < 0.7
    held = drawn.random() < 0.8
    told = score_attempt(exercise, judged, reached=reached, held=held, dose_points=lost)
    seen = drawn.random() < 0.9
    return Attempt(
        exercise.kind, "both", 1.0, 9.0, 2.0, 8.0, 6.0, 6.0, True, reached, told.score if seen else math.nan,
        1.0, {}, {}, told.findings, score_steps=told.steps if seen else (),
    )  # fmt: skip


def made_up_finding(drawn: random.Random, rule: Rule) -> Judged:
    drawn_as = drawn.choices(["unseen", "fine", "costs", "fired"], [0.2, 0.4, 0.2, 0.2])[0]
    unknown, fired = drawn_as == "unseen", drawn_as == "fired"
    finding = Finding(
        rule.id,
        Verdict.UNKNOWN if unknown else Verdict.HIGH if fired else Verdict.OK,
        math.nan if unknown else drawn.uniform(0, 40),
        "deg",
        rule.severity,
        math.nan if unknown else drawn.uniform(2, 8),
        math.nan if unknown else drawn.random() * fired,
        rule.cue,
        title=rule.title,
        reasons=(remark("rule_short"),) if unknown else (),
    )
    costs = drawn_as in ("costs", "fired")
    return Judged(finding, drawn.random() * costs, drawn.random() * costs)
