"""Generated documents in named sections, each written by its own command: what a run did not measure stays.

A section stands between ``<!-- begin NAME -->`` and ``<!-- end NAME -->``.
"""

from __future__ import annotations

import re
from typing import Final

_SECTION: Final = re.compile(r"<!-- begin (?P<name>[\w-]+) -->\n(?P<body>.*?)<!-- end (?P=name) -->\n", re.DOTALL)


def sections_of(text: str) -> dict[str, str]:
    r"""Return the named sections of a document, in their order.

    Examples
    --------
    >>> sections_of(marked("one", "First.") + "between" + marked("two", "Second."))
    {'one': 'First.\n', 'two': 'Second.\n'}
    """
    return {found["name"]: found["body"] for found in _SECTION.finditer(text)}


def with_section(text: str, name: str, body: str, *, before: str) -> str:
    r"""Return a document with one section put in place of the older one, or in front of a line where there is none.

    Examples
    --------
    >>> with_section("Top.\n# End\n", "new", "Words.", before="# End")
    'Top.\n<!-- begin new -->\nWords.\n<!-- end new -->\n\n# End\n'
    >>> with_section(marked("new", "Old."), "new", "New.", before="# End") == marked("new", "New.")
    True

    Raises
    ------
    ValueError
        Where there is neither the section nor the line.
    """
    new = marked(name, body)
    for found in _SECTION.finditer(text):
        if found["name"] == name:
            return text[: found.start()] + new + text[found.end() :]
    head, line, tail = text.partition(before)
    if not line:
        raise ValueError(f"expected a section '{name}' or the line '{before}' to put it in front of")
    return f"{head}{new}\n{line}{tail}"


def keep_sections(new: str, old: str, *, before: str) -> str:
    """Return a new document with the named sections of an old one that it has not itself."""
    for name, body in sections_of(old).items():
        if name not in sections_of(new):
            new = with_section(new, name, body, before=before)
    return new


def marked(name: str, body: str) -> str:
    """Return a section with its marks."""
    return f"<!-- begin {name} -->\n{body.rstrip()}\n<!-- end {name} -->\n"
