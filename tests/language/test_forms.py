"""A language with four kinds of number and cases: Polish, for the tests alone, over the whole table."""

from __future__ import annotations

import json
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from posecheck.language import choice, speaking, table, words
from posecheck.language.forms import sentence
from posecheck.language.sentences import in_words
from posecheck.remark import OnSide, remark
from posecheck.report.words import count

KINDS = ("one", "few", "many", "other")
NUMBERS = {1: "one", 2: "few", 4: "few", 5: "many", 12: "many", 21: "many", 22: "few", 0: "many", 1.5: "other"}
ABOUT = """[language]
plurals = ["one", "few", "many"]
plural_rule = "n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2"
locale = "pl-PL"
decimal_mark = ","
and_word = " i "
nouns_are_capital = "no"
own_left = { nom = "lewa", gen = "lewej", acc = "lewą" }
own_right = { nom = "prawa", gen = "prawej", acc = "prawą" }
"""
POLISH = {
    "rest_left": '{ by = "seconds", one = "Jeszcze {seconds} sekunda.", few = "Jeszcze {seconds} sekundy.", '
    'many = "Jeszcze {seconds} sekund.", other = "Jeszcze {seconds} sekundy." }',
    "many_repetition": '{ by = "n", few = "{n} powtórzenia", many = "{n} powtórzeń", other = "{n} powtórzenia" }',
    "one_repetition": '"{n} powtórzenie"',
    "turn_side_on": '"Odwróć {near:acc} stronę do kamery."',
    "turn_to_me": '"Bliżej {side:gen} strony."',
}


def gaps(text: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(text) if name]


def toml_of(key: str, text: str) -> str:
    """Own Polish for some; of every other sentence with a gap four forms by its first gap, each marked."""
    if key in POLISH:
        return f"{key} = {POLISH[key]}"
    by = gaps(text)[:1]
    forms = ", ".join(f"{kind} = {quoted(f'[{kind}] {text}')}" for kind in KINDS)
    return f'{key} = {{ by = "{by[0]}", {forms} }}' if by else f"{key} = {quoted(text)}"


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is one of TOML


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    return dict(table("en"))


@pytest.fixture
def polish(english: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Speak Polish: a table beside the others, with as many forms as the language has."""
    own = {line.split(" = ")[0] for line in ABOUT.splitlines()}
    lines = [toml_of(key, text) for key, text in english.items() if key not in own]
    (tmp_path / "pl.toml").write_text(f"{ABOUT}\n[all]\n" + "\n".join(lines) + "\n", encoding="utf-8")
    with monkeypatch.context() as only_here:
        only_here.setattr(choice, "_FOLDER", tmp_path)
        forget()
        try:
            with speaking("pl"):
                yield dict(table("pl"))
        finally:
            forget()
    forget()


def forget() -> None:
    for kept in (choice.known_languages, choice.table, choice._read, choice._plain):
        kept.cache_clear()


def test_every_sentence_has_four_forms_for_its_number(english: dict[str, str], polish: dict[str, str]) -> None:
    assert polish.keys() == english.keys()
    counted = [key for key, text in english.items() if gaps(text) and key not in POLISH]
    assert len(counted) > 80
    for key in counted:
        first, *others = dict.fromkeys(gaps(english[key]))
        for number, kind in NUMBERS.items():
            said = choice.fill(key, {first: number, **dict.fromkeys(others, 7)})
            assert said.startswith(f"[{kind}] "), (key, number)
            assert "{" not in said


@pytest.mark.parametrize(
    ("n", "said"), [(1, "1 powtórzenie"), (2, "2 powtórzenia"), (5, "5 powtórzeń"), (12, "12 powtórzeń")]
)
def test_counts_are_said_as_they_are_counted(polish: dict[str, str], n: int, said: str) -> None:
    assert count(n, "repetition") == said


def test_whole_numbers_count_as_such_whatever_their_type_and_fractions_do_not(polish: dict[str, str]) -> None:
    assert [words("rest_left", seconds=s) for s in (1, 22, 25.0)] == [
        "Jeszcze 1 sekunda.",
        "Jeszcze 22 sekundy.",
        "Jeszcze 25,0 sekund.",
    ]
    assert words("rest_left", seconds=float("nan")) == "Jeszcze nan sekundy."


def test_a_side_stands_in_the_case_that_its_sentence_takes(polish: dict[str, str]) -> None:
    assert words("turn_side_on", near="left") == "Odwróć lewą stronę do kamery."
    assert in_words(remark("turn_side_on", near=OnSide("right"))) == "Odwróć prawą stronę do kamery."
    assert words("turn_to_me", side="right") == "Bliżej prawej strony."


def test_a_sentence_without_a_form_for_all_others_is_refused() -> None:
    with pytest.raises(ValueError, match="by 'n' needs the form 'other'"):
        sentence({"by": "n", "one": "{n} hold"})


def test_a_case_that_a_word_does_not_have_is_refused(polish: dict[str, str]) -> None:
    with pytest.raises(KeyError):
        format(choice.side_name("left"), "dat")


@pytest.mark.parametrize("code", ["en", "de"])
def test_a_word_may_decide_too(code: str) -> None:
    """A camera view is not put into a sentence as it is called in files: German has no "front Seite"."""
    with speaking(code):
        said = {view: words("rule_view", view=view) for view in ("side", "front", "feet", "above")}
    assert len(set(said.values())) == 4, "one for each view, and one for a view that nobody knows yet"
    assert said["above"] == str(table(code)["rule_view"])
