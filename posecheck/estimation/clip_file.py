"""What there is to know about a clip and its frames, without decoding anything."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from posecheck.errors import ClipError
from posecheck.remark import Amount, Remark, remark

EARLY_S: Final = 0.5
"""A clip that ends by this much before its own stated length is incomplete."""

Rgb = NDArray[np.uint8]


class Frame(NamedTuple):
    """One upright picture: its time in seconds since the first frame, and its pixels, shape (h, w, 3)."""

    time_s: float
    rgb: Rgb


@dataclass(slots=True)
class Clip:
    """A video file that can be read.

    Parameters
    ----------
    path
        The file.
    width, height
        Size of the upright picture, in square pixels.
    rotation
        Degrees counter-clockwise by which the stored picture is turned to be upright: 0, 90, 180 or 270.
    duration_s
        Length by the file's own statement; NaN where it makes none.
    fps
        Average frames a second; NaN where unknown.
    frame_count
        Number of frames by the file's own statement, or None.
    noted
        What the reader should know; known when `frames` has reached the end.
    read_s
        Length by the last frame that could be read; known when `frames` has reached the end.
    mirrored
        Whether the stored picture is mirrored left to right, before it is turned, to be as it was seen.
    slowed
        How many times slower than it was filmed the file plays, by its own statement; all times here are as filmed.
    told
        What the reader should know of the file from its start; part of `noted`.
    """

    path: Path
    width: int
    height: int
    rotation: int
    duration_s: float
    fps: float
    frame_count: int | None
    noted: tuple[Remark, ...] = ()
    read_s: float = math.nan
    mirrored: bool = False
    slowed: float = 1.0
    told: tuple[Remark, ...] = ()

    @property
    def name(self) -> str:
        """File name without folders."""
        return self.path.name


def existing_file(file: Path) -> Path:
    """Return `file`; raise where it is not a file with something in it."""
    try:
        if file.is_dir():
            raise ClipError(remark("clip_is_folder", file=file), hint=remark("clip_is_folder_hint"))
        if not file.exists():
            raise ClipError(remark("no_such_file", file=file), hint=remark("no_such_file_hint"))
        if not file.is_file():
            raise ClipError(remark("clip_is_pipe", file=file), hint=remark("clip_is_pipe_hint"))
        if file.stat().st_size == 0:
            raise ClipError(remark("clip_is_empty", file=file), hint=remark("clip_is_empty_hint"))
    except OSError as error:
        raise ClipError(remark("clip_unreadable", file=file, why=error.strerror)) from error
    return file


def reading_notes(clip: Clip, *, short_by_s: float, restarts_s: Sequence[float], damaged: bool) -> tuple[Remark, ...]:
    """Return what a reader should know after the last frame.

    Parameters
    ----------
    clip
        The clip, read to its end.
    short_by_s
        By how much it is shorter than it says.
    restarts_s
        When its clock started again.
    damaged
        Whether there were pictures that could not be read.
    """
    noted = list(clip.told)
    if restarts_s:
        noted.append(remark("clock_restarts", time_s=restarts_s[0], count=len(restarts_s)))
    if short_by_s > max(EARLY_S, 0.02 * clip.duration_s):
        read, whole = Amount(clip.read_s, "s"), Amount(clip.read_s + short_by_s, "s")
        noted.append(remark("file_ends_early", time_s=clip.read_s, read=read, whole=whole))
    elif damaged:
        noted.append(remark("file_damaged"))
    return tuple(noted)
