"""The outline of the trunk from the person mask, in the trunk's own frame; pure numpy.

The pose model has no point between shoulder and hip. Its person mask has: the mask's edge (0.5, to a fraction of a
pixel) lies 0.94 to 0.96 (intersection over union) on the body's. The edge is looked for at fixed stations along the
hip-shoulder chord, on both sides of it. Which side is the back is not decided here: one flexed frame does not tell.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import OUTLINE_STATIONS, STATIONS, Array
from posecheck.body.trunk_outline import MARGIN, TrunkFrame, on_arm, trunk_frame

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

Whole = NDArray[np.intp]

_ACROSS: Final = np.linspace(-SEARCH, SEARCH, 2 * round(SEARCH / STEP) + 1)
_CHORD: Final = len(_ACROSS) // 2
_BETWEEN: Final = (STATIONS >= 0) & (STATIONS <= 1)
_MIDDLE: Final = (STATIONS >= 0.2) & (STATIONS <= 0.8)
_CELL: Final = STEP * float(STATIONS[1] - STATIONS[0])


class _Runs(NamedTuple):
    """Stretches of True in the rows of a grid, row by row: row, first column, column past the last; shapes (n,)."""

    row: Whole
    first: Whole
    past: Whole


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
        As in `posecheck.body.pose.Pose`. Negative where the whole body lies on the other side of the chord, as the
        belly's edge does in a deep bend. NaN where the edge is not found within `SEARCH`, the picture ends, an arm or a
        hand may be what is seen, or no body is.

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
    if np.any(runs.row[1:] == runs.row[:-1]):  # somewhere the body is interrupted
        holes = _holes(body, np.isnan(values))
        if holes is not None:
            runs = _runs(body | holes)
    part = _parts(runs, body.shape[1])
    on_chord = (runs.first <= _CHORD) & (runs.past > _CHORD)
    between = _BETWEEN[runs.row]
    seeds = part[on_chord & between]
    if not len(seeds):
        return outline
    mine = np.flatnonzero((part == np.bincount(seeds).argmax()) & (on_chord | between))
    apart = np.maximum(np.maximum(runs.first - _CHORD, _CHORD - runs.past + 1), 0)[mine]
    # of each row the run that is nearest to the chord
    nearest = mine[np.lexsort((apart, runs.row[mine]))]
    nearest = nearest[np.flatnonzero(np.diff(runs.row[nearest], prepend=-1))]
    rows = runs.row[nearest]
    outline[0, rows] = _crossing(values[rows], runs.past[nearest] - 1, 1)
    outline[1, rows] = -_crossing(values[rows], runs.first[nearest], -1)
    return outline


def _crossing(lines: Array, last: Whole, step: int) -> Array:
    """Return where the mask of each line falls through `EDGE` between column `last` and the next; NaN where nowhere."""
    beyond = last + step
    on_grid = (beyond >= 0) & (beyond < lines.shape[1])
    inner = np.take_along_axis(lines, last[:, None], 1)[:, 0]
    outer = np.take_along_axis(lines, np.where(on_grid, beyond, last)[:, None], 1)[:, 0]
    outer[~on_grid] = np.nan
    return _ACROSS[last] + step * STEP * ((inner - EDGE) / (inner - outer))


def _holes(body: NDArray[np.bool_], off: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """Return the small gaps that the body encloses on all sides; None where there is none."""
    gaps = _runs(~body)
    part = _parts(gaps, body.shape[1])
    size = np.bincount(part, gaps.past - gaps.first) * _CELL
    open_ = (gaps.row == 0) | (gaps.row == len(body) - 1) | (gaps.first == 0) | (gaps.past == body.shape[1])
    if off.any():
        before = np.pad(np.cumsum(off, axis=1), ((0, 0), (1, 0)))
        open_ |= before[gaps.row, gaps.past] > before[gaps.row, gaps.first]
    holes = np.flatnonzero(((np.bincount(part, open_) == 0) & (size <= HOLE))[part])
    if not len(holes):
        return None
    filled = np.zeros_like(body)
    for i in holes:
        filled[gaps.row[i], gaps.first[i] : gaps.past[i]] = True
    return filled


def _runs(grid: NDArray[np.bool_]) -> _Runs:
    """Return the runs of True in each row."""
    rows, columns = grid.shape
    padded = np.zeros((rows, columns + 2), np.bool_)
    padded[:, 1:-1] = grid
    # Every other change of a row begins a run, those between end one.
    row, column = np.nonzero(padded[:, 1:] != padded[:, :-1])
    return _Runs(row[::2], column[::2], column[1::2])


def _parts(runs: _Runs, columns: int) -> Whole:
    """Return the number of the connected part that each run belongs to: that of the part's first run.

    The runs stand in order, so those that a run touches in the row above are neighbours in the list: from the first
    that ends beyond its beginning to the last that begins before its end. A row is wider than the grid by one, so
    that no run touches one two rows above.
    """
    begin, end = runs.row * (columns + 1) + runs.first, runs.row * (columns + 1) + runs.past
    low = np.searchsorted(end + columns + 1, begin, side="right").tolist()
    high = np.searchsorted(begin + columns + 1, end, side="left").tolist()
    parts = list(range(len(low)))
    for i, (first, past) in enumerate(zip(low, high, strict=True)):
        for j in range(first, past):
            _join(parts, i, j)
    for i, before in enumerate(parts):  # those before it are final
        parts[i] = parts[before]
    return np.array(parts, np.intp)


def _join(parts: list[int], i: int, j: int) -> None:
    """Make one part of those of two runs: its number is that of its first run."""
    while parts[i] != i:
        i = parts[i]
    while parts[j] != j:
        j = parts[j]
    if i < j:
        parts[j] = i
    else:
        parts[i] = j
