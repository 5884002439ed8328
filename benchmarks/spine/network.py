"""Training of the small networks by plain numpy: nothing to install, and the same numbers from the same seeds.

Two layers of tanh; the outputs are three means and the logarithms of four uncertainties. The loss is the negative
logarithm of a normal density, weighted by the square root of the variance so that hard cases are not given up
(Seitzer et al. 2022, *On the pitfalls of heteroscedastic uncertainty estimation with probabilistic neural networks*).
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from posecheck.body.spine import LOG_SD, Network, attitudes

Floats = NDArray[np.floating]

KEPT_AXES: Final = 24
OUTERMOST: Final = 0.99
ENOUGH_PEOPLE: Final = 8
"""A kind of posture seen of fewer people has the factor of all: theirs would be that of their bodies."""
RIDGE: Final = 0.1
"""Added to the variance of the standardised numbers by which kinds of postures are told apart: it lies beyond what
rounding of numbers does."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train.

    Parameters
    ----------
    networks, width
        How many, and the units of each of their two layers.
    epochs, batch, rate, decay
        Passes through all frames, frames in one step, Adam's first step size, weight decay.
    noise, forget
        Deviation of the noise on standardised features; share of them that are unknown, drawn anew for each step.
    """

    networks: int = 3
    width: int = 192
    epochs: int = 30
    batch: int = 128
    rate: float = 2e-3
    decay: float = 2e-2
    noise: float = 0.02
    forget: float = 0.01


def train(
    numbers: Floats, truth: Floats, weights: Floats, recipe: Recipe, *, seed: int, kind: NDArray[np.int64] | None = None
) -> Network:
    """Return networks that estimate `truth` (n, 3): lumbar, thoracic, tilt, from features (n, F), NaN where unknown.

    Parameters
    ----------
    weights
        How much each frame counts, shape (n,).
    kind
        Number of the kind of posture that each frame is of, from 0 on, shape (n,); None where all are of one.
    """
    middle = np.nanmean(numbers, 0)
    scale = np.maximum(np.nanstd(numbers, 0), 1e-3)
    z = np.clip(np.nan_to_num((numbers - middle) / scale), -6, 6)
    axes, reach = _extent(z)
    rng = np.random.default_rng([seed, 1])
    given = z.astype(np.float32), truth.astype(np.float32), weights.astype(np.float32)
    runs = [_train_one(*given, recipe, rng) for _ in range(recipe.networks)]
    layers = tuple(np.stack(part).astype(np.float64) for part in zip(*runs, strict=True))
    kinds = np.zeros((0, 1)) if kind is None else _discriminant(numbers, kind)
    return Network(middle, scale, axes, reach, layers, kinds, np.ones((kinds.shape[1], 4)))


def calibrated(network: Network, numbers: Floats, truth: Floats, people: NDArray[np.int64] | None = None) -> Network:
    """Return the networks with uncertainties that hold on these frames of people who were not in training.

    The factor is the larger of the two that put 68 % of errors within one and 95 % within two: over all frames, and
    over those of each kind of posture, which has its own where they are of `ENOUGH_PEOPLE` (of the seeds `people`).
    """
    bare = replace(network, spread=np.ones_like(network.spread))
    value, sd = bare.estimate(numbers)
    ratio = np.abs(value - with_total(truth)) / sd
    of = bare.likely_kinds(numbers)[1].argmax(-1)
    people = np.arange(len(numbers)) if people is None else people
    factors = []
    for k in range(len(network.spread)):
        enough = len(np.unique(people[of == k])) >= ENOUGH_PEOPLE
        factors.append(_factors(ratio[of == k] if enough else ratio))
    return replace(network, spread=np.array(factors))


def _factors(ratio: Floats) -> Floats:
    """Return what makes the ratio of error to stated uncertainty (n, 4) hold, shape (4,)."""
    return np.maximum(np.nanquantile(ratio, 0.68, axis=0), np.nanquantile(ratio, 0.95, axis=0) / 2)


def _discriminant(numbers: Floats, kind: NDArray[np.int64]) -> Floats:
    """Return Fisher's linear discriminant of the kinds of postures, shape (45, K); each counts as likely.

    Postures and their set-ups teach it alike, since it is asked about both.
    """
    x, kind = np.nan_to_num(np.concatenate(attitudes(numbers))), np.concatenate([kind, kind])
    middle, scale = x.mean(0), np.maximum(x.std(0), 1e-3)
    z = (x - middle) / scale
    middles = np.stack([z[kind == k].mean(0) for k in range(kind.max() + 1)])
    rest = z - middles[kind]
    weights = np.linalg.solve(rest.T @ rest / len(rest) + RIDGE * np.eye(z.shape[1]), middles.T)
    added = -0.5 * np.sum(middles.T * weights, 0) - (middle / scale) @ weights
    return np.concatenate([weights / scale[:, None], added[None]])


def with_total(truth: Floats) -> Floats:
    """Return lumbar, thoracic, tilt and total of (n, 3), shape (n, 4)."""
    return np.concatenate([truth, truth[:, :1] + truth[:, 1:2]], -1)


def _extent(z: Floats) -> tuple[Floats, float]:
    """Return directions of variation, each divided by its deviation, and the distance of the outermost hundredth."""
    values, vectors = np.linalg.eigh(np.cov(z.T))
    order = np.argsort(values)[::-1][:KEPT_AXES]
    axes = vectors[:, order] / np.sqrt(values[order])
    away = np.sqrt(np.mean((z @ axes) ** 2, -1))
    return axes, float(np.quantile(away, OUTERMOST))


def _train_one(z: Floats, truth: Floats, weights: Floats, recipe: Recipe, rng: np.random.Generator) -> list[Floats]:
    sizes = (z.shape[1], recipe.width, recipe.width, 7)
    parts: list[Floats] = []
    for a, b in itertools.pairwise(sizes):
        parts += [rng.normal(0, 1 / np.sqrt(a), (a, b)).astype(np.float32), np.zeros((1, b), np.float32)]
    parts[4] *= np.array([*(15.0,) * 3, *(0.1,) * 4], np.float32)
    parts[5][0] = [*np.average(truth, axis=0, weights=weights), *(2.0,) * 4]
    first, second = ([np.zeros_like(p) for p in parts] for _ in range(2))
    steps = recipe.epochs * (len(z) // recipe.batch)
    done = 0
    for _ in range(recipe.epochs):
        order = rng.permutation(len(z))[: len(z) // recipe.batch * recipe.batch]
        for rows in order.reshape(-1, recipe.batch):
            done += 1
            x = z[rows] + rng.standard_normal((len(rows), z.shape[1]), np.float32) * np.float32(recipe.noise)
            x *= rng.random(x.shape, np.float32) >= recipe.forget
            slopes = _slopes(parts, x, truth[rows], weights[rows])
            rate = recipe.rate * 0.5 * (1 + math.cos(math.pi * done / steps))
            _step(parts, slopes, first, second, rate, recipe.decay, done)
    return parts


# degrees are large numbers: the last layer's steps are as much larger
_RATES: Final = (1.0, 1.0, 1.0, 1.0, 8.0, 8.0)


def _step(
    parts: list[Floats], slopes: list[Floats], first: list[Floats], second: list[Floats],
    rate: float, decay: float, done: int,
) -> None:  # fmt: skip
    """Change the weights in place by Adam with decoupled decay (Loshchilov & Hutter 2019)."""
    for i, (part, slope) in enumerate(zip(parts, slopes, strict=True)):
        first[i] += 0.1 * (slope - first[i])
        second[i] += 0.001 * (slope * slope - second[i])
        move = (first[i] / (1 - 0.9**done)) / (np.sqrt(second[i] / (1 - 0.999**done)) + 1e-8)
        kept = 1 - rate * decay if i % 2 == 0 else 1.0  # biases do not decay
        part[:] = kept * part - rate * _RATES[i] * move


def _slopes(parts: list[Floats], x: Floats, truth: Floats, weights: Floats) -> list[Floats]:
    """Return how the loss of a batch changes with each weight."""
    w1, b1, w2, b2, w3, b3 = parts
    h1 = np.tanh(x @ w1 + b1)
    h2 = np.tanh(h1 @ w2 + b2)
    out = h2 @ w3 + b3
    log_sd = np.clip(out[:, 3:], *LOG_SD)
    sd = np.exp(log_sd)
    error = np.concatenate([out[:, :3], out[:, :1] + out[:, 1:2]], -1) - with_total(truth)
    share = weights[:, None] / len(x)
    # of each mean: error / sd^2, times the weight sd; of each log sd: 1 - (error / sd)^2, times it
    to_mean = share * error / sd
    inside = (out[:, 3:] == log_sd) | ((error**2 > sd**2) == (out[:, 3:] < LOG_SD[0]))  # or on the way back inside
    to_sd = share * (1 - (error / sd) ** 2) * np.minimum(sd, 20.0) * inside
    back = np.concatenate([to_mean[:, :3], to_sd], -1)
    back[:, :2] += to_mean[:, 3:]
    d2 = back @ w3.T * (1 - h2 * h2)
    d1 = d2 @ w2.T * (1 - h1 * h1)
    layers = ((x, d1), (h1, d2), (h2, back))
    return [slope for inside_, out_ in layers for slope in (inside_.T @ out_, out_.sum(0, keepdims=True))]
