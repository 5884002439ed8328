"""What the pose model saw of each person, kept on disk: a run that was stopped goes on where it was."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.spine.backs import Back
from benchmarks.spine.bodies import Subject
from benchmarks.spine.filming import Look, decode_mask, encode_mask, film, groups_of, subject_of
from benchmarks.spine.sight import Sight
from posecheck.estimation.landmarker import Landmarker

VERSION: Final = 1
"""Raise it when bodies, postures, cameras or the renderer change: what was kept is then rendered again."""

NOBODY: Final = np.zeros(0, np.uint8)


def kept_at(folder: Path, seed: int) -> Path:
    """Return the file of a person."""
    return folder / f"v{VERSION}" / f"person_{seed:05d}.npz"


def film_all(seeds: Iterable[int], folder: Path) -> Iterator[tuple[int, bool]]:
    """Film everybody who is not there yet; yield each seed and whether it had to be filmed."""
    landmarker = None
    try:
        for seed in seeds:
            path = kept_at(folder, seed)
            new = not path.exists()
            if new:
                landmarker = landmarker or Landmarker(person_mask=True, people_every_s=float("inf"))
                _write(path, [look for group in groups_of(seed) for look in film(seed, group, landmarker)])
            yield seed, new
    finally:
        if landmarker is not None:
            landmarker.close()


def looks_of(seed: int, folder: Path) -> tuple[Subject, list[Look]]:
    """Return a person and what was seen of them, set-up first in each group.

    Raises
    ------
    FileNotFoundError
        Where the person was not filmed.
    """
    with np.load(kept_at(folder, seed)) as kept:
        ends = np.cumsum(kept["mask_bytes"])
        masks = np.split(kept["masks"], ends[:-1])
        looks = [
            Look(
                str(kept["group"][i]),
                bool(kept["is_setup"][i]),
                kept["xy"][i],
                kept["visibility"][i],
                (decode_mask(mask) * 255).round().astype(np.uint8) if len(mask) else None,
                Back(*kept["back"][i].tolist()),
                int(kept["facing"][i]),
            )
            for i, mask in enumerate(masks)
        ]
    return subject_of(seed), looks


def write_sights(path: Path, people: Mapping[int, Sequence[Sight]]) -> None:
    """Keep what was sketched, whole or not at all; features are made of it anew each time."""
    rows = [(seed, sight) for seed, sights in people.items() for sight in sights]
    part = path.with_name(f"part_{os.getpid()}_{path.name}")
    np.savez(
        part,
        seed=np.array([seed for seed, _ in rows]),
        group=np.array([sight.group for _, sight in rows]),
        is_setup=np.array([sight.is_setup for _, sight in rows]),
        xy=np.array([sight.xy for _, sight in rows], np.float32),
        outline=np.array([sight.outline for _, sight in rows], np.float32),
        visibility=np.array([sight.visibility for _, sight in rows], np.float32),
        back=np.array([astuple(sight.back) for _, sight in rows]),
        facing=np.array([sight.facing for _, sight in rows]),
    )
    part.replace(path)  # what has its final name is whole


def read_sights(path: Path) -> dict[int, list[Sight]]:
    """Return what was sketched, by person."""
    people: dict[int, list[Sight]] = {}
    with np.load(path) as file:
        kept = {name: file[name] for name in file.files}
    for i, seed in enumerate(kept["seed"].tolist()):
        sight = Sight(
            str(kept["group"][i]),
            bool(kept["is_setup"][i]),
            kept["xy"][i],
            kept["outline"][i],
            kept["visibility"][i],
            Back(*kept["back"][i].tolist()),
            int(kept["facing"][i]),
        )
        people.setdefault(seed, []).append(sight)
    return people


def _write(path: Path, looks: list[Look]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    masks = [NOBODY if look.mask is None else encode_mask(look.mask) for look in looks]
    part = path.with_name(f"part_{os.getpid()}_{path.name}")
    np.savez(
        part,
        group=np.array([look.group for look in looks]),
        is_setup=np.array([look.is_setup for look in looks]),
        xy=np.array([look.xy for look in looks]),
        visibility=np.array([look.visibility for look in looks]),
        back=np.array([astuple(look.back) for look in looks]),
        facing=np.array([look.facing for look in looks]),
        mask_bytes=np.array([len(mask) for mask in masks]),
        masks=np.concatenate(masks),
    )
    part.replace(path)  # what has its final name is whole
