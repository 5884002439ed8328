"""What one camera tells of how the person stands to it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posecheck.language.sentences import in_words
from posecheck.remark import keys_of
from posecheck.rules.reading.legs import LegPicker
from posecheck.rules.reading.side_plane import sagittal_points
from posecheck.rules.reading.view import judge_view, view_features
from tests.bodies import Shot, bend, lunge, to_pose

ASPECT = 640 / 480


def view(body: dict[str, np.ndarray], shot: Shot | None = None):
    return judge_view([view_features(to_pose(0.0, body, shot), aspect=ASPECT)] * 5)


@pytest.mark.parametrize(("body", "name"), [(lunge(), "kneeling"), (bend(), "standing")])
@pytest.mark.parametrize("facing", [1, -1])
def test_body_facing_and_near_side(body: dict[str, np.ndarray], name: str, facing: int) -> None:
    seen = view(body, Shot(facing=facing))
    assert (seen.body, seen.camera, seen.head) == (name, "side", "up")
    assert (seen.facing, seen.near_side) == (("right", "right") if facing == 1 else ("left", "left"))
    assert seen.advised == ()


def test_sitting_is_told_from_kneeling() -> None:
    body = lunge()
    low = {k: v - np.array([0, 0.75]) if k in ("hip", "shoulder", "ear") else v for k, v in body.items()}
    assert view(low).body == "sitting"


@pytest.mark.parametrize("yaw", [0, 10, 20, 30, 45, 60, 80])
def test_yaw_is_read(yaw: float) -> None:
    assert view(bend(), Shot(yaw_deg=yaw)).yaw_deg == pytest.approx(yaw, abs=2)


@pytest.mark.parametrize(
    ("yaw", "camera", "said"),
    [
        (10, "side", None),
        (20, "side", "a little more"),
        (40, "oblique", "Turn side-on: your right"),
        (85, "front", "Turn side-on"),
    ],
)
def test_advice_to_turn(yaw: float, camera: str, said: str | None) -> None:
    seen = view(bend(), Shot(yaw_deg=yaw))
    assert seen.camera == camera
    assert seen.advised == () if said is None else said in in_words(seen.advised[0])


@pytest.mark.parametrize(
    ("shot", "said"),
    [
        (Shot(floor=(0.65, 1.2)), "feet"),
        (Shot(floor=(0.65, 0.45)), "head"),
        (Shot(floor=(1.36, 0.85)), "wholly"),
        (Shot(trunk=0.07), "Come closer"),
        (Shot(brightness=0.05), "dark"),
        (Shot(people=2), "Two people"),
    ],
)
def test_each_advice(shot: Shot, said: str) -> None:
    assert any(said in in_words(r) for r in view(bend(), shot).advised)


def test_a_person_who_faces_the_camera_has_no_facing_and_no_near_side() -> None:
    seen = view(bend(), Shot(yaw_deg=88))
    assert seen.facing is None
    assert seen.near_side is None


def test_nobody_is_told_to_step_into_the_picture() -> None:
    empty = replace(view_features(to_pose(0, bend()), aspect=ASPECT), found=False)
    assert keys_of(judge_view([empty]).advised) == ("body_out",)


# ------------------------------------------------------------------ legs by geometry


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("swap", [False, True])
def test_the_rear_leg_is_the_one_behind_whatever_its_label(facing: int, swap: bool) -> None:
    pose = to_pose(0, lunge(), Shot(facing=facing, swap_legs=swap))
    points = sagittal_points(pose, facing)
    legs = LegPicker(facing, 0.2).pick(points)
    assert points[legs["rear"].knee, 0] < points[legs["front"].knee, 0]
    assert points[legs["rear"].ankle, 0] < points[legs["front"].ankle, 0]


def test_knees_that_pass_each_other_keep_their_roles() -> None:
    """Standing close, order cannot tell; what continues the frame before is kept."""
    picker = LegPicker(1, 0.2)
    first = sagittal_points(to_pose(0, lunge()), 1)
    rear = picker.pick(first)["rear"].knee
    close = first.copy()
    other = 25 if rear == 26 else 26
    close[other] = close[rear] - np.array([0.01, 0.0])
    assert picker.pick(close)["rear"].knee == rear
