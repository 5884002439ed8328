from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from posecheck.body.pose import PoseTrack
from posecheck.clips.scoring import score_track
from posecheck.disk.track_file import load_track
from posecheck.remark import Amount, keys_of, remark
from posecheck.result.judgement import Attempt, Kind
from posecheck.rules.judging.slow_motion import SLOWEST_S, seems_slowed

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
LIMIT = 3 * SLOWEST_S


def attempt(start: float, hold: tuple[float, float] | None, end: float, **changes: object) -> Attempt:
    held = (*hold, hold[1] - hold[0]) if hold else (float("nan"), float("nan"), 0.0)
    made = Attempt("hold", "left", start, end, *held, 0, True, True, 90, 1, {}, {}, ())
    return replace(made, **changes)  # type: ignore[arg-type]


SLOW = attempt(0, (LIMIT + 0.1, 50), 50 + LIMIT + 0.1)


@pytest.mark.parametrize(
    ("kind", "attempts", "said"),
    [
        ("hold", [SLOW], True),
        ("hold", [SLOW, SLOW], True),
        ("hold", [SLOW, attempt(80, (85, 90), 120)], False),  # one quick way in
        ("hold", [attempt(0, (LIMIT - 0.1, 50), 90)], False),
        ("hold", [attempt(0, (30, 50), 50 + LIMIT - 0.1)], False),  # one quick way back
        ("repetition", [attempt(0, None, 2 * LIMIT + 0.2)], True),
        ("repetition", [attempt(0, None, 2 * LIMIT - 0.2)], False),
        ("hold", [], False),
        ("hold", [replace(SLOW, cut="start")], False),  # a way that is not in the film tells nothing
        ("guided", [SLOW], False),
    ],
)
def test_only_where_every_way_is_under_a_third_of_the_slowest(
    kind: Kind, attempts: Sequence[Attempt], said: bool
) -> None:
    assert seems_slowed(kind, attempts) == said


def slowed(track: PoseTrack, times: float) -> PoseTrack:
    """The track of the same clip played slower: poses in between by straight lines, as many a second as before."""
    old = track.time_s * times
    new = np.arange(old[0], old[-1], np.median(np.diff(track.time_s)))

    def between(values: np.ndarray) -> np.ndarray:
        flat = values.reshape(len(old), -1)
        columns = [np.interp(new, old, column) for column in flat.T]
        return np.stack(columns, axis=1).reshape(len(new), *values.shape[1:]).astype(np.float32)

    names = ("xy", "xyz", "visibility", "outline", "brightness", "people")
    kept = {n: between(getattr(track, n)) for n in names if getattr(track, n) is not None}
    return PoseTrack(new, **kept, source=track.source)


@pytest.fixture(scope="module")
def bend() -> PoseTrack:
    return load_track(GOLDEN / "standing_forward_bend__bends_knees__left.npz")


def test_a_clip_of_240_pictures_a_second_played_at_30_is_said_to_be_slow(
    bend: PoseTrack, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = slowed(bend, 8)
    said = score_track(slow, "standing_forward_bend")
    assert "maybe_slow_motion" in keys_of(said.noted)
    monkeypatch.setattr("posecheck.rules.judging.summary.seems_slowed", lambda *_: False)
    silent = score_track(slow, "standing_forward_bend")
    assert (said.score, said.attempts) == (silent.score, silent.attempts), "a note, never a change of score"


@pytest.mark.parametrize("times", [1, 2])
def test_somebody_slow_is_not(bend: PoseTrack, times: float) -> None:
    result = score_track(slowed(bend, times), "standing_forward_bend")
    assert result.attempts
    assert "maybe_slow_motion" not in keys_of(result.noted)


def test_what_the_file_says_itself_is_not_guessed_too(bend: PoseTrack) -> None:
    told = replace(bend.source, noted=(remark("slow_motion_tag", fps=Amount(240, "1/s"), factor=Amount(8, "times")),))
    result = score_track(replace(slowed(bend, 8), source=told), "standing_forward_bend")
    assert "maybe_slow_motion" not in keys_of(result.noted)
