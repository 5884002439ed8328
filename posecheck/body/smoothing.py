"""Smoothing of poses, recorded and live: true times, missing values respected.

Recorded (`smooth_track`), without lag: values are cleaned by a 3-sample median and then smoothed by a cubic smoothing
spline: the curve z that minimises

    sum over samples of dt (y - z)^2  +  lambda * integral of (z'')^2 dt,     lambda = (2 pi fc)^-4

(C. Reinsch, "Smoothing by spline functions", Numer. Math. 10, 1967). Its gain at frequency f is 1 / (1 + (f / fc)^4):
that of a second-order Butterworth filter run forwards and backwards, which is what movement science uses on recorded
coordinates, but it needs neither even steps in time nor an answer to what comes before the first sample. On samples
1/15 s apart the gain differs from that of the formula by less than 0.01 up to 5 Hz.

Live (`OneEuro`): a first-order low pass whose cutoff rises with speed, so that a still body does not tremble and a
moving one hardly lags (G. Casiez, N. Roussel, D. Vogel, "1 Euro filter", CHI 2012, doi 10.1145/2207676.2208639).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from posecheck.body.pose import Pose, PoseTrack
from posecheck.body.skeleton import INDEX
from posecheck.errors import PoseDataError

CUTOFF_HZ: Final = 3.0
"""Takes 0.1 degrees off the peak of a 60 degree swing of 1.5 s, nothing off one of 3 s. Residual analysis of shoulder
abduction chose 3.1 +- 0.6 Hz (Cizmeciogullari 2018)."""

GAP_S: Final = 0.3
"""Frames without a person, or missing altogether, are bridged when they last no longer than this."""

SHORTEST: Final = 5
"""A stretch of fewer samples stays as it is: there is nothing to tell noise from motion by."""

MIN_CUTOFF_HZ: Final = 3.0
"""Live cutoff at rest: a delay of 1 / (2 pi f) = 0.05 s. That of recorded clips: a bounce of 1.2 Hz keeps 93 % of its
size, where the 1 Hz of clinical C.2 left 64 % and hid it. It costs next to nothing, because MediaPipe smooths already:
the jitter of the trunk and hip angle in a rendered hold rises from 0.031 to 0.037 degrees from frame to frame."""

BETA: Final = 1.0
"""Rise of the live cutoff, Hz for each trunk length per second; clinical C.2 gives 0.3 to 1. The least lag is taken:
at the shoulder's 0.5 trunk lengths per second in a bend the delay is 0.11 s, with 0.3 it is 0.14 s."""

SPEED_CUTOFF_HZ: Final = 1.0
"""Cutoff of the speed that the live cutoff follows."""

JUMP: Final = 0.15
JUMP_PER_S: Final = 5.0
"""What is farther from where it was (trunk lengths; 5 a second are 2.5 m/s) did not move there: the model took
one leg for the other, for a frame or for good, 0.35 to 1.5 away. Smoothed, a single such frame would be a swing of the
leg that fades over four more, each of them plausible. At 3 a second fast rolling down was cut, too."""

_COLUMNS: Final = 12  # smoothed at once, so that memory does not grow with everything a track holds

Floats = NDArray[np.floating[Any]]


def smooth_track(track: PoseTrack, *, cutoff_hz: float = CUTOFF_HZ) -> PoseTrack:
    """Return the track with smoothed positions; what is not a position (visibility, people, ...) stays.

    Parameters
    ----------
    track
        Poses as they were found. Frames without a person are filled where they last up to `GAP_S`, else they stay
        empty; nothing is smoothed across them or across a cut.
    cutoff_hz
        Frequency at which half of the amplitude is left.

    Raises
    ------
    PoseDataError
        Where `cutoff_hz` is not positive.
    """

    def smooth(values: Floats) -> NDArray[np.float32]:
        smoothed = smooth_values(track.time_s, values, cutoff_hz=cutoff_hz, cut=track.cut).astype(np.float32)
        smoothed.flags.writeable = False  # nobody else has it, so the track need not copy it
        return smoothed

    outline = None if track.outline is None else smooth(track.outline)
    return replace(track, xy=smooth(track.xy), xyz=smooth(track.xyz), outline=outline)


def smooth_values(
    time_s: Floats, values: Floats, *, cutoff_hz: float = CUTOFF_HZ, cut: NDArray[np.bool_] | None = None
) -> Floats:
    """Return values over time, smoothed without lag.

    Parameters
    ----------
    time_s
        Shape (T,), strictly increasing seconds.
    values
        Shape (T, ...); NaN is missing. Each column has its own gaps.
    cutoff_hz
        Frequency at which half of the amplitude is left.
    cut
        Shape (T,): True at a frame that does not continue the one before.

    Raises
    ------
    PoseDataError
        Where `cutoff_hz` is not positive.
    """
    if not (np.isfinite(cutoff_hz) and cutoff_hz > 0):
        raise PoseDataError(f"cutoff_hz: expected a positive frequency, got {cutoff_hz}.")
    if values.size == 0:
        return values.copy()
    flat = values.reshape(len(time_s), -1)
    smoothed = np.empty(flat.shape, flat.dtype)
    for columns in _same_gaps(flat):
        known = np.isfinite(flat[:, columns[0]])
        block = flat[:, columns].astype(np.float64)
        for stretch in _stretches(time_s, known, cut):
            block[stretch] = _smooth_stretch(time_s[stretch], block[stretch], known[stretch], cutoff_hz)
        smoothed[:, columns] = block
    return smoothed.reshape(values.shape)


def _same_gaps(flat: Floats) -> Iterator[NDArray[np.intp]]:
    """Yield the columns of `flat`, shape (T, n), in groups that miss the same samples, at most `_COLUMNS` each."""
    _, group = np.unique(np.packbits(np.isfinite(flat), axis=0), axis=1, return_inverse=True)
    for i in range(int(group.max()) + 1):
        columns = np.flatnonzero(group.ravel() == i)
        yield from np.array_split(columns, range(_COLUMNS, len(columns), _COLUMNS))


def _stretches(time_s: Floats, known: NDArray[np.bool_], cut: NDArray[np.bool_] | None) -> Iterator[slice]:
    """Yield the stretches of samples that belong together, from a known one to a known one."""
    at = np.flatnonzero(known)
    if len(at) == 0:
        return
    step = float(np.median(np.diff(time_s))) if len(time_s) > 1 else 0.0
    apart = np.diff(time_s[at]) - step > GAP_S + 1e-6
    if cut is not None:
        shots = np.cumsum(cut)
        apart |= np.diff(shots[at]) > 0
    ends = np.flatnonzero(apart)
    for first, last in zip([0, *(ends + 1)], [*ends, len(at) - 1], strict=True):
        yield slice(int(at[first]), int(at[last]) + 1)


def _smooth_stretch(time_s: Floats, values: Floats, known: NDArray[np.bool_], cutoff_hz: float) -> Floats:
    """Return one stretch, shape (T, n), smoothed and without gaps; its first and last sample are known."""
    at, y = time_s[known], values[known]
    if len(at) < SHORTEST:
        return _spline_through(time_s, at, y, np.zeros_like(y))
    y = np.concatenate([y[:1], np.median(np.stack([y[:-2], y[1:-1], y[2:]]), axis=0), y[-1:]])
    steps = np.diff(time_s)
    # What a sample stands for: half a step to each side. At the ends the one step counts whole.
    stands_for = ((np.append(steps[0], steps) + np.append(steps, steps[-1])) / 2)[known]
    z, bend = _smoothing_spline(at, y, stands_for, (2 * np.pi * cutoff_hz) ** -4)
    return _spline_through(time_s, at, z, bend)


def _smoothing_spline(at: Floats, y: Floats, weight: Floats, stiffness: float) -> tuple[Floats, Floats]:
    """Return values and second derivatives at the knots of a natural cubic smoothing spline (Reinsch 1967).

    Solves (R + stiffness Q' W^-1 Q) bend = Q' y, then z = y - stiffness W^-1 Q bend, with Q the second divided
    differences, R the Gram matrix of the hat functions and W the weights; the matrix has two diagonals on each side.

    Parameters
    ----------
    at
        Shape (n,), n at least 3.
    y
        Shape (n, k).
    weight
        Shape (n,), positive.
    """
    from scipy.linalg import solveh_banded

    step = np.diff(at)
    left, right = 1 / step[:-1], 1 / step[1:]
    middle = -(left + right)
    loose = stiffness / weight
    a, b, c = loose[:-2], loose[1:-1], loose[2:]
    bands = np.zeros((3, len(at) - 2))  # lower form: diagonal, first and second below
    bands[0] = (step[:-1] + step[1:]) / 3 + left**2 * a + middle**2 * b + right**2 * c
    bands[1, :-1] = step[1:-1] / 6 + middle[:-1] * left[1:] * b[:-1] + right[:-1] * middle[1:] * c[:-1]
    bands[2, :-2] = right[:-2] * left[2:] * c[:-2]
    slope = np.diff(y, axis=0) / step[:, None]
    bend = np.zeros_like(y)
    bend[1:-1] = solveh_banded(bands, np.diff(slope, axis=0), lower=True, check_finite=False)
    pull = np.diff(np.diff(bend, axis=0) / step[:, None], axis=0, prepend=0, append=0)
    return y - loose[:, None] * pull, bend


def _spline_through(time_s: Floats, at: Floats, z: Floats, bend: Floats) -> Floats:
    """Return the cubic spline with values `z` and second derivatives `bend` at `at`, for all of `time_s`."""
    if len(at) == len(time_s):
        return z
    i = np.clip(np.searchsorted(at, time_s, side="right") - 1, 0, len(at) - 2)
    step = (at[i + 1] - at[i])[:, None]
    b = (time_s[:, None] - at[i][:, None]) / step
    a = 1 - b
    return a * z[i] + b * z[i + 1] + ((a**3 - a) * bend[i] + (b**3 - b) * bend[i + 1]) * step**2 / 6


class OneEuro:
    """Smooths poses one by one as they come: ``pose = smooth(pose)``, in time order.

    Speed is that of each landmark in the person's own trunk lengths, so that standing nearer to the camera does not
    change the smoothing. What is missing stays missing and leaves no trace; after a gap longer than `GAP_S`, a cut, a
    jump (`JUMP_PER_S`) or a clock that goes back a landmark starts afresh, as it was found.

    Parameters
    ----------
    min_cutoff_hz
        Cutoff at rest.
    beta
        Rise of the cutoff in Hz for each trunk length per second.
    speed_cutoff_hz
        Cutoff of the speed.

    Raises
    ------
    PoseDataError
        Where a frequency is not positive or `beta` is negative.
    """

    def __init__(
        self, *, min_cutoff_hz: float = MIN_CUTOFF_HZ, beta: float = BETA, speed_cutoff_hz: float = SPEED_CUTOFF_HZ
    ) -> None:
        if not (min_cutoff_hz > 0 and speed_cutoff_hz > 0 and beta >= 0):
            raise PoseDataError("One Euro filter: expected positive frequencies and a beta of 0 or more.")
        self._cutoffs = (min_cutoff_hz, beta, speed_cutoff_hz)
        self._points: dict[str, _OneEuroPoints] = {}

    def __call__(self, pose: Pose) -> Pose:
        """Return the next pose, smoothed."""
        if pose.cut:
            self.reset()
        parts = {"xy": pose.xy, "xyz": pose.xyz}
        if pose.outline is not None:
            parts["outline"] = pose.outline.reshape(-1, 1)  # already in trunk lengths
        smoothed = {name: self._smooth(name, pose.time_s, values) for name, values in parts.items()}
        outline = None if pose.outline is None else smoothed["outline"].reshape(pose.outline.shape)
        return replace(pose, xy=smoothed["xy"], xyz=smoothed["xyz"], outline=outline)

    def reset(self) -> None:
        """Forget everything: the next pose passes as it is."""
        self._points.clear()

    def _smooth(self, name: str, time_s: float, values: Floats) -> NDArray[np.float32]:
        if name not in self._points:
            self._points[name] = _OneEuroPoints(len(values), values.shape[1], *self._cutoffs)
        unit = 1.0 if name == "outline" else _trunk_length(values)
        return self._points[name].step(time_s, values.astype(np.float64), unit).astype(np.float32)


class _OneEuroPoints:
    """The filter of n points in k dimensions, each with its own last time: shapes (n, k)."""

    def __init__(self, n: int, k: int, min_cutoff_hz: float, beta: float, speed_cutoff_hz: float) -> None:
        self._min_cutoff_hz, self._beta, self._speed_cutoff_hz = min_cutoff_hz, beta, speed_cutoff_hz
        self._last_s = np.full((n, 1), np.nan)
        self._raw, self._out, self._velocity = (np.full((n, k), np.nan) for _ in range(3))
        self._units: tuple[float, int] = (0.0, 0)  # sum and number of the trunk lengths seen

    def step(self, time_s: float, values: Floats, unit: float) -> Floats:
        """Return the smoothed points; NaN where `values` is."""
        if np.isfinite(unit) and unit > 0:
            self._units = (self._units[0] + unit, self._units[1] + 1)
        known = np.isfinite(values).all(axis=1, keepdims=True)
        step_s = time_s - self._last_s
        goes_on = known & (step_s > 0) & (step_s <= GAP_S + 1e-6) & self._moves(values, step_s)
        step_s = np.where(goes_on, step_s, 1.0)
        share = _share(self._speed_cutoff_hz, step_s)
        velocity = np.where(goes_on, self._velocity + share * ((values - self._raw) / step_s - self._velocity), 0.0)
        speed = np.linalg.norm(velocity, axis=1, keepdims=True) * self._units[1] / max(self._units[0], 1e-9)
        share = _share(self._min_cutoff_hz + self._beta * speed, step_s)
        out = np.where(goes_on, self._out + share * (values - self._out), values)
        self._raw, self._out = np.where(known, values, self._raw), np.where(known, out, self._out)
        self._velocity = np.where(known, velocity, self._velocity)
        self._last_s = np.where(known, time_s, self._last_s)
        return out

    def _moves(self, values: Floats, step_s: Floats) -> NDArray[np.bool_]:
        """Return which points, shape (n, 1), are no farther from where they were than a body moves meanwhile."""
        way = np.linalg.norm(values - self._raw, axis=1, keepdims=True) * self._units[1] / max(self._units[0], 1e-9)
        return way <= np.maximum(JUMP, JUMP_PER_S * step_s)


def _share(cutoff_hz: Any, step_s: Floats) -> Floats:
    """Return the weight of the new sample in a first-order low pass: 1 / (1 + tau / step), tau = 1 / (2 pi f)."""
    return 1 / (1 + 1 / (2 * np.pi * cutoff_hz * step_s))


def _trunk_length(points: Floats) -> float:
    """Return the distance from mid-hip to mid-shoulder, in the unit of the points."""
    trunk = points[INDEX["left_shoulder"]] + points[INDEX["right_shoulder"]]
    return float(np.linalg.norm(trunk - points[INDEX["left_hip"]] - points[INDEX["right_hip"]])) / 2
