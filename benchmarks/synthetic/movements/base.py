"""What a movement is: a function to a posture, its numbers, and the view that the exercise asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from benchmarks.synthetic.anthropometry import Body, Side
from benchmarks.synthetic.kinematics import BodyPose

Params = Mapping[str, float]
"""The movement's numbers by name: degrees, or shares of body height."""
PoseFunction = Callable[[Body, float, Params], BodyPose]
"""(body, amplitude 0 in set-up to 1 at the farthest point, numbers) -> posture."""


STIFF_AMPLITUDE: Final = 0.6
"""A stiff person goes 40 % less far, in good form."""


@dataclass(frozen=True, slots=True)
class ViewOfExercise:
    """Where the camera stands, in body heights, so that every body fills the picture alike.

    Parameters
    ----------
    azimuth_deg
        0 in front of the person, 90 at the left side, -90 at the right.
    elevation_deg
        Above the horizontal through the target.
    distance_heights
        From the lens to the target.
    target_heights
        The point in the middle of the picture: x to the person's left, y up, z forward.
    """

    azimuth_deg: float
    elevation_deg: float
    distance_heights: float
    target_heights: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds of one repetition: at rest before, way in, hold, way out, at rest after."""

    setup_s: float = 1.2
    in_s: float = 3.0
    hold_s: float = 3.0
    out_s: float = 3.8
    end_s: float = 0.8


@dataclass(frozen=True, slots=True)
class Movement:
    """One exercise as rendered people do it.

    Parameters
    ----------
    pose
        The function to a posture.
    right
        The numbers of the right version.
    faults
        posecheck's fault id -> the numbers that differ from `right`, at a fault scale of 1.
    jitter
        Number -> how far it differs between people (standard deviation about 0.6 of this, see `population`).
    works
        Side of the leg that the exercise is about ("L", "R"), None where both sides do the same.
    lies_on_pad
        Whether a pad lies under the hips, as thick as they are high.
    primary
        Name of the true plane angle that the exercise is about (`truth.plane_angles`); ``_work`` at its end stands
        for the working side.
    weight
        Whether a kettlebell hangs from the hands.
    back
        The function for the way back where that differs from the way in; equal to it at 0 and 1.
    steady
        Whether the amplitude grows evenly, for movements in a rhythm.
    stiff
        The numbers of a person who comes 40 % less far, for movements in stages: to break off at a smaller amplitude
        would leave the last stages out. Empty: the amplitude ends earlier.
    """

    pose: PoseFunction
    right: Params
    faults: Mapping[str, Params]
    jitter: Params
    view: Literal["side", "front", "oblique"]
    camera: ViewOfExercise
    primary: str
    works: Side | None = None
    lies_on_pad: bool = False
    tempo: Tempo = field(default_factory=Tempo)
    weight: bool = False
    back: PoseFunction | None = None
    steady: bool = False
    stiff: Params = field(default_factory=dict[str, float])

    def numbers(self, fault: str | None, scale: float, jitter: Params, *, stiff: bool = False) -> dict[str, float]:
        """Return the numbers between the right version (`scale` 0) and a fault as it was written (1), with jitter.

        `stiff` starts from the numbers of a stiff person where the movement has them.

        Raises
        ------
        KeyError
            For a fault that this movement does not have.
        """
        wrong: Params = {} if fault is None else self.faults[fault]
        right = {**self.right, **self.stiff} if stiff else self.right
        return {n: v + scale * (wrong.get(n, v) - v) + jitter.get(n, 0.0) for n, v in right.items()}

    def top(self, *, stiff: bool) -> float:
        """Return the amplitude at which the movement ends."""
        return STIFF_AMPLITUDE if stiff and not self.stiff else 1.0

    def primary_of(self, side: Side | None) -> str:
        """Return the name of the primary angle when `side` works."""
        return self.primary.replace("_work", f"_{side}")
