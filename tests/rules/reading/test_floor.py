"""Lying bodies: facing, view, legs and the measures of bodies on the floor, against closed forms."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.body.skeleton import INDEX
from posecheck.remark import keys_of
from posecheck.rules.exercise.definition import Measure
from posecheck.rules.neutral.calibration import build_frame
from posecheck.rules.reading.legs import (
    FEET_MIXED,
    FEET_MIXED_IN_HEIGHT,
    LEGS_MIXED,
    MOST_MIXED,
    LegMixing,
    LegPicker,
    WorkingSide,
)
from posecheck.rules.reading.measures import read_measure
from posecheck.rules.reading.side_plane import lying_facing_of
from posecheck.rules.reading.view import facing_from, judge_view, view_features
from tests.bodies import bend
from tests.bodies import to_pose as upright_pose
from tests.lying_bodies import JOINT, SHANK, THIGH, Leg, lying, to_pose

ASPECT = 4 / 3
BENT = Leg(50.0, 100.0)


def read(kind, pose, body="supine", leg=None):
    facing = facing_from([view_features(pose, aspect=ASPECT)], body)
    frame = build_frame(pose, facing, view_features(pose, aspect=ASPECT).trunk_length, None)
    return read_measure(Measure("m", kind, "M", leg=leg), frame)


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("prone", [False, True])
def test_body_head_and_near_side_of_a_lying_body(facing, prone):
    pose = to_pose(0.0, lying(near=Leg(), prone=prone), facing=facing)
    view = judge_view([view_features(pose, aspect=ASPECT)] * 5, "prone" if prone else "supine")
    head_right = (facing == 1) == prone
    assert view.body == ("prone" if prone else "supine")
    assert view.head == ("right" if head_right else "left")
    assert view.near_side == ("right" if facing == 1 else "left")
    assert view.camera == "side"
    assert view.advised == ()


@given(yaw=st.floats(-40, 40))
def test_yaw_of_a_lying_body_is_read_from_depth_and_width(yaw):
    pose = to_pose(0.0, lying(near=BENT), yaw_deg=yaw)
    assert judge_view([view_features(pose, aspect=ASPECT)], "supine").yaw_deg == pytest.approx(abs(yaw), abs=0.5)


def test_lying_askew_gets_the_advice_to_lie_along_the_picture():
    for yaw in (20, 60):
        view = judge_view([view_features(to_pose(0.0, lying(near=BENT), yaw_deg=yaw), aspect=ASPECT)], "supine")
        assert "lie_along" in keys_of(view.advised)


def test_somebody_upright_has_no_lying_facing():
    features = view_features(upright_pose(0.0, bend()), aspect=ASPECT)
    assert facing_from([features], "supine") is None
    assert facing_from([features], "standing") == 1
    assert abs(lying_facing_of(upright_pose(0.0, bend()), "supine")) < 0.1


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("prone", [False, True])
@given(hip=st.floats(-30, 140), knee=st.floats(-10, 140), trunk=st.floats(-5, 35))
def test_angles_keep_their_sign_on_back_and_belly(facing, prone, hip, knee, trunk):
    pose = to_pose(0.0, lying(near=Leg(hip, knee), trunk=trunk, prone=prone), facing=facing)
    body = "prone" if prone else "supine"
    assert read("trunk_thigh_flexion", pose, body, "near") == pytest.approx(hip, abs=0.01)
    assert read("knee_flexion", pose, body, "near") == pytest.approx(knee, abs=0.01)
    wanted = 90 - trunk if prone else -90 - trunk
    assert read("trunk_inclination", pose, body) == pytest.approx(wanted, abs=0.01)


@given(ankle=st.floats(-60, 30), arm=st.floats(0, 180), roll=st.floats(-8, 8))
def test_ankle_and_arm_do_not_depend_on_how_the_camera_is_tilted(ankle, arm, roll):
    pose = to_pose(0.0, lying(near=Leg(10.0, 20.0, ankle), arm=arm), roll_deg=roll)
    assert read("ankle_dorsiflexion", pose, leg="near") == pytest.approx(ankle, abs=0.01)
    assert read("arm_elevation", pose) == pytest.approx(arm, abs=0.01)
    assert read("elbow_flexion", pose) == pytest.approx(0.0, abs=0.01)


def test_heights_against_rest_are_true_heights():
    rest = to_pose(0.0, lying(near=BENT))
    lifted = to_pose(0.0, lying(near=BENT, trunk=20.0, head=0.2))
    assert read("hip_height", lifted) - read("hip_height", rest) == pytest.approx(math.sin(math.radians(20)), abs=1e-5)
    assert read("hip_over_shoulder", lifted) == pytest.approx(math.sin(math.radians(20)), abs=1e-5)
    assert read("shoulder_height", lifted) == pytest.approx(read("shoulder_height", rest), abs=1e-5)
    assert read("head_height", lifted) - read("head_height", rest) == pytest.approx(0.2, abs=1e-5)
    assert read("head_over_shoulder", lifted) == pytest.approx(0.2, abs=1e-5)


def test_the_head_thrown_back_is_told_however_far_the_chest_lifts():
    for lift in (0.0, 25.0):
        body = lying(prone=True, trunk=lift)
        trunk = body["shoulder"] - body["hip"]
        body["ear"] = body["shoulder"] + 0.3 * trunk + 0.2 * np.array([-trunk[1], trunk[0]])
        assert read("ear_behind_trunk", to_pose(0.0, body), "prone") == pytest.approx(0.2, abs=1e-5)


def test_heel_and_ankle_height_are_of_the_leg_that_was_named():
    pose = to_pose(0.0, lying(near=Leg(), far=Leg(30.0, 0.0)))
    for kind in ("ankle_height", "heel_height"):
        far, near = (read(kind, pose, leg=leg) for leg in ("far", "near"))
        assert far - near == pytest.approx((THIGH + SHANK + (0.13 if kind == "heel_height" else 0)) / 2, abs=1e-5)
    assert read("knee_height", pose, leg="near") == pytest.approx(read("hip_height", pose), abs=1e-5)


def test_hands_before_and_behind_the_shin():
    body = lying(near=Leg(110.0, 120.0))
    shank = body["near_ankle"] - body["near_knee"]
    outward = np.array([-shank[1], shank[0]]) / np.hypot(*shank)  # the shin's side, away from the thigh
    for amount in (0.15, -0.2):
        body["wrist"] = body["near_knee"] + 0.3 * shank + amount * outward
        assert read("hand_before_shin", to_pose(0.0, body), leg="near") == pytest.approx(amount, abs=1e-5)


def test_the_face_tells_back_from_belly():
    assert read("nose_before_ear", to_pose(0.0, lying())) == pytest.approx(0.16, abs=1e-5)
    assert read("nose_before_ear", to_pose(0.0, lying(prone=True)), "prone") == pytest.approx(0.16, abs=1e-5)
    assert read("nose_before_ear", to_pose(0.0, lying(prone=True))) == pytest.approx(-0.16, abs=1e-5)


def points_of(near, far, facing=1):
    pose = to_pose(0.0, lying(near=near, far=far), facing=facing)
    return pose.xy * np.array([facing, -1.0]), view_features(pose, aspect=ASPECT).trunk_length


@pytest.mark.parametrize("facing", [1, -1])
def test_the_leg_at_work_is_told_by_geometry(facing):
    near, far = ("right", "left") if facing == 1 else ("left", "right")
    both, trunk = points_of(BENT, BENT, facing)
    picker = LegPicker(facing, trunk)
    legs = picker.pick(both)
    assert legs["drawn"] == legs["raised"] == legs["near"] == legs[near]
    legs = picker.pick(points_of(BENT, Leg(110.0, 120.0), facing)[0])
    assert legs["drawn"] == legs["raised"] == legs["far"] == legs[far]
    assert legs["outstretched"] == legs["lowered"] == legs["near"]
    assert picker.pick(both)["drawn"] == legs["far"], "once told, it stays"


def test_labels_that_change_places_in_mid_air_do_not_change_the_side():
    side = WorkingSide()
    together = [side.step(t / 10, "left", apart=False) for t in range(10)]
    parted = [side.step(1 + t / 10, "left", apart=True) for t in range(10)]
    swapped = [side.step(2 + t / 10, "right", apart=t > 3) for t in range(40)]
    assert together == [None] * 10
    assert parted + swapped == ["left"] * 50
    assert [side.step(6 + t / 10, "right", apart=False) for t in range(15)][-1] is None
    assert side.step(8, "right", apart=True) == "right"


def test_only_the_legs_that_are_asked_for_are_given():
    points, trunk = points_of(BENT, BENT)
    assert set(LegPicker(1, trunk, {"drawn", "near"}).pick(points)) == {"drawn", "near"}


def test_a_missing_knee_leaves_the_choice_as_it_was():
    points, trunk = points_of(BENT, Leg(110.0, 120.0))
    picker = LegPicker(1, trunk)
    before = picker.pick(points)["drawn"]
    points[25:29] = np.nan
    assert picker.pick(points)["drawn"] == before


def test_made_up_bodies_lie_on_the_floor():
    assert lying()["hip"][1] == lying()["shoulder"][1] == JOINT


def test_legs_that_move_against_each_other_are_mixed_up_and_one_that_moves_alone_is_not() -> None:
    def mixed(right_way: float, joints: tuple[str, ...] = ("knee", "ankle"), axis: int = 0) -> dict[str, list[float]]:
        watch, found = LegMixing(), []
        for i in range(8):
            points = np.zeros((33, 2))
            for name, way in (("left", 1.0), ("right", right_way)):
                points[[INDEX[f"{name}_{joint}"] for joint in joints], axis] = 0.02 * way * math.sin(i)
            found.append(watch.step(i / 15, points, 0.2))
        return {name: [step[name] for step in found] for name in found[0]}

    def are_mixed(found: dict[str, list[float]]) -> set[str]:
        return {name for name, steps in found.items() if np.mean(steps[1:]) > MOST_MIXED}

    assert all(math.isnan(steps[0]) for steps in mixed(-1.0).values()), "one frame has no speed"
    assert are_mixed(mixed(-1.0)) == {LEGS_MIXED, FEET_MIXED}
    assert are_mixed(mixed(-1.0, axis=1)) == {LEGS_MIXED, FEET_MIXED, FEET_MIXED_IN_HEIGHT}
    assert are_mixed(mixed(-1.0, ("ankle",))) == {FEET_MIXED}
    assert are_mixed(mixed(-1.0, ("knee",))) == {LEGS_MIXED}
    assert not are_mixed(mixed(0.0))
    assert not are_mixed(mixed(1.0))
