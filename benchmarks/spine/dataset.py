"""Frames of people as the estimator sees them, with what their backs truly did."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.spine.backs import Back
from benchmarks.spine.filming import groups_of, is_marched, rng_of, subject_of
from benchmarks.spine.sight import Sight, sight_of
from benchmarks.spine.sketch import Donors, donors_of, sketch
from benchmarks.spine.store import VERSION, looks_of, read_sights, write_sights
from posecheck.body import trunk_outline
from posecheck.body.spine import TrunkView, features
from posecheck.estimation import back_contour

Floats = NDArray[np.float64]
Row = tuple[object, ...]

FIRST_SKETCHED: Final = 1_000
"""Seed of the first sketched person; filmed training people are below, validation and test people above."""
WITH_NEUTRAL, WITHOUT_NEUTRAL = 158, 78
"""Numbers that are known of a posture."""
HIDDEN: Final = ("supine",)
"""Groups that nobody is sketched in: the arms on the floor hide the edge, so hardly one frame of them can be used."""
TOGETHER: Final = 50
"""Sketched people that are kept in one file."""
ADDED: Final = (("seated", 0.4), ("pigeon", 0.35), ("chair", 0.25))
"""How often each group is drawn as the third of a sketched person: those in which people who were not in training were
estimated far worse than those who were."""


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


def filmed(seeds: Iterable[int], folder: Path) -> Frames:
    """Return all postures of filmed people."""
    rows: list[Row] = []
    for seed in seeds:
        subject, looks = looks_of(seed, folder)
        rows += _rows(seed, [sight_of(look) for look in looks], draped=subject.draped, marched=is_marched(seed))
    return _stacked(rows)


def sketched(seeds: Iterable[int], donors: Donors, *, count: int, third: bool = False) -> dict[int, list[Sight]]:
    """Return `count` postures in each of the two groups of sketched people, or in a third one, by person."""
    groups = {seed: [third_group_of(seed)] if third else groups_of(seed) for seed in seeds}
    return {
        seed: [s for g in names if g in donors and g not in HIDDEN for s in sketch(seed, g, donors, count=count)]
        for seed, names in groups.items()
    }


def third_group_of(seed: int) -> str:
    """Return one more group in which the person of a seed can be sketched: of `ADDED`, and none of their two."""
    free = [(name, share) for name, share in ADDED if name not in groups_of(seed)]
    shares = np.array([share for _, share in free])
    return free[int(rng_of(seed, 4).choice(len(free), p=shares / shares.sum()))][0]


def _of_people(sights: Mapping[int, Sequence[Sight]]) -> Frames:
    """Return all postures of sketched people."""
    rows: list[Row] = []
    for seed, seen in sights.items():
        rows += _rows(seed, seen, draped=subject_of(seed).draped, marched=False)
    return _stacked(rows)


def kept_sketches(
    people: int, donors: Sequence[int], folder: Path, *, count: int, third: bool = False
) -> Iterator[Frames]:
    """Yield the frames of sketched people, some at a time; what was sketched before comes from the folder.

    Parameters
    ----------
    people
        How many, from the first sketched seed on.
    donors
        Seeds of the filmed people whose faults are borrowed.
    third
        Whether they are seen in a third group of postures instead of in their two.
    """
    kind = "third" if third else "sights"
    lent: Donors | None = None
    for first in range(FIRST_SKETCHED, FIRST_SKETCHED + people, TOGETHER):
        path = folder / f"v{VERSION}" / f"{kind}_{_outline_mark()}_{len(donors)}_{count}_{first}.npz"
        if not path.exists():
            lent = lent or donors_of(donors, folder)
            write_sights(path, sketched(range(first, first + TOGETHER), lent, count=count, third=third))
        yield _of_people(read_sights(path))


@cache
def _outline_mark() -> str:
    """Return a short text that changes with whatever makes an outline of a mask: sketches of before are then redone."""
    digest = hashlib.sha256()
    for module in (back_contour, trunk_outline):
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()[:8]


def joined(parts: Sequence[Frames]) -> Frames:
    """Return the frames of all."""
    return Frames(*(np.concatenate([getattr(f, name) for f in parts]) for name in Frames.__slots__))


def _rows(seed: int, sights: Sequence[Sight], *, draped: bool, marched: bool) -> Iterator[Row]:
    """Yield all postures except the set-ups; where the set-up was not seen, nothing is known of the others."""
    rest: TrunkView | None = None
    before = Back(0.0, 0.0, 0.0)
    for sight in sights:
        view = sight.view()
        if sight.is_setup:
            rest, before = view, sight.back
        else:
            truth = _truth(sight.back, before)
            yield (*_numbers(view, rest), *truth, _lean(view), seed, sight.group, draped, marched)


def _stacked(rows: Sequence[Row]) -> Frames:
    return Frames(*(np.array(column) for column in zip(*rows, strict=True)))


def _numbers(view: TrunkView | None, rest: TrunkView | None) -> tuple[Floats, Floats]:
    if view is None or rest is None:
        return np.full(WITH_NEUTRAL, np.nan), np.full(WITHOUT_NEUTRAL, np.nan)
    return features(view, rest), alone(view)


def alone(view: TrunkView) -> Floats:
    """Return what is known of a view without a neutral, shape (78,): only `compare` asks for it."""
    return np.concatenate([view.back, view.front, view.seen, view.points, view.lean])


def _truth(back: Back, before: Back) -> tuple[Floats, Floats]:
    own = np.array([back.lumbar, back.thorax, back.tilt])
    return own - [before.lumbar, before.thorax, before.tilt], own


def _lean(view: TrunkView | None) -> float:
    return float("nan") if view is None else float(np.degrees(np.arctan2(*view.lean)))
