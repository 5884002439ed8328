"""Exercises as rendered people do them, one short function each, by start position.

To add one: write a function ``(body, u, numbers) -> BodyPose`` in the file of its start position, where `u` runs from 0
(set-up) to 1 (farthest point) and every number that a fault changes comes from the table; then a `Movement` with the
numbers of the right version and, for each fault of posecheck's exercise file, the numbers that differ; and an entry in
that file's ``MOVEMENTS``. The tests in ``tests/benchmarks`` then check it against the exercise file: the right version
inside every good band, each fault 5 to 15 degrees beyond where it fires.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from benchmarks.synthetic.movements import (
    bending,
    facing,
    kneeling,
    knees_in,
    lifting,
    lying,
    on_the_belly,
    posture,
    quiet,
    sitting,
    sliding,
    standing,
    turning,
)
from benchmarks.synthetic.movements.base import Movement, Params, Tempo, ViewOfExercise

__all__ = ["MOVEMENTS", "Movement", "Params", "Tempo", "ViewOfExercise"]

_FILES: Final = (
    *(standing, turning, bending, lifting, facing, kneeling, sitting),
    *(lying, knees_in, sliding, quiet, on_the_belly, posture),
)
MOVEMENTS: Final[Mapping[str, Movement]] = MappingProxyType(
    {name: movement for file in _FILES for name, movement in file.MOVEMENTS.items()}
)
"""posecheck's exercise id -> movement."""
