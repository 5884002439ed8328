"""How thick a body is where: tables of half-widths and depths as shares of its height.

Our own tables, drawn until rendered bodies looked like people and the pose model found them as it finds a scanned one;
they are not fitted to a survey. Girths that follow from them: hips 0.20 wide, chest 0.13 deep, thigh radius 0.053, calf
0.034, wrist 0.016 of the height. Lengths are the skeleton's, see `benchmarks.synthetic.anthropometry`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.anthropometry import Body

Floats = NDArray[np.float64]

TORSO_SAMPLES = 48
KNOTS = 6
"""A limb's radius is given at this many places from its upper to its lower end."""

# heights above the floor of a standing body: crotch 0.455, hip joint 0.53, waist 0.63, armpit 0.75, neck 0.85
TORSO_HEIGHT = (0.455, 0.475, 0.50, 0.53, 0.56, 0.59, 0.63, 0.67, 0.71, 0.75, 0.79, 0.815, 0.835, 0.852)
TORSO_HALF_WIDTH = (
    *(0.040, 0.070, 0.091, 0.098, 0.096, 0.091, 0.084),
    *(0.084, 0.090, 0.096, 0.098, 0.092, 0.066, 0.040),
)
TORSO_FRONT = (0.050, 0.062, 0.070, 0.074, 0.083, 0.086, 0.083, 0.080, 0.083, 0.088, 0.084, 0.072, 0.050, 0.034)
TORSO_BACK = (0.030, 0.040, 0.046, 0.048, 0.049, 0.044, 0.037, 0.037, 0.041, 0.046, 0.050, 0.048, 0.042, 0.034)

# what is added for a woman: wider hips, narrower waist and shoulders; (heights, amounts)
FEMALE_WIDTH = ((0.45, 0.50, 0.54, 0.63, 0.70, 0.80, 0.85), (0.0, 0.006, 0.007, -0.009, -0.010, -0.010, -0.004))
FEMALE_FRONT = ((0.45, 0.56, 0.63, 0.70, 0.75, 0.82), (0.0, -0.002, -0.009, -0.006, -0.006, -0.008))
FEMALE_BACK = ((0.45, 0.53, 0.63, 0.75, 0.82), (0.0, 0.003, -0.001, -0.003, -0.004))

# how much one unit of `build` (0 average, 1 heavy) adds
BUILD_WIDTH, BUILD_FRONT, BUILD_BACK = 0.13, 0.10, 0.12
BELLY_HEIGHT, BELLY_SPREAD = 0.62, 0.075
BELLY_WIDTH, BELLY_BUILD, BELLY_OWN = 0.010, 0.022, 0.030

LIMB_NAMES = (
    *("uaL", "faL", "handL", "thumbL", "uaR", "faR", "handR", "thumbR"),
    *("thighL", "shankL", "footL", "thighR", "shankR", "footR"),
    *("neck", "clavL", "clavR", "gluteL", "gluteR", "bustL", "bustR"),
)
"""Every limb is a tapered tube with round ends; short ones are cushions of the trunk."""

# radius at the knots, in body heights
UPPER_ARM = (0.0325, 0.0305, 0.0285, 0.0265, 0.0245, 0.0235)
FOREARM = (0.0235, 0.0255, 0.0245, 0.0215, 0.0180, 0.0160)
HAND = (0.0165, 0.0225, 0.0255, 0.0235, 0.0195, 0.0125)
THUMB = (0.0110, 0.0115, 0.0105, 0.0095, 0.0090, 0.0070)
THIGH = (0.0530, 0.0520, 0.0490, 0.0440, 0.0375, 0.0325)
SHANK = (0.0315, 0.0325, 0.0335, 0.0290, 0.0235, 0.0205)
FOOT = (0.0235, 0.0245, 0.0220, 0.0195, 0.0170, 0.0130)
NECK = (0.0400, 0.0360, 0.0340, 0.0330, 0.0330, 0.0340)
SHOULDER = (0.0360, 0.0370, 0.0370, 0.0360, 0.0340, 0.0320)
GLUTE = 0.047
BUST = 0.030

# how far the middle of the tube lies in front of the bone's axis
UPPER_ARM_SHIFT = (0.0, 0.001, 0.002, 0.001, 0.0, 0.0)
THIGH_SHIFT = (0.002, 0.004, 0.006, 0.005, 0.003, 0.001)
SHANK_SHIFT = (0.0, -0.007, -0.009, -0.006, -0.003, 0.0)
FOOT_SHIFT = (0.0, 0.002, 0.001, -0.003, -0.006, -0.009)

HAND_FLATNESS = 0.48
FOOT_BREADTH = 1.12
HAND_LENGTH, THUMB_LENGTH, FOOT_LENGTH = 0.092, 0.046, 0.122
GLUTE_LENGTH, BUST_LENGTH = 0.03, 0.012
WOMAN_WITH_BUST = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """The tables of one body, in metres.

    Parameters
    ----------
    torso
        Half-width, depth in front and behind the spine at evenly spaced heights, shape (TORSO_SAMPLES, 3).
    radius, shift
        Of the limbs at their knots, shape (limbs, KNOTS).
    breadth
        Factor on the limbs' width from side to side, shape (limbs,).
    """

    torso: Floats
    radius: Floats
    shift: Floats
    breadth: Floats


def profiles_of(body: Body) -> Profiles:
    """Return the tables for a body of this height, build and sex."""
    tables = _limb_tables(body)
    rows = [tables[name.rstrip("LR")] for name in LIMB_NAMES]
    breadth = {"hand": HAND_FLATNESS, "foot": FOOT_BREADTH}
    return Profiles(
        torso=_torso(body) * body.height,
        radius=np.array([radius for radius, _ in rows]) * body.height,
        shift=np.array([shift for _, shift in rows]) * body.height,
        breadth=np.array([breadth.get(name.rstrip("LR"), 1.0) for name in LIMB_NAMES]),
    )


def _torso(body: Body) -> Floats:
    """Return half-width, front and back, evenly spaced from crotch to neck, in body heights."""
    height = np.array(TORSO_HEIGHT)
    width = np.array(TORSO_HALF_WIDTH) + body.woman * np.interp(height, *FEMALE_WIDTH)
    front = np.array(TORSO_FRONT) + body.woman * np.interp(height, *FEMALE_FRONT)
    back = np.array(TORSO_BACK) + body.woman * np.interp(height, *FEMALE_BACK)
    belly = np.exp(-(((height - BELLY_HEIGHT) / BELLY_SPREAD) ** 2))
    width = width * (1 + BUILD_WIDTH * body.build) + BELLY_WIDTH * body.build * belly
    front = front * (1 + BUILD_FRONT * body.build)
    front = front + (BELLY_BUILD * max(body.build, 0.0) + BELLY_OWN * body.belly) * belly
    back = back * (1 + BUILD_BACK * body.build)
    even = np.linspace(height[0], height[-1], TORSO_SAMPLES)
    torso = np.stack([np.interp(even, height, column) for column in (width, front, back)], -1)
    for _ in range(3):  # rounds off the corners of the coarse table
        torso[1:-1] = 0.25 * torso[:-2] + 0.5 * torso[1:-1] + 0.25 * torso[2:]
    return torso


def _limb_tables(body: Body) -> dict[str, tuple[Floats, Floats]]:
    """Return radius and shift of every kind of limb, in body heights."""
    woman, build = body.woman, body.build
    arm = (1 - 0.10 * woman) * (1 + 0.14 * build)
    thigh = (1 + 0.05 * woman) * (1 + 0.13 * build)
    glute = GLUTE * body.glute * (1 + 0.13 * build) * (1 + 0.05 * woman)
    bust = (BUST * woman + 1e-4) * (1 + 0.2 * build)
    straight = np.zeros(KNOTS)
    return {
        "ua": (np.array(UPPER_ARM) * arm, np.array(UPPER_ARM_SHIFT)),
        "fa": (np.array(FOREARM) * arm, straight),
        "hand": (np.array(HAND), straight),
        "thumb": (np.array(THUMB), straight),
        "thigh": (np.array(THIGH) * thigh, np.array(THIGH_SHIFT)),
        "shank": (np.array(SHANK) * (1 + 0.12 * build), np.array(SHANK_SHIFT)),
        "foot": (np.array(FOOT), np.array(FOOT_SHIFT)),
        "neck": (np.array(NECK) * (1 - 0.12 * woman) * (1 + 0.09 * build), straight),
        "clav": (np.array(SHOULDER) * (1 - 0.06 * woman) * (1 + 0.07 * build), straight),
        "glute": (np.full(KNOTS, glute), straight),
        "bust": (np.full(KNOTS, bust), straight),
    }
