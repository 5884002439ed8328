"""Signs of a film: what they are worth on bodies with known angles, and what must not change them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posecheck.body.pose import Pose, empty_pose
from posecheck.body.skeleton import INDEX, MIRROR
from posecheck.rules.recognition.film_signs import LEAST_PICTURES, SIGNS, film_of


def pose(points: dict[str, tuple[float, float]], time_s: float = 0.0) -> Pose:
    """A body of which only the parts named matter; x to the right, y down, in picture heights."""
    xy = np.zeros((33, 2), np.float32)
    for name, at in points.items():
        for side in ("left", "right") if name != "nose" else ("",):
            xy[INDEX[f"{side}_{name}" if side else name]] = at
    return Pose(time_s, xy, np.zeros((33, 3), np.float32), np.ones(33, np.float32))


STANDING = {
    "nose": (0.53, 0.15),
    "ear": (0.5, 0.15),
    "shoulder": (0.5, 0.2),
    "elbow": (0.5, 0.35),
    "wrist": (0.5, 0.5),
    "hip": (0.5, 0.5),
    "knee": (0.5, 0.7),
    "ankle": (0.5, 0.9),
    "heel": (0.5, 0.92),
    "foot_index": (0.57, 0.92),
}


def film(points: dict[str, tuple[float, float]], n: int = 6):
    return film_of([pose(points, i / 15) for i in range(n)])


def sign(points: dict[str, tuple[float, float]], name: str) -> float:
    return float(film(points).signs[name][0])


def test_somebody_who_stands_is_straight_and_high() -> None:
    signs = {name: sign(STANDING, name) for name in SIGNS}
    for name in ("lean", "knee_more", "hip_more", "arm_more", "feet_apart", "head_bent"):
        assert signs[name] == pytest.approx(0, abs=0.1), name
    assert signs["hip_height"] == pytest.approx((0.92 - 0.5) / 0.3, abs=1e-3)
    assert signs["shoulder_height"] == pytest.approx((0.92 - 0.2) / 0.3, abs=1e-3)
    assert signs["hands_below_shoulders"] == pytest.approx(1.0, abs=1e-3)


def test_a_trunk_that_lies_forward_bends_the_hips_and_not_the_knees() -> None:
    bent = STANDING | {"shoulder": (0.8, 0.5), "elbow": (0.8, 0.65), "wrist": (0.8, 0.8), "ear": (0.85, 0.5)}
    assert sign(bent, "lean") == pytest.approx(90, abs=0.1)
    assert sign(bent, "hip_less") == pytest.approx(90, abs=0.1)
    assert sign(bent, "knee_more") == pytest.approx(0, abs=0.1)
    assert sign(bent, "hands_from_feet") == pytest.approx(1.0, abs=1e-3)


def test_a_mirrored_film_and_one_with_left_and_right_mistaken_have_the_same_signs() -> None:
    points = STANDING | {"shoulder": (0.62, 0.22), "knee": (0.45, 0.7)}
    first = pose(points)
    lifted = np.array(first.xy)
    lifted[INDEX["left_ankle"]] = (0.3, 0.7)
    first = replace(first, xy=lifted)
    mirrored = replace(first, xy=(first.xy * [-1, 1] + [1, 0])[list(MIRROR)])
    mistaken = replace(first, xy=first.xy[list(MIRROR)])
    films = [film_of([p] * LEAST_PICTURES) for p in (first, mirrored, mistaken)]
    for name in SIGNS:
        if name == "legs_crossed":
            continue  # the one sign that asks which foot is on which side
        for other in films[1:]:
            assert other.signs[name] == pytest.approx(films[0].signs[name], abs=1e-4), name
    assert films[1].signs["legs_crossed"] == pytest.approx(films[0].signs["legs_crossed"], abs=1e-4)


def test_the_size_of_the_picture_of_somebody_changes_nothing() -> None:
    small = {name: (0.4 * x, 0.4 * y) for name, (x, y) in STANDING.items()}
    for name in SIGNS:
        assert sign(small, name) == pytest.approx(sign(STANDING, name), abs=1e-3), name


def test_pictures_without_anybody_are_left_out_and_a_few_are_no_film() -> None:
    some = [pose(STANDING, 0.0), empty_pose(0.1), *(pose(STANDING, 0.2 + i / 10) for i in range(LEAST_PICTURES))]
    assert len(film_of(some)) == LEAST_PICTURES + 1
    assert len(film_of(some[:3])) == 0
    assert set(film_of([]).signs) == set(SIGNS)
