from __future__ import annotations

import tracemalloc
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from posecheck.body.pose import OUTLINE_STATIONS, Pose, Source, empty_pose, join_poses
from posecheck.estimation.landmarker import Landmarker
from posecheck.estimation.track_reader import TrackBuilder, read_track
from tests.estimation.moving_pictures import grey, write_clip


class StubLandmarker:
    """Puts every landmark at the picture's brightness."""

    estimator = "stub 1"
    model_sha256 = "abc"

    def __init__(self) -> None:
        self.resets = 0

    def reset(self) -> None:
        self.resets += 1

    def detect(self, rgb: np.ndarray, time_s: float) -> Pose:
        value = rgb.mean() / 255
        if value < 0.1:
            return empty_pose(time_s, brightness=value)
        ones = np.ones((33, 3), np.float32)
        return Pose(
            time_s, value * ones[:, :2], value * ones, ones[:, 0], brightness=value, people=1, cut=time_s == 0.2
        )


def stub() -> Landmarker:
    return cast("Landmarker", StubLandmarker())


def test_a_clip_becomes_a_track(tmp_path: Path) -> None:
    levels = [100, 110, 10, 120, 130, 140]
    path = write_clip(tmp_path / "Übung 1.mp4", [grey(level) for level in levels], fps=10, rotation=90)
    progress: list[tuple[float, float]] = []
    landmarker = stub()
    track = read_track(path, landmarker, fps=None, on_progress=lambda *done: progress.append(done))
    assert track.time_s == pytest.approx(np.arange(6) / 10)
    assert track.found.tolist() == [level > 25 for level in levels]
    assert track.brightness == pytest.approx(np.array(levels) / 255, abs=0.02)
    assert track.outline is None
    source = track.source
    assert (source.clip, source.estimator, source.model_sha256) == ("Übung 1.mp4", "stub 1", "abc")
    assert (source.width, source.height, source.rotation, source.noted) == (48, 64, 90, ())
    assert source.fps == pytest.approx(10)
    assert source.duration_s == pytest.approx(0.6, abs=0.01)
    assert [done for done, _ in progress] == pytest.approx(track.time_s.tolist())
    assert progress[0][1] == pytest.approx(0.6, abs=0.01)
    assert cast("StubLandmarker", landmarker).resets == 1


def test_one_frame_has_no_rate(tmp_path: Path) -> None:
    track = read_track(write_clip(tmp_path / "a.mp4", [grey(100)]), stub())
    assert len(track) == 1
    assert np.isnan(track.source.fps)


def test_what_is_wrong_with_the_clip_is_noted(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    noise = (rng.integers(0, 255, (96, 128, 3), np.uint8) for _ in range(60))
    whole = write_clip(tmp_path / "whole.mp4", noise, movflags="faststart")
    path = tmp_path / "half.mp4"
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    (note,) = read_track(path, stub()).source.noted
    assert note.key == "file_ends_early"
    assert note.time_s is not None


def poses(n: int) -> list[Pose]:
    rng = np.random.default_rng(1)
    made: list[Pose] = []
    for i in range(n):
        xyz = rng.normal(size=(33, 3)).astype(np.float32)
        outline = rng.normal(size=(2, OUTLINE_STATIONS)) if i % 3 else None
        made.append(Pose(i / 15, xyz[:, :2], xyz, xyz[:, 0], outline, i / n, i % 3, cut=i == n // 2))
    return made


@pytest.mark.parametrize("n", [0, 1, 511, 512, 513, 1200])
def test_the_builder_gives_what_joining_gives(n: int) -> None:
    builder = TrackBuilder()
    for pose in poses(n):
        builder.append(pose)
    source = Source(clip="a")
    built, joined = builder.finish(source), join_poses(poses(n), source=source)
    for name in ("time_s", "xy", "xyz", "visibility", "brightness", "people", "cut"):
        np.testing.assert_array_equal(getattr(built, name), getattr(joined, name))
    if n > 1:
        np.testing.assert_array_equal(built.outline, joined.outline)
    assert built.source is source


def test_memory_hardly_grows_with_the_clip() -> None:
    nine_thousand = 10 * 60 * 15
    pose = poses(1)[0]
    tracemalloc.start()
    builder = TrackBuilder()
    for i in range(nine_thousand):
        builder.append(replace(pose, time_s=i / 15))
    track = builder.finish(Source())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(track) == nine_thousand
    assert peak < 13e6, "ten minutes of poses, while they are joined, and nothing else"
