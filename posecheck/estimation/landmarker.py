"""Pictures to poses: the only place that knows MediaPipe."""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import threading
import weakref
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import Pose, empty_pose
from posecheck.errors import ModelError, PoseDataError
from posecheck.estimation.back_contour import trace_outline
from posecheck.estimation.continuity import CutFinder, Thumbnail, is_other_person
from posecheck.estimation.frame_choice import Selection
from posecheck.estimation.memory import give_memory_back
from posecheck.estimation.model import load_model_bytes
from posecheck.estimation.native import Native, landmarks, mask_copy, mask_image, mask_view
from posecheck.estimation.off_network import take_off_network
from posecheck.estimation.people import Body, count_people
from posecheck.estimation.quiet import quiet_stderr

PEOPLE_EVERY_S: Final = 8.0
"""How often people are counted. A count costs as much as 2.5 to 3.5 frames: 1.0 to 1.5 % of the 240 frames of 8 s."""

OUTLINE_FPS: Final = 15.0
"""How often the outline of the trunk is taken: a hold or a slow repetition is read the same as at 30."""

Rgb = NDArray[np.uint8]


class _Tasks(NamedTuple):
    """The few names of MediaPipe that are used."""

    mp: Native
    vision: Native
    base_options: Native


def _import_mediapipe() -> _Tasks:
    """Import MediaPipe, which takes half a second, only when a picture is to be looked at."""
    os.environ.setdefault("GLOG_minloglevel", "2")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    try:
        with quiet_stderr():
            import mediapipe as mp
            from mediapipe.tasks.python import vision
            from mediapipe.tasks.python.core import mediapipe_c_bindings
            from mediapipe.tasks.python.core.base_options import BaseOptions

            take_off_network(mediapipe_c_bindings.load_raw_library())  # before the first landmarker is there
    except (ImportError, OSError) as error:
        hint = "Install posecheck with its dependencies; on a minimal Debian also libgl1, libegl1 and libgles2."
        raise ModelError(f"MediaPipe cannot be loaded: {error}.", hint=hint) from error
    return _Tasks(mp, vision, BaseOptions)


class _Engines:
    """The native landmarkers of one `Landmarker`: apart, so that they can be closed at interpreter exit.

    One that is still open when Python ends prints a TypeError from its ``__del__``.
    """

    def __init__(self, data: bytes) -> None:
        self.tasks = _import_mediapipe()
        self.lock = threading.RLock()  # a live page may close while a frame is being looked at
        self.open: dict[str, Native] = {}
        self._data = data

    def get(self, mode: str, *, people: int, mask: bool) -> Native:
        """Return the landmarker of a mode (VIDEO or IMAGE), created where there is none."""
        if mode not in self.open:
            vision = self.tasks.vision
            options = vision.PoseLandmarkerOptions(
                base_options=self.tasks.base_options(model_asset_buffer=self._data),
                running_mode=vision.RunningMode[mode],
                num_poses=people,
                output_segmentation_masks=mask,
            )
            with _mapped("MediaPipe cannot open the pose model"), quiet_stderr():
                self.open[mode] = vision.PoseLandmarker.create_from_options(options)
        return self.open[mode]

    def picture(self, rgb: Rgb) -> Native:
        """Return a picture in MediaPipe's container."""
        mp = self.tasks.mp
        return mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(rgb))

    def close(self, mode: str | None = None) -> None:
        """Close the landmarker of a mode, or all."""
        with self.lock, quiet_stderr():
            for key in [mode] if mode else list(self.open):
                engine = self.open.pop(key, None)
                if engine is not None:
                    _close(engine)


def _close(engine: Native) -> None:
    """Free a native landmarker."""
    try:
        engine.close()
    except (TypeError, RuntimeError):
        # Python is ending and MediaPipe's threads are gone. Without a handle its __del__ does nothing; else it would
        # fail the same way and print that.
        engine._handle = None


@contextlib.contextmanager
def _mapped(what: str) -> Generator[None]:
    """Turn MediaPipe's exceptions into ours."""
    try:
        yield
    except (RuntimeError, ValueError, TypeError) as error:
        hint = "Check the file that was given with --model." if "open" in what else ""
        raise ModelError(f"{what}: {error}", hint=hint) from error


class Landmarker:
    """Finds one person's landmarks in the frames of a clip or a camera, in time order.

    MediaPipe's VIDEO mode: every frame is looked at and the same frames give the same poses. After a cut, or when
    another person is followed, the tracker starts afresh and the pose is marked `cut`; VIDEO mode would smear the
    change over 0.2 to 0.5 s. Close it, or use it in a ``with`` statement.

    Parameters
    ----------
    model
        Another pose landmarker bundle; None for the one that comes with posecheck.
    person_mask
        Whether `mask` and, at most `OUTLINE_FPS` times a second, the poses' outline are filled, which costs a third
        more. In frames between, the outline is None.
    people_every_s
        Seconds between two counts of the people in the picture; infinite for never.

    Raises
    ------
    ModelError
        Where the model or MediaPipe cannot be loaded.
    """

    def __init__(
        self, *, model: str | Path | None = None, person_mask: bool = False, people_every_s: float = PEOPLE_EVERY_S
    ) -> None:
        loaded = load_model_bytes(model)
        self.model_sha256 = loaded.sha256
        self._person_mask = person_mask
        self._people_every_s = people_every_s
        self._engines = _Engines(loaded.data)
        self._end = weakref.finalize(self, self._engines.close)
        self._thumbnail = Thumbnail()
        self._used = False
        self.reset()
        self._tracker()  # now, so that a model that cannot be opened is told before a clip is

    @property
    def estimator(self) -> str:
        """Name and version of what finds the landmarks."""
        return f"mediapipe {importlib.metadata.version('mediapipe')} pose_landmarker VIDEO"

    @property
    def mask(self) -> NDArray[np.float32] | None:
        """How sure each pixel of the last frame is the person, shape (h, w), 0 to 1; None where nobody was found."""
        return None if self._mask is None else mask_copy(self._mask)

    def reset(self) -> None:
        """Forget the frames so far: the next one begins another clip, at any time."""
        self._cuts = CutFinder()
        self._people = float("nan")
        self._mask: Native = None  # MediaPipe's own picture: copied only where it is asked for
        self._last_time_s = -np.inf
        self._restart_tracker()

    def detect(self, rgb: Rgb, time_s: float) -> Pose:
        """Return the pose in the next frame; a pose of NaN where nobody is found.

        Parameters
        ----------
        rgb
            Upright picture, not mirrored, shape (h, w, 3), with square pixels.
        time_s
            The frame's own timestamp in seconds, later than the one before.

        Raises
        ------
        PoseDataError
            Where the picture has another shape or type, or the time does not increase.
        ModelError
            Where the landmarker is closed or MediaPipe fails.
        """
        with self._engines.lock:
            self._check(rgb, time_s)
            return self._detect(rgb, time_s)

    def _detect(self, rgb: Rgb, time_s: float) -> Pose:
        """Return the pose in a frame that has been checked."""
        thumbnail = self._thumbnail(rgb)
        cut = self._cuts.is_cut(thumbnail, step_s=time_s - self._last_time_s)
        self._last_time_s = time_s
        if cut:
            self._restart_tracker()
        brightness = float(thumbnail.mean()) / 255
        pose = self._find(rgb, time_s, brightness, cut)
        if not cut and self._last is not None and is_other_person(self._last, pose):
            cut = True
            self._restart_tracker()
            pose = self._find(rgb, time_s, brightness, cut)
        if pose.found:
            self._last = pose
        return pose

    def close(self) -> None:
        """Free the native landmarkers; may be called in every state, also twice."""
        self._end()
        give_memory_back()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _check(self, rgb: Rgb, time_s: float) -> None:
        """Raise where the frame cannot be looked at."""
        if not self._end.alive:
            raise ModelError("The landmarker is closed.", hint="Open another one.")
        if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8 or min(rgb.shape) < 1:
            raise PoseDataError(f"rgb: expected a picture (h, w, 3) of uint8, got {rgb.shape} of {rgb.dtype}.")
        if not (np.isfinite(time_s) and time_s > self._last_time_s):
            raise PoseDataError(f"time_s: expected a time after {self._last_time_s} s, got {time_s}.")

    def _tracker(self) -> Native:
        """Return the landmarker that follows one person."""
        return self._engines.get("VIDEO", people=1, mask=self._person_mask)

    def _restart_tracker(self) -> None:
        """Let the next frame be looked at by a fresh tracker.

        Closing takes 2 to 6 ms, creating 75 to 120 ms, once per cut; no cheaper way surely makes a tracker forget.
        """
        if self._used:
            self._engines.close("VIDEO")
        self._used = False
        self._stamp_ms = -1
        self._outline_due = Selection(OUTLINE_FPS, 2 * OUTLINE_FPS)
        self._fresh = True
        self._last: Pose | None = None
        self._counted_s = -np.inf

    def _find(self, rgb: Rgb, time_s: float, brightness: float, cut: bool) -> Pose:
        """Return the pose that the tracker sees, and count the people when it is time to."""
        # MediaPipe wants whole milliseconds that strictly increase, also from frames that are closer together.
        self._stamp_ms = max(round(time_s * 1000), self._stamp_ms + 1)
        self._used = True
        tracker, picture = self._tracker(), self._engines.picture(rgb)
        # The last start-up messages come with the first person found.
        with (
            _mapped("MediaPipe could not look at the picture"),
            quiet_stderr() if self._fresh else contextlib.nullcontext(),
        ):
            result = tracker.detect_for_video(picture, self._stamp_ms)
        self._mask = mask_image(result, 0) if self._person_mask else None
        found = bool(result.pose_landmarks)
        if time_s - self._counted_s >= self._people_every_s:
            self._counted_s = time_s
            self._people = float(max(count_people(rgb, self._find_bodies), found))
        if not found:
            return replace(empty_pose(time_s, brightness=brightness, cut=cut), people=self._people)
        self._fresh = False
        xy, visibility = landmarks(result.pose_landmarks[0], rgb)
        xyz = np.array([(p.x, p.y, p.z) for p in result.pose_world_landmarks[0]], np.float32)
        outline = self._outline(xy, visibility, time_s)
        return Pose(time_s, xy, xyz, visibility, outline, brightness, self._people, cut)

    def _outline(
        self, xy: NDArray[np.float32], visibility: NDArray[np.float32], time_s: float
    ) -> NDArray[np.float32] | None:
        """Return the outline of the trunk where it is asked for and due."""
        if self._mask is None or not self._outline_due(time_s):
            return None
        return trace_outline(mask_view(self._mask), xy, visibility)

    def _find_bodies(self, rgb: Rgb) -> list[Body]:
        """Return the bodies in one picture on its own."""
        engine = self._engines.get("IMAGE", people=2, mask=True)
        with _mapped("MediaPipe could not look at the picture"), quiet_stderr():
            result = engine.detect(self._engines.picture(rgb))
        return [
            Body(*landmarks(points, rgb), mask_copy(mask_image(result, i)))
            for i, points in enumerate(result.pose_landmarks)
        ]
