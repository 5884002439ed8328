"""Sentences and words of several forms: one form for each kind of number, one for each case.

In a table, a sentence may be a table itself, where the language says it in other ways for other numbers::

    [language]
    plurals = ["one", "few", "many"]
    plural_rule = "n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2"

    [live_set]
    rest_left = { by = "seconds", one = "Jeszcze {seconds} sekunda.", few = "...", many = "...", other = "..." }

``by`` names the number that decides; ``other`` is for numbers that are not whole, and for every kind that is not there.
It may also name a word that decides, such as a view of the camera; the forms are then called as that word is.
The rule is the one that translators know from the head of a ``.po`` file (``Plural-Forms``). A word that stands for a
side has its cases, of which a sentence takes one by name (``{near:acc}``) and else the first::

    own_left = { nom = "lewa", acc = "lewą" }

Why not a library. Three were held against a language with four kinds of number and cases (Polish):

- gettext (standard library): one number a sentence, no cases, and the English sentence as the key, so that whoever
  betters the English loses every translation. Its rules of number are used here.
- Fluent (fluent.runtime 0.4, fluent-compiler 1.1) has all of it and is as quick (a sentence with a side 4 µs here and
  there, one with a number 16 µs for 5). But it brings Babel: 36 MB installed, three times what posecheck has with its
  pose model, in order to write numbers, and it writes them in its own way, so that sentences would change ("12 %" for
  "12%" in German). Nothing of it inflects words that come from elsewhere, the names in an exercise's file: a sentence
  is built around them there as here. And people who translate would learn another file format beside the exercises'.
- Babel alone: the rules of number of every language, again 36 MB, for one line that a translator writes anyway.
"""

from __future__ import annotations

import gettext
import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, cast

OTHER: Final = "other"
BY: Final = "by"
RULES: Final = ("plurals", "plural_rule")
"""What a table says of its numbers, in the section ``[language]``; no sentences."""

Category = Callable[[float], str]
"""Gives the kind of a number: "one", "few", ..."""


class Plural(str):
    """A sentence that is said differently for different numbers or words; as plain text the form for all others."""

    __slots__ = ("by", "forms")
    by: str
    forms: Mapping[str, str]

    def form(self, values: Mapping[str, object], category: Category) -> str:
        """Return the form for what is to be filled in."""
        decides = values.get(self.by)
        kind = category(decides) if isinstance(decides, int | float) else str(decides)
        return self.forms.get(kind, str(self))


class Cases(str):
    """A word in its cases; as plain text the first of them. A format ("{near:acc}") takes one by name."""

    __slots__ = ("cases",)
    cases: Mapping[str, str]

    def __format__(self, format_spec: str, /) -> str:
        """Return the form of a case; a case that the word does not have is a KeyError."""
        return self.cases[format_spec] if format_spec else str(self)


def sentence(value: str | Mapping[str, str]) -> str:
    """Return an entry of a language's table: plain, of several numbers, or of several cases.

    Raises
    ------
    ValueError
        Where a sentence of several numbers has no form for all others.
    """
    if isinstance(value, str):
        return value
    if BY not in value:
        word = Cases(next(iter(value.values())))
        word.cases = MappingProxyType(dict(value))
        return word
    if OTHER not in value:
        raise ValueError(f"a sentence by '{value[BY]}' needs the form '{OTHER}'.")
    text = Plural(value[OTHER])
    text.by, text.forms = value[BY], MappingProxyType({k: v for k, v in value.items() if k != BY})
    return text


def all_forms(text: str) -> tuple[str, ...]:
    """Return every form of a sentence or word; of most there is one.

    Examples
    --------
    >>> all_forms(sentence({"by": "n", "one": "{n} hold", "other": "{n} holds"})), all_forms("Rest")
    (('{n} hold', '{n} holds'), ('Rest',))
    """
    if isinstance(text, Plural):
        return tuple(text.forms.values())
    return tuple(text.cases.values()) if isinstance(text, Cases) else (text,)


def category_of(about: Mapping[str, Any]) -> Category:
    """Return what tells the kinds of numbers of a language from its section ``[language]``.

    Without a rule of its own a language has "one" for 1, and "other".
    """
    names = tuple(cast("Sequence[str]", about.get("plurals", ("one", OTHER))))
    return _category(names, str(about.get("plural_rule", "n != 1")))


@lru_cache(maxsize=32)
def _category(names: tuple[str, ...], rule: str) -> Category:
    # c2py compiles the C expression of a Plural-Forms line, with everything else refused
    index = gettext.c2py(rule)

    def category(number: float) -> str:
        return names[index(int(abs(number)))] if math.isfinite(number) and number == int(number) else OTHER

    return category
