"""Clips made for a test: pictures in, a file out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

SAMPLES = Path(__file__).resolve().parents[2] / "sample_clips"
LUNGE = SAMPLES / "kneeling_hip_flexor__correct__left.mp4"
BEND = SAMPLES / "standing_forward_bend__correct__right.mp4"

CLOCK = Fraction(1, 90000)


def grey(level: int, size: tuple[int, int] = (64, 48)) -> np.ndarray:
    """A picture of one grey, `size` is (width, height)."""
    return np.full((size[1], size[0], 3), level, np.uint8)


def level_of(rgb: np.ndarray) -> float:
    return float(rgb.mean())


def write_clip(
    path: Path,
    pictures: Iterable[np.ndarray],
    *,
    fps: float = 15,
    times_s: Sequence[float] | None = None,
    rotation: int = 0,
    options: dict[str, str] | None = None,
    aspect: Fraction | None = None,
    movflags: str = "",
    key_every: int = 250,
) -> Path:
    """Write pictures as H.264, each at its own time where `times_s` is given."""
    with av.open(str(path), "w", options={"movflags": movflags} if movflags else {}) as container:
        stream: Any = None
        for i, rgb in enumerate(pictures):
            if stream is None:
                stream = container.add_stream("libx264", rate=Fraction(fps).limit_denominator(1000))
                stream.width, stream.height, stream.pix_fmt = rgb.shape[1], rgb.shape[0], "yuv420p"
                stream.codec_context.time_base = CLOCK
                stream.codec_context.options = {"preset": "ultrafast", "g": str(key_every)} | (options or {})
                if aspect is not None:
                    stream.codec_context.sample_aspect_ratio = aspect
                if rotation:
                    stream.set_display_rotation(rotation)
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            frame.time_base = CLOCK
            frame.pts = round((times_s[i] if times_s is not None else i / fps) / CLOCK)
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return path


def read_pictures(path: Path, *, every: int = 1, most: int | None = None) -> list[np.ndarray]:
    """The pictures of a sample clip."""
    found: list[np.ndarray] = []
    with av.open(str(path)) as container:
        for i, frame in enumerate(container.decode(video=0)):
            if i % every == 0:
                found.append(frame.to_ndarray(format="rgb24"))
            if most is not None and len(found) == most:
                break
    return found


def write_sound(path: Path) -> Path:
    """Half a second of silence, no picture."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=16000)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 8000), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 16000
        frame.pts = 0
        for packet in [*stream.encode(frame), *stream.encode()]:
            container.mux(packet)
    return path
