"""Letters as masks: Pillow draws them (OpenCV's line fonts know no degree sign and no umlauts), a cache keeps them."""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Mask = NDArray[np.uint8]
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

LETTER_SHARE = 0.96
"""Height from the top of a capital to the foot of a "g", in font sizes."""


@lru_cache(maxsize=1)
def _font_file() -> Path | None:
    """Return the file of a font that knows the letters of most languages.

    Pillow's own font has only ASCII and a few signs. MediaPipe always brings matplotlib, whose data hold DejaVu; it
    is found without importing matplotlib.
    """
    spec = importlib.util.find_spec("matplotlib")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" / "DejaVuSans-Bold.ttf"
    return path if path.is_file() else None


@lru_cache(maxsize=32)
def _font(size: int) -> Font:
    path = _font_file()
    return ImageFont.load_default(size) if path is None else ImageFont.truetype(str(path), size)


@lru_cache(maxsize=512)
def text_mask(text: str, size: int) -> Mask:
    """Return a line of text as a mask.

    Parameters
    ----------
    text
        One line.
    size
        Font size in pixels.

    Returns
    -------
    ndarray
        Shape (line height, width), 0 to 255. The line height depends on the size alone, so that lines can be stacked.
    """
    font = _font(size)
    left, _, right, _ = font.getbbox(text or " ")
    height = round(size * 1.2)
    image = Image.new("L", (max(int(right - min(left, 0)) + 1, 1), height))
    if isinstance(font, ImageFont.FreeTypeFont):
        ImageDraw.Draw(image).text((-min(left, 0), round(size * 0.93)), text, fill=255, font=font, anchor="ls")
    else:  # Pillow without FreeType: a small bitmap font that knows no anchors
        ImageDraw.Draw(image).text((0, 0), text, fill=255, font=font)
    mask: Mask = np.asarray(image)
    mask.flags.writeable = False
    return mask


@lru_cache(maxsize=2048)
def text_width(text: str, size: int) -> int:
    """Return the width of a line of text in pixels."""
    left, _, right, _ = _font(size).getbbox(text or " ")
    return int(right - min(left, 0)) + 1


def wrap(text: str, size: int, width: int) -> list[str]:
    """Return the text broken into lines no wider than `width` pixels; a word that is wider gets its own line."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


@lru_cache(maxsize=128)
def fit(text: str, size: int, width: int, height: int) -> tuple[int, tuple[str, ...]]:
    """Return font size and lines of a text that must stay within `width` x `height`, no larger than `size`.

    It shrinks only when breaking it into lines does not help.
    """
    lines: list[str] = []
    while size > 8:
        lines = wrap(text, size, width)
        if len(lines) * round(size * 1.2) <= height and max(map(len, lines), default=0) and _narrow(lines, size, width):
            break
        size = max(round(size * 0.93) - 1, 8)
    return size, tuple(wrap(text, size, width))


def _narrow(lines: list[str], size: int, width: int) -> bool:
    return all(text_width(line, size) <= width for line in lines)
