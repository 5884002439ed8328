"""The exercises as a list: by body position, with kind, view and dose in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple, get_args

from posecheck.language import template, words
from posecheck.rules.exercise.definition import Body, Dose, Exercise

if TYPE_CHECKING:
    from rich.table import Table

BODIES: Final[tuple[str, ...]] = get_args(Body)
"""Body positions in the order of the list."""

WIDE: Final = 140
"""Columns of a terminal in which the whole list fits; English takes 130."""


_HEADS: Final = {
    "id": "id",
    "title": "list_exercise",
    "view": "list_camera",
    "kind": "list_kind",
    "standard": "list_standard",
    "beginner": "list_beginner",
}
"""Columns, the most needed first -> the key of their heading; an id is called so in every language."""


class Line(NamedTuple):
    """One exercise in a list."""

    id: str
    title: str
    kind: str
    view: str
    beginner: str
    standard: str


def by_body(exercises: Iterable[Exercise], *, short: bool = False) -> dict[str, list[Line]]:
    """Return the exercises by body position in words, each in alphabetical order of its title."""
    known = sorted(exercises, key=lambda e: e.title)
    groups = {words(f"lying_{body}"): [_line(e, short=short) for e in known if e.body == body] for body in BODIES}
    return {title: lines for title, lines in groups.items() if lines}


def as_table(exercises: Iterable[Exercise], *, columns: int = WIDE) -> Table:
    """Return the list as a table for a terminal that is so many columns wide.

    Id and title are always there. In a narrow terminal kind, camera and doses are shortened, and of them only those are
    shown that have room beside the titles. Nothing is wrapped.
    """
    from rich.table import Table

    groups = by_body(exercises, short=columns < WIDE)
    shown = _with_room(groups, columns)
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for field in shown:
        table.add_column(_HEADS[field] if field == "id" else template(_HEADS[field]), no_wrap=True, overflow="ellipsis")
    for body, lines in groups.items():
        table.add_row(f"[bold]{body}")
        for line in lines:
            table.add_row(*(getattr(line, field) for field in shown))
    return table


def _with_room(groups: Mapping[str, list[Line]], columns: int) -> list[str]:
    """Return the fields of a line that fit beside each other, id and title always."""
    shown, left = list[str](), columns
    for field, head in _HEADS.items():
        cells = [getattr(line, field) for lines in groups.values() for line in lines]
        left -= max(map(len, [*cells, head if field == "id" else template(head)])) + 1
        if left < -1 and field not in ("id", "title"):  # the last has no space behind it
            break
        shown.append(field)
    return shown


def dose_in_words(dose: Dose | None, *, sides: bool, holds: bool = True) -> str:
    """Return a dose in a few words; `holds` is False for exercises whose stop is too short to count.

    Examples
    --------
    >>> dose_in_words(Dose(hold_s=30, attempts=3), sides=True)
    '30 s × 3 a side'
    >>> dose_in_words(Dose(attempts=8, sets=2), sides=False), dose_in_words(Dose(seconds=300), sides=False)
    ('8 times, 2 sets', '5 min')
    """
    if dose is None:
        return ""
    if dose.seconds:
        return words("list_minutes", minutes=dose.seconds / 60)
    key = "list_hold_times" if dose.hold_s and holds else "list_times"
    often = words(f"{key}_a_side" if sides else key, hold=dose.hold_s, times=dose.attempts)
    return often + (words("list_sets", sets=dose.sets) if dose.sets > 1 else "")


def view_in_words(exercise: Exercise) -> str:
    """Return where the camera stands, all of an exercise's views."""
    views = [exercise.view, *(other.view for other in exercise.other_views)]
    return template("or_word").join(words(f"view_{view}") for view in views)


def kind_in_words(exercise: Exercise) -> str:
    """Return what an exercise consists of, in a word or two."""
    return words(f"kind_{exercise.kind}")


def _short_dose(dose: Dose | None, e: Exercise) -> str:
    """Return a dose as it fits a narrow terminal, "5 s × 10 × 2 a side"."""
    if dose is None or dose.seconds:
        return dose_in_words(dose, sides=False)
    held = words("short_hold", seconds=dose.hold_s) if dose.hold_s and e.kind != "repetition" else ""
    parts = [held, str(dose.attempts), str(dose.sets) if dose.sets > 1 else ""]
    return " \N{MULTIPLICATION SIGN} ".join(p for p in parts if p) + (words("short_a_side") if e.sides else "")


def _line(e: Exercise, *, short: bool) -> Line:
    doses = [e.doses.get(level) for level in ("beginner", "standard")]
    if short:
        views = "/".join(words(f"view_{view}") for view in [e.view, *(other.view for other in e.other_views)])
        return Line(e.id, e.title, words(f"short_kind_{e.kind}"), views, *(_short_dose(dose, e) for dose in doses))
    told = (dose_in_words(dose, sides=bool(e.sides), holds=e.kind != "repetition") for dose in doses)
    return Line(e.id, e.title, kind_in_words(e), view_in_words(e), *told)
