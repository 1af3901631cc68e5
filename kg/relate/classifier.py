"""Features -> probabilities of one class among several: a small linear model (`kg.learn.relations`).

A project's classes are its states, and ``O`` where none is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from kg.tables import language

NONE = "O"
STATE_MODEL = "states.crfsuite"
# Probabilities below this are not worth summing up.
_FLOOR = 0.02


class Classifier:
    """A maxent classifier kept as a linear-chain model of chains of length one."""

    def __init__(self, path: Path) -> None:
        import pycrfsuite

        self._tagger: Any = pycrfsuite.Tagger()
        self._tagger.open(str(path))
        self._labels: list[str] = [label for label in self._tagger.labels() if label != NONE]

    def probabilities(self, features: Sequence[str], least: float = _FLOOR) -> dict[str, float]:
        """Each class's probability; empty where none at all is less likely than 1 - `least`."""
        self._tagger.set([features])
        if 1.0 - float(self._tagger.marginal(NONE, 0)) < least:
            return {}
        found = ((label, float(self._tagger.marginal(label, 0))) for label in self._labels)
        return {label: probability for label, probability in found if probability >= _FLOOR}


@cache
def classifier(name: str) -> Classifier:
    """A classifier that ships with the product, loaded once."""
    return Classifier(language("models", name))
