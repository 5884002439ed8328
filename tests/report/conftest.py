"""Hand-made results: a good one, a faulty one, one with ten attempts, one that could not be judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from posecheck.body.pose import Source
from posecheck.result.judgement import (
    Attempt,
    Deduction,
    Finding,
    Neutral,
    RangeReading,
    Reading,
    Result,
    Series,
    Verdict,
    View,
)
from posecheck.rules.exercise.definition import Condition, Dose, Exercise, Limit, Measure, Movement, Range, Rule
from posecheck.rules.judging.score_steps import deductions_and_cap, steps_of_set

NAN = float("nan")
MakeResult = Callable[..., Result]


def make_exercise() -> Exercise:
    deg = {"sd": 3.0}
    return Exercise(
        id="kneeling_hip_flexor",
        version="1",
        title="Half-kneeling hip-flexor stretch",
        other_names=("kneeling lunge",),
        purpose="Front of the hip",
        kind="hold",
        view="side",
        body="kneeling",
        sides=("left", "right"),
        grade="A",
        source="made up for the tests",
        steps=("Kneel on one knee.", "Move your hips forward."),
        camera="Put the camera at hip height, three steps away, to the side of the kneeling leg.",
        not_judged=("Whether one hip is higher than the other.",),
        cautions=("Put a cushion under your knee.",),
        start="kneeling tall",
        setup=(Condition("trunk_lean", above=-10, below=10),),
        posture=(),
        needs=("rear_hip",),
        movement=Movement("rear_hip", {"rear_hip": 8.0}, reached=-6.0),
        measures={
            "rear_hip": Measure("rear_hip", "trunk_thigh_flexion", "Back of the hip opens", leg="rear", **deg),
            "trunk_lean": Measure("trunk_lean", "trunk_inclination", "Chest forward", relative="neutral", **deg),
            "front_knee": Measure("front_knee", "knee_flexion", "Front knee bend", leg="front", **deg),
            "knee_ahead": Measure("knee_ahead", "knee_ahead_of_ankle", "Knee ahead of ankle", leg="front", sd=0.05),
        },
        rules=(
            Rule(
                "bends_at_the_waist",
                "trunk_lean",
                "Chest goes forward",
                "Chest tall, move your hips forward.",
                2,
                low=Limit(-5, -10, -10),
                high=Limit(8, 15, 15),
            ),
            Rule(
                "knee_past_toes",
                "knee_ahead",
                "Knee goes past the toes",
                "Step further ahead.",
                2,
                high=Limit(0.2, 0.35, 0.35),
            ),
            Rule(
                "front_knee_angle",
                "front_knee",
                "Front knee too closed",
                "Open the front knee.",
                1,
                high=Limit(110, 125, 125),
                low=Limit(80, 65, 65),
            ),
        ),
        ranges={"rear_hip": Range("rear_hip", "rear_hip", -20.0, "Front of the hip")},
        doses={"standard": Dose(30.0, 3)},
    )


def make_finding(**changes: object) -> Finding:
    values = {
        "rule": "bends_at_the_waist",
        "verdict": Verdict.HIGH,
        "excess": 19.0,
        "unit": "deg",
        "severity": 2,
        "time_s": 4.2,
        "share": 0.8,
        "cue": "Chest tall, move your hips forward.",
        "measure": "trunk_lean",
        "value": 27.0,
        "title": "Chest goes forward",
        "points": 9.4,
    }
    return Finding(**(values | changes))  # type: ignore[arg-type]


def make_attempt(start_s: float = 1.9, hold_s: float = 4.0, **changes: object) -> Attempt:
    fine = make_finding(
        rule="knee_past_toes", verdict=Verdict.OK, excess=0.0, unit="shank", share=0.0, cue="Step further ahead.",
        measure="knee_ahead", value=0.1, title="Knee goes past the toes", points=0.0,
    )  # fmt: skip
    unknown = replace(
        fine, rule="front_knee_angle", verdict=Verdict.UNKNOWN, excess=NAN, time_s=NAN, share=NAN, value=NAN,
        title="Front knee too closed", reason="front foot not seen well enough", unit="deg", measure="front_knee",
    )  # fmt: skip
    values = {
        "kind": "hold",
        "side": "left",
        "start_s": start_s,
        "end_s": start_s + hold_s + 2.4,
        "hold_start_s": start_s + 1.2,
        "hold_end_s": start_s + 1.2 + hold_s,
        "hold_s": hold_s,
        "good_hold_s": hold_s - 0.4,
        "complete": True,
        "reached": True,
        "score": 100.0,
        "judged_share": 0.97,
        "readings": {"trunk_lean": Reading("trunk_lean", 3.12345, "deg"), "rear_hip": Reading("rear_hip", NAN, "deg")},
        "ranges": {"rear_hip": RangeReading(-14.0, "deg", -20.0, 0.7, "Front of the hip")},
        "findings": (replace(fine, rule="bends_at_the_waist", title="Chest goes forward"), fine, unknown),
    }
    return Attempt(**(values | changes))  # type: ignore[arg-type]


def with_steps(attempt: Attempt) -> Attempt:
    """Return an attempt whose steps lead to its score: what its findings cost, and what is left over on the dose."""
    points = [(f.rule, f.points) for f in attempt.findings]
    left = round(100 - attempt.score - sum(p for _, p in points), 1)
    steps = deductions_and_cap([*points, ("dose", left)], [])
    assert steps[-1].score == attempt.score
    return replace(attempt, score_steps=steps)


def make_series(attempts: tuple[Attempt, ...], duration_s: float, lean_deg: float, fps: float = 15.0) -> Series:
    time_s = np.arange(0, duration_s, 1 / fps)
    depth = np.zeros(len(time_s))
    number = np.zeros(len(time_s), np.int64)
    phase = np.full(len(time_s), "setup", dtype=object)
    for i, a in enumerate(attempts, start=1):
        inside = (time_s >= a.start_s) & (time_s <= a.end_s)
        ramp = np.interp(time_s, [a.start_s, a.hold_start_s, a.hold_end_s, a.end_s], [0, 1, 1, 0], left=0, right=0)
        depth = np.maximum(depth, 0.5 - 0.5 * np.cos(np.pi * ramp))
        number[inside] = i
        phase[inside] = "move"
        phase[(time_s >= a.hold_start_s) & (time_s <= a.hold_end_s)] = "hold"
        phase[(time_s > a.hold_end_s) & (time_s <= a.end_s)] = "return"
    wobble = np.random.default_rng(0).normal(0, 0.4, (4, len(time_s)))
    values = {
        "rear_hip": 2 - 16 * depth + wobble[0],
        "trunk_lean": 1 + lean_deg * depth + wobble[1],
        "front_knee": 92 + 6 * depth + wobble[2],
        "knee_ahead": 0.02 + 0.1 * depth + wobble[3] / 60,
    }
    values["front_knee"][len(time_s) // 3 : len(time_s) // 3 + 12] = NAN
    units = {"rear_hip": "deg", "trunk_lean": "deg", "front_knee": "deg", "knee_ahead": "shank"}
    return Series(time_s, tuple(phase.tolist()), number, values, units)


def make_result(**changes: object) -> Result:
    """Return a good result of one hold; give fields to change."""
    attempts = (make_attempt(),)
    values = {
        "clip": "lunge.mp4",
        "exercise": "kneeling_hip_flexor",
        "language": "en",
        "title": "Half-kneeling hip-flexor stretch",
        "variant": None,
        "judged": True,
        "reason": None,
        "judged_share": 0.9712345,
        "view": View("kneeling", "side", "left", "up", "left", 6.04321, ()),
        "neutral": Neutral("setup", 1.0),
        "dose": None,
        "score": 100.0,
        "band": "good",
        "score_uncertainty": 5.0,
        "attempts": attempts,
        "faults": (),
        "deductions": (),
        "notes": (),
        "not_judged": ("Whether one hip is higher than the other.",),
        "source": Source("lunge.mp4", "mediapipe 1.2", "4eaa5e", 640, 480, 90, 15.0, 10.2),
        "versions": {"posecheck": "0.1.0", "exercise": "1"},
        "series": make_series(attempts, 10.2, 4.0),
    }
    return Result(**(values | changes))  # type: ignore[arg-type]


def make_faulty() -> Result:
    back = make_finding(
        rule="comes_back_fast", title="Comes back fast", cue="Come back slowly.", severity=1, points=4.0,
        verdict=Verdict.OK, measure="rear_hip", excess=NAN, time_s=NAN,
    )  # fmt: skip
    knee = make_finding(
        rule="front_knee_closed", title="Front knee a little closed", cue="Step ahead.", severity=1, points=2.8,
        verdict=Verdict.OK, measure="front_knee", excess=3.0, time_s=5.0,
    )  # fmt: skip
    attempt = with_steps(
        make_attempt(findings=(make_finding(), back, knee, *make_attempt().findings[1:]), score=83.8, good_hold_s=0.8)
    )
    return make_result(
        score=83.8,
        score_steps=steps_of_set((attempt,)),
        band="needs_work",
        attempts=(attempt,),
        faults=("bends_at_the_waist",),
        deductions=(
            Deduction(9.4, "chest goes forward, 19° beyond good", 4.2),
            Deduction(4.0, "comes back fast", NAN),
            Deduction(2.8, "front knee a little closed, 3° beyond good", 5.0),
        ),
        notes=("The file ends early.",),
        view=View("kneeling", "oblique", "left", "up", "left", 18.0, ("Turn a little more side-on.",)),
        dose="standard",
        series=make_series((attempt,), 10.2, 25.0),
    )


def make_long() -> Result:
    """Return ten holds in ten minutes, three of them faulty."""
    fine = make_attempt().findings
    attempts = tuple(
        with_steps(make_attempt(
            8 + 58 * i, 28 + i, score=60.0 + 4 * i, side=("left", "right")[i % 2], reached=i != 3,
            ranges={"rear_hip": RangeReading(-10.0 - i, "deg", -20.0, 0.5 + i / 20, "Front of the hip")},
            findings=(make_finding(time_s=20 + 58.0 * i, points=3.0 + i),) if i in (1, 3, 4) else fine,
        ))
        for i in range(10)
    )  # fmt: skip
    return make_result(
        score=78.0,
        score_steps=steps_of_set(attempts),
        band="needs_work",
        attempts=attempts,
        faults=("bends_at_the_waist",),
        deductions=(Deduction(7.0, "chest goes forward, 19° beyond good", 252.0, 5),),
        series=make_series(attempts, 600.0, 9.0),
        source=Source("long.mp4", "mediapipe 1.2", "4eaa5e", 640, 480, 0, 15.0, 600.0),
    )


def make_unjudged() -> Result:
    return make_result(
        judged=False,
        reason="You are turned about 50 degrees away from side-on. I cannot judge angles from there.",
        judged_share=0.12,
        score=NAN,
        band=None,
        score_uncertainty=NAN,
        attempts=(),
        view=View(yaw_deg=50.0, advice=("Turn side-on to the camera.",)),
        neutral=Neutral(),
        series=None,
    )


@pytest.fixture
def exercise() -> Exercise:
    return make_exercise()


@pytest.fixture
def good() -> Result:
    return make_result()


@pytest.fixture
def faulty() -> Result:
    return make_faulty()


@pytest.fixture
def ten_holds() -> Result:
    return make_long()


@pytest.fixture
def unjudged() -> Result:
    return make_unjudged()
