"""Pictures of high dynamic range as an ordinary screen shows them: white where white is, and not grey.

Phones film in HLG or PQ (Recommendation ITU-R BT.2100), in the wide colours of BT.2020. Shown as they are they look
grey and pale. The light of the screen that the film was made for is worked out from them, and shown as an ordinary
picture has it: white is the reference white of 203 cd/m2 (Report ITU-R BT.2408), the colours are those of BT.709
(Recommendation ITU-R BT.2087), the curve that of an ordinary screen (BT.1886, gamma 2.4). Brighter than white is
white. FFmpeg's own filters do the same sum, but take 145 ms for a picture of 960 x 540 and 2.6 s to begin (PyAV 18.1,
FFmpeg 8.1, one core), and the filter of another library, zscale, is not in PyAV's build.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

Curve = Literal["pq", "hlg"]

DEPTH: Final = 10
"""Bits of a value of the pictures that are taken here."""
WHITE_NITS: Final = 203.0
"""Reference white, in cd/m2 (BT.2408, table 1)."""
HLG_PEAK_NITS: Final = 1000.0
HLG_GAMMA: Final = 1.2
"""System gamma of a screen with that peak (BT.2100, table 5)."""
SCREEN_GAMMA: Final = 2.4
LUMINANCE: Final = np.array([0.2627, 0.6780, 0.0593], np.float32)
"""Shares of red, green and blue in the luminance of BT.2020."""
TO_BT709: Final = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]], np.float32
)
"""Linear light of BT.2020 to that of BT.709 (BT.2087, table 4)."""
_STEPS: Final = 1 << 14
"""Light is looked up in so many steps of its square root, which are finer than those of the picture in the dark too."""


def as_shown(values: NDArray[np.uint16], curve: Curve) -> NDArray[np.uint8]:
    """Return a picture for an ordinary screen.

    Parameters
    ----------
    values
        Red, green and blue of BT.2020, shape (h, w, 3), 0 to 1023.
    curve
        By which of the two curves of BT.2100 they were made.

    Examples
    --------
    >>> white = np.full((1, 1, 3), 594, np.uint16)  # 58 %: the reference white of PQ
    >>> as_shown(white, "pq").tolist()
    [[[255, 255, 255]]]
    """
    light = _light_of(curve)[np.minimum(values, (1 << DEPTH) - 1)]
    if curve == "hlg":
        # The screen makes bright places brighter still, by the luminance of each (BT.2100, table 5, OOTF).
        luminance = light @ LUMINANCE
        light *= (np.sqrt(np.sqrt(luminance)) ** 0.8 * np.float32(HLG_PEAK_NITS / WHITE_NITS))[..., None]
    light = np.clip(light @ TO_BT709.T, 0, 1)
    return _code_of()[(np.sqrt(light) * np.float32(_STEPS)).astype(np.uint16)]


@lru_cache(maxsize=2)
def _light_of(curve: Curve) -> NDArray[np.float32]:
    """Return the light of each value: of the screen in shares of white (PQ), or of the scene, 0 to 1 (HLG)."""
    signal = np.arange(1 << DEPTH) / ((1 << DEPTH) - 1)
    light = _pq_nits(signal) / WHITE_NITS if curve == "pq" else _hlg_scene(signal)
    return light.astype(np.float32)


def _pq_nits(signal: NDArray[Any]) -> NDArray[Any]:
    """Return cd/m2 of a PQ signal, 0 to 1 (SMPTE ST 2084; BT.2100, table 4, EOTF)."""
    m1, m2, c1, c2, c3 = 2610 / 16384, 2523 / 4096 * 128, 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
    power = signal ** (1 / m2)
    return 10000 * (np.maximum(power - c1, 0) / (c2 - c3 * power)) ** (1 / m1)


def _hlg_scene(signal: NDArray[Any]) -> NDArray[Any]:
    """Return the light of the scene, 0 to 1, of an HLG signal (ARIB STD-B67; BT.2100, table 5, inverse OETF)."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    return np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)


@lru_cache(maxsize=1)
def _code_of() -> NDArray[np.uint8]:
    """Return the value, 0 to 255, of each step of the square root of a screen's light (BT.1886, inverse)."""
    light = (np.arange(_STEPS + 1) / _STEPS) ** 2
    return np.round(255 * light ** (1 / SCREEN_GAMMA)).astype(np.uint8)
