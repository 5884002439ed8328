"""``python -m benchmarks.spine.compare``: what else could estimate the back from the same frames, and how well.

Closed form (least squares on three tangents of the outline and the lean), ridge on all features, boosted trees, and
the small networks, all trained on the same people and held against the same others. Boosted trees need scikit-learn
(``pip install -e '.[bench]'``); what wins needs nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.spine.dataset import Frames, filmed
from benchmarks.spine.errors import KINDS
from benchmarks.spine.network import train, with_total
from benchmarks.spine.store import kept_at
from benchmarks.spine.train import FIRST_PERSON, FIRST_VALIDATION, RECIPE, SEED
from posecheck.body.pose import STATIONS
from posecheck.body.spine import with_slopes

Floats = NDArray[np.float64]
Fit = Callable[[Frames, Frames], Floats]

TANGENTS: Final = ((0.0, 0.30), (0.30, 0.62), (0.62, 0.95))
RIDGE: Final = 30.0


def tangents(outline: Floats) -> Floats:
    """Return the slopes of the outline over `TANGENTS`, degrees, shape (n, 3)."""
    found = [(low <= STATIONS) & (high >= STATIONS) for low, high in TANGENTS]
    return np.stack([np.degrees(np.arctan(np.polyfit(STATIONS[m], outline[:, m].T, 1)[0])) for m in found], -1)


def closed_form(frames: Frames, others: Frames) -> Floats:
    """Return estimates (n, 3) by least squares on the change of three tangents and of the lean."""

    def numbers(f: Frames) -> Floats:
        n = len(STATIONS)
        before = f.own[:, n : 2 * n]
        change = tangents(f.own[:, :n] + before) - tangents(before)
        return np.column_stack([change, np.degrees(f.own[:, -1]), np.ones(len(change))])

    weights, *_ = np.linalg.lstsq(numbers(frames), frames.change)
    return numbers(others) @ weights


def ridge(frames: Frames, others: Frames) -> Floats:
    """Return estimates by least squares with a penalty, on all features."""
    middle, scale = np.nanmean(frames.own, 0), np.maximum(np.nanstd(frames.own, 0), 1e-3)
    x, z = (np.clip(np.nan_to_num((f.own - middle) / scale), -6, 6) for f in (frames, others))
    mean = frames.change.mean(0)
    return z @ np.linalg.solve(x.T @ x + RIDGE * np.eye(x.shape[1]), x.T @ (frames.change - mean)) + mean


def trees(frames: Frames, others: Frames) -> Floats:
    """Return estimates by boosted trees."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    model = HistGradientBoostingRegressor(max_iter=300, learning_rate=0.06, max_leaf_nodes=15, random_state=SEED)
    return np.stack([model.fit(frames.own, y).predict(others.own) for y in frames.change.T], -1)


def network(frames: Frames, others: Frames) -> Floats:
    """Return estimates by the networks that posecheck uses."""
    fitted = train(with_slopes(frames.own), frames.change, np.ones(len(frames.own)), RECIPE, seed=SEED)
    return fitted.estimate(with_slopes(others.own))[0][:, :3]


def no_network_without_neutral(frames: Frames, others: Frames) -> Floats:
    """Return estimates by the networks that know no neutral; they are held against the change like the others."""
    fitted = train(frames.any, frames.absolute, np.ones(len(frames.any)), RECIPE, seed=SEED)
    return fitted.estimate(others.any)[0][:, :3]


WAYS: Final[tuple[tuple[str, Fit], ...]] = (
    ("three tangents and lean, least squares", closed_form),
    ("all features, ridge", ridge),
    ("boosted trees", trees),
    ("networks", network),
    ("networks without a neutral", no_network_without_neutral),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; return 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spine.compare", description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path("spine"), help="where `train` kept what was filmed")
    cache = parser.parse_args(arguments).cache
    people = (range(FIRST_PERSON, FIRST_VALIDATION), range(FIRST_VALIDATION, 10_000))
    frames, others = (filmed([s for s in seeds if kept_at(cache, s).exists()], cache) for seeds in people)
    frames, others = frames.where(frames.seen), others.where(others.seen)
    print(f"{len(frames.person)} frames of {len(np.unique(frames.person))} people in training,")
    print(
        f"{len(others.person)} of {len(np.unique(others.person))} others; mean absolute error, plain shirts, degrees\n"
    )
    print(f"| estimator | {' | '.join(f'{kind}: total, lumbar, tilt' for kind in KINDS)} |")
    print("|---|" + "---|" * len(KINDS))
    for name, fit in WAYS:
        error = np.abs(with_total(fit(frames, others)) - with_total(others.change))
        cells = [error[np.isin(others.group, groups) & ~others.draped].mean(0) for groups in KINDS.values()]
        print(f"| {name} | {' | '.join(f'{e[3]:.1f}, {e[0]:.1f}, {e[2]:.1f}' for e in cells)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
