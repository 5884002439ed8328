"""Pictures of what was judged: the worst moment of each fault, the best-held moment, the whole clip annotated."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import Pose, PoseTrack
from posecheck.clips.scoring import Request, replay
from posecheck.disk.track_file import is_track
from posecheck.result.judgement import Feedback, Finding, Result
from posecheck.result.word_bands import back_band
from posecheck.session import Session

Image = NDArray[np.uint8]

MAX_PICTURES: Final = 12
"""Pictures in one report; the worst faults come first."""
HOLD: Final = "hold"


@dataclass(frozen=True, slots=True)
class _Wanted:
    key: tuple[int, str]
    time_s: float
    finding: Finding | None


def evidence_pictures(
    path: str | Path, request: Request | None, smoothed: PoseTrack, result: Result
) -> dict[tuple[int, str], bytes]:
    """Return JPEG pictures for the report: (attempt index, rule id) -> bytes, and (0, "hold").

    From a saved track there is no picture: the skeleton is drawn on a plain ground then. Where the exercise is not
    known (no request), one picture in the middle of what was seen stands in place of the hold.
    """
    from posecheck.overlay import draw_evidence, draw_pose_card, encode_jpeg

    wanted = _wanted(result) if request else _middle(smoothed)
    if not wanted:
        return {}
    shown = _poses_at(request, smoothed, result, wanted)
    images = {} if is_track(path) else _frames_at(path, [w.time_s for w in wanted])
    pictures: dict[tuple[int, str], bytes] = {}
    for w in wanted:
        pose, feedback = shown[w.key]
        image = images.get(w.time_s)
        drawn = draw_pose_card(pose, feedback) if image is None else draw_evidence(image, pose, feedback)
        pictures[w.key] = encode_jpeg(drawn)
    return pictures


def annotated_frames(
    path: str | Path, request: Request | None, smoothed: PoseTrack, result: Result
) -> Iterator[tuple[float, Image]]:
    """Yield (seconds, picture) of every frame of a clip with skeleton, angles, phase, hold and cue drawn on it.

    Where the exercise is not known (no request), the skeleton alone is drawn.

    Frames between the ones that were looked at get the pose in between.
    """
    from posecheck.estimation.video import frames
    from posecheck.overlay import draw

    steps = ((pose, feedback) for pose, feedback, _ in _steps(request, smoothed, result))
    before = after = next(steps, None)
    for frame in frames(path, fps=None):
        while after is not None and after[0].time_s <= frame.time_s:
            before, after = after, next(steps, None)
        if before is None:
            yield frame.time_s, frame.rgb
            continue
        pose = before[0] if after is None else between(before[0], after[0], frame.time_s)
        yield frame.time_s, draw(frame.rgb, pose, before[1])


def between(a: Pose, b: Pose, time_s: float) -> Pose:
    """Return the pose at a time between two poses, by straight lines; the earlier one across a cut or a gap."""
    gap = b.time_s - a.time_s
    if b.cut or gap <= 0 or not 0 <= time_s - a.time_s <= gap:
        return a
    share = np.float32((time_s - a.time_s) / gap)
    return replace(a, time_s=time_s, xy=a.xy + share * (b.xy - a.xy))


def _steps(
    request: Request | None, smoothed: PoseTrack, result: Result
) -> Iterator[tuple[Pose, Feedback | None, Session | None]]:
    """Yield every pose with what is said of it; nothing is where the exercise is not known."""
    if request is None:
        yield from ((pose, None, None) for pose in smoothed)
    else:
        yield from replay(request, smoothed, result)


def _middle(smoothed: PoseTrack) -> list[_Wanted]:
    """Return the middle one of the pictures in which somebody was found."""
    found = [pose.time_s for pose in smoothed if pose.found]
    return [_Wanted((0, HOLD), found[len(found) // 2], None)] if found else []


def _wanted(result: Result) -> list[_Wanted]:
    """Return the moments to show: each fired rule at its worst in the attempt where it cost most, and one good hold."""
    best: dict[str, _Wanted] = {}
    for i, attempt in enumerate(result.attempts):
        for f in attempt.findings:
            if not f.fired or math.isnan(f.time_s):
                continue
            old = best.get(f.rule)
            if old is None or old.finding is None or f.points > old.finding.points:
                best[f.rule] = _Wanted((i, f.rule), f.time_s, f)
    faults = sorted(best.values(), key=lambda w: (w.finding.severity, w.finding.points) if w.finding else (0, 0.0))
    wanted = faults[::-1][: MAX_PICTURES - 1]
    held = max(result.attempts, key=lambda a: a.hold_s, default=None)
    if held is not None and held.hold_s > 0:
        wanted.append(_Wanted((0, HOLD), (held.hold_start_s + held.hold_end_s) / 2, None))
    return wanted


def _poses_at(
    request: Request | None, smoothed: PoseTrack, result: Result, wanted: list[_Wanted]
) -> dict[tuple[int, str], tuple[Pose, Feedback | None]]:
    """Return pose and feedback of the frame nearest to each wanted moment, with the fault's own angle drawn."""
    index = {w.key: int(np.argmin(np.abs(smoothed.time_s - w.time_s))) for w in wanted}
    shown: dict[tuple[int, str], tuple[Pose, Feedback | None]] = {}
    for i, (pose, feedback, session) in enumerate(_steps(request, smoothed, result)):
        for w in wanted:
            if index[w.key] != i:
                continue
            shown[w.key] = pose, _only(w.finding, feedback, session)
    return shown


def _only(finding: Finding | None, feedback: Feedback | None, session: Session | None) -> Feedback | None:
    """Return the feedback of one fault alone, or as it is for the picture of the hold."""
    if finding is None or feedback is None or session is None:
        return feedback
    band, arcs, back = back_band(finding.value, finding.unit), session.arcs((finding,)), feedback.back
    if back is not None:
        back = replace(back, band=band, fault=finding.fired)
    arcs = () if band else arcs  # the back is drawn itself
    return replace(feedback, findings=(finding,), arcs=arcs, back=back, cue=finding.cue, advised=())


def _frames_at(path: str | Path, times_s: list[float]) -> dict[float, Any]:
    from posecheck.estimation.video import grab

    ordered = sorted(set(times_s))
    return dict(zip(ordered, (rgb for _, rgb in grab(path, ordered)), strict=False))
