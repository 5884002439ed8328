"""The command line as a user meets it: what it prints, writes and returns. Scored from saved tracks, so it is quick."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from posecheck.cli import main
from posecheck.clips import scoring as clip
from posecheck.disk import library
from posecheck.disk.library import draft_ids, exercise_ids, load_exercise
from posecheck.disk.track_file import load_track, save_track
from posecheck.result.entries import Candidate
from posecheck.result.judgement import Verdict
from posecheck.rules.recognition.naming import Recognition
from tests.bodies import Shot, bend, bend_film, film, lunge_film

LUNGE, BEND = "kneeling_hip_flexor", "standing_forward_bend"


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args])


@pytest.fixture
def lunge_track(tmp_path: Path) -> Path:
    path = tmp_path / "Übung 1.npz"
    save_track(lunge_film(amount=4, fault={"trunk": 25}), path)
    return path


def test_a_summary_with_the_top_deductions_in_words(lunge_track: Path) -> None:
    done = run("score", lunge_track, "--exercise", LUNGE)
    assert done.exit_code == 0
    assert "Score 59 of 100" in done.stdout
    assert "chest goes forward, 17° beyond good, at 0:0" in done.stdout
    assert done.stderr == ""


def test_all_outputs_at_once(lunge_track: Path, tmp_path: Path) -> None:
    names = {"--json": "r.json", "--csv": "r.csv", "--html": "r.html", "--save-track": "t.npz"}
    options = [part for option, name in names.items() for part in (option, tmp_path / name)]
    done = run("score", lunge_track, "--exercise", LUNGE, *options)
    assert done.exit_code == 0, done.output
    result = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert result["schema"] == 1
    assert result["faults"] == ["bends_at_the_waist", "no_stretch"]
    rows = list(csv.DictReader((tmp_path / "r.csv").read_text("utf-8").splitlines()))
    assert len(rows) == 180
    assert float(rows[75]["trunk_lean_deg"]) == pytest.approx(25, abs=0.5)
    page = (tmp_path / "r.html").read_text("utf-8")
    assert "Chest tall, move your hips forward." in page
    assert page.count("data:image/jpeg") >= 3, "from a track the skeleton is drawn on a plain ground"


def test_json_on_standard_output_is_json_alone(lunge_track: Path) -> None:
    done = run("score", lunge_track, "--exercise", LUNGE, "--json", "-")
    assert json.loads(done.stdout)["judged"] is True
    assert "Score 59" in done.stderr


def test_what_cannot_be_judged_returns_3_and_says_why(tmp_path: Path) -> None:
    path = tmp_path / "turned.npz"
    save_track(bend_film(shot=Shot(yaw_deg=50)), path)
    done = run("score", path, "--exercise", BEND, "--json", tmp_path / "r.json")
    assert done.exit_code == 3
    assert "turned about 50 degrees" in done.stdout
    assert "Turn side-on" in done.stdout
    result = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert result["judged"] is False
    assert result["score"] is None
    verdicts = {f["verdict"] for a in result["attempts"] for f in a["findings"] if f["measure"] != "hold_s"}
    assert verdicts == {Verdict.UNKNOWN}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--exercise", "kneeling_hip_flexer"], "Did you mean 'kneeling_hip_flexor'?"),
        (["--exercise", LUNGE, "--variant", "roll"], "there is no variant 'roll'"),
        (["--exercise", LUNGE, "--json", "no/such/folder/r.json"], "Make the folder first"),
        (["--exercise", LUNGE, "--html", "-"], "--html needs the name of a file"),
        (["--exercise", LUNGE, "--csv", "."], "not of a folder"),
    ],
)
def test_bad_usage_returns_2_with_one_line_and_what_to_do(lunge_track: Path, args: list[str], said: str) -> None:
    done = run("score", lunge_track, *args)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_clip_is_never_overwritten(lunge_track: Path) -> None:
    before = lunge_track.read_bytes()
    done = run("score", lunge_track, "--exercise", LUNGE, "--save-track", lunge_track)
    assert done.exit_code == 2
    assert "never overwritten" in done.stderr
    assert lunge_track.read_bytes() == before


def test_debug_shows_where_an_error_came_from(tmp_path: Path) -> None:
    done = run("score", tmp_path / "none.mp4", "--exercise", LUNGE, "--debug")
    assert done.exit_code == 2
    assert "Traceback" in done.stderr
    assert "Traceback" not in run("score", tmp_path / "none.mp4", "--exercise", LUNGE).stderr


@pytest.mark.parametrize("fps", ["0", "fast", "-3"])
def test_a_frame_rate_must_be_one(lunge_track: Path, fps: str) -> None:
    assert run("score", lunge_track, "--exercise", LUNGE, "--fps", fps).exit_code == 2


def test_side_dose_and_variant_are_passed_on(tmp_path: Path) -> None:
    path = tmp_path / "bend.npz"
    save_track(bend_film(fault={"ear": 40}), path)
    done = run("score", path, "--exercise", BEND, "--variant", "roll", "--dose", "beginner", "--json", "-")
    result = json.loads(done.stdout)
    assert (result["variant"], result["dose"]) == ("roll", "beginner")
    assert result["faults"] == ["leaves_early"]


def test_a_draft_is_not_listed_and_says_what_it_is(lunge_track: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not set(draft_ids()) & set(exercise_ids())
    for name in draft_ids():
        assert load_exercise(name).id == name
        assert name not in run("exercise", "list").stdout
    assert "is a draft" not in run("score", lunge_track, "--exercise", LUNGE).stderr
    monkeypatch.setattr(library, "draft_ids", lambda: (LUNGE,))  # there may be none just now
    assert "is a draft" in run("score", lunge_track, "--exercise", LUNGE).stderr


def test_exercises_are_listed_shown_and_checked(tmp_path: Path) -> None:
    listed = run("exercise", "list")
    assert LUNGE in listed.stdout
    assert listed.stdout.index("Standing") < listed.stdout.index(BEND) < listed.stdout.index("Kneeling")
    assert "Half-kneeling hip-flexor stretch" in listed.stdout, "with its title in eighty columns too"
    shown = run("exercise", "show", BEND)
    assert "locks_knees: knee bend; good from 0°, fault below -10°" in shown.stdout
    assert "What this view cannot judge" in shown.stdout
    (tmp_path / "exercise.toml").write_text("schema = 1\nid = 3\n")
    bad = run("exercise", "check", tmp_path)
    assert bad.exit_code == 2
    assert "id: expected a valid string, found 3" in bad.stderr
    good = run("exercise", "check", Path(__file__).parents[1] / "reference_poses" / BEND)
    assert good.exit_code == 0
    assert "variants roll" in good.stdout


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom posecheck.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'numpy', 'mediapipe', 'cv2', 'av', 'scipy', 'pydantic', 'rich', 'jinja2'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_track_of_nobody_is_said_kindly(tmp_path: Path) -> None:
    track = lunge_film(seconds=4)
    from dataclasses import replace

    empty = replace(track, xy=np.full_like(track.xy, np.nan), xyz=np.full_like(track.xyz, np.nan))
    save_track(empty, tmp_path / "nobody.npz")
    done = run("score", tmp_path / "nobody.npz", "--exercise", LUNGE)
    assert done.exit_code == 3
    assert "could not find a person" in done.stdout


def test_auto_names_the_exercise_and_judges_it(lunge_track: Path) -> None:
    done = run("score", lunge_track, "--exercise", "auto")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("This looks like: Half-kneeling hip-flexor stretch.")
    assert "Score" in done.stdout


def test_auto_of_another_movement_writes_all_that_was_asked_for_without_a_verdict(tmp_path: Path) -> None:
    path = tmp_path / "still.npz"
    save_track(film(lambda _: bend(), seconds=5), path)
    out = {name: tmp_path / f"r.{name}" for name in ("json", "csv", "html")}
    options = [part for name, file in out.items() for part in (f"--{name}", file)]
    done = run("score", path, "--exercise", "auto", *options, "--save-track", tmp_path / "kept.npz")
    assert done.exit_code == 3
    assert "I do not know which exercise this is" in done.stdout
    told = json.loads(out["json"].read_text(encoding="utf-8"))
    assert (told["exercise"], told["judged"], told["candidates"], told["score"]) == ("auto", False, [], None)
    rows = list(csv.DictReader(out["csv"].read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 75
    assert {row["phase"] for row in rows} == {"none"}
    assert all(float(row["lean_deg"]) < 20 for row in rows)
    page = out["html"].read_text(encoding="utf-8")
    assert "fits none of the exercises that I know" in page
    assert "data:image/jpeg" in page, "what was seen is shown"
    assert run("score", tmp_path / "kept.npz", "--exercise", BEND).exit_code in (0, 3), "nothing has to be read twice"


def test_auto_offers_the_two_that_it_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lunge_track: Path) -> None:
    two = (Candidate("side_bend", "Side bend", 0.9), Candidate("quadratus_lumborum", "Side reach", 0.8))
    monkeypatch.setattr(clip, "recognise", lambda *_: Recognition("unsure", two))
    done = run("score", lunge_track, "--exercise", "auto", "--json", tmp_path / "r.json", "--html", tmp_path / "r.html")
    assert done.exit_code == 3
    assert "Side bend (--exercise side_bend) or Side reach (--exercise quadratus_lumborum)" in done.stdout
    told = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert (told["exercise"], told["judged"]) == ("auto", False)
    assert told["candidates"] == [
        {"exercise": "side_bend", "title": "Side bend", "likelihood": 0.9},
        {"exercise": "quadratus_lumborum", "title": "Side reach", "likelihood": 0.8},
    ]
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "--exercise side_bend" in page
    assert "--exercise quadratus_lumborum" in page


def test_auto_where_nobody_is_seen_says_that(tmp_path: Path) -> None:
    track = load_track(library.exercise_folder(LUNGE) / library.DEMONSTRATION)  # pyright: ignore[reportOptionalOperand]
    save_track(
        replace(track, xy=np.full_like(track.xy, np.nan), xyz=np.full_like(track.xyz, np.nan)), tmp_path / "n.npz"
    )
    done = run("score", tmp_path / "n.npz", "--exercise", "auto", "--html", tmp_path / "r.html")
    assert done.exit_code == 3
    assert "could not find a person" in done.stdout
    assert (tmp_path / "r.html").exists()
