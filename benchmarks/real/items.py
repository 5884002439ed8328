"""A folder of real people with labels: clips, photos, and landmarks that MediaPipe found elsewhere.

``manifest.csv`` in the folder has the columns ``file`` or ``track``, ``exercise`` (a plain word, see `JUDGED_AS`),
``view`` and ``form_label`` (what a person who looks at it says). A track is an ``.npz`` with ``landmarks`` (T, 33, 5: x
and y as shares of width and height, depth, visibility, presence), ``world`` (T, 33, 3, metres), ``fps``, ``size``
(width, height), or one of posecheck's own.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np

from posecheck.body.pose import PoseTrack, Source
from posecheck.clips.scoring import DEFAULT_FPS
from posecheck.disk.track_file import is_track, load_track

JUDGED_AS: Final[Mapping[str, str]] = {
    "bridge": "bridge",
    "deadlift": "deadlift",
    "forward_bend_seated": "seated_forward_bend",
    "forward_bend_standing": "standing_forward_bend",
    "knee_to_chest": "single_knee_to_chest",
    "kneeling_hip_flexor": "kneeling_hip_flexor",
    "pelvic_tilt": "pelvic_tilt",
    "side_bend": "side_bend",
    "single_leg_deadlift": "single_leg_deadlift",
    "superman": "superman",
    "supine_twist": "supine_twist",
}
"""Word of the manifest -> posecheck's exercise; what is not here is an exercise that posecheck does not have."""

Kind = Literal["photo", "clip", "track"]


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a manifest; `exercise` None where posecheck has no such exercise."""

    name: str
    path: Path
    kind: Kind
    word: str
    exercise: str | None
    view: str
    label: str
    people: int

    @property
    def labelled(self) -> Literal["correct", "fault", ""]:
        """Whether a person says that it is done well or badly, or neither."""
        text = self.label.lower()
        if text.startswith("fault") or "fault pattern" in text:
            return "fault"
        return "correct" if "correct" in text and "not superman" not in text else ""


def read_items(folder: Path, manifest: Path, known: Sequence[str]) -> list[Item]:
    """Return the lines of a manifest whose exercise is one of `known`, or none of posecheck's."""
    with manifest.open(encoding="utf-8", newline="") as file:
        return [_item(folder, row, known) for row in csv.DictReader(file)]


def _item(folder: Path, row: Mapping[str, str], known: Sequence[str]) -> Item:
    name = row.get("file") or row["track"]
    kind: Kind = "track" if name.endswith(".npz") else "photo" if row.get("kind", "video") == "image" else "clip"
    exercise = JUDGED_AS.get(row["exercise"])
    return Item(
        name=name,
        path=folder / name,
        kind=kind,
        word=row["exercise"],
        exercise=exercise if exercise in known else None,
        view=row["view"],
        label=row["form_label"],
        people=int(row.get("people") or 1),
    )


def setup_of(item: Item) -> Path | None:
    """Return the photo of the start that belongs to one of the stretch: ``NAME_0`` to ``NAME_1``; None without one."""
    stem = item.path.stem
    start = item.path.with_name(f"{stem[:-2]}_0{item.path.suffix}")
    return start if item.kind == "photo" and stem.endswith("_1") and start.exists() else None


def read_landmarks(path: Path) -> PoseTrack:
    """Return a track of posecheck, or the landmarks of MediaPipe at posecheck's own rate."""
    if is_track(path):
        return load_track(path)
    with np.load(path, allow_pickle=False) as kept:
        landmarks, world = kept["landmarks"], kept["world"]
        fps, (width, height) = float(kept["fps"]), kept["size"].tolist()
    step = max(1, round(fps / DEFAULT_FPS))
    landmarks, world = landmarks[::step], world[::step]
    times = np.arange(len(landmarks)) * step / fps
    source = Source(path.name, "mediapipe", "", width, height, 0, fps / step, float(times[-1]))
    xy = landmarks[..., :2] * [width / height, 1.0]
    return PoseTrack(times, xy, world, landmarks[..., 3], people=np.ones(len(times)), source=source)
