"""Exercises on disk: those that come with posecheck and the user's own folders."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Final

from posecheck.errors import ExerciseError
from posecheck.language import words
from posecheck.resources import resource_folder
from posecheck.rules.exercise import Exercise
from posecheck.rules.exercise_file import parse_exercise

FILE_NAME: Final = "exercise.toml"
DRAFTS: Final = "drafts"
"""Folder beside the exercises with those that are not ready."""


def exercise_ids() -> tuple[str, ...]:
    """Return the ids of the exercises that come with posecheck, in alphabetical order."""
    return tuple(sorted(p.parent.name for p in resource_folder("reference_poses").glob(f"*/{FILE_NAME}")))


def draft_ids() -> tuple[str, ...]:
    """Return the ids of exercises whose rules have not been shown to work: they can be loaded but are not listed."""
    return tuple(sorted(p.parent.name for p in resource_folder("reference_poses").glob(f"{DRAFTS}/*/{FILE_NAME}")))


def load_exercise(name: str | Path, *, variant: str | None = None) -> Exercise:
    """Return an exercise by its id, or from a folder (or file) of the user's own.

    Parameters
    ----------
    name
        An id as `exercise_ids` (or `draft_ids`) lists them, a folder with an ``exercise.toml``, or such a file.
    variant
        One of the exercise's variants.

    Raises
    ------
    ExerciseError
        Where the exercise is unknown (the nearest name is offered) or its file has mistakes (all are listed).
    """
    if isinstance(name, str) and name in exercise_ids():
        return _read(resource_folder("reference_poses") / name / FILE_NAME, variant)
    if isinstance(name, str) and name in draft_ids():
        return _read(resource_folder("reference_poses") / DRAFTS / name / FILE_NAME, variant)
    path = Path(name)
    if path.is_dir() and not (path / FILE_NAME).is_file():
        raise ExerciseError(f"{path}: expected a folder with an {FILE_NAME}, found none in it.")
    if path.is_dir():
        return _read(path / FILE_NAME, variant)
    if path.is_file():
        return _read(path, variant)
    raise ExerciseError(words("no_such_exercise", name=name), hint=_suggestion(str(name)))


def _suggestion(name: str) -> str:
    ids = exercise_ids()
    close = get_close_matches(name, ids, n=1, cutoff=0.4)
    nearest = words("did_you_mean", name=close[0]) + " " if close else ""
    return nearest + words("see_exercise_list", file=FILE_NAME)


def _read(path: Path, variant: str | None) -> Exercise:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ExerciseError(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise ExerciseError(f"{path}: expected text in UTF-8.", hint="Save it as UTF-8 in your editor.") from error
    return parse_exercise(text, name=str(path), variant=variant)
