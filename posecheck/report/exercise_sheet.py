"""An exercise in plain text: what it is for, how to do it, what is judged and by which limits."""

from __future__ import annotations

from collections.abc import Iterator

from posecheck.rules.attempts import measure_unit
from posecheck.rules.exercise import Exercise, Rule
from posecheck.wording import plain_unit

_UNITS = {"deg": "°", "deg/s": "°/s", "s": " s", "%": " %", "trunk": " trunk lengths", "shank": " shank lengths"}


def exercise_lines(exercise: Exercise) -> list[str]:
    """Return the lines of an exercise's sheet."""
    return list(_lines(exercise))


def _lines(e: Exercise) -> Iterator[str]:
    yield f"{e.title}  ({e.id}, version {e.version})"
    if e.other_names:
        yield f"Also called: {', '.join(e.other_names)}"
    yield e.purpose
    if e.variants:
        yield f"Variants: {', '.join(e.variants)}"
    yield ""
    yield "How to do it"
    yield from (f"  {i}. {step}" for i, step in enumerate(e.steps, 1))
    yield f"  Camera: {e.camera}"
    yield ""
    yield "What is judged (severity; good, and from where it is a fault)"
    for rule in e.rules:
        yield f"  S{rule.severity}  {rule.id}: {_limits(e, rule)}"
        yield f'      {rule.title}. "{rule.cue}"'
    yield ""
    yield "How far you get (shown, never blamed)"
    yield from (f"  {r.title}: usual {r.target:g}{_unit(e, r.measure)}" for r in e.ranges.values())
    if e.not_judged:
        yield ""
        yield "What this view cannot judge"
        yield from (f"  {line}" for line in e.not_judged)
    yield ""
    yield "Dose"
    yield from (f"  {name}: {d.attempts} times {d.hold_s:g} s, rest {d.rest_s:g} s" for name, d in e.doses.items())
    yield ""
    yield "Take care"
    yield from (f"  {line}" for line in e.cautions)
    yield f"  Source: {e.source}"


def _limits(e: Exercise, rule: Rule) -> str:
    title, unit = e.measures[rule.measure].title.lower(), _unit(e, rule.measure)
    parts = [title]
    if rule.low:
        parts.append(f"good from {rule.low.good:g}{unit}, fault below {rule.low.fires_at:g}{unit}")
    if rule.high:
        parts.append(f"good up to {rule.high.good:g}{unit}, fault above {rule.high.fires_at:g}{unit}")
    for c in rule.when:
        sides = [
            f"{word} {v:g}{_unit(e, c.measure)}"
            for word, v in (("above", c.above), ("below", c.below))
            if v is not None
        ]
        parts.append(f"when {e.measures[c.measure].title.lower()} is {' and '.join(sides)}")
    return "; ".join(parts)


def _unit(e: Exercise, measure: str) -> str:
    return _UNITS.get(plain_unit(measure_unit(e, measure)), "")
