"""What was read from each frame so far, in growing arrays: the curves of the report and the ground of verdicts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import Pose
from posecheck.body.skeleton import Side
from posecheck.result.judgement import PhaseName, Series
from posecheck.rules.back.edge import BACK_UNSEEN, sd_name
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.judging.attempts import Frames
from posecheck.rules.judging.readout import measure_unit
from posecheck.rules.phases.there_and_back import Span
from posecheck.rules.reading.legs import FEET_MIXED, FEET_MIXED_IN_HEIGHT, LEGS_MIXED
from posecheck.rules.reading.measures import KINDS

_SIDES: Sequence[Side | None] = (None, "left", "right")


class FrameHistory:
    """Grows by one row a frame: time, every frame measure, side of the rear leg, whether two people were seen."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._shown = [n for n, m in exercise.measures.items() if m.kind in KINDS]
        backs = [n for n in self._shown if KINDS[exercise.measures[n].kind].outline]
        aside = [*(sd_name(n) for n in backs), *([BACK_UNSEEN] if backs else [])]
        self._names = [*self._shown, *aside, LEGS_MIXED, FEET_MIXED, FEET_MIXED_IN_HEIGHT]
        self._rows: NDArray[np.float64] = np.empty((256, len(self._names) + 4))
        self._n = 0

    def __len__(self) -> int:
        return self._n

    def add(
        self, time_s: float, values: Mapping[str, float], *, rear_side: Side | None, people: float, posture: bool
    ) -> None:
        """Append one frame; `values` may hold what `FrameReading.aside` does."""
        if self._n == len(self._rows):
            self._rows = np.concatenate([self._rows, np.empty_like(self._rows)])
        row = self._rows[self._n]
        row[: len(self._names)] = [values.get(n, math.nan) for n in self._names]
        row[-4:] = time_s, _SIDES.index(rear_side), people, posture
        self._n += 1

    def add_unread(self, poses: Iterable[Pose]) -> None:
        """Append frames of which nothing was read."""
        for pose in poses:
            self.add(pose.time_s, {}, rear_side=None, people=pose.people, posture=False)

    def frames(self) -> Frames:
        """Return all frames so far, as views."""
        columns = self._rows[: self._n]
        values = {n: columns[:, i] for i, n in enumerate(self._names)}
        return Frames(columns[:, -4], values, [_SIDES[int(i)] for i in columns[:, -3]])

    def crowded(self, start_s: float, end_s: float) -> bool:
        """Return whether two people were found in at least half of the frames of a time where that is known."""
        columns = self._rows[: self._n]
        inside = (columns[:, -4] >= start_s) & (columns[:, -4] <= end_s)
        counts: NDArray[np.floating[Any]] = columns[inside, -2]
        counts = counts[np.isfinite(counts)]
        return len(counts) > 0 and float(np.mean(counts > 1)) >= 0.5

    def series(self, spans: Sequence[Span]) -> Series:
        """Return the measures over time with the phase of every frame."""
        columns = self._rows[: self._n].copy()
        time_s = columns[:, -4]
        phase: list[PhaseName] = ["setup" if p else "none" for p in columns[:, -1]]
        attempt = np.zeros(self._n, np.int64)
        for number, span in enumerate(spans, 1):
            first, last = np.searchsorted(time_s, [span.start_s, span.end_s + 1e-9])
            attempt[first:last] = number
            for i in range(int(first), int(last)):
                phase[i] = phase_at(span, float(time_s[i]))
        values = {n: columns[:, i] for i, n in enumerate(self._shown)}
        units = {n: measure_unit(self._exercise, n) for n in self._shown}
        return Series(time_s, tuple(phase), attempt, values, units)


def phase_at(span: Span, time_s: float) -> PhaseName:
    """Return the phase of an attempt at a time inside it; all of it is movement where there was no hold."""
    if span.hold is None:
        return "move" if time_s <= span.top[1] else "return"
    if time_s < span.hold[0]:
        return "move"
    return "hold" if time_s <= span.hold[1] else "return"
