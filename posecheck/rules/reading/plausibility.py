"""Whether a pose can be this person's body: visibility does not tell (skeletons that are plainly wrong average 0.92).

A limb is gated as a unit. Lengths are held against the person's own neutral; on right renders and on real clips the
limbs that are judged stay within 0.86 to 1.17 of it, a label swap or a hallucinated leg does not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.rules.exercise.definition import Leg
from posecheck.rules.reading.front_plane import Frame, side_of
from posecheck.rules.reading.legs import ROLES
from posecheck.rules.reading.side_plane import Facing, SagittalFrame, way_of

MAX_LENGTH_CHANGE: Final = 0.25
"""Share by which a limb may differ from the person's own length (clinical rule C.4: 25 %)."""
MAX_SPEED: Final = 5.0
"""Trunk lengths per second (about 2.5 m/s) beyond which mid-hip has jumped, not moved, in these exercises."""
MAX_JUMP_GAP_S: Final = 0.5
"""After a longer gap the person may be anywhere."""
MARGIN: Final = 0.02
"""Image heights by which a point may lie outside the picture: beyond, the model only guesses it."""

Vec = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Lengths:
    """A person's own lengths in the picture, image heights; NaN where they were not seen."""

    trunk: float
    neck: float
    limbs: Mapping[Leg, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Plausible:
    """What of a frame can be trusted: the trunk, the head, and each leg as a unit."""

    trunk: bool
    head: bool
    legs: Mapping[Leg, bool]


def measure_lengths(frame: Frame) -> Lengths:
    """Return trunk, neck (mid-shoulder to mid-ear), and (thigh, shank) of each leg of one frame."""
    hip, shoulder = frame.point("mid_hip"), frame.point("mid_shoulder")
    limbs: dict[Leg, tuple[float, float]] = {}
    for leg in _own_legs(frame):
        knee = frame.point("knee", leg)
        limbs[leg] = (_distance(hip, knee), _distance(knee, frame.point("ankle", leg)))
    return Lengths(_distance(hip, shoulder), _distance(shoulder, frame.point("mid_ear")), limbs)


def judge_plausibility(
    frame: Frame,
    own: Lengths,
    *,
    upright: bool,
    aspect: float,
    last_hip: tuple[float, Vec] | None,
    time_s: float,
) -> Plausible:
    """Return what of a frame can be trusted.

    Parameters
    ----------
    frame
        The frame in body axes.
    own
        The person's own lengths.
    upright
        Whether the exercise is done standing or kneeling: then the hips are above the ankles, whatever the trunk does.
    aspect
        Width of the picture in image heights (infinite where unknown).
    last_hip
        Time and place of mid-hip in the last frame that was trusted.
    time_s
        Time of this frame.
    """
    seen = measure_lengths(frame)
    hip, shoulder = frame.point("mid_hip"), frame.point("mid_shoulder")
    trunk = (
        (_same(seen.trunk, own.trunk) if frame.view == "side" else _foreshortened(seen.trunk, own.trunk))
        and _inside(hip, frame.facing, aspect)
        and _inside(shoulder, frame.facing, aspect)
        and not _jumped(hip, time_s, last_hip, frame.trunk_length)
        and (not upright or bool(hip[1] > frame.point("mid_ankle")[1]))
    )
    head = trunk and _inside(frame.point("mid_ear"), frame.facing, aspect) and _same(seen.neck, own.neck, 0.5)
    # a leg that is told apart only in the movement is as long as the near one
    like = _same if frame.view == "side" else _foreshortened
    legs: dict[Leg, bool] = {
        leg: trunk
        and any(all(map(like, seen.limbs[name], known)) for known in _own_lengths(frame, own, leg, name))
        and _inside(frame.point("knee", leg), frame.facing, aspect)
        and _inside(frame.point("ankle", leg), frame.facing, aspect)
        for leg, name in _named(frame).items()
    }
    return Plausible(trunk, head, legs)


def _named(frame: Frame) -> Mapping[Leg, Leg]:
    """Return each leg of a frame and the name under which its own lengths are kept: from the front, its side's."""
    if isinstance(frame, SagittalFrame):
        return {leg: leg for leg in frame.legs}
    return {leg: side_of(limb) for leg, limb in frame.legs.items()}


def _own_lengths(frame: Frame, own: Lengths, leg: Leg, name: Leg) -> list[tuple[float, float]]:
    """Return the lengths that a leg may have: its own, and where its role changes legs those of the leg that has it.

    Seen a little from behind or above, the far leg is a fifth shorter in the picture than the near one.
    """
    names: list[Leg] = [name if name in own.limbs else "near"]
    if leg in ROLES and isinstance(frame, SagittalFrame):
        names.append(side_of(frame.legs[leg]))
    return [own.limbs[n] for n in names if n in own.limbs]


def _own_legs(frame: Frame) -> tuple[Leg, ...]:
    return tuple(dict.fromkeys(_named(frame).values()))


def _distance(a: Vec, b: Vec) -> float:
    return math.hypot(a[0] - b[0], a[1] - b[1])


def _same(length: float, own: float, tolerance: float = MAX_LENGTH_CHANGE) -> bool:
    return abs(length - own) <= tolerance * own


def _foreshortened(length: float, own: float) -> bool:
    """Return whether a length seen from the front can be the person's: it may point toward the camera."""
    return length <= (1 + MAX_LENGTH_CHANGE) * own


def _inside(point: Vec, facing: Facing, aspect: float) -> bool:
    x, y = point[0] * way_of(facing), -point[1]
    return bool(-MARGIN <= x <= aspect + MARGIN and -MARGIN <= y <= 1 + MARGIN)


def _jumped(hip: Vec, time_s: float, last: tuple[float, Vec] | None, trunk_length: float) -> bool:
    if last is None or time_s - last[0] > MAX_JUMP_GAP_S:
        return False
    return _distance(hip, last[1]) > MAX_SPEED * trunk_length * max(time_s - last[0], 0.05)
