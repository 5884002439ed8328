from dataclasses import replace

import pytest

from benchmarks.accuracy.case import Case
from benchmarks.accuracy.near_back import Near, back_rules, lines, scale_at, table, true_back
from benchmarks.synthetic.spec import ClipSpec
from posecheck.disk.library import load_exercise

NAN = float("nan")


def near(role, *, named, read=(41.0,), seed=31):
    case = Case(
        f"deadlift__rounds_back__{role}__{seed}", ClipSpec("deadlift", "rounds_back", seed), role, "rounds_back"
    )
    unknown = sum(v != v for v in read)
    return Near(case, True, named, read, 40.0, unknown, ("the shape was not certain",) * unknown)


def test_every_rule_on_the_back_is_in_the_plan():
    rules = list(back_rules())
    assert ("deadlift", "rounds_back") in rules
    assert ("roll_down", "hinges") in rules
    assert ("kneeling_foot_grab", "low_back_arch") in rules
    assert len(rules) == len(set(rules))


@pytest.mark.parametrize("excess", [10.0, -5.0])
def test_the_true_back_lies_where_it_was_asked_for(excess):
    exercise = load_exercise("deadlift")
    fires_at = next(r.high.fires_at for r in exercise.rules if r.id == "rounds_back" and r.high)
    scale = scale_at("deadlift", "rounds_back", excess, 31)
    value = true_back(ClipSpec("deadlift", "rounds_back", 31, scale), exercise, "rounds_back")
    assert value == pytest.approx(fires_at + excess, abs=2.0)


def test_no_body_comes_past_everything():
    assert scale_at("deadlift", "rounds_back", 500.0, 31) is None


def test_what_was_missed_and_invented_is_counted_and_named():
    heard = [
        near("beyond", named=True),
        near("beyond", named=False, read=(NAN,), seed=32),
        near("inside", named=False, read=(27.0,)),
        replace(near("inside", named=True, seed=32), judged=True),
    ]
    (line,) = lines(heard)
    assert (line.found, line.beyond, line.invented, line.inside, line.unknown, line.attempts) == (1, 2, 1, 2, 1, 4)
    assert line.balanced_accuracy == pytest.approx(0.5)
    text = table([line], heard)
    assert "| deadlift | `rounds_back` | 1 of 2 | 1 of 2 | 1 of 4 |" in text
    assert "rounds_back__beyond__32: missed; true 40°, read nothing (the shape was not certain)" in text
    assert "rounds_back__inside__32: named inside" in text
    assert "beyond__31" not in text
