"""The attempts of a stream as they are finished: each with its span, and with the set-up that it was judged by."""

from __future__ import annotations

from dataclasses import dataclass

from posecheck.result.judgement import Attempt
from posecheck.rules.phases.gestures import first_and_last
from posecheck.rules.phases.there_and_back import Span


@dataclass(frozen=True, slots=True)
class LoggedAttempt:
    """One finished attempt.

    `shown` is the attempt as a live screen has it, without a score where too few pictures of it came; `owner` the
    number of the calibration that it was judged by.
    """

    span: Span
    attempt: Attempt
    shown: Attempt
    owner: int


class AttemptLog:
    """All finished attempts, in the order of time."""

    def __init__(self) -> None:
        self._entries: list[LoggedAttempt] = []

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def spans(self) -> list[Span]:
        """Where the attempts are."""
        return [e.span for e in self._entries]

    @property
    def attempts(self) -> list[Attempt]:
        """The attempts as they were judged."""
        return [e.attempt for e in self._entries]

    @property
    def shown(self) -> tuple[Attempt, ...]:
        """The attempts as a live screen has them."""
        return tuple(e.shown for e in self._entries)

    @property
    def owners(self) -> list[int]:
        """Which of the calibrations each attempt was judged by."""
        return [e.owner for e in self._entries]

    def add(self, entry: LoggedAttempt) -> None:
        """Take a finished attempt in."""
        self._entries.append(entry)

    def leave_out_gestures(self, owner: int) -> None:
        """Take off what was small before and after the exercise among the attempts of the last calibration."""
        at = next((i for i, e in enumerate(self._entries) if e.owner == owner), len(self._entries))
        first, end = first_and_last([e.span for e in self._entries[at:]])
        self._entries[at:] = self._entries[at + first : at + end]
