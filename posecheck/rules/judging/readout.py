"""What an attempt shows beside its faults: readings, how far the person got, how much of the hold was good."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecheck.result.judgement import RangeReading, Reading
from posecheck.rules.back.edge import sd_name
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.judging.verdicts import Window
from posecheck.rules.phases import phase_measures, tempo
from posecheck.rules.phases.there_and_back import Span
from posecheck.rules.reading import measures

Array = NDArray[np.floating[Any]]


def measure_unit(exercise: Exercise, name: str) -> str:
    """Return the unit in which rules see a measure of an exercise."""
    measure = exercise.measures[name]
    if measure.kind in measures.KINDS:
        return measures.unit_of(measure)
    if measure.kind in phase_measures.KINDS:
        return phase_measures.unit_of(exercise, measure)
    return tempo.KINDS[measure.kind].unit.format(unit=measure_unit(exercise, measure.of or ""))


def has_reached(exercise: Exercise, hold: Window | None, *, start: Mapping[str, float]) -> bool:
    """Return whether the primary measure came far enough from where it was in set-up.

    Nothing is to be reached in a march. `start` has the measures in set-up; a missing one was at its nominal value.
    Where the own start is not known at all, nobody is told that it was too little.
    """
    if exercise.kind in ("cadence", "guided"):
        return True
    if hold is None:
        return False
    measure = exercise.measures[exercise.movement.primary]
    change = _median(hold.values[measure.name]) - start.get(measure.name, measure.nominal)
    if math.isnan(start.get(measure.name, 0.0)):
        return True
    wanted, forgiven = exercise.movement.reached, measure.sd / 2  # clinical D.2: noise takes no points
    return bool(change <= wanted + forgiven if wanted < 0 else change >= wanted - forgiven)


def good_hold_s(exercise: Exercise, hold: Window | None, span: Span) -> float:
    """Return the seconds of the plateau in which no form rule of severity 2 or 3 was beyond its firing point."""
    if hold is None or span.hold is None:
        return 0.0
    bad = np.zeros(len(hold.time_s), np.bool_)
    for rule in exercise.rules:
        if rule.severity < 2 or rule.phase != "hold" or rule.measure not in hold.values:
            continue
        beyond = np.zeros(len(bad), np.bool_)
        if rule.low:
            beyond |= hold.values[rule.measure] < rule.low.fires_at
        if rule.high:
            beyond |= hold.values[rule.measure] > rule.high.fires_at
        for c in rule.when:
            v = hold.values[c.measure]
            beyond &= (v >= (c.above if c.above is not None else -math.inf)) & (
                v <= (c.below if c.below is not None else math.inf)
            )
        bad |= beyond
    total = float(np.sum(hold.weight_s))
    return span.hold_s * (1 - float(np.sum(hold.weight_s[bad])) / total) if total > 0 else 0.0


def readings_of(exercise: Exercise, hold: Window | None) -> dict[str, Reading]:
    """Return the median of each frame measure over the hold."""
    if hold is None:
        return {}
    shown = {n: v for n, v in hold.values.items() if n in exercise.measures}
    sd = {n: _median(hold.values.get(sd_name(n), np.empty(0))) for n in shown}
    return {n: Reading(n, _median(v), measure_unit(exercise, n), sd[n]) for n, v in shown.items()}


def ranges_of(exercise: Exercise, windows: Mapping[str, Window | None]) -> dict[str, RangeReading]:
    """Return how far the person got in each of the exercise's ranges; none where that part was not seen."""
    found: dict[str, RangeReading] = {}
    for name, r in exercise.ranges.items():
        window = windows[r.phase]
        if window is None:
            continue
        value = _value(exercise, r.measure, window, r.phase)
        share = max(value / r.target, 0.0)
        found[name] = RangeReading(value, measure_unit(exercise, r.measure), r.target, share, r.title)
    return found


def _value(exercise: Exercise, name: str, window: Window, phase: str) -> float:
    """Return the one value of a measure in a part of an attempt: median of a frame measure, else what its kind is."""
    measure = exercise.measures[name]
    if measure.kind in measures.KINDS:
        return _median(window.values[name])
    if measure.kind in phase_measures.KINDS:
        return phase_measures.compute(measure, window.course, window.start_s, window.end_s)[0]
    values = window.values[measure.of or ""]
    valid = np.isfinite(values)
    if np.sum(valid) < 4:
        return math.nan
    unit = measure_unit(exercise, measure.of or "")
    return tempo.take(measure.kind, window.time_s[valid], values[valid], phase, unit=unit)[0]


def _median(values: Array) -> float:
    kept = values[np.isfinite(values)]
    return float(np.median(kept)) if len(kept) else math.nan
