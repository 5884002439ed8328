"""The exercise file: every mistake is told at once, with file, table and field, and what would have been right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.disk.resources import resource_folder
from posecheck.errors import ExerciseError
from posecheck.rules.exercise_file.reader import parse_exercise

TEXT = (resource_folder("reference_poses") / "standing_forward_bend" / "exercise.toml").read_text(encoding="utf-8")


def changed(*pairs: tuple[str, str]) -> str:
    text = TEXT
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def problems(text: str) -> list[str]:
    with pytest.raises(ExerciseError) as caught:
        parse_exercise(text, name="my/exercise.toml")
    return [line for line in caught.value.message.splitlines() if line.startswith("  ")]


def test_five_different_mistakes_are_reported_at_once() -> None:
    lines = problems(
        changed(
            ('grade       = "A"', 'grade       = "Z"'),
            ('kind  = "knee_flexion"', 'kind  = "knee_flexoin"'),
            ('measure = "knee"\nabove   = -20', 'measure = "knees"\nabove   = -20'),
            ("{ good = -0.30, limit = -0.45 }", "{ good = -0.30, limit = -0.15 }"),
            ("hold_s   = 10", 'hold_s   = "ten"'),
            ("control  = 10", "contorl  = 10"),
        )
    )
    assert len(lines) == 6
    assert all("my/exercise.toml" in line for line in lines)
    text = "\n".join(lines)
    assert "grade: expected 'A', 'B' or 'C', found 'Z'" in text
    assert "measures.knee.kind: unknown word 'knee_flexoin'; did you mean 'knee_flexion'?" in text
    assert "setup 2.measure: there is no measure 'knees'; did you mean 'knee'?" in text
    assert "(falls_back).low: limit -0.15 must lie below good -0.3" in text
    assert "doses.beginner.hold_s" in text
    assert "found 'ten'" in text
    assert "contorl: unknown field; did you mean 'control'?" in text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('purpose     = "Stretches', 'purpos     = "Stretches', "purpos: unknown field; did you mean 'purpose'?"),
        ('leg   = "near"\n', "", "measures.knee.leg: missing"),
        (
            'lead  = ["Hips back.", "Tip forward, long back.", "Hold."]',
            'lead  = ["Hold."]',
            "lead: needs two words or more",
        ),
        ("Tip forward, long back.", "Tip forward with a back that is long.", "has 37 letters; at most 28 can be said"),
        ('kind        = "hold"', 'kind        = "repetition"', "lead: leads into a hold; a repetition has none"),
        ('of    = "trunk_lean"\n', 'of    = "trunk"\n', "'trunk' is no frame measure; did you mean"),
        ('id       = "rounds_back"', 'id       = "rounds"', "back_caps: needs a rule 'rounds_back'"),
        ('primary = "trunk_lean"', 'primary = "knee"', "movement.leave: the primary measure 'knee' must stand in it"),
        ("severity = 2\n", "severity = 7\n", "severity: expected 1, 2 or 3, found 7"),
        ("high     = { good = 20, limit = 30 }\n", "", "(bends_knees): needs a low or a high band"),
        ("fires_at = -10", "fires_at = 10", "fires_at 10 must lie below good 0"),
        ("version     = ", "# version     = ", "version: missing; it is required"),
    ],
)
def test_one_mistake_says_where_and_what_is_right(old: str, new: str, said: str) -> None:
    assert said in "\n".join(problems(changed((old, new))))


def test_a_mistake_of_a_variant_is_said_once_and_as_the_variants() -> None:
    lines = problems(changed(("target  = 95", 'target  = "far"')))
    assert len(lines) == 1
    assert "variants.roll: ranges.trunk_lean.target" in lines[0]


def test_broken_toml_and_other_schemas() -> None:
    with pytest.raises(ExerciseError, match="not valid TOML"):
        parse_exercise("schema = 1\nid = ", name="x.toml")
    with pytest.raises(ExerciseError, match="newer posecheck"):
        parse_exercise(changed(("schema      = 1", "schema      = 2")), name="x.toml")
    with pytest.raises(ExerciseError, match="expected 1, found None"):
        parse_exercise("id = 'x'", name="x.toml")


def test_unknown_variants_and_exercises_offer_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(ExerciseError, match="roll"):
        load_exercise("standing_forward_bend", variant="rol")
    with pytest.raises(ExerciseError, match="Did you mean 'kneeling_hip_flexor'"):
        load_exercise("kneeling_hip_flexer")
    with pytest.raises(ExerciseError, match=r"found none in it"):
        load_exercise(tmp_path)
    (tmp_path / "exercise.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ExerciseError, match="UTF-8"):
        load_exercise(tmp_path)


def test_a_folder_of_ones_own_works_like_a_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "exercise.toml").write_text(changed(('"Knees bend a lot"', '"Knie beugen"')), encoding="utf-8")
    own = load_exercise(tmp_path)
    assert [r.title for r in own.rules if r.id == "bends_knees"] == ["Knie beugen"]


def test_a_variant_replaces_and_leaves_out() -> None:
    plain, roll = load_exercise("standing_forward_bend"), load_exercise("standing_forward_bend", variant="roll")
    assert {r.id for r in plain.rules} - {r.id for r in roll.rules} == {
        "neck_hangs",
        "neck_cranes",
        "hips_stay",
        "rounds_back",
    }
    assert roll.ranges["trunk_lean"].target == 95
    assert roll.measures == plain.measures


def test_the_shipped_exercises_are_listed() -> None:
    assert {"kneeling_hip_flexor", "standing_forward_bend"} <= set(exercise_ids())


SEQUENCE = """
[[phases]]
name  = "down"
title = "Down"
enter = [{ measure = "trunk_lean", above = 20 }]

[[phases]]
name  = "up"
title = "Up"
enter = [{ measure = "trunk_lean", falls = 1 }]
min_s = 1

[measures.down_time]
kind  = "phase_time"
phase = "down"
until = "up"
title = "Time down"

[measures.lead]
kind  = "order"
first = "down"
then  = "up"
title = "Which first"

[breathing]
down = "Breathe out."

[views.front]
needs = ["knee"]
"""


def sequence(*pairs: tuple[str, str]) -> str:
    plain = re.sub(r"(?m)^lead .*\n", "", TEXT)
    text = plain.replace('kind        = "hold"', 'kind        = "sequence"', 1) + SEQUENCE
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_phases_measures_of_them_breathing_and_another_view_are_read() -> None:
    exercise = parse_exercise(sequence(), name="x.toml")
    assert [p.name for p in exercise.phases] == ["down", "up"]
    assert exercise.phases[0].enter[0].above == 20
    assert exercise.measures["down_time"].until == "up"
    assert exercise.breathing["down"] == "Breathe out."
    (front,) = exercise.other_views
    assert (front.view, front.home_view, front.needs) == ("front", "side", ("knee",))
    assert exercise.view == exercise.home_view == "side"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind        = "sequence"', 'kind        = "hold"', "phases: a hold has none of its own"),
        ('name  = "up"', 'name  = "down"', "phases 2 (down).name: there are two of this name"),
        ('name  = "up"', 'name  = "move"', "'move' is the name of a part of every attempt"),
        ('"trunk_lean", falls = 1', '"trunk_leen", falls = 1', "no measure 'trunk_leen'; did you mean 'trunk_lean'"),
        ('"trunk_lean", falls = 1', '"trunk_lean"', "phases 2 (up).enter: needs one of above, below, rises, falls"),
        ("min_s = 1", "min_s = 1\nmax_s = 0.5", "phases 2 (up): max_s 0.5 is less than min_s 1"),
        ("min_s = 1", "seconds = 1", "phases 2 (up): needs enter, a list of conditions, and no seconds"),
        ('phase = "down"\n', "", "measures.down_time.phase: missing; 'phase_time' needs the name of a phase"),
        ('then  = "up"', 'then  = "upp"', "measures.lead.then: there is no phase 'upp'; did you mean 'up'"),
        ('down = "Breathe', 'dwon = "Breathe', "breathing.dwon: there is no phase 'dwon'; did you mean 'down'"),
        ("[views.front]", "[views.side]", "views.side: expected one of front, feet"),
        ('needs = ["knee"]', 'needs = ["kne"]', "views.front: needs: there is no measure 'kne'"),
        ('phase    = "move"', 'phase    = "mvoe"', "(too_fast).phase: there is no phase 'mvoe'; did you mean 'move'"),
        ("reached = 30", 'reached = 30\neither_way = ["knee"]', "movement.either_way: needs two sides"),
        ("[[phases]]", "[cadence]\nsteps = []\nleast = 5\n[[phases]]", "cadence: a sequence counts no steps"),
    ],
)
def test_a_mistake_in_the_phases_says_where_and_what_is_right(old: str, new: str, said: str) -> None:
    assert said in "\n".join(problems(sequence((old, new))))


def test_guided_and_cadence_say_what_they_need() -> None:
    guided = changed(('kind        = "hold"', 'kind        = "guided"'))
    assert "phases: a guided exercise needs [[phases]] with seconds" in "\n".join(problems(guided))
    assert "(too_fast).phase: expected 'attempt'" in "\n".join(problems(guided))
    march = changed(('kind        = "hold"', 'kind        = "cadence"'))
    assert "cadence: missing; a cadence needs [cadence] with steps and least" in "\n".join(problems(march))
    measure = changed(('kind  = "way_back_time"\nof    = "trunk_lean"', 'kind  = "cadence"\nof    = "trunk_lean"'))
    found = "\n".join(problems(measure))
    assert "measures.rise_time.of: 'cadence' is not taken of another measure; leave it out" in found
    assert "measures.rise_time.kind: 'cadence' needs the steps of [cadence]" in found
