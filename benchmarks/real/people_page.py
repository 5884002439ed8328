"""docs/people.md: the figures over labelled clips of real people, without a name of any file or person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from benchmarks.real.labelled import letters
from benchmarks.real.people import Said, figures_table

HEAD: Final = """\
## What is said of people's own clips

{n} rows from {sources} sources, labelled by eye (`python -m benchmarks.real FOLDER --write-docs`; the folder has a
`manifest.csv` with a column `expect`, see `benchmarks/real/labelled.py`). The clips are public, no part of this
project, and nobody knows their true angles. "Done right" must be judged, without a fault of severity 2 or 3, and
counted exactly; "another movement" must not be judged as the exercise it is held against.

These figures are of the clips that the work was done with, so they say more than they prove. How a clip is understood
(neutral, counting, cuts, place) has no number that was fitted to them. Three limits of rules were moved to what a right
clip of one source shows, and the signs that tell exercises apart were set with these clips in view; neither could be
fitted again without the source. Other people's clips will do worse.

"""
ROWS: Final = """
A row each; the letter is the source, slight faults stand in brackets.

| source | held against | view | expected | what is said | count | neutral from |
|---|---|---|---|---|---|---|
"""


def people_section(said: Sequence[Said]) -> str:
    """Return the section as Markdown."""
    named = letters([s.row for s in said])
    head = HEAD.format(n=len(said), sources=len(named))
    return head + figures_table(said) + ROWS + "".join(_line(s, named[s.row.source]) for s in said)


def _line(said: Said, letter: str) -> str:
    row = said.row
    faults = ", ".join([*said.serious, *(f"({f})" for f in said.slight)]) or "no fault"
    verdict = f"{said.score:.0f} points: {faults}" if said.judged else f"not judged: {said.reason}"
    count = "–" if row.count is None else f"{said.count} of {row.count}"
    cells = [letter, row.exercise, row.view, row.expect, verdict, count, said.neutral]
    return f"| {' | '.join(c.replace('|', '/') for c in cells)} |\n"
