from __future__ import annotations

import pytest

from benchmarks.accuracy.plan import FIRST_TEST_SEED, SHORT_SEEDS, cases_of, full_plan, runnable, short_plan
from benchmarks.synthetic.fault_scale import scalable_faults
from benchmarks.synthetic.movements import MOVEMENTS
from posecheck.disk.library import exercise_ids, load_exercise


def test_what_has_a_movement_and_a_file_is_run() -> None:
    assert runnable() == [e for e in exercise_ids() if e in MOVEMENTS]
    assert "kneeling_hip_flexor" in runnable()


SOME = [*SHORT_SEEDS, "deadlift"]
"""How large a fault must be takes seconds to find for some; that it can be found at all is tested elsewhere."""


@pytest.mark.parametrize("exercise", SOME)
def test_every_fault_is_asked_for_on_both_sides_of_its_limit(exercise: str) -> None:
    cases = list(cases_of(exercise, 1))
    names = [c.name for c in cases]
    assert len(set(names)) == len(names)
    severity = {r.id: r.severity for r in load_exercise(exercise).rules}
    for fault in scalable_faults(exercise):
        pair = [c.spec.fault_scale for r in ("inside", "beyond") for c in cases if c.role == r and c.fault == fault]
        assert len(pair) == 2 or severity[fault] == 1, "nobody can do a severe fault clearly"
        assert len(pair) < 2 or 0 <= pair[0] < pair[1]
    asked = {c.fault for c in cases if c.role == "beyond"}
    assert asked <= {c.fault for c in cases if c.role == "inside"}
    assert asked <= {r.id for r in load_exercise(exercise).rules} | {"leaves_early"}


def test_every_view_variation_and_role_is_in_the_full_plan() -> None:
    cases = full_plan(list(SHORT_SEEDS), [7, 8])
    assert {abs(c.spec.camera.yaw_deg) for c in cases} == {0, 10, 20, 30, 45}
    assert {c.spec.camera.yaw_deg for c in cases} > {30, -30}, "turned to and away from the camera"
    assert {c.role for c in cases} == {"right", "beyond", "inside", "view", "refuse"}
    assert {c.spec.seed for c in cases} == {7, 8}
    for name in ("stiff", "bounce", "fast", "early_exit", "other_side", "mirrored", "dark", "cropped_legs", "walk_in"):
        assert any(getattr(c.spec.variation, name) for c in cases), name
    assert len({c.name for c in cases}) == len(cases)


def test_the_short_plan_is_short_and_has_no_test_seed() -> None:
    cases = short_plan(runnable())
    assert 8 <= len(cases) <= 16
    assert all(seed < FIRST_TEST_SEED for seed in SHORT_SEEDS.values())
    assert {c.spec.seed for c in cases} <= set(SHORT_SEEDS.values())
    assert {c.role for c in cases} == {"right", "beyond", "inside", "refuse"}
    beyond, inside = ([c.fault for c in cases if c.role == r] for r in ("beyond", "inside"))
    assert beyond == inside
