"""Render right and wrong demonstrations of exercises and keep their pose tracks beside the exercise file.

``python scripts/make_demonstrations.py [ID ...]`` makes ``reference_poses/ID/correct.npz`` and a ``fault_FAULT.npz``
for every fault of severity 2 or 3 that the truth bench can render, as the real pose model sees them. It writes into
``demonstrations.toml`` what each was made from, and which faults cannot be shown, those among them that were rendered
and missed. Exit status 1 where one does not show what it should.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from benchmarks.synthetic.clips import cached_clip, clip_key
from benchmarks.synthetic.fault_scale import scalable_faults, scale_for
from benchmarks.synthetic.movements import MOVEMENTS
from benchmarks.synthetic.spec import CameraSpec, ClipSpec, Variation
from posecheck.clips.scoring import score_track
from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.disk.track_file import load_track, rounded, save_track
from posecheck.estimation.landmarker import Landmarker
from posecheck.estimation.track_reader import read_track
from posecheck.result.judgement import Result
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.reading.measures import needs_outline
from posecheck.version import installed_version

FOLDER = Path(__file__).parents[1] / "reference_poses"
SEED = 11
BEYOND_DEG = 10.0
"""A fault is shown this far beyond the point where its rule fires."""
GOOD = 85.0
TURNED_DEG = 90.0
"""A camera at the side comes to stand in front, or the other way round."""
TEMPO = {
    "bounce": Variation(bounce=True, hold_s=5.0),
    "mean_speed": Variation(fast=True, repetitions=2),
    "movement_time": Variation(fast=True, repetitions=2),
    "way_in_time": Variation(fast=True, repetitions=2),
    "way_back_time": Variation(fast=True, repetitions=2),
    "fall_in": Variation(fast=True, repetitions=2),
    "fall_back": Variation(fast=True, repetitions=2),
}
"""Kind of an attempt measure -> the variation that breaks a rule on it."""
HEAD = """# What the demonstrations in this folder were made from: rendered people, seen by the pose model.
# Made by scripts/make_demonstrations.py; run it again after a change of the exercise or of its movement.
"""


class Shown(NamedTuple):
    """One demonstration: its file's name without suffix, the fault (None: right), the clip it was made from."""

    name: str
    fault: str | None
    spec: ClipSpec


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ids", nargs="*", metavar="ID", help="exercises; without one, all that can be rendered")
    parser.add_argument("--seed", type=int, default=SEED, help="of the rendered person; below 10000")
    parser.add_argument("--clips", type=Path, help="keep the rendered clips in this folder, to render each once only")
    parser.add_argument("--changed", action="store_true", help="only those whose clip is another one than noted")
    asked = parser.parse_args(arguments)
    known = [name for name in exercise_ids() if name in MOVEMENTS]
    unknown = set(asked.ids) - set(known)
    if unknown:
        parser.error(f"no exercise file or no rendered movement: {', '.join(sorted(unknown))}")
    if asked.seed >= 10_000:
        parser.error("seeds from 10000 on are for testing only")
    with tempfile.TemporaryDirectory() as scratch, Landmarker(person_mask=True) as landmarker:
        clips = asked.clips or Path(scratch)
        made = [make(name, asked.seed, clips, landmarker, kept=asked.changed) for name in asked.ids or known]
    wrong = [line for lines in made for line in lines]
    _say("\n".join(wrong))
    return 1 if wrong else 0


def make(name: str, seed: int, clips: Path, landmarker: Landmarker, *, kept: bool = False) -> list[str]:
    """Make the demonstrations of one exercise (`kept`: without those whose clip is the same); return what they miss."""
    exercise = load_exercise(name)
    noted = tomllib.loads((FOLDER / name / "demonstrations.toml").read_text("utf-8")) if kept else {}
    wrong: list[str] = []
    missed: dict[str, str] = {}
    texts = [HEAD]
    made = list(demonstrations(exercise, seed))
    for shown in made:
        path = FOLDER / name / f"{shown.name}.npz"
        if not path.exists() or noted.get(shown.name, {}).get("clip") != clip_key(shown.spec):
            clip, _ = cached_clip(shown.spec, clips)
            track = read_track(clip, landmarker)
            save_track(rounded(track if needs_outline(exercise) else replace(track, outline=None)), path)
        result = score_track(load_track(path), exercise)
        size = path.stat().st_size / 1000
        problem = what_is_wrong(exercise, shown.fault, result)
        wrong += [f"{name}/{shown.name}: {problem}"] if problem else []
        if problem and shown.fault:  # what shows something else is no demonstration
            missed[shown.fault] = f"rendered beyond its limit: {problem}"
            path.unlink()
        else:
            texts.append(_entry(exercise, shown))
        faults = ", ".join(result.faults) or "none"
        _say(f"{name}/{shown.name}: score {result.score:.0f}, faults {faults}, {size:.0f} kB")
    texts.append(_without(exercise, [s.fault or "" for s in made if s.fault not in missed], missed))
    (FOLDER / name / "demonstrations.toml").write_text("\n".join(texts), encoding="utf-8")
    return wrong


def demonstrations(exercise: Exercise, seed: int) -> Iterator[Shown]:
    """Yield what is to be made: the right version, every rendered fault of severity 2 or 3 or of tempo."""
    yield Shown("correct", None, ClipSpec(exercise.id, seed=seed))
    scalable = scalable_faults(exercise.id)
    for fault in dict.fromkeys([*severe(exercise), *hints(exercise)]):
        elsewhere = _elsewhere(exercise, fault) in {form.view for form in exercise.other_views}
        spec = ClipSpec(exercise.id, seed=seed, camera=CameraSpec(yaw_deg=TURNED_DEG if elsewhere else 0.0))
        tempo = [
            TEMPO[k] for r in exercise.rules if r.id == fault and (k := exercise.measures[r.measure].kind) in TEMPO
        ]
        if fault in MOVEMENTS[exercise.id].faults:
            scale = scale_for(exercise.id, fault, BEYOND_DEG, seed) if fault in scalable else 1.0
            yield Shown(f"fault_{fault}", fault, replace(spec, fault=fault, fault_scale=round(scale, 4)))
        elif tempo:
            # one fast repetition is too short to be judged
            often = 3 if exercise.kind == "repetition" else 1
            yield Shown(f"fault_{fault}", fault, replace(spec, variation=replace(tempo[0], repetitions=often)))


def _elsewhere(exercise: Exercise, fault: str) -> str | None:
    """Return the view from which alone a fault is seen, None where it is that of the exercise."""
    views = {r.view for r in exercise.rules if r.id == fault}
    return None if views & {None, exercise.view} else next(iter(views))


def severe(exercise: Exercise) -> list[str]:
    """Return the faults of severity 2 and 3, each once."""
    return list(dict.fromkeys(r.id for r in exercise.rules if r.severity >= 2))


def hints(exercise: Exercise) -> list[str]:
    """Return the slight faults of tempo, each once."""
    kinds = exercise.measures
    return list(dict.fromkeys(r.id for r in exercise.rules if r.severity == 1 and kinds[r.measure].kind in TEMPO))


def what_is_wrong(exercise: Exercise, fault: str | None, result: Result) -> str:
    """Return why a demonstration does not show what it should (and no other fault of severity 2 or 3), else empty."""
    control = {r.id for r in exercise.rules if r.control} if is_tempo(exercise, fault) else set[str]()
    found = {f for f in result.faults if f == fault or (f in severe(exercise) and f not in control)}
    if not result.judged:
        return f"not judged: {result.reason}"
    if exercise.kind != "guided" and fault is None and result.score < GOOD:
        return f"the right version has {result.score:.0f} points"
    if found != ({fault} - {None}):
        return f"expected {fault or 'no fault of severity 2 or 3'}, found {', '.join(sorted(found)) or 'none'}"
    return ""


def is_tempo(exercise: Exercise, fault: str | None) -> bool:
    """Return whether a fault is one of speed: fast there is fast back too, so others of its kind may fire."""
    return any(r.id == fault and r.control for r in exercise.rules)


def _without(exercise: Exercise, shown: Sequence[str], missed: Mapping[str, str]) -> str:
    """Return the table of the faults that are not shown, with the reason."""
    lines = ["[without]"]
    for fault in (f for f in severe(exercise) if f not in shown):
        elsewhere = _elsewhere(exercise, fault)
        unseen = f"needs the view from the {elsewhere}" if elsewhere else "no rendered movement shows it"
        reason = missed.get(fault, unseen)
        lines.append(f'{fault} = "{reason}"')
    return "\n".join(lines) + "\n"


def _entry(exercise: Exercise, shown: Shown) -> str:
    spec = shown.spec
    rows = {
        "exercise": f'"{exercise.id}"',
        "exercise_version": f'"{exercise.version}"',
        "fault": f'"{shown.fault or ""}"',
        "seed": spec.seed,
        "fault_scale": spec.fault_scale if spec.fault else 0.0,
        "yaw_deg": spec.camera.yaw_deg,
        "clip": f'"{clip_key(spec)}"',
        "posecheck": f'"{installed_version()}"',
    }
    return f"[{shown.name}]\n" + "".join(f"{key} = {value}\n" for key, value in rows.items())


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
