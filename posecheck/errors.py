"""The errors posecheck raises: one root, a message that says what was expected, what was found and what to do."""

from __future__ import annotations

from collections.abc import Callable

from posecheck.printable import printable
from posecheck.remark import Remark

_wording: list[Callable[[Remark], str]] = []


def word_errors_with(in_words: Callable[[Remark], str]) -> None:
    """State what makes sentences of errors when they are read; this module is below every language."""
    _wording[:] = [in_words]


class PosecheckError(Exception):
    """Root of every error that posecheck raises on purpose.

    Parameters
    ----------
    message
        What was expected and what was found, naming the file where there is one.
    hint
        What the reader can do about it, one thing or several; empty when the message already says so.

    Notes
    -----
    Plain text stays as it is (what is for authors is English); a remark becomes a sentence when the error is read.
    """

    def __init__(self, message: str | Remark, *, hint: str | Remark | tuple[Remark, ...] = "") -> None:
        super().__init__(message)
        self.said = message
        self.advised = hint

    @property
    def message(self) -> str:
        """What was expected and what was found, in the language in use."""
        return _text(self.said)

    @property
    def hint(self) -> str:
        """What the reader can do about it, in the language in use."""
        return " ".join(map(_text, self.advised)) if isinstance(self.advised, tuple) else _text(self.advised)

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


def _text(said: str | Remark) -> str:
    if isinstance(said, str):
        return printable(said, keep="\n")
    return _wording[0](said) if _wording else said.key
