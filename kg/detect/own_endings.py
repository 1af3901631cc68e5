"""Names that the user's own tables lead to, where no other name has them: such as end as an own type says (新田码头),
and places in a sentence with a word of an own relation (青岚市对口支援石桥县)."""

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
_BESIDE, _SHORT = 0.6, 6  # the same of places in a sentence with an own word
_FOLLOWS = r"[、,和与及同跟由被受对向给为的已将拟在今去连每]|\Z"
# Words that a name may be made of: nouns, places, adjectives, what is not Chinese.
_INNER = ("n", "s", "f", "j", "b", "a", "eng", "i", "l", "g", "m", "q", "z", "vn", "x")
_CLAUSE_ENDS = re.compile(r"[,;:。!?\s、《》\"()]")
_LEADS = frozenset(
    ("新建", "改建", "在建", "扩建", "多个", "一个", "这个", "该", "各", "全市", "全省", "首个", "等", "座", "个")
)


def with_own_endings(text: str, copy: str, found: Sequence[Mention]) -> list[Mention]:
    """The names, those with an own ending as of that type's parent; and names of the ending that were passed over."""
    endings = _endings(version())
    if not endings and not own_terms().words:
        return list(found)
    kept = [
        replace(one, kind=kind) if "title" not in one.marks and (kind := _kind(one.surface, endings)) else one
        for one in found
    ]
    taken = [one.span for one in kept]
    for one in (*_passed_over(text, copy, endings), *_places(text, copy)):
        if not any(one.span.overlaps(span) for span in taken):
            kept.append(one)
            taken.append(one.span)
    return sorted(kept, key=lambda one: one.span)


@lru_cache(maxsize=4)
def _endings(_: int) -> dict[str, str]:
    return {ending: own.parent for own in own_terms().types.values() for ending in own.endings}


def _kind(name: str, endings: dict[str, str]) -> str:
    fits = [ending for ending in endings if name.endswith(ending) and len(name) > len(ending) + 1]
    return endings[max(fits, key=len)] if fits else ""


def _passed_over(text: str, copy: str, endings: dict[str, str]) -> Iterator[Mention]:
    if not endings:
        return
    either = "|".join(map(re.escape, sorted(endings, key=len, reverse=True)))
    for match in re.finditer(either, copy):
        start = _start(copy, match.start())
        if match.start() - start >= 2:
            span = Span(start, match.end())
            surface = text[span.start : span.end]
            yield Mention(span, surface, endings[match.group()], "ending:own", confidence=_CONFIDENCE)


@lru_cache(maxsize=4)
def _own_sentences(_: int) -> re.Pattern[str] | None:
    words = sorted({word.word for word in own_terms().words}, key=len, reverse=True)
    return re.compile(rf"[^。;!?\n]*(?:{'|'.join(map(re.escape, words))})[^。;!?\n]*") if words else None


def _places(text: str, copy: str) -> Iterator[Mention]:
    """Places that end as such do, and that stand before a mark, a word of an own relation or a word of its grammar."""
    pattern = _own_sentences(version())
    for sentence in pattern.finditer(copy) if pattern else ():
        words = "|".join(re.escape(word.word) for word in own_terms().words)
        for match in re.finditer(rf"[省市县区州旗](?={words}|{_FOLLOWS})", sentence.group()):
            at = sentence.start() + match.start()
            start = _start(copy, at, _SHORT)
            if at - start >= 2:
                span = Span(start, at + 1)
                yield Mention(span, text[start : at + 1], "Region", "beside:own", confidence=_BESIDE)


def _start(copy: str, end: int, longest: int = _LONGEST) -> int:
    """Where a name that goes on at `end` may begin: as far back as its words are such as names are made of."""
    edge = max(0, end - longest)
    for mark in _CLAUSE_ENDS.finditer(copy, edge, end):
        edge = mark.end()
    start = end
    for word, tag in reversed(tagged(copy[edge:end])):
        if word in _LEADS or not tag.startswith(_INNER):
            break
        start -= len(word)
    return start
