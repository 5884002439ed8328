"""A `Result` as JSON, schema 1: the contract for other programs. Every key is described in docs/json.md."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from posecheck.disk.whole_files import write_text
from posecheck.language import language
from posecheck.language.sentences import back_word
from posecheck.remark import Remark, to_plain
from posecheck.result.entries import Candidate, Check, Deduction, NotJudged, PhaseSeen, RulesJudged, ScoreStep
from posecheck.result.judgement import Attempt, Finding, Part, RangeReading, Reading, Result, View
from posecheck.result.word_bands import BACK_BANDS, plain_unit
from posecheck.worded import worded

SCHEMA = 1
"""Raised only when a key is renamed, removed or changes its meaning. New keys do not raise it."""

DECIMALS = 3


def result_to_dict(result: Result) -> dict[str, Any]:
    """Return the result as plain dicts, lists, strings and numbers.

    Returns
    -------
    dict
        Ready for `json.dumps` with ``allow_nan=False``: what is not finite is None, numbers have three decimals.

    Notes
    -----
    A result that has no words yet (straight from a session) gets those of the language in use.
    """
    if not result.language:
        result = worded(result, language())
    return {
        "schema": SCHEMA,
        "language": result.language,
        "clip": result.clip,
        "exercise": result.exercise,
        "form": result.form,
        "title": result.title,
        "variant": result.variant,
        "judged": bool(result.judged),
        "reason": result.reason,
        "reasons": _remarks(result.reasons),
        "judged_share": _number(result.judged_share),
        "view": _view(result.view),
        "neutral": {"source": result.neutral.source, "seconds": _number(result.neutral.seconds)},
        "parts": [_part(p) for p in result.parts],
        "dose": result.dose,
        "score": _number(result.score),
        "band": result.band,
        "score_uncertainty": _number(result.score_uncertainty),
        "attempts": [attempt_to_dict(a) for a in result.attempts],
        "faults": list(result.faults),
        "deductions": [_deduction(d) for d in result.deductions],
        "score_steps": [_step(s) for s in result.score_steps],
        "rules_judged": _rules_judged(result.rules_judged),
        "notes": list(result.notes),
        "noted": _remarks(result.noted),
        "not_judged": list(result.not_judged),
        "candidates": [_candidate(c) for c in result.candidates],
        "source": _source(result),
        "versions": dict(result.versions),
    }


def result_to_json(result: Result) -> str:
    """Return the result as JSON text, indented, ending with a line break."""
    return json.dumps(result_to_dict(result), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def write_json(result: Result, path: str | Path) -> None:
    """Write the result as JSON.

    Parameters
    ----------
    result
        What to write.
    path
        The file, or ``"-"`` for standard output.

    Raises
    ------
    OutputError
        Where the file cannot be written; then nothing is left there.
    """
    write_text(path, result_to_json(result))


def _number(value: float) -> float | None:
    """Return a plain rounded float, None where it is not finite."""
    if not math.isfinite(value):
        return None
    return round(float(value), DECIMALS) + 0.0  # + 0.0 turns minus zero into zero


def _remark(remark: Remark | None) -> dict[str, Any] | None:
    return None if remark is None else to_plain(remark, decimals=DECIMALS)


def _remarks(remarks: Sequence[Remark]) -> list[dict[str, Any]]:
    return [to_plain(r, decimals=DECIMALS) for r in remarks]


def _part(part: Part) -> dict[str, Any]:
    return {
        "start_s": _number(part.start_s),
        "end_s": _number(part.end_s),
        "judged": bool(part.judged),
        "reason": part.reason,
        "view": _view(part.view),
        "neutral": {"source": part.neutral.source, "seconds": _number(part.neutral.seconds)},
    }


def _view(view: View) -> dict[str, Any]:
    return {
        "body": view.body,
        "camera": view.camera,
        "facing": view.facing,
        "head": view.head,
        "near_side": view.near_side,
        "yaw_deg": _number(view.yaw_deg),
        "advice": list(view.advice),
        "advised": _remarks(view.advised),
    }


def attempt_to_dict(attempt: Attempt) -> dict[str, Any]:
    """Return one attempt as it stands in a result."""
    return {
        "kind": attempt.kind,
        "side": attempt.side,
        "start_s": _number(attempt.start_s),
        "end_s": _number(attempt.end_s),
        "hold_start_s": _number(attempt.hold_start_s),
        "hold_end_s": _number(attempt.hold_end_s),
        "hold_s": _number(attempt.hold_s),
        "good_hold_s": _number(attempt.good_hold_s),
        "complete": bool(attempt.complete),
        "cut": attempt.cut,
        "counted": bool(attempt.counted),
        "part": int(attempt.part),
        "reached": bool(attempt.reached),
        "score": _number(attempt.score),
        "judged_share": _number(attempt.judged_share),
        "readings": _readings(attempt.readings),
        "ranges": {name: _range(r) for name, r in attempt.ranges.items()},
        "findings": [_finding(f) for f in attempt.findings],
        "phases": [_phase(p) for p in attempt.phases],
        "cadence_per_min": _number(attempt.cadence_per_min),
        "completed": attempt.completed,
        "checks": [_check(c) for c in attempt.checks],
        "score_steps": [_step(s) for s in attempt.score_steps],
    }


def _step(step: ScoreStep) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "key": step.key,
        "rule": step.rule or None,
        "attempt": int(step.attempt) or None,
        "of": int(step.of) or None,
        "at_most": _number(step.at_most),
        "points": _number(step.points),
        "score": _number(step.score),
    }


def _deduction(deduction: Deduction) -> dict[str, Any]:
    return {
        "points": _number(deduction.points),
        "text": deduction.text,
        "time_s": _number(deduction.time_s),
        "attempt": int(deduction.attempt),
        "remark": _remark(deduction.remark),
    }


def _rules_judged(judged: RulesJudged) -> dict[str, Any]:
    return {
        "looked_at": int(judged.looked_at),
        "of": int(judged.of),
        "not_judged": [_not_judged(n) for n in judged.not_judged],
    }


def _not_judged(unseen: NotJudged) -> dict[str, Any]:
    return {"rule": unseen.rule, "reason": unseen.reason, "reasons": _remarks(unseen.reasons)}


def _phase(phase: PhaseSeen) -> dict[str, Any]:
    return {
        "name": phase.name,
        "title": phase.title,
        "start_s": _number(phase.start_s),
        "end_s": _number(phase.end_s),
        "seconds": _number(phase.seconds),
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "exercise": candidate.exercise,
        "title": candidate.title,
        "likelihood": _number(candidate.likelihood),
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "id": check.id,
        "title": check.title,
        "passed": check.passed,
        "severity": int(check.severity),
        "cue": check.cue,
        "reason": check.reason,
        "reasons": _remarks(check.reasons),
        "number": int(check.number),
    }


def _readings(readings: Mapping[str, Reading]) -> dict[str, Any]:
    return {name: _reading(r) for name, r in readings.items()}


def _reading(reading: Reading) -> dict[str, Any]:
    """Return a reading; one of the back also says how sure it is, and the band that users see."""
    plain = {"value": _number(reading.value), "unit": plain_unit(reading.unit)}
    if reading.unit not in BACK_BANDS:
        return plain
    return plain | {"sd": _number(reading.sd), "word": back_word(reading.value, reading.unit)}


def _range(reading: RangeReading) -> dict[str, Any]:
    return {
        "value": _number(reading.value),
        "unit": plain_unit(reading.unit),
        "target": _number(reading.target),
        "share_of_target": _number(reading.share_of_target),
        "title": reading.title,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "verdict": str(finding.verdict),
        "excess": _number(finding.excess),
        "unit": plain_unit(finding.unit),
        "severity": int(finding.severity),
        "time_s": _number(finding.time_s),
        "share": _number(finding.share),
        "cue": finding.cue,
        "measure": finding.measure,
        "value": _number(finding.value),
        "title": finding.title,
        "points": _number(finding.points),
        "reason": finding.reason,
        "reasons": _remarks(finding.reasons),
        "number": int(finding.number),
        "remark": _remark(finding.remark),
    }


def _source(result: Result) -> dict[str, Any]:
    source = result.source
    return {
        "estimator": source.estimator,
        "model_sha256": source.model_sha256,
        "width": int(source.width),
        "height": int(source.height),
        "rotation": int(source.rotation),
        "fps": _number(source.fps),
        "duration_s": _number(source.duration_s),
    }
