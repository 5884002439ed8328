"""Where the laptop stands: the room from above with the distance, and the laptop on a stool or table with its height."""

from __future__ import annotations

from typing import Final, Literal

from posecheck.figure.paths import number
from posecheck.rules.exercise import Body, CameraView, Exercise

Facing = Literal["left", "right"]

INK, SOFT, ACCENT, CONE, SKIN, SHIRT, TROUSERS, HAIR, MAT, WOOD = (
    *("#21313c", "#5c7080", "#0b6b78", "#dfe9ea", "#e3b18f", "#0b6b78", "#21313c", "#4a3428"),
    *("#cfe3df", "#8a6a45"),
)

DISTANCE_M: Final[dict[Body, float]] = {"standing": 3.0}
"""How far away, where it is not two metres: the whole of a standing person must be in the picture (clinical 2.7)."""
HEIGHT_M: Final[dict[Body, float]] = {"standing": 0.9}
"""How high, where it is not half a metre (clinical 2.7)."""
TABLE_FROM_M: Final = 0.7
"""What is higher is drawn as a table, not as a stool."""
PIXELS_PER_M: Final = 62.0


def distance_of(exercise: Exercise) -> float:
    """Return how far the camera is from the person, metres."""
    return exercise.picture.distance_m or DISTANCE_M.get(exercise.body, 2.0)


def height_of(exercise: Exercise) -> float:
    """Return how high the camera is, metres."""
    return exercise.picture.height_m or HEIGHT_M.get(exercise.body, 0.5)


def from_above(exercise: Exercise, facing: Facing, *, x: float, y: float) -> str:
    """Return the room from above around x, from y downward (180 high): person, distance, laptop.

    Parameters
    ----------
    exercise
        The exercise.
    facing
        Where the person looks in the picture, or where the head lies.
    x, y
        Place of the drawing, pixels.
    """
    laptop, person = y + 158, y + 42
    cx = number(x)
    cone = f'<path fill="{CONE}" d="M{cx} {number(laptop)}L{number(x - 78)} {number(y + 8)}H{number(x + 78)}Z"/>'
    line = (
        f'<path stroke="{ACCENT}" stroke-width="3" stroke-dasharray="7 6" d="M{cx} {number(laptop - 10)}'
        f'V{number(person + 34)}"/>'
    )
    text = (
        f'<text x="{number(x + 10)}" y="{number(laptop - 26)}" font-size="24" font-weight="700" fill="{ACCENT}">'
        f"{_metres(distance_of(exercise))}</text>"
    )
    machine = (
        f'<rect x="{number(x - 30)}" y="{number(laptop)}" width="60" height="6" rx="3" fill="{INK}"/>'
        f'<rect x="{number(x - 27)}" y="{number(laptop + 8)}" width="54" height="17" rx="3" fill="{SOFT}"/>'
    )
    return cone + line + machine + text + _person(exercise.body, exercise.view, facing, x, person)


def _metres(value: float) -> str:
    return f"{value:g} m"


def _person(body: Body, view: CameraView, facing: Facing, x: float, y: float) -> str:
    """Return somebody seen from above; drawn as facing (or with the head) to the right, then turned."""
    lies = body in ("supine", "prone")
    turn = 90 if view == "front" else 180 if facing == "left" else 0
    if lies:
        mat = f'<rect x="-72" y="-21" width="144" height="42" rx="4" fill="{MAT}"/>'
        legs = _capsules(TROUSERS, (-50, -6, -8, -6), (-50, 6, -8, 6), width=9)
        arms = _capsules(SKIN, (24, -14, -6, -16), (24, 14, -6, 16), width=6)
        trunk = f'<rect x="-12" y="-13" width="42" height="26" rx="9" fill="{SHIRT}"/>'
        return _turned(x, y, turn, mat + legs + arms + trunk + _head(44, nose=False))
    trunk = f'<ellipse rx="11" ry="24" fill="{SHIRT}"/>'
    if body == "sitting":
        mat = f'<rect x="-26" y="-27" width="92" height="54" rx="4" fill="{MAT}"/>'
        legs = _capsules(TROUSERS, (0, -9, 50, -9), (0, 9, 50, 9), width=11)
        return _turned(x, y, turn, mat + legs + trunk + _head(2))
    if body == "kneeling":
        mat = f'<rect x="-52" y="-27" width="104" height="54" rx="4" fill="{MAT}"/>'
        legs = _capsules(TROUSERS, (0, 9, -38, 9), (0, -9, 34, -9), width=11)
        return _turned(x, y, turn, mat + legs + trunk + _head(2))
    feet = _capsules(SKIN, (0, -10, 17, -12), (0, 10, 17, 12), width=8)
    return _turned(x, y, turn, feet + trunk + _head(2))


def _capsules(colour: str, *lines: tuple[float, float, float, float], width: int) -> str:
    path = "".join(f"M{a} {b}L{c} {d}" for a, b, c, d in lines)
    return f'<path stroke="{colour}" stroke-width="{width}" stroke-linecap="round" d="{path}"/>'


def _head(x: float, *, nose: bool = True) -> str:
    tip = f'<path fill="{SKIN}" d="M{x + 9} -5L{x + 17} 0L{x + 9} 5Z"/>' if nose else ""
    return f'{tip}<circle cx="{x}" r="11.5" fill="{HAIR}" stroke="#f5f8f8" stroke-width="1.5"/>'


def _turned(x: float, y: float, turn: int, inner: str) -> str:
    rotate = f" rotate({turn})" if turn else ""
    return f'<g transform="translate({number(x)} {number(y)}){rotate}">{inner}</g>'


def stand(exercise: Exercise, *, x: float, floor: float) -> str:
    """Return the laptop on what it stands on, with its height above the floor, around x."""
    height = height_of(exercise)
    top = floor - height * PIXELS_PER_M
    half = 36 if height >= TABLE_FROM_M else 22
    left, right = number(x - half), number(x + half)
    legs = f"M{number(x - half + 6)} {number(floor)}V{number(top)}M{number(x + half - 6)} {number(floor)}V{number(top)}"
    rule = x + 52
    ticks = f"M{number(rule - 6)} {number(floor)}h12M{number(rule - 6)} {number(top)}h12M{number(rule)} {number(floor)}V{number(top)}"
    return (
        f'<path stroke="#c3cfd2" stroke-width="3" stroke-linecap="round" d="M{number(x - 62)} {number(floor + 2)}h150"/>'
        f'<path stroke="{WOOD}" stroke-width="5" stroke-linecap="round" d="{legs}M{left} {number(top)}H{right}"/>'
        f'<path stroke="{INK}" stroke-width="5" stroke-linecap="round" stroke-linejoin="round" fill="none" '
        f'd="M{number(x + 16)} {number(top - 6)}H{number(x - 12)}L{number(x - 20)} {number(top - 30)}"/>'
        f'<path stroke="{ACCENT}" stroke-width="2.5" d="{ticks}"/>'
        f'<text x="{number(rule + 8)}" y="{number((top + floor) / 2 + 7)}" font-size="20" font-weight="700" '
        f'fill="{ACCENT}">{_metres(height)}</text>'
    )
