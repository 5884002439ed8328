"""The whole in another language: what is printed, written and drawn is German, the numbers are the same."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from posecheck.body.pose import empty_pose
from posecheck.cli import main
from posecheck.disk.library import load_exercise
from posecheck.disk.resources import resource_folder
from posecheck.language import ENVIRONMENT, table, use_language
from posecheck.overlay import draw
from posecheck.overlay.text import text_mask
from posecheck.result.judgement import Feedback

LUNGE = "kneeling_hip_flexor"


@pytest.fixture(autouse=True)
def own_language_afterwards() -> Any:
    yield
    use_language(None)


def run(*args: str | Path, **environment: str) -> Result:
    return CliRunner(env=environment).invoke(main, [str(a) for a in args])


def english_left_in(text: str) -> list[str]:
    """Return the English sentences of the table, of two words or more, that stand in a text."""
    german = "\n".join(table("de").values())
    plain = [s for s in table("en").values() if "{" not in s and re.search(r"[a-z]{2,} [a-z]{2,}", s)]
    return [s for s in plain if s in text and s not in german]


def track() -> Path:
    return next(iter(sorted((resource_folder("reference_poses") / LUNGE).glob("fault_bends_at_the_waist*.npz"))))


def numbers(value: Any) -> Any:
    """Return what of a result is no sentence."""
    words = ("title", "cue", "reason", "text", "notes", "not_judged", "advice", "language", "word")
    if isinstance(value, dict):
        return {k: numbers(v) for k, v in value.items() if k not in words}
    return [numbers(v) for v in value] if isinstance(value, list) else value


def test_a_demonstration_is_judged_alike_and_told_in_german(tmp_path: Path) -> None:
    results: dict[str, Any] = {}
    for code in ("en", "de"):
        paths = ("--json", tmp_path / f"{code}.json", "--html", tmp_path / f"{code}.html")
        done = run("score", track(), "--exercise", LUNGE, *paths, "--language", code)
        assert done.exit_code == 0, done.output
        results[code] = json.loads((tmp_path / f"{code}.json").read_text("utf-8"))
    assert results["de"]["language"] == "de"
    assert numbers(results["de"]) == numbers(results["en"])
    faults = [f for a in results["de"]["attempts"] for f in a["findings"] if f["verdict"] in ("LOW", "HIGH")]
    assert "Brust geht nach vorn" in {f["title"] for f in faults}
    assert "Punktzahl" in done.stdout
    assert "außerhalb des guten Bereichs" in done.stdout
    page = (tmp_path / "de.html").read_text("utf-8")
    assert '<html lang="de">' in page
    assert "Brust hoch, schieb die Hüften nach vorn." in page
    visible = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert not english_left_in(re.sub(r"\s+", " ", visible))
    use_language("en")
    own = load_exercise(LUNGE)
    assert not [s for s in (own.title, *own.cautions, *own.not_judged) if s in page]


def test_numbers_have_a_comma(tmp_path: Path) -> None:
    done = run("score", track(), "--exercise", LUNGE, "--language", "de")
    assert re.search(r"\d,\d s gehalten", done.stdout)
    assert not re.search(r"\d\.\d s", done.stdout)


def test_the_environment_chooses_where_no_option_does() -> None:
    assert "Half-kneeling" in run("exercise", "show", LUNGE).stdout
    assert "Hüftbeugerdehnung" in run("exercise", "show", LUNGE, **{ENVIRONMENT: "de"}).stdout
    assert "Half-kneeling" in run("exercise", "show", LUNGE, "--language", "en", **{ENVIRONMENT: "de"}).stdout


def test_an_exercise_and_the_list_are_shown_in_german() -> None:
    for done in (run("exercise", "list", "--language", "de"), run("exercise", "show", LUNGE, "--language", "de")):
        assert done.exit_code == 0
        assert not english_left_in(done.stdout)


@pytest.mark.parametrize("how", ["option", "environment"])
def test_an_unknown_language_is_told_with_those_that_are_known(how: str) -> None:
    if how == "option":
        done = run("exercise", "show", LUNGE, "--language", "xx")
    else:
        done = run("exercise", "show", LUNGE, **{ENVIRONMENT: "xx"})
    assert done.exit_code == 2
    assert done.stderr.strip() == "posecheck: There is no language 'xx'. Known: de, en."


def test_the_check_of_a_folder_looks_at_its_other_languages(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(resource_folder("reference_poses") / LUNGE, tmp_path / LUNGE))
    assert "words also in de.toml" in run("exercise", "check", folder).stdout
    (folder / "de.toml").write_text("steps = []\n", encoding="utf-8")
    done = run("exercise", "check", folder)
    assert done.exit_code == 2
    assert "de.toml: title: missing" in done.stderr
    assert "de.toml: steps: expected 4 sentences, found 0." in done.stderr


def test_errors_at_home_are_german() -> None:
    done = run("score", "nirgends.mp4", "--exercise", LUNGE, "--language", "de")
    assert done.exit_code == 2
    assert "Diese Datei gibt es nicht. Prüfe Pfad und Schreibweise." in done.stderr


@pytest.mark.parametrize(("with_dots", "without"), [("ü", "u"), ("Ö", "O"), ("ä", "a")])
def test_umlauts_are_drawn_with_their_dots(with_dots: str, without: str) -> None:
    plain, dotted = text_mask(without, 60), text_mask(with_dots, 60)
    missing = text_mask("\N{REPLACEMENT CHARACTER}", 60)
    assert dotted.shape[1] == pytest.approx(plain.shape[1], abs=4)
    assert dotted.shape != missing.shape or np.any(dotted != missing)
    tops = [int(np.flatnonzero(mask.max(1) > 128)[0]) for mask in (plain, dotted)]
    assert tops[1] < tops[0], "dots stand above the letter"
    width = min(plain.shape[1], dotted.shape[1])
    lower = slice(tops[0] + 20, None)
    assert np.mean(np.abs(plain[lower, :width].astype(int) - dotted[lower, :width])) < 40, "the same letter below"


def test_the_words_on_the_picture_are_german(german: None) -> None:
    feedback = Feedback(1.0, "return", "left", 2, 12.3, 10.0, (), (), (), "Zieh die Füße zurück.", ())
    blank = np.full((480, 640, 3), 128, np.uint8)
    drawn = draw(blank, empty_pose(1.0), feedback)
    use_language("en")
    other = draw(blank, empty_pose(1.0), feedback)
    assert np.any(drawn[:60] != other[:60]), "the header has its words from the table"
    assert np.array_equal(drawn[-100:], other[-100:]), "the cue is what the exercise says"
