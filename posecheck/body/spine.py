"""The shape of the back, from the outline of the trunk and the landmarks: flexion, pelvic tilt, and how sure.

Small networks of plain numbers (`models/spine_shape.npz`), trained by ``python -m benchmarks.spine.train`` on rendered
people; evaluated with numpy. What is missing is NaN, and what was never seen in training is less sure.

Every value is a change from the person's own set-up.
Flexion is positive when the back rounds and negative when it hollows, pelvic tilt positive forward (anterior).
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, Literal, NamedTuple

import numpy as np

from posecheck.body.pose import STATIONS, Array
from posecheck.body.skeleton import INDEX
from posecheck.body.trunk_outline import trunk_frame

DATA: Final = "models/spine_shape.npz"

LAYERS: Final = ("w1", "b1", "w2", "b2", "w3", "b3")

OUTPUTS: Final = ("lumbar", "thoracic", "pelvic_tilt", "total_flexion")
"""What is estimated, in this order; the total is the sum of the first two, its uncertainty is its own."""

MIN_SEEN: Final = 0.7
"""Share of the stations between hip and shoulder at which the back's edge must be seen."""

FARTHEST: Final = 3.0
"""What lies so many times as far from the training's middle as its outermost hundredth is not estimated at all."""

SAME: Final = 0.25
"""With less chance than this that a posture is of the set-up's kind nothing is said: one of the two was seen wrong, as
where the rear leg of the pigeon is missing from the mask. So it is in 11 of 556 frames of validation people, the errors
of which are twice as large as stated, and in none of 26 clips of exercises."""

LOG_SD: Final = (0.0, 3.7)
"""Natural logarithm of the uncertainty a network may state: nobody knows a back to less than 1 degree from a mask."""

_PARTS: Final = ((0.0, 0.35), (0.35, 0.65), (0.65, 1.0))
_BETWEEN: Final = (STATIONS >= 0) & (STATIONS <= 1)
_WINDOW: Final = 5
_SLOPES: Final = np.zeros((len(STATIONS), 13))
"""Distances at the stations -> slopes of the straight lines through five of them each, least squares."""
for _i in range(13):
    _x = STATIONS[2 * _i : 2 * _i + _WINDOW] - STATIONS[2 * _i : 2 * _i + _WINDOW].mean()
    _SLOPES[2 * _i : 2 * _i + _WINDOW, _i] = _x / (_x @ _x)

_PAIRED: Final = ("ear", "elbow", "wrist", "knee", "ankle")
_ROWS: Final = ([INDEX["nose"]], *([INDEX[f"left_{part}"], INDEX[f"right_{part}"]] for part in _PAIRED))


class Estimate(NamedTuple):
    """A value and its uncertainty (68 % of errors lie within one, 95 % within two), degrees; NaN where not known."""

    value: float
    sd: float


UNSEEN: Final = Estimate(math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class SpineShape:
    """What the back does, degrees.

    Parameters
    ----------
    total_flexion_deg, lumbar_deg, thoracic_deg
        Of the back between pelvis and shoulders, of its lower and of its upper half; + rounded, - hollow.
    pelvic_tilt_deg
        Turn of the pelvis in space, + forward.
    """

    total_flexion_deg: Estimate = UNSEEN
    lumbar_deg: Estimate = UNSEEN
    thoracic_deg: Estimate = UNSEEN
    pelvic_tilt_deg: Estimate = UNSEEN


@dataclass(frozen=True, slots=True, eq=False)
class TrunkView:
    """The trunk in one picture, free of place, size and side.

    Parameters
    ----------
    back, front
        Distance of the edge from the hip-shoulder chord at `STATIONS`, in chord lengths; gaps are filled, a side with
        hardly any edge is NaN. Shape (30,).
    seen
        Share of stations at which the edge was found: low, middle and upper back, front. Shape (4,).
    points
        Nose, mid-ear, elbow, wrist, knee, ankle: along the chord and behind it, in chord lengths, shape (12,).
    lean
        Sine and cosine of the chord's inclination toward where the person faces, shape (2,).
    chord
        Image heights.
    """

    back: Array
    front: Array
    seen: Array
    points: Array
    lean: Array
    chord: float


def view_of(xy: Array, outline: Array, *, facing: Literal[1, -1]) -> TrunkView | None:
    """Return what the estimator sees of a person; None where too little of the back is in sight.

    Parameters
    ----------
    xy, outline
        As in `posecheck.body.pose.Pose`, shapes (33, 2) and (2, 30).
    facing
        1 where the upright person faces right in the picture; lying on the back, where the head is at the left.
    """
    frame = trunk_frame(xy)
    if frame is None:
        return None
    front_row = 0 if facing == 1 else 1
    back, front = (np.asarray(outline[row], np.float64) for row in (1 - front_row, front_row))
    found = np.isfinite(back)
    if found[_BETWEEN].mean() < MIN_SEEN:
        return None
    seen = [found[(low <= STATIONS) & (high >= STATIONS)].mean() for low, high in _PARTS]
    mids = np.array([np.asarray(xy, np.float64)[rows].mean(0) for rows in _ROWS])
    place = frame.to_trunk(mids) * [1.0, -facing]
    lean = np.array([frame.along[0] * facing, -frame.along[1]])
    share = np.array([*seen, np.isfinite(front)[_BETWEEN].mean()])
    return TrunkView(_filled(back), _filled(front), share, place.ravel(), lean, frame.chord)


def _filled(edge: Array) -> Array:
    """Return an edge with its gaps bridged and its ends carried on; NaN where hardly any of it was found."""
    found = np.isfinite(edge)
    if found[_BETWEEN].mean() < 0.4:
        return np.full(len(edge), np.nan)
    return np.interp(STATIONS, STATIONS[found], edge[found])


def features(view: TrunkView, neutral: TrunkView) -> Array:
    """Return the numbers that go into the networks, shape (158,); NaN where unknown."""
    ratio = view.chord / neutral.chord
    cosine, sine = view.lean @ neutral.lean, view.lean[0] * neutral.lean[1] - view.lean[1] * neutral.lean[0]
    turn = math.atan2(float(sine), float(cosine))
    return np.concatenate(
        [
            *(view.back - neutral.back, neutral.back, view.front - neutral.front, neutral.front),
            *(view.seen, neutral.seen, view.points * ratio, neutral.points, view.lean, neutral.lean),
            np.array([math.log(ratio), turn]),
        ]
    )


def with_slopes(numbers: Array) -> Array:
    """Return features (n, 158) with angles of the edges to the chord beside them, shape (n, 197), radians.

    The angles follow from the distances, but not by straight lines: of the back, its change, and the front's.
    """
    change, own, front_change, own_front = (numbers[:, 30 * i : 30 * i + 30] for i in range(4))
    edges = (change + own, own, front_change + own_front, own_front)
    back, own_back, front, own_front = (np.arctan(edge @ _SLOPES) for edge in edges)
    return np.concatenate([numbers, back - own_back, back, front - own_front], -1)


def attitudes(numbers: Array) -> Array:
    """Return how the body is held now and in the set-up, shape (2, n, 44), of features (n, 158 or more).

    Where head and limbs lie from the hip, forward and up in the picture, the back's edge, and the lean.
    """
    points = numbers[:, 128:152].reshape(-1, 2, 6, 2).swapaxes(0, 1)
    lean = numbers[:, 152:156].reshape(-1, 2, 2).swapaxes(0, 1)
    edges = np.stack([numbers[:, :30] + numbers[:, 30:60], numbers[:, 30:60]])
    along, behind, sine, cosine = points[..., 0], points[..., 1], lean[..., :1], lean[..., 1:]
    return np.concatenate([along * sine - behind * cosine, along * cosine + behind * sine, edges, lean], -1)


def _odds(scores: Array) -> Array:
    """Return shares that add up to 1, each as likely as its score, shape (..., K)."""
    shares = np.exp(scores - scores.max(-1, keepdims=True))
    return shares / shares.sum(-1, keepdims=True)


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A few networks of the same shape that were trained from different starts; their mean counts.

    Parameters
    ----------
    middle, scale
        Of the features with their slopes, shapes (F,).
    axes, reach
        Directions in which the training's standardised features vary, divided by how much, shape (F, K), and the
        distance in them that a hundredth of the training exceeds.
    layers
        Weights and biases, shapes (n, in, out) and (n, 1, out), three of each.
    kinds
        What makes each kind of posture likely: weights of `attitudes`, and a last row that is added, shape (45, K);
        (0, 1) where all postures are of one kind.
    spread
        For each kind of posture: factors that make the uncertainty hold on people who were not in training, (K, 4).
    """

    middle: Array
    scale: Array
    axes: Array
    reach: float
    layers: tuple[Array, ...]
    kinds: Array
    spread: Array

    def likely_kinds(self, numbers: Array) -> Array:
        """Return how likely a posture, and its set-up, are of each kind, shape (2, n, K)."""
        if self.kinds.shape[1] == 1:
            return np.ones((2, len(numbers), 1))
        return _odds(np.nan_to_num(attitudes(numbers)) @ self.kinds[:-1] + self.kinds[-1])

    def distance(self, numbers: Array) -> Array:
        """Return how far features lie from the training, 1 at its outermost hundredth; shape (...)."""
        return self._away(self._standardised(numbers))

    def _away(self, z: Array) -> Array:
        along = z @ self.axes
        return np.sqrt(np.mean(along * along, -1)) / self.reach

    def estimate(self, numbers: Array) -> tuple[Array, Array]:
        """Return values and uncertainties in the order of `OUTPUTS`, shapes (n, 4) for (n, F), degrees."""
        w1, b1, w2, b2, w3, b3 = self.layers
        z = self._standardised(numbers)
        out = np.tanh(np.tanh(z @ w1 + b1) @ w2 + b2) @ w3 + b3
        means = np.concatenate([out[..., :3], out[..., :1] + out[..., 1:2]], -1)
        variance = np.mean(np.exp(2 * np.clip(out[..., 3:], *LOG_SD)), 0) + np.var(means, 0)
        away = self._away(z)[..., None]
        now, rest = self.likely_kinds(numbers)
        sd = np.sqrt(variance) * (rest @ self.spread) * np.maximum(away, 1.0) ** 2
        other = np.sum(now * rest, -1, keepdims=True) < SAME
        return np.mean(means, 0), np.where((away > FARTHEST) | other, np.nan, sd)

    def _standardised(self, numbers: Array) -> Array:
        """Return features with mean 0 and deviation 1 in training; what is unknown is 0, within 6 deviations."""
        return np.clip(np.nan_to_num((numbers - self.middle) / self.scale), -6.0, 6.0)


def load_network(data: bytes) -> Network:
    """Return the networks from the bytes of a data file."""
    with np.load(io.BytesIO(data)) as kept:
        numbers = {name: kept[name].astype(np.float64) for name in kept.files}
    layers = tuple(numbers[name] for name in LAYERS)
    middle, scale, axes, reach = (numbers[name] for name in ("middle", "scale", "axes", "reach"))
    return Network(middle, scale, axes, float(reach), layers, numbers["kinds"], numbers["spread"])


@cache
def _network() -> Network:
    return load_network(resources.files("posecheck").joinpath(DATA).read_bytes())


def estimate_spine(view: TrunkView | None, neutral: TrunkView | None) -> SpineShape:
    """Return the shape of the back; all NaN where it is not seen, has no neutral, or is unlike all of the training.

    Parameters
    ----------
    neutral
        The person's own set-up. Without one nothing is said: networks trained without it were 9 degrees off on
        rendered people, and called flat backs on photos rounded by 40 and upright ones by 60.
    """
    if view is None or neutral is None:
        return SpineShape()
    value, sd = _network().estimate(with_slopes(features(view, neutral)[None]))
    if np.isnan(sd).any():
        return SpineShape()
    lumbar, thoracic, tilt, total = (Estimate(v, s) for v, s in zip(value[0].tolist(), sd[0].tolist(), strict=True))
    return SpineShape(total, lumbar, thoracic, tilt)
