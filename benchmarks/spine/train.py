"""``python -m benchmarks.spine.train``: film people, train the estimator of the back, write its data file, say how good.

The same seeds give the same file, byte for byte, on the same machine with the same libraries.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

import posecheck.spine
from benchmarks.spine.dataset import Frames, filmed
from benchmarks.spine.errors import by_kind, table
from benchmarks.spine.network import Recipe, calibrated, train
from benchmarks.spine.store import film_all
from posecheck.spine import DATA, Network, load_networks

OUT: Final = Path(posecheck.spine.__file__).parent / DATA

FIRST_PERSON, FIRST_VALIDATION, FIRST_TEST = 1, 8_000, 10_000
"""Seeds. Nothing is chosen, trained or calibrated by a person from the test seeds on."""

RECIPES: Final = {"own": Recipe(), "any": Recipe()}
SEED: Final = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; return 0."""
    options = _options(arguments)
    validation = range(FIRST_VALIDATION, FIRST_VALIDATION + options.validation)
    test = range(FIRST_TEST, FIRST_TEST + options.test)
    if not options.only_test:
        people = range(FIRST_PERSON, FIRST_PERSON + options.people)
        _film([*people, *validation], options.cache)
        _write(options.out, _fit(filmed(people, options.cache), filmed(validation, options.cache)))
        _tell("Validation people (by whom the recipe was chosen and the uncertainty calibrated)", validation, options)
    if options.test:
        _film(test, options.cache)
        _tell("Test people", test, options)
    return 0


def _fit(frames: Frames, others: Frames) -> dict[str, Network]:
    """Return the trained networks, calibrated on people who were not in training."""
    frames, others = frames.where(frames.seen), others.where(others.seen)
    even = np.ones(len(frames.person))
    networks: dict[str, Network] = {}
    for name, recipe in RECIPES.items():
        numbers, truth = _side(frames, name)
        networks[name] = calibrated(train(numbers, truth, even, recipe, seed=SEED), *_side(others, name))
    return networks


def _side(frames: Frames, name: str) -> tuple[np.ndarray, np.ndarray]:
    return (frames.own, frames.change) if name == "own" else (frames.any, frames.absolute)


def _write(path: Path, networks: dict[str, Network]) -> None:
    """Write the data file; no time and no name of a machine is in it."""
    kept: dict[str, np.ndarray] = {}
    for name, n in networks.items():
        fields = {"middle": n.middle, "scale": n.scale, "axes": n.axes, "reach": np.array(n.reach), "spread": n.spread}
        fields |= dict(zip(("w1", "b1", "w2", "b2", "w3", "b3"), n.layers, strict=True))
        kept |= {f"{name}_{key}": value.astype(np.float32) for key, value in fields.items()}
    with path.open("wb") as file:
        np.savez(file, **kept)


def _tell(title: str, seeds: Iterable[int], options: argparse.Namespace) -> None:
    networks = load_networks(options.out.read_bytes())
    frames = filmed(seeds, options.cache)
    for name, words in (("own", "with the person's own set-up"), ("any", "without a neutral")):
        print(f"\n{title}, {words}\n\n{table(by_kind(frames, networks[name], own=name == 'own'))}")


def _film(seeds: Sequence[int], cache: Path) -> None:
    begun = time.monotonic()
    for i, (seed, new) in enumerate(film_all(seeds, cache), 1):
        if new:
            passed = time.monotonic() - begun
            print(f"{i}/{len(seeds)} person {seed} filmed, {passed:.0f} s", file=sys.stderr, flush=True)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spine.train", description=__doc__)
    add = parser.add_argument
    add("--people", type=int, default=400, help="in training (default: 400)")
    add("--validation", type=int, default=50, help="people who calibrate the uncertainty (default: 50)")
    add("--test", type=int, default=0, help="people to test the written file on, seeds from 10000 (default: none)")
    add("--only-test", action="store_true", help="test the file that is there, train nothing")
    add("--cache", type=Path, default=Path("spine"), help="what was filmed is kept here (default: spine)")
    add("--out", type=Path, default=OUT, help="data file (default: the package's own)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
