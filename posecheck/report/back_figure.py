"""The numbers behind the report's picture of the back: own neutral and worst outline on top of each other. No markup.

The trunk stands upright with the hips at the bottom and the back to the left, however it was in the clip: only the
shape is to be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck import language
from posecheck.body.pose import STATIONS
from posecheck.report import words
from posecheck.report.curves import curve_path
from posecheck.result.back_lines import BackShape
from posecheck.result.judgement import Result
from posecheck.rules.back.drawn_line import LEAVES

HEIGHT: Final = 220.0
"""Of the hip-shoulder chord in the drawing's units."""

MARGIN: Final = 22.0

_SHOWN: Final = (STATIONS >= -0.05) & (STATIONS <= 1.05)


@dataclass(frozen=True, slots=True)
class BackFigure:
    """A drawing of two outlines.

    Parameters
    ----------
    width, height
        Of the drawing.
    neutral, worst
        Paths (``d``) of the two outlines.
    bars
        Lines from one to the other where they part: (x1, y1, x2, y2, level), level 1 a little, 2 clearly.
    chord
        Hip and shoulder: (x1, y1, x2, y2).
    text
        What was seen, and when.
    """

    width: float
    height: float
    neutral: str
    worst: str
    bars: tuple[tuple[float, float, float, float, int], ...]
    chord: tuple[float, float, float, float]
    text: str


def back_figure(result: Result) -> BackFigure | None:
    """Return the drawing of a result's back, None where no back was seen."""
    return None if result.back is None or not result.judged else _figure(result.back)


def _figure(back: BackShape) -> BackFigure | None:
    edges = np.stack([back.neutral, back.worst])[:, _SHOWN]
    if not np.isfinite(edges).all(0).sum() > 1:
        return None
    reach = HEIGHT * float(np.nanmax(edges))
    room = max(-HEIGHT * float(np.nanmin(edges)), 0.0) + 0.25 * HEIGHT
    x = np.round(MARGIN + reach - HEIGHT * edges, 1)
    y = np.round(MARGIN + HEIGHT * (1.05 - STATIONS[_SHOWN]), 1)
    axis = round(MARGIN + reach, 1)
    return BackFigure(
        width=round(2 * MARGIN + reach + room),
        height=round(2 * MARGIN + 1.1 * HEIGHT),
        neutral=curve_path(x[0], y),
        worst=curve_path(x[1], y),
        bars=_bars(x, y, edges[1] - edges[0]),
        chord=(axis, float(y[np.abs(STATIONS[_SHOWN]).argmin()]), axis, round(MARGIN + 0.05 * HEIGHT, 1)),
        text=language.words(
            "back_seen", title=back.title, shape=words.amount(back.value, back.unit), clock=words.clock(back.time_s)
        ),
    )


def _bars(x: NDArray[Any], y: NDArray[Any], away: NDArray[Any]) -> tuple[tuple[float, float, float, float, int], ...]:
    """Return a line at every station between the hips and the shoulders at which the outlines part."""
    level = np.searchsorted(LEAVES, np.abs(np.nan_to_num(away)))
    inside = (STATIONS[_SHOWN] >= 0) & (STATIONS[_SHOWN] <= 1)
    rows = np.flatnonzero((level > 0) & inside)
    return tuple((float(x[0, i]), float(y[i]), float(x[1, i]), float(y[i]), int(level[i])) for i in rows)
