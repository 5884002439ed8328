"""What is named for clips of people: what counts as named, as wrong, and what moving every limit does."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.recognition.people import PersonClip, counts, people_tables, read_people, said, shifted
from posecheck.disk.library import DEMONSTRATION, exercise_folder, load_exercise
from posecheck.result.entries import Candidate
from posecheck.rules.recognition.film_signs import SIGNS, Film
from posecheck.rules.recognition.naming import Recognition

EMPTY = Film(np.empty(0), {name: np.empty(0) for name in SIGNS})
HEAD = "clip,track,source,exercise,expect\n"


def clip(*labels: tuple[str, str]) -> PersonClip:
    return PersonClip("one", "somebody", labels, EMPTY)


def named(*names: str, answer: str = "sure") -> Recognition:
    return Recognition(answer, tuple(Candidate(name, name, 0.9) for name in names))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("labels", "told", "verdict"),
    [
        ([("bridge", "correct")], named("bridge"), "named"),
        ([("deadlift", "rounds_back")], named("deadlift"), "named"),
        ([("bridge", "correct")], named("march"), "wrong"),
        ([("bridge", "correct")], named("bridge", "march", answer="unsure"), ""),
        ([("bridge", "none")], named("bridge"), "wrong"),
        ([("bridge", "none")], named("march"), "wrong"),
        ([("bridge", "none"), ("superman", "unsure")], named("superman"), ""),
        ([("bridge", "none"), ("superman", "unsure")], named("bridge"), "wrong"),
        ([("bridge", "unsure")], named("march"), ""),
        ([("bridge", "none")], named(answer="none"), ""),
    ],
)
def test_what_an_answer_is_worth(labels: list[tuple[str, str]], told: Recognition, verdict: str) -> None:
    assert clip(*labels).verdict(told) == verdict
    assert counts([(clip(*labels), told)])[:2] == (verdict == "named", verdict == "wrong")


def test_one_of_two_is_no_name() -> None:
    assert said(named("bridge", "march", answer="unsure")) == "bridge 0.90 or march 0.90?"


def test_a_folder_is_read_a_clip_once_and_asked(tmp_path) -> None:
    folder = exercise_folder("bridge")
    assert folder is not None
    (tmp_path / "b.npz").write_bytes((folder / DEMONSTRATION).read_bytes())
    rows = "b.mp4,b.npz,me,bridge,correct\nb.mp4,b.npz,me,superman,none\n"
    (tmp_path / "manifest.csv").write_text(HEAD + rows, encoding="utf-8")
    (one,) = read_people(tmp_path)
    assert (one.labels, one.shows) == ((("bridge", "correct"), ("superman", "none")), ("bridge",))
    text, good = people_tables([one])
    assert "Of 1 right and faulty rows 1 named" in text
    assert not good, "eleven are wanted"
    assert "| me | b | bridge: correct, superman: none | bridge 1.00 | named |" in text


def test_limits_move_outward() -> None:
    form, moved = (load_exercise("bridge").film[0], shifted(load_exercise("bridge"), 1.0).film[0])
    for before, after in zip((*form.every, *form.end), (*moved.every, *moved.end), strict=True):
        assert before.above is None or (after.above is not None and after.above < before.above)
        assert before.below is None or (after.below is not None and after.below > before.below)
    assert all(moved.moves[name] < value for name, value in form.moves.items())
