"""The colours of the set-up pictures: those of the app, told apart by their lightness too."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, Literal

Part = Literal["skin", "shirt", "trousers", "hair", "far_skin", "far_shirt", "far_trousers"]

PAPER: Final = "#f5f8f8"
"""The picture brings its own ground, so that it looks the same on a dark page."""
INK, SOFT, LINE = "#21313c", "#5c7080", "#c3cfd2"
ACCENT, CONE = "#0b6b78", "#dfe9ea"
MOVEMENT: Final = "#c2500a"
WOOD, PALE_WOOD = "#8a6a45", "#d3bd9a"
CLOTH, PALE_CLOTH, FOAM = "#8d80ad", "#b0a6c9", "#7566a0"
MAT, MAT_EDGE = "#cfe3df", "#a9c9c3"

STRONG: Final = MappingProxyType[Part, str](
    {
        "skin": "#e3b18f",
        "shirt": ACCENT,
        "trousers": INK,
        "hair": "#4a3428",
        "far_skin": "#cf9a78",
        "far_shirt": "#4f949c",
        "far_trousers": "#566875",
    }
)
PALE: Final = MappingProxyType[Part, str](
    {
        "skin": "#d3dddf",
        "shirt": "#c1ced2",
        "trousers": "#c1ced2",
        "hair": "#b2c1c6",
        "far_skin": "#dde5e6",
        "far_shirt": "#d0dadd",
        "far_trousers": "#d0dadd",
    }
)
