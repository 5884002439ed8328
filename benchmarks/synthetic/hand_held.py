"""A telephone in a hand: the whole picture wanders slowly, and leans over more and more.

The hand turns and shifts the finished picture, which is what small turns of a lens do; nothing is seen from elsewhere.
"""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.population import stream
from benchmarks.synthetic.spec import ClipSpec

HAND_STREAM: Final = 14
"""Number of the random stream, see `population`."""
DRIFT_HZ: Final = np.array([0.11, 0.29, 0.83])
DRIFT_SHARE: Final = np.array([0.7, 0.25, 0.05])
"""A hand wanders slowly and trembles little."""
LEAN_S: Final = 10.0
"""So long it takes until the hand has leaned over as far as it does."""

Floats = NDArray[np.floating[Any]]


def hand_at(spec: ClipSpec, time_s: float) -> Floats | None:
    """Return where the picture is at a time of the film: an affine matrix (2, 3) in pixels; None for a firm camera."""
    home = spec.home
    if home is None or (home.drift == 0 and home.lean_deg == 0):
        return None
    phases = stream(spec.seed, HAND_STREAM).uniform(0, 2 * np.pi, (2, len(DRIFT_HZ)))
    beats = 2 * np.pi * DRIFT_HZ * time_s
    shift = home.drift * spec.height * (np.sin(beats + phases) @ DRIFT_SHARE)
    lean = home.lean_deg * min(time_s / LEAN_S, 1.0)
    turned = cv2.getRotationMatrix2D((spec.width / 2, spec.height / 2), lean, 1.0)
    return turned + np.column_stack([np.zeros((2, 2)), shift])


def moved_pixels(spec: ClipSpec, time_s: Floats, pixels: Floats) -> Floats:
    """Return points of shape (T, N, 2) where the hand has moved them."""
    hands = [hand_at(spec, float(t)) for t in time_s]
    return np.stack([p if h is None else p @ h[:, :2].T + h[:, 2] for p, h in zip(pixels, hands, strict=True)])


def moved_picture(spec: ClipSpec, time_s: float, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a picture as the hand shows it; what comes in at its edge is what was there."""
    hand = hand_at(spec, time_s)
    if hand is None:
        return picture
    half = hand.copy()
    half[:, 2] += hand[:, :2] @ [0.5, 0.5] - 0.5  # the middle of a pixel is a whole number for OpenCV
    return cv2.warpAffine(picture, half, (spec.width, spec.height), borderMode=cv2.BORDER_REPLICATE)
