"""The pinhole camera: where it stands, and where a point in the room appears in its picture.

Metres, y up from the floor, the person faces +z and has +x at the left. Pixel coordinates are continuous: the picture
spans 0 to `width`, and the middle of the pixel in column 0 is at 0.5.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from benchmarks.synthetic.anthropometry import Body
from benchmarks.synthetic.kinematics import fk
from benchmarks.synthetic.landmarks import landmarks
from benchmarks.synthetic.movements.base import Movement
from benchmarks.synthetic.population import stream
from benchmarks.synthetic.spec import ClipSpec
from posecheck.body.skeleton import INDEX

FIELD_OF_VIEW_DEG = 50.0
"""Across 480 of 640x480 pixels: a webcam of 60 to 65 degrees from side to side (makers' data sheets)."""

UPRIGHT_RATIO = 3 / 4
"""The field of view holds for a picture of this shape; in a narrow one the width is kept instead."""

AZIMUTH_JITTER_DEG = 3.0
DISTANCE_JITTER = (0.97, 1.12)
ELEVATION_JITTER_DEG = (-1.5, 3.0)
"""How far people's cameras differ from what they were told, small enough that a studied yaw stays what it is."""

CAMERA_STREAM = 10
"""Number of the random stream, see `population`."""

CROP_MARGIN_PX = 8.0
CROP_STEPS = 4
"""Legs that shall not be seen end this far outside the picture, after at most so many corrections."""

CROP_WAYS = ((0.0, 1.0), (1.0, 0.0), (-1.0, 0.0))
"""Right and up of the picture: the camera moves up, to the right or to the left."""

FEET = [INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("ankle", "heel", "foot_index")]
LEGS = [INDEX["left_knee"], INDEX["right_knee"], *FEET]
TRUNK = [INDEX[name] for name in ("nose", "left_shoulder", "right_shoulder", "left_hip", "right_hip")]

FRONT_AZIMUTH_DEG = 30.0
"""Within this of straight in front or behind nobody faces left or right."""

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """A pinhole camera without distortion.

    Parameters
    ----------
    position
        Of the lens, shape (3,).
    axes
        Rows: right, up and forward of the picture, orthonormal, shape (3, 3).
    focal_px
        Distance of the picture plane in pixels.
    width, height
        Of the picture in pixels.
    target
        The point that the camera was aimed at.
    """

    position: Vector
    axes: Vector
    focal_px: float
    width: int
    height: int
    target: Vector

    @classmethod
    def aimed(
        cls,
        position: ArrayLike,
        target: ArrayLike,
        *,
        width: int = 640,
        height: int = 480,
        pitch_deg: float = 0.0,
        roll_deg: float = 0.0,
    ) -> Camera:
        """Return the camera at `position` that looks at `target`, then `pitch_deg` further down and tilted."""
        at, to = np.asarray(position, float), np.asarray(target, float)
        forward = (to - at) / np.linalg.norm(to - at)
        right = np.cross(forward, [0.0, 1.0, 0.0])
        right /= np.linalg.norm(right)
        up = np.cross(right, forward)
        forward, up = _turned(forward, -up, pitch_deg), _turned(up, forward, pitch_deg)
        right, up = _turned(right, up, roll_deg), _turned(up, -right, roll_deg)
        across = min(height, width * UPRIGHT_RATIO)
        focal = across / 2 / math.tan(math.radians(FIELD_OF_VIEW_DEG) / 2)
        return cls(at, np.stack([right, up, forward]), focal, width, height, to)

    @classmethod
    def for_spec(cls, spec: ClipSpec, body: Body, movement: Movement) -> Camera:
        """Return the camera of a clip: the exercise's own view, small differences of the seed, then `spec.camera`.

        With `Variation.other_side` the camera stays where it is, so that the far leg works: a picture that flips is
        `Variation.mirrored`. Yaw turns the person's front towards the camera.
        """
        rng = stream(spec.seed, CAMERA_STREAM)
        view, size = movement.camera, body.height
        azimuth = _yawed(view.azimuth_deg, spec.camera.yaw_deg) + rng.uniform(-AZIMUTH_JITTER_DEG, AZIMUTH_JITTER_DEG)
        distance = view.distance_heights * size * rng.uniform(*DISTANCE_JITTER) * spec.camera.distance
        elevation = view.elevation_deg + rng.uniform(*ELEVATION_JITTER_DEG)
        target = np.asarray(view.target_heights, float) * size
        position = target + direction(azimuth, elevation) * distance
        if spec.camera.height_m is not None:
            position[1] = spec.camera.height_m
        camera = cls.aimed(
            position,
            target,
            width=spec.width,
            height=spec.height,
            pitch_deg=spec.camera.pitch_deg,
            roll_deg=spec.camera.roll_deg,
        )
        if not spec.variation.cropped_legs:
            return camera
        points = landmarks(body, fk(body, movement.pose(body, 0.0, movement.right)))
        return _cropped(camera, points)

    @property
    def azimuth_deg(self) -> float:
        """Where the camera stands as seen from its target: 0 in front of the person, 90 at the left side."""
        away = self.position - self.target
        return math.degrees(math.atan2(away[0], away[2]))

    @property
    def elevation_deg(self) -> float:
        """How far the line of sight through the middle of the picture points down."""
        return math.degrees(math.asin(-self.axes[2, 1]))

    @property
    def distance_m(self) -> float:
        """From the lens to the target."""
        return float(np.linalg.norm(self.position - self.target))

    @property
    def facing(self) -> str | None:
        """Return "left" or "right": where a person who faces +z looks in the picture; None from in front or behind."""
        if abs(math.sin(math.radians(self.azimuth_deg))) < math.sin(math.radians(FRONT_AZIMUTH_DEG)):
            return None
        return "right" if self.axes[0, 2] > 0 else "left"

    def project(self, points: ArrayLike) -> tuple[Vector, Vector]:
        """Return the pixels, shape (..., 2), and the depth along the line of sight in metres, shape (...).

        A point with a depth of 0 or less is behind the lens; its pixels mean nothing.
        """
        seen = (np.asarray(points, float) - self.position) @ self.axes.T
        depth = seen[..., 2]
        scale = self.focal_px / np.where(np.abs(depth) < 1e-9, 1e-9, depth)
        pixels = np.stack([self.width / 2 + seen[..., 0] * scale, self.height / 2 - seen[..., 1] * scale], -1)
        return pixels, depth

    def rays(self, *, scale: float = 1.0) -> Vector:
        """Return the direction through the middle of each pixel, not normalised, shape (height, width, 3).

        `scale` 0.5 gives those of a picture of half the size.
        """
        columns, rows = round(self.width * scale), round(self.height * scale)
        right = ((np.arange(columns) + 0.5) * self.width / columns - self.width / 2) / self.focal_px
        up = -((np.arange(rows) + 0.5) * self.height / rows - self.height / 2) / self.focal_px
        x, y = np.meshgrid(right, up)
        return np.stack([x, y, np.ones_like(x)], -1) @ self.axes

    def as_record(self) -> dict[str, object]:
        """Return what a truth file keeps of the camera, as plain numbers."""
        return {
            "position_m": self.position.round(5).tolist(),
            "axes_right_up_forward": self.axes.round(6).tolist(),
            "target_m": self.target.round(5).tolist(),
            "focal_px": round(self.focal_px, 4),
            "width": self.width,
            "height": self.height,
            "azimuth_deg": round(self.azimuth_deg, 3),
            "elevation_deg": round(self.elevation_deg, 3),
            "distance_m": round(self.distance_m, 4),
        }


def direction(azimuth_deg: float, elevation_deg: float) -> Vector:
    """Return the unit vector towards a camera or a lamp.

    >>> direction(90, 0).round(6).tolist()
    [1.0, 0.0, 0.0]
    """
    azimuth, elevation = math.radians(azimuth_deg), math.radians(elevation_deg)
    flat = math.cos(elevation)
    return np.array([math.sin(azimuth) * flat, math.sin(elevation), math.cos(azimuth) * flat])


def _turned(vector: Vector, towards: Vector, angle_deg: float) -> Vector:
    """Return `vector` turned by an angle towards another one that is at right angles to it."""
    angle = math.radians(angle_deg)
    return vector * math.cos(angle) + towards * math.sin(angle)


def _yawed(azimuth_deg: float, yaw_deg: float) -> float:
    """Return the azimuth when the person's front is turned `yaw_deg` towards a camera at the side."""
    if abs(math.sin(math.radians(azimuth_deg))) < math.sin(math.radians(FRONT_AZIMUTH_DEG)):
        return azimuth_deg + yaw_deg
    return azimuth_deg - math.copysign(yaw_deg, azimuth_deg)


def _cropped(camera: Camera, points: Vector) -> Camera:
    """Return the camera moved up or aside until knees and feet of the 33 `points` are outside its picture.

    The trunk stays inside; where it cannot (kneeling, the hips are as low as a knee), only the feet are cropped.
    """
    choices = [_moved_off(camera, points[legs], way) for legs in (LEGS, FEET) for way in CROP_WAYS]
    kept = [int(_inside(choice, points[TRUNK]).sum()) for choice in choices]
    best = max(kept)
    near = [choice for choice, count in zip(choices, kept, strict=True) if count == best]
    # knees and feet come before feet alone, then the shortest way; the choices with knees stand first
    with_knees = [choice for choice in choices[: len(CROP_WAYS)] if choice in near]
    return min(with_knees or near, key=lambda choice: float(np.linalg.norm(choice.position - camera.position)))


def _inside(camera: Camera, points: Vector) -> NDArray[np.bool_]:
    """Return which points are in the picture."""
    pixels, depth = camera.project(points)
    return ((pixels >= 0) & (pixels < [camera.width, camera.height])).all(-1) & (depth > 0)


def _moved_off(camera: Camera, points: Vector, way: tuple[float, float]) -> Camera:
    """Return the camera moved `way` (right, up) until all points have left the picture at the other side."""
    aside, up = way
    for _ in range(CROP_STEPS):  # points at different depths do not move alike, so once is not enough
        pixels, depth = camera.project(points)
        left, right, top = pixels[:, 0].min(), pixels[:, 0].max(), pixels[:, 1].min()
        missing = camera.height - top if up else right if aside > 0 else camera.width - left
        shift = (camera.axes[0] * aside + camera.axes[1] * up) * float(depth.mean()) / camera.focal_px
        shift = shift * max(missing + CROP_MARGIN_PX, 0.0)
        camera = replace(camera, position=camera.position + shift, target=camera.target + shift)
    return camera
