"""Pieces of pose tracks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from posecheck.body.pose import PoseTrack


def part(track: PoseTrack, start_s: float, end_s: float) -> PoseTrack:
    """The track between two times, without an outline."""
    kept = (track.time_s >= start_s) & (track.time_s < end_s)
    arrays: dict[str, Any] = {n: getattr(track, n)[kept] for n in ("time_s", "xy", "xyz", "visibility")}
    aside = {n: getattr(track, n)[kept] for n in ("brightness", "people", "cut")}
    return PoseTrack(**arrays, **aside, source=replace(track.source, duration_s=end_s - start_s))
