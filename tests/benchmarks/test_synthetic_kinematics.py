import numpy as np
import pytest

from benchmarks.synthetic.anthropometry import Body
from benchmarks.synthetic.kinematics import BodyPose, Frames, LegAngles, Reach, fk, mirror_pose, two_bone
from benchmarks.synthetic.landmarks import landmarks
from benchmarks.synthetic.movements import MOVEMENTS
from benchmarks.synthetic.population import random_body
from benchmarks.synthetic.rotations import rotate_part_of_the_way, rx, ry, rz
from benchmarks.synthetic.truth import mirror_points
from posecheck.body.skeleton import INDEX

BODY = Body(height=1.7, woman=1, build=0.4, lordosis=1.2, kyphosis=0.8)
FORWARD = np.array([0.0, 0.0, 1.0])
ORIGIN = np.zeros(3)


def test_two_bones_reach_their_target_with_the_joint_toward_the_pole():
    target = np.array([0.1, -0.5, 0.2])
    upper, lower, middle, end = two_bone(ORIGIN, target, 0.4, 0.3, FORWARD, 1.0)
    assert end == pytest.approx(target)
    assert np.linalg.norm(middle) == pytest.approx(0.4)
    assert np.linalg.norm(end - middle) == pytest.approx(0.3)
    assert upper @ [0, -0.4, 0] == pytest.approx(middle)
    assert middle + lower @ [0, -0.3, 0] == pytest.approx(end)
    along = target / np.linalg.norm(target)
    assert (middle - along * (middle @ along)) @ FORWARD > 0


def test_two_bones_follow_the_law_of_cosines():
    target = np.array([0.0, -0.5, 0.0])
    _, _, middle, _ = two_bone(ORIGIN, target, 0.4, 0.3, FORWARD, 1.0)
    # 3-4-5: a right angle at the middle joint
    assert middle @ (middle - target) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("distance", [0.7, 0.9, 5.0])
def test_a_limb_never_locks_however_far_the_target(distance):
    _, _, middle, end = two_bone(ORIGIN, np.array([0.0, -distance, 0.0]), 0.4, 0.3, FORWARD, 1.0)
    assert np.linalg.norm(end) == pytest.approx(0.7 * 0.9995)
    assert middle[2] > 0


def test_a_target_too_near_folds_the_limb():
    _, _, _, end = two_bone(ORIGIN, np.array([0.0, -0.01, 0.0]), 0.4, 0.3, FORWARD, 1.0)
    assert np.linalg.norm(end) == pytest.approx(0.101)


@pytest.mark.parametrize(("flexion", "knee"), [(0, 0), (30, 60), (90, 90), (-10, 5)])
def test_a_leg_by_angles_is_where_trigonometry_puts_it(flexion, knee):
    leg = LegAngles(flexion, 0.0, knee=knee)
    bones = fk(BODY, BodyPose(legs={"L": leg}))
    a, b = np.radians(flexion), np.radians(flexion - knee)
    at_knee = bones.O["thighL"] + BODY.thigh * np.array([0, -np.cos(a), np.sin(a)])
    assert bones.O["shankL"] == pytest.approx(at_knee)
    assert bones.O["footL"] == pytest.approx(at_knee + BODY.shank * np.array([0, -np.cos(b), np.sin(b)]))


@pytest.mark.parametrize("exercise", MOVEMENTS)
def test_bones_keep_their_lengths_in_every_movement(exercise):
    body, movement = random_body(np.random.default_rng(4)), MOVEMENTS[exercise]
    for u in (0.0, 0.5, 1.0):
        o = fk(body, movement.pose(body, u, movement.right)).O
        for side in "LR":
            assert np.linalg.norm(o[f"shank{side}"] - o[f"thigh{side}"]) == pytest.approx(body.thigh)
            assert np.linalg.norm(o[f"foot{side}"] - o[f"shank{side}"]) == pytest.approx(body.shank)
            assert np.linalg.norm(o[f"hand{side}"] - o[f"fa{side}"]) == pytest.approx(body.forearm)


def test_standing_at_ease_reaches_body_height():
    # the crown is about 0.08 body heights above the joint under the skull
    top = fk(BODY, BodyPose()).O["head"][1] / BODY.height
    assert 0.90 < top < 0.94
    assert BODY.hip_height + BODY.trunk_factor * 0.470 * BODY.height == pytest.approx(BODY.height)


def test_a_knee_can_be_pushed_back():
    foot = np.array([BODY.half_hip_width, BODY.ankle_height, 0.0])
    at = np.array([0.0, BODY.hip_height - 0.02, 0.0])
    knees = {}
    for backward in (False, True):
        leg = Reach(foot, -FORWARD if backward else FORWARD, np.eye(3), backward)
        bones = fk(BODY, BodyPose(pelvis_at=at, legs={"L": leg}))
        knees[backward] = bones.O["shankL"][2]
        assert bones.R["thighL"][0, 0] > 0.99  # the thigh does not turn round
    assert knees[True] == pytest.approx(-knees[False])


@pytest.mark.parametrize("exercise", ["kneeling_hip_flexor", "side_bend", "supine_twist", "pigeon"])
def test_the_mirrored_pose_is_the_mirror_image(exercise):
    movement = MOVEMENTS[exercise]
    pose = movement.pose(BODY, 0.7, movement.right)
    here, there = (landmarks(BODY, fk(BODY, p)) for p in (pose, mirror_pose(pose)))
    assert there == pytest.approx(mirror_points(here), abs=1e-9)


def test_limbs_by_their_rotations_are_the_same_limbs():
    movement = MOVEMENTS["kneeling_hip_flexor"]
    pose = movement.pose(BODY, 0.7, movement.right)
    bones = fk(BODY, pose)
    legs = {s: Frames(*(bones.R[f"{n}{s}"] for n in ("thigh", "shank", "foot"))) for s in ("L", "R")}
    again = fk(BODY, BodyPose(pelvis_at=pose.pelvis_at, pelvis=pose.pelvis, legs=legs))
    assert again.O["toesL"] == pytest.approx(bones.O["toesL"])


@pytest.mark.parametrize("angle", [0.0, 30.0, 120.0, 180.0])
def test_half_of_a_rotation_twice_is_the_rotation(angle):
    start, turn = ry(20) @ rz(10), rx(angle)
    half = rotate_part_of_the_way(start, start @ turn, 0.5)
    assert half @ half.T == pytest.approx(np.eye(3))
    assert half @ (start.T @ half) == pytest.approx(start @ turn, abs=1e-9)
    assert rotate_part_of_the_way(start, start @ turn, 0.25) == pytest.approx(start @ rx(angle / 4), abs=1e-9)


# Computed once with the generator that this package was ported from: exercise, fault, amplitude, numbers that have
# been changed since, points and angles.
ORIGINAL_LUNGE = {"pelvis": -9.0, "lumbar": 9.0, "thorax": 2.0}
FROM_ORIGINAL = [
    (
        ("kneeling_hip_flexor", None, 0.6, ORIGINAL_LUNGE),
        {
            "left_ear": (0.074800, 1.146626, 0.052472),
            "right_wrist": (0.058382, 0.577168, 0.327689),
            "left_knee": (0.117882, 0.483668, 0.446689),
            "right_foot_index": (-0.091800, 0.051385, -0.646545),
        },
    ),
    (
        ("roll_down", None, 0.5, {}),
        {
            "left_ear": (0.074800, 1.384960, 0.307208),
            "right_wrist": (-0.163200, 0.769452, 0.166805),
            "left_knee": (0.100240, 0.484461, 0.009839),
            "right_foot_index": (-0.131830, 0.015411, 0.186863),
        },
    ),
]


@pytest.mark.parametrize(("case", "expected"), FROM_ORIGINAL)
def test_points_are_those_of_the_original_generator(case, expected):
    exercise, fault, u, changed = case
    movement = MOVEMENTS[exercise]
    numbers = movement.numbers(fault, 1.0, {}) | changed
    points = landmarks(BODY, fk(BODY, movement.pose(BODY, u, numbers)))
    for name, place in expected.items():
        assert points[INDEX[name]] == pytest.approx(place, abs=2e-6), name
