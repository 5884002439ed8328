"""``python -m benchmarks.accuracy --plan compact``: a few clips of every exercise, and the section that they give."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.accuracy import pages
from benchmarks.accuracy.case import Case
from benchmarks.accuracy.compact import compact_plan, not_rendered
from benchmarks.accuracy.every import Portrait, portraits, what_of
from benchmarks.accuracy.every_page import SECTION, every_section, exercise_table, failures, goals_of_all
from benchmarks.accuracy.run import Patiently, Progress, Row, Unmeasured, json_ready, measure_all
from benchmarks.recognition.confusion import Told
from benchmarks.sections import with_section
from posecheck.clips.scoring import recognise_track
from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.disk.track_file import load_track

RECOGNISED = ("plain", "stiff")
"""Right clips of which is asked which exercise they show: a mirrored one is the same again."""


def measure_every(options: argparse.Namespace, info: pages.RunInfo, tell: Progress) -> int:
    """Measure, print the tables and write the section where it is asked for; return 0."""
    cases = compact_plan(options.exercises, options.seeds)
    patiently = Patiently(time.time() + 60 * options.minutes)
    measured = measure_all(cases, options.out / "clips", jobs=options.jobs, on_progress=tell, measure=patiently)
    told = told_of([one for one in measured if isinstance(one, Row)])
    seen = portraits(measured, {e: not_rendered(e, options.seeds[0]) for e in options.exercises})
    section = every_section(info, measured, told, seen)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "every_exercise.md").write_text(section, encoding="utf-8")
    record = json.dumps(json_ready([_record(one) for one in measured]), indent=1)
    (options.out / "every_exercise.json").write_text(record + "\n", encoding="utf-8")
    if options.write_docs:
        write_section(pages.DOCS, section)
    print("\n".join(_said(seen)))
    return 0


def write_section(document: Path, section: str) -> None:
    """Put the section into the document and leave the rest of it as it is."""
    text = document.read_text(encoding="utf-8")
    document.write_text(with_section(text, SECTION, section, before=pages.NOT_SHOWN_HEAD), encoding="utf-8")


def told_of(rows: Sequence[Row]) -> list[Told]:
    """Return which exercise is named for each right clip, out of all exercises."""
    known = [load_exercise(name) for name in exercise_ids()]
    return [
        Told(row.case.spec.exercise, what_of(row.case), recognise_track(load_track(row.track), exercises=known))
        for row in rows
        if row.case.role == "right" and what_of(row.case) in RECOGNISED
    ]


def _said(seen: Sequence[Portrait]) -> list[str]:
    return [goals_of_all(seen), exercise_table(seen), failures(seen)]


def _record(one: Row | Unmeasured) -> Mapping[str, Any]:
    if isinstance(one, Row):
        return pages.clip_record(one)
    case: Case = one.case
    return {"name": case.name, "role": case.role, "fault": case.fault, "unmeasured": one.reason}
