"""Weights of predicates: written and read again, the same bytes each time, and what they make of features."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.relate.weights import Weights, write_weights

LEARNED = {
    "builder": {"1": -2.0, "w=承建": 4.0, "w=位于": 0.0},
    "locatedIn": {"1": -1.0, "w=位于": 3.0},
}


def test_the_same_weights_give_the_same_bytes(tmp_path: Path) -> None:
    write_weights(LEARNED, tmp_path / "a.npz")
    write_weights(dict(reversed(LEARNED.items())), tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_each_predicate_is_told_by_its_own_weights(tmp_path: Path) -> None:
    write_weights(LEARNED, tmp_path / "a.npz")
    weights = Weights(tmp_path / "a.npz")
    built = weights.probabilities(["1", "w=承建"], {"builder", "locatedIn"})
    assert built == pytest.approx({"builder": 0.8808, "locatedIn": 0.2689}, abs=1e-3)


def test_what_the_types_do_not_allow_or_nobody_learned_is_not_told(tmp_path: Path) -> None:
    write_weights(LEARNED, tmp_path / "a.npz")
    found = Weights(tmp_path / "a.npz").probabilities(["1", "w=unknown"], {"locatedIn", "signedOn"})
    assert set(found) == {"locatedIn"}
    assert found["locatedIn"] == pytest.approx(0.2689, abs=1e-3)
