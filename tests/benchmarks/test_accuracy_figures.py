from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.accuracy.__main__ import broken
from benchmarks.accuracy.case import Case, Role
from benchmarks.accuracy.figures import Figure, Limit, all_figures, has_swaps, p95, read_limits, share, wrong_verdict
from benchmarks.accuracy.pages import RunInfo, clip_record, document, worst_frames
from benchmarks.accuracy.run import Row, compare, json_ready
from benchmarks.accuracy.table import goals_table
from benchmarks.synthetic.spec import CameraSpec, ClipSpec, Variation
from posecheck.body.pose import PoseTrack
from posecheck.body.skeleton import INDEX
from tests.benchmarks.made_truth import truth_of
from tests.bodies import Shot, lunge_film

NOWHERE = Path("nowhere.mp4")
LUNGE = "kneeling_hip_flexor"


def row(
    role: Role = "right",
    *,
    fault: str | None = None,
    shown: PoseTrack | None = None,
    true: PoseTrack | None = None,
    yaw: float = 0.0,
    advice: tuple[str, ...] = (),
    variation: Variation | None = None,
) -> Row:
    """A clip whose truth is `true` and whose pose model saw `shown` (the truth itself where not given)."""
    true = true or lunge_film()
    spec = ClipSpec(LUNGE, fault, camera=CameraSpec(yaw_deg=yaw), variation=variation or Variation())
    case = Case(f"{role}-{fault}-{yaw}", spec, role, fault, advice)
    truth = replace(truth_of(true, LUNGE), spec=spec)
    return compare(case, truth, shown or true, clip=NOWHERE, kept=NOWHERE)


def value(figures: list[Figure], key: str) -> float:
    return next(f.value for f in figures if f.key == key)


def test_a_track_that_is_the_truth_keeps_every_goal() -> None:
    leaning, nearly = lunge_film(fault={"trunk": 25.0}), lunge_film(amount=20, fault={"trunk": 12.0})
    rows = [
        row(),
        row(variation=Variation(stiff=True), true=lunge_film(amount=9.0)),
        row("beyond", fault="bends_at_the_waist", true=leaning),
        row("inside", fault="bends_at_the_waist", true=nearly),
        row("refuse", yaw=45.0, shown=lunge_film(shot=Shot(yaw_deg=45)), advice=("turn_side_on", "turned")),
    ]
    figures, goals = all_figures(rows), read_limits("goals")
    missed = [f.key for f in figures if f.key in goals and math.isfinite(f.value) and not goals[f.key].holds(f.value)]
    assert missed == []
    assert value(figures, "angles.upright.trunk_inclination.hold") < 0.3
    assert value(figures, "timing.count_exact") == 1
    assert value(figures, "faults.balanced_accuracy") == 1
    assert value(figures, "faults.stiff") == 1
    assert value(figures, "refusal.yaw.refused") == 1
    assert value(figures, "live.same_verdict") == 1


def test_a_track_that_lags_by_a_fifth_of_a_second_lags_so_much_in_the_figures() -> None:
    track = lunge_film()
    figures = all_figures([row(shown=replace(track, time_s=track.time_s + 0.2), true=track)])
    exact = all_figures([row()])
    for key in ("timing.start", "timing.end"):
        assert value(figures, key) - value(exact, key) == pytest.approx(0.2, abs=0.01)
    assert value(figures, "timing.hold") == pytest.approx(value(exact, "timing.hold"), abs=0.01)


def test_an_invented_fault_and_a_missed_one_are_wrong_verdicts() -> None:
    leaning = lunge_film(fault={"trunk": 25.0})
    assert not wrong_verdict(row())
    assert wrong_verdict(row(shown=leaning))
    assert wrong_verdict(row("beyond", fault="bends_at_the_waist"))
    assert wrong_verdict(row("inside", fault="bends_at_the_waist", true=leaning))
    assert not wrong_verdict(row("beyond", fault="bends_at_the_waist", true=leaning))
    assert value(all_figures([row(shown=leaning)]), "faults.false_alarms") == 1


def test_a_judged_clip_from_where_nothing_can_be_judged_misses_the_goal() -> None:
    figures = all_figures([row("refuse", yaw=45.0, shown=lunge_film(fault={"trunk": 25.0}))])
    assert value(figures, "refusal.yaw.refused") == 0
    assert value(figures, "refusal.yaw.low_scores") == 1


def test_a_clip_with_swapped_legs_is_one_from_a_twentieth_of_its_frames_on() -> None:
    track = lunge_film()
    names = [f"{side}_{joint}" for joint in ("knee", "ankle") for side in ("left", "right")]
    for frames, swaps in ((4, False), (20, True)):
        xy = track.xy.copy()
        legs, other = [INDEX[n] for n in names], [INDEX[n] for n in (names[1], names[0], names[3], names[2])]
        xy[60 : 60 + frames, legs] = xy[60 : 60 + frames, other]
        assert has_swaps(row(shown=replace(track, xy=xy), true=track)) == swaps


def test_limits_are_read_and_compared() -> None:
    goals = read_limits("goals")
    assert goals["timing.count_exact"] == Limit(0.99, at_least=True)
    assert (str(goals["timing.start"]), str(goals["timing.count_exact"])) == ("≤ 0.25", "≥ 0.99")
    figures = [Figure("a", "", 1.0, "", 1), Figure("b", "", 1.0, "", 1), Figure("c", "", math.nan, "", 0)]
    limits = {"a": Limit(1.0, False), "b": Limit(1.5, True), "c": Limit(1, False), "d": Limit(1, False)}
    assert broken(figures, limits) == ["b", "c", "d"], "what is gone or was not measured does not pass"


def test_every_limit_names_a_figure() -> None:
    known = {f.key for f in all_figures([row()])}
    known |= {f"refusal.{what}.{kind}" for what in ("yaw", "cropped", "dark") for kind in ("low_scores", "refused")}
    known |= {f"angles.lying.{k}{part}" for k in ("trunk_thigh_flexion", "knee_flexion") for part in ("", ".hold")}
    limits = {*read_limits("goals"), *read_limits("short")}
    assert {key for key in limits if not key.startswith("back.")} <= known, "those of the back: test_accuracy_back"


def test_shares_and_percentiles() -> None:
    assert share([True, False, False, True]) == 0.5
    assert math.isnan(share([]))
    assert p95([-1.0] * 95 + [3.0] * 5) == pytest.approx(np.percentile([1.0] * 95 + [3.0] * 5, 95))
    assert math.isnan(p95([math.nan]))


def test_the_goals_table_says_ok_missed_or_nothing() -> None:
    figures = [Figure("a", "lean", 2.0, "°", 5), Figure("b", "count", 0.5, "", 4), Figure("c", "x", math.nan, "s", 0)]
    limits = {"a": Limit(3, False), "b": Limit(0.99, True), "c": Limit(1, False)}
    lines = goals_table(figures, limits).splitlines()
    assert lines[2] == "| lean | 2.0° | ≤ 3 | ok | 5 |"
    assert lines[3] == "| count | 0.5 | ≥ 0.99 | **MISSED** | 4 |"
    assert lines[4] == "| x | – | ≤ 1 |  | 0 |"


def test_the_document_and_the_record_hold_a_whole_run() -> None:
    rows = [row(), row("beyond", fault="bends_at_the_waist", true=lunge_film(fault={"trunk": 25.0}))]
    figures, goals = all_figures(rows), read_limits("goals")
    info = RunInfo("python -m benchmarks.accuracy", "10000 to 10003", 4, test_seeds=True)
    text = document(info, rows, figures, goals)
    for heading in ("# Accuracy", "## 1.", "## 2.", "## 3.", "## 4.", "## 5.", "## 6.", "## What rendered people"):
        assert heading in text
    assert "seeds 10000 to 10003" in text
    assert "These are test seeds" in text
    assert "development seeds" in document(replace(info, test_seeds=False), rows, figures, goals)
    record = json.loads(json.dumps(json_ready(clip_record(rows[1])), allow_nan=False))
    assert record["fault"] == "bends_at_the_waist"
    assert record["timing"]["counted"] == 1


def test_pictures_are_taken_of_the_worst_frame_of_a_clip() -> None:
    track = lunge_film()
    xy = track.xy.copy()
    shoulders = [INDEX["left_shoulder"], INDEX["right_shoulder"]]
    xy[78:83, shoulders] += np.float32([0.05, 0])
    (worst,) = worst_frames([row(), row("inside", fault="low_back_arch", shown=replace(track, xy=xy), true=track)])
    assert worst.row.case.role == "inside"
    assert worst.time_s == pytest.approx(track.time_s[80], abs=0.2), "smoothed over its neighbours"
    assert worst.error > 8
