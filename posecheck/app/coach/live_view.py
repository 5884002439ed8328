"""What the live page shows at one instant: plain frozen records that pass from the video thread to the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from posecheck.result.judgement import NAN, Feedback, Kind, PhaseName, Result

Stage = Literal["guide", "hold_still", "count_in", "set", "rest", "stop", "change_sides", "paused", "done", "failed"]
SayKind = Literal["guide", "cue", "praise", "prompt", "count", "info"]
Sound = Literal["tick", "go", "hold_end", "set_end", "attention"]


@dataclass(frozen=True, slots=True)
class Say:
    """One thing to say: spoken where there is a voice, large on screen in any case.

    `number` grows by one with everything that is said, so that the page speaks each once; a new one replaces what is
    still being spoken.
    """

    number: int
    kind: SayKind
    text: str
    sound: Sound | None = None


@dataclass(frozen=True, slots=True)
class LiveView:
    """Everything that the live page needs to draw itself.

    Parameters
    ----------
    stage
        guide: say what to change until all is well for a second. hold_still: the neutral is being taken. count_in: 3,
        2, 1. set: the exercise. rest: between two holds or sets. stop: what may do harm was seen, the set waits.
        change_sides, paused (nobody in the picture), done, failed (`error` says why).
    headline, detail
        The large words and the small ones below.
    count
        Number of the count-in, or seconds of rest that are left, or None.
    hold_s, good_hold_s, hold_wanted_s
        Seconds held, held well, and meant.
    attempt, attempts_wanted
        Repetition under way, from 1, and how many are meant.
    set_number
        Which set it is, from 0: each side's turn is one.
    kind
        What is led through: a sequence shows its parts, a march its minutes.
    part
        The exercise's own phase under way in words; empty where it has none.
    step_s, step_wanted_s
        Seconds of that phase, or of a march, and how many are meant; NaN where none are.
    step, steps
        Number of that phase from 1, and how many there are.
    per_min
        Steps a minute in a march.
    say
        The newest thing said, or None.
    feedback
        Of the newest frame, for drawing; None before the set.
    result
        When done: that of the last set (each side is a set of its own).
    results
        When done: those of all sets that were begun.
    error
        Why it failed; in other stages, why what was done cannot be kept on disk.
    """

    stage: Stage
    headline: str
    detail: str = ""
    count: int | None = None
    phase: PhaseName = "none"
    side: str | None = None
    hold_s: float = 0.0
    good_hold_s: float = 0.0
    hold_wanted_s: float = 0.0
    attempt: int = 0
    attempts_wanted: int = 0
    set_number: int = 0
    kind: Kind = "hold"
    part: str = ""
    step_s: float = 0.0
    step_wanted_s: float = NAN
    step: int = 0
    steps: int = 0
    per_min: float = NAN
    say: Say | None = None
    feedback: Feedback | None = None
    result: Result | None = None
    results: tuple[Result, ...] = ()
    error: str = ""
    time_s: float = 0.0
    fps: float = 0.0
