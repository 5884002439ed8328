from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.accuracy.angles import MeasureErrors, measure_errors, spread, together, used_measures
from benchmarks.accuracy.truth import at_times, neutral_frames
from posecheck.body.pose import PoseTrack
from posecheck.body.skeleton import INDEX
from posecheck.clips.scoring import judge, make_request
from posecheck.disk.library import load_exercise
from tests.benchmarks.made_truth import truth_of
from tests.bodies import bend_film, lunge_film

FILMS = {"kneeling_hip_flexor": lunge_film, "standing_forward_bend": bend_film}


def errors(exercise: str, seen: PoseTrack, true: PoseTrack | None = None) -> dict[str, MeasureErrors]:
    request = make_request(exercise)
    truth = truth_of(true or FILMS[exercise](), exercise)
    return {e.measure: e for e in measure_errors(truth, request.exercise, seen, judge(request, seen))}


def moved(track: PoseTrack, names: list[str], shift: tuple[float, float], frames: slice = slice(None)) -> PoseTrack:
    xy = track.xy.copy()
    for name in names:
        xy[frames, INDEX[name]] += np.float32(shift)
    return replace(track, xy=xy)


@pytest.mark.parametrize("exercise", FILMS)
def test_the_truth_itself_has_no_error(exercise: str) -> None:
    # two separate implementations agree: the truth's plane angles, and posecheck.body.geometry on a track without error
    found = errors(exercise, FILMS[exercise]())
    assert list(found) == used_measures(load_exercise(exercise))
    for name, e in found.items():
        assert np.isfinite(e.own).all(), name
        least = 0.02 if e.unit in ("deg", "%") else 2e-4  # float32, and the neutral is a median of a window
        if load_exercise(exercise).measures[name].correct is None:
            assert np.abs(e.own).max() < least, name
        if name not in ("hip_position", "neck_length"):
            assert np.abs(e.raw).max() < least, name


def test_a_constant_lean_is_raw_error_and_no_own_error() -> None:
    track = bend_film()
    tan = 0.2 * np.tan(np.radians(5))  # the shoulder line 5 degrees behind while upright
    shoulders = ["left_shoulder", "right_shoulder"]
    lean = errors("standing_forward_bend", moved(track, shoulders, (-tan, 0.0)), track)["trunk_lean"]
    setup = np.array([p == "setup" for p in lean.part])
    assert lean.raw[setup] == pytest.approx(-5, abs=0.1)
    assert lean.own[setup] == pytest.approx(0, abs=0.05)


def test_a_correction_is_an_error_where_the_reading_had_none() -> None:
    # what a measure's `correct` takes off is part of what the product says, so it stands in the figures
    correct = load_exercise("standing_forward_bend").measures["head_in_line"].correct
    assert correct is not None
    found = errors("standing_forward_bend", bend_film(amount=60))
    hold = spread(together([found["head_in_line"]], own=True, part="hold"))
    assert hold.bias == pytest.approx(correct.per_unit * 60, abs=0.1)


def test_an_error_in_the_hold_alone_stays() -> None:
    track = bend_film(amount=60)
    truth = truth_of(track, "standing_forward_bend")
    hold = slice(*np.flatnonzero([p == "hold" for p in truth.phase])[[0, -1]])
    across = 0.2 * np.tan(np.radians(4))  # at right angles to a trunk of 60 degrees, so 4 degrees more
    shift = (across * np.cos(np.radians(60)), across * np.sin(np.radians(60)))
    lean = errors("standing_forward_bend", moved(track, ["left_shoulder", "right_shoulder"], shift, hold), track)
    assert spread(together([lean["trunk_lean"]], own=True, part="hold")).bias == pytest.approx(4, abs=0.15)
    assert spread(together([lean["trunk_lean"]], own=True, part="setup")).mean_abs == pytest.approx(0, abs=0.05)


def test_what_was_not_seen_is_not_counted() -> None:
    track = bend_film()
    xy = track.xy.copy()
    xy[60:70] = np.nan
    lean = errors("standing_forward_bend", replace(track, xy=xy), track)["trunk_lean"]
    assert np.isnan(lean.own[60:70]).all()
    assert np.isnan(lean.raw[60:70]).all()
    assert spread(lean.own).n == len(track) - 10


def test_neutral_frames_are_those_before_the_first_and_after_the_last_movement() -> None:
    truth = truth_of(bend_film(), "standing_forward_bend")
    before, after = neutral_frames(truth), neutral_frames(truth, at_end=True)
    assert truth.time_s[before].max() < 1.5
    assert truth.time_s[after].min() == pytest.approx(1.5 + 2.4 + 3.0 + 3.2, abs=0.07)


def test_used_measures_are_those_of_rules_conditions_and_attempt_measures() -> None:
    used = used_measures(load_exercise("kneeling_hip_flexor"))
    assert {"trunk_lean", "rear_hip", "hip_position"} <= set(used)
    assert "rear_knee" not in used, "it tells the posture, no rule reads it"
    assert "hip_sway" not in used, "it is a measure of the attempt"


def test_at_times_takes_frames_as_they_are_and_lines_between() -> None:
    t, v = np.array([0.0, 0.1, 0.2]), np.array([[0.0], [np.nan], [4.0]])
    out = at_times(t, v, np.array([0.0, 0.05, 0.1, 0.2, 0.3]))[:, 0]
    np.testing.assert_array_equal(out, [0.0, np.nan, np.nan, 4.0, np.nan])


def test_spread_of_nothing_is_nan() -> None:
    assert np.isnan(spread(np.array([np.nan])).mean_abs)
    assert spread(np.empty(0)).n == 0
