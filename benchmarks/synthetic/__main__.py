"""Render clips of people with exactly known posture: ``python -m benchmarks.synthetic OUT --exercise ID``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from benchmarks.synthetic.clips import clip_name, render_clip
from benchmarks.synthetic.movements import MOVEMENTS
from benchmarks.synthetic.scene import MakeRenderer
from benchmarks.synthetic.spec import CameraSpec, ClipSpec, Variation
from benchmarks.synthetic.truth_file import write_truth

CAMERA_FIELDS = {
    "yaw": "yaw_deg",
    "distance": "distance",
    "height": "height_m",
    "pitch": "pitch_deg",
    "roll": "roll_deg",
}
VARIATION_FIELDS = {field.name: field.type for field in fields(Variation)}
SWITCHES = [name for name, kind in VARIATION_FIELDS.items() if kind == "bool"]
AMOUNTS = [name for name, kind in VARIATION_FIELDS.items() if kind != "bool" and name != "repetitions"]
TRUTH_SUFFIX = ".truth.npz"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = make_parser()
    asked = parser.parse_args(arguments)
    if asked.list:
        print(known())
        return 0
    if asked.out is None or asked.exercise is None:
        parser.error("expected a folder and --exercise; --list shows what there is")
    try:
        specs = make_specs(asked)
        renderer = ray_marcher() if asked.ray_marcher else None
    except (ValueError, ImportError) as problem:
        parser.error(str(problem))
    asked.out.mkdir(parents=True, exist_ok=True)
    for spec in specs:
        clip = asked.out / f"{clip_name(spec)}.mp4"
        truth = render_clip(spec, clip, renderer=renderer)
        write_truth(truth, clip.with_suffix(TRUTH_SUFFIX))
        print(f"{clip}  {len(truth.time_s)} frames")
    return 0


def make_parser() -> argparse.ArgumentParser:
    """Return the command's arguments."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.synthetic", description=__doc__)
    parser.add_argument("out", nargs="?", type=Path, help="folder for NAME.mp4 and its truth")
    parser.add_argument("--exercise", metavar="ID", help="posecheck's exercise id")
    parser.add_argument("--fault", metavar="ID", help="a fault of that exercise; without it the right version")
    parser.add_argument("--fault-scale", type=float, default=1.0, help="how much of the fault, 1 as it was written")
    parser.add_argument("--seed", type=int, default=1, help="draws body, clothes, room and small differences")
    parser.add_argument("--count", type=int, default=1, help="so many clips, with seeds that count up")
    parser.add_argument("--camera", default="", metavar="yaw=20,...", help=f"any of {', '.join(CAMERA_FIELDS)}")
    parser.add_argument("--vary", default="", metavar="stiff,hold_s=10,...", help="variations, see --list")
    parser.add_argument("--repetitions", type=int, default=1)
    parser.add_argument("--fps", type=float, default=15.0, help="frames per second")
    parser.add_argument("--size", default="640x480", metavar="WxH", help="of the picture, in pixels")
    parser.add_argument("--ray-marcher", action="store_true", help="the slow, smooth renderer (needs numba)")
    parser.add_argument("--list", action="store_true", help="show exercises, faults and variations, then stop")
    return parser


def make_specs(asked: argparse.Namespace) -> list[ClipSpec]:
    """Return the clips that were asked for.

    Raises
    ------
    ValueError
        For an unknown exercise, fault, variation or camera setting, with the names that are known.
    """
    _check(asked.exercise, MOVEMENTS, "exercise")
    if asked.fault is not None:
        _check(asked.fault, MOVEMENTS[asked.exercise].faults, f"fault of {asked.exercise}")
    width, height = _size(asked.size)
    return [
        ClipSpec(
            asked.exercise,
            asked.fault,
            seed=asked.seed + k,
            fault_scale=asked.fault_scale,
            camera=camera_of(asked.camera),
            variation=variation_of(asked.vary, asked.repetitions),
            width=width,
            height=height,
            fps=asked.fps,
        )
        for k in range(asked.count)
    ]


def camera_of(text: str) -> CameraSpec:
    """Return the camera that ``yaw=20,distance=1.2`` means."""
    settings: dict[str, Any] = {}
    for name, value in _settings(text):
        _check(name, CAMERA_FIELDS, "camera setting")
        settings[CAMERA_FIELDS[name]] = _number(name, value)
    return CameraSpec(**settings)


def variation_of(text: str, repetitions: int = 1) -> Variation:
    """Return the variation that ``stiff,drop_out_s=1`` means."""
    settings: dict[str, Any] = {"repetitions": repetitions}
    for name, value in _settings(text):
        _check(name, [*SWITCHES, *AMOUNTS], "variation")
        settings[name] = True if name in SWITCHES else _number(name, value)
    return Variation(**settings)


def known() -> str:
    """Return the exercises with their faults, and the variations."""
    lines = [f"{exercise}: {', '.join(movement.faults) or '-'}" for exercise, movement in MOVEMENTS.items()]
    amounts = ", ".join(f"{name}=SECONDS" for name in AMOUNTS)
    return "\n".join(["Exercises and their faults:", *lines, "", f"Variations: {', '.join(SWITCHES)}, {amounts}"])


def ray_marcher() -> MakeRenderer:
    """Return the slow, smooth renderer.

    Raises
    ------
    ImportError
        Where numba is missing.
    """
    from benchmarks.synthetic.ray_marcher import RayMarcher

    return RayMarcher


def _settings(text: str) -> list[tuple[str, str]]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return [(name, value) for name, _, value in (part.partition("=") for part in parts)]


def _check(name: str, names: Iterable[str], what: str) -> None:
    known_names = list(names)
    if name not in known_names:
        raise ValueError(f"unknown {what} {name!r}; expected one of: {', '.join(known_names) or 'none'}")


def _number(name: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise ValueError(f"expected a number for {name}, got {value!r}; write {name}=1.5") from None


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isdigit() and height.isdigit() and int(width) % 2 == 0 and int(height) % 2 == 0):
        raise ValueError(f"expected a size like 640x480 in even numbers, got {text!r}")
    return int(width), int(height)


if __name__ == "__main__":
    sys.exit(main())
