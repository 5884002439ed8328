from __future__ import annotations

import gc
import os
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from posecheck.errors import PoseDataError
from posecheck.estimation.video import frames, grab, open_clip
from tests.estimation.moving_pictures import grey, level_of, write_clip


def levels(n: int) -> list[int]:
    """A grey for each of `n` frames, far enough apart to be told from each other after coding."""
    return [20 + (i * 37) % 200 for i in range(n)]


def clip_of(path: Path, n: int, **options: object) -> Path:
    return write_clip(path, (grey(level) for level in levels(n)), **options)  # type: ignore[arg-type]


def test_every_second_frame_of_30_a_second(tmp_path: Path) -> None:
    path = clip_of(tmp_path / "a.mp4", 60, fps=30)
    seen = list(frames(path))
    assert [f.time_s for f in seen] == pytest.approx([i / 15 for i in range(30)], abs=1e-4)
    assert [level_of(f.rgb) for f in seen] == pytest.approx(levels(60)[::2], abs=4)


@pytest.mark.parametrize("fps", [15, 14.9, 12, 7.5, 1])
def test_every_frame_of_a_clip_that_has_no_more_than_wanted(tmp_path: Path, fps: float) -> None:
    path = clip_of(tmp_path / "a.mp4", 20, fps=fps)
    assert len(list(frames(path))) == 20


@pytest.mark.parametrize(("source", "seconds"), [(24, 2), (25, 2), (29.97, 2), (50, 2), (60, 2), (240, 1)])
def test_about_15_a_second_of_any_other_rate(tmp_path: Path, source: float, seconds: float) -> None:
    path = clip_of(tmp_path / "a.mp4", round(source * seconds), fps=source)
    times = np.array([f.time_s for f in frames(path)])
    assert len(times) == pytest.approx(15 * seconds, abs=1)
    assert np.diff(times).max() <= 1 / 15 + 1 / source


def test_all_frames_of_240_a_second_have_their_own_time(tmp_path: Path) -> None:
    path = clip_of(tmp_path / "a.mp4", 48, fps=240)
    assert [f.time_s for f in frames(path, fps=None)] == pytest.approx([i / 240 for i in range(48)], abs=1e-4)


def test_times_of_a_clip_of_varying_rate_are_its_own(tmp_path: Path) -> None:
    times = [0, 0.033, 0.066, 0.1, 0.5, 0.533, 1.4, 1.41, 1.42, 1.43, 1.5, 2.0]
    path = clip_of(tmp_path / "a.mp4", len(times), times_s=times, fps=30)
    assert [f.time_s for f in frames(path, fps=None)] == pytest.approx(times, abs=1e-3)
    chosen = [f.time_s for f in frames(path, fps=15)]
    assert chosen[0] == 0
    assert min(np.diff(chosen)) >= 0.5 / 15 - 1e-4, "a burst after a gap is not caught up with"
    assert 0.5 in np.round(chosen, 3)
    assert 2.0 in np.round(chosen, 3)


def test_the_first_frame_is_at_zero(tmp_path: Path) -> None:
    path = clip_of(tmp_path / "a.mkv", 4, times_s=[5.0, 5.1, 5.2, 5.3])
    assert [f.time_s for f in frames(path, fps=None)] == pytest.approx([0, 0.1, 0.2, 0.3], abs=2e-3)


def test_a_raw_stream_without_timestamps_goes_by_its_rate(tmp_path: Path) -> None:
    path = clip_of(tmp_path / "a.h264", 10, fps=25)
    times = [f.time_s for f in frames(path, fps=None)]
    assert len(times) == 10
    assert np.all(np.diff(times) > 0)
    assert np.diff(times) == pytest.approx(0.04, abs=0.01)


CORNERS = np.zeros((48, 64, 3), np.uint8)
CORNERS[:24, :32] = 250  # top left


@pytest.mark.parametrize(
    ("turn", "rotation", "size", "corner"),
    [(0, 0, (64, 48), (0, 0)), (90, 90, (48, 64), (1, 0)), (-90, 270, (48, 64), (0, 1)), (180, 180, (64, 48), (1, 1))],
)
def test_rotation_metadata_is_applied(
    tmp_path: Path, turn: int, rotation: int, size: tuple[int, int], corner: tuple[int, int]
) -> None:
    path = write_clip(tmp_path / "a.mp4", [CORNERS] * 3, rotation=turn)
    clip = open_clip(path)
    assert (clip.rotation, (clip.width, clip.height)) == (rotation, size)
    rgb = next(frames(clip)).rgb
    assert rgb.shape == (size[1], size[0], 3)
    quarters = rgb.mean(2).reshape(2, size[1] // 2, 2, size[0] // 2).mean((1, 3))
    assert np.unravel_index(quarters.argmax(), (2, 2)) == corner
    assert rgb.flags.c_contiguous


def test_a_4k_picture_is_scaled_before_it_is_looked_at(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mp4", [grey(90, (3840, 2160))] * 2)
    clip = open_clip(path)
    assert (clip.width, clip.height) == (3840, 2160)
    assert [f.rgb.shape for f in frames(clip)] == [(540, 960, 3)] * 2
    assert next(frames(clip, max_side=4000)).rgb.shape == (2160, 3840, 3)


def test_a_tall_picture_turned_by_metadata_is_scaled_too(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mp4", [grey(90, (1920, 1080))] * 2, rotation=90)
    assert next(frames(path)).rgb.shape == (960, 540, 3)


def test_pixels_that_are_not_square_become_square(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mp4", [grey(90, (360, 288))] * 2, aspect=Fraction(16, 11))
    clip = open_clip(path)
    assert (clip.width, clip.height) == (524, 288)
    assert next(frames(clip)).rgb.shape == (288, 524, 3)


def test_what_is_known_of_a_clip(tmp_path: Path) -> None:
    clip = open_clip(clip_of(tmp_path / "a.mp4", 45, fps=30))
    assert (clip.name, clip.width, clip.height, clip.rotation, clip.frame_count) == ("a.mp4", 64, 48, 0, 45)
    assert clip.fps == pytest.approx(30, abs=0.1)
    assert clip.duration_s == pytest.approx(1.5, abs=0.01)
    assert list(frames(clip))
    assert clip.read_s == pytest.approx(1.5, abs=0.01)
    assert clip.noted == ()


@pytest.mark.parametrize("name", ["two words.mp4", "Dehnübung — 腰痛 §1.mp4", "a:b%03d.mp4", "#1 [x]?.mp4"])
def test_names_with_spaces_and_other_letters(tmp_path: Path, name: str) -> None:
    path = clip_of(tmp_path / "plain.mp4", 3).rename(tmp_path / name)
    assert open_clip(path).name == name
    assert len(list(frames(str(path)))) == 3


@pytest.mark.parametrize(
    "codec", [("mpeg4", "a.avi"), ("mjpeg", "a.mov"), ("libvpx-vp9", "a.webm"), ("libx265", "a.mkv")]
)
def test_other_codecs_and_containers(tmp_path: Path, codec: tuple[str, str]) -> None:
    name, file = codec
    path = tmp_path / file
    with av.open(str(path), "w") as container:
        stream = container.add_stream(name, rate=15)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuvj420p" if name == "mjpeg" else "yuv420p"
        if name == "libx265":
            stream.codec_context.options = {"x265-params": "log-level=none"}
        for level in levels(6):
            for packet in stream.encode(av.VideoFrame.from_ndarray(grey(level), format="rgb24")):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    seen = list(frames(path))
    assert [level_of(f.rgb) for f in seen] == pytest.approx(levels(6), abs=6)
    assert [f.time_s for f in seen] == pytest.approx([i / 15 for i in range(6)], abs=2e-3)


def test_grab_gives_the_nearest_frames_in_the_order_asked_for(tmp_path: Path) -> None:
    path = clip_of(tmp_path / "a.mp4", 30, fps=10)
    got = grab(path, [2.04, 0.0, 1.06, 99.0, 2.04])
    assert [f.time_s for f in got] == pytest.approx([2.0, 0.0, 1.1, 2.9, 2.0], abs=1e-3)
    assert [level_of(f.rgb) for f in got] == pytest.approx([levels(30)[i] for i in (20, 0, 11, 29, 20)], abs=4)
    assert grab(path, []) == []


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "h264"])
def test_grab_far_apart(tmp_path: Path, suffix: str) -> None:
    path = clip_of(tmp_path / f"a.{suffix}", 200, fps=5, key_every=12)
    got = grab(path, [38.45, 12.2, 25.0])
    if suffix != "h264":  # which has no clock to ask for
        assert [f.time_s for f in got] == pytest.approx([38.4, 12.2, 25.0], abs=0.11)
        assert [level_of(f.rgb) for f in got[1:]] == pytest.approx([levels(200)[i] for i in (61, 125)], abs=4)
    assert len(got) == 3


def test_grab_refuses_a_time_that_is_none(tmp_path: Path) -> None:
    path = clip_of(tmp_path / "a.mp4", 3)
    with pytest.raises(PoseDataError, match="finite seconds"):
        grab(path, [float("nan")])


@pytest.mark.parametrize("fps", [0, -3, float("nan")])
def test_a_rate_that_is_none_is_refused(tmp_path: Path, fps: float) -> None:
    path = clip_of(tmp_path / "a.mp4", 3)
    with pytest.raises(PoseDataError, match="positive number of frames"):
        next(frames(path, fps=fps))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks Linux which files are open")
def test_leaving_early_closes_the_file(tmp_path: Path) -> None:
    path = clip_of(tmp_path / "a.mp4", 40)
    pictures = frames(path)
    next(pictures)
    assert str(path) in open_files()
    pictures.close()
    gc.collect()
    assert str(path) not in open_files()


def open_files() -> set[str]:
    found: set[str] = set()
    for link in Path("/proc/self/fd").iterdir():
        try:
            found.add(os.readlink(link))
        except OSError:
            continue
    return found
