"""Whether a film that was judged as one exercise plainly shows another movement.

Where a film shows no still start position of its own, much could be taken for an attempt: a squat bends the trunk, a
dead bug brings a knee to the chest. What an exercise says of its films (`posecheck.rules.recognition.film_evidence`)
tells them apart. A still start position is somebody who means this exercise, however wrong it then goes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from posecheck.body.pose import Pose
from posecheck.remark import remark
from posecheck.result.judgement import NAN, Result
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.recognition.film_evidence import fit
from posecheck.rules.recognition.film_signs import film_of

CONTRADICTED: Final = 0.05
"""Below this a condition is missed by its whole width of doubt (8 degrees or 0.08 trunk lengths beyond the limit)."""
AROUND_S: Final = 1.0
"""The film is looked at from so long before the first attempt to so long after the last: elsewhere people talk."""


def without_another(result: Result, exercise: Exercise, poses: Sequence[Pose]) -> Result:
    """Return the result, or one without a judgement where the film plainly shows another movement.

    Parameters
    ----------
    result
        Of a session over all of `poses`.
    exercise
        In the form that was judged.
    poses
        The film, smoothed.
    """
    if not result.judged or result.neutral.source == "setup" or not exercise.film:
        return result
    start, end = result.attempts[0].start_s - AROUND_S, result.attempts[-1].end_s + AROUND_S
    film = film_of([p for p in poses if start <= p.time_s <= end])
    if not len(film) or fit(exercise, film, moving=result.neutral.source != "population").likelihood >= CONTRADICTED:
        return result
    return refused(result)


def refused(result: Result) -> Result:
    """Return a result that says that another movement was seen, and judges nothing."""
    return replace(
        result,
        judged=False,
        reasons=(remark("another_movement"),),
        noted=tuple(n for n in result.noted if n.key != "none_held"),
        score=NAN,
        band=None,
        score_uncertainty=math.nan,
        attempts=tuple(replace(a, score=NAN) for a in result.attempts),
        faults=(),
        deductions=(),
        parts=tuple(replace(p, judged=False, reason="other" if p.judged else p.reason) for p in result.parts),
    )
