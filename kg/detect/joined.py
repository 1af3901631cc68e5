"""Agreements and meetings whose names begin with the parties that join in them: 甲市与乙市战略合作协议.

The learned names may be cut after the joining word. Where no verb stands between the parties and what follows, they
belong to its name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.detect.features import told_by_ending
from kg.detect.gazetteer import gazetteer, known_bodies
from kg.model import Mention, Span
from kg.vocabulary import INSTITUTION_TYPES

_PARTIES = frozenset((*INSTITUTION_TYPES, "Region", "Park"))
_NAMED = frozenset(("Agreement", "Event"))
_JOINER = re.compile(r"[与和同及、·/\-—– ]\Z")
_LONGEST, _SHORTEST = 16, 3  # characters of a party's name that no table knows
_MARKS = frozenset('《“"「『')


def with_parties(text: str, copy: str, found: Sequence[Mention]) -> list[Mention]:
    """The mentions in text order, where names that begin in the middle of their parties begin with the first."""
    whole: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.span.start, -m.span.end)):
        start = _beginning(copy, mention, whole) if mention.kind in _NAMED else mention.span.start
        if start < mention.span.start:
            while whole and whole[-1].span.end > start:
                whole.pop()
            span = Span(start, mention.span.end)
            mention = replace(mention, span=span, surface=text[span.start : span.end])
        whole.append(mention)
    return whole


def _beginning(copy: str, mention: Mention, before: Sequence[Mention]) -> int:
    """Where the name begins with its parties; its own start where no second party joins a first one before it."""
    start = mention.span.start
    parties = [m for m in before[-6:] if m.kind in _PARTIES]
    if copy[start - 1 : start] in _MARKS or not parties:
        return start
    if parties[-1].span.end == start:
        second = parties.pop().span.start
    elif _begins_with(parties[-1].kind, copy[start : mention.span.end]):
        second = start
    else:
        return start
    first = second
    while parties and parties[-1].span.end == first - 1 and _JOINER.match(copy[first - 1]):
        first = parties.pop().span.start
    return first if first < second else start


def _begins_with(kind: str, name: str) -> bool:
    """True where a name begins with that of a party of `kind`: two that join are mostly of one kind."""
    for table in (gazetteer(), known_bodies()):
        for start, end, entry in table.find(name[:_LONGEST]):
            if start == 0 and end < len(name) and entry.kind == kind:
                return True
    lengths = range(_SHORTEST, min(_LONGEST, len(name) - 2))
    return any(told_by_ending(name[:length]) == kind for length in lengths)
