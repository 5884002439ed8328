"""``python -m benchmarks.spine.train``: film people, train the estimator of the back, write its data file, test it.

The same seeds and the same way of finding outlines give the same file, byte for byte, on the same machine with the
same libraries.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

import posecheck.body.spine
from benchmarks.spine.dataset import ADDED, FIRST_SKETCHED, Frames, filmed, joined, kept_sketches
from benchmarks.spine.errors import by_kind, table
from benchmarks.spine.filming import groups_of, is_marched
from benchmarks.spine.network import Recipe, calibrated, train
from benchmarks.spine.store import film_all
from posecheck.body.spine import DATA, LAYERS, Network, load_network, with_slopes

OUT: Final = Path(posecheck.body.spine.__file__).parent / DATA

FIRST_PERSON, FIRST_VALIDATION, FIRST_TEST = 1, 8_000, 10_000
"""Seeds. Nothing is chosen, trained or calibrated by a person from the test seeds on."""

RECIPE: Final = Recipe()
"""Chosen on the validation people: wider networks with less noise on what they see did better on them."""
SEED: Final = 1

Floats = NDArray[np.float64]

DONORS: Final = 110
"""The first so many filmed people lend the pose model's errors to the sketched ones; seen in a third group, all do."""
SKETCHED_POSTURES: Final = 6
CALIBRATED: Final = (("standing", "hinging"), ("kneeling",), ("pigeon",), ("seated", "chair"), ("supine", "prone"))
"""Groups that share the factors of the uncertainty."""
RARE: Final = ("pigeon",)
"""Groups in which further validation people are filmed: their factors would else rest on too few."""
FILMED_WEIGHT: Final = 1.5
"""A filmed posture counts as much as so many sketched ones: its errors are its own."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; return 0."""
    options = _options(arguments)
    validation = [*range(FIRST_VALIDATION, FIRST_VALIDATION + options.validation)]
    rare = _first(options.rare, range(FIRST_VALIDATION + options.validation, FIRST_TEST), RARE)
    test = range(options.first_test, options.first_test + options.test)
    if options.first_test < FIRST_TEST:
        raise SystemExit(f"Test people begin at seed {FIRST_TEST}.")
    if not options.only_test:
        people = range(FIRST_PERSON, FIRST_PERSON + options.people)
        added = _first(options.added, range(people.stop, FIRST_SKETCHED), [group for group, _ in ADDED])
        _film([*people, *added, *validation, *rare], options.cache)
        training = _training(people, added, options)
        _write(options.out, _fit(*training, filmed([*validation, *rare], options.cache)))
        _tell("Validation people (by whom the recipe was chosen and the uncertainty calibrated)", validation, options)
    if options.test:
        _film(test, options.cache)
        _tell("Test people", test, options)
    return 0


def _first(count: int, seeds: Iterable[int], groups: Sequence[str]) -> list[int]:
    """Return the first so many people who are seen in one of these groups; the slow renderer's are left out."""
    return list(islice((s for s in seeds if set(groups_of(s)) & set(groups) and not is_marched(s)), count))


def _training(people: Sequence[int], added: Sequence[int], options: argparse.Namespace) -> tuple[Frames, Floats]:
    """Return the frames of filmed and sketched people, and how much each counts."""
    parts = [filmed([*people, *added], options.cache)]
    for count, donors, third in ((options.sketched, people[:DONORS], False), (options.third, people, True)):
        for part in kept_sketches(count, donors, options.cache, count=SKETCHED_POSTURES, third=third):
            parts.append(part)
            print(f"{len(parts) - 1} lots of people sketched", file=sys.stderr, flush=True)
    weights = np.concatenate([np.full(len(f.person), 1.0 if i else FILMED_WEIGHT) for i, f in enumerate(parts)])
    return joined(parts), weights / weights.mean()


def _fit(frames: Frames, weights: Floats, others: Frames) -> Network:
    """Return the trained networks, calibrated on people who were not in training."""
    weights, frames, others = weights[frames.seen], frames.where(frames.seen), others.where(others.seen)
    network = train(with_slopes(frames.own), frames.change, weights, RECIPE, seed=SEED, kind=_kind(frames))
    return calibrated(network, with_slopes(others.own), others.change, others.person)


def _kind(frames: Frames) -> NDArray[np.int64]:
    """Return the place in `CALIBRATED` of each frame's group."""
    places = {group: i for i, groups in enumerate(CALIBRATED) for group in groups}
    return np.array([places[group] for group in frames.group.tolist()], np.int64)


def _write(path: Path, network: Network) -> None:
    """Write the data file; no time and no name of a machine is in it."""
    n = network
    kept = {"middle": n.middle, "scale": n.scale, "axes": n.axes, "reach": np.array(n.reach)}
    kept |= {"kinds": n.kinds, "spread": n.spread}
    kept |= dict(zip(LAYERS, n.layers, strict=True))
    with path.open("wb") as file:
        np.savez(file, **{name: value.astype(np.float32) for name, value in kept.items()})


def _tell(title: str, seeds: Iterable[int], options: argparse.Namespace) -> None:
    network = load_network(options.out.read_bytes())
    print(f"\n{title}\n\n{table(by_kind(filmed(seeds, options.cache), network))}")


def _film(seeds: Sequence[int], cache: Path) -> None:
    begun = time.monotonic()
    for i, (seed, new) in enumerate(film_all(seeds, cache), 1):
        if new:
            passed = time.monotonic() - begun
            print(f"{i}/{len(seeds)} person {seed} filmed, {passed:.0f} s", file=sys.stderr, flush=True)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spine.train", description=__doc__)
    add = parser.add_argument
    add("--people", type=int, default=220, help="filmed people in training (default: 220)")
    add("--added", type=int, default=80, help="more of them, who sit or do the pigeon (default: 80)")
    add("--sketched", type=int, default=6000, help="sketched people in training, a multiple of 50 (default: 6000)")
    add(
        "--third",
        type=int,
        default=5000,
        help="of these in a third group of postures, a multiple of 50 (default: 5000)",
    )
    add("--validation", type=int, default=50, help="filmed people who calibrate the uncertainty (default: 50)")
    add("--rare", type=int, default=12, help="more of them, who do the pigeon (default: 12)")
    add("--test", type=int, default=0, help="people to test the written file on (default: none)")
    add("--first-test", type=int, default=FIRST_TEST, help=f"seed of the first of them (default: {FIRST_TEST})")
    add("--only-test", action="store_true", help="test the file that is there, train nothing")
    add("--cache", type=Path, default=Path("spine"), help="what was filmed is kept here (default: spine)")
    add("--out", type=Path, default=OUT, help="data file (default: the package's own)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
