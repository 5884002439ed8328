"""What an attempt lacked of what was to be done: a hold that was left early, a part that was left out."""

from __future__ import annotations

from typing import Final

from posecheck.remark import Row, Term, remark
from posecheck.result.judgement import Finding, Verdict
from posecheck.rules.exercise.definition import Dose, Exercise
from posecheck.rules.judging.scoring import CAP_DOSE
from posecheck.rules.phases.sequence import missing_share
from posecheck.rules.phases.there_and_back import Span

EARLY_SHARE: Final = 0.8
"""A hold shorter than this part of the dose was left early (clinical G3)."""


def dose_findings(exercise: Exercise, dose: Dose | None, span: Span) -> tuple[float, tuple[Finding, ...]]:
    """Return the points lost on the dose, 0 to 15, and the findings for it.

    Without a dose only a hold exercise without any hold loses them, and a sequence of which a part was left out:
    that was a part of the movement only (clinical D.2, partial repetition). Who bounced all the time did not leave
    early.
    """
    if exercise.phases and span.course is not None:
        missing = missing_share(exercise.phases, span.course.phases)
        if missing > 0:
            return CAP_DOSE * missing, (_left_out(exercise, span, CAP_DOSE * missing),)
    wanted = dose.hold_s if dose is not None else 1.0 if exercise.kind == "hold" else 0.0
    if wanted <= 0 or (dose is None and (span.hold is not None or span.complete)):
        return 0.0, ()
    share = min(span.hold_s / wanted, 1.0)
    points = CAP_DOSE * (1 - share)
    return points, (_left_early(wanted, span, points),) if share < EARLY_SHARE else ()


def _left_early(wanted_s: float, span: Span, points: float) -> Finding:
    return Finding(
        rule="leaves_early",
        verdict=Verdict.LOW,
        excess=wanted_s - span.hold_s,
        unit="s",
        severity=1,
        time_s=span.hold[1] if span.hold else span.top[1],
        share=1.0,
        cue="",
        measure="hold_s",
        value=span.hold_s,
        remark=remark("leaves_early"),
        points=round(points, 2),
    )


def _left_out(exercise: Exercise, span: Span, points: float) -> Finding:
    assert span.course is not None
    needed = [p for p, phase in zip(span.course.phases, exercise.phases, strict=True) if not phase.may_skip]
    missing = tuple(Term(f"phases.{p.name}.title", p.title) for p in needed if p.start_s != p.start_s)  # NaN: unseen
    return Finding(
        rule="part_left_out",
        verdict=Verdict.LOW,
        excess=float(len(missing)),
        unit="",
        severity=1,
        time_s=span.end_s,
        share=1.0,
        cue="",
        measure="phases",
        value=float(len(needed) - len(missing)),
        remark=remark("part_left_out", parts=Row(missing, "comma")),
        points=round(points, 2),
    )
