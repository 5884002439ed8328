"""Speed and memory of ``posecheck score`` against their goals: ``python -m benchmarks.speed``.

Everything is measured in one run on one machine, whole processes against whole processes, taking turns, because times
drift from machine to machine and from minute to minute while ratios hold. The best of several runs counts: what is
slower was disturbed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from posecheck.disk.library import load_exercise
from posecheck.rules.reading.measures import needs_outline

SAMPLE = Path(__file__).resolve().parents[1] / "sample_clips" / "kneeling_hip_flexor__correct__left.mp4"

BARE_LOOP = """
import sys, av, mediapipe as mp
from mediapipe.tasks.python import vision
from mediapipe.tasks.python.core.base_options import BaseOptions
options = vision.PoseLandmarkerOptions(
    base_options=BaseOptions(model_asset_path=sys.argv[2]), running_mode=vision.RunningMode.VIDEO,
    output_segmentation_masks=sys.argv[3] == "mask",
)
with vision.PoseLandmarker.create_from_options(options) as landmarker, av.open(sys.argv[1]) as clip:
    for frame in clip.decode(video=0):
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame.to_ndarray(format="rgb24"))
        landmarker.detect_for_video(image, int(frame.time * 1000))
"""
"""What no program can be faster than: decode and find the pose in every frame, and nothing else. With the person mask
where the exercise judges the back."""


@dataclass(frozen=True)
class Run:
    """One finished process: wall time, processor time and peak memory."""

    wall_s: float
    cpu_s: float
    peak_mb: float


@dataclass(frozen=True)
class Goal:
    """One row of the table."""

    what: str
    measured: float
    goal: float
    unit: str
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Whether the goal is met."""
        return self.measured >= self.goal if self.at_least else self.measured <= self.goal

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        measured, goal = f"{self.measured:.3g} {self.unit}", f"{sign} {self.goal:g} {self.unit}"
        return f"{self.what:<58}{measured:>12}{goal:>14}  {'ok' if self.holds else 'MISSED'}"


def posecheck_command() -> list[str]:
    """Return the installed command, or the same through Python where only the clone is there."""
    script = Path(sysconfig.get_path("scripts"), "posecheck")
    return [str(script)] if script.exists() else [sys.executable, "-c", "from posecheck.cli import main; main()"]


def run(command: Sequence[str | Path], *, ok: Sequence[int] = (0,)) -> Run:
    """Run a command to its end; raise where its exit status is not in `ok`.

    Raises
    ------
    RuntimeError
        With what the command wrote to standard error.
    """
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen([str(c) for c in command], stdout=subprocess.DEVNULL, stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in ok:
            errors.seek(0)
            raise RuntimeError(f"{command}: exit status {process.returncode}\n{errors.read().decode(errors='replace')}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def make_clip(how: str, source: Path, target: Path, amount: float) -> None:
    """Make a clip by `benchmarks.clips`, in a process of its own."""
    run([sys.executable, "-m", "benchmarks.clips", how, source, target, f"{amount:g}"])


def score(source: Path, exercise: str, *options: str | Path) -> Run:
    """Run ``posecheck score`` without a report; a clip that could not be judged (3) took its time all the same."""
    command = [*posecheck_command(), "score", source, "--exercise", exercise, "--json", "/dev/null", *options]
    return run(command, ok=(0, 3))


def best(runs: list[Run]) -> Run:
    """Return the least of each figure."""
    return Run(min(r.wall_s for r in runs), min(r.cpu_s for r in runs), min(r.peak_mb for r in runs))


def inside(what: str, path: Path, exercise: str, *, runs: int) -> dict[str, float]:
    """Run `benchmarks.inside` as a process of its own and return its figures."""
    command = [sys.executable, "-m", "benchmarks.inside", what, str(path), exercise, str(runs)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def against_bare_loop(clip: Path, exercise: str, *, runs: int) -> tuple[list[Goal], dict[str, Any]]:
    """Whole processes, taking turns: the bare loop, every frame, and the default rate."""
    model = next(Path(str(files("posecheck"))).rglob("*.task"))
    mask = "mask" if needs_outline(load_exercise(exercise)) else "no mask"
    rounds: dict[str, list[Run]] = {"bare": [], "all": [], "default": []}
    for _ in range(runs):
        rounds["bare"].append(run([sys.executable, "-c", BARE_LOOP, clip, model, mask]))
        rounds["all"].append(score(clip, exercise, "--fps", "all"))
        rounds["default"].append(score(clip, exercise))
    least = {name: best(r) for name, r in rounds.items()}
    bare = least["bare"]
    goals = [
        Goal("every frame, against a bare loop, wall time", least["all"].wall_s / bare.wall_s, 1.08, "×"),
        Goal("default frames/s, against a bare loop, wall time", least["default"].wall_s / bare.wall_s, 0.6, "×"),
    ]
    figures = {name: asdict(r) for name, r in least.items()}
    figures["cpu_ratio"] = {name: least[name].cpu_s / bare.cpu_s for name in ("all", "default")}
    return goals, figures


def around_a_track(clip: Path, exercise: str, folder: Path, *, runs: int) -> tuple[list[Goal], dict[str, Any]]:
    """Overhead per frame, and how fast a saved track is scored again."""
    track = folder / "track.npz"
    score(clip, exercise, "--save-track", track)
    overhead = inside("overhead", clip, exercise, runs=1)
    again = inside("track", track, exercise, runs=3 * runs)
    outline = inside("outline", clip, exercise, runs=1)
    whole = best([score(track, exercise) for _ in range(runs)])
    whole_times = again["track_s"] / whole.wall_s
    goals = [
        Goal("all but decoding and inference, per frame", overhead["overhead_ms"], 0.6, "ms"),
        Goal("person mask and outline, on top of the landmarks, per frame", outline["mask_and_outline_ms"], 4, "ms"),
        Goal("scoring a saved track, in process, times real time", again["rescore_times"], 100, "×", at_least=True),
        Goal("scoring a saved track, whole process, times real time", whole_times, 100, "×", at_least=True),
    ]
    return goals, {"overhead": overhead, "outline": outline, "track": again, "track_process": asdict(whole)}


def starting(sample: Path, exercise: str, *, runs: int) -> tuple[list[Goal], dict[str, Any]]:
    """Time to the first verdict and to the help text, from the start of the program."""
    # the first run counts here, not the best: this is what somebody waits for
    verdict = score(sample, exercise)
    shown = best([run([*posecheck_command(), "--help"]) for _ in range(max(runs, 3))])
    goals = [
        Goal("first verdict of a short clip", verdict.wall_s, 5, "s"),
        Goal("posecheck --help", shown.wall_s, 0.3, "s"),
    ]
    return goals, {"verdict": asdict(verdict), "help": asdict(shown)}


def memory(minute: Path, exercise: str, folder: Path) -> tuple[list[Goal], dict[str, Any]]:
    """Peak memory on one minute and on ten."""
    ten = folder / "ten_minutes.mp4"
    make_clip("repeat", minute, ten, 10)
    short, long = score(minute, exercise), score(ten, exercise)
    goals = [
        Goal("peak memory, ten minutes against one", long.peak_mb / short.peak_mb, 1.10, "×"),
        Goal("peak memory, ten minutes", long.peak_mb, 500, "MB"),
    ]
    return goals, {"one_minute": asdict(short), "ten_minutes": asdict(long)}


def measure(sample: Path, exercise: str, *, runs: int, seconds: float) -> tuple[list[Goal], dict[str, Any]]:
    """Run every measurement and return the goals and all figures."""
    with tempfile.TemporaryDirectory(prefix="posecheck-speed-") as name:
        folder = Path(name)
        clip = folder / "one_minute.mp4"
        make_clip("loop", sample, clip, seconds)
        parts = {
            "starting": starting(sample, exercise, runs=runs),
            "bare_loop": against_bare_loop(clip, exercise, runs=runs),
            "track": around_a_track(clip, exercise, folder, runs=runs),
            "memory": memory(clip, exercise, folder),
        }
    goals = [goal for part, _ in parts.values() for goal in part]
    return goals, {name: figures for name, (_, figures) in parts.items()}


def main() -> int:
    """Measure, print the table, and return 0 where every goal is met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description="Speed and memory against goals.")
    parser.add_argument("--clip", type=Path, default=SAMPLE, help="a short clip to loop (default: a sample clip)")
    parser.add_argument("--exercise", help="what to score it as (default: the first part of the clip's name)")
    parser.add_argument("--runs", type=int, default=3, help="the best of so many runs counts (default: 3)")
    parser.add_argument("--seconds", type=float, default=60, help="length of the looped clip (default: 60)")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    options = parser.parse_args()
    exercise = options.exercise or options.clip.name.partition("__")[0]
    goals, figures = measure(options.clip, exercise, runs=options.runs, seconds=options.seconds)
    print(f"{options.seconds:g} s at 30 frames/s, best of {options.runs}, {os.cpu_count()} cores")
    print(*goals, sep="\n")
    if options.json:
        rows = [{**asdict(goal), "holds": goal.holds} for goal in goals]
        options.json.write_text(json.dumps({"goals": rows, "figures": figures}, indent=2) + "\n", encoding="utf-8")
    return 0 if all(goal.holds for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
