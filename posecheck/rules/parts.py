"""What of a clip was judged and what was left out: parts that cover it whole, without gaps.

Walking in, putting the phone down, talking or a bow before the stretch are no part of the exercise. They cost nothing,
and the result says that they were left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from posecheck.result import Attempt, Neutral, Part, PartReason, View
from posecheck.rules.calibration import Calibration
from posecheck.rules.clip_plan import Stretch
from posecheck.rules.summing import StreamSeen

ASIDE_S: Final = 1.0
"""What lasts less than this before the set-up or after the last attempt belongs to them."""
LEAST_FOUND: Final = 0.3
"""With a person in fewer of its pictures than this, a part shows nobody."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A stretch of the stream by one set-up: its time, the set-up, in what share of its pictures somebody was."""

    start_s: float
    end_s: float
    calibration: Calibration | None
    found_share: float
    blocked: bool = False


def scenes_of(
    seen: StreamSeen, stretches: Sequence[Stretch], main: Calibration | None, blocked: Callable[[View], bool]
) -> list[Scene]:
    """Return the stretches of a stream.

    Parameters
    ----------
    seen
        What was seen of it.
    stretches
        Those of its plan; live there are none, and it is one.
    main
        The set-up by which most was judged.
    blocked
        Whether a view does not let anything be judged.
    """
    times, found = seen.times, seen.found
    if not stretches:
        whole = main is not None and blocked(main.view)
        return [Scene(times[0], times[-1], main, sum(found) / len(found), whole)] if times else []
    edges = [*(times[s.first] for s in stretches), times[-1]]
    return [
        Scene(
            start,
            end,
            s.calibration,
            sum(found[s.first : s.end]) / (s.end - s.first),
            s.calibration is not None and blocked(s.calibration.view),
        )
        for s, start, end in zip(stretches, edges[:-1], edges[1:], strict=True)
    ]


def parts_of(scenes: Sequence[Scene], attempts: Sequence[Attempt]) -> tuple[Part, ...]:
    """Return the parts of a stream in time order.

    Parameters
    ----------
    scenes
        Its stretches, without gaps.
    attempts
        All attempts.
    """
    found: list[Part] = []
    for scene in scenes:
        inside = [a for a in attempts if scene.start_s <= a.start_s < scene.end_s]
        found += _parts_of_scene(scene, inside)
    return tuple(found)


def with_parts(attempts: Sequence[Attempt], parts: Sequence[Part]) -> tuple[Attempt, ...]:
    """Return the attempts with the number of the part that each one is in."""
    starts = [part.start_s for part in parts]
    return tuple(replace(a, part=max(sum(s <= a.start_s for s in starts) - 1, 0)) for a in attempts)


def _parts_of_scene(scene: Scene, attempts: Sequence[Attempt]) -> list[Part]:
    known = scene.calibration
    if known is None or scene.found_share < LEAST_FOUND:
        return [
            _left_out(scene, scene.start_s, scene.end_s, "nobody" if scene.found_share < LEAST_FOUND else "unclear")
        ]
    if scene.blocked:
        return [_left_out(scene, scene.start_s, scene.end_s, "view")]
    if not attempts:
        return [_left_out(scene, scene.start_s, scene.end_s, "no_attempt")]
    begin, end = attempts[0].start_s, attempts[-1].end_s
    if known.start_s < begin and known.neutral.source != "none":
        begin = known.start_s
    begin = scene.start_s if begin - scene.start_s < ASIDE_S else begin
    end = scene.end_s if scene.end_s - end < ASIDE_S else end
    parts = [Part(begin, end, True, None, known.view, known.neutral)]
    if begin > scene.start_s:
        parts.insert(0, _left_out(scene, scene.start_s, begin, "before"))
    if end < scene.end_s:
        parts.append(_left_out(scene, end, scene.end_s, "after"))
    return parts


def _left_out(scene: Scene, start_s: float, end_s: float, reason: PartReason) -> Part:
    known = scene.calibration
    view, neutral = (known.view, known.neutral) if known else (View(), Neutral())
    return Part(start_s, end_s, False, reason, view, neutral)
