"""When a live set-up goes on without stillness: all else has been right for ten seconds, and people's neutral serves.

Who trembles, or whose picture is noisy, would otherwise be asked to hold still for ever. Only an exercise whose
primary measure has a population value can go on so; the others keep waiting.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from posecheck.body.pose import Pose
from posecheck.remark import keys_of
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.neutral.calibration import Calibration, calibrate_without_neutral, with_population
from posecheck.rules.neutral.clip_neutral import in_start
from posecheck.rules.reading.side_plane import Facing
from posecheck.rules.reading.view import YAW_LIMIT_DEG, ViewFeatures, facing_from, judge_view

PATIENCE_S: Final = 10.0
"""So long everything but stillness has to be right."""
LOST_S: Final = 0.5
"""Out of the start position for longer than this, it was not held: a shorter time is a misread frame or two."""
START_SHARE: Final = 0.7
"""Part of the pictures that must show the start position, as where the set-up is guided."""
FRAMING: Final = frozenset({"too_dark", "body_out", "head_out", "feet_out", "too_far", "second_person"})
"""Advice that says more than how far to turn, for which there is a limit of its own."""
SLACK: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """One picture, and for which facings the body is in the start position in it."""

    pose: Pose
    features: ViewFeatures
    there: frozenset[Facing]


class Patience:
    """Looks at the last ten seconds of one of an exercise's views, at nothing before them.

    Parameters
    ----------
    exercise
        The exercise, in the form for one view.
    """

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._possible = exercise.moves and exercise.measures[exercise.movement.primary].population is not None
        self._facings: tuple[Facing, ...] = (0,) if exercise.view == "front" else (-1, 1)
        self._looks: deque[_Look] = deque()

    def start_anew(self) -> None:
        """Forget what was seen: somebody was still, and a neutral of their own was taken."""
        self._looks.clear()

    def add(self, pose: Pose, features: ViewFeatures) -> Calibration | None:
        """Take a pose in; return the calibration with people's neutral once only stillness has been missing."""
        if not self._possible:
            return None
        facings: tuple[Facing, ...] = self._facings if features.found else ()
        there: frozenset[Facing] = frozenset([f for f in facings if in_start(self._exercise, pose, features, f)])
        self._looks.append(_Look(pose, features, there))
        while len(self._looks) > 1 and pose.time_s - self._looks[1].pose.time_s >= PATIENCE_S - SLACK:
            self._looks.popleft()
        if pose.time_s - self._looks[0].pose.time_s < PATIENCE_S - SLACK:
            return None
        return self._calibration(list(self._looks))

    def _calibration(self, looks: Sequence[_Look]) -> Calibration | None:
        seen = [look.features for look in looks]
        form = self._exercise
        facing = facing_from([f for f in seen if f.found], form.body, view=form.view)
        if facing is None or not _held(looks, facing):
            return None
        view = judge_view(seen, form.body, wanted=form.view)
        if not view.yaw_deg <= YAW_LIMIT_DEG or FRAMING & set(keys_of(view.advised)):
            return None
        there = [look for look in looks if facing in look.there]
        unknown = calibrate_without_neutral(form, [x.pose for x in there], [x.features for x in there], facing)
        known = None if unknown is None else with_population(form, unknown)
        return known if known is not None and known.neutral.source == "population" else None


def _held(looks: Sequence[_Look], facing: Facing) -> bool:
    """Return whether the body has been in the start position, but for a frame or two."""
    times = [look.pose.time_s for look in looks if facing in look.there]
    edges = [looks[0].pose.time_s, *times, looks[-1].pose.time_s]
    longest = max(b - a for a, b in pairwise(edges))
    return len(times) >= START_SHARE * len(looks) and longest <= LOST_S + SLACK
