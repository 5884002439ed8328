"""A recorded clip understood before it is judged: its scenes, which way the person faces in each, and the neutral.

Live, the next picture is not known and a set-up is asked for. A recording is known whole, so each scene gets the best
neutral that it has anywhere (`posecheck.rules.neutral.clip_neutral`), and what lies across a cut is never taken as one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from posecheck.body.pose import Pose
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.neutral.calibration import Calibration
from posecheck.rules.neutral.clip_neutral import UPRIGHT_DEG, find_calibration, start_frames
from posecheck.rules.reading.plausibility import MAX_LENGTH_CHANGE
from posecheck.rules.reading.side_plane import Facing
from posecheck.rules.reading.view import FACING_MIN, YAW_LIMIT_DEG, ViewFeatures, is_lying, judge_view, view_features

JUMP: Final = 0.8
"""Trunk lengths by which the hips of one person do not move from one picture to the next, whatever they do."""
JUMP_S: Final = 0.5
"""After a longer hole the same person may be anywhere."""
TURN_S: Final = 1.0
"""Facing the other way for so long, the person has turned round; shorter, the head has looked back."""
SHORTEST_S: Final = 0.5
"""A scene shorter than this shows no movement."""


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """A part of a clip in which one person is seen from one place, facing one way.

    `first` and `end` are numbers of poses, `end` not included; `calibration` None where nothing tells the facing.
    """

    first: int
    end: int
    start_s: float
    calibration: Calibration | None


@dataclass(frozen=True, slots=True, eq=False)
class ClipPlan:
    """How a clip is to be judged: the form of the exercise that its view shows, and its stretches in time order."""

    form: Exercise
    stretches: tuple[Stretch, ...]

    def beginning_at(self, number: int) -> Stretch | None:
        """Return the stretch that begins with a pose, None where that pose goes on with the one before."""
        return next((s for s in self.stretches if s.first == number), None)


def plan_clip(exercise: Exercise, poses: Sequence[Pose], *, aspect: float) -> ClipPlan:
    """Return the plan of a clip.

    Parameters
    ----------
    exercise
        The exercise, with its forms for other views.
    poses
        All poses of the clip, smoothed.
    aspect
        Width of the picture in image heights.
    """
    features = [view_features(pose, aspect=aspect) for pose in poses]
    plans = [_plan_form(form, poses, features) for form in (exercise, *exercise.other_views)]
    return min(plans, key=lambda plan: _unfit(plan, features))  # of equals the first


def _unfit(plan: ClipPlan, features: Sequence[ViewFeatures]) -> tuple[bool, bool, float]:
    """Return how badly a form's view fits: no neutral, turned away, by how much."""
    known = [s.calibration for s in plan.stretches if s.calibration is not None]
    own = [c for c in known if c.neutral.source not in ("none", "population")]
    yaw = judge_view(features, plan.form.body, wanted=plan.form.view).yaw_deg
    return not own, not yaw <= YAW_LIMIT_DEG, math.inf if math.isnan(yaw) else yaw


def _plan_form(form: Exercise, poses: Sequence[Pose], features: Sequence[ViewFeatures]) -> ClipPlan:
    edges = [0, *_scene_starts(poses, features), len(poses)]
    scenes = [(a, b) for a, b in pairwise(edges) if b > a]
    stretches: list[Stretch] = []
    for a, b in scenes:
        turns = [a, *(a + t for t in _turns(form, poses[a:b], features[a:b])), b]
        for first, end in pairwise(turns):
            stretches.append(_stretch(form, poses, features, first, end))
    return ClipPlan(form, tuple(stretches))


def _stretch(form: Exercise, poses: Sequence[Pose], features: Sequence[ViewFeatures], first: int, end: int) -> Stretch:
    long_enough = poses[end - 1].time_s - poses[first].time_s >= SHORTEST_S
    part = slice(first, end)
    known = find_calibration(form, poses[part], features[part]) if long_enough else None
    return Stretch(first, end, poses[first].time_s, known)


def _scene_starts(poses: Sequence[Pose], features: Sequence[ViewFeatures]) -> list[int]:
    """Return the numbers of the poses that begin another scene: a cut to another place, or a body that jumps."""
    starts: list[int] = []
    last: int | None = None
    cut_at: int | None = None
    for i, pose in enumerate(poses):
        if pose.cut and cut_at is None:
            cut_at = i
        if not pose.found:
            continue
        if last is not None and _is_elsewhere(poses, features, last, i, after_cut=cut_at is not None):
            starts.append(cut_at if cut_at is not None else i)
        last, cut_at = i, None
    return starts


def _is_elsewhere(
    poses: Sequence[Pose], features: Sequence[ViewFeatures], last: int, now: int, *, after_cut: bool
) -> bool:
    """Return whether two poses that follow each other are of two scenes. A flicker that looks like a cut is none."""
    if not after_cut and poses[now].time_s - poses[last].time_s > JUMP_S:
        return False
    before, after = features[last].trunk_length, features[now].trunk_length
    moved = math.dist(_hips(poses[last]), _hips(poses[now])) / max(before, after, 1e-6)
    resized = abs(after / max(before, 1e-6) - 1) > MAX_LENGTH_CHANGE
    return moved > JUMP or (after_cut and resized)


def _hips(pose: Pose) -> tuple[float, float]:
    left, right = pose.xy[23], pose.xy[24]
    return float(left[0] + right[0]) / 2, float(left[1] + right[1]) / 2


def _turns(form: Exercise, poses: Sequence[Pose], features: Sequence[ViewFeatures]) -> list[int]:
    """Return where in a scene the person has turned to face the other way for good or for `TURN_S`.

    Told in the start position alone: in a stretch the head hangs or is tucked in, and looks the other way.
    """
    if form.view != "side":
        return []
    runs: list[tuple[int, int, int]] = []  # first, last, sign
    for i, f in enumerate(features):
        sign = _sign(form, f)
        if not sign:
            continue
        if runs and runs[-1][2] == sign:
            runs[-1] = (runs[-1][0], i, sign)
        else:
            runs.append((i, i, sign))
    if len({sign for *_, sign in runs}) < 2:
        return []
    long = [r for r in runs if poses[r[1]].time_s - poses[r[0]].time_s >= TURN_S and _sets_up(form, poses, features, r)]
    return [b[0] for a, b in pairwise(long) if a[2] != b[2]]


def _sets_up(
    form: Exercise, poses: Sequence[Pose], features: Sequence[ViewFeatures], run: tuple[int, int, int]
) -> bool:
    """Return whether a run of frames with one facing shows the start position that way for `TURN_S`."""
    first, last, sign = run
    facing: Facing = (-1 if sign == 1 else 1) if form.body == "supine" else 1 if sign == 1 else -1
    frames = start_frames(form, poses[first : last + 1], features[first : last + 1], facing)
    return bool(frames) and frames[-1].time_s - frames[0].time_s >= TURN_S


def _sign(form: Exercise, f: ViewFeatures) -> int:
    """Return which way a frame says that the person faces (lying: where the head is), 0 where it does not tell."""
    lying = is_lying(form.body)
    if not f.found or (not lying and not f.trunk_lean_deg < UPRIGHT_DEG):
        return 0
    value = f.head_side if lying else f.facing
    return 0 if not abs(value) >= FACING_MIN else 1 if value > 0 else -1
