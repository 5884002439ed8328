"""Whether so few pictures of an attempt came live that a score would be made up.

A busy computer drops pictures as it likes: of three equal holds one was read as 1.5 of its 16 seconds and lost 13
points on it. Such an attempt counts; how well it was done is said afterwards, by the rules for a clip.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np

from posecheck.result.judgement import Attempt
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.judging.attempts import Frames
from posecheck.rules.phases.there_and_back import Span

LEAST_PER_S: Final = 10.0
"""Judged pictures a second; as many as a clip needs (`posecheck.rules.judging.summary.MIN_FPS`)."""
LONGEST_GAP_S: Final = 0.5
"""Between two judged pictures; a repetition turns round within it."""
SLACK: Final = 1e-6


def as_shown(exercise: Exercise, attempt: Attempt, span: Span, frames: Frames) -> Attempt:
    """Return an attempt as it is shown while the set goes on: without a score where too few pictures of it came."""
    return replace(attempt, score=math.nan) if too_few_pictures(exercise, span, frames) else attempt


def too_few_pictures(exercise: Exercise, span: Span, frames: Frames) -> bool:
    """Return whether an attempt had too few judged pictures, or a hole between them.

    Parameters
    ----------
    exercise
        Without the measures that it needs a picture is not judged.
    span
        When the attempt was.
    frames
        What was read from each picture.
    """
    inside = (frames.time_s >= span.start_s - SLACK) & (frames.time_s <= span.end_s + SLACK)
    seen = inside & np.all([np.isfinite(frames.values[n]) for n in exercise.needs], axis=0)
    times = np.concatenate([[span.start_s], frames.time_s[seen], [span.end_s]])
    if float(np.max(np.diff(times))) > LONGEST_GAP_S + SLACK:
        return True
    return int(np.sum(seen)) < (span.end_s - span.start_s) * LEAST_PER_S - SLACK
