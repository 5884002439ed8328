"""Where the person is, taken apart from what the person does.

A knee put down ten centimetres further on, a step aside or a nudged phone moves the whole body in the picture. Upright
that shows in the feet: both have moved by the same way (one that steps, lifts or slides has not). Lying and sitting the
feet may work, so there the place is taken anew whenever the body is back in its start position.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.body.skeleton import INDEX
from posecheck.rules.reading.front_plane import Frame

Vec = NDArray[np.floating[Any]]

WINDOW_S: Final = 0.5
"""Somebody stands again when the place has not changed by `SETTLED` for so long; it is the median then."""
SETTLED: Final = 0.03
FRAMES: Final = 3
"""A place is told by so many frames: single ones misread a foot."""
TOGETHER: Final = 0.12
"""Trunk lengths by which the ways of the two feet may differ where both have moved with the body."""
LEAST: Final = 0.06
"""Trunk lengths (3 cm) below which a place is not told from noise: a choice of ours, less than begins an attempt."""


class PlaceKeeper:
    """Follows the place of one calibrated person.

    Parameters
    ----------
    reference
        The points of `support` at the calibrated place.
    by_feet
        Whether the feet stay where they are in this exercise, so that they tell the place (upright bodies).
    unit
        The person's trunk length, image heights.
    """

    def __init__(self, reference: Vec, *, by_feet: bool, unit: float) -> None:
        self._reference = reference
        self._by_feet = by_feet
        self._unit = unit
        self._recent: deque[tuple[float, Vec]] = deque()
        self._on_the_way = False
        self.moved: Vec = np.zeros(2)
        """How far the person is from the calibrated place, shape (2,), body axes in image heights."""

    def step(self, time_s: float, frame: Frame, *, at_rest: bool) -> Vec:
        """Take a frame in and return `moved`.

        Parameters
        ----------
        time_s
            Time of the frame.
        frame
            The frame as it is in the picture.
        at_rest
            Whether the body is in its start position.
        """
        if not (self._by_feet or at_rest):
            self._recent.clear()
            return self.moved
        self._recent.append((time_s, support(frame, by_feet=self._by_feet)))
        while self._recent[0][0] < time_s - WINDOW_S:
            self._recent.popleft()
        latest = [at for _, at in self._recent][-FRAMES:]
        way = way_of(np.median(latest, axis=0) - self._reference, self._unit)
        if way is None or len(latest) < FRAMES:
            return self.moved
        self._on_the_way = self._on_the_way or math.hypot(*(way - self.moved)) > LEAST * self._unit
        if self._on_the_way:
            self.moved = self._settle(way)
        return self.moved

    def _settle(self, way: Vec) -> Vec:
        """Return the place while it changes; once it stands still, its median over that time."""
        places = np.array([at for _, at in self._recent])
        if (
            self._recent[-1][0] - self._recent[0][0] < WINDOW_S * 0.8
            or np.ptp(places, axis=0).max() > SETTLED * self._unit
        ):
            return way
        still = way_of(np.median(places, axis=0) - self._reference, self._unit)
        self._on_the_way = False
        return way if still is None else still


def way_of(ways: Vec, unit: float) -> Vec | None:
    """Return the one way by which the points of `support` have moved, shape (2,); None where they parted.

    Examples
    --------
    >>> way_of(np.array([[0.1, 0.0], [0.12, 0.0]]), 0.3).round(2).tolist()
    [0.11, 0.0]
    >>> way_of(np.array([[0.0, 0.0], [0.12, 0.0]]), 0.3) is None
    True
    """
    parted = len(ways) == 2 and math.dist(ways[0], ways[1]) > TOGETHER * unit
    return None if parted else np.mean(ways, axis=0)


def support(frame: Frame, *, by_feet: bool) -> Vec:
    """Return the points that stay where they are, shape (n, 2): the ankles from left to right, or mid-hip.

    In the order of their place, because labels of left and right swap.
    """
    if not by_feet:
        return frame.point("mid_hip")[np.newaxis]
    ankles = frame.points[[INDEX["left_ankle"], INDEX["right_ankle"]]]
    return ankles[np.argsort(ankles[:, 0])]


def moved_back(frame: Frame, way: Vec) -> Frame:
    """Return a frame as it would be had the person not moved by `way` (body axes, image heights)."""
    return replace(frame, points=frame.points - way) if way.any() else frame
