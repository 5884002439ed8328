"""The text of an exercise file made a table of plain values: what no exercise can hold is refused here, not later."""

from __future__ import annotations

import hashlib
import json
import math
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from posecheck.errors import ExerciseError
from posecheck.printable import printable

MAX_LETTERS: Final = 1_000_000
"""Of one file; the longest that comes with posecheck has 30,000. A choice of ours, like those below."""
MAX_DEPTH: Final = 8
"""Tables within lists within tables; a view's rules have limits at the sixth."""
MAX_NUMBER: Final = 1e6
"""Degrees, trunk lengths, seconds: none of an exercise is larger."""
MADE_FROM: Final = "made_from"
"""In a file with words in another language: `fingerprint` of the exercise's own when they were translated."""


def table_of(text: str, *, name: str) -> dict[str, Any]:
    """Return the table that a file's text describes.

    Raises
    ------
    ExerciseError
        In one line, where the text is no TOML, or nested deeper than any exercise.
    """
    if len(text) > MAX_LETTERS:
        raise ExerciseError(f"{name}: expected at most {MAX_LETTERS} letters, found {len(text)}.")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        why = printable(str(error))[:200]
        raise ExerciseError(f"{name}: this is not valid TOML: {why}.", hint="Mend that line first.") from error
    except RecursionError as error:
        raise _too_deep(name) from error
    except ValueError as error:  # Python reads no number of more than some thousand digits
        raise ExerciseError(f"{name}: a number in it has thousands of digits.", hint="Mend that first.") from error
    if _deeper(data, MAX_DEPTH):
        raise _too_deep(name)
    return data


def _too_deep(name: str) -> ExerciseError:
    return ExerciseError(
        f"{name}: it is nested deeper than {MAX_DEPTH} tables or lists.", hint="No exercise needs that."
    )


def _deeper(value: Any, levels: int) -> bool:
    """Return whether tables and lists go deeper than so many levels; never looks further down than that."""
    inside = _inside(value)
    return bool(inside) and (levels == 0 or any(_deeper(v, levels - 1) for _, v in inside))


def _inside(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return list(cast("dict[str, Any]", value).items())
    return [(str(i), v) for i, v in enumerate(cast("list[Any]", value), 1)] if isinstance(value, list) else []


def plain_problems(data: Mapping[str, Any]) -> list[str]:
    """Return where numbers are infinite, none or huge, and where names or words hold control characters."""
    return list(_problems(dict(data), ""))


def _problems(value: Any, place: str) -> Iterator[str]:
    for key, inner in _inside(value):
        if isinstance(value, dict) and key != printable(key):
            yield f"{place}{printable(key)}: expected a name without control characters."
        where = f"{place.rstrip('.')} {key}" if isinstance(value, list) else f"{place}{printable(key)}"
        if isinstance(inner, str) and inner != printable(inner, keep="\n"):
            yield f"{where}: expected words without control characters, found {printable(inner)[:60]!r}."
        if isinstance(inner, int | float) and not _fits(inner):
            yield f"{where}: expected a number up to {MAX_NUMBER:g}, found {short(inner)}."
        yield from _problems(inner, f"{where}.")


def short(found: object) -> str:
    """Return what was found as it may stand in a sentence: never long, and never thousands of digits."""
    if isinstance(found, int) and found.bit_length() > 64:
        return f"one of about {round(found.bit_length() * math.log10(2))} digits"
    text = repr(found)
    return text if len(text) <= 200 else f"{text[:200]} …"


def _fits(number: float) -> bool:
    return abs(number) <= MAX_NUMBER  # False for NaN too


def without_unfit(value: Any) -> Any:
    """Return a value whose numbers that do not fit are NaN, so that all the rest of a file can be looked at too."""
    if isinstance(value, dict):
        return {k: without_unfit(v) for k, v in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [without_unfit(v) for v in cast("list[Any]", value)]
    return math.nan if isinstance(value, int | float) and not _fits(value) else value


def shape_problems(data: Mapping[str, Any]) -> list[str]:
    """Return what must be mended before variants and views can be put together: tables that are none."""
    found = [
        f"{part}: expected a table, found {type(data[part]).__name__}."
        for part in ("variants", "views")
        if not isinstance(data.get(part, {}), dict)
    ]
    for place, form in _forms(data):
        if not isinstance(form, dict):
            found.append(f"{place}: expected a table, found {type(form).__name__}.")
            continue
        changes = cast("dict[str, Any]", form)
        if not _all(changes.get("without_rules", []), str):
            found.append(f"{place}.without_rules: expected a list of names.")
        if not _all(changes.get("rules", []), dict):
            found.append(f"{place}.rules: expected [[{place}.rules]] tables.")
    if not _all(data.get("rules", []), dict):
        found.append("rules: expected [[rules]] tables.")
    for place, rules in [("", data.get("rules", []))] + [
        (f"{p}.", _table(f).get("rules", [])) for p, f in _forms(data)
    ]:
        ids = [_table(r).get("id", "") for r in cast("list[Any]", rules)] if _all(rules, dict) else []
        found += [f"{place}rules {i}.id: expected a name." for i, one in enumerate(ids, 1) if not isinstance(one, str)]
    return found


def _forms(data: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(f"{part}.{key}", form) for part in ("variants", "views") for key, form in _table(data.get(part)).items()]


def _table(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _all(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(v, kind) for v in cast("list[Any]", value))


def fingerprint(data: Mapping[str, Any]) -> str:
    """Return what all words of an exercise hash to: its strings with their places, without numbers and sources."""
    words = {place: text for place, text in _strings(dict(data), "") if not place.endswith((".source", ".version"))}
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()[:12]


def _strings(value: Any, place: str) -> Iterator[tuple[str, str]]:
    for key, inner in _inside(value):
        if isinstance(inner, str):
            yield f"{place}.{key}", inner
        yield from _strings(inner, f"{place}.{key}")
