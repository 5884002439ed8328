from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from posecheck.body.pose import STATIONS
from posecheck.body.skeleton import INDEX
from posecheck.errors import ModelError, PoseDataError
from posecheck.estimation.landmarker import Landmarker
from posecheck.estimation.model import MODEL_PATH, MODEL_SHA256, NETWORKS
from posecheck.estimation.track_reader import read_track
from posecheck.estimation.video import open_clip
from tests.estimation.moving_pictures import BEND, LUNGE, read_pictures, write_clip

pytestmark = pytest.mark.clips

HIPS = [INDEX["left_hip"], INDEX["right_hip"]]


@pytest.fixture(scope="module")
def shared() -> Iterator[Landmarker]:
    with Landmarker() as landmarker:
        yield landmarker


@pytest.fixture
def landmarker(shared: Landmarker) -> Landmarker:
    shared.reset()
    return shared


@pytest.fixture(scope="module")
def lunge() -> list[np.ndarray]:
    return read_pictures(LUNGE, most=24)


@pytest.fixture(scope="module")
def bend() -> list[np.ndarray]:
    return read_pictures(BEND, most=24)


def hips(pose: object) -> np.ndarray:
    return pose.xy[HIPS].mean(0)  # type: ignore[attr-defined]


def test_a_pose_in_image_heights(landmarker: Landmarker, bend: list[np.ndarray]) -> None:
    pose = landmarker.detect(bend[0], 0.0)
    assert pose.found
    assert pose.people == 1
    assert not pose.cut
    assert pose.brightness == pytest.approx(bend[0].mean() / 255, abs=0.03)
    nose, ankle = pose.xy[INDEX["nose"]], pose.xy[INDEX["left_ankle"]]
    assert nose[1] < hips(pose)[1] < ankle[1]
    assert 0 <= pose.visibility.min() <= pose.visibility.max() <= 1
    assert landmarker.model_sha256 == MODEL_SHA256
    assert landmarker.estimator.startswith("mediapipe ")
    assert landmarker.estimator.endswith("pose_landmarker VIDEO")


def test_a_wider_picture_moves_x_and_keeps_lengths(landmarker: Landmarker, bend: list[np.ndarray]) -> None:
    rgb = bend[0]
    side = rgb[:, :1]
    narrow = landmarker.detect(rgb, 0.0)
    landmarker.reset()
    wide = landmarker.detect(
        np.concatenate([np.repeat(side, 240, axis=1), rgb, rgb[:, -1:].repeat(240, axis=1)], 1), 0.0
    )
    shift = wide.xy - narrow.xy
    trunk = [INDEX["left_shoulder"], INDEX["right_shoulder"], *HIPS]
    assert shift[trunk].mean(0) == pytest.approx([240 / rgb.shape[0], 0], abs=0.02)
    assert np.ptp(shift[trunk], axis=0).max() < 0.04, "no stretching"


def test_the_same_frames_give_the_same_poses(landmarker: Landmarker, lunge: list[np.ndarray]) -> None:
    first = [landmarker.detect(rgb, i / 15) for i, rgb in enumerate(lunge[:6])]
    landmarker.reset()
    again = [landmarker.detect(rgb, i / 15) for i, rgb in enumerate(lunge[:6])]
    for a, b in zip(first, again, strict=True):
        np.testing.assert_array_equal(a.xy, b.xy)
        np.testing.assert_array_equal(a.xyz, b.xyz)


def test_frames_less_than_a_millisecond_apart(landmarker: Landmarker, bend: list[np.ndarray]) -> None:
    poses = [landmarker.detect(bend[0], time_s) for time_s in (0.0, 0.0002, 0.0004, 0.0006, 0.1)]
    assert [p.time_s for p in poses] == [0.0, 0.0002, 0.0004, 0.0006, 0.1]
    assert all(p.found for p in poses)


def test_nobody_there(landmarker: Landmarker) -> None:
    pose = landmarker.detect(np.full((120, 160, 3), 128, np.uint8), 0.5)
    assert not pose.found
    assert np.isnan(pose.xyz).all()
    assert pose.people == 0
    assert pose.time_s == 0.5
    assert pose.brightness == pytest.approx(128 / 255, abs=0.01)


def test_two_people_are_noticed(tmp_path: Path, landmarker: Landmarker, bend: list[np.ndarray]) -> None:
    rgb = bend[0]
    beside = np.concatenate([rgb[:, 120:520], rgb[:, 120:520][:, ::-1]], axis=1)
    track = read_track(write_clip(tmp_path / "two.mp4", [beside] * 4), landmarker)
    assert track.people is not None
    assert (track.people == 2).all()


def test_the_sample_clips_show_one_person_without_a_cut(landmarker: Landmarker) -> None:
    for path in (LUNGE, BEND):
        track = read_track(path, landmarker)
        assert track.found.all()
        assert track.people is not None
        assert track.cut is not None
        assert (track.people == 1).all()
        assert not track.cut.any()
        clip = open_clip(path)
        assert (track.source.width, track.source.height) == (clip.width, clip.height)


def test_a_cut_starts_the_tracker_afresh(
    tmp_path: Path, landmarker: Landmarker, lunge: list[np.ndarray], bend: list[np.ndarray]
) -> None:
    other_room = [rgb[:, ::-1].copy() for rgb in bend]
    patches = np.kron(np.random.default_rng(0).integers(0, 255, (12, 4, 3), np.uint8), np.ones((40, 40, 1), np.uint8))
    for rgb in other_room:
        rgb[:, :160], rgb[:, 480:] = patches, patches[:, ::-1]
    path = write_clip(tmp_path / "joined.mp4", [*lunge, *other_room])
    joined = read_track(path, landmarker)
    assert joined.cut is not None
    assert np.flatnonzero(joined.cut).tolist() == [len(lunge)]
    alone = read_track(write_clip(tmp_path / "alone.mp4", other_room), landmarker)
    after = slice(len(lunge), None)
    both = joined.found[after] & alone.found
    assert both.sum() > len(both) / 2
    apart = np.abs(joined.xy[after][both] - alone.xy[both])
    assert np.median(apart[0]) < 0.02, "the first frame after the cut is not smeared"


def test_the_person_mask(lunge: list[np.ndarray]) -> None:
    with Landmarker(person_mask=True) as landmarker:
        pose = landmarker.detect(lunge[0], 0.0)
        mask = landmarker.mask
        assert mask is not None
        assert mask.shape == lunge[0].shape[:2]
        x, y = np.round(hips(pose) * lunge[0].shape[0]).astype(int)
        assert mask[y, x] > 0.5
        assert mask.mean() < 0.5
        landmarker.detect(np.zeros((48, 64, 3), np.uint8), 0.1)
        assert landmarker.mask is None


def test_the_outline_comes_with_the_mask_at_most_15_times_a_second(bend: list[np.ndarray]) -> None:
    with Landmarker(person_mask=True) as landmarker:
        poses = [landmarker.detect(rgb, i / 30) for i, rgb in enumerate(bend[:8])]
    assert [p.outline is not None for p in poses] == [True, False] * 4
    outline = poses[0].outline
    assert outline is not None
    between = (STATIONS >= 0) & (STATIONS <= 1)
    back = outline[1, between]  # the person faces right
    assert np.isfinite(back).mean() > 0.7  # the elbow hangs in front of the rest
    assert 0.05 < np.nanmin(back) < np.nanmax(back) < 0.35


def test_without_a_mask_there_is_no_outline(landmarker: Landmarker, bend: list[np.ndarray]) -> None:
    assert landmarker.detect(bend[0], 0.0).outline is None


def test_people_are_counted_now_and_then(lunge: list[np.ndarray], monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []

    def count(*_: object) -> int:
        counted.append(1)
        return 3

    monkeypatch.setattr("posecheck.estimation.landmarker.count_people", count)
    with Landmarker(people_every_s=1.0) as landmarker:
        poses = [landmarker.detect(lunge[0], i * 0.25) for i in range(9)]
    assert len(counted) == 3
    assert {p.people for p in poses} == {3.0}


@pytest.mark.parametrize("bad", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 4), np.uint8), np.zeros((4, 4, 3))])
def test_what_is_no_picture_is_refused(landmarker: Landmarker, bad: np.ndarray) -> None:
    with pytest.raises(PoseDataError, match=r"expected a picture \(h, w, 3\) of uint8"):
        landmarker.detect(bad, 0.0)


def test_time_must_increase_until_reset(landmarker: Landmarker, lunge: list[np.ndarray]) -> None:
    landmarker.detect(lunge[0], 1.0)
    for time_s in (1.0, 0.5, float("nan")):
        with pytest.raises(PoseDataError, match="expected a time after"):
            landmarker.detect(lunge[0], time_s)
    landmarker.reset()
    assert landmarker.detect(lunge[0], 0.0).found


def test_close_in_every_state(lunge: list[np.ndarray]) -> None:
    landmarker = Landmarker()
    landmarker.close()
    landmarker.close()
    with pytest.raises(ModelError, match="closed"):
        landmarker.detect(lunge[0], 0.0)
    with Landmarker() as used:
        used.detect(lunge[0], 0.0)
        used.close()


def test_a_bundle_that_mediapipe_cannot_open(tmp_path: Path) -> None:
    path = tmp_path / "broken.task"
    with zipfile.ZipFile(path, "w") as bundle:
        for name in NETWORKS:
            bundle.writestr(name, b"not a network")
    with pytest.raises(ModelError, match="cannot open the pose model"):
        Landmarker(model=path)
    copy = tmp_path / "a copy.task"
    copy.write_bytes(MODEL_PATH.read_bytes())
    with Landmarker(model=copy) as landmarker:
        assert landmarker.model_sha256 == MODEL_SHA256


def test_nothing_is_written_to_the_terminal_even_when_left_open() -> None:
    program = (
        "import sys, numpy as np\n"
        "from posecheck.estimation.landmarker import Landmarker\n"
        "from posecheck.estimation.video import frames\n"
        "landmarker = Landmarker()\n"
        "landmarker.detect(np.zeros((48, 64, 3), np.uint8), 0.0)\n"
        "pictures = frames(sys.argv[1])\n"
        "assert landmarker.detect(next(pictures).rgb, 1.0).found\n"
        "assert landmarker.detect(next(pictures).rgb, 2.0).found\n"
    )
    root = Path(__file__).resolve().parents[2]
    run = subprocess.run(
        [sys.executable, "-c", program, str(LUNGE)], cwd=root, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
