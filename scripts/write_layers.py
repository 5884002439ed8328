"""Writes the floors and rooms of the package into CONTRIBUTING.md: ``python -m scripts.write_layers [--check]``.

They stand in pyproject.toml, where import-linter holds the imports to them; the comment beside a floor says what its
rooms are for.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
DOCUMENT: Final = "CONTRIBUTING.md"
BEGIN: Final = "<!-- floors: written by `python -m scripts.write_layers` -->\n```\n"
END: Final = "```\n"
WIDTH: Final = 44


def floors(contracts: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each contract of layers: the package that it is about, and its floors from the top with what they are for.

    Parameters
    ----------
    contracts
        The text of pyproject.toml.
    """
    for container, block in re.findall(
        r'^containers = \["([\w.]+)"\]\n.*?^layers = \[\n(.*?)^\]', contracts, re.M | re.S
    ):
        yield container, re.findall(r'^\s*"([^"]+)",?(?:\s*# (.*))?$', block, re.MULTILINE)


def block_of(contracts: str) -> str:
    """Return the block: the floors of the package, below each of its rooms with floors of its own those."""
    known = dict(floors(contracts))
    lines: list[str] = []

    def write(container: str, depth: int) -> None:
        for names, purpose in known[container]:
            lines.append(f"{'    ' * depth + names:<{WIDTH}}{purpose}".rstrip())
            for name in names.split(" | "):
                if f"{container}.{name}" in known:
                    write(f"{container}.{name}", depth + 1)

    write(next(iter(known)), 0)
    return "\n".join(lines) + "\n"


def with_block(document: str, contracts: str) -> str:
    """Return the document with the block as it should be.

    Raises
    ------
    ValueError
        Where the document has no place for it.
    """
    head, begin, rest = document.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{DOCUMENT}: expected a block that begins with {BEGIN.splitlines()[0]}, found none.")
    return head + begin + block_of(contracts) + end + tail


def main() -> None:
    """Write the block, or with ``--check`` say whether it is as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 where it would change")
    check = parser.parse_args().check
    path = ROOT / DOCUMENT
    document = path.read_text(encoding="utf-8")
    wanted = with_block(document, (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if check and document != wanted:
        raise SystemExit(f"{DOCUMENT}: its floors are not those of pyproject.toml. Run python -m scripts.write_layers.")
    path.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    main()
