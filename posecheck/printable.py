"""Names and texts from outside, made fit to be shown: the one place where control characters end."""

from __future__ import annotations

import unicodedata
from typing import Final

UNSEEN: Final = "\N{REPLACEMENT CHARACTER}"
_UNFIT: Final = ("Cc", "Cs", "Zl", "Zp")
"""Unicode's control characters, halves of surrogate pairs (bytes of a name that are no UTF-8), and line ends."""
_TURNING: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of writing: a name with them is not read as it is spelt."""


def printable(text: str, *, keep: str = "") -> str:
    r"""Return a text whose every character can be shown on a terminal or a page and moves nothing there.

    Parameters
    ----------
    text
        Any text, such as the name of a file; it may hold bytes that are no UTF-8, as Python keeps them.
    keep
        Control characters that stay, such as a line end where lines are meant.

    Examples
    --------
    >>> printable("a clip\x1b[2J\n.mp4")
    'a clip�[2J�.mp4'
    >>> printable("Übung 1.mp4")
    'Übung 1.mp4'
    """
    return "".join(c if c in keep or not _moves(c) else UNSEEN for c in text)


def _moves(character: str) -> bool:
    return unicodedata.category(character) in _UNFIT or character in _TURNING
