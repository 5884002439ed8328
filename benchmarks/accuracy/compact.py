"""The compact plan: every exercise with a movement, a few clips each, so that none goes unmeasured.

Of each exercise and person: right, right in a mirrored picture, stiff but clean, and each fault that a rendered person
can show, `BEYOND_DEG` past the point where its rule fires. What cannot be rendered is named with the reason
(`not_rendered`): a table must not look fuller than it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

import numpy as np

from benchmarks.accuracy.case import Case
from benchmarks.accuracy.truth import true_measures
from benchmarks.synthetic.fault_scale import scalable_faults, scale_for
from benchmarks.synthetic.movements import MOVEMENTS
from benchmarks.synthetic.simulate import simulate
from benchmarks.synthetic.spec import CameraSpec, ClipSpec, Variation
from benchmarks.synthetic.timing import FASTEST_S, WOBBLE_HZ, seconds_for_speed
from posecheck.disk.library import load_exercise
from posecheck.rules.exercise.definition import Exercise, Rule

BEYOND_DEG: Final = 10.0
"""Degrees (or the equal in the measure's own unit) past where a fault's rule fires (clinical A33)."""
TURNED_DEG: Final = 90.0
"""By this much a camera at the side comes to stand in front."""

RIGHT: Final[Mapping[str, Variation]] = {
    "plain": Variation(),
    "mirrored": Variation(mirrored=True),
    "stiff": Variation(stiff=True),
}
SWAYS: Final = "spread"
TEMPO: Final[Mapping[str, Variation]] = {
    "bounce": Variation(bounce=True, hold_s=5.0),
    SWAYS: Variation(wobble=True, hold_s=2 / WOBBLE_HZ),
    "mean_speed": Variation(fast=True, repetitions=2),
    "movement_time": Variation(fast=True, repetitions=2),
    "way_in_time": Variation(fast=True, repetitions=2),
    "way_back_time": Variation(fast=True, repetitions=2),
    "fall_in": Variation(fast=True, repetitions=2),
    "fall_back": Variation(fast=True, repetitions=2),
}
"""Kind of a measure of the attempt -> the variation that breaks a rule on it."""
FALLS: Final = {"fall_in": "in", "fall_back": "out"}
CLEARLY: Final = 80 / 55
"""So many times the speed at which a rule of tempo fires: what clinical G2 calls too fast, 80 degrees/s by 55."""
REPETITIONS: Final = 3
"""One fast repetition is too short to be judged."""

NO_MOVEMENT = "no rendered movement shows it"
NOT_SO_FAR = "this body does not come so far past the limit"
NO_SWAY = "swaying does not move its measure past the limit"


def compact_plan(exercises: Sequence[str], seeds: Iterable[int]) -> list[Case]:
    """Return the clips of each exercise and seed."""
    seeds = list(seeds)
    return [case for exercise in exercises for seed in seeds for case in compact_cases(exercise, seed)]


def compact_cases(exercise: str, seed: int) -> Iterator[Case]:
    """Yield the clips of one person doing one exercise."""
    for name, variation in RIGHT.items():
        yield Case(f"{exercise}__{name}__{seed}", ClipSpec(exercise, None, seed, variation=variation), "right")
    for form in load_exercise(exercise).other_views:
        spec = ClipSpec(exercise, None, seed, camera=CameraSpec(yaw_deg=TURNED_DEG))
        yield Case(f"{exercise}__from_{form.view}__{seed}", spec, "right")
    for fault in faults_of(exercise):
        made = fault_clip(exercise, fault, seed)
        if isinstance(made, ClipSpec):
            yield Case(f"{exercise}__{fault}+{BEYOND_DEG:g}__{seed}", made, "beyond", fault)


def not_rendered(exercise: str, seed: int) -> Mapping[str, str]:
    """Return the faults of an exercise that this person does not show, each with the reason."""
    made = {fault: fault_clip(exercise, fault, seed) for fault in faults_of(exercise)}
    return {fault: reason for fault, reason in made.items() if isinstance(reason, str)}


def faults_of(exercise: str) -> list[str]:
    """Return the faults that an exercise's file knows, each once."""
    return list(dict.fromkeys(rule.id for rule in load_exercise(exercise).rules))


@cache
def fault_clip(exercise_id: str, fault: str, seed: int) -> ClipSpec | str:
    """Return the clip that shows a fault past its limit, or why there is none."""
    exercise = load_exercise(exercise_id)
    rules = [rule for rule in exercise.rules if rule.id == fault]
    spec = ClipSpec(exercise_id, seed=seed, camera=CameraSpec(yaw_deg=_yaw_deg(exercise, rules)))
    if fault in scalable_faults(exercise_id):
        try:
            scale = scale_for(exercise_id, fault, BEYOND_DEG, seed)
        except ValueError:
            return NOT_SO_FAR
        return replace(spec, fault=fault, fault_scale=scale)
    if fault in MOVEMENTS[exercise_id].faults:
        return replace(spec, fault=fault)
    tempo = [rule for rule in rules if exercise.measures[rule.measure].kind in TEMPO]
    if not tempo:
        return NO_MOVEMENT
    kind = exercise.measures[tempo[0].measure].kind
    often = REPETITIONS if exercise.kind == "repetition" and TEMPO[kind].fast else TEMPO[kind].repetitions
    variation = replace(TEMPO[kind], repetitions=often)
    if variation.fast:
        quick = quick_way(exercise, tempo[0], seed)
        return NOT_SO_FAR if quick is None else replace(spec, variation=replace(variation, **quick))
    spec = replace(spec, variation=variation)
    return spec if kind != SWAYS or _sways(exercise, tempo[0], spec) else NO_SWAY


def quick_way(exercise: Exercise, rule: Rule, seed: int) -> Mapping[str, Any] | None:
    """Return the fields of a `Variation` whose ways are clearly faster than a rule allows.

    A speed is `CLEARLY` times the limit, a time as much shorter. None where a body would have to move from rest to
    rest in less than `timing.FASTEST_S`; a fall does not come to rest.
    """
    kind = exercise.measures[rule.measure].kind
    limit = (rule.high or rule.low).limit  # type: ignore[union-attr]
    if kind in FALLS:  # ever faster (share of the way = share of the time squared): at its end 2 ranges in its time
        return {"fast": True, "way_s": 2 / (CLEARLY * limit), "falls": FALLS[kind]}
    if kind != "mean_speed":
        return {"fast": True, "way_s": limit / CLEARLY} if limit / CLEARLY >= FASTEST_S else None
    of = exercise.measures[rule.measure].of or ""
    values = true_measures(simulate(ClipSpec(exercise.id, seed=seed)), exercise)[of]
    way_deg = float(np.nanmax(values) - np.nanmin(values))
    way_s = seconds_for_speed(way_deg, CLEARLY * limit)
    return {"fast": True, "way_s": way_s} if way_s > FASTEST_S else None


def _yaw_deg(exercise: Exercise, rules: Sequence[Rule]) -> float:
    """Return how far the camera goes round for a fault that is seen from the exercise's other view alone."""
    views = {rule.view for rule in rules}
    return 0.0 if views & {None, exercise.view} else TURNED_DEG


def _sways(exercise: Exercise, rule: Rule, spec: ClipSpec) -> bool:
    """Return whether the spread of the true measure in the holds lies past where the rule fires."""
    truth, of = simulate(spec), exercise.measures[rule.measure].of
    values = true_measures(truth, exercise).get(of or "")
    if values is None or rule.high is None:
        return False
    return float(np.std(values[[phase == "hold" for phase in truth.phase]])) > rule.high.fires_at
