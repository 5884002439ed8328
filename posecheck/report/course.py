"""What an attempt's own course tells a reader: checks of a guided exercise, parts of a sequence, pace of a march."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from posecheck.language import words
from posecheck.report import words as told
from posecheck.result.judgement import Attempt, Finding, Result, Verdict
from posecheck.rules.exercise.definition import Exercise

State = Literal["fine", "fault", "missing", "unknown"]


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One thing that a guided exercise was watched for, over all rounds."""

    title: str
    state: State
    answer: str
    cue: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of a sequence or a round: when it was, how long, and how it was."""

    title: str
    when: str
    lasted: str
    state: State
    answer: str


@dataclass(frozen=True, slots=True)
class Course:
    """The parts of one attempt, and what concerns no part alone."""

    number: int
    parts: tuple[PartRow, ...]
    whole: tuple[str, ...]


def parts_in_words(result: Result) -> str:
    """Return what of a clip was judged and what was left out, empty where all of it was judged as one."""
    if len(result.parts) < 2:
        return ""
    said = [
        words(f"clip_part_{p.reason or 'judged'}", start=told.clock(p.start_s), end=told.clock(p.end_s))
        for p in result.parts
    ]
    return "; ".join(said)


def completion(attempts: Sequence[Attempt]) -> str:
    """Return how much of a guided exercise was done, empty for other kinds."""
    rounds = [a.completed for a in attempts if a.completed is not None]
    done = sum(rounds)
    if not rounds:
        return ""
    if not done and len(rounds) == 1:
        return words("not_completed_one")
    if done < len(rounds):
        return words("not_completed", done=done, begun=len(rounds))
    return words("completed" if done > 1 else "completed_one", done=done)


def check_rows(result: Result) -> list[CheckRow]:
    """Return what was watched for in a guided exercise, each thing once."""
    ids = dict.fromkeys(c.id for a in result.attempts for c in a.checks)
    return [_check(result.attempts, name) for name in ids]


def _check(attempts: Sequence[Attempt], name: str) -> CheckRow:
    found = [(i, c) for i, a in enumerate(attempts, 1) for c in a.checks if c.id == name]
    first = found[0][1]
    seen = [i for i, c in found if c.passed is False]
    unknown = [c.reason for _, c in found if c.passed is None]
    if seen:
        rounds = ", ".join(map(str, seen))
        answer = words("check_seen_in", rounds=rounds) if len(attempts) > 1 else words("check_seen")
        return CheckRow(first.title, "fault", answer, first.cue)
    if len(unknown) == len(found):
        return CheckRow(first.title, "unknown", words("check_unknown", reason=unknown[0]), "")
    return CheckRow(first.title, "fine", words("check_not_seen"), "")


def courses(result: Result, exercise: Exercise) -> list[Course]:
    """Return the parts of each attempt with what the rules found in them."""
    return [_course(i, a, exercise) for i, a in enumerate(result.attempts, 1) if a.phases]


def _course(number: int, attempt: Attempt, exercise: Exercise) -> Course:
    findings = [(part_of_finding(exercise, f), f) for f in attempt.findings]
    parts: list[PartRow] = []
    for phase in attempt.phases:
        own = [f for part, f in findings if part == phase.name]
        if math.isnan(phase.start_s):
            needed = any(p.name == phase.name and not p.may_skip for p in exercise.phases)
            answer = words("phase_missing" if needed else "phase_not_seen")
            parts.append(PartRow(phase.title, told.NOTHING, told.NOTHING, "missing" if needed else "unknown", answer))
            continue
        when = f"{told.clock(phase.start_s)}\N{EN DASH}{told.clock(phase.end_s)}"
        parts.append(PartRow(phase.title, when, told.seconds(phase.seconds), *_answer(own)))
    return Course(number, tuple(parts), tuple(f.title or f.rule for part, f in findings if part is None and f.fired))


def _answer(own: Sequence[Finding]) -> tuple[State, str]:
    """Return what the rules of one part say."""
    fired = [f.title or f.rule for f in own if f.fired]
    if fired:
        return "fault", ", ".join(fired)
    if own and all(f.verdict is Verdict.UNKNOWN for f in own):
        return "unknown", words("phase_unknown")
    return "fine", words("phase_fine") if own else words("phase_done")


def part_of_finding(exercise: Exercise, finding: Finding) -> str | None:
    """Return the exercise's own phase that a finding is about, None where it is about more than one.

    A rule for a phase is about that; the length of a phase about it; the order of two about the later one.
    """
    names = {p.name for p in exercise.phases}
    rule = next((r for r in exercise.rules if r.id == finding.rule and r.measure == finding.measure), None)
    measure = exercise.measures.get(finding.measure)
    about = [rule.phase if rule else None, *((measure.then, measure.phase) if measure else ())]
    return next((part for part in about if part in names), None)


def phases_in_words(attempt: Attempt) -> str:
    """Return the parts of a sequence in one line: seconds of each, and what was left out."""
    return " \N{MIDDLE DOT} ".join(
        f"{p.title} {told.seconds(p.seconds) if p.seconds > 0 else told.NOTHING}" for p in attempt.phases
    )


def pace_in_words(attempt: Attempt) -> str:
    """Return the pace of a march, empty for what is none."""
    return words("pace", rate=round(attempt.cadence_per_min)) if math.isfinite(attempt.cadence_per_min) else ""
