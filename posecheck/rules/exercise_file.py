"""``exercise.toml`` to `Exercise`: every mistake is collected and reported once, with file, table and field.

This module takes the text, not a path: reading files is the library's work. The shape of the file is checked by
pydantic models (an unknown key is a mistake); names that refer to each other are checked in `exercise_names`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, Final, cast

from pydantic import BaseModel, ValidationError

from posecheck.errors import ExerciseError
from posecheck.rules.exercise import Condition, Correction, Dose, Exercise, Limit, Measure, Movement, Range, Rule
from posecheck.rules.exercise_names import name_problems
from posecheck.rules.exercise_tables import (
    ConditionTable,
    CorrectionTable,
    DoseTable,
    FileTable,
    LimitTable,
    MeasureTable,
    MovementTable,
    RangeTable,
    RuleTable,
    UncalibratedTable,
)

SCHEMA: Final = 1


def parse_exercise(text: str, *, name: str, variant: str | None = None) -> Exercise:
    """Return the exercise that a file's text describes.

    Parameters
    ----------
    text
        The content of an ``exercise.toml``.
    name
        The file's name, for messages.
    variant
        One of the file's variants, or None for the form that it describes first.

    Raises
    ------
    ExerciseError
        With every mistake of the file, each with table, field, what was found and what would have been right.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ExerciseError(f"{name}: this is not valid TOML: {error}.", hint="Mend that line first.") from error
    schema = data.pop("schema", None)
    if schema != SCHEMA:
        newer = isinstance(schema, int) and schema > SCHEMA
        hint = "It was made for a newer posecheck; update." if newer else f"Write schema = {SCHEMA} at the top."
        raise ExerciseError(f"{name}: schema: expected {SCHEMA}, found {schema!r}.", hint=hint)
    variants = cast("dict[str, Any]", data.pop("variants", {}))
    if variant is not None and variant not in variants:
        known = ", ".join(variants) or "none"
        raise ExerciseError(f"{name}: there is no variant '{variant}'.", hint=f"Variants of this exercise: {known}.")
    problems = _problems_of(data, "")
    for key, changes in variants.items():
        problems += [p for p in _problems_of(_with_variant(data, changes), f"variants.{key}: ") if p not in problems]
    if problems:
        listed = "\n".join(f"  {i}. {name}: {p}" for i, p in enumerate(_own_problems(problems), 1))
        raise ExerciseError(f"{name} has mistakes:\n{listed}", hint="\nMend them and run the check again.")
    chosen = data if variant is None else _with_variant(data, variants[variant])
    return _build(FileTable.model_validate(chosen), variant, tuple(variants))


def _own_problems(problems: Sequence[str]) -> list[str]:
    """Leave out what a variant merely inherits."""
    plain = [p for p in problems if not p.startswith("variants.")]
    known = {_unnumbered(p) for p in plain}
    return plain + [p for p in problems if p.startswith("variants.") and _unnumbered(p.split(": ", 1)[1]) not in known]


def _unnumbered(problem: str) -> str:
    """Return a problem without the rule's number, which differs between a file and its variants."""
    return re.sub(r"\brules \d+", "rules", problem)


def _problems_of(data: Mapping[str, Any], prefix: str) -> list[str]:
    try:
        FileTable.model_validate(data)
        found: list[str] = []
    except ValidationError as error:
        found = [_in_words(dict(e), data) for e in error.errors()]
    return [prefix + p for p in found + name_problems(data)]


def _in_words(error: dict[str, Any], data: Mapping[str, Any]) -> str:
    """Return one of pydantic's errors as table, field, what was found, what is right."""
    path = [str(p) for p in error["loc"]]
    table = _table_name(path[:-1], data)
    place = f"{table}{path[-1]}"
    if error["type"] == "extra_forbidden":
        known = _known_fields(path[:-1])
        close = get_close_matches(path[-1], known, n=1)
        right = f"did you mean '{close[0]}'?" if close else f"known fields: {', '.join(known)}."
        return f"{place}: unknown field; {right}"
    if error["type"] == "missing":
        return f"{place}: missing; it is required."
    expected = str(error["msg"]).removeprefix("Input should be ").removeprefix("Value should ")
    return f"{place}: expected {expected}, found {error['input']!r}."


def _table_name(path: Sequence[str], data: Mapping[str, Any]) -> str:
    """Return "rules 3 (bends_knees).high." for the path rules, 2, high."""
    if not path:
        return ""
    parts: list[str] = []
    node: Any = data
    for step in path:
        index = int(step) if step.isdigit() and isinstance(node, list) else step
        node = _inside(node, index)
        if isinstance(index, int):
            label = cast("dict[str, Any]", node).get("id") if isinstance(node, dict) else None
            parts[-1] += f" {index + 1}" + (f" ({label})" if label else "")
        else:
            parts.append(step)
    return ".".join(parts) + "."


def _inside(node: Any, key: int | str) -> Any:
    """Return what stands at a key of a table or a list, None where nothing does."""
    try:
        return node[key]
    except (KeyError, IndexError, TypeError):
        return None


def _known_fields(path: Sequence[str]) -> list[str]:
    """Return the fields of the table at `path`."""
    models: dict[str, type[BaseModel]] = {
        "setup": ConditionTable,
        "posture": ConditionTable,
        "when": ConditionTable,
        "low": LimitTable,
        "high": LimitTable,
        "uncalibrated": UncalibratedTable,
        "rules": RuleTable,
        "ranges": RangeTable,
        "measures": MeasureTable,
        "movement": MovementTable,
        "correct": CorrectionTable,
        "doses": DoseTable,
    }
    for step in reversed(path):
        if step in models:
            return sorted(models[step].model_fields)
    return sorted({*FileTable.model_fields, "schema", "variants"})


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
    nested = {"setup", "posture", "movement", "measures", "rules", "ranges", "doses"}
    plain: dict[str, Any] = file.model_dump(exclude=nested)
    for key, value in plain.items():
        if isinstance(value, list):
            plain[key] = tuple(cast("list[Any]", value))
    return Exercise(
        **plain,
        setup=tuple(_condition(c) for c in file.setup),
        posture=tuple(_condition(c) for c in file.posture),
        movement=Movement(**file.movement.model_dump()),
        measures=MappingProxyType({n: _measure(n, m) for n, m in file.measures.items()}),
        rules=tuple(_rule(r) for r in file.rules),
        ranges=MappingProxyType({n: Range(n, **r.model_dump()) for n, r in file.ranges.items()}),
        doses=MappingProxyType({n: Dose(**d.model_dump()) for n, d in file.doses.items()}),
        variant=variant,
        variants=variants,
        sources=MappingProxyType({f"{r.id} ({r.measure})": r.source for r in file.rules}),
    )


def _condition(c: ConditionTable) -> Condition:
    return Condition(c.measure, c.above, c.below)


def _measure(name: str, m: MeasureTable) -> Measure:
    correct = Correction(m.correct.measure, m.correct.per_unit) if m.correct else None
    return Measure(name, **m.model_dump(exclude={"correct"}), correct=correct)


def _limit(limit: LimitTable | None) -> Limit | None:
    if limit is None:
        return None
    return Limit(limit.good, limit.limit, limit.limit if limit.fires_at is None else limit.fires_at)


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
