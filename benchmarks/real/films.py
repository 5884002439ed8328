"""Photos as pose tracks: one held still, or a start position and a stretch joined to one repetition.

A photo has no movement, and posecheck judges movements. Of two photos of one series (``NAME_0`` start, ``NAME_1``
stretch) a repetition is made: the start is held, its points move to those of the stretch, stay, and move back. What is
judged there is the two real postures; the way between them is nobody's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import Pose, PoseTrack, Source
from posecheck.estimation.landmarker import Landmarker

FPS: Final = 15.0
STILL_S: Final = 4.0
SETUP_S, MOVE_S, HOLD_S, END_S = 2.5, 2.5, 6.0, 1.5
LOOKS: Final = 3
"""Times that the tracker sees a photo: the first look is without its own region of interest."""


def look_at(path: Path, landmarker: Landmarker) -> tuple[Pose, Source] | None:
    """Return the pose in a photo and where it is from; None where nobody is found or the file is no picture."""
    picture = cv2.imread(str(path))
    if picture is None:
        return None
    height, width = picture.shape[:2]
    rgb = np.ascontiguousarray(picture[:, :, ::-1])
    landmarker.reset()
    for k in range(LOOKS):
        pose = landmarker.detect(rgb, float(k))
    source = Source(path.name, landmarker.estimator, landmarker.model_sha256, width, height, 0, FPS, STILL_S)
    return (pose, source) if pose.found else None


def still(pose: Pose, source: Source) -> PoseTrack:
    """Return a photo held for `STILL_S`."""
    return _track([pose], np.zeros(round(STILL_S * FPS)), source)


def repetition(setup: Pose, stretch: Pose, source: Source) -> PoseTrack:
    """Return one repetition from a start position to a stretch and back."""
    return _track([setup, stretch], course(), source)


def course() -> NDArray[np.float64]:
    """Return how far from start (0) to stretch (1) each frame is; the way is the minimum-jerk one, 0 at both ends.

    Examples
    --------
    >>> share = course()
    >>> bool(share[0] == share[-1] == 0 and share.max() == 1), len(share) / FPS
    (True, 15.0)
    """
    way = np.linspace(0, 1, round(MOVE_S * FPS), endpoint=False)
    way = way**3 * (10 - 15 * way + 6 * way**2)
    parts = [np.zeros(round(SETUP_S * FPS)), way, np.ones(round(HOLD_S * FPS)), 1 - way, np.zeros(round(END_S * FPS))]
    return np.concatenate(parts)


def _track(poses: list[Pose], share: NDArray[np.float64], source: Source) -> PoseTrack:
    first, last = poses[0], poses[-1]

    def mixed(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float64]:
        w = share.reshape(-1, *[1] * np.ndim(a))
        return np.where(w == 0, a, np.where(w == 1, b, (1 - w) * a + w * b))

    outline = None
    if first.outline is not None and last.outline is not None:
        outline = mixed(first.outline, last.outline)
    n = len(share)
    return PoseTrack(
        np.arange(n) / FPS,
        mixed(first.xy, last.xy),
        mixed(first.xyz, last.xyz),
        mixed(first.visibility, last.visibility),
        outline=outline,
        brightness=np.full(n, last.brightness),
        people=np.full(n, max(first.people, last.people)),
        source=source,
    )
