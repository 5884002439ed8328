from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from posecheck.body.pose import Pose, empty_pose
from posecheck.body.skeleton import INDEX
from posecheck.body.smoothing import OneEuro
from posecheck.errors import PoseDataError

NAN = math.nan
NOSE = INDEX["nose"]


def pose(time_s: float, x: float, *, trunk: float = 0.25, cut: bool = False, outline: float | None = None) -> Pose:
    """A body with its nose at `x` trunk lengths and a trunk of `trunk` image heights that stands still."""
    xy = np.full((33, 2), 0.5)
    xy[[INDEX["left_shoulder"], INDEX["right_shoulder"]], 1] -= trunk
    xy[NOSE, 0] = x * trunk
    xyz = np.concatenate([xy, np.zeros((33, 1))], axis=1)
    edge = None if outline is None else np.full((2, 30), outline)
    return Pose(time_s, xy, xyz, np.ones(33), edge, brightness=0.5, people=1.0, cut=cut)


def run(times: np.ndarray, values: np.ndarray, smooth: OneEuro | None = None, **options: float) -> np.ndarray:
    """The nose's way in trunk lengths, smoothed; NaN where nobody was found."""
    smooth = smooth or OneEuro()
    poses = [empty_pose(t) if math.isnan(x) else pose(t, x, **options) for t, x in zip(times, values, strict=True)]
    return np.array([smooth(p).xy[NOSE, 0] / options.get("trunk", 0.25) for p in poses])


def delay_s(*, speed: float, beta: float) -> float:
    """Seconds by which a steady movement of `speed` trunk lengths per second is shown late."""
    t = np.arange(0, 8, 1 / 60)
    out = run(t, speed * t, OneEuro(beta=beta))
    return float((speed * t - out)[-1] / speed)


def test_the_first_pose_passes_as_it_is() -> None:
    first = pose(0.0, 0.4, outline=0.1)
    out = OneEuro()(first)
    for name in ("xy", "xyz", "outline"):
        np.testing.assert_array_equal(getattr(out, name), getattr(first, name))


def test_what_is_not_a_position_stays() -> None:
    smooth = OneEuro()
    smooth(pose(0.0, 0.0))
    given = replace(pose(0.1, 1.0), visibility=np.linspace(0, 1, 33))
    out = smooth(given)
    assert (out.time_s, out.brightness, out.people, out.cut) == (0.1, pytest.approx(0.5), 1.0, False)
    np.testing.assert_array_equal(out.visibility, given.visibility)


@pytest.mark.parametrize("shift_s", [0.0, -0.1, 1000.0])
def test_zero_is_a_time_like_any_other(shift_s: float) -> None:
    # The reference implementation takes a time of 0 for "no time" and then steps by a default rate.
    t = np.array([0.0, 0.1, 0.15, 0.3])
    x = np.array([0.0, 0.4, 0.2, 0.3])
    assert run(t + shift_s, x) == pytest.approx(run(t, x), abs=1e-5)


def test_the_second_sample_by_hand() -> None:
    # From rest: velocity 0.3/0.1 = 3 TL/s, of which 1/(1 + 1/(2 pi 0.1)) comes through; then the cutoff, the value.
    share = 1 / (1 + 1 / (2 * math.pi * 0.1))
    cutoff = 1.0 + 0.5 * share * 3.0
    wanted = 0.3 / (1 + 1 / (2 * math.pi * cutoff * 0.1))
    assert run(np.array([0.0, 0.1]), np.array([0.0, 0.3]), OneEuro(min_cutoff_hz=1.0, beta=0.5))[1] == pytest.approx(
        wanted, abs=1e-5
    )


def test_reset_forgets_the_speed_too() -> None:
    # The reference implementation keeps the old derivative, so that the new stream begins with a high cutoff.
    smooth, t = OneEuro(), np.arange(0, 1, 0.05)
    run(t, 3 * t, smooth)
    smooth.reset()
    x = np.array([0.0, 0.02, -0.02, 0.02])
    np.testing.assert_array_equal(run(2 + t[:4], x, smooth), run(2 + t[:4], x))


def test_a_missing_pose_stays_missing_and_leaves_no_trace() -> None:
    # The reference implementation returns NaN for ever after one NaN.
    t = np.arange(0, 3, 0.05)
    x = 0.5 * np.sin(t)
    holed = x.copy()
    holed[[20, 21]] = NAN
    out = run(t, holed)
    np.testing.assert_array_equal(np.isnan(out), np.isnan(holed))
    kept = ~np.isnan(holed)
    assert out[kept] == pytest.approx(run(t[kept], x[kept]), abs=1e-6), "as if those two had not been filmed"
    assert np.abs(out - run(t, x))[30:].max() < 0.01


def test_one_missing_landmark_does_not_touch_the_others() -> None:
    whole, holed = OneEuro(), OneEuro()
    for i in range(10):
        given = pose(i * 0.05, 0.1 * i)
        xy = given.xy.copy()
        if i in (4, 5):
            xy[NOSE] = NAN
        a, b = whole(given), holed(replace(given, xy=xy))
        np.testing.assert_array_equal(np.delete(a.xy, NOSE, 0), np.delete(b.xy, NOSE, 0))
        assert np.isnan(b.xy[NOSE]).all() == (i in (4, 5))


@pytest.mark.parametrize(("gap_s", "afresh"), [(0.25, False), (0.35, True)])
def test_after_a_gap_it_starts_afresh(gap_s: float, afresh: bool) -> None:
    t = np.concatenate([np.arange(0, 1, 0.05), [0.95 + gap_s]])
    x = np.concatenate([np.zeros(20), [1.0]])
    assert (run(t, x)[-1] == pytest.approx(1.0)) == afresh


def test_after_a_cut_it_starts_afresh() -> None:
    smooth = OneEuro()
    run(np.arange(0, 1, 0.05), np.zeros(20), smooth)
    assert smooth(pose(1.0, 1.0, cut=True)).xy[NOSE, 0] == pytest.approx(0.25)


@pytest.mark.parametrize("step_s", [0.0, -0.5])
def test_a_clock_that_does_not_go_on_starts_afresh(step_s: float) -> None:
    out = run(np.array([1.0, 1.1, 1.1 + step_s]), np.array([0.0, 0.1, 0.7]))
    assert out[-1] == pytest.approx(0.7)


def test_a_still_body_trembles_less() -> None:
    t = np.arange(0, 20, 1 / 30)
    noise = np.random.default_rng(1).normal(0, 0.01, len(t))
    assert np.std(run(t, noise)[30:]) < 0.6 * np.std(noise)
    assert np.std(run(t, noise, OneEuro(min_cutoff_hz=1.0))[30:]) < 0.45 * np.std(noise)


def test_a_jump_is_reached() -> None:
    t = np.arange(0, 4, 1 / 15)
    out = run(t, np.where(t >= 1, 1.0, 0.0))
    assert out[-1] == pytest.approx(1.0, abs=0.01)
    assert np.diff(out).min() >= -1e-6, "no overshoot"


def test_delay_at_rest_is_that_of_three_hertz_and_falls_with_speed() -> None:
    assert delay_s(speed=0.01, beta=1.0) == pytest.approx(1 / (6 * math.pi), abs=0.01)
    assert delay_s(speed=1.0, beta=1.0) == pytest.approx(1 / (8 * math.pi), abs=0.01)
    assert delay_s(speed=1.0, beta=0.3) == pytest.approx(1 / (6.6 * math.pi), abs=0.01)


def test_nearer_to_the_camera_is_the_same() -> None:
    t = np.arange(0, 2, 0.05)
    x = 0.4 * np.sin(3 * t)
    assert run(t, x, trunk=0.4) == pytest.approx(run(t, x, trunk=0.1), abs=1e-4)


def test_half_the_frames_give_nearly_the_same() -> None:
    t = np.arange(0, 6, 1 / 30)
    x = 0.4 * np.sin(2 * np.pi * 0.3 * t)
    assert run(t[::2], x[::2]) == pytest.approx(run(t, x)[::2], abs=0.03)


@pytest.mark.parametrize("options", [{"min_cutoff_hz": 0.0}, {"speed_cutoff_hz": -1.0}, {"beta": -0.1}])
def test_senseless_numbers_are_refused(options: dict[str, float]) -> None:
    with pytest.raises(PoseDataError, match="One Euro"):
        OneEuro(**options)


@pytest.mark.parametrize("fps", [15, 24, 30, 60])
def test_a_frame_that_shows_another_leg_leaves_no_trace(fps: int) -> None:
    t = np.arange(0, 3, 1 / fps)
    x = 0.2 * np.sin(t)
    taken = x.copy()
    taken[fps] += 0.6
    out, plain = run(t, taken), run(t, x)
    assert out[fps] == pytest.approx(taken[fps]), "as it was found, for the rules to refuse"
    assert np.abs(out[fps + 1 :] - plain[fps + 1 :]).max() < 0.02
    assert out[fps + 1] == pytest.approx(x[fps + 1]), "and afresh where it belongs"


def test_labels_that_stay_changed_are_followed_at_once() -> None:
    t = np.arange(0, 2, 1 / 24)
    x = np.where(t < 1, 0.1, 0.8)
    assert np.allclose(run(t, x), x, atol=1e-6)


@pytest.mark.parametrize("fps", [15, 30])
def test_a_fast_movement_is_no_jump(fps: int) -> None:
    """4.5 trunk lengths a second are smoothed, with their lag; 6 are not believed."""
    t = np.arange(0, 0.5, 1 / fps)
    assert (run(t, 4.5 * t) < 4.5 * t - 0.05)[2:].all()
    assert np.allclose(run(t, 6 * t), 6 * t, atol=1e-6)
