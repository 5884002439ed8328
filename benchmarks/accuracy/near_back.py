"""``python -m benchmarks.accuracy.near_back``: rules on the back, just beyond and short of where they fire.

Each rule with a measure of the back, on people of whom the estimator has never seen anything: the fault `EXCESS` past
the point where it fires and short of it, and the movement done well. A balanced accuracy of 0.95 on so few clips says
little more than that none was wrong; what was missed is named.
"""

from __future__ import annotations

import argparse
import itertools
import math
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.accuracy.case import Case
from benchmarks.accuracy.plan import EXCESS
from benchmarks.accuracy.run import cached_track, measure_all, track_path
from benchmarks.synthetic.clips import cached_clip, clip_path
from benchmarks.synthetic.fault_scale import LARGEST_SCALE, hold_values, scalable_faults
from benchmarks.synthetic.measures import fault_excess
from benchmarks.synthetic.movements import MOVEMENTS
from benchmarks.synthetic.population import body_of, draw_jitter
from benchmarks.synthetic.spec import ClipSpec
from posecheck.body.smoothing import smooth_track
from posecheck.clips.scoring import judge, make_request
from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.result.judgement import Finding, Result, Verdict
from posecheck.rules.back.edge import KINDS
from posecheck.rules.exercise.definition import Exercise, Rule

STEPS: Final = 80
"""Scales of a fault that are looked at for the one nearest to what is wanted: some 1 degree apart."""
NEAR_ENOUGH_DEG: Final = 2.0
TRUE_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "back_flexion": ("lumbar", "thorax"),
    "lumbar_flexion": ("lumbar",),
    "thoracic_flexion": ("thorax",),
}
"""posecheck's word for a measure -> the bends of a rendered body that it is the sum of."""


@dataclass(frozen=True, slots=True)
class Near:
    """What was said of one clip: the fault named or not, what the rule read at its worst, the truth in the hold.

    `unknown` counts the attempts in which the rule on the back said nothing, `reasons` why.
    """

    case: Case
    judged: bool
    named: bool
    read: tuple[float, ...]
    true: float
    unknown: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One rule: clips beyond and inside its limit, found and invented, attempts without an answer, mean error."""

    exercise: str
    fault: str
    beyond: int
    found: int
    inside: int
    invented: int
    unknown: int
    attempts: int
    error: float

    @property
    def balanced_accuracy(self) -> float:
        """Mean of the share found and the share left alone; NaN where one side has no clip."""
        if not self.beyond or not self.inside:
            return float("nan")
        return (self.found / self.beyond + 1 - self.invented / self.inside) / 2


def back_rules() -> Iterator[tuple[str, str]]:
    """Yield exercise and fault of every rule on a measure that is read from the outline and that a body can show."""
    for name in exercise_ids():
        rules = [r for r in load_exercise(name).rules if load_exercise(name).measures[r.measure].kind in KINDS]
        yield from ((name, r.id) for r in rules if name in MOVEMENTS and r.id in MOVEMENTS[name].faults)


def near_plan(rules: Iterable[tuple[str, str]], seeds: Sequence[int]) -> list[Case]:
    """Return the clips beyond and inside of each rule and person; not those that no body can do."""
    cases: list[Case] = []
    for seed, (exercise, fault) in itertools.product(seeds, list(rules)):
        for role, excess in EXCESS:
            scale = scale_at(exercise, fault, excess, seed)
            if scale is not None:
                spec = ClipSpec(exercise, fault, seed, scale)
                cases.append(Case(f"{exercise}__{fault}{excess:+g}__{seed}", spec, role, fault))
    return cases


def scale_at(exercise_id: str, fault: str, excess: float, seed: int) -> float | None:
    """Return the scale of a fault at which the true back lies `excess` past where its rule fires; None where none does.

    Inside, the fault's other rules must be quiet too; a body whose movement done well is nearer already does that.
    """
    exercise, specs = load_exercise(exercise_id), ClipSpec(exercise_id, fault, seed)
    rule = _rule(exercise, fault)
    best: tuple[float, float] | None = None
    for scale in np.linspace(0.0, LARGEST_SCALE, STEPS + 1).tolist():
        past = _past(rule, true_back(replace(specs, fault_scale=scale), exercise, fault))
        if excess < 0 and fault in scalable_faults(exercise_id):
            values = hold_values(exercise, fault, scale, seed=seed, body=body_of(specs))
            past = max(past, fault_excess(exercise, fault, values))
        if best is None or abs(past - excess) < best[0]:
            best = abs(past - excess), scale
    assert best is not None
    return best[1] if best[0] <= NEAR_ENOUGH_DEG or (excess < 0 and best[1] == 0.0) else None


def true_back(spec: ClipSpec, exercise: Exercise, fault: str) -> float:
    """Return the true value of the back's measure in the hold as the rule sees it: change from the set-up."""
    movement = MOVEMENTS[spec.exercise]
    numbers = movement.numbers(spec.fault, spec.fault_scale, draw_jitter(spec.seed, movement.jitter))
    body = body_of(spec)
    before, after = (movement.pose(body, u, numbers) for u in (0.0, 1.0))
    parts = TRUE_PARTS[exercise.measures[_rule(exercise, fault).measure].kind]
    return sum(getattr(after, part)[0] - getattr(before, part)[0] for part in parts)


def _rule(exercise: Exercise, fault: str) -> Rule:
    """Return the rule of a fault that goes by the back."""
    return next(r for r in exercise.rules if r.id == fault and exercise.measures[r.measure].kind in KINDS)


def _past(rule: Rule, value: float) -> float:
    """Return how far a value lies beyond the point where a rule fires, negative short of it."""
    sides = [value - rule.high.fires_at] if rule.high else []
    return max([*sides, *([rule.low.fires_at - value] if rule.low else [])])


@dataclass(frozen=True, slots=True)
class Patiently:
    """`hear` that renders nothing new after a time (`time.time`): None then."""

    until_s: float = math.inf

    def __call__(self, case: Case, folder: Path) -> Near | None:
        """Return what was said of a clip."""
        if time.time() > self.until_s and not track_path(clip_path(case.spec, folder)).exists():
            return None
        return hear(case, folder)


def hear(case: Case, folder: Path) -> Near:
    """Render a clip, judge it, and return what was said of its fault."""
    clip, _ = cached_clip(case.spec, folder)
    request = make_request(case.spec.exercise)
    result = judge(request, smooth_track(cached_track(clip, track_path(clip))))
    findings = _of_the_back(result, request.exercise, case.fault or "")
    unknown = [f for f in findings if f.verdict is Verdict.UNKNOWN]
    return Near(
        case,
        result.judged,
        result.judged and case.fault in result.faults,
        tuple(f.value for f in findings),
        true_back(case.spec, request.exercise, case.fault or ""),
        len(unknown),
        tuple(f.reason for f in unknown),
    )


def _of_the_back(result: Result, exercise: Exercise, fault: str) -> list[Finding]:
    """Return what the rules on the back found of a fault, of each attempt."""
    found = [f for attempt in result.attempts for f in attempt.findings if f.rule == fault]
    return [f for f in found if f.measure in exercise.measures and exercise.measures[f.measure].kind in KINDS]


def lines(heard: Iterable[Near]) -> list[Line]:
    """Return one line for each rule, in order of first appearance."""
    groups: dict[tuple[str, str], list[Near]] = {}
    for near in heard:
        groups.setdefault((near.case.spec.exercise, near.case.fault or ""), []).append(near)
    return [_line(exercise, fault, near) for (exercise, fault), near in groups.items()]


def _line(exercise: str, fault: str, heard: Sequence[Near]) -> Line:
    sides: Mapping[str, list[Near]] = {role: [n for n in heard if n.case.role == role] for role, _ in EXCESS}
    error = np.array([value - n.true for n in heard for value in n.read])
    return Line(
        exercise,
        fault,
        len(sides["beyond"]),
        sum(n.named for n in sides["beyond"]),
        len(sides["inside"]),
        sum(n.named for n in sides["inside"]),
        sum(n.unknown for n in heard),
        sum(len(n.read) for n in heard),
        float(np.nanmean(np.abs(error))) if np.isfinite(error).any() else float("nan"),
    )


def table(rows: Sequence[Line], heard: Sequence[Near]) -> str:
    """Return the lines as Markdown, and what was wrong in words."""
    text = [
        "| exercise | rule | found beyond | named inside | nothing said | mean error | balanced accuracy |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for r in rows:
        error = "–" if np.isnan(r.error) else f"{r.error:.0f}°"
        accuracy = "–" if np.isnan(r.balanced_accuracy) else f"{r.balanced_accuracy:.2f}"
        cells = [f"{r.found} of {r.beyond}", f"{r.invented} of {r.inside}", f"{r.unknown} of {r.attempts}"]
        text.append(f"| {' | '.join([r.exercise, f'`{r.fault}`', *cells, error, accuracy])} |")
    beyond, found = sum(r.beyond for r in rows), sum(r.found for r in rows)
    inside, invented = sum(r.inside for r in rows), sum(r.invented for r in rows)
    if beyond and inside:
        all_ = (found / beyond + 1 - invented / inside) / 2
        text.append(f"| all | | {found} of {beyond} | {invented} of {inside} | | | {all_:.2f} |")
    wrong = [n for n in heard if n.named != (n.case.role == "beyond")]
    text += ["", *(f"- {_in_words(n)}" for n in wrong)]
    return "\n".join(text)


def _in_words(near: Near) -> str:
    what = "named inside" if near.named else "missed" if near.judged else "refused"
    read = ", ".join("nothing" if np.isnan(v) else f"{v:.0f}°" for v in near.read) or "nothing"
    why = f" ({'; '.join(dict.fromkeys(near.reasons))})" if near.reasons else ""
    return f"{near.case.name}: {what}; true {near.true:.0f}°, read {read}{why}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; return 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy.near_back", description=__doc__)
    add = parser.add_argument
    add("--seeds", default="31-33", help="people, first-last (default: 31-33, whom nothing was tuned on)")
    add("--exercises", default="", help="with commas (default: all with such a rule)")
    add("--folder", type=Path, default=Path("accuracy"), help="clips and tracks are kept here (default: accuracy)")
    add("--minutes", type=float, default=math.inf, help="render nothing new after so many (default: no end)")
    add("--jobs", type=int, default=1, help="processes (default: 1)")
    options = parser.parse_args(arguments)
    first, last = (int(part) for part in options.seeds.split("-"))
    wanted = {name for name in options.exercises.split(",") if name}
    rules = [rule for rule in back_rules() if not wanted or rule[0] in wanted]
    cases = near_plan(rules, range(first, last + 1))

    def tell(done: int, of: int, name: str) -> None:
        print(f"{done}/{of} {name}", file=sys.stderr, flush=True)

    until_s = time.time() + 60 * options.minutes
    made = measure_all(cases, options.folder, jobs=options.jobs, on_progress=tell, measure=Patiently(until_s))
    heard = [near for near in made if near is not None]
    print(table(lines(heard), heard))
    for case in (case for case, near in zip(cases, made, strict=True) if near is None):
        print(f"- {case.name}: not rendered in the time that was given")
    return 0


if __name__ == "__main__":
    sys.exit(main())
