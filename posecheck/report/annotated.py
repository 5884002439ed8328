"""A clip with the drawing on it, as an mp4 that opens everywhere. The only place that encodes video."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from posecheck.disk.whole_files import output_error, replacing
from posecheck.errors import OutputError
from posecheck.remark import remark

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.video.stream import VideoStream

TICKS_PER_S = 90_000
"""The clock of MPEG: fine enough for the time of every frame, whatever the frame rate and however uneven."""

QUALITY = {"crf": "23", "preset": "veryfast", "bf": "0"}
"""Without B-frames pictures are stored in the order of time; with them, a pause before the last pictures makes the
file's length wrong, and players stop early."""

_KEYFRAMES = 30
_BT709 = 1

Image = NDArray[np.uint8]


def write_video(path: str | Path, frames: Iterable[tuple[float, Image]]) -> int:
    """Write pictures with their times as an H.264 mp4.

    Every picture is shown at its own time, so that an uneven frame rate is kept. Pictures are taken one by one;
    memory does not grow with the length.

    Parameters
    ----------
    path
        Where the file is to be. An older file there is replaced, and only when the new one is complete.
    frames
        (time in seconds, RGB picture of shape (height, width, 3), uint8) in time order. An odd last row or column is
        left out, as the format needs even sizes; a picture of another size than the first is scaled to it.

    Returns
    -------
    int
        How many pictures were written.

    Raises
    ------
    OutputError
        Where the file cannot be written or there is no picture. What `frames` raises is passed on. In every case
        nothing half-written is left.
    """
    import av
    from av.error import FFmpegError

    source = iter(frames)
    with replacing(path) as part:
        first = next(source, None)
        if first is None:
            raise OutputError(remark("cannot_write_no_picture", path=path), hint=remark("check_the_clip"))
        try:
            with av.open(str(part), "w", format="mp4", options={"movflags": "+faststart"}) as container:
                return _encode(container, first, source)
        except FFmpegError as cause:
            if isinstance(cause, OSError):
                raise output_error(path, cause) from cause
            raise OutputError(remark("cannot_write", path=path, why=cause), hint=remark("hint_other_place")) from cause


def _encode(container: OutputContainer, first: tuple[float, Image], rest: Iterator[tuple[float, Image]]) -> int:
    stream = _stream(container, first[1])
    last = _put(container, stream, first, None)
    n = 1
    for frame in rest:
        last = _put(container, stream, frame, last)
        n += 1
    container.mux(stream.encode())
    return n


def _stream(container: OutputContainer, image: Image) -> VideoStream:
    height, width = image.shape[:2]
    options: dict[str, Any] = QUALITY | {"g": str(_KEYFRAMES)}
    stream: VideoStream = container.add_stream("libx264", rate=30, options=options)
    stream.width, stream.height = max(width // 2 * 2, 2), max(height // 2 * 2, 2)
    stream.pix_fmt = "yuv420p"
    stream.time_base = Fraction(1, TICKS_PER_S)
    stream.codec_context.time_base = Fraction(1, TICKS_PER_S)
    # Said aloud, because players guess the colours from the size of the picture where it is not.
    for name in ("color_primaries", "color_trc", "colorspace", "color_range"):
        setattr(stream.codec_context, name, _BT709)
    return stream


def _put(container: OutputContainer, stream: VideoStream, frame: tuple[float, Image], last: int | None) -> int:
    from av.video.frame import VideoFrame
    from av.video.reformatter import Colorspace

    time_s, image = frame
    even = np.ascontiguousarray(image[: image.shape[0] // 2 * 2 or 1, : image.shape[1] // 2 * 2 or 1])
    picture = VideoFrame.from_ndarray(even, format="rgb24").reformat(
        stream.width, stream.height, "yuv420p", dst_colorspace=Colorspace.ITU709
    )
    pts = round(time_s * TICKS_PER_S)
    picture.pts = pts if last is None else max(pts, last + 1)
    picture.time_base = Fraction(1, TICKS_PER_S)
    container.mux(stream.encode(picture))
    return picture.pts
