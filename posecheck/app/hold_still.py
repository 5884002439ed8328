"""The moments before the count-in: the person stands still, and their own neutral is taken."""

from __future__ import annotations

from typing import Final

from posecheck.app.voice import Voice
from posecheck.pose import Pose
from posecheck.rules.calibration import MAX_STILL_S, MIN_STILL_S
from posecheck.rules.exercise import Exercise
from posecheck.rules.view import ViewFeatures
from posecheck.rules.view_choice import ViewChooser
from posecheck.wording import words

NEUTRAL_S: Final = MAX_STILL_S - 0.1
"""Stillness that is long enough for a neutral, live; the session would take less from a clip."""
SHORT_NEUTRAL_S: Final = MIN_STILL_S - 0.05  # the last frame may come a little early
PATIENCE_S: Final = 10.0
"""After trying for this long a shorter neutral is taken, so that a trembling person or a noisy picture can begin."""
RESTLESS_S: Final = 5.0
"""Not still for this long: say so."""
STILL_REPEAT_S: Final = 5.0

Pair = tuple[Pose, Pose]
"""A pose as it was found, and smoothed."""


class HoldStill:
    """Waits for a neutral, and asks for stillness meanwhile.

    Parameters
    ----------
    exercise
        The exercise.
    voice
        Asks.
    since_s
        When it began.
    """

    def __init__(self, exercise: Exercise, voice: Voice, *, since_s: float) -> None:
        self._watcher = ViewChooser((exercise, *exercise.other_views))
        self._voice = voice
        self._since_s = since_s
        self._asked = False
        self._recent: list[Pair] = []

    def step(self, raw: Pose, pose: Pose, features: ViewFeatures) -> list[Pair] | None:
        """Take a pose in; return the still poses once they give a neutral.

        What came before them is no part of the set.
        """
        now = pose.time_s
        self._asked = self._asked or self._voice.remind(now, "guide", words("hold_still"), rest_s=STILL_REPEAT_S)
        # A neutral comes from the last MAX_STILL_S at most, so older poses are of no use.
        self._recent = [pair for pair in self._recent if now - pair[0].time_s <= MAX_STILL_S + 1] + [(raw, pose)]
        calibration = self._watcher.add(pose, features)
        wanted_s = NEUTRAL_S if now - self._since_s < PATIENCE_S else SHORT_NEUTRAL_S
        if calibration is not None and calibration.neutral.seconds >= wanted_s:
            return [pair for pair in self._recent if pair[0].time_s >= calibration.start_s]
        if now - self._since_s >= RESTLESS_S:
            self._voice.remind(now, "guide", words("not_still"))
        return None
