"""What a file says of its pictures: which of its tracks is the film, how long it is, how it was filmed."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.format import Flags
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from posecheck.errors import ClipError
from posecheck.estimation.clip_file import Clip, existing_file
from posecheck.estimation.clock import Clock
from posecheck.estimation.edit_list import slowest_rate
from posecheck.remark import Amount, remark

MAX_PIXELS: Final = 40_000_000
"""Larger pictures are refused by what the file says of them, before one takes memory: 8K has 33 million pixels."""
LARGE_PIXELS: Final = 10_000_000
"""Larger than 4K (8.8 million pixels at most): decoded on one thread, since each more holds pictures of its own."""
SHORT_SHARE: Final = 0.5
"""A track shorter than this part of the longest is a preview or a title, not the film."""
CAPTURE_KEYS: Final = (
    "com.android.capture.fps",
    "com.apple.quicktime.capture.fps",
    "com.apple.quicktime.capture-fps",
)
"""Where phones write at how many pictures a second they filmed (Android: MPEG4Writer). An iPhone's own file of slow
motion keeps the true times (`posecheck.estimation.edit_list`); the tag is in what some programs make of it."""
HIGH_SPEED_FPS: Final = 100.0
"""Filmed slower than this is no slow motion: Android's begins at 120 (CameraConstrainedHighSpeedCaptureSession). A
phone in the dark writes 30 or 60 too, and takes half as many."""
SLOWED_LEAST: Final = 1.5
ESTIMATED: Final = Flags.ts_discont | Flags.no_timestamps | Flags.generic_index
"""Formats that state no length: FFmpeg reckons it from their times or their size."""


@dataclass(slots=True)
class OpenedClip:
    """A file open for reading, and what was met while it was read.

    Parameters
    ----------
    container, stream
        The file and the track that is the film.
    number, among
        Which of its video tracks that is, from 1, and how many of them move.
    faults
        What was wrong with pictures that could not be read.
    packets_end_s
        Where the last thing read ends by the file's clock, of any track.
    pictures_end_s
        The same of the pictures, from the first one on.
    clock
        Gives the pictures their times.
    edit_rate
        The slowest rate at which its edit list plays it, below 1 for slow motion.
    """

    container: InputContainer
    stream: VideoStream
    number: int
    among: int
    clock: Clock
    edit_rate: float = 1.0
    faults: list[str] = field(default_factory=list)
    packets_end_s: float = -math.inf
    pictures_end_s: float = 0.0

    def pictures(self) -> Iterator[tuple[float, VideoFrame]]:
        """Yield the sound frames with their seconds, by the file, since the first; what has no time is left out."""
        rate = rate_of(self.stream)
        for frame in self.frames():
            time_s = self.clock(stamp_of(frame))
            if time_s is not None:
                lasts = float(frame.duration * frame.time_base) if frame.duration and frame.time_base else 0.0
                self.pictures_end_s = time_s + (lasts or 1 / rate)
                yield time_s, frame
            del frame  # here and below: before the next one is decoded, since each may be 100 MB

    def frames(self) -> Iterator[VideoFrame]:
        """Yield the sound frames; what is wrong with the others goes to `faults`."""
        packets = self.container.demux()
        while True:
            try:
                packet = next(packets, None)
            except FFmpegError as error:  # the file breaks off
                self.faults.append(cause_of(error))
                return
            if packet is None:
                return
            self.packets_end_s = max(self.packets_end_s, _end_of(packet))
            if packet.stream.index == self.stream.index:
                yield from self._of(cast("Packet[VideoStream]", packet))

    def _of(self, packet: Packet[VideoStream]) -> Iterator[VideoFrame]:
        """Yield the sound frames that a packet completes."""
        try:
            decoded = packet.decode()
        except FFmpegError as error:  # a damaged place; what follows may be sound
            self.faults.append(cause_of(error))
            return
        while decoded:
            frame = decoded.pop(0)
            if frame.is_corrupt:
                self.faults.append("a picture with errors")
            else:
                yield frame
            del frame

    @property
    def short_by_s(self) -> float:
        """By how many seconds the file, read to its end, is shorter than it says; 0 where it does not say."""
        if self.container.format.flags & ESTIMATED.value:
            return 0.0
        if self.stream.duration and self.stream.time_base:
            return float(self.stream.duration * self.stream.time_base) - self.pictures_end_s
        # The whole file's length, by its clock: where only the sound is longer, the sound goes on to there.
        return self.container.duration / av.time_base - self.packets_end_s if self.container.duration else 0.0


@contextmanager
def opened(file: Path, *, start: float | None = None) -> Generator[OpenedClip]:
    """Open a file for reading its pictures; `start` is the time stamp that is second 0, None for the first picture's.

    Raises
    ------
    ClipError
        Where it is no video, or its pictures are too large.
    """
    existing_file(file)
    rate = slowest_rate(file)
    # Playlists and the like may make us read nothing but files. A list of edits that slows the film is not followed.
    options = {"protocol_whitelist": "file"} | ({"ignore_editlist": "1"} if rate < 1 else {})
    try:
        # "file:" because a colon in a name would be taken for a protocol. Titles may be in any old encoding.
        container = av.open(f"file:{file}", options=options, metadata_errors="replace")
    except (FFmpegError, OSError, ValueError) as error:
        raise ClipError(
            remark("clip_not_opened", file=file, why=cause_of(error)), hint=remark("clip_not_opened_hint")
        ) from error
    with container:
        moving = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
        if not moving:
            key = "clip_only_sound" if container.streams.audio else "clip_without_pictures"
            raise ClipError(remark(key, file=file), hint=remark("clip_only_sound_hint"))
        known = [s for s in moving if _has_decoder(s)]
        if not known:
            raise ClipError(remark("clip_no_picture", file=file), hint=remark("clip_no_picture_hint"))
        stream = max(_films(known), key=lambda s: (_pixels(s), bool(s.disposition & Disposition.default), -s.index))
        _check_size(file, stream)
        # Decoding goes on in its own threads while a picture is looked at.
        stream.thread_type = "SLICE" if _pixels(stream) > LARGE_PIXELS else "AUTO"
        # A picture that is larger than the file says counts as damaged, before it takes memory.
        stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
        clock = Clock(rate_of(stream), start=start, jumps=bool(container.format.flags & Flags.ts_discont.value))
        among = sum(s.frames != 1 for s in moving)
        yield OpenedClip(container, stream, moving.index(stream) + 1, among, clock, rate)


def cause_of(error: Exception) -> str:
    """Return a library's own words about a failure."""
    return str(getattr(error, "strerror", "") or error)


def stamp_of(frame: VideoFrame) -> float | None:
    """Return a frame's timestamp in seconds, None where it has none (which PyAV's types do not say)."""
    return cast("float | None", frame.time)


def rate_of(stream: VideoStream) -> float:
    """Return the pictures a second that a track says it has on average, 30 where it says nothing."""
    return float(stream.average_rate or stream.guessed_rate or 30)


def stated_duration(opened_clip: OpenedClip) -> float:
    """Return the length in seconds by the file's own statement, NaN where it makes none."""
    stream, container = opened_clip.stream, opened_clip.container
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration else math.nan


def slowed_by(opened_clip: OpenedClip) -> tuple[float, float]:
    """Return how many times slower than it was filmed a clip plays, and the pictures a second that were filmed.

    1 and NaN where the file says nothing of it, or plays at the speed of life.
    """
    stream = opened_clip.stream
    filmed = _captured_fps((opened_clip.container.metadata, stream.metadata))
    factor = filmed / rate_of(stream)
    if filmed >= HIGH_SPEED_FPS and factor >= SLOWED_LEAST and math.isfinite(factor):
        return factor, filmed
    return 1.0, math.nan


def _captured_fps(metadata: Iterable[Mapping[str, str]]) -> float:
    """Return at how many pictures a second a phone says that it filmed, NaN where it does not."""
    said = {key.lower(): value for tags in metadata for key, value in tags.items()}
    for key in CAPTURE_KEYS:
        try:
            return float(said[key])
        except (KeyError, ValueError):
            continue
    return math.nan


def _films(moving: list[VideoStream]) -> list[VideoStream]:
    """Return the tracks that may be the film: no stills, and none much shorter than the others."""
    films = [s for s in moving if s.frames != 1] or moving
    longest = max(_seconds(s) for s in films)
    return [s for s in films if not _seconds(s) < SHORT_SHARE * longest]


def _seconds(stream: VideoStream) -> float:
    return float(stream.duration * stream.time_base) if stream.duration and stream.time_base else math.inf


def _has_decoder(stream: VideoStream) -> bool:
    """Return whether a track is in a coding that FFmpeg knows: of others nothing else may be asked."""
    return cast("object", stream.codec_context) is not None


def _pixels(stream: VideoStream) -> int:
    return stream.width * stream.height


def _check_size(file: Path, stream: VideoStream) -> None:
    if _pixels(stream) > MAX_PIXELS:
        values = {"width": stream.width, "height": stream.height, "most": MAX_PIXELS // 1_000_000}
        raise ClipError(remark("clip_too_large", file=file, **values), hint=remark("clip_too_large_hint"))


def _end_of(packet: Packet[Stream]) -> float:
    """Return where a packet ends by the file's clock, in seconds."""
    if packet.pts is None:
        return -math.inf
    return float((packet.pts + (packet.duration or 0)) * packet.time_base)


def told_at_once(clip: Clip, opened_clip: OpenedClip, filmed_fps: float) -> None:
    """Put down what a reader should know of a file before its pictures are looked at."""
    if opened_clip.among > 1:
        stream = opened_clip.stream
        size = {"width": stream.width, "height": stream.height}
        clip.told += (remark("clip_tracks", count=opened_clip.among, number=opened_clip.number, **size),)
    if opened_clip.edit_rate < 1:
        clip.told += (remark("slow_motion_edits", factor=Amount(1 / opened_clip.edit_rate, "times")),)
    if clip.slowed > 1:
        clip.told += (remark("slow_motion_tag", fps=Amount(filmed_fps, "1/s"), factor=Amount(clip.slowed, "times")),)
