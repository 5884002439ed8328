"""Exercises by any name that people give them: a few words in any language of the files, whatever the spelling.

Of several that fit, those are first whose name is just what was asked for, then those with the fewest words more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

MOST: Final = 3
"""Names that are offered at once."""
LIKE: Final = 0.8
"""Share of letters in which a slip of the keyboard leaves a name alike; "squat" and "cat" are 0.5."""


@dataclass(frozen=True, slots=True)
class Named:
    """An exercise, its title in the language in use, and all that it is called in any."""

    id: str
    title: str
    names: tuple[str, ...]

    def spelt_like(self, asked: str) -> bool:
        """Return whether its id is nearly what was asked for, so that nobody has to be told which exercise it is."""
        return bool(get_close_matches(asked, [self.id], cutoff=LIKE))


def find_named(asked: str, exercises: Iterable[Named]) -> list[Named]:
    """Return the exercises that may be meant by a name, the likeliest first; none where nothing is called so.

    Examples
    --------
    >>> bend = Named("standing_bend", "Forward bend", ("Forward bend", "toe touch"))
    >>> [n.id for n in find_named("Toe-Touch", [bend])], find_named("squat", [bend])
    (['standing_bend'], [])
    """
    known = list(exercises)
    wanted = _words_of(asked)
    if not wanted:
        return []
    extra = {n.id: min((_extra(wanted, name) for name in _all(n)), default=None, key=_last_none) for n in known}
    found = sorted((n for n in known if extra[n.id] is not None), key=lambda n: (extra[n.id] or 0, n.id))
    return (found or _misspelt(" ".join(wanted), known))[:MOST]


def _all(named: Named) -> tuple[str, ...]:
    return (named.id, named.title, *named.names)


def _last_none(extra: int | None) -> float:
    return float("inf") if extra is None else extra


def _extra(wanted: list[str], name: str) -> int | None:
    """Return how many words a name has beside those that were asked for; None where it has not all of them."""
    words = _words_of(name)
    return len(words) - len(wanted) if set(wanted) <= set(words) else None


def _misspelt(asked: str, known: list[Named]) -> list[Named]:
    by_name: Mapping[str, Named] = {" ".join(_words_of(name)): n for n in known for name in _all(n)}
    close = get_close_matches(asked, list(by_name), n=MOST, cutoff=LIKE)
    return list(dict.fromkeys(by_name[name] for name in close))


def _words_of(name: str) -> list[str]:
    """Return the words of a name without case, accents and marks; "lunges" is a lunge."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("\N{LATIN SMALL LETTER SHARP S}", "ss"))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return [w.removesuffix("s") if len(w) > 3 else w for w in re.findall(r"[a-z0-9]+", letters)]
