"""People whose shapes vary far more than the truth bench's: an estimator learns the body or it learns the back.

Tables of thickness bulge and hollow at random, and so do the lengths of the limbs, the curves of the spine and where
along it a bend happens. More kinds of bodies were worth more than more pictures of each.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.anthropometry import SPINE, Body, SpineSegment, Vector
from benchmarks.synthetic.population import LOOSE_SHIRT_M, random_body
from benchmarks.synthetic.profiles import KNOTS, LIMB_NAMES, TORSO_SAMPLES, Profiles, profiles_of

Floats = NDArray[np.float64]

# standard deviations, as shares of the usual value
ARM_SD: Final = 0.035
HIP_WIDTH_SD: Final = 0.06
SHOULDER_WIDTH_SD: Final = 0.06
SACRUM_SD: Final = 0.08
SEGMENT_SD: Final = 0.05
BEND_SHARE_SD: Final = 0.25
"""How unevenly people bend: a stiff lowest segment with a mobile one above it, or the other way round."""
PITCH_SD_DEG: Final = 2.5
"""Of each segment's neutral inclination, beside the common factors on lordosis and kyphosis."""
DEPTH_SD, WIDTH_SD, LIMB_SD, SHIFT_SD = 0.09, 0.07, 0.09, 0.004
"""Of the bulges of the trunk's depth and width, of each limb's thickness, and of its way off the bone (heights)."""
BULGES: Final = 5
"""Random bulges along the trunk, each as wide as the trunk's length divided by 2 to 8."""
DRAPED_SHARE: Final = 0.22
LOOSE_M: Final = (0.0, 0.0, 0.0, 0.004, 0.010, 0.018)


@dataclass(frozen=True)
class VariedBody(Body):
    """A body with proportions of its own; the new fields are factors on the usual ones.

    Parameters
    ----------
    arms, hip_width, shoulder_width, sacrum
        Lengths of both parts of the arm, widths between the joints, distance from the hips to the last lumbar joint.
    lengths, bends, pitches_deg
        Of each piece of the spine: length, share of a bend (before the shares are made to add up to 1 again), and what
        is added to the neutral inclination.
    """

    arms: float = 1.0
    hip_width: float = 1.0
    shoulder_width: float = 1.0
    sacrum: float = 1.0
    lengths: tuple[float, ...] = (1.0,) * len(SPINE)
    bends: tuple[float, ...] = (1.0,) * len(SPINE)
    pitches_deg: tuple[float, ...] = (0.0,) * len(SPINE)

    @property
    def upper_arm(self) -> float:
        """Shoulder to elbow."""
        return super().upper_arm * self.arms

    @property
    def forearm(self) -> float:
        """Elbow to wrist."""
        return super().forearm * self.arms

    @property
    def half_hip_width(self) -> float:
        """Mid-plane to hip joint."""
        return super().half_hip_width * self.hip_width

    @property
    def half_shoulder_width(self) -> float:
        """Mid-plane to shoulder joint."""
        return super().half_shoulder_width * self.shoulder_width

    @property
    def lumbosacral_joint(self) -> Vector:
        """From mid-hip to L5/S1 in the pelvis' axes."""
        return super().lumbosacral_joint * self.sacrum

    @cached_property
    def spine(self) -> tuple[SpineSegment, ...]:
        """Pieces of this spine."""
        lumbar, thorax = (np.array([getattr(s, part) for s in SPINE]) * self.bends for part in ("lumbar", "thorax"))
        lumbar, thorax = lumbar / lumbar.sum(), thorax / thorax.sum()
        return tuple(
            s._replace(
                length=s.length * self.lengths[i],
                pitch_deg=s.pitch_deg + self.pitches_deg[i],
                lumbar=float(lumbar[i]),
                thorax=float(thorax[i]),
            )
            for i, s in enumerate(SPINE)
        )


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """One person of the training: body, its own tables, and whether the shirt hangs over the hollow of the back."""

    body: VariedBody
    tables: Profiles
    draped: bool


def random_subject(rng: np.random.Generator) -> Subject:
    """Return a person."""
    draped = bool(rng.random() < DRAPED_SHARE)
    fixed: dict[str, Any] = {
        "lordosis": float(np.clip(rng.normal(1.0, 0.35), 0.1, 2.0)),
        "kyphosis": float(np.clip(rng.normal(1.05, 0.32), 0.3, 2.0)),
        "build": float(np.clip(rng.normal(0.05, 0.6), -1.1, 1.6)),
        "glute": float(np.clip(rng.normal(1.0, 0.10), 0.75, 1.3)),
        "leg_ratio": float(np.clip(rng.normal(1.0, 0.03), 0.92, 1.08)),
        "loose": LOOSE_SHIRT_M if draped else float(rng.choice(LOOSE_M)),
        "barefoot": float(rng.random() < 0.4),
    }
    plain = random_body(rng, **fixed)
    body = VariedBody(
        **asdict(plain),
        arms=_near_one(rng, ARM_SD),
        hip_width=_near_one(rng, HIP_WIDTH_SD),
        shoulder_width=_near_one(rng, SHOULDER_WIDTH_SD),
        sacrum=_near_one(rng, SACRUM_SD),
        lengths=tuple(_near_one(rng, SEGMENT_SD) for _ in SPINE),
        bends=tuple(float(np.exp(rng.normal(0.0, BEND_SHARE_SD))) for _ in SPINE),
        pitches_deg=tuple(float(rng.normal(0.0, PITCH_SD_DEG)) for _ in SPINE),
    )
    return Subject(body, random_tables(body, rng), draped)


def random_tables(body: Body, rng: np.random.Generator) -> Profiles:
    """Return thicknesses around those that follow from height, build and sex."""
    usual = profiles_of(body)
    torso = usual.torso * np.stack([_bulges(rng, sd) for sd in (WIDTH_SD, DEPTH_SD, DEPTH_SD)], -1)
    scale, shift = np.ones(len(LIMB_NAMES)), np.zeros(len(LIMB_NAMES))
    for kind in sorted({name.rstrip("LR") for name in LIMB_NAMES}):
        rows = [i for i, name in enumerate(LIMB_NAMES) if name.rstrip("LR") == kind]
        scale[rows] = np.exp(rng.normal(0.0, LIMB_SD))
        shift[rows] = rng.normal(0.0, SHIFT_SD) * body.height if kind in ("thigh", "clav", "neck") else 0.0
    taper = 1 + rng.normal(0.0, 0.04, (len(LIMB_NAMES), 1)) * np.linspace(-1, 1, KNOTS)
    return replace(usual, torso=torso, radius=usual.radius * scale[:, None] * taper, shift=usual.shift + shift[:, None])


def _bulges(rng: np.random.Generator, sd: float) -> Floats:
    """Return a smooth positive factor along the trunk, shape (TORSO_SAMPLES,)."""
    along = np.linspace(0, 1, TORSO_SAMPLES)
    log = np.full(TORSO_SAMPLES, rng.normal(0.0, sd * 0.6))
    for _ in range(BULGES):
        width = 1 / rng.uniform(2.0, 8.0)
        log += rng.normal(0.0, sd * 0.6) * np.exp(-2 * ((along - rng.uniform(-0.1, 1.1)) / width) ** 2)
    return np.exp(log)


def _near_one(rng: np.random.Generator, sd: float) -> float:
    return float(np.exp(np.clip(rng.normal(0.0, sd), -2.5 * sd, 2.5 * sd)))
