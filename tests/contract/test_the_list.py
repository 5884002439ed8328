"""The exercises of the project's specification, by what is asked of them: a folder for each that is there."""

from __future__ import annotations

import pytest

from posecheck.disk.library import exercise_ids, load_exercise

GUIDED = {"abdominal_set", "pelvic_tilt", "supine_twist", "foam_roll"}
COUNTED = {"march"}
FORM = {
    *("ankle_pumps", "heel_slide", "wake_up_stretch", "single_knee_to_chest", "double_knee_to_chest"),
    *("supine_hamstring", "passive_back_arch", "bridge", "piriformis_figure_four", "pigeon", "kneeling_hip_flexor"),
    *("kneeling_foot_grab", "standing_forward_bend", "seated_forward_bend", "nose_to_knee", "roll_down", "side_bend"),
    *("bow_and_arrow", "adductor_butterfly", "adductor_side_lunge", "quadratus_lumborum", "prone_back_lift"),
    *("superman", "deadlift", "single_leg_deadlift", "doorway_chest"),
}


def test_there_are_31() -> None:
    assert len(FORM | COUNTED | GUIDED) == 31


@pytest.mark.parametrize("name", exercise_ids())
def test_every_folder_is_one_of_them_and_of_its_kind(name: str) -> None:
    exercise = load_exercise(name)
    assert name in FORM | COUNTED | GUIDED
    assert (exercise.kind == "guided") == (name in GUIDED)
    assert (exercise.kind == "cadence") == (name in COUNTED)
    assert {*exercise.easier, *exercise.harder} <= FORM | COUNTED | GUIDED
    assert name not in (*exercise.easier, *exercise.harder)
