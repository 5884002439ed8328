"""From a clean picture to what a cheap camera delivers: exposure, soft optics, grain.

Everything works on bytes: the camera has no more either, and it is ten times as fast as floating point.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.population import stream
from benchmarks.synthetic.spec import Variation

Picture = NDArray[np.uint8]

SENSOR_STREAM = 12
"""Number of the random stream, see `population`."""

SHOULDER = 0.12
"""How strongly bright light is compressed: light / (1 + 0.12 light)."""
DARK_EXPOSURE, DARK_NOISE = 0.20, 0.040
"""A room with one weak lamp: the camera's gain raises the grain with the picture."""
DIM_NOISE = 0.030
"""Grain in the evening, with the lamps on."""
NOISY = 0.045
MOTION_EXPOSURE_S = 0.06
"""Shutter of a webcam in a dim room, long enough to smear a moving hand."""
GRAIN_MARGIN = 64
GRAIN_SIZE_PX = 0.6
GRAIN_GAIN = 1.6
"""Restores the strength that smoothing the grain takes away."""
NOISE_SCALE = 64.0
"""Grain is kept as whole numbers of 1/64 grey level."""


@dataclass(frozen=True)
class Sensor:
    """One camera's weaknesses.

    Parameters
    ----------
    exposure
        Factor on all light.
    noise
        Standard deviation of the grain, share of full white.
    blur_px
        Of the optics, standard deviation.
    exposure_s
        For how long the shutter is open; 0 freezes every movement.
    seed
        Of the grain.
    """

    exposure: float = 1.0
    noise: float = 0.010
    blur_px: float = 0.55
    exposure_s: float = 0.0
    seed: int = 1

    def develop(self, picture: Picture, frame: int) -> Picture:
        """Return the picture as the camera delivers it; `frame` chooses the grain."""
        soft = cv2.GaussianBlur(picture, (0, 0), self.blur_px) if self.blur_px > 0 else picture
        if self.noise <= 0:
            return cv2.LUT(soft, self._curve.clip(0, 255).round().astype(np.uint8))
        # 16 bits: dark grey levels lie closer together than bytes can tell, and grain makes them visible again
        exact = cv2.LUT(soft, (self._curve * NOISE_SCALE).round().astype(np.int16))
        exact += self._grain_of(frame, picture.shape[:2])
        return cv2.convertScaleAbs(np.maximum(exact, 0), alpha=1 / NOISE_SCALE)

    @cached_property
    def _curve(self) -> NDArray[np.float64]:
        light = np.arange(256) / 255 * self.exposure
        return light / (1 + SHOULDER * light) * 255

    @cached_property
    def _grain(self) -> dict[tuple[int, ...], NDArray[np.int16]]:
        return {}

    def _grain_of(self, frame: int, shape: tuple[int, ...]) -> NDArray[np.int16]:
        """Return a piece of one large sheet of grain, shifted and flipped anew for each frame."""
        if shape not in self._grain:
            size = (shape[0] + GRAIN_MARGIN, shape[1] + GRAIN_MARGIN, 3)
            raw = stream(self.seed, SENSOR_STREAM).standard_normal(size, dtype=np.float32)
            smooth = cv2.GaussianBlur(raw, (0, 0), GRAIN_SIZE_PX) * (GRAIN_GAIN * self.noise * 255 * NOISE_SCALE)
            self._grain[shape] = smooth.round().clip(-32000, 32000).astype(np.int16)
        rng = np.random.default_rng([self.seed, SENSOR_STREAM, frame])
        row, column = rng.integers(GRAIN_MARGIN, size=2)
        upside, turned = rng.integers(2, size=2) * 2 - 1
        piece = self._grain[shape][row : row + shape[0], column : column + shape[1]]
        return piece[::upside, ::turned]


def random_sensor(seed: int, exposure: float, variation: Variation, *, light: float = 1.0) -> Sensor:
    """Return the camera of a clip with this seed, as `variation` wants it; less `light` has more grain."""
    rng = stream(seed, SENSOR_STREAM)
    plain = Sensor(exposure, float(rng.uniform(0.005, 0.02)), float(rng.uniform(0.4, 0.9)), seed=seed)
    if light < 1:
        plain = replace(plain, exposure=exposure * light, noise=max(plain.noise, DIM_NOISE))
    if variation.dark:
        plain = replace(plain, exposure=exposure * DARK_EXPOSURE, noise=DARK_NOISE)
    if variation.noisy:
        plain = replace(plain, noise=max(plain.noise, NOISY))
    if variation.motion_blur:
        plain = replace(plain, exposure_s=MOTION_EXPOSURE_S)
    return plain
