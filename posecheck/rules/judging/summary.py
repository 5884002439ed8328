"""Attempts and what was seen of the whole stream -> the result, or the reason why there is none."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

import numpy as np

from posecheck.body.pose import Pose, Source
from posecheck.body.skeleton import Side
from posecheck.remark import Amount, Inside, OnSide, Remark, Row, Term, keys_of, remark
from posecheck.result.judgement import COUNTED_HOLD_S, NAN, Attempt, Neutral, Result, Series, View
from posecheck.rules.exercise.definition import CameraView, Exercise, title_of
from posecheck.rules.judging.rules_looked_at import rules_judged
from posecheck.rules.judging.score_steps import score_after, steps_of_set
from posecheck.rules.judging.scoring import (
    CAP_CONTROL,
    CAP_FORM,
    UNCERTAINTY,
    WEIGHT,
    band_of,
    deductions_of,
    faults_of,
)
from posecheck.rules.judging.slow_motion import seems_slowed
from posecheck.rules.judging.verdicts import MIN_VALID_SHARE
from posecheck.rules.reading.stillness import MAX_STEP_S
from posecheck.rules.reading.view import DARK, YAW_ADVICE_DEG, YAW_LIMIT_DEG

LOST_S: Final = 1.0
"""So much time without pictures is said."""
MIN_FPS: Final = 10.0
"""Below this, movement and bounces cannot be told (clinical D.2)."""
SEEN_IN_THE_DARK: Final = 0.95
"""Found in so many of the pictures, a body in the dark is judged like any other: a choice of ours (a right clip in a
dark gym is found in all of them, rendered people who lie in the dark in a quarter)."""
MIN_FOUND_SHARE: Final = 0.3
SHORT_S: Final = 0.6
"""What is shorter shows no repetition (`posecheck.rules.judging.attempts`)."""
NEUTRAL_UNCERTAINTY: Final = {"setup": 0.0, "rest": 2.0, "end": 2.0, "population": 5.0, "none": 0.0}
"""Points by which the score is less sure, by where the neutral is from."""


@dataclass(frozen=True, slots=True)
class Stream:
    """What was seen of the whole stream, whatever the movement."""

    seconds: float
    found_share: float
    dark: bool
    fps: float
    source: Source
    times: Sequence[float] = ()

    def lost_s(self, start_s: float, end_s: float) -> float:
        """Return for how long no picture came between two times; a few that were dropped do not count."""
        inside = [start_s, *(t for t in self.times if start_s < t < end_s), end_s]
        return sum(b - a for a, b in pairwise(inside) if b - a > MAX_STEP_S)


@dataclass(slots=True)
class StreamSeen:
    """What was seen of the stream, whatever the movement."""

    times: list[float] = field(default_factory=list[float])
    found: list[bool] = field(default_factory=list[bool])
    brightness: list[float] = field(default_factory=list[float])

    def note(self, pose: Pose) -> None:
        """Take one pose in."""
        self.times.append(pose.time_s)
        self.found.append(pose.found)
        if not math.isnan(pose.brightness):
            self.brightness.append(pose.brightness)

    @property
    def fps(self) -> float:
        """Poses a second lately."""
        steps = np.diff(self.times[-900:])
        return float(1 / np.median(steps)) if len(steps) else math.nan

    @property
    def found_share(self) -> float:
        """Part of the poses so far that show somebody."""
        return sum(self.found) / len(self.found) if self.found else 0.0

    def stream(self, source: Source) -> Stream:
        """Return what the summary needs of it."""
        return Stream(
            seconds=self.times[-1] - self.times[0] if self.times else 0.0,
            found_share=self.found_share,
            dark=bool(self.brightness) and float(np.median(self.brightness)) < DARK,
            fps=self.fps,
            source=source,
            times=self.times,
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """What the caller asked for and what the start of the stream told."""

    exercise: Exercise
    view: View
    neutral: Neutral
    asked_side: Side | None
    dose: str | None
    versions: Mapping[str, str]


def view_block(
    view: View, *, crowded: bool, fps: float, found_share: float = 0.0, wanted: CameraView = "side"
) -> Remark | None:
    """Return why nothing can be judged from here, None where it can.

    A dark picture alone is no reason: only where nobody is found in some of it.
    """
    if view.yaw_deg > YAW_LIMIT_DEG:
        return remark("turned_from_front" if wanted == "front" else "turned", yaw=Amount(view.yaw_deg, "deg"))
    if "too_dark" in keys_of(view.advised) and found_share < SEEN_IN_THE_DARK:
        return remark("not_from_here", why=remark("too_dark"))
    if crowded:
        return remark("two_people")
    if fps < MIN_FPS * 0.95:
        return remark("slow_clip", fps=Amount(fps, "1/s"))
    return None


def sum_up(
    setting: Setting, stream: Stream, attempts: Sequence[Attempt], blocked: Remark | None, series: Series
) -> Result:
    """Return the result of a stream."""
    reason = _reason(setting, stream, attempts, blocked)
    share = _judged_share(attempts)
    exercise = setting.exercise
    if reason:
        attempts = [replace(a, score=NAN, score_steps=()) for a in attempts]
    steps = steps_of_set(attempts)
    score = score_after(steps) if any(not math.isnan(a.score) for a in attempts) else NAN
    return Result(
        clip=stream.source.clip,
        exercise=exercise.id,
        title=exercise.title,
        variant=exercise.variant,
        judged=not reason,
        reason=None,
        judged_share=share,
        view=_view(setting.view, dark=reason is not None and stream.dark),
        neutral=setting.neutral,
        dose=setting.dose,
        score=score,
        band=band_of(score),
        score_uncertainty=NAN if math.isnan(score) else _uncertainty(setting, attempts),
        attempts=tuple(attempts),
        faults=() if reason else faults_of(attempts),
        deductions=() if reason or exercise.kind == "guided" else deductions_of(attempts),
        notes=(),
        not_judged=exercise.not_judged,
        source=stream.source,
        versions=setting.versions,
        reasons=(reason,) if reason else (),
        noted=_noted(setting, stream, attempts),
        form=exercise.view,
        score_steps=steps,
        rules_judged=rules_judged(exercise, attempts, reason),
        series=series,
    )


def _view(view: View, *, dark: bool) -> View:
    """Return the view with the advice that is left to give: more light, where it was too dark and nothing else."""
    return replace(view, advised=(remark("too_dark"),)) if dark and not view.advised else view


def _judged_share(attempts: Sequence[Attempt]) -> float:
    """Return the judged share of the attempts' time."""
    total = sum(a.end_s - a.start_s for a in attempts)
    seconds = sum(a.judged_share * (a.end_s - a.start_s) for a in attempts)
    return seconds / total if total > 0 else 0.0


def _reason(setting: Setting, stream: Stream, attempts: Sequence[Attempt], blocked: Remark | None) -> Remark | None:
    """Return why there is no judgement; the first that holds, None where there is one."""
    if stream.found_share == 0:
        return remark("nobody_dark" if stream.dark else "nobody")
    if stream.seconds < SHORT_S:
        return remark("too_short", seconds=Amount(stream.seconds, "s"))
    if blocked and not any(a.score == a.score for a in attempts):
        return blocked
    if setting.neutral.source == "none":
        if stream.found_share < MIN_FOUND_SHARE:
            return remark("hardly_anybody", share=Amount(stream.found_share, "share"))
        return _from_here(setting) or remark("no_start", start=Term("start", setting.exercise.start))
    if not attempts:
        return _from_here(setting) or remark("no_attempt")
    guided = setting.exercise.kind == "guided"
    if all(a.judged_share < MIN_VALID_SHARE if guided else math.isnan(a.score) for a in attempts):
        return _from_here(setting) or remark("lost_points", parts=_lost_parts(setting.exercise, attempts))
    return None


def _from_here(setting: Setting) -> Remark | None:
    """Return the reason that the view gives, where it gives one."""
    return remark("not_from_here", why=setting.view.advised[0]) if setting.view.advised else None


def _lost_parts(exercise: Exercise, attempts: Sequence[Attempt]) -> Row | Remark:
    """Name the body part whose measure was most often missing."""
    missing = [n for n in exercise.needs if all(math.isnan(a.readings[n].value) for a in attempts if n in a.readings)]
    titles = tuple(Inside(title_of(exercise.measures[n])) for n in missing)
    return Row(titles) if titles else remark("lost_body")


def _uncertainty(setting: Setting, attempts: Sequence[Attempt]) -> float:
    """Points: 5 or 10 by grade, half as much again with the body turned by 15 to 25 degrees."""
    base = UNCERTAINTY[setting.exercise.grade]
    turned = base * 1.5 if setting.view.yaw_deg > YAW_ADVICE_DEG else base
    return turned + max(NEUTRAL_UNCERTAINTY[setting.neutral.source], _left_open(setting.exercise, attempts))


def _left_open(exercise: Exercise, attempts: Sequence[Attempt]) -> float:
    """Return the points that rules may have cost which are unknown for want of an own neutral: half of each, capped."""
    control = {r.id for r in exercise.rules if r.control}
    worst = 0.0
    for attempt in (a for a in attempts if not math.isnan(a.score)):
        unknown = [f for f in attempt.findings if "rule_neutral" in keys_of(f.reasons)]
        form = sum(WEIGHT[f.severity] / 2 for f in unknown if f.rule not in control)
        kept = sum(WEIGHT[f.severity] / 2 for f in unknown if f.rule in control)
        worst = max(worst, min(form, CAP_FORM) + min(kept, CAP_CONTROL))
    return worst


def _noted(setting: Setting, stream: Stream, attempts: Sequence[Attempt]) -> tuple[Remark, ...]:
    noted = list(stream.source.noted)
    if setting.neutral.source == "end":
        noted.append(remark("end_neutral"))
    if setting.neutral.source == "population":
        noted.append(remark("population_neutral"))
    counted = [a for a in attempts if a.counted]
    if setting.exercise.kind == "hold" and len(counted) > 1 and all(a.hold_s < COUNTED_HOLD_S for a in counted):
        noted.append(remark("none_held", count=len(counted)))
    told = {"slow_motion_tag", "slow_motion_edits"} & set(keys_of(noted))
    if stream.source.clip and not told and seems_slowed(setting.exercise.kind, attempts):
        noted.append(remark("maybe_slow_motion"))
    lost_s = sum(stream.lost_s(a.start_s, a.end_s) for a in attempts)
    if lost_s >= LOST_S:
        noted.append(remark("lost_pictures", seconds=Amount(lost_s, "s")))
    seen = {a.side for a in attempts if a.side in ("left", "right")}
    if setting.asked_side and seen and setting.asked_side not in seen:
        shown = Row(tuple(OnSide(side) for side in sorted(map(str, seen))))
        noted.append(remark("side_contradicts", asked=OnSide(setting.asked_side), seen=shown))
    if setting.dose is not None:
        wanted = setting.exercise.doses[setting.dose].attempts
        done = sum(a.complete for a in attempts)
        if done < wanted:
            noted.append(remark("fewer_attempts", done=done, wanted=wanted))
        missing = set(setting.exercise.sides) - seen
        if len(missing) == 1 and setting.asked_side is None:
            noted.append(remark("other_side", side=OnSide(missing.pop())))
    return tuple(noted)
