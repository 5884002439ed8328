"""Note which English sentence each translated one was made from, so that a test sees a translation that stayed behind.

Run after translating. Where the English changed and the translation did not, it names the sentences and notes nothing,
unless ``--still-right`` says that somebody has read them and they still say the same.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from posecheck.disk.library import OWN_LANGUAGE, exercise_ids, load_exercise
from posecheck.language import known_languages, table, use_language
from posecheck.language.forms import all_forms
from posecheck.rules.exercise.definition import Exercise

NOTES = Path(__file__).parents[1] / "tests" / "golden" / "translations.json"
Notes = dict[str, dict[str, str]]
"""Language -> sentence -> what the English and, after a space, the translation hashed to when held together last."""


def sentences(code: str) -> dict[str, str]:
    """Return every sentence of a language: those of the table, and those of each exercise with its id in front."""
    use_language(code)
    try:
        found = {key: " / ".join(all_forms(text)) for key, text in table(code).items()}
        for name in exercise_ids():
            found |= {f"{name}: {key}": text for key, text in _of_exercise(load_exercise(name))}
    finally:
        use_language(None)
    return found


def _of_exercise(exercise: Exercise) -> Iterator[tuple[str, str]]:
    for key in ("title", "purpose", "source", "start", "camera"):
        yield key, getattr(exercise, key)
    for key in ("other_names", "steps", "lead", "not_judged", "cautions"):
        for i, text in enumerate(getattr(exercise, key), 1):
            yield f"{key} {i}", text
    yield from ((f"breathing {key}", text) for key, text in exercise.breathing.items())
    for kind in ("measures", "ranges"):
        yield from ((f"{kind} {key}", one.title) for key, one in getattr(exercise, kind).items())
    for i, rule in enumerate(exercise.rules, 1):
        yield f"rule {i} {rule.id}", f"{rule.title} / {rule.cue}"
    for phase in exercise.phases:
        yield f"phase {phase.name}", f"{phase.title} / {phase.say}"
    for i, other in enumerate(exercise.other_views, 1):
        yield from ((f"view {i} {key}", text) for key, text in _of_exercise(other))


def now() -> Notes:
    """Return the notes as the tables and exercise files are."""
    own = sentences(OWN_LANGUAGE)
    others = [code for code in known_languages() if code != OWN_LANGUAGE]
    return {code: _pairs(own, sentences(code)) for code in others}


def _pairs(own: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    return {key: f"{_short(text)} {_short(other[key])}" for key, text in own.items() if key in other}


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]


def left_behind(noted: Notes, today: Notes) -> list[str]:
    """Return the sentences whose English has changed since it was noted while the translation has not."""
    return [
        f"{code}: {key}"
        for code, pairs in today.items()
        for key, pair in pairs.items()
        if (before := noted.get(code, {}).get(key)) and _stayed(before.split(), pair.split())
    ]


def _stayed(before: list[str], today: list[str]) -> bool:
    return before[0] != today[0] and before[1] == today[1]


def main(arguments: list[str]) -> int:
    """Write the notes and return 0, or name what was left behind and return 1."""
    today = now()
    old = left_behind(json.loads(NOTES.read_text("utf-8")), today) if NOTES.exists() else []
    if old and "--still-right" not in arguments:
        sys.stderr.write("The English of these changed, the translation did not:\n" + "\n".join(old) + "\n")
        sys.stderr.write("Translate them, or say --still-right where they still say the same.\n")
        return 1
    NOTES.write_text(json.dumps(today, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stdout.write(f"{sum(map(len, today.values()))} translated sentences noted in {NOTES}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
