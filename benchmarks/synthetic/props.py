"""Things in the room that a variation switches: furniture, chair, pad, wall, kettlebell, a board that passes in front.

Each is placed by what the person does in the clip, so that it hides what it is meant to hide and nothing else. `points`
are always the 33 true points of all frames, shape (T, 33, 3), with NaN where the person is absent.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic import mesh
from benchmarks.synthetic.anthropometry import SIDES, Body, Colour
from benchmarks.synthetic.camera import Camera, direction
from benchmarks.synthetic.kinematics import Bones
from benchmarks.synthetic.mesh import Mesh
from posecheck.body.skeleton import INDEX

Floats = NDArray[np.float64]

HIPS = [INDEX["left_hip"], INDEX["right_hip"]]
KNEES = [INDEX["left_knee"], INDEX["right_knee"]]
FEET = [INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("ankle", "heel", "foot_index")]

WOOD: Colour = (0.50, 0.36, 0.24)
PALE_WOOD: Colour = (0.66, 0.55, 0.42)
CLOTH: Colour = (0.62, 0.60, 0.66)
PLASTER: Colour = (0.80, 0.78, 0.74)
IRON: Colour = (0.13, 0.13, 0.14)
BOARD: Colour = (0.72, 0.70, 0.66)

# metres, sizes of usual things
TABLE_DEPTH, TABLE_GAP, TABLE_MARGIN, TABLE_LOWEST = 0.30, 0.35, 0.10, 0.15
HIDDEN_ABOVE_FOOT, RAISED_FOOT = 0.05, 0.25
SEAT_WIDTH, SEAT_THICKNESS, CHAIR_BACK, CHAIR_LEG = 0.42, 0.05, 0.43, 0.04
CHAIR_HEIGHT = 0.45
PAD_WIDTH, PAD_LENGTH, PAD_THINNEST, PAD_THICKEST = 0.50, 0.32, 0.03, 0.10
WALL_THICKNESS, WALL_HEIGHT, WALL_BEHIND, WALL_BEFORE, WALL_GAP = 0.12, 2.4, 1.0, 0.25, 0.12
BELL_RADIUS, BELL_DROP, GRIP_WIDTH, GRIP_BAR = 0.085, 0.16, 0.12, 0.025
BOARD_MARGIN = 0.15

# shares of the body height
TRUNK_HALF_DEPTH = 0.075
"""From the hip joint to the surface of the buttock."""
SEAT_BELOW_HIP = 0.06
SITTING_HIP = (0.20, 0.36)
KNEE_OFF_FLOOR = 0.18
LOW_HIP, LOW_KNEE = 0.17, 0.10
GRIP_FROM_WRIST = 0.045

BOARD_SLIDE_S = 0.5
"""The board needs this long to cover the person, and to be gone again."""


def furniture(camera: Camera, points: Floats) -> Mesh:
    """Return a low box between the camera and the feet, just high enough to hide them."""
    across, toward = _floor_axes(camera)
    feet = points[:, FEET].reshape(-1, 3)
    feet = feet[feet[:, 1] < np.nanmin(feet[:, 1]) + RAISED_FOOT]  # a raised leg is seen above the box
    sideways, ahead = feet @ across, feet @ toward
    place = np.nanmax(ahead) + TABLE_GAP
    lens = float(camera.position @ toward)
    # a line of sight over the rear edge of the box meets the foot at this height
    edge = camera.position[1] + (feet[:, 1] + HIDDEN_ABOVE_FOOT - camera.position[1]) * (lens - place) / (lens - ahead)
    height = max(float(np.nanmax(edge)), TABLE_LOWEST)
    width = float(np.nanmax(sideways) - np.nanmin(sideways)) + 2 * TABLE_MARGIN
    middle = (np.nanmax(sideways) + np.nanmin(sideways)) / 2
    whole = mesh.box((width, height, TABLE_DEPTH), WOOD)
    return _placed(whole, camera, middle, place + TABLE_DEPTH / 2)


def side_wall(camera: Camera, points: Floats) -> Mesh:
    """Return the end of a wall beside the person, where she looks or walks to; it hides nothing of her."""
    sign = -1.0 if camera.facing == "left" else 1.0
    slab = mesh.box((WALL_THICKNESS, WALL_HEIGHT, WALL_BEHIND + WALL_BEFORE), PLASTER)
    beside = _edge(camera, points, sign) + sign * (WALL_GAP + WALL_THICKNESS / 2)
    middle = float(camera.target @ _floor_axes(camera)[1])
    return _placed(slab, camera, beside, middle - (WALL_BEHIND - WALL_BEFORE) / 2)


def chair(camera: Camera, points: Floats, body: Body) -> Mesh:
    """Return a chair under a person who sits on one, beside anybody else, its back away from her."""
    first = points[np.flatnonzero(np.isfinite(points[:, 0, 0]))[0]]
    hip = first[HIPS].mean(0)
    low, high = SITTING_HIP
    if low * body.height < hip[1] < high * body.height and first[KNEES, 1].min() > KNEE_OFF_FLOOR * body.height:
        seat = hip[1] - SEAT_BELOW_HIP * body.height
        return _chair(seat).moved(np.eye(3), [hip[0], 0.0, hip[2]])
    sign = -1.0 if camera.facing == "left" else 1.0
    beside = _edge(camera, points, sign) + sign * (WALL_GAP + SEAT_WIDTH / 2)
    middle = float(camera.target @ _floor_axes(camera)[1])
    quarter = np.array([[0.0, 0, -sign], [0, 1, 0], [sign, 0, 0]])  # the back of the chair at the far side
    return _placed(_chair(CHAIR_HEIGHT).moved(quarter, np.zeros(3)), camera, beside, middle)


def pad(points: Floats, body: Body) -> Mesh:
    """Return a pad under the hips of a lying or sitting person, under the knee of a kneeling one, else the feet."""
    hip, knee = points[:, HIPS], points[:, KNEES]
    lowest = int(np.nanargmin(np.nanmin(knee[..., 1], 0)))
    under, thick = points[:, FEET], PAD_THINNEST
    if np.nanmin(hip[..., 1]) < LOW_HIP * body.height:
        under, thick = hip, float(np.nanmin(hip[..., 1])) - TRUNK_HALF_DEPTH * body.height
    elif np.nanmin(knee[:, lowest, 1]) < LOW_KNEE * body.height:
        under = knee[:, [lowest]]
    place = np.nanmean(under, (0, 1))
    height = float(np.clip(thick, PAD_THINNEST, PAD_THICKEST))
    return mesh.box((PAD_WIDTH, height, PAD_LENGTH), CLOTH).moved(np.eye(3), [place[0], 0.0, place[2]])


def pad_under_hips(points: Floats, body: Body) -> Mesh:
    """Return a pad that fills the room between the hips and the floor of somebody who lies on it."""
    hip = points[:, HIPS]
    place = np.nanmean(hip, (0, 1))
    height = max(float(np.nanmin(hip[..., 1])) - TRUNK_HALF_DEPTH * body.height, PAD_THINNEST)
    return mesh.box((PAD_WIDTH, height, PAD_LENGTH), CLOTH).moved(np.eye(3), [place[0], 0.0, place[2]])


def kettlebell(bones: Bones, body: Body) -> Mesh:
    """Return a kettlebell that hangs from both hands; on the floor where the hands are too low for it."""
    reach = np.array([0.0, -GRIP_FROM_WRIST * body.height, 0.0])
    hands = [bones.O[f"hand{side}"] + bones.R[f"hand{side}"] @ reach for side, _ in SIDES]
    grip = np.mean(hands, 0)
    grip[1] = max(grip[1], BELL_DROP + BELL_RADIUS)
    bar = mesh.box((GRIP_WIDTH, GRIP_BAR, GRIP_BAR), IRON).moved(np.eye(3), [0.0, -GRIP_BAR / 2, 0.0])
    side = mesh.box((GRIP_BAR, BELL_DROP, GRIP_BAR), IRON, tile=BELL_DROP)
    posts = [side.moved(np.eye(3), [x, -BELL_DROP, 0.0]) for x in (-GRIP_WIDTH / 2, GRIP_WIDTH / 2)]
    ball = mesh.ellipsoid((0.0, -BELL_DROP, 0.0), (BELL_RADIUS,) * 3, IRON)
    return mesh.join([ball, *posts, bar]).moved(np.eye(3), grip)


def board(camera: Camera, points: Floats, time_s: float, hidden: tuple[float, float]) -> Mesh | None:
    """Return a board that slides past close to the camera and hides the whole person from `hidden` start to end.

    None while it is outside the picture.
    """
    start, end = hidden
    away = max(start - time_s, time_s - end, 0.0) / BOARD_SLIDE_S
    if away >= 1:
        return None
    seen = points[np.isfinite(points).all((1, 2))].reshape(-1, 3)
    pixels, depth = camera.project(seen)
    place = float(depth.min()) / 2
    scale = place / camera.focal_px
    # it stands on a floor that is nearer, so its foot is always below the picture
    low, high = pixels.min(0), np.array([pixels[:, 0].max(), camera.height])
    width, height = (high - low) * scale + 2 * BOARD_MARGIN
    shift = (camera.width * scale + width) * away * (1 if time_s < start else -1)
    middle = ((low + high) / 2 - [camera.width / 2, camera.height / 2]) * scale
    right, up, forward = camera.axes
    centre = camera.position + forward * place + right * (middle[0] + shift) - up * (middle[1] + height / 2)
    # the board's own axes are the picture's, its front towards the lens
    return mesh.box((width, height, 0.02), BOARD).moved(np.stack([right, up, -forward], 1), centre)


def _floor_axes(camera: Camera) -> tuple[Floats, Floats]:
    """Return the horizontal directions to the right of the picture and towards the camera."""
    toward = direction(camera.azimuth_deg, 0)
    return np.array([toward[2], 0.0, -toward[0]]), toward


def _placed(upright: Mesh, camera: Camera, sideways: float, ahead: float) -> Mesh:
    """Return the mesh turned square to the camera, so far to the right and towards the camera from the origin."""
    across, toward = _floor_axes(camera)
    axes = np.stack([across, [0.0, 1.0, 0.0], toward], 1)
    return upright.moved(axes, across * sideways + toward * ahead)


def _edge(camera: Camera, points: Floats, sign: float) -> float:
    """Return how far to the right (`sign` 1) or left (-1) the person ever comes."""
    return sign * float(np.nanmax(sign * (points.reshape(-1, 3) @ _floor_axes(camera)[0])))


def _chair(seat: float) -> Mesh:
    """Return a chair at the origin that faces +z, its seat at this height."""
    half = SEAT_WIDTH / 2 - CHAIR_LEG / 2
    legs = [
        mesh.box((CHAIR_LEG, seat - SEAT_THICKNESS, CHAIR_LEG), WOOD).moved(np.eye(3), [x * half, 0.0, z * half])
        for x in (-1, 1)
        for z in (-1, 1)
    ]
    top = mesh.box((SEAT_WIDTH, SEAT_THICKNESS, SEAT_WIDTH), PALE_WOOD)
    back = mesh.box((SEAT_WIDTH, CHAIR_BACK, CHAIR_LEG), PALE_WOOD)
    return mesh.join(
        [*legs, top.moved(np.eye(3), [0.0, seat - SEAT_THICKNESS, 0.0]), back.moved(np.eye(3), [0.0, seat, -half])]
    )
