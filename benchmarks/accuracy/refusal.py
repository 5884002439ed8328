"""5. What is refused from where, and how wrong is what is not refused."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.accuracy.case import Case
from benchmarks.accuracy.faults import GOOD_SCORE, Said


@dataclass(frozen=True, slots=True)
class Looked:
    """A right clip filmed from somewhere: what was said, the share of frames with all angles, their errors.

    `own_error_deg`: mean absolute error of all angles against the own neutral, NaN where none was read.
    """

    case: Case
    said: Said
    frames_share: float
    own_error_deg: float

    @property
    def blamed(self) -> bool:
        """Whether the clip got a low score or a serious fault, which it never deserves."""
        return self.said.judged and (not self.said.score >= GOOD_SCORE or any(self.said.alarms))


@dataclass(frozen=True, slots=True)
class ViewFigures:
    """Of one view of one exercise: clips, the refused ones, those with the right advice among them, the blamed ones."""

    clips: int
    refused: int
    advised: int
    blamed: int
    frames_share: float
    own_error_deg: float


def view_figures(looked: Sequence[Looked]) -> ViewFigures:
    """Return the figures of clips of one view; the error is that of the judged ones."""
    refused = [x for x in looked if not x.said.judged]
    judged = [x.own_error_deg for x in looked if x.said.judged and math.isfinite(x.own_error_deg)]
    return ViewFigures(
        clips=len(looked),
        refused=len(refused),
        advised=sum(not set(x.said.advised).isdisjoint(x.case.advice) for x in refused),
        blamed=sum(x.blamed for x in looked),
        frames_share=float(np.mean([x.frames_share for x in looked])) if looked else math.nan,
        own_error_deg=float(np.mean(judged)) if judged else math.nan,
    )


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """If clips are judged up to this measured yaw: the share judged, and how wrong the angles of those are."""

    yaw_deg: float
    coverage: float
    own_error_deg: float


def risk_coverage(looked: Sequence[Looked], yaws_deg: Sequence[float]) -> list[RiskPoint]:
    """Return risk against coverage: clips in order of the yaw that posecheck itself measured, judged up to each limit.

    Only clips in which angles were read can be judged at all; the others lower the coverage at every limit.
    """
    points: list[RiskPoint] = []
    for limit in yaws_deg:
        errors = [x.own_error_deg for x in looked if x.said.yaw_deg <= limit and math.isfinite(x.own_error_deg)]
        risk = float(np.mean(errors)) if errors else math.nan
        points.append(RiskPoint(limit, len(errors) / len(looked) if looked else math.nan, risk))
    return points
