"""Logistic regression: what it finds, and that it finds the same each time."""

from __future__ import annotations

import math
from array import array

import numpy as np
import pytest

from kg.learn.logistic import learn, minimum

NAMES = ["always", "signs", "denies", "once"]


def rows() -> list[tuple[array[int], bool]]:
    told = [((0, 1), True)] * 30 + [((0, 1), False)] * 10 + [((0, 2), False)] * 38 + [((0, 2), True)] * 2
    return [(array("I", features), so) for features, so in [*told, ((0, 3), True)]]


def test_weights_tell_how_often_it_is_so() -> None:
    weights = learn(rows(), NAMES, 0.001)
    assert 1 / (1 + math.exp(-weights["always"] - weights["signs"])) == pytest.approx(0.75, abs=0.01)
    assert 1 / (1 + math.exp(-weights["always"] - weights["denies"])) == pytest.approx(0.05, abs=0.01)


def test_what_stands_in_one_row_only_tells_nothing() -> None:
    assert set(learn(rows(), NAMES, 1.0)) == {"always", "signs", "denies"}


def test_a_penalty_keeps_weights_small_and_the_same_rows_give_the_same() -> None:
    weak, strong = learn(rows(), NAMES, 0.01), learn(rows(), NAMES, 10.0)
    assert abs(strong["denies"]) < abs(weak["denies"])
    assert learn(rows(), NAMES, 0.01) == weak


def test_the_bottom_of_a_bowl_is_found() -> None:
    def bowl(point: np.ndarray) -> tuple[float, np.ndarray]:
        away = point - np.array([3.0, -2.0])
        return float((away * away * [1.0, 25.0]).sum()), 2 * away * [1.0, 25.0]

    assert minimum(bowl, np.zeros(2), 50) == pytest.approx([3.0, -2.0], abs=1e-2)
