"""A result in words: everything that a person reads in it is filled in here, last of all, in any language."""

from __future__ import annotations

from dataclasses import replace

from posecheck.disk.library import load_exercise
from posecheck.errors import ExerciseError
from posecheck.language import speaking
from posecheck.language.sentences import in_words, sentences
from posecheck.remark import Remark, Term, with_terms
from posecheck.result.entries import Check, NotJudged, PhaseSeen, RulesJudged
from posecheck.result.finding import Finding
from posecheck.result.judgement import Attempt, Deduction, RangeReading, Result
from posecheck.rules.exercise.definition import Exercise


def worded(result: Result, language: str, *, exercise: Exercise | None = None) -> Result:
    """Return a result with all its words in a language, whatever language it had before.

    Parameters
    ----------
    result
        From a session, or worded before.
    language
        One of `posecheck.language.known_languages`.
    exercise
        Gives its own words: cues, titles. Unless told it is looked up by the result's id and version; where it is gone,
        the words stay that were stored.

    Raises
    ------
    LanguageError
        Where there is no such language.
    """
    with speaking(language):
        own = _Own(_form(result, exercise or _found(result)))
        reasons, noted, advised = map(own.remarks, (result.reasons, result.noted, result.view.advised))
        stored = () if result.source.noted else result.source.notes
        return replace(
            result,
            language=language,
            title=own.title(result.title),
            reason=" ".join(sentences(reasons)) or None,
            reasons=reasons,
            notes=(*stored, *sentences(noted)),
            noted=noted,
            not_judged=own.not_judged(result.not_judged),
            view=replace(result.view, advice=sentences(advised), advised=advised),
            attempts=tuple(_attempt(a, own) for a in result.attempts),
            deductions=tuple(_deduction(d, own) for d in result.deductions),
            rules_judged=_rules_judged(result.rules_judged, own),
            back=result.back and replace(result.back, title=own.measure_title(result.back.measure, result.back.title)),
        )


def worded_attempt(attempt: Attempt, language: str, *, exercise: Exercise) -> Attempt:
    """Return an attempt with all its words in a language, those of the exercise as they stand in `exercise`."""
    with speaking(language):
        return _attempt(attempt, _Own(exercise))


class _Own:
    """The words of an exercise itself; those that were stored where there is no exercise, or no such words in it."""

    def __init__(self, exercise: Exercise | None) -> None:
        self._exercise = exercise

    def title(self, stored: str) -> str:
        """Return the exercise's title."""
        return self._exercise.title if self._exercise else stored

    def not_judged(self, stored: tuple[str, ...]) -> tuple[str, ...]:
        """Return what the exercise's view never shows."""
        return self._exercise.not_judged if self._exercise else stored

    def measure_title(self, name: str, stored: str) -> str:
        """Return the plain name of a measure."""
        return self.words_of(Term(f"measures.{name}.title", stored))

    def remarks(self, remarks: tuple[Remark, ...]) -> tuple[Remark, ...]:
        """Return remarks with the exercise's words in them."""
        return tuple(self.remark(r) for r in remarks)

    def remark(self, remark: Remark) -> Remark:
        """Return a remark with the exercise's words in it."""
        return with_terms(remark, self.words_of)

    def words_of(self, term: Term) -> str:
        """Return the words that a term stands for."""
        return term.text if self._exercise is None else _words_at(self._exercise, term.place) or term.text


def _words_at(exercise: Exercise, place: str) -> str:
    """Return the words at a place of an exercise (see `Term`), empty where there are none."""
    match place.split("."):
        case ["start"]:
            return exercise.start
        case ["measures", name, "title"]:
            return exercise.measures[name].title if name in exercise.measures else ""
        case ["ranges", name, "title"]:
            return exercise.ranges[name].title if name in exercise.ranges else ""
        case ["phases", name, "title"]:
            return next((p.title for p in exercise.phases if p.name == name), "")
        case ["rules", rule, number, "title" | "cue" as which] if number.isdecimal():
            same = [r for r in exercise.rules if r.id == rule][int(number) :]
            return (same[0].title if which == "title" else same[0].cue) if same else ""
        case _:
            return ""


def _found(result: Result) -> Exercise | None:
    """Return the exercise that was judged, None where it is gone or another version."""
    try:
        exercise = load_exercise(result.exercise, variant=result.variant)
    except ExerciseError:
        return None
    return exercise if exercise.version == result.versions.get("exercise") else None


def _form(result: Result, exercise: Exercise | None) -> Exercise | None:
    """Return the form of the exercise that was judged, by its view."""
    if exercise is None:
        return None
    return next((f for f in (exercise, *exercise.other_views) if f.view == result.form), exercise)


def _attempt(attempt: Attempt, own: _Own) -> Attempt:
    return replace(
        attempt,
        findings=tuple(_finding(f, own) for f in attempt.findings),
        checks=tuple(_check(c, own) for c in attempt.checks),
        phases=tuple(_phase(p, own) for p in attempt.phases),
        ranges={name: _range(name, r, own) for name, r in attempt.ranges.items()},
    )


def _finding(finding: Finding, own: _Own) -> Finding:
    """Fill in a finding's words; those of a rule stand in the exercise, the others are remarks of posecheck's own."""
    place, remark = f"rules.{finding.rule}.{finding.number}", finding.remark and own.remark(finding.remark)
    reasons = own.remarks(finding.reasons)
    known = replace(finding, remark=remark, reasons=reasons, reason=" ".join(sentences(reasons)))
    if remark is not None:
        return replace(known, title=in_words(known.said_title), cue=in_words(known.said_cue))
    title, cue = Term(f"{place}.title", finding.title), Term(f"{place}.cue", finding.cue)
    return replace(known, title=own.words_of(title), cue=own.words_of(cue))


def _check(check: Check, own: _Own) -> Check:
    place = f"rules.{check.id}.{check.number}"
    return replace(
        check,
        title=own.words_of(Term(f"{place}.title", check.title)),
        cue=own.words_of(Term(f"{place}.cue", check.cue)),
        reason=" ".join(sentences(own.remarks(check.reasons))),
        reasons=own.remarks(check.reasons),
    )


def _phase(phase: PhaseSeen, own: _Own) -> PhaseSeen:
    return replace(phase, title=own.words_of(Term(f"phases.{phase.name}.title", phase.title)))


def _range(name: str, reading: RangeReading, own: _Own) -> RangeReading:
    return replace(reading, title=own.words_of(Term(f"ranges.{name}.title", reading.title)))


def _deduction(deduction: Deduction, own: _Own) -> Deduction:
    if deduction.remark is None:
        return deduction
    remark = own.remark(deduction.remark)
    return replace(deduction, text=in_words(remark), remark=remark)


def _rules_judged(judged: RulesJudged, own: _Own) -> RulesJudged:
    return replace(judged, not_judged=tuple(_not_judged(n, own) for n in judged.not_judged))


def _not_judged(unseen: NotJudged, own: _Own) -> NotJudged:
    reasons = own.remarks(unseen.reasons)
    return replace(unseen, reason=" ".join(sentences(reasons)), reasons=reasons)
