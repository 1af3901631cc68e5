"""Trigger words -> their classes: which words of a stretch of text speak of signing, building, holding, …"""

from __future__ import annotations

from functools import cache
from typing import Any

from kg.tables import language, read_rows


@cache
def _classes() -> tuple[Any, tuple[tuple[str, ...], ...]]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    classes: dict[str, list[str]] = {}
    for _, row in read_rows(language("triggers.tsv"), ("word", "class", "example")):
        classes.setdefault(row["word"], []).append(row["class"])
    return AhoCorasick(list(classes), matchkind=MatchKind.LeftmostLongest), tuple(tuple(c) for c in classes.values())


def trigger_classes(text: str) -> tuple[str, ...]:
    """The classes of the trigger words of `text`, in text order; the longest word wins, none overlaps another.

    >>> trigger_classes("牵头打造平台")
    ('lead', 'build')
    """
    automaton, classes = _classes()
    return tuple(c for index, _, _ in automaton.find_matches_as_indexes(text) for c in classes[index])
