"""Which language is spoken, and the sentences of its table."""

from __future__ import annotations

import os
import string
import tomllib
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from posecheck.errors import LanguageError
from posecheck.language.forms import RULES, Plural, category_of, sentence

ENVIRONMENT: Final = "POSECHECK_LANGUAGE"
"""Environment variable with the language where none was chosen."""
DEFAULT: Final = "en"
"""The language that all others are held against."""

_FOLDER: Final = Path(__file__).parent
_SIDES: Final = frozenset({"left", "right"})
_chosen: list[str] = []
_spoken: ContextVar[str] = ContextVar("posecheck_language", default="")


@lru_cache(maxsize=1)
def known_languages() -> tuple[str, ...]:
    """Return the codes of the languages that there is a table of, in alphabetical order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def use_language(code: str | None) -> None:
    """Choose the language of everything that is shown, spoken and written from now on, in the whole process.

    Parameters
    ----------
    code
        One of `known_languages`; None goes back to the environment variable, or English where that is not set.

    Raises
    ------
    LanguageError
        Where there is no table of that language; it names those that there are.
    """
    _chosen[:] = [] if code is None else [_checked(code)]


@contextmanager
def speaking(code: str) -> Generator[None]:
    """Speak a language inside the block, in this thread alone, whatever is chosen elsewhere.

    Raises
    ------
    LanguageError
        Where there is no table of that language.
    """
    token = _spoken.set(_checked(code))
    try:
        yield
    finally:
        _spoken.reset(token)


def language() -> str:
    """Return the code of the language in use.

    Raises
    ------
    LanguageError
        Where none was chosen and the environment variable names one that there is no table of.
    """
    if spoken := _spoken.get():
        return spoken
    return _chosen[0] if _chosen else _checked(os.environ.get(ENVIRONMENT) or DEFAULT)


def locale_of() -> str:
    """Return the language in use as a voice of a browser is named, such as "de-DE"."""
    return template("locale")


def words(key: str, **values: object) -> str:
    """Return the sentence for `key` in the language in use, filled in.

    A side ("left", "right") is filled in by the language's word for it, a number with the language's decimal mark.

    Raises
    ------
    KeyError
        Where there is no such sentence, or a value for it is missing.

    Examples
    --------
    >>> words("turn_side_on", near="left")
    'Turn side-on: your left side to the camera.'
    """
    if not values:
        return _plain(language(), key)
    return fill(key, {name: side_name(v) if isinstance(v, str) and v in _SIDES else v for name, v in values.items()})


def fill(key: str, values: Mapping[str, object]) -> str:
    """Return the sentence for `key` in the language in use, filled in with values as they are.

    Raises
    ------
    KeyError
        Where there is no such sentence, or a value for it is missing.
    """
    if not values:
        return _plain(language(), key)
    text = template(key)
    if isinstance(text, Plural):
        text = text.form(values, category_of(_read(language())["language"]))
    return _FORMATTER.vformat(text, (), values)


@lru_cache(maxsize=2048)
def _plain(code: str, key: str) -> str:
    """Return a sentence that needs no filling in: some are asked for with every picture of a live set."""
    return _FORMATTER.vformat(table(code)[key], (), {})


def template(key: str) -> str:
    """Return the sentence for `key` as it stands in the table, not filled in.

    Raises
    ------
    KeyError
        Where there is no such sentence.
    """
    return table(language())[key]


def side_name(side: str) -> str:
    """Return a side of the body as it stands before the word "side" or a limb: "left"."""
    return template(f"own_{side}")


def and_joined(items: Iterable[str]) -> str:
    """Return words in a row, "hip and knee"."""
    return template("and_word").join(items)


def inside_sentence(text: str) -> str:
    """Return words that began a line as they stand inside a sentence; German nouns stay capital, so it changes nothing.

    Examples
    --------
    >>> inside_sentence("Chest goes forward")
    'chest goes forward'
    """
    return text if template("nouns_are_capital") == "yes" else text[:1].lower() + text[1:]


def decimal(text: str) -> str:
    """Return a number that is written with a point with the decimal mark of the language in use.

    Examples
    --------
    >>> decimal("6.3")
    '6.3'
    """
    return text.replace(".", template("decimal_mark"))


@lru_cache(maxsize=8)
def table(code: str) -> Mapping[str, str]:
    """Return all sentences of a language, by key.

    Raises
    ------
    LanguageError
        Where there is no table of that language.
    ValueError
        Where a key stands in it twice, or a sentence of several numbers lacks the form for all others.
    """
    sentences: dict[str, str] = {}
    for section in _read(code).values():
        if twice := sentences.keys() & section.keys():
            raise ValueError(f"{code}.toml: {', '.join(sorted(twice))} stands in two sections.")
        sentences |= {key: sentence(value) for key, value in section.items() if key not in RULES}
    return MappingProxyType(sentences)


@lru_cache(maxsize=8)
def _read(code: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads((_FOLDER / f"{_checked(code)}.toml").read_text(encoding="utf-8"))


def _checked(code: str) -> str:
    if code not in known_languages():
        hint = f"Known: {', '.join(known_languages())}."
        raise LanguageError(f"There is no language '{code}'.", hint=hint)
    return code


class _Formatter(string.Formatter):
    """Fills in numbers with the decimal mark of the language in use."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return one value as text."""
        text = str(super().format_field(value, format_spec))
        return decimal(text) if isinstance(value, float) else text


_FORMATTER: Final = _Formatter()
