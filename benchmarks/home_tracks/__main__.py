"""``python -m benchmarks.home_tracks``: what becomes of the verdict when a known track is filmed as people film."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.home_tracks.run import measured, tables
from benchmarks.home_tracks.variants import VARIANTS
from posecheck.disk.library import exercise_ids

MOST_JOBS: Final = 2


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
    outcomes = measured(asked.ids or list(exercise_ids()), asked.only, asked.variants, jobs=asked.jobs, on_done=_say)
    page = tables(outcomes, by_exercise=asked.by_exercise)
    if asked.tell:
        page += "\n" + "".join(f"- {o.track}, {o.variant}: {'; '.join(o.wrong)}\n" for o in outcomes if not o.same)
    print(page)
    if asked.out:
        asked.out.write_text(page, encoding="utf-8")
    print(f"{len(outcomes)} tracks judged in {time.monotonic() - begun:.0f} s")
    return 1 if asked.strict and not all(o.same for o in outcomes) else 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _variants(text: str) -> list[str]:
    unknown = sorted(set(text.split(",")) - set(VARIANTS))
    if unknown:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: expected some of {', '.join(VARIANTS)}")
    return text.split(",")


if __name__ == "__main__":
    sys.exit(main())
