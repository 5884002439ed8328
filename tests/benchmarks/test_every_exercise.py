from __future__ import annotations

import math
from dataclasses import replace

import pytest

from benchmarks.accuracy import compact
from benchmarks.accuracy.case import Case
from benchmarks.accuracy.compact import NO_MOVEMENT, RIGHT, compact_cases, faults_of, not_rendered
from benchmarks.accuracy.every import Found, Portrait, merged, portraits, same
from benchmarks.accuracy.every_page import exercise_table, failures, faults_table, goals_of_all
from benchmarks.accuracy.faults import Said
from benchmarks.accuracy.run import Unmeasured
from benchmarks.recognition.confusion import Told, confusion_tables
from benchmarks.sections import keep_sections, marked, sections_of, with_section
from benchmarks.synthetic.spec import ClipSpec
from posecheck.disk.library import load_exercise
from posecheck.result.entries import Candidate
from posecheck.rules.recognition.naming import Recognition

GOOD = Said(True, 98.0, (), ((),), (), 2.0, 1.0)
SIDE_BEND = load_exercise("side_bend")


def portrait(**changes: object) -> Portrait:
    plain = Portrait(
        exercise=SIDE_BEND,
        right={"plain": GOOD, "mirrored": GOOD, "stiff": GOOD},
        faults=(Found("bounce", named=True, beside=()),),
        serious=frozenset({"bounce", "leans_forward"}),
        counts=(4, 4),
        hold_s=(0.1, -0.2),
        angle_deg=1.5,
        not_shown={},
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_an_exercise_that_holds_everything_fails_in_nothing() -> None:
    assert portrait().fails() == []
    assert "| yes |" in exercise_table([portrait()])
    assert failures([portrait()]) == "Nothing.\n"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"right": {"plain": replace(GOOD, score=84.9)}}, "plain: 85 points"),
        ({"right": {"plain": replace(GOOD, faults=("bounce",))}}, "plain: blamed for bounce"),
        ({"right": {"stiff": replace(GOOD, judged=False, advice=("Turn.",))}}, "stiff: refused (Turn.)"),
        ({"right": {"plain": GOOD, "mirrored": replace(GOOD, score=95.9)}}, "mirrored differs"),
        ({"faults": (Found("bounce", named=False, beside=()),)}, "bounce missed"),
        ({"faults": (Found("bounce", named=True, beside=("leans_forward",)),)}, "leans_forward beside bounce"),
        ({"faults": (Found("bounce", named=False, beside=(), unmeasured="refused"),)}, "bounce refused"),
        ({"counts": (3, 4)}, "count wrong in 1"),
        ({"hold_s": (0.1, -0.4)}, "hold off by 0.4 s"),
        (
            {"hold_s": (0.1, -0.4), "holds_off": ("hold of stiff 0.4 s too short: why",)},
            "hold of stiff 0.4 s too short: why",
        ),
    ],
)
def test_what_does_not_hold_is_said(change: dict[str, object], words: str) -> None:
    one = portrait(**change)
    assert one.fails() == [words]
    assert words in failures([one])


def test_a_fault_of_no_weight_is_no_blame_and_a_guided_exercise_needs_no_score() -> None:
    assert portrait(right={"plain": replace(GOOD, faults=("unsteady",))}).fails() == []
    guided = portrait(exercise=load_exercise("pelvic_tilt"), right={"plain": replace(GOOD, score=math.nan)})
    assert guided.fails() == []
    assert "| judged |" in exercise_table([guided])


def test_same_asks_for_the_same_faults_and_two_points() -> None:
    assert same(GOOD, replace(GOOD, score=96.0))
    assert not same(GOOD, replace(GOOD, score=95.0))
    assert not same(GOOD, replace(GOOD, faults=("bounce",)))
    assert not same(GOOD, replace(GOOD, judged=False, score=math.nan))
    assert same(replace(GOOD, score=math.nan), replace(GOOD, score=math.nan))


def test_what_was_not_measured_counts_as_asked_and_not_as_found() -> None:
    found = [Found("a", True, ()), Found("b", False, (), "refused"), Found("c", False, (), "not rendered")]
    assert merged(found) == (1, 2, 3)
    text = faults_table([portrait(faults=tuple(found), not_shown={"d": "too much"})])
    assert "| side_bend | a | b (refused) | – | c (not rendered), d (too much) |" in text
    assert "| faults of any severity found | 1 of 2 | 3 |" in goals_of_all([portrait(faults=tuple(found))])


def test_a_clip_that_failed_stays_in_the_table() -> None:
    case = Case("side_bend__plain__1", ClipSpec("side_bend"), "right")
    wrong = replace(case, name="side_bend__bounce+10__1", role="beyond", fault="bounce")
    (one,) = portraits([Unmeasured(case, "failed: X"), Unmeasured(wrong, "failed: Y")], {"side_bend": {"z": "no"}})
    assert one.fails() == []
    assert one.unmeasured() == {"failed: X": ["plain"], "failed: Y": ["bounce"]}
    assert "plain: failed: X; bounce: failed: Y." in failures([one])
    assert "| open |" in exercise_table([one])
    assert one.not_shown == {"z": "no"}
    assert "not measured" in exercise_table([one])


def test_every_fault_is_shown_or_named_as_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compact, "scale_for", lambda *_: 1.0)
    compact.fault_clip.cache_clear()
    for exercise in ("side_bend", "deadlift"):
        cases = list(compact_cases(exercise, 3))
        assert len({c.name for c in cases}) == len(cases)
        assert {c.name.split("__")[1] for c in cases if c.role == "right"} >= set(RIGHT)
        shown = {c.fault for c in cases if c.role == "beyond"}
        assert shown | set(not_rendered(exercise, 3)) == set(faults_of(exercise))
        assert not shown & set(not_rendered(exercise, 3))
    assert not_rendered("side_bend", 3)["arm_collapses"] == NO_MOVEMENT
    front = {c.name.split("__")[1]: c.spec.camera.yaw_deg for c in compact_cases("deadlift", 3)}
    assert front["from_front"] == front["knees_cave+10"] == 90.0
    assert front["plain"] == front["squats+10"] == 0.0
    compact.fault_clip.cache_clear()


def test_sections_are_replaced_kept_and_put_in_front_of_the_end() -> None:
    text = with_section("# A\n\n## End\n", "one", "First.", before="## End")
    assert sections_of(text) == {"one": "First.\n"}
    assert text.index("First.") < text.index("## End")
    again = with_section(text, "one", "Second.", before="## End")
    assert again == text.replace("First.", "Second.")
    assert sections_of(keep_sections("# B\n## End\n", again, before="## End")) == {"one": "Second.\n"}
    assert keep_sections(marked("one", "New."), again, before="## End") == marked("one", "New.")
    with pytest.raises(ValueError, match="expected a section"):
        with_section("# A\n", "one", "x", before="## End")


def test_the_confusion_table_tells_right_unsure_and_wrong() -> None:
    def said(answer: str, *names: str) -> Recognition:
        return Recognition(answer, tuple(Candidate(n, n, 0.9) for n in names))  # type: ignore[arg-type]

    told = [
        Told("bridge", "plain", said("sure", "bridge")),
        Told("bridge", "stiff", said("unsure", "superman", "bridge")),
        Told("pigeon", "plain", said("sure", "bridge")),
        Told("pigeon", "stiff", said("none")),
    ]
    assert [t.verdict for t in told] == ["right", "not sure", "wrong", "not sure"]
    text = confusion_tables(told)
    assert "right or not sure 75 %" in text
    assert "| bridge | 1 of 2 | stiff: superman or bridge | – |" in text
    assert "| pigeon | 0 of 2 | stiff: nothing | plain: bridge |" in text
