"""Rows of clips -> the figures that have a goal or a stored limit, each with the number of things it was taken from."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.accuracy.angles import MeasureErrors, spread, together
from benchmarks.accuracy.case import Case
from benchmarks.accuracy.faults import (
    GOOD_SCORE,
    NOTHING,
    FaultFigures,
    Heard,
    by_fault,
    false_alarms,
)
from benchmarks.accuracy.figure import Figure
from benchmarks.accuracy.refusal import Looked, view_figures
from benchmarks.accuracy.run import Row
from posecheck.disk.library import load_exercise

LIMITS: Final = Path(__file__).with_name("limits.toml")
LYING: Final = ("supine", "prone")
SWAPPED_SHARE: Final = 0.05
"""A clip has swapped legs where they are in this part of the frames in which it can be told."""
ANGLES: Final = {
    "trunk_inclination": "trunk lean",
    "trunk_thigh_flexion": "hip",
    "knee_flexion": "knee",
    "ear_shoulder_hip": "ear-shoulder-hip",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """What a figure must keep: at most or at least `bound`."""

    bound: float
    at_least: bool

    def holds(self, value: float) -> bool:
        """Return whether a value keeps it; NaN (nothing was measured) does not."""
        return value >= self.bound if self.at_least else value <= self.bound

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.bound:g}"


def read_limits(name: str, path: Path = LIMITS) -> dict[str, Limit]:
    """Return the table ``goals`` or ``short`` of a file of limits."""
    table: Mapping[str, Mapping[str, float]] = tomllib.loads(path.read_text(encoding="utf-8"))[name]
    return {
        key: Limit(float(entry["at_least" if "at_least" in entry else "at_most"]), "at_least" in entry)
        for key, entry in table.items()
    }


def all_figures(rows: Sequence[Row]) -> list[Figure]:
    """Return every figure of a run."""
    return [
        *_landmark_figures(rows),
        *_angle_figures([r for r in rows if r.case.from_the_side]),
        *_timing_figures([r for r in rows if r.case.from_the_side and r.said.judged]),
        *_fault_figures(rows),
        *_refusal_figures(rows),
        *_live_figures([r for r in rows if r.case.from_the_side]),
    ]


def is_lying(case: Case) -> bool:
    """Return whether the exercise is done lying."""
    return load_exercise(case.spec.exercise).body in LYING


def errors_of(rows: Sequence[Row], wanted: Callable[[MeasureErrors], bool]) -> list[MeasureErrors]:
    """Return the errors of some measures of all rows."""
    return [e for row in rows for e in row.errors if wanted(e)]


def heard_of(rows: Sequence[Row]) -> list[Heard]:
    """Return the verdicts that were asked for."""
    return [
        Heard(r.case.spec.exercise, fault, r.case.role, r.said)
        for r in rows
        if (fault := r.case.fault) is not None and r.case.role in ("beyond", "inside")
    ]


def looked_of(rows: Sequence[Row]) -> list[Looked]:
    """Return the right clips, from wherever they were filmed."""
    return [
        Looked(r.case, r.said, r.frames_share, r.own_error_deg)
        for r in rows
        if r.case.fault is None and r.case.role in ("right", "view", "refuse")
    ]


def wrong_verdict(row: Row) -> bool:
    """Return whether a judged clip was told something wrong: a fault not named, or named where it is not."""
    if not row.said.judged:
        return False
    if row.case.fault is None:
        return any(row.said.alarms) or row.timing.wrong_side > 0
    return (row.case.fault in row.said.faults) != (row.case.role == "beyond")


def has_swaps(row: Row) -> bool:
    """Return whether the legs were taken for each other in a good part of the clip."""
    seen = row.landmarks
    return seen.comparable > 0 and seen.swapped >= SWAPPED_SHARE * seen.comparable


def p95(values: Sequence[float]) -> float:
    """Return the 95th percentile of the sizes of some errors; NaN without any."""
    sizes = [abs(v) for v in values if math.isfinite(v)]
    return float(np.percentile(sizes, 95)) if sizes else math.nan


def share(flags: Sequence[bool]) -> float:
    """Return the share that is true; NaN without any."""
    return sum(flags) / len(flags) if flags else math.nan


def _landmark_figures(rows: Sequence[Row]) -> list[Figure]:
    side = [r.landmarks for r in rows if r.case.from_the_side]
    frames, found = sum(x.frames for x in side), sum(x.found for x in side)
    off = np.concatenate([x.error_pct for x in side]) if side else np.empty(0)
    swapped = [r for r in rows if has_swaps(r) and r.case.from_the_side]
    return [
        Figure("landmarks.found", "frames with a pose", found / frames if frames else math.nan, "", frames),
        Figure("landmarks.error", "landmark error, mean", spread(off).mean_abs, "% of height", len(off)),
        Figure(
            "swaps.wrong_verdicts",
            "clips with swapped legs and a wrong verdict",
            float(sum(map(wrong_verdict, swapped))),
            "clips",
            len(swapped),
        ),
    ]


def _angle_figures(rows: Sequence[Row]) -> list[Figure]:
    figures: list[Figure] = []
    for place, lying in (("upright", False), ("lying", True)):
        there = [r for r in rows if is_lying(r.case) == lying]
        for kind, title in ANGLES.items():
            of_kind = errors_of(there, lambda e, k=kind: e.kind == k)
            for part, when in ((None, ""), ("hold", " in the hold")):
                errors = spread(together(of_kind, own=True, part=part))
                key = f"angles.{place}.{kind}" + (f".{part}" if part else "")
                if errors.n:
                    name = f"{title}, {place}, mean error against own neutral{when}"
                    figures.append(Figure(key, name, errors.mean_abs, "°", errors.n))
    return figures


def _timing_figures(rows: Sequence[Row]) -> list[Figure]:
    errors = [e for r in rows for e in r.timing.errors]
    held = [e.hold_s for e in errors if e.hold_s is not None]
    counted = [r.timing.exact for r in rows]
    sides = sum(r.timing.counted for r in rows if load_exercise(r.case.spec.exercise).sides)
    wrong = sum(r.timing.wrong_side for r in rows)
    late = [(what, [getattr(e, f"{what}_s") for e in errors]) for what in ("start", "end")]
    return [
        Figure("timing.count_exact", "clips with the exact count", share(counted), "", len(counted)),
        *(Figure(f"timing.{what}", f"{what} of an attempt, 95th percentile", p95(v), "s", len(v)) for what, v in late),
        Figure("timing.hold", "length of the hold, 95th percentile", p95(held), "s", len(held)),
        Figure("timing.wrong_side", "attempts with the wrong side", float(wrong), "attempts", sides),
    ]


def _fault_figures(rows: Sequence[Row]) -> list[Figure]:
    faults = by_fault(heard_of(rows))
    total: FaultFigures = reduce(add, faults.values(), NOTHING)
    known = [f.balanced_accuracy for f in faults.values() if math.isfinite(f.balanced_accuracy)]
    right = [r.said for r in rows if r.case.role == "right"]
    blamed, attempts, _ = false_alarms(right)
    stiff = [r.said.score >= GOOD_SCORE for r in rows if r.case.role == "right" and r.case.spec.variation.stiff]
    alarm = blamed / attempts if attempts else math.nan
    return [
        Figure(
            "faults.balanced_accuracy",
            "faults, balanced accuracy over all",
            total.balanced_accuracy,
            "",
            total.there + total.not_there,
        ),
        Figure("faults.worst", "balanced accuracy of the worst fault", min(known, default=math.nan), "", len(known)),
        Figure("faults.false_alarms", "right attempts blamed for a serious fault", alarm, "", attempts),
        Figure("faults.stiff", "stiff but clean, scored 85 or more", share(stiff), "", len(stiff)),
        Figure(
            "faults.right_refused",
            "right clips from the side refused",
            share([not s.judged for s in right]),
            "",
            len(right),
        ),
    ]


def _refusal_figures(rows: Sequence[Row]) -> list[Figure]:
    looked = looked_of(rows)
    figures: list[Figure] = []
    for key, title, chosen in (
        ("yaw", "yaw of 45° and more", [x for x in looked if abs(x.case.spec.camera.yaw_deg) >= 45]),
        ("cropped", "legs cropped", [x for x in looked if x.case.spec.variation.cropped_legs]),
        ("dark", "dark", [x for x in looked if x.case.spec.variation.dark]),
        ("second_person", "a second person", [x for x in looked if x.case.spec.variation.second_person]),
    ):
        v = view_figures(chosen)
        if v.clips:
            figures += [
                Figure(f"refusal.{key}.low_scores", f"{title}: clips scored low or blamed", v.blamed, "clips", v.clips),
                Figure(
                    f"refusal.{key}.refused",
                    f"{title}: refused with the right advice",
                    v.advised / v.clips,
                    "",
                    v.clips,
                ),
            ]
    odd = [x.blamed for x in looked if x.case.role == "view"]
    title = "other views (yaw of 20 and 30°, far, low, tilted ...): clips scored low or blamed"
    return [*figures, Figure("refusal.views.low_scores", title, float(sum(odd)), "clips", len(odd))]


def _live_figures(rows: Sequence[Row]) -> list[Figure]:
    both = [r.live for r in rows if r.live]
    scores = [x.score for x in both]
    return [
        Figure("live.same_verdict", "live and offline agree", share([x.same_verdict for x in both]), "", len(both)),
        Figure("live.score", "live against offline, score, 95th percentile", p95(scores), "points", len(scores)),
        *(
            Figure(
                f"live.{what}",
                f"live against offline, {what}, 95th percentile",
                p95([v for x in both for v in getattr(x, f"{what}_s")]),
                "s",
                sum(len(getattr(x, f"{what}_s")) for x in both),
            )
            for what in ("start", "end", "hold")
        ),
    ]
