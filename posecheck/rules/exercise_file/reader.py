"""``exercise.toml`` to `Exercise`: every mistake is collected and reported once, with file, table and field.

This module takes the text, not a path: reading files is the library's work. The shape of the file is checked by
pydantic models (an unknown key is a mistake); names that refer to each other are checked in `exercise_names`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final, cast, get_args

from pydantic import ValidationError

from posecheck.errors import ExerciseError
from posecheck.rules.exercise.course import Cadence, Enter, Phase
from posecheck.rules.exercise.definition import (
    CameraView,
    Condition,
    Correction,
    Dose,
    Exercise,
    Limit,
    Measure,
    Movement,
    Population,
    Range,
    Rule,
)
from posecheck.rules.exercise.film_form import FilmForm, SignLimit
from posecheck.rules.exercise.setup_picture import Setup
from posecheck.rules.exercise_file.cross_checks import name_problems
from posecheck.rules.exercise_file.file_text import plain_problems, shape_problems, short, table_of, without_unfit
from posecheck.rules.exercise_file.messages import in_words
from posecheck.rules.exercise_file.phase_checks import phase_problems
from posecheck.rules.exercise_file.tables import (
    ConditionTable,
    FileTable,
    FilmTable,
    LimitTable,
    MeasureTable,
    PhaseTable,
    RuleTable,
)
from posecheck.rules.exercise_file.translation import in_other_words
from posecheck.rules.reading.measures import KINDS

SCHEMA: Final = 1
DEFAULT_LEAVE: Final = {"deg": 8.0, "length": 0.06}
"""Degrees, or trunk lengths, by which a measure leaves the set-up where the file names no movement."""


def parse_exercise(
    text: str, *, name: str, variant: str | None = None, words: tuple[str, str] | None = None
) -> Exercise:
    """Return the exercise that a file's text describes.

    Parameters
    ----------
    text
        The content of an ``exercise.toml``.
    name
        The file's name, for messages.
    variant
        One of the file's variants, or None for the form that it describes first.
    words
        Name and content of a file with the exercise's words in another language; None keeps its own.

    Raises
    ------
    ExerciseError
        With every mistake of the file, each with table, field, what was found and what would have been right.
    """
    data = table_of(text, name=name)
    schema = data.pop("schema", None)
    if not isinstance(schema, int) or isinstance(schema, bool) or schema != SCHEMA:
        newer = isinstance(schema, int) and schema > SCHEMA
        hint = "It was made for a newer posecheck; update." if newer else f"Write schema = {SCHEMA} at the top."
        raise ExerciseError(f"{name}: schema: expected {SCHEMA}, found {short(schema)}.", hint=hint)
    if broken := shape_problems(data):
        raise _mistakes(name, plain_problems(data) + broken)
    unfit = plain_problems(data)
    data = cast("dict[str, Any]", without_unfit(data))
    variants = cast("dict[str, Any]", data.pop("variants", {}))
    if variant is not None and variant not in variants:
        known = ", ".join(variants) or "none"
        raise ExerciseError(f"{name}: there is no variant '{variant}'.", hint=f"Variants of this exercise: {known}.")
    views = cast("dict[str, Any]", data.pop("views", {}))
    if problems := unfit + _own_problems(_all_problems(data, variants, views)):
        raise _mistakes(name, problems)
    if words is not None:
        data = in_other_words({**data, "variants": variants, "views": views}, words[1], name=words[0])
        variants, views = data.pop("variants", {}), data.pop("views", {})
    chosen = data if variant is None else _with_variant(data, variants[variant])
    home = _build(FileTable.model_validate(chosen), variant, tuple(variants))
    others = [_with_variant(chosen, {**changes, "view": key}) for key, changes in views.items()]
    return replace(
        home,
        other_views=tuple(
            replace(_build(FileTable.model_validate(o), variant, tuple(variants)), home_view=home.view) for o in others
        ),
    )


def _mistakes(name: str, problems: Sequence[str]) -> ExerciseError:
    listed = "\n".join(f"  {i}. {name}: {' '.join(p.split())}" for i, p in enumerate(dict.fromkeys(problems), 1))
    return ExerciseError(f"{name} has mistakes:\n{listed}", hint="\nMend them and run the check again.")


def _all_problems(data: Mapping[str, Any], variants: Mapping[str, Any], views: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a file, and with each of its variants and views."""
    problems = _problems_of(data, "") + _view_problems(data, views)
    for table, forms in (("variants", variants), ("views", views)):
        for key, changes in forms.items():
            problems += _problems_of(_with_variant(data, changes), f"{table}.{key}: ")
    return problems


def _view_problems(data: Mapping[str, Any], views: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the names of ``[views.NAME]``."""
    known = [v for v in get_args(CameraView) if v != data.get("view")]
    return [f"views.{name}: expected one of {', '.join(known)}." for name in views if name not in known]


def _own_problems(problems: Sequence[str]) -> list[str]:
    """Leave out what a variant or another view merely inherits."""
    of_forms = [p for p in problems if re.match(r"(variants|views)\.\w+: (?!expected one of)", p)]
    plain = [p for p in problems if p not in of_forms]
    known = {_unnumbered(p) for p in plain}
    return plain + [p for p in dict.fromkeys(of_forms) if _unnumbered(p.split(": ", 1)[1]) not in known]


def _unnumbered(problem: str) -> str:
    """Return a problem without the rule's number, which differs between a file and its variants."""
    return re.sub(r"\brules \d+", "rules", problem)


def _problems_of(data: Mapping[str, Any], prefix: str) -> list[str]:
    try:
        FileTable.model_validate(data)
        found: list[str] = []
    except ValidationError as error:
        found = [in_words(dict(e), data) for e in error.errors() if e["input"] == e["input"]]  # NaN has been said
    return [prefix + p for p in found + name_problems(data) + phase_problems(data)]


def _with_variant(data: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the file with a variant's changes: tables are merged, rules replaced by id, `without_rules` left out."""
    merged = dict(data)
    changes = dict(changes)
    without = cast("list[str]", changes.pop("without_rules", []))
    rules = cast("list[dict[str, Any]]", changes.pop("rules", []))
    replaced = {r.get("id") for r in rules} | set(without)
    merged["rules"] = [r for r in merged.get("rules", []) if r.get("id") not in replaced] + rules
    for key, value in changes.items():
        old = merged.get(key)
        both = isinstance(old, dict) and isinstance(value, dict)
        merged[key] = {**cast("dict[str, Any]", old), **cast("dict[str, Any]", value)} if both else value
    return merged


def _build(file: FileTable, variant: str | None, variants: tuple[str, ...]) -> Exercise:
    nested = {"setup", "posture", "movement", "measures", "rules", "ranges", "doses", "recognise", "phases", "cadence"}
    nested |= {"picture", "film"}
    plain: dict[str, Any] = file.model_dump(exclude=nested)
    for key, value in plain.items():
        if isinstance(value, list):
            plain[key] = tuple(cast("list[Any]", value))
    return Exercise(
        **plain,
        setup=tuple(_condition(c) for c in file.setup),
        posture=tuple(_condition(c) for c in file.posture),
        film=tuple(_film_form(f) for f in file.film),
        phases=tuple(_phase(p) for p in file.phases),
        cadence=None
        if file.cadence is None
        else Cadence(tuple(file.cadence.steps), file.cadence.least, file.cadence.stop_s),
        movement=_movement(file),
        home_view=file.view,
        measures=MappingProxyType({n: _measure(n, m) for n, m in file.measures.items()}),
        rules=_rules(file.rules),
        ranges=MappingProxyType({n: Range(n, **r.model_dump()) for n, r in file.ranges.items()}),
        doses=MappingProxyType({n: Dose(**d.model_dump()) for n, d in file.doses.items()}),
        picture=replace(Setup(**file.picture.model_dump(exclude={"things"})), things=tuple(file.picture.things)),
        variant=variant,
        variants=variants,
        sources=MappingProxyType({f"{r.id} ({r.measure})": r.source for r in file.rules}),
    )


def _film_form(f: FilmTable) -> FilmForm:
    every, end = (tuple(SignLimit(**s.model_dump()) for s in signs) for signs in (f.every, f.end))
    return FilmForm(every, end, MappingProxyType(f.moves), MappingProxyType(f.stays))


def _condition(c: ConditionTable) -> Condition:
    return Condition(c.measure, c.above, c.below)


def _movement(file: FileTable) -> Movement:
    """Return the movement; what is only timed or counted needs none written, just what has to be still at the start."""
    if file.movement is not None:
        m = file.movement
        return Movement(m.primary, m.leave, m.reached, m.hold_min_s, m.still_per_s, m.bridge_s, tuple(m.either_way))
    leave = {n: DEFAULT_LEAVE["deg" if KINDS[file.measures[n].kind].unit == "deg" else "length"] for n in file.needs}
    return Movement(file.needs[0], leave, 0.0)


def _phase(p: PhaseTable) -> Phase:
    enter = tuple(Enter(**e.model_dump()) for e in p.enter)
    return Phase(p.name, p.title, p.say, enter, p.seconds, p.min_s, p.max_s, p.may_skip, p.hold)


def _measure(name: str, m: MeasureTable) -> Measure:
    correct = Correction(**m.correct.model_dump()) if m.correct else None
    population = Population(**m.population.model_dump()) if m.population else None
    return Measure(name, **m.model_dump(exclude={"correct", "population"}), correct=correct, population=population)


def _limit(limit: LimitTable | None) -> Limit | None:
    if limit is None:
        return None
    return Limit(limit.good, limit.limit, limit.limit if limit.fires_at is None else limit.fires_at)


def _rules(tables: Sequence[RuleTable]) -> tuple[Rule, ...]:
    """Return the rules, those of one id numbered from 0."""
    ids = [r.id for r in tables]
    return tuple(replace(_rule(r), number=ids[:i].count(r.id)) for i, r in enumerate(tables))


def _rule(r: RuleTable) -> Rule:
    return Rule(
        id=r.id,
        measure=r.measure,
        title=r.title,
        cue=r.cue,
        severity=r.severity,
        phase=r.phase,
        low=_limit(r.low),
        high=_limit(r.high),
        when=tuple(_condition(c) for c in r.when),
        persist_s=r.persist_s,
        control=r.control,
        uncalibrated_low=_limit(r.uncalibrated.low),
        uncalibrated_high=_limit(r.uncalibrated.high),
        view=r.view,
    )
