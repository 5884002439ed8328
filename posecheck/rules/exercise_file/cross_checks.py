"""Checks across the tables of an exercise file: names that refer to each other, bands that are in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, cast

from posecheck.rules.exercise.definition import BACK_RULE
from posecheck.rules.phases import phase_measures, tempo
from posecheck.rules.reading import measures
from posecheck.rules.recognition.film_signs import SIGNS

Tables = Mapping[str, Any]


def name_problems(data: Tables) -> list[str]:
    """Return what is wrong between the tables, one sentence each; shapes are checked elsewhere and not trusted here."""
    named = _table(data.get("measures"))
    return [
        *_measure_problems(named),
        *_reference_problems(data, named),
        *_rule_problems(data),
        *_back_problems(data),
        *_film_problems(data),
    ]


def _measure_problems(named: Tables) -> Iterator[str]:
    known = [*measures.KINDS, *tempo.KINDS, *phase_measures.KINDS]
    for name, value in named.items():
        measure = _table(value)
        kind = measure.get("kind")
        place = f"measures.{name}"
        if not isinstance(kind, str):
            continue
        if kind not in known:
            yield f"{place}.kind: unknown word '{kind}'; {_suggest(kind, known)}"
        elif kind in tempo.KINDS:
            yield from _of_problems(place, kind, measure.get("of"), named)
        elif measure.get("of") is not None:
            yield f"{place}.of: '{kind}' is not taken of another measure; leave it out."
        elif kind in measures.KINDS:
            yield from _limb_problems(place, kind, measure)


def _of_problems(place: str, kind: str, of: Any, named: Tables) -> Iterator[str]:
    if of is None:
        yield f"{place}.of: missing; '{kind}' is taken of another measure."
    elif not isinstance(of, str) or str(_table(named.get(of)).get("kind")) not in measures.KINDS:
        yield f"{place}.of: '{of}' is no frame measure; {_suggest(str(of), named)}"


def _limb_problems(place: str, kind: str, measure: Tables) -> Iterator[str]:
    known = measures.KINDS[kind]
    legs = "left, right, bent, straight" if known.view == "front" else "near, rear, front"
    limbs = (("leg", known.needs_leg, legs), ("arm", known.needs_arm, "left, right, raised, lowered"))
    for limb, needed, names in limbs:
        if needed and measure.get(limb) is None:
            yield f"{place}.{limb}: missing; '{kind}' needs one of {names}."
        elif not needed and measure.get(limb) is not None:
            yield f"{place}.{limb}: '{kind}' reads no {limb}; leave it out."


def _reference_problems(data: Tables, named: Tables) -> Iterator[str]:
    for place, name in _references(data):
        if isinstance(name, str) and name not in named:
            yield f"{place}: there is no measure '{name}'; {_suggest(name, named)}"
    movement = _table(data.get("movement"))
    leave = _table(movement.get("leave"))
    if movement.get("primary") is not None and leave and movement["primary"] not in leave:
        yield f"movement.leave: the primary measure '{movement['primary']}' must stand in it."


def _references(data: Tables) -> Iterator[tuple[str, Any]]:
    movement = _table(data.get("movement"))
    yield "movement.primary", movement.get("primary")
    for name in _table(movement.get("leave")):
        yield "movement.leave", name
    for name in _list(data.get("needs")):
        yield "needs", name
    for table in ("setup", "posture"):
        for i, c in enumerate(_list(data.get(table)), 1):
            yield f"{table} {i}.measure", _table(c).get("measure")
    for name, value in _table(data.get("ranges")).items():
        yield f"ranges.{name}.measure", _table(value).get("measure")
    for name, value in _table(data.get("measures")).items():
        yield f"measures.{name}.correct.measure", _table(_table(value).get("correct")).get("measure")
    for i, value in enumerate(_list(data.get("rules")), 1):
        rule = _table(value)
        place = _rule_place(i, rule)
        yield f"{place}.measure", rule.get("measure")
        for c in _list(rule.get("when")):
            yield f"{place}.when", _table(c).get("measure")


def _film_problems(data: Tables) -> Iterator[str]:
    """Yield what is wrong with ``[[film]]``: signs that there are not, limits that say nothing or cross."""
    for i, value in enumerate(_list(data.get("film")), 1):
        form = _table(value)
        for part in ("every", "end"):
            for c in map(_table, _list(form.get(part))):
                place, low, high = f"film {i}.{part} ({c.get('sign')})", c.get("above"), c.get("below")
                yield from _sign_problems(place, [c.get("sign")])
                if low is None and high is None:
                    yield f"{place}: needs above or below, or both."
                elif isinstance(low, (int, float)) and isinstance(high, (int, float)) and low >= high:
                    yield f"{place}: above {low} must be less than below {high}."
        for part in ("moves", "stays"):
            yield from _sign_problems(f"film {i}.{part}", _table(form.get(part)))
        if not any(form.get(part) for part in ("every", "end", "moves")):
            yield f"film {i}: says nothing; it needs every, end or moves."


def _sign_problems(place: str, names: Iterable[Any]) -> Iterator[str]:
    for name in names:
        if isinstance(name, str) and name not in SIGNS:
            yield f"{place}: there is no sign '{name}'; {_suggest(name, SIGNS)}"


def _rule_problems(data: Tables) -> Iterator[str]:
    for i, value in enumerate(_list(data.get("rules")), 1):
        rule = _table(value)
        place = _rule_place(i, rule)
        low, high = _table(rule.get("low")), _table(rule.get("high"))
        if not low and not high:
            yield f"{place}: needs a low or a high band, or both."
        yield from _band_problems(f"{place}.low", low, -1)
        yield from _band_problems(f"{place}.high", high, 1)
        if _numbers(low, high) and low["good"] > high["good"]:
            yield f"{place}: low.good {low['good']} lies above high.good {high['good']}; swap them."


def _back_problems(data: Tables) -> Iterator[str]:
    """Yield that the back caps the score and no rule finds a rounded one."""
    if data.get("back_caps") is True and not any(_table(r).get("id") == BACK_RULE for r in _list(data.get("rules"))):
        yield f"back_caps: needs a rule '{BACK_RULE}', which says when the back is rounded; write one or leave it out."


def _band_problems(place: str, band: Tables, sign: int) -> Iterator[str]:
    if not _numbers(band):
        return
    outside = "below" if sign < 0 else "above"
    if sign * (band["limit"] - band["good"]) <= 0:
        yield f"{place}: limit {band['limit']} must lie {outside} good {band['good']}."
    fires = band.get("fires_at")
    if isinstance(fires, (int, float)) and sign * (fires - band["good"]) <= 0:
        yield f"{place}: fires_at {fires} must lie {outside} good {band['good']}."


def _numbers(*bands: Tables) -> bool:
    return all(isinstance(b.get(k), (int, float)) for b in bands for k in ("good", "limit"))


def _rule_place(number: int, rule: Tables) -> str:
    return f"rules {number}" + (f" ({rule['id']})" if rule.get("id") else "")


def _suggest(name: str, known: Iterable[str]) -> str:
    names = list(known)
    close = get_close_matches(name, names, n=1)
    return f"did you mean '{close[0]}'?" if close else f"there are: {', '.join(names) or 'none'}."


def _table(value: Any) -> Tables:
    return cast("Tables", value) if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []
