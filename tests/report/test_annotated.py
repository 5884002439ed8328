import os
from pathlib import Path

import av
import numpy as np
import pytest

from posecheck.errors import ClipError, OutputError
from posecheck.report.annotated import write_video

TIMES = [0.5, 0.6, 0.633, 1.2, 1.201, 3.0]


def pictures(size=(120, 160)):
    for i, time_s in enumerate(TIMES):
        yield time_s, np.full((*size, 3), (250, 40 * i, 0), np.uint8)


def test_every_picture_keeps_its_own_time(tmp_path):
    path = tmp_path / "out.mp4"
    assert write_video(path, pictures()) == len(TIMES)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert stream.codec_context.pix_fmt == "yuv420p"
        frames = [(frame.time, frame.to_ndarray(format="rgb24")) for frame in container.decode(stream)]
        assert container.duration / 1e6 == pytest.approx(2.5, abs=0.1)
    assert [time for time, _ in frames] == pytest.approx(TIMES, abs=1e-4)
    colours = np.array([image[60, 80] for _, image in frames], int)
    expected = np.array([(250, 40 * i, 0) for i in range(len(TIMES))])
    assert np.abs(colours - expected).max() < 12


def test_the_index_comes_first_so_that_it_plays_while_loading(tmp_path):
    write_video(tmp_path / "out.mp4", pictures())
    data = (tmp_path / "out.mp4").read_bytes()
    assert 0 < data.find(b"moov") < data.find(b"mdat")


@pytest.mark.parametrize(("size", "written"), [((121, 161), (160, 120)), ((1, 1), (2, 2)), ((3, 200), (200, 2))])
def test_odd_sizes_become_even(tmp_path, size, written):
    write_video(tmp_path / "out.mp4", pictures(size))
    with av.open(str(tmp_path / "out.mp4")) as container:
        context = container.streams.video[0].codec_context
        assert (context.width, context.height) == written


def test_a_picture_of_another_size_is_scaled(tmp_path):
    frames = [(0.0, np.zeros((120, 160, 3), np.uint8)), (0.1, np.full((60, 80, 3), 255, np.uint8))]
    write_video(tmp_path / "out.mp4", frames)
    with av.open(str(tmp_path / "out.mp4")) as container:
        last = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)][-1]
    assert last.shape == (120, 160, 3)
    assert last.min() > 230


def test_two_pictures_at_the_same_time_are_both_kept(tmp_path):
    frames = [(0.0, np.zeros((16, 16, 3), np.uint8))] * 2
    assert write_video(tmp_path / "out.mp4", frames) == 2
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert len(list(container.decode(video=0))) == 2


def test_an_error_on_the_way_leaves_the_old_file(tmp_path):
    path = tmp_path / "out.mp4"
    path.write_bytes(b"old")

    def failing():
        yield from pictures()
        raise ClipError("the clip ends here")

    with pytest.raises(ClipError, match="ends here"):
        write_video(path, failing())
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["out.mp4"]


def test_no_picture_no_file(tmp_path):
    with pytest.raises(OutputError, match="no picture"):
        write_video(tmp_path / "out.mp4", [])
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("place", ["missing/out.mp4", "file.txt/out.mp4", "."])
def test_where_it_cannot_be_written(tmp_path, place):
    (tmp_path / "file.txt").write_text("keep")
    with pytest.raises(OutputError, match="Cannot write"):
        write_video(tmp_path / place, pictures())
    assert os.listdir(tmp_path) == ["file.txt"]


def test_a_disk_that_fills_up(tmp_path, monkeypatch):
    def full(*_: object):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match="full"):
        write_video(tmp_path / "out.mp4", pictures())
    assert os.listdir(tmp_path) == []


def test_a_real_full_disk():
    # /dev/full looks like a disk without room, but is a device: nothing may take its place.
    with pytest.raises(OutputError, match="device"):
        write_video("/dev/full", pictures())
