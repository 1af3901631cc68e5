"""What the models of names look at: the runs that are read one by one, their words, and the types that endings tell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

from kg.lang.words import tag
from kg.model import Span
from kg.tables import language, read_rows
from kg.terms import own_terms

# A sequence ends where no name goes on: after the ends of sentences, at line ends.
_SEQUENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]?")
_CHINESE = re.compile(r"[一-鿿]")
_LONGEST_ENDING = 8
_LONGEST = 400  # longer runs without any stop are cut: the model's time stays linear, its memory small


def sequences(copy: str) -> Iterator[Span]:
    """The runs of the aligned text that are labelled one by one: those with a Chinese character, at most 400 long."""
    for run in _SEQUENCE.finditer(copy):
        if not _CHINESE.search(run.group()):
            continue
        for start in range(run.start(), run.end(), _LONGEST):
            yield Span(start, min(start + _LONGEST, run.end()))


def words(run: str) -> list[tuple[str, str]]:
    """Words and their parts of speech, in order; together they are exactly `run`."""
    return tag(run)


@cache
def endings() -> dict[str, str]:
    """Name ending -> the type that it tells; of an own type, its parent."""
    shipped = {row.filled("ending"): row["type"] for _, row in read_rows(language("suffixes.tsv"), ("ending", "type"))}
    return shipped | {ending: own.parent for own in own_terms().types.values() for ending in own.endings}


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """Last character of name endings -> how long those are, the longest first."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for name in endings():
        if len(name) <= _LONGEST_ENDING:
            lengths[name[-1]].add(len(name))
    return {last: tuple(sorted(found, reverse=True)) for last, found in lengths.items()}


def told_by_ending(name: str) -> str:
    """The type that a name's longest known ending tells, or nothing.

    >>> told_by_ending("研究院"), told_by_ending("签订")
    ('Research', '')
    """
    size, known = len(name), endings()
    for length in _lengths().get(name[-1:], ()):
        if length <= size and (kind := known.get(name[size - length :])):
            return kind
    return ""


@lru_cache(maxsize=65536)
def ending(word: str) -> str:
    """The same in three letters, as the model knows it."""
    return told_by_ending(word)[:3]
