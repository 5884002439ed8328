"""Remarks made sentences of: the one step from what was found to what is said (`posecheck.language` has the words)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from posecheck.bands import back_band
from posecheck.language import and_joined, fill, inside_sentence, side_name, words
from posecheck.remark import Amount, Inside, OnSide, Remark, Row, Said, Term, Value

__all__ = ["as_stored", "back_word", "in_words", "sentences", "words"]

TermWords = Callable[[Term], str]
"""Gives the words of an exercise that a term stands for."""


def as_stored(term: Term) -> str:
    """Return the words that a term had when it was made."""
    return term.text


def in_words(said: Said, words_of: TermWords = as_stored) -> str:
    """Return what is said, in the language in use.

    Parameters
    ----------
    said
        A remark, or words of an exercise.
    words_of
        Gives the exercise's words; those that were stored, unless told.

    Raises
    ------
    KeyError
        Where the language has no such sentence.

    Examples
    --------
    >>> from posecheck.remark import remark
    >>> lean = Term("measures.trunk.title", "Trunk lean")
    >>> in_words(remark("not_from_here", why=remark("too_dark")))
    'I cannot judge that from here. It is too dark. Switch on a light in front of you.'
    >>> in_words(remark("rule_lost", parts=Inside(lean)))
    'trunk lean not seen well enough'
    """
    if isinstance(said, Term):
        return _filled(said, words_of)
    return fill(said.key, {name: _filling(value, words_of) for name, value in said.values})


def sentences(remarks: Iterable[Said], words_of: TermWords = as_stored) -> tuple[str, ...]:
    """Return remarks in words, each one."""
    return tuple(in_words(r, words_of) for r in remarks)


def _filling(value: Value, words_of: TermWords) -> object:
    """Return what a sentence is filled in with: numbers stay numbers, the sentence says how they are written."""
    if isinstance(value, Amount):
        return value.value
    return value if isinstance(value, int) else _filled(value, words_of)


def _filled(value: Value, words_of: TermWords) -> str:
    match value:
        case Remark():
            return in_words(value, words_of)
        case Term():
            return words_of(value)
        case Inside():
            return inside_sentence(in_words(value.said, words_of))
        case OnSide():
            return side_name(value.side)
        case Row():
            items = [_filled(v, words_of) for v in value.items]
            return and_joined(items) if value.joint == "and" else ", ".join(items)
        case Amount():
            return f"{value.value:g}"
        case _:
            return str(value)


def back_word(value: float, unit: str) -> str:
    """Return the band of a value of the back or the pelvis in words; empty for other units and missing values.

    Examples
    --------
    >>> back_word(34, "deg_back"), back_word(-15, "deg_back"), back_word(-9, "deg_pelvis"), back_word(20, "deg")
    ('clearly rounded', 'hollow', 'tucked', '')
    """
    band = back_band(value, unit)
    return words(band) if band else ""
