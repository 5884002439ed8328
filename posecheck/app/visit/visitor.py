"""One visitor's live set: video, mailbox and what is kept of it, from the choice of exercise to the result."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final
from weakref import WeakValueDictionary

from posecheck.app.coach.afterwards import beside
from posecheck.app.coach.live_view import LiveView
from posecheck.app.coach.whole_session import LiveCoach
from posecheck.app.visit.mailbox import Mailbox
from posecheck.app.visit.moments import Moments
from posecheck.app.visit.one_behind import OneBehind
from posecheck.app.visit.result_files import Files
from posecheck.app.visit.saving import SessionFolder
from posecheck.app.visit.video import LiveVideo, open_landmarker
from posecheck.body.pose import Pose, Source
from posecheck.body.skeleton import Side
from posecheck.language import language
from posecheck.result.judgement import Attempt, Result
from posecheck.rules.coaching.cues import CueSettings
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.reading.measures import needs_outline
from posecheck.worded import worded, worded_attempt

NO_PICTURE_AFTER_S: Final = 3.0
CONNECT_S: Final = 45.0
"""A connection that has not come about by then does not: 10 s are given to the offer, 5 s to each way between the two,
and the browser may ask once more whether the camera may be used."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the person chose."""

    exercise: Exercise
    sides: Sequence[Side]
    level: str
    settings: CueSettings
    sounds: bool = True


class Keeper:
    """Keeps what is done on disk at once; the folder is made when there is something to keep."""

    def __init__(self, plan: Plan, source: Source) -> None:
        self._plan, self._source = plan, source
        self._lock = threading.Lock()
        self._folder: SessionFolder | None = None

    @property
    def name(self) -> str:
        """Name of the folder; empty where nothing is kept yet."""
        return self._folder.path.name if self._folder else ""

    def add_attempt(self, attempt: Attempt, number: int) -> None:
        """Keep an attempt."""
        words = worded_attempt(attempt, language(), exercise=self._plan.exercise)
        self._opened().add_attempt(words, number)

    def add_pose(self, pose: Pose, set_number: int) -> None:
        """Keep a pose."""
        self._opened().add_pose(pose, set_number)

    def finish(self, results: Sequence[Result]) -> None:
        """Keep the results, where there are any."""
        if self._folder is not None:
            self._folder.finish(results)

    def _opened(self) -> SessionFolder:
        with self._lock:
            if self._folder is None:
                about = {"dose": self._plan.level, "sides": list(self._plan.sides)}
                self._folder = SessionFolder(self._plan.exercise.id, about=about, source=self._source)
            return self._folder


@dataclass(slots=True, weakref_slot=True)
class Visit:
    """One live set of one visitor; `again` where the one before it broke off before it began."""

    plan: Plan
    mailbox: Mailbox[LiveView] = field(default_factory=Mailbox[LiveView])
    moments: Moments = field(default_factory=Moments)
    id: str = field(default_factory=lambda: secrets.token_hex(4))
    video: LiveVideo = field(init=False)
    keeper: Keeper | None = None
    view: LiveView | None = None
    error: str = ""
    files: tuple[Files, ...] = ()
    playing_since: float | None = None
    again: bool = False
    connecting_since: float | None = None

    def __post_init__(self) -> None:
        """Make the video, which opens everything heavy at its first picture."""
        finder = partial(open_landmarker, outline=needs_outline(self.plan.exercise))
        self.video = LiveVideo(
            self._open_coach, self.mailbox, self.moments, on_over=self._keep, open_finder=finder, drawing=OneBehind()
        )

    @property
    def name(self) -> str:
        """Name under which this set is kept; empty where nothing was done yet."""
        return self.keeper.name if self.keeper else ""

    @property
    def over(self) -> bool:
        """Whether there is nothing more to watch."""
        return bool(self.error) or (self.view is not None and self.view.stage in ("done", "failed"))

    @property
    def ended_before_it_began(self) -> bool:
        """Whether the pictures ended, by no wish of the visitor's, before there was anything to judge.

        The connection between browser and server may fail where both share a busy computer.
        """
        return self.over and not self.error and not self.results and not (self.view and self.view.error)

    @property
    def results(self) -> tuple[Result, ...]:
        """The judgement of each side's set that is over, as it is kept."""
        return tuple(self._worded(r) for r in self.view.results) if self.view else ()

    def look(self) -> LiveView | None:
        """Return the newest view; an error of the video thread is kept in `error`."""
        try:
            newest = self.mailbox.newest()
        except Exception as error:  # noqa: BLE001 - whatever happened in the video thread is told on the page
            self.error = str(error) or type(error).__name__
            newest = self.mailbox.newest()  # what was done until then
        self.view = newest or self.view
        if self.name:
            _OPEN[self.name] = self
        return self.view

    def camera_is(self, playing: bool, *, connecting: bool = False) -> None:
        """Take note of whether the camera is on, or about to be."""
        if playing or not connecting:
            self.connecting_since = None
        elif self.connecting_since is None:
            self.connecting_since = time.monotonic()
        if not playing:
            self.playing_since = None
        elif self.playing_since is None:
            self.playing_since = time.monotonic()

    def never_connects(self) -> bool:
        """Return whether browser and server have tried for so long to connect that they will not."""
        if self.connecting_since is None or self.video.last_picture_at > self.connecting_since:
            return False
        return time.monotonic() - self.connecting_since > CONNECT_S

    def no_picture(self) -> bool:
        """Return whether pictures should come and do not."""
        if self.playing_since is None or self.video.opening:
            return False
        last = max(self.video.last_picture_at, self.playing_since)
        return time.monotonic() - last > NO_PICTURE_AFTER_S

    def _open_coach(self, source: Source) -> LiveCoach:
        plan, keeper = self.plan, Keeper(self.plan, source)
        self.keeper = keeper
        return LiveCoach(
            plan.exercise,
            sides=plan.sides,
            dose=plan.exercise.doses[plan.level],
            dose_name=plan.level,
            settings=plan.settings,
            source=source,
            on_attempt=keeper.add_attempt,
            on_pose=keeper.add_pose,
            run=beside,
        )

    def _keep(self, view: LiveView) -> None:
        if self.keeper is not None:
            self.keeper.finish([self._worded(r) for r in view.results])

    def _worded(self, result: Result) -> Result:
        return worded(result, language(), exercise=self.plan.exercise)


_OPEN: WeakValueDictionary[str, Visit] = WeakValueDictionary()


def close_open(name: str) -> None:
    """End a set that still runs although its page was left or loaded anew, so that all of it is on disk."""
    visit = _OPEN.get(name)
    if visit is not None:
        visit.video.close()
