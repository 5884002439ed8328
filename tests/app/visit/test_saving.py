"""Live sessions on disk: at once, whole, and readable when they broke off."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from posecheck.app.coach.whole_session import LiveCoach
from posecheck.app.screen.unfinished import judge_again
from posecheck.app.visit.saving import SessionFolder, attempt_to_dict, load_session, sessions_folder
from posecheck.app.visit.visitor import Keeper, Plan, Visit
from posecheck.cli import main
from posecheck.clips.scoring import score_track
from posecheck.disk.library import load_exercise
from posecheck.errors import OutputError, TrackError
from posecheck.report.result_json import result_to_dict, result_to_json
from posecheck.rules.coaching.cues import CueSettings
from posecheck.rules.exercise.definition import Dose
from tests.bodies import SOURCE, Shot, bend_film, lunge_film

NOON = datetime(2026, 5, 1, 12, 0, 5, tzinfo=UTC)
LUNGE = "kneeling_hip_flexor"


def folder(root: Path, **how: Any) -> SessionFolder:
    return SessionFolder(LUNGE, root=root, started=NOON, about={"dose": "beginner"}, source=SOURCE, **how)


def coach(kept: SessionFolder, *, sides: tuple[str, ...] = ("right",)) -> LiveCoach:
    exercise = replace(load_exercise(LUNGE), doses={"made_up": Dose(3, 1)})
    return LiveCoach(
        exercise,
        sides=sides,
        dose=Dose(3, 1),
        dose_name="made_up",
        settings=CueSettings(),
        source=SOURCE,
        on_attempt=kept.add_attempt,
        on_pose=kept.add_pose,
    )


def names(path: Path) -> list[str]:
    return sorted(p.name for p in path.iterdir())


def test_the_folder_is_under_the_data_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert sessions_folder() == tmp_path / "posecheck" / "sessions"
    for unset in ("", "somewhere/else"):
        monkeypatch.setenv("XDG_DATA_HOME", unset)
        monkeypatch.setenv("HOME", str(tmp_path))
        assert sessions_folder() == tmp_path / ".local" / "share" / "posecheck" / "sessions"


def test_two_visitors_in_the_same_second_have_a_folder_each(tmp_path: Path) -> None:
    first, second = folder(tmp_path / "new"), folder(tmp_path / "new")
    assert first.path.name == "2026-05-01_12-00-05-kneeling_hip_flexor"
    assert second.path.name == "2026-05-01_12-00-05-kneeling_hip_flexor-2"


def test_a_whole_session(tmp_path: Path) -> None:
    kept = folder(tmp_path)
    live = coach(kept, sides=("right", "left"))
    first = lunge_film(setup_s=9, hold_s=4, seconds=22)
    second = lunge_film(setup_s=9, hold_s=4, seconds=22, shot=Shot(facing=-1))
    views = [live.step(p) for p in first] + [live.step(replace(p, time_s=p.time_s + 22)) for p in second]
    assert views[-1].stage == "done"
    kept.finish(views[-1].results)
    kept.finish(views[-1].results)  # the page may be closed after the end
    assert names(kept.path) == [
        "attempts.jsonl",
        "result-1.json",
        "result-2.json",
        "session.json",
        "track-1.npz",
        "track-2.npz",
    ]
    saved = load_session(kept.path)
    assert saved.whole
    assert saved.about == {"schema": 1, "exercise": LUNGE, "started": NOON.isoformat(), "dose": "beginner"}
    assert [a["side"] for a in saved.attempts] == ["right", "left"]
    assert saved.results == tuple(json.loads(json.dumps(result_to_dict(r))) for r in views[-1].results)
    assert all(saved.track(n).source == SOURCE for n in (1, 2))


def test_the_track_scores_like_the_live_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shown, kept, found again after a reload, and scored from the track: one result."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    plan = Plan(load_exercise(LUNGE), ("right",), "beginner", CueSettings())
    keeper = Keeper(plan, SOURCE)
    noisy = Shot(noise=np.random.default_rng(2))
    live = LiveCoach(
        plan.exercise,
        sides=plan.sides,
        dose=plan.exercise.doses[plan.level],
        dose_name=plan.level,
        settings=plan.settings,
        source=SOURCE,
        on_attempt=keeper.add_attempt,
        on_pose=keeper.add_pose,
    )
    for pose in lunge_film(setup_s=9, hold_s=11, seconds=30, amount=4, fault={"trunk": 25}, shot=noisy):
        live.step(pose)
    visit = Visit(plan, keeper=keeper, view=live.stop())
    visit._keep(live.stop())
    saved = load_session(sessions_folder() / keeper.name)
    (track,) = saved.tracks[1]
    (result,) = visit.results
    assert result.faults[0] == "bends_at_the_waist"
    assert saved.results == (json.loads(result_to_json(result)),)

    scored = tmp_path / "scored.json"
    how = ["--exercise", LUNGE, "--side", "right", "--dose", "beginner", "--json", str(scored)]
    assert CliRunner().invoke(main, ["score", str(track), *how]).exit_code == 0
    told = json.loads(scored.read_text("utf-8"))
    assert {**told, "clip": ""} == {**saved.results[0], "clip": ""}

    found = judge_again(keeper.name)
    assert found is not None
    assert json.loads(found.files[0].json) == saved.results[0]


def test_an_attempt_is_on_disk_at_once_as_in_the_contract(tmp_path: Path) -> None:
    kept = folder(tmp_path)
    result = score_track(lunge_film(amount=4, fault={"trunk": 25}), LUNGE)
    kept.add_attempt(result.attempts[0], 0)
    (line,) = (kept.path / "attempts.jsonl").read_text().splitlines()
    (expected,) = result_to_dict(result)["attempts"]
    written = json.loads(line)
    assert written.pop("number") == 0
    told = json.loads(json.dumps(expected))
    kept_values, told_values = ({n: r["value"] for n, r in d.pop("readings").items()} for d in (written, told))
    assert kept_values == told_values
    assert written == told
    assert attempt_to_dict(result.attempts[0])["hold_s"] == expected["hold_s"]


def test_poses_are_on_disk_every_thirty_seconds_and_no_longer_in_memory(tmp_path: Path) -> None:
    kept = folder(tmp_path)
    for pose in bend_film(seconds=70, fps=10):
        kept.add_pose(pose, 0)
    assert names(kept.path) == ["poses-1-001.npz", "poses-1-002.npz", "session.json"]
    assert len(kept._poses) < 100


def test_a_session_that_broke_off_gives_what_was_done(tmp_path: Path) -> None:
    kept = folder(tmp_path)
    film = bend_film(seconds=70, fps=10)
    for pose in film:
        kept.add_pose(pose, 0)
    kept.add_attempt(score_track(lunge_film(), LUNGE).attempts[0], 0)
    saved = load_session(kept.path)
    assert not saved.whole
    assert len(saved.attempts) == 1
    track = saved.track(1)
    assert track.time_s[-1] >= 60, "all but the last seconds"
    assert np.array_equal(track.xy, film.xy[: len(track)])
    with pytest.raises(TrackError, match="no poses of set 2"):
        saved.track(2)


def test_where_nothing_was_done_nothing_stays(tmp_path: Path) -> None:
    kept = folder(tmp_path)
    kept.finish(())
    assert names(tmp_path) == []


def test_places_that_cannot_be_written_and_folders_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError):
        folder(tmp_path / "file")
    with pytest.raises(OutputError, match="expected the folder of a live session"):
        load_session(tmp_path)
