"""The room: wall, floor, mat, a picture on the wall, two lamps; what the camera sees when nobody is there."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.anthropometry import Colour
from benchmarks.synthetic.camera import Camera, direction
from benchmarks.synthetic.population import stream

Floats = NDArray[np.float64]
Picture = NDArray[np.uint8]

ROOM_STREAM = 11
"""Number of the random stream, see `population`."""

WALLS: tuple[Colour, ...] = (
    (0.78, 0.77, 0.72),
    (0.70, 0.75, 0.80),
    (0.85, 0.80, 0.72),
    (0.62, 0.66, 0.62),
    (0.88, 0.88, 0.88),
)
FLOORS: tuple[Colour, ...] = ((0.55, 0.42, 0.30), (0.42, 0.32, 0.24), (0.62, 0.58, 0.52), (0.35, 0.36, 0.38))
MATS: tuple[Colour, ...] = (
    (0.30, 0.45, 0.40),
    (0.45, 0.30, 0.48),
    (0.25, 0.32, 0.50),
    (0.55, 0.30, 0.28),
    (0.20, 0.20, 0.22),
)
SKIRTING = np.array([0.85, 0.84, 0.82])
FRAME = np.array([0.25, 0.20, 0.16])

# metres
SKIRTING_HEIGHT = 0.09
PLANK_WIDTH = 0.14
MAT_HALF_WIDTH, MAT_HALF_LENGTH = 0.33, 0.95
PICTURE_HALF_WIDTH, PICTURE_HALF_HEIGHT, FRAME_WIDTH = 0.26, 0.18, 0.04
CORNER_SHADE = 0.12
"""The floor darkens towards the wall over this distance."""
FAR = 1e3


@dataclass(frozen=True, slots=True)
class Room:
    """One room and its light.

    Parameters
    ----------
    wall, floor, mat
        Colours, red green blue, 0 to 1.
    wall_behind_m
        From the camera's target to the wall behind it.
    lamp_azimuth_deg, lamp_elevation_deg
        Of the main lamp; its azimuth counts from the camera's.
    ambient
        Share of light that comes from everywhere.
    exposure
        Factor on all light.
    seed
        Of texture and the picture on the wall.
    """

    wall: Colour = WALLS[0]
    floor: Colour = FLOORS[0]
    mat: Colour = MATS[0]
    wall_behind_m: float = 1.4
    lamp_azimuth_deg: float = 35.0
    lamp_elevation_deg: float = 42.0
    ambient: float = 0.55
    exposure: float = 1.0
    seed: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Lights:
    """Directions to the main lamp and to the weak one from the other side, unit vectors."""

    key: Floats
    fill: Floats
    ambient: float


@dataclass(frozen=True, slots=True, eq=False)
class Backdrop:
    """What stays the same in all pictures of one camera.

    Parameters
    ----------
    picture
        The empty room, shape (height, width, 3).
    floor
        Where the floor is seen, shape (height, width).
    """

    picture: Picture
    floor: NDArray[np.bool_]


def random_room(seed: int) -> Room:
    """Return the room of a clip with this seed."""
    rng = stream(seed, ROOM_STREAM)
    return Room(
        wall=WALLS[rng.integers(len(WALLS))],
        floor=FLOORS[rng.integers(len(FLOORS))],
        mat=MATS[rng.integers(len(MATS))],
        wall_behind_m=float(rng.uniform(1.1, 2.0)),  # far enough for a lying body that is seen from its feet
        lamp_azimuth_deg=float(rng.uniform(-60, 60)),
        lamp_elevation_deg=float(rng.uniform(30, 65)),
        ambient=float(rng.uniform(0.45, 0.65)),
        exposure=float(rng.uniform(0.8, 1.15)),
        seed=int(rng.integers(10000)),
    )


def lights_for(camera: Camera, room: Room) -> Lights:
    """Return the lamps; they keep their place as seen from the camera, so that the near side is always lit."""
    key = direction(camera.azimuth_deg + room.lamp_azimuth_deg, room.lamp_elevation_deg)
    return Lights(key, direction(camera.azimuth_deg - 50, 15), room.ambient)


def backdrop(camera: Camera, room: Room) -> Backdrop:
    """Return the empty room as the camera sees it."""
    rays = camera.rays()
    rays /= np.linalg.norm(rays, axis=-1, keepdims=True)
    toward = direction(camera.azimuth_deg, 0)  # the wall is square to the horizontal line of sight
    foot = camera.target * [1.0, 0.0, 1.0]
    to_wall = _reach(rays @ toward, -room.wall_behind_m - float((camera.position - foot) @ toward))
    to_floor = _reach(rays[..., 1], -float(camera.position[1]))
    floor = to_floor < to_wall
    points = camera.position + rays * np.minimum(to_floor, to_wall)[..., None]
    across = (points - foot) @ np.array([toward[2], 0.0, -toward[0]])
    shade = 1 - 0.35 * np.exp(-np.maximum((points - foot) @ toward + room.wall_behind_m, 0) / CORNER_SHADE)
    colour = np.where(
        floor[..., None],
        _floor(points, room, camera) * shade[..., None],
        _wall(across, points[..., 1], room, camera),
    )
    return Backdrop((np.clip(colour, 0, 1) * 255).round().astype(np.uint8), floor)


def _reach(speed: Floats, distance: float) -> Floats:
    """Return how far a ray goes that approaches a plane `distance` away with `speed`; FAR where it never does."""
    reach = distance / np.where(np.abs(speed) < 1e-6, 1e-6, speed)
    return np.where(reach > 0, np.minimum(reach, FAR), FAR)


def _cloudy(camera: Camera, seed: int, grain_px: float) -> Floats:
    """Return soft random texture with mean 0 and deviation 1, shape (height, width)."""
    rng = np.random.default_rng(seed)
    total = np.zeros((camera.height, camera.width))
    for octave in range(4):
        cells = grain_px / 2**octave
        shape = (max(2, int(camera.height / cells)) + 2, max(2, int(camera.width / cells)) + 2)
        noise = rng.random(shape)
        total += cv2.resize(noise, (camera.width, camera.height), interpolation=cv2.INTER_CUBIC) / 2**octave
    return (total - total.mean()) / total.std()


def _wall(across: Floats, height: Floats, room: Room, camera: Camera) -> Floats:
    light = np.clip(1.02 - 0.05 * (height - 1.2) ** 2 - 0.03 * np.abs(across), 0.6, 1.1)[..., None]
    wall = np.array(room.wall) * (light + 0.010 * _cloudy(camera, room.seed, 60)[..., None])
    wall = np.where((height < SKIRTING_HEIGHT)[..., None], SKIRTING * light, wall)
    rng = np.random.default_rng(room.seed + 7)
    x = across - rng.uniform(0.9, 1.5) * rng.choice([-1, 1])
    y = height - rng.uniform(1.3, 1.7)
    top, bottom = rng.uniform(0.3, 0.9, (2, 3))
    mix = np.clip(y / PICTURE_HALF_HEIGHT / 2 + 0.5, 0, 1)[..., None]
    painting = top * mix + bottom * (1 - mix)
    for margin, colour in ((FRAME_WIDTH, FRAME), (0.0, painting)):
        inside = (np.abs(x) < PICTURE_HALF_WIDTH + margin) & (np.abs(y) < PICTURE_HALF_HEIGHT + margin)
        wall = np.where(inside[..., None], colour, wall)
    return wall


def _floor(points: Floats, room: Room, camera: Camera) -> Floats:
    grain = 0.015 * _cloudy(camera, room.seed + 3, 25)
    plank = points[..., 2] / PLANK_WIDTH
    tint = np.modf(np.abs(np.sin(np.floor(plank) * 12.9898 + room.seed)) * 43758.5453)[0]
    gap = np.abs(plank - np.round(plank)) < 0.02
    floor = np.array(room.floor) * (0.92 + 0.12 * tint + grain - 0.18 * gap)[..., None]
    on_mat = (np.abs(points[..., 0]) < MAT_HALF_WIDTH) & (np.abs(points[..., 2]) < MAT_HALF_LENGTH)
    return np.where(on_mat[..., None], np.array(room.mat) * (1 + 0.5 * grain[..., None]), floor)
