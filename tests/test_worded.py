"""Sentences are the last thing that happens: what was found is shown in any language, whatever was spoken then."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from posecheck.body.pose import PoseTrack
from posecheck.clips.scoring import score_track
from posecheck.disk import track_file as recording
from posecheck.disk.library import load_exercise
from posecheck.disk.track_file import load_track, save_track
from posecheck.errors import ClipError, LanguageError
from posecheck.estimation.clip_file import existing_file
from posecheck.language import language, speaking, use_language
from posecheck.language.sentences import in_words
from posecheck.remark import Amount, Inside, OnSide, Remark, Row, Term, from_plain, keys_of, remark, to_plain
from posecheck.report.result_json import result_to_dict
from posecheck.result.judgement import Result
from posecheck.session import Session
from posecheck.worded import worded
from tests.bodies import Shot, lunge_film

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.npz"))
LUNGE = "kneeling_hip_flexor"
FILMS: dict[str, Callable[[], PoseTrack]] = {
    "slow": lambda: lunge_film(fps=6),
    "turned": lambda: lunge_film(shot=Shot(yaw_deg=45)),
    "dark": lambda: lunge_film(shot=Shot(brightness=0.1)),
    "crowded": lambda: lunge_film(shot=Shot(people=2)),
    "not far": lambda: lunge_film(amount=9),
    "leans": lambda: lunge_film(fault={"trunk": 25.0}),
    "short hold": lambda: lunge_film(hold_s=1.5),
}
EVERYTHING = remark(
    "any",
    time_s=1.5,
    severity=3,
    yaw=Amount(41.25, "deg"),
    n=3,
    file="a.mp4",
    why=remark("too_dark"),
    parts=Row((Inside(Term("measures.trunk.title", "Trunk")), OnSide("left")), "comma"),
)


@pytest.fixture(autouse=True)
def own_language():
    yield
    use_language(None)


def scored(track: PoseTrack, exercise: str, code: str) -> Result:
    use_language(code)
    result = score_track(track, exercise, dose="standard", side="right")
    use_language("en")
    return result


@pytest.mark.parametrize("film", FILMS)
def test_scored_in_english_and_shown_in_german_is_scored_in_german(film: str) -> None:
    track = FILMS[film]()
    english, german = (scored(track, LUNGE, code) for code in ("en", "de"))
    assert result_to_dict(worded(english, "de")) == result_to_dict(german)
    assert result_to_dict(worded(german, "en")) == result_to_dict(english)
    assert result_to_dict(english) != result_to_dict(german)


@pytest.mark.parametrize("file", GOLDEN, ids=lambda p: p.stem)
def test_stored_tracks_as_well(file: Path) -> None:
    track, exercise = load_track(file), file.stem.split("__")[0]
    english, german = (scored(track, exercise, code) for code in ("en", "de"))
    assert result_to_dict(worded(english, "de")) == result_to_dict(german)


def test_a_session_knows_no_language() -> None:
    track = lunge_film(fault={"trunk": 25.0})
    session = Session(load_exercise(LUNGE), dose="standard", source=track.source)
    for pose in track:
        session.step(pose)
    result = session.finish()
    assert (result.language, result.reason, result.notes, result.view.advice) == ("", None, (), ())
    assert keys_of(result.noted) == ("fewer_attempts", "other_side")


def test_where_the_exercise_is_gone_its_words_stay() -> None:
    english = scored(lunge_film(fault={"trunk": 25.0}), LUNGE, "en")
    for gone in (replace(english, exercise="no_such"), replace(english, versions={"exercise": "0"})):
        shown = worded(gone, "de")
        (before,), (after,) = english.attempts, shown.attempts
        rules = [(a, b) for a, b in zip(before.findings, after.findings, strict=True) if a.remark is None]
        assert shown.title == english.title
        assert rules
        assert all((a.title, a.cue) == (b.title, b.cue) for a, b in rules)
        assert shown.notes != english.notes, "posecheck's own sentences need no exercise"


def test_a_result_goes_through_pickle_and_keeps_its_words() -> None:
    english = scored(FILMS["turned"](), LUNGE, "en")
    again = pickle.loads(pickle.dumps(english))
    assert result_to_dict(again) == result_to_dict(english)
    assert result_to_dict(worded(again, "de")) == result_to_dict(worded(english, "de"))


def test_a_remark_goes_through_json() -> None:
    assert from_plain(to_plain(EVERYTHING)) == EVERYTHING
    assert len({EVERYTHING, from_plain(to_plain(EVERYTHING))}) == 1


@pytest.mark.parametrize("wrong", [{}, {"value": 1, "unit": "s"}, {"key": "x", "values": {"a": [1]}}, {"items": []}])
def test_what_is_no_remark_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises((ValueError, TypeError, KeyError)):
        from_plain(wrong)


def test_a_file_that_is_called_left_is_no_side() -> None:
    with speaking("de"):
        assert "left" in in_words(remark("no_such_file", file=Path("left")))
        assert "linke" in in_words(remark("turn_side_on", near=OnSide("left")))


def test_an_error_is_read_in_the_language_in_use(tmp_path: Path) -> None:
    with pytest.raises(ClipError) as caught:
        existing_file(tmp_path / "none.mp4")
    english = str(caught.value)
    with speaking("de"):
        assert str(caught.value) != english
        assert caught.value.hint in str(caught.value)
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == english


def test_a_language_is_spoken_inside_the_block_only() -> None:
    with speaking("de"):
        assert language() == "de"
    assert language() == "en"
    with pytest.raises(LanguageError), speaking("xx"):
        pass


def with_notes(track: PoseTrack, *, noted: tuple[Remark, ...], notes: tuple[str, ...] = ()) -> PoseTrack:
    return replace(track, source=replace(track.source, notes=notes, noted=noted))


def test_a_note_of_a_clip_is_kept_with_its_track_in_any_language(tmp_path: Path) -> None:
    early = remark("file_ends_early", time_s=3.0, read=Amount(3.0, "s"), whole=Amount(10.0, "s"))
    save_track(with_notes(lunge_film(), noted=(early,)), tmp_path / "t.npz")
    track = load_track(tmp_path / "t.npz")
    assert track.source.noted == (early,)
    assert track.source.notes == (in_words(early),), "for older versions"
    english, german = (scored(track, LUNGE, code) for code in ("en", "de"))
    assert english.notes[0] == in_words(early)
    assert worded(english, "de").notes == german.notes
    assert german.notes[0] != english.notes[0]


@pytest.mark.parametrize("newer", [remark("said_by_a_newer_version"), remark("file_ends_early", part=2)])
def test_notes_of_a_newer_version_are_shown_as_they_were_worded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, newer: Remark
) -> None:
    with monkeypatch.context() as there:
        there.setattr(recording, "sentences", lambda noted: ["The sun was low."] * len(noted))
        save_track(with_notes(lunge_film(), noted=(newer,)), tmp_path / "t.npz")
    track = load_track(tmp_path / "t.npz")
    assert (track.source.noted, track.source.notes) == ((), ("The sun was low.",))
    assert score_track(track, LUNGE).notes == ("The sun was low.",)


def test_notes_that_have_words_only_are_shown_as_they_are(tmp_path: Path) -> None:
    old = with_notes(lunge_film(), noted=(), notes=("The file is damaged.",))
    save_track(old, tmp_path / "t.npz")
    result = score_track(load_track(tmp_path / "t.npz"), LUNGE)
    assert result.notes[0] == worded(result, "de").notes[0] == "The file is damaged."
    assert worded(worded(result, "de"), "de").notes == worded(result, "de").notes


def test_what_cannot_be_told_is_null() -> None:
    assert to_plain(remark("any", x=Amount(float(np.nan), "s")))["values"]["x"]["value"] is None
