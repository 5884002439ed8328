"""What a word for a measure means: which points it takes, what is computed of them, its unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.rules.exercise.definition import CameraView

Points = tuple[NDArray[np.floating[Any]], ...]

LEG_POINTS: Final = frozenset({"knee", "ankle", "heel", "toe"})
"""Points that there are on either leg."""
FOOT_POINTS: Final = LEG_POINTS - {"knee"}
ARM_POINTS: Final = frozenset({"elbow", "wrist"})
"""Points that there are on either arm, seen from the front."""


@dataclass(frozen=True, slots=True)
class MeasureKind:
    """What a word in an exercise file means.

    Parameters
    ----------
    unit
        ``deg``, ``trunk`` (trunk lengths), ``shank`` (shank lengths) or ``%`` of the neutral; ``deg_back`` and
        ``deg_pelvis`` are degrees that users see in words.
    points
        Names for `SagittalFrame.point` or `FrontalFrame.point`, in the order that `compute` takes them.
    compute
        (points, trunk length in image heights) -> value.
    arc
        Which of `points` are drawn as an angle: (ray, vertex, ray); ``up`` stands for the vertical.
    view
        From where it can be read; None from the side and from the front alike.
    outline
        Whether it is read from the outline of the back (see `posecheck.rules.back.edge`), as change from the own
        neutral, and not from `points`, which only have to be in sight.
    """

    unit: str
    points: tuple[str, ...]
    compute: Callable[[Points, float], Any]
    arc: tuple[str, str, str] | None = None
    view: CameraView | None = "side"
    outline: bool = False

    @property
    def needs_leg(self) -> bool:
        """Whether the file must name a leg."""
        return not LEG_POINTS.isdisjoint(self.points)

    @property
    def needs_arm(self) -> bool:
        """Whether the file must name an arm."""
        return not ARM_POINTS.isdisjoint(self.points)
