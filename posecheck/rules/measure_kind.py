"""What a word for a measure in an exercise file means: the record that the tables of kinds are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecheck.rules.exercise import CameraView

Points = tuple[NDArray[np.floating[Any]], ...]


@dataclass(frozen=True, slots=True)
class MeasureKind:
    """What a word in an exercise file means.

    Parameters
    ----------
    unit
        ``deg``, ``trunk`` (trunk lengths), ``shank`` (shank lengths) or ``%`` of the neutral.
    points
        Names for `SagittalFrame.point` or `FrontalFrame.point`, in the order that `compute` takes them.
    compute
        (points, trunk length in image heights) -> value.
    view
        From where it can be read; None from the side and from the front alike.
    arc
        Which of `points` are drawn as an angle: (ray, vertex, ray); ``up`` stands for the vertical.
    """

    unit: str
    points: tuple[str, ...]
    compute: Callable[[Points, float], Any]
    arc: tuple[str, str, str] | None = None
    view: CameraView | None = "side"

    @property
    def needs_leg(self) -> bool:
        """Whether the file must name a leg."""
        return bool({"knee", "ankle", "heel", "toe"} & set(self.points))

    @property
    def needs_arm(self) -> bool:
        """Whether the file must name an arm."""
        return bool({"elbow", "wrist"} & set(self.points))
