from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import butter, sosfiltfilt

from posecheck.body.pose import OUTLINE_STATIONS, PoseTrack, Source
from posecheck.body.smoothing import smooth_track, smooth_values
from posecheck.errors import PoseDataError

FPS = 30.0


def seconds(duration_s: float, fps: float = FPS) -> np.ndarray:
    return np.arange(round(duration_s * fps)) / fps


def uneven(seed: int, n: int = 120) -> np.ndarray:
    return np.cumsum(np.random.default_rng(seed).uniform(0.02, 0.12, n))


def smoothed(time_s: np.ndarray, y: np.ndarray, **options: Any) -> np.ndarray:
    return smooth_values(time_s, y[:, None], **options)[:, 0]


@pytest.mark.parametrize("fps", [15.0, 30.0, 60.0])
@pytest.mark.parametrize("f", [0.2, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0])
def test_gain_is_that_of_a_butterworth_there_and_back(fps: float, f: float) -> None:
    t = seconds(40, fps)
    y = np.cos(2 * np.pi * f * t)
    out = smoothed(t, y)
    inside = slice(len(t) // 4, 3 * len(t) // 4)
    gain = (out[inside] @ y[inside]) / (y[inside] @ y[inside])
    # The median takes a little off the crests before: up to (1 - cos(2 pi f / fps)) of a cosine's crest.
    median = min(1.0, 4 * (f / fps) ** 2 * np.pi**2 / 2)
    assert gain == pytest.approx(1 / (1 + (f / 3) ** 4), abs=0.01 + 0.5 * median)


def test_no_lag() -> None:
    t = seconds(20)
    out = smoothed(t, np.sin(2 * np.pi * 0.5 * t))
    assert np.diff(t[200:400][np.diff(np.sign(out[200:401])) > 0]) == pytest.approx(2.0, abs=0.04)
    assert out[300] == pytest.approx(np.sin(np.pi * t[300]), abs=0.005)


def test_agrees_with_the_butterworth_of_scipy_inside() -> None:
    t = seconds(30)
    rng = np.random.default_rng(0)
    y = 0.3 * np.sin(2 * np.pi * 0.4 * t) + 0.1 * np.sin(2 * np.pi * 1.1 * t + 1) + rng.normal(0, 0.004, len(t))
    usual = sosfiltfilt(butter(2, 3, fs=FPS, output="sos"), y)
    inside = slice(60, -60)
    ours = smoothed(t, y)[inside]
    assert np.abs(ours - usual[inside]).max() < 0.004, "as much as the noise of one sample, through the median"
    assert np.std(ours - usual[inside]) < 0.0015


def test_noise_goes_down_and_a_single_outlier_goes_away() -> None:
    t = seconds(20)
    rng = np.random.default_rng(1)
    noise = rng.normal(0, 1, len(t))
    assert smoothed(t, noise).std() < 0.5
    spike = np.zeros(len(t))
    spike[200] = 50
    assert np.abs(smoothed(t, spike)).max() < 1e-9


@pytest.mark.parametrize("cutoff_hz", [1.0, 3.0])
def test_uneven_times_give_the_same_curve(cutoff_hz: float) -> None:
    t = uneven(0, 400)
    t = t[t < 20]
    fine = seconds(20)
    curve = [np.sin(2 * np.pi * 0.4 * at) for at in (t, fine)]
    out, even = (smoothed(at, y, cutoff_hz=cutoff_hz) for at, y in zip((t, fine), curve, strict=True))
    inside = (t > 2) & (t < 18)
    # The median takes the height off a crest between samples 0.12 s apart: 1 - cos(2 pi 0.4 0.12) = 0.045 at most.
    assert out[inside] == pytest.approx(np.interp(t, fine, even)[inside], abs=0.045)


@given(st.integers(0, 1000), st.floats(-5, 5), st.floats(-5, 5), st.floats(0.5, 6))
@settings(max_examples=40, deadline=None)
def test_constants_and_lines_stay(seed: int, level: float, slope: float, cutoff_hz: float) -> None:
    t = uneven(seed)
    y = level + slope * (t - t[0])
    assert smoothed(t, y, cutoff_hz=cutoff_hz) == pytest.approx(y, abs=1e-6)


@given(st.integers(0, 1000), st.floats(-1000, 1000))
@settings(max_examples=40, deadline=None)
def test_the_clock_may_start_anywhere(seed: int, shift_s: float) -> None:
    t = uneven(seed)
    y = np.random.default_rng(seed).normal(size=len(t))
    assert smoothed(t + shift_s, y) == pytest.approx(smoothed(t, y), abs=1e-6)


@given(st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_backwards_in_time_is_the_same(seed: int) -> None:
    t = uneven(seed)
    y = np.random.default_rng(seed).normal(size=len(t))
    back = smoothed(-t[::-1], y[::-1])[::-1]
    assert back == pytest.approx(smoothed(t, y), abs=1e-9)


@given(st.integers(0, 1000), st.floats(0.1, 10), st.floats(-3, 3))
@settings(max_examples=40, deadline=None)
def test_scale_and_offset_pass_through(seed: int, scale: float, offset: float) -> None:
    t = uneven(seed)
    y = np.random.default_rng(seed).normal(size=len(t))
    assert smoothed(t, scale * y + offset) == pytest.approx(scale * smoothed(t, y) + offset, abs=1e-8)


def test_a_short_gap_is_bridged_and_a_long_one_stays() -> None:
    t = seconds(6, 15)
    y = np.sin(2 * np.pi * 0.3 * t)
    y[30:33] = np.nan  # 0.2 s
    y[60:68] = np.nan  # 0.53 s
    y[:2] = y[-1:] = np.nan
    out = smoothed(t, y)
    assert out[30:33] == pytest.approx(np.sin(2 * np.pi * 0.3 * t[30:33]), abs=0.02)
    assert np.isnan(out[60:68]).all()
    assert np.isnan(out[[0, 1, -1]]).all()
    assert np.isfinite(np.delete(out, [0, 1, *range(60, 68), len(t) - 1])).all()


def test_what_is_beyond_a_long_gap_has_no_effect() -> None:
    t = seconds(6, 15)
    y = np.random.default_rng(2).normal(size=len(t))
    y[40:50] = np.nan
    other = y.copy()
    other[50:] += 100
    assert smoothed(t, other)[:40] == pytest.approx(smoothed(t, y)[:40], abs=1e-12)


def test_missing_frames_split_like_missing_people() -> None:
    t = np.concatenate([seconds(2, 15), 5 + seconds(2, 15)])
    y = np.where(t < 3, 0.0, 1.0)
    assert smoothed(t, y) == pytest.approx(y, abs=1e-9)


def test_a_cut_is_not_smeared() -> None:
    t = seconds(4, 15)
    y = np.where(np.arange(len(t)) < 30, 0.0, 1.0)
    cut = np.arange(len(t)) == 30
    assert smoothed(t, y, cut=cut) == pytest.approx(y, abs=1e-9)
    y[29:32] = np.nan
    assert np.isnan(smoothed(t, y, cut=cut)[29:32]).all(), "nothing is bridged across a cut"


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4])
def test_too_short_to_smooth_stays(n: int) -> None:
    t, y = seconds(1)[:n], np.array([1.0, 5.0, 2.0, 8.0])[:n]
    assert smoothed(t, y).tolist() == y.tolist()


@pytest.mark.parametrize("n", [5, 6, 7])
def test_just_long_enough(n: int) -> None:
    t = seconds(1)[:n]
    assert smoothed(t, 3 * t) == pytest.approx(3 * t)


def test_columns_with_their_own_gaps() -> None:
    t = seconds(4, 15)
    rng = np.random.default_rng(3)
    y = rng.normal(size=(len(t), 2, 50))
    y[rng.random(y.shape) < 0.1] = np.nan
    together = smooth_values(t, y)
    for i, j in ((0, 0), (1, 7), (0, 49)):
        np.testing.assert_allclose(together[:, i, j], smoothed(t, y[:, i, j]), atol=1e-12)


def make_track(n: int = 60) -> PoseTrack:
    rng = np.random.default_rng(4)
    xy = rng.normal(size=(n, 33, 2))
    xy[20:22] = np.nan
    xyz = rng.normal(size=(n, 33, 3))
    xyz[20:22] = np.nan
    outline = rng.normal(size=(n, 2, OUTLINE_STATIONS))
    return PoseTrack(
        np.arange(n) / 15,
        xy.astype(np.float32),
        xyz.astype(np.float32),
        rng.random((n, 33)).astype(np.float32),
        outline.astype(np.float32),
        rng.random(n).astype(np.float32),
        np.ones(n, np.float32),
        np.zeros(n, np.bool_),
        Source(clip="a.mp4"),
    )


def test_of_a_track_only_positions_change() -> None:
    track = make_track()
    out = smooth_track(track)
    assert out.outline is not None
    assert track.outline is not None
    for name in ("time_s", "visibility", "brightness", "people", "cut"):
        np.testing.assert_array_equal(getattr(out, name), getattr(track, name))
    assert out.source == track.source
    assert out.xy.dtype == out.xyz.dtype == out.outline.dtype == np.float32
    assert out.found.all()
    for values, raw in ((out.xy, track.xy), (out.xyz, track.xyz), (out.outline, track.outline)):
        assert np.nanstd(values) < 0.7 * np.nanstd(raw)
    assert smooth_track(replace(track, outline=None)).outline is None


def test_a_track_of_nobody_stays_empty() -> None:
    track = make_track()
    nobody = replace(track, xy=np.full_like(track.xy, np.nan), xyz=np.full_like(track.xyz, np.nan))
    assert not smooth_track(nobody).found.any()


@pytest.mark.parametrize("cutoff_hz", [0.0, -1.0, float("nan"), float("inf")])
def test_a_cutoff_that_is_none_is_refused(cutoff_hz: float) -> None:
    with pytest.raises(PoseDataError, match="positive frequency"):
        smooth_track(make_track(), cutoff_hz=cutoff_hz)
