"""``python -m benchmarks.accuracy --plan home``: render people at home, judge them, hold it against the truth."""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from benchmarks.accuracy.faults import Said, said_of
from benchmarks.accuracy.figures import read_limits
from benchmarks.accuracy.home.figures import HomeRow, figures_of, home_page
from benchmarks.accuracy.home.plan import HomeCase, home_plan, short_plan
from benchmarks.accuracy.home.truth import true_home
from benchmarks.accuracy.run import Progress, cached_track, json_ready, measure_all, track_path
from benchmarks.accuracy.table import goals_table
from benchmarks.recognition.true_track import true_track
from benchmarks.sections import with_section
from benchmarks.synthetic.clips import cached_clip, clip_path
from posecheck.body.smoothing import smooth_track
from posecheck.clips.scoring import judge, make_request
from posecheck.result.judgement import Attempt, Result
from posecheck.rules.exercise.definition import Exercise

LEAST_PLATEAU_S: Final = 1.0
DOCUMENT: Final = Path("docs") / "accuracy.md"
SECTION: Final = "people-at-home"
HEAD: Final = """## People at home

Rendered people who behave like people that film themselves (benchmarks/README.md says how), every exercise, by

```
python -m benchmarks.accuracy --plan home --seeds {first}-{last} --write-docs
```

Measured on {date}. Nothing was tuned on these people. A clip that is refused is not judged, a fault that is there and
unknown is not found.
"""


def measure_home(options: argparse.Namespace, tell: Progress) -> int:
    """Measure, print the tables, keep them beside the clips; return 1 where `--short` breaks a stored limit, else 0."""
    only = options.behaviours
    cases = short_plan() if options.short else home_plan(options.exercises, options.seeds, only)
    begun = time.time()
    look = Look(begun + 60 * options.minutes, true=options.true)
    rows = list(measure_all(cases, options.out / "clips", jobs=options.jobs, on_progress=tell, measure=look))
    measured, left = [r for r in rows if isinstance(r, HomeRow)], [r for r in rows if isinstance(r, str)]
    limits, figures = read_limits("home_short" if options.short else "home"), figures_of(measured)
    page = goals_table(figures, limits) + "\n" + home_page(measured, left)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "home.md").write_text(page, encoding="utf-8")
    record = json.dumps(json_ready([asdict(r) for r in measured]), indent=1)
    (options.out / "home.json").write_text(record + "\n", encoding="utf-8")
    if options.write_docs and not options.short:
        write_section(page, options)
    print(page)
    values = {f.key: f.value for f in figures}
    print(f"{len(measured)} clips in {time.time() - begun:.0f} s; {options.out / 'home.md'}")
    lost = [key for key, limit in limits.items() if not limit.holds(values.get(key, math.nan))] if options.short else []
    for key in lost:
        print(f"{key}: {limits[key]} no longer holds", file=sys.stderr)
    return 1 if lost else 0


def write_section(page: str, options: argparse.Namespace) -> None:
    """Put the tables into docs/accuracy.md."""
    seeds = sorted(options.seeds)
    body = HEAD.format(first=seeds[0], last=seeds[-1], date=time.strftime("%Y-%m-%d")) + "\n" + page
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(with_section(text, SECTION, body, before="<!-- begin real-people -->"), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Look:
    """Renders and judges one clip; after a time (`time.time`) nothing new is rendered.

    `true` takes the true points instead of rendering: seconds instead of a minute, without the pose model's errors
    and without an outline.
    """

    until_s: float
    true: bool = False

    def __call__(self, home: HomeCase, folder: Path) -> HomeRow | str:
        """Return the row of a clip, or why there is none."""
        spec = home.case.spec
        if not self.true and time.time() > self.until_s and not track_path(clip_path(spec, folder)).exists():
            return f"{home.name}: not rendered in the time that was given"
        if self.true:
            track = true_track(spec)
        else:
            clip, _ = cached_clip(spec, folder)
            track = cached_track(clip, track_path(clip))
        request = make_request(spec.exercise)
        return row_of(home, request.exercise, judge(request, smooth_track(track)))


def row_of(home: HomeCase, exercise: Exercise, result: Result) -> HomeRow:
    """Hold a judgement against the truth."""
    truth, case = true_home(home.case), home.case
    seen = [a for a in result.attempts if counts(exercise, a)]
    said: Said = said_of(result)
    return HomeRow(
        name=case.name,
        exercise=exercise.id,
        role=case.role,
        fault=case.fault,
        severity=max((r.severity for r in exercise.rules if r.id == case.fault), default=0),
        behaviours=home.behaviours,
        neutral=truth.neutral,
        there=bool(truth.there),
        said=said,
        counted=len(seen),
        truly=truth.counted,
        wrong_side=sum(a.side not in (truth.side, None) for a in seen) if truth.side else 0,
        named=bool(case.fault) and said.judged and case.fault in said.faults,
        beside=tuple(sorted({f for alarm in said.alarms for f in alarm} - {case.fault})),
    )


def counts(exercise: Exercise, attempt: Attempt) -> bool:
    """Return whether the product counts an attempt: a hold of 1 s or more, cut or not, or a whole repetition."""
    held = exercise.kind != "repetition" and attempt.hold_s >= LEAST_PLATEAU_S
    return held or (attempt.complete and getattr(attempt, "cut", None) is None)
