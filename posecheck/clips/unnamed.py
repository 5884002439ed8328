"""The result of a clip whose exercise was asked for and is not known: what it may be, what was seen, no judgement."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from posecheck.body.pose import PoseTrack
from posecheck.language import words
from posecheck.remark import Remark, remark
from posecheck.result.entries import AUTO, NONE
from posecheck.result.judgement import NAN, Neutral, Result, Series, View
from posecheck.rules.reading.view import judge_view, view_features
from posecheck.rules.recognition.film_signs import SIGNS, Film, film_of
from posecheck.rules.recognition.naming import Recognition

OBLIQUE_DEG: Final = (35.0, 50.0)
"""Between these a body is filmed neither from the side nor from the front, and hardly any exercise can be told."""
ADVICE: Final = ("too_dark", "head_out", "body_out", "feet_out", "too_far", "second_person")
"""What helps whatever is done; how to turn depends on the exercise."""


def unnamed_result(told: Recognition, smoothed: PoseTrack, versions: Mapping[str, str]) -> Result:
    """Return a result without a judgement: candidates, how the person stands, and the signs of the film over time."""
    poses = list(smoothed)
    wide = smoothed.source.width / smoothed.source.height if smoothed.source.height else math.inf
    features = [view_features(pose, aspect=wide) for pose in poses]
    film = film_of(poses)
    view = judge_view(features) if features else View()
    return Result(
        clip=smoothed.source.clip,
        exercise=AUTO,
        title=words("unnamed_title"),
        variant=None,
        judged=False,
        reason=None,
        reasons=(_reason(told) if len(film) else remark("nobody"),),
        judged_share=0.0,
        view=replace(view, advised=_advice(told, view, film)),
        neutral=Neutral(),
        dose=None,
        score=NAN,
        band=None,
        score_uncertainty=NAN,
        attempts=(),
        faults=(),
        deductions=(),
        notes=(),
        noted=smoothed.source.noted,
        not_judged=(),
        source=smoothed.source,
        versions=versions,
        candidates=told.candidates,
        series=_series(smoothed, film),
    )


def _reason(told: Recognition) -> Remark:
    if told.answer == "none":
        return remark(NONE)
    first, second = told.likely[:2]
    return remark("unnamed_unsure", first=first.title, second=second.title)


def _advice(told: Recognition, view: View, film: Film) -> tuple[Remark, ...]:
    """Return what helps whatever is done, and where the camera stood at a slant and nothing was known, that."""
    advice = [said for said in view.advised if said.key in ADVICE]
    low, high = OBLIQUE_DEG
    if told.answer == "none" and len(film) and low <= float(np.median(film.signs["yaw"])) <= high:
        advice.append(remark("unnamed_oblique"))
    return tuple(advice)


def _series(smoothed: PoseTrack, film: Film) -> Series:
    """Return the signs of every picture, NaN where nobody was found."""
    times = np.asarray(smoothed.time_s)
    values = {name: np.full(len(times), np.nan) for name in SIGNS}
    at = np.isin(times, film.time_s)
    for name, seen in film.signs.items():
        values[name][at] = seen
    none = ("none",) * len(times)
    return Series(times, none, np.zeros(len(times), np.int64), values, SIGNS)
