"""The findings of a result put together for a reader: one card a fault, one bar a range, each unknown thing once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from posecheck import language
from posecheck.report import words
from posecheck.report.score_list import shown_points
from posecheck.result.judgement import Finding, RangeReading, Result, Verdict
from posecheck.result.word_bands import BACK_BANDS
from posecheck.rules.exercise.definition import Exercise

BAR_END = 1.25
"""Share of the usual target at which a bar is full: going farther is not asked for."""

Numbered = tuple[int, Finding]


@dataclass(frozen=True, slots=True)
class FaultCard:
    """One fault: what was seen, how far beyond, what to do next time."""

    rule: str
    title: str
    severity: int
    kind: str
    seen: str
    beyond: str
    lasted: str
    where: str
    points: str
    cue: str
    picture: str | None
    alt: str


@dataclass(frozen=True, slots=True)
class RangeBar:
    """How far the person got at best, and in the other attempts, in per cent of the bar."""

    title: str
    text: str
    width: float
    target: float
    others: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Things that could not be judged for the same reason."""

    titles: tuple[str, ...]
    reason: str


def fault_cards(result: Result, exercise: Exercise, pictures: Mapping[tuple[int, str], str]) -> list[FaultCard]:
    """Return a card for each fault that fired, worst first.

    Parameters
    ----------
    result, exercise
        The judgement and what was judged.
    pictures
        (index in `Result.attempts`, rule id) -> address of a picture.
    """
    fired: dict[str, list[Numbered]] = {rule: [] for rule in result.faults}
    for i, attempt in enumerate(result.attempts, start=1):
        for finding in attempt.findings:
            if finding.fired:
                fired.setdefault(finding.rule, []).append((i, finding))
    return [_card(rule, found, result, exercise, pictures) for rule, found in fired.items() if found]


def _card(
    rule: str, found: list[Numbered], result: Result, exercise: Exercise, pictures: Mapping[tuple[int, str], str]
) -> FaultCard:
    number, worst = max(found, key=lambda item: ((item[0] - 1, rule) in pictures, item[1].points, _size(item[1])))
    title = worst.title or rule
    seen = words.amount(worst.value, worst.unit)
    phases = {r.phase for r in exercise.rules if r.id == rule and r.measure == worst.measure}
    phase = words.part_of(exercise, phases.pop()) if len(phases) == 1 else words.part_of(exercise, "attempt")
    lasted = ""
    if math.isfinite(worst.share) and worst.share > 0:
        lasted = language.words("for_share_of", share=words.percent(worst.share), part=phase)
    clock = words.clock(worst.time_s)
    return FaultCard(
        rule=rule,
        title=title,
        severity=worst.severity,
        kind=language.words(f"severity_{worst.severity}"),
        seen="" if seen == words.NOTHING else language.words("at_worst", seen=seen, clock=clock),
        beyond=_beyond(worst),
        lasted=lasted,
        where=_where(sorted({i for i, _ in found}), len(result.attempts)),
        points=_points(found, result),
        cue=worst.cue,
        picture=pictures.get((number - 1, rule)),
        alt=language.words("picture_of_fault", title=title, clock=clock, seen=seen),
    )


def _points(found: list[Numbered], result: Result) -> str:
    """Return what a fault cost in the attempt in which it cost most, in the whole points of that attempt's list."""
    number, dearest = max(found, key=lambda item: item[1].points)
    attempt = result.attempts[number - 1]
    if not math.isfinite(attempt.score) or not dearest.points:
        return ""
    whole = shown_points(attempt).get(dearest.rule, 0)
    if not whole:
        return language.words("less_than_one")
    many = sum(math.isfinite(a.score) for a in result.attempts) > 1
    return language.words("points_lost_in" if many else "points_lost", points=f"{words.MINUS}{whole}", n=number)


def _size(finding: Finding) -> float:
    return abs(finding.excess) if math.isfinite(finding.excess) else 0.0


def _beyond(finding: Finding) -> str:
    """Return how far beyond the good band the worst moment was, and where that band ends."""
    if not math.isfinite(finding.value) or not math.isfinite(finding.excess):
        return ""
    if finding.unit in BACK_BANDS:
        return language.words("good_is_neutral")
    size = abs(finding.excess)
    beyond = words.amount(size, finding.unit)
    if finding.verdict is Verdict.HIGH:
        return language.words("beyond_high", beyond=beyond, edge=words.amount(finding.value - size, finding.unit))
    return language.words("beyond_low", beyond=beyond, edge=words.amount(finding.value + size, finding.unit))


def _where(numbers: list[int], total: int) -> str:
    """Return in which attempts, "in attempts 1, 2 and 4"; nothing where there was only one attempt."""
    if total < 2:
        return ""
    if len(numbers) == total:
        return language.words("in_all_attempts", total=total)
    *most, last = map(str, numbers)
    if not most:
        return language.words("in_attempt", last=last)
    return language.words("in_attempts", most=", ".join(most), last=last)


def range_bars(result: Result) -> list[RangeBar]:
    """Return a bar for each range that was seen in any attempt."""
    by_name: dict[str, list[RangeReading]] = {}
    for attempt in result.attempts:
        for name, reading in attempt.ranges.items():
            if math.isfinite(reading.value) and math.isfinite(reading.share_of_target):
                by_name.setdefault(name, []).append(reading)
    return [_bar(name, readings) for name, readings in by_name.items()]


def _bar(name: str, readings: list[RangeReading]) -> RangeBar:
    order = sorted(readings, key=lambda r: -r.share_of_target)
    best = order[0]
    value, target = best.value, best.target
    if value <= 0 and target < 0:  # an angle that is counted backward: "14° of 20°" is what a reader expects
        value, target = abs(value), abs(target)
    key = "of_usual" if value * target >= 0 else "usual_is"
    text = language.words(key, value=words.amount(value, best.unit), target=words.amount(target, best.unit))
    return RangeBar(
        title=best.title or name,
        text=language.words("best_of", text=text, n=len(order)) if len(order) > 1 else text,
        width=_place(best.share_of_target),
        target=round(100 / BAR_END, 2),
        others=tuple(_place(r.share_of_target) for r in order[1:]),
    )


def _place(share: float) -> float:
    return round(100 * min(max(share / BAR_END, 0.0), 1.0), 2)


def unknown_groups(result: Result) -> list[Unknown]:
    """Return what could not be judged, put together by reason."""
    groups: dict[str, dict[str, None]] = {}
    for finding, numbers in words.unknown_findings(result.attempts):
        title = finding.title or finding.rule
        where = _where(numbers, len(result.attempts)) if len(numbers) < len(result.attempts) else ""
        groups.setdefault(finding.reason, {})[f"{title} ({where})" if where else title] = None
    return [Unknown(tuple(titles), reason) for reason, titles in groups.items()]


def things_looked_for(result: Result) -> list[str]:
    """Return what was looked for in every attempt and never found."""
    verdicts: dict[str, set[Verdict]] = {}
    titles: dict[str, str] = {}
    for attempt in result.attempts:
        for finding in attempt.findings:
            verdicts.setdefault(finding.rule, set()).add(finding.verdict)
            titles.setdefault(finding.rule, finding.title or finding.rule)
    return [titles[rule] for rule, seen in verdicts.items() if seen == {Verdict.OK}]
