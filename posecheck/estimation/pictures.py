"""Decoded frames to upright pictures of square pixels, as an ordinary screen shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

import numpy as np
from av.sidedata.sidedata import SideData, Type
from av.video.frame import VideoFrame
from av.video.reformatter import ColorTrc, VideoReformatter
from av.video.stream import VideoStream

from posecheck.estimation.clip_file import Clip, Rgb
from posecheck.estimation.hdr import Curve, as_shown
from posecheck.estimation.turning import Turning, turning_of

HDR: Final[dict[int, Curve]] = {ColorTrc.SMPTE2084: "pq", ColorTrc.ARIB_STD_B67: "hlg"}
"""The curves of high dynamic range, by FFmpeg's numbers for them."""


def turning_in(frame: VideoFrame) -> Turning:
    """Return how a frame's file says it is to be turned and mirrored (`VideoFrame.rotation` knows no mirror)."""
    matrix = cast("Mapping[Type, SideData]", frame.side_data).get(Type.DISPLAYMATRIX)
    return Turning() if matrix is None else turning_of(bytes(matrix))


def square(frame: VideoFrame, stream: VideoStream) -> tuple[int, int]:
    """Return width and height in square pixels: old cameras store 720 columns for a picture 4:3 or 16:9."""
    aspect = float(stream.sample_aspect_ratio or 1)
    return (round(frame.width * aspect) if 0.1 < aspect < 10 else frame.width), frame.height


class Converter:
    """Makes upright RGB pictures of square pixels, no larger than asked for."""

    def __init__(self, clip: Clip, max_side: int) -> None:
        scale = min(1.0, max_side / max(clip.width, clip.height))
        size = max(1, round(clip.width * scale)), max(1, round(clip.height * scale))
        self._turning = Turning(clip.rotation, clip.mirrored)
        self._width, self._height = size[::-1] if self._turning.sideways else size
        # One for all frames, on one thread: a new one for each frame, as `VideoFrame.to_ndarray` makes, takes twice as
        # long, and the other cores are busy.
        self._reformatter = VideoReformatter()

    def __call__(self, frame: VideoFrame) -> Rgb:
        """Return the picture of a frame, shape (h, w, 3)."""
        curve = HDR.get(frame.color_trc)
        rgb = self._small(frame, "rgb24") if curve is None else as_shown(self._small(frame, "gbrp10le"), curve)
        return np.ascontiguousarray(self._turning.upright(rgb), np.uint8)

    def _small(self, frame: VideoFrame, pixels: str) -> Any:
        return self._reformatter.reformat(frame, self._width, self._height, format=pixels, threads=1).to_ndarray()
