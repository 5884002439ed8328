"""What several movements share: feet on the floor, arms that hang or reach, easing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from benchmarks.synthetic.anthropometry import SIDES, Body, Side
from benchmarks.synthetic.kinematics import BodyPose, Bones, Reach, fk
from benchmarks.synthetic.rotations import Matrix, Vector, rx, ry, unit

STRAIGHT_ARM = 0.985
"""Share of the arm's length at which a hanging arm looks straight but not locked."""
TOE_OUT_DEG = 8.0

Target = Callable[[Side, float, Bones], Vector]
"""(side, its sign of x, bones without arms) -> where the wrist goes."""


def vector(x: float, y: float, z: float) -> Vector:
    """Return a vector of three numbers."""
    return np.array([x, y, z], float)


def between(start: float, end: float, share: float) -> float:
    """Return the value `share` (0 to 1) of the way from `start` to `end`."""
    return start + (end - start) * share


def ease(share: float) -> float:
    """Return a share with minimum jerk, 10 x^3 - 15 x^4 + 6 x^5 (Flash & Hogan 1985, J Neurosci 5:1688).

    Examples
    --------
    >>> ease(0.0), ease(0.5), ease(1.0), ease(2.0)
    (0.0, 0.5, 1.0, 1.0)
    """
    x = min(max(float(share), 0.0), 1.0)
    return x**3 * (10 - 15 * x + 6 * x * x)


def foot(pitch_deg: float = 0.0, turn_deg: float = 0.0) -> Matrix:
    """Return a foot's rotation in the world: 0 flat on the floor pointing forward."""
    return ry(turn_deg) @ rx(pitch_deg)


def standing_hip_height(body: Body, knee_deg: float, behind: float = 0.0, aside: float = 0.0) -> float:
    """Return the height of the hips over flat feet at a knee bend, with the hip `behind` and `aside` of the ankle."""
    thigh, shank = body.thigh, body.shank
    span2 = thigh**2 + shank**2 + 2 * thigh * shank * np.cos(np.radians(knee_deg))
    return float(body.ankle_height + np.sqrt(max(span2 - behind**2 - aside**2, 0.01)))


def standing_legs(body: Body, width: float = 1.15, *, pushed_back: bool = False) -> dict[Side, Reach]:
    """Return both feet flat on the floor, `width` hip widths apart; `pushed_back` knees bend the wrong way."""
    knees = -1.0 if pushed_back else 1.0
    return {
        side: Reach(
            vector(sign * body.half_hip_width * width, body.ankle_height, 0.0),
            vector(sign * 0.12 * knees, 0.0, knees),
            foot(turn_deg=sign * TOE_OUT_DEG),
            pushed_back,
        )
        for side, sign in SIDES
    }


def reach_with_arms(body: Body, pose: BodyPose, target: Target, pole: Vector) -> BodyPose:
    """Return the pose with both wrists at `target`; `pole` is where the left elbow points."""
    bones = fk(body, pose)
    arms = {side: Reach(target(side, sign, bones), pole * np.array([sign, 1.0, 1.0])) for side, sign in SIDES}
    return replace(pose, arms=arms)


def hang_arms(body: Body, pose: BodyPose, toward: Vector) -> BodyPose:
    """Return the pose with straight arms that point `toward`."""
    line = unit(toward) * body.arm * STRAIGHT_ARM
    return reach_with_arms(body, pose, lambda side, _, bones: bones.O[f"ua{side}"] + line, vector(0.5, -0.1, -1.0))


def as_far_as_it_goes(body: Body, shoulder: Vector, target: Vector, share: float = STRAIGHT_ARM) -> Vector:
    """Return `target`, or the point toward it that the arm can reach."""
    way = target - shoulder
    distance = float(np.linalg.norm(way))
    return shoulder + way / distance * min(distance, body.arm * share)
