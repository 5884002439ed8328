"""True values of the measures that an exercise file names, from the 33 true points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic import upright_measures
from benchmarks.synthetic.floor_truth import TRUE_ON_THE_FLOOR, OnFloor, working_legs
from benchmarks.synthetic.truth import middle, plane_angles
from benchmarks.synthetic.upright_measures import Seen, told_limbs
from posecheck.body.skeleton import INDEX, N_LANDMARKS
from posecheck.rules.exercise.definition import Exercise, Measure, Rule
from posecheck.rules.reading.measures import unit_of

Array = NDArray[np.float64]


def _depth(s: Seen, name: str) -> Array:
    """Return how far forward a mid-point is, metres."""
    return middle(s.points, name)[..., 2]


def _thigh_inclination(s: Seen) -> Array:
    word = "left" if s.leg == "L" else "right"
    thigh = middle(s.points, "hip") - s.points[..., INDEX[f"{word}_knee"], :]
    return np.degrees(np.arctan2(thigh[..., 2], thigh[..., 1]))


def _on_the_floor(word: str) -> Callable[[Seen], Array]:
    return lambda s: TRUE_ON_THE_FLOOR[word](OnFloor(s.points, s.leg, s.near, s.trunk))


_COMPUTE: Final[Mapping[str, Callable[[Seen], Array]]] = MappingProxyType(
    {
        "trunk_inclination": lambda s: s.plane["TI"],
        "trunk_thigh_flexion": lambda s: s.plane[f"HF_{s.leg}"],
        "knee_flexion": lambda s: s.plane[f"KF_{s.leg}"],
        "thigh_inclination": _thigh_inclination,
        "knee_ahead_of_ankle": lambda s: s.plane[f"KNEE_FWD_{s.leg}"],
        "ear_shoulder_hip": lambda s: s.plane["ESH"],
        "hip_ahead_of_ankle": lambda s: (_depth(s, "hip") - _depth(s, "ankle")) / s.trunk,
        "hip_position": lambda s: _depth(s, "hip") / s.trunk,
        **{word: _on_the_floor(word) for word in TRUE_ON_THE_FLOOR},
        "ear_above_shoulder": lambda s: (middle(s.points, "ear") - middle(s.points, "shoulder"))[..., 1] / s.trunk,
        **upright_measures.COMPUTE,
    }
)
"""posecheck's word for a measure -> its true value; a new word needs its line here."""


def true_measures(exercise: Exercise, points: Array, *, near: str, neutral: Array) -> dict[str, Array]:
    """Return the true value of every frame measure as the rules see it, name -> shape (T,).

    Measures of whole attempts (speed, bounce, spread) and those without a true value here are left out.

    Parameters
    ----------
    points
        Shape (T, 33, 3).
    near
        "L" or "R": side of the body nearest the camera.
    neutral
        The person's own set-up, shape (33, 3) or (N, 33, 3), of which the median counts.
    """
    at_rest = np.median(neutral.reshape(-1, N_LANDMARKS, 3), axis=0)[None]
    plane, plane_at_rest = plane_angles(points), plane_angles(at_rest)
    trunk = float(plane_at_rest["TL"][0])
    limbs = _legs(at_rest[0], near) | working_legs(points, at_rest[0], near)
    if exercise.body not in ("supine", "prone"):
        limbs |= told_limbs(points, trunk)
    values: dict[str, Array] = {}
    for name, measure in exercise.measures.items():
        if measure.kind in _COMPUTE:
            if not {measure.leg, measure.arm} - {None} <= set(limbs):
                continue  # in this posture the limb is not told apart
            leg, arm = limbs[measure.leg or "near"], limbs[measure.arm or "near"]
            raw = _COMPUTE[measure.kind](Seen(points, plane, leg, arm, near, trunk))
            own = _COMPUTE[measure.kind](Seen(at_rest, plane_at_rest, leg, arm, near, trunk))
            values[name] = _as_rules_see(measure, raw, float(own[0]))
    return values


def _legs(at_rest: Array, near: str) -> dict[str, str]:
    """Return which side is the near, the rear and the front leg: the rear one has its knee behind."""
    left_behind = at_rest[INDEX["left_knee"], 2] < at_rest[INDEX["right_knee"], 2]
    return {"near": near, "rear": "L" if left_behind else "R", "front": "R" if left_behind else "L"}


def _as_rules_see(measure: Measure, raw: Array, own: float) -> Array:
    if measure.relative == "neutral":
        return raw - own + measure.nominal
    return 100 * raw / own if measure.relative == "percent" else raw


def fault_excess(exercise: Exercise, fault: str, values: Mapping[str, float]) -> float:
    """Return how far a posture is beyond the point where a fault fires (negative: inside), in the measure's unit.

    Of a rule's alternatives the one that goes farthest counts, since any of them fires; those in another unit than the
    first cannot be compared and are left out. Under a condition both must
    hold, so the smaller of the two distances counts; one in another unit only says yes or no.

    Parameters
    ----------
    values
        Measure -> value in the hold as the rules see it.

    Raises
    ------
    ValueError
        Where the exercise has no rule of this name on a measure of posture.
    """
    unit = fault_unit(exercise, fault)
    rules = [r for r in exercise.rules if r.id == fault and _known(exercise, r)]
    known = [_rule_excess(exercise, r, values) for r in rules if unit_of(exercise.measures[r.measure]) == unit]
    if not known:
        raise ValueError(f"{exercise.id}: no rule '{fault}' on a true measure of posture.")
    return max(known)


def _rule_excess(exercise: Exercise, rule: Rule, values: Mapping[str, float]) -> float:
    value = values[rule.measure]
    sides = [value - rule.high.fires_at] if rule.high else []
    sides += [rule.low.fires_at - value] if rule.low else []
    excess = max(sides)
    for condition in rule.when:
        at = values[condition.measure]
        margins = [at - condition.above] if condition.above is not None else []
        margins += [condition.below - at] if condition.below is not None else []
        margin = min(margins)
        same_unit = _is_angle(exercise, condition.measure) == _is_angle(exercise, rule.measure)
        excess = min(excess, margin if same_unit else np.inf if margin > 0 else -np.inf)
    return float(excess)


def fault_unit(exercise: Exercise, fault: str) -> str | None:
    """Return the unit of a fault's rule on posture (deg, trunk, shank, %); None where it has no such rule."""
    units = [unit_of(exercise.measures[r.measure]) for r in exercise.rules if r.id == fault and _known(exercise, r)]
    return units[0] if units else None


def _known(exercise: Exercise, rule: Rule) -> bool:
    return exercise.measures[rule.measure].kind in _COMPUTE


def _is_angle(exercise: Exercise, measure: str) -> bool:
    return unit_of(exercise.measures[measure]) == "deg"
