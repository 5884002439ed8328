"""Bands of what is shown in a word in place of a number: the shape of the back, the tilt of the pelvis."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import Final

BACK_BANDS: Final = MappingProxyType(
    {
        "deg_back": (
            (-20.0, "shape_clearly_hollow"),
            (-12.0, "shape_hollow"),
            (20.0, "shape_neutral"),
            (30.0, "shape_a_little_rounded"),
            (math.inf, "shape_clearly_rounded"),
        ),
        "deg_pelvis": ((-6.0, "pelvis_tucked"), (6.0, "pelvis_neutral"), (math.inf, "pelvis_tipped")),
    }
)
"""Unit -> upper ends of bands, degrees, with the key of what users see in place of the number: the shape of a back is
read to within 4 to 6 degrees at best, of a pelvis to within 4 (a tilt that a person makes at will has 9 to 11)."""


def back_band(value: float, unit: str) -> str:
    """Return the key of the band of a value of the back or the pelvis; empty for other units and missing values.

    Examples
    --------
    >>> back_band(34, "deg_back"), back_band(-9, "deg_pelvis"), back_band(20, "deg")
    ('shape_clearly_rounded', 'pelvis_tucked', '')
    """
    return next((key for end, key in BACK_BANDS.get(unit, ()) if value <= end), "")


def plain_unit(unit: str) -> str:
    """Return a unit as programs see it: the shape of the back is in degrees.

    Examples
    --------
    >>> plain_unit("deg_back"), plain_unit("s")
    ('deg', 's')
    """
    return "deg" if unit in BACK_BANDS else unit
