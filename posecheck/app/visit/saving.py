"""Where live sessions are kept: one folder each, plain files, each complete or not there; nothing done is lost.

::

    ~/.local/share/posecheck/sessions/2026-05-01_18-30-05-kneeling_hip_flexor/
        session.json      what was meant: exercise, dose, sides, start
        attempts.jsonl    every attempt as soon as it is over, one per line
        poses-1-001.npz   the poses of set 1, every 30 s ...
        track-1.npz       ... and in one track when the session is over
        result-1.json     the judgement of set 1, as ``posecheck score --json`` writes it
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import Pose, PoseTrack, Source, join_poses
from posecheck.disk.track_file import load_track, save_track
from posecheck.disk.whole_files import output_error, write_text
from posecheck.errors import OutputError, TrackError
from posecheck.remark import remark
from posecheck.report.result_json import attempt_to_dict, result_to_json
from posecheck.result.judgement import Attempt, Result

SAVE_EVERY_S: Final = 30.0
SCHEMA: Final = 1

_ABOUT, _ATTEMPTS = "session.json", "attempts.jsonl"


def sessions_folder() -> Path:
    """Return the folder of all live sessions: under ``XDG_DATA_HOME``, or ``~/.local/share`` where that is not set."""
    given = os.environ.get("XDG_DATA_HOME", "")
    # The XDG rules: what is not absolute is to be ignored.
    data = Path(given) if Path(given).is_absolute() else Path.home() / ".local" / "share"
    return data / "posecheck" / "sessions"


class SessionFolder:
    """Keeps one live session. Safe to call from several threads.

    Parameters
    ----------
    exercise
        Id of the exercise.
    root
        Folder of all sessions; `sessions_folder` unless told.
    started
        When; now unless told.
    about
        What else is to be known of it: dose, sides.
    source
        Where the poses come from.

    Raises
    ------
    OutputError
        Where the folder cannot be made or written; of `add_attempt`, `add_pose` and `finish` as well.
    """

    def __init__(
        self,
        exercise: str,
        *,
        root: str | Path | None = None,
        started: datetime | None = None,
        about: Mapping[str, Any] | None = None,
        source: Source | None = None,
    ) -> None:
        start = started or datetime.now().astimezone()
        name = f"{start:%Y-%m-%d_%H-%M-%S}-{exercise}"
        self.path = _new_folder(sessions_folder() if root is None else Path(root), name)
        self._lock = threading.Lock()
        self._source = source or Source()
        self._lines: list[str] = []
        self._poses: list[Pose] = []
        self._set = 0
        self._parts = 0
        facts = {"schema": SCHEMA, "exercise": exercise, "started": start.isoformat(), **(about or {})}
        write_text(self.path / _ABOUT, json.dumps(facts, indent=2, ensure_ascii=False) + "\n")

    def add_attempt(self, attempt: Attempt, number: int) -> None:
        """Write an attempt, now; `number` counts from 0."""
        line = json.dumps({"number": number, **attempt_to_dict(attempt)}, ensure_ascii=False, allow_nan=False)
        with self._lock:
            self._lines.append(line)
            # Few and short: writing all of them anew is what makes the file whole at any time.
            write_text(self.path / _ATTEMPTS, "\n".join(self._lines) + "\n")

    def add_pose(self, pose: Pose, set_number: int) -> None:
        """Keep a pose of a set (from 0); they are written every 30 s and take no memory after that."""
        with self._lock:
            if set_number != self._set:
                self._write_part()
                self._set, self._parts = set_number, 0
            self._poses.append(pose)
            if pose.time_s - self._poses[0].time_s >= SAVE_EVERY_S:
                self._write_part()

    def finish(self, results: Sequence[Result]) -> None:
        """Write what is left, the result of every set, and the parts of each track as one.

        Where nothing was done, the folder is removed.
        """
        with self._lock:
            self._write_part()
            if not (results or self._lines or _parts_of(self.path, 1)):
                self._remove()
                return
            for number, result in enumerate(results, 1):
                write_text(self.path / f"result-{number}.json", result_to_json(result))
            for number in range(1, self._set + 2):
                parts = _parts_of(self.path, number)
                if parts:
                    save_track(join_tracks([load_track(p) for p in parts]), self.path / f"track-{number}.npz")
                    for part in parts:
                        part.unlink(missing_ok=True)

    def _remove(self) -> None:
        try:
            (self.path / _ABOUT).unlink(missing_ok=True)
            self.path.rmdir()
        except OSError as cause:
            raise output_error(self.path, cause) from cause

    def _write_part(self) -> None:
        if not self._poses:
            return
        poses, self._poses = self._poses, []
        self._parts += 1
        save_track(join_poses(poses, source=self._source), self.path / f"poses-{self._set + 1}-{self._parts:03}.npz")


@dataclass(frozen=True, slots=True)
class SavedSession:
    """What is on disk of a live session, whole or broken off.

    Parameters
    ----------
    path
        Its folder.
    about
        What was meant: exercise, dose, sides, start.
    attempts
        Those that were finished, as in the JSON contract, each with its number.
    results
        Of each set, as in the JSON contract; empty where the session broke off.
    tracks
        Files of poses, by set: one where the session ended well, else the parts.
    """

    path: Path
    about: Mapping[str, Any]
    attempts: tuple[Mapping[str, Any], ...]
    results: tuple[Mapping[str, Any], ...]
    tracks: Mapping[int, tuple[Path, ...]]

    @property
    def whole(self) -> bool:
        """Whether the session was closed."""
        return bool(self.results)

    def track(self, set_number: int) -> PoseTrack:
        """Return the poses of a set (from 1).

        Raises
        ------
        TrackError
            Where there are none, or a file is damaged.
        """
        files = self.tracks.get(set_number, ())
        if not files:
            raise TrackError(remark("no_poses_of_set", path=self.path, n=set_number))
        return join_tracks([load_track(file) for file in files])


def load_session(path: str | Path) -> SavedSession:
    """Return what is in a session's folder; one that broke off gives what was done.

    Raises
    ------
    OutputError
        Where the folder is none of a session.
    """
    folder = Path(path)
    try:
        about: Any = json.loads((folder / _ABOUT).read_text("utf-8"))
        attempts = folder / _ATTEMPTS
        lines = attempts.read_text("utf-8").splitlines() if attempts.exists() else []
        results = [json.loads(p.read_text("utf-8")) for p in sorted(folder.glob("result-*.json"))]
        return SavedSession(folder, about, tuple(map(json.loads, lines)), tuple(results), _tracks(folder))
    except (OSError, ValueError) as error:
        raise OutputError(remark("no_session_folder", path=folder, why=error)) from error


def join_tracks(tracks: Sequence[PoseTrack]) -> PoseTrack:
    """Return tracks that follow each other as one, with the source of the first."""
    if len(tracks) == 1:
        return tracks[0]

    def joined(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(t, name) for t in tracks])

    outline = None
    if any(t.outline is not None for t in tracks):
        blank = [np.full((len(t), 2, 30), np.nan, np.float32) if t.outline is None else t.outline for t in tracks]
        outline = np.concatenate(blank)
    return PoseTrack(
        joined("time_s"),
        joined("xy"),
        joined("xyz"),
        joined("visibility"),
        outline,
        joined("brightness"),
        joined("people"),
        joined("cut"),
        tracks[0].source,
    )


def _new_folder(root: Path, name: str) -> Path:
    """Make a folder of its own; two visitors may begin in the same second."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        for number in range(1, 1000):
            path = root / (name if number == 1 else f"{name}-{number}")
            try:
                path.mkdir()
            except FileExistsError:
                continue
            return path
    except OSError as cause:
        raise output_error(root / name, cause) from cause
    raise OutputError(remark("cannot_write_too_many", path=root / name))


def _parts_of(folder: Path, number: int) -> list[Path]:
    return sorted(folder.glob(f"poses-{number}-*.npz"))


def _tracks(folder: Path) -> dict[int, tuple[Path, ...]]:
    numbers = {int(p.name.split("-")[1].split(".")[0]) for p in folder.glob("*-*.npz")}
    tracks: dict[int, tuple[Path, ...]] = {}
    for number in sorted(numbers):
        whole = folder / f"track-{number}.npz"
        tracks[number] = (whole,) if whole.exists() else tuple(_parts_of(folder, number))
    return tracks
