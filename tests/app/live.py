"""A live session to be played: a coach with everything that it showed, said and reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from posecheck.app.coach.afterwards import Run, at_once
from posecheck.app.coach.live_view import LiveView, Say
from posecheck.app.coach.whole_session import LiveCoach
from posecheck.body.pose import Pose, PoseTrack, empty_pose
from posecheck.disk.library import load_exercise
from posecheck.result.judgement import Attempt
from posecheck.rules.coaching.cues import CueSettings
from posecheck.rules.exercise.definition import Dose
from tests.bodies import SOURCE, lunge_film

LUNGE, BEND = "kneeling_hip_flexor", "standing_forward_bend"
CHEST = "Chest tall, move your hips forward."
SETUP_S = 9.0


@dataclass
class Live:
    """A coach with everything that it showed, said and reported."""

    exercise: str = LUNGE
    sides: tuple[str, ...] = ("right",)
    dose: Dose = field(default_factory=lambda: Dose(3, 1))
    settings: CueSettings = field(default_factory=CueSettings)
    run: Run = at_once
    changes: Mapping[str, Any] = field(default_factory=dict)
    views: list[LiveView] = field(default_factory=list)
    attempts: list[tuple[int, Attempt]] = field(default_factory=list)
    poses: list[tuple[int, Pose]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.loaded = replace(load_exercise(self.exercise), **{"doses": {"made_up": self.dose}, **self.changes})
        self.coach = LiveCoach(
            self.loaded,
            sides=self.sides,
            dose=self.dose,
            dose_name="made_up",
            settings=self.settings,
            source=SOURCE,
            on_attempt=lambda attempt, number: self.attempts.append((number, attempt)),
            on_pose=lambda pose, number: self.poses.append((number, pose)),
            run=self.run,
        )

    def play(self, poses: Iterable[Pose]) -> Live:
        self.views += [self.coach.step(pose) for pose in poses]
        return self

    @property
    def stages(self) -> list[str]:
        names = [v.stage for v in self.views]
        return [n for i, n in enumerate(names) if i == 0 or n != names[i - 1]]

    @property
    def said(self) -> list[Say]:
        return list({v.say.number: v.say for v in self.views if v.say}.values())

    def texts(self, *kinds: str) -> list[str]:
        return [s.text for s in self.said if not kinds or s.kind in kinds]

    def when(self, text: str) -> list[float]:
        """Times at which a text was said."""
        first: dict[int, float] = {}
        for view in self.views:
            if view.say and view.say.text == text:
                first.setdefault(view.say.number, view.time_s)
        return list(first.values())

    @property
    def last(self) -> LiveView:
        return self.views[-1]


def right_lunge(**how: Any) -> PoseTrack:
    return lunge_film(**{"setup_s": SETUP_S, "hold_s": 4, "seconds": 22, **how})


def wrong_lunge(**how: Any) -> PoseTrack:
    return right_lunge(amount=4, fault={"trunk": 25}, **how)


def shifted(poses: Iterable[Pose], by_s: float) -> list[Pose]:
    return [replace(p, time_s=p.time_s + by_s) for p in poses]


def without(poses: Iterable[Pose], start_s: float, end_s: float) -> list[Pose]:
    return [empty_pose(p.time_s, brightness=0.5) if start_s < p.time_s < end_s else p for p in poses]
