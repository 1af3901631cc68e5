"""A table of weights: one column a predicate, one row a feature -> how likely each predicate is, each by itself.

Each predicate has its own linear model (logistic regression), learned from the pairs whose types allow it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

_SMALL = 0.004  # weights nearer to zero than this are left out of the file


class Weights:
    """The models of all predicates, read from a file that `write_weights` wrote."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as stored:
            names = bytes(stored["features"]).decode("utf-8").split("\n")
            self._columns = {str(name): place for place, name in enumerate(stored["predicates"])}
            table = np.zeros((len(names), len(self._columns)), np.float32)
            rows = np.repeat(np.arange(len(names)), stored["counts"])
            table[rows, stored["columns"]] = stored["weights"]
        self._rows = {name: row for row, name in enumerate(names)}
        self._table = table

    def probabilities(self, features: Iterable[str], allowed: Iterable[str]) -> dict[str, float]:
        """The probability of each allowed predicate; one that was never learned is left out."""
        known = self._rows
        rows = [row for row in map(known.get, features) if row is not None]
        odds = np.add.reduce(self._table.take(rows, 0), 0)
        sure = 1.0 / (1.0 + np.exp(-odds))
        columns = self._columns
        return {name: float(sure[columns[name]]) for name in sorted(allowed) if name in columns}


def write_weights(learned: Mapping[str, Mapping[str, float]], path: Path) -> None:
    """Write {predicate: {feature: weight}} to a file; the same weights give the same bytes."""
    predicates: Sequence[str] = sorted(learned)
    by_feature: dict[str, list[tuple[int, float]]] = {}
    for column, predicate in enumerate(predicates):
        for feature, weight in learned[predicate].items():
            if abs(weight) >= _SMALL:
                by_feature.setdefault(feature, []).append((column, weight))
    names = sorted(by_feature)
    cells = [cell for name in names for cell in by_feature[name]]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            features=np.frombuffer("\n".join(names).encode("utf-8"), np.uint8),
            counts=np.array([len(by_feature[name]) for name in names], np.uint8),
            columns=np.array([column for column, _ in cells], np.uint8),
            weights=np.array([weight for _, weight in cells], np.float16),
            predicates=np.array(predicates),
        )
