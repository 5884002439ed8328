"""Whether the person is in the picture: gone after a second, back after a moment."""

from __future__ import annotations

from typing import Final

from posecheck.body.pose import Pose

AWAY_S: Final = 1.0
"""Out of the picture for longer than this is gone; what is shorter is a flicker of the pose model."""
BACK_S: Final = 0.3
"""Seen again for this long is back."""


class Presence:
    """Follows who comes and goes; `away` is the answer."""

    def __init__(self) -> None:
        self.away = False
        self._change_since: float | None = None

    def step(self, pose: Pose) -> bool:
        """Take a pose in; return whether the person has just come back."""
        if pose.found != self.away:
            self._change_since = None
            return False
        if self._change_since is None:
            self._change_since = pose.time_s
        lasted_s = pose.time_s - self._change_since
        changed = lasted_s >= BACK_S - 1e-9 if self.away else lasted_s > AWAY_S
        if changed:
            self.away, self._change_since = not self.away, None
        return changed and not self.away
