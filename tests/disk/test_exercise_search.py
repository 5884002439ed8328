"""Exercises found by any of the names that people give them."""

from __future__ import annotations

import pytest

from posecheck.disk.exercise_search import MOST, Named, find_named
from posecheck.disk.library import load_exercise
from posecheck.errors import ExerciseError

KNOWN = [
    Named("low_lunge", "Low lunge", ("kneeling lunge", "tiefer Ausfallschritt")),
    Named("side_lunge", "Side lunge", ("cossack stretch", "lunge")),
    Named("bridge", "Bridge", ("Gesäßbrücke", "hip lift")),
]


def ids(asked: str) -> list[str]:
    return [n.id for n in find_named(asked, KNOWN)]


def test_the_exact_name_comes_first_then_the_nearest() -> None:
    assert ids("lunge") == ["side_lunge", "low_lunge"]
    assert ids("kneeling lunge") == ["low_lunge"]


@pytest.mark.parametrize("asked", ["gesässbrücke", "GESÄSSBRÜCKE", "hip-lift", "lift hip", "Bridges", "brigde"])
def test_spelling_case_marks_and_order_do_not_matter(asked: str) -> None:
    assert ids(asked) == ["bridge"]


@pytest.mark.parametrize("asked", ["squat", "plank", "", "?", "bird dog", "lunge of the day"])
def test_what_is_not_there_is_not_offered(asked: str) -> None:
    assert ids(asked) == []


def test_no_more_are_offered_than_can_be_read() -> None:
    many = [Named(f"e{i}", f"Stretch {i}", ()) for i in range(9)]
    assert len(find_named("stretch", many)) == MOST


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("lunge", "Did you mean 'kneeling_hip_flexor' (Half-kneeling hip-flexor stretch)"),
        ("Ausfallschritt", "'kneeling_hip_flexor' (Half-kneeling"),
        ("toe touch", "'standing_forward_bend' (Standing forward bend)?"),
        ("kneeling_hip_flexer", "Did you mean 'kneeling_hip_flexor'?"),
        ("squat", "None is called so"),
    ],
)
def test_an_exercise_that_is_not_there_is_looked_for_by_its_other_names(asked: str, said: str) -> None:
    with pytest.raises(ExerciseError, match="There is no exercise") as caught:
        load_exercise(asked)
    assert said in str(caught.value)
