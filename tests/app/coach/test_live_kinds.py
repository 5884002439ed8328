"""Every listed exercise led live by its own demonstration tracks, on a hand-turned clock: no camera, no pose model."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from posecheck.app.screen.panels import live_html
from posecheck.app.screen.result_panel import result_html
from posecheck.body.pose import Pose, PoseTrack
from posecheck.clips.scoring import score_track
from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.disk.resources import resource_folder
from posecheck.disk.track_file import load_track
from posecheck.language.sentences import words
from posecheck.result.judgement import Result
from posecheck.rules.coaching.cues import CueSettings
from posecheck.rules.exercise.definition import Dose, Exercise
from tests.app.live import Live
from tests.bodies import bend, film
from tests.rules.made_exercises import guided, march, roll_down, twist

FOLDER = resource_folder("reference_poses")
STILL_S = 8.0
"""Live, the set-up is guided, the neutral taken and counted in: the first pose stays for so long."""
FIRST = 9
"""Frames of which that pose is the median, so that the neutral is no single reading."""
HOLD_S = 1.0
FROM_THE_FRONT = ("deadlift/fault_knees_cave", "pigeon/fault_hip_collapses", "single_leg_deadlift/fault_hip_opens")
WITH_FAULT = ("abdominal_set/fault_crunch", "pelvic_tilt/fault_lifts_hips", "roll_down/fault_head_leads_up")
ONE_FRAME = "kneeling_foot_grab/fault_low_back_arch"
"""One frame of it shows one leg for the other."""


@cache
def track_of(name: str) -> PoseTrack:
    return load_track(FOLDER / f"{name}.npz")


def as_filmed(track: PoseTrack) -> list[Pose]:
    """The track as a camera would show it: the person is there before the exercise begins."""
    poses, step = list(track), float(track.time_s[1] - track.time_s[0])
    n = round(STILL_S / step)
    middle = {name: np.median(getattr(track, name)[:FIRST], axis=0) for name in ("xy", "xyz", "visibility")}
    still = [replace(poses[0], time_s=i * step, cut=False, **middle) for i in range(n)]
    return still + [replace(p, time_s=n * step + p.time_s - poses[0].time_s) for p in poses]


def with_dose(exercise: Exercise, dose: Dose) -> dict[str, Any]:
    doses = {"made_up": dose}
    return {"doses": doses, "other_views": tuple(replace(v, doses=doses) for v in exercise.other_views)}


def led(name: str, **how: Any) -> tuple[Live, Result]:
    """Lead through a track and return that, and how it is scored as a clip."""
    exercise, track = load_exercise(Path(name).parent.name), track_of(name)
    scored = score_track(track, exercise)
    sides = [a.side for a in scored.attempts if a.side in ("left", "right")][:1] if exercise.sides else []
    hold_s = HOLD_S if exercise.kind == "hold" else 0.0
    dose = Dose(hold_s, max(sum(a.complete for a in scored.attempts), 1))
    live = Live(exercise=exercise.id, sides=tuple(sides), dose=dose, changes=with_dose(exercise, dose), **how)
    live.play(as_filmed(track))
    if live.last.stage != "done":
        live.views.append(live.coach.stop())
    return live, scored


def same(live: Live, scored: Result) -> Result:
    """Check that a track led live is judged as it is from a clip."""
    result = live.last.result
    assert result is not None
    assert result.judged == scored.judged
    assert [a.side for a in result.attempts] == [a.side for a in scored.attempts]
    assert set(result.faults) == set(scored.faults)
    if load_exercise(result.exercise).kind != "guided":
        assert result.score == pytest.approx(scored.score, abs=3)
        assert [a.complete for a in result.attempts] == [a.complete for a in scored.attempts]
    return result


def in_order(said: list[str], known: list[str]) -> bool:
    """Whether all that was said begins as one of the known sentences, in their order."""
    rest = iter(known)
    return all(any(text.startswith(k) for k in rest) for text in said)


SHOWN = [name for name in exercise_ids() if (FOLDER / name / "correct.npz").is_file()]
"""All of them: `tests/contract` sees to it that none has no right demonstration."""


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_done_right_is_led_to_its_end_and_judged_as_a_clip(name: str) -> None:
    exercise = load_exercise(name)
    live, scored = led(f"{name}/correct")
    result = same(live, scored)
    assert live.stages == ["guide", "hold_still", "count_in", "set", "done"]
    severe = {r.cue for r in exercise.rules if r.severity >= 2}
    assert not [text for text in live.texts("cue") if any(cue.lower() in text.lower() for cue in severe)]
    told = live.texts("prompt")
    if exercise.kind == "guided":
        assert [a.completed for a in result.attempts] == [len(told) == len(exercise.phases)], "a track may be too short"
        assert all(c.passed for a in result.attempts for c in a.checks)
        assert [t.split(".")[0] for t in told] == [p.say.split(".")[0] for p in exercise.phases[: len(told)]]
    elif exercise.phases:
        assert told[0].startswith(exercise.phases[0].say)
        assert len(told) > len(exercise.phases) / 2
        assert in_order(told, [p.say for p in exercise.phases])
        shown = {v.part for v in live.views if v.stage == "set"}
        assert {p.title for p in exercise.phases[:-1] if not p.may_skip} <= shown, "the last ends as it begins"
    else:
        assert set(told) <= {*exercise.breathing.values(), *exercise.lead}
        first = exercise.lead or [exercise.breathing[k] for k in ("move",) if k in exercise.breathing]
        assert told[:1] == [*first[:1]]
        assert in_order([text for text in told if text in exercise.lead[:-1]], [*exercise.lead])


@pytest.mark.parametrize("name", [*FROM_THE_FRONT, *WITH_FAULT, ONE_FRAME])
def test_a_fault_is_said_from_whichever_view_shows_it(name: str) -> None:
    live, scored = led(name)
    result = same(live, scored)
    fault = name.partition("fault_")[2]
    assert fault in result.faults
    (cue,) = {r.cue for r in load_exercise(result.exercise).rules if r.id == fault}
    heard = " ".join(live.texts("cue")).lower()
    assert cue.lower() in heard or result.exercise not in ("abdominal_set", "pelvic_tilt")
    if name in FROM_THE_FRONT:
        assert result.view.camera == "front"
        assert not [t for t in live.texts("guide") if "side-on" in t]


# ------------------------------------------------------------------ kinds, with made-up bodies


class Made(Live):
    """A live session of an exercise that no folder holds."""

    def __init__(self, exercise: Exercise, dose: Dose, **how: Any) -> None:
        self.made = replace(exercise, doses={"made_up": dose})
        super().__init__(sides=(), dose=dose, **how)

    def __post_init__(self) -> None:
        self.changes = {f: getattr(self.made, f) for f in self.made.__dataclass_fields__}
        super().__post_init__()


def test_a_guided_exercise_is_led_by_its_own_clock() -> None:
    """Steps of 3 and 2 s, said as they begin; the number of the round comes with its first instruction."""
    live = Made(guided(), Dose(attempts=3)).play(film(lambda _: bend(), seconds=25, fps=15))
    assert live.stages == ["guide", "hold_still", "count_in", "set", "done"]
    assert live.texts("prompt") == ["Press.", "Let go.", "1 of 3. Press.", "Let go.", "2 of 3. Press.", "Let go."]
    (begun,) = live.when("Press.")
    assert live.when("1 of 3. Press.")[0] - begun == pytest.approx(5, abs=0.2)
    assert live.when("Let go.")[0] - begun == pytest.approx(3, abs=0.2)
    result = live.last.result
    assert result is not None
    assert [a.completed for a in result.attempts] == [True] * 3
    assert result.attempts[0].start_s == pytest.approx(begun, abs=0.2), "the count-in is no part of it"
    halfway = next(v for v in live.views if v.time_s >= begun + 1.5)
    assert halfway.headline == "Press."
    assert (halfway.step_s, halfway.step_wanted_s) == (pytest.approx(1.5, abs=0.2), 3.0)
    assert "<small>of 3 s</small>" in live_html(halfway)
    shown = result_html(result, live.loaded)
    assert words("completed", done=3) in shown
    assert "No score" not in shown


def test_stopping_a_guided_exercise_leaves_its_last_round_unfinished() -> None:
    live = Made(guided(), Dose(attempts=3)).play(film(lambda _: bend(), seconds=15, fps=15))
    result = live.coach.finish()
    assert result is not None
    assert [a.completed for a in result.attempts] == [True, False]
    assert words("not_completed", done=1, begun=2) in result_html(result, live.loaded)


def test_a_correction_goes_before_the_instruction() -> None:
    """Hips lift at 9 s, just before the next step: the cue is said, the instruction waits until it is over."""
    track = film(lambda t: bend(trunk=25.0 * (8.3 < t < 10.5)), seconds=18, fps=15)
    live = Made(guided(), Dose(attempts=2)).play(track)
    (cue,) = live.when("Roll, do not lift.")
    later = [t for text in ("Press.", "Let go.", "1 of 2. Press.") for t in live.when(text) if t > cue]
    assert min(later) - cue >= 3 - 1e-6


@pytest.mark.parametrize(("talk", "breaths"), [("little", 0), ("normal", 1), ("much", 2)])
def test_breathing_is_told_to_those_who_want_to_hear_it(talk: Any, breaths: int) -> None:
    exercise = replace(guided(), breathing={"press": "Out."})
    live = Made(exercise, Dose(attempts=2), settings=CueSettings(talk=talk))
    live.play(film(lambda _: bend(), seconds=20, fps=15))
    assert sum("Out." in text for text in live.texts("prompt")) == breaths
    assert sum("Press." in text for text in live.texts("prompt")) == 2, "instructions are told in any case"


def test_a_dose_says_how_long_a_guided_hold_is() -> None:
    made = guided()
    held = replace(made, phases=(replace(made.phases[0], hold=True), made.phases[1]))
    live = Made(held, Dose(hold_s=6, attempts=1)).play(film(lambda _: bend(), seconds=20, fps=15))
    assert live.when("Let go.")[0] - live.when("Press.")[0] == pytest.approx(6, abs=0.2)
    result = live.last.result
    assert result is not None
    assert result.attempts[0].end_s - result.attempts[0].start_s == pytest.approx(8, abs=0.2)


def rolled(t: float) -> Any:
    """Head, trunk, hang for 6 s, up again, from 9 s on."""
    t -= 9
    down = min(max((t - 1) / 4, 0.0), 1.0) * (1 - min(max((t - 11) / 4, 0.0), 1.0))
    head = min(max(t, 0.0), 1.0) * (1 - min(max((t - 15) / 1, 0.0), 1.0))
    return bend(trunk=60 * down, ear=10 + 30 * head)


def test_a_sequence_is_told_part_by_part() -> None:
    live = Made(roll_down(), Dose(attempts=1)).play(film(rolled, seconds=28, fps=15))
    assert live.last.stage == "done"
    assert live.texts("prompt")[:2] == ["Let your chin sink.", "Now chest and waist. Breathe out."]
    assert "Roll up slowly." in live.texts("prompt")
    parts = [v.part for v in live.views if v.stage == "set" and v.part]
    assert list(dict.fromkeys(parts)) == ["Head first", "Roll down", "Hang", "Roll up"]
    hanging = next(v for v in live.views if v.part == "Roll down")
    assert "of 5 parts" in live_html(hanging)


def turned(t: float) -> Any:
    """Middle 5 s, one side 5 s, middle, the other side, from 8 s on."""
    corners = [(14, 0), (16, 40), (21, 40), (23, 0), (28, 0), (30, -40), (35, -40), (37, 0)]
    return bend(trunk=float(np.interp(t, *np.array(corners).T)))


def test_a_round_is_led_on_when_its_time_has_come() -> None:
    live = Made(twist(), Dose(attempts=1)).play(film(turned, seconds=42, fps=15))
    told = live.texts("prompt")
    assert [t for t in told if t in ("To one side.", "Back to the middle.", "To the other side.")] == [
        "To one side.",
        "Back to the middle.",
        "To the other side.",
    ]
    (back,) = live.when("Back to the middle.")
    begun = next(v.time_s for v in live.views if v.part == "One side")
    assert back - begun == pytest.approx(4, abs=0.3), "the side is kept for as long as it is meant to be"


def stepping(t: float) -> Any:
    going = t > 8
    return bend(knee=5 + 30 * (1 - math.cos(2 * math.pi * (t - 8))) * going, hips_back=0)


def test_a_march_is_counted_in_minutes_and_ends_when_its_time_is_over() -> None:
    exercise = replace(march(), breathing={"attempt": "You should be able to talk."})
    live = Made(exercise, Dose(seconds=75)).play(film(stepping, seconds=100, fps=15))
    assert live.last.stage == "done"
    assert live.texts("prompt") == ["1 of 1.25 minutes. 60 steps a minute. You should be able to talk."]
    (minute,) = live.when(live.texts("prompt")[0])
    (over,) = live.when(words("all_done"))
    assert over - minute == pytest.approx(15, abs=0.5)
    result = live.last.result
    assert result is not None
    assert result.attempts[0].cadence_per_min == pytest.approx(60, abs=1)
    shown = live_html(next(v for v in live.views if v.time_s >= minute))
    assert "<b>1:00</b>" in shown
    assert "Steps a minute" in shown
