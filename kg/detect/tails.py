"""Names without the verb that says something of them, and what it says: 柳湾物流园设有综合保税区 -> 柳湾物流园."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from kg.detect.features import told_by_ending
from kg.model import Mention, Span
from kg.tables import language, read_rows
from kg.vocabulary import INSTITUTION_TYPES

# What agreements, policies and meetings are called may hold any verb.
_KINDS = frozenset((*INSTITUTION_TYPES, "Park", "Region", "Fund", "Project"))
_LEAST = 3


@cache
def _inner() -> re.Pattern[str]:
    rows = read_rows(language("inner_verbs.tsv"), ("word", "example"))
    return re.compile("|".join(row.compiled("word").pattern for _, row in rows))


def without_tails(mentions: Iterable[Mention], copy: str) -> Iterator[Mention]:
    """The same mentions, each cut before the first verb that stands in no name; one that then ends as no name does is
    left out."""
    for mention in mentions:
        span = mention.span
        verb = _inner().search(copy, span.start + 1, span.end) if mention.kind in _KINDS else None
        if verb is None or mention.value is not None:
            yield mention
        elif verb.start() - span.start >= _LEAST and told_by_ending(copy[span.start : verb.start()]):
            cut = verb.start() - span.start
            yield replace(mention, span=Span(span.start, verb.start()), surface=mention.surface[:cut])
