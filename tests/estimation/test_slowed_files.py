"""Files that say that they are slow motion, in the ways that phones say it."""

from __future__ import annotations

from pathlib import Path

import pytest

from posecheck.estimation.edit_list import slowest_rate
from posecheck.estimation.video import frames, grab
from posecheck.language.sentences import sentences
from tests.estimation.moving_pictures import level_of
from tests.estimation.patched_files import set_edits, write_any
from tests.estimation.test_files_as_written import GREYS, LEVELS, read, steps


@pytest.mark.parametrize("key", ["com.android.capture.fps", "com.apple.quicktime.capture.fps"])
def test_slow_motion_with_a_phones_tag_is_read_at_the_speed_of_life(tmp_path: Path, key: str) -> None:
    path = write_any(
        tmp_path / "a.mp4", GREYS, fps=30, tags={key: "240.000000"}, muxer={"movflags": "use_metadata_tags"}
    )
    clip, times, levels = read(path)
    assert times == pytest.approx(steps(30, 240), abs=1e-4)
    assert levels == pytest.approx(LEVELS, abs=4)
    assert (clip.fps, clip.slowed) == (pytest.approx(240), pytest.approx(8))
    assert (clip.duration_s, clip.read_s) == (pytest.approx(1 / 8, abs=1e-3), pytest.approx(1 / 8, abs=1e-3))
    assert [f.time_s for f in frames(clip)] == pytest.approx([0, 16 / 240], abs=5e-3)
    assert sentences(clip.noted) == (
        "Slow motion: filmed at 240 pictures a second, it plays 8.0 times slower. All times here are as it was filmed.",
    )
    assert level_of(grab(clip, [20 / 240])[0].rgb) == pytest.approx(LEVELS[20], abs=4)


@pytest.mark.parametrize(
    ("said", "fps"),
    [
        *(("240.0", 240), ("30.000000", 29.97), ("120.0", 110)),
        *(("30.0", 15), ("60.0", 30)),  # a phone in the dark takes half as many
        *(("0.5", 30), ("nonsense", 30), ("nan", 30), ("inf", 30)),
    ],
)
def test_a_tag_that_does_not_mean_slow_motion_moves_no_time(tmp_path: Path, said: str, fps: float) -> None:
    tags, muxer = {"com.android.capture.fps": said}, {"movflags": "use_metadata_tags"}
    clip, times, _ = read(write_any(tmp_path / "a.mp4", GREYS[:10], fps=fps, tags=tags, muxer=muxer))
    assert times == pytest.approx(steps(10, fps), abs=1e-3)
    assert clip.slowed == 1
    assert clip.noted == ()


@pytest.mark.parametrize(
    "edits",
    [[(8.0, 0.0, 1 / 8)], [(0.25, 0.0, 1.0), (4.0, 0.25, 1 / 8), (0.25, 0.75, 1.0)]],
    ids=["all of it", "the middle"],
)
def test_slow_motion_by_apples_edit_list_keeps_the_times_of_the_film(
    tmp_path: Path, edits: list[tuple[float, float, float]]
) -> None:
    path = set_edits(write_any(tmp_path / "a.mov", GREYS, fps=30, options={"bf": "0"}), edits)
    clip, times, levels = read(path)
    assert times == pytest.approx(steps(30, 30), abs=1e-3)
    assert levels == pytest.approx(LEVELS, abs=4)
    assert sentences(clip.noted) == (
        "Slow motion: parts of it play up to 8.0 times slower. All times here are as it was filmed.",
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0\0",
        b"\0\0\0\0moov",
        b"\0\0\0\1moov\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\0\0\0\x20moov\0\0\0\x18trak\0\0\0\x10edts\0\0\0\x08elst",
        b"\0\0\0\x28moov\0\0\0\x20trak\0\0\0\x18edts\0\0\0\x10elst\0\0\0\0\xff\xff\xff\xff",
    ],
)
def test_a_damaged_index_slows_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.mov"
    path.write_bytes(data)
    assert slowest_rate(path) == 1
