"""Weights of predicates: written and read again, the same bytes each time, and what they make of features."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kg.relate.keys import keys
from kg.relate.weights import FactWeights, PairWeights, write_fact_weights, write_pair_weights

LEARNED = {
    "locatedIn": (keys(["1", "w=位于"]), np.array([-1.0, 3.0])),
    "builder": (keys(["1", "w=承建", "w=位于"]), np.array([-2.0, 4.0, 0.0])),
}


def test_the_same_weights_give_the_same_bytes(tmp_path: Path) -> None:
    write_pair_weights(LEARNED, tmp_path / "a.npz")
    write_pair_weights(dict(reversed(LEARNED.items())), tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_each_predicate_is_told_by_its_own_weights(tmp_path: Path) -> None:
    write_pair_weights(LEARNED, tmp_path / "a.npz")
    weights = PairWeights(tmp_path / "a.npz")
    assert weights.predicates == ("builder", "locatedIn")
    features, pairs = keys(["1", "w=承建", "unknown", "w=位于", "1"]), np.array([0, 0, 0, 2, 2])
    odds = weights.odds(features, pairs, np.ones((3, 2), np.bool_))
    assert odds == pytest.approx(np.array([[2.0, -1.0], [0.0, 0.0], [-2.0, 2.0]]))


def test_features_of_many_predicates_count_where_they_are_allowed(tmp_path: Path) -> None:
    names = ("area", "builder", "heldAt", "locatedIn", "member", "partOf")
    every = {name: (keys(["1", f"w={name}"]), np.array([number, 0.5])) for number, name in enumerate(names, start=1)}
    write_pair_weights(every, tmp_path / "a.npz")
    features, pairs = keys(["1", "w=area", "1", "w=partOf", "w=builder", "1"]), np.array([0, 0, 2, 2, 2, 1])
    allowed = np.array([[1, 1, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 1, 1]], np.bool_)
    odds = PairWeights(tmp_path / "a.npz").odds(features, pairs, allowed)
    assert odds[allowed].tolist() == [1.5, 2.0, 5.0, 6.5]


def test_keys_that_begin_alike_are_told_apart(tmp_path: Path) -> None:
    near = np.array([2**50 + n for n in (1, 5, 9)], np.uint64)
    write_pair_weights({"builder": (near, np.array([1.0, 2.0, 4.0]))}, tmp_path / "a.npz")
    asked = np.array([2**50 + n for n in range(12)], np.uint64)
    odds = PairWeights(tmp_path / "a.npz").odds(asked, np.arange(12), np.ones((12, 1), np.bool_))[:, 0]
    assert odds.tolist() == [0, 1, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0]


def test_the_weights_of_facts_are_read_by_name(tmp_path: Path) -> None:
    write_fact_weights({"r=2": 0.5, "l=1": -1.5, "p=0": 0.001}, tmp_path / "a.npz")
    weights = FactWeights(tmp_path / "a.npz")
    assert [weights.weight(name) for name in ("l=1", "r=2", "p=0", "?")] == [-1.5, 0.5, 0.0, 0.0]
