"""What is truly to be seen in a film of somebody at home, from the exact motion of the whole course.

A repetition is read on its own, from the start of its way in to the end of its way back, without the slides of the
feet: where the person is, is not what the person does. Counted is a hold with a plateau of `PLATEAU_S` or more in one
piece of the film, cut or not, and a repetition whose turning point and both ways are in it; a hold that is done as a
repetition (no such plateau) is counted as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.case import Case
from benchmarks.accuracy.home.film import Piece, common_s, neutral_left, pieces_of
from benchmarks.accuracy.run import IN_PHASES, WITHOUT_ATTEMPTS
from benchmarks.synthetic.measures import fault_excess, fault_unit, true_measures
from benchmarks.synthetic.simulate import actor_of, simulate
from benchmarks.synthetic.spec import ClipSpec, Truth
from benchmarks.synthetic.timing import Schedule, Segment
from benchmarks.synthetic.true_holds import Span, changes_from_setup, find_spans
from benchmarks.synthetic.true_sequences import Curves, find_sequences
from posecheck.disk.library import load_exercise
from posecheck.rules.exercise.definition import Exercise

PLATEAU_S: Final = 1.0
EDGE_S: Final = 0.1
"""A way whose last pictures are missing is in the film all the same: one and a half pictures at 15 a second."""
MISSING: Final = 0.25
"""A way of which at most this part is missing before or after the film is in it: who counts by eye counts it."""
SHOWN_S: Final = 0.5
"""A fault of posture is there from so many seconds of it on; most rules fire after as long."""
PHASES: Final = {
    "hold": ("hold",),
    "top": ("hold", "move_in", "move_out"),
    "move": ("move_in",),
    "return": ("move_out",),
}
"""Part of an attempt that a rule looks at -> phases of the course; other names are the whole attempt."""
ATTEMPT: Final = ("move_in", "hold", "move_out")


@dataclass(frozen=True, slots=True)
class HomeTruth:
    """What is in the film.

    Parameters
    ----------
    spans
        The repetitions of the course, seconds of the course; None where the kind has none to count.
    counted
        How many count; None where the kind has none.
    hold_s
        The plateaus in the film of those that count.
    side
        The side that works; None where there is none.
    neutral
        See `film.neutral_left`.
    there
        Whether the fault that is asked about is to be seen; None where none is.
    """

    spans: tuple[Span, ...]
    counted: int | None
    hold_s: tuple[float, ...]
    side: str | None
    neutral: str
    there: bool | None = None


def true_home(case: Case) -> HomeTruth:
    """Return what a film truly shows."""
    spec, exercise = case.spec, load_exercise(case.spec.exercise)
    segments = actor_of(spec).schedule.segments
    film = spec.home.film if spec.home else ()
    pieces = [whole_ways(segments, piece) for piece in pieces_of(segments, film)]
    course = simulate(whole_course(spec))
    counts = exercise.kind not in WITHOUT_ATTEMPTS
    spans = tuple(repetitions(course, exercise, segments)) if counts else ()
    plateaus = [p for span in spans for piece in pieces if (p := counted_in(exercise, span, piece)) is not None]
    return HomeTruth(
        spans,
        len(plateaus) if counts else None,
        tuple(plateaus),
        course.working_side if exercise.sides else None,
        neutral_left(segments, film),
        None if case.fault is None else _there(case, exercise, course, spans, pieces),
    )


def whole_ways(segments: Sequence[Segment], piece: Piece) -> Piece:
    """Return a piece of film, made longer by the small parts (`MISSING`) of a way that it lacks.

    Examples
    --------
    >>> ways = (Segment("move_in", 0.0, 2.0, 0.0, 1.0), Segment("move_out", 2.0, 4.0, 1.0, 0.0))
    >>> whole_ways(ways, (0.6, 3.0))  # after 0.3 of the time 0.16 of an unhurried way are gone
    (0.0, 3.0)
    """
    start, end = piece
    for s in segments:
        if s.phase == "move_in" and s.start_s < start < s.end_s and _gone(s, start) <= MISSING:
            start = s.start_s
        if s.phase == "move_out" and s.start_s < end < s.end_s and 1 - _gone(s, end) <= MISSING:
            end = s.end_s
    return start, end


def _gone(way: Segment, time_s: float) -> float:
    at = Schedule((way,)).at(time_s).amplitude
    return (at - way.before) / (way.after - way.before)


def whole_course(spec: ClipSpec) -> ClipSpec:
    """Return the same person doing the same on one spot, all of it in the film."""
    assert spec.home is not None
    on_the_spot = tuple(replace(r, shift=0.0) for r in spec.home.repetitions)
    return replace(spec, home=replace(spec.home, film=(), repetitions=on_the_spot))


def repetitions(course: Truth, exercise: Exercise, segments: Sequence[Segment]) -> Iterator[Span]:
    """Yield the attempt in each repetition of a course, if there is one."""
    if exercise.kind in IN_PHASES:
        curves = _curves(course, exercise)
        for start, end in _ways(segments):
            kept = (curves.time_s >= start) & (curves.time_s <= end)
            part = Curves(curves.time_s[kept], {n: v[kept] for n, v in curves.values.items()}, curves.setup)
            yield from _longest(find_sequences(part, exercise))
        return
    time_s, changes = changes_from_setup(course, exercise)
    restless = course.spec.variation.restless
    for start, end in _ways(segments):
        kept = (time_s >= start) & (time_s <= end)
        for span in _longest(find_spans(time_s[kept], changes[:, kept], exercise.movement)):
            yield replace(span, complete=span.complete or restless)


def _longest(spans: Sequence[Span]) -> list[Span]:
    return sorted(spans, key=lambda s: s.end_s - s.start_s)[-1:]


def _ways(segments: Sequence[Segment]) -> Iterator[Piece]:
    start = 0.0
    for s in segments:
        if s.phase == "move_in":
            start = s.start_s
        elif s.phase == "move_out":
            yield start, s.end_s


def _curves(course: Truth, exercise: Exercise) -> Curves:
    near = "R" if course.facing == "right" else "L"
    at_rest = course.landmarks_m[np.array(course.phase) == "setup"]
    there = np.array([phase not in ("absent", "enter", "talk", "leave") for phase in course.phase])
    values = true_measures(exercise, course.landmarks_m[there], near=near, neutral=at_rest)
    own = true_measures(exercise, at_rest, near=near, neutral=at_rest)
    return Curves(course.time_s[there], values, {n: float(np.median(v)) for n, v in own.items()})


def counted_in(exercise: Exercise, span: Span, piece: Piece) -> float | None:
    """Return the seconds of plateau of an attempt that counts in a piece of film; None where it does not count."""
    plateau = common_s(span.hold, piece) if span.hold else 0.0
    if exercise.kind != "repetition" and plateau >= PLATEAU_S:
        return plateau
    held = span.hold is not None and span.hold_s >= PLATEAU_S and exercise.kind != "repetition"
    whole = piece[0] <= span.start_s + EDGE_S and span.end_s - EDGE_S <= piece[1]
    return plateau if whole and not held else None


def _there(case: Case, exercise: Exercise, course: Truth, spans: Sequence[Span], pieces: Sequence[Piece]) -> bool:
    """Return whether the fault that is asked about can be seen in the film."""
    fault = case.fault or ""
    if case.role != "beyond":
        return False
    inside = [s for s in spans for p in pieces if p[0] <= s.start_s + EDGE_S and s.end_s - EDGE_S <= p[1]]
    if case.spec.fault is None:  # a fault of tempo needs a whole attempt
        return bool(inside) or exercise.kind in WITHOUT_ATTEMPTS
    if fault_unit(exercise, fault) is None:
        return bool(inside)
    rules = [r for r in exercise.rules if r.id == fault]
    phases = {phase for r in rules for phase in PHASES.get(r.phase, ATTEMPT)}
    in_film = np.any([(course.time_s >= a) & (course.time_s <= b) for a, b in pieces], axis=0)
    beyond = _excess(exercise, fault, course) > 0
    looked = np.isin(course.phase, list(phases | {"hidden"})) & in_film
    on_the_way = any(r.phase in ("move", "return", "top") for r in rules)
    needed_s = 0.0 if on_the_way or exercise.kind == "repetition" else SHOWN_S
    return float(np.sum(beyond & looked)) / case.spec.fps > needed_s


def _excess(exercise: Exercise, fault: str, course: Truth) -> NDArray[np.float64]:
    """Return how far beyond the point where a fault fires each picture of a course is, shape (T,)."""
    near = "R" if course.facing == "right" else "L"
    at_rest = course.landmarks_m[np.array(course.phase) == "setup"]
    there = np.isfinite(course.landmarks_m).all(axis=(1, 2))
    values = true_measures(exercise, course.landmarks_m[there], near=near, neutral=at_rest)
    excess = np.full(len(course.time_s), -np.inf)
    excess[there] = [
        fault_excess(exercise, fault, {n: float(v[i]) for n, v in values.items()}) for i in range(int(there.sum()))
    ]
    return excess
