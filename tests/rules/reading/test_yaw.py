"""The yaw of one pose: closed-form bodies, and what misleads each of its parts."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.body.pose import Pose
from posecheck.body.skeleton import INDEX
from posecheck.rules.reading.view import YAW_LIMIT_DEG, judge_view, view_features
from posecheck.rules.reading.yaw import FRONT_GAIN, SHOULDER_WIDTH, front_yaw, side_yaw, trunk_of, yaw_of_width
from tests.lying_bodies import lying, to_pose
from tests.rules.reading.test_front_measures import body, pose_of
from tests.rules.reading.test_front_view import turned


def yaw_from_front(*poses: Pose) -> float:
    return judge_view([view_features(p, aspect=4 / 3) for p in poses], wanted="front").yaw_deg


@given(yaw=st.floats(0, 85), lean=st.floats(0, 89.5))
def test_the_shoulders_width_tells_the_yaw_whatever_the_trunk_does(yaw, lean):
    y, t = math.radians(yaw), math.radians(lean)
    seen = np.array([math.sin(t) * math.cos(y), math.cos(t)])  # the trunk in the picture: along it and up
    width = SHOULDER_WIDTH * math.sin(y) / np.hypot(*seen)
    assert yaw_of_width(width, math.degrees(math.atan2(*seen))) == pytest.approx(yaw, abs=1e-3)


@given(lean=st.floats(-35, 35))
def test_a_side_bend_is_no_turn(lean):
    """The head goes far to the side of a bent trunk, and so does the nose."""
    xyz = body(lean=lean)
    up = np.array([math.sin(math.radians(lean)), math.cos(math.radians(lean)), 0.0])
    xyz[0] += 0.45 * math.copysign(1.0, lean) * abs(math.sin(math.radians(lean))) * np.array([up[1], -up[0], 0])
    turn, weight = front_yaw(trunk_of(pose_of(xyz)))
    assert abs(turn) <= 10
    assert weight == pytest.approx(min(max((15 - abs(lean)) / 10, 0.0), 1.0), abs=1e-3)


@given(pitch=st.floats(36, 60), deg=st.floats(-15, 15))
def test_from_the_front_a_trunk_bent_forward_keeps_its_turn(pitch, deg):
    t = math.radians(deg)
    xyz = body(pitch=pitch) @ np.array([[math.cos(t), 0, -math.sin(t)], [0, 1, 0], [math.sin(t), 0, math.cos(t)]]).T
    xyz[0] += (0.9, 0, 0)  # the head is turned and held elsewhere
    turn, weight = front_yaw(trunk_of(pose_of(xyz)))
    assert turn == pytest.approx(deg * FRONT_GAIN, abs=3)
    assert weight < 0.15


@pytest.mark.parametrize("deg", [0.0, 5.0, -5.0])
def test_the_back_is_not_the_front(deg):
    """Half of a turn and minus half of a turn have a mean of 0 only as numbers."""
    assert yaw_from_front(pose_of(turned(180 + deg))) == pytest.approx(180 - abs(deg), abs=0.5)
    xyz = turned(180).copy()
    for name, away in (("shoulder", 0.05), ("hip", -0.05)):
        for side, sign in (("left", 1), ("right", -1)):
            xyz[INDEX[f"{side}_{name}"], 2] += sign * away
    assert yaw_from_front(pose_of(xyz)) > 150


def test_over_a_clip_upright_frames_tell_the_turn_from_the_front():
    """Most of a side lunge leans to the side, its lines turned by the reach; yet the person faces the camera."""
    upright = pose_of(turned(0))
    reach = turned(25)
    side = np.array([[math.cos(0.35), math.sin(0.35), 0], [-math.sin(0.35), math.cos(0.35), 0], [0, 0, 1]])
    bent = pose_of(reach @ side.T)
    assert yaw_from_front(bent) > YAW_LIMIT_DEG
    assert yaw_from_front(*[bent] * 7, *[upright] * 3) < 1


@pytest.mark.parametrize("yaw", [20.0, 30.0, 40.0])
def test_lying_with_the_arms_overhead_is_told_by_the_trunk_too(yaw):
    """The shoulders come together overhead: their separation tells a third of the yaw, a mean with it too little."""
    pose = to_pose(0.0, lying(prone=True), yaw_deg=yaw)
    xy = pose.xy.copy()
    pair = [INDEX["left_shoulder"], INDEX["right_shoulder"]]
    xy[pair] = xy[pair].mean(0) + (xy[pair] - xy[pair].mean(0)) / 3
    narrow = replace(pose, xy=xy)
    assert side_yaw(trunk_of(narrow), lean_deg=90) == pytest.approx(yaw, abs=0.5)
    flipped = pose.xyz.copy()
    flipped[pair, 0] = flipped[pair, 0].mean() + np.array([0.2, -0.2])
    flipped[pair, 2] = flipped[pair, 2].mean()  # the line alone says 90
    assert side_yaw(trunk_of(replace(pose, xyz=flipped)), lean_deg=90) == pytest.approx(yaw, abs=0.5)
