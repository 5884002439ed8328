"""What is known of a measure beforehand: the error of its reading, and what it is in people's start positions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Correction:
    """A measured reading error, taken off the value as the rules see it.

    Parameters
    ----------
    measure, per_unit
        An error that grows with another measure: `per_unit` is added for each unit of its own change.
    add
        A constant error: this is added.
    gain
        What is seen too small or too large: the distance from the neutral value (100 for a percentage) is multiplied.
    """

    measure: str | None = None
    per_unit: float = 0.0
    add: float = 0.0
    gain: float = 1.0


@dataclass(frozen=True, slots=True)
class Population:
    """What a raw measure is in people's start positions: value and standard deviation over people.

    It stands for the person's own neutral where a clip shows none.
    """

    value: float
    sd: float
