"""The exercises of the project's specification, by what is asked of them: a folder for each that is there."""

from __future__ import annotations

import pytest

from posecheck.disk.library import DEMONSTRATION, exercise_folder, exercise_ids, load_exercise

GUIDED = {"abdominal_set", "pelvic_tilt", "supine_twist", "foam_roll"}
COUNTED = {"march"}
FORM = {
    *("ankle_pumps", "heel_slide", "wake_up_stretch", "single_knee_to_chest", "double_knee_to_chest"),
    *("supine_hamstring", "passive_back_arch", "bridge", "piriformis_figure_four", "pigeon", "kneeling_hip_flexor"),
    *("kneeling_foot_grab", "standing_forward_bend", "seated_forward_bend", "nose_to_knee", "roll_down", "side_bend"),
    *("bow_and_arrow", "adductor_butterfly", "adductor_side_lunge", "quadratus_lumborum", "prone_back_lift"),
    *("superman", "deadlift", "single_leg_deadlift", "doorway_chest"),
}


def test_all_that_were_asked_for_are_there() -> None:
    """The number is that of the specification: it says what must not get lost, not how many folders there may be."""
    assert len(FORM | COUNTED | GUIDED) == 31
    assert set(exercise_ids()) >= FORM | COUNTED | GUIDED


@pytest.mark.parametrize("name", sorted(FORM | COUNTED | GUIDED))
def test_each_of_them_is_of_its_kind(name: str) -> None:
    exercise = load_exercise(name)
    assert (exercise.kind == "guided") == (name in GUIDED)
    assert (exercise.kind == "cadence") == (name in COUNTED)
    folder = exercise_folder(name)
    assert folder is not None
    assert (folder / DEMONSTRATION).is_file(), "those that were asked for are all shown; others may be"


@pytest.mark.parametrize("name", exercise_ids())
def test_easier_and_harder_ones_are_there(name: str) -> None:
    exercise = load_exercise(name)
    assert {*exercise.easier, *exercise.harder} <= set(exercise_ids())
    assert name not in (*exercise.easier, *exercise.harder)
