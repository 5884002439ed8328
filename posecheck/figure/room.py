"""Where the laptop stands: the room from above with the distance, and the laptop on its stool or table."""

from __future__ import annotations

import math
from typing import Final

from posecheck.figure.colours import ACCENT, CONE, INK, LINE, SOFT, WOOD
from posecheck.figure.from_above import seen_from_above
from posecheck.figure.paths import number
from posecheck.figure.posture import Posture
from posecheck.rules.exercise.definition import Body, Exercise

DISTANCE_M: Final[dict[Body, float]] = {"standing": 3.0}
"""How far away, where it is not two metres: the whole of a standing person must be in the picture (clinical 2.7)."""
HEIGHT_M: Final[dict[Body, float]] = {"standing": 0.9, "kneeling": 0.6, "sitting": 0.4}
"""How high, where it is not half a metre (clinical 2.7)."""
TABLE_FROM_M: Final = 0.7
"""What is higher is drawn as a table, not as a stool."""
PIXELS_PER_M: Final = 54.0


def distance_of(exercise: Exercise) -> float:
    """Return how far the camera is from the person, metres."""
    return exercise.picture.distance_m or DISTANCE_M.get(exercise.body, 2.0)


def height_of(exercise: Exercise) -> float:
    """Return how high the camera is, metres."""
    return exercise.picture.height_m or HEIGHT_M.get(exercise.body, 0.5)


def from_above(exercise: Exercise, person: Posture, *, x: float, y: float) -> str:
    """Return the room from above around x, from y downward (190 high): person, distance, laptop.

    Parameters
    ----------
    exercise
        The exercise.
    person
        Somebody in the start position.
    x, y
        Place of the drawing, pixels.
    """
    laptop, middle_of_person = y + 152, y + 40
    cx = number(x)
    cone = f'<path fill="{CONE}" d="M{cx} {number(laptop)}L{number(x - 78)} {number(y + 8)}H{number(x + 78)}Z"/>'
    line = (
        f'<path stroke="{ACCENT}" stroke-width="3" stroke-dasharray="7 6" d="M{cx} {number(laptop - 10)}'
        f'V{number(middle_of_person + 36)}"/>'
    )
    text = (
        f'<text x="{number(x + 10)}" y="{number(laptop - 26)}" font-size="24" font-weight="700" fill="{ACCENT}">'
        f"{metres(distance_of(exercise))}</text>"
    )
    machine = (
        f'<rect x="{number(x - 30)}" y="{number(laptop)}" width="60" height="6" rx="3" fill="{INK}"/>'
        f'<rect x="{number(x - 27)}" y="{number(laptop + 8)}" width="54" height="17" rx="3" fill="{SOFT}"/>'
    )
    return cone + line + machine + text + seen_from_above(exercise, person, x=x, y=middle_of_person)


def stand(exercise: Exercise, *, x: float, floor: float) -> str:
    """Return the laptop on what it stands on, with its height above the floor, around x."""
    height = height_of(exercise)
    top = floor - height * PIXELS_PER_M
    half = 36 if height >= TABLE_FROM_M else 22
    left, right = number(x - half), number(x + half)
    legs = f"M{number(x - half + 6)} {number(floor)}V{number(top)}M{number(x + half - 6)} {number(floor)}V{number(top)}"
    rule = x + 52
    ticks = f"M{number(rule - 6)} {number(floor)}h12m-6 0V{number(top)}m-6 0h12"
    return (
        f'<path stroke="{LINE}" stroke-width="3" stroke-linecap="round" d="M{number(x - 46)} {number(floor + 2)}h134"/>'
        f'<path stroke="{WOOD}" stroke-width="5" stroke-linecap="round" d="{legs}M{left} {number(top)}H{right}"/>'
        f'<path stroke="{INK}" stroke-width="5" stroke-linecap="round" stroke-linejoin="round" fill="none" '
        f'd="M{number(x + 16)} {number(top - 6)}H{number(x - 12)}L{number(x - 20)} {number(top - 30)}"/>'
        f'<path stroke="{ACCENT}" stroke-width="2.5" d="{ticks}"/>'
        f'<text x="{number(rule + 8)}" y="{number((top + floor) / 2 + 7)}" font-size="19" font-weight="700" '
        f'fill="{ACCENT}">{height * 100:.0f} cm</text>'
    )


def metres(value: float) -> str:
    """Return a length in metres as every language writes it: to halves, without a decimal mark.

    Examples
    --------
    >>> metres(2.0), metres(3.5)
    ('2 m', '3½ m')
    """
    half = "½" if value % 1 >= 0.25 else ""
    return f"{math.floor(value)}{half} m"
