"""Names that tables tell, in and beside what is learned: known places and bodies, and the bodies of a known place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain

from kg.detect.gazetteer import county_behind, gazetteer, known_bodies
from kg.detect.overlaps import settle
from kg.detect.parts import bodies
from kg.model import Mention, Span
from kg.tables import language, read_rows
from kg.vocabulary import INSTITUTION_TYPES

KNOWN = 0.6  # confidence of a name that a table tells and the models do not
_COMMITTEE = "Government"  # 省委, 县委
_LEVELS = "省市区县州盟旗"
# What may follow a known body: what follows otherwise may be a part of it, or a person who works there.
_CLOSERS = frozenset("和与及同跟在把将为已也以从向对由就被于还拟正今去明昨近")
_PROSE = frozenset(",。;")
_AROUND = 80  # characters in which a sentence has a stop
_WIDEST = 60  # characters of the longest learned name that may cover a known one


@cache
def _offices() -> re.Pattern[str]:
    words = [row.filled("word") for _, row in read_rows(language("offices.tsv"), ("word", "example"))]
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@cache
def _body() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(bodies(), key=len, reverse=True))))


def find_known(text: str, copy: str) -> Iterator[Mention]:
    """Every known place and body, and what a known place and a body's name make: 成都市 and 生态环境局.

    Not the body that only says whose office a person holds (成都市教育局局长): there the place stands alone.
    """
    for start, end, kind in chain(_of_places(copy), _of_bodies(copy)):
        if kind in INSTITUTION_TYPES and not _in_prose(copy, start, end):
            continue
        yield Mention(Span(start, end), text[start:end], kind, "gazetteer", confidence=KNOWN)


def _in_prose(copy: str, start: int, end: int) -> bool:
    """False in a line without a stop: bodies of bylines and footers are none that the text speaks of."""
    before = copy[max(0, start - _AROUND) : start].rpartition("\n")[2]
    after = copy[end : end + _AROUND].partition("\n")[0]
    return not _PROSE.isdisjoint(before + after)


def _of_places(copy: str) -> Iterator[tuple[int, int, str]]:
    first = last = -1  # the places that stand one right after another: 四川省成都市
    for start, end, entry in gazetteer().find(copy):
        first, last = (first if start == last else start), end
        # A grouping of places (港澳, 长三角) has no body of its own.
        stop = end if entry.table == "regions" else _body_end(copy, end)
        if stop > end:
            yield first, stop, bodies().get(copy[end:stop], _COMMITTEE)
        elif entry.sure:
            yield start, end, entry.kind
        if stop == end and (county := county_behind(entry.name, copy, end)) > end:
            yield end, county, entry.kind


def _of_bodies(copy: str) -> Iterator[tuple[int, int, str]]:
    for start, end, entry in known_bodies().find(copy):
        if entry.kind != "Industry" and copy[end : end + 1] in _CLOSERS:
            yield start, end, entry.kind


def _body_end(copy: str, place: int) -> int:
    """Where the longest body's name that follows a place ends; `place` itself where none does."""
    if copy[place - 1] in _LEVELS and copy[place : place + 1] == "委" and not _offices().match(copy, place + 1):
        return place + 1
    found = _body().match(copy, place)
    return found.end() if found and not _offices().match(copy, found.end()) else place


def with_known(found: Sequence[Mention], known: Iterable[Mention]) -> list[Mention]:
    """One layer of what was found and what is known.

    What is found surely, or is longer than the known name in it, stands; a doubtful name of the same characters as a
    known one is as sure as that; other doubtful names give way. A known place is one, whatever a model takes it for.
    """
    known = list(known)
    places = {mention.span for mention in known if mention.kind == "Region"}
    found = [
        replace(one, kind="Region") if one.span in places and one.rule.startswith("model") else one for one in found
    ]
    sure = [mention for mention in found if mention.confidence >= KNOWN]
    doubtful = [mention for mention in found if mention.confidence < KNOWN]
    kept = settle((sure, known))
    starts = [mention.span.start for mention in kept]
    standing = []
    for mention in doubtful:
        near = kept[bisect_left(starts, mention.span.start - _WIDEST) : bisect_left(starts, mention.span.end)]
        crossed = [one for one in near if one.span.overlaps(mention.span)]
        if [(one.span, one.kind) for one in crossed] == [(mention.span, mention.kind)]:
            standing.append(replace(mention, confidence=KNOWN))
        elif all(
            one.confidence == KNOWN and one.span != mention.span and mention.span.covers(one.span) for one in crossed
        ):
            standing.append(mention)
    return settle((sure, standing, kept))
