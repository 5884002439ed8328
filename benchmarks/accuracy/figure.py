"""One measured number of a run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number; `n` says of how many frames, attempts or clips. NaN where there were none."""

    key: str
    title: str
    value: float
    unit: str
    n: int
