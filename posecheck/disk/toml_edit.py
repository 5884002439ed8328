"""Small changes to the text of a TOML file that leave every comment and all the rest of it as they are.

The standard library reads TOML and writes none, and what writes it keeps no comments (tomlkit does: 0.5 MB for the two
things done here). Whether a change came out as meant is never trusted: the new text is read and compared.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any, Final

from posecheck.errors import ExerciseError

_HEADER: Final = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]")


def with_values(text: str, changes: Mapping[str, str | None], *, name: str) -> str:
    r"""Return the text with keys at its top set to other words, or taken out where the value is None.

    Parameters
    ----------
    text
        A valid TOML file.
    changes
        Key -> its new words. A key that is not there is put at the top.
    name
        The file's name, for messages.

    Raises
    ------
    ExerciseError
        Where the file is written in a way that this cannot change; it says what to change by hand.

    Examples
    --------
    >>> with_values('a = "x" # why\nb = [\n  "y",\n]\n', {"a": "z", "b": None}, name="f.toml")
    'a = "z"\n'
    """
    lines, added = text.splitlines(keepends=True), list[str]()
    meant = tomllib.loads(text)
    for key, value in changes.items():
        place = _lines_of(lines, key)
        line = [] if value is None else [f"{key} = {quoted(value)}\n"]
        if place is None:
            added += line
        else:
            lines[place] = line
        meant = {k: v for k, v in meant.items() if k != key} | ({} if value is None else {key: value})
    return _checked("".join([*added, *lines]), meant, name)


def without_tables(text: str, table: str, *, name: str) -> str:
    r"""Return the text without every ``[table]`` and ``[[table]]``, and without the comments that stand right above.

    Raises
    ------
    ExerciseError
        See `with_values`.

    Examples
    --------
    >>> without_tables('a = 1\n\n# of a film\n[[film]]\nb = 2\n[c]\n', "film", name="f.toml")
    'a = 1\n\n[c]\n'
    """
    kept, above, inside = list[str](), list[str](), False  # `above`: comments that belong to what comes next
    for line in text.splitlines(keepends=True):
        if line.startswith("#"):
            above.append(line)
            continue
        header = _HEADER.match(line)
        inside = _within(header[1], table) if header else inside
        kept += [] if inside else [*above, line]
        above = []
    kept += [] if inside else above
    return _checked("".join(kept), {k: v for k, v in tomllib.loads(text).items() if k != table}, name)


def quoted(text: str) -> str:
    """Return words as TOML writes them in one line: JSON's own form, with every letter as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _within(header: str, table: str) -> bool:
    return header == table or header.startswith(f"{table}.")


def _lines_of(lines: list[str], key: str) -> slice | None:
    """Return the lines of a key of the top, before the first table; None where it is not there in the plain way."""
    for i, line in enumerate(lines):
        if _HEADER.match(line):
            return None
        if re.match(rf"\s*{re.escape(key)}\s*=", line):
            return slice(i, i + _length(lines[i:]))
    return None


def _length(lines: list[str]) -> int:
    """Return how many lines the value takes that begins in the first."""
    for n in range(1, len(lines) + 1):
        try:
            tomllib.loads("".join(lines[:n]))
        except tomllib.TOMLDecodeError:
            continue
        return n
    return len(lines)


def _checked(text: str, meant: Mapping[str, Any], name: str) -> str:
    try:
        as_meant = tomllib.loads(text) == meant
    except tomllib.TOMLDecodeError:
        as_meant = False
    if not as_meant:
        hint = 'Write id = "..." and its like on lines of their own at the top, and each [table] on a line of its own.'
        raise ExerciseError(f"{name}: it is written in a way that cannot be changed by a program.", hint=hint)
    return text
