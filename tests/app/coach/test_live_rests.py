"""Rests, sets and the stop card on made-up bodies and a hand-turned clock."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from posecheck.app.coach.live_plan import live_plan
from posecheck.app.coach.rest import Rest
from posecheck.app.coach.stop_card import CALM_S, SHOWN_S, StopCard
from posecheck.app.screen.panels import live_html
from posecheck.body.pose import PoseTrack
from posecheck.disk.library import load_exercise
from posecheck.language.sentences import words
from posecheck.rules.exercise.definition import Dose
from tests.app.live import CHEST, LUNGE, Live, right_lunge, shifted, without
from tests.bodies import SOURCE, Shot, film, lunge_film


def plan(sides: tuple[str, ...], dose: Dose, **changes: Any) -> list[tuple[Any, ...]]:
    exercise = replace(load_exercise(LUNGE), **changes)
    made = live_plan(exercise, sides=sides, dose=dose, dose_name="made_up", source=SOURCE)
    return [(p.number, p.round, p.side, p.rest_s) for p in made]


def test_the_sides_take_turns_in_every_round() -> None:
    two = Dose(10, 3, sets=2, rest_s=15)
    assert plan(("right", "left"), two) == [
        (0, 1, "right", 15),
        (1, 1, "left", 15),
        (2, 2, "right", 15),
        (3, 2, "left", 15),
    ]
    assert plan((), two) == [(0, 1, None, 15), (1, 2, None, 15)]


def test_repetitions_follow_one_another_without_a_rest() -> None:
    assert plan((), Dose(2, 10, rest_s=30), kind="repetition") == [(0, 1, None, 0.0)]


# ------------------------------------------------------------------ rest


def test_a_rest_counts_down_and_halves_only_when_it_is_long() -> None:
    rest = Rest()
    assert not rest.on
    rest.begin(100.0, 20)
    seen = [(rest.left(100 + i / 2), rest.announces(100 + i / 2)) for i in range(41)]
    assert [left for left, _ in seen][::2] == list(range(20, -1, -1))
    assert [left for left, said in seen if said] == [10]
    assert [rest.over(t) for t in (119.9, 120.0)] == [False, True]
    rest.begin(200.0, 10)
    assert not any(rest.announces(200 + i) for i in range(11))
    rest.begin(300.0, 0)
    assert not rest.on


def resting(*, rest_s: float, between_s: float, reps: int = 2, **dose: Any) -> Live:
    """Lunges with `between_s` from coming back to going on."""
    seconds = 9 + reps * (2.4 + 4 + 3.2 + between_s) + 4
    track = right_lunge(reps=reps, rest_s=between_s, seconds=seconds)
    return Live(dose=Dose(3, reps, rest_s=rest_s, **dose)).play(track)


def test_after_a_hold_the_rest_is_said_counted_and_ended() -> None:
    live = resting(rest_s=10, between_s=14)
    assert live.stages == ["guide", "hold_still", "count_in", "set", "rest", "set", "done"]
    assert live.texts()[5:] == [
        *live.loaded.lead,
        "And back.",
        "1 of 2. Rest.",
        words("rest_over"),
        live.loaded.lead[-1],
        "And back.",
        "That was it. Well done.",
    ]
    (begun,), (over,) = live.when("1 of 2. Rest."), live.when(words("rest_over"))
    assert over - begun == pytest.approx(10, abs=0.1)
    counts = [v.count for v in live.views if v.stage == "rest"]
    assert counts == sorted(counts, reverse=True)
    assert {*counts} == set(range(1, 11))
    assert {v.headline for v in live.views if v.stage == "rest"} == {"Rest"}
    assert {v.attempt for v in live.views if v.stage == "rest"} == {2}


def test_a_long_rest_is_halved_by_a_word() -> None:
    live = resting(rest_s=25, between_s=28)
    (begun,), (told,) = live.when("1 of 2. Rest."), live.when(words("rest_left", seconds=10))
    assert told - begun == pytest.approx(15, abs=0.1)


def test_whoever_goes_on_early_ends_the_rest() -> None:
    live = resting(rest_s=30, between_s=5)
    assert live.stages[3:] == ["set", "rest", "set", "done"]
    assert words("rest_over") not in live.texts()
    assert live.last.result is not None
    assert [a.complete for a in live.last.result.attempts] == [True, True]
    assert live.last.result.score >= 95


def test_without_a_rest_none_is_kept() -> None:
    live = resting(rest_s=0, between_s=5)
    assert "rest" not in live.stages
    assert "1 of 2." in live.texts()


def test_getting_up_in_the_rest_is_nobodys_business_until_it_is_over() -> None:
    track = right_lunge(reps=2, rest_s=14, seconds=9 + 2 * 23.6 + 4)
    live = Live(dose=Dose(3, 2, rest_s=10)).play(without(track, 21.0, 26.0))
    assert live.stages[3:] == ["set", "rest", "set", "done"]
    live = Live(dose=Dose(3, 2, rest_s=3)).play(without(track, 21.0, 29.0))
    assert live.stages[3:] == ["set", "rest", "set", "paused", "set", "done"]


def test_no_rest_after_the_last_one_and_the_ring_shows_what_is_left() -> None:
    live = resting(rest_s=10, between_s=14)
    assert live.stages[-2:] == ["set", "done"]
    view = next(v for v in live.views if v.stage == "rest")
    shown = live_html(view)
    assert '<p class="pc-say" role="status">Rest</p>' in shown
    assert "<b>10</b>" in shown
    assert "2 of 2" in shown


# ------------------------------------------------------------------ sets


def test_two_sets_of_one_side_with_a_rest_between_them() -> None:
    first, second = right_lunge(), right_lunge(setup_s=17, seconds=32)
    live = Live(dose=Dose(3, 1, sets=2, rest_s=12)).play([*first, *shifted(second, 22)])
    assert live.stages.count("set") == 2
    said = "Set 1 of 2 is done. Rest."
    (begun,) = live.when(said)
    rest = [v for v in live.views if v.stage == "rest"]
    assert rest[-1].time_s - begun == pytest.approx(12, abs=0.1)
    assert [rest[0].count, rest[-1].count] == [12, 1]
    assert {v.set_number for v in live.views if v.stage == "set"} == {0, 1}
    assert live.last.stage == "done"
    assert len(live.last.results) == 2
    assert {number for number, _ in live.poses} == {0, 1}


def test_two_sides_need_no_rest_between_their_turns() -> None:
    turn = film(lambda _: None, seconds=2)
    poses = [*right_lunge(), *shifted(turn, 22), *shifted(right_lunge(shot=Shot(facing=-1)), 24)]
    live = Live(sides=("right", "left"), dose=Dose(3, 1, rest_s=60)).play(poses)
    assert "rest" not in live.stages
    assert live.last.stage == "done"


# ------------------------------------------------------------------ the stop card


def dangerous(live: Live) -> Live:
    """Make the waist bend of the lunge a danger (a rule of severity 3), which no exercise that ships has there."""
    rules = tuple(replace(r, severity=3) if r.cue == CHEST else r for r in live.loaded.rules)
    return Live(dose=live.dose, sides=live.sides, changes={"rules": rules})


def bad_lunge(*, hold_s: float = 6, seconds: float = 34) -> PoseTrack:
    return lunge_film(amount=4, fault={"trunk": 25}, setup_s=9, hold_s=hold_s, seconds=seconds)


def test_a_danger_is_said_at_once_and_stops_the_repetition() -> None:
    form, danger = Live(dose=Dose(8, 2, rest_s=0)), dangerous(Live(dose=Dose(8, 2, rest_s=0)))
    for live in (form, danger):
        live.play(bad_lunge())
    assert "stop" not in form.stages
    assert danger.stages == ["guide", "hold_still", "count_in", "set", "stop", "set"]
    assert danger.when(CHEST)[0] < form.when(CHEST)[0], "it does not wait as a form fault does"
    card = [v for v in danger.views if v.stage == "stop"]
    assert card[0].time_s == danger.when(CHEST)[0]
    assert {v.headline for v in card} == {CHEST}
    assert {v.detail for v in card} == {words("stop_detail")}
    sounds = [s.sound for s in danger.said if s.text == CHEST]
    assert set(sounds) == {"attention"}
    assert "And back." not in danger.texts(), "nothing is counted while the set is stopped"


def test_the_stop_card_goes_when_the_person_has_come_out_of_it() -> None:
    live = dangerous(Live(dose=Dose(8, 2, rest_s=0))).play(bad_lunge())
    card = [v for v in live.views if v.stage == "stop"]
    back_s = 9 + 2.4 + 6 + 3.2
    assert card[-1].time_s == pytest.approx(back_s + CALM_S, abs=1.0)
    assert live.when(words("stop_over"))[0] > card[-1].time_s
    result = live.coach.finish()
    assert result is not None
    assert result.attempts[0].score <= 40


def test_staying_in_danger_is_said_again_and_nothing_else_is() -> None:
    live = dangerous(Live(dose=Dose(8, 2, rest_s=0))).play(bad_lunge(hold_s=24, seconds=38))
    first, *others = live.when(CHEST)
    assert others
    assert others[0] - first >= 10
    assert set(live.texts()[live.texts().index(CHEST) :]) == {CHEST}
    assert live.last.stage == "stop"
    assert live.coach.stop().stage == "done", "it can be ended from here"


def test_leaving_the_picture_does_not_take_the_stop_card_away() -> None:
    track = bad_lunge(seconds=34)
    live = dangerous(Live(dose=Dose(8, 2, rest_s=0))).play(without(track, 14.0, 99.0))
    assert live.last.stage == "stop"
    assert words("paused") not in live.texts()


def test_the_last_repetition_ends_the_set_only_after_the_card() -> None:
    live = dangerous(Live(dose=Dose(3, 1))).play(bad_lunge(seconds=40))
    assert live.stages[-3:] == ["set", "stop", "done"]
    card = [v for v in live.views if v.stage == "stop"]
    assert card[-1].time_s - card[0].time_s >= SHOWN_S - 0.1
    assert words("stop_over") not in live.texts()


def test_the_card_is_shown_for_a_while_and_needs_calm() -> None:
    card = StopCard()
    card.show("Stop.", 10.0)
    steps = [(10 + i / 10, not 2.0 <= i / 10 < 4.0) for i in range(1, 100)]
    over = [t for t, calm in steps if card.shown and card.step(t, calm=calm)]
    assert over == [pytest.approx(14.0 + CALM_S)]
    assert not card.shown
    card.show("Stop.", 50.0)
    over = [50 + i / 10 for i in range(100) if card.shown and card.step(50 + i / 10, calm=True)]
    assert over == [pytest.approx(50 + SHOWN_S)]


def test_the_page_shows_a_stop_card() -> None:
    live = dangerous(Live(dose=Dose(8, 2, rest_s=0))).play(bad_lunge())
    shown = live_html(next(v for v in live.views if v.stage == "stop"))
    assert 'data-stage="stop"' in shown
    assert "pc-stop" in shown
    assert CHEST in shown
    assert words("stop_detail") in shown
    assert "pc-ring" not in shown
