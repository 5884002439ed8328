"""Clips on disk: frames and times, truth beside them, the cache, the command."""

import re
from pathlib import Path

import av
import numpy as np
import pytest

from benchmarks.synthetic import clips
from benchmarks.synthetic.__main__ import camera_of, main, variation_of
from benchmarks.synthetic.clips import cached_clip, clip_key, render_clip, render_frames
from benchmarks.synthetic.spec import CameraSpec, ClipSpec, Variation
from benchmarks.synthetic.truth_file import read_truth
from posecheck.body.skeleton import INDEX, MIRROR
from posecheck.clips.scoring import read_clip

TINY = {"width": 160, "height": 120, "fps": 2.0}
BODY_POSITIONS = {
    "standing": "standing_forward_bend",
    "kneeling": "kneeling_hip_flexor",
    "lying": "bridge",
    "sitting": "seated_forward_bend",
    "from the front": "side_bend",
    "prone": "superman",
}


def test_a_clip_has_the_frames_and_times_of_its_truth(tmp_path: Path) -> None:
    spec = ClipSpec("bridge", variation=Variation(hold_s=1.0), **TINY)
    truth = render_clip(spec, tmp_path / "clip.mp4")
    with av.open(str(tmp_path / "clip.mp4")) as clip:
        assert clip.streams.video[0].codec_context.name == "h264"
        frames = [(frame.time, frame.width, frame.height) for frame in clip.decode(video=0)]
    assert [time for time, _, _ in frames] == pytest.approx(truth.time_s.tolist(), abs=1e-3)
    assert {(width, height) for _, width, height in frames} == {(160, 120)}
    # the far arm and leg of somebody who lies on her back are behind the near ones
    assert truth.visible[:, INDEX["left_shoulder"]].all()
    assert not truth.visible[:, INDEX["right_shoulder"]].any()


def test_a_rate_that_is_no_whole_number(tmp_path: Path) -> None:
    spec = ClipSpec("bridge", variation=Variation(hold_s=0.5), width=160, height=120, fps=30000 / 1001 / 12)
    truth = render_clip(spec, tmp_path / "clip.mp4")
    with av.open(str(tmp_path / "clip.mp4")) as clip:
        times = [frame.time for frame in clip.decode(video=0)]
    assert times == pytest.approx(truth.time_s.tolist(), abs=2e-3)


def test_mirrored_is_the_flipped_picture_and_the_other_side(tmp_path: Path) -> None:
    plain = ClipSpec("kneeling_hip_flexor", variation=Variation(hold_s=0.5), **TINY)
    flipped = ClipSpec("kneeling_hip_flexor", variation=Variation(hold_s=0.5, mirrored=True), **TINY)
    one, other = next(render_frames(plain)), next(render_frames(flipped))
    assert (one.silhouette == other.silhouette[:, ::-1]).all()
    # grain is laid on before the picture is flipped
    assert (one.picture == other.picture[:, ::-1]).all()
    truths = [render_clip(spec, tmp_path / "clip.mp4") for spec in (plain, flipped)]
    assert (truths[0].visible == truths[1].visible[:, list(MIRROR)]).all()
    assert truths[1].landmarks_px[:, :, 0] == pytest.approx(160 - truths[0].landmarks_px[:, list(MIRROR), 0])


def test_nobody_is_visible_while_nobody_is_there(tmp_path: Path) -> None:
    spec = ClipSpec("roll_down", variation=Variation(hold_s=0.5, walk_in=True), **TINY)
    truth = render_clip(spec, tmp_path / "clip.mp4")
    absent = np.array([phase == "absent" for phase in truth.phase])
    assert absent.any()
    assert not truth.visible[absent].any()
    assert truth.visible[~absent].any()


def test_an_odd_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="even width and height, got 161x120"):
        render_clip(ClipSpec("bridge", width=161, height=120), tmp_path / "clip.mp4")


def test_a_clip_is_rendered_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = ClipSpec("bridge", variation=Variation(hold_s=0.5), **TINY)
    clip, truth = cached_clip(spec, tmp_path / "cache")
    assert sorted(path.suffix for path in clip.parent.iterdir()) == [".mp4", ".npz"]
    monkeypatch.setattr(clips, "render_clip", lambda *_, **__: pytest.fail("rendered again"))
    again, read = cached_clip(spec, tmp_path / "cache")
    assert again == clip
    assert (read.visible == truth.visible).all()
    assert read.landmarks_px == pytest.approx(truth.landmarks_px)


def test_the_key_knows_what_changes_a_clip(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = ClipSpec("bridge", **TINY)
    key = clip_key(spec)
    assert key == clip_key(ClipSpec("bridge", **TINY))
    others = [
        ClipSpec("bridge", seed=2, **TINY),
        ClipSpec("bridge", camera=CameraSpec(yaw_deg=1), **TINY),
        ClipSpec("bridge", variation=Variation(dark=True), **TINY),
    ]
    assert len({key, *map(clip_key, others)}) == 4
    monkeypatch.setattr(clips, "PICTURES_VERSION", 0)
    assert clip_key(spec) != key


def test_the_command_writes_clips_and_truth(tmp_path: Path) -> None:
    options = ["--exercise", "bridge", "--fault", "low_hips", "--seed", "5", "--count", "2", "--size", "160x120"]
    assert main([str(tmp_path), *options, "--fps", "1", "--vary", "stiff,hold_s=0.5", "--camera", "yaw=10"]) == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [f"bridge__low_hips__{seed}.{kind}" for seed in (5, 6) for kind in ("mp4", "truth.npz")]
    truth = read_truth(tmp_path / "bridge__low_hips__6.truth.npz")
    assert (truth.spec.seed, truth.spec.variation.stiff, truth.spec.camera.yaw_deg) == (6, True, 10.0)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--exercise", "handstand"], "unknown exercise 'handstand'.*bridge"),
        (["--exercise", "bridge", "--fault", "x"], "unknown fault of bridge 'x'.*low_hips"),
        (["--exercise", "bridge", "--vary", "drunk"], "unknown variation 'drunk'.*stiff"),
        (["--exercise", "bridge", "--camera", "zoom=2"], "unknown camera setting 'zoom'.*yaw"),
        (["--exercise", "bridge", "--camera", "yaw=much"], "expected a number for yaw, got 'much'"),
        (["--exercise", "bridge", "--size", "640"], "expected a size like 640x480"),
        ([], "expected a folder and --exercise"),
    ],
)
def test_what_is_unknown_is_named_with_what_is_known(
    options: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path), *options])
    error = " ".join(capsys.readouterr().err.split())
    assert re.search(message, error)


def test_the_list_names_exercises_faults_and_variations(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    listed = capsys.readouterr().out
    assert "bridge: low_hips" in listed
    assert "drop_out_s=SECONDS" in listed


def test_settings_of_the_command() -> None:
    assert camera_of("yaw=20, distance=1.2,height=0.9,pitch=5") == CameraSpec(20, 1.2, 0.9, 5)
    assert variation_of("stiff,drop_out_s=1", 3) == Variation(stiff=True, drop_out_s=1.0, repetitions=3)


@pytest.mark.clips
@pytest.mark.parametrize("exercise", BODY_POSITIONS.values(), ids=BODY_POSITIONS.keys())
def test_the_pose_model_finds_rendered_people(exercise: str, tmp_path: Path) -> None:
    spec = ClipSpec(exercise, seed=21, fps=5.0, variation=Variation(hold_s=1.0))
    clip, truth = cached_clip(spec, tmp_path)
    track = read_clip(clip)
    found = np.isfinite(track.xy[:, :, 0]).all(1)
    assert found.mean() >= 0.95
    # and where they are: joints within 4 % of the body height, those that are in sight
    away = np.linalg.norm(track.xy * spec.height - truth.landmarks_px[: len(track.xy)], axis=-1)[:, 11:]
    size = float(truth.body["height"]) * truth.camera["focal_px"] / truth.camera["distance_m"]
    assert np.nanmean(away[truth.visible[: len(away), 11:]]) < 0.04 * size
