from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.home_tracks.__main__ import main
from benchmarks.home_tracks.base import Base, bases
from benchmarks.home_tracks.variants import SLIDES, VARIANTS, between, shifted
from benchmarks.home_tracks.verdict import Outcome, outcome
from posecheck.body.skeleton import INDEX

HIP = INDEX["right_hip"]


@pytest.fixture(scope="module")
def stretch() -> Base:
    return next(bases("kneeling_hip_flexor", "right"))


@pytest.fixture(scope="module")
def lift() -> Base:
    return next(bases("deadlift", "right"))


def told(base: Base, variant: str) -> Outcome:
    return outcome(base, variant, VARIANTS[variant](base))


def test_the_whole_is_told_as_it_is(stretch: Base, lift: Base) -> None:
    for base in (stretch, lift):
        assert len(base.spans) == 3
        assert told(base, "whole").same, told(base, "whole").wrong


def test_every_demonstration_is_what_its_text_says() -> None:
    names = [b.name for b in bases("bridge")]
    assert names == ["bridge/correct", "bridge/fault_over_arch", "bridge/fault_pushes_neck", "bridge/fault_bounce"]
    assert [b.name for b in bases("bridge", "faults")] == names[1:]


def test_a_demonstration_of_another_length_is_not_taken_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.home_tracks.base.load_track", lambda _: ())
    with pytest.raises(ValueError, match=r"bridge/correct\.npz: expected the \d+ pictures.*found 0; run scripts"):
        next(bases("bridge"))


@pytest.mark.parametrize(
    ("variant", "holds", "turns", "neutral"),
    [
        ("first 3 s cut", 3, 2, "still"),
        ("begun on the way in", 3, 2, "still"),
        ("begun in the hold", 3, 2, "still"),
        ("ended in the hold", 3, 2, "still"),
        ("the hold alone", 1, 0, ""),
        ("cut on the way up", 3, 2, "still"),
    ],
)
def test_what_counts_follows_from_what_is_left(
    stretch: Base, lift: Base, variant: str, holds: int, turns: int, neutral: str
) -> None:
    from benchmarks.accuracy.home.truth import counted_in

    for base, wanted in ((stretch, holds), (lift, turns)):
        made = VARIANTS[variant](base)
        assert len([s for s in base.spans for p in made.film if counted_in(base.exercise, s, p) is not None]) == wanted
        assert told(base, variant).neutral == neutral
        start, end = made.film[0]
        assert made.track.time_s[0] == 0
        assert made.track.time_s[-1] == pytest.approx(end - start, abs=0.14)


def test_a_slide_moves_all_of_the_person_between_the_copies_only(stretch: Base) -> None:
    made = shifted(stretch, 0.05, 0.6, often=1)
    moved = made.track.xy - stretch.track.xy
    seam = round(stretch.copy_s * stretch.spec.fps)
    assert moved[: seam - 6] == pytest.approx(0)
    assert moved[seam + 6 :, :, 0] == pytest.approx(stretch.picture_heights(0.05), rel=1e-3)
    assert moved[..., 1] == pytest.approx(0)
    size = np.ptp(stretch.track.xy[0, :, 1]) / stretch.picture_heights(
        float(np.ptp(stretch.truth.landmarks_m[0, :, 1]))
    )
    assert size == pytest.approx(1, abs=0.12), "picture heights to the metre, by the person's own size"


@pytest.mark.parametrize(("variant", "fps"), [("60 frames/s", 60), ("24 frames/s", 24), ("12 frames/s", 12)])
def test_another_rate_is_the_same_movement(stretch: Base, variant: str, fps: float) -> None:
    track = VARIANTS[variant](stretch).track
    assert 1 / np.diff(track.time_s).mean() == pytest.approx(fps)
    assert track.source.fps == pytest.approx(fps)
    again = between(track, stretch.track.time_s[30:60])
    assert again.xy == pytest.approx(stretch.track.xy[30:60], abs=0.01)


def test_uneven_times_are_uneven_and_the_same_every_time(stretch: Base) -> None:
    one, two = (VARIANTS["8 to 30 frames/s"](stretch).track for _ in range(2))
    assert (one.time_s == two.time_s).all()
    steps = np.diff(one.time_s)
    assert steps.min() < 0.05 < 0.1 < steps.max()


def test_bars_above_and_below_change_no_angle(stretch: Base) -> None:
    track = VARIANTS["letterboxed"](stretch).track
    assert track.source.width / track.source.height == pytest.approx(1, abs=0.01)
    lines = [t.xy[0, HIP] - t.xy[0, INDEX["right_knee"]] for t in (track, stretch.track)]
    assert lines[0] * 4 / 3 == pytest.approx(lines[1], rel=1e-4)


def test_a_bow_goes_a_third_of_the_way_and_comes_back(stretch: Base) -> None:
    track = VARIANTS["a bow before"](stretch).track
    before = len(track) - len(stretch.track)
    hip = track.xy[:, HIP, 0] - track.xy[0, HIP, 0]
    whole = hip[before:]
    far = whole[np.argmax(np.abs(whole))]
    bow = hip[:before] / far
    assert 0.15 < bow.max() < 0.5
    assert bow[-3:] == pytest.approx(0, abs=0.1)


def test_who_walks_in_arrives_where_the_model_saw_the_first_picture(stretch: Base) -> None:
    track = VARIANTS["walks in before"](stretch).track
    before = len(track) - len(stretch.track)
    assert before == 45
    assert track.xy[before - 1] == pytest.approx(stretch.track.xy[0], abs=0.02)
    assert np.nanmax(np.abs(track.xy[:before, HIP] - track.xy[before, HIP])) > 0.2
    assert (track.xy[before:] == stretch.track.xy).all()


def test_a_wrong_verdict_is_told(stretch: Base) -> None:
    said = VARIANTS["whole"](stretch)
    half = replace(said, track=VARIANTS["ended in the hold"](stretch).track, film=((0.0, stretch.copy_s),))
    assert outcome(stretch, "half", half).wrong == ("3 attempts for 1",)
    other = replace(said, mirrored=True)
    assert "sides" in outcome(stretch, "other side", other).wrong[0]


def test_the_command_prints_a_line_for_each_variant(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kneeling_hip_flexor", "--only", "right", "--variants", "whole,mirrored"]) == 0
    said = capsys.readouterr().out
    assert "| whole | 1 | 1/1 |" in said
    assert "| mirrored | 1 | 1/1 |" in said
    with pytest.raises(SystemExit):
        main(["--variants", "upside down"])
    assert "expected some of whole," in capsys.readouterr().err


def test_all_that_is_asked_for_is_there() -> None:
    assert {f"slid {100 * s:+.0f} %" for s in SLIDES} < set(VARIANTS)
    assert {-0.06, -0.01, 0.01, 0.06} <= set(SLIDES)
