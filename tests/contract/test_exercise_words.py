"""The words of every exercise in every language: complete, as many as in English, and nothing but words."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest

from posecheck.disk.library import DRAFTS, OWN_LANGUAGE, check_words, draft_ids, exercise_ids, load_exercise
from posecheck.disk.resources import resource_folder
from posecheck.errors import ExerciseError
from posecheck.language import known_languages, use_language
from posecheck.rules.exercise.definition import Exercise

OTHERS = [code for code in known_languages() if code != OWN_LANGUAGE]
LISTED = [(name, code) for name in (*exercise_ids(), *draft_ids()) for code in OTHERS]
NOT_SAID = {"de": ("heil", "diagnos", "repar", "verhinder", "vorbeug gegen", "falsch gemacht", "schlecht")}
WORDS = {"title", "other_names", "purpose", "source", "start", "steps", "camera", "not_judged", "cautions"}
WORDS |= {"breathing", "lead"}
LUNGE = "kneeling_hip_flexor"


@pytest.fixture(autouse=True)
def own_language_afterwards() -> Iterator[None]:
    yield
    use_language(None)


def folder_of(name: str) -> Path:
    home = resource_folder("reference_poses")
    return home / name if (home / name).is_dir() else home / DRAFTS / name


def in_language(code: str, name: str | Path, variant: str | None = None) -> Exercise:
    use_language(code)
    return load_exercise(name, variant=variant)


def without_words(exercise: Exercise) -> dict[str, object]:
    """Return all of an exercise that is no word."""
    plain = {f.name: getattr(exercise, f.name) for f in fields(exercise) if f.name not in WORDS}
    plain["measures"] = {n: replace(m, title="") for n, m in exercise.measures.items()}
    plain["ranges"] = {n: replace(r, title="") for n, r in exercise.ranges.items()}
    plain["rules"] = [replace(r, title="", cue="") for r in exercise.rules]
    plain["phases"] = [replace(p, title="", say="") for p in exercise.phases]
    plain["other_views"] = [without_words(other) for other in exercise.other_views]
    return plain


@pytest.mark.parametrize(("name", "code"), LISTED)
def test_every_exercise_has_all_its_words(name: str, code: str) -> None:
    assert f"{code}.toml" in check_words(folder_of(name))


@pytest.mark.parametrize(("name", "code"), LISTED)
def test_another_language_changes_words_alone(name: str, code: str) -> None:
    own = in_language(OWN_LANGUAGE, name)
    for variant in (None, *own.variants):
        own, other = in_language(OWN_LANGUAGE, name, variant), in_language(code, name, variant)
        assert without_words(other) == without_words(own)
        assert other.steps != own.steps
        assert len(other.steps) == len(own.steps)
        assert len(other.lead) == len(own.lead)
        assert not own.lead or other.lead != own.lead
        assert list(other.breathing) == list(own.breathing)


@pytest.mark.parametrize(("name", "code"), LISTED)
def test_words_are_plain_and_short(name: str, code: str) -> None:
    exercise = in_language(code, name)
    for rule in exercise.rules:
        assert rule.cue.endswith(".")
        assert len(rule.cue.split()) <= 8, "a cue is short enough to be heard while stretching"
        assert not rule.title.endswith(".")
    assert all(text.endswith(".") for text in exercise.lead)
    said = " ".join(
        [exercise.purpose, *exercise.steps, *exercise.lead, *(r.cue + r.title for r in exercise.rules)]
    ).lower()
    assert not [word for word in NOT_SAID[code] if word in said]


@pytest.fixture
def own_folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder_of(LUNGE), tmp_path / LUNGE, ignore=shutil.ignore_patterns("*.npz")))


def test_a_folder_of_ones_own_may_have_one_language(own_folder: Path) -> None:
    (own_folder / "de.toml").unlink()
    assert in_language("de", own_folder) == in_language("en", own_folder)
    assert check_words(own_folder) == []


def test_every_mistake_in_the_words_is_listed(own_folder: Path) -> None:
    file = own_folder / "de.toml"
    text = file.read_text("utf-8")
    steps = "".join(f'  "{step}",\n' for step in tomllib.loads(text)["steps"])
    text = text.replace(steps, '  "Nur ein Satz.",\n').replace("[rules.bounce]", "[rules.bounces]")
    text = text.replace("Schieb die Hüfte vor.", "Schieb jetzt die Hüfte langsam vor.")
    text = text.replace('title = "Vorderes Knie"\n', 'titel = "Vorderes Knie"\n')
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ExerciseError) as caught:
        check_words(own_folder)
    said = str(caught.value)
    assert "de.toml: steps: expected 4 sentences, found 1." in said
    assert "de.toml: lead 2: 'Schieb jetzt die Hüfte langsam vor.' has 35 letters; at most 28" in said
    assert "de.toml: rules.bounces: the exercise has no such words." in said
    assert "de.toml: rules.bounce.title: missing; the exercise says 'Bounces in the hold'." in said
    assert "de.toml: measures.front_knee.title: missing; the exercise says 'Front knee'." in said
    assert "de.toml: measures.front_knee.titel: the exercise has no such words." in said
    with pytest.raises(ExerciseError):
        in_language("de", own_folder)


def test_rules_of_one_id_with_different_words_have_them_in_their_order(german: None) -> None:
    fast = [(r.phase, r.title) for r in load_exercise(LUNGE).rules if r.id == "too_fast"]
    assert fast == [("move", "Geht schnell hinein"), ("return", "Kommt schnell heraus")]


def test_too_few_words_for_rules_of_one_id_are_told(own_folder: Path) -> None:
    file = own_folder / "de.toml"
    text = file.read_text("utf-8")
    cut = text.index("[[rules.too_fast]]", text.index("[[rules.too_fast]]") + 1)
    file.write_text(text[:cut], encoding="utf-8")
    with pytest.raises(ExerciseError, match=r"rules\.too_fast: expected words for 2 rules, found 1\."):
        check_words(own_folder)


def test_words_that_are_no_toml_are_told(own_folder: Path) -> None:
    (own_folder / "de.toml").write_text("title = ", encoding="utf-8")
    with pytest.raises(ExerciseError, match=r"de\.toml: this is not valid TOML"):
        check_words(own_folder)
