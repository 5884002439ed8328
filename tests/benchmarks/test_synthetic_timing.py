import numpy as np
import pytest

from benchmarks.synthetic.movements import MOVEMENTS, Tempo
from benchmarks.synthetic.simulate import holds, pose_at, simulate
from benchmarks.synthetic.spec import ClipSpec, Variation
from benchmarks.synthetic.timing import make_schedule, moving_share, seconds_for_speed
from benchmarks.synthetic.true_holds import find_spans
from benchmarks.synthetic.truth_file import read_truth, write_truth
from posecheck.body.skeleton import INDEX, MIRROR
from posecheck.disk.library import load_exercise
from posecheck.rules.exercise.definition import Movement

TEMPO = Tempo(setup_s=1.0, in_s=2.0, hold_s=3.0, out_s=4.0, end_s=1.0)
LUNGE, BEND = (load_exercise(e) for e in ("kneeling_hip_flexor", "standing_forward_bend"))


def schedule(way=60.0, seed=1, **variation):
    return make_schedule(ClipSpec("bridge", seed=seed, variation=Variation(**variation)), TEMPO, way)


def clip(exercise="standing_forward_bend", fault=None, seed=2, fps=15.0, **variation):
    return ClipSpec(exercise, fault, seed, fps=fps, variation=Variation(**variation))


def test_one_repetition():
    s = schedule()
    assert s.duration_s == 11
    assert [s.at(t).phase for t in (0.5, 2, 4, 8, 10.5)] == ["setup", "move_in", "hold", "move_out", "end"]
    assert s.at(2.0).amplitude == pytest.approx(0.5)
    assert s.at(4.0).amplitude == 1
    assert s.at(99.0).phase == "end"


def test_stiff_goes_40_percent_less_far():
    assert max(schedule(stiff=True).at(t).amplitude for t in np.arange(0, 11, 0.1)) == pytest.approx(0.6)


@pytest.mark.parametrize("stiff", [False, True])
def test_a_bounce_is_wide_and_quick_enough(stiff):
    s = schedule(bounce=True, stiff=stiff)
    t = np.arange(3.0, 6.0, 0.01)
    angle = 60 * np.array([s.at(x).amplitude for x in t])
    turns = np.flatnonzero(np.diff(np.sign(np.diff(angle))))
    assert np.ptp(angle) == pytest.approx(8.5, abs=0.1)
    assert len(turns) >= 3
    assert angle.max() <= 60 * (0.6 if stiff else 1.0) + 1e-9


def test_a_bounce_of_a_small_movement_stays_in_front_of_its_set_up():
    s = schedule(way=4.0, bounce=True)
    assert min(s.at(t).amplitude for t in np.arange(3.0, 6.0, 0.01)) >= 0.09


@pytest.mark.parametrize("way", [15.0, 60.0, 120.0])
def test_fast_is_clearly_too_fast(way):
    s = schedule(way=way, fast=True)
    for phase in ("move_in", "move_out"):
        (segment,) = s.of_phase(phase)
        seconds = (segment.end_s - segment.start_s) * moving_share(way)
        assert (way - 6) / seconds > 60


def test_fast_never_makes_a_movement_slower():
    assert schedule(way=600.0, fast=True).of_phase("move_in")[0].end_s == 3.0
    assert seconds_for_speed(5.0, 80.0) == pytest.approx(0.3)


def test_early_exit_and_a_chosen_hold():
    def length(**variation):
        (hold,) = schedule(**variation).of_phase("hold")
        return hold.end_s - hold.start_s

    assert length(early_exit=True) == pytest.approx(1.2)
    assert length(hold_s=8.0) == 8


def test_repetitions_of_uneven_tempo():
    s = schedule(repetitions=4, uneven=True)
    holds_s = np.array([h.end_s - h.start_s for h in s.of_phase("hold")]) / 3.0
    assert len(holds_s) == 4
    assert len(s.of_phase("rest")) == 3
    assert ((holds_s >= 0.85) & (holds_s <= 1.3)).all()
    assert np.ptp(holds_s) > 0.02
    even = schedule(repetitions=2).of_phase("hold")
    assert even[0].end_s - even[0].start_s == pytest.approx(even[1].end_s - even[1].start_s)


def test_a_drop_out_is_in_the_middle_of_the_hold():
    s = schedule(drop_out_s=1.0)
    assert [s.at(t).phase for t in (3.9, 4.1, 4.9, 5.1)] == ["hold", "hidden", "hidden", "hold"]


def test_walking_in_and_out():
    s = schedule(walk_in=True)
    phases = list(dict.fromkeys(s.at(t).phase for t in np.arange(0, s.duration_s - 1, 0.1)))
    assert phases == ["absent", "enter", "setup", "move_in", "hold", "move_out", "end", "leave"]
    assert s.segments[-1].phase == "absent"


MOVEMENT = Movement("x", {"x": 8.0}, 10.0)


def trapezoid(top=40.0, fps=30.0, setup=1.0, way=2.0, hold=3.0):
    t = np.arange(0, 2 * setup + 2 * way + hold, 1 / fps)
    corners = np.cumsum([0.0, setup, way, hold, way, setup])
    return t, np.interp(t, corners, [0, 0, top, top, 0, 0])[None] / 8


def test_holds_of_a_trapezoid():
    t, change = trapezoid()
    (span,) = find_spans(t, change, MOVEMENT)
    assert span.start_s == pytest.approx(1 + 2 * 3 / 40, abs=0.02)
    assert span.end_s == pytest.approx(8 - 2 * 3 / 40, abs=0.02)
    # 3 degrees off the plateau on both ways
    assert span.hold_s == pytest.approx(3.3, abs=0.02)
    assert span.hold_start_s == pytest.approx(2.85, abs=0.02)


def test_what_does_not_leave_by_8_degrees_is_no_attempt():
    t, change = trapezoid(top=7.5)
    assert find_spans(t, change, MOVEMENT) == []


def test_a_plateau_under_one_second_is_no_hold():
    t, change = trapezoid(hold=0.6)  # and 0.15 s on each way
    (span,) = find_spans(t, change, MOVEMENT)
    assert span.hold is None
    assert span.hold_s == 0
    assert np.isnan(span.hold_start_s)


def test_a_short_excursion_from_the_plateau_is_bridged():
    t, change = trapezoid(hold=6.0)
    dip = 6 * np.exp(-(((t - 6.0) / 0.1) ** 2)) / 8
    (span,) = find_spans(t, change - dip, MOVEMENT)
    assert span.hold_s == pytest.approx(6.0, abs=0.4)


def test_a_step_of_less_than_8_degrees_is_within_the_plateau():
    t = np.arange(0, 14, 1 / 30)
    change = np.interp(t, [0, 1, 3, 5, 5.4, 9, 11, 14], [0, 0, 40, 40, 45, 45, 0, 0])[None] / 8
    (span,) = find_spans(t, change, MOVEMENT)
    assert span.hold == pytest.approx((2.85, 9 + 6 / 45), abs=0.03)


def test_a_bounce_that_touches_the_set_up_is_one_attempt():
    t = np.arange(0, 12, 1 / 30)
    bounce = (1 - np.cos(2 * np.pi * 1.2 * (t - 1))) / 2 * 16
    change = np.where((t > 1) & (t < 1 + 5 / 1.2), bounce, 0)[None] / 8
    (span,) = find_spans(t, change, MOVEMENT)
    assert span.end_s == pytest.approx(1 + 5 / 1.2, abs=0.2)


def test_two_plateaus_at_two_levels_are_two():
    t = np.arange(0, 14, 1 / 30)
    change = np.interp(t, [0, 1, 3, 5, 6, 10, 12, 14], [0, 0, 30, 30, 50, 50, 0, 0])[None] / 8
    (span,) = find_spans(t, change, MOVEMENT)
    assert span.hold_s == pytest.approx(4.0 + 3 / 20 + 3 / 25, abs=0.02)
    assert span.hold_start_s == pytest.approx(6 - 3 / 20, abs=0.02)


@pytest.mark.parametrize("exercise", [LUNGE, BEND])
def test_every_repetition_is_a_true_attempt_with_a_hold(exercise):
    truth = simulate(clip(exercise.id, repetitions=3, uneven=True))
    spans = holds(truth, exercise)
    assert len(spans) == 3
    phase = np.array(truth.phase)
    for span in spans:
        # a small movement sets off and settles so slowly that a second or more of it counts as plateau
        inside = phase[(truth.time_s > span.hold_start_s + 1.5) & (truth.time_s < span.hold_end_s - 1.5)]
        assert set(inside) == {"hold"}
        assert span.hold_s > 2.5
        assert span.start_s < span.hold_start_s < span.hold_end_s < span.end_s


@pytest.mark.parametrize("variation", [{"walk_in": True}, {"stiff": True}, {"mirrored": True}, {"other_side": True}])
def test_variations_keep_the_one_true_attempt(variation):
    for exercise in (LUNGE, BEND):
        (span,) = holds(simulate(clip(exercise.id, **variation)), exercise)
        assert span.hold_s > 2.5


def test_a_drop_out_of_a_second_does_not_shorten_the_hold_and_a_long_one_does():
    whole, second, long = (holds(simulate(clip(hold_s=8.0, drop_out_s=s)), BEND)[0].hold_s for s in (0.0, 1.0, 3.0))
    assert second == pytest.approx(whole)
    assert long == pytest.approx(whole - 3, abs=0.1)


def test_simulating_twice_gives_the_same():
    a, b = (simulate(clip("pigeon", "rounds_back", seed=7, fps=3.0)) for _ in range(2))
    assert np.array_equal(a.landmarks_px, b.landmarks_px)
    assert a.phase == b.phase
    assert not np.array_equal(a.landmarks_m[3], simulate(clip("pigeon", "rounds_back", seed=8, fps=3.0)).landmarks_m[3])


def test_nobody_is_there_before_walking_in_and_hidden_people_are_not_seen():
    truth = simulate(clip(walk_in=True, drop_out_s=1.0, hold_s=4.0, fps=5.0))
    phase = np.array(truth.phase)
    absent = phase == "absent"
    assert np.isnan(truth.landmarks_px[absent]).all()
    assert np.isfinite(truth.landmarks_px[~absent]).all()
    assert not truth.visible[absent | (phase == "hidden")].any()
    assert truth.visible[~absent & (phase != "hidden")].all()
    assert pose_at(truth.spec, 0.0)[0] is None
    nose = truth.landmarks_px[~absent, INDEX["nose"], 0]
    assert not 0 < nose[0] < truth.spec.width
    assert not 0 < nose[-1] < truth.spec.width
    assert np.nanmin(truth.landmarks_m[..., 1]) > -0.05


def test_the_flipped_picture_has_the_other_sides_truth():
    plain, flipped = (simulate(clip("kneeling_hip_flexor", mirrored=m, fps=5.0)) for m in (False, True))
    assert (plain.working_side, flipped.working_side) == ("right", "left")
    assert {plain.facing, flipped.facing} == {"left", "right"}
    assert flipped.plane["HF_L"] == pytest.approx(plain.plane["HF_R"])
    swapped = plain.landmarks_px[:, list(MIRROR)]
    assert flipped.landmarks_px[..., 0] == pytest.approx(640 - swapped[..., 0])
    assert flipped.landmarks_px[..., 1] == pytest.approx(swapped[..., 1])


def test_the_other_leg_works_with_the_same_angles():
    plain, other = (simulate(clip("kneeling_hip_flexor", other_side=o, fps=5.0)) for o in (False, True))
    assert other.working_side == "left"
    assert other.plane["HF_L"] == pytest.approx(plain.plane["HF_R"])
    bend = simulate(clip(other_side=True, fps=5.0))
    assert bend.working_side == "both"


def test_a_truth_file_gives_the_truth_back(tmp_path):
    truth = simulate(clip("supine_twist", "shoulder_lifts", walk_in=True, fps=3.0))
    write_truth(truth, tmp_path / "truth.npz")
    again = read_truth(tmp_path / "truth.npz")
    assert (again.spec, again.phase, again.working_side, again.facing) == (
        truth.spec,
        truth.phase,
        truth.working_side,
        truth.facing,
    )
    assert np.array_equal(again.time_s, truth.time_s)
    assert np.array_equal(again.visible, truth.visible)
    assert again.landmarks_px == pytest.approx(truth.landmarks_px, abs=1e-3, nan_ok=True)
    for name, values in truth.plane.items():
        assert again.plane[name] == pytest.approx(values, abs=1e-4, nan_ok=True)
    assert again.camera == truth.camera


@pytest.mark.parametrize("exercise", ["supine_hamstring", "double_knee_to_chest", "adductor_side_lunge", "bridge"])
def test_a_bounce_is_truly_so_wide_however_gently_the_movement_ends(exercise):
    truth = simulate(clip(exercise, bounce=True))
    primary = MOVEMENTS[exercise].primary_of(MOVEMENTS[exercise].works)
    hold = np.array(truth.phase) == "hold"
    assert np.ptp(truth.plane[primary][hold]) == pytest.approx(8.5, abs=0.8)
