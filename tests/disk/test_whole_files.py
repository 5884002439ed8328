import os
import stat
from pathlib import Path

import pytest

from posecheck.disk.whole_files import replacing, write_bytes, write_text
from posecheck.errors import OutputError


def test_writes_and_replaces(tmp_path):
    path = tmp_path / "a.txt"
    write_text(path, "one")
    write_text(str(path), "zwei °")
    assert path.read_text("utf-8") == "zwei °"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_gets_the_rights_of_any_new_file(tmp_path):
    (tmp_path / "plain").write_text("")
    write_text(tmp_path / "ours", "")
    assert stat.S_IMODE((tmp_path / "ours").stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


@pytest.mark.parametrize(
    ("place", "hint"),
    [
        ("missing/a.txt", "Make the folder"),
        ("file.txt/a.txt", "is a file"),
        (".", "not of a folder"),
        ("x" * 300, "shorter"),
    ],
)
def test_says_what_to_do_where_it_cannot_write(tmp_path, place, hint):
    (tmp_path / "file.txt").write_text("keep")
    with pytest.raises(OutputError, match=hint) as caught:
        write_text(tmp_path / place, "text")
    assert str(tmp_path) in str(caught.value)
    assert os.listdir(tmp_path) == ["file.txt"]
    assert (tmp_path / "file.txt").read_text() == "keep"


def refuse(error: int):
    def replace(*_: object):
        raise OSError(error, os.strerror(error))

    return replace


@pytest.mark.parametrize(("error", "hint"), [(30, "read-only"), (28, "full"), (13, "may write"), (5, "another place")])
def test_a_disk_that_refuses_leaves_the_old_file(tmp_path, monkeypatch, error, hint):
    path = tmp_path / "a.txt"
    path.write_text("old")
    monkeypatch.setattr(Path, "replace", refuse(error))
    with pytest.raises(OutputError, match=hint):
        write_text(path, "new")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_an_error_of_the_caller_passes_and_leaves_nothing(tmp_path):
    def write_half():
        with replacing(tmp_path / "a.txt") as part:
            part.write_text("half")
            raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        write_half()
    assert os.listdir(tmp_path) == []


def test_a_link_is_followed(tmp_path):
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_text(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_a_device_is_written_to_and_never_replaced():
    write_bytes("/dev/null", b"gone")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    with pytest.raises(OutputError, match="device"), replacing("/dev/null"):
        pass
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
