"""The back in one frame, as the rules see it: which edge of the trunk is the back, its shape, or why it is not seen.

Which side of the trunk is the back comes from the set-up, once: one flexed frame tells it wrong up to 28 % of the time.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import Pose
from posecheck.body.spine import SpineShape, TrunkView, estimate_spine, view_of
from posecheck.body.trunk_outline import Unseen, why_unseen
from posecheck.remark import Remark, remark
from posecheck.result.back_lines import BackLine
from posecheck.result.judgement import View
from posecheck.rules.back.drawn_line import back_line
from posecheck.rules.back.tangents import hollow_depth, opening
from posecheck.rules.reading.side_plane import Facing

Reason = Unseen | Literal["turned", "not_measured", "no_neutral", "unsure", "two_people", "loose_shirt"]
"""Why nothing is said about the back."""

REASONS: Final[tuple[Reason, ...]] = (
    "nobody",
    "arm",
    "border",
    "edge",
    "turned",
    "not_measured",
    "no_neutral",
    "unsure",
    "two_people",
    "loose_shirt",
)

YAW_LIMIT_DEG: Final = 15.0
"""Turned farther than this, the outline is no longer that of the back (measured: fine up to 15)."""

CLEARLY_ROUNDED_DEG: Final = 35.0
"""Without a neutral only an opening above this is called rounded (of 23 flat backs on photos the greatest was 34)."""

COARSE_SD_DEG: Final = 10.0
"""Standard deviation of the opening over backs of the same kind, flat or rounded, on those photos."""

MAX_SD_DEG: Final = 10.0
"""A value less sure than this cannot tell a neutral back (up to 20) from a clearly rounded one (above 30). Chosen on
validation people: in draped shirts what is said of the low back is then 7 degrees off instead of 8, and 1 to 4 % of the
total flexion in plain shirts goes unsaid."""

SPANNED: Final = 0.04
"""A hollow of the low back less deep than this at rest, in chord lengths, is spanned by a shirt. Rendered people as the
pose model saw them, except in the pigeon: all 54 in draped shirts, 5 of 268 in others; sketched ones 96 and 2 %. Real
people in T-shirts have 0.005 to 0.012, and their clear bends were told all the same: a reason, and no refusal."""

MAX_AGE_S: Final = 0.1
"""Live, the outline is taken in every second frame; the frame between has the one before."""

MIN_NEUTRAL_SHARE: Final = 0.5
"""Part of the still frames in which a station must be seen to be in the neutral."""

BACK_UNSEEN: Final = "back unseen"
"""Name under which the frames of a session keep why the back was not seen: a place in `REASONS`, NaN where it was."""

KINDS: Final[tuple[str, ...]] = ("back_flexion", "lumbar_flexion", "thoracic_flexion", "pelvic_tilt")
"""Words in an exercise file for what is read from the outline of the back, degrees."""


@dataclass(frozen=True, slots=True, eq=False)
class BackNeutral:
    """The person's own back in the set-up.

    Parameters
    ----------
    pose
        Median pose of the still frames, with its outline.
    front_row
        Row of the outline on the side of the belly: 0 or 1.
    turned
        Whether the person stands too far from side-on for the outline to be that of the back.
    """

    pose: Pose
    front_row: int
    turned: bool

    @property
    def edge(self) -> NDArray[Any]:
        """Distance of the back's edge from the chord, shape (30,)."""
        assert self.pose.outline is not None  # neutral_of
        return self.pose.outline[1 - self.front_row]


@dataclass(frozen=True, slots=True, eq=False)
class BackReading:
    """The back in one frame.

    Parameters
    ----------
    values, sd
        Kind of measure -> degrees, and standard deviation; NaN where it cannot be told.
    unseen
        Why it cannot be told, None where it can.
    """

    values: Mapping[str, float]
    sd: Mapping[str, float]
    unseen: Reason | None


def sd_name(measure: str) -> str:
    """Return the name under which the frames of a session keep the uncertainty of a measure."""
    return f"{measure} sd"


def neutral_of(poses: Sequence[Pose], *, facing: Facing, view: View) -> BackNeutral | None:
    """Return the own back of a still person; None where no outline was taken.

    Parameters
    ----------
    poses
        The still frames of the set-up; those with a second person in the picture are left out.
    facing
        Direction the person faces in the picture, locked.
    view
        How the person is to the camera.
    """
    poses = [p for p in poses if not p.people > 1]
    outlines = [p.outline for p in poses if p.outline is not None]
    if not outlines:
        return None
    stack = np.array(outlines)
    seen = np.isfinite(stack).mean(0) >= MIN_NEUTRAL_SHARE
    outline = np.full(stack.shape[1:], np.nan, np.float32)
    outline[seen] = np.nanmedian(stack[:, seen], axis=0)
    xy, visibility = np.median([p.xy for p in poses], axis=0), np.median([p.visibility for p in poses], axis=0)
    pose = replace(poses[0], xy=xy, visibility=visibility, outline=outline)
    return BackNeutral(pose, front_row(facing), turned=not view.yaw_deg <= YAW_LIMIT_DEG)


def front_row(facing: Facing) -> int:
    """Return which row of an outline is the belly's.

    Upright and facing right it is row 0. `Facing` of a lying body is such that the same holds there: on the back it is
    1 with the head at the left, on the belly with the head at the right.

    Examples
    --------
    >>> front_row(1), front_row(-1)
    (0, 1)
    """
    return 0 if facing == 1 else 1


class BackReader:
    """Reads the back of one calibrated person, frame by frame.

    Parameters
    ----------
    neutral
        The own back; None where the set-up had no outline.
    facing
        Used where there is no neutral.
    aspect
        Width of the picture in image heights.
    lying
        Whether the exercise is done lying. Then the floor is where the back's edge should be, and on photos of people
        lying flat the opening is as large as on rounded ones: without a neutral nothing is said.
    """

    def __init__(self, neutral: BackNeutral | None, *, facing: Facing, aspect: float, lying: bool = False) -> None:
        self._neutral = neutral
        self._row = neutral.front_row if neutral else front_row(facing)
        self._aspect = aspect
        self._lying = lying
        self._own = self._view(neutral.pose) if neutral else None
        self._spanned = neutral is not None and hollow_depth(neutral.edge) < SPANNED
        self._last: tuple[float, BackReading] | None = None
        self._edge: tuple[float, NDArray[Any]] | None = None

    @property
    def back_row(self) -> int:
        """Row of an outline that is the back's."""
        return 1 - self._row

    def read(self, pose: Pose) -> BackReading:
        """Return the back in one frame."""
        if pose.outline is None and self._last is not None and pose.time_s - self._last[0] <= MAX_AGE_S:
            return self._last[1]
        reading = self._read(pose)
        if pose.outline is not None:
            self._last = pose.time_s, reading
            self._edge = pose.time_s, pose.outline[self.back_row]
        return reading

    def line(self, pose: Pose) -> BackLine | None:
        """Return the back to draw in a pose that was read; None where it is not seen."""
        if self._edge is None or not 0 <= pose.time_s - self._edge[0] <= MAX_AGE_S or not pose.found:
            return None
        if self._neutral is not None and self._neutral.turned:
            return None
        return back_line(pose, self._edge[1], self._neutral and self._neutral.edge, row=self.back_row)

    def _read(self, pose: Pose) -> BackReading:
        if pose.outline is None:
            return _nothing("not_measured")
        if self._neutral is not None and self._neutral.turned:
            return _nothing("turned")
        if pose.people > 1:  # on a photo the helper was followed instead of the person who stretched
            return _nothing("two_people")
        unseen = why_unseen(pose, side=self.back_row, aspect=self._aspect)
        view = None if unseen else self._view(pose)
        if view is None:
            return _nothing(unseen or "edge")
        if self._own is None:
            return _nothing("no_neutral") if self._lying else _coarse(pose.outline[self.back_row])
        return _reading(estimate_spine(view, self._own), unsure="loose_shirt" if self._spanned else "unsure")

    def _view(self, pose: Pose) -> TrunkView | None:
        assert pose.outline is not None
        return view_of(pose.xy, pose.outline, facing=1 if self._row == 0 else -1)


def _nothing(reason: Reason) -> BackReading:
    nan: dict[str, float] = dict.fromkeys(KINDS, math.nan)
    return BackReading(nan, nan, reason)


def _coarse(edge: NDArray[Any]) -> BackReading:
    """Return what can be told without a neutral: clearly rounded, or nothing."""
    nothing, angle = _nothing("no_neutral"), opening(edge)
    if not angle > CLEARLY_ROUNDED_DEG:
        return nothing
    values = {**nothing.values, "back_flexion": angle}
    return BackReading(values, {**nothing.sd, "back_flexion": COARSE_SD_DEG}, None)


def _reading(shape: SpineShape, *, unsure: Reason) -> BackReading:
    parts = (shape.total_flexion_deg, shape.lumbar_deg, shape.thoracic_deg, shape.pelvic_tilt_deg)
    sure = {kind: part.sd <= MAX_SD_DEG for kind, part in zip(KINDS, parts, strict=True)}
    values = {kind: part.value if sure[kind] else math.nan for kind, part in zip(KINDS, parts, strict=True)}
    sd = {kind: part.sd for kind, part in zip(KINDS, parts, strict=True)}
    return BackReading(values, sd, None if any(sure.values()) else unsure)


def unseen_reason(codes: NDArray[np.floating[Any]]) -> Remark:
    """Return why the back was not judged, from the codes (places in `REASONS`, NaN where seen) of some frames."""
    known = codes[np.isfinite(codes)].astype(int)
    reason = REASONS[int(np.bincount(known).argmax())] if len(known) else "unsure"
    return remark(f"back_{reason}")
