"""Names that end as the user's own types say (新田码头): told by the ending alone, where no other name has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from kg.lang.words import tagged
from kg.model import Mention, Span
from kg.terms import own_terms, version

_CONFIDENCE = 0.7
_LONGEST = 14  # characters before the ending
# Words that a name may be made of: nouns, places, adjectives, what is not Chinese.
_INNER = ("n", "s", "f", "j", "b", "a", "eng", "i", "l", "g", "m", "q", "t", "z", "vn")
_CLAUSE_ENDS = re.compile(r"[,;:。!?\n、《》\"()]")
_LEADS = frozenset(
    ("新建", "改建", "在建", "扩建", "多个", "一个", "这个", "该", "各", "全市", "全省", "首个", "等", "座", "个")
)


def with_own_endings(text: str, copy: str, found: Sequence[Mention]) -> list[Mention]:
    """The names, those with an own ending as of that type's parent; and names of the ending that were passed over."""
    endings = _endings(version())
    if not endings:
        return list(found)
    kept = [
        replace(one, kind=kind) if "title" not in one.marks and (kind := _kind(one.surface, endings)) else one
        for one in found
    ]
    taken = [one.span for one in kept]
    new = [one for one in _passed_over(text, copy, endings) if not any(one.span.overlaps(span) for span in taken)]
    return sorted([*kept, *new], key=lambda one: one.span)


@lru_cache(maxsize=4)
def _endings(_: int) -> dict[str, str]:
    return {ending: own.parent for own in own_terms().types.values() for ending in own.endings}


def _kind(name: str, endings: dict[str, str]) -> str:
    fits = [ending for ending in endings if name.endswith(ending) and len(name) > len(ending) + 1]
    return endings[max(fits, key=len)] if fits else ""


def _passed_over(text: str, copy: str, endings: dict[str, str]) -> Iterator[Mention]:
    either = "|".join(map(re.escape, sorted(endings, key=len, reverse=True)))
    for match in re.finditer(either, copy):
        start = _start(copy, match.start())
        if match.start() - start >= 2:
            span = Span(start, match.end())
            surface = text[span.start : span.end]
            yield Mention(span, surface, endings[match.group()], "ending:own", confidence=_CONFIDENCE)


def _start(copy: str, end: int) -> int:
    """Where a name that goes on at `end` may begin: as far back as its words are such as names are made of."""
    edge = max(0, end - _LONGEST)
    for mark in _CLAUSE_ENDS.finditer(copy, edge, end):
        edge = mark.end()
    start = end
    for word, tag in reversed(tagged(copy[edge:end])):
        if word in _LEADS or not tag.startswith(_INNER):
            break
        start -= len(word)
    return start
