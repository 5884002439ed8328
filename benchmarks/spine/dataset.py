"""Frames of people as the estimator sees them, with what their backs truly did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.spine.filming import Look, is_marched
from benchmarks.spine.postures import Back
from benchmarks.spine.store import looks_of
from posecheck.estimation.back_contour import trace_outline
from posecheck.spine import TrunkView, features, view_of

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """Many postures of many people.

    Parameters
    ----------
    own, any
        Features with and without the person's neutral, shapes (n, F); a row of NaN where the back was not seen.
    change, absolute
        True lumbar flexion, thoracic flexion and pelvic tilt: change from the set-up, and from the body's neutral.
    lean_deg
        Of the trunk's chord as the landmarks have it, shape (n,).
    person, group, draped, marched
        Seed, kind of posture, whether the shirt hangs free, whether the ray marcher drew it, shapes (n,).
    """

    own: Floats
    any: Floats
    change: Floats
    absolute: Floats
    lean_deg: Floats
    person: NDArray[np.int64]
    group: NDArray[np.str_]
    draped: NDArray[np.bool_]
    marched: NDArray[np.bool_]

    @property
    def seen(self) -> NDArray[np.bool_]:
        """Where there is something to estimate from."""
        return np.isfinite(self.own).any(1)

    def where(self, rows: NDArray[np.bool_]) -> Frames:
        """Return some of the frames."""
        return Frames(*(getattr(self, name)[rows] for name in self.__slots__))


def frames_of(seeds: Iterable[int], folder: Path) -> Frames:
    """Return all postures of these people except the set-ups, and except those whose set-up was not seen."""
    rows: list[tuple[object, ...]] = []
    for seed in seeds:
        subject, looks = looks_of(seed, folder)
        rest: TrunkView | None = None
        for look in looks:
            view = _view(look)
            if look.is_setup:
                rest, before = view, look.back
            elif rest is not None:
                rows.append((*_numbers(view, rest), *_truth(look.back, before), _lean(view), seed, look.group,
                             subject.draped, is_marched(seed)))  # fmt: skip
    return Frames(*(np.array(column) for column in zip(*rows, strict=True)))


def _view(look: Look) -> TrunkView | None:
    if look.mask is None:
        return None
    outline = trace_outline(look.mask.astype(np.float32) / 255, look.xy, look.visibility)
    return view_of(look.xy, outline, facing=1 if look.facing == 1 else -1)


def _numbers(view: TrunkView | None, rest: TrunkView) -> tuple[Floats, Floats]:
    if view is None:
        return features(rest, rest) * np.nan, features(rest, None) * np.nan
    return features(view, rest), features(view, None)


def _truth(back: Back, before: Back) -> tuple[Floats, Floats]:
    own = np.array([back.lumbar, back.thorax, back.tilt])
    return own - [before.lumbar, before.thorax, before.tilt], own


def _lean(view: TrunkView | None) -> float:
    return float("nan") if view is None else float(np.degrees(np.arctan2(*view.lean)))
