"""The true attempts and holds of exercises that go through phases, on true angles.

There the hold is no plateau but the phase that the exercise file marks as one: it begins where its conditions begin to
hold when its turn has come, and ends where they last held before the next phase began. This is what
`posecheck.rules.phases.sequence` does with a stream, written a second time: the file's conditions are worked out over
whole curves at once, and one walk through the frames puts the phases in order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.measures import true_measures
from benchmarks.synthetic.spec import Truth
from benchmarks.synthetic.true_holds import EXERCISE_PHASES, OFF_SHARE, Span, runs_of
from posecheck.rules.exercise.course import Enter, Phase
from posecheck.rules.exercise.definition import Exercise

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

SPEED_S: Final = 0.5
"""`Enter.slower` is told over the last half second."""
STEADY_S: Final = 0.2
"""What is so for a shorter time does not count."""
BACK_S: Final = 0.6
"""In the set-up for this long, outside of the phase under way, the sequence was broken off."""


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """True measures of one clip as the rules see them: times (N,), name -> (N,), name -> value in set-up."""

    time_s: Array
    values: Mapping[str, Array]
    setup: Mapping[str, float]

    def near_setup(self, exercise: Exercise) -> Flags:
        """Return in which frames the body is in its set-up, shape (N,)."""
        leave = exercise.movement.leave
        return np.max([np.abs(self.values[n] - self.setup[n]) / a for n, a in leave.items()], axis=0) <= OFF_SHARE

    def way(self, exercise: Exercise, *, turned: bool) -> Curves:
        """Return the curves as they would be if the attempt had been done to the exercise's first side."""
        if not turned:
            return self
        nominal = {n: exercise.measures[n].nominal for n in exercise.movement.either_way}
        values = {n: 2 * nominal[n] - v if n in nominal else v for n, v in self.values.items()}
        return Curves(
            self.time_s, values, {n: 2 * nominal[n] - v if n in nominal else v for n, v in self.setup.items()}
        )


@dataclass(slots=True)
class _Attempt:
    """One walk through the phases: the first frame of each that was entered, the last frame of all."""

    first: int
    starts: dict[int, int] = field(default_factory=dict[int, int])
    end: int = 0
    done: bool = False


def sequences(truth: Truth, exercise: Exercise) -> list[Span]:
    """Return the true attempts of a clip of an exercise in phases, in time order."""
    at_work = np.isin(truth.phase, EXERCISE_PHASES)
    near = "R" if truth.facing == "right" else "L"
    neutral = truth.landmarks_m[np.array(truth.phase) == "setup"]
    values = true_measures(exercise, truth.landmarks_m[at_work], near=near, neutral=neutral)
    own = true_measures(exercise, neutral, near=near, neutral=neutral)
    return find_sequences(
        Curves(truth.time_s[at_work], values, {n: float(np.median(v)) for n, v in own.items()}), exercise
    )


def find_sequences(curves: Curves, exercise: Exercise) -> list[Span]:
    """Return the attempts in curves of an exercise's measures: whole ones, and those that were broken off."""
    ways = (False, True) if exercise.movement.either_way else (False,)
    spans: list[Span] = []
    first = 0
    while first < len(curves.time_s):
        walks = [(w, c) for turned in ways if (w := _walk(c := curves.way(exercise, turned=turned), exercise, first))]
        if not walks:
            break
        walk, seen = min(walks, key=lambda one: (one[0].first, -len(one[0].starts)))
        primary = exercise.movement.primary
        way = np.abs(seen.values[primary] - seen.setup[primary])[walk.first : walk.end + 1]
        if len(walk.starts) > 1 or np.max(way) >= abs(exercise.movement.reached):
            spans.append(_span(seen, exercise.phases, walk))
        first = max(walk.end, walk.first) + 1
    return spans


def _walk(curves: Curves, exercise: Exercise, first: int) -> _Attempt | None:
    """Return the first attempt from a frame on, None without one."""
    phases, near = exercise.phases, curves.near_setup(exercise)
    begins = [_begins(met_by(curves, phases[j], first), near) for j in _next(phases, -1)]
    frames = np.flatnonzero(np.any(begins, axis=0)[first:]) + first
    if not len(frames):
        return None
    walk = _Attempt(int(frames[0]))
    met = [met_by(curves, phase, walk.first) for phase in phases]
    at = -1
    for i in range(walk.first, len(near)):
        entered = next((j for j in _next(phases, at) if met[j][i]), None)
        if entered is not None:
            at, walk.starts[entered] = entered, i
        walk.end, walk.done = i, at == len(phases) - 1
        kept_s = float(curves.time_s[i] - curves.time_s[walk.starts[at]])
        if walk.done and (kept_s >= phases[at].min_s if phases[at].max_s is None else not met[at][i]):
            break
        if not met[at][i] and near[i] and _for_s(curves.time_s, near, i) >= BACK_S:
            break
    return walk


def _begins(met: Flags, near: Flags) -> Flags:
    """Return where an attempt may begin: where the first phase is entered anew, or from the set-up."""
    return met & (near | ~np.concatenate([[False], met[:-1]]))


def _next(phases: Sequence[Phase], at: int) -> Sequence[int]:
    """Return the phases that may begin now: the next one, and those that it may be left out for."""
    skipped = [j for j in range(at + 1, len(phases)) if not phases[j].may_skip][:1] or [len(phases) - 1]
    return range(at + 1, skipped[0] + 1)


def _for_s(time_s: Array, flags: Flags, i: int) -> float:
    """Return for how long the flags have been True at a frame."""
    since = np.flatnonzero(~flags[: i + 1])
    return float(time_s[i] - time_s[since[-1] + 1 if len(since) else 0])


def met_by(curves: Curves, phase: Phase, first: int) -> Flags:
    """Return in which frames all conditions of a phase are met, for an attempt that begins at a frame; shape (N,)."""
    met = np.all([_met(curves, enter, first) for enter in phase.enter], axis=0)
    for value in (False, True):  # short breaks are closed before what is short is left out
        for a, b in runs_of(met == value):
            if curves.time_s[b] - curves.time_s[a] < STEADY_S and a > 0 and b < len(met) - 1:
                met[a : b + 1] = not value
    return met


def _met(curves: Curves, enter: Enter, first: int) -> Flags:
    value, start = curves.values[enter.measure], curves.setup[enter.measure]
    away = np.abs(value - start)
    farthest = np.concatenate([away[:first], np.maximum.accumulate(away[first:])])
    asked = [
        (enter.above, lambda bound: value >= bound),
        (enter.below, lambda bound: value <= bound),
        (enter.rises, lambda bound: value - start >= bound),
        (enter.falls, lambda bound: start - value >= bound),
        (enter.returns, lambda bound: farthest - away >= bound),
        (enter.slower, lambda bound: _speed(curves.time_s, value) <= bound),
    ]
    return np.all([is_met(bound) for bound, is_met in asked if bound is not None], axis=0)


def _speed(time_s: Array, value: Array) -> Array:
    """Return the slope over the last half second at each time, per second, shape (N,)."""
    first = np.searchsorted(time_s, time_s - SPEED_S - 1e-6)
    slopes = [
        np.polyfit(time_s[a : i + 1], value[a : i + 1], 1)[0] if i - a > 1 else np.inf for i, a in enumerate(first)
    ]
    return np.abs(np.array(slopes))


def _span(curves: Curves, phases: Sequence[Phase], walk: _Attempt) -> Span:
    """Date the phases: each ends where its conditions last held before the next one began."""
    time_s = curves.time_s
    held: list[tuple[float, float]] = []
    for j in sorted(walk.starts):
        begin, limit = walk.starts[j], min((i for k, i in walk.starts.items() if k > j), default=walk.end)
        last = begin + int(np.flatnonzero(met_by(curves, phases[j], walk.first)[begin : limit + 1])[-1])
        if phases[j].hold and last > begin:
            held.append((float(time_s[begin]), float(time_s[last])))
    return Span(
        start_s=float(time_s[walk.first]),
        end_s=float(time_s[walk.end]),
        hold=(held[0][0], held[-1][1]) if held else None,
        hold_s=sum(b - a for a, b in held),
        complete=walk.done and all(phase.may_skip or j in walk.starts for j, phase in enumerate(phases)),
    )
