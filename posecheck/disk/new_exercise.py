"""A new exercise folder made from one that is there: passes every check at once, and is to be changed by hand then."""

from __future__ import annotations

import re
import shutil
import tempfile
import tomllib
from pathlib import Path
from typing import Final

from posecheck.disk.library import (
    DRAFTS,
    FILE_NAME,
    check_words,
    draft_ids,
    exercise_folder,
    exercise_ids,
    load_exercise,
    words_files,
)
from posecheck.disk.toml_edit import with_values, without_tables
from posecheck.disk.whole_files import output_error
from posecheck.errors import ExerciseError
from posecheck.result.entries import AUTO
from posecheck.rules.exercise_file.file_text import MADE_FROM, fingerprint

MOST_LETTERS: Final = 40
"""Of an id; the longest that comes with posecheck has 22. A choice of ours: it is a name of a folder, typed by hand."""
_ID: Final = re.compile(r"[a-z][a-z0-9_]*")
HEAD: Final = """\
# Begun as a copy of {source} (version {version}) by `posecheck exercise new`: change what is different, and
# `source`, which is to say whose ranges these are. Then: posecheck exercise check FOLDER
"""


def new_exercise(name: str, *, source: str | Path, into: Path) -> Path:
    """Make the folder ``INTO/NAME`` from another exercise, whole or not at all, and return it.

    It has the other's numbers and words, in every language, under its own id and title, as version 1. What only the
    other can have stays behind: its other names (whoever asks for them means the other), its ``[[film]]`` tables
    (``auto`` would name either of two that look the same), its demonstrations and its picture. Without a picture the
    app draws one for the body position.

    Parameters
    ----------
    name
        The id of the new exercise: small letters, digits and ``_``.
    source
        What it begins as: an id, or a folder.
    into
        The folder that it is made in; must be there.

    Raises
    ------
    ExerciseError
        Where the id is none or is taken, the source is unknown or has mistakes, or the folder has something in it.
    OutputError
        Where the folder cannot be made.
    """
    _check_id(name)
    found = load_exercise(source)
    folder = exercise_folder(source)
    assert folder is not None  # it was loaded from there
    target = into / name
    if not into.is_dir():
        raise ExerciseError(f"{into}: expected a folder to make '{name}' in, found none.", hint="Make it first.")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        hint = "Choose another id, or another folder with --into."
        raise ExerciseError(f"{target}: there is something already, and nothing is written over.", hint=hint)
    head = HEAD.format(source=found.id, version=found.version)
    try:
        with tempfile.TemporaryDirectory(prefix=".posecheck-new-", dir=into) as scratch:
            made = Path(scratch) / name
            made.mkdir()
            _write(made, folder / FILE_NAME, head)
            load_exercise(made)
            check_words(made)
            if target.exists():
                target.rmdir()
            shutil.move(made, target)
    except OSError as cause:
        raise output_error(target, cause) from cause
    return target


def _check_id(name: str) -> None:
    if not _ID.fullmatch(name) or len(name) > MOST_LETTERS:
        hint = "For example 'wall_stretch'."
        raise ExerciseError(
            f"'{name}' cannot be an id: expected at most {MOST_LETTERS} small letters, digits and '_', a letter first.",
            hint=hint,
        )
    if name in (*exercise_ids(), *draft_ids(), AUTO, DRAFTS):
        raise ExerciseError(f"'{name}' is taken already.", hint="Choose another id; `exercise list` shows them all.")


def title_of(name: str) -> str:
    """Return an id as a title to begin with.

    Examples
    --------
    >>> title_of("wall_stretch")
    'Wall stretch'
    """
    return name.replace("_", " ").strip().capitalize()


def _write(made: Path, source: Path, head: str) -> None:
    own = source.read_text(encoding="utf-8")
    own = with_values(own, {"id": made.name, "version": "1", **_title(made)}, name=str(source))
    own = head + "\n" + without_tables(own, "film", name=str(source))
    (made / FILE_NAME).write_text(own, encoding="utf-8")
    mark = fingerprint(tomllib.loads(own))
    for file in words_files(source):
        text = with_values(file.read_text(encoding="utf-8"), {**_title(made), MADE_FROM: mark}, name=str(file))
        (made / file.name).write_text(text, encoding="utf-8")


def _title(made: Path) -> dict[str, str | None]:
    return {"title": title_of(made.name), "other_names": None}
