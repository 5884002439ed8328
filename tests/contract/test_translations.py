"""A translation is never older than its sentence: an English sentence that changes takes the others with it."""

from __future__ import annotations

import json

import pytest

from scripts.note_translations import NOTES, Notes, left_behind, now

RUN = "run python -m scripts.refresh"


@pytest.fixture(scope="module")
def noted() -> Notes:
    return json.loads(NOTES.read_text("utf-8"))


@pytest.fixture(scope="module")
def today() -> Notes:
    return now()


def test_no_translation_stayed_behind(noted: Notes, today: Notes) -> None:
    assert left_behind(noted, today) == []


def test_every_translated_sentence_is_noted_as_it_is(noted: Notes, today: Notes) -> None:
    assert {code: list(pairs) for code, pairs in noted.items()} == {
        code: list(pairs) for code, pairs in today.items()
    }, RUN
    changed = [f"{code}: {key}" for code, pairs in today.items() for key in pairs if noted[code][key] != pairs[key]]
    assert changed == [], RUN


def test_a_changed_sentence_with_its_old_translation_is_named() -> None:
    noted: Notes = {"de": {"a": "11 aa", "b": "22 bb", "c": "33 cc"}}
    today: Notes = {"de": {"a": "12 aa", "b": "23 bc", "c": "33 cd", "d": "44 dd"}}
    assert left_behind(noted, today) == ["de: a"]
