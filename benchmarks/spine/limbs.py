"""What the rest of the body does in a random posture: sideways bends of the spine, arms, head."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from benchmarks.spine.backs import Back, Rng
from benchmarks.synthetic.anthropometry import SIDES, Body
from benchmarks.synthetic.kinematics import ArmAngles, Bend, BodyPose
from benchmarks.synthetic.movements.limbs import hang_arms, vector

SIDEWAYS_SD_DEG: Final = 1.5
"""Nobody moves in one plane only: bends and twists of the spine to the side."""


def bent_spine(back: Back, rng: Rng) -> tuple[Bend, Bend]:
    """Return the bends of lumbar spine and thorax, with a little to the side."""
    aside = rng.normal(0.0, SIDEWAYS_SD_DEG, 4)
    return (back.lumbar, float(aside[0]), float(aside[1])), (back.thorax, float(aside[2]), float(aside[3]))


def free_arms(body: Body, pose: BodyPose, rng: Rng, *, is_setup: bool) -> BodyPose:
    """Return the pose with hanging, reaching, resting or folded arms."""
    u = rng.uniform
    choice = int(rng.choice(6, p=[0.6, 0.4, 0, 0, 0, 0] if is_setup else [0.32, 0.18, 0.18, 0.14, 0.09, 0.09]))
    if choice == 0:
        return hang_arms(body, pose, vector(0.0, -1.0, float(u(-0.12, 0.22))))
    flexion, abduction, elbow = (
        (u(-6, 14), u(4, 14), u(5, 25)),  # at the sides
        (u(30, 120), u(4, 14), u(5, 60)),  # forward
        (u(-10, 30), u(8, 28), u(20, 90)),  # on hips or thighs
        (u(30, 60), u(-8, 6), u(90, 130)),  # folded over the chest
        (u(140, 178), u(5, 25), u(5, 120)),  # overhead or behind the head
    )[choice - 1]
    angles = ArmAngles(float(flexion), float(abduction), 0.0, float(elbow))
    return replace(pose, arms={side: angles for side, _ in SIDES})


def carried_head(rng: Rng, back: Back, *, is_setup: bool) -> tuple[Bend, float]:
    """Return bend of the neck and how far the head is carried forward; many look up again as the chest goes down."""
    if is_setup:
        return (float(rng.normal(0, 5)), 0.0, 0.0), float(rng.normal(5, 6))
    gaze = -float(rng.uniform(0, 0.6)) * back.chest
    return (float(np.clip(gaze + rng.normal(0, 16), -60, 55)), 0.0, 0.0), float(rng.uniform(-6, 35))
