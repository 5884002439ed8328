"""The edges of the back over a session, and the worst of them, for the report."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.result.back_lines import BackShape
from posecheck.result.judgement import Attempt
from posecheck.rules.back.drawn_line import lay_on
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.judging.attempts import Frames
from posecheck.rules.reading.measures import KINDS, unit_of

NEAR_S: Final = 0.2
"""An edge this far from the moment asked for still shows it."""


class EdgeLog:
    """Keeps the edge of the back of every frame in which it was looked at: 120 bytes a frame."""

    def __init__(self) -> None:
        self._times: list[float] = []
        self._edges: list[NDArray[np.float32]] = []

    def add(self, time_s: float, edge: NDArray[Any]) -> None:
        """Append the edge of one frame, shape (30,)."""
        self._times.append(time_s)
        self._edges.append(np.asarray(edge, np.float32))

    def at(self, time_s: float) -> NDArray[np.float32] | None:
        """Return the edge nearest to a moment, None where there is none near it."""
        if not self._times:
            return None
        i = int(np.argmin(np.abs(np.array(self._times) - time_s)))
        return self._edges[i] if abs(self._times[i] - time_s) <= NEAR_S else None


def worst_back(
    exercise: Exercise, attempts: Sequence[Attempt], frames: Frames, log: EdgeLog, neutral: NDArray[Any] | None
) -> BackShape | None:
    """Return the own neutral and the worst back: of the costliest fault, else the farthest from neutral in a hold.

    Parameters
    ----------
    neutral
        The back's edge in the set-up, shape (30,).
    """
    moment = _worst_moment(exercise, attempts, frames)
    edge = None if moment is None else log.at(moment[1])
    if moment is None or edge is None or neutral is None:
        return None
    laid = lay_on(neutral, edge)
    if laid is None:
        return None
    name, time_s, value = moment
    measure = exercise.measures[name]
    return BackShape(laid, edge.astype(np.float64), time_s, measure.title, value, unit_of(measure), measure.name)


def _worst_moment(exercise: Exercise, attempts: Sequence[Attempt], frames: Frames) -> tuple[str, float, float] | None:
    """Return measure, time and value."""
    names = [n for n, m in exercise.measures.items() if m.kind in KINDS and KINDS[m.kind].outline]
    fired = [f for a in attempts for f in a.findings if f.fired and f.measure in names and math.isfinite(f.value)]
    if fired:
        worst = max(fired, key=lambda f: f.points)
        return worst.measure, worst.time_s, worst.value
    held = np.zeros(len(frames.time_s), np.bool_)
    for a in attempts:
        held |= (frames.time_s >= a.hold_start_s) & (frames.time_s <= a.hold_end_s)
    for name in names:
        size = np.where(held & np.isfinite(frames.values[name]), np.abs(frames.values[name]), -1.0)
        if len(size) and size.max() >= 0:
            i = int(size.argmax())
            return name, float(frames.time_s[i]), float(frames.values[name][i])
    return None
