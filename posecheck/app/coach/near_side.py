"""Which side of the body is to be nearest to the camera, and how to ask for it."""

from __future__ import annotations

from posecheck.body.skeleton import OTHER_SIDE, Side
from posecheck.language import words
from posecheck.rules.exercise.definition import CameraView, Exercise
from posecheck.rules.reading.view import is_lying


def near_side(exercise: Exercise, side: Side | None) -> Side | None:
    """Return the side that is to be nearest where `side` works; None where neither has to be."""
    return OTHER_SIDE[side] if side is not None and exercise.works == "far" else side


def ask_to_turn(exercise: Exercise, side: Side | None) -> str:
    """Return how to ask for the side that is to be nearest; lying, one turns round instead of turning."""
    near = near_side(exercise, side)
    if near is None:
        return words("turn_side_on_any")
    return words("lie_other_way" if is_lying(exercise.body) else "turn_to_me", side=near)


def ask_to_change(exercise: Exercise, side: Side | None, *, view: CameraView | None = None) -> str:
    """Return how to ask for the other side; `side` works next. From the front nobody has to turn."""
    if (view or exercise.view) == "front":
        return words("change_sides_front", side=side)
    key = "change_sides_lying" if is_lying(exercise.body) else "change_sides"
    return words(key, side=near_side(exercise, side))
