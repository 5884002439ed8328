"""Write docs/exercises.md anew from the exercise files."""

from __future__ import annotations

import sys
from pathlib import Path

from posecheck.disk.library import SETUP_PICTURE, exercise_ids, load_exercise
from posecheck.report.exercise_pages import exercises_document

ROOT = Path(__file__).parents[1]
PICTURES = (SETUP_PICTURE,)


def document() -> str:
    """Return what docs/exercises.md should be."""
    pictures = {
        name: f"../reference_poses/{name}/{picture}"
        for name in exercise_ids()
        for picture in PICTURES
        if (ROOT / "reference_poses" / name / picture).is_file()
    }
    return exercises_document([load_exercise(name) for name in exercise_ids()], pictures)


if __name__ == "__main__":
    (ROOT / "docs" / "exercises.md").write_text(document(), encoding="utf-8")
    sys.stdout.write(f"{len(exercise_ids())} exercises written to docs/exercises.md\n")
