"""A picture to draw on, and the strokes: lines with a dark rim, dashes, blended shapes, text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from posecheck.overlay.style import DARK, Colour
from posecheck.overlay.text import Mask, text_mask

Image = NDArray[np.uint8]
Point = tuple[float, float]
Box = tuple[int, int, int, int]

_SHIFT = 4
"""Bits behind the point in what OpenCV gets: lines move by sixteenths of a pixel and do not tremble."""
_MOST_DASHES = 60

Layer = tuple[NDArray[np.uint16], NDArray[np.uint16]]
"""What of the picture stays, 0 to 255, and what comes on top, times 255; as rows of 3 * width numbers (numpy is slow on
an inner axis of three), in 16 bits, where 255 * 255 just fits. Texts and plates come again and again, so theirs are
kept: blending was the slowest part of the drawing."""


@dataclass(slots=True)
class Canvas:
    """A picture with the place and scale of the pose in it.

    Parameters
    ----------
    image
        Shape (height, width, 3), RGB, uint8; drawn on in place.
    scale
        Pixels per image height.
    origin
        The point, in image heights, at the top left corner.
    taken
        Boxes (x0, y0, x1, y1) in pixels that labels must stay off.
    busy
        Points in pixels, shape (n, 2), along the drawn body, which labels stay off if they can.
    """

    image: Image
    scale: float
    origin: Point = (0.0, 0.0)
    taken: list[Box] = field(default_factory=list[Box])
    busy: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 2)))

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.image.shape[0]

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self.image.shape[1]

    def size(self, share: float) -> int:
        """Return a share of the picture's smaller side in whole pixels, at least 1."""
        return max(round(share * min(self.image.shape[:2])), 1)

    def pixel(self, point: Sequence[float] | NDArray[np.float32]) -> Point:
        """Return a point given in image heights in pixels."""
        return (
            (float(point[0]) - self.origin[0]) * self.scale,
            (float(point[1]) - self.origin[1]) * self.scale,
        )

    def busy_in(self, box: Box) -> int:
        """Return how many points of the drawn body a box covers."""
        return int(np.count_nonzero(np.all((self.busy >= box[:2]) & (self.busy <= box[2:]), axis=1)))

    def is_busy(self, point: Point) -> bool:
        """Return whether a point lies on the drawn body, or nearly."""
        x, y, near = round(point[0]), round(point[1]), self.size(0.03)
        return self.busy_in((x - near, y - near, x + near, y + near)) > 0

    def pixels(self, points: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """Return points given in image heights, shape (n, 2), in pixels."""
        return (points.astype(np.float64) - self.origin) * self.scale

    def line(self, a: Point, b: Point, colour: Colour, thickness: int) -> None:
        """Draw a straight line between two points in pixels."""
        if (p := self._fixed(a)) and (q := self._fixed(b)):
            cv2.line(self.image, p, q, colour, thickness, cv2.LINE_AA, _SHIFT)

    def lines(self, ends: NDArray[np.float64], colour: Colour, thickness: int) -> None:
        """Draw straight lines between pairs of points in pixels, shape (n, 2, 2): one call for all of them."""
        strokes = list(_fixed_array(ends, 8 * max(self.image.shape)))
        cv2.polylines(self.image, strokes, False, colour, thickness, cv2.LINE_AA, _SHIFT)

    def dashes(self, a: Point, b: Point, colour: Colour, thickness: int) -> None:
        """Draw a dashed line; the dashes are in proportion to its thickness."""
        self.dashed(np.array([(a, b)]), colour, thickness)

    def dashed(self, ends: NDArray[np.float64], colour: Colour, thickness: int) -> None:
        """Draw dashed lines between pairs of points in pixels, shape (n, 2, 2)."""
        if dashes := list(_fixed_array(_dashes(ends, thickness))):
            cv2.polylines(self.image, dashes, False, colour, thickness, cv2.LINE_AA, _SHIFT)

    def path(self, points: NDArray[np.float64], colour: Colour, thickness: int, *, closed: bool = False) -> None:
        """Draw a line through points in pixels, shape (n, 2)."""
        cv2.polylines(self.image, [_fixed_array(points)], closed, colour, thickness, cv2.LINE_AA, _SHIFT)

    def fill(self, points: NDArray[np.float64], colour: Colour) -> None:
        """Fill a convex shape of points in pixels, shape (n, 2)."""
        self.fill_fixed(_fixed_array(points), colour)

    def fixed(self, points: NDArray[np.float64]) -> NDArray[np.int32]:
        """Return points in pixels, shape (..., 2), as OpenCV takes them: for many shapes at once."""
        return _fixed_array(points)

    def fill_fixed(self, points: NDArray[np.int32], colour: Colour) -> None:
        """Fill a convex shape of points as `fixed` returns them, shape (n, 2)."""
        cv2.fillConvexPoly(self.image, points, colour, cv2.LINE_AA, _SHIFT)

    def dot(self, centre: Point, radius: float, colour: Colour) -> None:
        """Fill a circle."""
        if p := self._fixed(centre):
            self.dot_fixed(p, radius, colour)

    def dot_fixed(self, centre: Sequence[int], radius: float, colour: Colour) -> None:
        """Fill a circle round a point as `fixed` returns it."""
        cv2.circle(self.image, centre, round(radius * (1 << _SHIFT)), colour, cv2.FILLED, cv2.LINE_AA, _SHIFT)

    def glaze(self, points: NDArray[np.float64], colour: Colour, alpha: float) -> None:
        """Fill a shape of points in pixels, shape (n, 2), so that the picture shines through."""
        low = np.maximum(np.floor(points.min(0)), 0).astype(int)
        high = np.minimum(np.ceil(points.max(0)) + 1, [self.width, self.height]).astype(int)
        if np.any(high <= low):
            return
        mask = np.zeros((high[1] - low[1], high[0] - low[0]), np.uint8)
        cv2.fillPoly(mask, [_fixed_array(points - low)], 255, cv2.LINE_AA, _SHIFT)
        self.blend(mask, int(low[0]), int(low[1]), colour, alpha)

    def plate(self, box: Box, alpha: float = 0.75, radius: int = 0) -> None:
        """Lay a dark plate under text; rounded where a radius is given."""
        x0, y0, x1, y1 = box
        if radius:
            self._lay(_plate_layer(x1 - x0, y1 - y0, radius, alpha), x0, y0)
            return
        part = self.image[max(y0, 0) : max(y1, 0), max(x0, 0) : max(x1, 0)]
        if part.size:
            part[:] = cv2.convertScaleAbs(part, alpha=1 - alpha, beta=alpha * 22)

    def text(self, text: str, x: int, y: int, size: int, colour: Colour) -> int:
        """Write a line with its top left corner at (x, y) and return its width in pixels."""
        layer = _text_layer(text, size, colour)
        self._lay(layer, x, y)
        return layer[0].shape[1] // 3

    def blend(self, mask: Mask, x: int, y: int, colour: Colour, alpha: float) -> None:
        """Lay a colour over the picture where a mask (0 to 255) says so; what is outside the picture is left out."""
        self._lay(_layer(mask, colour, alpha), x, y)

    def _lay(self, layer: Layer, x: int, y: int) -> None:
        """Lay a layer over the picture with its top left corner at (x, y)."""
        rest, over = layer
        height, width = rest.shape[0], rest.shape[1] // 3
        x0, y0 = max(x, 0), max(y, 0)
        x1, y1 = min(x + width, self.width), min(y + height, self.height)
        if x1 <= x0 or y1 <= y0:
            return
        place = slice(y0 - y, y1 - y), slice(3 * (x0 - x), 3 * (x1 - x))
        part = self.image[y0:y1, x0:x1].reshape(y1 - y0, 3 * (x1 - x0))
        mix = part * rest[place]
        mix += over[place]
        share = mix >> 8
        share += 128
        share += mix
        share >>= 8  # a division by 255, rounded
        self.image[y0:y1, x0:x1] = share.reshape(y1 - y0, x1 - x0, 3)

    def _fixed(self, point: Point) -> tuple[int, int] | None:
        """Return a point as OpenCV takes it, None where it is missing; far outside is drawn in."""
        x, y = point
        if not (math.isfinite(x) and math.isfinite(y)):
            return None
        far = 8 * max(self.image.shape)
        return round(min(max(x, -far), far) * (1 << _SHIFT)), round(min(max(y, -far), far) * (1 << _SHIFT))


def _fixed_array(points: NDArray[np.float64], far: float = 3e4) -> NDArray[np.int32]:
    return np.rint(np.minimum(np.maximum(points, -far), far) * (1 << _SHIFT)).astype(np.int32)


def _dashes(ends: NDArray[np.float64], thickness: int) -> NDArray[np.float64]:
    """Return the dashes, shape (m, 2, 2), of lines of shape (n, 2, 2); none of a line of which an end is missing."""
    ends = ends[np.isfinite(ends).all((1, 2))]
    way = ends[:, 1] - ends[:, 0]
    n = np.rint(np.hypot(way[:, 0], way[:, 1]) / (6 * thickness + 2)).clip(1, _MOST_DASHES).astype(np.intp)
    line = np.repeat(np.arange(len(n)), 2 * n)  # which line each end of a dash belongs to
    step = np.arange(len(line)) - (2 * (np.cumsum(n) - n))[line]
    return (step[:, None] * (way / (2 * n[:, None]))[line] + ends[line, 0]).reshape(-1, 2, 2)


def _layer(mask: Mask, colour: Colour, alpha: float) -> Layer:
    """Return a mask (0 to 255) with its colour as a layer."""
    weight = cv2.convertScaleAbs(mask, alpha=alpha) if alpha < 1 else mask
    rows = (mask.shape[0], 3 * mask.shape[1])
    over = cv2.merge((weight, weight, weight)).reshape(rows).astype(np.uint16)
    return 255 - over, over * np.tile(np.array(colour, np.uint16), mask.shape[1])


@lru_cache(maxsize=64)
def _text_layer(text: str, size: int, colour: Colour) -> Layer:
    return _layer(text_mask(text, size), colour, 1.0)


@lru_cache(maxsize=64)
def _plate_layer(width: int, height: int, radius: int, alpha: float) -> Layer:
    return _layer(_rounded(width, height, radius), DARK, alpha)


def _rounded(width: int, height: int, radius: int) -> Mask:
    """Return the mask of a rectangle with round corners."""
    mask = np.zeros((height, width), np.uint8)
    r = min(radius, width // 2, height // 2)
    cv2.rectangle(mask, (r, 0), (width - 1 - r, height - 1), 255, cv2.FILLED)
    cv2.rectangle(mask, (0, r), (width - 1, height - 1 - r), 255, cv2.FILLED)
    for x in (r, width - 1 - r):
        for y in (r, height - 1 - r):
            cv2.circle(mask, (x, y), r, 255, cv2.FILLED, cv2.LINE_AA)
    return mask
