"""All that may be written of one clip: track, JSON, CSV, report, annotated clip; also of one that is not judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from posecheck.clip import Request
from posecheck.errors import OutputError
from posecheck.pose import PoseTrack
from posecheck.remark import remark
from posecheck.result import Result
from posecheck.writing import check_writable

_NEED_A_FILE = {"html_path": "--html", "video_path": "--annotate", "track_path": "--save-track"}


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


def check_outputs(clip: Path, outputs: Mapping[str, str | None]) -> None:
    """Refuse what cannot be written before the work begins, and never write over the input.

    Raises
    ------
    OutputError
        Where an output is the clip itself, cannot be written, or cannot go to standard output.
    """
    for path in (p for p in outputs.values() if p and p != "-"):
        if Path(path).resolve() == clip.resolve():
            raise OutputError(remark("out_is_clip", path=path), hint=remark("out_is_clip_hint"))
        check_writable(path)
    for name, option in _NEED_A_FILE.items():
        if outputs.get(name) == "-":
            raise OutputError(remark("out_needs_file", option=option))


def write_outputs(looked: Looked, outputs: Mapping[str, str | None]) -> None:
    """Write what was asked for: the cheap and irreplaceable first."""
    if path := outputs.get("track_path"):
        from posecheck.recording import save_track

        save_track(looked.track, path)
    if path := outputs.get("json_path"):
        from posecheck.report.result_json import write_json

        write_json(looked.result, path)
    if path := outputs.get("csv_path"):
        from posecheck.report.series_csv import write_csv

        write_csv(looked.result, path)
    if path := outputs.get("html_path"):
        _write_report(looked, path)
    if path := outputs.get("video_path"):
        from posecheck.evidence import annotated_frames
        from posecheck.report.annotated import write_video

        write_video(path, annotated_frames(looked.clip, looked.request, looked.smoothed, looked.result))


def _write_report(looked: Looked, path: str) -> None:
    from posecheck.evidence import evidence_pictures
    from posecheck.report.html import write_report

    pictures = evidence_pictures(looked.clip, looked.request, looked.smoothed, looked.result)
    exercise = looked.request.exercise if looked.request else None
    write_report(looked.result, exercise, path, pictures=pictures)
