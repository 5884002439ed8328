"""``python -m benchmarks.yaw``: how well the yaw is read, and how wrong the angles are that are read at each yaw.

People are rendered doing an exercise right, turned by known angles, and every frame is read whether posecheck would
judge it or not: only so it can be said where judging should end. ``--real FOLDER`` adds the yaw of labelled clips of
real people (a manifest as `benchmarks.real.labelled` reads it): nobody knows their true yaw, only from where they
were filmed.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.angles import used_measures
from benchmarks.accuracy.case import Case
from benchmarks.accuracy.pages import NOT_SHOWN_HEAD
from benchmarks.accuracy.plan import FIRST_TEST_SEED
from benchmarks.accuracy.run import cached_track, measure_all, track_path
from benchmarks.accuracy.table import table
from benchmarks.accuracy.truth import at_times, neutral_frames, true_measures
from benchmarks.real.labelled import letters, read_rows
from benchmarks.sections import with_section
from benchmarks.synthetic.clips import cached_clip
from benchmarks.synthetic.spec import CameraSpec, ClipSpec, Truth
from posecheck.body.pose import PoseTrack
from posecheck.body.smoothing import smooth_track
from posecheck.disk.library import load_exercise
from posecheck.disk.track_file import load_track
from posecheck.rules.exercise.definition import CameraView, Exercise
from posecheck.rules.neutral.calibration import read_all
from posecheck.rules.reading.front_plane import build_frame, make_picker
from posecheck.rules.reading.measures import unit_of
from posecheck.rules.reading.side_plane import Facing, trunk_length_of
from posecheck.rules.reading.view import YAW_LIMIT_DEG, ViewFeatures, judge_view, view_features

EXERCISES: Final = (
    *("standing_forward_bend", "kneeling_hip_flexor", "bridge", "superman"),
    *("side_bend", "adductor_side_lunge"),
)
"""Standing, kneeling, on the back, on the belly with the arms overhead; two from the front."""
YAWS_DEG: Final = (0.0, 10.0, 20.0, 30.0, 45.0, 60.0)
SEEDS: Final = (FIRST_TEST_SEED + 41, FIRST_TEST_SEED + 42)
"""Odd ones turn toward the camera, even ones away."""
FPS: Final = 2.0
"""Of the rendered clips: a repetition in some 20 pictures."""
WINDOW_S: Final = 1.0
DOCUMENT: Final = Path(__file__).resolve().parents[1] / "docs" / "accuracy.md"
SECTION: Final = "yaw"
OUT: Final = Path("accuracy_out")

Array = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """One clip: true yaw, the yaw read over all frames, in the set-up and at the far end, errors of each measure.

    Degrees; `errors` are against the own neutral, NaN where nothing was read.
    """

    exercise: str
    yaw_deg: float
    true_deg: float
    whole_deg: float
    setup_deg: float
    far_deg: float
    errors: dict[str, Array]


def plan(seeds: Sequence[int]) -> list[Case]:
    """Return the clips: each exercise, yaw and person."""
    cases: list[Case] = []
    for seed in seeds:
        for yaw in YAWS_DEG:
            camera = CameraSpec(yaw_deg=yaw if seed % 2 else -yaw)
            specs = [ClipSpec(name, seed=seed, camera=camera, fps=FPS) for name in EXERCISES]
            cases += [Case(f"{s.exercise}__yaw{camera.yaw_deg:+.0f}__{seed}", s, "view") for s in specs]
    return cases


def look(case: Case, folder: Path) -> Look:
    """Render a clip and read it."""
    clip, truth = cached_clip(case.spec, folder)
    track = smooth_track(cached_track(clip, track_path(clip)))
    exercise = load_exercise(case.spec.exercise)
    features = features_of(track)
    amplitude = at_times(truth.time_s, truth.amplitude, track.time_s)

    def read(kept: NDArray[np.bool_]) -> float:
        return yaw_of([f for f, keep in zip(features, kept, strict=True) if keep], exercise)

    return Look(
        exercise=exercise.id,
        yaw_deg=abs(case.spec.camera.yaw_deg),
        true_deg=true_yaw(truth, exercise.view),
        whole_deg=read(np.full(len(track), True)),
        setup_deg=read(amplitude < 0.1),
        far_deg=read(amplitude > 0.8),
        errors=errors_of(track, truth, exercise),
    )


def true_yaw(truth: Truth, view: CameraView) -> float:
    """Return how far a camera stands from where the exercise wants it, degrees."""
    azimuth = abs(float(str(truth.camera["azimuth_deg"])))
    return azimuth if view == "front" else abs(90.0 - azimuth)


def features_of(track: PoseTrack) -> list[ViewFeatures]:
    """Return what each pose tells about the view."""
    return [view_features(pose, aspect=math.inf) for pose in track]


def yaw_of(features: Iterable[ViewFeatures], exercise: Exercise) -> float:
    """Return the yaw over frames."""
    return judge_view(features, exercise.body, wanted=exercise.view).yaw_deg


def errors_of(track: PoseTrack, truth: Truth, exercise: Exercise) -> dict[str, Array]:
    """Return measured minus true of each angle that rules use, against the own neutral, shape (T,).

    The facing is told, not found: where a body stands askew the question is what its angles would be worth.
    """
    facing: Facing = 0 if exercise.view == "front" else 1 if truth.facing == "right" else -1
    still = at_times(truth.time_s, neutral_frames(truth).astype(float), track.time_s) > 0.5
    lengths = [trunk_length_of(p) for p, keep in zip(track, still, strict=True) if keep and p.found]
    picker, trunk = make_picker(facing, float(np.median(lengths))), float(np.median(lengths))
    true = true_measures(truth, exercise)
    names = [n for n in used_measures(exercise) if n in true and unit_of(exercise.measures[n]) == "deg"]
    read = {n: np.full(len(track), np.nan) for n in names}
    for i, pose in enumerate(track):
        if pose.found:
            values = read_all(exercise, build_frame(pose, facing, trunk, picker))
            for name in names:
                read[name][i] = values[name]
    off = {n: read[n] - at_times(truth.time_s, true[n], track.time_s) for n in names}
    return {n: e - np.median(known) for n, e in off.items() if len(known := e[still & np.isfinite(e)])}


def yaw_table(looks: Sequence[Look]) -> str:
    """Return how the yaw is read: mean over people, in the set-up, over the whole clip and at the far end."""
    lines: list[list[str | float]] = []
    for name in EXERCISES:
        for yaw in YAWS_DEG:
            some = [x for x in looks if x.exercise == name and x.yaw_deg == yaw]
            read = [_mean(x.setup_deg for x in some), _mean(x.whole_deg for x in some), _mean(x.far_deg for x in some)]
            refused = sum(x.setup_deg > YAW_LIMIT_DEG for x in some)
            lines.append(
                [name, f"{_mean(x.true_deg for x in some):.0f}", *map(_degrees, read), f"{refused}/{len(some)}"]
            )
    return table(["exercise", "true °", "set-up °", "whole clip °", "far end °", "refused by the set-up"], lines)


def error_table(looks: Sequence[Look]) -> str:
    """Return the mean absolute error (95 % of frames) of each angle, by yaw."""
    lines: list[list[str | float]] = []
    for name in EXERCISES:
        measures = dict.fromkeys(m for x in looks if x.exercise == name for m in x.errors)
        for measure in measures:
            cells: list[str | float] = []
            for yaw in YAWS_DEG:
                parts = [
                    x.errors[measure] for x in looks if x.exercise == name and x.yaw_deg == yaw and measure in x.errors
                ]
                cells.append(_error(np.concatenate(parts)) if parts else "–")
            lines.append([f"{name}: {measure}", *cells])
    return table(["angle", *(f"{yaw:.0f}°" for yaw in YAWS_DEG)], lines)


def real_table(folder: Path, progress: Callable[[str], object]) -> str:
    """Return how many clips of real people, by the view that was seen by eye, read beyond the limit, and how often."""
    rows = read_rows(folder)
    named = letters(rows)
    groups: dict[tuple[str, str], list[tuple[str, float, float]]] = {}
    for row in rows:
        if row.expected in ("unsure", "none") or row.path.suffix != ".npz":
            continue
        progress(row.clip)
        exercise = load_exercise(row.exercise)
        track = smooth_track(load_track(row.path))
        features = features_of(track)
        yaws = [_best_yaw(features[i:j], exercise) for i, j in _windows(track.time_s)]
        beyond = [yaw > YAW_LIMIT_DEG for yaw in yaws if math.isfinite(yaw)]
        key = ("to be refused" if row.expected == "refuse" else "to be judged", exercise.view)
        share = float(np.mean(beyond)) if beyond else math.nan
        groups.setdefault(key, []).append((named[row.source], _best_yaw(features, exercise), share))
    lines: list[list[str | float]] = []
    for (what, view), found in sorted(groups.items()):
        yaws = ", ".join(f"{letter} {yaw:.0f} ({share:.0%})" for letter, yaw, share in found)
        lines.append([f"{what}, {view}", len(found), sum(yaw > YAW_LIMIT_DEG for _, yaw, _ in found), yaws])
    return table(["labelled", "clips", "beyond", "source, yaw over the clip (seconds beyond the limit)"], lines)


def _best_yaw(features: Sequence[ViewFeatures], exercise: Exercise) -> float:
    """Return the yaw from the one of an exercise's views that fits better; NaN where nobody is seen."""
    yaws = [yaw_of(features, form) for form in (exercise, *exercise.other_views)]
    return min(yaws) if any(f.found for f in features) else math.nan


def _windows(times: Array) -> list[tuple[int, int]]:
    """Return the first and the next index of windows of `WINDOW_S`, half overlapping."""
    starts = np.arange(float(times[0]), max(float(times[-1]) - WINDOW_S, float(times[0])) + 1e-6, WINDOW_S / 2)
    return [(int(np.searchsorted(times, a)), int(np.searchsorted(times, a + WINDOW_S))) for a in starts]


def _mean(values: Iterable[float]) -> float:
    kept = [v for v in values if math.isfinite(v)]
    return float(np.mean(kept)) if kept else math.nan


def _degrees(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.0f}"


def _error(errors: Array) -> str:
    size = np.abs(errors[np.isfinite(errors)])
    return f"{size.mean():.1f} ({np.percentile(size, 95):.0f})" if len(size) else "–"


HEAD: Final = """\
## Turned away from the view

What the yaw is read as, and how wrong angles are at each yaw, judged or not (`python -m benchmarks.yaw{real}`;
{people} people never developed on, one repetition each, done right). The camera of a rendered person stands up to 3
degrees from the round number. posecheck refuses readings beyond {limit:.0f} degrees.

"""
ERRORS: Final = """
Angles against the own neutral, facing told: mean absolute error, and what 95 % of frames keep to, in degrees.

"""
REAL: Final = """
Clips of real people whose form is certain or that are to be refused, in the view that fits them better; a letter is a
source. No constant of the estimate was fitted to any of them, so that every source is left out.

"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.yaw", description="Yaw, and angles by yaw.")
    parser.add_argument("--out", type=Path, default=OUT, help="where clips and tracks are kept")
    parser.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS), help="people")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--real", type=Path, help="folder of labelled clips of real people")
    parser.add_argument("--write-docs", action="store_true", help="write the section into docs/accuracy.md")
    asked = parser.parse_args(arguments)

    def progress(done: int, of: int, name: str) -> None:
        sys.stderr.write(f"{done}/{of} {name}\n")

    looks = measure_all(plan(asked.seeds), asked.out, jobs=asked.jobs, on_progress=progress, measure=look)
    head = HEAD.format(people=len(asked.seeds), limit=YAW_LIMIT_DEG, real=" --real FOLDER" if asked.real else "")
    text = head + yaw_table(looks) + ERRORS + error_table(looks)
    if asked.real:
        text += REAL + real_table(asked.real, lambda name: sys.stderr.write(f"{name}\n"))
    sys.stdout.write(text)
    if asked.write_docs:
        before = DOCUMENT.read_text(encoding="utf-8")
        DOCUMENT.write_text(with_section(before, SECTION, text, before=NOT_SHOWN_HEAD), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
