"""An exercise that is seen from two places: each clip is judged by what it shows, the rest is unknown, and said so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posecheck.body.pose import PoseTrack, join_poses
from posecheck.result.judgement import Attempt, Result, Verdict
from posecheck.rules.exercise.definition import Condition, Exercise
from posecheck.rules.judging.summary import view_block
from posecheck.session import Session
from posecheck.worded import worded
from tests.bodies import SOURCE, Shot, bend, bend_film, course, film
from tests.rules.made_exercises import made
from tests.rules.reading.test_front_measures import body, pose_of

TWO_VIEWS = """
[measures.side_lean]
kind = "lateral_trunk"
title = "Trunk to the side"
relative = "neutral"

[measures.swing]
kind = "hip_shift"
title = "Hips to the side"
relative = "neutral"

[[rules]]
id = "bends_knees"
measure = "knee"
high = { good = 20, limit = 30 }
severity = 2
title = "Knees bend"
cue = "Legs long."
source = "DEF"

[[rules]]
id = "hips_swing"
measure = "swing"
view = "front"
high = { good = 0.1, limit = 0.18 }
severity = 2
title = "Hips swing"
cue = "Keep your hips over your feet."
source = "DEF"

[views.front]
needs = ["side_lean", "swing"]
setup = [{ measure = "side_lean", above = -8, below = 8 }]

[views.front.movement]
primary = "side_lean"
leave = { side_lean = 6 }
reached = 8
either_way = ["side_lean", "swing"]
"""


def exercise() -> Exercise:
    return made("hold", TWO_VIEWS, sides='"left", "right"')


def from_the_front(*, lean: float = 25, swing: float = 0.0, turn: float = 0.0) -> PoseTrack:
    def at(t: float):
        u = course(t)
        return replace(pose_of(body(lean=u * lean, shift=u * swing, turn=turn)), time_s=t)

    return join_poses([at(i / 15) for i in range(180)], source=SOURCE)


def judge(track: PoseTrack) -> Result:
    session = Session(exercise(), source=track.source)
    for pose in track:
        session.step(pose)
    return worded(session.finish(), "en", exercise=exercise())


def verdicts(result: Result) -> dict[str, tuple[Verdict, str]]:
    (attempt,) = result.attempts
    return {f.rule: (f.verdict, f.reason) for f in attempt.findings}


def only(result: Result) -> Attempt:
    (attempt,) = result.attempts
    return attempt


def test_from_the_side_the_rules_of_the_front_are_unknown() -> None:
    result = judge(bend_film(fault={"knee": 50}))
    assert result.view.camera == "side"
    assert result.faults == ("bends_knees",)
    verdict, reason = verdicts(result)["hips_swing"]
    assert verdict is Verdict.UNKNOWN
    assert "front" in reason


def test_from_the_front_the_rules_of_the_side_are_unknown() -> None:
    result = judge(from_the_front(swing=0.35))
    assert result.judged, result.reason
    assert result.view.camera == "front"
    assert result.faults == ("hips_swing",)
    verdict, reason = verdicts(result)["bends_knees"]
    assert verdict is Verdict.UNKNOWN
    assert "side" in reason
    assert judge(from_the_front()).faults == ()


@pytest.mark.parametrize(("lean", "side"), [(25, "left"), (-25, "right")])
def test_the_sign_of_a_measure_tells_the_side_and_both_are_judged_alike(lean: float, side: str) -> None:
    result = judge(from_the_front(lean=lean, swing=0.35 if lean > 0 else -0.35))
    attempt = only(result)
    assert (attempt.side, attempt.reached, result.faults) == (side, True, ("hips_swing",))
    assert attempt.readings["side_lean"].value == pytest.approx(25, abs=1.5)
    assert attempt.score == pytest.approx(only(judge(from_the_front(lean=25, swing=0.35))).score, abs=0.5)


def test_from_between_it_is_not_judged() -> None:
    result = judge(bend_film(shot=Shot(yaw_deg=50)))
    assert not result.judged
    assert result.reason is not None
    assert result.view.advice


def test_live_the_advice_is_for_the_nearer_view() -> None:
    session = Session(exercise())
    advice = [session.step(p).advised for p in from_the_front()]
    assert not any(advice)


def test_a_side_on_person_who_stands_still_only_as_the_front_wants_is_not_told_to_be_turned_away() -> None:
    """The start position of the side (straight knees) is never seen, the one of the front (an upright trunk) is."""
    either = exercise()
    straight = replace(either, setup=(*either.setup, Condition("knee", below=20.0)))
    session = Session(straight, source=SOURCE)
    for pose in film(lambda t: bend(trunk=60 * course(t), knee=70)):
        session.step(pose)
    result = session.finish()
    assert result.view.camera == "side"
    assert result.view.yaw_deg < 5
    assert result.view.advised == ()
    assert view_block(result.view, crowded=False, fps=15.0) is None
