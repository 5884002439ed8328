"""Pelvis, low back and chest, each drawn on its own within what a body can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Rng = np.random.Generator


@dataclass(frozen=True, slots=True)
class Back:
    """Pelvic tilt, lumbar and thoracic flexion of one posture, degrees; + forward and rounded."""

    tilt: float
    lumbar: float
    thorax: float

    @property
    def chest(self) -> float:
        """Inclination of the chest against its own at rest."""
        return self.tilt + self.lumbar + self.thorax


def _within(draw: Callable[[], Back], low: float, high: float) -> Back:
    """Return the first back whose chest leans between two angles; the last one where none of 60 does."""
    back = draw()
    for _ in range(60):
        if low <= back.chest <= high:
            break
        back = draw()
    return back


def near_neutral(tilt: tuple[float, float], lumbar: tuple[float, float], thorax: float) -> Callable[[Rng], Back]:
    """Return a set-up: (middle, deviation) of tilt and lumbar flexion, deviation of thoracic flexion."""

    def setup(rng: Rng) -> Back:
        cut = np.clip(rng.normal(size=3), -2.5, 2.5)
        return Back(tilt[0] + tilt[1] * cut[0], lumbar[0] + lumbar[1] * cut[1], thorax * cut[2])

    return setup


def standing_back(rng: Rng) -> Back:
    """Return a back for standing."""
    u = rng.uniform
    return Back(u(-16, 26), u(-34, 28), u(-15, 35))


def hinging_back(rng: Rng) -> Back:
    """Return a back for hinging, trunk 8 to 118 degrees down."""
    u = rng.uniform
    return _within(lambda: Back(u(-5, 88), u(-24, 60), u(-16, 50)), 8, 118)


def kneeling_back(rng: Rng) -> Back:
    """Return a back for kneeling."""
    u = rng.uniform
    return _within(lambda: Back(u(-20, 60), u(-38, 40), u(-18, 40)), -28, 90)


def sitting_back(rng: Rng) -> Back:
    """Return a back for sitting, slumps among them."""
    u = rng.uniform
    return _within(lambda: Back(u(-40, 48), u(-18, 64), u(-14, 55)), -30, 110)


def supine_back(rng: Rng) -> Back:
    """Return a back for lying on the back."""
    u = rng.uniform
    return _within(lambda: Back(u(-38, 16), u(-32, 26), u(-8, 16)), -45, 18)


def prone_back(rng: Rng) -> Back:
    """Return a back for lying on the belly."""
    u = rng.uniform
    return _within(lambda: Back(u(-10, 12), u(-55, 14), u(-36, 14)), -80, 14)
