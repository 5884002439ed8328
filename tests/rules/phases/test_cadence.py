"""Steps in a rhythm: counted rightly whatever the rate, and nothing that sways is a step."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecheck.body.pose import PoseTrack
from posecheck.body.skeleton import INDEX
from posecheck.result.judgement import Result
from posecheck.rules.neutral.calibration import SetupWatcher
from posecheck.rules.phases.cadence import PeakCounter
from posecheck.rules.reading.view import view_features
from posecheck.session import Session
from tests.bodies import bend, film
from tests.rules.made_exercises import march


def peaks(values: np.ndarray, *, least: float = 20.0, fps: float = 30.0) -> list[float]:
    counter = PeakCounter(least)
    found = (counter.step(i / fps, float(v)) for i, v in enumerate(values))
    return [s.time_s for s in found if s is not None]


@settings(max_examples=40, deadline=None)
@given(
    period=st.floats(0.5, 3.0),
    size=st.floats(25, 80),
    fps=st.sampled_from([15.0, 30.0, 60.0]),
    seed=st.integers(0, 99),
)
def test_every_peak_is_found_once(period: float, size: float, fps: float, seed: int) -> None:
    t = np.arange(0, 10 * period, 1 / fps)
    values = size / 2 * (1 - np.cos(2 * np.pi * t / period))
    values += np.random.default_rng(seed).normal(0, 0.4, len(t))
    found = peaks(values, fps=fps)
    expected = [(k + 0.5) * period for k in range(10) if (k + 0.9) * period < t[-1]]
    assert len(found) in (len(expected), 10)
    assert found[: len(expected)] == pytest.approx(expected, abs=0.16 * period)


def test_sway_is_no_step_and_unknown_values_tell_nothing() -> None:
    t = np.arange(0, 10, 1 / 30)
    assert peaks(9 * np.sin(t)) == []
    values = 20 * (1 - np.cos(2 * np.pi * t))
    values[::3] = math.nan
    assert len(peaks(values)) == 10


def marched(period: float = 1.0, *, seconds: float = 20.0, pause: tuple[float, float] = (99.0, 99.0)) -> PoseTrack:
    def body(t: float) -> dict[str, np.ndarray]:
        t -= 2
        going = t > 0 and not pause[0] <= t < pause[1]
        return bend(knee=5 + 30 * (1 - math.cos(2 * math.pi * t / period)) * going, hips_back=0)

    return film(body, seconds=seconds + 2, fps=15)


def judge(track: PoseTrack) -> Result:
    session = Session(march(), source=track.source)
    for pose in track:
        session.step(pose)
    return session.finish()


@pytest.mark.parametrize("per_min", [50, 90, 120])
def test_the_cadence_is_that_of_the_steps(per_min: float) -> None:
    result = judge(marched(60 / per_min))
    (attempt,) = result.attempts
    assert attempt.cadence_per_min == pytest.approx(per_min, abs=1)
    assert (attempt.kind, result.faults) == ("cadence", ())
    assert result.score >= 95


def test_slow_steps_and_a_long_pause_are_told() -> None:
    assert judge(marched(3.0, seconds=30)).faults == ()  # 20 a minute: every gap is a pause, so no cadence is known
    assert judge(marched(1.9, seconds=30)).attempts[0].cadence_per_min == pytest.approx(31.6, abs=0.5)
    stopped = judge(marched(seconds=34, pause=(10, 22)))
    assert stopped.faults == ("stops",)
    assert stopped.attempts[0].cadence_per_min == pytest.approx(60, abs=1), "a pause is not a slow step"


def test_a_stop_of_twenty_seconds_ends_the_stretch() -> None:
    result = judge(marched(seconds=60, pause=(15, 40)))
    assert len(result.attempts) == 2


def test_live_the_cadence_is_a_reading() -> None:
    session = Session(march())
    seen = [{r.measure: r.value for r in session.step(p).readings}.get("rate", math.nan) for p in marched()]
    assert seen[-1] == pytest.approx(60, abs=1)
    assert math.isnan(seen[30])


def test_a_trunk_that_is_read_longer_while_standing_still_moves_no_foot() -> None:
    """The pose model settles in its first second: 3 % of a trunk are 0.1 of the way down to a foot that stands."""
    still = film(lambda _: bend(knee=5, hips_back=0), seconds=1.4, fps=15)
    hips = [INDEX["left_hip"], INDEX["right_hip"]]
    xy = still.xy.copy()
    xy[:, hips, 1] += 0.006 * np.minimum(still.time_s, 1.0)[:, None]
    foot = replace(march().measures["knee"], name="foot", kind="ankle_height", relative="neutral", nominal=0.0)
    leave = replace(march().movement, primary="foot", leave={"foot": 0.06})
    watcher = SetupWatcher(replace(march(), measures={**march().measures, "foot": foot}, movement=leave))
    poses = list(replace(still, xy=xy))
    found = [watcher.add(p, view_features(p, aspect=4 / 3)) for p in poses] + [watcher.finish()]
    assert sum(c is not None for c in found) == 1
