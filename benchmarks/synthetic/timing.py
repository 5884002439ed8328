"""When a clip's person does what: phases and amplitude over time, for one or several repetitions.

Each way in and out follows the minimum-jerk course of an unhurried movement (Flash & Hogan 1985, J Neurosci 5:1688).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from benchmarks.synthetic.movements.base import STIFF_AMPLITUDE, Tempo
from benchmarks.synthetic.movements.limbs import ease
from benchmarks.synthetic.population import TEMPO_STREAM, stream
from benchmarks.synthetic.spec import ClipSpec, Home, Variation

BOUNCE_HZ: Final = 1.2
BOUNCE_DEG: Final = 8.5
"""Peak to peak of the primary angle: clinical G1 begins at 5 degrees, three changes of direction within 3 s."""
WOBBLE_HZ: Final = 0.3
"""Slower than a bounce, which turns three times within 3 s."""
WOBBLE_DEG: Final = 9.0
"""To each side of the plateau. In the half-kneeling lunge this sways the pelvis by 6 cm each way: SD 4.5 cm, where
clinical A16 begins at 3 cm."""
BOUNCE_MAX_SHARE: Final = 2 / 3
"""However small the movement, a bounce keeps clear of its set-up: coming back there makes repetitions of it."""
FAST_DEG_PER_S: Final = 80.0
"""Mean speed of a movement that is too fast: clinical G2 says 45 degrees/s, the rules fire at 55."""
EDGE_DEG: Final = 3.0
"""Moving time is reckoned from 3 degrees off set-up to 3 degrees off the plateau (design 7)."""
FASTEST_S: Final = 0.3
"""Nobody moves a trunk from rest to rest in less."""
EARLY_HOLD_S: Final = 1.2
UNEVEN: Final = (0.85, 1.3)
"""Factors on the seconds of a repetition."""
REST_S: Final = 1.2
"""At rest in the start position between two repetitions."""
BOW: Final = 1 / 3
"""Part of the way that somebody bows before beginning."""
ABSENT_S: Final = 0.8
ENTER_S: Final = 4.2
LEAVE_S: Final = 4.2
"""Walking to the place and taking the start position, and back; see `transition`."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time in one phase, from one amplitude to another."""

    phase: str
    start_s: float
    end_s: float
    before: float = 0.0
    after: float = 0.0
    place: tuple[float, float] = (0.0, 0.0)
    """Where the person is at its start and end: to the right of the picture, body heights."""
    falls: bool = False
    """Whether the body is let go: ever faster until something stops it."""

    def share(self, time_s: float) -> float:
        """Return which part of the segment has passed."""
        return min(max((time_s - self.start_s) / (self.end_s - self.start_s), 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Moment:
    """What the person does at one time.

    Parameters
    ----------
    phase
        absent, enter, setup, move_in, hold, move_out, rest, end, leave; ``hidden`` for a drop-out within the hold.
    amplitude
        0 in set-up, 1 at the farthest point of the movement.
    share
        Which part of the phase has passed, 0 to 1.
    place
        How far the person has gone to the right of the picture, body heights.
    """

    phase: str
    amplitude: float
    share: float
    place: float = 0.0

    @property
    def present(self) -> bool:
        """Whether the person is in the room (even if hidden)."""
        return self.phase != "absent"


@dataclass(frozen=True, slots=True)
class Schedule:
    """The course of a clip.

    `bounce` is the part of the amplitude that is bounced away in the holds, `wobble` the part by which it sways to each
    side, `hidden` the time of the drop-out, `film` the pieces of the course that the clip shows (empty: all of it).
    Everything but `duration_s` and what `course_s` takes is in seconds of the course.
    """

    segments: tuple[Segment, ...]
    bounce: float = 0.0
    wobble: float = 0.0
    hidden: tuple[float, float] | None = None
    steady: bool = False
    film: tuple[tuple[float, float], ...] = ()

    @property
    def duration_s(self) -> float:
        """Length of the clip."""
        return sum(end - start for start, end in self.film) if self.film else self.segments[-1].end_s

    def course_s(self, film_s: float) -> float:
        """Return the second of the course that a second of the clip shows; after the last piece it goes on.

        Examples
        --------
        >>> Schedule((Segment("setup", 0.0, 9.0),), film=((1.0, 3.0), (5.0, 6.0))).course_s(2.5)
        5.5
        """
        left = film_s
        for start, end in self.film[:-1]:
            if left < end - start:
                return start + left
            left -= end - start
        return self.film[-1][0] + left if self.film else film_s

    def at(self, time_s: float) -> Moment:
        """Return what happens at a second of the course; after the end the last phase goes on."""
        segment = next((s for s in self.segments if time_s < s.end_s), self.segments[-1])
        share = segment.share(time_s)
        passed = share**2 if segment.falls else share if self.steady else ease(share)
        amplitude = segment.before + (segment.after - segment.before) * passed
        if segment.phase == "hold" and self.bounce:
            amplitude -= self.bounce * (1 - np.cos(2 * np.pi * BOUNCE_HZ * (time_s - segment.start_s))) / 2
        if segment.phase == "hold" and self.wobble:
            amplitude += self.wobble * np.sin(2 * np.pi * WOBBLE_HZ * (time_s - segment.start_s))
        hidden = self.hidden is not None and self.hidden[0] <= time_s < self.hidden[1]
        place = segment.place[0] + (segment.place[1] - segment.place[0]) * ease(share)
        return Moment("hidden" if hidden else segment.phase, float(amplitude), share, float(place))

    def of_phase(self, phase: str) -> tuple[Segment, ...]:
        """Return the stretches of one phase."""
        return tuple(s for s in self.segments if s.phase == phase)


def moving_share(way_deg: float) -> float:
    """Return the part of a minimum-jerk movement between 3 degrees off its start and 3 degrees off its end.

    Examples
    --------
    >>> round(moving_share(75.0), 2)
    0.65
    """
    x = np.linspace(0.0, 0.5, 501)
    edge = float(np.interp(EDGE_DEG / max(way_deg, 2 * EDGE_DEG), x**3 * (10 - 15 * x + 6 * x * x), x))
    return 1 - 2 * edge


def seconds_for_speed(way_deg: float, speed: float) -> float:
    """Return how long a movement of `way_deg` lasts when its mean speed over the moving time is `speed`, degrees/s."""
    share = moving_share(way_deg)
    if way_deg <= 2 * EDGE_DEG or share <= 0:
        return FASTEST_S
    return max((way_deg - 2 * EDGE_DEG) / (speed * share), FASTEST_S)


def make_schedule(
    spec: ClipSpec, tempo: Tempo, primary_range_deg: float, *, steady: bool = False, top: float | None = None
) -> Schedule:
    """Return the course of a clip.

    Parameters
    ----------
    tempo
        The exercise's own.
    primary_range_deg
        How far the primary angle goes at full amplitude: sets the size of a bounce and the speed of a fast movement.
    steady
        Whether the amplitude grows evenly instead of with minimum jerk.
    top
        The amplitude of the hold; None for 1, of a stiff person `STIFF_AMPLITUDE`.
    """
    v = spec.variation
    if top is None:
        top = STIFF_AMPLITUDE if v.stiff else 1.0
    way = abs(primary_range_deg)
    bounce = min(BOUNCE_DEG / max(way, 1e-6), BOUNCE_MAX_SHARE * top) if v.bounce else 0.0
    wobble = min(WOBBLE_DEG / max(way, 1e-6), BOUNCE_MAX_SHARE * top) if v.wobble else 0.0
    if spec.home:
        segments = home_segments(spec.home, top, longest_s=_longest_ways(v, way * top))
    else:
        segments = tuple(_timed(_phases(spec, tempo, top, way * top)))
    segments = tuple(replace(s, falls=s.phase == f"move_{v.falls}") for s in segments) if v.falls else segments
    hidden = None
    if v.drop_out_s > 0:
        hold = next(s for s in segments if s.phase == "hold")
        middle = (hold.start_s + hold.end_s) / 2
        hidden = (middle - v.drop_out_s / 2, middle + v.drop_out_s / 2)
    return Schedule(segments, bounce, wobble, hidden, steady, spec.home.film if spec.home else ())


def _longest_ways(v: Variation, way_deg: float) -> tuple[float, float]:
    """Return how many seconds the way in and the way out take at most; infinite where they are not fast."""
    seconds = seconds_for_speed(way_deg, FAST_DEG_PER_S) if v.way_s is None else v.way_s
    return (
        seconds if v.falls == "in" or (v.fast and not v.falls) else math.inf,
        seconds if v.falls == "out" or (v.fast and not v.falls) else math.inf,
    )


def home_segments(
    home: Home, top: float, *, longest_s: tuple[float, float] = (math.inf, math.inf)
) -> tuple[Segment, ...]:
    """Return the course of somebody at home.

    Parameters
    ----------
    top
        The exercise's own farthest amplitude.
    longest_s
        A way there and one back take at most so long (a fast movement).
    """
    segments: list[Segment] = []
    place = 0.0

    def add(phase: str, seconds: float, before: float = 0.0, after: float = 0.0, shift: float = 0.0) -> None:
        nonlocal place
        start = segments[-1].end_s if segments else 0.0
        if seconds > 0:
            segments.append(Segment(phase, start, start + seconds, before, after, (place, place + shift)))
            place += shift

    for name, seconds in home.before:
        if name == "bow":
            add(name, seconds / 2, 0.0, BOW * top)
            add(name, seconds / 2, BOW * top, 0.0)
        else:
            add(name, seconds)
    add("setup", home.setup_s)
    for i, r in enumerate(home.repetitions):
        far = top * r.top
        add("move_in", min(r.in_s, longest_s[0]), 0.0, far)
        add("hold", r.hold_s, far, far)
        add("move_out", min(r.out_s, longest_s[1]), far, 0.0)
        if i < len(home.repetitions) - 1:
            add("rest", r.rest_s, shift=r.shift)
    add("end", home.end_s)
    for name, seconds in home.after:
        add(name, seconds)
    return tuple(segments)


def _tempos(spec: ClipSpec, tempo: Tempo, way_deg: float) -> Iterator[Tempo]:
    """Yield the tempo of each repetition."""
    v = spec.variation
    rng = stream(spec.seed, TEMPO_STREAM)
    if v.hold_s is not None:
        tempo = replace(tempo, hold_s=v.hold_s)
    if v.fast:
        there, back = _longest_ways(v, way_deg)
        tempo = replace(tempo, in_s=min(there, tempo.in_s), out_s=min(back, tempo.out_s))
    for _ in range(v.repetitions):
        f = float(rng.uniform(*UNEVEN)) if v.uneven else 1.0
        hold = EARLY_HOLD_S if v.early_exit else tempo.hold_s * f
        yield replace(tempo, in_s=tempo.in_s * f, hold_s=hold, out_s=tempo.out_s * f)


def _phases(spec: ClipSpec, tempo: Tempo, top: float, way_deg: float) -> Iterator[tuple[str, float, float, float]]:
    """Yield phase, seconds, amplitude before and after."""
    if spec.variation.walk_in:
        yield "absent", ABSENT_S, 0.0, 0.0
        yield "enter", ENTER_S, 0.0, 0.0
    yield "setup", tempo.setup_s, 0.0, 0.0
    for i, t in enumerate(_tempos(spec, tempo, way_deg)):
        if i:
            yield "rest", REST_S, 0.0, 0.0
        yield "move_in", t.in_s, 0.0, top
        yield "hold", t.hold_s, top, top
        yield "move_out", t.out_s, top, 0.0
    yield "end", tempo.end_s, 0.0, 0.0
    if spec.variation.walk_in:
        yield "leave", LEAVE_S, 0.0, 0.0
        yield "absent", ABSENT_S, 0.0, 0.0


def _timed(phases: Iterator[tuple[str, float, float, float]]) -> Iterator[Segment]:
    now = 0.0
    for phase, seconds, before, after in phases:
        yield Segment(phase, now, now + seconds, before, after)
        now += seconds
