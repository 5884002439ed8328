"""The section "Real people" of docs/accuracy.md."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from benchmarks.real.said import Verdict

HEAD = """\
## Real people

What posecheck says of {n} clips and photos of real people, beside what a person says who looked at them
(`python -m benchmarks.real FOLDER ...`, a folder with a `manifest.csv`). They were collected from public sources and
are no part of this project. Nobody knows their true angles: the labels are by eye. Clips are judged as they are; the
tracks among them hold landmarks only, without brightness and without the outline of the back. A photo of a stretch is
joined with the one of its start to a repetition, so its movement is made up and only its two postures are real; a
photo alone is held still, and posecheck should say nothing of it. "Named" is what `--exercise auto` says, with a
question mark where it is not sure. Slight faults stand in brackets.
"""


def real_section(said: Sequence[Verdict], remarks: Mapping[str, str]) -> str:
    """Return the section as Markdown."""
    return "\n".join([HEAD.format(n=len(said)), counts(said, remarks), items_table(said, remarks)])


def counts(said: Sequence[Verdict], remarks: Mapping[str, str]) -> str:
    """Return the counts that matter as a table."""
    right = [v for v in said if v.item.labelled == "correct" and v.item.exercise]
    wrong = [v for v in said if v.item.labelled == "fault" and v.item.exercise]
    asked = [v for v in said if v.named]
    foreign = [v for v in asked if v.item.exercise is None]
    stills = [v for v in said if v.how == "photo held still" and v.item.exercise]
    blamed = [v for v in right if v.serious]
    lines = [
        ("labelled correct", len(right)),
        ("of these judged", sum(v.judged for v in right)),
        ("of these told a fault of severity 2 or 3", len(blamed)),
        ("of these with a reason below", sum(v.item.name in remarks for v in blamed)),
        ("labelled a fault", len(wrong)),
        ("of these judged", sum(v.judged for v in wrong)),
        ("of these told a fault of severity 2 or 3", sum(bool(v.serious) for v in wrong)),
        ("asked which exercise it is", len(asked)),
        ("of these named as the label says", sum(v.named == v.item.exercise for v in asked)),
        ("of these not sure, or none", sum("?" in v.named or v.named == "none" for v in asked)),
        ("of these named as another exercise", sum("taken for" in v.against for v in asked)),
        (
            "exercises that posecheck does not have, named as one of its own",
            sum("taken for" in v.against for v in foreign),
        ),
        ("photos alone, held still", len(stills)),
        ("of these judged all the same", sum(v.judged for v in stills)),
    ]
    return "| what | clips and photos |\n|---|---:|\n" + "".join(f"| {what} | {n} |\n" for what, n in lines)


def items_table(said: Sequence[Verdict], remarks: Mapping[str, str]) -> str:
    """Return one line for each item."""
    text = "| item | view | a person says | how | judged as | named | posecheck says | against the label | why |\n"
    text += "|---|---|---|---|---|---|---|---|---|\n"
    for v in said:
        cells = [v.item.name, v.item.view, v.item.label, v.how, v.item.exercise or "–", v.named or "–", told(v)]
        cells += [v.against or "–", remarks.get(v.item.name, "–")]
        text += f"| {' | '.join(c.replace('|', '/') for c in cells)} |\n"
    return text


def told(v: Verdict) -> str:
    """Return the verdict in words."""
    if not v.judged:
        return f"not judged: {v.reason}"
    score = "no score" if math.isnan(v.score) else f"{v.score:.0f} points"
    faults = ", ".join([*v.serious, *(f"({f})" for f in v.slight)]) or "no fault"
    return f"{score}, {v.attempts} attempts: {faults}"
