"""The cue engine, frame by frame with a hand-turned clock."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecheck.language.sentences import in_words
from posecheck.result.judgement import Attempt, Feedback, Finding, PhaseName, Reading, Verdict
from posecheck.rules.coaching.cues import (
    LONG_REST_S,
    MIN_GAP_S,
    REST_S,
    CueDecision,
    CueEngine,
    CueSettings,
    Strictness,
)

STEP = 1 / 15
CHEST = "Chest tall, move your hips forward."
KNEE = "Step your front foot further ahead."
HEAD = "Look straight ahead."
STOP = "Stop there and rest."


def fault(cue: str, severity: int, *, excess: float = 5.0, measure: str = "lean") -> Finding:
    return Finding(cue[:5], Verdict.HIGH, excess, "deg", severity, 0.0, math.nan, cue, measure=measure)


CHEST_2, KNEE_2, HEAD_1, STOP_3 = fault(CHEST, 2), fault(KNEE, 2, excess=3), fault(HEAD, 1, excess=50), fault(STOP, 3)


def frame(t: float, *findings: Finding, phase: PhaseName = "hold", attempt: int = 1, value: float = 10.0) -> Feedback:
    readings = (Reading("lean", value, "deg"),)
    return Feedback(t, phase, "left", attempt, 1.0, 1.0, readings, findings, (), None, ())


def attempt(*findings: Finding, start_s: float = 0.0, end_s: float = 8.0) -> Attempt:
    return Attempt("hold", "left", start_s, end_s, 2.0, 6.0, 4.0, 4.0, True, True, 80.0, 1.0, {}, {}, findings)


def run(
    what: Callable[[float], Sequence[Finding]] | Sequence[Finding],
    seconds: float,
    engine: CueEngine | None = None,
    **how: Any,
) -> list[tuple[float, CueDecision]]:
    """What is said, and when, while `what` is wrong, or says what is at each time."""
    engine = engine or CueEngine(CueSettings())
    start = how.pop("start_s", 0.0)
    times = [start + i * STEP for i in range(round(seconds / STEP) + 1)]
    return [(t, said) for t in times if (said := engine.step(frame(t, *(what(t) if callable(what) else what), **how)))]


def texts(said: list[tuple[float, CueDecision]]) -> list[str]:
    return [in_words(d.said) for _, d in said]


def test_silence_when_all_is_well() -> None:
    assert run([], 60) == []


def test_a_lasting_fault_is_spoken_of_soon_and_once() -> None:
    ((t, decision),) = run([CHEST_2], 9)
    assert t <= 0.5
    assert decision == CueDecision("cue", CHEST_2.said_cue, "Chest", 2, CHEST)


def test_the_worse_one_is_spoken_of_and_the_lesser_waits_until_it_is_gone() -> None:
    """An S1 may be far beyond its band and still is polish."""
    said = run(lambda t: [HEAD_1, CHEST_2] if t < 4 else [HEAD_1], 9)
    assert texts(said) == [CHEST, HEAD]
    assert said[1][0] >= 4


def test_of_two_alike_the_larger_excess_comes_first_and_the_other_not_before_the_gap() -> None:
    said = run([KNEE_2, CHEST_2], 9)
    assert texts(said) == [CHEST, KNEE]
    assert said[1][0] - said[0][0] >= MIN_GAP_S


@pytest.mark.parametrize("shown", [lambda t: t < 0.1, lambda t: round(t / STEP) % 12 == 0])
def test_a_flicker_says_nothing(shown: Callable[[float], bool]) -> None:
    assert run(lambda t: [CHEST_2] if shown(t) else [], 20) == []


def test_a_fault_that_flickers_away_has_not_gone() -> None:
    said = run(lambda t: [] if round(t / STEP) % 5 == 0 else [CHEST_2], 9)
    assert texts(said) == [CHEST], "and no praise"


def test_graded_wording_with_rest_in_between() -> None:
    said = run([CHEST_2], 70)
    assert texts(said)[:3] == [
        CHEST,
        "Still: chest tall, move your hips forward.",
        "Make the movement a little smaller, that is fine.",
    ]
    gaps = [b[0] - a[0] for a, b in pairwise(said)]
    assert gaps[:2] == pytest.approx([REST_S, REST_S], abs=2 * STEP)
    assert all(gap >= LONG_REST_S - 1e-6 for gap in gaps[2:])


def test_the_next_attempt_goes_on_with_the_grades() -> None:
    engine = CueEngine(CueSettings())
    run([CHEST_2], 5, engine)
    run([], 10, engine, start_s=5, phase="setup", attempt=1)
    said = run([CHEST_2], 5, engine, start_s=16, attempt=2)
    assert texts(said) == ["Still: chest tall, move your hips forward."]


def test_danger_is_said_at_once_and_never_softened() -> None:
    said = run(lambda t: [CHEST_2] if t < 1 else [CHEST_2, STOP_3], 40)
    assert texts(said)[:2] == [CHEST, STOP]
    assert said[1][0] == pytest.approx(1.0, abs=2 * STEP)
    assert set(texts(said[1:])) == {STOP}


def test_polish_is_said_once_in_a_set_and_never_to_those_who_want_little() -> None:
    def on_and_off(t: float) -> list[Finding]:
        return [HEAD_1] if t % 20 < 5 else []

    cues = [in_words(d.said) for _, d in run(on_and_off, 100) if d.kind == "cue"]
    assert cues == [HEAD]
    assert run(on_and_off, 100, CueEngine(CueSettings(talk="little"))) == []


def test_strictness_is_how_long_a_fault_must_last() -> None:
    def first(strictness: Strictness, finding: Finding) -> float:
        return run([finding], 9, CueEngine(CueSettings(strictness=strictness)))[0][0]

    for finding in (CHEST_2, HEAD_1):
        assert first("strict", finding) < first("normal", finding) < first("gentle", finding)
    assert first("gentle", STOP_3) == 0


def test_praise_once_when_the_fault_is_mended() -> None:
    said = run(lambda t: [CHEST_2] if t < 4 else [], 20)
    assert texts(said) == [CHEST, "Good, keep that."]
    assert said[1][1].kind == "praise"
    assert said[1][0] == pytest.approx(5.0, abs=2 * STEP)


def test_after_praise_the_wording_begins_afresh() -> None:
    said = run(lambda t: [CHEST_2] if t < 4 or t > 12 else [], 15)
    assert texts(said) == [CHEST, "Good, keep that.", CHEST]


def test_no_praise_for_a_fault_that_was_not_spoken_of() -> None:
    assert run(lambda t: [CHEST_2] if t < 0.1 else [], 20) == []


def test_no_praise_when_the_hold_just_ends() -> None:
    engine = CueEngine(CueSettings())
    run([CHEST_2], 5, engine)
    assert run([], 3, engine, start_s=5.1, phase="return") == []
    assert run([], 3, engine, start_s=8.2, phase="setup") == []
    assert run([], 3, engine, start_s=11.3, attempt=2) == []


def test_moving_to_mend_it_delays_the_praise_only() -> None:
    engine = CueEngine(CueSettings())
    run([CHEST_2], 5, engine)
    assert run([], 1.5, engine, start_s=5.1, phase="return") == []
    assert texts(run([], 3, engine, start_s=6.7)) == ["Good, keep that."]


def test_what_is_out_of_sight_is_not_mended() -> None:
    engine = CueEngine(CueSettings())
    run([CHEST_2], 5, engine)
    assert run([], 10, engine, start_s=5.1, value=math.nan) == []


def test_another_fault_leaves_no_room_for_praise() -> None:
    said = run(lambda t: [CHEST_2] if t < 4 else [KNEE_2], 9)
    assert texts(said) == [CHEST, KNEE]


def test_after_an_attempt_what_was_not_yet_said() -> None:
    engine = CueEngine(CueSettings())
    run([CHEST_2], 5, engine)
    bounce = fault("Stay still, no bouncing.", 2)
    said = engine.after_attempt(attempt(CHEST_2, bounce, HEAD_1), 8.1)
    assert said is not None
    assert in_words(said.said) == "Next time: stay still, no bouncing."
    assert engine.correcting(9.0), "so the repetition number is not said"
    assert not engine.correcting(8.1 + MIN_GAP_S)
    assert engine.after_attempt(attempt(bounce, start_s=8.5), 12.0) is None, "not again within ten seconds"


def test_after_a_clean_attempt_nothing() -> None:
    engine = CueEngine(CueSettings())
    unknown = Finding("x", Verdict.UNKNOWN, math.nan, "deg", 2, math.nan, math.nan, CHEST)
    ok = Finding("x", Verdict.OK, 2.0, "deg", 2, 1.0, 0.5, CHEST)
    assert engine.after_attempt(attempt(unknown, ok), 8.1) is None
    assert not engine.correcting(8.1)


def test_others_are_not_cut_off() -> None:
    engine = CueEngine(CueSettings())
    engine.note(0.0)
    assert not engine.quiet(1.0)
    ((t, _),) = run([CHEST_2], 9, engine)
    assert t == pytest.approx(MIN_GAP_S, abs=2 * STEP)


@settings(max_examples=60, deadline=None)
@given(
    spans=st.lists(
        st.tuples(st.sampled_from([CHEST_2, KNEE_2, HEAD_1, STOP_3]), st.floats(0, 60), st.floats(0, 30)), max_size=8
    ),
    steps=st.lists(st.sampled_from([0.02, 0.033, 0.066, 0.2, 0.5]), min_size=50, max_size=400),
    phases=st.lists(st.sampled_from(["setup", "move", "hold", "return"]), min_size=1, max_size=6),
    strictness=st.sampled_from(["gentle", "normal", "strict"]),
    talk=st.sampled_from(["little", "normal", "much"]),
)
def test_laws(spans: Any, steps: list[float], phases: Any, strictness: Any, talk: Any) -> None:
    """Never two utterances too close unless for danger, never the same cue within ten seconds, polish once."""
    engine = CueEngine(CueSettings(strictness, talk))
    said: list[tuple[float, CueDecision]] = []
    t = 0.0
    for i, step in enumerate(steps):
        t += step
        findings = [f for f, start, length in spans if start <= t < start + length]
        decision = engine.step(frame(t, *findings, phase=phases[(i // 40) % len(phases)], attempt=1 + i // 160))
        if decision:
            said.append((t, decision))
            assert decision.kind == "praise" or any(f.cue == decision.cue for f in findings), "only of what is there"
    for (before, _), (after, decision) in pairwise(said):
        assert decision.severity == 3 or after - before >= MIN_GAP_S
    for cue in {d.cue for _, d in said} - {""}:
        times = [t for t, d in said if d.cue == cue]
        assert all(b - a >= REST_S for a, b in pairwise(times))
    assert sum(d.severity == 1 for _, d in said) <= (talk != "little")
