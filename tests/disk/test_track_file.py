from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from posecheck.body.pose import OUTLINE_STATIONS, PoseTrack, Source
from posecheck.clips.scoring import score_track
from posecheck.disk.track_file import is_track, load_track, rounded, save_track
from posecheck.errors import OutputError, TrackError


def make_track(n: int = 20, *, outline: bool = True) -> PoseTrack:
    rng = np.random.default_rng(0)
    xy = rng.normal(size=(n, 33, 2)).astype(np.float32)
    xy[n // 2 : n // 2 + 1] = np.nan
    return PoseTrack(
        np.cumsum(rng.uniform(0.01, 0.1, n)),
        xy,
        rng.normal(size=(n, 33, 3)).astype(np.float32),
        rng.random((n, 33)).astype(np.float32),
        rng.normal(size=(n, 2, OUTLINE_STATIONS)).astype(np.float32) if outline else None,
        rng.random(n).astype(np.float32),
        np.where(np.arange(n) % 2, 1, np.nan).astype(np.float32),
        np.arange(n) == 3,
        Source("Übung 1.mp4", "mediapipe 1.2.2", "cd6a", 640, 480, 90, 15.0, 10.2, ("The file ends early.", "§")),
    )


def same(a: PoseTrack, b: PoseTrack) -> None:
    for f in fields(PoseTrack):
        if f.name == "source":
            continue
        x, y = getattr(a, f.name), getattr(b, f.name)
        assert (x is None) == (y is None)
        if x is not None:
            assert x.dtype == y.dtype
            assert x.tobytes() == y.tobytes()
    assert repr(a.source) == repr(b.source)  # repr, because nan is not equal to itself


@pytest.mark.parametrize("outline", [True, False])
@pytest.mark.parametrize("n", [0, 1, 20])
def test_what_is_loaded_is_what_was_saved_bit_for_bit(tmp_path: Path, n: int, *, outline: bool) -> None:
    track = make_track(n, outline=outline)
    path = tmp_path / "name without suffix"
    save_track(track, path)
    same(load_track(path), track)
    assert is_track(path)


def test_a_source_with_nothing_known(tmp_path: Path) -> None:
    track = replace(make_track(), source=Source())
    save_track(track, tmp_path / "a.npz")
    same(load_track(tmp_path / "a.npz"), track)


def test_nothing_needs_pickle_and_the_meta_text_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    save_track(make_track(), path)
    with np.load(path, allow_pickle=False) as arrays:
        meta = json.loads(arrays["meta"].tobytes())
        assert all(arrays[name].dtype != object for name in arrays.files)
    assert meta["format"] == "posecheck pose track"
    assert meta["schema"] == 1
    assert meta["source"]["clip"] == "Übung 1.mp4"


def test_saving_replaces_whole_files_and_leaves_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    path.write_text("old")
    save_track(make_track(), str(path))
    assert [p.name for p in tmp_path.iterdir()] == ["a.npz"]
    assert len(load_track(path)) == 20


def test_a_failure_while_writing_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.npz"
    path.write_text("old")

    def full(handle: Any, **_: object) -> None:
        handle.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("posecheck.disk.track_file.np.savez_compressed", full)
    with pytest.raises(OutputError, match=r"a\.npz.*No space left"):
        save_track(make_track(), path)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.npz"]


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="Cannot write"):
        save_track(make_track(), tmp_path / "none" / "a.npz")


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.npz").mkdir()
    with pytest.raises(OutputError, match="Cannot write"):
        save_track(make_track(), tmp_path / "a.npz")
    assert [p.name for p in tmp_path.iterdir()] == ["a.npz"]


def test_a_folder_that_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(OutputError, match=r"Permission denied.*may write"):
        save_track(make_track(), tmp_path / "a.npz")


# ---------------------------------------------------------------- what is not a track, or not a good one

Edit = Callable[[dict[str, np.ndarray]], object]


def rewritten(path: Path, edit: Edit) -> Path:
    """Save a track and change its arrays."""
    save_track(make_track(), path)
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    edit(arrays)
    np.savez(path, **arrays)  # type: ignore[arg-type]
    return path


def set_meta(arrays: dict[str, np.ndarray], **changes: object) -> None:
    meta = json.loads(arrays["meta"].tobytes()) | changes
    arrays["meta"] = np.frombuffer(json.dumps(meta).encode(), np.uint8)


def refused(path: Path, words: str) -> None:
    with pytest.raises(TrackError, match=words) as caught:
        load_track(path)
    assert path.name in str(caught.value)
    assert caught.value.hint


def test_made_by_a_newer_posecheck(tmp_path: Path) -> None:
    path = rewritten(tmp_path / "a.npz", lambda a: set_meta(a, schema=2, posecheck="9.1"))
    assert is_track(path)
    refused(path, r"newer posecheck \(9\.1\).*schema is 2.*Update posecheck")


def test_entries_that_are_not_known_are_ignored(tmp_path: Path) -> None:
    def add(arrays: dict[str, np.ndarray]) -> None:
        arrays["mood"] = np.ones(3)
        set_meta(arrays, weather="fine", source={"clip": "b.mp4", "camera": "left"})

    track = load_track(rewritten(tmp_path / "a.npz", add))
    assert track.source.clip == "b.mp4"


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda a: a.pop("xy"), "incomplete: xy missing"),
        (lambda a: a.update(xy=a["xy"][:, :30]), r"damaged: xy: expected shape \(frames, 33, 2\), found \(20, 30, 2\)"),
        (lambda a: a.update(visibility=a["visibility"][:-1]), "damaged: .*visibility 19"),
        (lambda a: a.update(time_s=a["time_s"][::-1]), "strictly increasing"),
        (lambda a: a.update(time_s=np.full(20, np.nan)), "strictly increasing"),
        (lambda a: a.update(xyz=np.full((20, 33, 3), "a")), "damaged"),
        (lambda a: set_meta(a, schema="one"), "schema 'one'"),
        (lambda a: set_meta(a, schema=0), "schema 0"),
        (lambda a: set_meta(a, source=None), "damaged"),
        (lambda a: set_meta(a, source={"width": "wide"}), "damaged"),
    ],
)
def test_arrays_that_do_not_fit(tmp_path: Path, edit: Edit, words: str) -> None:
    path = rewritten(tmp_path / "a.npz", edit)
    assert is_track(path)
    refused(path, words)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.98])
def test_cut_short(tmp_path: Path, share: float) -> None:
    path = tmp_path / "a.npz"
    save_track(make_track(), path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert is_track(path), "its beginning tells, so that the reason is told and it is not taken for a video"
    refused(path, "damaged")


@pytest.mark.parametrize("at", [0.3, 0.6, 0.9])
def test_altered_bytes(tmp_path: Path, at: float) -> None:
    path = tmp_path / "a.npz"
    save_track(make_track(), path)
    data = bytearray(path.read_bytes())
    start = int(len(data) * at)
    data[start : start + 8] = bytes(b ^ 255 for b in data[start : start + 8])
    path.write_bytes(data)
    refused(path, "damaged|incomplete")


def test_a_pickle_is_not_opened(tmp_path: Path) -> None:
    def trap(arrays: dict[str, np.ndarray]) -> None:
        arrays["xy"] = np.array([{"a": 1}], dtype=object)

    refused(rewritten(tmp_path / "a.npz", trap), "damaged")


def test_other_files_are_no_tracks(tmp_path: Path) -> None:
    other = tmp_path / "other.npz"
    np.savez(other, meta=np.zeros(3, np.uint8), xy=np.zeros(3))
    plain = tmp_path / "plain.zip"
    with zipfile.ZipFile(plain, "w") as entries:
        entries.writestr("a.txt", "a")
    text = tmp_path / "a.npz"
    text.write_text("not a track")
    empty = tmp_path / "empty"
    empty.touch()
    for path in (plain, text, empty, tmp_path, tmp_path / "none"):
        assert not is_track(path)
        with pytest.raises(TrackError):
            load_track(path)
    refused(plain, "another zip file")
    refused(other, "damaged or other")
    refused(tmp_path / "none", "no such file")


def test_a_rounded_track_is_small_and_gives_the_same_result(tmp_path: Path) -> None:
    stored = Path(__file__).parents[1] / "golden" / "kneeling_hip_flexor__low_back_arch__right.npz"
    track = load_track(stored)
    small = tmp_path / "small.npz"
    save_track(rounded(track), small)
    assert small.stat().st_size < 0.4 * stored.stat().st_size
    again = load_track(small)
    assert np.nanmax(np.abs(again.xy - track.xy)) <= 2**-14 + 1e-7
    before, after = (score_track(t, "kneeling_hip_flexor") for t in (track, again))
    assert after.faults == before.faults
    assert after.score == pytest.approx(before.score, abs=0.5)
