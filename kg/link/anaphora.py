"""Words that stand for things named before (双方, 两地, 该园区, 会上): the table, and where they stand in a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.errors import TableError
from kg.link.lexicon import generic
from kg.model import Span
from kg.tables import language, read_rows
from kg.vocabulary import ENTITY_TYPES, INSTITUTION_TYPES

RESOLVERS = ("group", "one", "bare", "event", "first", "last")
_SETS = {"party": ("Park", "Region", *INSTITUTION_TYPES), "institution": INSTITUTION_TYPES}
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "双": 2}


# 双, 两 … 十; 十一 … 十九; one or two figures. It begins with one set: the search passes over all other characters.
_NUMBER = (
    "(?P<number>[双两二三四五六七八九十0-9](?:(?<![0-9])|(?<=十)[一二三四五六七八九]|(?<=[0-9])(?<![0-9][0-9])[0-9]?))"
)


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A word that stands for others: its place, the row that found it, how many things (None: any number), and the
    head that their names end in."""

    span: Span
    row: Row
    number: int | None
    head: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of `anaphora.tsv`; `types` empty where the head tells them."""

    name: str
    pattern: re.Pattern[str]
    resolve: str
    types: frozenset[str]
    suffix: str
    example: str
    expects: str


@cache
def rows() -> tuple[Row, ...]:
    """The rows of `anaphora.tsv`. Raises TableError: an unknown way to resolve, an unknown type, a broken pattern."""
    path = language("anaphora.tsv")
    found = []
    columns = ("name", "pattern", "resolve", "types", "suffix", "example", "expects")
    for _, row in read_rows(path, columns):
        types = [t for word in row["types"].split() for t in _SETS.get(word, (word,))]
        if row["resolve"] not in RESOLVERS or set(types) - set(ENTITY_TYPES):
            raise TableError(f"{row.place}: resolve {row['resolve']!r} of {row['types']!r}; expected {RESOLVERS}")
        pattern = row.compiled("pattern", _expand(row["pattern"]))
        found.append(
            Row(row["name"], pattern, row["resolve"], frozenset(types), row["suffix"], row["example"], row["expects"])
        )
    return tuple(found)


def _expand(pattern: str) -> str:
    heads = sorted(generic().heads, key=len, reverse=True)
    events = [head for head in heads if "Event" in generic().heads[head]]
    return (
        pattern.replace("«N»", _NUMBER)
        .replace("«H»", f"(?P<head>{'|'.join(heads)})")
        .replace("«B»", f"(?P<head>{'|'.join(h for h in heads if h in generic().alone)})")
        .replace("«E»", f"(?P<head>{'|'.join(events)})")
        # The characters that they begin with: a quick look before a slow one.
        .replace("«b»", _beginnings(h for h in heads if h in generic().alone))
        .replace("«e»", _beginnings(events))
    )


def _beginnings(words: Iterable[str]) -> str:
    return f"[{re.escape(''.join(sorted({word[0] for word in words})))}]"


def find(text: str, taken: Sequence[Span]) -> Iterator[Anaphor]:
    """Yield the anaphors of `text` outside `taken` (spans in order, none within another), in text order.

    Where two rows match in the same place, the longer wins, then the earlier row.
    """
    matches = []
    for order, row in enumerate(rows()):
        for match in row.pattern.finditer(text):
            matches.append((match.start(), match.start() - match.end(), order, match, row))
    matches.sort(key=lambda entry: entry[:3])
    starts = [span.start for span in taken]
    end = 0
    for start, _, _, match, row in matches:
        span = Span(start, match.end())
        at = bisect_right(starts, start)
        before = at > 0 and taken[at - 1].overlaps(span)
        if start < end or before or (at < len(taken) and taken[at].overlaps(span)):
            continue
        end = match.end()
        groups = match.groupdict()
        number = 2 if "双方" in match[0] else number_of(groups.get("number") or "")
        yield Anaphor(span, row, number, groups.get("head") or "")


def number_of(word: str) -> int | None:
    """The number that a word tells, None where it tells none.

    >>> number_of("两"), number_of("十二"), number_of("")
    (2, 12, None)
    """
    if word.isdecimal():
        return int(word)
    if len(word) == 2 and word[0] == "十":
        return 10 + _DIGITS[word[1]]
    return _DIGITS.get(word)
