"""What of a clip was judged and what was left out: parts that cover it whole, without gaps.

Walking in, putting the phone down, talking or a bow before the stretch are no part of the exercise. They cost nothing,
and the result says that they were left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from posecheck.result.judgement import Attempt, Neutral, Part, PartReason, View
from posecheck.rules.neutral.calibration import Calibration
from posecheck.rules.neutral.clip_plan import Stretch

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
    times: Sequence[float],
    found: Sequence[bool],
    stretches: Sequence[Stretch],
    *,
    duration_s: float,
    live: Calibration | None,
    blocked: Callable[[Calibration], bool],
) -> list[Scene]:
    """Return the stretches of a stream; live it is one.

    Parameters
    ----------
    times, found
        Of every pose: when it was, and whether it shows somebody.
    duration_s
        Of the whole clip, NaN where unknown: its last picture stands for a moment too.
    stretches
        Those of a clip's plan, empty live.
    live
        The set-up that holds for all of a live stream.
    blocked
        Whether nothing can be judged from where a set-up was seen.
    """
    if not times:
        return []
    end_s = max(times[-1], times[0] + duration_s) if duration_s == duration_s else times[-1]
    if not stretches:
        return [Scene(times[0], end_s, live, sum(found) / len(found), live is not None and blocked(live))]
    edges = [*(times[s.first] for s in stretches), end_s]
    return [
        Scene(
            start,
            end,
            s.calibration,
            sum(found[s.first : s.end]) / (s.end - s.first),
            s.calibration is not None and blocked(s.calibration),
        )
        for s, (start, end) in zip(stretches, pairwise(edges), strict=True)
    ]


def main_setup(setups: Sequence[Calibration], owners: Sequence[int], attempts: Sequence[Attempt]) -> Calibration | None:
    """Return the set-up by which most was judged, of equals the first; `owners` says which one each attempt had."""
    seconds = [0.0] * len(setups)
    for owner, a in zip(owners, attempts, strict=True):
        seconds[owner] += a.judged_share * (a.end_s - a.start_s)
    own = [s + 1e-6 * (c.neutral.source != "none") for s, c in zip(seconds, setups, strict=True)]
    return setups[own.index(max(own))] if own else None


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
