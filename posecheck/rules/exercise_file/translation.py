"""The words of an exercise in another language, from a ``<code>.toml`` beside its ``exercise.toml``.

The file has the same keys as the exercise's own words: ``title``, ``steps``, ``[measures.NAME]``, ``[phases.NAME]``,
``[ranges.NAME]``, ``[breathing]`` and ``[rules.ID]``; ``[variants.NAME]`` and ``[views.NAME]`` hold what these change.
Where the rules of one id have different words, ``[[rules.ID]]`` stands once for each, in their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from posecheck.errors import ExerciseError
from posecheck.rules.exercise_file.file_text import MADE_FROM, plain_problems, table_of
from posecheck.rules.exercise_file.phase_checks import long_leads

Table = dict[str, Any]

TEXTS: Final = ("title", "purpose", "source", "start", "camera")
LISTS: Final = ("steps", "lead", "not_judged", "cautions")
"""As many sentences as in the exercise's own file."""
NAMED: Final = {"measures": ("title",), "ranges": ("title",), "phases": ("title", "say")}
FORMS: Final = ("variants", "views")


def in_other_words(exercise: Mapping[str, Any], text: str, *, name: str) -> Table:
    """Return an exercise file's content with its words replaced by those of another language.

    Parameters
    ----------
    exercise
        The parsed ``exercise.toml``, with its variants and views; without mistakes.
    text
        The content of the other file.
    name
        That file's name, for messages.

    Raises
    ------
    ExerciseError
        With every key that is missing or unknown and every list of another length.
    """
    given = table_of(text, name=name)
    given.pop(MADE_FROM, None)
    reader = _Reader()
    reader.problems += plain_problems(given)
    forms = {kind: table_in(given, kind) for kind in FORMS}
    for kind in FORMS:
        given.pop(kind, None)
    result = reader.form(exercise, given, "")
    for kind in FORMS:
        own = cast("Table", exercise.get(kind, {}))
        reader.refuse(forms[kind], own, f"{kind}.")
        if own:
            result[kind] = {
                form: reader.form(changes, table_in(forms[kind], form), f"{kind}.{form}.")
                for form, changes in own.items()
            }
    if reader.problems:
        listed = "\n".join(f"  {i}. {name}: {p}" for i, p in enumerate(reader.problems, 1))
        raise ExerciseError(f"{name} has mistakes:\n{listed}", hint="\nMend them and run the check again.")
    return result


def table_in(given: Mapping[str, Any], key: str) -> Table:
    """Return the table at a key; one without words where there is none or something else stands there."""
    value = given.get(key)
    return dict(cast("Table", value)) if isinstance(value, dict) else {}


class _Reader:
    """Puts words in place, form by form, and collects what is wrong with them.

    What a variant or a view says in the same words as the exercise itself need not be written again.
    """

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._known: dict[tuple[str, ...], Any] = {}

    def form(self, own: Mapping[str, Any], given: Table, where: str) -> Table:
        """Return the exercise, one of its variants or of its views in the other words."""
        result = dict(own)
        for key in TEXTS:
            if key in own:
                result[key] = self._text(own, given, key, where)
        for key in LISTS:
            if own.get(key):
                result[key] = self._lines(own[key], given, key, where)
        self.problems += [f"{where}{problem}" for problem in long_leads(given.get("lead"))]
        if own.get("other_names"):  # another language may have more or fewer names
            result["other_names"] = self._names(given, where)
        for kind, keys in NAMED.items():
            if kind in own:
                result[kind] = self._named(own[kind], table_in(given, kind), keys, f"{where}{kind}.")
        if own.get("breathing"):
            said = table_in(given, "breathing")
            result["breathing"] = {
                key: self._text(own["breathing"], said, key, f"{where}breathing.") for key in own["breathing"]
            }
            self.refuse(said, own["breathing"], f"{where}breathing.")
        if "rules" in own:
            result["rules"] = self._rules(own["rules"], table_in(given, "rules"), f"{where}rules.")
        worded = {*TEXTS, *LISTS, *NAMED, "other_names", "breathing", "rules"}
        self.refuse(given, {key: None for key in worded if key in own}, where)
        return result

    def refuse(self, given: Mapping[str, Any], known: Mapping[str, Any], where: str) -> None:
        """Take note of keys that the exercise has no words for."""
        self.problems += [f"{where}{key}: the exercise has no such words." for key in given if key not in known]

    def _text(self, own: Mapping[str, Any], given: Mapping[str, Any], key: str, where: str) -> Any:
        value = given.get(key)
        if isinstance(value, str) and value.strip():
            return value
        self.problems.append(f"{where}{key}: missing; the exercise says '{own[key]}'.")
        return own[key]

    def _names(self, given: Table, where: str) -> list[str]:
        names: Any = given.get("other_names", [])
        if isinstance(names, list) and all(isinstance(name, str) for name in cast("list[Any]", names)):
            return cast("list[str]", names)
        self.problems.append(f"{where}other_names: expected a list of names.")
        return []

    def _lines(self, own: list[str], given: Table, key: str, where: str) -> list[str]:
        lines = cast("list[Any]", given.get(key, []))
        whole = isinstance(given.get(key, []), list) and all(isinstance(line, str) and line for line in lines)
        if whole and len(lines) == len(own):
            return lines
        self.problems.append(f"{where}{key}: expected {len(own)} sentences, found {len(lines) if whole else 'other'}.")
        return own

    def _named(self, own: Any, given: Table, keys: tuple[str, ...], where: str) -> Any:
        """Return measures and ranges (tables by name) or phases (a list of tables with names) in the other words."""
        tables = list(_by_name(own))
        self.refuse(given, dict(tables), where)
        found: Table = {}
        for name, table in tables:
            said = table_in(given, name)
            found[name] = dict(table)
            for key in (k for k in keys if table.get(k)):
                place = (where.rsplit(".", 2)[-2], name, key, table[key])
                if key in said or place not in self._known:
                    self._known[place] = self._text(table, said, key, f"{where}{name}.")
                found[name][key] = self._known[place]
            self.refuse(said, {k: None for k in keys if table.get(k)}, f"{where}{name}.")
        return found if isinstance(own, dict) else list(found.values())

    def _rules(self, own: list[Table], given: Table, where: str) -> list[Table]:
        """Return rules in the other words: those of one id share them unless they say different things."""
        new: dict[str, list[Table]] = {}
        for rule in own:
            same = [r for r in new.get(rule["id"], []) if _said(r) == _said(rule)]
            if not same and (rule["id"] in given or _said(rule) not in self._known):
                new.setdefault(rule["id"], []).append(rule)
        self.refuse(given, new, where)
        for rule_id, rules in new.items():
            said = given.get(rule_id, {})
            each = cast("list[Any]", said if isinstance(said, list) else [said])
            many: list[Table] = [cast("Table", table) if isinstance(table, dict) else {} for table in each]
            if len(many) != len(rules):
                self.problems.append(f"{where}{rule_id}: expected words for {len(rules)} rules, found {len(many)}.")
                continue
            for rule, table in zip(rules, many, strict=True):
                words = {key: self._text(rule, table, key, f"{where}{rule_id}.") for key in ("title", "cue")}
                self.refuse(table, words, f"{where}{rule_id}.")
                self._known[_said(rule)] = words
        return [{**rule, **self._known.get(_said(rule), {})} for rule in own]


def _said(rule: Table) -> tuple[str, ...]:
    return ("rules", rule["id"], rule["title"], rule["cue"])


def _by_name(own: Any) -> Iterator[tuple[str, Table]]:
    if isinstance(own, dict):
        yield from cast("Table", own).items()
    else:
        yield from ((table["name"], table) for table in cast("list[Table]", own))
