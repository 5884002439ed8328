"""A folder of real people whose manifest says what is expected of posecheck: the development set.

``manifest.csv`` has a row for each clip and exercise it is held against, with the columns ``clip`` and ``track``
(paths below the folder), ``source`` (who filmed), ``exercise``, ``expect`` (``correct``, a fault's id, ``refuse``,
``none`` or ``unsure``), ``count`` and ``kind`` (how many, done as ``hold`` or ``repetition``; empty where the eye is
not certain), ``view`` and ``notes``. Tracks are judged where they are there, else the clip is read anew.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

Expected = Literal["correct", "fault", "refuse", "none", "unsure"]
PLAIN: Final = ("correct", "refuse", "none", "unsure")


@dataclass(frozen=True, slots=True)
class Row:
    """One clip held against one exercise; `count` None where the eye is not certain."""

    clip: str
    path: Path
    source: str
    exercise: str
    expect: str
    count: int | None
    kind: str
    view: str

    @property
    def expected(self) -> Expected:
        """What is expected, a fault's id as the word fault."""
        for word in PLAIN:
            if self.expect == word:
                return word
        return "fault"

    @property
    def is_form(self) -> bool:
        """Whether the form of the exercise is certain: done right, or with a plain fault."""
        return self.expected in ("correct", "fault")


def is_labelled(manifest: Path) -> bool:
    """Return whether a manifest says what is expected, as those of `read_rows` do."""
    with manifest.open(encoding="utf-8", newline="") as file:
        return "expect" in next(csv.reader(file), [])


def read_rows(folder: Path, *, from_clips: bool = False) -> list[Row]:
    """Return the rows of a folder's manifest.

    Parameters
    ----------
    folder
        With a ``manifest.csv``.
    from_clips
        Whether to look at the clips again although their saved tracks are there.
    """
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found: list[Row] = []
    for row in rows:
        track = folder / row["track"] if row["track"] else None
        path = track if track and track.exists() and not from_clips else folder / row["clip"]
        found.append(
            Row(
                clip=row["clip"],
                path=path,
                source=row["source"],
                exercise=row["exercise"],
                expect=row["expect"],
                count=int(row["count"]) if row["count"] else None,
                kind=row["kind"],
                view=row["view"],
            )
        )
    return found


def letters(rows: list[Row]) -> dict[str, str]:
    """Return source -> letter, in the order of first appearance: documents name no file and no person.

    Examples
    --------
    >>> a, b = (Row("c", Path("c"), s, "bridge", "correct", None, "", "") for s in ("x", "y"))
    >>> letters([a, b, a])
    {'x': 'A', 'y': 'B'}
    """
    order = list(dict.fromkeys(row.source for row in rows))
    return {source: chr(ord("A") + i) if i < 26 else f"A{chr(ord('A') + i - 26)}" for i, source in enumerate(order)}
