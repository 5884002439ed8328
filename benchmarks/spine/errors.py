"""How far off the estimator is, by kind of posture and shirt, and whether its stated uncertainty holds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.spine.dataset import Frames
from benchmarks.spine.network import with_total
from posecheck.body.spine import Network, with_slopes
from posecheck.rules.back.edge import MAX_SD_DEG

Floats = NDArray[np.float64]
Rows = NDArray[np.bool_]

KINDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "standing": ("standing",),
        "hinging": ("hinging",),
        "kneeling": ("kneeling",),
        "pigeon": ("pigeon",),
        "seated": ("seated", "chair"),
        "lying on the back": ("supine",),
        "lying on the belly": ("prone",),
    }
)
"""Groups of postures, in the words of the tables."""
EVERYBODY: Final = "everybody"
UPRIGHT: Final = ("standing", "hinging", "kneeling", "pigeon", "seated")


@dataclass(frozen=True, slots=True)
class Part:
    """Errors of one output: over the frames in which the rules would say it (`MAX_SD_DEG`).

    Parameters
    ----------
    unsure
        Share of the frames with a seen back in which they would not.
    mean_deg
        Mean absolute error.
    within_one, within_two
        Share of errors within one and within two stated uncertainties.
    """

    unsure: float
    mean_deg: float
    within_one: float
    within_two: float


@dataclass(frozen=True, slots=True)
class Errors:
    """Of one kind of posture; `unseen` is the share of frames in which the back is not seen."""

    kind: str
    frames: int
    people: int
    unseen: float
    lumbar: Part
    thoracic: Part
    tilt: Part
    total: Part


def judged(frames: Frames, network: Network) -> tuple[Floats, Floats]:
    """Return absolute errors and stated uncertainties, shapes (n, 4), NaN where the back is not seen.

    What is seen and not estimated, since it is unlike all of the training, has an infinite uncertainty.
    """
    value, sd = network.estimate(with_slopes(frames.own))
    sd[np.isnan(sd)] = np.inf
    sd[~frames.seen] = np.nan
    truth = with_total(frames.change)
    return np.where(np.isnan(sd), np.nan, np.abs(value - truth)), sd


def by_kind(frames: Frames, network: Network) -> Iterator[Errors]:
    """Yield the errors of each kind of posture in plain shirts, then those of all in draped ones."""
    error, sd = judged(frames, network)
    for kind, groups in KINDS.items():
        rows = np.isin(frames.group, groups)
        yield _errors(kind, frames, error, sd, rows & ~frames.draped)
        yield _errors(f"{kind}, draped shirt", frames, error, sd, rows & frames.draped)
    upright = np.isin(frames.group, [g for kind in UPRIGHT for g in KINDS[kind]])
    yield _errors("upright, draped shirt", frames, error, sd, upright & frames.draped)
    yield _errors("all, the other renderer", frames, error, sd, frames.marched)
    yield _errors(EVERYBODY, frames, error, sd, np.ones(len(frames.person), bool))


def _errors(kind: str, frames: Frames, error: Floats, sd: Floats, rows: Rows) -> Errors:
    parts = [_part(error[rows, i], sd[rows, i]) for i in range(4)]
    unseen = 1 - float(frames.seen[rows].mean()) if rows.any() else math.nan
    return Errors(kind, int(rows.sum()), len(np.unique(frames.person[rows])), unseen, *parts)


def _part(error: Floats, sd: Floats) -> Part:
    said, seen = sd <= MAX_SD_DEG, ~np.isnan(sd)
    if not said.any():
        return Part(1.0 if seen.any() else math.nan, math.nan, math.nan, math.nan)
    ratio = error[said] / sd[said]
    within = [float((ratio <= limit).mean()) for limit in (1, 2)]
    return Part(1 - float(said.sum() / seen.sum()), float(error[said].mean()), *within)


def table(rows: Iterable[Errors]) -> str:
    """Return the errors as Markdown."""
    lines = [
        "| posture | frames (people) | not seen | total flexion | lumbar | thoracic | pelvic tilt | within 1, 2 sd |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for e in rows:
        if e.frames:
            cells = [_cell(part) for part in (e.total, e.lumbar, e.thoracic, e.tilt)]
            shares = (e.total.within_one, e.total.within_two)
            within = ", ".join(f"{share:.0%}" for share in shares) if math.isfinite(shares[0]) else "–"
            lines.append(f"| {' | '.join([e.kind, f'{e.frames} ({e.people})', f'{e.unseen:.0%}', *cells, within])} |")
    return "\n".join(lines)


def _cell(part: Part) -> str:
    """Return mean absolute error, and how often nothing is said."""
    silent = f", {part.unsure:.0%} unsure" if part.unsure >= 0.005 else ""
    return "nothing said" if math.isnan(part.mean_deg) else f"{part.mean_deg:.1f}°{silent}"
