"""What MediaPipe answers, as arrays. Its objects come without types; nothing is imported from it here."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecheck.body.skeleton import N_LANDMARKS

Native = Any
"""A MediaPipe object; the library has no types."""


def landmarks(points: Native, rgb: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return xy, shape (33, 2), in image heights, and visibility, shape (33,), of one body's landmarks.

    MediaPipe divides x by the width and y by the height.
    """
    height, width = rgb.shape[:2]
    values = np.array([(p.x, p.y, p.visibility) for p in points], np.float32).reshape(N_LANDMARKS, 3)
    values[:, 0] *= width / height
    return values[:, :2], values[:, 2]


def mask_image(result: Native, i: int) -> Native:
    """Return the person mask of body `i` as MediaPipe's picture; None where there is none."""
    masks: Native = result.segmentation_masks
    return masks[i] if masks and i < len(masks) else None


def mask_view(image: Native) -> NDArray[np.float32]:
    """Return a mask, shape (h, w), 0 to 1, in MediaPipe's own memory: gone as soon as `image` is."""
    return image.numpy_view().squeeze()


def mask_copy(image: Native) -> NDArray[np.float32]:
    """Return a copy of a mask, shape (h, w), 0 to 1."""
    return np.array(mask_view(image), np.float32)
