"""Whole sessions of lying bodies with closed-form angles: what is judged, on which side, and what is not."""

import math

import pytest

from posecheck.disk.library import load_exercise
from posecheck.result.judgement import Verdict
from posecheck.session import Session
from posecheck.worded import worded
from tests.lying_bodies import Leg, film, lying

BENT = Leg(50.0, 100.0)


def judge(exercise_id, track, **how):
    session = Session(load_exercise(exercise_id), source=track.source, **how)
    for pose in track:
        session.step(pose)
    return worded(session.finish(), "en")


def fired(result):
    return {f.rule for a in result.attempts for f in a.findings if f.verdict in (Verdict.LOW, Verdict.HIGH)}


def bridge(line=0.0, head=0.0):
    """A bridge up to a trunk-thigh angle; the trunk rises by 22 degrees, more where the back arches."""

    def body(u):
        rise = u * max(22.0 - line, 5.0)
        return lying(near=Leg(50.0 + u * (line - 50.0), 100.0), trunk=rise, head=u * head)

    return body


def knee_in(*, far_works=False, head=0.0, other=0.0):
    def body(u):
        works = Leg(50.0 + 70.0 * u, 100.0 + 25.0 * u)
        rests = Leg(50.0 + other * u, 100.0)
        near, far = (rests, works) if far_works else (works, rests)
        drawn = lying(near=near, far=far, head=head * u)
        thigh = "far" if far_works else "near"  # the hand behind the thigh
        drawn["wrist"] = drawn[f"{thigh}_knee"] * 0.7 + drawn["hip"] * 0.3
        return drawn

    return body


@pytest.mark.parametrize("facing", [1, -1])
def test_a_bridge_is_judged_alike_with_the_head_to_either_side(facing):
    result = judge("bridge", film(bridge(), facing=facing))
    assert result.judged, result.reason
    assert result.view.body == "supine"
    assert [a.reached for a in result.attempts] == [True]
    assert result.score == 100
    assert result.attempts[0].hold_s == pytest.approx(3.5, abs=1.0)
    assert result.attempts[0].readings["hip"].value == pytest.approx(0.0, abs=0.5)


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (bridge(line=-20.0), "over_arch"),
        (bridge(line=28.0), "low_hips"),
        (bridge(head=-0.15), "pushes_neck"),
    ],
)
def test_what_goes_wrong_in_a_bridge_is_named_and_nothing_else(body, rule):
    assert fired(judge("bridge", film(body))) == {rule}


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("far_works", [False, True])
def test_the_drawn_leg_is_read_whichever_it_is_and_the_near_side_is_told(facing, far_works):
    result = judge("single_knee_to_chest", film(knee_in(far_works=far_works), facing=facing))
    assert result.judged, result.reason
    assert [a.side for a in result.attempts] == ["right" if facing == 1 else "left"]
    assert result.attempts[0].readings["hip"].value == pytest.approx(120.0, abs=0.5)
    assert result.score >= 85
    assert result.attempts[0].ranges["hip"].share_of_target > 1


@pytest.mark.parametrize(("how", "rule"), [({"head": 0.25}, "head_lifts"), ({"other": 30.0}, "other_leg_floats")])
def test_head_and_other_leg_have_to_stay_down(how, rule):
    assert fired(judge("single_knee_to_chest", film(knee_in(**how)))) == {rule}


def test_a_stiff_person_with_clean_form_reaches_the_top():
    def body(u):
        leg = Leg(50.0 + 42.0 * u, 100.0 + 15.0 * u)
        drawn = lying(near=leg, far=BENT)
        drawn["wrist"] = drawn["near_knee"] * 0.7 + drawn["hip"] * 0.3
        return drawn

    result = judge("single_knee_to_chest", film(body))
    assert result.score == 100
    assert result.attempts[0].reached


def test_somebody_on_the_belly_is_not_taken_for_somebody_on_the_back():
    result = judge("heel_slide", film(lambda u: lying(near=Leg(0.0, 100.0 * u), prone=True)))
    assert not result.judged
    assert math.isnan(result.score)


def test_lying_askew_is_not_judged_and_told_so():
    result = judge("bridge", film(bridge(), yaw_deg=40.0))
    assert not result.judged
    assert any("along the picture" in line for line in result.view.advice)


def test_the_chest_lift_on_the_belly_is_no_fault_of_the_neck():
    def body(u):
        return lying(prone=True, trunk=10.0 * u, near=Leg(-20.0 * u), far=Leg(-10.0 * u))

    result = judge("superman", film(body))
    assert result.judged, result.reason
    assert fired(result) == set()
    assert result.score == 100
