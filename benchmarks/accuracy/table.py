"""The results as one Markdown document: goals first, then a table for each of the six subjects."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Final, TypeVar

import numpy as np

from benchmarks.accuracy.angles import MeasureErrors, spread, together
from benchmarks.accuracy.faults import FaultFigures, also_named, by_fault, false_alarms
from benchmarks.accuracy.figures import (
    Figure,
    Limit,
    errors_of,
    has_swaps,
    heard_of,
    looked_of,
    p95,
    share,
)
from benchmarks.accuracy.refusal import risk_coverage, view_figures
from benchmarks.accuracy.run import Row
from posecheck.disk.library import load_exercise

YAW_LIMITS: Final = (5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 60.0, 90.0)
"""Measured yaws for the curve of risk against coverage; posecheck's own limit is 25."""

Cell = str | int | float
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


def markdown(rows: Sequence[Row], figures: Sequence[Figure], limits: Mapping[str, Limit]) -> str:
    """Return all tables."""
    parts = [
        goals_table(figures, limits),
        "## 1. Landmarks\n\n" + landmark_table(rows),
        "## 2. Angles and distances\n\n" + angle_table(rows),
        "## 3. Attempts in time\n\n" + timing_table(rows),
        "## 4. Faults\n\n" + fault_table(rows),
        "## 5. What is refused\n\n" + view_table(rows) + "\n" + risk_table(rows),
        "## 6. Live against offline\n\n" + live_table(rows),
    ]
    return "\n".join(parts)


def table(head: Sequence[str], lines: Iterable[Sequence[Cell]]) -> str:
    """Return a Markdown table; the first column to the left, the others to the right, NaN as a dash.

    Examples
    --------
    >>> print(table(["what", "s"], [["start", 0.25], ["end", float("nan")]]))
    | what | s |
    |---|---:|
    | start | 0.25 |
    | end | – |
    <BLANKLINE>
    """
    text = [f"| {' | '.join(head)} |", "|---|" + "---:|" * (len(head) - 1)]
    text += [f"| {' | '.join(_cell(c) for c in line)} |" for line in lines]
    return "\n".join(text) + "\n"


def goals_table(figures: Sequence[Figure], limits: Mapping[str, Limit]) -> str:
    """Return each figure beside its goal, with ok or MISSED."""
    lines: list[Sequence[Cell]] = []
    for f in figures:
        limit = limits.get(f.key)
        verdict = "" if limit is None or math.isnan(f.value) else "ok" if limit.holds(f.value) else "**MISSED**"
        lines.append([f.title, number(f.value, f.unit), str(limit) if limit else "", verdict, f.n])
    return table(["figure", "measured", "goal", "", "of"], lines)


def number(value: float, unit: str) -> str:
    """Return a figure with its unit."""
    if math.isnan(value):
        return "–"
    if unit == "°":
        return f"{value:.1f}°"
    return f"{value:.3g} {unit}".strip()


def landmark_table(rows: Sequence[Row]) -> str:
    """Return detection, landmark error and leg swaps by exercise and view."""
    lines: list[Sequence[Cell]] = []
    for (exercise, view), group in _grouped(rows, lambda r: (r.case.spec.exercise, r.case.view)).items():
        seen = [r.landmarks for r in group]
        frames, comparable = sum(x.frames for x in seen), sum(x.comparable for x in seen)
        off = spread(np.concatenate([x.error_pct for x in seen]))
        lines.append(
            [
                exercise,
                view,
                len(group),
                _percent(sum(x.found for x in seen), frames),
                off.mean_abs,
                off.p95,
                _percent(sum(x.swapped for x in seen), comparable),
                sum(map(has_swaps, group)),
            ]
        )
    head = ["exercise", "view", "clips", "found", "error, % of height", "95 %", "frames swapped", "clips with swaps"]
    return table(head, lines)


def angle_table(rows: Sequence[Row]) -> str:
    """Return the errors of each measure of each exercise, raw and against the own neutral, from the side."""
    side = [r for r in rows if r.case.from_the_side]
    lines: list[Sequence[Cell]] = []
    for exercise, group in _grouped(side, lambda r: r.case.spec.exercise).items():
        for name in dict.fromkeys(e.measure for r in group for e in r.errors):
            errors = errors_of(group, lambda e, n=name: e.measure == n)
            lines.append([exercise, name, errors[0].unit, *_angle_cells(errors)])
    head = ["exercise", "measure", "unit", "raw", "bias", "own", "95 %", "bias", "own in set-up", "own in hold", "bias"]
    return (
        "Mean absolute error, 95th percentile and bias of all frames from the side: as read, and against the person's "
        "own neutral.\n\n" + table(head, lines)
    )


def _angle_cells(errors: Sequence[MeasureErrors]) -> list[Cell]:
    raw, own = spread(together(errors, own=False)), spread(together(errors, own=True))
    setup, hold = (spread(together(errors, own=True, part=part)) for part in ("setup", "hold"))
    return [raw.mean_abs, raw.bias, own.mean_abs, own.p95, own.bias, setup.mean_abs, hold.mean_abs, hold.bias]


def timing_table(rows: Sequence[Row]) -> str:
    """Return counts and seconds by exercise, of judged clips from the side."""
    lines: list[Sequence[Cell]] = []
    judged = [r for r in rows if r.case.from_the_side and r.said.judged]
    for exercise, group in _grouped(judged, lambda r: r.case.spec.exercise).items():
        errors = [e for r in group for e in r.timing.errors]
        start, end = [e.start_s for e in errors], [e.end_s for e in errors]
        hold = [e.hold_s for e in errors if e.hold_s is not None]
        exact = _percent(sum(r.timing.exact for r in group), len(group))
        lines.append([exercise, len(group), exact, *(v for x in (start, end, hold) for v in (_mean(x), p95(x)))])
    head = ["exercise", "clips", "exact count", "start, bias", "95 %", "end, bias", "95 %", "hold, bias", "95 %"]
    return "Seconds, measured minus true.\n\n" + table(head, lines)


def fault_table(rows: Sequence[Row]) -> str:
    """Return each fault's figures, then what right attempts were blamed for, then faults named beside the true one."""
    lines = [[e, f, *_fault_cells(x)] for (e, f), x in by_fault(heard_of(rows)).items()]
    text = table(["exercise", "fault", "found", "named though not there", "refused", "balanced accuracy"], lines)
    for exercise, group in _grouped(
        [r for r in rows if r.case.role == "right"], lambda r: r.case.spec.exercise
    ).items():
        blamed, attempts, why = false_alarms([r.said for r in group])
        scores = [r.said.score for r in group if r.said.judged]
        named = ", ".join(f"{rule} {n}" for rule, n in why.most_common()) or "nothing"
        text += f"\n{exercise}: {blamed} of {attempts} right attempts blamed for something serious ({named}); "
        text += (
            f"scores {_range(scores)}; stiff {_range([r.said.score for r in group if r.case.spec.variation.stiff])}.\n"
        )
    serious = {e: _serious(e) for e in {r.case.spec.exercise for r in rows}}
    beside = also_named(heard_of(rows), serious)
    said = "; ".join(f"{e}: {other} beside {fault} {n}" for (e, fault, other), n in beside.most_common())
    return text + (f"\nSerious faults named beside the one that was there (clips): {said}.\n" if said else "")


def _fault_cells(f: FaultFigures) -> list[Cell]:
    return [f"{f.found} of {f.there}", f"{f.invented} of {f.not_there}", f.refused, f.balanced_accuracy]


def view_table(rows: Sequence[Row]) -> str:
    """Return what right clips were told from each view."""
    lines: list[Sequence[Cell]] = []
    for (exercise, view), group in _grouped(looked_of(rows), lambda x: (x.case.spec.exercise, x.case.view)).items():
        v = view_figures(group)
        lines.append(
            [exercise, view, v.clips, v.refused, v.advised, v.blamed, _percent(v.frames_share, 1), v.own_error_deg]
        )
    head = ["exercise", "view", "right clips", "refused", "with the right advice", "blamed", "frames judged", "error °"]
    return (
        "Right versions only. Blamed: judged, and scored below 85 or given a serious fault. Error: mean absolute error "
        "of all angles against the own neutral, in the clips that are judged.\n\n" + table(head, lines)
    )


def risk_table(rows: Sequence[Row]) -> str:
    """Return risk against coverage over the clips of all yaws."""
    turned = [x for x in looked_of(rows) if x.case.view.startswith("yaw")]
    points = risk_coverage(turned, YAW_LIMITS)
    lines = [[f"{p.yaw_deg:g}°", _percent(p.coverage, 1), p.own_error_deg] for p in points]
    return (
        "Risk against coverage: if right clips of all yaws were judged up to this yaw, as posecheck itself measures it "
        "(its limit is 25°).\n\n" + table(["measured yaw up to", "clips judged", "error °"], lines)
    )


def live_table(rows: Sequence[Row]) -> str:
    """Return how live differs from offline, by exercise."""
    lines: list[Sequence[Cell]] = []
    side = [r for r in rows if r.case.from_the_side]
    for exercise, group in _grouped(side, lambda r: r.case.spec.exercise).items():
        both = [r.live for r in group if r.live]
        late = [[v for x in both for v in getattr(x, f"{what}_s")] for what in ("start", "end", "hold")]
        same = _percent(share([x.same_verdict for x in both]), 1)
        cells = [c for v in late for c in (_mean(v), p95(v))]
        lines.append([exercise, len(both), same, _mean([x.score for x in both]), p95([x.score for x in both]), *cells])
    head = ["exercise", "clips", "same verdict", "score, bias", "95 %", "start", "95 %", "end", "95 %", "hold", "95 %"]
    return "Live minus offline, points and seconds.\n\n" + table(head, lines)


def _grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def _serious(exercise: str) -> frozenset[str]:
    return frozenset(rule.id for rule in load_exercise(exercise).rules if rule.severity >= 2)


def _cell(value: Cell) -> str:
    if isinstance(value, float):
        return "–" if math.isnan(value) else f"{value:.2f}"
    return str(value)


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %" if whole and math.isfinite(part) else "–"


def _mean(values: Sequence[float]) -> float:
    known = [v for v in values if math.isfinite(v)]
    return float(np.mean(known)) if known else math.nan


def _range(values: Sequence[float]) -> str:
    known = [v for v in values if math.isfinite(v)]
    return f"{min(known):.0f} to {max(known):.0f}" if known else "none"
