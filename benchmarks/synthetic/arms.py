"""Where people leave their arms when an exercise does not say: instead of its own, the same all the time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from benchmarks.synthetic.anthropometry import SIDES
from benchmarks.synthetic.kinematics import ArmAngles, BodyPose

ARMS: Final[Mapping[str, ArmAngles]] = MappingProxyType(
    {
        "hanging": ArmAngles(),
        "on_hips": ArmAngles(flexion=-18.0, abduction=42.0, rotation=-50.0, elbow=95.0),
        "folded": ArmAngles(flexion=38.0, abduction=4.0, rotation=-65.0, elbow=112.0),
        "ahead": ArmAngles(flexion=85.0, abduction=4.0, elbow=8.0),
        "overhead": ArmAngles(flexion=168.0, abduction=8.0, elbow=12.0),
        "behind_head": ArmAngles(flexion=150.0, abduction=28.0, elbow=125.0),
    }
)


def with_arms(pose: BodyPose, name: str) -> BodyPose:
    """Return a posture with both arms elsewhere; an empty name leaves them.

    Raises
    ------
    KeyError
        For a name that is none of `ARMS`.
    """
    if not name:
        return pose
    return replace(pose, arms={side: ARMS[name] for side, _ in SIDES})
