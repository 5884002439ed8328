"""Drawing while the next picture is judged: in order, one late, and no failure lost."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from posecheck.app.visit.one_behind import AtOnce, OneBehind


def picture(value: int) -> np.ndarray:
    return np.full((2, 2, 3), value, np.uint8)


def test_each_drawing_comes_with_the_next_picture_in_order() -> None:
    drawing = OneBehind()
    shown = [int(drawing(lambda value=value: picture(value))[0, 0, 0]) for value in range(5)]
    assert shown == [0, 0, 1, 2, 3]
    drawing.close()


def test_the_next_picture_is_not_held_up_by_the_drawing_of_the_one_before_it() -> None:
    drawing, go = OneBehind(), threading.Event()
    drawing(lambda: picture(1))

    def slow() -> np.ndarray:
        assert go.wait(10)
        return picture(2)

    assert drawing(slow)[0, 0, 0] == 1  # returns while `slow` is still waiting
    go.set()
    assert drawing(lambda: picture(3))[0, 0, 0] == 2
    drawing.close()


def test_a_failure_comes_with_the_next_picture() -> None:
    drawing = OneBehind()
    drawing(lambda: picture(1))

    def fails() -> np.ndarray:
        raise ValueError("no ink")

    drawing(fails)
    with pytest.raises(ValueError, match="no ink"):
        drawing(lambda: picture(2))
    drawing.close()


def test_closing_is_legal_in_every_state_and_ends_the_thread() -> None:
    drawing = OneBehind()
    drawing.close()
    drawing(lambda: picture(1))
    drawing.close()
    drawing.close()
    alive = [t for t in threading.enumerate() if t.name.startswith("posecheck-drawing")]
    for thread in alive:
        thread.join(5)
    assert not any(t.is_alive() for t in alive)
    assert drawing(lambda: picture(7))[0, 0, 0] == 7  # and it can begin anew
    drawing.close()


def test_at_once_is_at_once() -> None:
    assert AtOnce()(lambda: picture(4))[0, 0, 0] == 4
