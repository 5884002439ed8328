"""How a score follows from its list, as a reader sees it: whole points that add up, caps and choices in words.

The steps are tenths (`posecheck.rules.judging.score_steps`). Shown are whole points, rounded by largest remainder first
within the attempt, then to the whole, so that 100 and what is listed give the score that is shown, of an attempt and in
all.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from posecheck import language
from posecheck.language.sentences import in_words
from posecheck.report import words
from posecheck.result.entries import ScoreStep
from posecheck.result.judgement import Attempt, Finding, Result
from posecheck.rules.judging.score_steps import in_whole_parts
from posecheck.rules.judging.scoring import what_cost

TWO = 2
"""Of two attempts both are the middle ones."""


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One line of the list: whole points with their sign (empty where none), what for, and what to do about it."""

    points: str
    whole: int
    text: str
    cue: str
    cap: bool


@dataclass(frozen=True, slots=True)
class ScoreList:
    """What leads from 100 to a score.

    Parameters
    ----------
    heading
        Which attempt it is the list of, where there are several; else empty.
    rows
        What takes points off or gives some back, in its order.
    under_one
        Titles of what took off so little that it is nothing in whole points.
    score
        The score as it is shown.
    """

    heading: str
    rows: tuple[ScoreRow, ...]
    under_one: tuple[str, ...]
    score: str

    def shortened(self, most: int) -> tuple[ScoreRow, ...]:
        """Return the rows with all deductions after the first so many made one, so that they still add up."""
        plain = [r for r in self.rows if not r.cap]
        rest, more = plain[most:], len(plain[most:]) + len(self.under_one)
        if not rest:
            return self.rows
        lost = sum(r.whole for r in rest)
        joined = ScoreRow(_signed(lost), lost, language.words("sum_more", n=more), "", cap=False)
        return (*plain[:most], joined, *(r for r in self.rows if r.cap))


def whole_points(score: float) -> int:
    """Return a score as it is shown.

    Examples
    --------
    >>> whole_points(72.6), whole_points(59.0)
    (73, 59)
    """
    return int(f"{score:.0f}")


def shown_points(attempt: Attempt) -> dict[str, int]:
    """Return the whole points that each rule took off in an attempt; they and its caps add up to its shown score."""
    steps = [s for s in attempt.score_steps if s.kind == "deduction"]
    whole = _whole(attempt.score_steps)
    return {step.key: whole[i] for i, step in enumerate(steps)}


def attempt_list(attempt: Attempt) -> ScoreList:
    """Return the list of one attempt."""
    rows, under_one = _rows(attempt, attempt.score_steps)
    return ScoreList("", rows, under_one, words.number(attempt.score))


def result_list(result: Result) -> ScoreList | None:
    """Return the list of the whole, None where there is no score."""
    if not math.isfinite(result.score):
        return None
    counted = counted_attempt(result)
    rows, under_one = _rows(counted, [s for s in result.score_steps if s.kind in ("deduction", "cap")])
    means = [_mean_row(s, result, counted) for s in result.score_steps if s.kind == "mean"]
    heading = next((_choice(s, counted) for s in result.score_steps if s.kind == "choice"), "")
    return ScoreList(heading, (*rows, *means), under_one, words.number(result.score))


def counted_attempt(result: Result) -> Attempt:
    """Return the attempt whose steps are those of the whole."""
    chosen = [s.attempt for s in result.score_steps if s.kind == "choice"]
    scored = [a for a in result.attempts if math.isfinite(a.score)]
    return result.attempts[chosen[0] - 1] if chosen else scored[0]


def seen_elsewhere(result: Result) -> list[tuple[str, str]]:
    """Return what cost points in attempts other than the one that is listed, as (what and where, what to do)."""
    if not math.isfinite(result.score):
        return []
    counted = counted_attempt(result)
    listed = {s.rule for s in counted.score_steps}
    worst: dict[str, tuple[Finding, int]] = {}
    for i, attempt in enumerate(result.attempts, 1):
        for f in attempt.findings:
            if f.points >= 0.5 and f.rule not in listed and f.points > _points(worst.get(f.rule)):
                worst[f.rule] = f, i
    order = sorted(worst.values(), key=lambda item: -item[0].points)
    return [(f"{_what(f)}, {language.words('in_attempt', last=i)}", f.cue if f.fired else "") for f, i in order]


def _points(found: tuple[Finding, int] | None) -> float:
    return found[0].points if found else 0.0


def _whole(steps: Sequence[ScoreStep]) -> list[int]:
    """Return the steps of one attempt in whole points that lead from 100 to its shown score."""
    if not steps:
        return []
    return in_whole_parts([s.points for s in steps], 100 - whole_points(steps[-1].score))


def _rows(attempt: Attempt, steps: Sequence[ScoreStep]) -> tuple[tuple[ScoreRow, ...], tuple[str, ...]]:
    found = {f.rule: f for f in attempt.findings}
    rows: list[ScoreRow] = []
    under_one: list[str] = []
    for step, whole in zip(steps, _whole(steps), strict=True):
        text = _cap(step, found) if step.kind == "cap" else _deduction(step, found)
        if step.kind == "deduction" and not whole:
            under_one.append(text)
            continue
        finding = found.get(step.rule) if step.kind == "deduction" else None
        cue = finding.cue if finding and finding.fired else ""
        rows.append(ScoreRow(_signed(whole), whole, text, cue, cap=step.kind == "cap"))
    return tuple(rows), tuple(under_one)


def _deduction(step: ScoreStep, found: Mapping[str, Finding]) -> str:
    finding = found.get(step.rule)
    return _what(finding) if finding else language.words("step_dose")


def _what(finding: Finding) -> str:
    """Return what was seen, how far beyond good and when, "chest goes forward, 21° beyond good, at 0:07"."""
    when = language.words("at_time", clock=words.clock(finding.time_s)) if math.isfinite(finding.time_s) else ""
    return in_words(what_cost(replace(finding, title=finding.title or finding.rule))) + when


def _cap(step: ScoreStep, found: Mapping[str, Finding]) -> str:
    """Return why no more could be reached, "not far enough: at most 59"."""
    finding = found.get(step.rule)
    what = language.inside_sentence(finding.title or finding.rule) if finding else ""
    return language.words(f"cap_{step.key}", what=what, most=words.number(step.at_most))


def _choice(step: ScoreStep, counted: Attempt) -> str:
    many = words.count_spelled(step.of, counted.kind)
    key = "choice_lower_of_two" if step.of == TWO else f"choice_{step.key}"
    return language.words(key, many=many, n=step.attempt)


def _mean_row(step: ScoreStep, result: Result, counted: Attempt) -> ScoreRow:
    """Return the way from the listed attempt's shown score to the shown mean of both."""
    lower, mean = whole_points(counted.score), whole_points(step.score)
    other = words.number(result.attempts[step.attempt - 1].score)
    key = "step_mean_of_two" if step.of == TWO else "step_mean"
    text = language.words(key, lower=lower, upper=other, n=step.attempt)
    return ScoreRow(_signed(lower - mean), lower - mean, text, "", cap=True)


def _signed(lost: int) -> str:
    """Return points lost with a minus, given back with a plus, nothing for none."""
    return f"{words.MINUS}{lost}" if lost > 0 else f"+{-lost}" if lost < 0 else ""
