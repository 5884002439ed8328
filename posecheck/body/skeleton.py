"""Names, bones and the left/right table of the 33 MediaPipe pose landmarks: the only place with indices.

The order is that of the BlazePose topology used by the MediaPipe Pose Landmarker.
``left`` and ``right`` are the person's own, in a picture that is *not* mirrored.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

Side = Literal["left", "right"]

LANDMARKS: Final[tuple[str, ...]] = (
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
)

N_LANDMARKS: Final = len(LANDMARKS)

INDEX: Final = MappingProxyType({name: i for i, name in enumerate(LANDMARKS)})
"""Landmark name -> row in ``Pose.xy``."""

BONES: Final[tuple[tuple[str, str], ...]] = (
    ("left_shoulder", "right_shoulder"),
    ("left_hip", "right_hip"),
    ("left_shoulder", "left_hip"),
    ("right_shoulder", "right_hip"),
    ("left_shoulder", "left_elbow"),
    ("left_elbow", "left_wrist"),
    ("right_shoulder", "right_elbow"),
    ("right_elbow", "right_wrist"),
    ("left_hip", "left_knee"),
    ("left_knee", "left_ankle"),
    ("left_ankle", "left_heel"),
    ("left_heel", "left_foot_index"),
    ("right_hip", "right_knee"),
    ("right_knee", "right_ankle"),
    ("right_ankle", "right_heel"),
    ("right_heel", "right_foot_index"),
    ("left_ear", "nose"),
    ("right_ear", "nose"),
)
"""Pairs of landmarks that are drawn as lines."""

OTHER_SIDE: Final[Mapping[Side, Side]] = MappingProxyType({"left": "right", "right": "left"})


def mirror_name(name: str) -> str:
    """Return the landmark on the other side of the body.

    Examples
    --------
    >>> mirror_name("left_knee"), mirror_name("mouth_right"), mirror_name("nose")
    ('right_knee', 'mouth_left', 'nose')
    """
    return "_".join({"left": "right", "right": "left"}.get(part, part) for part in name.split("_"))


MIRROR: Final[tuple[int, ...]] = tuple(INDEX[mirror_name(name)] for name in LANDMARKS)
"""Row of the same landmark on the other side, for every row."""


def side_of(index: int) -> Side | None:
    """Return the side a landmark row belongs to, or None for the nose.

    Examples
    --------
    >>> side_of(25), side_of(26), side_of(0)
    ('left', 'right', None)
    """
    parts = LANDMARKS[index].split("_")
    return "left" if "left" in parts else "right" if "right" in parts else None
