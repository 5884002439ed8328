"""Whether a variant is told what the whole is told, as far as its film shows it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.accuracy.home.film import neutral_left
from benchmarks.accuracy.home.run import counts
from benchmarks.accuracy.home.truth import counted_in
from benchmarks.accuracy.run import WITHOUT_ATTEMPTS
from benchmarks.home_tracks.base import Base
from benchmarks.home_tracks.variants import Made
from posecheck.clips.scoring import score_track
from posecheck.result.judgement import Result
from posecheck.rules.exercise.definition import Rule

SAME_POINTS: Final = 3.0
OTHER: Final = {"left": "right", "right": "left"}
WHOLE_ATTEMPT: Final = ("move", "return", "attempt")
"""Parts of an attempt of which a hold alone shows nothing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was asked of one variant of one track, and what holds; `wrong` says in words what does not."""

    track: str
    variant: str
    neutral: str
    judged: bool
    attempts: bool
    sides: bool
    faults: bool
    score: bool
    wrong: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether everything holds."""
        return self.judged and self.attempts and self.sides and self.faults and self.score


def outcome(base: Base, variant: str, made: Made) -> Outcome:
    """Judge a variant and hold it against the truth (attempts, sides) and against what the whole is told."""
    exercise, whole = base.exercise, base.result
    result = score_track(made.track, exercise)
    film = made.film or ((0.0, base.end_s),)
    neutral = neutral_left(base.segments, film)
    truly = [s for s in base.spans for p in film if counted_in(exercise, s, p) is not None]
    if base.spans and not truly and not result.judged:
        return Outcome(base.name, variant, neutral, *[True] * 5, ())  # nothing that counts is in it: refused is right
    wrong: dict[str, str] = {}
    if result.judged != whole.judged:
        wrong["judged"] = f"not judged: {result.reason}"
    seen = [a for a in result.attempts if counts(exercise, a)]
    if exercise.kind not in WITHOUT_ATTEMPTS and len(seen) != len(truly):
        wrong["attempts"] = f"{len(seen)} attempts for {len(truly)}"
    side = base.truth.working_side
    side = OTHER.get(side, side) if made.mirrored else side
    if exercise.sides and any(a.side not in (side, None) for a in seen):
        wrong["sides"] = f"sides {', '.join(str(a.side) for a in seen)} for {side}"
    if result.judged:
        wrong |= _faults(base, neutral, result) | _score(whole, result, neutral)
    else:
        wrong |= {"faults": "", "score": ""}
    return Outcome(
        base.name,
        variant,
        neutral,
        "judged" not in wrong,
        "attempts" not in wrong and result.judged,
        "sides" not in wrong and result.judged,
        "faults" not in wrong,
        "score" not in wrong,
        tuple(text for text in wrong.values() if text),
    )


def _faults(base: Base, neutral: str, result: Result) -> dict[str, str]:
    """Where an own neutral is left: the same faults. Where none is: none more, those of absolute rules that show."""
    had, has = {*base.result.faults, *filter(None, [base.fault])}, set(result.faults)
    lost = had - has
    if not neutral:
        lost = {f for f in lost if all(_stays(base, r) for r in base.exercise.rules if r.id == f)}
    said = [f"invented {f}" for f in sorted(has - had)] + [f"lost {f}" for f in sorted(lost)]
    return {"faults": ", ".join(said)} if said else {}


def _stays(base: Base, rule: Rule) -> bool:
    """Return whether a rule can be told without an own neutral and from the hold alone."""
    measure = base.exercise.measures[rule.measure]
    return measure.relative is None and not rule.control and rule.phase not in WHOLE_ATTEMPT


def _score(whole: Result, result: Result, neutral: str) -> dict[str, str]:
    if math.isnan(whole.score):
        return {}
    change = result.score - whole.score
    lower, higher = change < -SAME_POINTS, change > SAME_POINTS and neutral != ""
    return {"score": f"score {result.score:.0f} for {whole.score:.0f}"} if lower or higher or math.isnan(change) else {}


def share(outcomes: Sequence[Outcome], what: str) -> str:
    """Return how many outcomes hold in one respect."""
    return f"{sum(bool(getattr(o, what)) for o in outcomes)}/{len(outcomes)}"
