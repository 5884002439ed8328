"""Which clips of people at home are rendered: behaviours drawn for each clip from its seed and name."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from benchmarks.accuracy.case import Case
from benchmarks.accuracy.compact import BEYOND_DEG, fault_clip, faults_of
from benchmarks.accuracy.home.draft import BEHAVIOURS, plain_draft
from benchmarks.synthetic.fault_scale import scalable_faults, scale_for
from benchmarks.synthetic.spec import ClipSpec
from posecheck.disk.library import load_exercise

HOME_STREAM: Final = 40
"""Number of the random stream, see `benchmarks.synthetic.population`."""
RIGHT_CLIPS: Final = 3
FAULT_CLIPS: Final = 3
"""Of each exercise and person: clips done right, and faults (drawn from those that its file knows)."""
INSIDE_DEG: Final = -5.0
SHORT_SEED: Final = 4
SHORT: Final = ("kneeling_hip_flexor", "deadlift")

Shares = Mapping[str, float]
STARTS: Final[Shares] = {
    "": 0.24,
    "at_once": 0.30,
    "begins_in_hold": 0.20,
    "begins_mid_way": 0.10,
    "walks_in": 0.06,
    "talks": 0.05,
    "bows": 0.05,
}
ENDS: Final[Shares] = {"": 0.30, "ends_at_once": 0.25, "ends_in_hold": 0.20, "ends_mid_way": 0.15, "leaves": 0.10}
CAMERAS: Final[Shares] = {
    "": 0.46,
    "portrait": 0.15,
    "low_phone": 0.10,
    "tilted": 0.10,
    "leaned": 0.10,
    "hand_held": 0.09,
}
LIGHTS: Final[Shares] = {"": 0.90, "dim": 0.10}
FEET: Final[Shares] = {"": 0.65, "slides": 0.25, "steps_aside": 0.10}
CUTS: Final[Shares] = {"": 0.87, "cut": 0.13}
SHIRTS: Final[Shares] = {"": 0.85, "shirt": 0.15}
HANDS: Final[Shares] = {"": 0.63, "arms": 0.30, "holds_weight": 0.07}
GROUPS: Final = (FEET, STARTS, ENDS, CAMERAS, CUTS, SHIRTS, LIGHTS, HANDS)
"""At most one of each is drawn, after the repetitions themselves have become quick and unequal. The shares of starts,
lengths and cuts are near those counted in public clips; the rest is what a phone at home is like."""


@dataclass(frozen=True, slots=True)
class HomeCase:
    """A clip to judge, and what its person and phone do otherwise."""

    case: Case
    behaviours: tuple[str, ...]

    @property
    def name(self) -> str:
        """The clip's name, unique in a run."""
        return self.case.name


def home_plan(exercises: Sequence[str], seeds: Iterable[int], only: Sequence[str] | None = None) -> list[HomeCase]:
    """Return the clips of each exercise and seed.

    Parameters
    ----------
    only
        These behaviours in every clip and no others; None draws them.
    """
    seeds = list(seeds)
    return [made for exercise in exercises for seed in seeds for made in home_cases(exercise, seed, only)]


def home_cases(exercise: str, seed: int, only: Sequence[str] | None = None) -> Iterator[HomeCase]:
    """Yield the clips of one person doing one exercise."""
    for k in range(RIGHT_CLIPS if only is None else 1):
        yield _case(f"{exercise}__home{k}", ClipSpec(exercise, seed=seed), only, "right")
    rng = np.random.default_rng([seed, HOME_STREAM, zlib.crc32(exercise.encode())])
    shown = 0
    for fault in rng.permutation(sorted(faults_of(exercise))).tolist():
        made = fault_clip(exercise, fault, seed)
        if shown < FAULT_CLIPS and isinstance(made, ClipSpec):
            shown += 1
            yield _case(f"{exercise}__{fault}{BEYOND_DEG:+g}", made, only, "beyond", fault)
            near = _inside(made, fault)
            if near is not None:
                yield _case(f"{exercise}__{fault}{INSIDE_DEG:+g}", near, only, "inside", fault)


def _inside(beyond: ClipSpec, fault: str) -> ClipSpec | None:
    """Return the same short of where the rule fires; None where the fault comes in no smaller size."""
    if beyond.fault is None or fault not in scalable_faults(beyond.exercise):
        return None
    try:
        return replace(beyond, fault_scale=scale_for(beyond.exercise, fault, INSIDE_DEG, beyond.seed))
    except ValueError:
        return replace(beyond, fault_scale=0.0)  # the right version is nearer to the limit than asked


def _case(name: str, spec: ClipSpec, only: Sequence[str] | None, role: str, fault: str | None = None) -> HomeCase:
    full = f"{name}__{spec.seed}"
    rng = np.random.default_rng([spec.seed, HOME_STREAM, zlib.crc32(full.encode())])
    draft = plain_draft(spec, fault=fault is not None)
    chosen = list(only) if only is not None else _drawn(rng)
    if spec.variation.fast:  # its ways are as short as its speed has it: the film shows all of it
        chosen = [b for b in chosen if b in WHOLE]
    for behaviour in chosen:
        draft = BEHAVIOURS[behaviour](draft, rng)
    return HomeCase(Case(full, draft.finished(rng), role, fault), tuple(chosen))  # type: ignore[arg-type]


WHOLE: Final = ("walks_in", "talks", "bows", "leaves", "slides", "steps_aside", *CAMERAS, *SHIRTS, *LIGHTS, *HANDS)
"""Behaviours that leave nothing out of the film."""


def _drawn(rng: np.random.Generator) -> list[str]:
    """Return what is drawn, in the order in which it is done."""
    drawn = [str(rng.choice(list(group), p=list(group.values()))) for group in GROUPS]
    return ["quick", *(b for b in drawn if b)]


def short_plan() -> list[HomeCase]:
    """Return a few clips of a development seed, for every change to go through."""
    chosen: list[HomeCase] = []
    for exercise in SHORT:
        cases = list(home_cases(exercise, SHORT_SEED))
        for role in ("right", "beyond", "inside"):
            chosen += [c for c in cases if c.case.role == role][:1]
    return chosen


def absolute(exercise: str, fault: str) -> bool:
    """Return whether no rule of a fault goes by the person's own change since the start position."""
    known = load_exercise(exercise)
    return all(known.measures[r.measure].relative is None for r in known.rules if r.id == fault)
