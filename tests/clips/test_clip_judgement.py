"""Recorded clips are understood whole before they are judged: begun anywhere, cut, moved, with gestures around."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posecheck.body.pose import PoseTrack
from posecheck.clips.scoring import score_track
from posecheck.report.result_json import result_to_dict
from posecheck.result.judgement import Result
from tests.bodies import SOURCE, Body, Shot, bend, bend_film, course, film, lunge, lunge_film, step_for
from tests.track_parts import part

LUNGE, BEND = "kneeling_hip_flexor", "standing_forward_bend"


def slid(track: PoseTrack, trunks: float, *, at_s: float) -> PoseTrack:
    """The track with the whole picture slid by some trunk lengths within a second."""
    way = trunks * 0.2 * np.clip(track.time_s - at_s, 0, 1)
    xy = np.array(track.xy)
    xy[..., 0] += way[:, np.newaxis]
    return replace(track, xy=xy.astype(np.float32))


def counted(result: Result) -> int:
    return sum(a.counted for a in result.attempts)


# ------------------------------------------------------------------ where the neutral is from


def test_a_still_set_up_anywhere_is_the_neutral() -> None:
    """Here only at the end: the film begins in the hold."""
    track = part(lunge_film(seconds=14), 4.5, 14)
    result = score_track(track, LUNGE)
    assert result.neutral.source == "setup"
    (attempt,) = result.attempts
    assert (attempt.cut, attempt.counted, attempt.complete) == ("start", True, True)
    assert attempt.ranges["rear_hip"].value == pytest.approx(-15, abs=0.5)
    assert result.faults == ()


def test_without_a_pause_the_turning_points_are_the_neutral() -> None:
    quick = {"setup_s": 0.0, "in_s": 1.0, "hold_s": 0.0, "out_s": 1.0, "rest_s": 0.0, "reps": 5}
    result = score_track(bend_film(seconds=10, **quick), BEND)
    assert result.neutral.source == "rest"
    assert counted(result) == 5
    assert all(a.cut is None for a in result.attempts)
    setup = score_track(bend_film(seconds=10, **quick | {"setup_s": 2.0, "reps": 3}), BEND)
    assert result.score_uncertainty == setup.score_uncertainty + 2


@pytest.mark.parametrize("origin_s", [0.0, 1000.0])
def test_where_the_neutral_is_from_does_not_hang_on_the_clock(origin_s: float) -> None:
    """A film that begins and ends in passing the start position begins there, whatever its first time stamp."""
    once = {"setup_s": 0.0, "in_s": 1.5, "hold_s": 0.0, "out_s": 1.5, "rest_s": 0.0}
    whole = score_track(bend_film(seconds=3, start_s=origin_s, **once), BEND)
    assert whole.neutral.source == "rest"
    late = part(bend_film(seconds=3, start_s=origin_s, **once), origin_s + 1.5, origin_s + 3)
    assert score_track(late, BEND).neutral.source == "end"


def test_wholly_inside_the_hold_people_stand_for_the_own_neutral() -> None:
    whole = bend_film(seconds=12)
    result = score_track(part(whole, 4.2, 6.6), BEND)
    assert result.neutral.source == "population"
    (attempt,) = result.attempts
    assert (attempt.cut, attempt.counted) == ("both", True)
    assert attempt.hold_s == pytest.approx(2.4, abs=0.15)
    assert result.score >= score_track(whole, BEND).score - 3
    assert result.faults == ()


def test_a_rule_on_own_change_is_unknown_or_beyond_doubt_without_an_own_neutral() -> None:
    def attempt(trunk: float) -> dict[str, str]:
        whole = lunge_film(amount=15, fault={"trunk": trunk}, seconds=12)
        result = score_track(part(whole, 4.2, 6.6), LUNGE)
        return {f.rule: str(f.verdict) for f in result.attempts[0].findings}

    assert attempt(3)["bends_at_the_waist"] == "UNKNOWN"
    assert attempt(35)["bends_at_the_waist"] == "HIGH"
    assert attempt(3)["knee_past_toes"] == "OK", "what hangs on no neutral is judged as ever"


# ------------------------------------------------------------------ what the film cuts


def test_a_film_that_ends_on_the_way_up_is_told_no_tempo_and_no_dose() -> None:
    whole = bend_film(seconds=12)
    result = score_track(part(whole, 0, 8.0), BEND, dose="standard")
    (attempt,) = result.attempts
    assert attempt.cut == "end"
    assert attempt.counted, "its plateau is in the film"
    assert not {"leaves_early", "snaps_up"} & set(result.faults)
    unknown = {f.rule for f in attempt.findings if str(f.verdict) == "UNKNOWN"}
    assert "snaps_up" in unknown


def test_a_film_that_ends_before_the_minimum_has_no_score_for_it() -> None:
    two = bend_film(seconds=20, reps=2)
    cut = score_track(part(two, 0, 12.3), BEND)
    last = cut.attempts[-1]
    assert last.cut == "end"
    assert np.isnan(last.score)
    assert cut.score == pytest.approx(cut.attempts[0].score)
    assert counted(cut) == 1


def test_a_hold_exercise_done_as_repetitions_is_counted_by_whole_ways() -> None:
    quick = {"setup_s": 1.0, "in_s": 0.8, "hold_s": 0.0, "out_s": 0.8, "rest_s": 0.0, "reps": 4}
    result = score_track(part(bend_film(seconds=9, **quick), 0, 6.9), BEND)
    assert [a.cut for a in result.attempts] == [None, None, None, "end"]
    assert counted(result) == 3


# ------------------------------------------------------------------ where the person is


@pytest.mark.parametrize("trunks", [-0.3, -0.15, 0.15, 0.3, 0.7])
def test_moving_in_the_rest_changes_nothing(trunks: float) -> None:
    for film_of, exercise in ((lunge_film, LUNGE), (bend_film, BEND)):
        three = film_of(reps=3, seconds=32, rest_s=2.5)
        moved = score_track(slid(three, trunks, at_s=11.2), exercise)
        still = score_track(three, exercise)
        assert counted(moved) == counted(still) == 3
        assert moved.faults == still.faults
        assert moved.score == pytest.approx(still.score, abs=3)
        for a, b in zip(moved.attempts, still.attempts, strict=True):
            assert a.hold_s == pytest.approx(b.hold_s, abs=0.3)


def test_one_foot_that_steps_is_no_other_place() -> None:
    """The front foot slides forward in the hold: that is done, not where somebody is."""

    def body(t: float) -> Body:
        u = course(t)
        return lunge(thigh=15 * u, step=step_for(0.05, thigh=15) + 0.3 * u)

    assert counted(score_track(film(body), LUNGE)) == 1


# ------------------------------------------------------------------ what is around it


def test_a_small_bow_before_is_left_out_and_said() -> None:
    def body(t: float) -> Body:
        bow = 22 * course(t, setup_s=1.0, in_s=0.7, hold_s=0.1, out_s=0.7)
        return bend(trunk=bow + 65 * course(t - 4), knee=5)

    result = score_track(film(body, seconds=16), BEND)
    assert counted(result) == 1
    assert result.faults == ()


def test_small_repetitions_among_themselves_are_all_kept() -> None:
    def body(t: float) -> Body:
        sizes = (65, 40, 60)
        return bend(trunk=sum(s * course(t - 9 * i) for i, s in enumerate(sizes)), knee=5)

    assert counted(score_track(film(body, seconds=30), BEND)) == 3


def test_the_parts_cover_the_clip_without_gaps() -> None:
    def body(t: float) -> Body | None:
        return None if t < 3 else bend(trunk=65 * course(t - 5), knee=5)

    source = replace(SOURCE, duration_s=20.0)
    result = score_track(film(body, seconds=20, source=source), BEND)
    parts = result_to_dict(result)["parts"]
    assert parts[0]["start_s"] == 0
    assert [a["end_s"] for a in parts[:-1]] == [b["start_s"] for b in parts[1:]]
    assert sum(p["end_s"] - p["start_s"] for p in parts) == pytest.approx(source.duration_s)
    (judged,) = [i for i, p in enumerate(parts) if p["judged"]]
    assert parts[judged]["neutral"]["source"] == "setup"
    assert all(a["part"] == judged for a in result_to_dict(result)["attempts"])
    assert {p["reason"] for p in parts if not p["judged"]} <= {"before", "after", "nobody"}


def test_a_cut_to_another_place_splits_the_clip_and_counts_do_not_run_across() -> None:
    first = part(bend_film(seconds=12), 0, 5.5)  # cut in the hold
    second = bend_film(seconds=12, shot=Shot(trunk=0.13, floor=(0.9, 0.85)))
    times = np.concatenate([first.time_s, first.time_s[-1] + 1 / 15 + second.time_s])
    cut = np.zeros(len(times), bool)
    cut[len(first.time_s)] = True
    joined = {n: np.concatenate([getattr(first, n), getattr(second, n)]) for n in ("xy", "xyz", "visibility")}
    aside = {n: np.concatenate([getattr(first, n), getattr(second, n)]) for n in ("brightness", "people")}
    result = score_track(PoseTrack(times, **joined, **aside, cut=cut, source=second.source), BEND)
    assert [a.cut for a in result.attempts] == ["end", None]
    assert counted(result) == 2
    assert len([p for p in result.parts if p.judged]) == 2


def test_another_movement_is_not_judged() -> None:
    """Squats bend the trunk too; nothing in them is a forward bend."""
    squat = {"setup_s": 0.0, "in_s": 1.0, "hold_s": 0.0, "out_s": 1.0, "rest_s": 0.0, "reps": 6}

    def body(t: float) -> Body:
        u = course(t, **squat)
        return bend(trunk=35 * u, knee=5 + 95 * u, hips_back=0.35 * u)

    result = score_track(film(body, seconds=12), BEND)
    assert not result.judged
    assert [r.key for r in result.reasons] == ["another_movement"]
    assert result.faults == ()
    assert all(np.isnan(a.score) for a in result.attempts)


@pytest.mark.parametrize("fps", [12, 24, 60])
def test_the_rate_of_the_pictures_changes_nothing(fps: int) -> None:
    for film_of, exercise in ((lunge_film, LUNGE), (bend_film, BEND)):
        usual = score_track(film_of(reps=2, seconds=24), exercise)
        other = score_track(film_of(reps=2, seconds=24, fps=fps), exercise)
        assert (counted(other), other.faults) == (counted(usual), usual.faults)
        assert other.score == pytest.approx(usual.score, abs=3)
