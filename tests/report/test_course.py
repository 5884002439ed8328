"""Checks of a guided exercise, parts of a sequence, the pace of a march: what a reader is told of them."""

import pytest

from posecheck.clips.scoring import score_track
from posecheck.disk.library import load_exercise
from posecheck.disk.resources import resource_folder
from posecheck.disk.track_file import load_track
from posecheck.report.course import check_rows, completion, courses
from posecheck.report.html import render_report
from posecheck.report.summary import summary_lines
from posecheck.rules.exercise.definition import Exercise
from posecheck.session import Session
from tests.bodies import bend, film
from tests.rules.made_exercises import guided
from tests.rules.phases.test_cadence import judge as judge_march
from tests.rules.phases.test_cadence import marched

FOLDER = resource_folder("reference_poses")


def shown(name: str):
    exercise = load_exercise(name.partition("/")[0])
    return exercise, score_track(load_track(FOLDER / f"{name}.npz"), exercise)


def lain(exercise: Exercise, seconds: float, *, lifts: float = 0.0):
    session = Session(exercise)
    for pose in film(lambda t: bend(trunk=lifts * (4 < t < 5.5)), seconds=seconds, fps=15):
        session.step(pose)
    return session.finish()


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(12.5, "All 2 rounds completed"), (7.5, "Completed"), (5.0, "Not completed"), (11.0, "1 of 2 rounds completed")],
)
def test_a_guided_exercise_is_completed_or_not(seconds, told):
    assert completion(lain(guided(), seconds).attempts) == told


def test_what_a_guided_exercise_was_watched_for_names_the_round():
    result = lain(guided(), 12.5, lifts=25)
    (row,) = check_rows(result)
    assert (row.title, row.state, row.answer) == ("Hips lift", "fault", "seen in round 1")
    assert result.deductions == (), "nothing is scored, so nothing costs points"
    lines = summary_lines(result)
    assert lines[1].startswith("All 2 rounds completed. This exercise is guided")
    assert lines[lines.index("Watched for") + 1] == "  Hips lift: seen in round 1"
    page = render_report(result, guided())
    assert "All 2 rounds completed" in page
    assert "seen in round 1" in page
    assert "What cost most" not in page
    assert "points" not in page.partition("<main>")[2].partition("What this view")[0].replace("no points", "")


def test_a_sequence_is_told_part_by_part_each_with_its_judgement():
    exercise, result = shown("roll_down/fault_head_leads_up")
    (course,) = courses(result, exercise)
    assert [p.title for p in course.parts] == [p.title for p in exercise.phases]
    assert {p.title: p.state for p in course.parts if p.state == "fault"} == {"Head last": "fault"}
    assert next(p.answer for p in course.parts if p.title == "Head last") == "Head comes up too early"
    page = render_report(result, exercise)
    assert "Part by part" in page
    assert page.count('class="fault"') == 1
    (line,) = [line for line in summary_lines(result) if "Roll down" in line and "Hang" in line]
    assert line.startswith("    Head first ")


def test_a_part_that_was_left_out_is_told():
    exercise, result = shown("roll_down/correct")
    phases = [p for p in result.attempts[0].phases if p.start_s != p.start_s]
    (course,) = courses(result, exercise)
    told = [p for p in course.parts if p.state in ("missing", "unknown")]
    assert [p.title for p in told] == [p.title for p in phases]
    assert all(p.state != "fault" for p in course.parts)


def test_the_pace_of_a_march_is_told():
    result = judge_march(marched(60 / 90))
    assert any("90 steps a minute" in line for line in summary_lines(result))
