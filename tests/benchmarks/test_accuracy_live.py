from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.accuracy.live import judge_live, live_figures
from posecheck.body.smoothing import smooth_track
from posecheck.clips.scoring import judge, make_request
from tests.bodies import bend_film, lunge_film


def test_a_result_agrees_with_itself() -> None:
    result = judge(make_request("standing_forward_bend"), bend_film())
    same = live_figures(result, result)
    assert same.same_verdict
    assert (same.score, same.start_s, same.end_s, same.hold_s) == (0.0, (0.0,), (0.0,), (0.0,))


def test_faults_and_counts_that_differ_are_told() -> None:
    request = make_request("kneeling_hip_flexor")
    right, leaning = judge(request, lunge_film()), judge(request, lunge_film(fault={"trunk": 25.0}))
    differs = live_figures(leaning, right)
    assert not differs.same_verdict
    assert "bends_at_the_waist" in differs.extra
    assert differs.missing == ()
    twice = judge(request, lunge_film(reps=2, seconds=22.0))
    assert not live_figures(twice, right).same_count
    assert live_figures(twice, right).start_s == ()


def test_a_refusal_is_another_answer() -> None:
    result = judge(make_request("standing_forward_bend"), bend_film())
    refused = replace(result, judged=False)
    assert not live_figures(refused, result).same_judged
    assert not live_figures(refused, result).same_verdict


@pytest.mark.parametrize(
    ("exercise", "film"), [("kneeling_hip_flexor", lunge_film), ("standing_forward_bend", bend_film)]
)
def test_live_says_the_same_of_a_plain_clip(exercise: str, film: object) -> None:
    request, track = make_request(exercise), film()  # pyright: ignore[reportCallIssue]
    both = live_figures(judge_live(request, track), judge(request, smooth_track(track)))
    assert both.same_verdict
    assert abs(both.score) <= 3
    assert max(abs(both.start_s[0]), abs(both.end_s[0]), abs(both.hold_s[0])) < 0.3
