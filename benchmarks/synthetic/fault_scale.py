"""How much of a fault puts its true measure exactly so far past (or short of) where the rule fires."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from benchmarks.synthetic.anthropometry import Body
from benchmarks.synthetic.measures import fault_excess, fault_unit, true_measures
from benchmarks.synthetic.movements import MOVEMENTS
from benchmarks.synthetic.population import body_of, draw_jitter
from benchmarks.synthetic.simulate import hold_points
from benchmarks.synthetic.spec import ClipSpec
from posecheck.disk.library import exercise_ids, load_exercise
from posecheck.rules.exercise.definition import Exercise

LARGEST_SCALE: Final = 2.0
"""Beyond twice a fault as it was written, bodies do things that bodies cannot do."""
CLEAR_SD: Final = 2.0
"""A length is clearly beyond from so many SDs of its measure's error: one reading in forty then falls short."""
STEP: Final = 0.25
"""Searched in steps of this first: a limb that comes to its end makes the way back fold over."""
WAY: Final = tuple(i / 20 for i in range(21))
"""Amplitudes from set-up to the farthest point at which a fault of the way is looked for."""
TOLERANCE: Final = 1e-4
"""Of the scale; some thousandths of a degree, far below what anything here is compared with."""


def scalable_faults(exercise_id: str) -> tuple[str, ...]:
    """Return the faults of a movement that the exercise's file judges by posture, so that `scale_for` knows them."""
    if exercise_id not in exercise_ids():
        return ()
    exercise = load_exercise(exercise_id)
    return tuple(f for f in MOVEMENTS[exercise_id].faults if fault_unit(exercise, f) is not None)


def hold_values(exercise: Exercise, fault: str | None, scale: float, *, seed: int, body: Body) -> dict[str, float]:
    """Return the true measures in the hold as the rules see them, against the person's own set-up, without sway.

    Of a fault on the way in or back: where on that way it is greatest.
    """
    movement = MOVEMENTS[exercise.id]
    numbers = movement.numbers(fault, scale, draw_jitter(seed, movement.jitter))
    ways = {r.phase for r in exercise.rules if r.id == fault and r.phase in ("move", "return") and not r.control}
    on_the_way, way_back = bool(ways), "return" in ways
    points = hold_points(movement, body, numbers, stages=WAY if on_the_way else (0.0, 1.0), way_back=way_back)
    near = "L" if math.sin(math.radians(movement.camera.azimuth_deg)) > 0 else "R"
    measures = true_measures(exercise, points, near=near, neutral=points[0])
    places = [{name: float(values[i]) for name, values in measures.items()} for i in range(1, len(points))]
    if not on_the_way or fault is None:
        return places[-1]
    return max(places, key=lambda values: fault_excess(exercise, fault, values))


def equal_in_unit(exercise: Exercise, fault: str, degrees: float) -> float:
    """Return what corresponds to so many degrees in the unit of a fault's rule.

    A length is one turned by that angle (10 degrees: 0.17 trunk or shank lengths), but 10 degrees are at most the width
    of the rule's band between good and wrong, as that of angles is (clinical 2.6); per cent are taken as degrees. What
    shall be seen beyond goes as far as 10 degrees do in an angle that is read with an error (SD) of 3 to 5, though:
    by at least `CLEAR_SD` of the measure's own error, or a band narrower than that error would ask for luck.
    """
    if fault_unit(exercise, fault) not in ("trunk", "shank"):
        return degrees
    rules, share = [r for r in exercise.rules if r.id == fault], abs(degrees) / 10
    width = min(abs(b.limit - b.good) for r in rules for b in (r.low, r.high) if b)
    if degrees > 0:
        width = max(width, CLEAR_SD * max(exercise.measures[r.measure].sd for r in rules))
    return math.copysign(min(math.radians(abs(degrees)), share * width), degrees)


def scale_for(
    exercise_id: str, fault: str, excess: float, seed: int, *, body: Body | None = None, own_unit: bool = False
) -> float:
    """Return the `ClipSpec.fault_scale` at which the true measure in the hold lies `excess` beyond where a rule fires.

    Parameters
    ----------
    excess
        Degrees, or with `own_unit` in the measure's own unit; negative lies inside. Lengths: see `equal_in_unit`.
    seed
        Of the clip: body and small differences of movement come from it.
    body
        Instead of the seed's.

    Raises
    ------
    ValueError
        Where the exercise has no such fault or rule, or the fault cannot come as far.
    """
    if exercise_id not in MOVEMENTS or fault not in MOVEMENTS[exercise_id].faults:
        raise ValueError(f"{exercise_id}: no rendered fault '{fault}'.")
    exercise = load_exercise(exercise_id)
    person = body or body_of(ClipSpec(exercise_id, seed=seed))
    wanted = excess if own_unit else equal_in_unit(exercise, fault, excess)

    def gap(scale: float) -> float:
        values = hold_values(exercise, fault, scale, seed=seed, body=person)
        return fault_excess(exercise, fault, values) - wanted

    if gap(0.0) > 0:
        raise ValueError(f"{exercise_id}, {fault}: the right version (seed {seed}) is already past {excess:+g}.")
    high = _first_reaching(gap)
    if math.isnan(high):
        raise ValueError(f"{exercise_id}, {fault}: does not come as far as {excess:+g} (seed {seed}).")
    low = high - STEP
    while high - low > TOLERANCE:
        middle = (low + high) / 2
        low, high = (middle, high) if gap(middle) < 0 else (low, middle)
    return high


def _first_reaching(gap: Callable[[float], float]) -> float:
    """Return the first of a few growing scales at which the gap is closed; NaN where none does."""
    steps = (i * STEP for i in range(1, round(LARGEST_SCALE / STEP) + 1))
    return next((scale for scale in steps if gap(scale) >= 0), math.nan)
