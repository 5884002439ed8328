"""The live session on made-up bodies and a hand-turned clock: what is said and shown; it judges nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from posecheck.app.coach.afterwards import Job
from posecheck.app.coach.voice import spoken_s
from posecheck.app.screen.panels import live_html
from posecheck.body.pose import Pose, PoseTrack, empty_pose, join_poses
from posecheck.body.smoothing import smooth_track
from posecheck.clips.scoring import Request, judge_unworded
from posecheck.disk.library import load_exercise
from posecheck.language import table, words
from posecheck.report.result_json import result_to_dict
from posecheck.result.judgement import Result
from posecheck.rules.coaching.cues import CueSettings
from posecheck.rules.exercise.definition import Dose
from tests.app.live import BEND, CHEST, LUNGE, SETUP_S, Live, right_lunge, shifted, without, wrong_lunge
from tests.bodies import SOURCE, Shot, bend_film, course, film, lunge

# ------------------------------------------------------------------ the flow

LEAD = ("Tuck your tail.", "Glide forward.", "Hold.")
LIVE_JITTER = 0.001
"""Image heights. Landmarks of twelve filmed people tremble by 0.0002 to 0.001 from frame to frame (median of the second
difference, shoulder to ankle)."""


def test_a_right_lunge_from_set_up_to_result() -> None:
    live = Live().play(right_lunge())
    assert live.stages == ["guide", "hold_still", "count_in", "set", "done"]
    assert [s.text for s in live.said] == [
        "Hold still.",
        "3",
        "2",
        "1",
        "And go, slowly.",
        *LEAD,
        "And back.",
        "That was it. Well done.",
    ], "and silence in between"
    assert [s.sound for s in live.said] == [None, "tick", "tick", "tick", "go", None, None, None, "hold_end", "set_end"]
    assert [s.number for s in live.said] == list(range(1, 11))
    result = live.last.result
    assert result is not None
    assert result.score >= 95
    assert result.faults == ()
    assert live.last.results == (result,)
    assert [number for number, _ in live.attempts] == [0]


def test_the_voice_leads_into_the_hold() -> None:
    """One word after the other, with time to do each; the last as soon as the hold is seen."""
    live = Live().play(right_lunge())
    tuck, glide, hold = (live.when(text)[0] for text in LEAD)
    (go,) = live.when("And go, slowly.")
    assert tuck - go == pytest.approx(1.6, abs=0.1)
    assert glide - tuck == pytest.approx(3, abs=0.1)
    first = next(v.time_s for v in live.views if v.phase == "hold")
    assert first <= hold < first + 1
    shown = [v for v in live.views if tuck <= v.time_s < glide]
    assert {v.headline for v in shown} == {"Tuck your tail."}
    assert all('pc-prompt pc-short"' in live_html(v) for v in shown), "as large as a cue"


def test_it_leads_although_no_movement_is_seen() -> None:
    live = Live().play(film(lambda _: lunge(), seconds=38))
    assert live.texts("prompt") == list(LEAD)
    times = [live.when(text)[0] for text in LEAD]
    assert np.diff(times) == pytest.approx([3, 3], abs=0.1)
    whole = " ".join(LEAD)
    assert live.when(whole)[0] - times[-1] == pytest.approx(20, abs=0.1)
    headlines = {v.headline for v in live.views if v.stage == "set"}
    assert headlines == {*LEAD, whole}


@pytest.mark.parametrize(
    ("talk", "led"),
    [
        ("little", [*LEAD]),
        ("normal", [*LEAD, "Hold.", "Hold."]),
        ("much", [*LEAD] * 3),
    ],
)
def test_how_often_it_leads(talk: Any, led: list[str]) -> None:
    live = Live(dose=Dose(3, 3, rest_s=3), settings=CueSettings(talk=talk))
    live.play(right_lunge(reps=3, rest_s=12, hold_s=6, seconds=85))
    assert len(live.attempts) == 3
    assert [text for text in live.texts("prompt") if text in LEAD] == led


def test_the_ring_shows_held_and_held_well() -> None:
    right, wrong = Live().play(right_lunge()), Live().play(wrong_lunge())
    assert max(v.hold_s for v in right.views) == pytest.approx(max(v.good_hold_s for v in right.views))
    assert max(v.hold_s for v in wrong.views) > 4
    assert max(v.good_hold_s for v in wrong.views) < 0.5
    assert {v.hold_wanted_s for v in right.views if v.stage == "set"} == {3}
    (back,) = right.when("And back.")
    (view,) = [v for v in right.views if v.time_s == back]
    assert view.hold_s == pytest.approx(3, abs=0.1)


def test_a_wrong_lunge_says_its_cue_and_the_result_names_it() -> None:
    live = Live(dose=Dose(6, 1)).play(wrong_lunge(hold_s=7, seconds=26))
    assert live.texts("cue") == [CHEST]
    (said,) = live.when(CHEST)
    shown = [v for v in live.views if said <= v.time_s < said + 3]
    assert {v.headline for v in shown} == {CHEST}
    assert live.last.result is not None
    assert "bends_at_the_waist" in live.last.result.faults


def test_a_fault_that_is_mended_is_praised() -> None:
    def body(t: float) -> Any:
        u = course(t, setup_s=SETUP_S, hold_s=14)
        mending = min(max((t - 16) / 1.5, 0.0), 1.0)
        return lunge(thigh=u * (4 + 11 * mending), trunk=u * 25 * (1 - mending), step=0.85)

    live = Live(dose=Dose(12, 1)).play(film(body, seconds=32))
    assert live.texts("cue", "praise") == [CHEST, "Good, keep that."]


def test_repetitions_are_numbered_where_there_is_no_correction() -> None:
    right = Live(dose=Dose(3, 3)).play(right_lunge(reps=3, seconds=46))
    assert right.texts("count")[3:] == ["1 of 3. Rest.", "2 of 3. Rest."]
    assert [v.attempt for v in right.views if v.stage == "set"][-1] == 3


def test_a_correction_replaces_the_repetition_number() -> None:
    """Speed is judged over a whole movement, so it is said when the attempt is over."""
    live = Live(exercise=BEND, sides=(), dose=Dose(3, 3))
    live.play(bend_film(setup_s=SETUP_S, in_s=2.4, hold_s=4, out_s=0.9, rest_s=3, reps=3, seconds=44))
    assert live.texts("cue")[0] == "Next time: come up slowly."
    assert not [text for text in live.texts() if text.startswith("1 of 3.")]


def test_the_hold_may_be_announced_to_those_who_want_much() -> None:
    much = Live(settings=CueSettings(talk="much"), changes={"lead": ()}, exercise=BEND, sides=(), dose=Dose(10, 1))
    much.play(bend_film(setup_s=SETUP_S, hold_s=11, seconds=30))
    assert much.texts("info", "prompt")[:4] == [
        "And go, slowly.",
        "Hold, and keep breathing.",
        "Half way. Keep breathing.",
        "And back.",
    ]


def test_staying_in_the_hold_is_reminded_of_after_ten_seconds() -> None:
    live = Live().play(right_lunge(hold_s=16, seconds=34))
    first, second = live.when("And back.")
    assert second - first == pytest.approx(10, abs=0.2)


def test_nothing_done_for_a_while() -> None:
    live = Live(changes={"lead": ()}).play(film(lambda _: lunge(), seconds=32))
    assert live.last.stage == "set"
    assert live.texts("info") == ["And go, slowly.", "Ready when you are."]


def test_beginning_early_is_allowed() -> None:
    live = Live().play(right_lunge(setup_s=4.5, seconds=18))
    assert live.stages == ["guide", "hold_still", "count_in", "set", "done"]
    assert live.last.result is not None
    assert live.last.result.score >= 95


def test_two_sides() -> None:
    turn = film(lambda _: None, seconds=2)
    poses = [*right_lunge(), *shifted(turn, 22), *shifted(right_lunge(shot=Shot(facing=-1)), 24)]
    live = Live(sides=("right", "left")).play(poses)
    assert live.stages.count("set") == 2
    assert "change_sides" in live.stages
    assert "Now the other side: turn your left side to me." in live.texts("info")
    assert live.last.stage == "done"
    assert [[a.side for a in r.attempts] for r in live.last.results] == [["right"], ["left"]]
    assert live.last.result is live.last.results[-1]
    assert [number for number, _ in live.attempts] == [0, 1]
    assert {number for number, _ in live.poses} == {0, 1}


# ------------------------------------------------------------------ guide


@pytest.mark.parametrize(
    ("shot", "advice"),
    [
        (Shot(brightness=0.05), words("too_dark")),
        (Shot(people=2), words("second_person")),
        (Shot(floor=(0.65, 1.13)), words("feet_out")),
        (Shot(floor=(0.65, 0.3)), words("head_out")),
        (Shot(trunk=0.05), words("too_far")),
        (Shot(yaw_deg=50), "Turn your right side to me."),
        (Shot(facing=-1), "Turn your right side to me."),
    ],
)
def test_what_is_wrong_with_the_set_up_is_said_and_repeated(shot: Shot, advice: str) -> None:
    live = Live().play(film(lambda _: lunge(), seconds=15, shot=shot))
    assert live.stages == ["guide"]
    assert set(live.texts()) == {advice}
    first, second = live.when(advice)
    assert first < 1.5
    assert second - first == pytest.approx(10, abs=0.1)
    assert live.last.headline == advice


def test_nobody_is_asked_to_step_in_and_darkness_told_apart() -> None:
    empty = list(film(lambda _: None, seconds=5))
    assert Live().play(empty).texts() == [words("nobody_here")]
    assert Live().play(replace(p, brightness=0.05) for p in empty).texts() == [words("too_dark")]


def test_the_start_position_is_asked_for() -> None:
    live = Live().play(film(lambda _: lunge(thigh=25), seconds=5))
    assert live.texts() == ["Take the start position: one knee down, other foot in front, trunk upright."]


def test_looking_at_the_screen() -> None:
    """The nose over the ears: which way the person faces cannot be told."""

    def facing_the_camera(pose: Pose) -> Pose:
        xy = pose.xy.copy()
        xy[0, 0] = (xy[7, 0] + xy[8, 0]) / 2
        return replace(pose, xy=xy)

    assert Live().play(map(facing_the_camera, film(lambda _: lunge(), seconds=5))).texts() == [words("look_ahead")]


def test_people_are_counted_now_and_then_only() -> None:
    poses = film(lambda _: lunge(), seconds=6, shot=Shot(people=2))
    rare = [replace(p, people=p.people if i % 30 == 0 else np.nan) for i, p in enumerate(poses)]
    assert Live().play(rare).texts() == [words("second_person")]


def test_a_little_yaw_is_mentioned_and_does_not_keep_anyone_from_beginning() -> None:
    live = Live().play(film(lambda _: lunge(), seconds=20, shot=Shot(yaw_deg=20)))
    assert live.texts()[0] == "Turn a little more side-on: your right side to the camera."
    assert live.last.stage == "set"


def test_advice_that_comes_and_goes_is_not_chattered() -> None:
    poses = film(lambda _: lunge(), seconds=30, shot=lambda t: Shot(brightness=0.05 if int(t) % 2 else 0.5))
    said = [t for text in Live().play(poses).said for t in [text.text]]
    assert said.count(words("too_dark")) <= 3


def restless(t: float) -> Any:
    """Where people's start position is read, and never within the four degrees of stillness for 0.6 s."""
    return lunge(trunk=-4.3 + 4 * np.sin(2 * np.pi * t), thigh=1.8)


def test_who_does_not_hold_still_is_told() -> None:
    live = Live().play(film(restless, seconds=10))
    assert live.stages == ["guide", "hold_still"]
    assert live.texts() == ["Hold still.", words("not_still")]


def test_who_never_holds_still_goes_on_and_is_told_so_once() -> None:
    live = Live(dose=Dose(3, 2, rest_s=0)).play(film(restless, seconds=20))
    assert live.stages == ["guide", "hold_still", "count_in", "set"]
    (told,) = live.when(words("goes_on"))
    assert 11 < told < 13
    assert live.texts()[:2] == ["Hold still.", words("not_still")]
    shown = [v for v in live.views if told <= v.time_s < told + 1]
    assert {v.headline for v in shown} == {words("goes_on")}
    assert live.texts("count", "info")[:4] == ["3", "2", "1", "And go, slowly."]
    assert live.when("3")[0] - told >= spoken_s(words("goes_on"))
    assert live.attempts == [], "nobody began while they tried to be still"
    assert live.poses[0][1].time_s >= told - 2.1, "and the wait is no part of the set"
    turned = film(lambda t: None if t < 2.5 else restless(t), seconds=30, shot=Shot(facing=-1))
    live.play(shifted(turned, 20))
    assert len(live.when(words("goes_on"))) == 1


def test_without_a_population_value_it_keeps_asking() -> None:
    loaded = load_exercise(LUNGE)
    nobody = {name: replace(measure, population=None) for name, measure in loaded.measures.items()}
    live = Live(changes={"measures": nobody}).play(film(restless, seconds=40))
    assert live.stages == ["guide", "hold_still"]


def test_who_cannot_hold_still_for_long_may_begin_after_a_while() -> None:
    def trembling(t: float) -> Any:
        return lunge(trunk=7 * np.sin(2 * np.pi * 0.25 * t))

    live = Live().play(film(trembling, seconds=25))
    assert words("not_still") in live.texts()
    assert live.stages[:3] == ["guide", "hold_still", "count_in"]
    assert next(v.time_s for v in live.views if v.stage == "count_in") > 11
    assert not live.when(words("goes_on")), "a short neutral of one's own is better than people's"


def test_the_other_leg_is_mentioned_once_and_then_believed() -> None:
    """Right side near, left knee down: said; the second time the camera may be wrong, and it goes on."""
    live = Live().play(film(lambda _: lunge(), seconds=24, shot=Shot(near_works=False)))
    assert live.texts("guide").count("Change legs: the stretch is for your right side.") == 1
    assert live.last.stage == "set"


# ------------------------------------------------------------------ pauses, stops, failures


def test_leaving_and_coming_back() -> None:
    live = Live(dose=Dose(10, 1)).play(without(right_lunge(hold_s=14, seconds=36), 14.0, 18.0))
    assert live.stages == ["guide", "hold_still", "count_in", "set", "paused", "set", "done"]
    paused = [v for v in live.views if v.stage == "paused"]
    assert paused[0].time_s == pytest.approx(15.1, abs=0.15)
    assert paused[-1].time_s == pytest.approx(18.2, abs=0.15)
    assert len(live.when(words("paused"))) == 1
    assert len(live.when(words("resumed"))) == 1
    assert live.last.result is not None
    assert live.last.result.attempts[0].complete


def test_a_flicker_of_the_pose_is_no_pause() -> None:
    live = Live().play(without(right_lunge(), 14.0, 14.9))
    assert "paused" not in live.stages


def test_leaving_in_the_count_in_begins_anew() -> None:
    live = Live().play(without(right_lunge(setup_s=16, seconds=30), 4.5, 7.0))
    assert live.stages == ["guide", "hold_still", "count_in", "guide", "hold_still", "count_in", "set", "done"]
    assert live.last.result is not None
    assert live.last.result.score >= 95
    assert {number for number, _ in live.poses} == {0}
    assert live.poses[0][1].time_s > 7, "what was not judged is not kept"


def test_standing_up_and_elsewhere_goes_on() -> None:
    """Where the person is, is not what the person does."""
    first, second = right_lunge(), right_lunge(setup_s=4, seconds=18, shot=Shot(floor=(0.4, 0.8)))
    live = Live(dose=Dose(3, 2, rest_s=0)).play([*first, *shifted(second, 22)])
    assert live.stages == ["guide", "hold_still", "count_in", "set", "done"]
    assert [a.score for _, a in live.attempts] == pytest.approx([100, 100], abs=3)


def test_turning_round_asks_for_the_start_position_anew() -> None:
    turned = film(lambda _: lunge(), seconds=4, shot=Shot(facing=-1))
    back = right_lunge(setup_s=4, seconds=18)
    live = Live(dose=Dose(3, 2, rest_s=0)).play([*right_lunge(), *shifted(turned, 22), *shifted(back, 26)])
    assert "hold_still" in live.stages[4:] or "guide" in live.stages[4:]
    assert live.last.stage == "done"
    assert len(live.attempts) == 2


def test_hazards_are_said_during_the_set() -> None:
    live = Live(dose=Dose(9, 1))
    live.play(right_lunge(hold_s=10, seconds=26, shot=lambda t: Shot(people=2 if 13 < t < 17 else 1)))
    assert live.texts("guide")[1:] == [words("second_person")]


@pytest.mark.parametrize("seconds", [0.0, 0.5, 2.5, 5.0, 9.5, 14.0])
def test_stopping_in_the_middle_gives_what_was_done(seconds: float) -> None:
    live = Live().play(p for p in right_lunge() if p.time_s < seconds)
    view = live.coach.stop()
    assert view.stage == "done"
    assert view.say is not None
    assert view.say.text == "Stopped."
    begun = "set" in live.stages
    assert (view.result is not None) == begun
    assert live.coach.finish() is view.result
    assert live.coach.stop() is view
    assert live.coach.step(empty_pose(99.0)) is view
    if seconds == 14.0:
        assert view.result is not None
        assert [a.complete for a in view.result.attempts] == [True]
        assert len(live.attempts) == 1


def test_stopping_after_the_first_side_keeps_its_result() -> None:
    live = Live(sides=("right", "left")).play(right_lunge(seconds=26))
    view = live.coach.stop()
    assert [r.attempts[0].side for r in view.results] == ["right"]


def test_a_failure_becomes_a_view_with_what_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    live = Live(dose=Dose(3, 2)).play(p for p in right_lunge() if p.time_s < 21)

    def broken(*_: Any) -> Any:
        raise RuntimeError("the sky fell")

    monkeypatch.setattr(live.coach, "_smooth", broken)
    live.play(shifted(list(right_lunge())[:3], 30))
    assert live.last.stage == "failed"
    assert "the sky fell" in live.last.error
    assert live.last.result is not None
    assert len(live.last.result.attempts) == 1
    assert live.coach.stop() is live.last


def test_a_full_disk_does_not_end_the_set_but_is_said() -> None:
    live = Live()

    def full(*_: Any) -> None:
        raise OSError("the disk is full")

    live.coach._kept._on_attempt = full
    live.play(right_lunge())
    assert live.last.stage == "done"
    assert "full" in live.last.error


def test_a_picture_that_comes_twice_or_late_changes_nothing() -> None:
    plain, doubled = Live().play(right_lunge()), Live()
    doubled.play(late for pose in right_lunge() for late in (pose, pose, replace(pose, time_s=pose.time_s - 0.5)))
    assert [s.text for s in doubled.said] == [s.text for s in plain.said]
    assert result_to_dict(the_result(doubled)) == result_to_dict(the_result(plain))


# ------------------------------------------------------------------ no judgement of its own


def the_result(live: Live) -> Result:
    result = live.coach.finish()
    assert result is not None
    return result


@pytest.mark.parametrize("track", [right_lunge, wrong_lunge])
@pytest.mark.parametrize("fps", [15.0, 30.0])
def test_the_result_is_that_of_a_clip_of_the_same_poses(track: Callable[..., PoseTrack], fps: float) -> None:
    poses = list(track(fps=fps, shot=Shot(noise=np.random.default_rng(1), jitter=LIVE_JITTER)))
    live = Live().play(poses)
    kept = join_poses([p for _, p in live.poses], source=SOURCE)
    scored = judge_unworded(Request(live.loaded, "right", "made_up"), smooth_track(kept))
    assert result_to_dict(scored) == result_to_dict(the_result(live))
    assert len(scored.attempts) == 1
    assert kept.time_s[0] >= 1.0, "the neutral is the first that is judged"
    assert np.array_equal(kept.xy[0], poses[int(np.argmax([p.time_s == kept.time_s[0] for p in poses]))].xy)


def test_the_set_is_judged_beside_the_camera() -> None:
    """A camera's thread that waits for ten seconds is given up, so the end is shown when the judgement is there."""
    jobs: list[Job] = []
    live = Live(run=jobs.append).play(right_lunge(seconds=21))
    assert len(jobs) == 1
    assert live.last.stage == "guide"
    assert (live.last.headline, live.last.detail) == (words("all_done"), words("judging"))
    assert live.last.results == ()
    jobs[0]()
    live.play(shifted(list(right_lunge())[:1], 30))
    assert live.last.stage == "done"
    assert len(live.last.results) == 1
    assert live.texts("info")[-1] == words("all_done")


def test_a_judgement_that_fails_is_said() -> None:
    def broken(job: Job) -> None:
        job._request = None  # type: ignore[attr-defined]
        job()

    live = Live(run=broken).play(right_lunge())
    assert live.last.stage == "failed"
    assert "NoneType" in live.last.error
    assert live.last.results == ()
    assert live.coach.stop() is live.last


def test_every_word_is_in_the_table() -> None:
    live = Live(dose=Dose(3, 2)).play(wrong_lunge(reps=2, seconds=40))
    known = {*table("en").values(), *(r.cue for r in live.loaded.rules), *LEAD}
    free = {"3", "2", "1", "1 of 2.", "Still: chest tall, move your hips forward."}
    free |= {f"Next time: {r.cue[0].lower()}{r.cue[1:]}" for r in live.loaded.rules}
    assert {s.text for s in live.said} <= known | free


def test_frames_per_second_are_shown() -> None:
    assert Live().play(right_lunge(fps=24.0)).last.fps == pytest.approx(24, abs=0.5)
