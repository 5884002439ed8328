"""One visitor's pictures: judged, drawn, kept, ended; with a stub for the pose model and for the coach."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable

import numpy as np
import pytest

from posecheck.app.coach.live_view import LiveView
from posecheck.app.visit.mailbox import Mailbox
from posecheck.app.visit.moments import MAX_PICTURES, Moments
from posecheck.app.visit.video import LiveVideo, in_the_background, mirrored_feedback, mirrored_pose
from posecheck.app.visit.visitor import Plan, Visit
from posecheck.body.pose import Pose, Source, empty_pose
from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.errors import OutputError
from posecheck.overlay import mirrored
from posecheck.result.judgement import Arc, Feedback, Finding, Verdict
from posecheck.rules.coaching.cues import CueSettings
from tests.bodies import lunge_film

PICTURE = np.arange(48 * 64 * 3, dtype=np.uint8).reshape(48, 64, 3)


class Finder:
    estimator, model_sha256 = "stub", "abc"

    def __init__(self) -> None:
        self.closed = 0

    def detect(self, _, time_s: float) -> Pose:
        if time_s == 13:
            raise ValueError("unlucky")
        return lunge_film(seconds=1)[0]

    def close(self) -> None:
        self.closed += 1


class Coach:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.poses: list[Pose] = []

    def step(self, pose: Pose) -> LiveView:
        self.poses.append(pose)
        return LiveView("set", "", time_s=pose.time_s)

    def stop(self) -> LiveView:
        return LiveView("done", "stopped")


class Scene:
    """A video with stubs around it."""

    def __init__(self, **options) -> None:
        self.finders: list[Finder] = []
        self.coaches: list[Coach] = []
        self.mailbox: Mailbox[LiveView] = Mailbox()
        options = {"run": lambda job: job(), **options}
        self.video = LiveVideo(self._coach, self.mailbox, Moments(), open_finder=self._finder, **options)

    def _coach(self, source: Source) -> Coach:
        self.coaches.append(Coach(source))
        return self.coaches[-1]

    def _finder(self) -> Finder:
        self.finders.append(Finder())
        return self.finders[-1]


def test_nothing_is_opened_before_the_first_picture_and_each_thing_once() -> None:
    scene = Scene()
    assert not scene.finders
    for time_s in (1.0, 2.0, 3.0):
        scene.video(PICTURE, time_s)
    assert len(scene.finders) == len(scene.coaches) == 1
    assert (scene.coaches[0].source.width, scene.coaches[0].source.height) == (64, 48)


def test_pictures_are_shown_while_the_model_is_being_opened() -> None:
    """The camera's thread must not wait: after 10 s streamlit-webrtc would call it no more."""
    jobs: list[Callable[[], None]] = []
    scene = Scene(run=jobs.append)
    for time_s in (1.0, 2.0):
        assert np.array_equal(scene.video(PICTURE, time_s), mirrored(PICTURE))
        assert scene.video.opening
    assert not scene.finders
    (job,) = jobs
    job()
    assert not scene.video.opening
    scene.video(PICTURE, 3.0)
    assert len(scene.coaches[0].poses) == 1


def test_who_leaves_while_the_model_is_being_opened_leaves_none_behind() -> None:
    jobs: list[Callable[[], None]] = []
    scene = Scene(run=jobs.append)
    scene.video(PICTURE, 1.0)
    scene.video.close()
    jobs[0]()
    assert [f.closed for f in scene.finders] == [1]
    scene.video(PICTURE, 2.0)
    assert len(scene.finders) == 1


def test_a_closed_video_holds_on_to_nothing_of_its_set() -> None:
    """The camera's library keeps the callbacks of every set until the visitor leaves."""
    scene = Scene()
    scene.video(PICTURE, 1.0)
    coach = weakref.ref(scene.coaches.pop())
    scene.video.close()
    gc.collect()
    assert coach() is None
    assert np.array_equal(scene.video(PICTURE, 2.0), mirrored(PICTURE))


def test_a_visit_that_is_over_is_gone_though_its_camera_is_kept() -> None:
    visit = Visit(Plan(load_exercise(exercise_ids()[0]), ("right",), "beginner", CueSettings()))
    kept, video = weakref.ref(visit), visit.video
    video.close()
    del visit
    gc.collect()
    assert kept() is None


def test_a_model_that_cannot_be_opened_reaches_the_page() -> None:
    def broken() -> Finder:
        raise ValueError("no model")

    scene = Scene()
    scene.video._open_finder = broken
    assert scene.video(PICTURE, 1.0).shape == PICTURE.shape
    with pytest.raises(ValueError, match="no model"):
        scene.mailbox.newest()
    assert not scene.video.opening


def test_a_coach_that_cannot_be_opened_leaves_no_model_behind() -> None:
    def broken(_: Source) -> Coach:
        raise ValueError("no coach")

    scene = Scene()
    scene.video._open_coach = broken
    scene.video(PICTURE, 1.0)
    with pytest.raises(ValueError, match="no coach"):
        scene.mailbox.newest()
    assert [f.closed for f in scene.finders] == [1]


def test_it_is_opened_in_a_thread_of_its_own() -> None:
    opened = threading.Event()
    where: list[threading.Thread] = []

    def job() -> None:
        where.append(threading.current_thread())
        opened.set()

    in_the_background(job)
    assert opened.wait(60)
    assert where[0] is not threading.current_thread()


def test_two_visitors_share_nothing() -> None:
    one, other = Scene(), Scene()
    for scene in (one, other):
        scene.video(PICTURE, 1.0)
    one.video.close()
    assert (one.finders[0].closed, other.finders[0].closed) == (1, 0)


def test_a_picture_out_of_order_is_left_out() -> None:
    scene = Scene()
    for time_s in (1.0, 3.0, 3.0, 2.0, 4.0):
        scene.video(PICTURE, time_s)
    assert len(scene.coaches[0].poses) == 3


def test_an_exception_reaches_the_page_and_what_was_done_follows() -> None:
    kept: list[LiveView] = []
    scene = Scene(on_over=kept.append)
    scene.video(PICTURE, 1.0)
    assert scene.video(PICTURE, 13.0).shape == PICTURE.shape
    with pytest.raises(ValueError, match="unlucky"):
        scene.mailbox.newest()
    assert scene.mailbox.newest() == kept[0]
    assert kept[0].stage == "done"
    scene.video(PICTURE, 14.0)
    assert len(scene.coaches[0].poses) == 1


def test_what_cannot_be_saved_is_said_and_the_result_stays() -> None:
    def full(_: LiveView) -> None:
        raise OutputError("The disk is full.")

    scene = Scene(on_over=full)
    scene.video(PICTURE, 1.0)
    scene.video.stop()
    view = scene.mailbox.newest()
    assert view is not None
    assert (view.stage, view.error) == ("done", "The disk is full.")


@pytest.mark.parametrize("pictures", [0, 1])
def test_closing_is_legal_in_every_state(pictures: int) -> None:
    scene = Scene()
    for i in range(pictures):
        scene.video(PICTURE, float(i))
    for _ in range(2):
        scene.video.stop()
        scene.video.close()
    assert [f.closed for f in scene.finders] == [1] * pictures
    view = scene.mailbox.newest()
    assert view is not None
    assert view.stage == "done"
    scene.video(PICTURE, 9.0)
    assert len(scene.finders) == pictures


def test_nobody_is_judged_while_the_page_is_hidden() -> None:
    scene = Scene()
    scene.video(PICTURE, 1.0)
    scene.video.hide(True)
    scene.video(PICTURE, 2.0)
    scene.video.hide(False)
    scene.video(PICTURE, 3.0)
    assert [p.found for p in scene.coaches[0].poses] == [True, False, True]


def test_the_mirror_is_for_the_eye_alone() -> None:
    assert np.array_equal(mirrored(PICTURE), PICTURE[:, ::-1])
    pose = lunge_film(seconds=1)[0]
    back = mirrored_pose(mirrored_pose(pose, 4 / 3), 4 / 3)
    assert np.allclose(back.xy, pose.xy, atol=1e-6)
    assert np.allclose(mirrored_pose(pose, 4 / 3).xy[:, 0], 4 / 3 - pose.xy[:, 0])


def finding(excess: float, rule: str = "lean") -> Finding:
    return Finding(rule, Verdict.HIGH, excess, "deg", 2, 0.0, 1.0, "Chest tall.", "trunk")


def feedback(*findings: Finding, time_s: float = 0.0, good: float = 0.0) -> Feedback:
    arc = Arc("trunk", "Trunk", (0.5, 0.5), (0.5, 0.2), (0.6, 0.3), 20, "deg", (None, 8), Verdict.HIGH, 1)
    return Feedback(time_s, "hold", "left", 1, 3.0, good, (), findings, (arc,), None, ())


def test_arcs_turn_round_in_the_mirror() -> None:
    (arc,) = mirrored_feedback(feedback(), 1.0).arcs
    assert arc.vertex == (0.5, 0.5)
    assert arc.end == (pytest.approx(0.4), 0.3)
    assert arc.grows == -1


class Result:
    """As much of a result as pictures are chosen by."""

    class Attempt:
        start_s, end_s = 0.0, 60.0
        findings = (finding(9),)

    attempts = (Attempt,)


def test_the_worst_moment_is_kept_and_memory_does_not_grow() -> None:
    moments = Moments()
    pose = lunge_film(seconds=1)[0]
    picture = np.zeros((48, 64, 3), np.uint8)
    for i in range(40):
        at = Pose(float(i), pose.xy, pose.xyz, pose.visibility)
        moments.see(0, picture, at, feedback(finding(i % 7), finding(1, f"rule {i}"), time_s=float(i)))
    kept = moments._kept[0]
    assert len(kept) == MAX_PICTURES
    assert kept[(0, "lean")].worth == 6
    assert list(moments.pictures(0, Result)) == [(0, "lean")]
    assert moments.pictures(1, Result) == {}


def test_a_good_hold_is_kept_and_an_empty_picture_is_not() -> None:
    moments = Moments()
    moments.see(0, PICTURE, empty_pose(1.0), feedback(good=4.0))
    assert moments.pictures(0, Result) == {}
    moments.see(0, PICTURE, lunge_film(seconds=1)[0], feedback(good=4.0))
    assert list(moments.pictures(0, Result)) == [(0, "hold")]
