"""A set whose page was closed or loaded anew before its result was seen: found again on disk, judged from its track."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, cast

from posecheck.app.visit.live_words import in_live_words
from posecheck.app.visit.result_files import Files, live_files
from posecheck.app.visit.saving import SavedSession, load_session, sessions_folder
from posecheck.app.visit.visitor import close_open
from posecheck.body.smoothing import smooth_track
from posecheck.clips.scoring import judge, make_request
from posecheck.errors import PosecheckError
from posecheck.result.judgement import Result
from posecheck.rules.exercise.definition import Exercise

_NAME: Final = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A set found again: its exercise, and the result and files of each side."""

    exercise: Exercise
    results: tuple[Result, ...]
    files: tuple[Files, ...]


def find(name: str) -> SavedSession | None:
    """Return a kept set by its name; None where there is none or nothing was done in it.

    The name comes from a browser: it may only be that of a folder among the sets.
    """
    if not _NAME.fullmatch(name):
        return None
    try:
        saved = load_session(sessions_folder() / name)
    except PosecheckError:
        return None
    return saved if saved.tracks or saved.attempts else None


def judge_again(name: str) -> Found | None:
    """Return what was done in a set, judged from the poses that were kept; None where that is not possible."""
    close_open(name)
    saved = find(name)
    if saved is None:
        return None
    try:
        request = make_request(str(saved.about["exercise"]), dose=saved.about.get("dose"))
        sides = list(saved.about.get("sides") or [])
        pairs = [_judged(saved, number, request.exercise, request.dose, sides) for number in sorted(saved.tracks)]
    except (PosecheckError, KeyError):
        return None
    return Found(request.exercise, tuple(r for r, _ in pairs), tuple(f for _, f in pairs))


def _judged(
    saved: SavedSession, number: int, exercise: Exercise, dose: str | None, sides: list[Any]
) -> tuple[Result, Files]:
    side = sides[(number - 1) % len(sides)] if sides else None  # they take turns
    request = make_request(exercise, side=cast("Any", side), dose=dose)
    smoothed = smooth_track(saved.track(number))
    result = judge(request, smoothed)
    stem = f"{saved.path.name}_{number}"
    return in_live_words(result, exercise), live_files(result, exercise, stem=stem)
