"""Which exercise it was: named where a film fits one alone, two where it fits both, none where it fits nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from posecheck.clips.scoring import recognise_track, score_track
from posecheck.disk.library import DEMONSTRATION, exercise_folder, exercise_ids, load_exercise
from posecheck.disk.track_file import load_track
from posecheck.result.judgement import Kind
from posecheck.rules.exercise.definition import Body, Exercise
from posecheck.rules.exercise.film_form import FilmForm, SignLimit
from posecheck.rules.recognition.film_evidence import END_SHARE_ELSE, fit, met
from posecheck.rules.recognition.film_signs import SIGNS, Film
from posecheck.rules.recognition.naming import SURE, evidence_for, recognise
from tests.bodies import bend, bend_film, film, lunge_film
from tests.rules.made_exercises import made

RULE = """[[rules]]
id = "bends_knees"
measure = "knee"
high = { good = 20, limit = 30 }
severity = 2
title = "Knees bend"
cue = "Legs long."
source = "DEF"
"""
BENDS = FilmForm(every=(SignLimit("hip_height", above=1.2),), end=(SignLimit("lean", above=40),))


def an_exercise(name: str, *forms: FilmForm, kind: Kind = "repetition", body: Body = "standing") -> Exercise:
    plain = made("hold", RULE)
    return replace(plain, id=name, title=name.title(), film=forms, kind=kind, body=body)


def a_film(course: Mapping[str, object], n: int = 100) -> Film:
    """A film of somebody who stands, with some signs over time."""
    signs = {name: np.zeros(n) for name in SIGNS} | {"hip_height": np.full(n, 1.7)}
    signs |= {name: np.broadcast_to(np.asarray(values, float), (n,)) for name, values in course.items()}
    return Film(np.arange(n) / 15, signs)


REPETITIONS = 40 * (1 - np.cos(np.linspace(0, 6 * np.pi, 100)))
"""Three bends to 80 degrees."""


def likelihood(form: FilmForm, shown: Film) -> float:
    return fit(an_exercise("one", form), shown).likelihood


def test_a_limit_counts_half_at_itself_and_fully_or_not_at_all_beyond_its_softness() -> None:
    limit = SignLimit("lean", above=20, below=60)
    assert met(limit, np.array([12.0, 20.0, 28.0, 40.0, 60.0, 68.0])).tolist() == [0, 0.5, 1, 1, 0.5, 0]
    assert met(SignLimit("hip_height", above=1.0), np.array([0.92, 1.0, 1.08])) == pytest.approx([0, 0.5, 1])


def test_it_does_not_matter_where_a_film_begins() -> None:
    shown = a_film({"lean": REPETITIONS})
    for first, end in ((0, 100), (15, 100), (17, 49), (10, 60)):
        assert likelihood(BENDS, shown.cut_to(first, end)) == 1.0, "no start position, not even a whole repetition"


def test_a_film_in_which_the_end_is_not_reached_or_only_passed_over_does_not_fit() -> None:
    assert likelihood(BENDS, a_film({"lean": REPETITIONS * 0.3})) == 0
    once = np.zeros(400)
    once[50 : 50 + int(END_SHARE_ELSE * 400) - 4] = 80
    assert likelihood(BENDS, a_film({"lean": once}, 400)) == 0, "something was picked up on the way"


def test_one_plain_contradiction_is_enough() -> None:
    shown = a_film({"lean": REPETITIONS, "knee_more": 90})
    straight = replace(BENDS, every=(*BENDS.every, SignLimit("knee_more", below=40)))
    assert likelihood(BENDS, shown) == 1.0
    assert likelihood(straight, shown) == 0.0


def test_a_wave_or_a_step_is_forgiven_and_half_a_film_of_something_else_is_not() -> None:
    hands = replace(BENDS, every=(SignLimit("hand_high", below=2.5),))
    wave, half = np.full(100, 1.5), np.full(100, 1.5)
    wave[:10], half[:50] = 3.5, 3.5
    assert likelihood(hands, a_film({"lean": REPETITIONS, "hand_high": wave})) == 1.0
    assert likelihood(hands, a_film({"lean": REPETITIONS, "hand_high": half})) == 0.0


def test_what_must_move_and_what_must_stay() -> None:
    shown = a_film({"lean": REPETITIONS, "hip_height": 1.7 - REPETITIONS / 100})
    assert likelihood(replace(BENDS, every=(), moves={"lean": 50}), shown) == 1.0
    assert likelihood(replace(BENDS, every=(), moves={"knee_more": 20}), shown) == 0.0
    assert likelihood(replace(BENDS, every=(), stays={"hip_height": 0.3}), shown) == 0.0


def test_walking_in_and_out_does_not_count_for_what_is_done_on_the_floor() -> None:
    lies = FilmForm(every=(SignLimit("lean", above=65), SignLimit("hip_height", below=0.5)))
    lean, height = np.full(100, 2.0), np.full(100, 1.7)
    lean[40:60], height[40:60] = 90, 0.2
    shown = a_film({"lean": lean, "hip_height": height})
    assert fit(an_exercise("floor", lies, body="supine"), shown).likelihood == 1.0
    assert fit(an_exercise("upright", lies, body="standing"), shown).likelihood == 0.0
    between = a_film({"lean": np.roll(lean, 50), "hip_height": np.roll(height, 50)})
    assert fit(an_exercise("floor", lies, body="supine"), between).likelihood == 0.0, "in the middle it does"


def test_the_better_of_two_forms_counts_and_what_says_nothing_is_never_named() -> None:
    never = FilmForm(end=(SignLimit("lean", above=170),))
    assert fit(an_exercise("one", never, BENDS), a_film({"lean": REPETITIONS})).likelihood == 1.0
    assert recognise([an_exercise("silent")], a_film({"lean": REPETITIONS})).answer == "none"


def test_one_is_named_two_that_fit_as_well_are_both_offered_and_nothing_else() -> None:
    shown = a_film({"lean": REPETITIONS})
    other = FilmForm(end=(SignLimit("lean", above=74),))
    first, second = an_exercise("first", BENDS), an_exercise("second", BENDS)
    assert recognise([first, an_exercise("far", other)], shown).answer == "unsure"
    told = recognise([second, first], shown)
    assert (told.answer, told.exercise) == ("unsure", None)
    assert {c.exercise for c in told.candidates} == {"first", "second"}
    told = recognise([first], shown)
    assert (told.answer, told.exercise, len(told.candidates)) == ("sure", "first", 1)
    still = recognise([first, second], a_film({"lean": 36.0}))
    assert (still.answer, still.candidates) == ("none", ()), "a little too little of everything is not one of two"


def test_a_guided_exercise_is_never_named_since_lying_still_shows_little() -> None:
    shown = a_film({"lean": REPETITIONS})
    guided = [an_exercise(name, BENDS, kind="guided") for name in ("one", "two")]
    assert recognise(guided[:1], shown).answer == "none"
    assert recognise(guided, shown).answer == "unsure"


def test_why_is_told_for_every_condition() -> None:
    one = an_exercise("one", replace(BENDS, moves={"lean": 50}, stays={"yaw": 20}))
    seen = evidence_for(one, a_film({"lean": REPETITIONS}))
    assert [(e.what, e.sign) for e in seen if e.sign] == [
        ("every", "hip_height"),
        ("end", "lean"),
        ("moves", "lean"),
        ("stays", "yaw"),
    ]
    assert all(e.met == 1 for e in seen)


def test_nobody_in_the_film_is_no_exercise() -> None:
    empty = Film(np.empty(0), {name: np.empty(0) for name in SIGNS})
    assert recognise([load_exercise(name) for name in exercise_ids()], empty).answer == "none"


def test_bodies_of_two_exercises_are_told_apart() -> None:
    assert recognise_track(lunge_film()).exercise == "kneeling_hip_flexor"
    assert recognise_track(bend_film()).exercise == "standing_forward_bend"
    assert recognise_track(film(lambda _: bend(), seconds=6)).answer == "none"


SHOWN = [n for n in exercise_ids() if (f := exercise_folder(n)) and (f / DEMONSTRATION).is_file()]


@pytest.mark.parametrize("name", SHOWN)
def test_a_right_demonstration_fits_its_exercise_and_is_never_named_as_another(name: str) -> None:
    folder = exercise_folder(name)
    assert folder is not None
    told = recognise_track(load_track(folder / DEMONSTRATION))
    assert told.exercise in (name, None)
    assert name in {c.exercise for c in told.likely if c.likelihood >= SURE}
    looks_alike = told.answer == "unsure" and len(told.likely) > 1
    assert told.exercise == name or looks_alike or load_exercise(name).kind == "guided"


@pytest.mark.parametrize("name", exercise_ids())
def test_a_demonstration_of_a_fault_is_never_named_as_another(name: str) -> None:
    folder = exercise_folder(name)
    assert folder is not None
    for path in folder.glob("fault_*.npz"):
        assert recognise_track(load_track(path)).exercise in (name, None), path.stem


def test_auto_judges_what_it_names_and_says_what_else_it_may_be() -> None:
    result = score_track(bend_film(), "auto")
    named = score_track(bend_film(), "standing_forward_bend")
    assert result.judged
    assert [c.exercise for c in result.candidates] == ["standing_forward_bend"]
    assert named.candidates == ()
    assert replace(result, candidates=()) == named


def test_auto_of_what_is_none_of_ours_is_a_result_without_judgement() -> None:
    result = score_track(film(lambda _: bend(), seconds=6), "auto")
    assert (result.exercise, result.judged, result.candidates, result.attempts) == ("auto", False, (), ())
    assert result.reason
    assert result.series is not None
    assert set(result.series.values) == set(SIGNS)
    assert np.isfinite(result.series.values["lean"]).all()
