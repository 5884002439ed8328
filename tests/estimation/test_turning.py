from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from posecheck.estimation.landmarker import Landmarker
from posecheck.estimation.turning import Turning, turning_of
from posecheck.estimation.video import frames, grab, open_clip
from tests.estimation.moving_pictures import LUNGE, read_pictures, write_clip
from tests.estimation.patched_files import MATRICES, set_matrix, shown_by, stored_for

MIRRORING = ("flipped left to right", "flipped top to bottom", "transposed", "transposed the other way")


def in_bytes(a: int, b: int, c: int, d: int) -> bytes:
    return (np.array([a, b, 0, c, d, 0, 0, 0, 1 << 14], np.int32) * (1 << 16)).tobytes()


@pytest.mark.parametrize("name", MATRICES)
def test_a_matrix_puts_every_point_where_the_standard_says(name: str) -> None:
    stored = np.arange(2 * 3 * 2).reshape(2, 3, 2)
    turning = turning_of(in_bytes(*MATRICES[name]))
    assert np.array_equal(turning.upright(stored), shown_by(MATRICES[name], stored))
    assert turning.mirrored == (name in MIRRORING)
    assert turning.sideways == (turning.upright(stored).shape[:2] == (3, 2))


@pytest.mark.parametrize("matrix", [b"", bytes(8), bytes(36)], ids=["none", "cut short", "nothing but zeros"])
def test_what_is_no_matrix_turns_nothing(matrix: bytes) -> None:
    assert turning_of(matrix) == Turning(0, mirrored=False)


def test_a_matrix_in_between_is_the_nearest_of_the_eight() -> None:
    leaning = np.array([60000, 9000, 0, -9000, 60000, 0, 0, 0, 1 << 30], np.int32)
    assert turning_of(leaning.tobytes()) == Turning(0)
    assert turning_of((leaning * np.array([-1, 1, 1, -1, 1, 1, 1, 1, 1])).astype(np.int32).tobytes()).mirrored


@pytest.fixture(scope="module")
def lunge() -> np.ndarray:
    return read_pictures(LUNGE, most=1)[0]


def stored_by(name: str, tmp_path: Path, upright: np.ndarray, n: int = 2) -> Path:
    """A clip that plays as `upright`, stored as a camera does that writes a matrix."""
    path = write_clip(tmp_path / "a.mp4", [stored_for(MATRICES[name], upright)] * n, options={"crf": "18"})
    return set_matrix(path, MATRICES[name])


@pytest.mark.parametrize("name", MATRICES)
def test_the_picture_of_a_file_is_what_players_show(name: str, tmp_path: Path, lunge: np.ndarray) -> None:
    path = stored_by(name, tmp_path, lunge)
    clip = open_clip(path)
    assert (clip.width, clip.height) == (640, 480)
    assert clip.mirrored == (name in MIRRORING)
    for picture in (next(frames(clip)).rgb, grab(clip, [0.0])[0].rgb):
        assert np.abs(picture.astype(int) - lunge).mean() < 4
        assert np.abs(picture[:, ::-1].astype(int) - lunge).mean() > 8, "the picture tells left from right"
        assert picture.flags.c_contiguous


@pytest.fixture(scope="module")
def landmarker() -> Iterator[Landmarker]:
    with Landmarker() as made:
        yield made


@pytest.mark.clips
@pytest.mark.parametrize("name", MATRICES)
def test_left_stays_the_persons_left(name: str, tmp_path: Path, lunge: np.ndarray, landmarker: Landmarker) -> None:
    landmarker.reset()
    plain = landmarker.detect(lunge, 0.0)
    landmarker.reset()
    seen = landmarker.detect(next(frames(stored_by(name, tmp_path, lunge))).rgb, 0.0)
    assert seen.xy == pytest.approx(plain.xy, abs=0.03)
