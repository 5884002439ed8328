"""How the reports say things: times, amounts and the names of bands and phases, in plain words."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import Final, get_args

from posecheck.language import and_joined, decimal, inside_sentence, table, template, words
from posecheck.language.sentences import back_word
from posecheck.result.judgement import COUNTED_HOLD_S, Attempt, Finding, Kind, Result
from posecheck.result.word_bands import BACK_BANDS
from posecheck.rules.exercise.definition import Exercise

MINUS: Final = "\N{MINUS SIGN}"
NOTHING: Final = "\N{EN DASH}"

MOST_NAMED: Final = 2
"""Things that were not looked at are named beside the band up to so many; all stand below."""

KINDS: Final[tuple[str, ...]] = get_args(Kind)

UNITS: Final = ("trunk", "shank")
"""Units that have a name in the language table; the others are signs."""


def band_words(band: str, *, faults: bool = False) -> tuple[str, str]:
    """Return the name of a band of scores, and a sentence to go with it; a good one is not to be kept with its faults.

    Examples
    --------
    >>> band_words("good")
    ('Good', 'That is how it should look. Keep it.')
    """
    lead = "band_good_with_faults" if faults and band == "good" else f"band_{band}_lead"
    return words(f"band_{band}"), words(lead)


def looked_at(result: Result) -> str:
    """Return how much of what the exercise is judged for was looked at; empty where it has no rules."""
    judged = result.rules_judged
    return words("looked_at", seen=judged.looked_at, of=judged.of) if judged.of else ""


def band_of_result(result: Result) -> tuple[str, str]:
    """Return the band, "Good, without a look at “knees fall in”", and a sentence; empty where there is none."""
    if not result.band:
        return "", ""
    name, lead = band_words(result.band, faults=bool(result.faults))
    what = _without(result)
    return (words("band_without", band=name, what=what) if what else name), lead


def _without(result: Result) -> str:
    """Return what was not looked at though nothing weighs more in this exercise; empty where all of it was."""
    findings = {f.rule: f for a in result.attempts for f in a.findings}
    highest = max((f.severity for f in findings.values()), default=0)
    unseen = [n.rule for n in result.rules_judged.not_judged if n.severity >= highest]
    titles = [findings[rule].title or rule if rule in findings else rule for rule in unseen]
    named = [words("quoted", what=inside_sentence(title)) for title in titles[:MOST_NAMED]]
    more = len(titles) - len(named)
    return words("without_more", what=", ".join(named), n=more) if more else and_joined(named)


def part_of(exercise: Exercise, phase: str) -> str:
    """Return in words the part of an attempt that a rule looks at."""
    named = next((p.title for p in exercise.phases if p.name == phase), None)
    return words(f"part_{phase}") if named is None else words("part_named", title=named)


def side_words(side: str) -> str:
    """Return a side of the body, "left side"."""
    return words(f"side_{side}")


def dose_title(name: str) -> str:
    """Return the name of a dose as it stands on a button; one that an exercise of one's own names is left as it is.

    Examples
    --------
    >>> dose_title("beginner"), dose_title("after a run")
    ('Beginner', 'After a run')
    """
    return words(f"dose_{name}") if f"dose_{name}" in table("en") else name.capitalize()


_UNITS: Final = MappingProxyType(
    {
        "deg": ("°", 0),
        "deg/s": ("°/s", 0),
        "s": (" s", 1),
        "%": (" %", 0),
        "": ("", 2),
    }
)
"""Unit of a measure that is a sign -> how it is written after a number, and decimals worth reading."""


def unit_words(unit: str) -> tuple[str, int]:
    """Return how a unit is written after a number, and the decimals that are worth reading."""
    return (f" {words(f'unit_{unit}')}", 2) if unit in UNITS else _UNITS.get(unit, (f" {unit}", 2))


def clock(time_s: float) -> str:
    """Return a time in the clip as a player shows it.

    Examples
    --------
    >>> clock(7.9), clock(83), clock(3723), clock(float("nan"))
    ('0:07', '1:23', '1:02:03', '–')
    """
    if not math.isfinite(time_s):
        return NOTHING
    minutes, second = divmod(int(max(time_s, 0.0)), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minute}:{second:02d}"


def number(value: float, decimals: int = 0) -> str:
    """Return a number with a true minus sign and no minus zero; a dash where it is not finite.

    Examples
    --------
    >>> number(-9.4), number(-0.2), number(2.345, 1), number(float("nan"))
    ('−9', '0', '2.3', '–')
    """
    if not math.isfinite(value):
        return NOTHING
    text = f"{abs(value):.{decimals}f}"
    return decimal(f"{MINUS}{text}" if value < 0 and float(text) else text)


def amount(value: float, unit: str) -> str:
    """Return a value with its unit, as precise as it is worth reading; of the back and the pelvis the band in words.

    Examples
    --------
    >>> amount(21.4, "deg"), amount(0.351, "trunk"), amount(6.25, "s"), amount(-3, "reps")
    ('21°', '0.35 trunk lengths', '6.2 s', '−3.00 reps')
    >>> amount(24, "deg_back")
    'a little rounded'
    """
    if unit in BACK_BANDS:
        return back_word(value, unit) or NOTHING
    text, decimals = unit_words(unit)
    shown = number(value, decimals)
    return shown if shown == NOTHING else shown + text


def unit_name(unit: str) -> str:
    """Return a unit as it stands beside the name of a measure.

    Examples
    --------
    >>> unit_name("deg"), unit_name("trunk")
    ('degrees', 'trunk lengths')
    """
    long = {"deg": "unit_deg", "deg/s": "unit_deg_per_s", "s": "unit_s"}
    return template(long[unit]) if unit in long else unit_words(unit)[0].strip()


def tick(value: float) -> str:
    """Return a number of an axis, with no more decimals than it has.

    Examples
    --------
    >>> tick(-20.0), tick(0.25), tick(0.1 + 0.2)
    ('−20', '0.25', '0.3')
    """
    return decimal(f"{round(value, 6) + 0.0:g}".replace("-", MINUS))


def seconds(value: float) -> str:
    """Return a length of time in seconds.

    Examples
    --------
    >>> seconds(6.26), seconds(30), seconds(float("nan"))
    ('6.3 s', '30 s', '–')
    """
    shown = number(value, 1)
    return shown if shown == NOTHING else f"{shown.removesuffix(decimal('.0'))} s"


def percent(share: float) -> str:
    """Return a share as whole per cent.

    Examples
    --------
    >>> percent(0.973), percent(float("nan"))
    ('97 %', '–')
    """
    shown = number(100 * share)
    return shown if shown == NOTHING else f"{shown} %"


def count(n: int, kind: str) -> str:
    """Return how many of a kind of attempt.

    Examples
    --------
    >>> count(1, "hold"), count(3, "repetition")
    ('1 hold', '3 repetitions')
    """
    return words(f"{'one' if n == 1 else 'many'}_{kind if kind in KINDS else 'attempt'}", n=n)


def count_spelled(n: int, kind: str) -> str:
    """Return how many of a kind of attempt, small numbers as the language writes them in a sentence.

    Examples
    --------
    >>> count_spelled(3, "hold"), count_spelled(12, "repetition")
    ('three holds', '12 repetitions')
    """
    key = f"number_{n}"
    spelled = words(key) if key in table("en") else str(n)
    return words(f"{'one' if n == 1 else 'many'}_{kind if kind in KINDS else 'attempt'}", n=spelled)


def attempts_in_words(result: Result) -> str:
    """Return how many attempts count and on which sides, "2 holds, left side and right side".

    Holds of which none was held are repetitions; where the film shows none whole, all that it shows are attempts.
    """
    if not result.attempts:
        return words("no_attempt_seen")
    counted = [a for a in result.attempts if a.counted]
    kind = result.attempts[0].kind if counted else "attempt"
    if kind == "hold" and all(a.hold_s < COUNTED_HOLD_S for a in counted):
        kind = "repetition"
    many = count(len(counted or result.attempts), kind)
    sides = [side_words(side) for side in ("left", "right") if side in {a.side for a in result.attempts}]
    return f"{many}, {and_joined(sides)}" if sides else many


def attempt_note(attempt: Attempt) -> str:
    """Return what else is worth saying of an attempt, in a few words; empty where all is as it should be."""
    notes = [side_words(attempt.side)] if attempt.side in ("left", "right") else []
    notes += ways_in_words(attempt)
    if attempt.hold_s <= 0 and attempt.kind == "hold":
        notes.append(words("no_still_hold"))
    return ", ".join(notes)


def ways_in_words(attempt: Attempt) -> list[str]:
    """Return what is to be said of an attempt's way in and back, nothing where both are as they should be."""
    notes = [] if attempt.reached else [words("not_far_enough")]
    if attempt.cut is not None:
        notes.append(words(f"cut_{attempt.cut}"))
    elif attempt.reached and not attempt.complete and not attempt.counted:
        notes.append(words("not_finished"))
    return notes


def score_in_words(result: Result) -> str:
    """Return the score with its uncertainty, "88 of 100, give or take 5"."""
    if not math.isfinite(result.score):
        return words("no_score")
    if not math.isfinite(result.score_uncertainty):
        return words("score_of", score=number(result.score))
    return words("score_give_or_take", score=number(result.score), sure=number(result.score_uncertainty))


def unknown_findings(attempts: tuple[Attempt, ...]) -> list[tuple[Finding, list[int]]]:
    """Return what could not be judged, each thing once, with the numbers (from 1) of the attempts concerned."""
    seen: dict[tuple[str, str], tuple[Finding, list[int]]] = {}
    for i, attempt in enumerate(attempts, start=1):
        for finding in attempt.findings:
            if finding.verdict == "UNKNOWN":
                key = (finding.title or finding.rule, finding.reason)
                seen.setdefault(key, (finding, []))[1].append(i)
    return [(finding, sorted(set(numbers))) for finding, numbers in seen.values()]
