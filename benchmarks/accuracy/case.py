"""One clip of a run and what posecheck should say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from benchmarks.synthetic.spec import ClipSpec

Role = Literal["right", "beyond", "inside", "view", "refuse"]
"""right: well done and well filmed. beyond, inside: one fault, past and short of where its rule fires. view: well done,
filmed from farther round or away; judged or not, but never wrongly. refuse: well done, and not to be judged from there.
"""

SIDE_YAW_DEG = 15.0
"""The goals hold for a side view within this."""


@dataclass(frozen=True, slots=True)
class Case:
    """A clip to render and to judge.

    Parameters
    ----------
    name
        Says exercise, fault or variation, and seed; unique in a run.
    role
        What is asked of it.
    fault
        The fault that is asked about (roles beyond and inside), else None.
    advice
        Keys of `posecheck.language`: one of these must be said where it is not judged (role refuse).
    dose
        Name of the exercise's dose to judge by, None for none.
    """

    name: str
    spec: ClipSpec
    role: Role
    fault: str | None = None
    advice: tuple[str, ...] = ()
    dose: str | None = None

    @property
    def from_the_side(self) -> bool:
        """Whether the goals for angles and times hold for it."""
        return self.role in ("right", "beyond", "inside") and abs(self.spec.camera.yaw_deg) <= SIDE_YAW_DEG

    @property
    def view(self) -> str:
        """The view in words, for the tables."""
        spec = self.spec
        parts: list[str] = []
        if spec.variation.dark:
            parts.append("dark")
        if spec.variation.cropped_legs:
            parts.append("legs cropped")
        if spec.variation.second_person:
            parts.append("second person")
        if spec.variation.furniture:
            parts.append("furniture")
        if spec.variation.noisy and not spec.variation.dark:
            parts.append("noisy")
        if spec.camera.distance != 1:
            parts.append(f"distance × {spec.camera.distance:g}")
        if spec.camera.height_m is not None:
            parts.append(f"lens at {spec.camera.height_m:g} m")
        if spec.camera.pitch_deg:
            parts.append(f"pitch {spec.camera.pitch_deg:g}°")
        if spec.camera.roll_deg:
            parts.append(f"roll {spec.camera.roll_deg:g}°")
        return ", ".join(parts) or f"yaw {abs(spec.camera.yaw_deg):g}°"
