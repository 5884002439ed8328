"""Seen from the front: how far turned, what to change, and that a side exercise keeps its own view."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.remark import keys_of
from posecheck.rules.reading.view import facing_from, judge_view, view_features
from posecheck.rules.reading.yaw import FRONT_GAIN, HEAD_LENGTH
from tests.rules.reading.test_front_measures import body, pose_of

STILL = 10


def turned(deg):
    """The whole body turned to its left about the vertical, its nose `HEAD_LENGTH` ahead of the shoulders' middle."""
    t = math.radians(deg)
    xyz = body()
    xyz[0, 2] = HEAD_LENGTH
    return xyz @ np.array([[math.cos(t), 0, -math.sin(t)], [0, 1, 0], [math.sin(t), 0, math.cos(t)]]).T


def seen(deg, *, head=None):
    """As the pose model sees it: the picture is true, the lines in depth are drawn nearer to facing the camera."""
    xyz = turned(deg)
    if head is not None:
        xyz[0, 0] = -HEAD_LENGTH * math.sin(math.radians(head))
    pose = replace(pose_of(xyz), xyz=pose_of(turned(deg / FRONT_GAIN)).xyz)
    return [view_features(pose, aspect=4 / 3)] * STILL


@given(deg=st.floats(-80, 80))
def test_the_turn_away_from_the_camera_is_read(deg):
    assert judge_view(seen(deg), wanted="front").yaw_deg == pytest.approx(abs(deg), abs=0.5)


@pytest.mark.parametrize(
    ("deg", "camera", "advice"),
    [
        (0, "front", None),
        (10, "front", None),
        (20, "front", "face_camera_a_little"),
        (-20, "front", "face_camera_a_little"),
        (40, "oblique", "face_camera"),
        (85, "side", "face_camera"),
    ],
)
def test_what_is_said(deg, camera, advice):
    view = judge_view(seen(deg), wanted="front")
    assert view.camera == camera
    assert keys_of(view.advised) == ((advice,) if advice else ())
    assert view.near_side is None or camera != "front"


def test_a_turned_head_alone_is_half_a_turn():
    assert judge_view(seen(0, head=24), wanted="front").yaw_deg == pytest.approx(12, abs=0.5)


def test_a_side_exercise_asks_for_the_side():
    view = judge_view(seen(0))
    assert view.camera == "front"
    assert view.yaw_deg > 60
    assert keys_of(view.advised) == ("turn_side_on_any",)
    assert facing_from(seen(0)) is None
    assert facing_from(seen(0), view="front") == 0
