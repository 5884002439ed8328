"""``python -m benchmarks.real.margins FOLDER``: how far right clips of real people stay inside every severe limit.

Each row of a labelled folder (`benchmarks.real.labelled`) that is done right and judged is held against every rule of
severity 2 and 3. The reading is the strictest limit at which the rule would fire in one of its attempts, found by
judging it once with that rule at many limits; the margin is what is left to the limit, negative where right people
break it. Readings far inside what is good (by more than the way from good to the limit) are left out. It writes
``docs/people.csv``, which names no file and no person, and a section of ``docs/people.md``.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from benchmarks.real.__main__ import PEOPLE, PEOPLE_END, PEOPLE_TITLE
from benchmarks.real.labelled import Row, letters, read_rows
from benchmarks.sections import with_section
from posecheck.clips.scoring import read_clip, score_track
from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.errors import PosecheckError
from posecheck.rules.exercise.definition import Exercise, Limit, Rule

TABLE: Final = PEOPLE.with_name("people.csv")
SERIOUS: Final = 2
STEPS: Final = 20
"""Readings are told to this part of the way from good to the limit."""
BEFORE: Final = 2
BEYOND: Final = 3
"""Ways from good to the limit that limits are tried before and beyond it."""
COLUMNS: Final = ("source", "exercise", "rule", "measure", "side", "reading", "limit", "margin")
HEAD: Final = """\
## How far right people stay inside the limits

{rows} readings of {clips} clips done right and judged, of {sources} sources, against the rules of severity 2 and 3
(`python -m benchmarks.real.margins FOLDER --write-docs`; all of them in [people.csv](people.csv)). A reading is the
strictest limit at which the rule would have fired. Limits that come from people are the larger of the published one
and the largest right reading plus one SD of the measure; the rule's own `source` says so. The nearest:

| exercise | rule | measure | source | reading | limit | margin |
|---|---|---|---|---:|---:|---:|
"""
SHOWN: Final = 15
Side = Literal["low", "high"]


@dataclass(frozen=True, slots=True)
class Margin:
    """How near one right clip comes to one limit; `source` is a letter, `margin` negative where it is broken."""

    source: str
    exercise: str
    rule: str
    measure: str
    side: Side
    reading: float
    limit: float

    @property
    def margin(self) -> float:
        """What is left to the limit, in the measure's unit."""
        return self.limit - self.reading if self.side == "high" else self.reading - self.limit


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 1 where a right clip breaks a limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.real.margins", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="with a manifest.csv that says what is expected")
    parser.add_argument("--write-docs", action="store_true", help="write docs/people.csv and a section of people.md")
    asked = parser.parse_args(arguments)
    known = exercise_ids()
    rows = [r for r in read_rows(asked.folder) if r.exercise in known]
    letter = letters(rows)
    right = [r for r in rows if r.expected == "correct"]
    with ProcessPoolExecutor(2) as pool:
        of_rows = list(pool.map(margins_of, right))
    judged = sum(m is not None for m in of_rows)
    margins = [replace(m, source=letter[m.source]) for found in of_rows for m in found or ()]
    section = margins_section(margins, judged)
    sys.stdout.write(section)
    if asked.write_docs:
        TABLE.write_text(as_csv(margins), encoding="utf-8")
        text = PEOPLE.read_text(encoding="utf-8") if PEOPLE.exists() else PEOPLE_TITLE
        PEOPLE.write_text(with_section(text, "margins", section, before=PEOPLE_END), encoding="utf-8")
    return 1 if any(m.margin < 0 for m in margins) else 0


def margins_of(row: Row) -> list[Margin] | None:
    """Return how near a clip comes to each severe limit, None where it is not judged."""
    try:
        track = read_clip(row.path, outline=True)
        plain = load_exercise(row.exercise)
        result = score_track(track, with_ladders(plain))
    except PosecheckError:
        return None
    if not result.judged:
        return None
    fired = {f.rule for a in result.attempts for f in a.findings if f.fired}
    found: dict[tuple[str, str, Side], Margin] = {}
    for form in (plain, *plain.other_views):
        for i, rule, side, limit in _severe(form):
            readings = [reading for k, reading in enumerate(_tried(limit)) if _named(rule, i, side, k) in fired]
            if readings:
                reading = max(readings) if side == "high" else min(readings)
                new = Margin(row.source, row.exercise, rule.id, rule.measure, side, round(reading, 4), limit.fires_at)
                old = found.get((rule.id, rule.measure, side))
                found[rule.id, rule.measure, side] = min(old, new, key=lambda m: m.margin) if old else new
    return list(found.values())


def with_ladders(exercise: Exercise) -> Exercise:
    """Return an exercise with each severe rule many times over, each at another limit."""
    rules = tuple(
        _at(rule, i, side, k, limit, at)
        for i, rule, side, limit in _severe(exercise)
        for k, at in enumerate(_tried(limit))
    )
    forms = tuple(with_ladders(form) for form in exercise.other_views)
    return replace(exercise, rules=rules, other_views=forms)


def _severe(exercise: Exercise) -> Iterator[tuple[int, Rule, Side, Limit]]:
    for i, rule in enumerate(exercise.rules):
        if rule.severity >= SERIOUS:
            if rule.low is not None:
                yield i, rule, "low", rule.low
            if rule.high is not None:
                yield i, rule, "high", rule.high


def _tried(limit: Limit) -> list[float]:
    """Return the limits that are tried, from the strictest on."""
    way = limit.fires_at - limit.good
    return [limit.fires_at + way * k / STEPS for k in range(-BEFORE * STEPS, BEYOND * STEPS + 1)]


def _at(rule: Rule, i: int, side: Side, k: int, limit: Limit, at: float) -> Rule:
    moved = Limit(at - (limit.fires_at - limit.good), at, at)
    low, high = (moved, None) if side == "low" else (None, moved)
    before = rule.uncalibrated_low if side == "low" else rule.uncalibrated_high
    own = {"uncalibrated_low": low if before else None, "uncalibrated_high": high if before else None}
    return replace(rule, id=_named(rule, i, side, k), low=low, high=high, **own)


def _named(rule: Rule, i: int, side: Side, k: int) -> str:
    return f"{rule.id} {i} {side} {k}"


def as_csv(margins: Sequence[Margin]) -> str:
    """Return the table as CSV, sorted."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for m in sorted(margins, key=lambda m: (m.exercise, m.rule, m.measure, m.side, m.source, m.reading)):
        writer.writerow(
            [m.source, m.exercise, m.rule, m.measure, m.side, f"{m.reading:.4g}", m.limit, _short(m.margin)]
        )
    return text.getvalue()


def margins_section(margins: Sequence[Margin], judged: int) -> str:
    """Return the section as Markdown: the readings that are nearest to their limit."""
    nearest = sorted(margins, key=lambda m: m.margin / max(abs(m.limit), 1e-6))[:SHOWN]
    head = HEAD.format(rows=len(margins), clips=judged, sources=len({m.source for m in margins}))
    lines = (
        f"| {m.exercise} | {m.rule} | {m.measure} | {m.source} | {m.reading:.4g} | {m.limit:g} | {_short(m.margin)} |\n"
        for m in nearest
    )
    return head + "".join(lines)


def _short(value: float) -> str:
    return f"{value:.4g}" if abs(value) >= 5e-4 else "0"


if __name__ == "__main__":
    sys.exit(main())
