"""Angles of poses whose truth is known in closed form, and the laws they must obey."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.body import geometry as g

UP = np.array([0.0, 1.0])
angles = st.floats(-170, 170)
lengths = st.floats(0.05, 3)
points = st.tuples(st.floats(-5, 5), st.floats(-5, 5)).map(np.array)


def ray(deg: float, length: float = 1.0) -> np.ndarray:
    """A vector that leans `deg` forward of the vertical."""
    return length * np.array([np.sin(np.radians(deg)), np.cos(np.radians(deg))])


def wrap(deg: float) -> float:
    return (deg + 180) % 360 - 180


@given(points, angles, lengths)
def test_inclination_is_the_angle_from_the_vertical(base: np.ndarray, deg: float, size: float) -> None:
    assert g.inclination(base, base + ray(deg, size)) == pytest.approx(deg, abs=1e-6)


@pytest.mark.parametrize(
    ("trunk", "thigh", "expected"),
    [(0, 180, 0), (0, 90, 90), (0, -165, -15), (30, 90, 120), (75, 175, 80)],
)
def test_trunk_thigh_flexion_of_known_poses(trunk: float, thigh: float, expected: float) -> None:
    """`thigh` is the direction hip -> knee: 180 hangs straight down, 90 points forward, -165 a little back."""
    hip = np.array([0.3, 0.7])
    assert g.trunk_thigh_flexion(hip + ray(trunk), hip, hip + ray(thigh)) == pytest.approx(expected)


@given(points, angles, st.floats(-60, 150), lengths, lengths)
def test_knee_flexion_is_the_turn_at_the_knee(
    hip: np.ndarray, thigh: float, flexion: float, long: float, short: float
) -> None:
    knee = hip + ray(thigh, long)
    ankle = knee + ray(thigh + flexion, short)
    assert g.knee_flexion(hip, knee, ankle) == pytest.approx(flexion, abs=1e-6)


def test_knee_flexion_is_positive_with_the_calf_behind() -> None:
    """Standing, facing +x: the heel lifted toward the seat is flexion; the knee pushed back is hyperextension."""
    hip, knee = np.array([0.0, 1.0]), np.array([0.0, 0.5])
    assert g.knee_flexion(hip, knee, np.array([-0.4, 0.5])) == pytest.approx(90)
    assert g.knee_flexion(hip, knee, np.array([0.05, 0.0])) < 0


@pytest.mark.parametrize(
    ("ear_lean", "trunk_lean", "expected"), [(0, 0, 180), (20, 0, 160), (-15, 0, 195), (60, 60, 180)]
)
def test_ear_shoulder_hip_of_known_poses(ear_lean: float, trunk_lean: float, expected: float) -> None:
    hip = np.array([1.0, 1.0])
    shoulder = hip + ray(trunk_lean)
    assert g.ear_shoulder_hip(shoulder + ray(ear_lean, 0.4), shoulder, hip) == pytest.approx(expected)


@given(points, points, points, st.floats(-180, 180), lengths, points)
def test_joint_angles_do_not_change_with_shift_scale_and_rotation(
    a: np.ndarray, b: np.ndarray, c: np.ndarray, turn: float, scale: float, shift: np.ndarray
) -> None:
    if min(np.linalg.norm(a - b), np.linalg.norm(c - b)) < 1e-3:
        return
    r = np.radians(turn)
    rot = np.array([[np.cos(r), -np.sin(r)], [np.sin(r), np.cos(r)]])
    moved = [scale * rot @ p + shift for p in (a, b, c)]
    for f in (g.trunk_thigh_flexion, g.knee_flexion):
        assert wrap(float(f(a, b, c)) - float(f(*moved))) == pytest.approx(0, abs=1e-4)


@given(points, points, points)
def test_mirroring_turns_every_sign(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> None:
    if min(np.linalg.norm(a - b), np.linalg.norm(c - b)) < 1e-3:
        return
    flip = np.array([-1.0, 1.0])
    for f in (g.trunk_thigh_flexion, g.knee_flexion):
        assert wrap(float(f(a, b, c)) + float(f(a * flip, b * flip, c * flip))) == pytest.approx(0, abs=1e-6)


def test_a_missing_point_gives_nan_not_zero() -> None:
    nan = np.array([np.nan, np.nan])
    assert np.isnan(g.inclination(nan, UP))
    assert np.isnan(g.knee_flexion(UP, nan, UP))


def test_works_on_whole_tracks_at_once() -> None:
    hips = np.zeros((4, 2))
    leans = np.array([0.0, 10.0, 45.0, 90.0])
    assert np.allclose(g.inclination(hips, np.array([ray(d) for d in leans])), leans)


def test_forward_offset_is_in_unit_lengths() -> None:
    assert g.forward_offset(np.zeros(2), np.array([-0.1, 3.0]), unit_length=0.5) == pytest.approx(-0.2)
