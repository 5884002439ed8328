"""The front view: closed-form bodies seen by a camera in front of them, and the law of the mirror."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.body.pose import Pose
from posecheck.body.skeleton import INDEX, MIRROR
from posecheck.rules.exercise.definition import Measure
from posecheck.rules.reading.front_plane import LimbPicker, build_frame, make_picker
from posecheck.rules.reading.measures import KINDS, read_measure

TRUNK = 0.25  # image heights
FRONT = [name for name, kind in KINDS.items() if kind.view == "front"]
ODD = {
    "lateral_trunk",
    "hip_shift",
    "shoulder_tilt",
    "pelvis_tilt",
    "head_turn",
    "trunk_turn",
    "foot_across",
    "hands_across",
    "feet_level",
    "leg_lean",
    "knees_level",
}
"""Positive to the left: the mirror image has the other sign. All others are the same on the other side."""
OTHER = {"left": "right", "right": "left", None: None}

degrees = st.floats(-40, 40)


def body(*, lean=0.0, shift=0.0, knee_in=0.0, arm=10.0, elbow=0.0, turn=0.0, pitch=0.0, tilt=0.0):
    """A standing body in trunk lengths, x to its left, y up, z forward; angles in degrees.

    `lean` of the trunk to the left, `shift` of the hips to the left, `knee_in` of the left knee, left `arm` lifted
    sideways with a bent `elbow`, `turn` of the shoulders to the left, `pitch` of the trunk forward, `tilt` left hip up.
    """
    points = {"left_ankle": (0.2, 0, 0), "right_ankle": (-0.2, 0, 0)}
    hip = np.array([shift, 1.7, 0.0])
    side = np.array([math.cos(math.radians(tilt)), math.sin(math.radians(tilt)), 0.0])
    points |= {"left_hip": hip + 0.2 * side, "right_hip": hip - 0.2 * side}
    for name, bend in (("left", knee_in), ("right", 0.0)):
        top, foot = np.array(points[f"{name}_hip"]), np.array(points[f"{name}_ankle"])
        way = foot - top
        half, length = math.radians(bend) / 2, np.linalg.norm(way)
        inward = np.array([-1.0 if name == "left" else 1.0, 0, 0])
        across = inward - way * (inward @ way) / length**2
        points[f"{name}_knee"] = (top + foot) / 2 + across / np.linalg.norm(across) * length / 2 * math.tan(half)
    a, p = math.radians(lean), math.radians(pitch)
    top = hip + np.array([math.sin(a), math.cos(a) * math.cos(p), math.sin(p)])
    t = math.radians(turn)
    across = np.array([math.cos(t), 0.0, -math.sin(t)])
    points |= {"left_shoulder": top + 0.4 * across, "right_shoulder": top - 0.4 * across}
    for name, lifted, bent in (("left", arm, elbow), ("right", 10.0, 0.0)):
        sign = 1 if name == "left" else -1
        up, low = math.radians(lifted), math.radians(lifted + bent)
        # the arm's angle is counted from the trunk's own line
        down = -np.array([math.sin(a), math.cos(a), 0])
        out = np.array([math.cos(a), -math.sin(a), 0]) * sign
        points[f"{name}_elbow"] = points[f"{name}_shoulder"] + 0.6 * (math.cos(up) * down + math.sin(up) * out)
        points[f"{name}_wrist"] = points[f"{name}_elbow"] + 0.5 * (math.cos(low) * down + math.sin(low) * out)
    for name, sign in (("left", 1), ("right", -1)):
        points[f"{name}_ear"] = top + np.array([0.15 * sign, 0.45, 0])
        points[f"{name}_heel"] = np.add(points[f"{name}_ankle"], (0, -0.1, -0.1))
        points[f"{name}_foot_index"] = np.add(points[f"{name}_ankle"], (0, -0.1, 0.3))
    xyz = np.zeros((33, 3))
    xyz[0] = top + np.array([0.0, 0.42, 0.2])
    for name, point in points.items():
        xyz[INDEX[name]] = point
    return xyz


def pose_of(xyz):
    """Seen from the front: the picture's x is the person's left, its y is down, depth grows away from the camera."""
    image = np.array([0.6, 0.9]) + TRUNK * xyz[:, :2] * [1, -1]
    return Pose(0.0, image, xyz * [0.5, -0.5, -0.5], np.full(33, 0.95))


def read(kind, xyz, *, leg=None, arm=None):
    frame = build_frame(pose_of(xyz), 0, TRUNK, None)
    return read_measure(Measure("m", kind, "M", leg=leg, arm=arm), frame)


@given(lean=degrees, shift=st.floats(-0.5, 0.5), tilt=st.floats(-20, 20))
def test_lean_shift_and_tilt_have_their_sign_to_the_left(lean, shift, tilt):
    xyz = body(lean=lean, shift=shift, tilt=tilt)
    assert read("lateral_trunk", xyz) == pytest.approx(lean, abs=1e-4)
    assert read("hip_shift", xyz) == pytest.approx(shift, abs=1e-5)
    assert read("pelvis_tilt", xyz) == pytest.approx(tilt, abs=1e-4)


@given(bend=st.floats(-30, 30))
def test_a_knee_that_falls_in_is_positive_on_both_sides(bend):
    xyz = body(knee_in=bend)
    assert read("knee_in", xyz, leg="left") == pytest.approx(bend, abs=1e-3)
    assert read("knee_in", xyz, leg="right") == pytest.approx(0, abs=1e-3)
    assert read("knees_in", xyz) == pytest.approx(max(bend, 0), abs=1e-3)


@given(arm=st.floats(0, 170), elbow=st.floats(0, 120), lean=degrees)
def test_the_arm_is_counted_from_the_trunk(arm, elbow, lean):
    xyz = body(arm=arm, elbow=elbow, lean=lean)
    assert read("arm_lift", xyz, arm="left") == pytest.approx(arm, abs=1e-2)
    assert read("elbow_bend", xyz, arm="left") == pytest.approx(elbow, abs=1e-2)


@given(turn=st.floats(-60, 60), pitch=st.floats(-10, 50))
def test_turn_and_forward_lean_come_from_the_estimated_depth(turn, pitch):
    assert read("trunk_turn", body(turn=turn)) == pytest.approx(turn, abs=1e-3)
    assert read("forward_lean", body(pitch=pitch)) == pytest.approx(pitch, abs=1e-3)


@pytest.mark.parametrize("kind", FRONT)
@given(data=st.data())
def test_the_mirror_image_is_the_same_on_the_other_side(kind, data):
    how = {n: data.draw(degrees) for n in ("lean", "knee_in", "turn", "tilt")}
    xyz = body(**how, arm=data.draw(st.floats(0, 170)), shift=data.draw(st.floats(-0.3, 0.3)))
    mirrored = xyz[list(MIRROR)] * [-1, 1, 1]
    leg = "left" if KINDS[kind].needs_leg else None
    arm = "left" if KINDS[kind].needs_arm else None
    here = read(kind, xyz, leg=leg, arm=arm)
    there = read(kind, mirrored, leg=OTHER[leg], arm=OTHER[arm])
    # places are counted from the picture's edge, so only their change has a mirror image
    edge = read(kind, body(), leg=leg, arm=arm) if kind == "foot_across" else 0.0
    edge_there = read(kind, body(), leg=OTHER[leg], arm=OTHER[arm]) if kind == "foot_across" else 0.0
    sign = -1 if kind in ODD else 1
    assert sign * (here - edge) == pytest.approx(there - edge_there, abs=1e-3)


def test_a_front_measure_is_not_read_from_the_side_nor_the_other_way_round():
    pose = pose_of(body())
    front, side = build_frame(pose, 0, TRUNK, None), build_frame(pose, 1, TRUNK, None)
    assert math.isnan(read_measure(Measure("m", "lateral_trunk", "M"), side))
    assert math.isnan(read_measure(Measure("m", "trunk_inclination", "M"), front))


def test_the_raised_arm_and_the_bent_leg_are_told_and_kept():
    picker = LimbPicker(TRUNK)
    at = lambda xyz: build_frame(pose_of(xyz), 0, TRUNK, picker)  # noqa: E731
    assert "raised" not in at(body()).arms
    assert "bent" not in at(body()).legs
    assert at(body(arm=150)).arms["raised"] == "left"
    assert at(body()).arms["raised"] == "left"
    assert at(body(shift=-0.4)).legs["bent"].knee == INDEX["right_knee"]
    assert at(body(shift=-0.4)).legs["straight"].knee == INDEX["left_knee"]
    assert isinstance(make_picker(0, TRUNK), LimbPicker)


def test_a_limb_that_is_not_told_reads_as_missing():
    assert math.isnan(read("elbow_bend", body(), arm="raised"))
    assert math.isnan(read("knee_in", body(), leg="bent"))
