"""Which leg is which, by geometry: the camera's left and right labels swap, bodies do not."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.body.skeleton import INDEX, OTHER_SIDE, Side
from posecheck.rules.exercise.definition import Leg
from posecheck.rules.reading.side_plane import Facing, Limb, near_side_of

Points = NDArray[np.floating[Any]]

_KNEES: Final = {"left": INDEX["left_knee"], "right": INDEX["right_knee"]}
_ANKLES: Final = {"left": INDEX["left_ankle"], "right": INDEX["right_ankle"]}
_SHOULDERS: Final = [INDEX["left_shoulder"], INDEX["right_shoulder"]]
SIDES: Final[tuple[Side, Side]] = ("left", "right")
ROLES: Final[frozenset[Leg]] = frozenset({"drawn", "outstretched", "raised", "lowered"})
"""Legs that are told by what they do: either leg may be each of them."""

MIN_LEG_GAP: Final = 0.25
"""Trunk lengths between the knees below which order alone does not tell front from rear (kneeling lunge: 0.8)."""
MIN_LIFT_GAP: Final = 0.15
"""Trunk lengths by which one leg must be drawn in or raised farther than the other to be the one that works.

Both bent alike, the knees of a lying body are seen up to 0.06 apart in height and 0.09 along the floor (measured on
rendered people, camera 10 degrees above); a leg at work goes past this within the first tenth of its way.
"""


LEGS_MIXED: Final = "legs_mixed"
"""Name under which it is kept of a frame whether the knees are mixed up."""
FEET_MIXED: Final = "feet_mixed"
"""The same of the feet."""
FEET_MIXED_IN_HEIGHT: Final = "feet_mixed_in_height"
"""The same of the feet, up and down alone."""
AGAINST_SPEED: Final = 0.4
"""Trunk lengths a second that both knees (or ankles) must move to move against each other."""
AGAINST_COSINE: Final = -0.7
MOST_MIXED: Final = 0.15
"""Part of a hold from which the legs count as not told apart. In the holds of 80 rendered clips of lying people it is 0
to 0.09, in three whose drawn leg is read between both (a foot that floats, hands on a shin, hips up) 0.38 to 0.82."""
PARTING_S: Final = 0.7
"""The side that works is told in this time after the legs part: before that they are alike, and later labels swap."""
TOGETHER_S: Final = 1.0
"""Legs alike for this long are back in set-up; for a shorter time two labels have changed places."""


class WorkingSide:
    """Tells which side works from the labels at the moment when the legs part, and keeps to it until they are alike.

    In mid-air the labels of a raised and a resting leg change places (seen on the first rendered hamstring stretch,
    for the whole hold, with visibility and depth), legs do not.
    """

    def __init__(self) -> None:
        self._since_s: float | None = None
        self._apart_s = -math.inf
        self._votes: Counter[Side] = Counter()

    def step(self, time_s: float, side: Side, *, apart: bool) -> Side | None:
        """Return the working side, None while the legs are alike.

        Parameters
        ----------
        time_s
            Time of the frame.
        side
            The label of the leg that leads now.
        apart
            Whether it leads clearly.
        """
        if apart:
            self._since_s = time_s if self._since_s is None else self._since_s
            self._apart_s = time_s
        elif self._since_s is not None and time_s - self._apart_s > TOGETHER_S:
            self._since_s = None
            self._votes.clear()
        if self._since_s is None:
            return None
        if apart and time_s - self._since_s <= PARTING_S:
            self._votes[side] += 1
        return self._votes.most_common(1)[0][0]


class LegMixing:
    """Tells the frames in which the legs of a lying body move against each other: there their points are mixed up.

    Where the pose model cannot tell a drawn leg from a resting one it gives both a place between the two, a little
    nearer to the one or the other from frame to frame. So one leg goes in as far as the other goes out, which no
    exercise on the floor asks for in a hold. Mixed knees spoil every angle of the leg. Feet alone change places beside
    knees that are read well (a crossed leg, a raised one that is bent; thigh within 11 degrees on two rendered
    people): that spoils only what is measured to the foot, and where they change places along the floor alone their
    heights are still right (a bounce of 0.11 was read as 0.12).
    """

    def __init__(self) -> None:
        self._last: tuple[float, Points] | None = None

    def step(self, time_s: float, points: Points, trunk_length: float) -> Mapping[str, float]:
        """Return 1 where knees or feet move against each other, else 0; NaN where that is not known.

        Parameters
        ----------
        time_s
            Time of the frame.
        points
            As in `frames.sagittal_points`.
        trunk_length
            The person's own, in the unit of the points.
        """
        before, self._last = self._last, (time_s, points)
        if before is None or not 0 < time_s - before[0] <= TOGETHER_S:
            return dict.fromkeys((LEGS_MIXED, FEET_MIXED, FEET_MIXED_IN_HEIGHT), math.nan)
        speed = (points - before[1]) / (time_s - before[0]) / trunk_length
        knees, feet = ((speed[rows["left"]], speed[rows["right"]]) for rows in (_KNEES, _ANKLES))
        up = [np.array([0.0, v[1]]) for v in feet]
        return {
            LEGS_MIXED: float(_against(*knees)),
            FEET_MIXED: float(_against(*feet)),
            FEET_MIXED_IN_HEIGHT: float(_against(*up)),
        }


def _against(left: Points, right: Points) -> bool:
    sizes = math.hypot(left[0], left[1]), math.hypot(right[0], right[1])
    return min(sizes) > AGAINST_SPEED and float(left @ right) < AGAINST_COSINE * sizes[0] * sizes[1]


def leg_of(side: Side) -> Limb:
    """Return the leg that carries one side's labels."""
    return Limb(_KNEES[side], _ANKLES[side])


@dataclass(frozen=True, slots=True)
class FootAtRest:
    """Where a foot is while both lie alike: how near to the shoulders (minus their distance), and how high.

    In the picture the far foot lies up to 0.2 trunk lengths higher than the near one, more than a lift of either.
    """

    inward: float = 0.0
    height: float = 0.0


class LegPicker:
    """Tells the legs apart frame by frame, with hysteresis.

    Only the legs in `names` are given (None: all).

    - ``near`` and ``far``, ``left`` and ``right``: by the labels.
    - ``rear`` and ``front``: labels swap in a kneeling lunge (in 45 of 87 frames of one real clip), with knee and
      ankle not always together. So the rear leg is the one whose knee lies behind along the facing direction; where
      the knees are too close to tell, the choice that continues the frame before is kept.
    - ``drawn`` and ``outstretched``: the leg whose ankle is nearer the shoulders, and the other. ``raised`` and
      ``lowered``: the leg whose ankle is higher, and the other. Alike, the near leg is taken: it is seen better.
      `apart` tells of these whether they are clearly not alike in the last frame. `rest` is where the feet are while
      they lie alike, where that is known.
    """

    def __init__(
        self,
        facing: Facing,
        trunk_length: float,
        names: Collection[Leg] | None = None,
        *,
        rest: Mapping[Side, FootAtRest] | None = None,
    ) -> None:
        self._names = names
        self._rest = rest or dict.fromkeys(SIDES, FootAtRest())
        self._near: Side = near_side_of(facing)
        self._trunk = trunk_length
        self._rear: Side | None = None
        self._rear_knee: Points | None = None
        self._drawn: Side = self._near
        self._raised: Side = self._near
        self.apart: Mapping[Leg, bool] = {}

    def pick(self, points: Points) -> Mapping[Leg, Limb]:
        """Return the legs of a frame by name, `points` as in `frames.sagittal_points`."""
        feet = {s: foot_of(points, s) for s in SIDES}
        inward: dict[Side, float] = {s: feet[s].inward - self._rest[s].inward for s in SIDES}
        height: dict[Side, float] = {s: feet[s].height - self._rest[s].height for s in SIDES}
        self._drawn, drawn_apart = self._farther(self._drawn, inward)
        self._raised, raised_apart = self._farther(self._raised, height)
        self.apart = {
            "drawn": drawn_apart,
            "outstretched": drawn_apart,
            "raised": raised_apart,
            "lowered": raised_apart,
        }
        far = OTHER_SIDE[self._near]
        legs: dict[Leg, Limb] = {
            "near": leg_of(self._near),
            "far": leg_of(far),
            "left": leg_of("left"),
            "right": leg_of("right"),
            "drawn": leg_of(self._drawn),
            "outstretched": leg_of(OTHER_SIDE[self._drawn]),
            "raised": leg_of(self._raised),
            "lowered": leg_of(OTHER_SIDE[self._raised]),
        }
        rear_knee = self._rear_knee_side(points)
        if rear_knee is not None:
            left_behind = points[_ANKLES["left"], 0] < points[_ANKLES["right"], 0]
            rear_ankle, front_ankle = ("left", "right") if left_behind else ("right", "left")
            legs["rear"] = Limb(_KNEES[rear_knee], _ANKLES[rear_ankle])
            legs["front"] = Limb(_KNEES[OTHER_SIDE[rear_knee]], _ANKLES[front_ankle])
        names = self._names
        return MappingProxyType(legs if names is None else {n: leg for n, leg in legs.items() if n in names})

    def _farther(self, before: Side, amount: Mapping[Side, float]) -> tuple[Side, bool]:
        """Return the side with the larger amount, which only a clear lead changes, and whether it leads clearly."""
        lead = amount[OTHER_SIDE[before]] - amount[before]
        clear = abs(lead) > MIN_LIFT_GAP * self._trunk
        return (OTHER_SIDE[before] if clear and lead > 0 else before), clear

    def _rear_knee_side(self, points: Points) -> Side | None:
        left, right = points[_KNEES["left"]], points[_KNEES["right"]]
        gap = float(left[0] - right[0])
        if not math.isfinite(gap):
            return self._rear
        if abs(gap) >= MIN_LEG_GAP * self._trunk:
            self._rear = "left" if gap < 0 else "right"
        elif self._rear_knee is not None:
            nearer_left = np.sum((left - self._rear_knee) ** 2) < np.sum((right - self._rear_knee) ** 2)
            self._rear = "left" if nearer_left else "right"
        if self._rear is not None:
            self._rear_knee = points[_KNEES[self._rear]]
        return self._rear


def foot_of(points: Points, side: Side) -> FootAtRest:
    """Return where the foot with one side's labels is, `points` as in `frames.sagittal_points`."""
    shoulder, ankle = points[_SHOULDERS].mean(axis=0), points[_ANKLES[side]]
    return FootAtRest(-math.dist(ankle, shoulder), float(ankle[1]))
