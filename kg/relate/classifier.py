"""Features -> probabilities: two small linear models, learned from the gold articles (`kg.learn.relations`).

A pair's classes are sets of predicates that hold at once (``builder|investor``) and ``O`` for none; a project's are
the states and ``O``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from kg.tables import language

NONE = "O"
PAIR_MODEL = "relations.crfsuite"
STATE_MODEL = "states.crfsuite"
# Probabilities below this are not worth summing up.
_FLOOR = 0.02


class Classifier:
    """A maxent classifier kept as a linear-chain model of chains of length one."""

    def __init__(self, path: Path) -> None:
        import pycrfsuite

        self._tagger: Any = pycrfsuite.Tagger()
        self._tagger.open(str(path))
        self._labels: list[tuple[str, tuple[str, ...]]] = [
            (label, tuple(label.split("|"))) for label in self._tagger.labels() if label != NONE
        ]

    def probabilities(self, features: Sequence[str], least: float = _FLOOR) -> dict[str, float]:
        """Each predicate's probability, summed over the classes that hold it; empty if all are < `least`."""
        self._tagger.set([features])
        left = 1.0 - float(self._tagger.marginal(NONE, 0))
        if left < least:
            return {}
        found: dict[str, float] = {}
        for label, parts in self._labels:
            probability = float(self._tagger.marginal(label, 0))
            if probability >= _FLOOR / 2:
                for part in parts:
                    found[part] = found.get(part, 0.0) + probability
        return found


@cache
def shipped(name: str) -> Classifier:
    """A classifier that ships with the product, loaded once."""
    return Classifier(language("models", name))
