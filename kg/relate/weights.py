"""Tables of weights: how likely each predicate is of a pair, each by itself; how much each feature of a fact counts.

Each predicate has its own linear model (logistic regression), learned from the pairs whose types allow it. A model of
pairs holds the 64-bit keys of features (`kg.relate.keys`), a model of facts their names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kg.relate.keys import Ints, Keys, ranges
from kg.tables import language

PAIR_MODEL = "relations.npz"
FACT_MODEL = "facts.npz"
Kind = TypeVar("Kind")
_SMALL = 0.004  # weights nearer to zero than this are left out of the file
# Keys are looked up by their first bits, which tell where in the sorted table to look.
_SHIFT = np.uint64(44)
_PLACES = 1 << 20
_MANY = 4  # predicates of a feature from which on it is quicker to look up only those that a pair allows

Floats = NDArray[np.float64]
Learned = Mapping[str, tuple[Keys, Floats]]  # predicate -> the keys of features, the weight of each


class PairWeights:
    """The models of all predicates, read from a file that `write_pair_weights` wrote."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as stored:
            self.predicates = tuple(map(str, stored["predicates"]))
            self._counts = stored["counts"].astype(np.int64)
            self._columns = stored["columns"].astype(np.int64)
            self._weights = stored["weights"].astype(np.float64)
            known = stored["keys"]
        self._starts = np.cumsum(self._counts) - self._counts
        self._lay_full()
        self._keys = np.append(known, np.uint64(0xFFFF_FFFF_FFFF_FFFF))
        held = np.bincount((known >> _SHIFT).astype(np.int64), minlength=_PLACES)
        self._from = (np.cumsum(held) - held).astype(np.int32)

    def _lay_full(self) -> None:
        """Features that many predicates weigh stand in a full table, too: `_full[row]` is its row there, -1: none."""
        rows = np.flatnonzero(self._counts >= _MANY)
        self._full = np.full(len(self._counts), -1, np.int64)
        self._full[rows] = np.arange(len(rows)) * len(self.predicates)
        cells, which = ranges(self._starts[rows], self._counts[rows])
        self._table = np.zeros(len(rows) * len(self.predicates))
        self._table[which * len(self.predicates) + self._columns[cells]] = self._weights[cells]

    def odds(self, features: Keys, pairs: Ints, allowed: NDArray[np.bool_]) -> Floats:
        """[pair, predicate]: the sum of the weights of each pair's features, where `allowed` (else a part of it)."""
        found, rows = self._find(features)
        owners, full = pairs[found], self._full[rows]
        few, many = np.flatnonzero(full < 0), np.flatnonzero(full >= 0)
        sums = self._of_few(owners[few], rows[few], allowed.size) + self._of_many(owners[many], full[many], allowed)
        odds: Floats = sums.reshape(allowed.shape)
        return odds

    def _of_few(self, owners: Ints, rows: Ints, size: int) -> Floats:
        """All weights of features that few predicates have."""
        cells, which = ranges(self._starts[rows], self._counts[rows])
        places = (owners * len(self.predicates))[which]
        places += self._columns[cells]
        return np.bincount(places, self._weights[cells], size).astype(np.float64, copy=False)

    def _of_many(self, owners: Ints, full: Ints, allowed: NDArray[np.bool_]) -> Floats:
        """Of features that many predicates have, the weights of those that the pair allows: most allow two or three."""
        pair, column = np.nonzero(allowed)
        first = np.searchsorted(pair, np.arange(len(allowed) + 1))
        cells, which = ranges(first[owners], np.diff(first)[owners])
        columns = column[cells]
        places = (owners * len(self.predicates))[which]
        places += columns
        columns += full[which]
        return np.bincount(places, self._table[columns], allowed.size).astype(np.float64, copy=False)

    def _find(self, features: Keys) -> tuple[Ints, Ints]:
        """The places of the features that are known, and their rows."""
        rows = self._from[(features >> _SHIFT).astype(np.int64)].astype(np.int64)
        there = self._keys[rows]
        behind = np.flatnonzero(there < features)
        while len(behind):
            rows[behind] += 1
            there[behind] = self._keys[rows[behind]]
            behind = behind[there[behind] < features[behind]]
        found = np.flatnonzero(there == features)
        return found, rows[found]


def write_pair_weights(learned: Learned, path: Path) -> None:
    """Write the models of pairs to a file; the same weights give the same bytes."""
    predicates: Sequence[str] = sorted(learned)
    kept = {name: np.abs(learned[name][1]) >= _SMALL for name in predicates}
    every = np.concatenate([np.zeros(0, np.uint64), *(learned[name][0][kept[name]] for name in predicates)])
    columns = np.repeat(np.arange(len(predicates)), [int(kept[name].sum()) for name in predicates])
    weights = np.concatenate([np.zeros(0), *(learned[name][1][kept[name]] for name in predicates)])
    order = np.lexsort((columns, every))
    keys, counts = np.unique(every, return_counts=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            keys=keys,
            counts=counts.astype(np.uint8),
            columns=columns[order].astype(np.uint8),
            weights=weights[order].astype(np.float16),
            predicates=np.array(predicates),
        )


class FactWeights:
    """The model of facts: the weight of each feature by its name; 0 of one that is not known.

    `sums`: predicate -> place on a scale -> what its features count together, as far as somebody has asked.
    """

    def __init__(self, path: Path) -> None:
        with np.load(path) as stored:
            names = bytes(stored["features"]).decode("utf-8").split("\n")
            weights: list[float] = stored["weights"].astype(np.float64).tolist()
        self._weights = dict(zip(names, weights, strict=True))
        self.sums: dict[str, dict[tuple[str, int], float]] = {}

    def weight(self, feature: str) -> float:
        """How much a feature counts."""
        return self._weights.get(feature, 0.0)


def write_fact_weights(learned: Mapping[str, float], path: Path) -> None:
    """Write {feature: weight} to a file; the same weights give the same bytes."""
    kept = sorted((feature, weight) for feature, weight in learned.items() if abs(weight) >= _SMALL)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            features=np.frombuffer("\n".join(name for name, _ in kept).encode("utf-8"), np.uint8),
            weights=np.array([weight for _, weight in kept], np.float16),
        )


@cache
def shipped(kind: Callable[[Path], Kind], name: str) -> Kind:
    """Weights that ship with the product, loaded once."""
    return kind(language("models", name))
