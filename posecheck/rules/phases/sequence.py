"""Ordered phases and rounds, recognised one after the other by the conditions that the exercise file states.

The attempt begins with the first phase and ends with the last; in between only the phase whose turn it is can begin
(and those after it that may be reached by leaving one out). A condition must hold for a moment to count and is dated
back to where it began to hold, so phases are known a fifth of a second late.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from posecheck.result.entries import PhaseSeen
from posecheck.result.judgement import Cut
from posecheck.rules.exercise.course import Phase
from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.phases.conditions_met import Watcher
from posecheck.rules.phases.open_attempt import TOP_SHARE
from posecheck.rules.phases.phase_measures import Course
from posecheck.rules.phases.there_and_back import BACK_STILL_S, Span, State
from posecheck.rules.reading.stillness import OFF_SHARE, Run


class SequenceTracker:
    """Cuts a stream of readings into sequences or rounds of phases.

    Parameters
    ----------
    exercise
        Gives phases, movement and measures.
    setup
        Measure -> its value in the person's set-up, as rules see it; NaN where there was none.
    """

    def __init__(self, exercise: Exercise, setup: Mapping[str, float]) -> None:
        self._exercise = exercise
        self._phases = exercise.phases
        self._watcher = Watcher(exercise, setup)
        self._open: _Open | None = None
        self._back_since: float | None = None
        self._armed_s = -math.inf
        self._time_s = math.nan
        self.spans: list[Span] = []
        self._seen = False

    @property
    def state(self) -> State:
        """Where the person is now."""
        return "attempt" if self._open else "setup" if self._seen else "none"

    @property
    def still_run(self) -> Run | None:
        """The hold under way: that of a phase marked as one."""
        if self._open is None or not self._phases[self._open.at].hold:
            return None
        return Run(self._open.starts[self._open.at], self._time_s, 0.0)

    @property
    def had_hold(self) -> bool:
        """Whether a phase marked as hold is over."""
        return self._open is not None and any(self._phases[i].hold for i in self._open.starts if i < self._open.at)

    @property
    def current(self) -> tuple[int, float] | None:
        """Number of the phase under way and when it began."""
        return (self._open.at, self._open.starts[self._open.at]) if self._open else None

    def opened_before(self, time_s: float) -> bool:
        """Return whether an attempt is under way that began before a time."""
        return self._open is not None and self._open.start_s < time_s

    def step(self, time_s: float, values: Mapping[str, float], changes: Mapping[str, float], *, posture: bool) -> None:
        """Take one frame in.

        Parameters
        ----------
        time_s
            Time of the frame.
        values
            Every frame measure as rules see it.
        changes
            Change from set-up of each measure of `Movement.leave`.
        posture
            Whether the body is in the posture of the exercise at all.
        """
        if not posture:
            return
        self._time_s, self._seen = time_s, True
        self._watcher.step(time_s, values)
        leave = self._exercise.movement.leave
        shares = [abs(changes[n]) / a for n, a in leave.items()]
        self._note_back(time_s, math.nan if any(map(math.isnan, shares)) else max(shares))
        if self._open is None:
            self._begin()
        else:
            self._open.note(time_s, changes[self._exercise.movement.primary])
            self._advance(self._open, time_s)

    def finish(self) -> None:
        """Close what is open at the end of the stream."""
        if self._open is not None:
            last = self._open.at == len(self._phases) - 1
            self._close(self._open, self._time_s, done=last, cut=None if last else "end")

    def _note_back(self, time_s: float, deviation: float) -> None:
        """Note since when the body is back in the set-up."""
        if math.isnan(deviation):
            return
        if deviation > OFF_SHARE:
            self._back_since = None
        elif self._back_since is None:
            self._back_since = time_s

    def _begin(self) -> None:
        """Open an attempt when the first phase begins: anew, or from the set-up."""
        found = self._begun(-1, self._watcher.ways)
        if found is None:
            return
        i, since, turned = found
        if since > self._armed_s or self._back_since is not None:
            start = max(since, self._armed_s)
            self._open = _Open(start, i, {i: start}, turned)
            self._watcher.begin()

    def _advance(self, attempt: _Open, time_s: float) -> None:
        found = self._begun(attempt.at, self._watcher.ways if attempt.turned is None else (attempt.turned,))
        if found is not None:
            i, since, turned = found
            attempt.starts[i] = max(since, attempt.starts[attempt.at])
            attempt.at = i
            attempt.turned = turned if attempt.turned is None else attempt.turned
        self._end(attempt, time_s)

    def _begun(self, at: int, ways: Sequence[bool]) -> tuple[int, float, bool | None] | None:
        """Return which of the phases whose turn it is has begun, since when, and to which side (None: both alike)."""
        for i in self._next(at):
            since = {way: self._watcher.since(self._phases[i].name, turned=way) for way in ways}
            begun = {way: s for way, s in since.items() if s is not None}
            if begun:
                way = next(iter(begun))
                return i, begun[way], way if len(begun) < len(self._watcher.ways) else None
        return None

    def _next(self, at: int) -> Sequence[int]:
        """Return the phases that may begin now: the next one, and those behind it that it may be left out for."""
        found: list[int] = []
        for i in range(at + 1, len(self._phases)):
            found.append(i)
            if not self._phases[i].may_skip:
                break
        return found

    def _end(self, attempt: _Open, time_s: float) -> None:
        """Close an attempt whose last phase is over, or that is back in the set-up before."""
        last = attempt.at == len(self._phases) - 1
        phase, start = self._phases[attempt.at], attempt.starts[attempt.at]
        holds = self._watcher.since(phase.name, turned=bool(attempt.turned)) is not None
        if last and phase.max_s is None and time_s - start >= phase.min_s:
            self._close(attempt, start + phase.min_s, done=True)
        elif last and not holds:
            self._close(attempt, self._left_s(attempt, time_s), done=True)
        elif not holds and self._back_since is not None and time_s - self._back_since >= BACK_STILL_S:
            self._close(attempt, max(self._back_since, start))

    def _left_s(self, attempt: _Open, end_s: float) -> float:
        """Return when the conditions of the phase under way last held."""
        held = self._watcher.intervals(self._phases[attempt.at].name, turned=bool(attempt.turned))
        return min(max((b for _, b in held), default=end_s), end_s)

    def _close(self, attempt: _Open, end_s: float, *, done: bool = False, cut: Cut | None = None) -> None:
        """Keep what was a sequence; one phase without having reached anything was none."""
        reached = max((d for _, d in attempt.course), default=0.0) >= abs(self._exercise.movement.reached)
        if len(attempt.starts) > 1 or reached:
            self.spans.append(replace(self._span(attempt, end_s, done=done), cut=cut))
        self._open, self._armed_s, self._back_since = None, end_s, None

    def _span(self, attempt: _Open, end_s: float, *, done: bool) -> Span:
        turned = bool(attempt.turned)
        names = [p.name for p in self._phases]
        held = {n: self._watcher.intervals(n, turned=turned) for n in names}
        course = Course(self._phases_seen(attempt, held, end_s), held, turned=turned)
        holds = [p for p, phase in zip(course.phases, self._phases, strict=True) if phase.hold and p.seconds > 0]
        needed = {i for i, p in enumerate(self._phases) if not p.may_skip}
        return Span(
            attempt.start_s,
            end_s,
            attempt.top,
            (holds[0].start_s, holds[-1].end_s) if holds else None,
            sum(p.seconds for p in holds),
            done and needed <= set(attempt.starts),
            course,
        )

    def _phases_seen(
        self, attempt: _Open, held: Mapping[str, Sequence[tuple[float, float]]], end_s: float
    ) -> tuple[PhaseSeen, ...]:
        """Date the phases: each ends where its conditions last held before the next one began."""
        seen: list[PhaseSeen] = []
        order = sorted(attempt.starts)
        for i, phase in enumerate(self._phases):
            if i not in attempt.starts:
                seen.append(PhaseSeen(phase.name, phase.title, math.nan, math.nan))
                continue
            start = attempt.starts[i]
            following = [attempt.starts[j] for j in order if j > i]
            limit = following[0] if following else end_s
            ends = [min(b, limit) for a, b in held[phase.name] if a <= limit and b >= start]
            seen.append(PhaseSeen(phase.name, phase.title, start, max(ends, default=limit)))
        return tuple(seen)


@dataclass(slots=True)
class _Open:
    """The attempt under way: the phase it is at, when each began, how far the primary measure was when.

    `turned` is None until a phase has told the side.
    """

    start_s: float
    at: int
    starts: dict[int, float]
    turned: bool | None
    course: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])

    def note(self, time_s: float, change: float) -> None:
        """Note how far the primary measure is from the set-up."""
        if not math.isnan(change):
            self.course.append((time_s, abs(change)))

    @property
    def top(self) -> tuple[float, float]:
        """First and last moment near the farthest point."""
        peak = max((d for _, d in self.course), default=0.0)
        near = [t for t, d in self.course if d >= TOP_SHARE * peak]
        return (near[0], near[-1]) if near else (self.start_s, self.start_s)


def missing_share(phases: Sequence[Phase], seen: Sequence[PhaseSeen]) -> float:
    """Return the part of an exercise's needed phases that were left out, 0 to 1."""
    needed = [s for p, s in zip(phases, seen, strict=True) if not p.may_skip]
    return sum(math.isnan(s.start_s) for s in needed) / len(needed) if needed else 0.0
