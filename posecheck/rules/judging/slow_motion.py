"""Whether a clip may be in slow motion without saying so: by its ways in and back, which people do not do so slowly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from posecheck.result.judgement import Attempt, Kind

SLOWEST_S: Final = 3.1
"""Seconds of the quickest way in or back of people's slowest clip (`python -m benchmarks.people_tempo`, in
docs/people.md): in every one of their clips, some way is as quick."""
UNDER_A_THIRD: Final = 3.0
"""Slower by more than that is said to be unlike people's movement; slow motion is 4 or 8 times slower."""
ONE_WAY: Final = ("hold", "repetition")
"""Kinds of exercise that go there and back, so that they have a way in and one back."""


def seems_slowed(kind: Kind, attempts: Sequence[Attempt]) -> bool:
    """Return whether every way in and every way back is under a third of the slowest that was seen on people.

    It is a guess, and changes no score: somebody may be as slow.
    """
    if kind not in ONE_WAY:
        return False
    ways = [seconds for a in attempts if a.cut is None for seconds in _ways_s(a)]
    return bool(ways) and min(ways) > UNDER_A_THIRD * SLOWEST_S


def _ways_s(attempt: Attempt) -> Iterator[float]:
    """Yield the seconds of an attempt's way in and way back; half of it each where it was not held."""
    if attempt.hold_s > 0:
        yield attempt.hold_start_s - attempt.start_s
        yield attempt.end_s - attempt.hold_end_s
    else:
        yield (attempt.end_s - attempt.start_s) / 2
