"""The sample clips are complete, small, and say what is expected of them."""

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "sample_clips"
CLIPS = sorted(FOLDER.glob("*.mp4"))
EXERCISES = {
    "kneeling_hip_flexor": {"bends_at_the_waist", "low_back_arch", "knee_past_toes", "no_stretch"},
    "standing_forward_bend": {"rounds_back", "bends_knees"},
}


def expected(clip: Path) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(clip.with_suffix(".expected.json").read_text(encoding="utf-8"))
    return answer


def test_all_are_small_together() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 3_000_000


@pytest.mark.parametrize("exercise", EXERCISES)
def test_right_form_and_each_fault_face_both_ways(exercise: str) -> None:
    names = {clip.stem for clip in CLIPS}
    wanted = {f"{exercise}__{w}__{f}" for w in {"correct"} | EXERCISES[exercise] for f in ("left", "right")}
    assert wanted <= names


@pytest.mark.parametrize("clip", CLIPS, ids=lambda clip: clip.stem)
def test_expectation_agrees_with_the_name(clip: Path) -> None:
    exercise, what, facing = clip.stem.split("__")
    answer = expected(clip)
    assert (answer["clip"], answer["exercise"], answer["facing"]) == (clip.name, exercise, facing)
    assert answer["faults"] == ([what] if what in EXERCISES[exercise] else [])
    assert ("score" in answer) == (not answer["faults"])
    assert answer["attempts"]
    for attempt in answer["attempts"]:
        assert attempt["start_s"] < attempt["hold_start_s"]
        assert attempt["hold_start_s"] + attempt["hold_s"] < attempt["end_s"]
