"""How well what a whole film shows fits what an exercise says of itself (``[[film]]``), with the evidence for it.

An exercise says what is so in every picture of it, what is so at its far end, what moves and what stays. It does not
matter where the film begins and ends, which way anybody faces, how often it is done, and whether well or badly.
Each condition counts fully well inside its limit, half at the limit and not at all well outside (`SOFT`), and the worst
of them counts: one plain contradiction is enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.exercise.film_form import FilmForm, SignLimit
from posecheck.rules.recognition.film_signs import SIGNS, Film

Array = NDArray[np.floating[Any]]

SOFT: Final = {"deg": 8.0, "trunk": 0.08}
"""From half to full, and from half to nothing. The pose model's error of an angle on people is 4 to 8 degrees (clinical
C.1), that of a length 0.03 to 0.08 trunk lengths."""
EVERY_LEAST: Final = 0.6
EVERY_MOST: Final = 0.85
"""Part of the pictures in which all must be so: nothing below the first, in full from the second. Getting down, getting
up and a wave are in most films; two thirds of one that show something else make it a film of that."""
END_SHARE: Final = {"hold": 0.15}
END_SHARE_ELSE: Final = 0.06
"""Part of the pictures that show the far end. The shortest of people's repetitions (1.6 s) is there for 0.2 s; picking
something up before twenty seconds of another exercise takes less."""
END_S: Final = 0.3
END_MOST_S: Final = 3.0
"""The far end is seen for at least so long in all, seconds, and need not be seen for longer in however long a film."""
TRAVEL: Final = (5.0, 95.0)
"""A sign moves from one of these percentiles to the other: a few pictures read wrongly are no movement."""
UPRIGHT_LEAN_DEG: Final = 20.0
UPRIGHT_HIPS: Final = 1.25
"""Hips this high with an upright trunk: standing or walking, which comes before and after an exercise on the floor."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was looked for: how far it was met, 0 to 1, and what was seen.

    `value` is the sign's median over the pictures that count (`what`: every, end), how far it moved (moves, stays), or
    the part of the pictures in which all of `every` or all of `end` was so (sign empty).
    """

    what: str
    sign: str
    value: float
    met: float


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an exercise fits a film, 0 to 1, and why."""

    likelihood: float
    evidence: tuple[Evidence, ...] = ()


def fit(exercise: Exercise, film: Film, *, moving: bool = True) -> Fit:
    """Return how well an exercise fits a film, by the best of the forms that it describes.

    Unless `moving` it does not matter what moves: in a film that shows the hold alone nothing does.
    """
    own = film if exercise.body == "standing" else _without_walking(film)
    if not len(own):
        return Fit(0.0)
    forms = exercise.film if moving else [replace(form, moves={}) for form in exercise.film]
    fits = [_fit_form(form, own, END_SHARE.get(exercise.kind, END_SHARE_ELSE)) for form in forms]
    return max(fits, key=lambda f: f.likelihood, default=Fit(0.0))


def met(limit: SignLimit, values: Array) -> Array:
    """Return how far a limit is kept by each value, 0 to 1; half at its limit.

    Examples
    --------
    >>> met(SignLimit("lean", above=20), np.array([10.0, 20.0, 24.0, 40.0])).tolist()
    [0.0, 0.5, 0.75, 1.0]
    """
    soft = 2 * SOFT[SIGNS[limit.sign]]
    inside = np.full(len(values), np.inf)
    if limit.above is not None:
        inside = np.minimum(inside, values - limit.above)
    if limit.below is not None:
        inside = np.minimum(inside, limit.below - values)
    return np.clip(0.5 + inside / soft, 0.0, 1.0)


def _fit_form(form: FilmForm, film: Film, end_share: float) -> Fit:
    seen = (*_every(form, film), *_end(form, film, end_share), *_travel(form, film))
    return Fit(min((e.met for e in seen), default=0.0), seen)


def _every(form: FilmForm, film: Film) -> Iterator[Evidence]:
    """Yield the part of the pictures in which all conditions hold, and each condition for itself."""
    if not form.every:
        return
    each: Array = np.stack([met(c, film.signs[c.sign]) for c in form.every])
    share = _share(each.min(axis=0))
    for i, c in enumerate(form.every):
        yield Evidence("every", c.sign, float(np.median(film.signs[c.sign])), _of_share(_share(each[i])))
    yield Evidence("every", "", share, _of_share(share))


def _share(values: Array) -> float:
    return float(np.mean(values >= 0.5))


def _of_share(share: float) -> float:
    return float(np.clip((share - EVERY_LEAST) / (EVERY_MOST - EVERY_LEAST), 0.0, 1.0))


def _end(form: FilmForm, film: Film, end_share: float) -> Iterator[Evidence]:
    """Yield how well the pictures nearest to the far end meet it: as many of them as it must last."""
    if not form.end:
        return
    every = [met(c, film.signs[c.sign]) for c in form.every]
    each: Array = np.stack([met(c, film.signs[c.sign]) for c in form.end])
    whole = np.minimum(each.min(axis=0), np.min(every, axis=0) if every else 1.0)
    step = float(np.median(np.diff(film.time_s))) if len(film) > 1 else END_S
    seconds = max(END_S, min(end_share * step * len(film), END_MOST_S))
    count = min(max(round(seconds / max(step, 1e-3)), 1), len(film))
    best = np.argsort(-whole, kind="stable")[:count]
    for i, c in enumerate(form.end):
        yield Evidence("end", c.sign, float(np.median(film.signs[c.sign][best])), float(np.min(each[i, best])))
    yield Evidence("end", "", _share(whole), float(whole[best[-1]]))


def _travel(form: FilmForm, film: Film) -> Iterator[Evidence]:
    for what, limits in (("moves", form.moves), ("stays", form.stays)):
        for sign, limit in limits.items():
            ends: Array = np.percentile(film.signs[sign], TRAVEL)
            moved = float(ends[1] - ends[0])
            wanted = SignLimit(sign, above=limit) if what == "moves" else SignLimit(sign, below=limit)
            yield Evidence(what, sign, moved, met(wanted, np.array([moved])).tolist()[0])


def _without_walking(film: Film) -> Film:
    """Return the film without the standing and walking that it begins and ends with."""
    down = np.flatnonzero((film.signs["lean"] > UPRIGHT_LEAN_DEG) | (film.signs["hip_height"] < UPRIGHT_HIPS))
    return film.cut_to(int(down[0]), int(down[-1]) + 1) if len(down) else film.cut_to(0, 0)
