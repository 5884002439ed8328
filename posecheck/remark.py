"""What there is to say, before it is said: frozen records with a key, values and units. No sentence stands here.

Whoever finds something (a rule, the session, the reader of a clip) makes a `Remark`. `posecheck.language.sentences`
makes the sentence of it, last of all and in any language; whoever has to recognise what was said compares keys.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any, Literal, cast


@dataclass(frozen=True, slots=True)
class Amount:
    """A measured number with its unit ("deg", "s", "share", "1/s", "times")."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Term:
    """Words of an exercise, such as the name of a measure.

    Parameters
    ----------
    place
        Where they stand in the exercise: ``start``, ``measures.NAME.title``, ``phases.NAME.title``, or of a rule
        ``rules.ID.NUMBER.cue`` (of several rules with one id the first has number 0).
    text
        What stood there when this was judged: shown where the exercise is gone.
    """

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Inside:
    """Words that are said on their own elsewhere, put inside a sentence: some languages write them small there."""

    said: Remark | Term


@dataclass(frozen=True, slots=True)
class OnSide:
    """A side of the body, as it stands before "side" or a limb."""

    side: str


@dataclass(frozen=True, slots=True)
class Row:
    """Several things in a row: with "and" between them, or commas."""

    items: tuple[Value, ...]
    joint: Literal["and", "comma"] = "and"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say.

    Parameters
    ----------
    key
        Names the sentence in `posecheck.language`.
    values
        What is filled into it, by name.
    time_s
        The moment it is about, None where it is about none.
    severity
        1 polish, 2 form fault, 3 safety; 0 where it is no fault.
    """

    key: str
    values: tuple[tuple[str, Value], ...] = ()
    time_s: float | None = None
    severity: int = 0


Value = Amount | Term | Inside | OnSide | Row | Remark | str | int
"""What can be filled in: a string as it is (the name of a file), an int for what is counted."""

Said = Remark | Term
"""What a person is told: a sentence of posecheck, or one of the exercise's own."""


def with_terms(said: Remark, words_of: Callable[[Term], str]) -> Remark:
    """Return a remark whose words of an exercise are those that `words_of` gives."""
    return replace(said, values=tuple((name, _with_terms(v, words_of)) for name, v in said.values))


def _with_terms(value: Value, words_of: Callable[[Term], str]) -> Value:
    match value:
        case Remark():
            return with_terms(value, words_of)
        case Term():
            return replace(value, text=words_of(value))
        case Inside(Term() as term):
            return Inside(replace(term, text=words_of(term)))
        case Inside(Remark() as said):
            return Inside(with_terms(said, words_of))
        case Row():
            return replace(value, items=tuple(_with_terms(v, words_of) for v in value.items))
        case _:
            return value


def remark(
    key: str, *, time_s: float | None = None, severity: int = 0, **values: Value | PurePath | Exception | None
) -> Remark:
    """Return a remark; paths, other programs' errors and None are filled in as text.

    Examples
    --------
    >>> remark("slow_clip", fps=Amount(6.2, "1/s")).values
    (('fps', Amount(value=6.2, unit='1/s')),)
    """
    plain = {n: str(v) if isinstance(v, PurePath | Exception) or v is None else v for n, v in values.items()}
    return Remark(key, tuple(plain.items()), time_s, severity)


def keys_of(remarks: Sequence[Remark]) -> tuple[str, ...]:
    """Return the keys of remarks, in their order.

    Examples
    --------
    >>> keys_of([remark("too_dark"), remark("feet_out")])
    ('too_dark', 'feet_out')
    """
    return tuple(r.key for r in remarks)


def to_plain(said: Said, *, decimals: int = 6) -> dict[str, Any]:
    """Return a remark (or term) as JSON has it, its numbers rounded; `from_plain` is the way back.

    Examples
    --------
    >>> to_plain(remark("turned", yaw=Amount(41.25, "deg")))
    {'key': 'turned', 'values': {'yaw': {'value': 41.25, 'unit': 'deg'}}, 'time_s': None, 'severity': 0}
    """
    return cast("dict[str, Any]", _plain(said, decimals))


def _plain(value: Value, decimals: int) -> Any:
    match value:
        case Remark():
            values = {name: _plain(v, decimals) for name, v in value.values}
            moment = _number(value.time_s, decimals)
            return {"key": value.key, "values": values, "time_s": moment, "severity": value.severity}
        case Amount():
            return {"value": _number(value.value, decimals), "unit": value.unit}
        case Term():
            return {"place": value.place, "text": value.text}
        case Inside():
            return {"inside": _plain(value.said, decimals)}
        case OnSide():
            return {"side": value.side}
        case Row():
            return {"items": [_plain(v, decimals) for v in value.items], "joint": value.joint}
        case str() | int():
            return value


def _number(value: float | None, decimals: int) -> float | None:
    """Return a number as JSON may have it; one that is not known is None."""
    return None if value is None or value != value else round(float(value), decimals) + 0.0


def from_plain(data: Mapping[str, Any]) -> Remark:
    """Return the remark that `to_plain` wrote.

    Raises
    ------
    ValueError, TypeError, KeyError
        Where it is none.
    """
    value = _value(data)
    if not isinstance(value, Remark):
        raise ValueError(f"expected a remark with a key, found {sorted(data)}")
    return value


def _value(data: Any) -> Value:
    if isinstance(data, str | int):
        return data
    if not isinstance(data, Mapping):
        raise TypeError(f"expected a value of a remark, found {type(data).__name__}")
    found = cast("Mapping[str, Any]", data)
    if "key" in found:
        values = tuple((str(name), _value(v)) for name, v in found["values"].items())
        moment = found.get("time_s")
        return Remark(
            str(found["key"]), values, None if moment is None else float(moment), int(found.get("severity", 0))
        )
    if "items" in found:
        joint: Literal["and", "comma"] = "comma" if found["joint"] == "comma" else "and"
        return Row(tuple(_value(v) for v in found["items"]), joint)
    if "side" in found:
        return OnSide(str(found["side"]))
    if "place" in found:
        return Term(str(found["place"]), str(found["text"]))
    if "inside" in found and isinstance(said := _value(found["inside"]), Remark | Term):
        return Inside(said)
    value = found["value"]
    return Amount(float("nan") if value is None else float(value), str(found["unit"]))
