"""``python -m benchmarks.real.laid_over FOLDER``: faults of known size laid over real people who do it right.

Each row of a labelled folder (`benchmarks.real.labelled`) that is done right and judged is changed
(`benchmarks.real.lays`) until the reading of a rule of severity 2 or 3 is 10 degrees beyond the point where it fires,
and until it is 5 degrees inside; the first ought to be found, the second not. The reading is taken from the curves at
the far ends of the clip's own attempts; whether the rule fires is posecheck's whole judgement of the changed track.
With ``--write-docs`` the table goes into ``docs/people.md``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.real.__main__ import PEOPLE, PEOPLE_END, PEOPLE_TITLE
from benchmarks.real.labelled import letters, read_rows
from benchmarks.real.laid_page import Laid, Side, Tried, laid_section
from benchmarks.real.lays import FAR, LAYS, Array, Lay, bounce_course, ramp, ways
from benchmarks.sections import with_section
from posecheck.body.pose import PoseTrack
from posecheck.clips.scoring import read_clip, score_track
from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.result.judgement import Attempt, Result, Verdict
from posecheck.rules.exercise.definition import Exercise, Limit, Measure, Rule
from posecheck.rules.phases.tempo import bounce

SERIOUS: Final = 2
BEYOND: Final = 10.0
INSIDE: Final = 5.0
"""Degrees beyond and inside the point where a rule fires (issue 10, part 5)."""
ANGLE_SD: Final = 3.0
"""SD of most measured angles, degrees: 10 degrees of a length are as many of its own SD."""
BOUNCED_S: Final = 2.0
"""A bounce of 1 Hz turns round three times within this."""
STEPS: Final = 5
"""Corrections of the amount, for measures that do not grow evenly with it."""
NEAR: Final = 0.2
"""How far off, as a part of what is wanted beyond or inside the limit, a reading may be to count as reached."""


@dataclass(frozen=True, slots=True)
class Case:
    """One side of one rule on one right clip, with the curve that shows it."""

    track: PoseTrack
    clean: Result
    exercise: Exercise
    rule: Rule
    side: Side
    limit: Limit

    @property
    def measure(self) -> Measure:
        """What the rule reads."""
        return self.exercise.measures[self.rule.measure]

    @property
    def equal(self) -> float:
        """What one degree is in the measure's unit."""
        of = self.exercise.measures[self.measure.of or self.measure.name]
        assert self.clean.series is not None  # a clip's result has its curves
        return 1.0 if self.clean.series.units.get(of.name) == "deg" else self.measure.sd / ANGLE_SD

    def target(self, degrees: float) -> float:
        """Return the reading so many degrees beyond the limit (inside: negative, at most half-way to 0 of a bounce)."""
        sign = 1 if self.side == "high" else -1
        aim = self.limit.fires_at + sign * degrees * self.equal
        return max(aim, self.limit.fires_at / 2) if self.measure.kind == "bounce" else aim


def lay_over(track: PoseTrack, name: str, source: str = "") -> list[Laid]:
    """Return what comes of faults laid over one right track; nothing where it is not judged."""
    exercise = load_exercise(name)
    clean = score_track(track, exercise)
    if not clean.judged or clean.series is None:
        return []
    form = next((f for f in (exercise, *exercise.other_views) if f.view == clean.form), exercise)
    return [_lay_case(case, source) for case in _cases(track, clean, form)]


def _cases(track: PoseTrack, clean: Result, form: Exercise) -> Iterator[Case]:
    for rule in form.rules:
        if rule.severity < SERIOUS or form.measures[rule.measure].kind in ("back_flexion", "lumbar_flexion"):
            continue
        for side, limit in (("low", rule.low), ("high", rule.high)):
            if limit is not None:
                yield Case(track, clean, form, rule, side, limit)


def _lay_case(case: Case, source: str) -> Laid:
    relative = case.measure.relative is not None
    own = "absolute" if not relative else "people" if case.clean.neutral.source == "population" else "own"
    names = (source, case.exercise.id, case.rule.id, case.rule.measure, case.side, own)
    told = [f for a in case.clean.attempts for f in a.findings if f.rule == case.rule.id]
    if all(f.verdict is Verdict.UNKNOWN for f in told):
        return Laid(*names, why_not="not looked at in the clip as it is")
    clean = reading(case, case.clean)
    if not np.isfinite(clean):
        return Laid(*names, why_not="no curve, or no hold that is long enough")
    lay = _moving(case, clean)
    if lay is None:
        return Laid(*names, clean, case.limit.fires_at, why_not="none of these changes moves it")
    far, near = (_try(case, lay, clean, degrees) for degrees in (BEYOND, -INSIDE))
    return Laid(*names, clean, case.limit.fires_at, lay, far, near)


def reading(case: Case, result: Result) -> float:
    """Return the worst reading of a rule that lasts in an attempt of the clean clip, from a result's curves."""
    series, clean = result.series, case.clean.series
    values = None if series is None else series.values.get(case.measure.of or case.rule.measure)
    if series is None or clean is None or values is None:
        return float("nan")
    if case.measure.kind == "bounce":
        return max((_bounce(clean.time_s, values, a.hold_start_s, a.hold_end_s) for a in _held(case)), default=np.nan)
    if case.measure.of:
        return float("nan")  # of a whole attempt: nothing that is laid over a posture
    sign = 1 if case.side == "high" else -1
    far = ways(case.clean, case.exercise) >= FAR
    frames = max(1, round(case.rule.persist_s / float(np.median(np.diff(clean.time_s)))))
    each = [_lasting(sign * values[far & (clean.attempt == k)], frames) for k in range(1, len(case.clean.attempts) + 1)]
    seen = [x for x in each if np.isfinite(x)]
    return sign * max(seen) if seen else float("nan")


def _held(case: Case) -> list[Attempt]:
    return [a for a in case.clean.attempts if a.hold_s >= BOUNCED_S]


def _bounce(time_s: Array, values: Array, start: float, end: float) -> float:
    here = (time_s >= start) & (time_s <= end) & np.isfinite(values)
    return bounce(time_s[here], values[here])[0] if here.sum() > 3 else float("nan")


def _lasting(values: Array, frames: int) -> float:
    """Return the largest value that so many frames on end keep; of fewer frames the one that all keep."""
    seen = values[np.isfinite(values)]
    if not len(seen):
        return float("nan")
    return float(np.lib.stride_tricks.sliding_window_view(seen, min(frames, len(seen))).min(axis=1).max())


def laid(case: Case, lay: Lay, amount: float) -> Result:
    """Return the judgement of a track with an amount of a change laid over it."""
    is_bounce = case.measure.kind == "bounce"
    course = bounce_course(case.clean, BOUNCED_S) if is_bounce else ramp(ways(case.clean, case.exercise))
    return score_track(lay.lay(case.track, amount * course), load_exercise(case.exercise.id))


def _moving(case: Case, clean: float) -> Lay | None:
    """Return the change that moves a reading most, None where none does to speak of."""
    moved = [abs(reading(case, laid(case, lay, lay.step)) - clean) / case.equal for lay in LAYS]
    best = int(np.nanargmax(moved)) if np.isfinite(moved).any() else 0
    return LAYS[best] if np.isfinite(moved[best]) and moved[best] >= 1.0 else None


def _try(case: Case, lay: Lay, clean: float, degrees: float) -> Tried:
    """Lay over what brings the reading to so many degrees beyond the limit, corrected by what is then read."""
    aim, close = case.target(degrees), NEAR * abs(degrees) * case.equal
    before, read_before, amount = 0.0, clean, lay.step * np.sign(degrees)
    best: tuple[float, float, float, Result] | None = None
    for _ in range(STEPS + 1):
        result = laid(case, lay, float(amount))
        read = reading(case, result)
        if not np.isfinite(read):
            break
        off = abs(read - aim)
        if best is None or off < best[0]:
            best = (off, float(amount), read, result)
        if off <= close or read == read_before:
            break
        nearer = amount + (aim - read) * (amount - before) / (read - read_before)
        before, read_before, amount = amount, read, np.clip(nearer, -lay.most, lay.most)
    if best is None:
        return Tried(float(amount), float("nan"), reached=False, judged=False, found=False)
    off, used, read, result = best
    found = any(f.fired and f.rule == case.rule.id for a in result.attempts for f in a.findings)
    return Tried(used, read, off <= close, result.judged, result.judged and found)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.real.laid_over", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="with a manifest.csv that says what is expected")
    parser.add_argument("--write-docs", action="store_true", help="write a section of docs/people.md")
    asked = parser.parse_args(arguments)
    rows = [r for r in read_rows(asked.folder) if r.exercise in exercise_ids()]
    letter = letters(rows)
    right = [r for r in rows if r.expected == "correct"]
    each = [lay_over(read_clip(r.path, outline=True), r.exercise, letter[r.source]) for r in right]
    section = laid_section([x for of_row in each for x in of_row], clips=sum(map(bool, each)), of=len(right))
    sys.stdout.write(section)
    if asked.write_docs:
        text = PEOPLE.read_text(encoding="utf-8") if PEOPLE.exists() else PEOPLE_TITLE
        PEOPLE.write_text(with_section(text, "laid-over", section, before=PEOPLE_END), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
