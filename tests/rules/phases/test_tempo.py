"""Speed, time, bounce and unsteadiness of courses with known truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.body.smoothing import smooth_values
from posecheck.rules.phases import tempo

FPS = 15


def jerk(seconds: float, amount: float, *, fps: float = FPS) -> tuple[np.ndarray, np.ndarray]:
    """A minimum-jerk movement as an attempt shows it: from 3 degrees off set-up on."""
    t = np.arange(0, seconds + 1 / fps, 1 / fps)
    x = np.clip(t / seconds, 0, 1)
    angle = amount * (10 * x**3 - 15 * x**4 + 6 * x**5)
    seen = angle >= 3
    return t[seen], angle[seen]


@given(st.floats(1.0, 5.0), st.floats(30, 90))
def test_movement_time_of_a_smooth_movement(seconds: float, amount: float) -> None:
    t, angle = jerk(seconds, amount)
    assert tempo.movement_time(t, angle, "move")[0] == pytest.approx(seconds, abs=0.2)
    assert tempo.movement_time(t, angle[::-1], "return")[0] == pytest.approx(seconds, abs=0.2)


def test_mean_speed_is_way_over_moving_time() -> None:
    t = np.arange(0, 2.01, 1 / FPS)
    assert tempo.mean_speed(t, 30 * t, "move")[0] == pytest.approx(30, abs=0.5)
    assert tempo.mean_speed(t, -30 * t, "return")[0] == pytest.approx(30, abs=0.5)


def test_a_movement_of_a_few_degrees_has_no_speed() -> None:
    t = np.arange(0, 1, 1 / FPS)
    assert np.isnan(tempo.mean_speed(t, 4 * t, "move")[0])


def test_three_changes_of_direction_make_a_bounce_one_does_not() -> None:
    t = np.arange(0, 4, 1 / FPS)
    assert tempo.bounce(t, 3 * np.sin(2 * np.pi * t))[0] == pytest.approx(6, abs=0.4)
    settle = np.where(t < 1, 60 + 5 * t, 65 - 0.2 * (t - 1))
    assert tempo.bounce(t, settle)[0] == 0


def test_slow_swinging_is_no_bounce() -> None:
    """Three turns within three seconds are wanted: 0.2 Hz has one in 2.5 s."""
    t = np.arange(0, 20, 1 / FPS)
    assert tempo.bounce(t, 6 * np.sin(2 * np.pi * 0.2 * t))[0] == 0


def test_spread_ignores_a_slow_drift() -> None:
    t = np.arange(0, 10, 1 / FPS)
    assert tempo.spread(t, 60 + 0.8 * t)[0] == pytest.approx(0, abs=1e-9)
    noise = np.random.default_rng(1).normal(0, 2, len(t))
    assert tempo.spread(t, 60 + 0.8 * t + noise)[0] == pytest.approx(2, abs=0.3)


def test_the_frames_beside_a_drop_out_are_no_bounce() -> None:
    t = np.r_[np.arange(0, 3, 1 / FPS), np.arange(4, 7, 1 / FPS)]
    angle = np.full(len(t), 40.0)
    angle[(t > 2.8) & (t < 3)] = 34.0
    angle[(t >= 4) & (t < 4.05)] = 48.0
    angle[(t >= 4.05) & (t < 4.15)] = 33.0
    assert tempo.bounce(t, angle)[0] == 0


def course(shape: str, seconds: float, begin_s: float) -> tuple[np.ndarray, np.ndarray]:
    """A way of 70 degrees as a clip shows it, smoothed and from 3 degrees off set-up on, and an even one back."""
    t = np.arange(0, 4, 1 / FPS)
    x = np.clip((t - begin_s) / seconds, 0, 1)
    way = x**2 if shape == "falls" else 1 - (1 - x) ** 2
    angle = smooth_values(t, 70 * way)
    seen = (angle >= 3) & (t < begin_s + seconds + 0.4)
    back = np.linspace(70, 3, 30)
    return np.r_[t[seen], t[seen][-1] + np.arange(1, 31) / FPS], np.r_[angle[seen], back]


STARTS_S = np.linspace(1.0, 1.0 + 1 / FPS, 8)


@pytest.mark.parametrize("begin_s", STARTS_S)
@pytest.mark.parametrize("seconds", [0.4, 0.5, 0.6, 0.8])
def test_what_is_dropped_does_not_slow_down(seconds: float, begin_s: float) -> None:
    value, when = tempo.fall_in(*course("falls", seconds, begin_s))
    assert value == pytest.approx(1.7 / seconds, rel=0.25)
    assert begin_s < when < begin_s + seconds + 0.1


@pytest.mark.parametrize("begin_s", STARTS_S)
@pytest.mark.parametrize("seconds", [0.5, 0.8, 1.5, 3.0])
def test_what_is_lowered_slows_down(seconds: float, begin_s: float) -> None:
    assert tempo.fall_in(*course("lowered", seconds, begin_s))[0] == 0


def test_a_fall_on_the_way_back_is_one_too() -> None:
    t, angle = course("falls", 0.5, 1.0)
    fell = len(t) - 30
    lifted = np.r_[np.linspace(3, 70, 30), 73 - angle[:fell]]  # lifted evenly, then dropped
    when = np.r_[t[0] - np.arange(30, 0, -1) / FPS, t[:fell]]
    assert tempo.fall_back(when, lifted)[0] == pytest.approx(tempo.fall_in(t, angle)[0], rel=0.1)
    assert tempo.fall_back(t, angle)[0] < 1
    assert np.isnan(tempo.fall_back(when, lifted / 20)[0])


def test_an_attempt_that_is_cut_on_the_other_side_is_not_dropped() -> None:
    t, angle = course("falls", 0.5, 1.0)
    assert np.isnan(tempo.fall_in(t[:-25], angle[:-25])[0])


def test_turning_round_without_a_pause_is_not_unsteady() -> None:
    t = np.arange(0, 1, 1 / FPS)
    turn = 80 * np.sin(np.pi * (0.5 + (t - 0.5) / 2))
    assert tempo.spread(t, turn)[0] < 1
    assert tempo.spread(t, turn + 6 * np.sin(2 * np.pi * 2 * t))[0] > 3
