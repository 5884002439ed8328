"""docs/people.csv: how far right people stay inside the limits, held against the limits as they stand in the files."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.real.labelled import Row
from benchmarks.real.margins import COLUMNS, Margin, as_csv, margins_of, margins_section, with_ladders
from posecheck.clips.scoring import score_track
from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.disk.resources import resource_folder
from posecheck.disk.track_file import load_track
from posecheck.rules.exercise.definition import Rule

TABLE = Path(__file__).parents[2] / "docs" / "people.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
NAME = "deadlift"


def rules_of(row: dict[str, str]) -> list[Rule]:
    exercise = load_exercise(row["exercise"])
    rules = [r for form in (exercise, *exercise.other_views) for r in form.rules]
    return [r for r in rules if (r.id, r.measure) == (row["rule"], row["measure"]) and r.severity >= 2]


def test_the_table_names_sources_by_letter_alone() -> None:
    assert ROWS
    assert tuple(ROWS[0]) == COLUMNS
    for row in ROWS:
        assert re.fullmatch(r"A?[A-Z]", row["source"])
        assert row["exercise"] in exercise_ids()


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r['source']}-{r['exercise']}-{r['rule']}-{r['measure']}")
def test_every_limit_stands_as_in_its_file_and_no_right_clip_breaks_it(row: dict[str, str]) -> None:
    """Where a limit changes, run ``python -m benchmarks.real.margins FOLDER --write-docs`` again."""
    limits = {(r.low if row["side"] == "low" else r.high) for r in rules_of(row)} - {None}
    assert float(row["limit"]) in {limit.fires_at for limit in limits if limit is not None}
    sign = 1 if row["side"] == "high" else -1
    assert sign * (float(row["limit"]) - float(row["reading"])) == pytest.approx(float(row["margin"]), abs=0.006)
    assert float(row["margin"]) >= 0


def test_a_reading_is_the_strictest_limit_at_which_the_rule_fires() -> None:
    """Of the rendered squat: a limit just inside of the reading fires, one just beyond it does not."""
    path = resource_folder("reference_poses") / NAME / "fault_squats.npz"
    exercise = load_exercise(NAME)
    fired = {
        f.rule for a in score_track(load_track(path), with_ladders(exercise)).attempts for f in a.findings if f.fired
    }
    index, rule = next((i, r) for i, r in enumerate(exercise.rules) if r.measure == "shank")
    assert rule.high is not None
    way = rule.high.fires_at - rule.high.good
    steps = [int(name.rsplit(" ", 1)[1]) for name in fired if name.startswith(f"{rule.id} {index} high ")]
    reading = rule.high.fires_at + way * (max(steps) - 40) / 20

    def fires(at: float) -> bool:
        assert rule.high is not None
        moved = replace(rule, high=replace(rule.high, good=at - way, limit=at, fires_at=at))
        alone = replace(exercise, rules=(moved,))
        return any(f.fired for a in score_track(load_track(path), alone).attempts for f in a.findings)

    assert fires(reading)
    assert not fires(reading + way / 20)


def test_a_broken_limit_has_a_negative_margin_and_stands_first() -> None:
    broken = Margin("A", NAME, "squats", "shank", "high", 31.0, 28.0)
    kept = Margin("B", NAME, "squats", "hip_to_knee", "low", 18.0, -6.0)
    assert (broken.margin, kept.margin) == (-3.0, 24.0)
    rows = [line for line in margins_section([kept, broken], 2).splitlines() if line.startswith(f"| {NAME}")]
    assert "-3" in rows[0]
    assert as_csv([kept, broken]).splitlines()[1:] == [
        "B,deadlift,squats,hip_to_knee,low,18,-6.0,24",
        "A,deadlift,squats,shank,high,31,28.0,-3",
    ]


def test_a_clip_that_cannot_be_read_has_no_margins(tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.npz"
    nothing.write_bytes(b"nothing")
    assert margins_of(Row("x", nothing, "s", NAME, "correct", None, "", "side")) is None
