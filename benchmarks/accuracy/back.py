"""7. The back: how far off its shape is read, on people whom the estimator has never seen.

Twice: in random postures of bodies that vary widely (`benchmarks.spine`, test seeds), and in the run's own clips, where
the whole of posecheck reads it, video and smoothing included.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.figure import Figure
from benchmarks.accuracy.truth import at_times, nearest, neutral_frames, present
from benchmarks.spine.dataset import filmed
from benchmarks.spine.errors import EVERYBODY, Errors, Part, by_kind
from benchmarks.spine.errors import table as posture_table
from benchmarks.spine.store import film_all
from benchmarks.spine.train import FIRST_TEST, OUT
from benchmarks.synthetic.spec import Truth
from posecheck.body.spine import load_network
from posecheck.result.judgement import Result
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.reading.measures import KINDS

if TYPE_CHECKING:
    from benchmarks.accuracy.run import Row  # which asks this module for each clip's errors

Array = NDArray[np.floating[Any]]

TRUE_ANGLES: Final[Mapping[str, tuple[str, ...]]] = {
    "back_flexion": ("lumbar_flexion", "thoracic_flexion"),
    "lumbar_flexion": ("lumbar_flexion",),
    "thoracic_flexion": ("thoracic_flexion",),
    "pelvic_tilt": ("pelvic_tilt",),
}
"""posecheck's word for a measure -> the true angles that it is the sum of."""

KEYS: Final[Mapping[str, str]] = {
    "standing": "standing",
    "hinging": "hinging",
    "kneeling": "kneeling",
    "seated": "seated",
    "lying on the back": "supine",
    "lying on the belly": "prone",
    "upright, draped shirt": "draped",
}
OUTPUTS: Final[Mapping[str, str]] = {"total": "total flexion", "lumbar": "lumbar flexion", "tilt": "pelvic tilt"}
"""Kinds of posture and outputs -> the figures' keys and titles."""

NOT_TESTED: Final = "No person was filmed for this section (`--back 0`).\n"


@dataclass(frozen=True, slots=True, eq=False)
class BackErrors:
    """Read minus true change from the set-up of one measure of the back in one clip.

    Parameters
    ----------
    error
        Shape (T,), degrees; NaN where nothing was said.
    there
        Whether the person is in the picture, shape (T,).
    """

    kind: str
    error: Array
    there: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class BackPostures:
    """Errors in random postures, with the person's own set-up."""

    own: tuple[Errors, ...] = ()


def clip_errors(truth: Truth, exercise: Exercise, result: Result) -> list[BackErrors]:
    """Compare what a session read of the back with the truth; empty for an exercise that does not ask for the back."""
    series = result.series
    names = [n for n, m in exercise.measures.items() if m.kind in TRUE_ANGLES and KINDS[m.kind].outline]
    names = [n for n in names if set(TRUE_ANGLES[exercise.measures[n].kind]) <= set(truth.angles)]
    if series is None or not names:
        return []
    frame = nearest(truth.time_s, series.time_s)
    there, still = present(truth)[frame], neutral_frames(truth, at_end=result.neutral.source == "end")
    found: list[BackErrors] = []
    for name in names:
        kind = exercise.measures[name].kind
        angle = np.sum([truth.angles[part] for part in TRUE_ANGLES[kind]], axis=0)
        change = angle - np.nanmedian(angle[still]) if still.any() else np.full(len(angle), np.nan)
        error = series.values[name] - at_times(truth.time_s, change, series.time_s)
        found.append(BackErrors(kind, np.where(there, error, np.nan), there))
    return found


def posture_errors(people: int, folder: Path) -> BackPostures:
    """Film so many test people, who are kept in the folder, and hold the estimator against them."""
    seeds = range(FIRST_TEST, FIRST_TEST + people)
    for _ in film_all(seeds, folder):
        pass
    if not people:
        return BackPostures()
    return BackPostures(tuple(by_kind(filmed(seeds, folder), load_network(OUT.read_bytes()))))


def back_clips(rows: Iterable[Row]) -> dict[str, list[BackErrors]]:
    """Return exercise -> the errors of its clips from the side."""
    found: dict[str, list[BackErrors]] = {}
    for row in rows:
        if row.case.from_the_side and row.back:
            found.setdefault(row.case.spec.exercise, []).extend(row.back)
    return found


def back_figures(postures: BackPostures) -> list[Figure]:
    """Return the figures that have a goal; none where nobody was filmed."""
    figures: list[Figure] = []
    for errors in postures.own:
        key = KEYS.get(errors.kind)
        if key is None or not errors.frames:
            continue
        for name, words in OUTPUTS.items():
            part: Part = getattr(errors, name)
            # where nobody was seen there is no share of those that were
            said = round(errors.frames * (1 - errors.unseen) * (1 - np.nan_to_num(part.unsure, nan=1.0)))
            title = f"{words}, {errors.kind}, mean error against own set-up"
            figures.append(Figure(f"back.{key}.{name}", title, part.mean_deg, "°", said))
    everybody = next((e for e in postures.own if e.kind == EVERYBODY), None)
    if everybody:
        for name, share in (("one", everybody.total.within_one), ("two", everybody.total.within_two)):
            title = f"errors of the total flexion within {name} stated uncertainty"
            figures.append(Figure(f"back.within_{name}", title, share, "", everybody.frames))
    return figures


def back_section(postures: BackPostures, clips: Mapping[str, Sequence[BackErrors]]) -> str:
    """Return the tables as Markdown.

    Parameters
    ----------
    clips
        Exercise -> the errors of its clips from the side.
    """
    text = "Mean absolute error in degrees, on people whom the estimator has never seen, where something is said.\n\n"
    if postures.own:
        text += f"With the person's own set-up:\n\n{posture_table(postures.own)}\n"
    else:
        text += NOT_TESTED
    lines = [_clip_line(exercise, kind, errors) for exercise, errors in clips.items() for kind in _kinds(errors)]
    if lines:
        head = "| exercise | measure | clips | mean absolute error | bias | frames with an answer |"
        lines = [head, "|---|---|---|---|---|---|", *lines]
        text += "\nIn the clips, through video, smoothing and the rules:\n\n" + "\n".join(lines) + "\n"
    return text


def _kinds(errors: Sequence[BackErrors]) -> list[str]:
    return list(dict.fromkeys(e.kind for e in errors))


def _clip_line(exercise: str, kind: str, errors: Sequence[BackErrors]) -> str:
    mine = [e for e in errors if e.kind == kind]
    error, there = (np.concatenate([getattr(e, name) for e in mine]) for name in ("error", "there"))
    known = error[np.isfinite(error)]
    size, bias = (f"{v:.1f}°" for v in (np.abs(known).mean(), known.mean())) if len(known) else ("–", "–")
    said = len(known) / max(np.count_nonzero(there), 1)
    return f"| {exercise} | {kind} | {len(mine)} | {size} | {bias} | {said:.0%} |"
