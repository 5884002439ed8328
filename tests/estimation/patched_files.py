"""Files as phones, browsers and editors write them: made by PyAV, and patched where it does not write such files."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

MATRICES = {
    "as stored": (1, 0, 0, 1),
    "flipped left to right": (-1, 0, 0, 1),
    "flipped top to bottom": (1, 0, 0, -1),
    "turned by 180": (-1, 0, 0, -1),
    "transposed": (0, 1, 1, 0),
    "transposed the other way": (0, -1, -1, 0),
    "turned clockwise": (0, 1, -1, 0),
    "turned counter-clockwise": (0, -1, 1, 0),
}
"""The eight display matrices that phones write: a, b, c, d."""


def shown_by(matrix: tuple[int, int, int, int], stored: np.ndarray) -> np.ndarray:
    """Return what a player shows: the stored point (p, q) at (a p + c q, b p + d q), by the words of the standard."""
    a, b, c, d = matrix
    q, p = np.mgrid[: stored.shape[0], : stored.shape[1]]
    x, y = a * p + c * q, b * p + d * q
    shown = np.zeros((np.ptp(y) + 1, np.ptp(x) + 1, *stored.shape[2:]), stored.dtype)
    shown[y - y.min(), x - x.min()] = stored
    return shown


def stored_for(matrix: tuple[int, int, int, int], shown: np.ndarray) -> np.ndarray:
    """Return the picture to store so that a player shows `shown`: the matrix undone."""
    a, b, c, d = matrix
    return np.ascontiguousarray(shown_by((a, c, b, d), shown))


def set_matrix(path: Path, matrix: tuple[int, int, int, int]) -> Path:
    """Put a display matrix into the track header of an MP4 (ISO/IEC 14496-12, 8.3.2)."""
    data = bytearray(path.read_bytes())
    box = data.index(b"tkhd")
    at = box + 4 + 4 + (32 if data[box + 4] else 20) + 16
    width, height = (v >> 16 for v in struct.unpack_from(">II", data, at + 36))
    a, b, c, d = matrix
    x, y = max(0, -a * width) + max(0, -c * height), max(0, -b * width) + max(0, -d * height)
    one = 1 << 16
    struct.pack_into(">9i", data, at, a * one, b * one, 0, c * one, d * one, 0, x * one, y * one, 1 << 30)
    path.write_bytes(data)
    return path


def set_edits(path: Path, edits: Sequence[tuple[float, float, float]]) -> Path:
    """Give an MP4 or MOV an edit list: seconds that each entry plays, where in the film it begins, its rate."""
    data = bytearray(path.read_bytes())
    per_second = struct.unpack_from(">I", data, data.index(b"mvhd") + 16)[0]
    in_film = struct.unpack_from(">I", data, data.index(b"mdhd") + 16)[0]
    entries = b"".join(
        struct.pack(">Iii", round(plays * per_second), round(begins * in_film), round(rate * (1 << 16)))
        for plays, begins, rate in edits
    )
    new = struct.pack(">I4sII", 16 + len(entries), b"elst", 0, len(edits)) + entries
    at = data.index(b"elst") - 4
    old = struct.unpack_from(">I", data, at)[0]
    data[at : at + old] = new
    for name in (b"moov", b"trak", b"edts"):
        box = data.index(name) - 4
        struct.pack_into(">I", data, box, struct.unpack_from(">I", data, box)[0] + len(new) - old)
    path.write_bytes(data)
    return path


def set_back(path: Path, milliseconds: int) -> Path:
    """Let the pictures of a Matroska file begin before 0, as recorders write that cut off a beginning."""
    data = bytearray(path.read_bytes())
    for at in _blocks(data, 0, len(data)):
        track = 1 if data[at] & 0x80 else 2
        (time,) = struct.unpack_from(">h", data, at + track)
        struct.pack_into(">h", data, at + track, time - milliseconds)
    path.write_bytes(data)
    return path


SEGMENT, CLUSTER, GROUP, BLOCKS = 0x18538067, 0x1F43B675, 0xA0, (0xA1, 0xA3)


def _blocks(data: bytes, at: int, end: int) -> Iterator[int]:
    """Where the blocks of a Matroska file begin (RFC 8794 and 9559)."""
    while at < end:
        name, at = _number(data, at, keep_mark=True)
        size, at = _number(data, at, keep_mark=False)
        last = min(at + size, end)
        if name in (SEGMENT, CLUSTER, GROUP):
            yield from _blocks(data, at, last)
        elif name in BLOCKS:
            yield at
        at = last


def _number(data: bytes, at: int, *, keep_mark: bool) -> tuple[int, int]:
    length = 9 - data[at].bit_length()
    value = int.from_bytes(data[at : at + length], "big")
    return value if keep_mark else value & ((1 << (7 * length)) - 1), at + length


def write_any(
    path: Path,
    pictures: Sequence[np.ndarray],
    codec: str = "libx264",
    pixels: str = "yuv420p",
    *,
    fps: float = 15,
    container: str | None = None,
    options: dict[str, str] | None = None,
    times_s: Sequence[float] | None = None,
    sound_s: float = 0,
    sound: str = "aac",
    tags: dict[str, str] | None = None,
    muxer: dict[str, str] | None = None,
) -> Path:
    """Write pictures with any codec into any container, with silence of a length and tags of the file."""
    with av.open(str(path), "w", format=container, options=muxer or {}) as out:
        out.metadata.update(tags or {})
        stream = _track(out, codec, pixels, pictures[0], fps, options)
        silence: Any = out.add_stream(sound, rate=48000) if sound_s else None
        clock = Fraction(1, 1000) if times_s is not None else 1 / stream.codec_context.rate
        if times_s is not None:
            stream.codec_context.time_base = clock
        for i, rgb in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            frame.time_base = clock
            frame.pts = i if times_s is None else round(times_s[i] * 1000)
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
        for frame in _silence(silence, sound_s) if silence else ():
            out.mux(silence.encode(frame))
        if silence:
            out.mux(silence.encode())
    return path


def write_tracks(path: Path, tracks: Iterable[Sequence[np.ndarray]], *, fps: float = 15) -> Path:
    """Write several video tracks into one MP4, in their order."""
    with av.open(str(path), "w") as out:
        made = [(_track(out, "libx264", "yuv420p", t[0], fps, None), t) for t in tracks]
        for stream, pictures in made:
            for rgb in pictures:
                out.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
            out.mux(stream.encode())
    return path


def _track(out: Any, codec: str, pixels: str, first: np.ndarray, fps: float, options: dict[str, str] | None) -> Any:
    stream = out.add_stream(codec, rate=Fraction(fps).limit_denominator(1001))
    stream.height, stream.width = first.shape[:2]
    stream.pix_fmt = pixels
    quick = {"preset": "ultrafast"} if codec == "libx264" else {}
    stream.codec_context.options = quick | (options or {})
    return stream


def _silence(stream: Any, seconds: float) -> Iterator[Any]:
    size = stream.codec_context.frame_size or 1024
    layout = stream.codec_context.layout
    form = stream.codec_context.format.name
    for i in range(int(seconds * 48000 / size)):
        frame = av.AudioFrame(form, layout, size)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.sample_rate, frame.pts, frame.time_base = 48000, i * size, Fraction(1, 48000)
        yield frame
