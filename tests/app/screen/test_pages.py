"""Every page as Streamlit draws it, from the app's own entry, with and without results. The camera is replaced."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from posecheck.app.screen import what_is_it
from posecheck.app.screen.choices import sample_clips
from posecheck.app.screen.live_page import VISIT
from posecheck.app.screen.safety import UNDERSTOOD
from posecheck.app.screen.score_page import SCORED
from posecheck.app.visit import webcam
from posecheck.app.visit.visitor import CONNECT_S, Plan, Visit
from posecheck.body.pose import PoseTrack, Source
from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.disk.resources import resource_folder
from posecheck.disk.track_file import load_track, save_track
from posecheck.language import words
from posecheck.result.entries import Candidate
from posecheck.rules.coaching.cues import CueSettings
from posecheck.rules.recognition.naming import Recognition
from tests.bodies import lunge_film

MAIN = Path(__file__).resolve().parents[3] / "posecheck" / "app" / "main.py"
FOLDER = resource_folder("reference_poses")
PAGES = ("live", "score", "exercises", "about")


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Live sets go to a folder of the test's own; there is no camera."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(webcam, "stream", lambda *_: webcam.Camera(playing=False))


def open_app(*, understood: bool = True) -> AppTest:
    at = AppTest.from_file(str(MAIN), default_timeout=60)
    if understood:
        at.session_state[UNDERSTOOD] = True
    return at.run()


def go_to(at: AppTest, page: str) -> AppTest:
    return at.switch_page(f"../../pages/{page}.py").run()


def texts(at: AppTest) -> str:
    return "\n".join([*(m.value for m in at.markdown), *(h.proto.body for h in at.get("html")), *titles(at)])


def press(at: AppTest, label: str, *, timeout: float | None = None) -> AppTest:
    (button,) = [b for b in at.button if b.label == label]
    return button.click().run(timeout=timeout)


def titles(at: AppTest) -> list[str]:
    return [t.value for t in at.title]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens(page: str) -> None:
    at = go_to(open_app(), page)
    assert not at.exception
    assert titles(at)


def test_pages_are_thin() -> None:
    pages = sorted((MAIN.parents[2] / "pages").glob("*.py"))
    assert sorted(p.stem for p in pages) == sorted(PAGES)
    assert all(len(p.read_text().splitlines()) <= 60 for p in pages)


def test_the_safety_text_comes_first_and_once() -> None:
    at = open_app(understood=False)
    assert titles(at) == ["Before you begin"]
    assert "does not examine, diagnose or treat" in texts(at)
    at.button[0].click().run()
    assert titles(at) == ["Live"]
    assert titles(go_to(at, "score")) == ["Score a clip"]


@pytest.mark.parametrize("name", exercise_ids())
def test_an_exercise_shows_all_there_is_to_know(name: str) -> None:
    at = go_to(open_app(), "exercises")
    at.selectbox[0].select(name).run()
    assert not at.exception
    exercise, shown = load_exercise(name), texts(at)
    assert all(line in shown for line in (exercise.purpose, *exercise.steps, *exercise.not_judged, *exercise.cautions))
    tables = [table.value.to_string() for table in at.table]
    assert all(rule.cue in tables[0] for rule in exercise.rules)
    assert len(tables) == 2


def test_live_offers_every_exercise_and_begins_with_the_hip_flexors() -> None:
    offered = open_app().selectbox[0]
    assert offered.value == "kneeling_hip_flexor"
    assert {load_exercise(name).title for name in exercise_ids()} == set(offered.options)


@pytest.mark.parametrize("kind", ["sequence", "cadence", "guided"])
def test_a_kind_that_is_led_says_how_much_it_is_and_can_begin(kind: str) -> None:
    name = next(name for name in exercise_ids() if load_exercise(name).kind == kind)
    at = open_app()
    at.selectbox[0].select(name).run()
    assert not at.exception
    dose = next(iter(load_exercise(name).doses.values()))
    times = f"{dose.attempts} times" if dose.attempts > 1 else "once"
    wanted = f"{dose.seconds / 60:g} min" if dose.seconds else times
    assert [c.value for c in at.caption if wanted in c.value]


def test_sides_are_asked_for_only_where_there_are_any() -> None:
    at = open_app()
    at.selectbox[0].select("kneeling_hip_flexor").run()
    assert "Side" in [g.label for g in at.button_group]
    at.selectbox[0].select("standing_forward_bend").run()
    assert "Side" not in [g.label for g in at.button_group]


def test_a_level_says_how_much_it_is() -> None:
    at = open_app()
    at.selectbox[0].select("kneeling_hip_flexor").run()
    dose = load_exercise("kneeling_hip_flexor").doses["beginner"]
    (said,) = [c.value for c in at.caption if c.value.startswith("10 s,")]
    assert said == f"10 s, 3 times a side, {dose.rest_s:g} s of rest in between"


def plan() -> Plan:
    return Plan(load_exercise("kneeling_hip_flexor"), ("right",), "beginner", CueSettings())


def show_visit(visit: Visit) -> AppTest:
    at = open_app()
    at.session_state[VISIT] = visit
    return at.run()


class Still:
    """Finds the poses of a made-up film instead of looking at pictures."""

    estimator, model_sha256 = "made up", ""

    def __init__(self, poses: list) -> None:
        self.poses = iter(poses)
        self.closed = False

    def detect(self, *_):
        return next(self.poses)

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Visit]:
    """A visit in which a made-up person has done a lunge in front of the camera."""

    def make(**film) -> Visit:
        poses = list(lunge_film(setup_s=8.0, seconds=20.0, **film))
        visit = Visit(plan())
        monkeypatch.setattr(visit.video, "_open_finder", lambda: Still(poses))
        monkeypatch.setattr(visit.video, "_run", lambda job: job())
        picture = np.zeros((480, 640, 3), np.uint8)
        for pose in poses:
            visit.video(picture, pose.time_s)
        return visit

    return make


def test_before_the_camera_is_on_the_page_says_what_to_press() -> None:
    at = show_visit(Visit(plan()))
    assert "Press Start" in texts(at)
    assert [b.label for b in at.button] == ["Back"]
    at.button[0].click().run()
    assert titles(at) == ["Live"]


def test_stopped_in_the_middle_the_result_of_what_was_done_is_there_and_saved(done, tmp_path: Path) -> None:
    visit = done()
    at = show_visit(visit)
    assert "pc-live" in texts(at)
    next(b for b in at.button if b.key == "posecheck_stop").click().run()
    assert not at.exception
    assert titles(at) == ["Half-kneeling hip-flexor stretch"]
    assert "of 100" in texts(at)
    assert len(at.get("download_button")) == 3
    assert len(list(tmp_path.glob("posecheck/sessions/*/result-1.json"))) == 1


def test_while_it_connects_nobody_is_told_to_press_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webcam, "stream", lambda *_: webcam.Camera(playing=False, connecting=True))
    shown = texts(show_visit(Visit(plan())))
    assert "One moment" in shown
    assert "Press Start" not in shown


def test_a_connection_that_fails_before_anything_was_done_leads_back_to_start() -> None:
    visit = Visit(plan())
    at = show_visit(visit)
    visit.video.close()  # as the camera does when its pictures end
    at.run()
    assert not at.exception
    assert "The camera went off. Press Start again." in texts(at)
    assert at.session_state[VISIT] is not visit
    assert at.session_state[VISIT].plan is visit.plan


@pytest.mark.parametrize("how", ["failed", "stuck"])
def test_a_connection_that_does_not_come_about_is_begun_anew(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server gave up the browser's offer, or neither of them says anything any more."""
    visit = Visit(plan())
    camera = webcam.Camera(playing=False, connecting=how == "stuck", failed=how == "failed")
    monkeypatch.setattr(webcam, "stream", lambda key, *_: camera if visit.id in key else webcam.Camera(playing=False))
    if how == "stuck":
        visit.connecting_since = time.monotonic() - CONNECT_S - 1
    at = show_visit(visit)
    assert not at.exception
    assert "The camera went off. Press Start again." in texts(at)
    assert at.session_state[VISIT] is not visit
    assert at.session_state[VISIT].plan is visit.plan


def test_a_connection_is_given_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    visit = Visit(plan())
    visit.camera_is(playing=False, connecting=True)
    begun = visit.connecting_since
    assert begun is not None
    visit.camera_is(playing=False, connecting=True)
    assert visit.connecting_since == begun, "the clock runs from the first moment"
    monkeypatch.setattr(time, "monotonic", lambda: begun + CONNECT_S - 1)
    assert not visit.never_connects()
    monkeypatch.setattr(time, "monotonic", lambda: begun + CONNECT_S + 1)
    assert visit.never_connects()
    visit.video.last_picture_at = begun + 1
    assert not visit.never_connects(), "pictures come: the page only has not heard of it"
    visit.camera_is(playing=True)
    assert visit.connecting_since is None


def test_an_error_in_the_video_thread_reaches_the_page(done) -> None:
    visit = done()
    visit.video(np.zeros((480, 640, 3), np.uint8), 1e6)  # the film is over: the finder raises StopIteration
    at = show_visit(visit)
    assert not at.exception
    assert "Something went wrong" in at.error[0].value
    assert "of 100" in texts(at)


def test_no_picture_from_the_camera_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webcam, "stream", lambda *_: webcam.Camera(playing=True))
    visit = Visit(plan())
    visit.playing_since = 0.0
    assert "No picture comes from the camera." in texts(show_visit(visit))


def test_a_track_is_scored_with_report_and_downloads(tmp_path: Path) -> None:
    path = tmp_path / "mine.npz"
    save_track(lunge_film(amount=4, fault={"trunk": 25}), path)
    at = go_to(open_app(), "score")
    at.selectbox(key="score_exercise").select("kneeling_hip_flexor").run()
    at.file_uploader[0].upload("mine.npz", path.read_bytes()).run()
    press(at, words("score_it"))
    assert not at.exception
    assert "bends_at_the_waist" in at.session_state[SCORED].result.faults
    assert len(at.get("download_button")) == 4
    assert len(at.get("iframe")) == 1


def told_of(track: PoseTrack, path: Path) -> AppTest:
    """Ask what a track shows, with another exercise chosen."""
    save_track(track, path)
    at = go_to(open_app(), "score")
    at.selectbox(key="score_exercise").select("bridge").run()
    at.file_uploader[0].upload("mine.npz", path.read_bytes()).run()
    return press(at, words("what_am_i_doing"), timeout=120)


def test_what_am_i_doing_names_the_exercise_and_chooses_it(tmp_path: Path) -> None:
    at = told_of(load_track(FOLDER / "kneeling_hip_flexor" / "correct.npz"), tmp_path / "mine.npz")
    assert not at.exception
    assert at.success[0].value == words("recognised", title=load_exercise("kneeling_hip_flexor").title)
    assert at.selectbox(key="score_exercise").value == "kneeling_hip_flexor"
    press(at, words("score_it"))
    assert at.session_state[SCORED].result.score >= 85


def test_what_am_i_doing_offers_two_where_it_is_not_sure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    two = (Candidate("side_bend", "Side bend", 0.7), Candidate("quadratus_lumborum", "QL stretch", 0.65))
    monkeypatch.setattr(what_is_it, "recognise_track", lambda _: Recognition("unsure", two))
    at = told_of(lunge_film(), tmp_path / "mine.npz")
    assert at.info[0].value == words("not_sure_here")
    assert at.selectbox(key="score_exercise").value == "bridge", "nothing is chosen for anybody"
    press(at, "QL stretch")
    assert at.selectbox(key="score_exercise").value == "quadratus_lumborum"


def test_what_am_i_doing_says_that_it_does_not_know(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(what_is_it, "recognise_track", lambda _: Recognition("none", ()))
    at = told_of(lunge_film(), tmp_path / "mine.npz")
    assert at.info[0].value == words("not_recognised_here")


def test_what_am_i_doing_of_no_clip_is_refused_in_words() -> None:
    at = go_to(open_app(), "score")
    at.file_uploader[0].upload("note.mp4", b"hello").run()
    press(at, words("what_am_i_doing"))
    assert not at.exception
    assert "note.mp4" in at.error[0].value


def test_a_file_that_is_no_clip_is_refused_in_words() -> None:
    at = go_to(open_app(), "score")
    at.file_uploader[0].upload("note.mp4", b"hello").run()
    press(at, words("score_it"))
    assert not at.exception
    assert "note.mp4" in at.error[0].value


@pytest.mark.clips
def test_a_sample_clip_is_scored_with_its_annotated_video() -> None:
    at = go_to(open_app(), "score")
    name = next(n for n in sample_clips() if n.startswith("kneeling hip flexor, correct"))
    at.selectbox[0].select(name).run()
    assert at.selectbox(key="score_exercise").value == "kneeling_hip_flexor"
    press(at, words("score_it"), timeout=120)
    assert not at.exception
    scored = at.session_state[SCORED]
    assert scored.result.score >= 85
    assert scored.video
    assert len(at.get("download_button")) == 5


def test_the_source_of_a_live_result_is_stated(done) -> None:
    visit = done()
    visit.video.close()
    visit.look()
    assert visit.results[0].source.width == 640
    assert visit.results[0].source.estimator == "made up"
    assert visit.results[0].source != Source()
