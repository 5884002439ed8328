"""The moments before the count-in: the person stands still, and their own neutral is taken."""

from __future__ import annotations

from typing import Final

from posecheck.app.coach.voice import Voice
from posecheck.body.pose import Pose
from posecheck.language.sentences import words
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.neutral.calibration import MAX_STILL_S, MIN_STILL_S, Calibration
from posecheck.rules.neutral.patience import PATIENCE_S
from posecheck.rules.neutral.view_choice import ViewChooser
from posecheck.rules.reading.view import ViewFeatures

NEUTRAL_S: Final = MAX_STILL_S - 0.1
"""Stillness that is long enough for a neutral, live; the session would take less from a clip."""
SHORT_NEUTRAL_S: Final = MIN_STILL_S - 0.05  # the last frame may come a little early
"""After trying for `PATIENCE_S` the best shorter neutral is taken, so that a trembling person or a noisy picture can
begin; where there was none either, people's (`posecheck.rules.neutral.patience`)."""
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
        self._short: Calibration | None = None

    def step(self, raw: Pose, pose: Pose, features: ViewFeatures) -> list[Pair] | None:
        """Take a pose in; return the poses that give a neutral once they do: still ones, or the last ten seconds.

        What came before them is no part of the set.
        """
        now = pose.time_s
        self._asked = self._asked or self._voice.remind(now, "guide", words("hold_still"), rest_s=STILL_REPEAT_S)
        kept_s = PATIENCE_S + MAX_STILL_S  # older poses are of no use: no neutral is taken from them
        self._recent = [pair for pair in self._recent if now - pair[0].time_s <= kept_s] + [(raw, pose)]
        calibration = self._enough(self._watcher.add(pose, features), now)
        if calibration is not None:
            return [pair for pair in self._recent if pair[0].time_s >= calibration.start_s]
        if now - self._since_s >= RESTLESS_S:
            self._voice.remind(now, "guide", words("not_still"))
        return None

    def _enough(self, found: Calibration | None, now: float) -> Calibration | None:
        """Return the calibration to go by, None while a better one may come."""
        if found is None or found.neutral.source == "population" or found.neutral.seconds >= NEUTRAL_S:
            best = found
        else:
            best = None
            if found.neutral.seconds >= max(SHORT_NEUTRAL_S, self._short.neutral.seconds if self._short else 0.0):
                self._short = found
        if best is None and now - self._since_s >= PATIENCE_S:
            best = self._short if self._short and now - self._short.start_s <= PATIENCE_S + MAX_STILL_S else None
        return best
