"""One person in one group of postures, rendered and looked at by the pose model as posecheck does it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.spine.backs import Back
from benchmarks.spine.bodies import Subject, random_subject
from benchmarks.spine.postures import GROUPS, postures
from benchmarks.synthetic.camera import Camera, direction
from benchmarks.synthetic.kinematics import BodyPose, fk
from benchmarks.synthetic.movements.base import ViewOfExercise
from benchmarks.synthetic.person import Person
from benchmarks.synthetic.renderer import MeshRenderer, Renderer
from benchmarks.synthetic.room import random_room
from benchmarks.synthetic.sensor import random_sensor
from benchmarks.synthetic.spec import Variation
from posecheck.estimation.landmarker import Landmarker

SPINE_STREAM: Final = 40
"""Number of the random streams, see `benchmarks.synthetic.population`."""

YAW_DEG: Final = 15.0
"""From farther round posecheck does not judge angles of the side view."""
DISTANCE: Final = (0.92, 1.35)
ELEVATION_DEG: Final = (-5.0, 10.0)
ROLL_SD_DEG: Final = 1.0
AIM_SD: Final = 0.03
"""Body heights by which a camera is aimed beside its target."""

LOOKS: Final = 2
"""Times that each posture is shown, with other grain. Before it the tracker sees the empty room and forgets:
VIDEO mode smears a jump from one posture to the next over more than six pictures. Against eight looks by a fresh
tracker the landmarks of the second look differ by 2 % of the trunk's length, as two looks at one still person do."""
LOOK_S: Final = 1.0

POSTURES: Final = 6
"""Postures in each group, beside the set-up."""

MARCHED_EVERY: Final = 20
"""Every so many people are drawn by the smooth ray marcher (twenty times as slow): another kind of surface."""
MARCHED_POSTURES: Final = 4

MIX: Final = (
    ("hinging", 0.22),
    ("standing", 0.15),
    ("kneeling", 0.15),
    ("pigeon", 0.06),
    ("seated", 0.13),
    ("chair", 0.09),
    ("supine", 0.13),
    ("prone", 0.07),
)
"""How often each group is drawn."""

Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What the pose model saw of one posture, and what it truly was.

    Parameters
    ----------
    xy, visibility
        Landmarks, shapes (33, 2) and (33,), as in `posecheck.body.pose.Pose`; NaN where nobody was found.
    mask
        Person mask as bytes, shape (h, w), 0 to 255; None where nobody was found.
    back
        The true tilt and flexion.
    facing
        1 where the person faces right in the picture (lying on the back: where the head is at the left), else -1.
    """

    group: str
    is_setup: bool
    xy: NDArray[np.float32]
    visibility: NDArray[np.float32]
    mask: Picture | None
    back: Back
    facing: int


def rng_of(seed: int, *numbers: int) -> np.random.Generator:
    """Return the random numbers of one purpose for one person."""
    return np.random.default_rng([seed, SPINE_STREAM, *numbers])


def subject_of(seed: int) -> Subject:
    """Return the person of a seed."""
    return random_subject(rng_of(seed, 0))


def is_marched(seed: int) -> bool:
    """Return whether the person of a seed is drawn by the ray marcher, which knows no draped shirt."""
    return seed % MARCHED_EVERY == MARCHED_EVERY - 1 and not subject_of(seed).draped


def groups_of(seed: int) -> list[str]:
    """Return the two groups of postures in which the person of a seed is seen."""
    names, weights = zip(*MIX, strict=True)
    chosen = rng_of(seed, 1).choice(len(names), 2, replace=False, p=np.array(weights) / sum(weights))
    return [names[i] for i in chosen]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A person before a camera, with set-up and postures of one group."""

    person: Person
    camera: Camera
    course: list[tuple[Back, BodyPose]]

    @property
    def facing(self) -> int:
        """Return 1 where the person faces right in the picture, else -1."""
        return 1 if self.camera.axes[0, 2] > 0 else -1


def block_of(seed: int, group: str, count: int | None = None) -> Block:
    """Return what the person of a seed does in a group; the same for pictures and for sketches.

    Parameters
    ----------
    count
        Of postures; None for as many as are filmed.
    """
    subject, rng = subject_of(seed), rng_of(seed, 2, list(GROUPS).index(group))
    camera = _camera(GROUPS[group].view, subject.body.height, rng)
    filmed = MARCHED_POSTURES if is_marched(seed) else POSTURES
    course = postures(subject.body, group, rng, filmed if count is None else count)
    person = Person(subject.body, loose_shirt=subject.draped, tables=subject.tables)
    return Block(person, camera, course)


def film(seed: int, group: str, landmarker: Landmarker) -> Iterator[Look]:
    """Yield set-up and postures of a person in one group.

    The landmarker starts afresh, so that what it says depends on this block alone.
    """
    block = block_of(seed, group)
    draw = _drawing(block, seed)
    empty = draw(None)(0)
    landmarker.reset()
    clock = itertools.count(0.0, LOOK_S)
    for i, (back, pose) in enumerate(block.course):
        picture = draw(pose)
        seen = landmarker.detect(empty, next(clock))
        for k in range(LOOKS):
            seen = landmarker.detect(picture(i * LOOKS + k), next(clock))
        mask = landmarker.mask if seen.found else None
        levels = None if mask is None else (mask * 255).round().astype(np.uint8)
        yield Look(group, i == 0, seen.xy, seen.visibility, levels, back, block.facing)


def _drawing(block: Block, seed: int) -> Callable[[BodyPose | None], Callable[[int], Picture]]:
    """Return a function from a posture (None: nobody is there) to its pictures, which differ in their grain."""
    person, body, camera = block.person, block.person.body, block.camera
    room = random_room(seed)
    sensor = random_sensor(seed, room.exposure, Variation())
    renderer: Renderer = MeshRenderer(camera, room)
    if is_marched(seed):
        from benchmarks.synthetic.ray_marcher import RayMarcher  # needs numba, which only this needs

        renderer = RayMarcher(camera, room)

    def draw(pose: BodyPose | None) -> Callable[[int], Picture]:
        people = [] if pose is None else [person.shape(fk(body, pose))]
        clean = renderer.render(people).picture
        return lambda frame: sensor.develop(clean, frame)

    return draw


def _camera(view: ViewOfExercise, height: float, rng: np.random.Generator) -> Camera:
    """Return a camera near where the exercises ask for it, at the person's left or right."""
    u = rng.uniform
    side = 1.0 if rng.random() < 0.5 else -1.0
    azimuth = side * view.azimuth_deg + u(-YAW_DEG, YAW_DEG)
    target = (np.asarray(view.target_heights) + rng.normal(0, AIM_SD, 3) * [0, 1, 1]) * height
    away = direction(azimuth, view.elevation_deg + u(*ELEVATION_DEG)) * view.distance_heights * height * u(*DISTANCE)
    lens = target + away
    lens[1] = max(lens[1], 0.15)
    return Camera.aimed(lens, target, roll_deg=float(rng.normal(0, ROLL_SD_DEG)))


def encode_mask(mask: Picture) -> Picture:
    """Return a mask as the bytes of a PNG file, shape (n,)."""
    return cv2.imencode(".png", mask, [cv2.IMWRITE_PNG_COMPRESSION, 3])[1].reshape(-1)


def decode_mask(data: Picture) -> NDArray[np.float32]:
    """Return a mask, 0 to 1, from the bytes of a PNG file."""
    return cv2.imdecode(data, cv2.IMREAD_GRAYSCALE).astype(np.float32) / 255
