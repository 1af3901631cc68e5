"""Evidence in, probabilities out: the learned judge of whole names, a linear model of pairs of what is seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.detect.judge import FIELDS, Evidence
from kg.detect.table import Table
from kg.detect.vocabulary import BITS, Ints, Vocabulary

Feature = tuple[str, str, str]  # a template, and what it is filled with
# Templates of words within a name: a word that names seldom hold, and any tag.
_WITHIN, _TAG_WITHIN = "within", "tag-within"
_SELDOM = frozenset("vpcud")
TEMPLATES = (
    "", "group", "source", "source group", "level", "level source", "others", "others-2 level", "times group",
    "length group", "words group", "first", "first-tag group", "last", "last-tag group", "last group", "from-2 group",
    "from-1 group", "to-2", "to-1 group", "told-last group", "told group", "before", "before-tag group", "after",
    "after-tag group", "before-tag first-tag", "last-tag after-tag", "before first", "last after", "tags", "last-tags",
    "enclosed", "balanced", "told-last told-after", "starts group", "known", "verb group", "follows group",
    "verb follows", "joined-before group", "joined-after group",
)  # fmt: skip
_NUMBERS = {template: number for number, template in enumerate((*TEMPLATES, _WITHIN, _TAG_WITHIN))}
_GROUP, _EMPTY = FIELDS.index("group"), len(FIELDS)  # columns; the last holds ""


def _columns() -> Ints:
    """For each template its two fields, as columns."""
    rows = [(*template.split(), "", "")[:2] for template in TEMPLATES]
    places = {field: place for place, field in enumerate((*FIELDS, ""))}
    return np.array([[places[row[column]] for row in rows] for column in (0, 1)])


_FIRST, _SECOND = _columns()
_CODES = np.arange(len(TEMPLATES), dtype=np.int64)[:, None] << 2 * BITS


def features(seen: Evidence) -> Iterator[Feature]:
    """The features of a piece of evidence, in words: for learning."""
    values = (*seen.values, "")
    for template, first, second in zip(TEMPLATES, _FIRST.tolist(), _SECOND.tolist(), strict=True):
        yield template, values[first], values[second]
    yield from ((_WITHIN, word, "") for word, tag in seen.within if tag[0] in _SELDOM)
    yield from ((_TAG_WITHIN, tag, values[_GROUP]) for tag in sorted({tag for _, tag in seen.within}))


def key_of(feature: Feature, vocabulary: Vocabulary) -> int:
    """A feature as a whole number."""
    template, first, second = feature
    return _NUMBERS[template] << 2 * BITS | vocabulary.number(first) | vocabulary.number(second) << BITS


class Judge:
    """A judge of names, read from a file that `kg.learn.names_file` wrote."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as stored:
            self._vocabulary = Vocabulary(bytes(stored["tokens"]).decode("utf-8").split("\n"))
            self._table = Table(stored["keys"], stored["shifts"])
            self._weights = np.zeros(len(self._table.keys))
            self._weights[self._table.keys >= 0] = stored["weights"]

    def probabilities(self, seen: Sequence[Evidence]) -> list[float]:
        """How sure it is, with each of these pieces of evidence, that the candidate is a name."""
        if not seen:
            return []
        values = self._vocabulary.numbers(chain.from_iterable(each.values for each in seen))
        columns = np.empty((len(FIELDS) + 1, len(seen)), np.int64)
        columns[:_EMPTY], columns[_EMPTY] = values.reshape(len(seen), -1).T, self._vocabulary.number("")
        keys = columns[_FIRST]
        keys |= columns[_SECOND] << BITS
        keys |= _CODES
        odds = self._of(keys).sum(axis=0)
        owners, inner = self._within(seen, columns[_GROUP])
        odds += np.bincount(owners, self._of(inner), len(seen))
        sure: list[float] = (1.0 / (1.0 + np.exp(-odds))).tolist()
        return sure

    def _of(self, keys: Ints) -> NDArray[np.float64]:
        """The weight of each key; 0 of one that was not learned."""
        places, there = self._table.find(keys)
        return np.where(there, self._weights.take(places), 0.0)

    def _within(self, seen: Sequence[Evidence], groups: Ints) -> tuple[Ints, Ints]:
        """The keys of the words within, and for each the place of its evidence."""
        words: list[str] = []
        tags: list[str] = []
        of_words: list[int] = []
        of_tags: list[int] = []
        for owner, each in enumerate(seen):
            if each.within:
                for word, tag in each.within:
                    if tag[0] in _SELDOM:
                        words.append(word)
                        of_words.append(owner)
                found = {tag for _, tag in each.within}
                tags += found
                of_tags += [owner] * len(found)
        numbers, empty = self._vocabulary.numbers, self._vocabulary.number("")
        word_keys = numbers(words) | empty << BITS | _NUMBERS[_WITHIN] << 2 * BITS
        tag_keys = numbers(tags) | groups[of_tags] << BITS | _NUMBERS[_TAG_WITHIN] << 2 * BITS
        return np.array(of_words + of_tags, np.int64), np.concatenate((word_keys, tag_keys))


def open_judge(path: Path) -> Judge:
    """A judge's file, ready."""
    return Judge(path)
