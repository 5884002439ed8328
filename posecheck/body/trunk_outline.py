"""The trunk's own frame, in which its outline is measured, and what may hide the outline there.

The chord runs from mid-hip (0) to mid-shoulder (1); `posecheck.body.pose.STATIONS` lie along it. Across it, side 0 is
that of (-t_y, t_x) in image axes, where t points from hip to shoulder, side 1 the other. Lengths are in chord lengths.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import STATIONS, Array, Pose
from posecheck.body.skeleton import INDEX

Unseen = Literal["nobody", "arm", "border", "edge"]
"""Why an outline is not seen: nobody there; an arm or hand on it; the picture ends there; no clear edge."""

SIGNS: Final = (1.0, -1.0)
"""Direction of the two rows of an outline across the chord."""

MARGIN: Final = 0.01
"""Image heights beside the picture's border in which the mask fades and no edge is believed."""

REACH: Final = 0.3
"""Chord lengths from the chord within which a back lies: in rendered bodies of all builds 0.05 to 0.28 standing."""

_HIPS: Final = [INDEX["left_hip"], INDEX["right_hip"]]
_SHOULDERS: Final = [INDEX["left_shoulder"], INDEX["right_shoulder"]]
_ARMS: Final = tuple(
    [INDEX[f"{side}_{part}"] for part in ("shoulder", "elbow", "wrist", "index")] for side in ("left", "right")
)

_SHARES: Final = (np.array([0.4, 0.6, 0.8, 1.0]), np.array([0.25, 0.5, 0.75, 1.0]), np.array([0.5, 1.0]))
"""Where along upper arm, forearm and hand its body is looked for; the shoulder itself is part of the back's outline."""

_RADII: Final = np.repeat([0.085, 0.065, 0.05], [len(s) for s in _SHARES])
"""Half thickness of upper arm, forearm and hand: girths of 27, 20 and 16 cm on a chord of 0.5 m."""

_SLACK: Final = 0.02
"""How far the edge may lie beyond an arm and still be that arm's: the error of the landmarks."""

_OUT: Final = 0.15
_OUT_SLACK: Final = 0.2
"""An arm whose middle lies as far from the chord as backs do sticks out: then an edge much farther out is still its own
(an elbow held back under a bar was read 0.15 too near on a photo)."""

ARM_SEEN: Final = 0.5
"""An arm's point with less visibility lies behind the trunk and is a guess: rendered far arms have 0.02 to 0.5, near
ones and real far arms in front of nothing else 0.75 and more."""


@dataclass(frozen=True, slots=True, eq=False)
class TrunkFrame:
    """The chord in the picture: mid-hip, its unit vector toward the shoulders, the normal (side 0), its length.

    Points in image heights, x right, y down.
    """

    hip: Array
    along: Array
    across: Array
    chord: float

    def to_picture(self, along: Array, across: Array) -> Array:
        """Return points, shape (..., 2), in image heights, of positions in chord lengths, shapes (...)."""
        way = np.asarray(along)[..., None] * self.along + np.asarray(across)[..., None] * self.across
        return self.hip + self.chord * way

    def to_trunk(self, points: Array) -> Array:
        """Return (along, across) in chord lengths, shape (..., 2), of points in image heights."""
        way = (points - self.hip) / self.chord
        return np.stack([way @ self.along, way @ self.across], -1)


def trunk_frame(xy: Array) -> TrunkFrame | None:
    """Return the trunk's frame of landmarks of shape (33, 2); None where hips or shoulders are missing or coincide."""
    points = np.asarray(xy, np.float64)
    hip = (points[_HIPS[0]] + points[_HIPS[1]]) / 2
    way = (points[_SHOULDERS[0]] + points[_SHOULDERS[1]]) / 2 - hip
    chord = float(np.hypot(way[0], way[1]))
    if not chord > 1e-3:
        return None
    along = way / chord
    return TrunkFrame(hip, along, np.array([-along[1], along[0]]), chord)


def on_arm(xy: Array, visibility: Array, outline: Array) -> NDArray[np.bool_]:
    """Return where the edge may be that of an arm or a hand, shape (2, 30).

    Parameters
    ----------
    xy, visibility
        Landmarks, shapes (33, 2) and (33,).
    outline
        Distance of the edge, shape (2, 30); where it is NaN an arm counts that lies beside the chord at all.

    Notes
    -----
    An arm that lies inside the trunk's silhouette, or apart from it, hides nothing: only one whose thickness holds the
    edge does.
    """
    frame = trunk_frame(xy)
    if frame is None:
        return np.zeros((2, len(STATIONS)), np.bool_)
    place = frame.to_trunk(np.concatenate([_arm_points(np.asarray(xy, np.float64)[rows]) for rows in _ARMS]))
    # A guessed point is moved off: comparisons with NaN are False.
    place[np.concatenate([_seen(visibility[rows]) for rows in _ARMS]) < ARM_SEEN] = np.nan
    radii = np.tile(_RADII, len(_ARMS))
    beside = np.abs(STATIONS[:, None] - place[:, 0]) <= radii
    covered = [_holds_edge(sign * place[:, 1], radii, edge) for sign, edge in zip(SIGNS, outline, strict=True)]
    return np.array([(beside & held).any(1) for held in covered])


def _arm_points(joints: Array) -> Array:
    """Return points along an arm, shape (n, 2), of its shoulder, elbow, wrist and index finger."""
    parts = zip(joints[:-1], joints[1:], _SHARES, strict=True)
    return np.concatenate([a + share[:, None] * (b - a) for a, b, share in parts])


def _seen(visibility: Array) -> Array:
    """Return the visibility of the points of `_arm_points`, that of the farther joint, shape (n,)."""
    return np.repeat(visibility[1:], [len(share) for share in _SHARES])


def _holds_edge(across: Array, radii: Array, edge: Array) -> NDArray[np.bool_]:
    """Return whether the edge lies in the thickness of each arm point, shape (30, n)."""
    with np.errstate(invalid="ignore"):
        gap = edge[:, None] - across
        held = (gap >= -radii) & (gap <= radii + np.where(across >= _OUT, _OUT_SLACK, _SLACK))
        unknown = np.isnan(edge)[:, None] & (across + radii > 0) & (across - radii < REACH)
    return held | unknown


def beyond_border(xy: Array, *, aspect: float) -> NDArray[np.bool_]:
    """Return where the edge of the body would lie outside of the picture, shape (2, 30).

    Parameters
    ----------
    xy
        Landmarks, shape (33, 2).
    aspect
        Width of the picture in image heights.
    """
    frame = trunk_frame(xy)
    if frame is None:
        return np.zeros((2, len(STATIONS)), np.bool_)
    points = np.array([frame.to_picture(STATIONS, np.full(len(STATIONS), sign * REACH)) for sign in SIGNS])
    return np.any((points < MARGIN) | (points > np.array([aspect, 1.0]) - MARGIN), axis=-1)


def why_unseen(pose: Pose, *, side: int, aspect: float) -> Unseen | None:
    """Return why one side of an outline is not seen between hip and shoulder; None where most of it is.

    Parameters
    ----------
    pose
        A pose with an outline.
    side
        Row of the outline.
    aspect
        Width of the picture in image heights.
    """
    if trunk_frame(pose.xy) is None or pose.outline is None:
        return "nobody"
    missing = np.isnan(pose.outline[side]) & (STATIONS >= 0) & (STATIONS <= 1)
    if np.count_nonzero(missing) <= np.count_nonzero((STATIONS >= 0) & (STATIONS <= 1)) / 4:
        return None
    arm = np.count_nonzero(on_arm(pose.xy, pose.visibility, pose.outline)[side] & missing)
    border = np.count_nonzero(beyond_border(pose.xy, aspect=aspect)[side] & missing)
    if max(arm, border) * 2 < np.count_nonzero(missing):
        return "edge"
    return "arm" if arm >= border else "border"
