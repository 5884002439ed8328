"""A clip whose exercise is not known is drawn upon all the same: poses, and no verdict."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from posecheck.body.pose import PoseTrack
from posecheck.body.smoothing import smooth_track
from posecheck.clips.moments import HOLD, annotated_frames, evidence_pictures
from posecheck.clips.scoring import read_clip
from posecheck.clips.unnamed import unnamed_result
from posecheck.estimation.video import frames
from posecheck.rules.recognition.naming import Recognition

CLIP = Path(__file__).parents[2] / "sample_clips" / "standing_forward_bend__correct__left.mp4"
NONE = Recognition("none", ())
pytestmark = pytest.mark.clips


@pytest.fixture(scope="module")
def seen() -> PoseTrack:
    return smooth_track(read_clip(CLIP, fps=5))


def test_every_frame_is_written_with_the_body_drawn_on_it(seen: PoseTrack) -> None:
    result = unnamed_result(NONE, seen, {})
    drawn = list(annotated_frames(CLIP, None, seen, result))
    plain = [(frame.time_s, frame.rgb) for frame in frames(CLIP, fps=None)]
    assert [t for t, _ in drawn] == [t for t, _ in plain]
    changed = [float(np.mean(np.any(a != b, axis=2))) for (_, a), (_, b) in zip(drawn, plain, strict=True)]
    assert 0.001 < np.median(changed) < 0.2, "a skeleton, no words over the picture"


def test_the_report_gets_one_picture_of_what_was_seen(seen: PoseTrack) -> None:
    result = unnamed_result(NONE, seen, {})
    assert list(evidence_pictures(CLIP, None, seen, result)) == [(0, HOLD)]
    nobody = replace(seen, xy=np.full_like(seen.xy, np.nan))
    assert evidence_pictures(CLIP, None, nobody, unnamed_result(NONE, nobody, {})) == {}
