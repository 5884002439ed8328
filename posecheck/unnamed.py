"""The result of a clip whose exercise was asked for and is not known: what it may be, what was seen, no judgement."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from posecheck.language import language, words
from posecheck.pose import PoseTrack
from posecheck.result import NAN, Neutral, Result, Series, View
from posecheck.rules.film_signs import SIGNS, Film, film_of
from posecheck.rules.recognition import Recognition
from posecheck.rules.view import judge_view, view_features

AUTO: Final = "auto"
"""Stands for an exercise that is to be found out, and in the result of one that was not."""
FACING_DEG: Final = 45.0
"""Turned less than this from facing the camera, somebody means to face it."""


def unnamed_result(told: Recognition, smoothed: PoseTrack, versions: Mapping[str, str]) -> Result:
    """Return a result without a judgement: candidates, how the person stands, and the signs of the film over time."""
    poses = list(smoothed)
    wide = smoothed.source.width / smoothed.source.height if smoothed.source.height else math.inf
    features = [view_features(pose, aspect=wide) for pose in poses]
    facing = [abs(f.front_yaw_deg) for f in features if f.found]
    front = bool(facing) and float(np.median(facing)) <= FACING_DEG
    view = judge_view(features, wanted="front" if front else "side") if features else View()
    return Result(
        clip=smoothed.source.clip,
        exercise=AUTO,
        title=words("unnamed_title"),
        variant=None,
        judged=False,
        reason=_reason(told) if facing else words("nobody"),
        judged_share=0.0,
        view=view,
        neutral=Neutral(),
        dose=None,
        score=NAN,
        band=None,
        score_uncertainty=NAN,
        attempts=(),
        faults=(),
        deductions=(),
        notes=smoothed.source.notes,
        not_judged=(),
        source=smoothed.source,
        versions=versions,
        language=language(),
        candidates=told.candidates,
        series=_series(smoothed, film_of(poses)),
    )


def _reason(told: Recognition) -> str:
    if told.answer == "none":
        return words("unnamed_none")
    first, second = told.likely[:2]
    return words("unnamed_unsure", first=first.title, second=second.title)


def _series(smoothed: PoseTrack, film: Film) -> Series:
    """Return the signs of every picture, NaN where nobody was found."""
    times = np.asarray(smoothed.time_s)
    values = {name: np.full(len(times), np.nan) for name in SIGNS}
    at = np.isin(times, film.time_s)
    for name, seen in film.signs.items():
        values[name][at] = seen
    none = ("none",) * len(times)
    return Series(times, none, np.zeros(len(times), np.int64), values, SIGNS)
