"""What an exercise says of a film of it (``[[film]]``): by this it is told which exercise a film shows. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SignLimit:
    """A sign of `posecheck.rules.recognition.film_signs` lies above or below a value (either may be None)."""

    sign: str
    above: float | None = None
    below: float | None = None


@dataclass(frozen=True, slots=True)
class FilmForm:
    """One form in which an exercise may be filmed.

    Parameters
    ----------
    every
        What is so in nearly every picture.
    end
        What is so, all of it and `every` at once, at the far end.
    moves, stays
        Sign -> how far it moves at least, or at most, over the film.
    """

    every: tuple[SignLimit, ...] = ()
    end: tuple[SignLimit, ...] = ()
    moves: Mapping[str, float] = field(default_factory=dict[str, float])
    stays: Mapping[str, float] = field(default_factory=dict[str, float])
