"""Which exercise was that? Every exercise judges the same poses; the one that explains them best is named.

Nothing here knows an exercise by its name. An exercise explains a stream of poses where its start position was seen
from its view, where its attempts came as far as they should and fill the time in which the body was not at rest, where
its own conditions (``[[recognise]]``) hold, and where its rules find little: whoever does something else breaks many.
Where the best two are close, the answer is that it could be either.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from posecheck.result import Attempt, Result
from posecheck.rules.exercise import Condition, Exercise
from posecheck.rules.view import ViewFeatures

SURE: Final = 0.5
"""An exercise less likely than this is not named."""
POSSIBLE: Final = 0.25
"""One less likely than this is not mentioned either."""
CLOSE: Final = 0.12
"""Two that lie within this of each other cannot be told apart."""
NO_MOVEMENT: Final = 0.6
"""What guided exercises can come to at most: lying still explains little."""
FAULTS_COUNT: Final = 0.4
"""How much of the likeness hangs on how well it was done: badly done is still done."""
UNMET: Final = 0.25
"""Likeness that is left where an exercise's own conditions do not hold."""

NOT_REACHED: Final = 0.6
"""What an attempt counts that did not come as far as it should."""
FLAT_DEG: Final = 50.0
"""A trunk that leans more than this may be one that lies."""
UPRIGHT_DEG: Final = 35.0
HIP_HEIGHTS: Final = {"standing": (1.2, math.inf), "kneeling": (0.45, 1.5), "sitting": (-math.inf, 0.75)}
"""Hips over the lowest of knees and ankles with an upright trunk, trunk lengths; standing 1.7, kneeling 0.85 to 1,
sitting on the floor below 0.3 (`posecheck.rules.view`), with room for the pose model's error."""
FAR_OFF_DEG: Final = 45.0
"""A view this far from the right one is another."""
SOMETIMES: Final = 0.15

Answer = Literal["sure", "unsure", "none"]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How well one exercise explains what was seen, 0 to 1."""

    exercise: str
    title: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Recognition:
    """Which exercise it was.

    Parameters
    ----------
    answer
        ``sure``: the first of `likely`; ``unsure``: one of the first two; ``none``: nothing that is known.
    likely
        Exercises that are possible at all, the most likely first.
    """

    answer: Answer
    likely: tuple[Likeness, ...]

    @property
    def exercise(self) -> str | None:
        """The id of the exercise where it is sure, else None."""
        return self.likely[0].exercise if self.answer == "sure" else None


def recognise(judged: Sequence[tuple[Exercise, Result]]) -> Recognition:
    """Return which of several exercises it was, from what each of them makes of the same poses."""
    found = [Likeness(e.id, e.title, likeness_of(form_of(e, r), r)) for e, r in judged]
    likely = sorted((x for x in found if x.likeness >= POSSIBLE), key=lambda x: -x.likeness)
    if not likely or likely[0].likeness < SURE:
        return Recognition("none", tuple(likely))
    close = len(likely) > 1 and likely[1].likeness > likely[0].likeness - CLOSE
    if likely[0].exercise in {e.id for e, _ in judged if e.kind == "guided"}:  # lying still alone makes nothing sure
        return Recognition("unsure" if len(likely) > 1 else "none", tuple(likely))
    return Recognition("unsure" if close else "sure", tuple(likely))


def may_be(exercise: Exercise, features: Sequence[ViewFeatures]) -> bool:
    """Return whether an exercise is worth a closer look: is the body ever upright or lying as it asks, in its view.

    Generous: an upright body lies flat in a deep bend, and whoever lies down was upright before.
    """
    seen = [f for f in features if f.found]
    if not seen:
        return False
    flat = sum(f.trunk_lean_deg > FLAT_DEG for f in seen) / len(seen)
    if (flat if _lying(exercise.body) else 1 - flat) < SOMETIMES:
        return False
    low, high = HIP_HEIGHTS.get(exercise.body, (-math.inf, math.inf))
    upright = [f for f in seen if f.trunk_lean_deg < UPRIGHT_DEG]
    if upright and sum(low <= f.hip_height <= high for f in upright) < SOMETIMES * len(upright):
        return False
    return any(_in_view(form, seen) >= SOMETIMES for form in (exercise, *exercise.other_views))


def _in_view(form: Exercise, seen: Sequence[ViewFeatures]) -> float:
    """Part of the frames that are not plainly filmed from elsewhere."""
    if form.view == "front":
        return sum(abs(f.front_yaw_deg) <= FAR_OFF_DEG for f in seen) / len(seen)
    return sum((f.yaw_world_deg + f.yaw_width_deg) / 2 <= FAR_OFF_DEG for f in seen) / len(seen)


def form_of(exercise: Exercise, result: Result) -> Exercise:
    """Return the form of an exercise (by its view) that a result was judged by."""
    forms = (exercise, *exercise.other_views)
    return next((f for f in forms if f.view == result.view.camera), exercise)


def likeness_of(exercise: Exercise, result: Result) -> float:
    """Return how well an exercise explains what it judged, 0 to 1."""
    if result.neutral.source == "none" or not result.attempts:
        return 0.0
    if result.view.body is not None and _lying(result.view.body) != _lying(exercise.body):
        return 0.0
    if exercise.kind == "guided":
        return NO_MOVEMENT * _passed(result)
    done = [a for a in result.attempts if a.complete]
    if not done:
        return 0.0
    explained = sum(a.end_s - a.start_s if a.reached else NOT_REACHED * (a.end_s - a.start_s) for a in done)
    explained /= max(_seconds(result.attempts) + _lost_s(result), 1e-6)
    well = [_before_back_cap(a) for a in done if not math.isnan(a.score)]
    quality = (sum(well) / len(well) / 100 if well else 0.5) * FAULTS_COUNT + 1 - FAULTS_COUNT
    return min(explained, 1.0) * quality * _whole(done) * _conditions(exercise, done) * result.judged_share


def _before_back_cap(attempt: Attempt) -> float:
    """Return a score without the cap on a rounded back: a hinge that is done so is no less a hinge."""
    return attempt.score + sum(s.points for s in attempt.score_steps if s.key == "back")


def _lying(body: str) -> bool:
    return body in ("supine", "prone")


def _seconds(attempts: Sequence[Attempt]) -> float:
    return sum(a.end_s - a.start_s for a in attempts)


def _lost_s(result: Result) -> float:
    """Seconds in which the body was in no posture of the exercise, outside of its attempts."""
    series = result.series
    if series is None or len(series.time_s) < 2:
        return 0.0
    steps = np.diff(series.time_s)
    return float(np.sum(steps[[p == "none" for p in series.phase[:-1]]]))


def _passed(result: Result) -> float:
    checks = [c for a in result.attempts for c in a.checks]
    return sum(c.passed is True for c in checks) / len(checks) if checks else 0.0


def _whole(done: Sequence[Attempt]) -> float:
    """Part of the phases that were seen: what could be left out makes a sequence the likelier where it was not."""
    phases = [p for a in done for p in a.phases]
    return sum(not math.isnan(p.start_s) for p in phases) / len(phases) if phases else 1.0


def _conditions(exercise: Exercise, done: Sequence[Attempt]) -> float:
    """1 where all of the exercise's own conditions hold in all attempts, else what is left then.

    The condition counts that holds in the fewest attempts; unknown counts for half.
    """
    shares = [sum(_met(c, a) for a in done) / len(done) for c in exercise.recognise]
    return UNMET + (1 - UNMET) * min(shares, default=1.0)


def _met(condition: Condition, attempt: Attempt) -> float:
    reading = attempt.readings.get(condition.measure)
    if reading is None or math.isnan(reading.value):
        return 0.5
    above = condition.above is None or reading.value >= condition.above
    return float(above and (condition.below is None or reading.value <= condition.below))
