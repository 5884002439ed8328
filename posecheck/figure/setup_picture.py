"""The set-up picture of an exercise: its start and far end, the movement, the things it needs, where the laptop stands.

Besides two lengths in metres it has no words, so that it serves every language; what it shows is said in its title and
description, for those who hear it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.figure.arrow import arrow, press, ways_of
from posecheck.figure.body import body_shapes
from posecheck.figure.colours import PALE, PAPER, STRONG, Part
from posecheck.figure.generic import generic_stills
from posecheck.figure.hands import hands_on_belly
from posecheck.figure.posture import Posture
from posecheck.figure.props import MAT_BACK, MAT_BEHIND, MAT_MARGIN, ground, mat, prop
from posecheck.figure.reach import reach
from posecheck.figure.room import from_above, stand
from posecheck.figure.stills import Stills, middle
from posecheck.language import words
from posecheck.rules.exercise.definition import Exercise

Array = NDArray[np.floating[Any]]

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, FLOOR = 16.0, 448.0, 18.0, 268.0
"""Where the figures may stand, pixels."""
TALLEST, LARGEST = 216.0, 340.0
"""Most pixels for one body height: of somebody upright, of somebody on the floor."""
LARGEST_OF: Final = MappingProxyType({"supine": LARGEST, "prone": LARGEST, "sitting": 300.0, "kneeling": 300.0})

TRY: Final = 1000.0
"""Pixels for one body height with which it is measured how much room a figure takes."""
ROOM_FOR: Final = MappingProxyType({"doorway": (0.5, 1.22), "chair": (0.55, 1.0)})
"""Room that a thing needs to both sides of the feet and above the floor, body heights."""


def setup_picture(exercise: Exercise, stills: Stills | None) -> str:
    """Return an SVG drawing of how to set up for an exercise and how it goes.

    Parameters
    ----------
    exercise
        The exercise.
    stills
        Its start position and far end; None draws somebody in its body position.
    """
    shown = stills or generic_stills(exercise.body, exercise.view)
    if exercise.picture.hands == "belly":
        shown = replace(shown, start=hands_on_belly(shown.start), end=hands_on_belly(shown.end))
    said = words("setup_picture", title=exercise.title, camera=exercise.camera)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" font-family="sans-serif">\n<title>{escape(exercise.title)}</title>\n<desc>{escape(said)}</desc>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="12" fill="{PAPER}"/>\n'
        f"{_figures(exercise, shown)}\n"
        f"{from_above(exercise, postures(exercise, shown)[0], x=541, y=10)}\n"
        f"{stand(exercise, x=504, floor=FLOOR + 12)}\n</svg>\n"
    )


def postures(exercise: Exercise, stills: Stills) -> tuple[Posture, Posture]:
    """Return start and end as they stand in the picture: as large as there is room, the lowest point on the floor."""
    low, high = _box(exercise, stills)
    most = LARGEST_OF.get(exercise.body, TALLEST)
    unit = min(most, *((np.array([RIGHT - LEFT, FLOOR - TOP]) / (high - low)).tolist()))
    shift = np.array([(LEFT + RIGHT) / 2 - (low[0] + high[0]) / 2 * unit, FLOOR - high[1] * unit])
    start, end = (
        Posture(still.points * unit + shift, unit, stills.near, still.back) for still in (stills.start, stills.end)
    )
    return start, end


def _box(exercise: Exercise, stills: Stills) -> tuple[Array, Array]:
    """Return the corners of what has to be in the picture, body heights."""
    boxes = [_reach(exercise, Posture(s.points * TRY, TRY, stills.near, s.back)) for s in (stills.start, stills.end)]
    low, high = (f([b[k] for b in boxes], axis=0) / TRY for f, k in ((np.min, 0), (np.max, 1)))
    if exercise.body != "standing":
        margin = np.array([MAT_MARGIN, 0.0])
        low, high = low - margin, high + margin
    for thing in exercise.picture.things:
        room = ROOM_FOR.get(thing)
        if room:
            low = np.minimum(low, [middle(stills.start.points, "ankle")[0] - room[0], high[1] - room[1]])
            high = np.maximum(high, [middle(stills.start.points, "ankle")[0] + room[0], high[1]])
    return low, high


def _reach(exercise: Exercise, posture: Posture) -> tuple[Array, Array]:
    return reach(body_shapes(posture, seated=exercise.body == "sitting"))


def _figures(exercise: Exercise, stills: Stills) -> str:
    start, end = postures(exercise, stills)
    boxes = [_reach(exercise, p) for p in (start, end)]
    left, right = (float(f(b[k][0] for b in boxes)) for f, k in ((min, 0), (max, 1)))
    if exercise.body == "standing":
        under = ground(left - 0.1 * end.unit, right + 0.1 * end.unit, FLOOR)
    else:
        under = mat(left, right, _back_of_mat(exercise, end), FLOOR, end.unit)
    things = [prop(thing, start, end, FLOOR) for thing in exercise.picture.things]
    seated = exercise.body == "sitting"
    shift = start.points[0] - stills.start.points[0] * start.unit
    centre = (middle(end.points, "hip") + middle(end.points, "shoulder")) / 2
    ways = ways_of(stills)
    arrows = [arrow(way, shift, centre, end.unit) for way in ways]
    if exercise.picture.press:
        arrows.append(press(end))
    parts = [
        under,
        *(thing.svg for thing in things if thing.behind),
        _figure(start, PALE, seated=seated) if ways else "",
        _figure(end, STRONG, seated=seated),
        *(thing.svg for thing in things if not thing.behind),
        *arrows,
    ]
    return "\n".join(part for part in parts if part)


def _back_of_mat(exercise: Exercise, person: Posture) -> float:
    """Return the y of the far edge of the mat: behind the back of somebody who lies and is seen from above."""
    back = FLOOR - MAT_BACK * person.unit
    if exercise.body not in ("supine", "prone"):
        return back
    lowest = max(float(middle(person.points, part)[1]) for part in ("hip", "shoulder"))
    return min(back, lowest - MAT_BEHIND * person.unit)


def _figure(posture: Posture, colours: Mapping[Part, str], *, seated: bool) -> str:
    shapes = body_shapes(posture, seated=seated)
    paths = "\n".join(f'<path fill="{colours[shape.part]}" d="{shape.path}"/>' for shape in shapes)
    return f'<g stroke="{PAPER}" stroke-width="2" stroke-linejoin="round" paint-order="stroke">\n{paths}\n</g>'
