"""What an exercise is: measures, movement, rules, ranges, doses. Frozen data without behaviour.

An exercise comes from an ``exercise.toml`` (see `posecheck.rules.exercise_file.reader`), never from code. Angles are in
degrees, lengths in trunk lengths (hip to shoulder), times in seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from posecheck.remark import Term
from posecheck.result.judgement import Kind
from posecheck.rules.exercise.course import Cadence, Phase, PhaseOfRule
from posecheck.rules.exercise.film_form import FilmForm
from posecheck.rules.exercise.movement import Movement
from posecheck.rules.exercise.setup_picture import Setup

Leg = Literal[
    "near", "far", "rear", "front", "left", "right", "drawn", "outstretched", "raised", "lowered", "bent", "straight"
]
"""``bent`` and ``straight`` are told from the front, ``left`` and ``right`` from anywhere, the others from the side."""
Arm = Literal["left", "right", "raised", "lowered"]
"""As seen from the front."""
Works = Literal[Leg, "raised_arm"]
Body = Literal["standing", "kneeling", "sitting", "supine", "prone"]
CameraView = Literal["side", "front", "feet"]
Flag = Literal["no_flex", "no_ext", "hip", "knee", "shoulder", "pregnancy", "surgery", "dizzy", "head_low", "support"]
"""Why somebody should leave an exercise out, or ask first (clinical E.2)."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A measured reading error, taken off the value as the rules see it.

    Parameters
    ----------
    measure, per_unit
        An error that grows with another measure: `per_unit` is added for each unit of its own change.
    add
        A constant error: this is added.
    gain
        What is seen too small or too large: the distance from the neutral value (100 for a percentage) is multiplied.
    """

    measure: str | None = None
    per_unit: float = 0.0
    add: float = 0.0
    gain: float = 1.0


@dataclass(frozen=True, slots=True)
class Population:
    """What a raw measure is in people's start positions: value and standard deviation over people.

    It stands for the person's own neutral where a clip shows none.
    """

    value: float
    sd: float


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity read from each frame, or (tempo, bounce, sway) from a whole attempt.

    Parameters
    ----------
    name
        The name rules refer to.
    kind
        A word of `posecheck.rules.reading.measures` or `posecheck.rules.phases.tempo`.
    title
        Plain name for the report.
    leg, arm
        Which leg or arm it reads, for kinds that need one.
    of
        The measure an attempt measure (bounce, sway, speed) is taken of.
    relative
        ``"neutral"``: own change since the person's neutral, plus `nominal`; ``"percent"``: share of the neutral.
    nominal
        The value stated for the neutral posture (with ``"neutral"``).
    sd
        Standard deviation of the measurement, in the measure's unit; half of it is forgiven before points are lost.
    correct
        A measured error of the reading that is taken off, or None.
    population
        What it is in people's start positions, or None where that differs too much to stand for an own neutral.
    phase, until
        For `phase_time`: the phase that is timed; with `until`, from its beginning to that of another.
    first, then, since
        For `order`: the two phases, and the phase from whose beginning on they are watched.
    """

    name: str
    kind: str
    title: str
    leg: Leg | None = None
    arm: Arm | None = None
    of: str | None = None
    relative: Literal["neutral", "percent"] | None = None
    nominal: float = 0.0
    sd: float = 0.0
    correct: Correction | None = None
    population: Population | None = None
    phase: str | None = None
    until: str | None = None
    first: str | None = None
    then: str | None = None
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """One side of a rule: up to `good` all is well, beyond `limit` it is wrong, in between points are lost.

    The verdict changes only beyond `fires_at`, which is `limit` unless the file says otherwise.
    """

    good: float
    limit: float
    fires_at: float


@dataclass(frozen=True, slots=True)
class Condition:
    """A measure must be above or below a value (either may be None)."""

    measure: str
    above: float | None = None
    below: float | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong, and what to say then.

    Rules with the same `id` are alternatives: the fault is found when any of them fires. All of `when` must hold.
    `control` is the weight of rules on how the person moves (speed, bounce), which lose points in the control part
    only; 0 for rules on form. `number` counts those with the same `id` from 0.
    """

    id: str
    measure: str
    title: str
    cue: str
    severity: Literal[1, 2, 3]
    phase: PhaseOfRule = "hold"
    low: Limit | None = None
    high: Limit | None = None
    when: tuple[Condition, ...] = ()
    persist_s: float = 0.5
    control: float = 0.0
    uncalibrated_low: Limit | None = None
    uncalibrated_high: Limit | None = None
    view: CameraView | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Range:
    """How far the person got: a measure over the hold (or `phase`), against a usual target. Never a fault."""

    name: str
    measure: str
    target: float
    title: str
    phase: PhaseOfRule = "hold"


BACK_RULE: Final = "rounds_back"
"""The rule that `Exercise.back_caps` is about."""


@dataclass(frozen=True, slots=True)
class Dose:
    """How much to do: seconds of a hold, how often, how many sets, rest in between; `seconds` in all for a march."""

    hold_s: float = 0.0
    attempts: int = 1
    sets: int = 1
    rest_s: float = 10.0
    seconds: float = 0.0

    @property
    def amount(self) -> float:
        """How much it is in all, to compare doses of one exercise."""
        return self.seconds or max(self.hold_s, 1.0) * self.attempts * self.sets


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise, complete.

    `version` changes whenever a number that moves a score changes. `start` names the start position in words; `setup`
    (raw values) recognises it, `posture` must hold as long as an attempt lasts, and without the measures in `needs` an
    attempt is not judged. `works` is the limb whose side is the working one, where no measure tells it
    (`Movement.either_way`). With `back_caps` a flat back is the task: one rounded for long caps the score. `view` is
    where the camera stands for this form, `home_view` for the exercise as it is described first (they differ in
    `other_views`: the same exercise for cameras elsewhere). `breathing` is told in the phase that it names, never
    judged. `lead` are the short words that lead into a hold, the last of them said as it is reached. `film` says what a
    film of it shows, by which it is told from others. `easier` and `harder` are ids of
    neighbours. `picture` is what the set-up picture shows besides the body.
    """

    id: str
    version: str
    title: str
    other_names: tuple[str, ...]
    purpose: str
    kind: Kind
    view: CameraView
    body: Body
    sides: tuple[Literal["left", "right"], ...]
    grade: Literal["A", "B", "C"]
    source: str
    steps: tuple[str, ...]
    camera: str
    not_judged: tuple[str, ...]
    cautions: tuple[str, ...]
    start: str
    setup: tuple[Condition, ...]
    posture: tuple[Condition, ...]
    needs: tuple[str, ...]
    movement: Movement
    measures: Mapping[str, Measure]
    rules: tuple[Rule, ...]
    ranges: Mapping[str, Range]
    doses: Mapping[str, Dose]
    works: Works = "rear"
    back_caps: bool = False
    variant: str | None = None
    variants: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict[str, str])
    home_view: CameraView = "side"
    other_views: tuple[Exercise, ...] = ()
    phases: tuple[Phase, ...] = ()
    cadence: Cadence | None = None
    breathing: Mapping[str, str] = field(default_factory=dict[str, str])
    lead: tuple[str, ...] = ()
    film: tuple[FilmForm, ...] = ()
    flags: tuple[Flag, ...] = ()
    easier: tuple[str, ...] = ()
    harder: tuple[str, ...] = ()
    picture: Setup = field(default_factory=Setup)

    @property
    def legs(self) -> frozenset[Leg]:
        """The legs that measures read, and the one that works."""
        legs: set[Leg] = set() if self.works == "raised_arm" else {self.works}
        legs.update(m.leg for m in self.measures.values() if m.leg)
        return frozenset(legs)

    @property
    def moves(self) -> bool:
        """Whether there is a way from a start position and back, which marches and guided exercises do not have."""
        return self.kind not in ("cadence", "guided")

    def band(self, measure: str) -> tuple[float | None, float | None]:
        """Return the good band of a measure over all its unconditional rules: (low, high), None where open."""
        rules = [r for r in self.rules if r.measure == measure and not r.when]
        low = [r.low.good for r in rules if r.low]
        high = [r.high.good for r in rules if r.high]
        return (max(low) if low else None, min(high) if high else None)


def title_of(measure: Measure) -> Term:
    """Return the plain name of a measure, to be put into words."""
    return Term(f"measures.{measure.name}.title", measure.title)
