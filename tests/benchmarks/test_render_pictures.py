"""What the light renderer draws: the body where its landmarks are, and each thing of a variation where it belongs."""

import importlib
import sys
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.synthetic import props
from benchmarks.synthetic.anthropometry import Body
from benchmarks.synthetic.bystander import Bystander
from benchmarks.synthetic.camera import Camera
from benchmarks.synthetic.kinematics import BodyPose, fk
from benchmarks.synthetic.landmarks import landmarks
from benchmarks.synthetic.mesh import Shape, box, ellipsoid
from benchmarks.synthetic.person import Person
from benchmarks.synthetic.profiles import LIMB_NAMES
from benchmarks.synthetic.renderer import MeshRenderer, Rendering
from benchmarks.synthetic.room import Room
from benchmarks.synthetic.scene import Scene
from benchmarks.synthetic.sensor import Sensor, random_sensor
from benchmarks.synthetic.spec import ClipSpec, Variation
from posecheck.body.skeleton import INDEX

SIDE = Camera.aimed((3.0, 0.9, 0.0), (0.0, 0.9, 0.0), width=320, height=240)
SMALL = {"width": 320, "height": 240}
ANKLES = [INDEX["left_ankle"], INDEX["right_ankle"]]
HIPS = [INDEX["left_hip"], INDEX["right_hip"]]


def scene_of(exercise: str, *, seed: int = 3, **variation: object) -> Scene:
    return Scene(ClipSpec(exercise, seed=seed, variation=Variation(**variation), **SMALL))


def hold_time(scene: Scene) -> float:
    (hold, *_) = scene.actor.schedule.of_phase("hold")
    return (hold.start_s + hold.end_s) / 2


def true_points(scene: Scene, time_s: float) -> np.ndarray:
    pose, _ = scene.actor.pose_at(time_s)
    return landmarks(scene.actor.body, fk(scene.actor.body, pose))


def seen(scene: Scene, time_s: float = 0.0) -> np.ndarray:
    return scene.visible(true_points(scene, time_s), scene.render(time_s))


def changed(one: Rendering, other: Rendering) -> np.ndarray:
    return (one.picture.astype(int) != other.picture).any(-1)


@pytest.mark.parametrize("exercise", ["posture_side", "posture_front", "bridge", "kneeling_hip_flexor", "superman"])
def test_the_silhouette_contains_the_landmarks(exercise: str) -> None:
    scene = scene_of(exercise)
    pixels, _ = scene.camera.project(true_points(scene, 0.0))
    column, row = np.floor(pixels).astype(int).T
    inside = scene.render(0.0).silhouette[row, column]
    # the heel's and finger tips' points lie on the skin, so they may fall a pixel outside
    assert inside[11:17].all()
    assert inside[23:29].all()
    assert inside.mean() > 0.9


def test_a_ball_is_drawn_where_it_is_and_as_large_as_it_is() -> None:
    ball = ellipsoid((0.0, 0.9, 0.0), (0.3, 0.3, 0.3), (1.0, 0.0, 0.0), rows=40, around=60)
    drawn = MeshRenderer(SIDE, Room()).render([Shape(ball, [], is_person=True)])
    rows, columns = np.nonzero(drawn.silhouette)
    assert (rows.mean() + 0.5, columns.mean() + 0.5) == pytest.approx((120, 160), abs=0.3)
    # the outline of a ball is seen under the angle asin(r / d)
    radius = SIDE.focal_px * 0.3 / np.sqrt(3.0**2 - 0.3**2)
    assert drawn.silhouette.sum() == pytest.approx(np.pi * radius**2, rel=0.03)
    assert drawn.depth[120, 160] == pytest.approx(2.7, abs=0.02)
    assert np.isinf(drawn.depth[0, 0])


def test_the_nearer_thing_covers_the_other() -> None:
    red = box((0.4, 0.4, 0.4), (1.0, 0.0, 0.0)).moved(np.eye(3), (0.0, 0.7, 0.0))
    blue = box((0.2, 0.2, 0.2), (0.0, 0.0, 1.0)).moved(np.eye(3), (0.6, 0.8, 0.0))
    drawn = MeshRenderer(SIDE, Room()).render([Shape(blue, []), Shape(red, [], is_person=True)])
    assert drawn.picture[120, 160].argmax() == 2
    assert not drawn.silhouette[120, 160]
    assert drawn.silhouette.any()


def test_every_face_of_a_body_points_outward() -> None:
    shape = Person(Body()).shape(fk(Body(), BodyPose()))
    corners = shape.net.points[shape.net.faces]
    # the signed volume of a closed surface is that of the body when its faces point outward
    volume = np.einsum(
        "ij,ij->i", corners[:, 0], np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
    )
    litres = volume.sum() / 6 * 1000
    assert 75 < litres < 140  # more than the weight of a body of this size, since parts overlap


def test_same_seed_same_picture() -> None:
    one, other = (scene_of("bridge", seed=7).render(2.0) for _ in range(2))
    assert not changed(one, other).any()
    assert changed(one, scene_of("bridge", seed=8).render(2.0)).any()


def test_nobody_is_there_before_walking_in() -> None:
    scene = scene_of("bridge", walk_in=True)
    assert not scene.render(0.0).silhouette.any()
    assert not np.isfinite(scene.render(0.0).depth).any()
    assert scene.render(7.0).silhouette.any()


@pytest.mark.parametrize("exercise", ["standing_forward_bend", "bridge", "kneeling_hip_flexor"])
def test_furniture_hides_the_feet_and_not_the_trunk(exercise: str) -> None:
    plain, hidden = seen(scene_of(exercise)), seen(scene_of(exercise, furniture=True))
    near = [k for k in (*ANKLES, INDEX["left_foot_index"], INDEX["right_foot_index"]) if plain[k]]
    assert near
    assert not hidden[near].any()
    assert (hidden == plain)[[INDEX["left_shoulder"], INDEX["right_shoulder"], *HIPS]].all()


def test_second_person_is_drawn_and_is_not_the_person() -> None:
    plain, two = scene_of("standing_forward_bend"), scene_of("standing_forward_bend", second_person=True)
    alone, both = plain.render(1.0), two.render(1.0)
    other = changed(alone, both) & np.isfinite(both.depth) & ~both.silhouette
    assert other.sum() > 0.02 * other.size
    assert (alone.silhouette != both.silhouette).mean() < 0.02


@pytest.mark.parametrize("walks", [True, False])
def test_the_second_person_stands_on_the_floor_in_the_picture(walks: bool) -> None:
    camera = scene_of("posture_front").camera
    for seed in range(5):
        points = Bystander(seed, camera, walks=walks).shape(1.3).net.points
        assert abs(points[:, 1].min()) < 0.05
        column = camera.project(points.mean(0))[0][0]
        assert walks or 0 < column < camera.width


def test_a_walking_bystander_moves() -> None:
    walker = Bystander(2, SIDE, walks=True)
    way = walker.shape(1.5).net.points.mean(0) - walker.shape(0.5).net.points.mean(0)
    assert 0.5 < np.linalg.norm(way) < 1.1


@pytest.mark.parametrize(("thing", "exercise"), [("chair", "roll_down"), ("wall", "bridge"), ("wall", "side_bend")])
def test_chair_and_wall_stand_beside_and_hide_nothing(thing: str, exercise: str) -> None:
    plain, with_thing = scene_of(exercise), scene_of(exercise, **{thing: True})
    for time_s in (0.0, hold_time(plain)):
        one, other = plain.render(time_s), with_thing.render(time_s)
        assert changed(one, other).mean() > 0.01
        assert (one.silhouette == other.silhouette).all()


def test_a_chair_stands_under_who_sits_on_it() -> None:
    body = Body()
    points = landmarks(body, fk(body, BodyPose()))[None] - [0.0, body.hip_height - 0.28 * body.height, 0.0]
    points[:, [INDEX["left_knee"], INDEX["right_knee"]], 1] = 0.28 * body.height
    seat = props.chair(SIDE, points, body).points
    assert seat[:, [0, 2]].mean(0) == pytest.approx(points[0, HIPS][:, [0, 2]].mean(0), abs=0.1)
    # its back begins behind the hips, below the shoulders
    assert seat[:, 1].max() < points[0, INDEX["left_shoulder"], 1] + 0.25


def test_the_pad_lies_under_the_hips() -> None:
    plain, padded = scene_of("bridge"), scene_of("bridge", pad=True)
    one, other = plain.render(hold_time(plain)), padded.render(hold_time(plain))
    rows, columns = np.nonzero(changed(one, other))
    hips = plain.camera.project(true_points(plain, hold_time(plain))[HIPS])[0].mean(0)
    assert columns.mean() == pytest.approx(hips[0], abs=25)
    assert rows.mean() > hips[1]
    assert (one.silhouette == other.silhouette).all()


def test_the_kettlebell_hangs_from_the_hands() -> None:
    scene = scene_of("standing_forward_bend", kettlebell=True)
    body, time_s = scene.actor.body, hold_time(scene)
    bell = props.kettlebell(fk(body, scene.actor.pose_at(time_s)[0]), body).points
    hands = true_points(scene, time_s)[[INDEX["left_index"], INDEX["right_index"]]].mean(0)
    assert bell.mean(0)[[0, 2]] == pytest.approx(hands[[0, 2]], abs=0.08)
    assert bell[:, 1].min() >= -1e-9
    assert changed(scene.render(time_s), scene_of("standing_forward_bend").render(time_s)).sum() > 50


@pytest.mark.parametrize("exercise", ["bridge", "standing_forward_bend", "side_bend"])
def test_the_board_hides_everybody_for_as_long_as_it_should(exercise: str) -> None:
    scene = scene_of(exercise, drop_out_s=1.0)
    start, end = scene.actor.schedule.hidden or (0.0, 0.0)
    assert end - start == pytest.approx(1.0)
    for time_s in (start, (start + end) / 2, end - 0.01):
        assert not scene.render(time_s).silhouette.any()
    for time_s in (start - props.BOARD_SLIDE_S - 0.05, end + props.BOARD_SLIDE_S + 0.05):
        plain = scene_of(exercise).render(time_s)
        assert not changed(scene.render(time_s), plain).any()


def hollow_depth(person: Person, pose: BodyPose) -> float:
    """How far the outline of the back lies inside its own chord, in metres, at the middle column of the trunk."""
    net = person.shape(fk(person.body, pose))
    back = np.concatenate(net.parts[: -len(LIMB_NAMES) + 1])  # the slices of the trunk; a man's bust is left out
    line = back[np.abs(back[:, 0]) < 0.01]
    line = line[(line[:, 2] < line[:, 2].mean()) & (line[:, 1] > 1.0) & (line[:, 1] < 1.4)]
    line = line[np.argsort(line[:, 1])]
    chord = np.interp(line[:, 1], line[[0, -1], 1], line[[0, -1], 2])
    return float((line[:, 2] - chord).max())


def test_a_loose_shirt_spans_the_hollow_of_the_back() -> None:
    body = Body(lordosis=1.6, long_hair=0.0)
    arched = BodyPose(lumbar=(-12.0, 0.0, 0.0))
    tight, loose = (hollow_depth(Person(body, loose_shirt=shirt), arched) for shirt in (False, True))
    assert tight > 0.02
    assert loose < 0.3 * tight


def test_a_loose_shirt_leaves_a_round_back_alone() -> None:
    bones = fk(Body(), BodyPose(lumbar=(40.0, 0.0, 0.0), thorax=(30.0, 0.0, 0.0)))
    tight, loose = (Person(Body(), loose_shirt=shirt).shape(bones).net.points for shirt in (False, True))
    high = tight[:, 1] > Body().hip_height + 0.15
    assert np.linalg.norm(tight - loose, axis=1)[high].max() < 0.015


def test_darkness_and_noise() -> None:
    picture = np.full((240, 320, 3), 150, np.uint8)
    sensor = random_sensor(3, 1.0, Variation())
    plain = sensor.develop(picture, 0)
    dark = random_sensor(3, 1.0, Variation(dark=True)).develop(picture, 0)
    noisy = random_sensor(3, 1.0, Variation(noisy=True)).develop(picture, 0)
    assert dark.mean() < 0.3 * plain.mean()
    assert noisy.std() > 2 * plain.std()
    assert (plain != sensor.develop(picture, 1)).any()
    assert (plain == random_sensor(3, 1.0, Variation()).develop(picture, 0)).all()


def test_grain_has_the_strength_that_was_asked_for() -> None:
    flat = np.full((240, 320, 3), 128, np.uint8)
    developed = Sensor(noise=0.04, blur_px=0).develop(flat, 0).astype(float)
    assert developed.std() / 255 == pytest.approx(0.04, rel=0.35)
    assert (Sensor(noise=0, blur_px=0).develop(flat, 0).std()) == 0


def test_motion_blur_smears_what_moves_only() -> None:
    scene = scene_of("standing_forward_bend", fast=True)
    (move, *_) = scene.actor.schedule.of_phase("move_in")
    middle = (move.start_s + move.end_s) / 2
    sharp = scene.render(middle)
    scene.sensor = replace(scene.sensor, exposure_s=0.06)
    smeared = scene.render(middle)
    assert changed(sharp, smeared).sum() > 500
    assert not changed(sharp, smeared)[:20].any()


def test_the_ray_marcher_draws_the_same_person() -> None:
    from benchmarks.synthetic.ray_marcher import RayMarcher

    spec = ClipSpec("kneeling_hip_flexor", seed=3, width=160, height=120)
    light, smooth = Scene(spec).render(3.0), Scene(spec, RayMarcher).render(3.0)
    both = light.silhouette & smooth.silhouette
    assert both.sum() > 0.87 * (light.silhouette | smooth.silhouette).sum()
    assert np.abs(light.depth[both] - smooth.depth[both]).mean() < 0.03


def test_without_numba_the_ray_marcher_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    for name in ("distance_field", "ray_marcher"):
        monkeypatch.delitem(sys.modules, f"benchmarks.synthetic.{name}", raising=False)
    with pytest.raises(ImportError, match=r"needs numba.*pip install 'posecheck\[bench\]'"):
        importlib.import_module("benchmarks.synthetic.ray_marcher")
