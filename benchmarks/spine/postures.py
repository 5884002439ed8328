"""Random postures in which nothing follows from anything else: pelvis, low back and chest are drawn on their own.

In an exercise the back rounds as the trunk goes down, so an estimator that is trained on exercises reads the lean and
calls it the back. Here a flat back hangs as low as a round one. Each group has a set-up, near its neutral as people
take it, and any number of postures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from benchmarks.spine.backs import (
    Back,
    Rng,
    hinging_back,
    kneeling_back,
    near_neutral,
    prone_back,
    sitting_back,
    standing_back,
    supine_back,
)
from benchmarks.spine.lying import prone, supine
from benchmarks.spine.upright import kneeling, on_a_chair, pigeon, sitting, standing
from benchmarks.synthetic.anthropometry import Body
from benchmarks.synthetic.kinematics import BodyPose, mirror_pose
from benchmarks.synthetic.movements.base import ViewOfExercise


@dataclass(frozen=True, slots=True)
class Group:
    """Postures of one kind.

    Parameters
    ----------
    setup, draw
        Return the back of a set-up and of a posture.
    pose
        (body, back, random numbers, whether it is the set-up) -> posture. The numbers of one block's set-up and
        postures come from one stream.
    view
        Where the camera stands, before it is varied.
    """

    setup: Callable[[Rng], Back]
    draw: Callable[[Rng], Back]
    pose: Callable[[Body, Back, Rng, bool], BodyPose]
    view: ViewOfExercise


_STANDING = ViewOfExercise(90.0, 4.0, 1.55, (0.0, 0.50, 0.0))
_KNEELING = ViewOfExercise(90.0, 8.0, 1.5, (0.0, 0.38, 0.03))
_SITTING = ViewOfExercise(90.0, 9.0, 1.5, (0.0, 0.27, 0.22))
_ON_CHAIR = ViewOfExercise(90.0, 6.0, 1.5, (0.0, 0.45, 0.1))
_LYING = ViewOfExercise(90.0, 11.0, 1.75, (0.0, 0.16, 0.10))

GROUPS: Final[Mapping[str, Group]] = MappingProxyType(
    {
        "standing": Group(near_neutral((0, 3), (0, 4), 4), standing_back, standing, _STANDING),
        "hinging": Group(near_neutral((0, 3), (0, 4), 4), hinging_back, standing, _STANDING),
        "kneeling": Group(near_neutral((0, 4), (0, 5), 4), kneeling_back, kneeling, _KNEELING),
        "pigeon": Group(near_neutral((8, 6), (-6, 6), 4), sitting_back, pigeon, _SITTING),
        "seated": Group(near_neutral((-8, 6), (8, 7), 5), sitting_back, sitting, _SITTING),
        "chair": Group(near_neutral((-4, 5), (5, 6), 5), sitting_back, on_a_chair, _ON_CHAIR),
        "supine": Group(near_neutral((0, 3), (0, 4), 2), supine_back, supine, _LYING),
        "prone": Group(near_neutral((0, 2), (0, 3), 3), prone_back, prone, _LYING),
    }
)
"""Kinds of postures by name."""


def postures(body: Body, group: str, rng: Rng, count: int) -> list[tuple[Back, BodyPose]]:
    """Return the set-up, then `count` postures of a person in a group; every second person is turned around."""
    kind = GROUPS[group]
    mirrored = bool(rng.random() < 0.5)
    found: list[tuple[Back, BodyPose]] = []
    for i in range(count + 1):
        back = kind.setup(rng) if i == 0 else kind.draw(rng)
        pose = kind.pose(body, back, rng, i == 0)
        found.append((back, mirror_pose(pose) if mirrored else pose))
    return found
