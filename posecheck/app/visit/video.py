"""What happens to each picture of the camera: find the pose, judge it, draw on it. No ``st.*`` in here.

Runs in the camera's thread. What it finds goes to the page through the mailbox, failures too.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from posecheck.app.coach.live_view import LiveView
from posecheck.app.visit.mailbox import Mailbox
from posecheck.app.visit.moments import Moments
from posecheck.app.visit.one_behind import AtOnce, OneBehind
from posecheck.body.pose import Pose, Source, empty_pose
from posecheck.errors import PosecheckError
from posecheck.overlay import Style, draw, mirrored
from posecheck.result.back_lines import BackLine
from posecheck.result.judgement import Arc, Feedback

Image = NDArray[np.uint8]

SHOWN: Final = Style(header=False, caption=False)
"""The words stand beside the picture, where they can be larger."""


class Coach(Protocol):
    """What judges the poses; see `posecheck.app.coach.whole_session.LiveCoach`."""

    def step(self, pose: Pose) -> LiveView:
        """Take one pose in."""
        ...

    def stop(self) -> LiveView:
        """End the set."""
        ...


class Finder(Protocol):
    """What finds the pose in a picture; see `posecheck.estimation.landmarker.Landmarker`."""

    @property
    def estimator(self) -> str:
        """Name and version."""
        ...

    @property
    def model_sha256(self) -> str:
        """Checksum of its model."""
        ...

    def detect(self, rgb: Image, time_s: float) -> Pose:
        """Return the pose in the next picture."""
        ...

    def close(self) -> None:
        """Free what it holds."""
        ...


def open_landmarker(*, outline: bool = False) -> Finder:
    """Open the pose model, for the outline of the trunk too where that is asked for."""
    from posecheck.estimation.landmarker import Landmarker

    return Landmarker(person_mask=outline)


def in_the_background(job: Callable[[], None]) -> None:
    """Do something that takes a while in a thread of its own."""
    threading.Thread(target=job, name="posecheck-opening", daemon=True).start()


class LiveVideo:
    """One visitor's pictures, from the first to the last.

    Parameters
    ----------
    open_coach
        Opens what judges the poses, when the size of the pictures is known.
    mailbox
        Gets the newest view, and any error.
    moments
        Keeps pictures of the worst moments.
    on_over
        Called with the last view, whoever ended it; what was done is made safe there.
    open_finder
        Opens what finds the poses, at the first picture.
    drawing
        When the picture is drawn upon.
    run
        How to open both, which takes seconds on a slow computer. The camera's thread must not wait for it:
        streamlit-webrtc gives a callback up for good that took 10 s, and says so to nobody.

    Notes
    -----
    `last_picture_at` (seconds of the monotonic clock) and `opening` may be read from any thread.
    """

    def __init__(
        self,
        open_coach: Callable[[Source], Coach],
        mailbox: Mailbox[LiveView],
        moments: Moments,
        *,
        on_over: Callable[[LiveView], None] | None = None,
        open_finder: Callable[[], Finder] = open_landmarker,
        drawing: OneBehind | AtOnce | None = None,
        run: Callable[[Callable[[], None]], None] = in_the_background,
    ) -> None:
        self._open_coach: Callable[[Source], Coach] | None = open_coach
        self._mailbox, self._moments = mailbox, moments
        self._on_over = on_over
        self._open_finder, self._run = open_finder, run
        self._drawing = drawing or AtOnce()
        self._finder: Finder | None = None
        self._coach: Coach | None = None
        self._lock = threading.RLock()
        self._last_s = float("-inf")
        self._over = False
        self._hidden = False
        self.last_picture_at = float("-inf")
        self.opening = False

    def __call__(self, rgb: Image, time_s: float) -> Image:
        """Take a picture in and return what is shown: mirrored, drawn upon."""
        self.last_picture_at = time.monotonic()
        shown = mirrored(rgb)
        with self._lock:
            if self._over:
                return shown
            try:
                return self._step(rgb, shown, time_s)
            except Exception as error:  # noqa: BLE001 - whatever it is, the page has to hear of it
                self._mailbox.fail(error)
                self._end()
                return shown

    def hide(self, hidden: bool) -> None:
        """Say whether the page is out of sight; then nobody is judged, as if they had left the picture."""
        self._hidden = hidden

    def stop(self) -> None:
        """End the set here; the result of what was done goes to the mailbox. Legal in every state."""
        with self._lock:
            if not self._over:
                self._end()

    def close(self) -> None:
        """End the set and free the pose model. Legal in every state, also twice."""
        self.stop()
        with self._lock:
            if self._finder is not None:
                self._finder.close()
                self._finder = None
            self._drawing.close()
            self._forget()

    def _forget(self) -> None:
        """Let go of the set: streamlit-webrtc keeps its callbacks, and with them this, until the visitor has left."""
        self._coach = self._open_coach = self._on_over = None
        self._moments = Moments()

    def _end(self) -> None:
        self._publish(LiveView("done", "") if self._coach is None else self._coach.stop())
        self._over = True

    def _publish(self, view: LiveView) -> None:
        """Give a view to the page, the last one only after it is safe: the page may be gone by then."""
        self._over = view.stage in ("done", "failed")
        if self._over and self._on_over is not None:
            try:
                self._on_over(view)
            except PosecheckError as error:
                view = replace(view, error=view.error or str(error))
        self._mailbox.put(view)

    def _step(self, rgb: Image, shown: Image, time_s: float) -> Image:
        if not np.isfinite(time_s):
            time_s = time.monotonic()
        if time_s <= self._last_s:  # the same picture once more
            return shown
        self._last_s = time_s
        if self._finder is None or self._coach is None:
            self._begin_opening(rgb)
        finder, coach = self._finder, self._coach
        if finder is None or coach is None:
            return shown
        pose = empty_pose(time_s) if self._hidden else finder.detect(rgb, time_s)
        view = coach.step(pose)
        self._publish(view)
        if view.feedback is not None:
            self._moments.see(view.set_number, rgb, pose, view.feedback)
        aspect = rgb.shape[1] / rgb.shape[0]
        feedback = None if view.feedback is None else mirrored_feedback(view.feedback, aspect)
        return self._drawing(lambda: draw(shown, mirrored_pose(pose, aspect), feedback, style=SHOWN))

    def _begin_opening(self, rgb: Image) -> None:
        open_coach = self._open_coach
        if not self.opening and open_coach is not None:
            self.opening = True
            height, width = rgb.shape[:2]
            self._run(lambda: self._open(open_coach, width, height))

    def _open(self, open_coach: Callable[[Source], Coach], width: int, height: int) -> None:
        """Open what finds the poses and what judges them; a visitor who has left meanwhile needs neither."""
        finder: Finder | None = None
        try:
            finder = self._open_finder()
            source = Source(estimator=finder.estimator, model_sha256=finder.model_sha256, width=width, height=height)
            coach = open_coach(source)
        except Exception as error:  # noqa: BLE001 - whatever it is, the page has to hear of it
            self._mailbox.fail(error)
            self.close()
            coach = None
        with self._lock:
            if coach is not None and not self._over:
                self._finder, self._coach = finder, coach
            elif finder is not None:
                finder.close()
            self.opening = False


def mirrored_pose(pose: Pose, aspect: float) -> Pose:
    """Return a pose to be drawn on the mirrored picture; left stays the person's own left.

    Only for drawing: a mirrored pose that is judged would be the other side of the body.
    """
    return replace(pose, xy=pose.xy * np.array([-1, 1], np.float32) + np.array([aspect, 0], np.float32))


def mirrored_feedback(feedback: Feedback, aspect: float) -> Feedback:
    """Return feedback whose angles are drawn on the mirrored picture."""
    arcs = tuple(_mirrored_arc(arc, aspect) for arc in feedback.arcs)
    return replace(feedback, arcs=arcs, back=_mirrored_back(feedback.back, aspect))


def _mirrored_back(back: BackLine | None, aspect: float) -> BackLine | None:
    if back is None:
        return None
    points, neutral = (tuple((aspect - x, y) for x, y in line) for line in (back.points, back.neutral))
    return replace(back, points=points, neutral=neutral)


def _mirrored_arc(arc: Arc, aspect: float) -> Arc:
    def flip(point: tuple[float, float]) -> tuple[float, float]:
        return aspect - point[0], point[1]

    return replace(arc, vertex=flip(arc.vertex), start=flip(arc.start), end=flip(arc.end), grows=-arc.grows)
