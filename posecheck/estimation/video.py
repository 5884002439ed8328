"""Clips to pictures, each with its own timestamp: the only decoder."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, cast

import av
import numpy as np
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from posecheck.errors import ClipError, PoseDataError
from posecheck.estimation.clip_file import Clip, Frame, Rgb, existing_file, reading_notes
from posecheck.estimation.frame_choice import Selection, group_times, match_nearest
from posecheck.remark import remark

__all__ = ["FPS", "MAX_SIDE", "Clip", "Frame", "frames", "grab", "open_clip"]

FPS: Final = 15.0
"""Frames a second that are looked at: stretches and slow repetitions stay below 0.5 Hz and read the same as at 30."""

MAX_SIDE: Final = 960
"""Larger pictures are scaled down before they are looked at: the model itself sees 256 pixels of the body."""

SEEK_S: Final = 10.0
"""From this distance on, jumping to a picture is quicker than decoding up to it (a key frame comes every 8 s or so)."""


def open_clip(path: str | Path) -> Clip:
    """Return what there is to know about a clip, having decoded its first frame.

    Raises
    ------
    ClipError
        Where there is no such file, or no picture in it that can be decoded.
    """
    file = existing_file(Path(path))
    with _opened(file) as (container, stream):
        first = next(_decoded(container, stream, []), None)
        if first is None:
            raise ClipError(remark("clip_no_picture", file=file), hint=remark("clip_no_picture_hint"))
        rotation = round(first.rotation / 90) % 4 * 90
        width, height = _square(first, stream)
        rate = float(stream.average_rate or stream.guessed_rate or math.nan)
        return Clip(
            file,
            *((height, width) if rotation % 180 else (width, height)),
            rotation,
            _stated_duration(container, stream),
            rate if rate > 0 else math.nan,
            stream.frames or None,
        )


def frames(
    clip: Clip | str | Path, *, fps: float | None = FPS, max_side: int = MAX_SIDE
) -> Generator[Frame, None, None]:
    """Yield upright pictures in time order; close the generator, or exhaust it, to close the file.

    Parameters
    ----------
    clip
        A clip, or its path. `Clip.noted` is filled while the pictures are read.
    fps
        About how many pictures a second; None for every frame. A clip with fewer gives all that it has.
    max_side
        Longer side of the pictures at most, in pixels.

    Raises
    ------
    ClipError
        As `open_clip`.
    """
    clip = clip if isinstance(clip, Clip) else open_clip(clip)
    convert = _Converter(clip, max_side)
    wanted = Selection(fps, clip.fps)
    faults: list[str] = []
    last_s = 0.0
    with _opened(clip.path) as (container, stream):
        for time_s, frame in _timed(_decoded(container, stream, faults), stream):
            last_s = time_s
            if wanted(time_s):
                yield Frame(time_s, convert(frame))
    clip.read_s = last_s + (1 / clip.fps if clip.fps > 0 else 0)
    clip.noted = reading_notes(clip, faults)


def grab(clip: Clip | str | Path, times_s: Sequence[float], *, max_side: int = MAX_SIDE) -> list[Frame]:
    """Return the frames nearest to some times, in the order asked for; each carries its own time.

    The clip is decoded once, in order, and only around the times: far jumps go to the key frame before.

    Raises
    ------
    ClipError
        As `open_clip`.
    PoseDataError
        Where a time is not finite.
    """
    clip = clip if isinstance(clip, Clip) else open_clip(clip)
    if not all(math.isfinite(t) for t in times_s):
        raise PoseDataError(f"times_s: expected finite seconds, got {list(times_s)}.")
    convert = _Converter(clip, max_side)
    found: dict[float, Frame] = {}
    for run in group_times(sorted(set(times_s)), apart_s=SEEK_S):
        nearest = _nearest(clip, run, seek=run[0] > SEEK_S) or _nearest(clip, run, seek=False)
        found |= {t: Frame(time_s, convert(frame)) for t, (time_s, frame) in nearest.items()}
    return [found[t] for t in times_s if t in found]


# ---------------------------------------------------------------- opening


@contextmanager
def _opened(file: Path) -> Generator[tuple[InputContainer, VideoStream]]:
    """Open a file for decoding its pictures."""
    try:
        # "file:" because a colon in a name would be taken for a protocol; and no protocol but that one, so that a
        # playlist named .mp4 cannot make us read from the network.
        container = av.open(f"file:{file}", options={"protocol_whitelist": "file"})
    except (FFmpegError, OSError, ValueError) as error:
        raise ClipError(
            remark("clip_not_opened", file=file, why=_cause(error)), hint=remark("clip_not_opened_hint")
        ) from error
    with container:
        moving = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
        if not moving:
            key = "clip_only_sound" if container.streams.audio else "clip_without_pictures"
            raise ClipError(remark(key, file=file), hint=remark("clip_only_sound_hint"))
        moving[0].thread_type = "AUTO"  # decoding goes on in its own threads while a frame is looked at
        yield container, moving[0]


def _cause(error: Exception) -> str:
    """Return a library's own words about a failure."""
    return str(getattr(error, "strerror", "") or error)


def _stated_duration(container: InputContainer, stream: VideoStream) -> float:
    """Return the length in seconds by the file's own statement, NaN where it makes none."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration else math.nan


# ---------------------------------------------------------------- decoding


def _decoded(container: InputContainer, stream: VideoStream, faults: list[str]) -> Iterator[VideoFrame]:
    """Yield the sound frames; what is wrong with the others goes to `faults`."""
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
        except FFmpegError as error:  # the file breaks off
            faults.append(_cause(error))
            return
        if packet is None:
            return
        yield from _pictures(packet, faults)


def _pictures(packet: Packet[VideoStream], faults: list[str]) -> Iterator[VideoFrame]:
    """Yield the sound frames that a packet completes."""
    try:
        decoded = packet.decode()
    except FFmpegError as error:  # a damaged place; what follows may be sound
        faults.append(_cause(error))
        return
    for frame in decoded:
        if frame.is_corrupt:
            faults.append("a picture with errors")
        else:
            yield frame


def _timed(
    decoded: Iterable[VideoFrame], stream: VideoStream, *, start: float | None = None
) -> Iterator[tuple[float, VideoFrame]]:
    """Yield frames with the seconds since the first, or since `start`; one that does not come later is left out.

    A frame without a timestamp (raw streams) comes one average step after the last one.
    """
    rate = float(stream.average_rate or stream.guessed_rate or 30)
    last = -math.inf
    for frame in decoded:
        stamp = _stamp(frame)
        if stamp is None:
            time_s = last + 1 / rate if math.isfinite(last) else 0.0
        else:
            start = stamp if start is None else start
            time_s = stamp - start
        if time_s > last:
            last = time_s
            yield time_s, frame


def _stamp(frame: VideoFrame) -> float | None:
    """Return a frame's timestamp in seconds, None where it has none (which PyAV's types do not say)."""
    return cast("float | None", frame.time)


# ---------------------------------------------------------------- pictures


def _square(frame: VideoFrame, stream: VideoStream) -> tuple[int, int]:
    """Return width and height in square pixels: old cameras store 720 columns for a picture 4:3 or 16:9."""
    aspect = float(stream.sample_aspect_ratio or 1)
    return (round(frame.width * aspect) if 0.1 < aspect < 10 else frame.width), frame.height


class _Converter:
    """Makes upright RGB pictures of square pixels, no larger than asked for."""

    def __init__(self, clip: Clip, max_side: int) -> None:
        scale = min(1.0, max_side / max(clip.width, clip.height))
        size = max(1, round(clip.width * scale)), max(1, round(clip.height * scale))
        self._turns = clip.rotation // 90
        self._width, self._height = size[::-1] if self._turns % 2 else size
        # One for all frames, on one thread: a new one for each frame, as `VideoFrame.to_ndarray` makes, takes twice as
        # long, and the other cores are busy.
        self._reformatter = VideoReformatter()

    def __call__(self, frame: VideoFrame) -> Rgb:
        """Return the picture of a frame, shape (h, w, 3)."""
        rgb = self._reformatter.reformat(frame, self._width, self._height, format="rgb24", threads=1).to_ndarray()
        return np.ascontiguousarray(np.rot90(rgb, self._turns) if self._turns else rgb, np.uint8)


# ---------------------------------------------------------------- single pictures


def _nearest(clip: Clip, times: list[float], *, seek: bool) -> dict[float, tuple[float, VideoFrame]]:
    """Return the frame nearest to each of some sorted times; empty where seeking did not work."""
    with _opened(clip.path) as (container, stream):
        start: float | None = None
        if seek:
            first = next(_decoded(container, stream, []), None)
            start = _stamp(first) if first else None
            if start is None or not _jump(container, start + times[0]):
                return {}
        timed = _timed(_decoded(container, stream, []), stream, start=start)
        return match_nearest(timed, times, late=not seek)


def _jump(container: InputContainer, time_s: float) -> bool:
    """Go to the key frame before a time by the file's clock; return whether that worked."""
    try:
        container.seek(int(time_s * av.time_base))
    except (FFmpegError, OverflowError):
        return False
    return True
