"""Pose tracks on disk: one ``.npz`` file with the arrays and a text that says what they are.

A recording is a zip file (``numpy.savez_compressed``) with one entry per array of `PoseTrack` and ``meta``: UTF-8
JSON with ``format``, ``schema``, ``posecheck`` (the version that wrote it) and ``source``. Nothing in it is pickled, so
a file from elsewhere can do no harm. Schema 1 may gain entries; readers ignore those that they do not know.
"""

from __future__ import annotations

import json
import math
import zipfile
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import PoseTrack, Source
from posecheck.disk.track_entries import DAMAGE, META, has, read_arrays, read_meta
from posecheck.disk.whole_files import replacing
from posecheck.errors import PoseDataError, TrackError
from posecheck.language.sentences import sentences
from posecheck.printable import printable
from posecheck.remark import Remark, from_plain, remark, to_plain
from posecheck.version import installed_version

FORMAT: Final = "posecheck pose track"
SCHEMA: Final = 1

MAX_SIDE: Final = 32_768
"""Pixels: no camera's picture is wider or higher."""
MAX_WORDS: Final = 1_000
"""Letters in one text of where a track came from."""

_NEEDED: Final = ("time_s", "xy", "xyz", "visibility", "brightness", "people", "cut")
_OPTIONAL: Final = ("outline",)


def save_track(track: PoseTrack, path: str | Path) -> None:
    """Write a track; a file that is there is replaced only when the new one is complete.

    Raises
    ------
    OutputError
        Where the file cannot be written.
    """
    meta = {
        "format": FORMAT,
        "schema": SCHEMA,
        "posecheck": installed_version(),
        "source": _source_to_dict(track.source),
    }
    text = json.dumps(meta, ensure_ascii=False, allow_nan=True)  # Python's NaN: only posecheck reads this text
    # First, so that even the beginning of a damaged file tells that it is a track.
    arrays: dict[str, NDArray[Any]] = {"meta": np.frombuffer(text.encode("utf-8", "backslashreplace"), np.uint8)}
    arrays |= {name: getattr(track, name) for name in (*_NEEDED, *_OPTIONAL) if getattr(track, name) is not None}
    with replacing(path) as part, part.open("wb") as handle:
        np.savez_compressed(handle, **arrays)  # pyright: ignore[reportArgumentType] (none is allow_pickle)


def rounded(track: PoseTrack) -> PoseTrack:
    """Return a track with coarser coordinates, which takes a third of the room on disk.

    Points are rounded to an eighth of a thousandth of the picture's height (0.06 pixels of 480), estimated depth to
    2 mm, visibility to a thirty-second: far below what the pose model's jitter is, so that scores stay what they are.
    """

    def coarse(values: NDArray[np.float32], bits: int) -> NDArray[np.float32]:
        return np.asarray(np.round(values * 2**bits) / 2**bits, np.float32)

    return replace(
        track,
        xy=coarse(track.xy, 13),
        xyz=coarse(track.xyz, 9),
        visibility=coarse(track.visibility, 5),
        outline=None if track.outline is None else coarse(track.outline, 9),
    )


def load_track(path: str | Path) -> PoseTrack:
    """Return a track that `save_track` wrote.

    Raises
    ------
    TrackError
        Where the file is missing, not a track, damaged, or written by a newer posecheck.
    """
    file = Path(path)
    try:
        with zipfile.ZipFile(file) as entries:
            meta = _meta(entries)
            if meta is None:
                raise TrackError(remark("track_other_zip", file=file), hint=remark("track_again"))
            _check_schema(file, meta)
            missing = [name for name in _NEEDED if not has(entries, name)]
            if missing:
                raise TrackError(
                    remark("track_incomplete", file=file, missing=", ".join(missing)), hint=remark("track_again")
                )
            arrays = read_arrays(entries)
        return PoseTrack(**arrays, source=_source(meta))
    except FileNotFoundError as error:
        raise TrackError(remark("no_such_file", file=file), hint=remark("no_such_file_hint")) from error
    except PoseDataError as error:
        raise TrackError(remark("track_damaged", file=file, why=error.message), hint=remark("track_again")) from error
    except DAMAGE as error:
        raise TrackError(remark("track_other_file", file=file, why=error), hint=remark("track_again")) from error


def is_track(path: str | Path) -> bool:
    """Return whether a file is a pose track, by what is in it and not by its name; False where it cannot be read.

    True for a damaged one too, as long as its beginning is there: `load_track` says what is wrong with it.
    """
    try:
        if not Path(path).is_file():  # a pipe can be read once, by whoever has use for it
            return False
        with Path(path).open("rb") as file:
            head = file.read(_NAME_AT + len(_FIRST))
    except OSError:
        return False
    if not (head.startswith(b"PK\x03\x04") and head[_NAME_AT:] == _FIRST):
        return False
    try:
        with zipfile.ZipFile(path) as entries:
            return _meta(entries) is not None
    except DAMAGE:
        return True


_FIRST: Final = f"{META}.npy".encode()
_NAME_AT: Final = 30  # where a zip file's first header has the name of the entry


def _meta(entries: zipfile.ZipFile) -> dict[str, Any] | None:
    """Return the meta text of a recording as a mapping; None where this is not one."""
    if not has(entries, META):
        return None
    meta: Any = json.loads(read_meta(entries).decode())
    return cast("dict[str, Any]", meta) if isinstance(meta, dict) and meta.get("format") == FORMAT else None


def _check_schema(file: Path, meta: dict[str, Any]) -> None:
    """Raise where the file was written by a newer posecheck, or says nothing of the kind."""
    schema = meta.get("schema")
    if not isinstance(schema, int) or not 1 <= schema < 10**6:
        why = f"schema {str(schema)[:20]!r}" if isinstance(schema, str) else f"schema {str(schema)[:20]}"
        raise TrackError(remark("track_damaged", file=file, why=why), hint=remark("track_again"))
    if schema > SCHEMA:
        raise TrackError(
            remark(
                "track_newer",
                file=file,
                made_by=printable(str(meta.get("posecheck"))[:20]),
                schema=schema,
                known=SCHEMA,
            ),
            hint=remark("track_newer_hint"),
        )


def _source_to_dict(source: Source) -> dict[str, Any]:
    """Return where a track came from, as its file has it; notes for this posecheck, and in words for older ones."""
    noted = [to_plain(note) for note in source.noted]
    return asdict(replace(source, noted=())) | {"notes": [*sentences(source.noted)] or [*source.notes], "noted": noted}


def _source(meta: dict[str, Any]) -> Source:
    """Return where the track came from."""
    given = meta.get("source")
    if not isinstance(given, dict):
        raise PoseDataError("it does not say where it came from.")
    values = cast("dict[str, Any]", given)
    known = {f.name: values[f.name] for f in fields(Source) if f.name in values}
    noted = tuple(from_plain(note) for note in known.pop("noted", ()))
    default = Source()
    return Source(
        **{name: _stated(name, value, getattr(default, name)) for name, value in known.items()},
        noted=noted if _can_be_said(noted) else (),
    )


def _stated(name: str, value: Any, default: object) -> Any:
    """Return one fact of where a track came from, of the kind and size that it can have."""
    if isinstance(default, tuple) and isinstance(value, list):
        return tuple(str(note)[:MAX_WORDS] for note in cast("list[Any]", value)[:100])
    if isinstance(default, str) and isinstance(value, str):
        return value[:MAX_WORDS]
    if isinstance(default, int | float) and isinstance(value, int | float):
        number = float(value)
        unknown = isinstance(default, float) and math.isnan(number)
        least = -360 if name == "rotation" else 0
        most = {"width": MAX_SIDE, "height": MAX_SIDE, "rotation": 360, "fps": 1e6}.get(name, 1e9)
        if unknown or (least <= number <= most and (isinstance(default, float) or number.is_integer())):
            return type(default)(value)
    raise PoseDataError(f"source: {name} is {str(value)[:40]!r}.")


def _can_be_said(noted: tuple[Remark, ...]) -> bool:
    """Return whether this posecheck has sentences for notes; those of a newer one are shown as they were worded."""
    try:
        sentences(noted)
    except (KeyError, ValueError, TypeError):
        return False
    return True
