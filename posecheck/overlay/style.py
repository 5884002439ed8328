"""Colours, sizes and switches of the drawing."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from posecheck.result.judgement import Verdict

Colour = tuple[int, int, int]

# The colours are those of Okabe and Ito's set, which people with any common colour blindness can tell apart:
# https://jfly.uni-koeln.de/color/ (2008). All are RGB.
ORANGE: Final = (230, 159, 0)
SKY: Final = (86, 180, 233)
GREEN: Final = (0, 190, 140)
VERMILLION: Final = (240, 100, 20)
WHITE: Final = (255, 255, 255)
GREY: Final = (200, 200, 200)
DARK: Final = (18, 22, 28)
PAPER: Final = (244, 246, 248)
FLOOR: Final = (205, 212, 218)

SIDE_COLOURS: Final = MappingProxyType({"left": ORANGE, "right": SKY, None: WHITE})
"""The person's own side -> colour of its limbs."""

VERDICT_COLOURS: Final = MappingProxyType(
    {Verdict.OK: GREEN, Verdict.LOW: VERMILLION, Verdict.HIGH: VERMILLION, Verdict.UNKNOWN: GREY}
)

FAINT_BELOW: Final = 0.5
"""Visibility below which a limb is drawn thin and dashed: the model guesses it more than it sees it."""

CUE_SHARE: Final = 1 / 12
"""Least height of the cue's letters in heights of the picture, so that it is read from across a room."""


@dataclass(frozen=True, slots=True)
class Style:
    """What is drawn.

    Parameters
    ----------
    skeleton, arcs
        The body; the angles.
    back
        The edge of the back, where an exercise looks at it.
    titles
        The name of the measure beside its value.
    header
        Phase, attempt, hold seconds and advice at the top.
    caption
        The cue at the bottom.
    measures
        Only the arcs of these measures; None for all.
    max_arcs
        At most so many arcs, faults first: more cannot be taken in at a glance.
    """

    skeleton: bool = True
    arcs: bool = True
    back: bool = True
    titles: bool = True
    header: bool = True
    caption: bool = True
    measures: frozenset[str] | None = None
    max_arcs: int = 4
