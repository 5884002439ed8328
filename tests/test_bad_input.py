"""What comes in from the world, through the whole command with the real pose model: an answer or a clear refusal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from posecheck.cli import main
from tests.estimation.moving_pictures import BEND, LUNGE, grey, read_pictures, write_clip, write_sound
from tests.estimation.patched_files import MATRICES, set_matrix, stored_for, write_any

pytestmark = pytest.mark.clips

KNEELING, STANDING = "kneeling_hip_flexor", "standing_forward_bend"


def score(clip: Path, exercise: str = STANDING, *options: str | Path) -> tuple[int, dict[str, Any], str]:
    """Return exit status, the JSON (empty where there is none), and what was said on standard error."""
    args = [str(a) for a in ("score", clip, "--exercise", exercise, "--json", "-", *options)]
    done = CliRunner().invoke(main, args)
    return done.exit_code, json.loads(done.stdout) if done.stdout else {}, done.stderr


@pytest.fixture(scope="module")
def bend() -> list[np.ndarray]:
    return read_pictures(BEND)


def judged_right(answer: tuple[int, dict[str, Any], str]) -> dict[str, Any]:
    status, result, said = answer
    assert status == 0, said
    assert result["judged"]
    assert result["score"] >= 85
    assert result["faults"] == []
    assert [a["complete"] for a in result["attempts"]] == [True]
    return result


# ------------------------------------------------------------------ refused, in one line that says what to do


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda p: p, "no such file"),
        (lambda p: p.mkdir() or p, "a folder"),
        (lambda p: p.touch() or p, "empty"),
        (lambda p: p.write_text("Not a film, a text.") and p, "video"),
        (lambda p: p.write_bytes(write_clip(p, [grey(90)] * 30).read_bytes()[:900]) and p, "incomplete"),
        (write_sound, "only sound"),
    ],
    ids=["missing", "folder", "empty", "text", "cut short before its index", "sound only"],
)
def test_what_is_no_clip_is_refused(tmp_path: Path, make: Any, said: str) -> None:
    clip = make(tmp_path / "a clip.mp4")
    status, result, error = score(clip)
    assert status == 2
    assert result == {}
    assert "a clip.mp4" in error
    assert said in error
    assert len(error.strip().splitlines()) == 1


def test_a_damaged_track_and_a_newer_one_are_refused(tmp_path: Path) -> None:
    golden = Path(__file__).parent / "golden" / "kneeling_hip_flexor__correct__left.npz"
    broken = tmp_path / "broken.npz"
    broken.write_bytes(golden.read_bytes()[:50_000])
    status, _, error = score(broken, KNEELING)
    assert status == 2
    assert "damaged" in error
    newer = tmp_path / "newer.npz"
    with np.load(golden) as arrays:
        kept = {n: arrays[n] for n in arrays.files}
    text = bytes(kept["meta"]).replace(b'"schema": 1', b'"schema": 9')
    np.savez_compressed(newer, **{**kept, "meta": np.frombuffer(text, np.uint8)})
    status, _, error = score(newer, KNEELING)
    assert status == 2
    assert "newer posecheck" in error


def test_an_output_that_cannot_be_written_is_said_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    status, _, error = score(BEND, STANDING, "--html", tmp_path / "file" / "r.html")
    assert status == 2
    assert "choose another folder" in error


# ------------------------------------------------------------------ read, but not judged


def test_one_frame(tmp_path: Path, bend: list[np.ndarray]) -> None:
    status, result, _ = score(write_clip(tmp_path / "one.mp4", bend[:1]))
    assert status == 3
    assert "too short" in result["reason"]


def test_nobody_in_it(tmp_path: Path) -> None:
    room = np.full((480, 640, 3), (200, 195, 180), np.uint8)
    room[330:] = (120, 90, 60)
    cv2.rectangle(room, (60, 180), (200, 360), (90, 60, 40), -1)
    cv2.circle(room, (480, 120), 50, (220, 220, 90), -1)
    status, result, _ = score(write_clip(tmp_path / "room.mp4", [room] * 40))
    assert status == 3
    assert "could not find a person" in result["reason"]
    assert result["score"] is None


def test_two_people(tmp_path: Path, bend: list[np.ndarray]) -> None:
    pictures = [np.concatenate([p[:, 120:520], p[:, 120:520][:, ::-1]], axis=1) for p in bend]
    status, result, _ = score(write_clip(tmp_path / "two.mp4", pictures))
    assert status == 3
    assert "Two people" in result["reason"]
    assert any("Two people" in line for line in result["view"]["advice"])


def test_a_dark_room(tmp_path: Path, bend: list[np.ndarray]) -> None:
    rng = np.random.default_rng(1)
    dark = [np.clip(p * 0.03 + rng.normal(0, 6, p.shape), 0, 255).astype(np.uint8) for p in bend[::3]]
    status, result, _ = score(write_clip(tmp_path / "dark.mp4", dark, fps=5))
    assert status == 3
    assert any("dark" in line for line in result["view"]["advice"])


def test_legs_cut_off(tmp_path: Path, bend: list[np.ndarray]) -> None:
    status, result, _ = score(write_clip(tmp_path / "cut.mp4", [p[:330] for p in bend]))
    assert status == 3
    assert result["score"] is None
    assert "feet" in result["reason"]


# ------------------------------------------------------------------ judged as well as the plain clip


def test_the_person_is_there_only_in_the_middle_third(tmp_path: Path, bend: list[np.ndarray]) -> None:
    room = np.full_like(bend[0], 128)
    pictures = [room] * len(bend) + bend + [room] * len(bend)
    result = judged_right(score(write_clip(tmp_path / "middle.mp4", pictures)))
    assert result["attempts"][0]["start_s"] == pytest.approx(len(bend) / 15 + 1.6, abs=0.5)


def test_turned_by_metadata(tmp_path: Path, bend: list[np.ndarray]) -> None:
    turned = [np.ascontiguousarray(np.rot90(p)) for p in bend]
    # The display matrix turns it back; which way is the container's business, so both are tried.
    answers = [score(write_clip(tmp_path / f"{r}.mp4", turned, rotation=r)) for r in (90, -90)]
    upright = [a for a in answers if a[1].get("view", {}).get("body") == "standing"]
    result = judged_right(upright[0])
    assert (result["source"]["width"], result["source"]["height"]) == (640, 480)


def test_a_varying_frame_rate(tmp_path: Path, bend: list[np.ndarray]) -> None:
    rng = np.random.default_rng(2)
    kept = [i for i in range(len(bend)) if i % 5 != 3 or rng.random() < 0.5]
    clip = write_clip(tmp_path / "vfr.mp4", [bend[i] for i in kept], times_s=[i / 15 for i in kept])
    plain, varying = judged_right(score(BEND)), judged_right(score(clip))
    assert varying["attempts"][0]["hold_s"] == pytest.approx(plain["attempts"][0]["hold_s"], abs=0.2)


def test_4k(tmp_path: Path, bend: list[np.ndarray]) -> None:
    big = (cv2.resize(p, (2880, 2160)) for p in bend[::1])
    result = judged_right(score(write_clip(tmp_path / "4k.mp4", big, options={"crf": "30"})))
    assert (result["source"]["width"], result["source"]["height"]) == (2880, 2160)


def test_240_frames_a_second(tmp_path: Path, bend: list[np.ndarray]) -> None:
    pictures = (p for p in bend for _ in range(16))
    result = judged_right(score(write_clip(tmp_path / "240.mp4", pictures, fps=240)))
    assert result["source"]["fps"] == pytest.approx(15, abs=0.5)


def test_names_with_spaces_and_other_letters(tmp_path: Path) -> None:
    clip = tmp_path / "Дейл — Übung für Ökonomen (1).mp4"
    clip.write_bytes(BEND.read_bytes())
    folder = tmp_path / "Ergebnis ß"
    folder.mkdir()
    status, result, _ = score(clip, STANDING, "--html", folder / "Bericht.html", "--annotate", folder / "Film.mp4")
    assert status == 0
    assert result["clip"] == clip.name
    assert "Übung für Ökonomen" in (folder / "Bericht.html").read_text("utf-8")
    assert len(read_pictures(folder / "Film.mp4")) == len(read_pictures(BEND))


def test_cut_short_in_the_middle_is_judged_as_far_as_it_goes(tmp_path: Path, bend: list[np.ndarray]) -> None:
    whole = write_clip(tmp_path / "whole.mp4", bend, movflags="faststart")
    data = whole.read_bytes()
    (tmp_path / "part.mp4").write_bytes(data[: int(len(data) * 0.93)])
    status, result, _ = score(tmp_path / "part.mp4")
    assert status in (0, 3)
    assert any("ends early" in note for note in result["notes"])


def test_the_wrong_exercise_is_not_judged(tmp_path: Path) -> None:
    del tmp_path
    for clip, exercise in ((LUNGE, STANDING), (BEND, KNEELING)):
        status, result, _ = score(clip, exercise)
        assert status == 3
        assert "start position" in result["reason"]


# ------------------------------------------------------------------ as phones write them


@pytest.fixture(scope="module")
def lunge() -> list[np.ndarray]:
    return read_pictures(LUNGE)


def kneeling_left(answer: tuple[int, dict[str, Any], str]) -> dict[str, Any]:
    result = judged_right(answer)
    assert [a["side"] for a in result["attempts"]] == ["left"]
    assert (result["source"]["width"], result["source"]["height"]) == (640, 480)
    return result


def test_a_front_cameras_mirror_tells_the_right_side(tmp_path: Path, lunge: list[np.ndarray]) -> None:
    matrix = MATRICES["transposed the other way"]  # the others: tests/estimation/test_turning.py
    clip = write_clip(tmp_path / "a.mp4", (stored_for(matrix, p) for p in lunge), options={"crf": "18"})
    kneeling_left(score(set_matrix(clip, matrix), KNEELING))


def test_two_recordings_joined_are_judged_as_one(tmp_path: Path, lunge: list[np.ndarray]) -> None:
    halves = (lunge[:75], lunge[75:])
    parts = [write_any(tmp_path / f"{i}.ts", half, options={"crf": "18"}) for i, half in enumerate(halves)]
    joined = tmp_path / "a.ts"
    joined.write_bytes(b"".join(p.read_bytes() for p in parts))
    result = kneeling_left(score(joined, KNEELING))
    assert result["attempts"][0]["hold_s"] == pytest.approx(5.0, abs=0.3), "as in the clip that was not cut"
    assert any("clock starts again" in note for note in result["notes"])


def test_tagged_slow_motion_is_held_for_as_long_as_in_life(tmp_path: Path, bend: list[np.ndarray]) -> None:
    pictures = [np.ascontiguousarray(p[::2, ::2]) for p in bend for _ in range(16)]
    tags, muxer = {"com.android.capture.fps": "240.0"}, {"movflags": "use_metadata_tags"}
    clip = write_any(tmp_path / "slow.mp4", pictures, fps=30, tags=tags, muxer=muxer)
    result = judged_right(score(clip))
    assert result["attempts"][0]["hold_s"] == pytest.approx(3.9, abs=0.3), "as in the clip at the speed of life"
    assert any("8.0 times slower" in note for note in result["notes"])
