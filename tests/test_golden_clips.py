"""Every sample clip through the real pose model: the verdict its expectation file states, holds within tolerance."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from posecheck.body.pose import Source
from posecheck.body.smoothing import OneEuro
from posecheck.clips.scoring import make_request, read_clip, score_clip, score_track
from posecheck.disk.track_file import load_track, save_track
from posecheck.estimation.landmarker import Landmarker
from posecheck.estimation.video import frames
from posecheck.report.result_json import result_to_dict
from posecheck.result.judgement import Result
from posecheck.session import Session

FOLDER = Path(__file__).resolve().parents[1] / "sample_clips"
CLIPS = sorted(FOLDER.glob("*.mp4"))
pytestmark = pytest.mark.clips


@cache
def scored(clip: Path) -> Result:
    return score_clip(clip, expected(clip)["exercise"])


def expected(clip: Path) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(clip.with_suffix(".expected.json").read_text(encoding="utf-8"))
    return answer


@pytest.mark.parametrize("clip", CLIPS, ids=lambda clip: clip.stem)
def test_a_sample_clip_is_judged_as_stated(clip: Path) -> None:
    want = expected(clip)
    result = scored(clip)
    assert result.judged, result.reason
    assert result.view.facing == want["facing"]
    severe = {f.rule for a in result.attempts for f in a.findings if f.fired and f.severity >= 2}
    assert set(want["faults"]) <= set(result.faults)
    assert severe <= set(want["faults"])
    if "score" in want:
        assert result.score >= want["score"]["min"]
    assert len([a for a in result.attempts if a.complete]) == len(result.attempts) == len(want["attempts"])
    for seen, truth in zip(result.attempts, want["attempts"], strict=True):
        if want["side"] in ("left", "right"):
            assert seen.side == want["side"]
        # 0.3 s is the goal, met by most; the slow ends of a 15 degree movement are hard to date.
        assert seen.hold_s == pytest.approx(truth["hold_s"], abs=0.6)
        assert seen.start_s == pytest.approx(truth["start_s"], abs=0.3)
        assert seen.end_s == pytest.approx(truth["end_s"], abs=0.6)


def test_most_holds_are_within_a_third_of_a_second() -> None:
    errors = [
        abs(seen.hold_s - truth["hold_s"])
        for clip in CLIPS
        for seen, truth in zip(scored(clip).attempts, expected(clip)["attempts"], strict=True)
    ]
    assert sum(e <= 0.3 for e in errors) >= 0.85 * len(errors)


@pytest.mark.parametrize(
    "name", ["kneeling_hip_flexor__bends_at_the_waist__left", "standing_forward_bend__rounds_back__left"]
)
def test_a_clip_and_its_saved_track_give_the_identical_result(tmp_path: Path, name: str) -> None:
    clip, exercise = FOLDER / f"{name}.mp4", name.partition("__")[0]
    track = read_clip(clip, outline=True)
    save_track(track, tmp_path / "saved.npz")
    from_file = result_to_dict(scored(clip))
    assert result_to_dict(score_track(load_track(tmp_path / "saved.npz"), exercise)) == from_file
    assert result_to_dict(score_clip(tmp_path / "saved.npz", exercise)) == from_file


def test_live_sees_the_back_as_the_clip_does() -> None:
    """Every picture, one by one, as they come from a camera, smoothed as live ones are."""
    clip = FOLDER / "standing_forward_bend__rounds_back__left.mp4"
    request, smooth = make_request("standing_forward_bend"), OneEuro()
    session = None
    with Landmarker(person_mask=True) as landmarker:
        for time_s, rgb in frames(clip, fps=None):
            source = Source(width=rgb.shape[1], height=rgb.shape[0])
            session = session or Session(request.exercise, source=source)
            session.step(smooth(landmarker.detect(rgb, time_s)))
    assert session is not None
    live, recorded = session.finish(), scored(clip)
    assert live.faults == recorded.faults
    assert abs(live.score - recorded.score) <= 3
    rounding = [r.attempts[0].readings["back_rounding"].value for r in (live, recorded)]
    assert rounding[0] == pytest.approx(rounding[1], abs=2)


def test_left_and_right_facing_clips_are_equally_good() -> None:
    left, right = (scored(FOLDER / f"standing_forward_bend__correct__{facing}.mp4") for facing in ("left", "right"))
    assert left.score == pytest.approx(right.score, abs=5)
