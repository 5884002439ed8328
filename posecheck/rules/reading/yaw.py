"""How far a body is turned from where its exercise wants the camera: what one pose tells, degrees.

Nothing in a picture tells it alone. The pose model draws everybody a little nearer to the view it knows best, the
nose goes where the head does, a shoulder line is short with the arms overhead, and the pelvis of a half-kneeling
person looks turned by 15 degrees although it is not. So each estimate counts only where it was found to hold; how far
off they are is in docs/accuracy.md (``python -m benchmarks.yaw``).
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from posecheck.body.pose import Pose
from posecheck.body.skeleton import INDEX

SHOULDER_WIDTH: Final = 0.78
"""Shoulder width in trunk lengths (0.75 to 0.8, clinical C.3)."""
HEAD_LENGTH: Final = 0.235
"""Nose ahead of mid-shoulder in trunk lengths (rendered people turned by 10 to 45 degrees: 0.23 to 0.24)."""
LYING_LEAN_DEG: Final = 55.0
"""With the trunk farther from the vertical than this, it is said to lie."""
FRONT_GAIN: Final = 1.3
"""True turn over that of the world's shoulder and hip lines, of people seen from the front: upright rendered people
turned by 31, 46 and 61 degrees read 17 to 20, 33 to 41 and 50 to 55. Fitted without one of two exercises or one of two
people it is 1.16 to 1.38, by squares or by absolute errors."""
SIDE_LEAN_DEG: Final = (5.0, 15.0)
"""Sideways lean of the trunk in the picture up to which the nose tells the turn fully, and from which not at all: at
15 degrees of a side bend the nose of a person who is not turned at all says 30 and more."""
DEPTH_LEAN_DEG: Final = (20.0, 35.0)
"""The same of the trunk's lean toward the camera or away from it. A camera that looks down makes 10 to 18 of it."""

_ROWS: Final = [INDEX[name] for name in ("left_shoulder", "right_shoulder", "left_hip", "right_hip", "nose")]

Vector = tuple[float, float, float]


class Trunk(NamedTuple):
    """The lines of a trunk as plain numbers: a few of them are ten times as fast as arrays, and live they are many.

    Parameters
    ----------
    shoulders, hips
        From the right to the left one in the world, metres.
    up
        From mid-hip to mid-shoulder in the world, metres.
    seen
        The same in the picture, image heights.
    width
        Of the shoulders across the picture, image heights.
    nose
        From mid-shoulder to the nose in the picture, image heights.
    """

    shoulders: Vector
    hips: Vector
    up: Vector
    seen: tuple[float, float]
    width: float
    nose: tuple[float, float]

    @property
    def length(self) -> float:
        """Length in the picture, image heights; never 0."""
        return max(math.hypot(*self.seen), 1e-6)


def trunk_of(pose: Pose) -> Trunk:
    """Return the lines of a pose's trunk."""
    left, right, left_hip, right_hip, _ = pose.xyz[_ROWS].tolist()
    a, b, c, d, nose = pose.xy[_ROWS].tolist()
    shoulder = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
    return Trunk(
        shoulders=(left[0] - right[0], left[1] - right[1], left[2] - right[2]),
        hips=(left_hip[0] - right_hip[0], left_hip[1] - right_hip[1], left_hip[2] - right_hip[2]),
        up=(
            (left[0] + right[0] - left_hip[0] - right_hip[0]) / 2,
            (left[1] + right[1] - left_hip[1] - right_hip[1]) / 2,
            (left[2] + right[2] - left_hip[2] - right_hip[2]) / 2,
        ),
        seen=(shoulder[0] - (c[0] + d[0]) / 2, shoulder[1] - (c[1] + d[1]) / 2),
        width=abs(a[0] - b[0]),
        nose=(nose[0] - shoulder[0], nose[1] - shoulder[1]),
    )


def side_yaw(trunk: Trunk, *, lean_deg: float) -> float:
    """Return the angle between the body's sagittal plane and the picture, 0 to 90 degrees.

    Upright it is the mean of what the shoulder line of the world landmarks and the shoulders' separation tell, since
    each alone errs by up to 15 degrees. Lying it is the middle one of these two and the trunk's own direction: the
    separation reads 10 for 30 degrees with the arms overhead, and the line alone jumps to 70.

    Parameters
    ----------
    lean_deg
        Of the trunk from the vertical, in the picture.
    """
    line, width = world_yaw(trunk), yaw_of_width(trunk.width / trunk.length, lean_deg)
    if lean_deg <= LYING_LEAN_DEG:
        return (line + width) / 2
    along = math.degrees(math.atan2(abs(trunk.up[2]), abs(trunk.up[0])))
    return sorted((line, width, along))[1]


def world_yaw(trunk: Trunk) -> float:
    """Return how far the shoulder line of the world landmarks is turned out of the line of sight, 0 to 90 degrees."""
    return math.degrees(math.atan2(abs(trunk.shoulders[0]), abs(trunk.shoulders[2])))


def yaw_of_width(width: float, lean_deg: float) -> float:
    """Return the yaw that the shoulders' separation in the picture tells, degrees.

    A trunk of length 1 that leans by t in its own plane and is turned by y has the length
    sqrt(cos^2 t + sin^2 t cos^2 y) in the picture, and its shoulders are SHOULDER_WIDTH sin y apart. With the lean as
    it is seen this is a quadratic equation in sin^2 y. Upright the separation goes with the sine of the yaw; lying,
    where the trunk shortens with the cosine, with its tangent.

    Parameters
    ----------
    width
        Across the picture, in lengths of the trunk as seen.
    lean_deg
        Of the trunk from the vertical, as seen.

    Examples
    --------
    >>> round(yaw_of_width(0.39, 0.0)), round(yaw_of_width(0.39, 60.0)), round(yaw_of_width(0.39, 90.0))
    (30, 27, 27)
    >>> yaw_of_width(2.0, 0.0)
    90.0
    """
    share, upright = (width / SHOULDER_WIDTH) ** 2, math.cos(math.radians(lean_deg)) ** 2
    root = math.sqrt(max((1 + share) ** 2 - 4 * upright * share, 0.0))
    return math.degrees(math.asin(math.sqrt(min(2 * share / (1 + share + root), 1.0))))


def front_yaw(trunk: Trunk) -> tuple[float, float]:
    """Return how far the body is turned from facing the camera, + to its left, and how much that is to be trusted.

    The shoulder and hip lines of the world landmarks, seen along the trunk, tell it in every posture, short by
    `FRONT_GAIN`; the nose's offset from the trunk's line tells it well in an upright body and not at all in one that
    bends. An upright body gives their mean (a turned head alone makes half of its turn), a bent one the lines alone.

    Returns
    -------
    tuple
        Degrees, beyond 90 with the back to the camera; and the weight of the nose, 1 upright to 0 bent.
    """
    turn = _turn_of_lines(trunk)
    if not abs(turn) < 90:  # the back, or no person
        return turn, 0.0
    body = math.copysign(min(abs(turn) * FRONT_GAIN, 90.0), turn)
    nose, weight = _nose_turn(trunk)
    return (body + weight * nose) / (1 + weight), weight


def _turn_of_lines(trunk: Trunk) -> float:
    """Return the mean turn of shoulders and hips about the trunk, degrees.

    It is a mean of directions: of somebody who shows the back, 179 and -179 make 180 and not 0.
    """
    squared = max(sum(x * x for x in trunk.up), 1e-12)
    sine = cosine = 0.0
    for line in (trunk.shoulders, trunk.hips):
        share = sum(x * y for x, y in zip(line, trunk.up, strict=True)) / squared
        across, down, away = (x - share * y for x, y in zip(line, trunk.up, strict=True))
        wide = math.copysign(math.hypot(across, down), line[0])
        length = max(math.hypot(away, wide), 1e-6)
        sine, cosine = sine - away / length, cosine + wide / length
    return math.degrees(math.atan2(sine, cosine))


def _nose_turn(trunk: Trunk) -> tuple[float, float]:
    """Return what the nose's offset from the line of the trunk tells, degrees, and its weight, 0 to 1."""
    x, y = trunk.seen
    to_its_left = (y * trunk.nose[0] - x * trunk.nose[1]) / trunk.length
    share = to_its_left / (trunk.length * HEAD_LENGTH)
    toward = math.degrees(math.atan2(abs(trunk.up[2]), math.hypot(trunk.up[0], trunk.up[1])))
    weight = _fading(math.degrees(math.atan2(abs(x), -y)), SIDE_LEAN_DEG) * _fading(toward, DEPTH_LEAN_DEG)
    return math.degrees(math.asin(min(max(share, -1.0), 1.0))), weight


def _fading(value: float, between: tuple[float, float]) -> float:
    full, none = between
    return min(max((none - value) / (none - full), 0.0), 1.0)
