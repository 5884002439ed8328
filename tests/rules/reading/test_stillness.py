"""How far a movement went within the last second, and what takes a measured error off a reading."""

from __future__ import annotations

import math

import numpy as np
import pytest

from posecheck.rules.exercise.definition import Movement
from posecheck.rules.reading.stillness import still_travel, still_window_s, travel_before

MOVEMENT = Movement(primary="lean", leave={"lean": 8.0, "way": 0.1}, reached=30)


def samples(*, gap: tuple[float, float] = (9, 9)) -> list[tuple[float, dict[str, float]]]:
    """4 degrees and 0.02 lengths a second."""
    times = [float(t) for t in np.arange(0, 3, 1 / 15)]
    return [(t, {"lean": 4 * t, "way": 0.02 * t} if not gap[0] < t < gap[1] else {}) for t in times]


def test_travel_is_that_of_the_measure_that_moves_most() -> None:
    travel, nearest = travel_before(2.0, samples(), MOVEMENT)
    assert travel == pytest.approx(4 / 8)
    assert nearest == pytest.approx(4 / 8)


def test_a_window_that_was_not_seen_whole_tells_nothing() -> None:
    assert travel_before(0.5, samples(), MOVEMENT)[0] == math.inf
    assert travel_before(2.0, samples(gap=(1.2, 1.7)), MOVEMENT)[0] == math.inf
    assert travel_before(2.0, samples(gap=(1.3, 1.5)), MOVEMENT)[0] == pytest.approx(4 / 8)


def test_a_repetition_is_told_still_sooner_and_by_less_travel() -> None:
    quick = Movement(primary="lean", leave={"lean": 8.0}, reached=30, hold_min_s=0.3)
    assert (still_window_s(MOVEMENT), 8 * still_travel(MOVEMENT)) == (1.0, 3.0)
    assert (still_window_s(quick), 8 * still_travel(quick)) == (0.3, pytest.approx(1.5))
