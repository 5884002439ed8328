"""The set-up picture of an exercise: the one beside its file, or drawn from its demonstration."""

from __future__ import annotations

from posecheck.disk.library import DEMONSTRATION, SETUP_PICTURE, exercise_folder
from posecheck.disk.track_file import load_track
from posecheck.errors import TrackError
from posecheck.figure.setup_picture import setup_picture
from posecheck.figure.stills import stills_of
from posecheck.rules.exercise.definition import Exercise


def picture_of(exercise: Exercise, name: str | None = None) -> str:
    """Return the set-up picture as SVG.

    Parameters
    ----------
    exercise
        The exercise.
    name
        Its id or folder, as `load_exercise` takes it; the id where it is None. Without a picture there it is drawn from
        the demonstration, and without that (or where it cannot be read) from the body position.
    """
    folder = exercise_folder(exercise.id if name is None else name)
    if folder is None:
        return setup_picture(exercise, None)
    if (folder / SETUP_PICTURE).is_file():
        return (folder / SETUP_PICTURE).read_text(encoding="utf-8")
    try:
        return setup_picture(exercise, stills_of(load_track(folder / DEMONSTRATION)))
    except TrackError:
        return setup_picture(exercise, None)
