"""A clip to a pose track: decoding and detection joined, in memory that hardly grows with the clip."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import OUTLINE_STATIONS, Pose, PoseTrack, Source
from posecheck.body.skeleton import N_LANDMARKS
from posecheck.estimation.landmarker import Landmarker
from posecheck.estimation.video import FPS, Clip, frames, open_clip

OnProgress = Callable[[float, float], None]
"""Called after every frame with the seconds done and the clip's length in seconds (NaN where unknown)."""

_BLOCK: Final = 512
"""Frames in one block of memory: 0.4 MB, half a minute at 15 frames a second."""

_SHAPES: Final = {
    "xy": (N_LANDMARKS, 2),
    "xyz": (N_LANDMARKS, 3),
    "visibility": (N_LANDMARKS,),
    "outline": (2, OUTLINE_STATIONS),
    "brightness": (),
    "people": (),
}


class TrackBuilder:
    """Collects poses in blocks of float32: 0.8 kB a frame, a fifth of what `Pose` objects take."""

    def __init__(self) -> None:
        self._times: list[float] = []
        self._cuts: list[bool] = []
        self._blocks: dict[str, list[NDArray[np.float32]]] = {name: [] for name in _SHAPES}

    @property
    def times_s(self) -> list[float]:
        """Times of the poses so far."""
        return self._times

    def append(self, pose: Pose) -> None:
        """Add the next pose."""
        number, row = divmod(len(self._times), _BLOCK)
        for name, shape in _SHAPES.items():
            value: Any = getattr(pose, name)
            if value is not None:
                blocks = self._blocks[name]
                while len(blocks) <= number:  # an outline may begin late
                    blocks.append(np.full((_BLOCK, *shape), np.nan, np.float32))
                blocks[number][row] = value
        self._times.append(pose.time_s)
        self._cuts.append(pose.cut)

    def finish(self, source: Source) -> PoseTrack:
        """Return the track of the poses; the builder is empty afterwards."""
        joined: dict[str, NDArray[np.float32] | None] = {
            name: self._join(name, shape) for name, shape in _SHAPES.items()
        }
        times, cuts = np.array(self._times, np.float64), np.array(self._cuts, np.bool_)
        self._times, self._cuts = [], []
        return PoseTrack(times, **joined, cut=cuts, source=source)  # pyright: ignore[reportArgumentType] (only outline may be None)

    def _join(self, name: str, shape: tuple[int, ...]) -> NDArray[np.float32] | None:
        """Return all values of a field and free the blocks; None for an outline that was never given."""
        blocks = self._blocks.pop(name)
        self._blocks[name] = []
        if not blocks and name == "outline":
            return None
        values = np.full((len(self._times), *shape), np.nan, np.float32)
        for i, block in enumerate(blocks):
            part = values[i * _BLOCK : (i + 1) * _BLOCK]
            part[:] = block[: len(part)]
        values.flags.writeable = False  # nobody else has it, so the track need not copy it
        return values


def read_track(
    clip: Clip | str | Path,
    landmarker: Landmarker,
    *,
    fps: float | None = FPS,
    on_progress: OnProgress | None = None,
) -> PoseTrack:
    """Return the poses of a clip, as they were found: not smoothed.

    Parameters
    ----------
    clip
        A clip, or its path.
    landmarker
        What finds the poses; it is reset first, so one may serve for many clips.
    fps
        About how many frames a second are looked at; None for every frame.
    on_progress
        Called after every frame.

    Raises
    ------
    ClipError
        Where the clip cannot be read.
    ModelError
        Where MediaPipe fails.
    """
    clip = clip if isinstance(clip, Clip) else open_clip(clip)
    landmarker.reset()
    builder = TrackBuilder()
    for time_s, rgb in frames(clip, fps=fps):
        builder.append(landmarker.detect(rgb, time_s))
        if on_progress is not None:
            on_progress(time_s, clip.duration_s)
    return builder.finish(_source(clip, landmarker, builder.times_s))


def _source(clip: Clip, landmarker: Landmarker, times_s: list[float]) -> Source:
    """Return where the track of a clip, read to its end, came from."""
    return Source(
        clip=clip.name,
        estimator=landmarker.estimator,
        model_sha256=landmarker.model_sha256,
        width=clip.width,
        height=clip.height,
        rotation=clip.rotation,
        fps=float(1 / np.median(np.diff(times_s))) if len(times_s) > 1 else float("nan"),
        duration_s=clip.read_s,
        noted=clip.noted,
    )
