"""``python -m benchmarks.accuracy``: render, measure, and write down how well posecheck does."""

from __future__ import annotations

import argparse
import math
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks.accuracy.back import back_clips, back_figures, back_section, posture_errors
from benchmarks.accuracy.every_run import measure_every
from benchmarks.accuracy.figures import Figure, Limit, all_figures, read_limits
from benchmarks.accuracy.home.draft import BEHAVIOURS
from benchmarks.accuracy.home.run import measure_home
from benchmarks.accuracy.pages import DOCS, NOT_SHOWN_HEAD, RunInfo, document, write_pages
from benchmarks.accuracy.plan import FIRST_TEST_SEED, SHORT_SEEDS, full_plan, runnable, short_plan
from benchmarks.accuracy.run import measure_all
from benchmarks.accuracy.table import goals_table
from benchmarks.sections import keep_sections

DEFAULT_BODIES: Final = 4
DEFAULT_BACK: Final = 30


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and return 0, or 1 where the short version breaks a stored limit."""
    options = _options(arguments)
    if options.plan == "home":
        return measure_home(options, _tell)
    if options.plan == "compact":
        return measure_every(options, _info(options), _tell)
    cases = short_plan(options.exercises) if options.short else full_plan(options.exercises, options.seeds)
    begun = time.monotonic()
    rows = measure_all(cases, options.out / "clips", jobs=options.jobs, on_progress=_tell)
    postures = posture_errors(options.back, options.out / "people")
    figures, goals = [*all_figures(rows), *back_figures(postures)], read_limits("goals")
    info, back = _info(options), back_section(postures, back_clips(rows))
    write_pages(options.out, info, rows, figures, goals, back)
    if options.write_docs:
        before = DOCS.read_text(encoding="utf-8") if DOCS.exists() else ""
        text = keep_sections(document(info, rows, figures, goals, back), before, before=NOT_SHOWN_HEAD)
        DOCS.write_text(text, encoding="utf-8")
    limits = read_limits("short") if options.short else goals
    print(goals_table(figures, limits))
    print(f"{len(rows)} clips in {time.monotonic() - begun:.0f} s; all tables: {options.out / 'accuracy.md'}")
    lost = broken(figures, limits) if options.short else []
    for key in lost:
        print(f"{key}: {limits[key]} no longer holds", file=sys.stderr)
    return 1 if lost else 0


def broken(figures: Sequence[Figure], limits: Mapping[str, Limit]) -> list[str]:
    """Return the keys of stored limits that do not hold, those that were not measured among them."""
    values = {figure.key: figure.value for figure in figures}
    return [key for key, limit in limits.items() if not limit.holds(values.get(key, math.nan))]


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.accuracy", description="Accuracy on rendered people whose posture is known."
    )
    add = parser.add_argument
    add(
        "--exercises", type=_exercises, default=runnable(), help="ids with commas (default: all with movement and file)"
    )
    add(
        "--bodies",
        type=int,
        help=f"how many people, from the first seed on (default: all of --seeds, {DEFAULT_BODIES})",
    )
    add("--seeds", type=_seeds, help=f"A-B (default: test seeds, which are those from {FIRST_TEST_SEED} on)")
    add("--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: one for each core)")
    add("--out", type=Path, default=Path("accuracy"), help="results and the clips, which are kept (default: accuracy)")
    add(
        "--plan",
        choices=("full", "compact", "home"),
        default="full",
        help="compact: right, mirrored, stiff and each fault of every exercise, its own section of the document; "
        "home: people who behave like people who film themselves",
    )
    add("--behaviours", type=_behaviours, help="with --plan home: these with commas in every clip, or none, not drawn")
    add("--true", action="store_true", help="with --plan home: judge the true points, nothing is rendered")
    add("--minutes", type=float, default=math.inf, help="with --plan compact or home: render no new clip after so long")
    add("--short", action="store_true", help="a few clips against the stored limits, as in the tests")
    add(
        "--back",
        type=int,
        help=f"people in random postures for the section on the back (default: {DEFAULT_BACK}; 0 if --short)",
    )
    add("--write-docs", action="store_true", help="also write docs/accuracy.md")
    options = parser.parse_args(arguments)
    if options.seeds is None:
        options.seeds = range(FIRST_TEST_SEED, FIRST_TEST_SEED + (options.bodies or DEFAULT_BODIES))
    options.back = (0 if options.short else DEFAULT_BACK) if options.back is None else options.back
    options.seeds = tuple(SHORT_SEEDS.values()) if options.short else options.seeds[: options.bodies]
    return options


def _exercises(text: str) -> list[str]:
    unknown = sorted(set(text.split(",")) - set(runnable()))
    if unknown:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: expected some of {', '.join(runnable())}")
    return text.split(",")


def _behaviours(text: str) -> list[str]:
    wanted = [] if text == "none" else text.split(",")
    unknown = sorted(set(wanted) - set(BEHAVIOURS))
    if unknown:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: expected none, or some of {', '.join(BEHAVIOURS)}")
    return wanted


def _seeds(text: str) -> range:
    first, _, last = text.partition("-")
    try:
        seeds = range(int(first), int(last or first) + 1)
    except ValueError:
        seeds = range(0)
    if not seeds:
        raise argparse.ArgumentTypeError(f"'{text}': expected two whole numbers, the smaller first, as in 1-4")
    return seeds


def _info(options: argparse.Namespace) -> RunInfo:
    first, last = options.seeds[0], options.seeds[-1]
    plan = "" if options.plan == "full" else f" --plan {options.plan}"
    how = " --short" if options.short else f" --seeds {first}-{last}"
    how += f" --back {options.back}" if options.back not in (0, DEFAULT_BACK) and options.plan == "full" else ""
    some = "" if options.exercises == runnable() else f" --exercises {','.join(options.exercises)}"
    command = f"python -m benchmarks.accuracy{plan}{some}{how}"
    return RunInfo(command, f"{first} to {last}", len(options.seeds), test_seeds=first >= FIRST_TEST_SEED)


def _tell(done: int, total: int, name: str) -> None:
    print(f"{done}/{total} {name}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
