"""Which exercise is named for clips of which exercise, as a table; exit status 1 below 95 % right or not sure."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.recognition.people import people_tables, read_people
from benchmarks.recognition.true_track import true_track
from benchmarks.synthetic.movements import MOVEMENTS
from benchmarks.synthetic.spec import ClipSpec, Variation
from posecheck.body.pose import PoseTrack
from posecheck.clips.scoring import recognise_track
from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.disk.resources import resource_folder
from posecheck.disk.track_file import load_track
from posecheck.rules.recognition.naming import Recognition

WANTED = 0.95


class Case(NamedTuple):
    """One track, what it shows, and how it is called."""

    exercise: str
    name: str
    track: PoseTrack


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recognition", description=__doc__)
    parser.add_argument("ids", nargs="*", metavar="ID", help="exercises whose clips are shown; default all")
    parser.add_argument("--true", action="store_true", help="simulated true points of dev seeds, not demonstrations")
    parser.add_argument("--seeds", type=int, nargs="+", default=[21, 22], help="with --true; from 10000 on for testing")
    parser.add_argument("--right-only", action="store_true", help="with --true: no faults")
    parser.add_argument("--people", type=Path, metavar="FOLDER", help="clips of real people with labels instead")
    parser.add_argument("--write", type=Path, metavar="FILE", help="with --people: write the table as Markdown")
    asked = parser.parse_args(arguments)
    if asked.people:
        return _people(asked.people, asked.write)
    names = asked.ids or list(exercise_ids())
    cases = simulated(names, asked.seeds, faults=not asked.right_only) if asked.true else demonstrations(names)
    known = [load_exercise(name) for name in exercise_ids()]
    right, total = 0, 0
    print(f"{'clip':58}{'answer':8}most likely")
    for case in cases:
        told = recognise_track(case.track, exercises=known)
        good = is_right(told, case.exercise)
        right, total = right + good, total + 1
        likely = ", ".join(f"{x.exercise} {x.likelihood:.2f}" for x in told.likely[:3])
        print(f"{case.name:58}{told.answer:8}{likely}{'' if good else '   <- WRONG'}")
    print(f"{right} of {total} right or not sure" if total else "no demonstrations yet")
    return 0 if total and right >= WANTED * total else 1


def _people(folder: Path, write: Path | None) -> int:
    """Print, and write where it is asked for, what is named for clips of people; 0 where all that is wanted is met."""
    text, good = people_tables(read_people(folder))
    print(text)
    if write is not None:
        write.write_text(text, encoding="utf-8")
    return 0 if good else 1


def is_right(told: Recognition, exercise: str) -> bool:
    """Return whether nothing wrong was said: named rightly, or not sure."""
    return told.answer != "sure" or told.exercise == exercise


def demonstrations(names: Sequence[str]) -> Iterator[Case]:
    """Yield the demonstrations of exercises."""
    for name in names:
        for path in sorted((resource_folder("reference_poses") / name).glob("*.npz")):
            yield Case(name, f"{name}/{path.stem}", load_track(path))


def simulated(names: Sequence[str], seeds: Sequence[int], *, faults: bool = True) -> Iterator[Case]:
    """Yield the true points of right, stiff and wrong versions."""
    for name in (n for n in names if n in MOVEMENTS):
        for seed in seeds:
            right = ClipSpec(name, seed=seed)
            yield Case(name, f"{name}/right {seed}", true_track(right))
            stiff = ClipSpec(name, seed=seed, variation=Variation(stiff=True))
            yield Case(name, f"{name}/stiff {seed}", true_track(stiff))
        for fault in MOVEMENTS[name].faults if faults else ():
            yield Case(name, f"{name}/{fault}", true_track(ClipSpec(name, fault, seed=seeds[0])))


if __name__ == "__main__":
    sys.exit(main())
