"""What becomes of a track in the hands of people: shortened, at another rate, mirrored, slid, with a walk before.

Everything is made from the pictures that the pose model saw: what lies between two of them is interpolated (which
takes away some of their jitter), what comes before is the simulated person, moved onto where the model saw the first
picture and with jitter as large as its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.home.film import PLATEAU_LEFT_S, Piece
from benchmarks.home_tracks.base import Base, plateau_runs, taken
from benchmarks.recognition.true_track import true_track
from benchmarks.synthetic.movements.limbs import ease
from benchmarks.synthetic.simulate import simulate
from benchmarks.synthetic.timing import BOW, REST_S
from posecheck.body.pose import PoseTrack, mirror_track
from posecheck.body.skeleton import INDEX

Floats = NDArray[np.floating[Any]]

SEED: Final = 5
"""Of uneven frame times and of the jitter of what comes before."""
UNEVEN_STEP_S: Final = (1 / 30, 1 / 8)
"""Telephones stretch a frame's time in dim light: 30 down to 8 frames a second."""
SLIDE_S: Final = 0.6
BAR: Final = 1 / 6
"""A letterboxed picture has a bar of so many of its own heights above and below: 4:3 shown upright on a telephone."""
STEP_TRUNKS: Final = 0.6
CUT_S: Final = 3.0
WALK_S: Final = 3.0
BOW_S: Final = 2.4
HIPS: Final = [INDEX["left_hip"], INDEX["right_hip"]]
SHOULDERS: Final = [INDEX["left_shoulder"], INDEX["right_shoulder"]]


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A variant: its track, which pieces of the course are in it, and whether left and right are exchanged."""

    track: PoseTrack
    film: tuple[Piece, ...] = ()
    mirrored: bool = False


Variant = Callable[[Base], Made]


def piece(base: Base, start_s: float, end_s: float) -> Made:
    """Return the track from one time to another."""
    time_s = base.track.time_s
    rows = np.flatnonzero((time_s >= start_s - 1e-9) & (time_s <= end_s + 1e-9))
    return Made(taken(base.track, rows, time_s[rows] - time_s[rows[0]]), ((start_s, end_s),))


def _in_hold(base: Base, which: int, share: float) -> float:
    """Return a second in the first (0) or last (-1) hold, so that a plateau is left on both sides where it can be."""
    start, end = plateau_runs(base.segments)[which]
    spare = end - start - PLATEAU_LEFT_S
    return (start + end) / 2 if spare <= 0 else start + spare * share if which == 0 else end - spare * share


def _alone(base: Base) -> Made:
    start, end = plateau_runs(base.segments)[0]
    return piece(base, start, end)


def _way(base: Base, phase: str, which: int) -> float:
    ways = [s for s in base.segments if s.phase == phase]
    return (ways[which].start_s + ways[which].end_s) / 2


def sampled(base: Base, times: Floats) -> Made:
    """Return the track at other times."""
    return Made(between(base.track, times))


def between(track: PoseTrack, at_s: Floats, shown_s: Floats | None = None) -> PoseTrack:
    """Return a track at other times, by straight lines between its pictures; `shown_s` are the times it then has."""
    times = np.asarray(at_s if shown_s is None else shown_s, np.float64)
    last = len(track) - 1
    right = np.clip(np.searchsorted(track.time_s, at_s), 1, last)
    left = right - 1
    share = np.clip((at_s - track.time_s[left]) / (track.time_s[right] - track.time_s[left]), 0, 1)
    nearest = np.where(share < 0.5, left, right)

    def mix(values: Floats) -> Floats:
        weight = share.reshape(-1, *[1] * (values.ndim - 1)).astype(np.float32)
        return values[left] + weight * (values[right] - values[left])

    kept = taken(track, nearest, times)
    rate = float(1 / np.median(np.diff(times)))
    return replace(
        kept,
        xy=mix(track.xy),
        xyz=mix(track.xyz),
        visibility=mix(track.visibility),
        outline=None if track.outline is None else mix(track.outline),
        source=replace(kept.source, fps=rate),
    )


def _rate(base: Base, fps: float) -> Made:
    return sampled(base, np.arange(0, base.track.time_s[-1], 1 / fps))


def _uneven(base: Base) -> Made:
    steps = np.random.default_rng(SEED).uniform(*UNEVEN_STEP_S, int(base.end_s / UNEVEN_STEP_S[0]))
    times = np.cumsum(steps)
    return sampled(base, times[times < base.track.time_s[-1]])


def _mirrored(base: Base) -> Made:
    return Made(mirror_track(base.track, width=base.aspect), mirrored=True)


def _letterboxed(base: Base) -> Made:
    track, whole = base.track, 1 + 2 * BAR
    source = replace(track.source, height=round(track.source.height * whole))
    return Made(replace(track, xy=(track.xy + np.array([0, BAR], np.float32)) / np.float32(whole), source=source))


def shifted(base: Base, metres: float, seconds: float, *, often: int) -> Made:
    """Return the track in which the person goes so far to the right of the picture, in the first `often` seams."""
    way = np.zeros(len(base.track))
    for seam in range(1, min(often, base.copies - 1) + 1):
        passed = np.clip((base.track.time_s - seam * base.copy_s) / seconds + 0.5, 0, 1)
        way += base.picture_heights(metres) * np.array([ease(float(p)) for p in passed])
    shift = np.stack([way, np.zeros_like(way)], 1)[:, None].astype(np.float32)
    return Made(replace(base.track, xy=base.track.xy + shift))


def _slid(base: Base, share: float) -> Made:
    return shifted(base, share * base.body_m, SLIDE_S, often=base.copies)


def _step(base: Base) -> Made:
    """Step to the side on which there is more room in the picture."""
    points = base.truth.landmarks_m[0]
    trunk = float(np.linalg.norm(points[SHOULDERS].mean(0) - points[HIPS].mean(0)))
    x = base.track.xy[..., 0]
    sign = 1.0 if base.aspect - np.nanmax(x) > np.nanmin(x) else -1.0
    return shifted(base, sign * STEP_TRUNKS * trunk, REST_S, often=1)


def _bow(base: Base) -> Made:
    """Go a third of the way and back before beginning."""
    truth, fps = base.truth, base.spec.fps
    way = np.flatnonzero(np.array(truth.phase) == "move_in")
    way = way[: np.flatnonzero(np.diff(way) > 1)[0] + 1] if (np.diff(way) > 1).any() else way
    top = float(truth.amplitude.max())
    n = round(BOW_S * fps / 2)
    there = BOW * top * np.array([ease(i / n) for i in range(n)])
    amplitude = np.concatenate([there, [BOW * top], there[::-1]])
    at_s = np.interp(amplitude, truth.amplitude[way], way / fps)
    still = np.arange(way[0]) / fps
    path = np.concatenate([still, at_s])
    return _preceded(base, between(base.track, path, np.arange(len(path)) / fps))


def _walk(base: Base) -> Made:
    """Walk in and take the start position before beginning."""
    spec = replace(base.spec, variation=replace(base.spec.variation, walk_in=True))
    entered = np.flatnonzero(np.array(simulate(spec).phase) == "enter")[-round(WALK_S * spec.fps) :]
    walk = taken(true_track(spec), entered, np.arange(len(entered)) / spec.fps)
    first, rng = base.track, np.random.default_rng(SEED)
    jitter = {n: _jitter(getattr(first, n), base) for n in ("xy", "xyz")}
    points = {
        n: (v := getattr(walk, n)) + (getattr(first, n)[0] - v[-1]) + rng.normal(0, 1, v.shape) * jitter[n]
        for n in jitter
    }
    middle = points["xy"][:, [*HIPS, *SHOULDERS], 0].mean(1)
    out = (middle < 0) | (middle > base.aspect)
    for values in points.values():
        values[out] = np.nan
    outline = None if first.outline is None else np.full((len(walk), *first.outline.shape[1:]), np.nan)
    seen = np.where(out[:, None], np.nan, first.visibility[0])
    return _preceded(base, replace(walk, **points, visibility=seen, outline=outline, source=first.source))


def _jitter(values: Floats, base: Base) -> Floats:
    """Return the SD of the model's jitter of each coordinate in the set-up, by differences of neighbours."""
    still = values[: max(int(base.segments[0].end_s * base.spec.fps), 3)]
    return np.std(np.diff(still, axis=0), axis=0) / np.sqrt(2)


def _preceded(base: Base, before: PoseTrack) -> Made:
    """Return a track with something else before it."""
    step, parts = 1 / base.spec.fps, (before, base.track)
    fields = ("xy", "xyz", "visibility", "brightness", "people", "cut")
    joined: dict[str, Any] = {n: np.concatenate([getattr(p, n) for p in parts]) for n in fields}
    if base.track.outline is not None and before.outline is not None:
        joined["outline"] = np.concatenate([before.outline, base.track.outline])
    times = np.concatenate([before.time_s, base.track.time_s + before.time_s[-1] + step])
    return Made(PoseTrack(times, source=replace(base.track.source, duration_s=float(times[-1])), **joined))


SLIDES: Final = (-0.06, -0.03, -0.01, 0.01, 0.03, 0.06)
VARIANTS: Final[Mapping[str, Variant]] = MappingProxyType(
    {
        "whole": lambda base: Made(base.track),
        "first 3 s cut": lambda base: piece(base, CUT_S, base.end_s),
        "begun on the way in": lambda base: piece(base, _way(base, "move_in", 0), base.end_s),
        "begun in the hold": lambda base: piece(base, _in_hold(base, 0, 0.3), base.end_s),
        "ended in the hold": lambda base: piece(base, 0.0, _in_hold(base, -1, 0.3)),
        "the hold alone": _alone,
        "cut on the way up": lambda base: piece(base, 0.0, _way(base, "move_out", -1)),
        "60 frames/s": partial(_rate, fps=60.0),
        "24 frames/s": partial(_rate, fps=24.0),
        "12 frames/s": partial(_rate, fps=12.0),
        "8 to 30 frames/s": _uneven,
        "mirrored": _mirrored,
        "letterboxed": _letterboxed,
        **{f"slid {100 * s:+.0f} %": partial(_slid, share=s) for s in SLIDES},
        "a step aside": _step,
        "walks in before": _walk,
        "a bow before": _bow,
    }
)
