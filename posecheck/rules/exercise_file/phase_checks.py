"""Checks of an exercise file's phases, steps and breathing: do they belong to its kind, are the names right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final, cast

from posecheck.rules.exercise.course import PARTS

Tables = Mapping[str, Any]

ENTERED: Final = ("sequence", "cycle")
"""Kinds whose phases are recognised by conditions."""
WITHOUT_MOVEMENT: Final = ("cadence", "guided")
"""Kinds that need no ``[movement]``."""
LONGEST_LEAD: Final = 28
"""Letters of one word of the lead: 2.5 s of speech, so that the next can follow after three."""
_CONDITIONS: Final = ("above", "below", "rises", "falls", "returns", "slower")
_FIELDS: Final = {"phase_time": ("phase",), "order": ("first", "then")}
_MAY_HAVE: Final = {"phase_time": ("phase", "until"), "order": ("first", "then", "since")}


def phase_problems(data: Tables) -> list[str]:
    """Return what is wrong with phases, steps, breathing and what refers to them, one sentence each."""
    names = [str(_table(p).get("name")) for p in _list(data.get("phases"))]
    return [
        *_kind_problems(data),
        *_phase_problems(data, names),
        *_step_problems(data),
        *_measure_problems(data, names),
        *_part_problems(data, names),
    ]


def _kind_problems(data: Tables) -> Iterator[str]:
    kind = data.get("kind")
    phases = len(_list(data.get("phases")))
    if kind in ENTERED and phases < 2:
        yield f"phases: a {kind} needs two or more [[phases]], found {phases}."
    elif kind == "guided" and phases < 1:
        yield "phases: a guided exercise needs [[phases]] with seconds, for the voice to count; found none."
    elif kind in ("hold", "repetition", "cadence") and phases:
        yield f"phases: a {kind} has none of its own; write kind = 'sequence', 'cycle' or 'guided', or leave them out."
    if kind == "cadence" and data.get("cadence") is None:
        yield "cadence: missing; a cadence needs [cadence] with steps and least."
    elif kind != "cadence" and data.get("cadence") is not None:
        yield f"cadence: a {kind} counts no steps; leave it out, or write kind = 'cadence'."
    if kind not in WITHOUT_MOVEMENT and isinstance(kind, str) and data.get("movement") is None:
        yield f"movement: missing; a {kind} needs it."
    if data.get("movement") is None and not _list(data.get("needs")):
        yield "needs: without [movement] at least one measure must stand here: it has to be still at the start."


def _phase_problems(data: Tables, names: list[str]) -> Iterator[str]:
    named = _table(data.get("measures"))
    guided = data.get("kind") == "guided"
    for i, value in enumerate(_list(data.get("phases")), 1):
        phase = _table(value)
        place = f"phases {i} ({phase.get('name')})"
        if names.count(str(phase.get("name"))) > 1:
            yield f"{place}.name: there are two of this name."
        if phase.get("name") in ("move", "top", "return", "attempt"):
            yield f"{place}.name: '{phase['name']}' is the name of a part of every attempt; choose another."
        if guided and (phase.get("seconds") is None or phase.get("enter")):
            yield f"{place}: a guided phase has seconds and no enter: the voice decides when it begins."
        if not guided and (phase.get("seconds") is not None or not phase.get("enter")):
            yield f"{place}: needs enter, a list of conditions, and no seconds: min_s and max_s say how long it lasts."
        if _number(phase.get("max_s")) < _number(phase.get("min_s")):
            yield f"{place}: max_s {phase['max_s']} is less than min_s {phase['min_s']}."
        for e in _list(phase.get("enter")):
            yield from _enter_problems(f"{place}.enter", _table(e), named)


def _enter_problems(place: str, enter: Tables, named: Tables) -> Iterator[str]:
    name = enter.get("measure")
    if isinstance(name, str) and name not in named:
        yield f"{place}: there is no measure '{name}'; {_suggest(name, list(named))}"
    if not any(k in enter for k in _CONDITIONS):
        yield f"{place}: needs one of {', '.join(_CONDITIONS)}."


def _step_problems(data: Tables) -> Iterator[str]:
    named = _table(data.get("measures"))
    wanted = [("cadence.steps", _table(data.get("cadence")).get("steps"))]
    wanted.append(("movement.either_way", _table(data.get("movement")).get("either_way")))
    for place, names in wanted:
        for name in _list(names):
            if isinstance(name, str) and name not in named:
                yield f"{place}: there is no measure '{name}'; {_suggest(name, list(named))}"
    if _list(wanted[1][1]) and len(_list(data.get("sides"))) != 2:
        yield "movement.either_way: needs two sides: the first is done where the measure is positive."


def _measure_problems(data: Tables, names: list[str]) -> Iterator[str]:
    for name, value in _table(data.get("measures")).items():
        measure = _table(value)
        kind = str(measure.get("kind"))
        place = f"measures.{name}"
        for field in _FIELDS.get(kind, ()):
            if measure.get(field) is None:
                yield f"{place}.{field}: missing; '{kind}' needs the name of a phase."
        for field in ("phase", "until", "first", "then", "since"):
            found = measure.get(field)
            if found is not None and field not in _MAY_HAVE.get(kind, ()):
                yield f"{place}.{field}: '{kind}' takes none; leave it out."
            elif isinstance(found, str) and found not in names:
                yield f"{place}.{field}: there is no phase '{found}'; {_suggest(found, names)}"
        if kind in ("cadence", "step_size", "longest_pause") and data.get("cadence") is None:
            yield f"{place}.kind: '{kind}' needs the steps of [cadence]."


def _part_problems(data: Tables, names: list[str]) -> Iterator[str]:
    known = [*names, *(p for p in PARTS if p not in names)]
    for i, value in enumerate(_list(data.get("rules")), 1):
        rule = _table(value)
        part = rule.get("phase", "hold")
        place = f"rules {i}" + (f" ({rule['id']})" if rule.get("id") else "")
        if isinstance(part, str) and part not in known:
            yield f"{place}.phase: there is no phase '{part}'; {_suggest(part, known)}"
        elif data.get("kind") in WITHOUT_MOVEMENT and part != "attempt":
            yield f"{place}.phase: expected 'attempt': a {data['kind']} exercise has no other part that a clip shows."
    yield from _lead_problems(data)
    for part in _table(data.get("breathing")):
        if part not in (*known, "setup"):
            yield f"breathing.{part}: there is no phase '{part}'; {_suggest(part, [*known, 'setup'])}"


def _lead_problems(data: Tables) -> Iterator[str]:
    """Return what is wrong with the words that lead into a hold."""
    if not (lead := _list(data.get("lead"))):
        return
    if data.get("kind") != "hold":
        yield f"lead: leads into a hold; a {data.get('kind')} has none, leave it out."
    if len(lead) < 2:
        yield "lead: needs two words or more: what to do, and last what is said as the hold is reached."
    yield from long_leads(lead)


def long_leads(lead: Any) -> Iterator[str]:
    """Return which words of a lead are too long to be said in time."""
    for i, text in enumerate(_list(lead), 1):
        if isinstance(text, str) and len(text) > LONGEST_LEAD:
            yield f"lead {i}: '{text}' has {len(text)} letters; at most {LONGEST_LEAD} can be said in time."


def _suggest(name: str, names: list[str]) -> str:
    close = get_close_matches(name, names, n=1)
    return f"did you mean '{close[0]}'?" if close else f"there are: {', '.join(names) or 'none'}."


def _number(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) else float("nan")


def _table(value: Any) -> Tables:
    return cast("Tables", value) if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []
