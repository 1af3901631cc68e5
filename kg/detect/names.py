"""Aligned text in, readings out: what the learned model of names (a linear-chain CRF over characters) says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.detect.features import features, sequences, words
from kg.tables import language

if TYPE_CHECKING:
    from pathlib import Path

    from pycrfsuite import Tagger


@dataclass(frozen=True, slots=True)
class Reading:
    """One sequence as the model reads it. Positions count from its own beginning, which is at `offset` in the text.

    `tagged`: words and tags; `bounds`: where each word begins, and the end; `runs`: (start, end, kind) of the names
    that the best labelling holds; `outside`, `begins`: for each character the probability that it is in no name,
    that a name begins with it; `inside`: kind -> the probability that it goes on in a name of that kind.
    """

    offset: int
    run: str
    tagged: list[tuple[str, str]]
    bounds: list[int]
    runs: tuple[tuple[int, int, str], ...]
    outside: list[float]
    begins: list[float]
    inside: dict[str, list[float]]


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


def read_names(copy: str, tagger: Tagger) -> Iterator[Reading]:
    """How the model reads each sequence of the aligned text, in order."""
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
    known = tagger.labels()
    places = range(len(run))
    outside = [tagger.marginal("O", i) for i in places]
    starts = [label for label in known if label[0] == "B"]
    begins = [sum(tagger.marginal(b, i) for b in starts) if outside[i] < 0.99 else 0.0 for i in places]
    inside = {
        label[2:]: [tagger.marginal(label, i) if outside[i] < 0.99 else 0.0 for i in places]
        for label in known
        if label[0] == "I"
    }
    return Reading(offset, run, tagged, bounds, tuple(runs(labels)), outside, begins, inside)


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
