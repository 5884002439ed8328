"""Files as phones, browsers and editors write them: all pictures, each at its time, and said what is odd."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from posecheck.errors import ClipError
from posecheck.estimation.video import Clip, frames, grab, open_clip
from posecheck.language.sentences import sentences
from posecheck.remark import keys_of
from tests.estimation.moving_pictures import grey, level_of
from tests.estimation.patched_files import set_back, set_edits, write_any, write_tracks

LEVELS = [20 + (i * 37) % 200 for i in range(30)]
GREYS = [grey(level) for level in LEVELS]


def read(path: Path) -> tuple[Clip, list[float], list[float]]:
    """A clip read to its end: it, the times and the greys of its pictures."""
    clip = open_clip(path)
    seen = list(frames(clip, fps=None))
    return clip, [f.time_s for f in seen], [level_of(f.rgb) for f in seen]


def steps(n: int, fps: float = 15) -> list[float]:
    return [i / fps for i in range(n)]


# ------------------------------------------------------------------ containers


CONTAINERS = [
    ("a.mov", "libx264", "yuv420p", None),
    ("a.m4v", "mpeg4", "yuv420p", "mp4"),
    ("a.ipod.m4v", "libx264", "yuv420p", "ipod"),
    ("a.3gp", "mpeg4", "yuv420p", None),
    ("a.3g2", "mpeg4", "yuv420p", None),
    ("a.f4v", "libx264", "yuv420p", None),
    ("a.ismv", "libx264", "yuv420p", None),
    ("a.mkv", "ffv1", "yuv420p", None),
    ("a.webm", "libvpx", "yuv420p", None),
    ("a.ogv", "vp8", "yuv420p", "ogg"),
    ("a.avi", "mpeg4", "yuv420p", None),
    ("a.wmv", "wmv2", "yuv420p", "asf"),
    ("a.asf", "msmpeg4v3", "yuv420p", None),
    ("a.wtv", "mpeg2video", "yuv420p", None),
    ("a.flv", "flv", "yuv420p", None),
    ("a.swf", "flv", "yuv420p", None),
    ("a.rm", "rv20", "yuv420p", None),
    ("a.ts", "mpeg2video", "yuv420p", None),
    ("a.m2ts", "libx264", "yuv420p", "mpegts"),
    ("a.mpg", "mpeg1video", "yuv420p", None),
    ("a.vob", "mpeg2video", "yuv420p", None),
    ("a.mxf", "mpeg2video", "yuv420p", None),
    ("a.nut", "ffv1", "yuv420p", None),
    ("a.ivf", "libvpx", "yuv420p", None),
    ("a.gif", "gif", "rgb8", None),
    ("a.apng", "apng", "rgb24", None),
    ("a.m2v", "mpeg2video", "yuv420p", "mpeg2video"),
    ("a.mjpeg", "mjpeg", "yuvj420p", None),
    ("a.y4m", "wrapped_avframe", "yuv420p", "yuv4mpegpipe"),
]


@pytest.mark.parametrize(("name", "codec", "pixels", "container"), CONTAINERS, ids=[c[0] for c in CONTAINERS])
def test_containers(tmp_path: Path, name: str, codec: str, pixels: str, container: str | None) -> None:
    path = write_any(tmp_path / name, GREYS[:8], codec, pixels, fps=25, container=container)
    clip, times, levels = read(path)
    assert times == pytest.approx(steps(8, 25), abs=2e-3)
    assert levels == pytest.approx(LEVELS[:8], abs=4)
    assert clip.noted == ()


@pytest.mark.parametrize("fps", [8, 11.5, 17, 23.976, 47])
def test_odd_frame_rates(tmp_path: Path, fps: float) -> None:
    _, times, levels = read(write_any(tmp_path / "a.mkv", GREYS[:10], fps=fps))
    assert times == pytest.approx(steps(10, fps), abs=2e-3)
    assert levels == pytest.approx(LEVELS[:10], abs=4)


def test_an_animated_avif_is_all_of_its_pictures(tmp_path: Path) -> None:
    options = {"svtav1-params": "lp=1", "preset": "12"}
    clip, times, levels = read(write_any(tmp_path / "a.avif", GREYS[:10], "libsvtav1", fps=10, options=options))
    assert times == pytest.approx(steps(10, 10), abs=2e-3)
    assert levels == pytest.approx(LEVELS[:10], abs=4)
    assert clip.noted == ()


# ------------------------------------------------------------------ tracks


def test_the_larger_of_two_tracks_is_looked_at_wherever_it_stands(tmp_path: Path) -> None:
    small, large = [grey(10, (32, 24))] * 20, GREYS[:20]
    for n, tracks in enumerate(([small, large], [large, small])):
        clip, times, levels = read(write_tracks(tmp_path / f"{n}.mp4", tracks))
        assert (clip.width, clip.height) == (64, 48)
        assert times == pytest.approx(steps(20), abs=1e-3)
        assert levels == pytest.approx(LEVELS[:20], abs=4)
        assert sentences(clip.noted) == (f"The file has 2 video tracks; number {2 - n}, 64 × 48, was looked at.",)
        assert level_of(grab(clip, [0.2])[0].rgb) == pytest.approx(LEVELS[3], abs=4)


def test_of_two_tracks_alike_the_first_is_looked_at(tmp_path: Path) -> None:
    clip, _, levels = read(write_tracks(tmp_path / "a.mp4", [GREYS[:9], GREYS[9:18]]))
    assert levels == pytest.approx(LEVELS[:9], abs=4)
    assert keys_of(clip.noted) == ("clip_tracks",)


@pytest.mark.parametrize("length", [1, 4], ids=["a still", "a title"])
def test_a_larger_track_that_is_far_shorter_is_not_the_film(tmp_path: Path, length: int) -> None:
    _, _, levels = read(write_tracks(tmp_path / "a.mp4", [[grey(10, (96, 72))] * length, GREYS[:20]]))
    assert levels == pytest.approx(LEVELS[:20], abs=4)


# ------------------------------------------------------------------ clocks


def joined(path: Path, parts: Iterable[Path]) -> Path:
    path.write_bytes(b"".join(p.read_bytes() for p in parts))
    return path


@pytest.mark.parametrize("suffix", ["ts", "mpg"])
def test_recordings_joined_are_read_to_the_end(tmp_path: Path, suffix: str) -> None:
    parts = [
        write_any(tmp_path / f"{i}.{suffix}", GREYS[i * 10 : i * 10 + 10], "mpeg2video", options={"g": "5"})
        for i in range(3)
    ]
    clip, times, levels = read(joined(tmp_path / f"a.{suffix}", parts))
    assert len(times) >= 28, "at each join one picture at most is lost"
    assert np.diff(times).max() <= 2.1 / 15
    assert times[-1] == pytest.approx(29 / 15, abs=0.08)
    wanted = [LEVELS[round(t * 15)] for t in times]
    assert np.mean(np.abs(np.array(levels) - wanted) < 5) > 0.9
    assert keys_of(clip.noted) == ("clock_restarts",)
    assert clip.read_s == pytest.approx(2.0, abs=0.08)
    picture = grab(clip, [1.8])[0]
    assert picture.time_s == pytest.approx(1.8, abs=0.04)
    assert level_of(picture.rgb) == pytest.approx(LEVELS[27], abs=5)


def test_pictures_before_the_first_second_are_all_there(tmp_path: Path) -> None:
    path = set_back(write_any(tmp_path / "a.mkv", GREYS[:15], options={"bf": "0"}), 400)
    clip, times, levels = read(path)
    assert levels == pytest.approx(LEVELS[:15], abs=4)
    assert times == pytest.approx(steps(15), abs=0.07)
    assert np.diff(times).max() < 0.14
    assert clip.noted == ()


# ------------------------------------------------------------------ whether a file ends early


@pytest.mark.parametrize(("suffix", "codec", "sound"), [("mp4", "libx264", "aac"), ("mkv", "libx264", "aac"),
                                                       ("mov", "libx264", "aac"), ("flv", "flv", "aac"),
                                                       ("webm", "libvpx", "libopus")])  # fmt: skip
def test_sound_that_is_longer_is_no_early_end(tmp_path: Path, suffix: str, codec: str, sound: str) -> None:
    clip, times, _ = read(write_any(tmp_path / f"a.{suffix}", GREYS[:15], codec, sound_s=4, sound=sound))
    assert len(times) == 15
    assert clip.noted == ()


@pytest.mark.parametrize("suffix", ["mkv", "mp4", "ts", "webm"])
def test_a_late_start_is_no_early_end(tmp_path: Path, suffix: str) -> None:
    codec = "libvpx" if suffix == "webm" else "libx264"
    clip, times, levels = read(
        write_any(tmp_path / f"a.{suffix}", GREYS[:15], codec, times_s=[2 + t for t in steps(15)])
    )
    assert times == pytest.approx(steps(15), abs=2e-3)
    assert levels == pytest.approx(LEVELS[:15], abs=4)
    assert clip.noted == ()


def test_a_picture_that_stays_is_no_early_end(tmp_path: Path) -> None:
    times = [0, 0.1, 0.2, 0.3, 3.0, 3.1]
    for path in (
        write_any(tmp_path / "a.gif", GREYS[:6], "gif", "rgb8", fps=10, times_s=times),
        write_any(tmp_path / "a.mp4", GREYS[:6], times_s=times),
    ):
        clip, seen, _ = read(path)
        assert seen == pytest.approx(times, abs=0.02)
        assert clip.noted == ()
    data = bytearray((tmp_path / "a.gif").read_bytes())
    last = data.rindex(b"\x21\xf9\x04")  # the last picture stays for four seconds
    struct.pack_into("<H", data, last + 4, 400)
    (tmp_path / "b.gif").write_bytes(data)
    assert read(tmp_path / "b.gif")[0].noted == ()


@pytest.mark.parametrize("suffix", ["mkv", "mp4", "flv"])
def test_a_file_cut_short_ends_early_with_and_without_sound(tmp_path: Path, suffix: str) -> None:
    rng = np.random.default_rng(0)
    noise = [rng.integers(0, 255, (48, 64, 3), np.uint8) for _ in range(45)]
    muxer = (
        {"movflags": "faststart"} if suffix == "mp4" else {"flvflags": "add_keyframe_index"} if suffix == "flv" else {}
    )
    codec = "flv" if suffix == "flv" else "libx264"
    for sound_s in (0, 3):
        whole = write_any(tmp_path / f"whole.{suffix}", noise, codec, sound_s=sound_s, muxer=muxer)
        part = tmp_path / f"part.{suffix}"
        part.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
        assert "file_ends_early" in keys_of(read(part)[0].noted)
        assert keys_of(read(whole)[0].noted) == ()


def test_a_browsers_recording_without_a_length(tmp_path: Path) -> None:
    path = write_any(tmp_path / "a.webm", GREYS[:20], "libvpx", muxer={"live": "1"})
    clip, times, levels = read(path)
    assert np.isnan(clip.duration_s)
    assert times == pytest.approx(steps(20), abs=2e-3)
    assert levels == pytest.approx(LEVELS[:20], abs=4)
    assert clip.noted == ()
    assert clip.read_s == pytest.approx(20 / 15, abs=0.02)


def test_an_edit_list_that_leaves_out_a_beginning(tmp_path: Path) -> None:
    path = write_any(tmp_path / "a.mp4", GREYS, options={"bf": "0", "g": "1"})
    clip, times, levels = read(set_edits(path, [(1.0, 1.0, 1.0)]))
    assert levels == pytest.approx(LEVELS[15:30], abs=4)
    assert times == pytest.approx(steps(15), abs=2e-3)
    assert clip.noted == ()


# ------------------------------------------------------------------ titles, size


@pytest.mark.parametrize("where", ["title", "handler"])
def test_a_title_in_an_old_encoding_is_no_reason_to_refuse_a_clip(tmp_path: Path, where: str) -> None:
    path = write_any(tmp_path / "a.mp4", GREYS[:6], tags={"title": "Cafe am See"})
    data = path.read_bytes()
    old = (b"Cafe am See", b"Caf\xe9 am See") if where == "title" else (b"VideoHandler", b"Vid\xe9oHandler")
    assert old[0] in data
    path.write_bytes(data.replace(*old))
    assert read(path)[2] == pytest.approx(LEVELS[:6], abs=4)


def huge_gif(path: Path) -> Path:
    data = bytearray(write_any(path, GREYS[:3], "gif", "rgb8").read_bytes())
    struct.pack_into("<HH", data, 6, 8000, 6000)
    path.write_bytes(data)
    return path


def huge_mjpeg(path: Path, first: int = 0) -> Path:
    """JPEGs that say they are 8000 x 6000, from one of them on; the file says it of the first."""
    data = bytearray(write_any(path, GREYS[:4], "mjpeg", "yuvj420p").read_bytes())
    if first == 0:
        struct.pack_into(">HH", data, data.index(b"jpeg", data.index(b"stsd")) + 28, 8000, 6000)
    frame_header = b"\xff\xc0\x00\x11\x08"
    at = data.index(frame_header)
    for number in range(4):
        if number >= first:
            struct.pack_into(">HH", data, at + len(frame_header), 6000, 8000)
        at = data.find(frame_header, at + 1)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("name", "make"), [("huge.gif", huge_gif), ("huge.mov", huge_mjpeg)])
def test_above_40_megapixels_is_refused_in_one_line(tmp_path: Path, name: str, make: object) -> None:
    path = make(tmp_path / name)  # type: ignore[operator]
    for call in (open_clip, lambda p: next(frames(p)), lambda p: grab(p, [0.0])):
        with pytest.raises(ClipError) as caught:
            call(path)
        assert f"{name}: expected pictures of at most 40 megapixels, found 8000 × 6000" in str(caught.value)
        assert caught.value.hint
        assert len(str(caught.value).splitlines()) == 1


def test_a_picture_that_is_huge_in_the_middle_is_left_out(tmp_path: Path) -> None:
    clip, times, levels = read(huge_mjpeg(tmp_path / "a.mov", first=2))
    assert times == pytest.approx(steps(2), abs=1e-3)
    assert levels == pytest.approx(LEVELS[:2], abs=4)
    assert "file_damaged" in keys_of(clip.noted) or "file_ends_early" in keys_of(clip.noted)
