"""A rendered fault of tempo is one for the rule that it is to break, whatever that rule's limit."""

import pytest

from benchmarks.accuracy.compact import FALLS, TEMPO, fault_clip, faults_of
from benchmarks.accuracy.faults import said_of
from benchmarks.recognition.true_track import true_track
from benchmarks.synthetic.clips import clip_key
from benchmarks.synthetic.simulate import actor_of
from benchmarks.synthetic.spec import ClipSpec, Variation
from posecheck.body.smoothing import smooth_track
from posecheck.clips.scoring import judge, make_request
from posecheck.disk.library import load_exercise

SEED = 3


def quick_faults(exercise_id: str) -> list[str]:
    exercise = load_exercise(exercise_id)
    kinds = {r.id: exercise.measures[r.measure].kind for r in exercise.rules}
    return [fault for fault in faults_of(exercise_id) if kinds[fault] in TEMPO and TEMPO[kinds[fault]].fast]


@pytest.mark.parametrize("exercise_id", ["bridge", "heel_slide", "side_bend", "single_leg_deadlift"])
def test_every_fault_of_tempo_is_told_on_the_true_points(exercise_id: str) -> None:
    faults = quick_faults(exercise_id)
    assert faults
    for fault in faults:
        spec = fault_clip(exercise_id, fault, SEED)
        assert isinstance(spec, ClipSpec), spec
        result = judge(make_request(exercise_id), smooth_track(true_track(spec)))
        assert fault in said_of(result).faults, (fault, spec.variation)


def test_what_is_let_go_gets_faster_to_its_end_and_only_on_its_way() -> None:
    spec = fault_clip("bridge", "dropped", SEED)
    assert isinstance(spec, ClipSpec)
    schedule = actor_of(spec).schedule
    (down, *_), (up, *_) = schedule.of_phase("move_out"), schedule.of_phase("move_in")
    assert (down.falls, up.falls) == (True, False)
    assert spec.variation.falls == FALLS["fall_back"]
    assert down.end_s - down.start_s < up.end_s - up.start_s
    middle = schedule.at((down.start_s + down.end_s) / 2).amplitude
    assert middle == pytest.approx(down.before * 0.75)  # a quarter of the way in half of the time


def test_a_quicker_way_is_another_clip() -> None:
    plain = ClipSpec("side_bend", seed=SEED, variation=Variation(fast=True))
    assert clip_key(plain) != clip_key(ClipSpec("side_bend", seed=SEED, variation=Variation(fast=True, way_s=0.5)))
