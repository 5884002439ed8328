"""The errors posecheck raises: one root, a message that says what was expected, what was found and what to do."""

from __future__ import annotations


class PosecheckError(Exception):
    """Root of every error that posecheck raises on purpose.

    Parameters
    ----------
    message
        What was expected and what was found, naming the file where there is one.
    hint
        What the reader can do about it; empty when the message already says so.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()


class ClipError(PosecheckError):
    """A clip cannot be read: missing, not a video, no picture in it."""


class TrackError(PosecheckError):
    """A saved pose track cannot be read: corrupt, incomplete, or made by a newer posecheck."""


class ModelError(PosecheckError):
    """The pose model is missing, altered, or not a bundle that MediaPipe can open."""


class ExerciseError(PosecheckError):
    """An exercise is unknown, or its file has mistakes (all of them are listed in the message)."""


class OutputError(PosecheckError):
    """A result cannot be written where it was asked to go."""


class LanguageError(PosecheckError):
    """There are no words of the language that was asked for."""


class PoseDataError(PosecheckError, ValueError):
    """Arrays given for a pose or a track have the wrong shape, order or range."""
