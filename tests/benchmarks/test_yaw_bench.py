"""The bench of the yaw: what it asks for, and that it counts what it should."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.synthetic.simulate import simulate
from benchmarks.synthetic.spec import CameraSpec, ClipSpec
from benchmarks.yaw import EXERCISES, YAWS_DEG, Look, error_table, errors_of, plan, true_yaw, yaw_table
from posecheck.body.pose import PoseTrack, Source
from posecheck.disk.library import load_exercise

NAN = float("nan")


def a_look(exercise, yaw, read, errors):
    return Look(exercise, yaw, yaw + 1.0, read, read, read, {"lean": np.array(errors)})


def test_each_exercise_is_turned_by_each_yaw_to_both_sides():
    cases = plan([31, 32])
    assert len(cases) == 2 * len(EXERCISES) * len(YAWS_DEG)
    assert {np.sign(c.spec.camera.yaw_deg) for c in cases} == {-1.0, 0.0, 1.0}
    assert len({c.name for c in cases}) == len(cases)


@pytest.mark.parametrize(("name", "view"), [("bridge", "side"), ("side_bend", "front")])
@pytest.mark.parametrize("yaw", [0.0, 30.0, -45.0])
def test_the_true_yaw_is_that_of_the_camera(name, view, yaw):
    truth = simulate(ClipSpec(name, seed=31, camera=CameraSpec(yaw_deg=yaw), fps=2.0))
    assert load_exercise(name).view == view
    assert true_yaw(truth, view) == pytest.approx(abs(yaw), abs=3.0)


def test_true_points_have_no_error_side_on_and_some_when_turned():
    """The 33 true points, projected, are read as if the pose model were perfect: what is left is the view's doing."""
    worst: list[float] = []
    for yaw in (0.0, 45.0):
        spec = ClipSpec("kneeling_hip_flexor", seed=31, camera=CameraSpec(yaw_deg=yaw), fps=2.0)
        truth = simulate(spec)
        xy = (truth.landmarks_px / spec.height).astype(np.float32)
        track = PoseTrack(
            truth.time_s,
            xy,
            np.zeros((*xy.shape[:2], 3), np.float32),
            np.ones(xy.shape[:2], np.float32),
            source=Source(width=spec.width, height=spec.height),
        )
        errors = errors_of(track, truth, load_exercise(spec.exercise))
        worst.append(max(float(np.nanmax(np.abs(e))) for e in errors.values()))
    assert worst[0] < 4 < worst[1]


def test_tables_hold_means_and_what_was_not_read_is_a_dash():
    looks = [a_look("bridge", 30.0, 20.0, [1.0, -3.0, NAN]), a_look("bridge", 30.0, 30.0, [2.0])]
    assert "| bridge | 31 | 25 | 25 | 25 | 1/2 |" in yaw_table(looks)
    assert "| bridge: lean | – | – | – | 2.0 (3) | – | – |" in error_table(looks)
    unread = [replace(x, setup_deg=NAN) for x in looks]
    assert "| bridge | 31 | – | 25 | 25 | 0/2 |" in yaw_table(unread)
