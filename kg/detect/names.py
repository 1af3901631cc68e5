"""Aligned text in, readings out: what the learned model of names (a linear-chain CRF over characters) says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.detect.chain import read_chains
from kg.detect.features import sequences, words
from kg.detect.gazetteer import Entry, gazetteer
from kg.detect.table import Table
from kg.detect.templates import Known, Words, keys
from kg.detect.vocabulary import Vocabulary
from kg.model import Span

_AT_ONCE = 4_000  # characters that are read together: enough for the arrays to pay, little memory


class _Columns(dict[str, list[float]]):
    """Label -> its probability at each place, as a list when it is first asked for."""

    def __init__(self, labels: Sequence[str], marginals: NDArray[np.float64]) -> None:
        self._rows = dict(zip(labels, np.ascontiguousarray(marginals.T), strict=True))
        self._places = len(marginals)

    def __missing__(self, label: str) -> list[float]:
        row = self._rows.get(label)
        # A type that the model has never seen is nowhere.
        found: list[float] = [0.0] * self._places if row is None else row.tolist()
        self[label] = found
        return found


class Within(dict[str, list[float]]):
    """Kind -> for each character of a sequence the probability that a name of this kind goes on there."""

    def __init__(self, columns: _Columns, start: int, end: int) -> None:
        self._columns: _Columns | None = columns
        self._start, self._end = start, end

    def __missing__(self, kind: str) -> list[float]:
        if self._columns is None:
            raise LookupError("what the model said of this sequence was released")
        found = self[kind] = self._columns[f"I-{kind}"][self._start : self._end]
        return found

    def release(self) -> None:
        """Keep nothing: for long texts, once a sequence's candidates are known."""
        self.clear()
        self._columns = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One sequence as the model reads it. Positions count from its own beginning, which is at `offset` in the text.

    `places`: the known places in it; `tagged`: words and tags; `bounds`: where each word begins, and the end; `runs`:
    (start, end, kind) of the names that the best labelling holds; for each character `outside`: the probability that
    it is in no name, `beginning`: that a name begins here, `within`: by kind that a name of this kind goes on here.
    """

    offset: int
    run: str
    places: list[tuple[int, int, Entry]]
    tagged: list[tuple[str, str]]
    bounds: list[int]
    runs: tuple[tuple[int, int, str], ...]
    outside: list[float]
    beginning: list[float]
    within: Within

    def begins(self, place: int) -> float:
        """The probability that a name begins here."""
        return self.beginning[place]

    def inside(self, kind: str, place: int) -> float:
        """The probability that a name of this kind goes on here; 0 of one that the model has never seen."""
        return self.within[kind][place]


class NameModel:
    """A model of names, read from a file that `kg.learn.crf` wrote."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as stored:
            self.vocabulary = Vocabulary(bytes(stored["tokens"]).decode("utf-8").split("\n"))
            self.labels: list[str] = bytes(stored["labels"]).decode("utf-8").split("\n")
            self._table = Table(stored["keys"], stored["shifts"])
            self._transitions = stored["transitions"]
            counts, columns, weights = stored["counts"], stored["columns"], stored["weights"]
        # place in the table -> row of weights; row 0 is that of no feature
        self._rows = np.cumsum(self._table.keys >= 0, dtype=np.int32)
        self._weights = np.zeros((len(counts) + 1, len(self.labels)))
        self._weights[np.repeat(np.arange(len(counts)) + 1, counts), columns] = weights

    def read(
        self, runs: Sequence[str], tagged: Sequence[Words], places: Sequence[Known]
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """(characters, labels) the probabilities, and the number of each character's label in the best labelling."""
        found = keys(runs, tagged, places, self.vocabulary)
        slots, there = self._table.find(found)
        rows = self._rows.take(slots)
        rows *= there
        emissions = np.zeros((found.shape[1], len(self.labels)))
        weights = np.empty_like(emissions)
        for row in rows:
            self._weights.take(row, axis=0, out=weights, mode="clip")  # "clip": straight into the array
            emissions += weights
        return read_chains(emissions, self._transitions, [len(run) for run in runs])


def open_model(path: Path) -> NameModel:
    """A model file, ready to label."""
    return NameModel(path)


def read_names(copy: str, model: NameModel) -> Iterator[Reading]:
    """How the model reads each sequence of the aligned text, in order."""
    block: list[Span] = []
    for sequence in sequences(copy):
        block.append(sequence)
        if sequence.end - block[0].start >= _AT_ONCE:
            yield from _read(copy, block, model)
            block = []
    if block:
        yield from _read(copy, block, model)


def _read(copy: str, block: Sequence[Span], model: NameModel) -> Iterator[Reading]:
    texts = [copy[span.start : span.end] for span in block]
    tagged, known = [words(text) for text in texts], [gazetteer().find(text) for text in texts]
    marginals, labelled = model.read(texts, tagged, known)
    columns = _Columns(model.labels, marginals)
    labels = [model.labels[number] for number in labelled.tolist()]
    start = 0
    for span, text, places, pairs in zip(block, texts, known, tagged, strict=True):
        end = start + len(text)
        bounds = [0, *accumulate([len(word) for word, _ in pairs])]
        named = labels[start:end]
        yield Reading(
            span.start, text, places, pairs, bounds, tuple(runs(named)) if named.count("O") < len(named) else (),
            columns["O"][start:end], columns["B"][start:end], Within(columns, start, end),
        )  # fmt: skip
        start = end


def runs(labels: list[str]) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind) of each run of B, I-kind, I-kind …; an I without its B opens a run too.

    A B alone is a place written with one character (渝).

    >>> list(runs(["O", "B", "I-Park", "B", "I-Fund", "B"]))
    [(1, 3, 'Park'), (3, 5, 'Fund'), (5, 6, 'Region')]
    """
    start, kind = -1, ""
    for index, label in enumerate([*labels, "O"]):
        if start < 0 and label == "O":
            continue
        if start >= 0 and label[0] == "I" and (not kind or label[2:] == kind):
            kind = label[2:]
            continue
        if start >= 0:
            yield start, index, kind or "Region"
        start, kind = (-1, "") if label == "O" else (index, label[2:])
