"""Attempts of which too few pictures came live: counted, without a score; afterwards judged as a clip."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from posecheck.body.pose import Pose, empty_pose, join_poses
from posecheck.body.smoothing import smooth_track
from posecheck.clips.scoring import Request, judge_unworded
from posecheck.disk.library import load_exercise
from posecheck.rules.judging.attempts import Frames
from posecheck.rules.judging.sparse import too_few_pictures
from posecheck.rules.phases.there_and_back import Span
from posecheck.session import Session
from tests.bodies import SOURCE, lunge_film

LUNGE = load_exercise("kneeling_hip_flexor")


def frames(times: np.ndarray, unseen: tuple[float, float] = (math.inf, math.inf)) -> Frames:
    value = np.where((times > unseen[0]) & (times < unseen[1]), np.nan, 1.0)
    return Frames(
        times, {**dict.fromkeys(LUNGE.needs, np.ones(len(times))), LUNGE.needs[0]: value}, [None] * len(times)
    )


@pytest.mark.parametrize(
    ("times", "few"),
    [
        (np.arange(0, 10.001, 0.1), False),
        (np.arange(0, 10.001, 0.12), True),
        (np.concatenate([np.arange(0, 5, 0.05), np.arange(5.4, 10.001, 0.05)]), False),
        (np.concatenate([np.arange(0, 5, 0.05), np.arange(5.6, 10.001, 0.05)]), True),
        (np.arange(0.7, 10.001, 0.05), True),
        (np.arange(0, 9.3, 0.05), True),
    ],
    ids=["ten", "eight", "short gap", "long gap", "late", "ends early"],
)
def test_pictures_a_second_and_gaps(times: np.ndarray, few: bool) -> None:
    assert too_few_pictures(LUNGE, Span(0.0, 10.0, (4.0, 6.0), None, 0.0, True), frames(times)) is few


def test_a_picture_counts_that_was_judged() -> None:
    times = np.arange(0, 10.001, 0.05)
    span = Span(0.0, 10.0, (4.0, 6.0), None, 0.0, True)
    assert not too_few_pictures(LUNGE, span, frames(times, (3.0, 3.4)))
    assert too_few_pictures(LUNGE, span, frames(times, (3.0, 3.7)))
    assert not too_few_pictures(LUNGE, Span(5.0, 10.0, (6.0, 7.0), None, 0.0, True), frames(times, (3.0, 3.7)))


def dropped(poses: list[Pose], start_s: float, end_s: float) -> list[Pose]:
    return [p for p in poses if not start_s < p.time_s < end_s]


def unseen(poses: list[Pose], start_s: float, end_s: float) -> list[Pose]:
    return [empty_pose(p.time_s, brightness=0.5) if start_s < p.time_s < end_s else p for p in poses]


@pytest.mark.parametrize("lose", [dropped, unseen])
def test_live_it_counts_without_a_score_and_is_judged_afterwards(
    lose: Callable[[list[Pose], float, float], list[Pose]],
) -> None:
    """The second of three equal holds loses three quarters of a second."""
    track = lunge_film(setup_s=3, hold_s=5, reps=3, rest_s=2, seconds=45)
    poses = lose(list(track), 20.0, 20.75)
    live = Session(LUNGE, side="right", source=SOURCE)
    for pose in poses:
        live.step(pose)
    assert [math.isnan(a.score) for a in live.attempts] == [False, True, False]
    assert all(a.complete for a in live.attempts)
    scores = [a.score for a in live.finish().attempts]
    assert not any(map(math.isnan, scores)), "the judgement at the end knows no such rule"
    clip = judge_unworded(Request(LUNGE, "right"), smooth_track(join_poses(poses, source=SOURCE)))
    assert [a.score for a in clip.attempts] == pytest.approx([100, 100, 100], abs=3)
