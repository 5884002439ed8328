"""Random people, and the small differences of movement that no two repetitions share; all from a seed.

Body, movement, sway and tempo are drawn from streams of their own, so that switching one variation leaves the rest of
a clip as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

import numpy as np

from benchmarks.synthetic.anthropometry import Body
from benchmarks.synthetic.kinematics import BodyPose
from benchmarks.synthetic.spec import ClipSpec

BODY_STREAM: Final = 1
JITTER_STREAM: Final = 2
SWAY_STREAM: Final = 3
TEMPO_STREAM: Final = 4
"""Numbers of the random streams; the renderer's begin at 10."""

# Standing height of adults: means and spread near those of European surveys; women 12 cm smaller.
HEIGHT_MAN_M: Final = 1.76
HEIGHT_WOMAN_LESS_M: Final = 0.12
HEIGHT_SD_M: Final = 0.06
LOOSE_SHIRT_M: Final = 0.016
"""A shirt this far off the body spans the hollow of the back."""

SKINS: Final = (
    (0.86, 0.68, 0.57),
    (0.78, 0.58, 0.45),
    (0.58, 0.40, 0.29),
    (0.42, 0.28, 0.20),
    (0.92, 0.74, 0.64),
    (0.70, 0.52, 0.38),
)
HAIRS: Final = ((0.13, 0.09, 0.07), (0.30, 0.19, 0.11), (0.07, 0.06, 0.06), (0.50, 0.36, 0.20), (0.35, 0.33, 0.32))
SHIRTS: Final = (
    (0.20, 0.38, 0.62),
    (0.75, 0.28, 0.32),
    (0.80, 0.78, 0.74),
    (0.25, 0.50, 0.36),
    (0.85, 0.62, 0.20),
    (0.45, 0.30, 0.55),
    (0.22, 0.22, 0.25),
    (0.30, 0.62, 0.68),
)
PANTS: Final = (
    (0.17, 0.17, 0.20),
    (0.22, 0.27, 0.42),
    (0.45, 0.43, 0.40),
    (0.30, 0.22, 0.18),
    (0.12, 0.20, 0.18),
)

JITTER_SD: Final = 0.6
JITTER_LIMIT: Final = 1.5
"""Small differences of movement: normal with this SD, cut at this, times the movement's own scale."""

SWAY_HZ: Final = np.array([0.27, 0.61, 1.1])
SWAY_SHARE: Final = np.array([0.5, 0.3, 0.2])
"""Quiet stance sways mostly below 1 Hz, the slower the wider."""
# Degrees of sway at full amplitude: (flexion, side bend, twist).
LUMBAR_SWAY: Final = (0.6, 0.3, 0.3)
THORAX_SWAY: Final = (0.6, 0.3, 0.0)
NECK_SWAY: Final = (1.0, 0.5, 0.8)

Item = TypeVar("Item")


def stream(seed: int, number: int) -> np.random.Generator:
    """Return the random numbers of one purpose for a clip's seed."""
    return np.random.default_rng([seed, number])


def random_body(rng: np.random.Generator, **fixed: Any) -> Body:
    """Return a random adult.

    Parameters
    ----------
    fixed
        Fields of `Body` that are not left to chance.
    """

    def pick(choices: Sequence[Item]) -> Item:
        return choices[int(rng.integers(len(choices)))]

    def around(middle: float, sd: float, low: float, high: float) -> float:
        return float(np.clip(rng.normal(middle, sd), low, high))

    woman = int(rng.integers(2))
    drawn = Body(
        height=float(rng.normal(HEIGHT_MAN_M - HEIGHT_WOMAN_LESS_M * woman, HEIGHT_SD_M)),
        woman=woman,
        build=around(0.0, 0.55, -1.0, 1.3),
        lordosis=around(1.0, 0.3, 0.2, 1.8),
        kyphosis=around(1.0, 0.25, 0.4, 1.7),
        leg_ratio=around(1.0, 0.02, 0.95, 1.05),
        glute=around(1.0, 0.06, 0.85, 1.15),
        belly=around(-0.1, 0.4, 0.0, 2.0),
        skin=pick(SKINS),
        hair=pick(HAIRS),
        shirt=pick(SHIRTS),
        pants=pick(PANTS),
        long_pants=float(rng.integers(2)),
        long_hair=float(woman and rng.random() < 0.6),
        sleeve=float(rng.choice([0.4, 0.55, 0.7])),
        loose=float(rng.choice([0.0, 0.0, 0.004, 0.010])),
        seed=int(rng.integers(1000)),
    )
    return replace(drawn, **fixed)


def body_of(spec: ClipSpec) -> Body:
    """Return the person of a clip."""
    body = random_body(stream(spec.seed, BODY_STREAM))
    return replace(body, loose=LOOSE_SHIRT_M) if spec.variation.loose_shirt else body


def draw_jitter(seed: int, scales: Mapping[str, float]) -> dict[str, float]:
    """Return what this person does differently in each of a movement's numbers."""
    rng = stream(seed, JITTER_STREAM)
    cut = JITTER_LIMIT
    return {name: scales[name] * float(np.clip(rng.normal(0, JITTER_SD), -cut, cut)) for name in sorted(scales)}


def make_sway(seed: int) -> Callable[[BodyPose, float], BodyPose]:
    """Return a function (pose, seconds) -> the pose with this person's small sway of spine and head."""
    phases = stream(seed, SWAY_STREAM).uniform(0, 2 * np.pi, (3, 3, len(SWAY_HZ)))
    width = np.array([LUMBAR_SWAY, THORAX_SWAY, NECK_SWAY])

    def sway(pose: BodyPose, time_s: float) -> BodyPose:
        lumbar, thorax, neck = width * (np.sin(2 * np.pi * SWAY_HZ * time_s + phases) @ SWAY_SHARE)
        return replace(
            pose,
            lumbar=tuple(np.add(pose.lumbar, lumbar).tolist()),
            thorax=tuple(np.add(pose.thorax, thorax).tolist()),
            neck=tuple(np.add(pose.neck, neck).tolist()),
        )

    return sway
