"""A person at one instant (`Pose`) and over time (`PoseTrack`): frozen, checked once, read-only.

Axes
----
``xy`` is in **image heights** on both axes, x to the right, y **down**, origin at the top left corner of the
upright picture that was *not* mirrored. (MediaPipe divides x by the width and y by the height; an angle taken from
that is wrong on any picture that is not square.) ``xyz`` is MediaPipe's world estimate in metres, origin between
the hips, x to the right, y down, z away from the camera. Missing is NaN, never 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecheck.body.skeleton import MIRROR, N_LANDMARKS
from posecheck.errors import PoseDataError
from posecheck.printable import printable
from posecheck.remark import Remark

Array = NDArray[np.floating[Any]]

STATIONS: Array = np.linspace(-0.30, 1.15, 30)
"""Where along the chord from mid-hip (0) to mid-shoulder (1) the body's outline is measured."""
STATIONS.flags.writeable = False

OUTLINE_STATIONS = len(STATIONS)


def _read_only(name: str, value: Any, shape: tuple[int, ...], dtype: Any) -> NDArray[Any]:
    """Return `value` as a read-only array of `dtype`; raise where its shape is not `shape`."""
    array: NDArray[Any] = np.asarray(value, dtype=dtype)
    if array.shape != shape:
        raise PoseDataError(f"{name}: expected shape {shape}, got {array.shape}.")
    if array.flags.writeable:
        array = array.copy()
        array.flags.writeable = False
    return array


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """One person at one instant.

    Parameters
    ----------
    time_s
        The frame's own timestamp in seconds.
    xy
        Landmarks, shape (33, 2), in image heights (see the module's text). A row of NaN where nobody was found.
    xyz
        World landmarks, shape (33, 3), metres.
    visibility
        Shape (33,), 0 to 1. It does not tell whether a landmark is right (hidden hips read 0.99).
    outline
        Shape (2, 30) or None: distance of the body's edge from the hip-shoulder chord at `STATIONS`, in chord lengths.
        Row 0 lies on the side of (-t_y, t_x), where t points from mid-hip to mid-shoulder, row 1 on the other. NaN
        where the edge is not seen, or is not that of the trunk; None where nobody asked for it.
    brightness
        Mean brightness of the picture, 0 (black) to 1; NaN where unknown.
    people
        How many people were found when that was last looked at; NaN where unknown.
    cut
        True where the picture does not continue the one before (a cut, or another person).
    """

    time_s: float
    xy: NDArray[np.float32]
    xyz: NDArray[np.float32]
    visibility: NDArray[np.float32]
    outline: NDArray[np.float32] | None = None
    brightness: float = float("nan")
    people: float = float("nan")
    cut: bool = False

    def __post_init__(self) -> None:
        """Check shapes and make the arrays read-only.

        Raises
        ------
        PoseDataError
            Where a shape is wrong or the time is not finite.
        """
        if not np.isfinite(self.time_s):
            raise PoseDataError(f"time_s: expected a finite number of seconds, got {self.time_s}.")
        put = object.__setattr__
        put(self, "xy", _read_only("xy", self.xy, (N_LANDMARKS, 2), np.float32))
        put(self, "xyz", _read_only("xyz", self.xyz, (N_LANDMARKS, 3), np.float32))
        put(self, "visibility", _read_only("visibility", self.visibility, (N_LANDMARKS,), np.float32))
        if self.outline is not None:
            put(self, "outline", _read_only("outline", self.outline, (2, OUTLINE_STATIONS), np.float32))

    @property
    def found(self) -> bool:
        """Whether a person was found in this frame."""
        return bool(np.isfinite(self.xy[0, 0]))


def empty_pose(time_s: float, *, brightness: float = float("nan"), cut: bool = False) -> Pose:
    """Return a pose without a person: time passes, every value is NaN.

    Examples
    --------
    >>> empty_pose(1.5).found
    False
    """
    nan = np.full((N_LANDMARKS, 3), np.nan, np.float32)
    return Pose(time_s, nan[:, :2], nan, nan[:, 0], brightness=brightness, cut=cut)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a track came from: which clip, read by what.

    Parameters
    ----------
    clip
        The clip's file name, without folders.
    estimator, model_sha256
        Library and version that found the landmarks; checksum of its model.
    width, height
        Size of the upright picture in pixels.
    rotation
        Degrees by which the file says the picture must be turned, already applied.
    fps
        Frames looked at per second (median step).
    duration_s
        Length of the clip in seconds, by its last frame.
    notes
        What the reader should know about the clip ("the file ends early"), in the words of a track's file; `noted`
        has precedence where there is anything.
    noted
        The same, to be put into words.
    """

    clip: str = ""
    estimator: str = ""
    model_sha256: str = ""
    width: int = 0
    height: int = 0
    rotation: int = 0
    fps: float = float("nan")
    duration_s: float = float("nan")
    notes: tuple[str, ...] = ()
    noted: tuple[Remark, ...] = ()

    def __post_init__(self) -> None:
        """Make the names fit to be shown: they come from files."""
        for name in ("clip", "estimator", "model_sha256"):
            object.__setattr__(self, name, printable(getattr(self, name)))
        object.__setattr__(self, "notes", tuple(printable(note) for note in self.notes))


@dataclass(frozen=True, slots=True, eq=False)
class PoseTrack:
    """Poses over time: the fields of `Pose` with a leading axis T.

    Parameters
    ----------
    time_s
        Shape (T,), seconds, strictly increasing.
    xy, xyz, visibility
        Shapes (T, 33, 2), (T, 33, 3), (T, 33). A frame without a person is a row of NaN.
    outline
        Shape (T, 2, 30) or None.
    brightness, people, cut
        Shape (T,); see `Pose`. NaN (False for `cut`) where not given.
    source
        Where the track came from.
    """

    time_s: NDArray[np.float64]
    xy: NDArray[np.float32]
    xyz: NDArray[np.float32]
    visibility: NDArray[np.float32]
    outline: NDArray[np.float32] | None = None
    brightness: NDArray[np.float32] | None = None
    people: NDArray[np.float32] | None = None
    cut: NDArray[np.bool_] | None = None
    source: Source = field(default_factory=Source)

    def __post_init__(self) -> None:
        """Check shapes and time order, make the arrays read-only.

        Raises
        ------
        PoseDataError
            Where a shape is wrong or the times do not strictly increase.
        """
        put = object.__setattr__
        n = np.shape(self.time_s)[0] if np.ndim(self.time_s) == 1 else -1
        put(self, "time_s", _read_only("time_s", self.time_s, (max(n, 0),), np.float64))
        if not np.all(np.diff(self.time_s) > 0) or not np.all(np.isfinite(self.time_s)):
            raise PoseDataError("time_s: expected finite, strictly increasing seconds.")
        put(self, "xy", _read_only("xy", self.xy, (n, N_LANDMARKS, 2), np.float32))
        put(self, "xyz", _read_only("xyz", self.xyz, (n, N_LANDMARKS, 3), np.float32))
        put(self, "visibility", _read_only("visibility", self.visibility, (n, N_LANDMARKS), np.float32))
        if self.outline is not None:
            put(self, "outline", _read_only("outline", self.outline, (n, 2, OUTLINE_STATIONS), np.float32))
        for name in ("brightness", "people"):
            value = getattr(self, name)
            put(self, name, _read_only(name, np.full(n, np.nan) if value is None else value, (n,), np.float32))
        put(self, "cut", _read_only("cut", np.zeros(n) if self.cut is None else self.cut, (n,), np.bool_))

    def __len__(self) -> int:
        return len(self.time_s)

    def __getitem__(self, i: int) -> Pose:
        assert self.brightness is not None and self.people is not None and self.cut is not None  # set in __post_init__
        return Pose(
            float(self.time_s[i]),
            self.xy[i],
            self.xyz[i],
            self.visibility[i],
            None if self.outline is None else self.outline[i],
            float(self.brightness[i]),
            float(self.people[i]),
            bool(self.cut[i]),
        )

    def __iter__(self) -> Iterator[Pose]:
        return (self[i] for i in range(len(self)))

    @property
    def found(self) -> NDArray[np.bool_]:
        """Shape (T,): whether a person was found in each frame."""
        return np.isfinite(self.xy[:, 0, 0])


def join_poses(poses: list[Pose], *, source: Source) -> PoseTrack:
    """Return the track of a list of poses in time order.

    Raises
    ------
    PoseDataError
        Where the times do not strictly increase.
    """

    def stack(name: str, shape: tuple[int, ...]) -> NDArray[Any]:
        return np.array([getattr(p, name) for p in poses]).reshape(len(poses), *shape)

    outline = None
    if any(p.outline is not None for p in poses):
        blank = np.full((2, OUTLINE_STATIONS), np.nan, np.float32)
        outline = np.array([blank if p.outline is None else p.outline for p in poses])
    return PoseTrack(
        stack("time_s", ()),
        stack("xy", (N_LANDMARKS, 2)),
        stack("xyz", (N_LANDMARKS, 3)),
        stack("visibility", (N_LANDMARKS,)),
        outline,
        stack("brightness", ()),
        stack("people", ()),
        stack("cut", ()),
        source,
    )


def mirror_track(track: PoseTrack, *, width: float) -> PoseTrack:
    """Return the track of the picture flipped left to right: the other side of the body did it.

    Parameters
    ----------
    track
        The track to mirror.
    width
        Width of the picture in image heights.
    """
    order = list(MIRROR)
    kept = {f.name: getattr(track, f.name) for f in fields(track)}
    outline = track.outline
    flip, shift = np.array([-1, 1, 1], np.float32), np.array([width, 0], np.float32)
    kept |= {
        "xy": (track.xy * flip[:2] + shift)[:, order],
        "xyz": (track.xyz * flip)[:, order],
        "visibility": track.visibility[:, order],
        "outline": None if outline is None else outline[:, ::-1],
    }
    return PoseTrack(**kept)
