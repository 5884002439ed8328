"""Clips of any length for the benchmarks, made from a short one.

``python -m benchmarks.clips loop SOURCE TARGET SECONDS`` and ``... repeat SOURCE TARGET TIMES``: `benchmarks.speed`
runs them as processes of their own, so that it stays small itself: on Linux the peak memory of a process is never told
to be less than its parent's was when it was started.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, cycle, islice
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

FPS = 30
WIDTH, HEIGHT = 640, 480

Picture = NDArray[np.uint8]


def read_pictures(path: Path) -> tuple[list[Picture], float]:
    """Return the pictures of a short clip, scaled to 640x480, and its frames per second."""
    with av.open(str(path)) as clip:
        rate = clip.streams.video[0].average_rate
        frames = clip.decode(video=0)
        pictures = [f.to_ndarray(format="yuv420p", width=WIDTH, height=HEIGHT) for f in frames]
    return pictures, float(rate or FPS)


def endless(pictures: list[Picture], *, repeat: int) -> Iterator[Picture]:
    """Yield the pictures forward and backward for ever, each `repeat` times.

    There and back, because a jump from the last picture to the first would be a cut, which no person makes.
    """
    there_and_back = chain(pictures, pictures[-2:0:-1])
    return (picture for picture in cycle(list(there_and_back)) for _ in range(repeat))


def write_looped(source: Path, target: Path, *, seconds: float) -> None:
    """Write a clip of `seconds` at 640x480 and 30 frames/s that plays `source` at its own speed, there and back."""
    pictures, fps = read_pictures(source)
    with av.open(str(target), "w") as clip:
        # no B-frames and short groups of pictures, so that packets can be repeated as they are
        stream = clip.add_stream("libx264", rate=FPS, options={"preset": "veryfast", "crf": "23", "bf": "0", "g": "60"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        frames = islice(endless(pictures, repeat=max(1, round(FPS / fps))), round(seconds * FPS))
        for picture in frames:
            clip.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="yuv420p")))
        clip.mux(stream.encode())


def write_repeated(source: Path, target: Path, *, times: int) -> None:
    """Write `source`, a clip of `write_looped`, `times` over without encoding it again."""
    step = Fraction(1, FPS)
    shown = 0
    with av.open(str(target), "w") as out:
        stream = None
        for _ in range(times):
            with av.open(str(source)) as clip:
                stream = stream or out.add_stream_from_template(clip.streams.video[0])
                for packet in clip.demux(video=0):
                    if packet.dts is None:  # the mark of the end
                        continue
                    packet.pts = packet.dts = round(shown * step / packet.time_base)
                    packet.stream = stream
                    out.mux(packet)
                    shown += 1


if __name__ == "__main__":
    what, source, target, amount = sys.argv[1:5]
    if what == "loop":
        write_looped(Path(source), Path(target), seconds=float(amount))
    else:
        write_repeated(Path(source), Path(target), times=int(amount))
