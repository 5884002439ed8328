"""Render, find the poses, judge, and hold it all against the truth; one row for each clip, in several processes."""

from __future__ import annotations

import hashlib
import math
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

import posecheck
from benchmarks.accuracy.angles import MeasureErrors, measure_errors, together
from benchmarks.accuracy.back import BackErrors, clip_errors
from benchmarks.accuracy.case import Case
from benchmarks.accuracy.faults import Said, said_of
from benchmarks.accuracy.hold_reasons import holds_off
from benchmarks.accuracy.landmarks import LandmarkFigures, landmark_figures
from benchmarks.accuracy.live import LiveFigures, judge_live, live_figures
from benchmarks.accuracy.timing import TimingFigures, timing_figures
from benchmarks.accuracy.truth import nearest, present
from benchmarks.synthetic.clips import cached_clip, clip_path
from benchmarks.synthetic.simulate import Span, holds
from benchmarks.synthetic.spec import Truth
from benchmarks.synthetic.true_sequences import sequences
from posecheck.body.pose import PoseTrack
from posecheck.body.smoothing import smooth_track
from posecheck.clips.scoring import judge, make_request, read_clip
from posecheck.disk.library import load_exercise
from posecheck.disk.track_file import load_track, save_track
from posecheck.result.judgement import Result
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.neutral.view_choice import form_of

T = TypeVar("T")
Progress = Callable[[int, int, str], None]
"""Called with clips done, clips in all, and the name of the last one."""


WITHOUT_ATTEMPTS: Final = ("guided", "cadence")
"""Kinds whose rounds go by the clock or by steps, so that no attempt begins where the posture leaves the set-up."""
IN_PHASES: Final = ("sequence", "cycle")
"""Kinds that go through phases: an attempt and its hold are what the exercise file says that they are."""


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """All that is known of one clip.

    `frames_share` is the part of the person's frames with all needed measures, `live` None where it was not asked for,
    `holds_off` in words which holds are measured too long or short, and why.
    """

    case: Case
    clip: Path
    track: Path
    landmarks: LandmarkFigures
    errors: list[MeasureErrors]
    timing: TimingFigures
    said: Said
    live: LiveFigures | None
    frames_share: float
    seconds: float
    back: list[BackErrors] = field(default_factory=list[BackErrors])
    holds_off: list[str] = field(default_factory=list[str])

    @property
    def timed(self) -> bool:
        """Whether its exercise has attempts that can be counted and timed."""
        return load_exercise(self.case.spec.exercise).kind not in WITHOUT_ATTEMPTS

    @property
    def own_error_deg(self) -> float:
        """Mean absolute error of all angles against the own neutral, NaN where none was read."""
        errors = np.abs(together([e for e in self.errors if e.unit == "deg"], own=True))
        return float(np.nanmean(errors)) if np.isfinite(errors).any() else float("nan")


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """A clip that was asked for and not measured, and why: tables name it instead of leaving it out."""

    case: Case
    reason: str


def measure_all(
    cases: Sequence[Case],
    folder: Path,
    *,
    jobs: int,
    on_progress: Progress | None = None,
    measure: Callable[[Case, Path], T] | None = None,
) -> list[T]:
    """Return the rows of all cases, in their order.

    Parameters
    ----------
    cases
        What to render and judge.
    folder
        Clips, truth and pose tracks are kept here; what is there is not made again.
    jobs
        Processes.
    measure
        What is done with each; default `measure_case`.
    """
    spawn = multiprocessing.get_context("spawn")  # the pose model's threads do not survive a fork
    rows: dict[int, T] = {}
    work: Any = measure or measure_case
    with ProcessPoolExecutor(jobs, mp_context=spawn, initializer=_end_with_parent) as pool:
        waiting = {pool.submit(work, case, folder): i for i, case in enumerate(cases)}
        for done in as_completed(waiting):
            i = waiting[done]
            rows[i] = done.result()
            if on_progress:
                on_progress(len(rows), len(cases), cases[i].name)
    return [rows[i] for i in range(len(cases))]


def _end_with_parent() -> None:
    """End this process when the one that started it is gone: a pool's workers would wait for ever."""

    def watch() -> None:
        parent = multiprocessing.parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def measure_case(case: Case, folder: Path, *, live: bool = True) -> Row:
    """Render one clip, judge it as ``posecheck score`` does and (`live`) as a live session does, and compare."""
    clip, truth = cached_clip(case.spec, folder)
    kept = track_path(clip)
    return compare(case, truth, cached_track(clip, kept), clip=clip, kept=kept, live=live)


@dataclass(frozen=True, slots=True)
class Patiently:
    """`measure_case` that goes on after a failure and renders nothing new after a time (`time.time`); not live."""

    until_s: float = math.inf

    def __call__(self, case: Case, folder: Path) -> Row | Unmeasured:
        """Return the row of a case, or why there is none."""
        if time.time() > self.until_s and not track_path(clip_path(case.spec, folder)).exists():
            return Unmeasured(case, "not rendered in the time that was given")
        try:
            return measure_case(case, folder, live=False)
        except Exception as problem:  # noqa: BLE001  the table has to say so, whatever it was
            return Unmeasured(case, f"failed: {type(problem).__name__}: {problem}")


def compare(case: Case, truth: Truth, track: PoseTrack, *, clip: Path, kept: Path, live: bool = True) -> Row:
    """Judge a raw track and hold it against the truth."""
    request = make_request(case.spec.exercise, dose=case.dose)
    smoothed = smooth_track(track)
    result = judge(request, smoothed)
    side = truth.working_side if request.exercise.sides else None
    form = form_of(request.exercise, result)
    spans, still = true_attempts(truth, form), not case.spec.variation.restless
    return Row(
        case=case,
        clip=clip,
        track=kept,
        landmarks=landmark_figures(truth, track),
        errors=measure_errors(truth, form, smoothed, result),
        timing=timing_figures(spans, result.attempts, side=side, with_holds=still),
        said=said_of(result),
        live=live_figures(judge_live(request, track), result) if live else None,
        frames_share=frames_share(truth, request.exercise, result),
        seconds=float(truth.time_s[-1] - truth.time_s[0]),
        back=clip_errors(truth, request.exercise, result),
        holds_off=holds_off(truth, form, result, spans, with_holds=still),
    )


def true_attempts(truth: Truth, exercise: Exercise) -> list[Span]:
    """Return the true attempts of a clip, as its kind of exercise has them; none for guided ones and for cadence.

    `exercise` is the form that was judged: from the front another measure tells the movement than from the side.
    """
    if exercise.kind in WITHOUT_ATTEMPTS:
        return []
    return sequences(truth, exercise) if exercise.kind in IN_PHASES else holds(truth, exercise)


def frames_share(truth: Truth, exercise: Exercise, result: Result) -> float:
    """Return the share of the person's frames in which every needed measure was read; 0 where nothing is judged."""
    series = result.series
    if not result.judged or series is None:
        return 0.0
    there = present(truth)[nearest(truth.time_s, series.time_s)]
    read: NDArray[np.bool_] = np.all([np.isfinite(series.values[n]) for n in exercise.needs], axis=0)
    return float(np.mean(read[there])) if there.any() else 0.0


def cached_track(clip: Path, kept: Path) -> PoseTrack:
    """Return the raw poses of a clip, from a file beside it where the same estimator has looked at it before."""
    if not kept.exists():
        save_track(read_clip(clip, outline=True), kept)
    return load_track(kept)


def track_path(clip: Path) -> Path:
    """Return where the track of a clip is kept; its name changes with everything that finds poses."""
    return clip.with_name(f"{clip.stem}.{_estimator_mark()}.npz")


_POSE_FILES = ("body/skeleton", "body/pose", "body/trunk_outline")


@cache
def _estimator_mark() -> str:
    package = Path(posecheck.__file__).parent
    mark = hashlib.sha256(version("mediapipe").encode())
    for source in (*sorted((package / "estimation").glob("*.py")), *(package / f"{n}.py" for n in _POSE_FILES)):
        mark.update(source.read_bytes())
    for model in sorted(package.rglob("*.task")):
        mark.update(str(model.stat().st_size).encode())
    return mark.hexdigest()[:8]


def json_ready(value: Any) -> Any:
    """Return a value as JSON can hold it: NaN as None, paths as text."""
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, dict):
        return {str(k): json_ready(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [json_ready(v) for v in value]
    return value
