"""What posecheck says of one real clip or photo, and whether that fits what a person says of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from benchmarks.accuracy.faults import SERIOUS
from benchmarks.real.items import Item
from posecheck.body.pose import PoseTrack
from posecheck.clips.scoring import recognise_track, score_track
from posecheck.disk.library import load_exercise
from posecheck.result.judgement import Result
from posecheck.rules.recognition.naming import Recognition

How = Literal["clip", "photo held still", "two photos joined", "not read"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that is said of one item; `named` is empty where `auto` was not asked (a still has no movement)."""

    item: Item
    how: How
    named: str
    judged: bool
    score: float
    attempts: int
    serious: tuple[str, ...]
    slight: tuple[str, ...]
    reason: str

    @property
    def against(self) -> str:
        """What of it goes against the label, in words; empty where nothing does."""
        wrong: list[str] = []
        if self.item.labelled == "correct" and self.judged and self.serious:
            wrong.append(f"labelled correct, told {', '.join(self.serious)}")
        if self.item.labelled == "fault" and self.judged and not self.serious:
            wrong.append("labelled a fault, nothing serious told")
        sure = self.named and "?" not in self.named and self.named != NOTHING
        if sure and self.named != self.item.exercise:
            wrong.append(f"taken for {self.named}")
        return "; ".join(wrong)


NOTHING = "none"


def verdict_of(item: Item, track: PoseTrack | None, how: How) -> Verdict:
    """Return what is said of a track; None stands for a picture in which nobody was found."""
    if track is None:
        return Verdict(item, "not read", "", False, math.nan, 0, (), (), "nobody found in the picture")
    named = "" if how == "photo held still" else _named(recognise_track(track))
    if item.exercise is None:
        return Verdict(item, how, named, False, math.nan, 0, (), (), "posecheck has no such exercise")
    result, exercise = score_track(track, item.exercise), load_exercise(item.exercise)
    severe = {r.id for r in exercise.rules if r.severity >= SERIOUS}
    return Verdict(
        item=item,
        how=how,
        named=named,
        judged=result.judged,
        score=result.score,
        attempts=sum(a.complete for a in result.attempts),
        serious=tuple(f for f in result.faults if f in severe) if result.judged else (),
        slight=tuple(f for f in result.faults if f not in severe) if result.judged else (),
        reason=_reason(result),
    )


def _reason(result: Result) -> str:
    return "" if result.judged else result.reason or " ".join(result.view.advice)


def _named(told: Recognition) -> str:
    if told.answer == "sure":
        return told.exercise or ""
    if told.answer == "none":
        return NOTHING
    return " or ".join(x.exercise for x in told.likely[:2]) + "?"
