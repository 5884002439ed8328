import re
from dataclasses import replace

import numpy as np
import pytest

from posecheck.report import curves
from posecheck.report.curves import Axis

NAN = float("nan")


def test_a_value_lies_where_it_should():
    axis = Axis(-10.0, 30.0)
    assert (axis.from_top(-10), axis.from_top(30), axis.from_top(20)) == (100, 0, 25)
    assert axis.inside(-20, 10) == (50, 50)
    assert axis.inside(None, 0) == (75, 25)
    assert axis.inside(20, None) == (0, 25)
    assert axis.inside(40, 50) == (0, 0)


def test_nan_breaks_the_line():
    path = curves.curve_path(np.array([0.0, 1, 2, 3, 4, 5]), np.array([9.0, 8, NAN, NAN, 7, 6]))
    assert path == "M0 9L1 8M4 7L5 6"
    assert curves.curve_path(np.array([0.0, 1]), np.array([NAN, NAN])) == ""
    assert curves.curve_path(np.array([0.0]), np.array([3.0])) == "M0 3h0"


@pytest.mark.parametrize(("high", "step"), [(4, 1), (12.3, 2), (65, 10), (600, 120)])
def test_round_times(high, step):
    ticks = curves.time_ticks(Axis(0.0, high))
    assert np.diff([t.value for t in ticks]) == pytest.approx(step)
    assert len(ticks) <= 8
    assert ticks[0].at == 0


@pytest.mark.parametrize("span", [(-3, 27), (91, 99), (0.02, 0.13), (-170, 185), (0, 1e-3)])
def test_round_values_at_least_two(span):
    ticks = curves.value_ticks(Axis(*map(float, span)))
    assert 2 <= len(ticks) <= 8
    assert all(0 <= t.at <= 100 for t in ticks)


def test_thinning_keeps_peaks_gaps_and_ends():
    time = np.arange(9000) / 15
    values = np.sin(time)
    values[4321] = 50
    values[100:103] = NAN
    at, shown = curves.thin(time, values)
    assert len(at) <= curves.MAX_POINTS
    assert np.nanmax(shown) == 50
    assert np.isnan(shown).any()
    assert (at[0], at[-1]) == (time[0], time[-1])
    assert np.all(np.diff(at) > 0)
    assert curves.thin(time[:50], values[:50])[0] is not None
    assert len(curves.thin(time[:50], values[:50])[0]) == 50


def test_a_lone_outlier_does_not_flatten_the_curve():
    values = np.r_[np.linspace(0, 10, 300), 500.0]
    axis = curves.value_axis(values, [8.0, 300.0], [])
    assert axis.high < 20
    assert axis.low < 0
    assert curves.value_axis(values, [], [40.0]).high > 40


def test_a_level_curve_has_an_axis():
    axis = curves.value_axis(np.full(10, 3.0), [], [])
    assert axis.low < 3 < axis.high


def test_spans_follow_the_attempts(good):
    axis = curves.time_axis(good)
    move, hold, back = curves.phase_spans(good.attempts, axis)
    assert (move.phase, hold.phase, back.phase) == ("move", "hold", "return")
    attempt = good.attempts[0]
    assert hold.left == pytest.approx(axis.share(attempt.hold_start_s), abs=0.01)
    assert hold.width == pytest.approx(100 * 4.0 / (axis.high - axis.low), abs=0.02)
    assert hold.seconds == pytest.approx(4.0)
    assert move.left + move.width == pytest.approx(hold.left, abs=0.02)


def test_an_attempt_without_plateau_is_all_movement(good):
    attempt = replace(good.attempts[0], hold_start_s=NAN, hold_end_s=NAN, hold_s=0.0)
    spans = curves.phase_spans((attempt,), curves.time_axis(good))
    assert [s.phase for s in spans] == ["move"]
    assert curves.hold_spans((attempt,), curves.time_axis(good)) == ()


def test_the_faulty_curve_comes_first_with_band_limit_and_mark(faulty, exercise):
    first, *others = curves.build_curves(faulty, exercise)
    assert first.measure == "trunk_lean"
    assert [c.measure for c in others] == ["rear_hip", "knee_ahead", "front_knee"]
    assert [t.value for t in first.limits] == [-10, 15]
    (mark,) = first.marks
    fifteen = next(t.at for t in first.limits if t.value == 15)
    assert first.band is not None
    top_of_band = first.band[0]
    assert mark.top < fifteen < top_of_band, "27 lies above the limit of 15, and that above the good 8"
    axis = curves.time_axis(faulty)
    assert mark.left == pytest.approx(axis.share(4.2))


def test_the_path_goes_through_the_values(faulty, exercise):
    curve = curves.build_curves(faulty, exercise)[0]
    points = [tuple(map(float, p)) for p in re.findall(r"[ML]([\d.-]+) ([\d.-]+)", curve.path)]
    assert len(points) == len(faulty.series.time_s)
    # Two known heights give the scale: the values must lie on it.
    (low, high) = ((t.at, t.value) for t in curve.limits)
    values = [low[1] + (y - low[0]) / (high[0] - low[0]) * (high[1] - low[1]) for _, y in points]
    assert values == pytest.approx(faulty.series.values["trunk_lean"].tolist(), abs=0.01)


def test_without_series_no_curves(unjudged, exercise):
    assert curves.build_curves(unjudged, exercise) == []
    assert curves.time_axis(unjudged).high > 0
