"""``python -m benchmarks.real.constants FOLDER``: constants taken off a reading, held against what people show.

Some measures have a constant error taken off that was measured on rendered people. Of real people nobody knows true
angles, but some geometry is known: a knee is straight while standing, a straight leg's knee lies on the line from hip
to ankle, shoulders lie on the floor before a bridge is lifted. Each is read in the clips of a labelled folder
(`benchmarks.real.labelled`) that show it, at rest: in the fifth of the pictures in which the main measure is nearest to
where it begins. ``--write-docs`` puts the table into ``docs/people.md``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.people_ways import main_measure, rows_of
from benchmarks.real.__main__ import PEOPLE, PEOPLE_END, PEOPLE_TITLE
from benchmarks.real.labelled import Row
from benchmarks.sections import with_section
from posecheck.body.pose import PoseTrack
from posecheck.body.skeleton import INDEX
from posecheck.body.smoothing import smooth_track
from posecheck.clips.scoring import read_clip
from posecheck.disk.library import load_exercise

Array = NDArray[np.floating[Any]]
Indices = NDArray[np.intp]

AT_REST: Final = 20
"""Per cent of the pictures, those nearest to where the main measure begins."""
UPRIGHT_DEG: Final = 15.0
"""Who leans farther than this at rest does not stand upright."""
HEAD: Final = """\
## Constants

Constant errors that were taken off a reading, measured on rendered people, against known geometry of real ones
(`python -m benchmarks.real.constants FOLDER --write-docs`). Where people do not show it, it has gone.

| measure | known | read on rendered people | read on people, 10 / 50 / 90 % of clips | clips (sources) | so |
|---|---|---|---|---:|---|
"""
UNSEEN: Final = """\
| `head_over_shoulder`, foam roll | – | 0.08 to 0.09 for 0 | no clip | 0 | cannot be checked; only told, never scored |
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A constant and the geometry that it can be held against.

    `read` takes a smoothed track and the pictures at rest and gives the reading; `of` are the exercises whose clips
    show it, `view` how their view begins.
    """

    measure: str
    known: str
    rendered: str
    so: str
    of: tuple[str, ...]
    view: str
    read: Callable[[PoseTrack, Indices], float]
    decimals: int


def knee_deg(track: PoseTrack, rest: Indices) -> float:
    """Return how bent the nearer knee of who stands upright is, degrees, negative bent backward; NaN of others."""
    hip, shoulder = (_middle(track, name)[rest] for name in ("hip", "shoulder"))
    lean = np.degrees(np.arctan2(np.abs(shoulder[:, 0] - hip[:, 0]), hip[:, 1] - shoulder[:, 1]))
    if not np.median(lean) < UPRIGHT_DEG:
        return float("nan")
    seen = {side: float(np.median(track.visibility[rest, INDEX[f"{side}_knee"]])) for side in ("left", "right")}
    near = max(seen, key=lambda side: seen[side])
    names = ("hip", "knee", "ankle", "heel", "foot_index")
    top, knee, ankle, heel, toe = (track.xy[rest, INDEX[f"{near}_{name}"]] for name in names)
    thigh, shank = np.arctan2(*(knee - top).T), np.arctan2(*(ankle - knee).T)  # against the vertical
    facing = np.sign(np.median(toe[:, 0] - heel[:, 0]))
    return float(np.median(facing * np.degrees(thigh - shank)))


def knee_out(track: PoseTrack, rest: Indices) -> float:
    """Return how far both knees lie outside the lines from hip to ankle, trunk lengths, from the front."""
    length = float(np.median(np.linalg.norm(_middle(track, "hip") - _middle(track, "shoulder"), axis=1)[rest]))
    middle = _middle(track, "ankle")[rest, 0]
    out: list[float] = []
    for side in ("left", "right"):
        hip, knee, ankle = (track.xy[rest, INDEX[f"{side}_{name}"]] for name in ("hip", "knee", "ankle"))
        share = (knee[:, 1] - hip[:, 1]) / (ankle[:, 1] - hip[:, 1])
        line = hip[:, 0] + share * (ankle[:, 0] - hip[:, 0])
        out.append(float(np.median((knee[:, 0] - line) * np.sign(ankle[:, 0] - middle))))
    return float(np.mean(out)) / length


def shoulders_up(track: PoseTrack, rest: Indices) -> float:
    """Return how far shoulders that lie on the floor are above the nearer heel, trunk lengths."""
    length = float(np.median(np.linalg.norm(_middle(track, "hip") - _middle(track, "shoulder"), axis=1)[rest]))
    seen = {side: float(np.median(track.visibility[rest, INDEX[f"{side}_heel"]])) for side in ("left", "right")}
    heel = track.xy[rest, INDEX[f"{max(seen, key=lambda side: seen[side])}_heel"], 1]
    return float(np.median(heel - _middle(track, "shoulder")[rest, 1])) / length


KNOWN: Final = (
    Known(
        "`knee_flexion`, front knee of the kneeling stretch",
        "straight while standing: 0 to 5 degrees",
        "8 degrees too bent",
        "not shown: gone",
        ("deadlift", "single_leg_deadlift", "standing_forward_bend"),
        "side",
        knee_deg,
        0,
    ),
    Known(
        "`knee_inside`, side lunge",
        "on the line from hip to ankle while the legs are straight: 0",
        "0.05 to 0.08 too far out",
        "not shown: gone, the gain stays",
        ("adductor_side_lunge", "side_bend"),
        "front",
        knee_out,
        3,
    ),
    Known(
        "`shoulder_over_heel`, passive back arch",
        "shoulders rest 0.30 to 0.34 above the heel (true values of rendered bodies)",
        "0.22, 0.10 too low",
        "shown where the person fills the picture: stays",
        ("bridge",),
        "side",
        shoulders_up,
        2,
    ),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.real.constants", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="with a manifest.csv that says what is expected")
    parser.add_argument("--write-docs", action="store_true", help="put the table into docs/people.md")
    asked = parser.parse_args(arguments)
    rows = rows_of(asked.folder)
    with ProcessPoolExecutor(2) as pool:
        section = HEAD + "".join(_line(k, _readings(k, rows, pool)) for k in KNOWN) + UNSEEN
    sys.stdout.write(section)
    if asked.write_docs:
        text = PEOPLE.read_text(encoding="utf-8") if PEOPLE.exists() else PEOPLE_TITLE
        PEOPLE.write_text(with_section(text, "constants", section, before=PEOPLE_END), encoding="utf-8")
    return 0


def _readings(known: Known, rows: Sequence[Row], pool: ProcessPoolExecutor) -> list[tuple[str, float]]:
    """Return source and reading of each clip that shows what is known."""
    shown = [r for r in rows if r.exercise in known.of and r.view.startswith(known.view)]
    found = pool.map(read_at_rest, [known.read] * len(shown), shown)
    return [(r.source, value) for r, value in zip(shown, found, strict=True) if np.isfinite(value)]


def read_at_rest(read: Callable[[PoseTrack, Indices], float], row: Row) -> float:
    """Return a reading of a clip's pictures at rest, NaN where the main measure is not seen."""
    exercise = load_exercise(row.exercise)
    track = smooth_track(read_clip(row.path, outline=True))
    time_s, values = main_measure(exercise, track)
    if not len(values):
        return float("nan")
    course = np.abs(values) if exercise.movement.primary in exercise.movement.either_way else values
    course = course if exercise.movement.reached > 0 else -course
    rest = time_s[course <= np.percentile(course, AT_REST)]
    return read(track, np.searchsorted(track.time_s, rest))


def _middle(track: PoseTrack, name: str) -> Array:
    return (track.xy[:, INDEX[f"left_{name}"]] + track.xy[:, INDEX[f"right_{name}"]]) / 2


def _line(known: Known, readings: Sequence[tuple[str, float]]) -> str:
    values = [value for _, value in readings]
    spread = " / ".join(f"{v:.{known.decimals}f}" for v in np.percentile(values, (10, 50, 90))) if values else "–"
    clips = f"{len(values)} ({len({source for source, _ in readings})})"
    return f"| {known.measure} | {known.known} | {known.rendered} | {spread} | {clips} | {known.so} |\n"


if __name__ == "__main__":
    sys.exit(main())
