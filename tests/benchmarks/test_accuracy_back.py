from dataclasses import replace

import numpy as np
import pytest

from benchmarks.accuracy.back import NOT_TESTED, BackErrors, BackPostures, back_figures, back_section
from benchmarks.accuracy.figures import read_limits
from benchmarks.spine.errors import EVERYBODY, KINDS, Errors, Part

GOOD = Part(0.25, 3.0, 0.7, 0.96)


def errors(kind):
    return Errors(kind, 40, 4, 0.5, GOOD, GOOD, GOOD, replace(GOOD, mean_deg=2.0))


def test_every_goal_for_the_back_has_its_figure():
    kinds = (*KINDS, "upright, draped shirt", EVERYBODY)
    figures = {f.key: f for f in back_figures(BackPostures(tuple(map(errors, kinds))))}
    assert {key for key in read_limits("goals") if key.startswith("back.")} == set(figures)
    assert figures["back.hinging.total"].value == pytest.approx(2.0)
    assert figures["back.hinging.lumbar"].n == 15  # of 40 frames half are seen, and a quarter of these unsure
    assert figures["back.within_two"].value == pytest.approx(0.96)


def test_nobody_filmed_has_no_figures_and_says_so():
    assert back_figures(BackPostures()) == []
    assert NOT_TESTED in back_section(BackPostures(), {})


def test_clips_show_error_bias_and_how_often_something_is_said():
    clip = BackErrors("back_flexion", np.array([4.0, -2.0, np.nan, np.nan]), np.array([True, True, True, False]))
    text = back_section(BackPostures(), {"roll_down": [clip]})
    assert "| roll_down | back_flexion | 1 | 3.0° | 1.0° | 67% |" in text
