"""A film of nothing but the hold is judged as the hold of the whole film is: many people film no more than that."""

from __future__ import annotations

import pytest

from posecheck.clips.scoring import score_track
from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.disk.resources import resource_folder
from posecheck.disk.track_file import load_track
from tests.track_parts import part

FOLDER = resource_folder("reference_poses")
HOLDS = [e for e in exercise_ids() if load_exercise(e).kind == "hold" and (FOLDER / e / "correct.npz").exists()]
LEVELLING_S = 0.3
"""At its ends a hold is still 3 degrees on its way."""


@pytest.mark.parametrize("name", HOLDS)
def test_the_hold_alone_is_judged_like_the_hold_of_the_whole(name: str) -> None:
    track, exercise = load_track(FOLDER / name / "correct.npz"), load_exercise(name)
    whole = score_track(track, exercise)
    longest = max(whole.attempts, key=lambda a: a.hold_s)
    begin_s, end_s = longest.hold_start_s + LEVELLING_S, longest.hold_end_s - LEVELLING_S
    alone = score_track(part(track, begin_s, end_s), exercise)
    (attempt,) = alone.attempts
    assert attempt.cut in ("both", "end"), "a hold as small as what begins an attempt seems to begin with the film"
    assert attempt.counted
    assert attempt.hold_s == pytest.approx(end_s - begin_s, abs=0.2)
    assert set(alone.faults) <= set(whole.faults)
    assert alone.score >= whole.score - 3
