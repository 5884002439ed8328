"""The landmarks of one figure, where they stand in the drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecheck.body.skeleton import INDEX, Side
from posecheck.figure.colours import Part

Array = NDArray[np.floating[Any]]

FRONT_WIDTH: Final = 0.20
"""Between the shoulder landmarks of somebody who faces the camera, body heights."""
SIDE_WIDTH: Final = 0.05
"""The same of somebody seen from the side: less than this is taken for nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Posture:
    """Landmarks in pixels of the drawing, and what is needed to clothe them.

    Parameters
    ----------
    points
        Shape (33, 2), y down.
    unit
        Pixels for one body height.
    near
        The side of the body that is nearer.
    back
        Directions of the trunk at the pelvis and at the chest, see `Still`.
    """

    points: Array
    unit: float
    near: Side
    back: Array | None = None

    def at(self, name: str) -> Array:
        """Return a landmark, shape (2,)."""
        return self.points[INDEX[name]]

    @property
    def far(self) -> Side:
        """The side of the body that is farther away."""
        return "right" if self.near == "left" else "left"

    @property
    def frontal(self) -> float:
        """0 for somebody seen from the side, 1 from the front."""
        width = np.linalg.norm(self.at("left_shoulder") - self.at("right_shoulder"))
        return float(np.clip((width / self.unit - SIDE_WIDTH) / (FRONT_WIDTH - SIDE_WIDTH), 0.0, 1.0))


class Shape(NamedTuple):
    """One shape of a drawing: what it is of, and its outline as SVG path data."""

    part: Part
    path: str
