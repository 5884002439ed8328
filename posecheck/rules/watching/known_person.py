"""The person since the last set-up: the neutral, what reads poses against it, and whether it still holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from posecheck.body.pose import Pose
from posecheck.rules.exercise.definition import Body
from posecheck.rules.neutral.calibration import Calibration, same_place
from posecheck.rules.reading.side_plane import facing_of, lying_facing_of
from posecheck.rules.reading.view import FACING_MIN, is_lying
from posecheck.rules.watching.frame_reading import FrameReading, MeasureReader
from posecheck.rules.watching.trackers import Tracker

TURN_S: Final = 0.6
"""Facing the other way for this long between attempts means that the person turned round."""
AWAY_S: Final = 2.0
"""Seen elsewhere for this long, the person has to set up anew; a shorter absence keeps the neutral."""


@dataclass(slots=True)
class KnownPerson:
    """One set-up with the reader and the tracker that go by it; `last` is what was read last."""

    calibration: Calibration
    reader: MeasureReader
    tracker: Tracker
    last: FrameReading | None = None
    turned_since: float | None = None
    away_since: float | None = None
    after_cut: bool = False

    def is_lost(self, pose: Pose, body: Body) -> bool:
        """Return whether the neutral no longer holds: another scene, turned round, or gone elsewhere."""
        return self._another_scene(pose) or self._turned(pose, body) or self._gone(pose)

    def _another_scene(self, pose: Pose) -> bool:
        """Whether the first person after a cut is another, or elsewhere. A flicker that looks like a cut is none."""
        self.after_cut = self.after_cut or pose.cut
        if not self.after_cut or not pose.found:
            return False
        self.after_cut = False
        return not same_place(self.calibration, pose)

    def _gone(self, pose: Pose) -> bool:
        """Whether the person has for a while been elsewhere, or in no posture of this exercise."""
        if not pose.found or self.last is None or self.last.posture:
            self.away_since = None
            return False
        if self.away_since is None:
            self.away_since = pose.time_s
        return pose.time_s - self.away_since >= AWAY_S

    def _turned(self, pose: Pose, body: Body) -> bool:
        """Whether the person faces the other way for a while, outside of an attempt."""
        facing = lying_facing_of(pose, body) if is_lying(body) else facing_of(pose)
        if self.tracker.state == "attempt" or not facing * self.calibration.facing < -FACING_MIN:
            self.turned_since = None
            return False
        if self.turned_since is None:
            self.turned_since = pose.time_s
        return pose.time_s - self.turned_since >= TURN_S
