"""Exercises on disk: those that come with posecheck and the user's own folders."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

from posecheck.disk.exercise_search import Named, find_named
from posecheck.disk.resources import resource_folder
from posecheck.disk.track_file import load_track
from posecheck.errors import ExerciseError, PosecheckError
from posecheck.language import known_languages, language, template
from posecheck.remark import Remark, remark
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.exercise_file.file_text import MADE_FROM, fingerprint, table_of
from posecheck.rules.exercise_file.reader import parse_exercise

FILE_NAME: Final = "exercise.toml"
DEMONSTRATION: Final = "correct.npz"
"""In the folder of an exercise: the pose track of somebody who does it right."""
SETUP_PICTURE: Final = "setup.svg"
OWN_LANGUAGE: Final = "en"
"""Of the words in an ``exercise.toml``; those of another language stand beside it in ``<code>.toml``, or nowhere."""
DRAFTS: Final = "drafts"
"""Folder beside the exercises with those that are not ready."""


def exercise_ids() -> tuple[str, ...]:
    """Return the ids of the exercises that come with posecheck, in alphabetical order."""
    return tuple(sorted(p.parent.name for p in resource_folder("reference_poses").glob(f"*/{FILE_NAME}")))


def draft_ids() -> tuple[str, ...]:
    """Return the ids of exercises whose rules have not been shown to work: they can be loaded but are not listed."""
    return tuple(sorted(p.parent.name for p in resource_folder("reference_poses").glob(f"{DRAFTS}/*/{FILE_NAME}")))


def exercise_folder(name: str | Path) -> Path | None:
    """Return where the files beside an exercise are, for an id or a path as `load_exercise` takes; None if nowhere."""
    shipped = resource_folder("reference_poses")
    path = Path(name)
    places = [shipped / path, shipped / DRAFTS / path] if len(path.parts) == 1 and isinstance(name, str) else []
    return next((p for p in [*places, path, path.parent] if (p / FILE_NAME).is_file()), None)


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
    raise ExerciseError(remark("no_such_exercise", name=name), hint=_suggestion(str(name)))


def _suggestion(name: str) -> tuple[Remark, ...]:
    found = find_named(name, [_named(exercise) for exercise in exercise_ids()])
    offered = template("or_word").join(f"'{n.id}'" if n.spelt_like(name) else f"'{n.id}' ({n.title})" for n in found)
    nearest = remark("did_you_mean", names=offered) if found else remark("none_called_so")
    return nearest, remark("see_exercise_list", file=FILE_NAME)


def _named(name: str) -> Named:
    """Return what an exercise is called, in every language of its files."""
    path = resource_folder("reference_poses") / name / FILE_NAME
    names: list[str] = []
    for file in (path, *words_files(path)):
        data = tomllib.loads(_text_of(file))
        names += [data.get("title", ""), *data.get("other_names", ())]
    return Named(name, load_exercise(name).title, tuple(names))


def words_files(path: Path) -> list[Path]:
    """Return the files with an exercise's words in other languages that stand beside its ``exercise.toml``."""
    files = (path.with_name(f"{code}.toml") for code in known_languages() if code != OWN_LANGUAGE)
    return [file for file in files if file.is_file()]


def check_words(folder: Path) -> list[str]:
    """Return the names of the files with an exercise's words in other languages; all of them are well.

    Raises
    ------
    ExerciseError
        Where one has mistakes (all of that one are listed).
    """
    path = folder / FILE_NAME if folder.is_dir() else folder
    for file in words_files(path):
        parse_exercise(_text_of(path), name=str(path), words=(str(file), _text_of(file)))
    return [file.name for file in words_files(path)]


def check_demonstrations(folder: Path) -> list[str]:
    """Return the names of the pose tracks in an exercise's folder; all of them can be read and show somebody.

    Raises
    ------
    ExerciseError
        Where any cannot (all of them are listed).
    """
    files = sorted((folder if folder.is_dir() else folder.parent).glob("*.npz"))
    problems: list[str] = []
    for file in files:
        try:
            if not load_track(file).found.any():
                problems.append(f"{file}: expected somebody in it, found nobody in any frame.")
        except PosecheckError as error:
            problems.append(str(error))
    if problems:
        listed = "\n".join(f"  {i}. {p}" for i, p in enumerate(problems, 1))
        raise ExerciseError(f"Demonstrations have mistakes:\n{listed}")
    return [file.name for file in files]


def stale_words(folder: Path) -> list[str]:
    """Return one warning for each file of words whose exercise has other words now than when it was translated."""
    path = folder / FILE_NAME if folder.is_dir() else folder
    own = fingerprint(table_of(_text_of(path), name=str(path)))
    made_from = {file: table_of(_text_of(file), name=str(file)).get(MADE_FROM) for file in words_files(path)}
    changed = f"the words of {path.name} have changed since this was translated. Read it again, then write"
    unsaid = "nothing says of which words this is the translation. Where it is right, write"
    mark = f'{MADE_FROM} = "{own}" at its top.'
    return [f"{file}: {unsaid if made is None else changed} {mark}" for file, made in made_from.items() if made != own]


def _read(path: Path, variant: str | None) -> Exercise:
    spoken = path.with_name(f"{language()}.toml")
    words_there = (str(spoken), _text_of(spoken)) if spoken in words_files(path) else None
    return parse_exercise(_text_of(path), name=str(path), variant=variant, words=words_there)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ExerciseError(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise ExerciseError(f"{path}: expected text in UTF-8.", hint="Save it as UTF-8 in your editor.") from error
