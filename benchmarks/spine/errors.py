"""How far off the estimator is, by kind of posture and shirt, and whether its stated uncertainty holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.spine.dataset import Frames
from benchmarks.spine.network import with_total
from posecheck.spine import OUTPUTS, Network

Floats = NDArray[np.float64]
Rows = NDArray[np.bool_]

SAYS_UP_TO_DEG: Final = 10.0
"""With more uncertainty than this of the total flexion a rule answers UNKNOWN, and so does the table."""

KINDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "standing": ("standing",),
        "hinging": ("hinging",),
        "kneeling": ("kneeling", "pigeon"),
        "seated": ("seated", "chair"),
        "lying on the back": ("supine",),
        "lying on the belly": ("prone",),
    }
)
"""Groups of postures, in the words of the tables."""


@dataclass(frozen=True, slots=True)
class Errors:
    """Of one kind of posture.

    Parameters
    ----------
    frames, people
        How many.
    unseen, unsure
        Share of frames in which the back is not seen, and in which the estimator is too unsure to be asked.
    mean_deg, within_one, within_two
        Of each of `OUTPUTS`, over the rest: mean absolute error, share of errors within one and two uncertainties.
    """

    kind: str
    frames: int
    people: int
    unseen: float
    unsure: float
    mean_deg: tuple[float, ...]
    within_one: tuple[float, ...]
    within_two: tuple[float, ...]


def judged(frames: Frames, network: Network, *, own: bool = True) -> tuple[Floats, Floats]:
    """Return absolute errors and stated uncertainties, shapes (n, 4), NaN where the back is not seen."""
    value, sd = network.estimate(frames.own if own else frames.any)
    sd[~frames.seen] = np.nan
    truth = with_total(frames.change if own else frames.absolute)
    return np.where(np.isnan(sd), np.nan, np.abs(value - truth)), sd


def by_kind(frames: Frames, network: Network, *, own: bool = True) -> Iterator[Errors]:
    """Yield the errors of each kind of posture in plain shirts, then those of all in draped ones."""
    error, sd = judged(frames, network, own=own)
    for kind, groups in KINDS.items():
        rows = np.isin(frames.group, groups)
        yield _errors(kind, frames, error, sd, rows & ~frames.draped)
        yield _errors(f"{kind}, draped shirt", frames, error, sd, rows & frames.draped)
    yield _errors("all, the other renderer", frames, error, sd, frames.marched)


def _errors(kind: str, frames: Frames, error: Floats, sd: Floats, rows: Rows) -> Errors:
    said = rows & (sd[:, 3] <= SAYS_UP_TO_DEG)
    seen = rows & np.isfinite(sd[:, 3])
    some = said.any()
    ratio = error[said] / sd[said]
    none = (float("nan"),) * len(OUTPUTS)
    return Errors(
        kind,
        int(rows.sum()),
        len(np.unique(frames.person[rows])),
        float(1 - frames.seen[rows].mean()) if rows.any() else float("nan"),
        float(1 - said.sum() / max(seen.sum(), 1)),
        tuple(error[said].mean(0).tolist()) if some else none,
        tuple((ratio <= 1).mean(0).tolist()) if some else none,
        tuple((ratio <= 2).mean(0).tolist()) if some else none,
    )


def table(rows: Iterator[Errors]) -> str:
    """Return the errors as Markdown."""
    lines = [
        "| posture | frames (people) | back not seen | too unsure | total flexion | lumbar | thoracic | pelvic tilt "
        "| errors of the total within 1, 2 uncertainties |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for e in rows:
        lumbar, thoracic, tilt, total = e.mean_deg
        lines.append(
            f"| {e.kind} | {e.frames} ({e.people}) | {e.unseen:.0%} | {e.unsure:.0%} | {total:.1f}° | {lumbar:.1f}° "
            f"| {thoracic:.1f}° | {tilt:.1f}° | {e.within_one[3]:.0%}, {e.within_two[3]:.0%} |"
        )
    return "\n".join(lines)
