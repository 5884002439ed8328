"""``python -m benchmarks.people_tempo FOLDER``: how fast people move, which the limits of tempo come from.

FOLDER holds labelled clips of real people (`benchmarks.real.labelled`). Every row whose form is right, wrong or not
certain is taken, of exercises that there are; slide shows are not. The main measure is cut into ways between its
turning points (`benchmarks.people_ways`). An exercise with fewer than three sources takes the figures of its body
position, one whose body position has fewer than three those of all. With ``--write-docs`` the tables go into
``docs/people.md``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.people_ways import Moved, Way, moved, rows_of
from benchmarks.real.__main__ import PEOPLE, PEOPLE_END, PEOPLE_TITLE
from benchmarks.real.labelled import letters, read_rows
from benchmarks.sections import with_section
from posecheck.disk.library import exercise_ids

SOURCES: Final = 3
"""What has fewer sources takes the figures of something larger."""
CLEARLY: Final = 1.5
"""Good is what 95 % of people's ways keep to; wrong, clearly beyond it, is so many times as fast."""

HEAD: Final = """\
## How fast people move

{clips} clips of {sources} sources, {ways} ways of the main measure between its turning points
(`python -m benchmarks.people_tempo FOLDER --write-docs`). A range is the way itself. "Twice as fast": the same tracks
with every second picture left out and their time halved, seen and smoothed as any other; the 95th percentile of their
fastest moments is where "dropped" begins, since at 15 pictures a second nothing is read faster than about 5 ranges a
second. Public clips as a whole have 1.4, 2.5 and 4.5 seconds a repetition (10 %, median, 90 %). The quickest way of
the slowest clip takes {slowest:.1f} s: a clip whose every way takes over three times as long may be in slow motion.

"""
TABLE: Final = """\
| of | sources | seconds a repetition, 10 / 50 / 90 % | way in, s, 5 / 50 % | way back, s, 5 / 50 % | mean °/s, 95 % | \
fastest moment down, ranges/s, 50 / 95 % | twice as fast, 95 % |
|---|---:|---:|---:|---:|---:|---:|---:|
"""
LEFT_OUT: Final = """
With each source left out in turn, and what it would be told by the limits of the others (too fast: a way in under
the 5th percentile of the others' seconds by a factor of 1.5; dropped: the rule above, and no slowing before the end):

| exercise | source left out | limits from | ways | too fast | dropped |
|---|---|---|---:|---:|---:|
"""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a group of clips moves.

    `in_s` and `back_s` are the 5th and 50th percentiles of a way's seconds, `mean_speed` the 95th of its mean speed in
    degrees a second, `peak` the 50th and 95th of the fastest moment on the way down in ranges a second, `dropped` the
    95th of the same tracks at twice their speed.
    """

    of: str
    sources: int
    repetitions_s: tuple[float, ...]
    in_s: tuple[float, ...]
    back_s: tuple[float, ...]
    mean_speed: float
    peak: tuple[float, ...]
    dropped: float

    @property
    def fast_s(self) -> float:
        """Seconds of a way in under which it is clearly faster than people's."""
        return self.in_s[0] / CLEARLY


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.people_tempo", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="with a manifest.csv that says what is expected")
    parser.add_argument("--write-docs", action="store_true", help="put the tables into docs/people.md")
    asked = parser.parse_args(arguments)
    with ProcessPoolExecutor(2) as pool:
        clips = [c for c in pool.map(moved, rows_of(asked.folder)) if c.ways]
    section = tempo_section(clips, source_letters(asked.folder))
    sys.stdout.write(section)
    if asked.write_docs:
        text = PEOPLE.read_text(encoding="utf-8") if PEOPLE.exists() else PEOPLE_TITLE
        PEOPLE.write_text(with_section(text, "tempo", section, before=PEOPLE_END), encoding="utf-8")
    return 0


def pace_of(of: str, clips: Sequence[Moved]) -> Pace:
    """Return how fast a group of clips moves, NaN for what none of them shows."""
    ways, twice = [w for c in clips for w in c.ways], [w for c in clips for w in c.twice]

    def percentiles(
        of_ways: Sequence[Way], value: Callable[[Way], float], which: Callable[[Way], bool], *shares: int
    ) -> tuple[float, ...]:
        values = [value(w) for w in of_ways if which(w)]
        return tuple(float(v) for v in np.percentile(values, shares)) if values else (float("nan"),) * len(shares)

    seconds = [s for c in clips for s in c.repetitions_s]
    return Pace(
        of,
        len({c.row.source for c in clips}),
        tuple(float(v) for v in np.percentile(seconds, (10, 50, 90))) if seconds else (float("nan"),) * 3,
        percentiles(ways, lambda w: w.seconds, lambda w: not w.back, 5, 50),
        percentiles(ways, lambda w: w.seconds, lambda w: w.back, 5, 50),
        percentiles(ways, lambda w: w.speed, lambda _: True, 95)[0],
        percentiles(ways, lambda w: w.peak, lambda w: w.down, 50, 95),
        percentiles(twice, lambda w: w.peak, lambda w: w.down, 95)[0],
    )


def basis_of(exercise: str, body: str, clips: Sequence[Moved]) -> Pace:
    """Return the pace that the limits of an exercise come from: its own, its body position's, or all people's."""
    groups = {
        exercise: [c for c in clips if c.row.exercise == exercise],
        body: [c for c in clips if c.body == body],
        "all": list(clips),
    }
    enough = (of for of, group in groups.items() if len({c.row.source for c in group}) >= SOURCES)
    of = next(enough, "all")
    return pace_of(of, groups[of])


def source_letters(folder: Path) -> dict[str, str]:
    """Return source -> letter, as the table of all clips has them."""
    known = exercise_ids()
    return letters([r for r in read_rows(folder) if r.exercise in known])


def tempo_section(clips: Sequence[Moved], letter: Mapping[str, str]) -> str:
    """Return the tables as Markdown; `letter` names each source."""
    groups = [(e, [c for c in clips if c.row.exercise == e]) for e in sorted({c.row.exercise for c in clips})]
    groups += [(b, [c for c in clips if c.body == b]) for b in sorted({c.body for c in clips})]
    groups.append(("all", list(clips)))
    head = HEAD.format(
        clips=len(clips),
        sources=len({c.row.source for c in clips}),
        ways=sum(len(c.ways) for c in clips),
        slowest=max(min(w.seconds for w in c.ways) for c in clips),
    )
    rows = "".join(_line(pace_of(of, group)) for of, group in groups)
    return head + TABLE + rows + LEFT_OUT + "".join(_left_out(clips, letter))


def _line(pace: Pace) -> str:
    cells = [
        pace.of,
        str(pace.sources),
        _numbers(pace.repetitions_s, 1),
        _numbers(pace.in_s, 2),
        _numbers(pace.back_s, 2),
        _numbers((pace.mean_speed,), 0),
        _numbers(pace.peak, 2),
        _numbers((pace.dropped,), 2),
    ]
    return f"| {' | '.join(cells)} |\n"


def _left_out(clips: Sequence[Moved], letter: Mapping[str, str]) -> list[str]:
    """Return a row for each exercise and source: what its ways would be told by the limits of the others."""
    rows: list[str] = []
    for exercise, source in sorted({(c.row.exercise, c.row.source) for c in clips}, key=lambda p: (p[0], letter[p[1]])):
        own = [c for c in clips if (c.row.exercise, c.row.source) == (exercise, source)]
        pace = basis_of(exercise, own[0].body, [c for c in clips if c.row.source != source])
        ways = [w for c in own for w in c.ways]
        fast = sum(w.seconds < pace.fast_s for w in ways if not w.back)
        dropped = sum(w.down and not w.slows and w.peak > pace.dropped for w in ways)
        rows.append(f"| {exercise} | {letter[source]} | {pace.of} | {len(ways)} | {fast} | {dropped} |\n")
    return rows


def _numbers(values: Sequence[float], decimals: int) -> str:
    return " / ".join("–" if np.isnan(v) else f"{v:.{decimals}f}" for v in values)


if __name__ == "__main__":
    sys.exit(main())
