"""Results of a live set speak of no clip."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from importlib.resources import files

import pytest

from posecheck.app.screen.result_panel import result_html, set_names
from posecheck.app.visit.live_words import LIVE, OF_FILES, in_live_words
from posecheck.app.visit.result_files import live_files
from posecheck.clips.scoring import score_track
from posecheck.disk.library import load_exercise
from posecheck.language import table
from posecheck.remark import Amount, OnSide, Remark, remark
from posecheck.report.result_json import result_to_json
from posecheck.result.judgement import Result
from posecheck.worded import worded
from tests.bodies import Shot, lunge_film

LUNGE = "kneeling_hip_flexor"
NOTED = {
    "slow_clip": remark("slow_clip", fps=Amount(6.2, "1/s")),
    "nobody": remark("nobody"),
    "hardly_anybody": remark("hardly_anybody", share=Amount(0.123, "share")),
    "too_short": remark("too_short", seconds=Amount(1.26, "s")),
    "side_contradicts": remark("side_contradicts", asked=OnSide("left"), seen=OnSide("right")),
    "end_neutral": remark("end_neutral"),
    "population_neutral": remark("population_neutral"),
}


@pytest.fixture(scope="module")
def scored() -> Result:
    return score_track(lunge_film(), LUNGE)


def live_note(scored: Result, said: Remark) -> str:
    """What a live result says where one of a clip would say something."""
    (note,) = in_live_words(replace(scored, noted=(said,)), load_exercise(LUNGE)).notes
    return note


@pytest.mark.parametrize("key", LIVE)
def test_every_sentence_about_a_clip_has_one_for_live(scored: Result, key: str) -> None:
    said = live_note(scored, NOTED[key])
    assert not re.search(r"\bclip\b|\brecord", said, re.IGNORECASE)
    assert "{" not in said
    assert table("en")[LIVE[key]].partition("{")[0] == said[: len(table("en")[LIVE[key]].partition("{")[0])]


def test_the_files_of_a_live_set_are_worded_for_whom_they_are(scored: Result) -> None:
    """Its report speaks of a set; its JSON is that of a clip of the same poses."""
    exercise = load_exercise(LUNGE)
    clip = worded(replace(scored, noted=(NOTED["end_neutral"],)), "en", exercise=exercise)
    made = live_files(clip, exercise, stem="set")
    assert made.json == result_to_json(clip)
    assert "from the end of the set" in made.html
    assert "from the end of the clip" not in made.html


def test_the_numbers_stay(scored: Result) -> None:
    assert "only 6 pictures" in live_note(scored, NOTED["slow_clip"])
    assert "12%" in live_note(scored, NOTED["hardly_anybody"])
    assert "1.3 s" in live_note(scored, NOTED["too_short"])


def test_reasons_and_notes_are_told_apart_from_those_of_clips() -> None:
    """Whatever may stand in a result and speaks of a clip has to be given words for live."""
    sections = tomllib.loads((files("posecheck.language") / "en.toml").read_text(encoding="utf-8"))
    in_results = ("where_to_stand", "no_judgement", "rules", "back", "notes")
    said = {key: text for name in in_results for key, text in sections[name].items()}
    # A text that is chosen by a view or a count is a table of texts: str() shows all of them.
    assert {key for key, text in said.items() if re.search(r"\bclip\b", str(text))} == set(LIVE) | OF_FILES


def test_a_live_set_is_never_taken_for_slow_motion(scored: Result) -> None:
    slow = replace(scored, noted=(*scored.noted, remark("maybe_slow_motion")))
    assert in_live_words(slow, load_exercise(LUNGE)).noted == in_live_words(scored, load_exercise(LUNGE)).noted


def test_a_slow_computer_is_told_so_and_not_to_record_anew() -> None:
    result = score_track(lunge_film(fps=6), LUNGE)
    assert "clip" in (result.reason or "")
    live = in_live_words(result, load_exercise(LUNGE))
    assert live.reason == "This computer managed only 6 pictures a second; I need 10. Close other programs."
    assert live.reasons[0].key == "slow_live"
    assert "This computer managed only 6" in result_html(live, load_exercise(LUNGE))
    assert replace(live, reason=result.reason, reasons=result.reasons) == result


def test_sets_are_named_by_side_and_turn() -> None:
    right, left = (score_track(lunge_film(shot=Shot(facing=f)), LUNGE) for f in (1, -1))
    nothing: Result = replace(right, attempts=())
    assert set_names([right, left]) == ["Right side", "Left side"]
    assert set_names([right, left, right, left]) == ["Right side", "Left side", "Right side, set 2", "Left side, set 2"]
    assert set_names([nothing, nothing]) == ["Set 1", "Set 2"]
