from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posecheck.body.pose import Pose, empty_pose
from posecheck.estimation.continuity import GRID, CutFinder, Thumbnail, changed_share, is_other_person

STEP = 1 / 15


def room(seed: int, size: tuple[int, int] = (240, 320)) -> np.ndarray:
    """A picture of large soft patches."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(30, 220, (6, 8, 3)).astype(float)
    return np.kron(coarse, np.ones((size[0] // 6, size[1] // 8, 1))).astype(np.uint8)


def cuts(pictures: list[np.ndarray], step_s: float = STEP) -> list[int]:
    thumbnail, finder = Thumbnail(), CutFinder()
    return [i for i, rgb in enumerate(pictures) if finder.is_cut(thumbnail(rgb), step_s=step_s)]


def with_body(rgb: np.ndarray, x: int, y: int) -> np.ndarray:
    picture = rgb.copy()
    picture[y : y + 130, x : x + 60] = 15
    return picture


def test_a_cut_is_found_once() -> None:
    assert cuts([room(0)] * 10 + [room(1)] * 10 + [room(2)] * 10) == [10, 20]


def test_a_body_that_moves_fast_is_no_cut() -> None:
    pictures = [with_body(room(0), 20 + 24 * min(i, 9), 60 if i % 2 else 90) for i in range(20)]
    assert cuts(pictures) == []


@pytest.mark.parametrize("seed", range(5))
def test_noise_flicker_and_the_light_switch_are_no_cuts(seed: int) -> None:
    rng = np.random.default_rng(seed)
    still = room(3).astype(float)
    noisy = [np.clip(still + rng.normal(0, 15, still.shape), 0, 255).astype(np.uint8) for _ in range(20)]
    flicker = [np.clip(still * (1 + 0.1 * rng.normal()), 0, 255).astype(np.uint8) for _ in range(20)]
    switch = [room(3)] * 10 + [(still * 0.3).astype(np.uint8)] * 10
    dark = [np.clip(still * 0.1 + rng.normal(0, 6, still.shape), 0, 255).astype(np.uint8) for _ in range(20)]
    for pictures in (noisy, flicker, switch, dark):
        assert cuts(pictures) == []


def test_a_camera_that_keeps_moving_is_not_cut_at_every_frame() -> None:
    wide = room(4, (240, 1280))
    assert len(cuts([wide[:, 30 * i : 30 * i + 320].copy() for i in range(30)])) <= 1


def test_the_same_picture_has_not_changed_whatever_its_brightness() -> None:
    a = Thumbnail()(room(0))
    assert a.shape == GRID
    assert changed_share(a, a) == 0
    assert changed_share(a, 0.5 * a + 40) == 0


@pytest.mark.parametrize("size", [(2160, 3840), (480, 640), (97, 129), (20, 17), (3, 2)])
def test_a_thumbnail_keeps_the_mean_at_any_size(size: tuple[int, int]) -> None:
    rgb = np.full((*size, 3), 100, np.uint8)
    seen = Thumbnail()(rgb)
    assert seen.max() == pytest.approx(100, abs=0.01)


def body(x: float, y: float, size: float, time_s: float = 0.0) -> Pose:
    rng = np.random.default_rng(7)
    xy = np.array([x, y]) + size * rng.normal(0, 1, (33, 2))
    return Pose(time_s, xy.astype(np.float32), np.zeros((33, 3), np.float32), np.ones(33, np.float32))


def test_another_person_stands_elsewhere_and_has_other_limbs() -> None:
    before = body(0.5, 0.5, 0.1)
    assert is_other_person(before, body(1.2, 0.5, 0.15, STEP))
    assert not is_other_person(before, body(0.52, 0.5, 0.15, STEP)), "no jump: a bad frame"
    assert not is_other_person(before, body(1.2, 0.5, 0.1, STEP)), "the same limbs: the camera was knocked"
    assert not is_other_person(before, body(1.2, 0.5, 0.15, 3.0)), "in 3 s anyone can walk there"
    assert not is_other_person(before, empty_pose(STEP))
    assert not is_other_person(empty_pose(0.0), replace(before, time_s=STEP))
