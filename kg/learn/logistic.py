"""Rows of features that are so or not in, weights out: logistic regression with a quadratic penalty, by L-BFGS.

For hundreds of thousands of rows of some dozens of features each it is several times faster than a linear-chain
trainer. One thread, sums in a fixed order: the same rows give the same weights.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_OFTEN = 2
_ROUNDS = 80
_REMEMBERED = 6  # steps
_CLOSE = 1e-4  # of the slope at the beginning


def learn(rows: Sequence[tuple[array[int], bool]], names: Sequence[str], penalty: float) -> dict[str, float]:
    """{feature: weight} from rows of the numbers of features, and whether each is so; a feature of one row only tells
    nothing. Every row has a feature that others have as well."""
    flat = np.concatenate([np.frombuffer(row, np.uint32) for row, _ in rows]).astype(np.int64)
    counts = np.array([len(row) for row, _ in rows], np.int64)
    numbers, weights = learn_numbers(flat, counts, np.array([so for _, so in rows]), penalty)
    return {names[number]: weight for number, weight in zip(numbers.tolist(), weights.tolist(), strict=True)}


def learn_numbers(features: Ints, counts: Ints, so: NDArray[np.bool_], penalty: float) -> tuple[Ints, Floats]:
    """`learn` from the numbers of all rows' features one after the other, `counts` of each row: the numbers of the
    features that tell something, and the weight of each."""
    often = np.bincount(features) >= _OFTEN
    kept = often[features]
    counts = np.add.reduceat(kept.astype(np.int64), np.concatenate(([0], np.cumsum(counts)[:-1])))
    numbers = np.cumsum(often) - 1
    return np.flatnonzero(often), fit(numbers[features[kept]], counts, so, penalty, _ROUNDS)


def fit(features: Ints, counts: Ints, so: NDArray[np.bool_], penalty: float, rounds: int) -> Floats:
    """The weight of each feature (by its number).

    `features`: the numbers of all rows' features one after the other; `counts`: how many each row has, at least one;
    `so`: whether each row is so; `penalty` times half the square of each weight is added to the loss.
    """
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    size = int(features.max()) + 1
    told = so.astype(np.float64)

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = np.add.reduceat(weights[features], starts)
        missing = 1.0 / (1.0 + np.exp(-odds)) - told
        slope = np.bincount(features, weights=np.repeat(missing, counts), minlength=size) + penalty * weights
        value = (np.logaddexp(0.0, odds) - told * odds).sum() + penalty / 2 * (weights * weights).sum()
        return float(value), slope

    return minimum(loss, np.zeros(size), rounds)


def minimum(loss: Callable[[Floats], tuple[float, Floats]], point: Floats, rounds: int) -> Floats:
    """Where a convex function is least; `loss` gives its value and slope."""
    value, slope = loss(point)
    least = _CLOSE * _length(slope)
    memory: list[tuple[Floats, Floats, float]] = []
    for _ in range(rounds):
        if _length(slope) <= least:
            break
        direction = _direction(slope, memory)
        step, fall = (1.0 if memory else 1.0 / max(1.0, _length(slope))), _product(direction, slope)
        while True:
            there, (new, turned) = point + step * direction, loss(point + step * direction)
            if new <= value + 1e-4 * step * fall or step < 1e-9:
                break
            step /= 2
        moved, bent = there - point, turned - slope
        if (curve := _product(moved, bent)) > 1e-12:
            memory = [*memory[1 - _REMEMBERED :], (moved, bent, 1.0 / curve)]
        point, value, slope = there, new, turned
    return point


def _direction(slope: Floats, memory: list[tuple[Floats, Floats, float]]) -> Floats:
    """Downhill, bent by what the last steps told of the curvature."""
    direction, shares = -slope, []
    for moved, bent, inverse in reversed(memory):
        share = inverse * _product(moved, direction)
        shares.append(share)
        direction = direction - share * bent
    if memory:
        _, bent, inverse = memory[-1]
        direction = direction / (inverse * _product(bent, bent))
    for (moved, bent, inverse), share in zip(memory, reversed(shares), strict=True):
        direction = direction + (share - inverse * _product(bent, direction)) * moved
    return direction


def _product(left: Floats, right: Floats) -> float:
    # Not a BLAS product: its sums may fall out otherwise with another number of threads.
    return float((left * right).sum())


def _length(slope: Floats) -> float:
    return math.sqrt(_product(slope, slope))
