"""A live set-up in which only stillness is missing goes on after ten seconds, with people's neutral."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from posecheck.body.pose import Pose
from posecheck.disk.library import load_exercise
from posecheck.rules.exercise.definition import Exercise
from posecheck.session import Session
from tests.bodies import SOURCE, Shot, film, lunge

LUNGE = load_exercise("kneeling_hip_flexor")


def restless(t: float, *, about: float = -4.3, by: float = 4) -> Any:
    """Where people's start position is read, and never within the four degrees of stillness for 0.6 s."""
    return lunge(trunk=about + by * np.sin(2 * np.pi * t), thigh=1.8)


def fed(poses: list[Pose], exercise: Exercise = LUNGE) -> tuple[Session, float | None]:
    """Return the session, and when it had a neutral."""
    session = Session(exercise, side="right", source=SOURCE)
    known: float | None = None
    for pose in poses:
        session.step(pose)
        if known is None and session.neutral.source != "none":
            known = pose.time_s
    return session, known


def test_after_ten_seconds_it_goes_on() -> None:
    session, known = fed(list(film(restless, seconds=14)))
    assert known == pytest.approx(10.0, abs=0.1)
    assert session.neutral.source == "population"
    assert session.attempts == ()
    assert session.finish().neutral.source == "population"


def test_nobody_began_while_they_tried_to_be_still() -> None:
    """A sway of nine degrees is a movement, once the set has begun; what came before is no part of it."""
    session, known = fed(list(film(lambda t: restless(t, about=1, by=9), seconds=14)))
    assert known == pytest.approx(10.0, abs=0.1)
    assert all(a.start_s >= known - 0.1 for a in session.finish().attempts)


def test_it_depends_on_the_last_ten_seconds_alone() -> None:
    poses = list(film(restless, seconds=25))
    _, whole = fed(poses)
    _, later = fed([p for p in poses if p.time_s >= 5])
    assert whole is not None
    assert later == pytest.approx(whole + 5, abs=0.1)


def test_a_moment_of_stillness_is_better() -> None:
    session, known = fed(list(film(lambda t: restless(t if t < 5 or t > 6 else 5.0), seconds=14)))
    assert known is not None
    assert known < 7
    assert session.neutral.source == "setup"


@pytest.mark.parametrize(
    "shot",
    [
        Shot(brightness=0.05),
        Shot(people=2),
        Shot(floor=(0.65, 1.13)),
        Shot(trunk=0.05),
        Shot(yaw_deg=50),
    ],
    ids=["dark", "two people", "feet out", "far", "turned"],
)
def test_what_else_is_wrong_keeps_it_waiting(shot: Shot) -> None:
    assert fed(list(film(restless, seconds=20, shot=shot)))[1] is None


@pytest.mark.parametrize(
    "body",
    [
        lambda t: restless(t, about=25),
        lambda t: None if t % 5 > 4.2 else restless(t),
        lambda t: restless(t, about=25) if t % 3 > 2 else restless(t),
    ],
    ids=["elsewhere", "in and out of the picture", "back and forth"],
)
def test_out_of_the_start_position_it_keeps_waiting(body: Callable[[float], Any]) -> None:
    assert fed(list(film(body, seconds=24)))[1] is None


def test_a_misread_picture_or_two_do_not_matter() -> None:
    poses = list(film(lambda t: None if t % 4 > 3.75 else restless(t), seconds=14))
    assert fed(poses)[1] == pytest.approx(10.0, abs=0.3)


def test_without_a_population_value_it_keeps_waiting() -> None:
    nobody = {name: replace(m, population=None) for name, m in LUNGE.measures.items()}
    assert fed(list(film(restless, seconds=30)), replace(LUNGE, measures=nobody))[1] is None
