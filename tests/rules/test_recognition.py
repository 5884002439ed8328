"""Which exercise it was: named where one explains the poses best, two where they are close, none where nothing does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posecheck.clip import recognise_track
from posecheck.library import load_exercise
from posecheck.result import Attempt, Neutral, Reading, Result, View
from posecheck.rules.exercise import Condition, Exercise
from posecheck.rules.recognition import SURE, likeness_of, recognise
from posecheck.seen import Check, ScoreStep
from tests.bodies import bend, bend_film, film, lunge_film
from tests.rules.made_exercises import made

HOLD = """[[rules]]
id = "bends_knees"
measure = "knee"
high = { good = 20, limit = 30 }
severity = 2
title = "Knees bend"
cue = "Legs long."
source = "DEF"
"""


def an_exercise(name: str) -> Exercise:
    return replace(made("hold", HOLD), id=name, title=name.title())


def a_result(*, score: float = 90, reached: bool = True, seconds: float = 8, value: float = 10) -> Result:
    readings = {"lean": Reading("lean", value, "deg")}
    attempt = Attempt("hold", "both", 2, 2 + seconds, 4, 6, 2, 2, True, reached, score, 1.0, readings, {}, ())
    plain = session_result()
    return replace(plain, attempts=(attempt,), neutral=Neutral("setup", 1.0), view=View("standing", "side"))


def session_result() -> Result:
    from posecheck.clip import score_track

    return replace(score_track(film(lambda _: bend(), seconds=2), an_exercise("x")), judged_share=1.0, series=None)


def test_the_likelier_is_named_and_two_that_are_close_are_not_told_apart() -> None:
    first, second = an_exercise("first"), an_exercise("second")
    told = recognise([(second, a_result(score=20)), (first, a_result(score=95))])
    assert (told.answer, told.exercise) == ("sure", "first")
    told = recognise([(second, a_result(score=93)), (first, a_result(score=95))])
    assert (told.answer, told.exercise) == ("unsure", None)
    assert [x.exercise for x in told.likely] == ["first", "second"]


def test_nothing_is_named_without_a_start_position_or_a_movement() -> None:
    unseen = replace(a_result(), neutral=Neutral("none", 0))
    assert recognise([(an_exercise("a"), unseen)]).answer == "none"
    still = replace(a_result(), attempts=())
    assert recognise([(an_exercise("a"), still)]).answer == "none"
    assert recognise([]).answer == "none"


def test_an_exercises_own_conditions_tell_it_from_its_like() -> None:
    plain = an_exercise("plain")
    knees = replace(plain, id="knees", recognise=(Condition("lean", above=50),))
    assert likeness_of(knees, a_result(value=60)) == pytest.approx(likeness_of(plain, a_result(value=60)))
    assert likeness_of(knees, a_result(value=10)) < 0.3 * likeness_of(plain, a_result(value=10))


def test_all_conditions_must_hold_so_that_a_further_one_forgives_nothing() -> None:
    unmet = replace(an_exercise("a"), recognise=(Condition("lean", above=50),))
    more = replace(unmet, recognise=(*unmet.recognise, Condition("lean", below=60), Condition("lean", above=0)))
    assert likeness_of(more, a_result(value=10)) == pytest.approx(likeness_of(unmet, a_result(value=10)))
    assert likeness_of(more, a_result(value=55)) == pytest.approx(likeness_of(an_exercise("a"), a_result(value=55)))
    assert likeness_of(unmet, a_result(value=10)) < likeness_of(unmet, a_result(value=float("nan")))


def test_likeness_falls_with_what_is_not_explained_and_a_little_with_faults() -> None:
    exercise = an_exercise("a")
    assert likeness_of(exercise, a_result(score=100)) == pytest.approx(1)
    assert 0.5 < likeness_of(exercise, a_result(score=20)) < 0.75
    assert likeness_of(exercise, a_result(reached=False)) < likeness_of(exercise, a_result())


def test_a_hinge_with_a_round_back_is_no_less_a_hinge() -> None:
    plain = a_result(score=72.3)
    cap = ScoreStep("cap", "back", 13.3, 59.0, rule="rounds_back", at_most=59.0)
    capped = replace(plain, attempts=(replace(plain.attempts[0], score=59.0, score_steps=(cap,)),))
    assert likeness_of(an_exercise("x"), capped) == pytest.approx(likeness_of(an_exercise("x"), plain))


def test_a_guided_exercise_is_never_sure_since_lying_still_shows_little() -> None:
    guided, other = replace(an_exercise("guided"), kind="guided"), an_exercise("other")
    passed = replace(
        a_result(),
        attempts=(replace(a_result().attempts[0], checks=(Check("a", "A", passed=True, severity=2, cue=""),)),),
    )
    unlike = a_result(score=95, reached=False)
    assert likeness_of(guided, passed) > SURE
    assert recognise([(guided, passed)]).answer == "none"
    told = recognise([(guided, passed), (replace(other, recognise=(Condition("lean", above=50),)), unlike)])
    assert told.exercise is None


def test_bodies_of_two_exercises_are_told_apart() -> None:
    known = [load_exercise("kneeling_hip_flexor"), load_exercise("standing_forward_bend")]
    assert recognise_track(lunge_film(), exercises=known).exercise == "kneeling_hip_flexor"
    assert recognise_track(bend_film(), exercises=known).exercise == "standing_forward_bend"
    assert recognise_track(film(lambda _: bend(), seconds=6), exercises=known).answer == "none"
