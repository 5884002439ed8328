"""``python -m benchmarks.home_tracks``: what becomes of the verdict when a known track is filmed as people film."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.accuracy.table import table
from benchmarks.home_tracks.base import bases
from benchmarks.home_tracks.variants import VARIANTS
from benchmarks.home_tracks.verdict import Outcome, outcome, share
from posecheck.library import exercise_ids

MOST_JOBS: Final = 2
ASKED: Final = ("judged", "attempts", "sides", "faults", "score", "same")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; exit status 1 where `--strict` and something does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.home_tracks", description=__doc__)
    add = parser.add_argument
    add("ids", nargs="*", metavar="ID", help="exercises; default all")
    add("--only", choices=("all", "right", "faults"), default="all", help="which demonstrations (default: all)")
    add("--variants", type=_variants, default=list(VARIANTS), help="names with commas (default: all)")
    add("--jobs", type=int, choices=range(1, MOST_JOBS + 1), default=1, help="processes (default: 1)")
    add("--tell", action="store_true", help="also say of each track what does not hold")
    add("--by-exercise", action="store_true", help="also a table of exercises")
    add("--out", type=Path, help="also write the tables to this file")
    add("--strict", action="store_true", help="exit status 1 where anything does not hold")
    asked = parser.parse_args(arguments)
    unknown = sorted(set(asked.ids) - set(exercise_ids()))
    if unknown:
        parser.error(f"{', '.join(unknown)}: expected some of {', '.join(exercise_ids())}")
    begun = time.monotonic()
    outcomes = measured(asked.ids or list(exercise_ids()), asked.only, asked.variants, jobs=asked.jobs)
    page = tables(outcomes, by_exercise=asked.by_exercise)
    if asked.tell:
        page += "\n" + "".join(f"- {o.track}, {o.variant}: {'; '.join(o.wrong)}\n" for o in outcomes if not o.same)
    print(page)
    if asked.out:
        asked.out.write_text(page, encoding="utf-8")
    print(f"{len(outcomes)} tracks judged in {time.monotonic() - begun:.0f} s")
    return 1 if asked.strict and not all(o.same for o in outcomes) else 0


def measured(exercises: Sequence[str], only: str, variants: Sequence[str], *, jobs: int = 1) -> list[Outcome]:
    """Return the outcomes of all variants of the demonstrations of some exercises."""
    work = partial(outcomes_of, only=only, variants=variants)
    if jobs == 1:
        return [o for exercise in exercises for o in work(exercise)]
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        return [o for some in pool.map(work, exercises) for o in some]


def outcomes_of(exercise: str, *, only: str, variants: Sequence[str]) -> list[Outcome]:
    """Return the outcomes of one exercise."""
    return [outcome(base, name, VARIANTS[name](base)) for base in bases(exercise, only) for name in variants]


def tables(outcomes: Sequence[Outcome], *, by_exercise: bool = False) -> str:
    """Return the table of variants, and of exercises where asked for."""
    head = ("tracks", "own neutral", *ASKED)
    text = table(("variant", *head), [_line(v, [o for o in outcomes if o.variant == v]) for v in _names(outcomes)])
    if by_exercise:
        groups = dict.fromkeys(o.track.split("/")[0] for o in outcomes)
        of = [_line(g, [o for o in outcomes if o.track.split("/")[0] == g]) for g in groups]
        text += "\n" + table(("exercise", *head), of)
    return text


def _names(outcomes: Sequence[Outcome]) -> list[str]:
    return list(dict.fromkeys(o.variant for o in outcomes))


def _line(name: str, outcomes: Sequence[Outcome]) -> list[str | int]:
    return [name, len(outcomes), share(outcomes, "neutral"), *(share(outcomes, what) for what in ASKED)]


def _variants(text: str) -> list[str]:
    unknown = sorted(set(text.split(",")) - set(VARIANTS))
    if unknown:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: expected some of {', '.join(VARIANTS)}")
    return text.split(",")


if __name__ == "__main__":
    sys.exit(main())
