"""``python -m benchmarks.real.mocap FOLDER``: posecheck's side lean of one real person against motion capture.

The folder holds a sample of the KERAAL data set: ``BP-ELK.json.gz`` (landmarks, shares of a 960 x 544 picture) and
``Vicon-ELK.txt.gz`` (17 targets of position in mm and quaternion, y across and z up), the same side bends. The lean is
taken as posecheck's `side_bend` reads it, own start taken off; that of the targets from the middle of the shoulder
targets to the hips target, and to the middle of the thigh targets. How far the two differ is a matter of where a
pelvis is thought to be; only what is left beside them can be the landmarks'.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.pages import DOCS
from benchmarks.sections import with_section
from posecheck.body.pose import PoseTrack, Source
from posecheck.clips.scoring import score_track

Floats = NDArray[np.floating[Any]]

WIDTH, HEIGHT, FPS = 960, 544, 15.0
TARGETS: Final = ("hips", "thighs")
"""What the lower end of the trunk is: the hips target, or the middle of the thigh targets."""
_AT: Final = {"right_thigh": 5, "left_thigh": 6, "right_shoulder": 7, "left_shoulder": 8, "hips": 13}
PEOPLE: Final = DOCS.with_name("people.md")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two courses of an angle agree, degrees; `gain` is the slope of what is read over what is true."""

    target: str
    mean_error: float
    p95_error: float
    correlation: float
    gain: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.real.mocap", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write-docs", action="store_true", help="put the table into docs/people.md")
    asked = parser.parse_args(arguments)
    read = side_lean_read(asked.folder / "BP-ELK.json.gz")
    table = [agreement(name, read, side_lean_true(asked.folder / "Vicon-ELK.txt.gz", name)) for name in TARGETS]
    section = page(table)
    print(section)
    if asked.write_docs:
        text = PEOPLE.read_text(encoding="utf-8")
        PEOPLE.write_text(with_section(text, "mocap", section, before="<!-- end -->"), encoding="utf-8")
    return 0


def side_lean_read(path: Path) -> Floats:
    """Return the side lean that posecheck reads, degrees, shape (T,)."""
    with gzip.open(path, "rt") as file:
        frames: dict[str, dict[str, list[float]]] = json.load(file)["positions"]
    points = np.array([list(frames[name].values()) for name in sorted(frames, key=float)])
    n, xy = len(points), points[..., :2] * [WIDTH / HEIGHT, 1.0]
    xyz = np.concatenate([xy, points[..., 2:]], axis=-1)
    source = Source("side_bend", "mediapipe", "", WIDTH, HEIGHT, 0, FPS, n / FPS)
    track = PoseTrack(np.arange(n) / FPS, xy, xyz, np.ones((n, 33)), people=np.ones(n), source=source)
    series = score_track(track, "side_bend").series
    assert series is not None
    return series.values["side_lean"]


def side_lean_true(path: Path, target: str) -> Floats:
    """Return the side lean of the motion capture, degrees, shape (T,)."""
    with gzip.open(path, "rt") as file:
        rows: Floats = np.loadtxt(file)
    at = {name: rows[:, 7 * i + 1 : 7 * i + 3] for name, i in _AT.items()}
    low = at["hips"] if target == "hips" else (at["right_thigh"] + at["left_thigh"]) / 2
    return lean_of((at["right_shoulder"] + at["left_shoulder"]) / 2 - low)


def lean_of(trunk: Floats) -> Floats:
    """Return how far a trunk leans from the vertical, degrees; `trunk` (..., 2) is across and up.

    Examples
    --------
    >>> lean_of(np.array([[0.0, 1.0], [1.0, 1.0]])).tolist()
    [0.0, 45.0]
    """
    return np.degrees(np.arctan2(trunk[..., 0], trunk[..., 1]))


def agreement(target: str, read: Floats, true: Floats) -> Agreement:
    """Return how a reading agrees with the truth, each without its own start and at the reading's times.

    Examples
    --------
    >>> half = agreement("hips", np.array([0.0, 0, 5, 10]), np.array([0.0, 0, 10, 20]))
    >>> half.gain, half.mean_error
    (0.5, 3.75)
    """
    at = np.linspace(0, len(true) - 1, len(read))
    moved = np.interp(at, np.arange(len(true)), true)
    known = np.isfinite(read)
    x, y = (v - np.median(v[: max(len(read) // 12, 1)]) for v in (moved[known], read[known]))
    correlation = float(np.corrcoef(x, y)[0, 1])
    y = y * np.sign(correlation)
    off = np.abs(x - y)
    gain = float(np.polyfit(x, y, 1)[0])
    return Agreement(target, float(off.mean()), float(np.percentile(off, 95)), abs(correlation), round(gain, 3))


def page(table: Sequence[Agreement]) -> str:
    """Return the section as Markdown."""
    rows = [
        f"| {a.target} | {a.mean_error:.1f}° | {a.p95_error:.1f}° | {a.correlation:.3f} | {a.gain:.2f} |" for a in table
    ]
    return "\n".join(
        [
            "## One person against motion capture",
            "",
            "Side bends of one healthy adult, seen by BlazePose and by a Vicon system at once, a sample of the KERAAL",
            "data set (`python -m benchmarks.real.mocap FOLDER --write-docs`). The side lean as posecheck reads it,",
            "own start taken off. A part of the gain is where a pelvis is thought to be: it grows with the thighs",
            "in its place. What is left may be the landmarks', or the shoulder targets, which ride on arms that are",
            "overhead; one person does not settle it, so nothing is corrected by it.",
            "",
            "| pelvis of the truth | mean error | 95 % | correlation | gain |",
            "|---|---:|---:|---:|---:|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
