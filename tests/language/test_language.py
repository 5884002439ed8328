"""One table per language: the same keys, the same gaps to fill, nothing needed that is not there and nothing idle."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

import pytest

import posecheck
from posecheck.app.coach.live_view import Stage
from posecheck.app.screen.panels import NO_STAGE
from posecheck.app.visit import webcam
from posecheck.body.skeleton import Side
from posecheck.errors import LanguageError
from posecheck.language import ENVIRONMENT, known_languages, language, table, use_language, words
from posecheck.language.forms import all_forms
from posecheck.report.words import UNITS
from posecheck.result.entries import Cap, Choice
from posecheck.result.judgement import Band, Cut, Kind, PartReason, PhaseName
from posecheck.rules.back.edge import REASONS
from posecheck.rules.coaching.cues import Strictness, Talk
from posecheck.rules.exercise.definition import Body, CameraView

PACKAGE = Path(posecheck.__file__).parent
SIDES = get_args(Side)
FAMILIES: dict[str, Iterable[object]] = {
    "back_": REASONS,
    "band_": get_args(Band),
    "body_": get_args(Body),
    "camera_": ("side", "oblique", "front"),
    "cap_": get_args(Cap),
    "caption_": ("setup", "move", "hold", "return", *SIDES, "both"),
    "choice_": get_args(Choice),
    "choose_": ("both", *SIDES, "tell"),
    "dose_": ("beginner", "standard", "long", "none"),
    "facing_": SIDES,
    "kind_": get_args(Kind),
    "live_": ("setup", "move", "hold", "return"),
    "live_detail_": SIDES,
    "lying_": get_args(Body),
    "manner_": ("strict", "talk"),
    "manner_strict_": get_args(Strictness),
    "manner_talk_": get_args(Talk),
    "many_": (*get_args(Kind), "attempt"),
    "neutral_": ("setup", "rest", "end", "population", "none"),
    "cut_": get_args(Cut),
    "clip_part_": ("judged", *get_args(PartReason)),
    "number_": range(2, 11),
    "one_": (*get_args(Kind), "attempt"),
    "own_": SIDES,
    "part_": ("hold", "top", "move", "return", "attempt"),
    "phase_": get_args(PhaseName),
    "rtc_": webcam.LABELS,
    "set_of_": SIDES,
    "severity_": (1, 2, 3),
    "short_kind_": get_args(Kind),
    "side_": (*SIDES, "both"),
    "stage_": tuple(set(get_args(Stage)) - NO_STAGE),
    "list_hold_times": ("", "_a_side"),
    "list_times": ("", "_a_side"),
    "unit_": UNITS,
    "view_": get_args(CameraView),
}
"""Keys that are put together at run time: their beginning, and all that may follow it."""
ENDINGS = ("_a_side", "_cue", "_detail", "_lead", "_list", "_remedy")
"""What may stand behind a key for more of the same."""


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def sources() -> Iterator[Path]:
    yield from sorted(PACKAGE.rglob("*.py"))
    yield from sorted((PACKAGE.parent / "pages").glob("*.py"))


def keys_of(node: ast.expr) -> Iterator[str]:
    """Yield the keys that an argument may be; of one that is put together, its beginning."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from keys_of(node.body)
        yield from keys_of(node.orelse)
    elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        yield str(node.values[0].value)


def family_keys() -> set[str]:
    return {f"{beginning}{rest}" for beginning, members in FAMILIES.items() for rest in members}


def called_keys(tree: ast.AST) -> Iterator[str]:
    """Yield the keys that stand in calls of `words`, `remark` and their like."""
    for node in ast.walk(tree):
        name = getattr(node, "func", None)
        called = getattr(name, "id", getattr(name, "attr", ""))
        if called in ("words", "template", "remark", "Remark") and isinstance(node, ast.Call) and node.args:
            yield from keys_of(node.args[0])


@pytest.mark.parametrize("code", known_languages())
def test_every_language_has_the_same_keys(code: str) -> None:
    assert sorted(table(code)) == sorted(table("en"))


@pytest.mark.parametrize("code", known_languages())
def test_every_sentence_has_the_same_gaps(code: str) -> None:
    forms = [(key, form) for key, text in table(code).items() for form in all_forms(text)]
    differ = {key for key, form in forms if gaps(form) != gaps(table("en")[key])}
    assert not differ


@pytest.mark.parametrize("code", known_languages())
def test_no_sentence_is_empty_or_left_in_english(code: str) -> None:
    english = table("en")
    assert all(text.strip() for text in table(code).values())
    if code != "en":
        plain = {key: re.sub(r"\{[^}]*\}", "", text) for key, text in table(code).items()}
        same = {
            k for k, text in table(code).items() if text == english[k] and len(re.findall("[a-z]{2,}", plain[k])) > 2
        }
        assert not same


def test_every_key_that_is_asked_for_stands_in_the_table() -> None:
    asked = {(path.name, key) for path in sources() for key in called_keys(ast.parse(path.read_text("utf-8")))}
    assert len(asked) > 50
    beginnings = {key for _, key in asked if key.endswith("_")}
    assert beginnings <= set(FAMILIES), "a new family of keys is to be named in FAMILIES"
    assert family_keys() <= set(table("en"))
    assert {(name, key) for name, key in asked if key not in table("en") and not key.endswith("_")} == set()


def test_every_key_of_the_pages_stands_in_the_table() -> None:
    text = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.html"))
    asked = set(re.findall(r"""\bt\(["'](\w+)""", text))
    assert len(asked) > 30
    assert asked <= set(table("en"))


def test_no_key_is_idle() -> None:
    text = "\n".join(path.read_text("utf-8") for path in [*sources(), *PACKAGE.rglob("*.html")])
    used = set(re.findall(r"""["']([a-z][a-z0-9_]*)["']""", text)) | family_keys()
    used |= {key + ending for key in used for ending in ENDINGS}
    idle = sorted(set(table("en")) - used)
    assert not idle


def test_the_language_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (language(), words("rest")) == ("en", "Rest")
    monkeypatch.setenv(ENVIRONMENT, "de")
    assert (language(), words("rest")) == ("de", "Pause")
    use_language("en")
    assert words("rest") == "Rest"
    use_language(None)


def test_an_unknown_language_is_told_with_those_that_are_known() -> None:
    with pytest.raises(LanguageError, match=r"no language 'xx'\. Known: de, en"):
        use_language("xx")


def test_sides_and_numbers_are_filled_in_as_the_language_has_them(german: None) -> None:
    assert words("turn_to_me", side="left") == "Dreh deine linke Seite zu mir."
    assert "1,3 s" in words("too_short", seconds=1.26)
