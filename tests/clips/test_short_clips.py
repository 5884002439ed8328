"""Of a short clip every frame is looked at: a quick repetition has hardly enough pictures otherwise."""

from pathlib import Path

import pytest

from posecheck.clips.scoring import DEFAULT_FPS, SHORT_S, read_clip
from tests.estimation.moving_pictures import grey, write_clip

pytestmark = pytest.mark.clips


@pytest.mark.parametrize(
    ("seconds", "fps", "looked_at"),
    [
        (0.6, DEFAULT_FPS, 18),
        (SHORT_S + 0.2, DEFAULT_FPS, 48),
        (0.6, 10.0, 6),  # what was asked for is done
        (0.6, None, 18),
    ],
)
def test_every_frame_of_a_short_clip_is_looked_at(
    tmp_path: Path, seconds: float, fps: float | None, looked_at: int
) -> None:
    clip = write_clip(tmp_path / "a.mp4", [grey(100)] * round(seconds * 30), fps=30)
    assert len(read_clip(clip, fps=fps)) == looked_at
