"""Where and how to stand before it begins: one advice at a time, from the last second of poses."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, replace
from typing import Final

from posecheck.app.coach.near_side import ask_to_turn, near_side
from posecheck.body.pose import Pose
from posecheck.body.skeleton import Side
from posecheck.language.sentences import in_words, words
from posecheck.remark import keys_of
from posecheck.result.judgement import View
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.neutral.calibration import holds
from posecheck.rules.reading.front_plane import build_frame
from posecheck.rules.reading.measures import KINDS, read_measure
from posecheck.rules.reading.view import (
    YAW_ADVICE_DEG,
    YAW_LIMIT_DEG,
    ViewFeatures,
    facing_from,
    is_lying,
    judge_view,
    view_features,
)

WINDOW_S: Final = 1.0
SETTLE_S: Final = 0.5
"""Advice is given when it has been the same for this long, so that it does not flicker."""
START_SHARE: Final = 0.7
"""Part of the window that must show the start position."""
FOUND_SHARE: Final = 0.5
PEOPLE_S: Final = 5.0
"""People are counted now and then only; a count stands for this long."""
TURNING: Final = frozenset(
    {"turn_side_on", "turn_side_on_any", "turn_a_little", "lie_along", "face_camera", "face_camera_a_little"}
)
"""Advice about turning, which the guide has its own words for."""
PATIENCE_S: Final = 8.0
"""After this long "a little more side-on" no longer keeps anyone from beginning: it can be judged from there."""


@dataclass(frozen=True, slots=True)
class Guidance:
    """What to change now.

    Parameters
    ----------
    advice
        The sentence, empty where all is well.
    well_s
        Seconds for which all has been well.
    hazard
        Advice that counts during the set too: too dark, or a second person. Else empty.
    features
        What this pose tells about the view.
    """

    advice: str
    well_s: float
    hazard: str
    features: ViewFeatures


@dataclass(frozen=True, slots=True)
class _Look:
    time_s: float
    features: ViewFeatures
    in_start: tuple[bool, ...]


class Guide:
    """Looks at each pose and says what to change before the exercise can begin.

    Parameters
    ----------
    exercise
        The exercise.
    side
        The working side, which decides what is to be nearest; None where it does not matter.
    aspect
        Width of the picture in image heights, infinite where unknown.
    """

    def __init__(self, exercise: Exercise, *, side: Side | None, aspect: float) -> None:
        self._forms = (exercise, *exercise.other_views)
        self._exercise, self._at = exercise, 0
        self._side: Side | None = side
        self._near = near_side(exercise, side)
        self._aspect = aspect
        self._window: deque[_Look] = deque()
        self._people = (-math.inf, math.nan)
        self._well_since: float | None = None
        self._candidate = ("", -math.inf)
        self._advice = ""
        self._soft_since: float | None = None

    def step(self, pose: Pose) -> Guidance:
        """Take a pose in and return what to change."""
        features = self._with_people(pose.time_s, view_features(pose, aspect=self._aspect))
        self._window.append(_Look(pose.time_s, features, self._starts(pose, features)))
        while self._window[0].time_s < pose.time_s - WINDOW_S - 1e-9:
            self._window.popleft()
        if self._window[-1].time_s - self._window[0].time_s < SETTLE_S:
            return Guidance(self._advice, 0.0, "", features)
        view = self._view()
        now = self._worst(pose.time_s, view)
        self._settle(pose.time_s, now)
        well_s = pose.time_s - self._well_since if self._well_since is not None else 0.0
        return Guidance(self._advice, well_s, _hazard(view), features)

    def _view(self) -> View:
        """Return how the person stands to the camera, in the first of the exercise's views in which they stand well."""
        seen = [look.features for look in self._window]
        views = [judge_view(seen, form.body, wanted=form.view) for form in self._forms]
        self._at = next((i for i, view in enumerate(views) if view.yaw_deg <= YAW_LIMIT_DEG), 0)
        self._exercise = self._forms[self._at]
        return views[self._at]

    def _with_people(self, time_s: float, features: ViewFeatures) -> ViewFeatures:
        if not math.isnan(features.people):
            self._people = (time_s, features.people)
            return features
        known = time_s - self._people[0] <= PEOPLE_S
        return replace(features, people=self._people[1]) if known else features

    def _starts(self, pose: Pose, features: ViewFeatures) -> tuple[bool, ...]:
        """Whether the raw measures are those of the start position, for each of the exercise's views."""
        seen = [look.features for look in self._window if look.features.found]
        return tuple(features.found and _in_start(form, pose, [*seen, features]) for form in self._forms)

    def _settle(self, time_s: float, now: str) -> None:
        if now:
            self._well_since = None
        elif self._well_since is None:
            self._well_since = time_s
        if now != self._candidate[0]:
            self._candidate = (now, time_s)
        if time_s - self._candidate[1] >= SETTLE_S - 1e-9:
            self._advice = now

    def _worst(self, time_s: float, view: View) -> str:
        """Return the one thing to change first; empty where all is well."""
        if sum([look.features.found for look in self._window]) / len(self._window) < FOUND_SHARE:
            return words("too_dark" if "too_dark" in keys_of(view.advised) else "nobody_here")
        if hazard := _hazard(view):
            return hazard
        framing = [r for r in view.advised if r.key not in TURNING]
        if framing:
            return in_words(framing[0])
        return self._turning(view) or self._start_position() or self._a_little(time_s, view)

    def _turning(self, view: View) -> str:
        if self._exercise.view == "front":
            return words("face_camera") if view.yaw_deg > YAW_LIMIT_DEG else ""
        if view.yaw_deg > YAW_LIMIT_DEG:
            lying = is_lying(self._exercise.body)
            return words("lie_along") if lying else ask_to_turn(self._exercise, self._side)
        if view.near_side is None:
            return words("lie_along" if is_lying(self._exercise.body) else "look_ahead")
        wrong = self._near is not None and view.near_side != self._near
        return ask_to_turn(self._exercise, self._side) if wrong else ""

    def _start_position(self) -> str:
        share = sum([look.in_start[self._at] for look in self._window]) / len(self._window)
        return words("take_start", start=self._exercise.start) if share < START_SHARE else ""

    def _a_little(self, time_s: float, view: View) -> str:
        """Ask for a little more side-on, for a while: the yaw may be read several degrees too large."""
        if not view.yaw_deg > YAW_ADVICE_DEG:
            self._soft_since = None
            return ""
        self._soft_since = time_s if self._soft_since is None else self._soft_since
        if time_s - self._soft_since > PATIENCE_S:
            return ""
        if self._exercise.view == "front":
            return words("face_camera_a_little")
        if view.near_side is None:
            return ""
        return words("turn_a_little", near=view.near_side)


def _in_start(form: Exercise, pose: Pose, seen: list[ViewFeatures]) -> bool:
    """Whether the raw measures are those of the start position, as the session's own neutral wants them."""
    facing = facing_from(seen, form.body, view=form.view)
    trunk = seen[-1].trunk_length
    if facing is None or not trunk > 0:
        return False
    frame = build_frame(pose, facing, trunk, None)
    asked = {condition.measure: form.measures[condition.measure] for condition in form.setup}
    values = {name: read_measure(measure, frame) for name, measure in asked.items() if measure.kind in KINDS}
    return all(holds(condition, values) for condition in form.setup)


def _hazard(view: View) -> str:
    """Return what spoils the judgement at any time."""
    keys = keys_of(view.advised)
    return next((words(key) for key in ("second_person", "too_dark") if key in keys), "")
