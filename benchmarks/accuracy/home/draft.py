"""A clip of somebody at home while it is being thought up, and the behaviours that change it one at a time.

A behaviour is a function (draft, random numbers) -> draft; `BEHAVIOURS` names them all, so that each can be switched
alone. Seconds of repetitions and shares of starts are those of 151 public clips of people doing such exercises.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from benchmarks.accuracy.home.film import film_of
from benchmarks.accuracy.run import WITHOUT_ATTEMPTS
from benchmarks.synthetic.arms import ARMS
from benchmarks.synthetic.movements import MOVEMENTS
from benchmarks.synthetic.spec import CameraSpec, ClipSpec, Home, Repetition, Variation
from benchmarks.synthetic.timing import ABSENT_S, ENTER_S, LEAVE_S, REST_S
from posecheck.disk.library import load_exercise

WAY_S: Final = 2.0
"""Of a plain repetition of an exercise that is held, there and back."""
HOLD_S: Final = 3.0
LONG_S: Final = 12.0
"""A repetition in stages that lasts longer is done once."""
PERIOD_S: Final = (1.2, 6.0)
"""Seconds of a repetition (10 % of people's are below 1.4, 90 % below 4.5; median 2.5)."""
QUICK_WAY_S: Final = (0.8, 2.5)
QUICK_HOLD_S: Final = (1.6, 5.0)
SMALLEST: Final = 0.65
"""A right repetition goes this part of the whole way at least (a stiff person's goes 0.6)."""
STAGED_TEMPO: Final = (0.6, 1.0)
"""What is done in stages is done somewhat faster than the exercise says, and whole."""
SLIDE: Final = (0.01, 0.06)
"""Body heights that feet shift in a rest."""
STEP: Final = 0.17
"""A step aside, body heights: 0.6 trunk lengths."""
STEP_REST_S: Final = 1.2
SLIDE_REST_S: Final = 0.6


DRIFT: Final = 0.02
LEAN_DEG: Final = (3.0, 8.0)
"""A hand that films wanders by so many picture heights, and leans over by so many degrees."""
DIM: Final = 0.4
OF_ARMS: Final = re.compile("arm|hand|elbow|left|right|raised|lowered")
HOLD_ON: Final = ("kneeling_foot_grab", "pigeon", "adductor_butterfly", "nose_to_knee")
"""Here the hands hold or carry something."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A clip so far; `start`, `end` and `cut` as `film.film_of` takes them."""

    spec: ClipSpec
    home: Home
    start: str = "still"
    end: str = "still"
    cut: str = ""
    fault: bool = False

    def finished(self, rng: np.random.Generator) -> ClipSpec:
        """Return the clip with its film chosen; all of the course where nothing is left out."""
        plain = (self.start, self.end, self.cut) == ("still", "still", "")
        film = () if plain else film_of(self.home, self.start, self.end, self.cut, rng)
        return replace(self.spec, home=replace(self.home, film=film))


Behaviour = Callable[[Draft, np.random.Generator], Draft]


def plain_draft(spec: ClipSpec, *, fault: bool = False) -> Draft:
    """Return regular repetitions with still seconds before and after, all of them in the film."""
    tempo, variation = MOVEMENTS[spec.exercise].tempo, spec.variation
    if is_staged(spec.exercise):
        one = Repetition(tempo.in_s, tempo.hold_s, tempo.out_s, REST_S)
        often = 1 if one.in_s + one.hold_s + one.out_s > LONG_S or not counts(spec.exercise) else 2
    elif load_exercise(spec.exercise).kind == "repetition":
        one, often = Repetition(min(tempo.in_s, WAY_S), 0.4, min(tempo.out_s, WAY_S), REST_S), 3
    else:
        one, often = Repetition(WAY_S, variation.hold_s or HOLD_S, WAY_S, REST_S), 2
    variation = replace(variation, repetitions=1, hold_s=None)
    return Draft(replace(spec, variation=variation), Home((one,) * often), fault=fault)


def counts(exercise: str) -> bool:
    """Return whether an exercise has attempts that begin where the start position is left."""
    return load_exercise(exercise).kind not in WITHOUT_ATTEMPTS


def is_staged(exercise: str) -> bool:
    """Return whether a movement goes through stages, so that it has to be done whole and not too fast."""
    movement, kind = MOVEMENTS[exercise], load_exercise(exercise).kind
    return bool(movement.stiff) or movement.steady or kind not in ("hold", "repetition")


def _quick(draft: Draft, rng: np.random.Generator) -> Draft:
    """Small and unequal repetitions of 1.2 to 6 s, hardly any rest between them."""
    if not counts(draft.spec.exercise):
        return draft
    if is_staged(draft.spec.exercise):
        factors = rng.uniform(*STAGED_TEMPO, len(draft.home.repetitions))
        done = [
            replace(r, in_s=r.in_s * f, hold_s=r.hold_s * f, out_s=r.out_s * f)
            for r, f in zip(draft.home.repetitions, factors.tolist(), strict=True)
        ]
    elif load_exercise(draft.spec.exercise).kind == "repetition":
        period = float(rng.uniform(*PERIOD_S))
        done = [_repetition(period * float(rng.uniform(0.85, 1.15)), rng) for _ in range(int(rng.integers(3, 6)))]
    else:
        done = [_held(rng, draft) for _ in range(int(rng.integers(1, 4)))]
    least = 1.0 if draft.fault or is_staged(draft.spec.exercise) else SMALLEST
    tops = rng.uniform(least, 1.0, len(done)).tolist()
    return replace(
        draft, home=replace(draft.home, repetitions=tuple(replace(r, top=t) for r, t in zip(done, tops, strict=True)))
    )


def _repetition(period_s: float, rng: np.random.Generator) -> Repetition:
    pause, rest, there = rng.uniform(0, 0.12), rng.uniform(0, 0.2), rng.uniform(0.45, 0.55)
    ways = period_s * float(1 - pause - rest)
    return Repetition(ways * float(there), period_s * float(pause), ways * float(1 - there), period_s * float(rest))


def _held(rng: np.random.Generator, draft: Draft) -> Repetition:
    there, back = rng.uniform(*QUICK_WAY_S, 2).tolist()
    hold = max(float(rng.uniform(*QUICK_HOLD_S)), draft.home.repetitions[0].hold_s if draft.fault else 0.0)
    return Repetition(there, hold, back, float(rng.uniform(0.2, 1.2)))


def _starts(how: str) -> Behaviour:
    return lambda draft, _: replace(draft, start=how)


def _ends(how: str) -> Behaviour:
    return lambda draft, _: replace(draft, end=how)


def _before(*parts: tuple[str, float]) -> Behaviour:
    """Return a behaviour in which something comes first and the movement follows almost at once."""
    return lambda draft, _: replace(draft, home=replace(draft.home, before=parts, setup_s=0.4))


def _leaves(draft: Draft, _: np.random.Generator) -> Draft:
    return replace(draft, home=replace(draft.home, end_s=0.3, after=(("leave", LEAVE_S), ("absent", ABSENT_S))))


def _cut(draft: Draft, rng: np.random.Generator) -> Draft:
    return replace(draft, cut="way" if rng.random() < 0.5 else "rest")


def _shifts(low: float, high: float, rest_s: float) -> Behaviour:
    def shift(draft: Draft, rng: np.random.Generator) -> Draft:
        signs = rng.choice([-1.0, 1.0], len(draft.home.repetitions)).tolist()
        done = [
            replace(r, shift=sign * float(rng.uniform(low, high)), rest_s=max(r.rest_s, rest_s))
            for r, sign in zip(draft.home.repetitions, signs, strict=True)
        ]
        return replace(draft, home=replace(draft.home, repetitions=tuple(done)))

    return shift


def _camera(**change: float) -> Behaviour:
    def turn(draft: Draft, rng: np.random.Generator) -> Draft:
        sign = float(rng.choice([-1.0, 1.0]))
        signed = {n: v * sign if n == "roll_deg" else v for n, v in change.items()}
        camera: CameraSpec = replace(draft.spec.camera, **signed)
        return replace(draft, spec=replace(draft.spec, camera=camera))

    return turn


def _portrait(draft: Draft, _: np.random.Generator) -> Draft:
    return replace(draft, spec=replace(draft.spec, width=480, height=640))


def _vary(**change: bool) -> Behaviour:
    def vary(draft: Draft, _: np.random.Generator) -> Draft:
        variation: Variation = replace(draft.spec.variation, **change)
        return replace(draft, spec=replace(draft.spec, variation=variation))

    return vary


def _arms(draft: Draft, rng: np.random.Generator) -> Draft:
    """Arms anywhere, where the exercise does not ask where they are."""
    if not free_arms(draft.spec.exercise):
        return draft
    return replace(draft, home=replace(draft.home, arms=str(rng.choice(sorted(ARMS)))))


def free_arms(exercise: str) -> bool:
    """Return whether an exercise neither asks about the arms nor uses them: upright, no rule on them, no weight."""
    known = load_exercise(exercise)
    asked = {r.measure for r in known.rules} | set(known.movement.leave)
    kinds = [known.measures[n].kind for n in asked] + [m.arm or "" for m in known.measures.values()]
    used = MOVEMENTS[exercise].weight or exercise in HOLD_ON
    return known.body in ("standing", "kneeling", "sitting") and not used and not any(map(OF_ARMS.search, kinds))


def _weight(draft: Draft, _: np.random.Generator) -> Draft:
    """Something in the hands that hides what is behind it."""
    if not free_arms(draft.spec.exercise) or load_exercise(draft.spec.exercise).body != "standing":
        return draft
    variation = replace(draft.spec.variation, kettlebell=True)
    return replace(draft, spec=replace(draft.spec, variation=variation), home=replace(draft.home, arms="hanging"))


def _hand_held(draft: Draft, rng: np.random.Generator) -> Draft:
    lean = float(rng.choice([-1.0, 1.0]) * rng.uniform(*LEAN_DEG))
    return replace(draft, home=replace(draft.home, drift=DRIFT, lean_deg=lean))


def _dim(draft: Draft, _: np.random.Generator) -> Draft:
    return replace(draft, home=replace(draft.home, light=DIM))


BEHAVIOURS: Final[Mapping[str, Behaviour]] = MappingProxyType(
    {
        "at_once": _starts("at_once"),
        "begins_in_hold": _starts("in_hold"),
        "begins_mid_way": _starts("mid_way_in"),
        "walks_in": _before(("absent", ABSENT_S), ("enter", ENTER_S)),
        "talks": _before(("talk", 4.0)),
        "bows": _before(("setup", 0.4), ("bow", 2.4)),
        "ends_at_once": _ends("at_once"),
        "ends_in_hold": _ends("in_hold"),
        "ends_mid_way": _ends("mid_way_back"),
        "leaves": _leaves,
        "cut": _cut,
        "quick": _quick,
        "slides": _shifts(*SLIDE, SLIDE_REST_S),
        "steps_aside": _shifts(STEP, STEP, STEP_REST_S),
        "portrait": _portrait,
        "low_phone": _camera(height_m=0.12),
        "tilted": _camera(roll_deg=10.0),
        "leaned": _camera(pitch_deg=-10.0, distance=1.4),
        "hand_held": _hand_held,
        "dim": _dim,
        "arms": _arms,
        "shirt": _vary(loose_shirt=True),
        "holds_weight": _weight,
    }
)
"""Everything that people at home do otherwise; each can be asked for alone."""
