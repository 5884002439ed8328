"""A person as seen from above, from the landmarks as the camera sees them: the laptop stands below in the drawing."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.body.skeleton import Side
from posecheck.figure.colours import MAT, PAPER, STRONG
from posecheck.figure.paths import disc, number, taper
from posecheck.figure.posture import Posture, Shape
from posecheck.figure.stills import middle
from posecheck.rules.exercise.definition import Exercise

Array = NDArray[np.floating[Any]]

LONG, UPRIGHT = 92.0, 125.0
"""Pixels for one body height: of somebody on the floor, of somebody who stands."""
MAT_HALF: Final = 0.27
MAT_MARGIN: Final = 0.10
SIDES: Final[tuple[tuple[Side, int], ...]] = (("left", 1), ("right", -1))

# how far limbs are from the middle of the body, and how thick they are, in body heights
HIP, KNEE, SHOULDER, HAND = 0.055, 0.07, 0.10, 0.14
LEG, ARM, TRUNK, SHOULDERS, HEAD = 0.045, 0.028, 0.075, 0.085, 0.082


def seen_from_above(exercise: Exercise, person: Posture, *, x: float, y: float) -> str:
    """Return the person around (x, y), with a mat for everybody who does not stand.

    How far the parts of the body are to the right is seen from the camera; how far they are from it is a usual width
    of the body for somebody seen from the side, and a usual length of the legs for somebody seen from the front.
    """
    unit = UPRIGHT if exercise.body == "standing" else LONG
    places = _from_the_front(person, exercise) if person.frontal > 0.5 else _from_the_side(person)
    spread = np.array(list(places.values()))
    low, high = spread.min(axis=0), spread.max(axis=0)
    shift = np.array([x / unit, y / unit]) - (low + high) / 2
    at = {name: (place + shift) * unit for name, place in places.items()}
    legs = "".join(_limb(at, side, ("hip", "knee", "ankle"), LEG * unit) for side, _ in SIDES)
    arms = "".join(_limb(at, side, ("shoulder", "elbow", "wrist"), ARM * unit) for side, _ in SIDES)
    hips, shoulders = ((at[f"left_{n}"] + at[f"right_{n}"]) / 2 for n in ("hip", "shoulder"))
    girdle = taper(at["left_shoulder"], at["right_shoulder"], 0.06 * unit, 0.06 * unit)
    trunk = taper(hips, shoulders, TRUNK * unit, SHOULDERS * unit) + girdle
    nose = taper(at["head"], at["nose"], 0.03 * unit, 0.014 * unit)
    hair = disc(at["head"], HEAD * unit)
    shapes = [
        *(Shape("trousers", legs), Shape("skin", arms), Shape("shirt", trunk)),
        *(Shape("skin", nose), Shape("hair", hair)),
    ]
    drawn = "".join(f'<path fill="{STRONG[part]}" d="{path}"/>' for part, path in shapes)
    mat = "" if exercise.body == "standing" else _mat((low + shift) * unit, (high + shift) * unit, y)
    return f'{mat}<g stroke="{PAPER}" stroke-width="1.2" paint-order="stroke">{drawn}</g>'


def _limb(at: dict[str, Array], side: Side, names: tuple[str, str, str], thick: float) -> str:
    a, b, c = (at[f"{side}_{name}"] for name in names)
    return taper(a, b, thick, thick * 0.8) + taper(b, c, thick * 0.8, thick * 0.6)


def _mat(low: Array, high: Array, y: float) -> str:
    left, wide = low[0] - MAT_MARGIN * LONG, high[0] - low[0] + 2 * MAT_MARGIN * LONG
    half = max(MAT_HALF * LONG, (float(high[1]) - float(low[1])) / 2 + MAT_MARGIN * LONG)
    return (
        f'<rect x="{number(left)}" y="{number(y - half)}" width="{number(wide)}" height="{number(2 * half)}" rx="4" '
        f'fill="{MAT}"/>'
    )


def _from_the_side(p: Posture) -> dict[str, Array]:
    places: dict[str, Array] = {}
    near = 1 if p.near == "left" else -1
    for side, sign in SIDES:
        for name, aside in zip(
            ("hip", "knee", "ankle", "shoulder", "elbow", "wrist"), (HIP, KNEE, KNEE, SHOULDER, HAND, HAND), strict=True
        ):
            places[f"{side}_{name}"] = np.array([p.at(f"{side}_{name}")[0] / p.unit, sign * near * aside])
    ears, nose = middle(p.points, "ear"), p.at("nose")
    places["head"] = np.array([ears[0] / p.unit, 0.0])
    ahead = float(np.clip((nose[0] - ears[0]) / p.unit / 0.07, -1.0, 1.0))
    places["nose"] = places["head"] + np.array([0.115 * ahead, 0.0])
    return places


def _from_the_front(p: Posture, exercise: Exercise) -> dict[str, Array]:
    places: dict[str, Array] = {}
    sits = exercise.body == "sitting"
    ahead = {"hip": 0.0, "knee": 0.2, "ankle": 0.28, "shoulder": 0.0, "elbow": 0.05, "wrist": 0.22}
    for side, _ in SIDES:
        for name, forward in ahead.items():
            depth = forward if sits else forward * 0.12
            places[f"{side}_{name}"] = np.array([p.at(f"{side}_{name}")[0] / p.unit, depth])
    ears = middle(p.points, "ear")
    places["head"] = np.array([ears[0] / p.unit, 0.01])
    places["nose"] = places["head"] + np.array([0.0, 0.105])
    return places
