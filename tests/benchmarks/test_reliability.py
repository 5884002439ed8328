"""A small fixed share of the fuzzing, and that the bench would see what is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.reliability import child, fuzz
from benchmarks.reliability.__main__ import commands, main
from benchmarks.reliability.damage import bytes_damaged, text_damaged, track_damaged
from benchmarks.reliability.page import put
from posecheck.disk.track_file import save_track
from tests.bodies import lunge_film

SEEDS = st.integers(0, 2**32 - 1)
FIXED = settings(max_examples=40, deadline=None, derandomize=True, database=None)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("fuzz")
    save_track(lunge_film(), path / "good.npz")
    return path


@FIXED
@given(seed=SEEDS)
def test_damaged_tracks(folder: Path, seed: int) -> None:
    path = folder / "t.npz"
    path.write_bytes(track_damaged((folder / "good.npz").read_bytes(), seed))
    assert child.tried("tracks", path)["end"] != "lost"


@FIXED
@given(seed=SEEDS)
def test_damaged_exercise_files(folder: Path, seed: int) -> None:
    sources = fuzz.originals("exercises")
    path = folder / "exercise.toml"
    path.write_text(text_damaged(sources[seed % len(sources)].read_text("utf-8"), seed), "utf-8")
    assert child.tried("exercises", path)["end"] != "lost"


def test_sound_files_are_read(folder: Path) -> None:
    assert child.tried("tracks", folder / "good.npz") == {"end": "read", "why": ""}
    assert child.tried("exercises", fuzz.originals("exercises")[0]) == {"end": "read", "why": ""}


def test_the_same_seed_does_the_same_damage(folder: Path) -> None:
    data = (folder / "good.npz").read_bytes()
    assert bytes_damaged(data, 3) == bytes_damaged(data, 3) != data
    assert bytes_damaged(data, 4) != bytes_damaged(data, 3)


def test_what_is_lost_is_seen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Path) -> None:
        raise RuntimeError("no clear line")

    monkeypatch.setitem(child.KINDS, "tracks", fails)
    assert child.tried("tracks", folder / "good.npz")["end"] == "lost"


def test_a_child_that_ends_is_seen_and_the_next_file_is_read(folder: Path) -> None:
    reader = fuzz.Child("exercises")
    try:
        sound = fuzz.originals("exercises")[0]
        assert reader(sound) == ("read", "")
        assert reader._process is not None
        reader._process.kill()
        reader._process.wait()
        assert reader(sound) == ("lost", "the process ended by itself")
        assert reader(sound) == ("read", "")
    finally:
        reader.close()


def test_containers_are_counted_and_the_table_says_so() -> None:
    tally = fuzz.run("containers", 6)
    assert tally.ends.total() == 6
    assert tally.ends["lost"] == 0
    assert "| containers | 6 |" in fuzz.table({"containers": tally}, "abc")


def test_commands_are_found_by_their_module(capsys: pytest.CaptureFixture[str]) -> None:
    assert "fuzz" in commands()
    assert main(["no such"]) == 2
    assert "fuzz" in capsys.readouterr().err


def test_a_section_of_the_page_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- x: begin -->\nold\n<!-- x: end -->\nb\n")
    put("x", r"new \1", page)
    assert page.read_text() == "a\n<!-- x: begin -->\nnew \\1\n<!-- x: end -->\nb\n"
    with pytest.raises(ValueError, match="marks"):
        put("y", "", page)
