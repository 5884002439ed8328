"""One posture as the pose model saw it, filmed or sketched."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.spine.backs import Back
from benchmarks.spine.filming import Look
from posecheck.body.spine import TrunkView, view_of
from posecheck.estimation.back_contour import trace_outline


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """Landmarks and outline as in `posecheck.body.pose.Pose`, with the true back."""

    group: str
    is_setup: bool
    xy: NDArray[np.floating]
    outline: NDArray[np.floating]
    visibility: NDArray[np.floating]
    back: Back
    facing: int

    def view(self) -> TrunkView | None:
        """Return what the estimator sees of it."""
        return view_of(self.xy, self.outline, facing=1 if self.facing == 1 else -1)


def sight_of(look: Look) -> Sight:
    """Return what was seen of a filmed posture; all NaN where nobody was."""
    nothing = np.full((2, 30), np.nan)
    outline = (
        nothing if look.mask is None else trace_outline(look.mask.astype(np.float32) / 255, look.xy, look.visibility)
    )
    return Sight(look.group, look.is_setup, look.xy, outline, look.visibility, look.back, look.facing)
