"""What a set-up picture shows besides the body: where the camera stands, and the things that the exercise needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Thing = Literal["blankets", "chair", "cushion", "doorway", "kettlebell", "roller", "towel"]
"""``blankets`` lie under the hips, a ``cushion`` under the lower knee, a ``towel`` under the forehead, a ``roller``
under the shoulder blades; a ``chair`` stands beside the person, the ``doorway`` around the forearm that is raised."""


@dataclass(frozen=True, slots=True)
class Setup:
    """The place of the camera and the things around the person.

    Parameters
    ----------
    distance_m, height_m
        Of the camera from the person and above the floor; None for what the body position asks for.
    things
        What is drawn besides mat and body.
    hands
        Where the hands lie, for a demonstration that shows them elsewhere because they do not matter to the camera.
    moment
        How far along the movement it is shown, 0 at the start to 1; None for the far end.
    press
        Whether an arrow points at the waist: what moves there is too small to be seen in a drawing.
    """

    distance_m: float | None = None
    height_m: float | None = None
    things: tuple[Thing, ...] = ()
    hands: Literal["belly"] | None = None
    moment: float | None = None
    press: bool = False
