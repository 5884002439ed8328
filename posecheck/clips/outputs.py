"""All that may be written of one clip: track, JSON, CSV, report, annotated clip; also of one that is not judged."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from posecheck.body.pose import PoseTrack
from posecheck.clips.scoring import Request
from posecheck.disk.library import exercise_folder
from posecheck.disk.resources import resource_folder
from posecheck.disk.whole_files import check_writable, give_up_stdout
from posecheck.errors import OutputError
from posecheck.estimation.model import MODEL_PATH
from posecheck.remark import remark
from posecheck.result.judgement import Result

OPTIONS: Final = {
    "json_path": "--json",
    "csv_path": "--csv",
    "html_path": "--html",
    "video_path": "--annotate",
    "track_path": "--save-track",
}
CLIP: Final = "CLIP_OR_TRACK"
_NEED_A_FILE: Final = ("html_path", "video_path", "track_path")


@dataclass(frozen=True, slots=True)
class Looked:
    """What was made of one clip.

    Parameters
    ----------
    clip
        The video, or the saved track.
    request
        What was judged; None where the exercise is not known.
    track, smoothed
        The poses as they were found, and smoothed.
    result
        The judgement, or why there is none.
    """

    clip: Path
    request: Request | None
    track: PoseTrack
    smoothed: PoseTrack
    result: Result


def check_outputs(
    clip: Path, outputs: Mapping[str, str | None], *, exercise: str | None = None, model: Path | None = None
) -> None:
    """Refuse what cannot be written before the work begins, and never write over an input or another output.

    Parameters
    ----------
    clip, exercise, model
        What is read: the clip or track, the exercise's id or folder, the model (None is the one that comes with it).
    outputs
        Path by the name of its option.

    Raises
    ------
    OutputError
        Where an output is an input or another output (by device and inode, whatever its name), cannot be written, or
        cannot go to standard output.
    """
    read = {_identity(path): option for option, path in _inputs(clip, exercise, model)}
    written: dict[object, str] = {}
    for name, path in ((n, p) for n, p in outputs.items() if p):
        option = OPTIONS[name]
        if path == "-" and name in _NEED_A_FILE:
            raise OutputError(remark("out_needs_file", option=option))
        if path != "-":
            check_writable(path)
        same = "-" if path == "-" else _identity(Path(path))
        if same is None:
            continue
        if read.get(same) == CLIP:
            raise OutputError(remark("out_is_clip", path=path), hint=remark("out_is_clip_hint"))
        if other := read.get(same):
            hint = remark("out_is_read_hint")
            raise OutputError(remark("out_is_read", path=path, option=option, other=other), hint=hint)
        if other := written.get(same):
            raise OutputError(remark("out_twice", path=path, option=option, other=other), hint=remark("out_twice_hint"))
        written[same] = option


def _inputs(clip: Path, exercise: str | None, model: Path | None) -> Iterator[tuple[str, Path]]:
    """Yield everything that a call reads, with the option that names it; the clip last, it has its own sentence."""
    folders = [resource_folder("reference_poses")]
    own = exercise_folder(exercise) if exercise is not None else None
    for folder in [*folders, *([own] if own else [])]:
        yield from (("--exercise", file) for file in folder.rglob("*"))
    yield "--model", model or MODEL_PATH
    yield CLIP, clip


def _identity(path: Path) -> object:
    """Return what a file is, whatever it is called: device and inode; None for what is no plain file."""
    try:
        found = path.stat()
    except FileNotFoundError:
        target = Path(os.path.realpath(path))
        folder = target.parent.stat()
        return folder.st_dev, folder.st_ino, target.name
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def write_outputs(looked: Looked, outputs: Mapping[str, str | None]) -> None:
    """Write what was asked for: the cheap and irreplaceable first, and standard output after files.

    A reader of standard output that goes away stops nothing: everything else is written all the same.
    """
    if path := outputs.get("track_path"):
        from posecheck.disk.track_file import save_track

        save_track(looked.track, path)
    to_stdout = [name for name in ("json_path", "csv_path") if outputs.get(name) == "-"]
    for name in ("json_path", "csv_path"):
        if name not in to_stdout and (path := outputs.get(name)):
            _write_numbers(looked, name, path)
    failed = None
    try:
        for name in to_stdout:
            _write_numbers(looked, name, "-")
    except BrokenPipeError:
        give_up_stdout()
    except OutputError as error:
        give_up_stdout()
        failed = error
    if path := outputs.get("html_path"):
        _write_report(looked, path)
    if path := outputs.get("video_path"):
        from posecheck.clips.moments import annotated_frames
        from posecheck.report.annotated import write_video

        write_video(path, annotated_frames(looked.clip, looked.request, looked.smoothed, looked.result))
    if failed is not None:
        raise failed


def _write_numbers(looked: Looked, name: str, path: str) -> None:
    if name == "json_path":
        from posecheck.report.result_json import write_json

        write_json(looked.result, path)
    else:
        from posecheck.report.series_csv import write_csv

        write_csv(looked.result, path)


def _write_report(looked: Looked, path: str) -> None:
    from posecheck.clips.moments import evidence_pictures
    from posecheck.report.html import write_report

    pictures = evidence_pictures(looked.clip, looked.request, looked.smoothed, looked.result)
    exercise = looked.request.exercise if looked.request else None
    write_report(looked.result, exercise, path, pictures=pictures)
