"""Draw the set-up picture of every exercise: ``reference_poses/ID/setup.svg``.

``python scripts/make_setup_pictures.py [ID ...]`` draws them from the people of the right demonstrations; the same
files always give the same pictures. With ``--check`` nothing is written, and the exit status is 1 where one is old.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from benchmarks.synthetic.stills import true_stills
from posecheck.disk.library import DEMONSTRATION, SETUP_PICTURE, exercise_ids, load_exercise
from posecheck.disk.track_file import load_track
from posecheck.figure.setup_picture import setup_picture
from posecheck.figure.stills import Stills, stills_of

FOLDER = Path(__file__).parents[1] / "reference_poses"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ids", nargs="*", metavar="ID", help="exercises; without one, all that are listed")
    parser.add_argument("--check", action="store_true", help="only say which pictures are old")
    asked = parser.parse_args(arguments)
    unknown = set(asked.ids) - set(exercise_ids())
    if unknown:
        parser.error(f"no such exercise: {', '.join(sorted(unknown))}")
    old = [name for name in asked.ids or exercise_ids() if not _is_up_to_date(name)]
    for name in old:
        if not asked.check:
            (FOLDER / name / SETUP_PICTURE).write_text(picture(name), encoding="utf-8")
        sys.stdout.write(f"{name}: {'old' if asked.check else 'drawn'}\n")
    return 1 if asked.check and old else 0


def picture(name: str) -> str:
    """Return what an exercise's set-up picture should be."""
    return setup_picture(load_exercise(name), stills(name))


@lru_cache
def stills(name: str) -> Stills | None:
    """Return the two moments that an exercise's picture shows, None where it has no demonstration."""
    recording = FOLDER / name / DEMONSTRATION
    rendered = true_stills(FOLDER / name, moment=load_exercise(name).picture.moment)
    return rendered or (stills_of(load_track(recording)) if recording.is_file() else None)


def _is_up_to_date(name: str) -> bool:
    path = FOLDER / name / SETUP_PICTURE
    return path.is_file() and path.read_text(encoding="utf-8") == picture(name)


if __name__ == "__main__":
    sys.exit(main())
