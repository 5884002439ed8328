"""6. The same raw track as a live session sees it (One Euro, pose by pose) and as a recorded clip."""

from __future__ import annotations

import math
from dataclasses import dataclass

from posecheck.body.pose import PoseTrack
from posecheck.body.smoothing import OneEuro
from posecheck.clips.scoring import Request
from posecheck.result.judgement import Result


@dataclass(frozen=True, slots=True)
class LiveFigures:
    """How live differs from offline, in one clip.

    `extra` and `missing` are fault ids; seconds are live minus offline of attempts that both have, in their order.
    """

    same_judged: bool
    same_count: bool
    extra: tuple[str, ...]
    missing: tuple[str, ...]
    score: float
    start_s: tuple[float, ...]
    end_s: tuple[float, ...]
    hold_s: tuple[float, ...]

    @property
    def same_verdict(self) -> bool:
        """Whether both say the same of attempts and faults."""
        return self.same_judged and self.same_count and not self.extra and not self.missing


def judge_live(request: Request, track: PoseTrack) -> Result:
    """Return the judgement of a raw track taken as a live session takes it."""
    smooth, session = OneEuro(), request.session(track, with_arcs=False)
    for pose in track:
        session.step(smooth(pose))
    return session.finish()


def live_figures(live: Result, offline: Result) -> LiveFigures:
    """Compare the two judgements of one track."""
    ours, theirs = ([a for a in r.attempts if a.complete] for r in (live, offline))
    same_count = len(ours) == len(theirs)
    pairs = list(zip(ours, theirs, strict=True)) if same_count else []
    return LiveFigures(
        same_judged=live.judged == offline.judged,
        same_count=same_count,
        extra=tuple(sorted(set(live.faults) - set(offline.faults))),
        missing=tuple(sorted(set(offline.faults) - set(live.faults))),
        score=live.score - offline.score if live.judged and offline.judged else math.nan,
        start_s=tuple(a.start_s - b.start_s for a, b in pairs),
        end_s=tuple(a.end_s - b.end_s for a, b in pairs),
        hold_s=tuple(a.hold_s - b.hold_s for a, b in pairs),
    )
