"""Texts in book-title marks: what they are is told by the words that they end in (`kg/lang/zh/titles.tsv`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.errors import TableError
from kg.model import Mention, Span, Value
from kg.tables import language, read_rows

_LONGEST = 120  # a title longer than this is a mark that was never closed
_AFTER = 12  # characters by which an event's name may go on after a title
_EDITION = re.compile(r"[(〔\[][^()〔〕\[\]]{1,14}[)〕\]]$|(?<![\d.])[\d.]++(?:版)?$")
_SIGNING = re.compile(r"签署|签订|签下|签了|签约|订立|缔结|达成|联合发布|共同发布|联合印发|联合发表|共同签")


@cache
def endings() -> tuple[tuple[str, str, str], ...]:
    """(ending, type, type where it is signed), the longest first."""
    rows = [
        (r.filled("ending"), r["type"], r["signed"])
        for _, r in read_rows(language("titles.tsv"), ("ending", "type", "signed"))
    ]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def outermost(copy: str) -> Iterator[Span]:
    """The texts between 《 and the 》 that closes it, nested ones aside; an unclosed mark opens nothing."""
    opened: list[int] = []
    for match in re.finditer("[《》]", copy):
        if match.group() == "《":
            if opened and match.start() - opened[0] > _LONGEST:
                opened.clear()
            opened.append(match.end())
        elif opened:
            start = opened.pop()
            if not opened and 2 <= match.start() - start <= _LONGEST:
                yield Span(start, match.start())


def title_types(title: str, before: str) -> tuple[str, ...]:
    """The types that fit a title, the best first; none where its last words say nothing. `before`: the words before it.

    >>> title_types("公共服务一体化实施方案(试行)", "省政府印发")
    ('Policy',)
    """
    bare = _EDITION.sub("", title.strip())
    for ending, kind, signed in endings():
        if bare.endswith(ending):
            best = signed if _SIGNING.search(before) else kind
            return (best, "Policy") if best != kind else (kind,)
    return ()


def find_titles(text: str, copy: str) -> Iterator[Mention]:
    """A mention for each title whose last words tell what it is, and for each event called after one.

    The event's name (《…备忘录》“云签约”仪式) is its mention's `value`; the mention is what follows the title.
    """
    for span in outermost(copy):
        before = re.split("[。！？\n]", copy[max(0, span.start - 60) : span.start])[-1]
        types = title_types(re.sub(r"\s", "", copy[span.start : span.end]), before)
        if types:
            surface = text[span.start : span.end]
            yield Mention(span, surface, types[0], "title", confidence=0.97, marks=("title",), also=types[1:])
            if after := _ceremony(copy, span.end + 1):
                name = Value(text[span.start - 1 : after.end])
                words = text[after.start : after.end]
                yield Mention(after, words, "Event", "title-event", name, confidence=0.9)


@cache
def _ceremonies() -> re.Pattern[str]:
    words: dict[str, list[str]] = {"modifier": [], "head": []}
    for _, row in read_rows(language("title_events.tsv"), ("word", "place", "example")):
        if row["place"] not in words:
            raise TableError(f"{row.place}: place {row['place']!r}; expected modifier or head")
        words[row["place"]].append(re.escape(row.filled("word")))
    return re.compile(rf"[\"“]?(?:{'|'.join(words['modifier'])})*[\"”]?(?:{'|'.join(words['head'])})")


def _ceremony(copy: str, start: int) -> Span | None:
    """The words right after a title that make an event of it."""
    found = _ceremonies().match(copy, start, start + _AFTER)
    return Span(*found.span()) if found else None
