"""Small movements before and after an exercise are no attempts: a bow over the phone, trousers pulled straight."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from posecheck.rules.phases.there_and_back import Span

GESTURE_SHARE: Final = 0.5
"""Less than half as far as the farthest attempt: a choice of ours. Bows before a stretch go a third to a half of it."""
UNHELD_SHARE: Final = 0.7
"""The same where others were held and this was not: who holds a stretch once and bows before it meant the one."""
HELD_S: Final = 1.0
"""What was held for so long was meant."""


def first_and_last(spans: Sequence[Span]) -> tuple[int, int]:
    """Return which spans are left when the small ones before the first and after the last real one are taken off.

    Examples
    --------
    >>> def to(peak):
    ...     return Span(0.0, 1.0, (0.0, 1.0), None, 0.0, True, peak=peak)
    >>> first_and_last([to(2.0), to(6.0), to(2.0), to(5.0)])
    (1, 4)
    """
    peaks = [span.peak for span in spans]
    if any(map(math.isnan, peaks)) or not peaks:
        return 0, len(spans)
    share = UNHELD_SHARE if any(span.hold_s >= HELD_S for span in spans) else GESTURE_SHARE
    real = [
        i
        for i, span in enumerate(spans)
        if span.peak >= share * max(peaks) or span.hold_s >= HELD_S or span.cut is not None
    ]
    return real[0], real[-1] + 1
