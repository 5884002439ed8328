"""The pinhole camera against closed forms."""

import math

import numpy as np
import pytest

from benchmarks.synthetic.anthropometry import Body
from benchmarks.synthetic.camera import LEGS, TRUNK, Camera, direction
from benchmarks.synthetic.kinematics import fk
from benchmarks.synthetic.landmarks import landmarks
from benchmarks.synthetic.movements import MOVEMENTS
from benchmarks.synthetic.spec import CameraSpec, ClipSpec, Variation
from posecheck.body.skeleton import INDEX

BODY = Body()
FOCAL = 240 / math.tan(math.radians(25))


def in_front(distance: float = 3.0, **options: float) -> Camera:
    """At the height of its target, looking along -z."""
    return Camera.aimed((0.0, 1.0, distance), (0.0, 1.0, 0.0), **options)


def clip_camera(exercise: str = "standing_forward_bend", *, seed: int = 1, **camera: float) -> Camera:
    return Camera.for_spec(ClipSpec(exercise, seed=seed, camera=CameraSpec(**camera)), BODY, MOVEMENTS[exercise])


def test_a_point_on_the_axis_is_in_the_middle() -> None:
    pixels, depth = in_front().project([0.0, 1.0, 0.5])
    assert pixels == pytest.approx([320, 240])
    assert depth == pytest.approx(2.5)


def test_a_known_offset() -> None:
    """The person's left (+x) is at the right of a picture from in front; up is towards smaller rows."""
    pixels, _ = in_front().project([0.3, 1.2, 0.0])
    assert pixels == pytest.approx([320 + FOCAL * 0.1, 240 - FOCAL * 0.2 / 3])


def test_twice_the_distance_halves_the_size() -> None:
    top, bottom = (0.0, 1.5, 0.0), (0.0, 0.5, 0.0)
    sizes = [np.ptp(in_front(distance).project([top, bottom])[0][:, 1]) for distance in (2.0, 4.0)]
    assert sizes[0] == pytest.approx(2 * sizes[1])


def test_pitch_moves_the_target_up_by_that_angle() -> None:
    pixels, _ = in_front(pitch_deg=10).project([0.0, 1.0, 0.0])
    assert 240 - pixels[1] == pytest.approx(FOCAL * math.tan(math.radians(10)))


def test_roll_turns_the_picture() -> None:
    """A camera that is tilted clockwise shows what is at the right above the middle."""
    pixels, _ = in_front(roll_deg=90).project([0.3, 1.0, 0.0])
    away = pixels - [320, 240]
    assert np.linalg.norm(away) == pytest.approx(FOCAL * 0.1)
    assert abs(away[0]) < 1e-6


def test_the_axes_are_orthonormal() -> None:
    axes = Camera.aimed((1.0, 2.0, 3.0), (0.2, 0.5, 0.0), pitch_deg=7, roll_deg=-12).axes
    assert axes @ axes.T == pytest.approx(np.eye(3))
    assert np.linalg.det(axes) == pytest.approx(-1)  # right, up, forward is a left-handed order


def test_rays_go_through_their_pixels() -> None:
    camera = Camera.aimed((1.0, 2.0, 3.0), (0.2, 0.5, 0.0), width=64, height=48, roll_deg=5)
    points = camera.position + 2.5 * camera.rays()
    pixels, depth = camera.project(points)
    columns, rows = np.meshgrid(np.arange(64) + 0.5, np.arange(48) + 0.5)
    assert pixels == pytest.approx(np.stack([columns, rows], -1))
    assert depth == pytest.approx(np.full((48, 64), 2.5))


def test_a_narrow_picture_keeps_the_width_in_view() -> None:
    assert in_front(width=480, height=640).focal_px == pytest.approx(FOCAL * 0.75)


@pytest.mark.parametrize("exercise", ["standing_forward_bend", "kneeling_hip_flexor", "side_bend"])
@pytest.mark.parametrize("yaw", [10, 30, 45])
def test_yaw_turns_the_person_by_that_angle(exercise: str, yaw: float) -> None:
    straight, turned = clip_camera(exercise), clip_camera(exercise, yaw_deg=yaw)
    assert abs(turned.azimuth_deg - straight.azimuth_deg) == pytest.approx(yaw)
    assert turned.distance_m == pytest.approx(straight.distance_m)


def test_yaw_turns_the_front_towards_the_camera() -> None:
    assert abs(clip_camera("kneeling_hip_flexor", yaw_deg=30).azimuth_deg) < 65


def test_distance_height_and_facing() -> None:
    assert clip_camera(distance=1.5).distance_m == pytest.approx(1.5 * clip_camera().distance_m)
    assert clip_camera(height_m=0.2).position[1] == pytest.approx(0.2)
    assert clip_camera().facing == "left"
    assert clip_camera("kneeling_hip_flexor").facing == "right"
    assert clip_camera("side_bend").facing is None


def test_the_small_differences_stay_small() -> None:
    cameras = [clip_camera(seed=seed) for seed in range(30)]
    azimuths = [camera.azimuth_deg for camera in cameras]
    assert 87 <= min(azimuths) < max(azimuths) <= 93
    shares = [camera.distance_m / (1.55 * BODY.height) for camera in cameras]
    assert 0.97 <= min(shares) < max(shares) <= 1.12


@pytest.mark.parametrize(
    "exercise", ["standing_forward_bend", "side_bend", "bridge", "superman", "seated_forward_bend", "roll_down"]
)
def test_cropped_legs_leave_the_trunk(exercise: str) -> None:
    spec = ClipSpec(exercise, variation=Variation(cropped_legs=True))
    points = landmarks(BODY, fk(BODY, MOVEMENTS[exercise].pose(BODY, 0.0, MOVEMENTS[exercise].right)))
    pixels, _ = Camera.for_spec(spec, BODY, MOVEMENTS[exercise]).project(points)
    inside = ((pixels >= 0) & (pixels <= [640, 480])).all(1)
    assert not inside[LEGS].any()
    assert inside[TRUNK].all()


def test_a_kneeling_person_keeps_the_hips_and_loses_the_feet() -> None:
    movement = MOVEMENTS["kneeling_hip_flexor"]
    spec = ClipSpec("kneeling_hip_flexor", variation=Variation(cropped_legs=True))
    points = landmarks(BODY, fk(BODY, movement.pose(BODY, 0.0, movement.right)))
    rows = Camera.for_spec(spec, BODY, movement).project(points)[0][:, 1]
    assert rows[[INDEX["left_ankle"], INDEX["right_ankle"]]].min() > 480
    assert rows[[INDEX["left_hip"], INDEX["right_hip"]]].max() < 480


def test_direction_is_a_unit_vector() -> None:
    assert direction(0, 0) == pytest.approx([0, 0, 1])
    assert direction(33, 90) == pytest.approx([0, 1, 0])
