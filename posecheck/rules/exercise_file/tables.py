"""The shape of an ``exercise.toml``, table by table, for pydantic. Meanings: `posecheck.rules.exercise.definition`."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from posecheck.result.judgement import Kind
from posecheck.rules.exercise.definition import Arm, Body, CameraView, Flag, Leg, Works
from posecheck.rules.exercise.setup_picture import Thing


class Table(BaseModel):
    """A table of the file: unknown keys are mistakes, types are not guessed."""

    model_config = ConfigDict(extra="forbid", strict=True, str_min_length=1, allow_inf_nan=False)


class ConditionTable(Table):
    """``{ measure, above, below }``."""

    measure: str
    above: float | None = None
    below: float | None = None


class EnterTable(Table):
    """``enter = [{ measure, above, below, rises, falls, returns, slower }]``."""

    measure: str
    above: float | None = None
    below: float | None = None
    rises: float | None = Field(default=None, gt=0)
    falls: float | None = Field(default=None, gt=0)
    returns: float | None = Field(default=None, gt=0)
    slower: float | None = Field(default=None, gt=0)


class PhaseTable(Table):
    """``[[phases]]``."""

    name: str
    title: str
    say: str = ""
    enter: list[EnterTable] = []
    seconds: float | None = Field(default=None, gt=0)
    min_s: float = Field(default=0.0, ge=0)
    max_s: float | None = Field(default=None, gt=0)
    may_skip: bool = False
    hold: bool = False


class CadenceTable(Table):
    """``[cadence]``."""

    steps: list[str] = Field(min_length=1)
    least: float = Field(gt=0)
    stop_s: float = Field(default=20.0, gt=0)


class LimitTable(Table):
    """``{ good, limit, fires_at }``."""

    good: float
    limit: float
    fires_at: float | None = None


class CorrectionTable(Table):
    """``correct = { measure, per_unit, add, gain }``."""

    measure: str | None = None
    per_unit: float = 0.0
    add: float = 0.0
    gain: float = Field(default=1.0, gt=0)


class PopulationTable(Table):
    """``population = { value, sd }``."""

    value: float
    sd: float = Field(gt=0)


class MeasureTable(Table):
    """``[measures.NAME]``."""

    kind: str
    title: str
    leg: Leg | None = None
    arm: Arm | None = None
    of: str | None = None
    relative: Literal["neutral", "percent"] | None = None
    nominal: float = 0.0
    sd: float = Field(default=0.0, ge=0)
    correct: CorrectionTable | None = None
    population: PopulationTable | None = None
    phase: str | None = None
    until: str | None = None
    first: str | None = None
    then: str | None = None
    since: str | None = None


class UncalibratedTable(Table):
    """``uncalibrated = { low, high }``: limits where there is no neutral."""

    low: LimitTable | None = None
    high: LimitTable | None = None


class RuleTable(Table):
    """``[[rules]]``."""

    id: str
    measure: str
    title: str
    cue: str
    severity: Literal[1, 2, 3]
    source: str
    phase: str = "hold"
    low: LimitTable | None = None
    high: LimitTable | None = None
    when: list[ConditionTable] = []
    persist_s: float = Field(default=0.5, ge=0)
    control: float = Field(default=0.0, ge=0, le=25)
    uncalibrated: UncalibratedTable = UncalibratedTable()
    view: CameraView | None = None


class RangeTable(Table):
    """``[ranges.NAME]``."""

    measure: str
    target: float
    title: str
    phase: str = "hold"


class MovementTable(Table):
    """``[movement]``."""

    primary: str
    leave: dict[str, float]
    reached: float
    hold_min_s: float = Field(default=1.0, gt=0)
    still_per_s: float = Field(default=5.0, gt=0)
    bridge_s: float = Field(default=1.0, ge=0)
    either_way: list[str] = []


class DoseTable(Table):
    """``[doses.NAME]``."""

    hold_s: float = Field(default=0.0, ge=0)
    attempts: int = Field(default=1, gt=0)
    sets: int = Field(default=1, gt=0)
    rest_s: float = Field(default=10.0, ge=0)
    seconds: float = Field(default=0.0, ge=0)


class PictureTable(Table):
    """``[picture]``."""

    distance_m: float | None = Field(default=None, gt=0)
    height_m: float | None = Field(default=None, gt=0)
    things: list[Thing] = []
    hands: Literal["belly"] | None = None
    moment: float | None = Field(default=None, gt=0, le=1)
    press: bool = False


class SignTable(Table):
    """``{ sign, above, below }``."""

    sign: str
    above: float | None = None
    below: float | None = None


class FilmTable(Table):
    """``[[film]]``."""

    every: list[SignTable] = []
    end: list[SignTable] = []
    moves: dict[str, float] = {}
    stays: dict[str, float] = {}


class FileTable(Table):
    """The whole file, without ``schema``, ``variants`` and ``views``."""

    id: str
    version: str
    title: str
    other_names: list[str] = []
    purpose: str
    kind: Kind
    view: CameraView
    body: Body
    sides: list[Literal["left", "right"]] = []
    grade: Literal["A", "B", "C"]
    source: str
    start: str
    steps: list[str]
    camera: str
    not_judged: list[str] = []
    cautions: list[str] = []
    needs: list[str]
    works: Works = "rear"
    back_caps: bool = False
    setup: list[ConditionTable]
    posture: list[ConditionTable] = []
    movement: MovementTable | None = None
    phases: list[PhaseTable] = []
    cadence: CadenceTable | None = None
    breathing: dict[str, str] = {}
    lead: list[str] = Field(default=[], max_length=4)
    recognise: list[ConditionTable] = []  # files of version 0.1 have it; `film` says it better, so it is not read
    film: list[FilmTable] = []
    flags: list[Flag] = []
    easier: list[str] = []
    harder: list[str] = []
    measures: dict[str, MeasureTable]
    rules: list[RuleTable]
    ranges: dict[str, RangeTable] = {}
    doses: dict[str, DoseTable] = {}
    picture: PictureTable = PictureTable()
