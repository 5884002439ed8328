from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.estimation.clock import Clock


def told(clock: Clock, stamps: list[float | None]) -> list[float | None]:
    return [None if (t := clock(s)) is None else round(t, 6) for s in stamps]


def test_the_first_picture_is_second_0_and_the_others_keep_their_distance() -> None:
    assert told(Clock(15), [-0.4, 0.0, 0.1, 5.0]) == [0.0, 0.4, 0.5, 5.4]


def test_a_clock_that_starts_again_goes_on_one_step_later() -> None:
    clock = Clock(10)
    assert told(clock, [1.4, 1.5, 2.6, 1.4, 1.5, 1.6, 2.0]) == [0.0, 0.1, 1.2, None, 1.4, 1.5, 1.9]
    assert clock.restarts_s == pytest.approx([1.4])


def test_it_may_start_again_more_than_once() -> None:
    clock = Clock(10)
    part = [i / 10 for i in range(20)]
    times = [t for t in told(clock, part * 3) if t is not None]
    assert len(times) == 58, "one picture is left out at each start"
    assert times[-1] == pytest.approx(5.9)
    assert len(clock.restarts_s) == 2


@pytest.mark.parametrize("stamps", [[0, 0.1, 0.2, 0.15, 0.3, 0.4], [0, 1, 2, 0.1, 3, 4], [0, 0.1, 0.1, 0.2, 0.2]])
def test_a_picture_out_of_order_is_left_out_and_moves_nothing(stamps: list[float]) -> None:
    clock = Clock(10)
    times = told(clock, list(stamps))
    assert [t for t in times if t is not None] == sorted(set(stamps) - {0.15} - ({0.1} if 4 in stamps else set()))
    assert clock.restarts_s == []


def test_pictures_before_0_whose_times_were_dropped_come_one_step_after_the_other() -> None:
    assert told(Clock(10), [None, None, None, 0.02, 0.12]) == [0.0, 0.1, 0.2, 0.3, 0.4]


def test_a_pause_is_one_except_where_the_clock_may_be_set_ahead() -> None:
    stamps: list[float | None] = [0, 0.1, 60.0, 60.1, 60.2]
    assert told(Clock(10), stamps) == [0, 0.1, 60.0, 60.1, 60.2]
    assert told(Clock(10, jumps=True), stamps) == [0, 0.1, None, 0.3, 0.4]
    assert told(Clock(10, jumps=True), [0, 0.1, 9.0, 9.1]) == [0, 0.1, 9.0, 9.1]


def test_where_second_0_is_given_a_later_picture_keeps_its_place() -> None:
    assert told(Clock(10, start=1.0), [13.0, 13.1]) == [12.0, 12.1]
    assert told(Clock(10, start=1.0, jumps=True), [13.0, 13.1]) == [12.0, 12.1]


@given(st.lists(st.none() | st.floats(-1e6, 1e6), max_size=60), st.booleans())
def test_whatever_the_stamps_times_increase_and_are_finite(stamps: list[float | None], jumps: bool) -> None:
    times = [t for t in map(Clock(15, jumps=jumps), stamps) if t is not None]
    assert all(map(math.isfinite, times))
    assert all(a < b for a, b in pairwise(times))
    assert not stamps or len(times) >= 1
    if stamps:
        assert times[0] == 0
