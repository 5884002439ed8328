"""The picture of the back in the report, and how the back is told in words and numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posecheck.body.pose import STATIONS
from posecheck.report.back_figure import HEIGHT, back_figure
from posecheck.report.html import render_report
from posecheck.report.result_json import result_to_dict
from posecheck.result.back_lines import BackShape
from posecheck.result.judgement import Reading, Result
from posecheck.rules.exercise.definition import Exercise
from tests.bodies import outline_of


def with_shape(result: Result, *, bow: float) -> Result:
    neutral, worst = outline_of(0.0)[1], outline_of(bow)[1]
    return replace(result, back=BackShape(neutral, worst, 4.2, "Rounding of the back", 250 * bow, "deg_back"))


def test_bars_stand_where_the_outlines_part_and_are_as_long_as_that(faulty: Result) -> None:
    figure = back_figure(with_shape(faulty, bow=0.1))
    assert figure is not None
    apart = 0.4 * STATIONS * (1 - STATIONS)
    assert len(figure.bars) == np.count_nonzero(apart >= 0.03)
    assert sum(level == 2 for *_, level in figure.bars) == np.count_nonzero(apart >= 0.06)
    longest = max(abs(x2 - x1) for x1, _, x2, _, _ in figure.bars)
    assert longest == pytest.approx(0.1 * HEIGHT, abs=0.3)
    assert all(x2 < x1 for x1, _, x2, _, _ in figure.bars), "rounded: away from the body, to the left"
    assert figure.text == "Rounding of the back: a little rounded at 0:04"
    for x, y in ((figure.chord[0], figure.chord[1]), (figure.chord[2], figure.chord[3])):
        assert 0 < x < figure.width
        assert 0 < y < figure.height


def test_a_back_that_keeps_its_neutral_has_no_bars(faulty: Result) -> None:
    figure = back_figure(with_shape(faulty, bow=0.01))
    assert figure is not None
    assert figure.bars == ()


def test_without_a_back_there_is_no_picture(faulty: Result, exercise: Exercise) -> None:
    assert back_figure(faulty) is None
    assert "Your back" not in render_report(faulty, exercise)
    page = render_report(with_shape(faulty, bow=0.1), exercise)
    assert "Your back" in page
    assert "a little rounded at 0:04" in page


def test_users_get_words_and_programs_get_degrees(faulty: Result) -> None:
    reading = Reading("rounding", 24.0, "deg_back", 4.5)
    attempt = replace(faulty.attempts[0], readings={"rounding": reading})
    data = result_to_dict(replace(faulty, attempts=(attempt,)))
    assert data["attempts"][0]["readings"]["rounding"] == {
        "value": 24.0,
        "unit": "deg",
        "sd": 4.5,
        "word": "a little rounded",
    }
