"""How the person stands to the camera: body, facing, yaw, and what to change so that it can be judged.

Yaw is the angle between the body's sagittal plane and the picture, or from the front the angle away from the camera;
`yaw` reads it from each pose, here it is taken over a window of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from posecheck.body.pose import Pose
from posecheck.body.skeleton import INDEX, Side
from posecheck.remark import OnSide, Remark, remark
from posecheck.result.judgement import View
from posecheck.rules.exercise.definition import Body, CameraView
from posecheck.rules.reading.side_plane import Facing, facing_of, near_side_of, trunk_length_of
from posecheck.rules.reading.yaw import LYING_LEAN_DEG, front_yaw, side_yaw, trunk_of, world_yaw, yaw_of_width

YAW_ADVICE_DEG: Final = 15.0
"""Up to here a side view is judged as it is."""
YAW_LIMIT_DEG: Final = 25.0
"""Beyond this, angles in the body's plane are UNKNOWN. Upright and seen from the front the reading is up to 10 degrees
short, and angles are within 2 degrees as good at 30 as at 0, up to seven times as wrong at 45; on the back, read as it
is, they grow worse from 20 on (docs/accuracy.md, ``python -m benchmarks.yaw``)."""
FACING_MIN: Final = 0.05
"""Nose-to-ear offset in trunk lengths below which the facing direction is not told (side view: 0.15)."""
BENT_WEIGHT: Final = 0.1
"""Weight of a frame in a bend or a lunge beside that of an upright one, when the turn from the front is told."""
DARK: Final = 0.15
"""Mean brightness below which it is too dark (renders without detection: 0.06; ordinary rooms 0.4 to 0.7)."""
FAR: Final = 0.09
"""Trunk length in image heights below which the person is too far away (a third of the picture's height)."""
_GROUPS: Final = {
    "head_out": ("nose", "left_ear", "right_ear"),
    "body_out": ("left_shoulder", "right_shoulder", "left_hip", "right_hip"),
    "feet_out": ("left_knee", "right_knee", "left_ankle", "right_ankle"),
}


@dataclass(frozen=True, slots=True)
class ViewFeatures:
    """What one pose tells about the view; NaN where it tells nothing.

    `upright` is how far the turn from the front is to be trusted: 1 upright, 0 bent (`yaw.front_yaw`).
    """

    facing: float
    yaw_world_deg: float
    yaw_width_deg: float
    trunk_length: float
    trunk_lean_deg: float
    hip_height: float
    face_up: float
    head_side: float
    out: tuple[bool, bool, bool]
    brightness: float
    people: float
    found: bool
    front_yaw_deg: float = math.nan
    side_yaw_deg: float = math.nan
    upright: float = 0.0


def view_features(pose: Pose, *, aspect: float) -> ViewFeatures:
    """Return what one pose tells about the view; `aspect` is the picture's width in image heights."""
    if not pose.found:
        nan = math.nan
        none = (False, False, False)
        return ViewFeatures(nan, nan, nan, nan, nan, nan, nan, nan, none, pose.brightness, pose.people, False)
    xy, at = pose.xy, INDEX
    trunk = trunk_length_of(pose)
    shoulder = (xy[at["left_shoulder"]] + xy[at["right_shoulder"]]) / 2
    hip = (xy[at["left_hip"]] + xy[at["right_hip"]]) / 2
    lean = math.degrees(math.atan2(abs(float(shoulder[0] - hip[0])), float(hip[1] - shoulder[1])))
    lowest = float(np.max(xy[[at["left_ankle"], at["right_ankle"], at["left_knee"], at["right_knee"]], 1]))
    ears = (xy[at["left_ear"]] + xy[at["right_ear"]]) / 2
    head, trunk_points, legs = (_outside(pose, names, aspect) for names in _GROUPS.values())
    lines = trunk_of(pose)
    front, upright = front_yaw(lines)
    return ViewFeatures(
        facing_of(pose),
        world_yaw(lines),
        yaw_of_width(lines.width / lines.length, lean),
        trunk,
        lean,
        (lowest - float(hip[1])) / max(trunk, 1e-6),
        float(ears[1] - xy[0, 1]),
        float(shoulder[0] - hip[0]),
        (head, trunk_points, legs),
        pose.brightness,
        pose.people,
        True,
        front,
        side_yaw(lines, lean_deg=lean),
        upright,
    )


def is_lying(body: Body | None) -> bool:
    """Return whether a body lies, on its back or belly."""
    return body in ("supine", "prone")


def stands(body: Body | None) -> bool:
    """Return whether a body carries itself on feet or knees: they stay, what is above them moves."""
    return body in ("standing", "kneeling")


def judge_view(features: Iterable[ViewFeatures], body: Body | None = None, *, wanted: CameraView = "side") -> View:
    """Return the view over a window of frames (medians; advice for what is so in most of them).

    Parameters
    ----------
    body
        How the exercise wants the person; None where it is not known, then it is told from what is seen.
    wanted
        Where the exercise wants the camera: the yaw is the angle away from there.
    """
    window = list(features)
    seen = [f for f in window if f.found]
    dark = _median([f.brightness for f in window]) < DARK
    if not seen:
        return View(advised=(remark("too_dark" if dark else "body_out"),))
    lean, height = _median([f.trunk_lean_deg for f in seen]), _median([f.hip_height for f in seen])
    own = _body(lean, height, _median([f.face_up for f in seen]))
    posture = body or own
    facing = facing_from(seen, posture)
    yaw = _median([f.side_yaw_deg for f in seen])
    camera: Literal["side", "oblique", "front"] = (
        "side" if yaw <= YAW_LIMIT_DEG else "oblique" if yaw <= 60 else "front"
    )
    near = near_side_of(facing) if facing and yaw <= 60 else None
    if wanted == "front":
        yaw = abs(_turn_from_front(seen))
        camera = "front" if yaw <= YAW_LIMIT_DEG else "oblique" if yaw <= 60 else "side"
    head: Literal["up", "left", "right"] = "up"
    if lean > LYING_LEAN_DEG:
        head = "right" if _median([f.head_side for f in seen]) > 0 else "left"
    advised = [remark("too_dark")] if dark else []
    advised += [remark(key) for i, key in enumerate(_GROUPS) if sum([f.out[i] for f in seen]) / len(seen) > 0.3]
    if _median([f.trunk_length for f in seen]) < FAR:
        advised.append(remark("too_far"))
    if is_lying(posture) and (facing is None or yaw > YAW_ADVICE_DEG):
        advised.append(remark("lie_along"))
    elif yaw > YAW_ADVICE_DEG:
        advised.append(_turn(yaw, near, wanted))
    if crowded(seen):
        advised.append(remark("second_person"))
    return View(
        body=own,
        camera=camera,
        facing=None if facing is None else "right" if facing == 1 else "left",
        head=head,
        near_side=near,
        yaw_deg=yaw,
        advised=tuple(advised),
    )


def _turn(yaw: float, near: Side | None, wanted: CameraView) -> Remark:
    if wanted == "front":
        return remark("face_camera_a_little" if yaw <= YAW_LIMIT_DEG else "face_camera")
    key = "turn_a_little" if yaw <= YAW_LIMIT_DEG else "turn_side_on"
    return remark(key, near=OnSide(near)) if near else remark("turn_side_on_any")


def facing_from(
    features: Iterable[ViewFeatures], body: Body | None = None, *, view: CameraView = "side"
) -> Facing | None:
    """Return the facing direction over a window of frames, None where it cannot be told.

    Parameters
    ----------
    body
        How the exercise wants the person. Lying, the face tells little (it is guessed wrong in one of four frames),
        so the facing follows from where the head is, once it is known whether the person lies on back or belly.
    view
        Where the exercise wants the camera. From the front it is toward the camera; how far from it says the yaw.
    """
    if view == "front":
        return 0
    window = list(features)
    if is_lying(body):
        if not _median([f.trunk_lean_deg for f in window]) > LYING_LEAN_DEG:
            return None
        to_head = 1 if _median([f.head_side for f in window]) > 0 else -1
        return -to_head if body == "supine" else to_head
    value = _median([f.facing for f in window])
    if not abs(value) >= FACING_MIN:
        return None
    return 1 if value > 0 else -1


def crowded(features: Iterable[ViewFeatures]) -> bool:
    """Return whether two people were found in at least half of the frames where that is known."""
    counts = [f.people for f in features if not math.isnan(f.people)]
    return bool(counts) and sum([c > 1 for c in counts]) / len(counts) >= 0.5


def _outside(pose: Pose, names: tuple[str, ...], aspect: float) -> bool:
    xy = pose.xy[[INDEX[name] for name in names]]
    return bool(np.any(xy < 0) or np.any(xy[:, 0] > aspect) or np.any(xy[:, 1] > 1))


def _body(lean_deg: float, hip_height: float, face_up: float) -> Body | None:
    """Body orientation from set-up; hip height over the lowest of knees and ankles in trunk lengths.

    From segment lengths over body height (thigh 0.245, shank 0.246, trunk 0.288): standing 1.7, kneeling 0.85 to 1,
    sitting on the floor below 0.3.
    """
    if math.isnan(lean_deg):
        return None
    if lean_deg > LYING_LEAN_DEG:
        return "supine" if face_up > 0 else "prone"
    return "standing" if hip_height > 1.35 else "kneeling" if hip_height > 0.55 else "sitting"


def _turn_from_front(seen: Iterable[ViewFeatures]) -> float:
    """Return the weighted median of the turns from the front: an upright frame counts as many as eleven bent ones.

    Over whole rendered clips the plain median is 5 degrees off, this one 3 to 4; where nobody is upright they agree.
    """
    turns = sorted((f.front_yaw_deg, f.upright + BENT_WEIGHT) for f in seen if not math.isnan(f.front_yaw_deg))
    half = sum([weight for _, weight in turns]) / 2
    for turn, weight in turns:
        half -= weight
        if half <= 0:
            return turn
    return math.nan


def _median(values: Sequence[float]) -> float:
    """Return the median of what is not NaN, NaN where nothing is.

    On twenty numbers this is ten times as fast as numpy, and live it is asked ten times at every picture.
    """
    kept = [value for value in values if value == value]  # NaN alone is not itself
    kept.sort()
    middle = len(kept) // 2
    return (kept[middle] + kept[-middle - 1]) / 2 if kept else math.nan
