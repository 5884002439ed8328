"""How many people are in the picture.

The detector of the pose model drops a person who overlaps another one, and the helper who holds the patient is exactly
that. So the picture is looked at a second time with the people found first painted out by their own masks: whoever is
found then is another one, provided that the body is not a left-over of the first (trunks apart), not a thing (seen
well enough), and found again in the picture at another size (a weight plate that passes for a body passes only once).

Measured: both bodies found in all 4 photos with a helper at the patient (asking the model for two people at once finds
1), in neither of 2 photos with a bystander far behind, whom the tracker ignores too; no second person in 99 photos of
one person, nor in 550 frames of 51 clips.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecheck.body.skeleton import INDEX
from posecheck.estimation.continuity import trunk_length

SHORT_SIDE: Final = 300
"""Pictures are thinned to about this many pixels: the detector looks at 224."""

APART: Final = 0.5
"""Distance between the middles of two trunks, in the longer trunk's length, from which they are two bodies: measured
0.02 to 0.19 where it is the painted-out silhouette, 0.9 and more where it is another person."""

SEEN: Final = 0.62
"""Least mean visibility of a second body: real ones have 0.66 to 0.87, things 0.3 to 0.6, rarely 0.69."""

GROW: Final = 0.01
"""How far beyond the mask is painted, in picture heights, so that no outline is left."""

_TRUNK: Final = [INDEX[name] for name in ("left_shoulder", "right_shoulder", "left_hip", "right_hip")]


class Body(NamedTuple):
    """One of the bodies found in a picture.

    Parameters
    ----------
    xy
        Landmarks, shape (33, 2), in image heights.
    visibility
        Shape (33,), 0 to 1.
    mask
        How sure each pixel belongs to the body, shape (h, w), 0 to 1.
    """

    xy: NDArray[np.float32]
    visibility: NDArray[np.float32]
    mask: NDArray[np.float32]


Find = Callable[[NDArray[np.uint8]], list[Body]]
"""Finds the bodies in a picture of shape (h, w, 3)."""


def count_people(rgb: NDArray[np.uint8], find: Find) -> int:
    """Return how many people `find` sees in a picture of shape (h, w, 3)."""
    step = max(1, round(min(rgb.shape[:2]) / SHORT_SIDE))
    count = _count(np.ascontiguousarray(rgb[::step, ::step]), find)
    if count > 1:
        count = min(count, max(_count(rgb if step > 1 else np.ascontiguousarray(rgb[::2, ::2]), find), 1))
    return count


def _count(picture: NDArray[np.uint8], find: Find) -> int:
    """Return how many people `find` sees in a picture, looking a second time past the first."""
    first = find(picture)
    if not first:
        return 0
    rest = find(paint_out(picture, [body.mask for body in first]))
    others = [body for body in [*first[1:], *rest] if float(body.visibility.mean()) >= SEEN]
    return len(separate([first[0], *others]))


def separate(bodies: list[Body]) -> list[Body]:
    """Return the bodies without those whose trunk lies on that of an earlier one."""
    kept: list[Body] = []
    for body in bodies:
        if not any(is_same_body(body, other) for other in kept):
            kept.append(body)
    return kept


def is_same_body(a: Body, b: Body) -> bool:
    """Return whether the trunks lie on one another."""
    longer = max(trunk_length(a.xy), trunk_length(b.xy))
    return float(np.linalg.norm(a.xy[_TRUNK].mean(0) - b.xy[_TRUNK].mean(0))) < APART * longer


def paint_out(rgb: NDArray[np.uint8], masks: list[NDArray[np.float32]]) -> NDArray[np.uint8]:
    """Return the picture with the masked pixels, and a margin, in the mean colour of the others."""
    covered = _grow(np.any([mask > 0.3 for mask in masks], axis=0), round(GROW * rgb.shape[0]) + 1)
    painted = rgb.copy()
    if not covered.all():
        # every fourth pixel: a mean colour needs no more
        painted[covered] = rgb[::4, ::4][~covered[::4, ::4]].mean(0) if not covered[::4, ::4].all() else 128
    return painted


def _grow(mask: NDArray[Any], margin: int) -> NDArray[np.bool_]:
    """Return the mask grown by `margin` pixels, first up and down, then to the sides."""
    for _ in range(2):
        grown = mask.copy()
        for shift in range(1, margin + 1):
            grown[shift:] |= mask[:-shift]
            grown[:-shift] |= mask[shift:]
        mask = grown.T
    return mask
