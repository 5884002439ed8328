"""3. Attempts counted, and when they and their holds began and ended, against the truth.

The length of a hold is compared where there truly is one. In a clip in which the person bounces or sways all the time
no second is still, or one at its very end by chance, so its hold is left out; its count, start and end are compared as
of any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.synthetic.true_holds import Span
from posecheck.result.judgement import Attempt


@dataclass(frozen=True, slots=True)
class TimeErrors:
    """Measured minus true seconds of one attempt; `hold_s` None where there truly is no hold."""

    start_s: float
    end_s: float
    hold_s: float | None


@dataclass(frozen=True, slots=True)
class TimingFigures:
    """Of one clip: attempts that truly were there, complete ones that were counted, and errors of those that match."""

    true: int
    counted: int
    errors: tuple[TimeErrors, ...]
    wrong_side: int = 0

    @property
    def exact(self) -> bool:
        """Whether the count is right."""
        return self.true == self.counted


def timing_figures(
    spans: Sequence[Span], attempts: Sequence[Attempt], *, side: str | None = None, with_holds: bool = True
) -> TimingFigures:
    """Compare attempts with the true ones.

    Parameters
    ----------
    spans
        The true attempts, as `benchmarks.synthetic.true_holds.holds` gives them.
    attempts
        The measured ones; those that are not complete are not counted, as in the product.
    side
        The true working side; None where it is not asked.
    with_holds
        Whether the person keeps still in the holds, so that their length means something.
    """
    true, seen = [s for s in spans if s.complete], [a for a in attempts if a.complete]
    errors = tuple(
        TimeErrors(
            a.start_s - s.start_s, a.end_s - s.end_s, a.hold_s - s.hold_s if with_holds and s.hold is not None else None
        )
        for s, a in matched(true, seen)
    )
    wrong = sum(a.side not in (side, None) for a in seen) if side else 0
    return TimingFigures(len(true), len(seen), errors, wrong)


def matched(spans: Sequence[Span], attempts: Sequence[Attempt]) -> list[tuple[Span, Attempt]]:
    """Pair each true attempt with the measured one that it shares most time with; without any it has none."""
    pairs: list[tuple[Span, Attempt]] = []
    left = list(attempts)
    for span in spans:
        best = max(left, key=lambda a: _common_s(span, a), default=None)
        if best is not None and _common_s(span, best) > 0:
            left.remove(best)
            pairs.append((span, best))
    return pairs


def _common_s(span: Span, attempt: Attempt) -> float:
    return min(span.end_s, attempt.end_s) - max(span.start_s, attempt.start_s)
