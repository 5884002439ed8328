"""Write anew all that is made from the sources: ``python -m scripts.refresh [--check]``.

With ``--check`` nothing is written and the exit status is 1 where something is old; each is named with what makes it.
Two things are made by commands of their own, since somebody has to judge what they change: the results of the golden
clips and tracks (``python -m scripts.refresh_golden``) and the tested versions (``python -m scripts.lock``). So are the
demonstrations of an exercise that the truth bench can render (``python -m scripts.make_demonstrations ID``).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from scripts import make_setup_pictures, note_translations, write_exercises, write_layers


class Step(NamedTuple):
    """One thing that is made: its name, whether it is as it should be, and what makes it (status 0 where it could)."""

    made: str
    is_new: Callable[[], bool]
    make: Callable[[], int]


def _pictures_are_new() -> bool:
    return make_setup_pictures.main(["--check"]) == 0


def _document_is_new() -> bool:
    path = write_exercises.ROOT / "docs" / "exercises.md"
    return path.is_file() and path.read_text(encoding="utf-8") == write_exercises.document()


def _write_document() -> int:
    (write_exercises.ROOT / "docs" / "exercises.md").write_text(write_exercises.document(), encoding="utf-8")
    return 0


def _notes_are_new() -> bool:
    return json.loads(note_translations.NOTES.read_text(encoding="utf-8")) == note_translations.now()


def _floors() -> tuple[str, str]:
    """Return CONTRIBUTING.md as it is and as it should be."""
    document = (write_layers.ROOT / write_layers.DOCUMENT).read_text(encoding="utf-8")
    contracts = (write_layers.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return document, write_layers.with_block(document, contracts)


def _write_floors() -> int:
    (write_layers.ROOT / write_layers.DOCUMENT).write_text(_floors()[1], encoding="utf-8")
    return 0


STEPS: tuple[Step, ...] = (
    # the document shows the pictures that are there, so these come first
    Step("set-up pictures (reference_poses/*/setup.svg)", _pictures_are_new, lambda: make_setup_pictures.main([])),
    Step("docs/exercises.md", _document_is_new, _write_document),
    Step("floors in CONTRIBUTING.md", lambda: len(set(_floors())) == 1, _write_floors),
    Step("notes on translations (tests/golden)", _notes_are_new, lambda: note_translations.main([])),
)


def main(arguments: Sequence[str] | None = None, steps: Sequence[Step] = STEPS) -> int:
    """Run the command and return its exit status: 1 where something is old, or could not be made."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, say what is old")
    check = parser.parse_args(arguments).check
    failed = 0
    for step in steps:
        if step.is_new():
            said = "as it should be"
        elif check:
            said, failed = "old; run python -m scripts.refresh", 1
        else:
            status = step.make()
            said, failed = ("not made, see above", 1) if status else ("written", failed)
        sys.stdout.write(f"{step.made}: {said}\n")
    return failed


if __name__ == "__main__":
    sys.exit(main())
