"""All exercises as one document in Markdown, from their files: what they are for, how they go, what is judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from posecheck.report.exercise_list import by_body, dose_in_words, kind_in_words, view_in_words
from posecheck.rules.exercise.definition import Exercise, Rule
from posecheck.rules.judging.readout import measure_unit

HEAD = """# Exercises

Written from the files in [reference_poses](../reference_poses) by `python -m scripts.refresh`; change a file and
run it again. How a file is made: [exercise_file.md](exercise_file.md).
"""
_WEIGHT = {1: "fine-tuning", 2: "form", 3: "safety"}
_UNITS = {"deg": "°", "deg/s": "° a second", "s": " s", "trunk": " trunk lengths", "shank": " shin lengths", "%": " %"}


def exercises_document(exercises: Iterable[Exercise], pictures: Mapping[str, str]) -> str:
    """Return the document.

    Parameters
    ----------
    exercises
        All that stand in it.
    pictures
        Exercise id -> path of its set-up picture, for those that have one.
    """
    known = {e.id: e for e in exercises}
    groups = by_body(known.values())
    parts = [HEAD]
    for body, lines in groups.items():
        rows = [(f"[{x.title}](#{x.id})", x.kind, x.view, x.beginner, x.standard) for x in lines]
        parts.append(f"## {body}\n\n" + _table(("exercise", "kind", "camera", "beginner", "standard"), rows))
    for lines in groups.values():
        parts += ["\n".join(_chapter(known[x.id], known, pictures)) for x in lines]
    return "\n".join(parts)


def _chapter(e: Exercise, known: Mapping[str, Exercise], pictures: Mapping[str, str]) -> Iterator[str]:
    yield f'## <a id="{e.id}"></a>{e.title}\n'
    names = f" Also called {', '.join(e.other_names)}." if e.other_names else ""
    yield f"`{e.id}`. {e.purpose}{names}\n"
    if e.id in pictures:
        yield f"![{e.title}]({pictures[e.id]})\n"
    yield "\n".join(f"{i}. {step}" for i, step in enumerate(e.steps, 1)) + "\n"
    yield f"**Camera** ({view_in_words(e)}): {e.camera}\n"
    doses = [
        f"{level} {dose_in_words(d, sides=bool(e.sides), holds=e.kind != 'repetition')}" for level, d in e.doses.items()
    ]
    yield f"**Dose** ({kind_in_words(e)}): {'; '.join(doses)}.\n"
    if e.lead:
        yield f"**Said into the hold**: {' '.join(e.lead)}\n"
    if e.breathing:
        yield f"**Breathing**: {' '.join(dict.fromkeys(e.breathing.values()))}\n"
    if e.rules:
        rows = [(r.title, r.cue, _WEIGHT[r.severity], _good(e, r)) for r in e.rules]
        yield _table(("what is seen", "what is said", "weight", "good"), rows)
    if e.not_judged:
        yield "Not judged:\n\n" + "\n".join(f"- {line}" for line in e.not_judged) + "\n"
    if e.cautions:
        yield "Take care:\n\n" + "\n".join(f"- {line}" for line in e.cautions) + "\n"
    for word, ids in (("Easier", e.easier), ("Harder", e.harder)):
        links = [f"[{known[i].title}](#{i})" for i in ids if i in known]
        if links:
            yield f"{word}: {', '.join(links)}.\n"
    yield f"Source: {e.source}\n"


def _good(e: Exercise, rule: Rule) -> str:
    unit = _UNITS.get(measure_unit(e, rule.measure), "")
    low, high = (None if limit is None else f"{limit.good:g}{unit}" for limit in (rule.low, rule.high))
    text = f"{low} to {high}" if low and high else f"{low} or more" if low else f"{high} or less"
    return f"{e.measures[rule.measure].title}: {text}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines) + "\n"
