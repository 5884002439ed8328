from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.accuracy.landmarks import USED, body_height_px, landmark_figures
from posecheck.body.pose import PoseTrack
from posecheck.body.skeleton import INDEX
from tests.benchmarks.made_truth import HEIGHT_PX, truth_of
from tests.bodies import bend_film, lunge_film


def changed(track: PoseTrack, xy: np.ndarray) -> PoseTrack:
    return replace(track, xy=xy)


def test_the_truth_itself_has_no_error() -> None:
    track = lunge_film()
    seen = landmark_figures(truth_of(track, "kneeling_hip_flexor"), track)
    assert (seen.frames, seen.found, seen.ghosts) == (len(track), len(track), 0)
    assert seen.error_pct.max() == pytest.approx(0, abs=1e-4)
    assert len(seen.error_pct) == len(track) * len(USED)
    assert seen.swapped == 0
    assert seen.comparable == len(track), "the legs of a lunge are always apart"


def test_a_shift_is_told_in_body_heights() -> None:
    track = bend_film()
    truth = truth_of(track, "standing_forward_bend")
    shift = 0.03 * body_height_px(truth) / HEIGHT_PX
    seen = landmark_figures(truth, changed(track, track.xy + np.float32([shift, 0])))
    assert seen.error_pct == pytest.approx(3.0, abs=1e-3)


def test_swapped_legs_are_counted() -> None:
    track = lunge_film()
    xy = track.xy.copy()
    frames = slice(40, 70)
    legs = [INDEX[f"{side}_{j}"] for j in ("knee", "ankle") for side in ("left", "right")]
    other = [INDEX[f"{side}_{j}"] for j in ("knee", "ankle") for side in ("right", "left")]
    xy[frames, legs] = xy[frames, other]
    seen = landmark_figures(truth_of(track, "kneeling_hip_flexor"), changed(track, xy))
    assert seen.swapped == 30
    knees = track.xy.copy()
    knees[:10, legs[:2]] = knees[:10, other[:2]]
    seen = landmark_figures(truth_of(track, "kneeling_hip_flexor"), changed(track, knees))
    assert seen.swapped == 10, "a swapped knee alone is one too"


def test_legs_on_top_of_each_other_cannot_be_swapped() -> None:
    track = bend_film()
    seen = landmark_figures(truth_of(track, "standing_forward_bend"), track)
    assert (seen.comparable, seen.swapped) == (0, 0)


def test_found_missed_and_ghosts() -> None:
    track = bend_film()
    xy = track.xy.copy()
    xy[:20] = np.nan
    truth = truth_of(track, "standing_forward_bend")
    seen = landmark_figures(truth, changed(track, xy))
    assert (seen.frames, seen.found, seen.ghosts) == (len(track), len(track) - 20, 0)
    gone = replace(truth, phase=("absent",) * 30 + truth.phase[30:])
    seen = landmark_figures(gone, changed(track, xy))
    assert (seen.frames, seen.found, seen.ghosts) == (len(track) - 30, len(track) - 30, 10)


def test_somebody_hidden_need_not_be_found() -> None:
    track = bend_film()
    truth = truth_of(track, "standing_forward_bend")
    visible = truth.visible.copy()
    visible[50:65] = False
    seen = landmark_figures(replace(truth, visible=visible), track)
    assert seen.frames == len(track) - 15


def test_every_second_frame_is_compared_with_its_own_truth() -> None:
    track = lunge_film()
    half = PoseTrack(track.time_s[::2], track.xy[::2], track.xyz[::2], track.visibility[::2], source=track.source)
    seen = landmark_figures(truth_of(track, "kneeling_hip_flexor"), half)
    assert seen.frames == len(half)
    assert seen.error_pct.max() == pytest.approx(0, abs=1e-4)
