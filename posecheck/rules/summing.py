"""Attempts and what was seen of the whole stream -> the result, or the reason why there is none."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from posecheck.language import and_joined, inside_sentence, language, side_name
from posecheck.pose import Source
from posecheck.result import NAN, Attempt, Neutral, Result, Series, View
from posecheck.rules.exercise import CameraView, Exercise
from posecheck.rules.rules_looked_at import rules_judged
from posecheck.rules.score_steps import score_after, steps_of_set
from posecheck.rules.scoring import UNCERTAINTY, band_of, deductions_of, faults_of
from posecheck.rules.verdicts import MIN_VALID_SHARE
from posecheck.rules.view import YAW_ADVICE_DEG, YAW_LIMIT_DEG
from posecheck.skeleton import Side
from posecheck.wording import words

MIN_CLIP_S: Final = 3.0
"""A clip needs this many judged seconds (clinical D.3)."""
MIN_FPS: Final = 10.0
"""Below this, movement and bounces cannot be told (clinical D.2)."""
MIN_FOUND_SHARE: Final = 0.3
SHORT_S: Final = 1.5


@dataclass(frozen=True, slots=True)
class Stream:
    """What was seen of the whole stream, whatever the movement."""

    seconds: float
    found_share: float
    dark: bool
    fps: float
    source: Source


@dataclass(frozen=True, slots=True)
class Setting:
    """What the caller asked for and what the start of the stream told."""

    exercise: Exercise
    view: View
    neutral: Neutral
    asked_side: Side | None
    dose: str | None
    versions: Mapping[str, str]


def view_block(view: View, *, crowded: bool, fps: float, wanted: CameraView = "side") -> str:
    """Return why nothing can be judged from here, empty where it can."""
    if view.yaw_deg > YAW_LIMIT_DEG:
        return words("turned_from_front" if wanted == "front" else "turned", yaw=view.yaw_deg)
    if words("too_dark") in view.advice:
        return words("not_from_here", why=words("too_dark"))
    if crowded:
        return words("two_people")
    if fps < MIN_FPS * 0.95:
        return words("slow_clip", fps=fps)
    return ""


def sum_up(setting: Setting, stream: Stream, attempts: Sequence[Attempt], blocked: str, series: Series) -> Result:
    """Return the result of a stream."""
    reason = _reason(setting, stream, attempts, blocked)
    share, _ = _judged(attempts)
    exercise = setting.exercise
    if reason:
        attempts = [replace(a, score=NAN, score_steps=()) for a in attempts]
    steps = steps_of_set(attempts)
    scored = any(not math.isnan(a.score) for a in attempts)
    score = score_after(steps) if scored else NAN
    view = setting.view
    if reason and not view.advice and stream.dark:
        view = replace(view, advice=(words("too_dark"),))
    return Result(
        clip=stream.source.clip,
        exercise=exercise.id,
        title=exercise.title,
        variant=exercise.variant,
        judged=not reason,
        reason=reason or None,
        judged_share=share,
        view=view,
        neutral=setting.neutral,
        dose=setting.dose,
        score=score,
        band=band_of(score),
        score_uncertainty=NAN if math.isnan(score) else _uncertainty(setting),
        attempts=tuple(attempts),
        faults=() if reason else faults_of(attempts),
        deductions=() if reason or exercise.kind == "guided" else deductions_of(attempts),
        notes=_notes(setting, stream, attempts),
        not_judged=exercise.not_judged,
        source=stream.source,
        versions=setting.versions,
        language=language(),
        score_steps=steps,
        rules_judged=rules_judged(exercise, attempts, reason),
        series=series,
    )


def _judged(attempts: Sequence[Attempt]) -> tuple[float, float]:
    """Judged share of the attempts' time, and judged seconds."""
    total = sum(a.end_s - a.start_s for a in attempts)
    seconds = sum(a.judged_share * (a.end_s - a.start_s) for a in attempts)
    return (seconds / total if total > 0 else 0.0), seconds


def _reason(setting: Setting, stream: Stream, attempts: Sequence[Attempt], blocked: str) -> str:
    """Return why there is no judgement; the first that holds, empty where there is one."""
    if stream.found_share == 0:
        return words("nobody_dark" if stream.dark else "nobody")
    if stream.seconds < SHORT_S:
        return words("too_short", seconds=stream.seconds)
    if blocked:
        return blocked
    if setting.neutral.source == "none":
        if stream.found_share < MIN_FOUND_SHARE:
            return words("hardly_anybody", share=stream.found_share)
        return _from_here(setting) or words("no_start", start=setting.exercise.start)
    if not attempts:
        return _from_here(setting) or words("no_attempt")
    guided = setting.exercise.kind == "guided"
    if all(a.judged_share < MIN_VALID_SHARE if guided else math.isnan(a.score) for a in attempts):
        return _from_here(setting) or words("lost_points", parts=_lost_parts(setting.exercise, attempts))
    _, seconds = _judged(attempts)
    return words("too_little", seconds=seconds) if seconds < MIN_CLIP_S else ""


def _from_here(setting: Setting) -> str:
    """Return the reason that the view gives, where it gives one."""
    return words("not_from_here", why=setting.view.advice[0]) if setting.view.advice else ""


def _lost_parts(exercise: Exercise, attempts: Sequence[Attempt]) -> str:
    """Name the body part whose measure was most often missing."""
    missing = [n for n in exercise.needs if all(math.isnan(a.readings[n].value) for a in attempts if n in a.readings)]
    titles = [inside_sentence(exercise.measures[n].title) for n in missing]
    return and_joined(titles) if titles else words("lost_body")


def _uncertainty(setting: Setting) -> float:
    """Points: 5 or 10 by grade, half as much again with the body turned by 15 to 25 degrees."""
    base = UNCERTAINTY[setting.exercise.grade]
    return base * 1.5 if setting.view.yaw_deg > YAW_ADVICE_DEG else base


def _notes(setting: Setting, stream: Stream, attempts: Sequence[Attempt]) -> tuple[str, ...]:
    notes = list(stream.source.notes)
    if setting.neutral.source == "end":
        notes.append(words("end_neutral"))
    seen = {a.side for a in attempts if a.side in ("left", "right")}
    if setting.asked_side and seen and setting.asked_side not in seen:
        shown = and_joined(side_name(side) for side in sorted(map(str, seen)))
        notes.append(words("side_contradicts", asked=setting.asked_side, seen=shown))
    if setting.dose is not None:
        wanted = setting.exercise.doses[setting.dose].attempts
        done = sum(a.complete for a in attempts)
        if done < wanted:
            notes.append(words("fewer_attempts", done=done, wanted=wanted))
        missing = set(setting.exercise.sides) - seen
        if len(missing) == 1 and setting.asked_side is None:
            notes.append(words("other_side", side=missing.pop()))
    return tuple(notes)
