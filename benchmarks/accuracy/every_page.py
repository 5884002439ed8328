"""The section "Every exercise" of docs/accuracy.md."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from benchmarks.accuracy.every import GOOD_SCORE, Portrait, mean_abs, merged, same
from benchmarks.accuracy.faults import Said
from benchmarks.accuracy.hold_reasons import HOLD_S
from benchmarks.accuracy.pages import RunInfo
from benchmarks.accuracy.run import Row, Unmeasured
from benchmarks.accuracy.table import Cell, angle_table, table
from benchmarks.recognition.confusion import Told, confusion_tables

SECTION = "every-exercise"

INTRO = """\
## Every exercise

One person whom nobody has tuned anything on, in every exercise that a rendered person can do; measured by

```
{command}
```

{kind} {measured} of {asked} clips were measured{left}.

Right: done well, in a mirrored picture, and by a stiff person with clean form (40 % less range). Faults are shown 10°
(or what equals it in the measure's unit) past the point where they fire. "Named beside": a fault of severity 2 or 3
that the clip does not show. Guided exercises have no score. Holds, true and measured, are those of the exercise file:
a plateau, or in an exercise of several parts the part that is held; where none is kept still (bouncing, swaying) none
is compared. The last column says "open" where all that was measured holds and something was not measured.
"""


def every_section(
    info: RunInfo, measured: Sequence[Row | Unmeasured], told: Sequence[Told], portraits: Sequence[Portrait]
) -> str:
    """Return the section as Markdown."""
    rows = [one for one in measured if isinstance(one, Row)]
    why = Counter(one.reason for one in measured if isinstance(one, Unmeasured))
    left = "".join(f"; {n} were not: {reason}" for reason, n in why.items())
    kind = "A test seed." if info.test_seeds else "A development seed: not figures to quote."
    parts = [
        INTRO.format(command=info.command, kind=kind, measured=len(rows), asked=len(measured), left=left),
        goals_of_all(portraits),
        exercise_table(portraits),
        "What does not hold or was not measured, in words:\n\n" + failures(portraits),
        "### Faults of each exercise\n\n" + faults_table(portraits),
        "### Measures of each exercise\n\n" + angle_table(rows),
        "### Which exercise is it?\n\n" + confusion_tables(told),
    ]
    return "\n".join(parts)


def goals_of_all(portraits: Sequence[Portrait]) -> str:
    """Return how many exercises keep each goal, of those in which it was measured."""
    scored = [p for p in portraits if p.scored]
    named, there, asked = merged(f for p in portraits for f in p.faults)
    severe = [f for p in portraits for f in p.faults if f.fault in p.serious]
    severe_named, severe_there, severe_asked = merged(severe)
    clips = [f for p in portraits for f in p.faults if not f.unmeasured]
    beside = sum(bool(f.beside) for f in clips)
    pairs = [(p.right.get("plain"), p.right.get("mirrored")) for p in portraits]
    both = [(a, b) for a, b in pairs if isinstance(a, Said) and isinstance(b, Said)]
    holds = [s for p in portraits for s in p.hold_s]
    exact, counted = (sum(p.counts[i] for p in portraits) for i in (0, 1))
    lines: list[Sequence[Cell]] = [
        [f"right, {GOOD_SCORE:.0f} points or more and nothing serious named", *_right(scored, "plain")],
        ["stiff but clean, the same", *_right(scored, "stiff")],
        ["mirrored: the same faults, score within 2", f"{sum(same(a, b) for a, b in both)} of {len(both)}", len(pairs)],
        ["faults of severity 2 and 3 found", f"{severe_named} of {severe_there}", severe_asked],
        ["faults of any severity found", f"{named} of {there}", asked],
        ["clips of a fault in which another serious one was named", f"{beside} of {len(clips)}", asked],
        ["clips with the exact count", f"{exact} of {counted}", counted],
        [f"holds within {HOLD_S:g} s", f"{sum(abs(s) <= HOLD_S for s in holds)} of {len(holds)}", len(holds)],
    ]
    return table(["goal", "measured", "asked"], lines)


def _right(portraits: Sequence[Portrait], name: str) -> tuple[str, int]:
    said = [(p, p.right[name]) for p in portraits if name in p.right]
    known = [(p, s) for p, s in said if isinstance(s, Said)]
    return f"{sum(good(p, s) for p, s in known)} of {len(known)}", len(said)


def good(portrait: Portrait, said: Said) -> bool:
    """Return whether a right clip was told that it is right."""
    blamed = set(said.faults) & portrait.serious
    return said.judged and not blamed and (said.score >= GOOD_SCORE or not portrait.scored)


def exercise_table(portraits: Sequence[Portrait]) -> str:
    """Return one line for each exercise."""
    head = ["exercise", "kind", "right", "mirrored", "stiff", "faults found", "serious ones named beside"]
    head += ["exact counts", "hold, s", "angles in the hold, °", "all holds"]
    return table(head, [_line(p) for p in portraits])


def _line(p: Portrait) -> list[Cell]:
    named, there, _ = merged(p.faults)
    counts = f"{p.counts[0]} of {p.counts[1]}" if p.counts[1] else "–"
    holds = f"{mean_abs(p.hold_s):.2f}" if p.hold_s else "–"
    return [
        p.exercise.id,
        p.exercise.kind,
        *(_right_cell(p, name) for name in ("plain", "mirrored", "stiff")),
        f"{named} of {there}",
        sum(len(f.beside) for f in p.faults),
        counts,
        holds,
        "–" if math.isnan(p.angle_deg) else f"{p.angle_deg:.1f}",
        "no" if p.fails() else "open" if p.unmeasured() else "yes",
    ]


def _right_cell(p: Portrait, name: str) -> str:
    said = p.right.get(name)
    if not isinstance(said, Said):
        return "not measured"
    if not said.judged:
        return "**refused**"
    text = "judged" if math.isnan(said.score) else f"{said.score:.0f}"
    return text if good(p, said) else f"**{text}**"


def failures(portraits: Sequence[Portrait]) -> str:
    """Return a list of all that does not hold or was not measured."""
    lines = [f"- {p.exercise.id}: {'; '.join(wrong)}." for p in portraits if (wrong := [*p.fails(), *_open(p)])]
    return "\n".join(lines or ["Nothing."]) + "\n"


def _open(p: Portrait) -> list[str]:
    return [f"{', '.join(names)}: {why}" for why, names in p.unmeasured().items()]


def faults_table(portraits: Sequence[Portrait]) -> str:
    """Return for each exercise which faults were found, missed, and cannot be shown."""
    lines: list[Sequence[Cell]] = []
    for p in portraits:
        beside = [f"{other} ({f.fault})" for f in p.faults for other in f.beside]
        missed = [f.fault + (" (refused)" if f.unmeasured else "") for f in p.faults if f.missed]
        why = {f.fault: f.unmeasured for f in p.faults if f.unmeasured and not f.missed} | dict(p.not_shown)
        unseen = [f"{', '.join(f for f in why if why[f] == w)} ({w})" for w in dict.fromkeys(why.values())]
        found = [f.fault for f in p.faults if f.named]
        lines.append([p.exercise.id, *(", ".join(x) or "–" for x in (found, missed, beside, unseen))])
    return table(["exercise", "found", "missed", "named beside (in the clip of)", "not measured"], lines)
