"""An exercise in plain text: what it is for, how to do it, what is judged and by which limits."""

from __future__ import annotations

from collections.abc import Iterator

from posecheck.language import and_joined, decimal, inside_sentence, words
from posecheck.report.words import UNITS
from posecheck.result.word_bands import plain_unit
from posecheck.rules.exercise.definition import Exercise, Range, Rule
from posecheck.rules.judging.attempts import measure_unit

_SIGNS = {"deg": "°", "deg/s": "°/s", "s": " s", "%": " %"}


def exercise_lines(exercise: Exercise) -> list[str]:
    """Return the lines of an exercise's sheet."""
    return list(_lines(exercise))


def _lines(e: Exercise) -> Iterator[str]:
    yield words("sheet_title", title=e.title, id=e.id, version=e.version)
    if e.other_names:
        yield words("also_called", names=", ".join(e.other_names))
    yield e.purpose
    if e.variants:
        yield words("sheet_variants", variants=", ".join(e.variants))
    yield ""
    yield words("how_to_do_it")
    yield from (f"  {i}. {step}" for i, step in enumerate(e.steps, 1))
    yield f"  {words('sheet_camera', camera=e.camera)}"
    if e.lead:
        yield f"  {words('sheet_lead', lead=' '.join(e.lead))}"
    yield ""
    yield words("sheet_judged")
    for rule in e.rules:
        yield f"  S{rule.severity}  {rule.id}: {_limits(e, rule)}"
        yield f'      {rule.title}. "{rule.cue}"'
    yield ""
    yield words("sheet_ranges")
    yield from (f"  {_usual(e, r)}" for r in e.ranges.values())
    if e.not_judged:
        yield ""
        yield words("cannot_judge")
        yield from (f"  {line}" for line in e.not_judged)
    yield ""
    yield words("sheet_dose")
    yield from (
        f"  {words('sheet_dose_line', name=name, times=d.attempts, hold=d.hold_s, rest=d.rest_s)}"
        for name, d in e.doses.items()
    )
    yield ""
    yield words("sheet_care")
    yield from (f"  {line}" for line in e.cautions)
    yield f"  {words('sheet_source', source=e.source)}"


def _usual(e: Exercise, r: Range) -> str:
    return words("sheet_usual", title=r.title, target=f"{_number(r.target)}{_unit(e, r.measure)}")


def _limits(e: Exercise, rule: Rule) -> str:
    title, unit = inside_sentence(e.measures[rule.measure].title), _unit(e, rule.measure)
    parts = [title]
    if rule.low:
        good, fault = (f"{_number(v)}{unit}" for v in (rule.low.good, rule.low.fires_at))
        parts.append(words("sheet_low", good=good, fault=fault))
    if rule.high:
        good, fault = (f"{_number(v)}{unit}" for v in (rule.high.good, rule.high.fires_at))
        parts.append(words("sheet_high", good=good, fault=fault))
    for c in rule.when:
        sides = [
            words(key, value=f"{_number(v)}{_unit(e, c.measure)}")
            for key, v in (("sheet_above", c.above), ("sheet_below", c.below))
            if v is not None
        ]
        parts.append(words("sheet_when", title=inside_sentence(e.measures[c.measure].title), sides=and_joined(sides)))
    return "; ".join(parts)


def _number(value: float) -> str:
    return decimal(f"{value:g}")


def _unit(e: Exercise, measure: str) -> str:
    unit = plain_unit(measure_unit(e, measure))
    return f" {words(f'unit_{unit}')}" if unit in UNITS else _SIGNS.get(unit, "")
