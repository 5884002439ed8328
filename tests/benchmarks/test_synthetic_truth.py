import numpy as np
import pytest

from benchmarks.synthetic.anthropometry import Body
from benchmarks.synthetic.kinematics import BodyPose, LegAngles, fk, mirror_pose
from benchmarks.synthetic.landmarks import landmarks
from benchmarks.synthetic.movements import MOVEMENTS
from benchmarks.synthetic.truth import body_angles, mirror_angles, mirror_pixels, mirror_points, plane_angles
from posecheck.body import geometry
from posecheck.body.skeleton import INDEX

BODY = Body(height=1.7, woman=1, build=0.4, lordosis=1.2, kyphosis=0.8)


def angles_of(pose):
    bones = fk(BODY, pose)
    points = landmarks(BODY, bones)
    return plane_angles(points), body_angles(pose, bones, points)


def test_standing_at_ease():
    plane, angles = angles_of(BodyPose(legs={s: LegAngles(0, 0, knee=0) for s in "LR"}))
    for name in ("HF_L", "HF_R"):
        assert plane[name] == pytest.approx(plane["TI"])
    for name in ("KF_L", "SHI_R", "KNEE_FWD_L", "ST", "PT", "LT"):
        assert plane[name] == pytest.approx(0, abs=1e-9), name
    assert plane["HH"] == pytest.approx(BODY.hip_height)
    assert angles["knee_L"] == pytest.approx(180, abs=0.01)
    assert angles["lumbar_flexion"] == 0


@pytest.mark.parametrize("tilt", [-20, 35, 80])
def test_a_tilted_pelvis_tilts_the_trunk_by_as_much(tilt):
    upright, _ = angles_of(BodyPose())
    plane, angles = angles_of(BodyPose(pelvis=(tilt, 0, 0)))
    assert plane["TI"] - upright["TI"] == pytest.approx(tilt)
    assert plane["ESH"] == pytest.approx(upright["ESH"])
    assert angles["pelvic_tilt"] == pytest.approx(tilt)


@pytest.mark.parametrize(("hip", "knee"), [(45, 10), (90, 100), (-15, 0), (20, -12)])
def test_one_bent_leg(hip, knee):
    upright, _ = angles_of(BodyPose())
    plane, angles = angles_of(BodyPose(legs={"L": LegAngles(hip, 0, knee=knee), "R": LegAngles(0, 0, knee=0)}))
    assert plane["HF_L"] - upright["TI"] == pytest.approx(hip)
    assert plane["KF_L"] == pytest.approx(knee)
    assert plane["SHI_L"] == pytest.approx(knee - hip)
    assert plane["KNEE_FWD_L"] == pytest.approx(np.sin(np.radians(knee - hip)))
    assert angles["knee_L"] == pytest.approx(180 - abs(knee), abs=0.01)
    assert plane["KF_R"] == pytest.approx(0, abs=1e-9)


def test_a_dropped_chin_and_a_raised_one():
    upright, chin_down, chin_up = (angles_of(BodyPose(neck=(a, 0, 0)))[0]["ESH"] for a in (0, 30, -30))
    assert chin_down < upright - 10
    assert chin_up > upright + 10


def test_to_the_side():
    plane, angles = angles_of(BodyPose(pelvis=(0, 9, 0), lumbar=(0, 20, 0)))
    assert plane["PT"] == pytest.approx(9)
    assert angles["hip_tilt"] == pytest.approx(9)
    assert plane["ST"] == pytest.approx(9 - 20)


@pytest.mark.parametrize("exercise", MOVEMENTS)
def test_truth_agrees_with_the_products_definitions(exercise):
    """Written twice, so that a slip in one shows; on postures of every kind, lying ones too."""
    movement = MOVEMENTS[exercise]
    points = landmarks(BODY, fk(BODY, movement.pose(BODY, 0.8, movement.right)))
    plane, side = plane_angles(points), points[:, [2, 1]]
    shoulder, hip, ear = (
        (side[INDEX[f"left_{n}"]] + side[INDEX[f"right_{n}"]]) / 2 for n in ("shoulder", "hip", "ear")
    )
    knee, ankle = side[INDEX["left_knee"]], side[INDEX["left_ankle"]]
    assert plane["TI"] == pytest.approx(geometry.inclination(hip, shoulder))
    assert plane["HF_L"] == pytest.approx(geometry.trunk_thigh_flexion(shoulder, hip, knee))
    assert plane["KF_L"] == pytest.approx(geometry.knee_flexion(hip, knee, ankle))
    assert plane["ESH"] == pytest.approx(geometry.ear_shoulder_hip(ear, shoulder, hip))


def test_many_frames_at_once_give_the_same():
    movement = MOVEMENTS["side_bend"]
    points = np.stack([landmarks(BODY, fk(BODY, movement.pose(BODY, u, movement.right))) for u in (0.0, 0.5, 1.0)])
    points[1] = np.nan
    together = plane_angles(points)
    assert all(np.isnan(values[1]) for values in together.values())
    for name, value in plane_angles(points[2]).items():
        assert together[name][2] == pytest.approx(value)


@pytest.mark.parametrize("exercise", ["kneeling_hip_flexor", "side_bend", "supine_twist"])
def test_the_mirror_image_has_the_mirrored_truth(exercise):
    movement = MOVEMENTS[exercise]
    pose = movement.pose(BODY, 0.7, movement.right)
    (plane, angles), (other_plane, other_angles) = angles_of(pose), angles_of(mirror_pose(pose))
    mirrored = mirror_angles(plane) | mirror_angles(angles)
    for name, value in (other_plane | other_angles).items():
        assert mirrored[name] == pytest.approx(value, abs=1e-4), name


def test_mirroring_twice_changes_nothing():
    rng = np.random.default_rng(1)
    points, pixels = rng.normal(size=(2, 33, 3)), rng.uniform(0, 640, (2, 33, 2))
    assert mirror_points(mirror_points(points)) == pytest.approx(points)
    assert mirror_pixels(mirror_pixels(pixels, 640), 640) == pytest.approx(pixels)
    assert mirror_pixels(pixels, 640)[0, INDEX["left_hip"], 0] == pytest.approx(640 - pixels[0, INDEX["right_hip"], 0])


# Computed once with the generator that this package was ported from.
FROM_ORIGINAL = {
    ("roll_down", None, 0.5): {"TI": 20.2512, "HF_L": 22.5015, "KF_R": 3.5986, "ESH": 131.1012, "pelvic_tilt": 0.3002},
}


@pytest.mark.parametrize("case", FROM_ORIGINAL)
def test_angles_are_those_of_the_original_generator(case):
    exercise, fault, u = case
    movement = MOVEMENTS[exercise]
    plane, angles = angles_of(movement.pose(BODY, u, movement.numbers(fault, 1.0, {})))
    for name, value in FROM_ORIGINAL[case].items():
        assert (plane | angles)[name] == pytest.approx(value, abs=2e-4), name
