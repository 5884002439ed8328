"""Labelled clips of real people: the manifest is read as it says, and the figures count what they are named for."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.real.labelled import Row, is_labelled, read_rows
from benchmarks.real.people import Said, figures, judge_rows
from benchmarks.real.people_page import people_section
from posecheck.disk.library import exercise_ids

HEAD = "clip,track,source,exercise,expect,count,kind,view,people,form_label,notes\n"
ROW = Row("clips/a.mp4", Path("a.npz"), "someone", "bridge", "correct", 3, "hold", "side")
SAID = Said(ROW, True, 92.0, "setup", 3, 3, (), (), "", "bridge")


def value(said: list[Said], what: str) -> tuple[int, int]:
    found = next(f for f in figures(said) if f.what.startswith(what))
    return found.value, found.of


def test_a_manifest_is_read_with_its_tracks(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text(HEAD + "c.mp4,t.npz,s,bridge,squats,,hold,side,1,x,y\n")
    (tmp_path / "t.npz").write_bytes(b"")
    (row,) = read_rows(tmp_path)
    assert is_labelled(tmp_path / "manifest.csv")
    assert row.path.name == "t.npz"
    assert row.count is None
    assert row.expected == "fault"
    assert read_rows(tmp_path, from_clips=True)[0].path.name == "c.mp4"


def test_an_older_manifest_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("file,exercise,view,form_label\n")
    assert not is_labelled(tmp_path / "manifest.csv")


@pytest.mark.parametrize(
    ("said", "fair"),
    [
        (SAID, 1),
        (replace(SAID, judged=False), 0),
        (replace(SAID, serious=("over_arch",)), 0),
        (replace(SAID, count=2), 0),
        (replace(SAID, slight=("low_hips",)), 1),
    ],
)
def test_a_fair_answer_is_judged_not_blamed_and_counted(said: Said, fair: int) -> None:
    assert value([said], "done right: a fair answer") == (fair, 1)


def test_a_fault_is_found_by_its_own_name_only() -> None:
    faulty = replace(SAID, row=replace(ROW, expect="rounds_back"), serious=("squats",))
    assert value([faulty], "a plain fault") == (0, 1)
    assert value([replace(faulty, serious=("rounds_back",))], "a plain fault") == (1, 1)
    assert value([replace(faulty, serious=("rounds_back",), judged=False)], "a plain fault") == (0, 1)


def test_naming_is_asked_once_a_clip() -> None:
    foreign = replace(SAID, row=replace(ROW, clip="b", expect="none"), named="deadlift")
    other = replace(foreign, row=replace(foreign.row, exercise="deadlift"))
    assert value([foreign, other], "auto: another movement") == (1, 1)
    beside = replace(SAID, row=replace(ROW, clip="b", exercise="side_bend"), named="side_bend")
    named = [replace(s, named="side_bend") for s in (foreign, other)]
    assert value([*named, beside], "auto: another movement") == (0, 1)


def test_the_page_names_no_clip_and_no_source() -> None:
    page = people_section([SAID])
    assert "| A | bridge |" in page
    assert "someone" not in page
    assert "a.mp4" not in page


def test_a_saved_track_is_judged_and_held_against_its_label(tmp_path: Path) -> None:
    track = next(Path("reference_poses/bridge").glob("correct*.npz"))
    (tmp_path / "t.npz").write_bytes(track.read_bytes())
    (tmp_path / "manifest.csv").write_text(
        HEAD + "c.mp4,t.npz,s,bridge,correct,1,hold,side,1,x,y\nd.mp4,t.npz,s,no_such,unsure,,,,,,\n"
    )
    assert "no_such" not in exercise_ids()
    (said,) = judge_rows(tmp_path, processes=1)
    assert said.judged
    assert not said.serious
    assert said.exact
