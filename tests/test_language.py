"""One table per language: the same keys, the same gaps to fill, nothing needed that is not there and nothing idle."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import posecheck
from posecheck.errors import LanguageError
from posecheck.language import ENVIRONMENT, known_languages, language, table, use_language, words

PACKAGE = Path(posecheck.__file__).parent
FAMILIES = (
    "back_",  # why a back was not judged: the reason's name
    "band_",
    "body_",
    "camera_",
    "caption_",  # phases, sides
    "dose_",
    "facing_",
    "kind_",
    "list_hold_times",  # a side or not
    "list_times",
    "live_",  # phases live; a side
    "lying_",  # body positions
    "many_",
    "neutral_",
    "one_",  # kinds of attempts
    "own_",  # a side
    "part_",
    "severity_",
    "side_",
    "unit_",
    "view_",
)
"""Beginnings of keys that are put together at run time; every key with one of them counts as used."""


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


def called_keys(tree: ast.AST) -> Iterator[str]:
    """Yield the keys that stand in calls of `words` and its like."""
    for node in ast.walk(tree):
        name = getattr(node, "func", None)
        called = getattr(name, "id", getattr(name, "attr", ""))
        if called in ("words", "template") and isinstance(node, ast.Call) and node.args:
            yield from keys_of(node.args[0])


@pytest.mark.parametrize("code", known_languages())
def test_every_language_has_the_same_keys(code: str) -> None:
    assert sorted(table(code)) == sorted(table("en"))


@pytest.mark.parametrize("code", known_languages())
def test_every_sentence_has_the_same_gaps(code: str) -> None:
    differ = {key for key, text in table(code).items() if gaps(text) != gaps(table("en")[key])}
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
    assert all(b.startswith(FAMILIES) for b in beginnings), "a new family of keys is to be named in FAMILIES"
    assert {(name, key) for name, key in asked if key not in table("en") and not key.endswith("_")} == set()


def test_no_key_is_idle() -> None:
    text = "\n".join(p.read_text("utf-8") for p in [*sources(), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.js")])
    literals = set(re.findall(r"['\"]([a-z][a-z0-9_]*)['\"]", text))
    idle = {key for key in table("en") if key not in literals and not key.startswith(FAMILIES)}
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
