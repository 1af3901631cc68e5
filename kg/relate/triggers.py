"""Trigger words -> their classes: which words of a stretch of text speak of signing, building, holding, …"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import Any

from kg.lang.words import BORDER
from kg.tables import language, read_rows


@cache
def _classes() -> tuple[Any, tuple[tuple[str, ...], ...]]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    classes: dict[str, list[str]] = {}
    for _, row in read_rows(language("triggers.tsv"), ("word", "class", "example")):
        classes.setdefault(row.filled("word"), []).append(row["class"])
    return AhoCorasick(list(classes), matchkind=MatchKind.LeftmostLongest), tuple(tuple(c) for c in classes.values())


def trigger_classes(text: str) -> tuple[str, ...]:
    """The classes of the trigger words of `text`, in text order; the longest word wins, none overlaps another.

    >>> trigger_classes("牵头打造平台")
    ('lead', 'build')
    """
    automaton, classes = _classes()
    return tuple(c for index, _, _ in automaton.find_matches_as_indexes(text) for c in classes[index])


def trigger_classes_each(texts: Sequence[str]) -> list[list[str]]:
    """`trigger_classes` of several texts at one go, which is faster than one by one.

    >>> trigger_classes_each(["牵头", "", "打造平台"])
    [['lead'], [], ['build']]
    """
    automaton, classes = _classes()
    ends = list(accumulate(len(text) + 1 for text in texts))
    found: list[list[str]] = [[] for _ in texts]
    for index, start, _ in automaton.find_matches_as_indexes(BORDER.join(texts)):
        found[bisect_right(ends, start)] += classes[index]
    return found
