"""What a judgement consists of: verdicts, findings, attempts, the result of a clip, and the feedback of one instant.

Plain frozen records without behaviour. `posecheck.report.result_json` writes a `Result` as the JSON contract.
Seconds are the clip's own time. NaN means "could not be told" and becomes ``null`` in JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from posecheck.back_seen import BackLine, BackShape
from posecheck.pose import Source
from posecheck.seen import Check, PhaseSeen, RulesJudged, ScoreStep
from posecheck.skeleton import Side

NAN = float("nan")

PhaseName = Literal["none", "setup", "move", "hold", "return"]
Kind = Literal["hold", "repetition", "sequence", "cycle", "cadence", "guided"]
Band = Literal["good", "needs_work", "not_yet"]


class Verdict(StrEnum):
    """What a rule says of what it saw."""

    OK = "OK"
    LOW = "LOW"
    HIGH = "HIGH"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Reading:
    """The value of one measure; NaN where it cannot be trusted.

    `sd` is its standard deviation where the measurement itself says how sure it is (the shape of the back), else NaN.
    """

    measure: str
    value: float
    unit: str
    sd: float = NAN


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found in one attempt (or, in `Feedback`, at this moment).

    Parameters
    ----------
    rule
        The rule's id (a fault id where it fired).
    verdict
        LOW or HIGH only beyond the point where the rule fires, for its persistence time.
    excess
        Distance beyond the good band, in `unit`, at the worst moment; 0 inside the band, NaN for UNKNOWN.
    severity
        1 polish, 2 form fault, 3 safety.
    time_s
        The worst moment.
    share
        Part of the judged phase beyond the point where the rule fires, 0 to 1.
    cue
        The sentence to say.
    measure, value
        What was measured and its value at the worst moment.
    title
        What was seen, in plain words ("Chest goes forward").
    points
        Points lost in the attempt's score.
    reason
        Why it is UNKNOWN, else empty.
    """

    rule: str
    verdict: Verdict
    excess: float
    unit: str
    severity: int
    time_s: float
    share: float
    cue: str
    measure: str = ""
    value: float = NAN
    title: str = ""
    points: float = 0.0
    reason: str = ""

    @property
    def fired(self) -> bool:
        """Whether the rule found its fault."""
        return self.verdict in (Verdict.LOW, Verdict.HIGH)


@dataclass(frozen=True, slots=True)
class RangeReading:
    """How far the person got: shown, never blamed. `share_of_target` is 1 at the usual target."""

    value: float
    unit: str
    target: float
    share_of_target: float
    title: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One hold, repetition, sequence, round or stretch of steps, from leaving the set-up to coming back to it.

    Parameters
    ----------
    start_s, end_s
        From 3 degrees off the set-up to 3 degrees off it again.
    hold_start_s, hold_end_s, hold_s
        The plateau; NaN, NaN and 0 where there was none.
    good_hold_s
        Seconds of the plateau in which no rule of severity 2 or 3 was beyond its firing point.
    complete
        The plateau was seen and left again (or the clip ends in it).
    reached
        The primary measure came as far as the exercise's minimum.
    readings
        Median of each measure over the plateau.
    phases
        The phases of a sequence or a round, in the order of the exercise.
    cadence_per_min
        Steps a minute, NaN for what is no march.
    completed, checks
        Of a guided exercise: whether the round was done to its end (None for other kinds), and what was checked.
    score_steps
        From 100 to the score; empty where there is none, or nothing was taken off.
    """

    kind: Kind
    side: Literal["left", "right", "both"] | None
    start_s: float
    end_s: float
    hold_start_s: float
    hold_end_s: float
    hold_s: float
    good_hold_s: float
    complete: bool
    reached: bool
    score: float
    judged_share: float
    readings: Mapping[str, Reading]
    ranges: Mapping[str, RangeReading]
    findings: tuple[Finding, ...]
    phases: tuple[PhaseSeen, ...] = ()
    cadence_per_min: float = NAN
    completed: bool | None = None
    checks: tuple[Check, ...] = ()
    score_steps: tuple[ScoreStep, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """How the person stands to the camera, and what to change. None where it cannot be told."""

    body: Literal["standing", "kneeling", "sitting", "supine", "prone"] | None = None
    camera: Literal["side", "oblique", "front"] | None = None
    facing: Literal["left", "right"] | None = None
    head: Literal["up", "left", "right"] | None = None
    near_side: Side | None = None
    yaw_deg: float = NAN
    advice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Neutral:
    """Where the person's own neutral was taken, and from how many seconds."""

    source: Literal["setup", "end", "none"] = "none"
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """The measures over time, for curves and spreadsheets.

    Parameters
    ----------
    time_s
        Shape (T,).
    phase
        Phase name of each frame, T entries.
    attempt
        Shape (T,): number of the attempt from 1, 0 outside.
    values
        Measure name -> shape (T,), NaN where it could not be trusted.
    units
        Measure name -> unit.
    """

    time_s: NDArray[np.float64]
    phase: tuple[PhaseName, ...]
    attempt: NDArray[np.int64]
    values: Mapping[str, NDArray[np.float64]]
    units: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Deduction:
    """Why points were lost, in words: "-9 chest went forward 21 degrees, at 0:07", and in which attempt, from 1."""

    points: float
    text: str
    time_s: float
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Result:
    """The judgement of a clip or a live set; its serialisation is the JSON contract, schema 1.

    `score` is NaN and `band` None where too little could be judged; `reason` then says why. `language` is that of the
    sentences in it.
    """

    clip: str
    exercise: str
    title: str
    variant: str | None
    judged: bool
    reason: str | None
    judged_share: float
    view: View
    neutral: Neutral
    dose: str | None
    score: float
    band: Band | None
    score_uncertainty: float
    attempts: tuple[Attempt, ...]
    faults: tuple[str, ...]
    deductions: tuple[Deduction, ...]
    notes: tuple[str, ...]
    not_judged: tuple[str, ...]
    source: Source
    versions: Mapping[str, str]
    language: str = "en"
    score_steps: tuple[ScoreStep, ...] = ()
    rules_judged: RulesJudged = field(default_factory=RulesJudged)
    series: Series | None = field(default=None, compare=False, repr=False)
    back: BackShape | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Arc:
    """An angle to draw: at `vertex`, from the ray to `start` to the ray to `end` (x, y in image heights, y down).

    `good` is the band in which the value is good, None where one side is open. `grows` is 1 where the value grows when
    `end` turns clockwise as seen, -1 the other way, 0 where it does not change. `moving`: on the way, not good yet.
    """

    measure: str
    title: str
    vertex: tuple[float, float]
    start: tuple[float, float]
    end: tuple[float, float]
    value: float
    unit: str
    good: tuple[float | None, float | None]
    verdict: Verdict
    grows: int = 0
    moving: bool = False


@dataclass(frozen=True, slots=True)
class Feedback:
    """All that a live screen or an annotated frame needs at one instant; immutable, so it can cross threads.

    `step` is the exercise's own phase under way (None where it has none), `title` its name in words, `say` the
    instruction that is next, `breath` what to tell about breathing now; `step_s` how long the phase has lasted and
    `step_wanted_s` how long it is meant to (NaN where nothing is).
    """

    time_s: float
    phase: PhaseName
    side: Literal["left", "right", "both"] | None
    attempt: int
    hold_s: float
    good_hold_s: float
    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]
    arcs: tuple[Arc, ...]
    cue: str | None
    advice: tuple[str, ...]
    back: BackLine | None = None
    step: str | None = None
    title: str = ""
    say: str | None = None
    breath: str | None = None
    step_s: float = 0.0
    step_wanted_s: float = NAN
