"""One span of time and the frames in it -> a judged attempt."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from posecheck.body.skeleton import Side
from posecheck.remark import Remark, remark
from posecheck.result.judgement import Attempt, Cut, NeutralSource, Verdict
from posecheck.rules.exercise.course import PARTS, PhaseOfRule
from posecheck.rules.exercise.definition import Dose, Exercise, Rule
from posecheck.rules.judging.dose import dose_findings
from posecheck.rules.judging.readout import good_hold_s, has_reached, measure_unit, ranges_of, readings_of
from posecheck.rules.judging.scoring import score_attempt
from posecheck.rules.judging.verdicts import MIN_VALID_SHARE, Judged, Window, judge_rule, legs_mixed, merge_alternatives
from posecheck.rules.phases import phase_measures, tempo
from posecheck.rules.phases.guided import checks_of
from posecheck.rules.phases.phase_measures import Course, cadence_of
from posecheck.rules.phases.there_and_back import Span

Array = NDArray[np.floating[Any]]

MIN_JUDGED_S: Final = 0.6
MIN_JUDGED_FRAMES: Final = 8
"""An attempt is judged from so many seconds and pictures on: of people's repetitions 30 % take less than 2 s."""
MISSING_WAYS: Final[Mapping[Cut, frozenset[PhaseOfRule]]] = {
    "start": frozenset({"move", "attempt"}),
    "end": frozenset({"return", "attempt"}),
    "both": frozenset({"move", "return", "attempt"}),
}
"""What is not whole in a cut attempt; nothing is said of its tempo."""
MAX_WEIGHT_S: Final = 0.3
"""A frame stands for at most this long: longer gaps were not seen."""
SETTLING_S: Final = 0.5
"""A plateau begins 3 degrees off its level; the rest of an unhurried movement takes about so long."""


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

    `neutral` says where the person's neutral is from. `start` has the measures in set-up as the rules see them (those
    that are missing were at their nominal value). `blocked` is the reason why nothing can be judged from here (view,
    two people), None where it can.
    """

    exercise: Exercise
    neutral: NeutralSource
    asked_side: Side | None = None
    dose: Dose | None = None
    blocked: Remark | None = None
    start: Mapping[str, float] = field(default_factory=dict[str, float])


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
    inside = _cut(frames, span)
    windows = {part: _part(inside, span, part) for part in (*PARTS, *(p.name for p in terms.exercise.phases))}
    turned = _turned(terms.exercise, span, windows["hold"])
    if turned:
        windows = {part: w and _turn(terms.exercise, w) for part, w in windows.items()}
    judged = [_judge(terms, i, windows, span.cut) for i in range(len(terms.exercise.rules))]
    merged = [_with_unit(terms.exercise, j) for j in merge_alternatives(judged)]
    share = 0.0 if _legs_lost(terms.exercise, windows["hold"]) else _judged_share(terms, inside)
    reached = has_reached(terms.exercise, windows["hold"], start=terms.start)
    lost, early = dose_findings(terms.exercise, terms.dose, span) if span.cut is None else (0.0, ())
    told = score_attempt(
        terms.exercise,
        merged,
        reached=reached or span.cut is not None,
        held=terms.exercise.kind != "hold" or span.hold is not None or span.cut is not None,
        dose_points=lost,
        dose_findings=early,
    )
    guided = terms.exercise.kind == "guided"
    open_to_score = not guided and not terms.blocked and (reached or span.cut is None)
    scored = open_to_score and _seen_enough(inside, share)
    return Attempt(
        kind=terms.exercise.kind,
        side=_side(terms, frames, span, turned=turned),
        start_s=span.start_s,
        end_s=span.end_s,
        hold_start_s=span.hold[0] if span.hold else math.nan,
        hold_end_s=span.hold[1] if span.hold else math.nan,
        hold_s=span.hold_s,
        good_hold_s=good_hold_s(terms.exercise, windows["hold"], span),
        complete=span.complete,
        reached=reached,
        score=told.score if scored else math.nan,
        judged_share=0.0 if terms.blocked and not guided else share,
        readings=readings_of(terms.exercise, windows["hold"]),
        ranges=ranges_of(terms.exercise, windows),
        findings=told.findings,
        phases=span.course.phases if span.course else (),
        cadence_per_min=cadence_of(span.course.steps) if span.course else math.nan,
        completed=span.complete if guided else None,
        checks=checks_of(told.findings[: len(merged)]) if guided else (),
        score_steps=told.steps if scored else (),
        cut=span.cut,
    )


def frame_weights(time_s: Array) -> Array:
    """Return the seconds that each frame stands for, shape (T,): to the next one, at most 0.3 s."""
    if len(time_s) < 2:
        return np.zeros(len(time_s))
    steps = np.diff(time_s)
    return np.minimum(np.append(steps, np.median(steps)), MAX_WEIGHT_S)


def _cut(frames: Frames, span: Span) -> Window:
    first, last = np.searchsorted(frames.time_s, [span.start_s - 1e-9, span.end_s + 1e-9])
    part = slice(int(first), int(last))
    weight = frame_weights(frames.time_s[part])
    values = {n: v[part] for n, v in frames.values.items()}
    return Window(frames.time_s[part], weight, values, span.start_s, span.end_s, span.course or Course())


def _part(inside: Window, span: Span, part: PhaseOfRule) -> Window | None:
    """Return the frames of one part. Without a plateau the time near the farthest point stands for the hold.

    The ways in and back reach a little into the plateau, so that they show each measure's own end of the movement.
    """
    hold = span.hold or span.top
    settling = min(SETTLING_S, (hold[1] - hold[0]) / 2) if span.hold else 0.0
    edges = {
        "hold": hold,
        "top": _top(span),
        "move": (span.start_s, hold[0] + settling),
        "return": (hold[1] - settling, span.end_s),
        "attempt": (span.start_s, span.end_s),
    }
    own = {p.name: (p.start_s, p.end_s) for p in inside.course.phases}
    start, end = {**edges, **own}.get(part, (math.nan, math.nan))
    first, last = np.searchsorted(inside.time_s, [start - 1e-9, end + 1e-9])
    if last - first < 2:
        return None
    kept = slice(int(first), int(last))
    values = {n: v[kept] for n, v in inside.values.items()}
    return replace(inside, time_s=inside.time_s[kept], weight_s=inside.weight_s[kept], values=values)


def _top(span: Span) -> tuple[float, float]:
    """Return the time near the farthest point; of a side whose way is not in the film only the plateau.

    Before it somebody settles or fades in, and nobody sees from where.
    """
    start, end = span.top
    if span.hold is None or span.cut is None:
        return start, end
    cut_start, cut_end = span.cut in ("start", "both"), span.cut in ("end", "both")
    return max(start, span.hold[0]) if cut_start else start, min(end, span.hold[1]) if cut_end else end


def _turned(exercise: Exercise, span: Span, hold: Window | None) -> bool:
    """Return whether an attempt was done to the second of the two sides, where a measure's sign tells it."""
    if not exercise.movement.either_way or hold is None:
        return False
    if span.course is not None:
        return span.course.turned
    measure = exercise.measures[exercise.movement.either_way[0]]
    values = hold.values[measure.name]
    values = values[np.isfinite(values)]
    return len(values) > 0 and float(np.median(values)) < measure.nominal


def _turn(exercise: Exercise, window: Window) -> Window:
    """Return a window as if the attempt had been done to the first side."""
    both = {n: 2 * exercise.measures[n].nominal - window.values[n] for n in exercise.movement.either_way}
    return replace(window, values={**window.values, **both})


def _judge(terms: Terms, index: int, windows: Mapping[str, Window | None], cut: Cut | None) -> Judged:
    rule = terms.exercise.rules[index]
    judged = judge_rule(terms.exercise, rule, windows[rule.phase], neutral=terms.neutral)
    reason = terms.blocked or _not_in_film(terms.exercise, rule, cut)
    needed = rule.view or terms.exercise.home_view
    if not reason and needed != terms.exercise.view:
        reason = remark(f"rule_view_{needed}")
    if not reason:
        return judged
    nan = math.nan
    unknown = replace(
        judged.finding, verdict=Verdict.UNKNOWN, excess=nan, value=nan, time_s=nan, share=nan, reasons=(reason,)
    )
    return Judged(unknown, 0.0, 0.0)


def _not_in_film(exercise: Exercise, rule: Rule, cut: Cut | None) -> Remark | None:
    """Return why a rule says nothing of an attempt that is not all in the film, None where it does.

    Postures are judged in what there is of a way; how fast it was, or how long it took, is not.
    """
    if cut is None or rule.phase not in MISSING_WAYS[cut]:
        return None
    timed = exercise.measures[rule.measure].kind in (*tempo.KINDS, *phase_measures.KINDS)
    return remark("rule_cut") if timed else None


def _with_unit(exercise: Exercise, judged: Judged) -> Judged:
    return replace(judged, finding=replace(judged.finding, unit=measure_unit(exercise, judged.finding.measure)))


def _judged_share(terms: Terms, inside: Window) -> float:
    """Part of the attempt in which every needed measure was seen; unseen gaps count as not judged."""
    if not len(inside.time_s):
        return 0.0
    needed = [n for n in terms.exercise.needs if not _hangs_on_start(terms, n)] or [terms.exercise.movement.primary]
    seen = np.all([np.isfinite(inside.values[n]) for n in needed], axis=0)
    seconds = max(float(inside.time_s[-1] - inside.time_s[0]), float(np.sum(inside.weight_s)))
    return float(np.sum(inside.weight_s[seen])) / seconds if seconds > 0 else 0.0


def _seen_enough(inside: Window, share: float) -> bool:
    """Return whether enough of an attempt was seen, in share, seconds and pictures, for a score."""
    long_enough = share * float(np.sum(inside.weight_s)) >= MIN_JUDGED_S - 1e-6
    return share >= MIN_VALID_SHARE and long_enough and share * len(inside.time_s) >= MIN_JUDGED_FRAMES


def _hangs_on_start(terms: Terms, name: str) -> bool:
    """Return whether a measure cannot be told because no start position was seen, the person's own or people's."""
    missing = terms.neutral == "population" and math.isnan(terms.start.get(name, 0.0))
    return missing and terms.exercise.measures[name].relative is not None


def _legs_lost(exercise: Exercise, hold: Window | None) -> bool:
    """Return whether a leg that the exercise needs could not be told from the other one in the hold."""
    needed = any(exercise.measures[n].leg is not None for n in exercise.needs)
    return needed and hold is not None and legs_mixed(hold)


def _side(terms: Terms, frames: Frames, span: Span, *, turned: bool) -> Literal["left", "right", "both"] | None:
    """Return the working side: by a sign or the rear leg's by majority, ``both`` for exercises without sides."""
    if not terms.exercise.sides:
        return "both"
    if terms.exercise.movement.either_way:
        return terms.exercise.sides[1 if turned else 0]
    first, last = np.searchsorted(frames.time_s, [span.start_s - 1.0, span.end_s])
    votes = Counter(s for s in frames.rear_side[int(first) : int(last)] if s is not None)
    seen = votes.most_common(1)[0] if votes else None
    if seen is None or seen[1] < 0.65 * sum(votes.values()):
        return terms.asked_side
    return "left" if seen[0] == "left" else "right"
