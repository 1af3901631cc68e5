"""Aligned text in, labelled runs out: the learned model of names (a linear-chain CRF over characters)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kg.detect.features import features, sequences
from kg.tables import language

if TYPE_CHECKING:
    from pathlib import Path

    from pycrfsuite import Tagger


class Labelled(NamedTuple):
    """A run of characters that the model takes for a name, and the mean probability of its labels."""

    start: int
    end: int
    kind: str
    confidence: float


@cache
def shipped() -> Tagger:
    """The model in the package, opened once a process."""
    return open_model(language("models", "names.crfsuite"))


def open_model(path: Path) -> Tagger:
    """A model file, ready to label."""
    from pycrfsuite import Tagger

    tagger = Tagger()
    tagger.open(str(path))
    return tagger


def find_names(copy: str, tagger: Tagger) -> Iterator[Labelled]:
    """Every run of the aligned text that the model labels as a name, in order."""
    from pycrfsuite import ItemSequence

    for sequence in sequences(copy):
        labels = tagger.tag(ItemSequence(features(copy[sequence.start : sequence.end])))
        for start, end, kind in runs(labels):
            certainty = sum(tagger.marginal(labels[i], i) for i in range(start, end)) / (end - start)
            yield Labelled(sequence.start + start, sequence.start + end, kind, certainty)


def runs(labels: list[str]) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind) of each run of B-kind, I-kind, I-kind …; an I without its B opens a run too.

    >>> list(runs(["O", "B-Park", "I-Park", "B-Park", "I-Fund"]))
    [(1, 3, 'Park'), (3, 4, 'Park'), (4, 5, 'Fund')]
    """
    start = 0
    for index in range(1, len(labels) + 1):
        here = labels[index] if index < len(labels) else "O"
        kind = labels[start][2:]
        if kind and here == f"I-{kind}":
            continue
        if kind:
            yield start, index, kind
        start = index
