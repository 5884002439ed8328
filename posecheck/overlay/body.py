"""The skeleton: bones with a dark rim, round joints on the person's left, square ones on the right.

It is drawn on every picture of a live set, so whatever can be is done for all points or lines at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import Pose
from posecheck.body.skeleton import BONES, INDEX, N_LANDMARKS, Side, side_of
from posecheck.overlay.canvas import Canvas
from posecheck.overlay.style import DARK, FAINT_BELOW, SIDE_COLOURS, Colour

BONE_ROWS = tuple((INDEX[a], INDEX[b]) for a, b in BONES)
JOINT_ROWS = tuple(sorted({row for bone in BONE_ROWS for row in bone}))


class _Bone(NamedTuple):
    """A bone that is drawn: the rows of its ends, its colour, whether both ends are well seen."""

    a: int
    b: int
    colour: Colour
    clear: bool


def _bone_side(a: int, b: int) -> Side | None:
    """Return the side a bone lies on; None for those that join left and right, and the nose takes its ear's."""
    one, other = side_of(a), side_of(b)
    return one or other if one == other or None in (one, other) else None


def _form(row: int) -> list[tuple[float, float]]:
    """Return the corners of a joint of radius 1: a square on the right, a diamond in the middle (left: unused)."""
    r, s = 0.9, 1.2
    square, diamond = [(-r, -r), (r, -r), (r, r), (-r, r)], [(0.0, -s), (s, 0.0), (0.0, s), (-s, 0.0)]
    return square if side_of(row) == "right" else diamond


_COLOURS: Final = tuple(SIDE_COLOURS[_bone_side(a, b)] for a, b in BONE_ROWS)
_JOINT_COLOURS: Final = tuple(SIDE_COLOURS[side_of(row)] for row in range(N_LANDMARKS))
_ROUND: Final = tuple(side_of(row) == "left" for row in range(N_LANDMARKS))
_FORMS: Final = np.array([_form(row) for row in range(N_LANDMARKS)])


def draw_body(canvas: Canvas, pose: Pose) -> None:
    """Draw the skeleton of a pose; what is missing is not drawn.

    Limbs that the model hardly sees are thin and dashed, and lie below the others.
    """
    found = cast("list[bool]", np.isfinite(pose.xy).all(1).tolist())
    clear = cast("list[bool]", (pose.visibility >= FAINT_BELOW).tolist())
    at = canvas.pixels(pose.xy)
    pairs = zip(BONE_ROWS, _COLOURS, strict=True)
    drawn = [_Bone(a, b, colour, clear[a] and clear[b]) for (a, b), colour in pairs if found[a] and found[b]]
    bones = sorted(drawn, key=lambda bone: bone.clear)
    joints = sorted((row for row in JOINT_ROWS if found[row]), key=lambda row: clear[row])
    thick = canvas.size(0.008) + 1
    thin = max(thick // 2, 1)
    rims = [bone._replace(colour=DARK) for bone in bones]
    _draw_bones(canvas, at, rims, thick + max(4 * thick // 5, 4), thin + 2)
    _draw_bones(canvas, at, bones, thick, thin)
    _draw_joints(canvas, at, joints, [thick * (1.0 if clear[row] else 0.7) for row in joints])
    if bones:
        ends = at[[(bone.a, bone.b) for bone in bones]]
        canvas.busy = np.linspace(ends[:, 0], ends[:, 1], 8).reshape(-1, 2)


def _draw_bones(canvas: Canvas, at: NDArray[np.float64], bones: Sequence[_Bone], thick: int, thin: int) -> None:
    """Draw bones in their order; those of one kind that follow each other in one stroke."""
    for (colour, clear), group in groupby(bones, key=lambda bone: (bone.colour, bone.clear)):
        ends = at[[(bone.a, bone.b) for bone in group]]
        if clear:
            canvas.lines(ends, colour, thick)
        else:
            canvas.dashed(ends, colour, thin)


def _draw_joints(canvas: Canvas, at: NDArray[np.float64], rows: Sequence[int], sizes: Sequence[float]) -> None:
    """Draw joints with their rims: a circle on the left, a square on the right, a diamond in the middle."""
    if not rows:
        return
    inner = 1.3 * np.array(sizes)
    radii = np.column_stack([inner + 1.5, inner])
    centres = at[list(rows)]
    forms = canvas.fixed(centres[:, None, None] + radii[..., None, None] * _FORMS[list(rows), None])
    for row, centre, pair, outlines in zip(rows, canvas.fixed(centres).tolist(), radii.tolist(), forms, strict=True):
        for radius, outline, colour in zip(pair, outlines, (DARK, _JOINT_COLOURS[row]), strict=True):
            if _ROUND[row]:
                canvas.dot_fixed(centre, radius, colour)
            else:
                canvas.fill_fixed(outline, colour)
