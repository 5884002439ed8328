"""One span of time and the frames in it -> a judged attempt."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from posecheck.result import Attempt, Finding, RangeReading, Reading, Verdict
from posecheck.rules import measures, phase_measures, tempo
from posecheck.rules.back import sd_name
from posecheck.rules.course import PhaseOfRule
from posecheck.rules.exercise import Dose, Exercise
from posecheck.rules.phases import Span
from posecheck.rules.scoring import CAP_DOSE, score_attempt
from posecheck.rules.verdicts import MIN_VALID_SHARE, Judged, Window, judge_rule, merge_alternatives
from posecheck.skeleton import Side
from posecheck.wording import words

Array = NDArray[np.floating[Any]]

MIN_JUDGED_S: Final = 1.0
"""An attempt needs this many judged seconds for a score."""
MAX_WEIGHT_S: Final = 0.3
"""A frame stands for at most this long: longer gaps were not seen."""
EARLY_SHARE: Final = 0.8
"""A hold shorter than this part of the dose was left early (clinical G3)."""


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """What was read from each frame, in time order.

    Parameters
    ----------
    time_s
        Shape (T,).
    values
        Measure -> shape (T,), as rules see them, NaN where not trusted. Also what `FrameReading.aside` holds.
    rear_side
        Which side's leg is the rear one by evidence of this frame, None where not told; T entries.
    """

    time_s: Array
    values: Mapping[str, Array]
    rear_side: Sequence[Side | None]


@dataclass(frozen=True, slots=True)
class Terms:
    """What the judgement of every attempt of a session has in common.

    `blocked` is the reason why nothing can be judged from here (view, two people), empty where it can.
    """

    exercise: Exercise
    calibrated: bool
    asked_side: Side | None = None
    dose: Dose | None = None
    blocked: str = ""


def judge_attempt(terms: Terms, span: Span, frames: Frames) -> Attempt:
    """Return the judged attempt of a span.

    Parameters
    ----------
    terms
        Exercise, dose and what is known of the view.
    span
        When it was.
    frames
        All frames of the session (or at least those of the span).
    """
    inside = _cut(frames, span.start_s, span.end_s)
    windows = {phase: _phase_window(inside, span, phase) for phase in ("hold", "move", "return", "attempt")}
    judged = [_judge(terms, i, windows) for i in range(len(terms.exercise.rules))]
    merged = [_with_unit(terms.exercise, j) for j in merge_alternatives(judged)]
    share = _judged_share(terms, inside)
    reached = _reached(terms.exercise, windows["hold"])
    lost, early = _dose_findings(terms, span)
    score, findings = score_attempt(terms.exercise, merged, reached=reached, dose_points=lost)
    seconds = share * float(np.sum(inside.weight_s))
    scored = share >= MIN_VALID_SHARE and seconds >= MIN_JUDGED_S and not terms.blocked
    return Attempt(
        kind=terms.exercise.kind,
        side=_side(terms, frames, span),
        start_s=span.start_s,
        end_s=span.end_s,
        hold_start_s=span.hold[0] if span.hold else math.nan,
        hold_end_s=span.hold[1] if span.hold else math.nan,
        hold_s=span.hold_s,
        good_hold_s=_good_hold(terms.exercise, windows["hold"], span),
        complete=span.complete,
        reached=reached,
        score=score if scored else math.nan,
        judged_share=0.0 if terms.blocked else share,
        readings=_readings(terms.exercise, windows["hold"]),
        ranges=_ranges(terms.exercise, windows["hold"]),
        findings=findings + early,
    )


def frame_weights(time_s: Array) -> Array:
    """Return the seconds that each frame stands for, shape (T,): to the next one, at most 0.3 s."""
    if len(time_s) < 2:
        return np.zeros(len(time_s))
    steps = np.diff(time_s)
    return np.minimum(np.append(steps, np.median(steps)), MAX_WEIGHT_S)


def _cut(frames: Frames, start_s: float, end_s: float) -> Window:
    first, last = np.searchsorted(frames.time_s, [start_s - 1e-9, end_s + 1e-9])
    part = slice(int(first), int(last))
    weight = frame_weights(frames.time_s[part])
    return Window(frames.time_s[part], weight, {n: v[part] for n, v in frames.values.items()})


def _phase_window(inside: Window, span: Span, phase: PhaseOfRule) -> Window | None:
    """Return the frames of one phase. Without a plateau the time near the farthest point stands for the hold."""
    hold = span.hold or span.top
    start, end = {
        "hold": hold,
        "move": (span.start_s, hold[0]),
        "return": (hold[1], span.end_s),
        "attempt": (span.start_s, span.end_s),
    }[phase]
    first, last = np.searchsorted(inside.time_s, [start - 1e-9, end + 1e-9])
    if last - first < 2:
        return None
    part = slice(int(first), int(last))
    return Window(inside.time_s[part], inside.weight_s[part], {n: v[part] for n, v in inside.values.items()})


def _judge(terms: Terms, index: int, windows: Mapping[str, Window | None]) -> Judged:
    rule = terms.exercise.rules[index]
    judged = judge_rule(terms.exercise, rule, windows[rule.phase], calibrated=terms.calibrated)
    reason = terms.blocked
    if not reason and rule.view is not None and rule.view != terms.exercise.view:
        reason = words("rule_view", view=rule.view)
    if not reason:
        return judged
    nan = math.nan
    unknown = replace(
        judged.finding, verdict=Verdict.UNKNOWN, excess=nan, value=nan, time_s=nan, share=nan, reason=reason
    )
    return Judged(unknown, 0.0, 0.0)


def _with_unit(exercise: Exercise, judged: Judged) -> Judged:
    return replace(judged, finding=replace(judged.finding, unit=measure_unit(exercise, judged.finding.measure)))


def measure_unit(exercise: Exercise, name: str) -> str:
    """Return the unit in which rules see a measure of an exercise."""
    measure = exercise.measures[name]
    if measure.kind in measures.KINDS:
        return measures.unit_of(measure)
    if measure.kind in phase_measures.KINDS:
        return phase_measures.unit_of(exercise, measure)
    return tempo.KINDS[measure.kind].unit.format(unit=measure_unit(exercise, measure.of or ""))


def _judged_share(terms: Terms, inside: Window) -> float:
    """Part of the attempt in which every needed measure was seen; unseen gaps count as not judged."""
    if not len(inside.time_s):
        return 0.0
    seen = np.all([np.isfinite(inside.values[n]) for n in terms.exercise.needs], axis=0)
    seconds = max(float(inside.time_s[-1] - inside.time_s[0]), float(np.sum(inside.weight_s)))
    return float(np.sum(inside.weight_s[seen])) / seconds if seconds > 0 else 0.0


def _reached(exercise: Exercise, hold: Window | None) -> bool:
    if hold is None:
        return False
    measure = exercise.measures[exercise.movement.primary]
    change = _median(hold.values[measure.name]) - measure.nominal
    wanted = exercise.movement.reached
    return bool(change <= wanted if wanted < 0 else change >= wanted)


def _good_hold(exercise: Exercise, hold: Window | None, span: Span) -> float:
    """Seconds of the plateau in which no form rule of severity 2 or 3 was beyond its firing point."""
    if hold is None or span.hold is None:
        return 0.0
    bad = np.zeros(len(hold.time_s), np.bool_)
    for rule in exercise.rules:
        if rule.severity < 2 or rule.phase != "hold" or rule.measure not in hold.values:
            continue
        beyond = np.zeros(len(bad), np.bool_)
        if rule.low:
            beyond |= hold.values[rule.measure] < rule.low.fires_at
        if rule.high:
            beyond |= hold.values[rule.measure] > rule.high.fires_at
        for c in rule.when:
            v = hold.values[c.measure]
            beyond &= (v >= (c.above if c.above is not None else -math.inf)) & (
                v <= (c.below if c.below is not None else math.inf)
            )
        bad |= beyond
    total = float(np.sum(hold.weight_s))
    return span.hold_s * (1 - float(np.sum(hold.weight_s[bad])) / total) if total > 0 else 0.0


def _dose_findings(terms: Terms, span: Span) -> tuple[float, tuple[Finding, ...]]:
    """Points lost on the dose, and the finding for a hold that was left early.

    Without a dose only a hold exercise without any hold loses them: that was a part of the movement only.
    """
    if terms.dose is None:
        wanted = 1.0 if terms.exercise.kind == "hold" else 0.0
        share = 0.0 if wanted and span.hold is None else 1.0
    else:
        wanted = terms.dose.hold_s
        share = min(span.hold_s / wanted, 1.0)
    points = CAP_DOSE * (1 - share)
    if share >= EARLY_SHARE:
        return points, ()
    finding = Finding(
        rule="leaves_early",
        verdict=Verdict.LOW,
        excess=wanted - span.hold_s,
        unit="s",
        severity=1,
        time_s=span.hold[1] if span.hold else span.top[1],
        share=1.0,
        cue=words("leaves_early_cue"),
        measure="hold_s",
        value=span.hold_s,
        title=words("leaves_early"),
        points=round(points, 2),
    )
    return points, (finding,)


def _readings(exercise: Exercise, hold: Window | None) -> dict[str, Reading]:
    if hold is None:
        return {}
    shown = {n: v for n, v in hold.values.items() if n in exercise.measures}
    sd = {n: _median(hold.values.get(sd_name(n), np.empty(0))) for n in shown}
    return {n: Reading(n, _median(v), measure_unit(exercise, n), sd[n]) for n, v in shown.items()}


def _ranges(exercise: Exercise, hold: Window | None) -> dict[str, RangeReading]:
    if hold is None:
        return {}
    found: dict[str, RangeReading] = {}
    for name, r in exercise.ranges.items():
        value = _median(hold.values[r.measure])
        share = max(value / r.target, 0.0)
        found[name] = RangeReading(value, measure_unit(exercise, r.measure), r.target, share, r.title)
    return found


def _side(terms: Terms, frames: Frames, span: Span) -> Literal["left", "right", "both"] | None:
    """Return the working side: that of the rear leg by majority, ``both`` for exercises without sides."""
    if not terms.exercise.sides:
        return "both"
    first, last = np.searchsorted(frames.time_s, [span.start_s - 1.0, span.end_s])
    votes = Counter(s for s in frames.rear_side[int(first) : int(last)] if s is not None)
    seen = votes.most_common(1)[0] if votes else None
    if seen is None or seen[1] < 0.65 * sum(votes.values()):
        return terms.asked_side
    return "left" if seen[0] == "left" else "right"


def _median(values: Array) -> float:
    kept = values[np.isfinite(values)]
    return float(np.median(kept)) if len(kept) else math.nan
