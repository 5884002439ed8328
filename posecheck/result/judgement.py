"""What a judgement consists of: verdicts, findings, attempts, the result of a clip, and the feedback of one instant.

Plain frozen records without behaviour. `posecheck.report.result_json` writes a `Result` as the JSON contract.
Seconds are the clip's own time. NaN means "could not be told" and becomes ``null`` in JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import Source
from posecheck.body.skeleton import Side
from posecheck.remark import Remark
from posecheck.result.back_lines import BackLine, BackShape
from posecheck.result.entries import Candidate, Check, Deduction, PhaseSeen, RulesJudged, ScoreStep
from posecheck.result.finding import Finding, Verdict

NAN = float("nan")

COUNTED_HOLD_S = 1.0
"""A plateau of this long is a hold, whether or not its ends are in the film."""

PhaseName = Literal["none", "setup", "move", "hold", "return"]
Kind = Literal["hold", "repetition", "sequence", "cycle", "cadence", "guided"]
NeutralSource = Literal["setup", "rest", "end", "population", "none"]
Cut = Literal["start", "end", "both"]
"""Which of the ways of an attempt is not in the film."""
PartReason = Literal["nobody", "unclear", "view", "no_attempt", "other", "before", "after"]
Band = Literal["good", "needs_work", "not_yet"]


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
    cut
        Which of its ways is not in the film, None where both are. A cut attempt loses no points on its dose, and one
        that did not come as far as the minimum has no score.
    part
        Number of the part of the stream that it is in, from 0.
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
    cut: Cut | None = None
    part: int = 0
    score_steps: tuple[ScoreStep, ...] = ()

    @property
    def counted(self) -> bool:
        """Whether it counts: a hold with a plateau of a second or more in the film, or both of its ways in it."""
        return self.cut is None or (self.kind == "hold" and self.hold_s >= COUNTED_HOLD_S)


@dataclass(frozen=True, slots=True)
class View:
    """How the person stands to the camera, and what to change. None where it cannot be told.

    `advised` is what to change, the most important first; `advice` has it in words.
    """

    body: Literal["standing", "kneeling", "sitting", "supine", "prone"] | None = None
    camera: Literal["side", "oblique", "front"] | None = None
    facing: Literal["left", "right"] | None = None
    head: Literal["up", "left", "right"] | None = None
    near_side: Side | None = None
    yaw_deg: float = NAN
    advice: tuple[str, ...] = ()
    advised: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Neutral:
    """Where the person's neutral was taken, and from how many seconds.

    ``setup``: still in the start position. ``rest``: where the movement turns round there. ``end``: only at the end.
    ``population``: nowhere; what people's start positions are like stands for it. ``none``: nothing does.
    """

    source: NeutralSource = "none"
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a clip: what was judged by one set-up, or was left out and why.

    The reasons: ``nobody`` was seen; it is ``unclear`` which way the person faces; the ``view`` or the light does not
    let it be judged; there was ``no_attempt``, or plainly an ``other`` movement; it lies ``before`` or ``after`` what
    was judged.
    """

    start_s: float
    end_s: float
    judged: bool
    reason: PartReason | None
    view: View
    neutral: Neutral


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
class Result:
    """The judgement of a clip or a live set; its serialisation is the JSON contract, schema 1.

    `score` is NaN and `band` None where too little could be judged; `reasons` then say why. `reasons` and `noted` are
    records, `reason` and `notes` the same in words. `posecheck.worded` fills these and all other sentences, last of
    all; `language` is that of the words, empty before. `form` is the view whose form of the exercise was judged.
    `candidates`: which exercises it may be, where posecheck was asked (``auto``).
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
    language: str = ""
    parts: tuple[Part, ...] = ()
    reasons: tuple[Remark, ...] = ()
    noted: tuple[Remark, ...] = ()
    form: str = ""
    score_steps: tuple[ScoreStep, ...] = ()
    rules_judged: RulesJudged = field(default_factory=RulesJudged)
    candidates: tuple[Candidate, ...] = ()
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
    instruction that is next, `breath` what to tell about breathing now, `advised` how to stand to the camera;
    `step_s` how long the phase has lasted and `step_wanted_s` how long it is meant to (NaN where nothing is).
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
    advised: tuple[Remark, ...]
    back: BackLine | None = None
    step: str | None = None
    title: str = ""
    say: str | None = None
    breath: str | None = None
    step_s: float = 0.0
    step_wanted_s: float = NAN
