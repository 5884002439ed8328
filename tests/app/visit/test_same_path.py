"""The same clip through the live path and through `score`: one pose model each, a hand-turned clock, no browser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from posecheck.app.visit.saving import load_session, sessions_folder
from posecheck.app.visit.visitor import Plan, Visit
from posecheck.body.smoothing import smooth_track
from posecheck.clips.scoring import DEFAULT_FPS, judge, make_request, read_clip
from posecheck.disk.library import load_exercise
from posecheck.report.result_json import result_to_dict
from posecheck.result.judgement import Result
from posecheck.rules.coaching.cues import CueSettings
from posecheck.rules.exercise.definition import Dose

LUNGE = "kneeling_hip_flexor"
CLIPS = Path(__file__).resolve().parents[3] / "sample_clips"
SETUP_S = 7.6
"""Live, the set-up is guided and the neutral takes two seconds: the first picture stays for so long, whole frames."""
DOSE = Dose(3, 1)

pytestmark = pytest.mark.clips


def pictures(path: Path) -> list[tuple[float, np.ndarray]]:
    with av.open(str(path)) as clip:
        return [(float(frame.time), frame.to_ndarray(format="rgb24")) for frame in clip.decode(video=0)]


def lengthened(path: Path) -> list[tuple[float, np.ndarray]]:
    """The clip as a camera would show it: set-up first, at the clip's own rate."""
    shown = pictures(path)
    still = [(i / DEFAULT_FPS, shown[0][1]) for i in range(round(SETUP_S * DEFAULT_FPS))]
    return [*still, *((SETUP_S + time_s, rgb) for time_s, rgb in shown)]


def write_clip(shown: list[tuple[float, np.ndarray]], path: Path) -> Path:
    """Write pictures as a clip that loses nothing, so that both ways see the same."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264rgb", rate=round(DEFAULT_FPS), options={"crf": "0", "preset": "ultrafast"})
        stream.height, stream.width = shown[0][1].shape[:2]
        stream.pix_fmt = "rgb24"
        for _, rgb in shown:
            out.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
        out.mux(stream.encode())
    return path


def live(shown: list[tuple[float, np.ndarray]], *, dose: str) -> tuple[Visit, Result]:
    """Show pictures to the callback of the camera, each at its time."""
    exercise = replace(load_exercise(LUNGE), doses={dose: DOSE})
    visit = Visit(Plan(exercise, ("right",), dose, CueSettings()))
    visit.video._run = lambda job: job()
    for time_s, rgb in shown:
        visit.video(rgb, time_s)
    visit.video.close()
    visit.look()
    assert not visit.error
    (result,) = visit.results
    return visit, result


@pytest.mark.parametrize("clip", ["correct", "bends_at_the_waist"])
def test_a_clip_live_and_scored(clip: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    shown = lengthened(CLIPS / f"{LUNGE}__{clip}__right.mp4")
    visit, at_once = live(shown, dose="made_up")
    exercise = replace(load_exercise(LUNGE), doses={"made_up": DOSE})
    request = make_request(exercise, side="right", dose="made_up")
    track = read_clip(write_clip(shown, tmp_path / "clip.mkv"), fps=None)
    scored = judge(request, smooth_track(track))

    assert [a.side for a in at_once.attempts] == [a.side for a in scored.attempts] == ["right"]
    assert at_once.faults == scored.faults
    assert (clip in at_once.faults) == bool(at_once.faults) == (clip != "correct")
    assert at_once.score == pytest.approx(scored.score, abs=3)
    for one, other in zip(at_once.attempts, scored.attempts, strict=True):
        assert one.start_s == pytest.approx(other.start_s, abs=0.5)
        assert one.hold_s == pytest.approx(other.hold_s, abs=0.5)
        assert one.complete == other.complete

    kept = load_session(sessions_folder() / visit.name).track(1)
    within = (track.time_s >= kept.time_s[0] - 1e-3) & (track.time_s <= kept.time_s[-1] + 1e-3)
    assert np.allclose(track.time_s[within], kept.time_s, atol=2e-3)
    # Without loss, but written with its own time stamps and decoded by another path: the same poses all the same.
    assert np.nanmax(np.abs(track.xy[within] - kept.xy)) < 2e-3
    assert result_to_dict(judge(request, smooth_track(kept))) == result_to_dict(at_once)
