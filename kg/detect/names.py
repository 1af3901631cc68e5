"""Aligned text in, readings out: what the learned model of names (a linear-chain CRF over characters) says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.detect.features import features, sequences, words

if TYPE_CHECKING:
    from pathlib import Path

    from pycrfsuite import Tagger


@dataclass(frozen=True, slots=True)
class Reading:
    """One sequence as the model reads it. Positions count from its own beginning, which is at `offset` in the text.

    `tagged`: words and tags; `bounds`: where each word begins, and the end; `runs`: (start, end, kind) of the names
    that the best labelling holds; `outside`: for each character the probability that it is in no name.
    The other probabilities are the model's, which keeps them only until it reads the next sequence.
    """

    offset: int
    run: str
    tagged: list[tuple[str, str]]
    bounds: list[int]
    runs: tuple[tuple[int, int, str], ...]
    outside: list[float]
    tagger: Tagger

    def begins(self, place: int) -> float:
        """The probability that a name begins here."""
        return float(self.tagger.marginal("B", place))

    def inside(self, kind: str, place: int) -> float:
        """The probability that a name of this kind goes on here."""
        try:
            return float(self.tagger.marginal(f"I-{kind}", place))
        except (RuntimeError, ValueError):  # a type that the model has never seen
            return 0.0


def open_model(path: Path) -> Tagger:
    """A model file, ready to label."""
    from pycrfsuite import Tagger

    tagger = Tagger()
    tagger.open(str(path))
    return tagger


def read_names(copy: str, tagger: Tagger) -> Iterator[Reading]:
    """How the model reads each sequence of the aligned text, in order; use one before you take the next."""
    for sequence in sequences(copy):
        yield read_sequence(copy[sequence.start : sequence.end], sequence.start, tagger)


def read_sequence(run: str, offset: int, tagger: Tagger) -> Reading:
    """How the model reads one sequence."""
    from pycrfsuite import ItemSequence

    tagged = words(run)
    labels = tagger.tag(ItemSequence(features(run, tagged)))
    bounds = [0]
    for word, _ in tagged:
        bounds.append(bounds[-1] + len(word))
    outside = [tagger.marginal("O", place) for place in range(len(run))]
    return Reading(offset, run, tagged, bounds, tuple(runs(labels)), outside, tagger)


def runs(labels: list[str]) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind) of each run of B, I-kind, I-kind …; an I without its B opens a run too.

    A B alone is a place written with one character (渝).

    >>> list(runs(["O", "B", "I-Park", "B", "I-Fund", "B"]))
    [(1, 3, 'Park'), (3, 5, 'Fund'), (5, 6, 'Region')]
    """
    start, kind = -1, ""
    for index, label in enumerate([*labels, "O"]):
        if start >= 0 and label[0] == "I" and (not kind or label[2:] == kind):
            kind = label[2:]
            continue
        if start >= 0:
            yield start, index, kind or "Region"
        start, kind = (-1, "") if label == "O" else (index, label[2:])
