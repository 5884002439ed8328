from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from posecheck.errors import ClipError
from posecheck.estimation.video import frames, grab, open_clip
from posecheck.language.sentences import sentences
from tests.estimation.moving_pictures import grey, write_clip, write_sound


def noise(n: int) -> list[np.ndarray]:
    """Pictures that compress badly, so that the file is long enough to be cut."""
    rng = np.random.default_rng(0)
    return [rng.integers(0, 255, (96, 128, 3), np.uint8) for _ in range(n)]


def refused(path: Path, *words: str) -> None:
    with pytest.raises(ClipError) as caught:
        open_clip(path)
    text = str(caught.value)
    for word in (path.name, *words):
        assert word in text
    assert caught.value.hint, "says what to do"
    with pytest.raises(ClipError):
        list(frames(path))
    with pytest.raises(ClipError):
        grab(path, [0.0])


def test_no_such_file(tmp_path: Path) -> None:
    refused(tmp_path / "nothing here.mp4", "no such file")


def test_an_address_is_a_file_that_does_not_exist(tmp_path: Path) -> None:
    refused(Path("http://127.0.0.1:9/clip.mp4"), "no such file")


def test_a_folder(tmp_path: Path) -> None:
    refused(tmp_path, "found a folder")


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.touch()
    refused(path, "empty file")


@pytest.mark.parametrize("text", ["This is not a video.\n" * 50, "x", "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n"])
def test_text_named_mp4(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.mp4"
    path.write_text(text)
    refused(path, "expected a video")


def test_cut_short_before_its_index(tmp_path: Path) -> None:
    whole = write_clip(tmp_path / "whole.mp4", noise(30))
    path = tmp_path / "half.mp4"
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    refused(path, "cannot be opened", "incomplete")


def test_sound_only(tmp_path: Path) -> None:
    refused(write_sound(tmp_path / "a.m4a"), "only sound")


def test_no_frame_in_it(tmp_path: Path) -> None:
    whole = write_clip(tmp_path / "whole.mp4", noise(20), movflags="faststart")
    data = whole.read_bytes()
    path = tmp_path / "none.mp4"
    path.write_bytes(data[: data.index(b"mdat") + 4])
    refused(path, "no picture")


def test_cut_short_in_the_middle_gives_what_there_is_and_says_so(tmp_path: Path) -> None:
    whole = write_clip(tmp_path / "whole.mp4", noise(60), movflags="faststart")
    path = tmp_path / "half.mp4"
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    clip = open_clip(path)
    seen = list(frames(clip))
    assert 20 <= len(seen) <= 35
    assert sentences(clip.noted) == (f"The file ends early: {clip.read_s:.1f} s of 4.0 s could be read.",)
    assert clip.read_s == pytest.approx(seen[-1].time_s + 1 / 15, abs=0.01)
    assert grab(clip, [3.9])[0].time_s == pytest.approx(seen[-1].time_s)


def test_damaged_in_the_middle_goes_on_after_it(tmp_path: Path) -> None:
    whole = write_clip(tmp_path / "whole.mp4", noise(60), movflags="faststart", key_every=5)
    data = bytearray(whole.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 4000] = bytes(4000)
    path = tmp_path / "damaged.mp4"
    path.write_bytes(data)
    clip = open_clip(path)
    times = [f.time_s for f in frames(clip)]
    assert times[-1] == pytest.approx(59 / 15, abs=0.3)
    assert sentences(clip.noted) == ("The file is damaged in places: some pictures could not be read.",)


def test_one_frame(tmp_path: Path) -> None:
    clip = open_clip(write_clip(tmp_path / "a.mp4", [grey(100)]))
    assert [f.time_s for f in frames(clip)] == [0.0]
    assert sentences(clip.noted) == ()


def test_a_coding_that_nobody_here_knows(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mp4", [grey(100)] * 5)
    path.write_bytes(path.read_bytes().replace(b"avc1", b"zzz1"))
    refused(path, "no picture that can be decoded")
