from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from benchmarks.real.__main__ import unexplained
from benchmarks.real.films import HOLD_S, course, repetition, still
from benchmarks.real.items import JUDGED_AS, Item, read_items, read_landmarks, setup_of
from benchmarks.real.page import counts, items_table
from benchmarks.real.said import Verdict, verdict_of
from posecheck.body.pose import PoseTrack
from posecheck.disk.library import exercise_ids
from tests.bodies import bend_film

ITEM = Item("a/b_1.jpg", Path("a/b_1.jpg"), "photo", "bridge", "bridge", "side-left", "top; correct", 1)


def item(**changes: object) -> Item:
    return Item(**({f: getattr(ITEM, f) for f in ITEM.__slots__} | changes))  # type: ignore[arg-type]


def verdict(of: Item = ITEM, **changes: object) -> Verdict:
    plain = {"item": of, "how": "two photos joined", "named": "bridge", "judged": True, "score": 90.0, "attempts": 1}
    return Verdict(**(plain | {"serious": (), "slight": (), "reason": ""} | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("label", "meant"),
    [
        ("CORRECT conventional pull", "correct"),
        ("FAULT rounded upper back (confirmed, not correct)", "fault"),
        ("seated bend WITH trunk rotation (fault pattern for pure side bend)", "fault"),
        ("upright start; not applicable", ""),
    ],
)
def test_a_label_is_read(label: str, meant: str) -> None:
    assert item(label=label).labelled == meant


def test_what_goes_against_a_label_is_said() -> None:
    assert verdict().against == ""
    assert verdict(named="superman or bridge?").against == verdict(named="none").against == ""
    assert verdict(named="superman").against == "taken for superman"
    assert verdict(serious=("over_arch",)).against == "labelled correct, told over_arch"
    assert verdict(item(label="FAULT: arched")).against == "labelled a fault, nothing serious told"
    assert verdict(item(label="FAULT: arched"), judged=False).against == ""
    assert verdict(item(exercise=None, word="squat"), named="deadlift", judged=False).against == "taken for deadlift"


def test_a_serious_fault_on_what_is_labelled_correct_needs_a_reason() -> None:
    told = [verdict(serious=("over_arch",)), verdict(), verdict(item(label="start"), serious=("over_arch",))]
    assert list(unexplained(told, {})) == told[:1]
    assert not list(unexplained(told, {ITEM.name: "seen from behind"}))
    text = counts(told, {ITEM.name: "seen from behind"})
    assert "| of these told a fault of severity 2 or 3 | 1 |" in text
    assert "| of these with a reason below | 1 |" in text
    assert "seen from behind" in items_table(told, {ITEM.name: "seen from behind"})


def test_a_manifest_is_read_and_a_start_belongs_to_its_stretch(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text(
        "file,kind,exercise,view,form_label,people\n"
        "x_0.jpg,image,bridge,side-left,start,1\nx_1.jpg,image,bridge,side-left,correct,1\n"
        "y.mp4,video,squat,front,correct,2\n",
        encoding="utf-8",
    )
    for name in ("x_0.jpg", "x_1.jpg"):
        (tmp_path / name).touch()
    start, stretch, squat = read_items(tmp_path, tmp_path / "manifest.csv", ["bridge"])
    assert (start.kind, squat.kind, squat.people) == ("photo", "clip", 2)
    assert (stretch.exercise, squat.exercise) == ("bridge", None)
    assert setup_of(stretch) == start.path
    assert setup_of(start) is None
    assert read_items(tmp_path, tmp_path / "manifest.csv", [])[0].exercise is None


def test_the_words_of_the_manifest_mean_exercises_that_are_known() -> None:
    drafts = {"single_knee_to_chest", "supine_twist"}
    assert set(JUDGED_AS.values()) <= set(exercise_ids()) | drafts


def test_landmarks_from_elsewhere_come_at_half_the_rate_in_image_heights(tmp_path: Path) -> None:
    points = np.full((60, 33, 5), 0.5, np.float32)
    world = np.zeros((60, 33, 3), np.float32)
    np.savez(tmp_path / "t.npz", landmarks=points, world=world, fps=30.0, size=np.array([640, 360]))
    track = read_landmarks(tmp_path / "t.npz")
    assert len(track) == 30
    assert track.time_s[1] == pytest.approx(2 / 30)
    assert track.xy[0, 0].tolist() == pytest.approx([0.5 * 640 / 360, 0.5])
    assert track.visibility[0, 0] == 0.5


def test_photos_become_a_still_and_a_repetition_of_their_own_postures() -> None:
    film: PoseTrack = bend_film()
    start, stretch = film[0], film[len(film) // 2]
    held = still(start, film.source)
    assert np.ptp(held.xy, axis=0).max() == 0
    share, made = course(), repetition(start, stretch, film.source)
    assert np.array_equal(made.xy[0], start.xy)
    assert np.array_equal(made.xy[np.flatnonzero(share == 1)[0]], stretch.xy)
    assert np.sum(share == 1) / 15 == pytest.approx(HOLD_S, abs=0.1)


def test_nobody_in_a_picture_is_said_as_such() -> None:
    nobody = verdict_of(ITEM, None, "photo held still")
    assert nobody.how == "not read"
    assert math.isnan(nobody.score)
    assert "nobody" in nobody.reason
