"""Demonstrations and their variants judged, and the tables of it.

The work of a process stands here and not in ``__main__``: a spawned process does not read a package's ``__main__``.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Final

from benchmarks.accuracy.table import table
from benchmarks.home_tracks.base import bases
from benchmarks.home_tracks.variants import VARIANTS
from benchmarks.home_tracks.verdict import Outcome, outcome, share

ASKED: Final = ("judged", "attempts", "sides", "faults", "score", "same")


def measured(
    exercises: Sequence[str],
    only: str,
    variants: Sequence[str],
    *,
    jobs: int = 1,
    on_done: Callable[[str], None] | None = None,
) -> list[Outcome]:
    """Return the outcomes of all variants of the demonstrations of some exercises.

    Parameters
    ----------
    on_done
        Called with each exercise and how much of it holds, in their order.
    """
    work = partial(outcomes_of, only=only, variants=variants)
    outcomes: list[Outcome] = []

    def take(exercise: str, some: Sequence[Outcome]) -> None:
        outcomes.extend(some)
        if on_done:
            on_done(f"{exercise}: {share(some, 'same')} the same")

    if jobs == 1:
        for exercise in exercises:
            take(exercise, work(exercise))
        return outcomes
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        for exercise, some in zip(exercises, pool.map(work, exercises), strict=True):
            take(exercise, some)
    return outcomes


def outcomes_of(exercise: str, *, only: str, variants: Sequence[str]) -> list[Outcome]:
    """Return the outcomes of one exercise."""
    return [outcome(base, name, VARIANTS[name](base)) for base in bases(exercise, only) for name in variants]


def tables(outcomes: Sequence[Outcome], *, by_exercise: bool = False) -> str:
    """Return the table of variants, and of exercises where asked for."""
    head = ("tracks", "own neutral", *ASKED)
    text = table(("variant", *head), [_line(v, [o for o in outcomes if o.variant == v]) for v in _names(outcomes)])
    if by_exercise:
        groups = dict.fromkeys(o.track.split("/")[0] for o in outcomes)
        of = [_line(g, [o for o in outcomes if o.track.split("/")[0] == g]) for g in groups]
        text += "\n" + table(("exercise", *head), of)
    return text


def _names(outcomes: Sequence[Outcome]) -> list[str]:
    return list(dict.fromkeys(o.variant for o in outcomes))


def _line(name: str, outcomes: Sequence[Outcome]) -> list[str | int]:
    return [name, len(outcomes), share(outcomes, "neutral"), *(share(outcomes, what) for what in ASKED)]
