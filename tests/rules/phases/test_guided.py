"""Guided exercises: the clock of the rounds, the checks, and no score."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from posecheck.body.pose import PoseTrack
from posecheck.report.result_json import result_to_dict
from posecheck.result.judgement import Result
from posecheck.rules.phases.guided import GuidedTracker
from posecheck.session import Session
from tests.bodies import Shot, bend, film
from tests.rules.made_exercises import guided

ROUND_S = 5.0


def tracked(seconds: float, *, away: tuple[float, float] = (99.0, 99.0), fps: float = 15.0) -> GuidedTracker:
    tracker = GuidedTracker(guided().phases, 1.0)
    for t in np.arange(0, seconds, 1 / fps):
        tracker.step(float(t), posture=not away[0] <= t < away[1])
    tracker.finish()
    return tracker


def test_rounds_are_as_long_as_their_steps_together() -> None:
    spans = tracked(16.5).spans
    assert [(s.start_s, s.end_s) for s in spans] == [
        (pytest.approx(1 + 5 * k, abs=0.07), pytest.approx(6 + 5 * k, abs=0.07)) for k in range(3)
    ]
    assert all(s.complete for s in spans)


def test_a_last_round_that_hardly_began_is_none_and_half_of_one_is_not_complete() -> None:
    assert [s.complete for s in tracked(8).spans] == [True]
    assert [s.complete for s in tracked(10).spans] == [True, False]
    assert [s.complete for s in tracked(3).spans] == [False], "the only one is kept"


def test_the_clock_waits_while_nobody_is_there() -> None:
    (span,) = tracked(7, away=(3, 4)).spans[:1]
    assert span.end_s == pytest.approx(7.0, abs=0.15)


def lain(seconds: float, *, lifts: float = 0.0) -> PoseTrack:
    return film(lambda t: bend(trunk=lifts * (4 < t < 5.5)), seconds=seconds, fps=15)


def judge(track: PoseTrack, **how: str) -> Result:
    session = Session(guided(), source=track.source, **how)  # pyright: ignore[reportArgumentType]
    for pose in track:
        session.step(pose)
    return session.finish()


def test_it_is_completed_or_not_and_has_no_score() -> None:
    result = judge(lain(12.5))
    assert result.judged
    assert math.isnan(result.score)
    assert math.isnan(result.score_uncertainty)
    assert result.band is None
    assert [a.completed for a in result.attempts] == [True, True]
    assert [c.passed for a in result.attempts for c in a.checks] == [True, True]
    data = result_to_dict(result)
    assert (data["score"], data["band"], data["attempts"][0]["score"]) == (None, None, None)
    assert data["attempts"][0]["completed"] is True
    assert [a.completed for a in judge(lain(5.0)).attempts] == [False]


def test_what_should_not_move_and_did_is_a_failed_check() -> None:
    result = judge(lain(12.5, lifts=25))
    assert result.judged
    assert result.faults == ("bridge",)
    assert [c.passed for c in result.attempts[0].checks] == [False]
    assert [c.passed for c in result.attempts[1].checks] == [True]


def test_live_the_step_of_the_voice_is_told() -> None:
    session = Session(guided())
    told = [session.step(p) for p in lain(12.5)]
    steps = [f.step for f in told if f.step]
    assert steps[0] == "press"
    assert {f.step: f.step_wanted_s for f in told if f.step} == {"press": 3.0, "rest": 2.0}
    changes = [b for a, b in pairwise(steps) if a != b]
    assert changes[:3] == ["rest", "press", "rest"]


def test_a_body_that_is_turned_away_was_guided_all_the_same_and_its_checks_are_unknown() -> None:
    turned = film(lambda _: bend(), seconds=12.5, fps=15, shot=Shot(yaw_deg=40))
    result = judge(turned)
    assert result.judged
    assert result.view.yaw_deg > 25
    assert [a.completed for a in result.attempts] == [True, True]
    assert {c.passed for a in result.attempts for c in a.checks} == {None}
