"""Exercise files that no author meant: all is said at once, one line each, never a traceback."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from posecheck.cli import main
from posecheck.errors import ExerciseError
from posecheck.rules.exercise_file.reader import parse_exercise
from tests.rules.exercise_file.test_reader import TEXT, changed, problems

GERMAN = (Path(__file__).parents[3] / "reference_poses" / "standing_forward_bend" / "de.toml").read_text("utf-8")
NUMBER = re.compile(r"= (-?\d+(?:\.\d+)?)(?=[ ,}\n])")


@pytest.mark.parametrize("bad", ["nan", "inf", "-inf", "1e400", "9" * 400, "-1e7", "0x" + "F" * 9000])
@pytest.mark.parametrize("at", range(0, 60, 7))
def test_no_number_is_infinite_none_or_huge_anywhere(bad: str, at: int) -> None:
    places = list(NUMBER.finditer(TEXT))
    place = places[1 + at % (len(places) - 1)]  # not the schema
    lines = problems(TEXT[: place.start(1)] + bad + TEXT[place.end(1) :])
    assert "expected a number up to 1e+06, found" in lines[0]
    assert all(len(line) < 300 for line in lines)


def test_what_else_is_wrong_is_said_with_it() -> None:
    lines = problems(changed(("good = -0.30", "good = nan"), ('grade       = "A"', 'grade       = "Z"')))
    assert len(lines) == 2, lines


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a = " + "[" * 3000, "not valid TOML|nested deeper"),
        ("a = " + "[" * 3000 + "]" * 3000, "nested deeper"),
        ("a = " + "[" * 12 + "]" * 12, "nested deeper than 8"),
        ("a = " + "9" * 5000, "digits"),
        ("schema = " + "9" * 400, "about 400 digits"),
        ("schema = true", "expected 1, found True"),
        ("x = '" + "a" * 1_000_001 + "'", "at most 1000000 letters"),
    ],
)
def test_what_cannot_be_read_at_all_is_one_line(text: str, words: str) -> None:
    with pytest.raises(ExerciseError, match=words) as caught:
        parse_exercise(text, name="my.toml")
    assert len(str(caught.value).splitlines()) == 1
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("variants", "3", "variants: expected a table"),
        ("variants", "{ a = 3 }", "variants.a: expected a table"),
        ("variants", "{ a = { rules = 3 } }", "variants.a.rules: expected"),
        ("variants", "{ a = { without_rules = [3] } }", "variants.a.without_rules: expected a list of names"),
        ("views", "[1]", "views: expected a table"),
        ("rules", "[1]", "rules: expected"),
        ("rules", "[{ id = {} }]", "rules 1.id: expected a name"),
        ("measures", "[1]", "measures: expected"),
        ("title", r'"a\u001b[2Jb"', "title: expected words without control characters"),
        (r'"a\u001b"', "1", "expected a name without control characters"),
    ],
)
def test_a_table_that_is_none(key: str, value: str, words: str) -> None:
    text = f"schema = 1\n{key} = {value}\n"
    lines = problems(text)
    assert any(words in line for line in lines), lines
    assert all(line.isprintable() for line in lines)


def test_a_measure_taken_of_a_table() -> None:
    assert any("is no frame measure" in line for line in problems(changed(('of    = "trunk_lean"', "of    = {}"))))


@pytest.mark.parametrize(
    "key", ["rules", "measures", "breathing", "variants", "views", "phases", "ranges", "other_names"]
)
@pytest.mark.parametrize("value", ["3", "[1]", '"x"', "{ a = 3 }"])
def test_words_of_another_language_that_are_no_words(key: str, value: str) -> None:
    with pytest.raises(ExerciseError) as caught:
        parse_exercise(TEXT, name="exercise.toml", words=("de.toml", f"{key} = {value}\n"))
    assert "de.toml" in str(caught.value)


# ------------------------------------------------------------------ the command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "exercise.toml").write_text(TEXT, "utf-8")
    (tmp_path / "de.toml").write_text(GERMAN, "utf-8")
    return tmp_path


def check(folder: Path) -> Result:
    return CliRunner().invoke(main, ["exercise", "check", str(folder)])


def test_a_translation_that_belongs_to_the_words_is_no_warning(folder: Path) -> None:
    done = check(folder)
    assert (done.exit_code, done.stderr) == (0, "")


def test_a_translation_that_stayed_behind_is_a_warning(folder: Path) -> None:
    title = re.search(r'title       = "(.*)"', TEXT)
    assert title
    (folder / "exercise.toml").write_text(TEXT.replace(title[0], 'title       = "Another name"', 1), "utf-8")
    done = check(folder)
    assert done.exit_code == 0
    assert "de.toml: the words of exercise.toml have changed since this was translated" in done.stderr
    mark = re.search(r'made_from = "\w+"', done.stderr)
    assert mark
    (folder / "de.toml").write_text(re.sub(r'made_from = "\w+"', mark[0], GERMAN), "utf-8")
    assert check(folder).stderr == ""
    (folder / "de.toml").write_text(re.sub(r'made_from = "\w+"', "", GERMAN), "utf-8")
    assert "nothing says of which words" in check(folder).stderr


def test_a_number_that_changes_leaves_the_translation_be(folder: Path) -> None:
    (folder / "exercise.toml").write_text(changed(("hold_s   = 10", "hold_s   = 11")), "utf-8")
    assert check(folder).stderr == ""


def test_the_demonstrations_are_read_too(folder: Path) -> None:
    (folder / "correct.npz").write_bytes(b"garbage")
    (folder / "fault_x.npz").write_bytes(b"PK\x03\x04")
    done = check(folder)
    assert done.exit_code == 2
    assert "correct.npz: expected a pose track" in done.stderr
    assert "fault_x.npz: expected a pose track" in done.stderr
    assert "all is well" not in done.stdout
