"""Which clips a run renders: exercises x bodies x (right versions, faults on both sides of their limit, views).

One seed is one person in one room. Seeds below `FIRST_TEST_SEED` are for developing: thresholds may be looked at and
changed by them. Seeds from there on are the test seeds: published figures come from them alone, and nothing is ever
tuned on a clip that was rendered from one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from benchmarks.accuracy.case import Case, Role
from benchmarks.synthetic.fault_scale import scalable_faults, scale_for
from benchmarks.synthetic.movements import MOVEMENTS
from benchmarks.synthetic.spec import CameraSpec, ClipSpec, Variation
from benchmarks.synthetic.timing import WOBBLE_HZ
from posecheck.disk.library import exercise_ids, load_exercise

FIRST_TEST_SEED: Final = 10_000
SHORT_SEEDS: Final[Mapping[str, int]] = {"kneeling_hip_flexor": 1, "standing_forward_bend": 2}
"""Exercises and seeds of the short version, whose stored limits are tuned: development seeds."""

EXCESS: Final[tuple[tuple[Role, float], ...]] = (("beyond", 10.0), ("inside", -5.0))
"""Degrees (or the equal in the measure's own unit) past and short of where a fault's rule fires (clinical A33)."""

RIGHT: Final[Mapping[str, Variation]] = {
    "plain": Variation(),
    "stiff": Variation(stiff=True),
    "other_side": Variation(other_side=True),
    "mirrored": Variation(mirrored=True),
    "three_uneven": Variation(repetitions=3, uneven=True),
    "drop_out": Variation(hold_s=6.0, drop_out_s=1.0),
    "walk_in": Variation(walk_in=True),
    "motion_blur": Variation(motion_blur=True),
    "loose_shirt": Variation(loose_shirt=True),
}
"""Ways of doing it right, from the side."""

TEMPO: Final[Mapping[str, Variation]] = {
    "bounce": Variation(bounce=True),
    "wobble": Variation(wobble=True, hold_s=2 / WOBBLE_HZ),
    "too_fast": Variation(fast=True),
    "snaps_up": Variation(fast=True),
}
"""Faults that are a variation of the movement and not of its shape."""

EARLY, EARLY_DOSE = "leaves_early", "beginner"
"""Leaving early is judged against a dose only."""

TURN: Final = (
    *("turn_side_on", "turn_side_on_any", "turn_a_little", "turned"),
    *("face_camera", "face_camera_a_little", "turned_from_front"),
)

VIEWS: Final[Mapping[str, tuple[CameraSpec, Variation, Role, tuple[str, ...]]]] = {
    "yaw10": (CameraSpec(yaw_deg=10), Variation(), "right", TURN),
    "yaw20": (CameraSpec(yaw_deg=20), Variation(), "view", TURN),
    "yaw30": (CameraSpec(yaw_deg=30), Variation(), "view", TURN),
    "yaw45": (CameraSpec(yaw_deg=45), Variation(), "refuse", TURN),
    "nearer": (CameraSpec(distance=0.85), Variation(), "view", ("feet_out", "head_out", "body_out")),
    "farther": (CameraSpec(distance=1.4), Variation(), "view", ("too_far",)),
    "far": (CameraSpec(distance=1.8), Variation(), "view", ("too_far",)),
    "low": (CameraSpec(height_m=0.25), Variation(), "view", ()),
    "high": (CameraSpec(height_m=1.4), Variation(), "view", ()),
    "pitched": (CameraSpec(pitch_deg=10), Variation(), "view", ()),
    "tilted": (CameraSpec(roll_deg=4), Variation(), "view", ()),
    "noisy": (CameraSpec(), Variation(noisy=True), "view", ("too_dark",)),
    "furniture": (CameraSpec(), Variation(furniture=True), "view", ("feet_out",)),
    "dark": (CameraSpec(), Variation(dark=True, noisy=True), "refuse", ("too_dark", "nobody_dark")),
    "cropped": (CameraSpec(), Variation(cropped_legs=True), "refuse", ("feet_out", "body_out")),
    "second_person": (CameraSpec(), Variation(second_person=True), "refuse", ("second_person", "two_people")),
}
"""Right versions filmed from elsewhere; every second person is turned away from the camera instead of towards it."""

SHORT: Final = ("right/plain", "right/stiff", "beyond/", "inside/", "refuse/yaw45", "refuse/dark", "refuse/cropped")
"""Of each exercise the short version takes the first clip whose role and name begin so."""


def runnable() -> list[str]:
    """Return the exercises that have both a movement and an exercise file."""
    return [name for name in exercise_ids() if name in MOVEMENTS]


def full_plan(exercises: Sequence[str], seeds: Iterable[int]) -> list[Case]:
    """Return every clip for each exercise and seed."""
    seeds = list(seeds)
    return [case for exercise in exercises for seed in seeds for case in cases_of(exercise, seed)]


def short_plan(exercises: Sequence[str]) -> list[Case]:
    """Return a few clips of the exercises in `SHORT_SEEDS` that are asked for, for every change to go through."""
    chosen: list[Case] = []
    for exercise in (e for e in SHORT_SEEDS if e in exercises):
        cases = list(cases_of(exercise, SHORT_SEEDS[exercise]))
        for wanted in SHORT:
            chosen += [c for c in cases if f"{c.role}/{_what(c)}".startswith(wanted)][:1]
    return chosen


def cases_of(exercise: str, seed: int) -> Iterator[Case]:
    """Yield every clip of one person doing one exercise."""
    for name, variation in RIGHT.items():
        yield _case(exercise, name, seed, "right", variation=variation)
    yield from _faults(exercise, seed)
    for name, (camera, variation, role, advice) in VIEWS.items():
        turned = replace(camera, yaw_deg=camera.yaw_deg if seed % 2 else -camera.yaw_deg)
        yield _case(exercise, name, seed, role, camera=turned, variation=variation, advice=advice)


def _faults(exercise: str, seed: int) -> Iterator[Case]:
    """Yield each fault beyond and inside its limit; for the ones of tempo the plain right version is the inside."""
    for fault in scalable_faults(exercise):
        for role, excess in EXCESS:
            scale = _scale(exercise, fault, excess, seed)
            if scale is not None:
                spec = ClipSpec(exercise, fault, seed, scale)
                yield Case(f"{exercise}__{fault}{excess:+g}__{seed}", spec, role, fault)
    rules = {rule.id for rule in load_exercise(exercise).rules}
    for fault, variation in TEMPO.items():
        if fault in rules:
            yield _case(exercise, fault, seed, "beyond", variation=variation, fault=fault)
            yield _case(exercise, f"no_{fault}", seed, "inside", fault=fault)
    if EARLY_DOSE in load_exercise(exercise).doses:
        early = _case(exercise, EARLY, seed, "beyond", variation=Variation(early_exit=True), fault=EARLY)
        enough = Variation(hold_s=load_exercise(exercise).doses[EARLY_DOSE].hold_s + 1)
        stays = _case(exercise, f"no_{EARLY}", seed, "inside", variation=enough, fault=EARLY)
        yield from (replace(case, dose=EARLY_DOSE) for case in (early, stays))


@cache
def _scale(exercise: str, fault: str, excess: float, seed: int) -> float | None:
    """Return the scale of a fault; None where this body cannot do so much of it."""
    try:
        return scale_for(exercise, fault, excess, seed)
    except ValueError:
        return None if excess > 0 else 0.0  # the right version of this person is nearer to the limit than asked


def _case(
    exercise: str,
    name: str,
    seed: int,
    role: Role,
    *,
    camera: CameraSpec | None = None,
    variation: Variation | None = None,
    fault: str | None = None,
    advice: tuple[str, ...] = (),
) -> Case:
    spec = ClipSpec(exercise, None, seed, camera=camera or CameraSpec(), variation=variation or Variation())
    return Case(f"{exercise}__{name}__{seed}", spec, role, fault, advice)


def _what(case: Case) -> str:
    return case.name.split("__")[1]
