"""The numbers behind the report's curves and time lines: what lies where, in per cent of a plot. No markup here.

The plots stretch to the width of the page, so that all places are shares: x from 0 (left) to 100, y from 0 (top) to
100. The words beside them are set by the page and keep their size.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecheck.result.judgement import Attempt, Result, Series
from posecheck.result.word_bands import BACK_BANDS
from posecheck.rules.exercise.definition import Exercise, Rule

MAX_POINTS = 1200
"""Points of a curve; more cannot be told apart on a page, and ten minutes of them would make the file heavy."""

_MARGIN = 0.08
_STEPS_S = (0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600)

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Axis:
    """A span of values laid along a plot."""

    low: float
    high: float

    def share(self, value: float) -> float:
        """Return where a value lies, 0 at the low end and 100 at the high end; values outside stay outside.

        Examples
        --------
        >>> Axis(-10, 30).share(0)
        25.0
        """
        return 100 * (value - self.low) / (self.high - self.low)

    def from_top(self, value: float) -> float:
        """Return where a value lies counted from the top, as pictures count.

        Examples
        --------
        >>> Axis(-10, 30).from_top(0)
        75.0
        """
        return 100 - self.share(value)

    def inside(self, low: float | None, high: float | None) -> tuple[float, float]:
        """Return the part of a band that lies on the axis, as (from_top of its upper edge, height)."""
        top = 0.0 if high is None else min(max(self.from_top(high), 0.0), 100.0)
        bottom = 100.0 if low is None else min(max(self.from_top(low), 0.0), 100.0)
        return top, max(bottom - top, 0.0)


@dataclass(frozen=True, slots=True)
class Tick:
    """A number on an axis: where it stands, in per cent, and its value."""

    at: float
    value: float


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time on a plot, in per cent of its width, with the number of its attempt and what it is."""

    left: float
    width: float
    attempt: int
    phase: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Mark:
    """The worst moment of a fault on a curve."""

    left: float
    top: float
    attempt: int
    rule: str
    title: str
    time_s: float
    value: float


@dataclass(frozen=True, slots=True)
class Curve:
    """One measure over time, ready to be drawn."""

    measure: str
    title: str
    unit: str
    path: str
    band: tuple[float, float] | None
    limits: tuple[Tick, ...]
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    holds: tuple[Span, ...]
    marks: tuple[Mark, ...]


def time_axis(result: Result) -> Axis:
    """Return the span of time of a result: the clip's, as far as it is known."""
    ends = [a.end_s for a in result.attempts] + [a.start_s for a in result.attempts] + [result.source.duration_s]
    if result.series is not None and len(result.series.time_s):
        ends += [float(result.series.time_s[0]), float(result.series.time_s[-1])]
    else:
        ends.append(0.0)
    known = [t for t in ends if math.isfinite(t)]
    low, high = min(known), max(known)
    return Axis(low, high if high > low else low + 1.0)


def time_ticks(axis: Axis, *, at_most: int = 7) -> tuple[Tick, ...]:
    """Return round times along the axis.

    Examples
    --------
    >>> [t.value for t in time_ticks(Axis(0, 12.3))]
    [0, 2, 4, 6, 8, 10, 12]
    """
    step = next((s for s in _STEPS_S if (axis.high - axis.low) / s <= at_most), _STEPS_S[-1])
    return _ticks(axis, step, axis.share)


def value_ticks(axis: Axis, *, at_most: int = 4) -> tuple[Tick, ...]:
    """Return round values along the axis, steps of 1, 2 or 5 times a power of ten."""
    rough = (axis.high - axis.low) / at_most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * s for s in (1, 2, 5, 10) if power * s >= rough * (1 - 1e-9))
    ticks = _ticks(axis, step, axis.from_top)
    return ticks if len(ticks) > 1 else _ticks(axis, step / 2, axis.from_top)


def _ticks(axis: Axis, step: float, place: Any) -> tuple[Tick, ...]:
    first, last = math.ceil(axis.low / step - 1e-9), math.floor(axis.high / step + 1e-9)
    return tuple(Tick(float(place(i * step)), i * step) for i in range(first, last + 1))


def curve_path(x: Floats, y: Floats) -> str:
    """Return the ``d`` of an SVG path through points in per cent; a NaN breaks the line.

    A single point between two gaps is drawn as a dot (a line of no length with round ends).

    Examples
    --------
    >>> curve_path(np.array([0, 10, 20, 30]), np.array([5, 6, float("nan"), 7]))
    'M0 5L10 6M30 7h0'
    """
    parts: list[str] = []
    run = 0
    for xi, yi in zip(x.tolist(), y.tolist(), strict=True):
        if math.isfinite(xi) and math.isfinite(yi):
            parts.append(f"{'L' if run else 'M'}{_short(xi)} {_short(yi)}")
            run += 1
        else:
            parts += ["h0"] if run == 1 else []
            run = 0
    return "".join(parts + (["h0"] if run == 1 else []))


def _short(value: float) -> str:
    return f"{round(value, 2) + 0.0:g}"


def thin(time_s: Floats, values: Floats, *, at_most: int = MAX_POINTS) -> tuple[Floats, Floats]:
    """Return fewer points of the same look: the least and the greatest of each stretch, gaps kept.

    Parameters
    ----------
    time_s, values
        Shape (T,), in time order; NaN is a gap.
    at_most
        Points that may be left.
    """
    n = len(time_s)
    if n <= at_most:
        return time_s, values
    keep: set[int] = {0, n - 1}
    for part in np.array_split(np.arange(n), max((at_most - 2) // 3, 1)):
        chunk = values[part]
        known = part[np.isfinite(chunk)]
        if len(known):
            keep |= {int(known[np.argmin(values[known])]), int(known[np.argmax(values[known])])}
        if len(known) < len(part):
            keep.add(int(part[~np.isfinite(chunk)][0]))
    rows = np.array(sorted(keep))
    return time_s[rows], values[rows]


def value_axis(values: Floats, edges: Iterable[float], marks: Iterable[float]) -> Axis:
    """Return an axis that shows nearly all values, every mark, and the edges of bands and limits that are not far off.

    A lone outlier (a slip of the estimator) does not flatten the rest: the axis spans 98 of 100 values.
    """
    known = values[np.isfinite(values)]
    shown = [*np.percentile(known, [1, 99]).tolist(), *(m for m in marks if math.isfinite(m))]
    low, high = min(shown), max(shown)
    reach = max(high - low, 1e-6)
    near = [edge for edge in edges if low - 2.5 * reach <= edge <= high + 2.5 * reach]
    low, high = min([low, *near]), max([high, *near])
    room = max(_MARGIN * (high - low), 0.5 if high - low < 1e-6 else 0.0)
    return Axis(low - room, high + room)


def hold_spans(attempts: Sequence[Attempt], axis: Axis) -> tuple[Span, ...]:
    """Return the plateaus of the attempts."""
    return tuple(
        _span(axis, a.hold_start_s, a.hold_end_s, i, "hold")
        for i, a in enumerate(attempts, start=1)
        if math.isfinite(a.hold_start_s) and math.isfinite(a.hold_end_s)
    )


def phase_spans(attempts: Sequence[Attempt], axis: Axis) -> tuple[Span, ...]:
    """Return the way in, the plateau and the way back of every attempt; what lies between them is set-up."""
    spans: list[Span] = []
    for i, a in enumerate(attempts, start=1):
        if math.isfinite(a.hold_start_s) and math.isfinite(a.hold_end_s):
            edges = [("move", a.start_s, a.hold_start_s), ("hold", a.hold_start_s, a.hold_end_s)]
            edges.append(("return", a.hold_end_s, a.end_s))
        else:
            edges = [("move", a.start_s, a.end_s)]
        spans += [_span(axis, begin, end, i, phase) for phase, begin, end in edges if end > begin]
    return tuple(spans)


def _span(axis: Axis, begin: float, end: float, attempt: int, phase: str) -> Span:
    left = axis.share(begin)
    return Span(round(left, 2), round(axis.share(end) - left, 2), attempt, phase, end - begin)


def measures_to_show(series: Series, exercise: Exercise, result: Result) -> list[str]:
    """Return the measures that rules use and that were seen: those with faults first, then the primary one."""
    used = dict.fromkeys([exercise.movement.primary, *(rule.measure for rule in exercise.rules)])
    shown = [m for m in used if series.units.get(m, "") not in BACK_BANDS]  # bands, not degrees: in the back's figure
    seen = [m for m in shown if m in series.values and np.isfinite(series.values[m]).sum() > 1]
    faulty = {f.measure for a in result.attempts for f in a.findings if f.fired}
    return sorted(seen, key=lambda m: (m not in faulty, seen.index(m)))


def build_curves(result: Result, exercise: Exercise) -> list[Curve]:
    """Return a curve for each measure that rules use; none where the result holds no measures over time."""
    series = result.series
    if series is None or len(series.time_s) < 2:
        return []
    axis = time_axis(result)
    return [_curve(name, series, exercise, result, axis) for name in measures_to_show(series, exercise, result)]


def _curve(name: str, series: Series, exercise: Exercise, result: Result, time: Axis) -> Curve:
    values = series.values[name]
    worst = [
        (i, f)
        for i, a in enumerate(result.attempts, start=1)
        for f in a.findings
        if f.fired and f.measure == name and math.isfinite(f.time_s) and math.isfinite(f.value)
    ]
    band = exercise.band(name)
    limits = firing_limits(exercise.rules, name)
    axis = value_axis(values, [*(edge for edge in band if edge is not None), *limits], [f.value for _, f in worst])
    at, shown = thin(series.time_s, values)
    x = np.round(100 * (at - time.low) / (time.high - time.low), 2)
    y = np.round(100 * (axis.high - shown) / (axis.high - axis.low), 2)
    measure = exercise.measures.get(name)
    return Curve(
        measure=name,
        title=measure.title if measure else name,
        unit=series.units.get(name, ""),
        path=curve_path(x, y),
        band=None if band == (None, None) else axis.inside(*band),
        limits=tuple(Tick(axis.from_top(v), v) for v in limits if axis.low < v < axis.high),
        rows=value_ticks(axis),
        columns=time_ticks(time),
        holds=hold_spans(result.attempts, time),
        marks=tuple(
            Mark(time.share(f.time_s), axis.from_top(f.value), i, f.rule, f.title, f.time_s, f.value) for i, f in worst
        ),
    )


def firing_limits(rules: Sequence[Rule], measure: str) -> list[float]:
    """Return the values beyond which a rule on this measure fires, without those that hold only under conditions."""
    own = [rule for rule in rules if rule.measure == measure and not rule.when]
    return sorted({limit.fires_at for rule in own for limit in (rule.low, rule.high) if limit})
