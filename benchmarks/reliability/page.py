"""The page with what was measured, ``docs/reliability.md``: each command writes its own section only."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"


def put(section: str, text: str, page: Path = PAGE) -> None:
    """Replace what stands between a section's two marks.

    Raises
    ------
    ValueError
        Where the page has no such marks.
    """
    old = page.read_text("utf-8")
    begin, end = f"<!-- {section}: begin -->", f"<!-- {section}: end -->"
    if begin not in old or end not in old:
        raise ValueError(f"{page}: expected the marks {begin} and {end}.")
    between = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    page.write_text(between.sub(lambda _: f"{begin}\n{text}\n{end}", old), "utf-8")
