"""A new exercise begins as a copy that passes every check; what cannot be made is said, and nothing is left behind."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from posecheck.body.pose import PoseTrack
from posecheck.cli import main
from posecheck.disk import library, new_exercise
from posecheck.disk.library import exercise_ids, load_exercise, stale_words
from posecheck.disk.toml_edit import quoted, with_values, without_tables
from posecheck.errors import ExerciseError
from posecheck.report.exercise_pages import exercises_document
from tests.bodies import lunge_film

LUNGE = "kneeling_hip_flexor"


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, ["exercise", *map(str, args)])


@pytest.mark.parametrize("source", exercise_ids())
def test_a_copy_of_any_exercise_passes_every_check(tmp_path: Path, source: str) -> None:
    done = run("new", "my_own", "--from", source, "--into", tmp_path)
    assert done.exit_code == 0, done.stderr
    folder = tmp_path / "my_own"
    checked = run("check", folder)
    assert checked.exit_code == 0
    assert checked.stderr == ""
    assert stale_words(folder) == []
    new, old = load_exercise(folder), load_exercise(source)
    assert (new.id, new.version, new.title, new.other_names, new.film) == ("my_own", "1", "My own", (), ())
    assert (new.rules, new.measures, new.doses) == (old.rules, old.measures, old.doses)
    assert [path.name for path in tmp_path.iterdir()] == ["my_own"], "nothing is left beside it"


def test_every_language_goes_along(tmp_path: Path, german: None) -> None:
    assert run("new", "my_own", "--from", LUNGE, "--into", tmp_path).exit_code == 0
    assert load_exercise(tmp_path / "my_own").steps == load_exercise(LUNGE).steps


def test_it_is_made_where_one_is_and_judged_like_the_one_it_came_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from posecheck.clips.scoring import score_track

    monkeypatch.chdir(tmp_path)
    assert run("new", "my_own", "--from", LUNGE).exit_code == 0
    track: PoseTrack = lunge_film()
    assert score_track(track, tmp_path / "my_own").score == score_track(track, LUNGE).score


@pytest.mark.parametrize(
    ("name", "source", "said"),
    [
        (LUNGE, "bridge", f"'{LUNGE}' is taken already."),
        ("auto", "bridge", "'auto' is taken already."),
        ("Wall", "bridge", "'Wall' cannot be an id"),
        ("../wall", "bridge", "'../wall' cannot be an id"),
        ("", "bridge", "'' cannot be an id"),
        ("w" * 41, "bridge", "at most 40 small letters"),
        ("wall", "bridgee", "Did you mean 'bridge'?"),
    ],
)
def test_what_cannot_be_made_is_said_in_one_line(tmp_path: Path, name: str, source: str, said: str) -> None:
    done = run("new", "--from", source, "--into", tmp_path, "--", name)
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "wall").mkdir()
    assert run("new", "wall", "--from", "bridge", "--into", tmp_path).exit_code == 0, "an empty folder is taken"
    (tmp_path / "wall" / "exercise.toml").write_text("mine", encoding="utf-8")
    done = run("new", "wall", "--from", "bridge", "--into", tmp_path)
    assert done.exit_code == 2
    assert "there is something already" in done.stderr
    assert (tmp_path / "wall" / "exercise.toml").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_is_missing_or_refuses_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("new", "wall", "--from", "bridge", "--into", tmp_path / "none")
    assert done.exit_code == 2
    assert "none: expected a folder to make 'wall' in" in done.stderr

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")  # root may write anywhere, so no real folder refuses in a test

    monkeypatch.setattr(new_exercise.tempfile, "TemporaryDirectory", refuse)
    done = run("new", "wall", "--from", "bridge", "--into", tmp_path)
    assert done.exit_code == 2
    assert "Permission denied" in done.stderr


def test_a_new_folder_beside_the_others_is_listed_shown_and_leaves_them_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a contributor does: `--into reference_poses`. Here on folders of its own."""
    before = exercise_ids()
    shipped = library.resource_folder("reference_poses")
    home = tmp_path / "reference_poses"
    home.mkdir()
    for name in before:
        (home / name).symlink_to(shipped / name)
    monkeypatch.setattr(library, "resource_folder", lambda _: home)
    assert run("new", "my_lunge", "--from", LUNGE, "--into", home).exit_code == 0
    assert exercise_ids() == tuple(sorted([*before, "my_lunge"]))
    assert "my_lunge" in run("list").stdout
    assert "My lunge" in run("show", "my_lunge").stdout
    known = [load_exercise(name) for name in exercise_ids()]
    assert '<a id="my_lunge"></a>My lunge' in exercises_document(known, {})
    from posecheck.clips.scoring import recognise_track

    assert recognise_track(lunge_film()).exercise == LUNGE, "a copy does not take the name of what it was made from"
    assert run("new", "my_lunge", "--from", LUNGE, "--into", tmp_path).stderr.startswith(
        "posecheck: 'my_lunge' is taken"
    )


def test_a_key_inside_a_text_is_not_the_key() -> None:
    with pytest.raises(ExerciseError, match=r"f\.toml: it is written in a way that cannot be changed"):
        with_values('a = """\nid = "y"\n"""\nid = "x"\n', {"id": "z"}, name="f.toml")


@pytest.mark.parametrize("key", ['"id"', "'id'"])
def test_a_key_in_quotes_is_not_overlooked(key: str) -> None:
    with pytest.raises(ExerciseError, match=r"f\.toml: it is written in a way that cannot be changed"):
        with_values(f'{key} = "x"\n', {"id": "z"}, name="f.toml")


def test_words_are_quoted_as_toml_reads_them() -> None:
    for text in ('a "b" \\ c', "ä ß €", "tab\tline\n", "\x7f", "\N{GRINNING FACE}"):
        assert tomllib.loads(f"x = {quoted(text)}")["x"] == text


def test_tables_within_a_table_go_with_it_and_others_stay() -> None:
    text = "a = 1\n[[film]]\nb = 1\n[film.c]\nd = 1\n# of e\n[e]\nf = 1\n[[film]]\ng = 1\n"
    assert without_tables(text, "film", name="f.toml") == "a = 1\n# of e\n[e]\nf = 1\n"
