"""Every exercise shows how it is done right and wrong: its own tracks are judged as what they show."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from benchmarks.synthetic.movements import MOVEMENTS
from posecheck.body.pose import mirror_track
from posecheck.clips.scoring import score_track
from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.disk.resources import resource_folder
from posecheck.disk.track_file import load_track
from posecheck.result.judgement import Result
from posecheck.rules.exercise.definition import Exercise

FOLDER = resource_folder("reference_poses")
RIGHT = [name for name in exercise_ids() if (FOLDER / name / "correct.npz").is_file()]
WRONG = [path for name in exercise_ids() for path in sorted((FOLDER / name).glob("fault_*.npz"))]
ALL = [*(FOLDER / n / "correct.npz" for n in RIGHT), *WRONG]
OTHER = {"left": "right", "right": "left", "both": "both", None: None}
MOST_KB = 80


@cache
def judged(path: Path, *, mirrored: bool = False) -> Result:
    track = load_track(path)
    if mirrored:
        track = mirror_track(track, width=track.source.width / track.source.height)
    return score_track(track, path.parent.name)


def severe(exercise: Exercise) -> set[str]:
    return {r.id for r in exercise.rules if r.severity >= 2}


def test_whoever_can_be_rendered_is_shown() -> None:
    """A new exercise needs no Python: only one with a movement in the truth bench has to have demonstrations."""
    assert set(RIGHT) >= set(exercise_ids()) & set(MOVEMENTS), "run python -m scripts.make_demonstrations"


@pytest.mark.parametrize("name", RIGHT)
def test_there_is_a_word_on_how_each_demonstration_was_made(name: str) -> None:
    made = tomllib.loads((FOLDER / name / "demonstrations.toml").read_text(encoding="utf-8"))
    tracks = {p.stem for p in (FOLDER / name).glob("*.npz")}
    assert set(made) - {"without"} == tracks
    for stem, entry in made.items():
        if stem != "without":
            assert entry["exercise"] == name
            assert entry["seed"] < 10_000, "test seeds are never looked at"
            assert entry["fault"] == stem.removeprefix("fault_").removeprefix("correct")


@pytest.mark.parametrize("name", RIGHT)
def test_every_severe_fault_is_shown_or_it_is_said_why_not(name: str) -> None:
    made = tomllib.loads((FOLDER / name / "demonstrations.toml").read_text(encoding="utf-8"))
    shown = {stem.removeprefix("fault_") for stem in made if stem.startswith("fault_")}
    without = made.get("without", {})
    assert all(without.values())
    exercise = load_exercise(name)
    assert severe(exercise) <= shown | set(without) <= {r.id for r in exercise.rules}
    assert not shown & set(without)


@pytest.mark.parametrize("name", RIGHT)
def test_the_right_demonstration_is_good(name: str) -> None:
    result = judged(FOLDER / name / "correct.npz")
    assert result.judged, result.reason
    assert not set(result.faults) & severe(load_exercise(name))
    if load_exercise(name).kind == "guided":
        assert result.attempts[0].checks
        assert all(c.passed is not False for a in result.attempts for c in a.checks)
    else:
        assert result.score >= 85
        assert all(a.complete and a.reached for a in result.attempts)


@pytest.mark.parametrize("path", WRONG, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_each_wrong_demonstration_shows_its_own_fault_and_no_other(path: Path) -> None:
    exercise, fault = load_exercise(path.parent.name), path.stem.removeprefix("fault_")
    result = judged(path)
    assert result.judged, result.reason
    found = set(result.faults) & (severe(exercise) | {fault})  # a slight fault is shown beside the severe ones
    # Who is fast on the way there is fast on the way back: faults of speed come together.
    of_speed = {r.id for r in exercise.rules if r.control}
    assert found - (of_speed if fault in of_speed else set()) | {fault} == {fault}
    assert fault in found


@pytest.mark.parametrize("path", ALL, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_the_mirror_image_is_judged_alike_for_the_other_side(path: Path) -> None:
    plain, mirrored = judged(path), judged(path, mirrored=True)
    assert mirrored.faults == plain.faults
    assert [OTHER[a.side] for a in mirrored.attempts] == [a.side for a in plain.attempts]
    if load_exercise(path.parent.name).kind != "guided":
        assert mirrored.score == pytest.approx(plain.score, abs=1)


@pytest.mark.parametrize("path", ALL, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_demonstration_is_small_and_comes_from_the_model_that_is_shipped(path: Path) -> None:
    assert path.stat().st_size < 1000 * MOST_KB
    assert load_track(path).source.model_sha256 == judged(FOLDER / RIGHT[0] / "correct.npz").source.model_sha256
