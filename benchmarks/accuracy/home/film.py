"""Which pieces of a course are in the film, what is left in them, by the course's own segments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from benchmarks.synthetic.spec import Home
from benchmarks.synthetic.timing import Segment, home_segments

Piece = tuple[float, float]
"""Start and end in seconds of the course."""

PLATEAU_LEFT_S: Final = 1.3
"""A film that begins or ends in a hold leaves this much of it: a plateau of 1 s and what one reading may be off."""
STILL_S: Final = 0.6
"""A still neutral pose lasts so long (what the shares of real clips were counted by)."""
MOMENT_S: Final = 0.2
"""Less of the start position than this is a passing moment: three pictures at 15 a second."""
AT_REST: Final = ("setup", "rest", "end")
STARTS: Final = ("still", "at_once", "in_hold", "mid_way_in")
ENDS: Final = ("still", "at_once", "in_hold", "mid_way_back")


def film_of(home: Home, start: str, end: str, cut: str, rng: np.random.Generator) -> tuple[Piece, ...]:
    """Return the pieces that are kept of a course.

    Parameters
    ----------
    start, end
        Of `STARTS` and `ENDS`.
    cut
        Empty, or what is lost between the first and the second repetition: ``rest`` (a part of the rest) or ``way`` (up
        to the middle of the next way in).
    """
    segments = home_segments(home, 1.0)
    first, last = _start(segments, start, rng), _end(segments, end, rng)
    if cut and len(home.repetitions) > 1:
        out, into = _all(segments, "move_out")[0], _all(segments, "move_in")[1]
        rest = into.start_s - out.end_s
        before = out.end_s + rest * float(rng.uniform(0.1, 0.3))
        after = into.start_s + (_within(into, 0.3, 0.6, rng) if cut == "way" else -rest * float(rng.uniform(0.1, 0.3)))
        return ((first, before), (after, last))
    return ((first, last),)


def _start(segments: Sequence[Segment], how: str, rng: np.random.Generator) -> float:
    way, hold = _all(segments, "move_in")[0], _all(segments, "hold")[:1]
    if how == "at_once":
        return way.start_s
    if how == "mid_way_in":
        return way.start_s + _within(way, 0.3, 0.6, rng)
    if how == "in_hold" and hold and _all(segments, "move_in")[1:2] != hold:
        spare = max(hold[0].end_s - hold[0].start_s - PLATEAU_LEFT_S, 0.0)
        return hold[0].start_s + spare * float(rng.uniform(0.1, 0.5))
    return way.end_s if how == "in_hold" else 0.0


def _end(segments: Sequence[Segment], how: str, rng: np.random.Generator) -> float:
    back, hold = _all(segments, "move_out")[-1], _all(segments, "hold")[-1:]
    if how == "at_once":
        return back.end_s
    if how == "mid_way_back":
        return back.start_s + _within(back, 0.4, 0.7, rng)
    if how == "in_hold" and hold and hold[0].end_s == back.start_s:
        spare = max(hold[0].end_s - hold[0].start_s - PLATEAU_LEFT_S, 0.0)
        return hold[0].end_s - spare * float(rng.uniform(0.1, 0.4))
    return back.start_s if how == "in_hold" else segments[-1].end_s


def _all(segments: Sequence[Segment], phase: str) -> list[Segment]:
    return [s for s in segments if s.phase == phase]


def _within(segment: Segment, low: float, high: float, rng: np.random.Generator) -> float:
    return (segment.end_s - segment.start_s) * float(rng.uniform(low, high))


def pieces_of(segments: Sequence[Segment], film: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of a film; one without any shows the whole course."""
    return list(film) or [(0.0, segments[-1].end_s)]


def neutral_left(segments: Sequence[Segment], film: Sequence[Piece]) -> str:
    """Return the best own neutral that a film leaves anywhere.

    ``still`` (at least `STILL_S` in the start position), ``rest`` (the turning point between two repetitions), ``end``
    (a moment of the start position before the first or after the last movement), or nothing.
    """
    found: set[str] = set()
    for piece in pieces_of(segments, film):
        seen = [(s, common_s((s.start_s, s.end_s), piece)) for s in segments]
        for i, (s, seconds) in enumerate(seen):
            if s.phase in AT_REST and s.place[0] == s.place[1]:
                found |= {"still"} if seconds >= STILL_S else {"end"} if seconds >= MOMENT_S else set()
            later = next((k for k in range(i + 1, len(seen)) if seen[k][0].phase == "move_in"), None)
            if s.phase == "move_out" and later is not None:
                turn = (s.end_s - MOMENT_S, seen[later][0].start_s + MOMENT_S)
                found |= {"rest"} if piece[0] <= turn[0] and turn[1] <= piece[1] else set()
    return next((name for name in ("still", "rest", "end") if name in found), "")


def common_s(one: Piece, other: Piece) -> float:
    """Return the seconds that two stretches share."""
    return max(min(one[1], other[1]) - max(one[0], other[0]), 0.0)
