"""Tracks that claim what is not so: refused in one line, and before memory is taken for what they claim."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from posecheck.body.pose import Source
from posecheck.disk import track_entries
from posecheck.disk.track_file import load_track, save_track
from posecheck.errors import TrackError
from tests.disk.test_track_file import make_track, rewritten, set_meta


def entries_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as entries:
        return {name: entries.read(name) for name in entries.namelist()}


def packed(path: Path, entries: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", how) as file:
        for name, data in entries.items():
            file.writestr(name, data)
    return path


@pytest.fixture
def track(tmp_path: Path) -> Path:
    save_track(make_track(), tmp_path / "a.npz")
    return tmp_path / "a.npz"


def refused(path: Path, words: str) -> None:
    with pytest.raises(TrackError, match=words) as caught:
        load_track(path)
    assert len(str(caught.value).splitlines()) == 1
    assert path.name in str(caught.value)
    assert caught.value.hint


def claiming(shape: str, kind: str = "<f4") -> bytes:
    """Return the beginning of an array that says what it is, with nothing behind it."""
    text = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}}}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode()


@pytest.mark.parametrize(
    ("name", "head", "words"),
    [
        ("xy", claiming("(400000, 33, 2)"), "its shape takes 105600000 bytes, its entry has"),
        ("time_s", claiming("(600000,)", "<f8"), "600000 frames, at most 500000"),
        ("time_s", claiming("(-20,)", "<f8"), "-20 frames"),
        ("time_s", claiming(f"({'9' * 400},)", "<f8"), "frames, at most 500000"),
        ("xy", claiming("(20, 33, 2, 1)"), r"expected shape \(frames, 33, 2\)"),
        ("xy", claiming("(20, 33, 2)", "|O"), "expected numbers, found object"),
        ("xy", claiming("(20, 33, 2)", "<U9"), "expected numbers"),
        ("xy", claiming("(20, 33, 2)", "<c16"), "expected numbers"),
        ("xy", claiming("(20, 33, 2)"), "its entry has"),
        ("meta", claiming("(20,)", "<f8"), "expected bytes"),
        ("xy", b"\x93NUMPY\x03\x00", "format 1 or 2"),
        ("xy", claiming("(" * 60 + ")" * 60), "damaged"),
        ("xy", b"", "damaged"),
    ],
)
def test_what_an_array_claims_is_looked_at_first(track: Path, name: str, head: bytes, words: str) -> None:
    refused(packed(track, entries_of(track) | {f"{name}.npy": head}), words)


def test_memory_is_not_taken_for_what_a_small_file_claims(track: Path) -> None:
    """A small file with 500 MB of zeros in it is refused within the memory that loading a good one takes."""
    good = entries_of(track)
    with zipfile.ZipFile(track, "w", zipfile.ZIP_DEFLATED) as file:
        for name in good.keys() - {"xy.npy"}:
            file.writestr(name, good[name])
        with file.open("xy.npy", "w") as entry:
            entry.write(claiming("(1900000, 33, 2)"))
            for _ in range(500):
                entry.write(bytes(1_000_000))
    assert track.stat().st_size < 1_000_000
    code = (
        "import resource, sys; from posecheck.disk.track_file import load_track\n"
        "from posecheck.errors import TrackError\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "used = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()\n"
        "resource.setrlimit(resource.RLIMIT_AS, (used + 60_000_000,) * 2)\n"
        "try: load_track(sys.argv[1])\n"
        "except TrackError as error: print(error)\n"
        "assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(track)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "1900000 frames" in done.stdout or "bytes long" in done.stdout


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_packings_are_refused(track: Path, how: int) -> None:
    refused(packed(track, entries_of(track), how), "stored or deflated")


def test_stored_entries_are_read(track: Path) -> None:
    assert len(load_track(packed(track, entries_of(track), zipfile.ZIP_STORED))) == 20


def test_an_encrypted_entry_is_refused(track: Path) -> None:
    data = bytearray(track.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    track.write_bytes(data)
    refused(track, "encrypted")


def test_the_same_name_twice_is_refused(track: Path) -> None:
    with zipfile.ZipFile(track, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("xy.npy", b"other")
    refused(track, "twice")


def test_more_entries_than_a_track_can_have(track: Path) -> None:
    refused(packed(track, entries_of(track) | {f"{i}.npy": b"" for i in range(80)}), "80 entries|88 entries|89 entries")


def test_an_entry_that_is_not_known_is_never_opened(track: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed(track, entries_of(track) | {"mood.npy": b"\x93NUMPY"})
    opened: list[str] = []
    real = zipfile.ZipFile.open

    def noted(self: zipfile.ZipFile, name: zipfile.ZipInfo, *args: str) -> object:
        opened.append(name.filename)
        return real(self, name, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(zipfile.ZipFile, "open", noted)
    assert len(load_track(track)) == 20
    assert {name.removesuffix(".npy") for name in opened} == {"meta", *track_entries.SHAPES}


@pytest.mark.parametrize(
    "changes",
    [
        {"width": 40_000},
        {"width": float("inf")},
        {"height": 10**400},
        {"height": -3},
        {"height": 1.5},
        {"width": True and "640"},
        {"fps": float("inf")},
        {"duration_s": -1},
        {"rotation": 10**9},
        {"clip": 5},
        {"notes": 5},
        {"noted": 5},
        {"noted": [{"key": "a", "values": 3}]},
    ],
)
def test_facts_of_the_clip_that_cannot_be(track: Path, changes: dict[str, object]) -> None:
    def edit(arrays: dict[str, np.ndarray]) -> None:
        source = json.loads(arrays["meta"].tobytes())["source"] | changes
        set_meta(arrays, source=source)

    refused(rewritten(track, edit), "damaged")


@pytest.mark.parametrize("schema", [10**400, float("inf"), None, [[[]]], "x\x1b[2J"])
def test_a_schema_that_is_no_number(track: Path, schema: object) -> None:
    refused(rewritten(track, lambda a: set_meta(a, schema=schema)), "schema")


def meta_text(track: Path, text: bytes) -> Path:
    buffer = io.BytesIO()
    np.save(buffer, np.frombuffer(text, np.uint8))
    return packed(track, entries_of(track) | {"meta.npy": buffer.getvalue()})


@pytest.mark.parametrize("text", [b'{"format":' + b"[" * 100_000, b"\xff\xfe", b"9" * 5000, b"{"])
def test_a_text_that_cannot_be_read(track: Path, text: bytes) -> None:
    refused(meta_text(track, text), "damaged")


@pytest.mark.parametrize(("name", "value"), [("xy", np.inf), ("xyz", -np.inf), ("visibility", 1e30), ("people", 1e9)])
def test_numbers_that_no_body_has(track: Path, name: str, value: float) -> None:
    def edit(arrays: dict[str, np.ndarray]) -> None:
        arrays[name] = np.full(arrays[name].shape, value, arrays[name].dtype)

    refused(rewritten(track, edit), f"{name}: expected numbers up to")


def test_an_array_stored_by_columns_is_read_the_same(track: Path) -> None:
    straight = load_track(track)
    rewritten(track, lambda a: a.update(xy=np.asfortranarray(a["xy"])))
    assert load_track(track).xy.tobytes() == straight.xy.tobytes()


def test_names_lose_what_moves_a_terminal(tmp_path: Path) -> None:
    shown = Source("a\x1b[2J\nb\udcff\u202e.mp4").clip
    assert (
        shown
        == "a\N{REPLACEMENT CHARACTER}[2J" + "\N{REPLACEMENT CHARACTER}b" + "\N{REPLACEMENT CHARACTER}" * 2 + ".mp4"
    )
    with pytest.raises(TrackError) as caught:
        load_track(tmp_path / "x\x1b[31m\n.npz")
    assert str(caught.value).isprintable()
