"""Which exercise is that? Each says what a film of it shows (``[[film]]``); the one that the film fits is named.

Nothing here knows an exercise by its name, and nothing hangs on a start position or on a movement away from it: films
of people begin anywhere (3 % of 151 public ones with two still seconds). What fits nothing is none of ours; where two
fit nearly as well, the answer is that it could be either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from posecheck.result.entries import Candidate
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.recognition.film_evidence import Evidence, fit
from posecheck.rules.recognition.film_signs import Film

SURE: Final = 0.5
"""An exercise less likely than this is not named: one of its conditions lies just outside of its limit."""
POSSIBLE: Final = 0.25
"""One less likely than this is not mentioned either."""
CLOSE: Final = 0.3
"""Two that lie within this of each other cannot be told apart: 5 degrees, or 0.05 trunk lengths, in one condition."""
GUIDED: Final = 0.6
"""What guided exercises can come to at most: lying still explains little."""

Answer = Literal["sure", "unsure", "none"]


@dataclass(frozen=True, slots=True)
class Recognition:
    """Which exercise it was.

    Parameters
    ----------
    answer
        ``sure``: the first of `likely`; ``unsure``: one of the first two; ``none``: nothing that is known.
    likely
        Exercises that are possible at all, the most likely first.
    """

    answer: Answer
    likely: tuple[Candidate, ...]

    @property
    def exercise(self) -> str | None:
        """The id of the exercise where it is sure, else None."""
        return self.likely[0].exercise if self.answer == "sure" else None

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """What to offer: the exercise that it is, or those that it may be; nothing where it is none that is known."""
        return () if self.answer == "none" else self.likely


def recognise(exercises: Sequence[Exercise], film: Film) -> Recognition:
    """Return which of several exercises a film shows."""
    found = [Candidate(e.id, e.title, _likelihood(e, film)) for e in exercises]
    likely = tuple(sorted((x for x in found if x.likelihood >= POSSIBLE), key=lambda x: -x.likelihood))
    if not likely or likely[0].likelihood < SURE:
        return Recognition("none", likely)
    if likely[0].exercise in {e.id for e in exercises if e.kind == "guided"}:  # lying still alone makes nothing sure
        return Recognition("unsure" if len(likely) > 1 else "none", likely)
    close = len(likely) > 1 and likely[1].likelihood > likely[0].likelihood - CLOSE
    return Recognition("unsure" if close else "sure", likely)


def evidence_for(exercise: Exercise, film: Film) -> tuple[Evidence, ...]:
    """Return what was looked for in a film to tell whether it shows an exercise, and how far it was met."""
    return fit(exercise, film).evidence


def _likelihood(exercise: Exercise, film: Film) -> float:
    return fit(exercise, film).likelihood * (GUIDED if exercise.kind == "guided" else 1.0)
