"""What a film shows of a body over time, whatever is done: how high its parts are, how bent its joints, how it stands.

Every sign is a number for each picture in which somebody was found. None of them needs a start position, a side or an
exercise, and none changes when the film is mirrored: of two legs or arms there are the more and the less bent one.
Lengths are in trunk lengths (the trunk's own, not foreshortened: `TRUNK_SHARE` of the film), heights are above the
lowest point of the body, which is the floor wherever anybody does these exercises. Angles are in the picture, degrees;
0 is a straight knee or hip, an arm that hangs along the trunk, an upright trunk. In pictures of right and wrong
demonstrations against real people of the same exercise the signs differ by up to 15 degrees and 0.2 trunk lengths
(`python -m benchmarks.real FOLDER --auto`), which is why conditions on them stand wide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import Pose
from posecheck.body.skeleton import INDEX

Array = NDArray[np.floating[Any]]

TRUNK_SHARE: Final = 90
"""The trunk's length is this percentile of what is seen: turned away or bent to the camera it only looks shorter."""
LEAST_PICTURES: Final = 5
"""Fewer pictures of a person than this are no film."""
SIGNS: Final[Mapping[str, str]] = {
    "lean": "deg",
    "yaw": "deg",
    "hip_height": "trunk",
    "shoulder_height": "trunk",
    "hips_over_shoulders": "trunk",
    "knee_low": "trunk",
    "knee_high": "trunk",
    "foot_low": "trunk",
    "foot_high": "trunk",
    "hand_low": "trunk",
    "hand_high": "trunk",
    "hands_below_shoulders": "trunk",
    "knee_less": "deg",
    "knee_more": "deg",
    "knee_of_high_foot": "deg",
    "hip_less": "deg",
    "hip_more": "deg",
    "hips_differ": "deg",
    "arm_less": "deg",
    "arm_more": "deg",
    "ankle_more": "deg",
    "feet_apart": "trunk",
    "knees_apart": "trunk",
    "legs_crossed": "trunk",
    "hand_to_knee": "trunk",
    "hand_to_foot": "trunk",
    "hands_from_feet": "trunk",
    "nose_from_knee": "trunk",
    "head_bent": "deg",
    "face_up": "trunk",
}
"""Sign -> unit; what each means stands in docs/exercise_file.md."""


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """The signs of the pictures in which somebody was found.

    Parameters
    ----------
    time_s
        Shape (T,), seconds.
    signs
        Name of `SIGNS` -> shape (T,).
    """

    time_s: Array
    signs: Mapping[str, Array]

    def __len__(self) -> int:
        """Return how many pictures there are."""
        return len(self.time_s)

    def cut_to(self, first: int, end: int) -> Film:
        """Return the film from one picture to before another."""
        return Film(self.time_s[first:end], {name: values[first:end] for name, values in self.signs.items()})


def film_of(poses: Sequence[Pose]) -> Film:
    """Return what a film shows; poses without a person are left out."""
    seen = [pose for pose in poses if pose.found]
    if len(seen) < LEAST_PICTURES:
        return Film(np.empty(0), {name: np.empty(0) for name in SIGNS})
    xy = np.stack([pose.xy for pose in seen]).astype(np.float64)
    xyz = np.stack([pose.xyz for pose in seen]).astype(np.float64)
    trunk = float(np.percentile(np.linalg.norm(_middle(xy, "shoulder") - _middle(xy, "hip"), axis=1), TRUNK_SHARE))
    body = xy / max(trunk, 1e-6)
    times = np.array([pose.time_s for pose in seen])
    return Film(times, {**_heights(body), **_angles(body), **_places(body), "yaw": _yaw(xyz)})


def _pair(xy: Array, part: str) -> Array:
    """Return left and right, shape (T, 2, 2 or 3)."""
    return xy[:, [INDEX[f"left_{part}"], INDEX[f"right_{part}"]]]


def _middle(xy: Array, part: str) -> Array:
    return _pair(xy, part).mean(axis=1)


def _heights(xy: Array) -> dict[str, Array]:
    parts = ("shoulder", "wrist", "hip", "knee", "ankle", "heel", "foot_index")
    floor = np.concatenate([_pair(xy, part)[..., 1] for part in parts], axis=1).max(axis=1)
    height = {part: floor[:, None] - _pair(xy, part)[..., 1] for part in ("knee", "ankle", "wrist")}
    hip, shoulder = (floor - _middle(xy, part)[:, 1] for part in ("hip", "shoulder"))
    return {
        "hip_height": hip,
        "shoulder_height": shoulder,
        "hips_over_shoulders": hip - shoulder,
        "knee_low": height["knee"].min(axis=1),
        "knee_high": height["knee"].max(axis=1),
        "foot_low": height["ankle"].min(axis=1),
        "foot_high": height["ankle"].max(axis=1),
        "hand_low": height["wrist"].min(axis=1),
        "hand_high": height["wrist"].max(axis=1),
        "hands_below_shoulders": shoulder - height["wrist"].min(axis=1),
    }


def _angles(xy: Array) -> dict[str, Array]:
    at = {part: _pair(xy, part) for part in ("shoulder", "elbow", "hip", "knee", "ankle", "foot_index")}
    knee = 180 - _angle(at["hip"], at["knee"], at["ankle"])
    hip = 180 - _angle(at["shoulder"], at["hip"], at["knee"])
    arm = _angle(at["hip"], at["shoulder"], at["elbow"])
    trunk = _middle(xy, "shoulder") - _middle(xy, "hip")
    high = np.argmin(at["ankle"][..., 1], axis=1)[:, None]
    neck = _middle(xy, "shoulder")[:, None]
    return {
        "lean": np.degrees(np.arctan2(np.abs(trunk[:, 0]), -trunk[:, 1])),
        "knee_less": knee.min(axis=1),
        "knee_more": knee.max(axis=1),
        "knee_of_high_foot": np.take_along_axis(knee, high, axis=1)[:, 0],
        "hip_less": hip.min(axis=1),
        "hip_more": hip.max(axis=1),
        "hips_differ": np.abs(hip[:, 0] - hip[:, 1]),
        "arm_less": arm.min(axis=1),
        "arm_more": arm.max(axis=1),
        "ankle_more": _angle(at["knee"], at["ankle"], at["foot_index"]).max(axis=1),
        "head_bent": 180 - _angle(_middle(xy, "hip")[:, None], neck, _middle(xy, "ear")[:, None])[:, 0],
    }


def _places(xy: Array) -> dict[str, Array]:
    hand, knee, foot, hip = (_pair(xy, part) for part in ("wrist", "knee", "ankle", "hip"))
    across = foot[:, 0, 0] - foot[:, 1, 0]
    nose = xy[:, [INDEX["nose"]]]
    return {
        "feet_apart": np.abs(across),
        "knees_apart": np.abs(knee[:, 0, 0] - knee[:, 1, 0]),
        "legs_crossed": -across * np.sign(hip[:, 0, 0] - hip[:, 1, 0]),
        "hand_to_knee": _nearest(hand, knee),
        "hand_to_foot": _nearest(hand, foot),
        "hands_from_feet": np.abs(hand[:, :, None, 0] - foot[:, None, :, 0]).min(axis=(1, 2)),
        "nose_from_knee": _nearest(nose, knee),
        "face_up": _middle(xy, "ear")[:, 1] - nose[:, 0, 1],
    }


def _nearest(a: Array, b: Array) -> Array:
    """Return the smallest distance between the points of two groups, shape (T,)."""
    return np.linalg.norm(a[:, :, None] - b[:, None], axis=3).min(axis=(1, 2))


def _angle(a: Array, vertex: Array, b: Array) -> Array:
    """Return the angle at a vertex, degrees; a limb that points at the camera and has no length counts as straight."""
    u, v = a - vertex, b - vertex
    length = np.linalg.norm(u, axis=-1) * np.linalg.norm(v, axis=-1)
    cosine = np.where(length > 1e-9, np.sum(u * v, axis=-1) / np.maximum(length, 1e-9), -1.0)
    return np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))


def _yaw(xyz: Array) -> Array:
    """Return how far the body is turned from side-on, degrees: 0 from the side, 90 from the front or from behind."""
    across = _pair(xyz, "shoulder")
    line = across[:, 0] - across[:, 1]
    return np.degrees(np.arctan2(np.abs(line[:, 0]), np.abs(line[:, 2])))
