"""The trunk's own frame, and what may hide its outline."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.body.pose import STATIONS, Pose
from posecheck.body.skeleton import INDEX
from posecheck.body.trunk_outline import on_arm, trunk_frame, why_unseen
from tests.bodies import Shot, bend, outline_of, to_pose

MIDDLE = np.abs(STATIONS - 0.5) < 0.06


def standing(**joints: tuple[float, float]) -> Pose:
    """A standing person facing right, wrists and elbows where they are put: along the chord and behind it."""
    pose = to_pose(0.0, bend(), Shot())
    frame = trunk_frame(pose.xy)
    assert frame is not None
    xy = pose.xy.copy()
    for side in ("left", "right"):
        for part in ("elbow", "wrist", "index"):
            along, behind = joints.get(part, joints.get("elbow", (0.3, -0.6)))
            xy[INDEX[f"{side}_{part}"]] = frame.to_picture(np.array(along), np.array(-behind))
    return replace(pose, xy=xy, outline=outline_of(0.0))


@given(st.floats(-180, 180), st.floats(-0.5, 1.5), st.floats(-1, 1), st.floats(0.05, 0.8))
def test_to_the_trunk_and_back(turn_deg: float, along: float, across: float, size: float) -> None:
    xy = np.zeros((33, 2))
    way = size * np.array([math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))])
    xy[[INDEX["left_shoulder"], INDEX["right_shoulder"]]] = way
    frame = trunk_frame(xy + 0.4)
    assert frame is not None
    point = frame.to_picture(np.array(along), np.array(across))
    np.testing.assert_allclose(frame.to_trunk(point), [along, across], atol=1e-9)
    np.testing.assert_allclose(frame.to_picture(np.array(1.0), np.array(0.0)), way + 0.4, atol=1e-9)


def test_facing_right_the_belly_is_side_0() -> None:
    frame = trunk_frame(standing().xy)
    assert frame is not None
    assert frame.across[0] > 0.99


def test_without_hips_or_shoulders_there_is_no_frame() -> None:
    assert trunk_frame(np.full((33, 2), np.nan)) is None
    assert trunk_frame(np.zeros((33, 2))) is None


@pytest.mark.parametrize(
    ("elbow_behind", "hidden"), [(0.0, False), (0.05, False), (0.14, True), (0.2, True), (0.28, True), (0.4, False)]
)
def test_an_arm_hides_the_edge_that_lies_in_its_thickness(elbow_behind: float, hidden: bool) -> None:
    pose = standing(elbow=(0.5, elbow_behind))
    assert pose.outline is not None
    covered = on_arm(pose.xy, pose.visibility, pose.outline)
    assert covered[1, MIDDLE].all() == hidden
    assert not covered[0, MIDDLE].any()


def test_an_elbow_that_sticks_out_hides_an_edge_far_beyond_its_landmark() -> None:
    pose = standing(elbow=(0.5, 0.2))
    bulging = outline_of(0.0)
    bulging[1] += 0.2
    assert on_arm(pose.xy, pose.visibility, bulging)[1, MIDDLE].all()
    inside = standing(elbow=(0.5, 0.1))
    assert not on_arm(inside.xy, inside.visibility, bulging)[1, MIDDLE].any()


def test_a_guessed_arm_hides_nothing() -> None:
    pose = standing(elbow=(0.5, 0.2))
    assert pose.outline is not None
    assert not on_arm(pose.xy, np.full(33, 0.2), pose.outline).any()


def test_the_reason_is_that_of_most_of_what_is_missing() -> None:
    seen = standing()
    assert why_unseen(seen, side=1, aspect=4 / 3) is None
    gone = np.full((2, len(STATIONS)), np.nan)
    assert why_unseen(replace(seen, outline=gone), side=1, aspect=4 / 3) == "edge"
    hand = standing(elbow=(0.75, 0.2), wrist=(0.4, 0.2), index=(0.1, 0.2))
    assert why_unseen(replace(hand, outline=gone), side=1, aspect=4 / 3) == "arm"
    shifted = seen.xy - np.array([seen.xy[:, 0].min() - 0.02, 0], np.float32)
    assert why_unseen(replace(seen, xy=shifted, outline=gone), side=1, aspect=4 / 3) == "border"
    nobody = replace(seen, xy=np.full((33, 2), np.nan))
    assert why_unseen(nobody, side=1, aspect=4 / 3) == "nobody"
