"""What an exercise file says of a film of it: read, and every mistake named."""

from __future__ import annotations

import pytest

from posecheck.disk.resources import resource_folder
from posecheck.errors import ExerciseError
from posecheck.rules.exercise.film_form import SignLimit
from posecheck.rules.exercise_file.reader import parse_exercise

TEXT = (resource_folder("reference_poses") / "standing_forward_bend" / "exercise.toml").read_text(encoding="utf-8")
WITHOUT_FILM = TEXT[: TEXT.index("[[film]]")]
FILM = """
[[film]]
every = [{ sign = "hip_height", above = 1.2 }]
end   = [{ sign = "lean", above = 40, below = 120 }]
moves = { lean = 30 }
"""


def test_what_a_film_shows_is_read() -> None:
    (form,) = parse_exercise(WITHOUT_FILM + FILM, name="made.toml").film
    assert form.every[0] == SignLimit("hip_height", above=1.2)
    assert form.end[0] == SignLimit("lean", above=40, below=120)
    assert (dict(form.moves), dict(form.stays)) == ({"lean": 30}, {})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('sign = "lean"', 'sign = "leen"', "film 1.end (leen): there is no sign 'leen'; did you mean 'lean'?"),
        (
            "above = 40, below = 120",
            "above = 40, below = 30",
            "film 1.end (lean): above 40 must be less than below 30.",
        ),
        (", above = 1.2", "", "film 1.every (hip_height): needs above or below, or both."),
        ("moves = { lean", "moves = { knees", "film 1.moves: there is no sign 'knees'"),
        ("moves =", "move =", "move: unknown field; did you mean 'moves'?"),
        (FILM, "\n[[film]]\nstays = { lean = 5 }\n", "film 1: says nothing; it needs every, end or moves."),
    ],
)
def test_a_mistake_in_what_a_film_shows_is_named(old: str, new: str, said: str) -> None:
    text = WITHOUT_FILM + FILM
    assert old in text
    with pytest.raises(ExerciseError) as caught:
        parse_exercise(text.replace(old, new), name="made.toml")
    assert said in str(caught.value)
