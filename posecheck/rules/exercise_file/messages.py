"""A mistake in the shape of an exercise file, in words: table, field, what was found, what would have been right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, cast

from pydantic import BaseModel

from posecheck.rules.exercise_file.file_text import short
from posecheck.rules.exercise_file.tables import (
    CadenceTable,
    ConditionTable,
    CorrectionTable,
    DoseTable,
    EnterTable,
    FileTable,
    FilmTable,
    LimitTable,
    MeasureTable,
    MovementTable,
    PhaseTable,
    RangeTable,
    RuleTable,
    SignTable,
    UncalibratedTable,
)


def in_words(error: dict[str, Any], data: Mapping[str, Any]) -> str:
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
    return f"{place}: expected {expected}, found {short(error['input'])}."


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
        "recognise": ConditionTable,
        "film": FilmTable,
        "every": SignTable,
        "end": SignTable,
        "phases": PhaseTable,
        "enter": EnterTable,
        "cadence": CadenceTable,
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
    return sorted({*FileTable.model_fields, "schema", "variants", "views"})
