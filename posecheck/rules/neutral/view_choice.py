"""From which of an exercise's views a person is filmed: the set-up is looked for in all of them, the best is kept."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Final

from posecheck.body.pose import Pose
from posecheck.result.judgement import Result
from posecheck.rules.exercise.definition import CameraView, Exercise
from posecheck.rules.neutral.calibration import Calibration, SetupWatcher
from posecheck.rules.neutral.patience import Patience
from posecheck.rules.reading.view import YAW_LIMIT_DEG, ViewFeatures, judge_view

RECENT: Final = 30
"""Pictures (one to two seconds) from which it is told whether another view suits better."""


class ViewChooser:
    """Waits for the set-up of an exercise in any of its views.

    Parameters
    ----------
    forms
        The exercise for each of its views, the first choice first.
    """

    def __init__(self, forms: Sequence[Exercise]) -> None:
        self._forms = tuple(forms)
        self._watchers = [SetupWatcher(form) for form in forms]
        self._patience = [Patience(form) for form in forms]
        self._recent: deque[ViewFeatures] = deque(maxlen=RECENT)
        self._doubtful: tuple[Exercise, Calibration] | None = None
        self.form = forms[0]
        """The form that the last calibration is for."""

    def add(self, pose: Pose, features: ViewFeatures) -> Calibration | None:
        """Take a pose in; return the calibration once the set-up was still for long enough.

        Where only stillness has been missing for ten seconds, it is that of people in general.
        """
        self._recent.append(features)
        still = [watcher.add(pose, features) for watcher in self._watchers]
        unstill = [patience.add(pose, features) for patience in self._patience]
        if any(still):
            for patience in self._patience:
                patience.start_anew()
        return self._best(still) or self._best(unstill)

    def finish(self) -> Calibration | None:
        """Return what the frames so far give, at the end of the stream."""
        found = self._best([watcher.finish() for watcher in self._watchers])
        if found is None and self._doubtful is not None:
            self.form, found = self._doubtful
        return found

    def _best(self, found: Sequence[Calibration | None]) -> Calibration | None:
        """Return the calibration of the view that is nearest; with a choice, one too far turned is kept for the end.

        Not where another view suits: side-on people who stand still pass for the start position seen from the front,
        and a clip that is good from the side was refused as turned away from the camera.
        """
        known = [(form, c) for form, c in zip(self._forms, found, strict=True) if c is not None]
        if not known:
            return None
        form, best = min(known, key=lambda item: item[1].view.yaw_deg)
        if len(self._forms) > 1 and not best.view.yaw_deg <= YAW_LIMIT_DEG:
            if not self._suits_another(form):
                self._doubtful = self._doubtful or (form, best)
            return None
        self.form = form
        return best

    def _suits_another(self, form: Exercise) -> bool:
        """Return whether the person was lately filmed well for another view than that of `form`."""
        others = (other for other in self._forms if other is not form)
        return any(_yaw_for(other, self._recent) <= YAW_LIMIT_DEG for other in others)


def nearest_view(forms: Sequence[Exercise], features: Iterable[ViewFeatures]) -> CameraView:
    """Return the one of an exercise's views from which the person is turned away least."""
    window = list(features)
    if len(forms) == 1:
        return forms[0].view
    yaws = [_yaw_for(form, window) for form in forms]
    best = min(range(len(forms)), key=lambda i: (math.isnan(yaws[i]), yaws[i]))
    return forms[best].view


def _yaw_for(form: Exercise, features: Iterable[ViewFeatures]) -> float:
    return judge_view(features, form.body, wanted=form.view).yaw_deg


def form_of(exercise: Exercise, result: Result) -> Exercise:
    """Return the form of an exercise (by its view) that a result was judged by."""
    forms = (exercise, *exercise.other_views)
    return next((f for f in forms if f.view == result.form), exercise)
