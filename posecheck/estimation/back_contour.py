"""The outline of the trunk from the person mask, in the trunk's own frame; pure numpy.

The pose model has no point between shoulder and hip. Its person mask has: the mask's edge (0.5, to a fraction of a
pixel) lies 0.94 to 0.96 (intersection over union) on the body's. The edge is looked for at fixed stations along the
hip-shoulder chord, on both sides of it. Which side is the back is not decided here: one flexed frame does not tell.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecheck.pose import OUTLINE_STATIONS, STATIONS, Array
from posecheck.trunk_outline import MARGIN, TrunkFrame, on_arm, trunk_frame

EDGE: Final = 0.5
"""Value of the mask at the body's edge."""

SEARCH: Final = 0.75
"""How far from the chord the edge is looked for, in chord lengths."""

STEP: Final = 0.0075
"""Between two samples across the chord: 1.1 pixels of a trunk of 150, less than the width of the mask's own edge."""

HOLE: Final = 0.006
"""Largest enclosed gap that is a hole in the mask, in chord lengths squared: 4 x 4 cm. The gap between the trunk and an
arm akimbo, which is background, has 0.02 and more."""

MIN_CHORD_PX: Final = 30.0
"""Below this a pixel is 0.03 chord lengths, as much as a rounded back changes the outline."""

MIN_DEPTH: Final = 0.15
"""Thinner than this (both sides together, median from 0.2 to 0.8) no trunk is: it is half covered by something."""

_ACROSS: Final = np.linspace(-SEARCH, SEARCH, 2 * round(SEARCH / STEP) + 1)
_CHORD: Final = len(_ACROSS) // 2
_BETWEEN: Final = (STATIONS >= 0) & (STATIONS <= 1)
_MIDDLE: Final = (STATIONS >= 0.2) & (STATIONS <= 0.8)
_CELL: Final = STEP * float(STATIONS[1] - STATIONS[0])


class _Runs(NamedTuple):
    """Stretches of True in the rows of a grid: row, first column, column past the last, connected part; shapes (n,)."""

    row: NDArray[np.intp]
    first: NDArray[np.intp]
    past: NDArray[np.intp]
    part: NDArray[np.intp]


def trace_outline(mask: Array, xy: Array, visibility: Array) -> NDArray[np.float32]:
    """Return the distance of the body's edge from the hip-shoulder chord, shape (2, 30), in chord lengths.

    Parameters
    ----------
    mask
        How sure each pixel is the person, shape (h, w), 0 to 1.
    xy, visibility
        Landmarks, shapes (33, 2), in image heights, and (33,).

    Returns
    -------
    outline
        As in `posecheck.pose.Pose`. Negative where the whole body lies on the other side of the chord, as the belly's
        edge does in a deep bend. NaN where the edge is not found within `SEARCH`, the picture ends, an arm or a hand
        may be what is seen, or no body is.

    Notes
    -----
    Only what is connected with the trunk counts, so that a second blob beside the body changes nothing. Small enclosed
    gaps are holes in the mask and are filled.
    """
    frame = trunk_frame(xy)
    if frame is None or frame.chord * mask.shape[0] < MIN_CHORD_PX:
        return np.full((2, OUTLINE_STATIONS), np.nan, np.float32)
    values = _sample(mask, frame)
    outline = _edges(values)
    with np.errstate(invalid="ignore"):
        depth = outline.sum(0)[_MIDDLE]
        if np.isfinite(depth).any() and np.nanmedian(depth) < MIN_DEPTH:
            outline[:] = np.nan
    outline[on_arm(xy, visibility, outline)] = np.nan
    return outline


def _sample(mask: Array, frame: TrunkFrame) -> Array:
    """Return the mask, bilinear, at all stations (rows) and distances from the chord (columns); NaN off the picture."""
    height, width = mask.shape
    points = frame.to_picture(STATIONS[:, None], _ACROSS)
    x, y = points[..., 0] * height - 0.5, points[..., 1] * height - 0.5  # the centre of pixel 0 is at 0.5
    edge = MARGIN * height
    off = (x < edge) | (y < edge) | (x > width - 1 - edge) | (y > height - 1 - edge)
    x, y = np.clip(x, 0, width - 1.001), np.clip(y, 0, height - 1.001)
    column, row = x.astype(np.intp), y.astype(np.intp)
    dx, dy = x - column, y - row
    top = mask[row, column] * (1 - dx) + mask[row, column + 1] * dx
    low = mask[row + 1, column] * (1 - dx) + mask[row + 1, column + 1] * dx
    values = top * (1 - dy) + low * dy
    values[off] = np.nan
    return values


def _edges(values: Array) -> NDArray[np.float32]:
    """Return the outline, shape (2, 30), in sampled values of the mask."""
    outline = np.full((2, OUTLINE_STATIONS), np.nan, np.float32)
    with np.errstate(invalid="ignore"):
        body = values >= EDGE
    runs = _runs(body)
    if len(runs.row) > len(np.unique(runs.row)):  # somewhere the body is interrupted
        body |= _holes(body, np.isnan(values))
        runs = _runs(body)
    on_chord = (runs.first <= _CHORD) & (runs.past > _CHORD)
    seeds = runs.part[on_chord & _BETWEEN[runs.row]]
    if not len(seeds):
        return outline
    trunk = runs.part == np.bincount(seeds).argmax()
    apart = np.maximum(np.maximum(runs.first - _CHORD, _CHORD - runs.past + 1), 0)
    for row in range(OUTLINE_STATIONS):
        mine = np.flatnonzero(trunk & (runs.row == row) & (on_chord | _BETWEEN[runs.row]))
        if len(mine):
            i = mine[apart[mine].argmin()]
            outline[0, row] = _crossing(values[row], int(runs.past[i]) - 1, 1)
            outline[1, row] = -_crossing(values[row], int(runs.first[i]), -1)
    return outline


def _crossing(line: Array, last: int, step: int) -> float:
    """Return where the mask falls through `EDGE` between column `last` and the next; NaN where there is none."""
    beyond = last + step
    if not 0 <= beyond < len(line) or np.isnan(line[beyond]):
        return float("nan")
    share = (line[last] - EDGE) / (line[last] - line[beyond])
    return float(_ACROSS[last] + step * STEP * share)


def _holes(body: NDArray[np.bool_], off: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the small gaps that the body encloses on all sides."""
    gaps = _runs(~body)
    size = np.bincount(gaps.part, gaps.past - gaps.first) * _CELL
    open_ = (gaps.row == 0) | (gaps.row == len(body) - 1) | (gaps.first == 0) | (gaps.past == body.shape[1])
    open_ |= np.array([off[r, a:b].any() for r, a, b in zip(gaps.row, gaps.first, gaps.past, strict=True)], np.bool_)
    enclosed = np.bincount(gaps.part, open_) == 0
    filled = np.zeros_like(body)
    for i in np.flatnonzero((enclosed & (size <= HOLE))[gaps.part]):
        filled[gaps.row[i], gaps.first[i] : gaps.past[i]] = True
    return filled


def _runs(grid: NDArray[np.bool_]) -> _Runs:
    """Return the runs of True in each row, with the number of the connected part that each belongs to."""
    rows, columns = grid.shape
    padded = np.zeros((rows, columns + 2), np.int8)
    padded[:, 1:-1] = grid
    change = np.diff(padded, axis=1)
    row, first = np.nonzero(change == 1)
    past = np.nonzero(change == -1)[1]
    parts = list(range(len(row)))
    bounds = [0, *np.cumsum(np.bincount(row, minlength=rows)).tolist()]
    a, b = first.tolist(), past.tolist()
    for r in range(1, rows):
        for i in range(bounds[r], bounds[r + 1]):
            for j in range(bounds[r - 1], bounds[r]):
                if a[i] < b[j] and a[j] < b[i]:
                    _join(parts, i, j)
    return _Runs(row, first, past, np.array([_root(parts, i) for i in range(len(parts))], np.intp))


def _root(parts: list[int], i: int) -> int:
    """Return the first run of the part that run `i` belongs to."""
    while parts[i] != i:
        i = parts[i]
    return i


def _join(parts: list[int], i: int, j: int) -> None:
    """Make one part of those of two runs."""
    a, b = _root(parts, i), _root(parts, j)
    parts[max(a, b)] = min(a, b)
