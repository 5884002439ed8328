"""What to say of a result in a terminal: a few lines of plain text, the most useful ones first."""

from __future__ import annotations

import math

from posecheck.language import inside_sentence, words
from posecheck.remark import keys_of
from posecheck.report.course import check_rows, completion, pace_in_words, phases_in_words
from posecheck.report.findings import unknown_groups
from posecheck.report.score_list import result_list, seen_elsewhere
from posecheck.report.words import (
    attempts_in_words,
    band_of_result,
    clock,
    looked_at,
    number,
    percent,
    score_in_words,
    seconds,
    ways_in_words,
)
from posecheck.result.entries import AUTO, NONE
from posecheck.result.judgement import Attempt, Result

TOP = 2
"""Deductions that are said: two can be kept in mind for the next time."""


def summary_lines(result: Result) -> list[str]:
    """Return the summary of a result, line by line, without colour.

    Parameters
    ----------
    result
        The judgement of one clip or set.

    Returns
    -------
    list of str
        Title and clip; score and band (or why there is none); the attempts with their seconds; the two things that
        cost most; what could not be judged and what to change. Parts with nothing to say are left out.
    """
    name = result.title or result.exercise
    if result.variant:
        name += f" ({result.variant})"
    head = f"{name} \N{MIDDLE DOT} {result.clip}" if result.clip else name
    body = _judged(result) if result.judged else _not_judged(result)
    return [head, *body, *_lines(words("sum_note"), list(result.notes))]


def recognition_lines(result: Result) -> list[str]:
    """Return which exercise was found, or between which two that cannot be told, or that it is none, and what helps."""
    if result.exercise != AUTO:
        return [words("recognised", title=result.title)]
    if len(result.candidates) < 2:
        told = words("not_recognised") if NONE in keys_of(result.reasons) else str(result.reason)
    else:
        first, second = result.candidates[:2]
        told = words(
            "not_sure", first=first.title, first_id=first.exercise, second=second.title, second_id=second.exercise
        )
    return [told, *_lines(words("sum_helps"), list(result.view.advice))]


def _judged(result: Result) -> list[str]:
    band = f": {inside_sentence(band_of_result(result)[0])}" if result.band else ""
    scored = math.isfinite(result.score)
    lines = [words("ring_says", score=score_in_words(result)) + band if scored else _without_score(result)]
    if math.isfinite(result.judged_share) and result.judged_share < 1:
        lines.append(words("sum_judged_share", share=percent(result.judged_share)))
    lines += [looked_at(result)] if result.rules_judged.of else []
    lines.append(attempts_in_words(result))
    several = len(result.attempts) > 1
    for i, attempt in enumerate(result.attempts, start=1):
        lines.append(_attempt(attempt, i if several else None))
        if attempt.phases:
            lines.append(f"    {phases_in_words(attempt)}")
    lines += _lines(words("watched_for"), [f"{row.title}: {row.answer}" for row in check_rows(result)])
    return lines + _score_list(result) + _unknown(result)


def _score_list(result: Result) -> list[str]:
    """Return how the score came about, the dearest things first, each with what to do about it; it adds up."""
    listed = result_list(result)
    if listed is None:
        return []
    rows = listed.shortened(TOP)
    elsewhere = seen_elsewhere(result)
    chosen = f" ({listed.heading})" if listed.heading else ""
    if not rows and not elsewhere:
        return [words("nothing_to_correct_seen").rstrip(".") + chosen]
    lines = [words("sum_cost") + chosen]
    for row in rows:
        lines += ["  " + f"{row.points} {row.text}".lstrip(), *_cue(row.cue)]
    if not rows:
        lines.append(f"  {words('each_nothing')}")
    if elsewhere:
        lines.append(words("seen_elsewhere"))
        for text, cue in elsewhere[:TOP]:
            lines += [f"  {text}", *_cue(cue)]
        if len(elsewhere) > TOP:
            lines.append("  " + words("sum_more", n=len(elsewhere) - TOP))
    return lines


def _cue(cue: str) -> list[str]:
    return [f"     {words('next_time')}: {cue}"] if cue else []


def _without_score(result: Result) -> str:
    """Return what stands in place of a score: what is guided is completed, or not."""
    done = completion(result.attempts)
    return f"{done}. {words('guided_no_score')}" if done else words("no_score_for_this")


def _not_judged(result: Result) -> list[str]:
    reason = (result.reason or inside_sentence(words("too_little_seen"))).rstrip(".")
    lines = [words("sum_not_judged", reason=reason)]
    return lines + (_lines(words("sum_helps"), list(result.view.advice)) or [words("sum_film_again")])


def _attempt(attempt: Attempt, index: int | None) -> str:
    when = words("sum_from_to", start=clock(attempt.start_s), end=clock(attempt.end_s))
    parts = [f"{index}. {when}" if index else when]
    if attempt.hold_s > 0:
        parts.append(words("sum_held", held=seconds(attempt.hold_s), well=seconds(attempt.good_hold_s)))
    elif attempt.kind == "hold":
        parts.append(words("no_still_hold"))
    parts += ways_in_words(attempt)
    if pace := pace_in_words(attempt):
        parts.append(pace)
    if index and math.isfinite(attempt.score):
        parts.append(words("sum_score", score=number(attempt.score)))
    return "  " + ", ".join(parts)


def _unknown(result: Result) -> list[str]:
    lines = [
        ", ".join(group.titles) + (f": {group.reason.rstrip('.')}" if group.reason else "")
        for group in unknown_groups(result)
    ]
    return _lines(words("sum_unknown"), lines) + _lines(words("sum_helps"), list(result.view.advice))


def _lines(heading: str, items: list[str]) -> list[str]:
    return [heading, *(f"  {item}" for item in items)] if items else []
