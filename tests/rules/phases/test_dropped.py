"""Falls laid over the right demonstrations: a way down that was done well, run through as what falls does."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from posecheck.body.pose import PoseTrack
from posecheck.clips.scoring import score_track
from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.disk.resources import resource_folder
from posecheck.disk.track_file import load_track
from posecheck.result.judgement import Result

FPS = 15
DROPPED = [name for name in exercise_ids() if any(r.id == "dropped" for r in load_exercise(name).rules)]
SHOWN = [n for n in DROPPED if (resource_folder("reference_poses") / n / "fault_dropped.npz").is_file()]
FALL_S = 0.2
"""What falls 20 cm takes as long."""


@cache
def right(name: str) -> PoseTrack:
    return load_track(resource_folder("reference_poses") / name / "correct.npz")


@cache
def way_down(name: str) -> tuple[float, float, str]:
    """When the first attempt goes down, and the measure whose fall is told."""
    exercise = load_exercise(name)
    measure = next(exercise.measures[r.measure] for r in exercise.rules if r.id == "dropped")
    first = score_track(right(name), name).attempts[0]
    down = (first.start_s, first.hold_start_s) if measure.kind == "fall_in" else (first.hold_end_s, first.end_s)
    return *down, measure.of or ""


def taking(name: str, seconds: float, *, falls: bool) -> PoseTrack:
    """The right track with its first way down done in other seconds, getting faster all the way or slowing again."""
    track, (start, end, of) = right(name), way_down(name)
    series = score_track(track, name).series
    course = np.asarray(series.values[of])
    there = (series.time_s >= start) & (series.time_s <= end) & np.isfinite(course)
    progress = np.maximum.accumulate(np.abs(course[there] - course[there][0]))
    x = np.arange(1, round(seconds * FPS)) / (seconds * FPS)
    share = x**2 if falls else x**3 * (10 - 15 * x + 6 * x**2)
    seen = np.interp(share * progress[-1], progress, np.asarray(series.time_s)[there])
    before, after = track.time_s[track.time_s <= start], track.time_s[track.time_s >= end]
    from_s = np.r_[before, seen, after]
    time_s = np.r_[before, start + x * seconds, after - end + start + seconds]

    def at(values: np.ndarray) -> np.ndarray:
        flat = values.reshape(len(values), -1)
        rows = [np.interp(from_s, track.time_s, column) for column in flat.T]
        return np.stack(rows, axis=1).reshape(len(from_s), *values.shape[1:])

    apart = np.r_[True, np.diff(time_s) > 1e-3]
    return replace(
        track,
        time_s=time_s[apart],
        xy=at(track.xy)[apart],
        xyz=at(track.xyz)[apart],
        visibility=at(track.visibility)[apart],
        outline=None,
        brightness=None,
        people=None,
        cut=None,
    )


def dropped(result: Result) -> list[bool]:
    return [f.fired for a in result.attempts for f in a.findings if f.rule == "dropped"]


def test_what_can_fall_has_a_rule() -> None:
    assert set(DROPPED) >= {"deadlift", "single_leg_deadlift", "bridge", "superman", "prone_back_lift"}


@pytest.mark.parametrize("name", sorted(set(DROPPED) - set(SHOWN)))
def test_a_fall_is_told(name: str) -> None:
    result = score_track(taking(name, FALL_S, falls=True), name)
    assert result.judged, result.reason
    assert dropped(result)[0]
    assert next(r.severity for r in load_exercise(name).rules if r.id == "dropped") == 2


@pytest.mark.parametrize("name", DROPPED)
@pytest.mark.parametrize("seconds", [0.6, 0.8, 1.2])
def test_quick_lowering_is_none(name: str, seconds: float) -> None:
    result = score_track(taking(name, seconds, falls=False), name)
    assert result.judged, result.reason
    assert not any(dropped(result))
