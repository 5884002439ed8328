"""Clips to pictures, each with its own timestamp: the only decoder."""

from __future__ import annotations

import gc
import math
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Final

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.format import Flags

from posecheck.errors import ClipError, PoseDataError
from posecheck.estimation.clip_file import Clip, Frame, existing_file, reading_notes
from posecheck.estimation.container import (
    LARGE_PIXELS,
    OpenedClip,
    opened,
    slowed_by,
    stamp_of,
    stated_duration,
    told_at_once,
)
from posecheck.estimation.frame_choice import Selection, group_times, match_nearest
from posecheck.estimation.memory import give_memory_back, keep_large_blocks_apart
from posecheck.estimation.pictures import Converter, square, turning_in
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
        Where there is no such file, no picture in it that can be decoded, or its pictures are too large.
    """
    file = existing_file(Path(path))
    with opened(file) as source:
        clip = _known_of(file, source)
    if clip.width * clip.height > LARGE_PIXELS:
        keep_large_blocks_apart()
        gc.collect()  # a closed container and its decoder hold each other, and pictures of 50 to 100 MB
        give_memory_back()
    return clip


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
    convert = Converter(clip, max_side)
    wanted = Selection(fps, clip.fps)
    last_s = 0.0
    with opened(clip.path) as source:
        for file_s, frame in source.pictures():
            last_s = file_s / clip.slowed
            picture = Frame(last_s, convert(frame)) if wanted(last_s) else None
            del frame  # it may be 100 MB, and the next one is decoded before the name is used again
            if picture is not None:
                yield picture
        clip.read_s = last_s + (1 / clip.fps if clip.fps > 0 else 0)
        clip.noted = reading_notes(
            clip,
            short_by_s=source.short_by_s / clip.slowed,
            restarts_s=[t / clip.slowed for t in source.clock.restarts_s],
            damaged=bool(source.faults),
        )


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
    convert = Converter(clip, max_side)
    found: dict[float, Frame] = {}
    for run in group_times(sorted(set(times_s)), apart_s=SEEK_S):
        found |= _nearest(clip, run, convert, seek=run[0] > SEEK_S) or _nearest(clip, run, convert, seek=False)
    return [found[t] for t in times_s if t in found]


def _known_of(file: Path, source: OpenedClip) -> Clip:
    """Return what there is to know about an open file, having decoded its first frame."""
    first = next(source.frames(), None)
    if first is None:
        raise ClipError(remark("clip_no_picture", file=file), hint=remark("clip_no_picture_hint"))
    stream = source.stream
    turning = turning_in(first)
    width, height = square(first, stream)
    rate = float(stream.average_rate or stream.guessed_rate or math.nan)
    slowed, filmed_fps = slowed_by(source)
    clip = Clip(
        file,
        *((height, width) if turning.sideways else (width, height)),
        turning.degrees,
        stated_duration(source) / slowed,
        rate * slowed if rate > 0 else math.nan,
        stream.frames or None,
        mirrored=turning.mirrored,
        slowed=slowed,
    )
    told_at_once(clip, source, filmed_fps)
    return clip


def _nearest(clip: Clip, times: list[float], convert: Converter, *, seek: bool) -> dict[float, Frame]:
    """Return the frame nearest to each of some sorted times; empty where seeking did not work."""
    start: float | None = None
    if seek:
        with opened(clip.path) as source:
            if source.container.format.flags & Flags.ts_discont.value:
                return {}  # where the clock may start again, a time names no place
            first = next(source.frames(), None)
            start = stamp_of(first) if first else None
        if start is None:
            return {}
    with opened(clip.path, start=start) as source:
        if start is not None and not _jump(source.container, start + times[0] * clip.slowed):
            return {}
        timed = ((file_s / clip.slowed, frame) for file_s, frame in source.pictures())
        return match_nearest(timed, times, late=not seek, keep=lambda time_s, frame: Frame(time_s, convert(frame)))


def _jump(container: InputContainer, time_s: float) -> bool:
    """Go to the key frame before a time by the file's clock; return whether that worked."""
    try:
        container.seek(int(time_s * av.time_base))
    except (FFmpegError, OverflowError):
        return False
    return True
