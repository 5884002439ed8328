"""The skeleton: bones with a dark rim, round joints on the person's left, square ones on the right."""

from __future__ import annotations

import numpy as np

from posecheck.overlay.canvas import Canvas, Point
from posecheck.overlay.style import DARK, FAINT_BELOW, SIDE_COLOURS
from posecheck.pose import Pose
from posecheck.skeleton import BONES, INDEX, Side, side_of

BONE_ROWS = tuple((INDEX[a], INDEX[b]) for a, b in BONES)
JOINT_ROWS = tuple(sorted({row for bone in BONE_ROWS for row in bone}))


def draw_body(canvas: Canvas, pose: Pose) -> None:
    """Draw the skeleton of a pose; what is missing is not drawn.

    Limbs that the model hardly sees are thin and dashed, and lie below the others.
    """
    bones = [(a, b) for a, b in BONE_ROWS if np.isfinite(pose.xy[[a, b]]).all()]
    joints = [row for row in JOINT_ROWS if np.isfinite(pose.xy[row]).all()]
    faint = {row for row in joints if not pose.visibility[row] >= FAINT_BELOW}
    at = {row: canvas.pixel(pose.xy[row]) for row in joints}
    thick = canvas.size(0.008) + 1
    order = sorted(bones, key=lambda bone: not faint.intersection(bone))
    for a, b in order:
        _rim(canvas, at[a], at[b], thick, dashed=bool(faint & {a, b}))
    for a, b in order:
        _bone(canvas, at[a], at[b], thick, _bone_side(a, b), dashed=bool(faint & {a, b}))
    for row in sorted(joints, key=lambda row: row not in faint):
        _joint(canvas, at[row], thick * (0.7 if row in faint else 1.0), side_of(row))
    if bones:
        starts, ends = zip(*((at[a], at[b]) for a, b in bones), strict=True)
        canvas.busy = np.linspace(starts, ends, 8).reshape(-1, 2)


def _bone_side(a: int, b: int) -> Side | None:
    """Return the side a bone lies on; None for those that join left and right, and the nose takes its ear's."""
    one, other = side_of(a), side_of(b)
    return one or other if one == other or None in (one, other) else None


def _rim(canvas: Canvas, a: Point, b: Point, thick: int, *, dashed: bool) -> None:
    if dashed:
        canvas.dashes(a, b, DARK, max(thick // 2, 1) + 2)
    else:
        canvas.line(a, b, DARK, thick + max(4 * thick // 5, 4))


def _bone(canvas: Canvas, a: Point, b: Point, thick: int, side: Side | None, *, dashed: bool) -> None:
    if dashed:
        canvas.dashes(a, b, SIDE_COLOURS[side], max(thick // 2, 1))
    else:
        canvas.line(a, b, SIDE_COLOURS[side], thick)


def _joint(canvas: Canvas, centre: Point, thick: float, side: Side | None) -> None:
    """Draw a joint: a circle on the left, a square on the right, a diamond in the middle."""
    for radius, colour in ((1.3 * thick + 1.5, DARK), (1.3 * thick, SIDE_COLOURS[side])):
        if side == "left":
            canvas.dot(centre, radius, colour)
            continue
        x, y = centre
        r = 0.9 * radius if side == "right" else 1.2 * radius
        square = [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)]
        diamond = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
        canvas.fill(np.array(square if side == "right" else diamond), colour)
