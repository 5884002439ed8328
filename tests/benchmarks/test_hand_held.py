from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.synthetic.arms import ARMS, with_arms
from benchmarks.synthetic.clips import render_frames
from benchmarks.synthetic.hand_held import hand_at, moved_picture, moved_pixels
from benchmarks.synthetic.kinematics import BodyPose
from benchmarks.synthetic.sensor import random_sensor
from benchmarks.synthetic.simulate import simulate
from benchmarks.synthetic.spec import ClipSpec, Home, Repetition, Variation
from posecheck.body.skeleton import INDEX

HOME = Home((Repetition(0.5, 0.2, 0.5),), setup_s=0.2, end_s=0.1)
FIRM = ClipSpec("standing_forward_bend", home=HOME, width=160, height=120, fps=5)
HELD = replace(FIRM, home=replace(HOME, drift=0.03, lean_deg=8.0))


def test_a_firm_camera_moves_nothing() -> None:
    assert hand_at(FIRM, 1.0) is None
    assert hand_at(ClipSpec("bridge"), 1.0) is None
    picture = np.zeros((120, 160, 3), np.uint8)
    assert moved_picture(FIRM, 1.0, picture) is picture


def test_a_hand_leans_over_by_as_much_as_is_asked() -> None:
    line = np.array([[[10.0, 60.0], [150.0, 60.0]]])
    (moved,) = moved_pixels(HELD, np.array([20.0]), line)
    way = moved[1] - moved[0]
    assert abs(np.degrees(np.arctan2(way[1], way[0]))) == pytest.approx(8.0)
    assert np.linalg.norm(way) == pytest.approx(140.0)


def test_the_truth_moves_with_the_picture() -> None:
    picture = np.zeros((120, 160, 3), np.uint8)
    picture[38:43, 58:63] = 255  # its middle is at (60.5, 40.5)
    moved = moved_picture(HELD, 7.0, picture)[..., 0].astype(float)
    rows, columns = np.indices(moved.shape) + 0.5
    middle = [float((columns * moved).sum() / moved.sum()), float((rows * moved).sum() / moved.sum())]
    (told,) = moved_pixels(HELD, np.array([7.0]), np.array([[[60.5, 40.5]]]))
    assert middle == pytest.approx(told[0].tolist(), abs=0.05)
    firm, held = simulate(FIRM), simulate(HELD)
    assert held.landmarks_m == pytest.approx(firm.landmarks_m)
    assert np.abs(held.landmarks_px - firm.landmarks_px).max() > 0.5


def test_the_person_is_drawn_where_the_truth_says() -> None:
    truth = simulate(HELD)
    for k, frame in enumerate(render_frames(HELD)):
        hip = truth.landmarks_px[k, [INDEX["left_hip"], INDEX["right_hip"]]].mean(0)
        assert frame.silhouette[int(hip[1]), int(hip[0])]


def test_arms_are_elsewhere_and_the_rest_is_not() -> None:
    own = simulate(FIRM)
    pose = BodyPose()
    assert with_arms(pose, "") is pose
    for name in set(ARMS) - {"hanging"}:
        other = simulate(replace(FIRM, home=replace(HOME, arms=name)))
        moved = np.linalg.norm(other.landmarks_m - own.landmarks_m, axis=2).max(0)
        assert moved[INDEX["left_wrist"]] > 0.2, name
        assert moved[[INDEX["left_hip"], INDEX["right_shoulder"], INDEX["nose"]]] == pytest.approx(0, abs=1e-9)


def test_less_light_is_darker_and_has_more_grain() -> None:
    day = random_sensor(3, 1.0, Variation())
    evening = random_sensor(3, 1.0, Variation(), light=0.4)
    assert evening.exposure == pytest.approx(0.4 * day.exposure)
    assert evening.noise > day.noise
