"""What a word for a measure means: which points it takes, what is computed of them, its unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Points = tuple[NDArray[np.floating[Any]], ...]

LEG_POINTS: Final = frozenset({"knee", "ankle", "heel", "toe"})
"""Points that there are on either leg."""


@dataclass(frozen=True, slots=True)
class MeasureKind:
    """What a word in an exercise file means.

    Parameters
    ----------
    unit
        ``deg``, ``trunk`` (trunk lengths), ``shank`` (shank lengths) or ``%`` of the neutral.
    points
        Names for `SagittalFrame.point`, in the order that `compute` takes them.
    compute
        (points, trunk length in image heights) -> value.
    arc
        Which of `points` are drawn as an angle: (ray, vertex, ray); ``up`` stands for the vertical.
    """

    unit: str
    points: tuple[str, ...]
    compute: Callable[[Points, float], Any]
    arc: tuple[str, str, str] | None = None

    @property
    def needs_leg(self) -> bool:
        """Whether the file must name a leg."""
        return not LEG_POINTS.isdisjoint(self.points)
