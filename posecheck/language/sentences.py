"""Remarks made sentences of: the one step from what was found to what is said (`posecheck.language` has the words)."""

from __future__ import annotations

from collections.abc import Iterable

from posecheck.language import and_joined, fill, inside_sentence, side_name, words
from posecheck.printable import printable
from posecheck.remark import Amount, Inside, OnSide, Remark, Row, Said, Term, Value
from posecheck.result.word_bands import back_band

__all__ = ["back_word", "in_words", "sentences", "words"]


def in_words(said: Said) -> str:
    """Return what is said, in the language in use; words of an exercise as they are in the remark.

    Raises
    ------
    KeyError
        Where the language has no such sentence.

    Examples
    --------
    >>> from posecheck.remark import remark
    >>> in_words(remark("not_from_here", why=remark("too_dark")))
    'I cannot judge that from here. It is too dark. Switch on a light in front of you.'
    >>> in_words(remark("rule_lost", parts=Inside(Term("measures.trunk.title", "Trunk lean"))))
    'trunk lean not seen well enough'
    """
    if isinstance(said, Term):
        return said.text
    return fill(said.key, {name: _filling(value) for name, value in said.values})


def sentences(remarks: Iterable[Said]) -> tuple[str, ...]:
    """Return remarks in words, each one."""
    return tuple(in_words(r) for r in remarks)


def _filling(value: Value) -> object:
    """Return what a sentence is filled in with: numbers stay numbers, the sentence says how they are written."""
    if isinstance(value, Amount):
        return value.value
    return value if isinstance(value, int) else _text(value)


def _text(value: Value) -> str:
    match value:
        case Remark() | Term():
            return in_words(value)
        case Inside():
            return inside_sentence(in_words(value.said))
        case OnSide():
            return side_name(value.side)
        case Row():
            items = [_text(v) for v in value.items]
            return and_joined(items) if value.joint == "and" else ", ".join(items)
        case Amount():
            return f"{value.value:g}"
        case _:
            return printable(str(value))


def back_word(value: float, unit: str) -> str:
    """Return the band of a value of the back or the pelvis in words; empty for other units and missing values.

    Examples
    --------
    >>> back_word(34, "deg_back"), back_word(-15, "deg_back"), back_word(-9, "deg_pelvis"), back_word(20, "deg")
    ('clearly rounded', 'hollow', 'tucked', '')
    """
    band = back_band(value, unit)
    return words(band) if band else ""
