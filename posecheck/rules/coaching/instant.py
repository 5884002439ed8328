"""What the rules say at this instant, for the screen: findings that last, one cue, angles to draw.

The score does not come from here; it is taken over whole phases when an attempt is over.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from posecheck.result.judgement import Arc, Finding, PhaseName, Reading, Verdict
from posecheck.rules.exercise.definition import Exercise, Measure, Rule
from posecheck.rules.judging.readout import measure_unit
from posecheck.rules.neutral.calibration import holds
from posecheck.rules.reading.front_plane import Frame
from posecheck.rules.reading.measures import KINDS, MeasureKind
from posecheck.rules.reading.side_plane import image_point, way_of

_ONE_DEG: Final = math.radians(1.0)
_TURN: Final = np.array([[math.cos(_ONE_DEG), -math.sin(_ONE_DEG)], [math.sin(_ONE_DEG), math.cos(_ONE_DEG)]])


class InstantJudge:
    """Judges single frames, with the persistence time of each rule."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._rules = [
            r
            for r in exercise.rules
            if (exercise.measures[r.measure].kind in KINDS or exercise.measures[r.measure].kind == "cadence")
            and (r.view or exercise.home_view) == exercise.view
        ]
        self._since: dict[int, float] = {}
        self._units = {n: measure_unit(exercise, n) for n in exercise.measures}

    def step(
        self, time_s: float, phase: PhaseName, values: Mapping[str, float], *, step: str | None = None
    ) -> tuple[Finding, ...]:
        """Return the rules that are beyond their firing point for their persistence time, worst first.

        `step` is the exercise's own phase under way.
        """
        values = self._first_side(values)
        found: list[Finding] = []
        for i, rule in enumerate(self._rules):
            verdict, excess = _instant_verdict(rule, values) if _applies(rule, phase, step) else (Verdict.OK, 0.0)
            if verdict is Verdict.OK:
                self._since.pop(i, None)
                continue
            since = self._since.setdefault(i, time_s)
            if time_s - since >= rule.persist_s:
                found.append(self._finding(rule, verdict, excess, values[rule.measure], time_s))
        return tuple(sorted(found, key=lambda f: (f.severity, f.excess), reverse=True))

    def spoils_hold(self, values: Mapping[str, float]) -> bool:
        """Return whether a form rule of severity 2 or 3 for the hold is beyond its firing point in this frame."""
        values = self._first_side(values)
        return any(
            r.severity >= 2 and r.phase == "hold" and _instant_verdict(r, values)[0] is not Verdict.OK
            for r in self._rules
        )

    def readings(self, values: Mapping[str, float]) -> tuple[Reading, ...]:
        """Return the values as readings with units."""
        return tuple(Reading(n, v, self._units[n]) for n, v in values.items())

    def _first_side(self, values: Mapping[str, float]) -> Mapping[str, float]:
        """Return the values as if the first side worked, where a measure's sign tells the side."""
        either = self._exercise.movement.either_way
        nominal = {n: self._exercise.measures[n].nominal for n in either}
        if not either or not values[either[0]] < nominal[either[0]]:
            return values
        return {**values, **{n: 2 * nominal[n] - values[n] for n in either}}

    def _finding(self, rule: Rule, verdict: Verdict, excess: float, value: float, time_s: float) -> Finding:
        return Finding(
            rule=rule.id,
            verdict=verdict,
            excess=excess,
            unit=self._units[rule.measure],
            severity=rule.severity,
            time_s=time_s,
            share=math.nan,
            cue=rule.cue,
            measure=rule.measure,
            value=value,
            title=rule.title,
            number=rule.number,
        )


def arcs_of(
    exercise: Exercise, frame: Frame | None, values: Mapping[str, float], findings: Sequence[Finding]
) -> tuple[Arc, ...]:
    """Return the angles to draw: those without which the exercise is not judged, and those at fault now."""
    if frame is None:
        return ()
    fired = {_drawn(exercise, f.measure): f.verdict for f in findings if f.measure in exercise.measures}
    names = dict.fromkeys([*exercise.needs, *fired])
    arcs = (_arc(exercise, frame, name, values[name], fired.get(name, Verdict.OK)) for name in names)
    return tuple(arc for arc in arcs if arc is not None)


def _arc(exercise: Exercise, frame: Frame, name: str, value: float, verdict: Verdict) -> Arc | None:
    measure = exercise.measures[name]
    kind = KINDS[measure.kind]
    if kind.arc is None or math.isnan(value):
        return None
    vertex = frame.point(kind.arc[1], measure.leg, measure.arm)
    start, end = (
        vertex + np.array([0.0, frame.trunk_length]) if c == "up" else frame.point(c, measure.leg, measure.arm)
        for c in kind.arc[::2]
    )
    return Arc(
        name,
        measure.title,
        image_point(vertex, frame.facing),
        image_point(start, frame.facing),
        image_point(end, frame.facing),
        value,
        kind.unit,
        exercise.band(name),
        verdict,
        _growth(kind, measure, frame),
    )


def _growth(kind: MeasureKind, measure: Measure, frame: Frame) -> int:
    """Return 1 where the value grows when the arc's end turns clockwise as seen, else -1: found by turning it."""
    if kind.unit != "deg" or kind.arc is None:
        return 0
    points = {n: frame.point(n, measure.leg, measure.arm) for n in kind.points}
    before = float(kind.compute(tuple(points.values()), frame.trunk_length))
    vertex, name = points[kind.arc[1]], kind.arc[2]
    way = points[name] - vertex
    # One degree clockwise in body axes (y up); a person who faces left is seen mirrored.
    points[name] = vertex + way @ _TURN
    after = float(kind.compute(tuple(points.values()), frame.trunk_length))
    return way_of(frame.facing) * (1 if (after - before + 180) % 360 > 180 else -1)


def _drawn(exercise: Exercise, name: str) -> str:
    """Return the frame measure that stands for a measure in a picture (a bounce is drawn as the angle it is of)."""
    return exercise.measures[name].of or name


def _applies(rule: Rule, phase: PhaseName, step: str | None) -> bool:
    return rule.phase in (phase, step) or (rule.phase == "attempt" and phase in ("move", "hold", "return"))


def _instant_verdict(rule: Rule, values: Mapping[str, float]) -> tuple[Verdict, float]:
    value = values.get(rule.measure, math.nan)
    if not all(holds(c, values) for c in rule.when):
        return Verdict.OK, 0.0
    if rule.low and value < rule.low.fires_at:
        return Verdict.LOW, rule.low.good - value
    if rule.high and value > rule.high.fires_at:
        return Verdict.HIGH, value - rule.high.good
    return Verdict.OK, 0.0
