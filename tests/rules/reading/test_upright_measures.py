"""Measures of standing exercises from the side, on bodies with closed-form angles."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.rules.exercise.definition import Measure
from posecheck.rules.phases.tempo import way_back_time, way_in_time
from posecheck.rules.reading.front_plane import build_frame
from posecheck.rules.reading.measures import KINDS, read_measure
from tests.bodies import Shot, bend, to_pose

TRUNK = 0.2


def read(kind, body, *, facing=1, leg="near"):
    pose = to_pose(0.0, body, Shot(facing=facing, trunk=TRUNK))
    frame = build_frame(pose, facing, TRUNK, None)
    return read_measure(Measure("m", kind, "M", leg=leg), frame)


@given(trunk=st.floats(10, 90), knee=st.floats(6, 100), facing=st.sampled_from([1, -1]))
def test_hip_over_knee_bend_is_the_difference_of_the_two_angles(trunk, knee, facing):
    body = bend(trunk=trunk, knee=knee)
    hip = read("trunk_thigh_flexion", body, facing=facing)
    assert read("hip_over_knee", body, facing=facing) == pytest.approx(hip - knee, abs=1e-3)
    assert read("trunk_leg_line", body, facing=facing) == pytest.approx(180 - hip, abs=1e-3)


@given(knee=st.floats(-5, 100), facing=st.sampled_from([1, -1]))
def test_the_shin_leans_by_what_knee_and_thigh_leave(knee, facing):
    body = bend(trunk=0, knee=knee, hips_back=0.2)
    thigh = read("thigh_inclination", body, facing=facing)
    assert read("shank_inclination", body, facing=facing) == pytest.approx(thigh + knee, abs=1e-3)


def test_the_hips_are_counted_from_the_named_foot():
    assert read("hip_ahead_of_foot", bend(trunk=60, hips_back=0.3)) == pytest.approx(-0.3, abs=1e-5)


@given(ahead=st.floats(-0.5, 0.5))
def test_the_hands_are_counted_from_mid_foot(ahead):
    heel, toe, wrist = (np.array(p) * TRUNK for p in ((0.1, 0.0), (0.5, 0.0), (0.3 + ahead, 0.8)))
    assert KINDS["hand_ahead_of_foot"].compute((heel, toe, wrist), TRUNK) == pytest.approx(ahead)


@given(seconds=st.floats(2, 12), way=st.floats(30, 100), begun=st.floats(0, 25))
def test_the_time_of_a_way_is_found_from_any_part_of_it(seconds, way, begun):
    x = np.linspace(0, 1, 401)
    there = way * (10 * x**3 - 15 * x**4 + 6 * x**5)
    course = np.concatenate([there, np.full(60, way), there[::-1]])
    time_s = np.arange(len(course)) * seconds / 400
    seen = course >= begun
    assert way_in_time(time_s[seen], course[seen])[0] == pytest.approx(seconds, rel=0.03)
    assert way_back_time(time_s[seen], course[seen])[0] == pytest.approx(seconds, rel=0.03)


def test_too_short_a_way_has_no_time():
    assert math.isnan(way_in_time(np.arange(10) / 10, np.linspace(0, 5, 10))[0])
