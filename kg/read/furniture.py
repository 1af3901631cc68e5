"""Page furniture: which lines of a page are no part of the article. The patterns are `lang/zh/furniture.tsv`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.errors import TableError
from kg.lang import aligned
from kg.tables import language, read_rows

COLUMNS = ("kind", "pattern", "example", "reason")
KINDS = ("atom", "weak", "media", "page", "line", "tail", "turn")
# Longer lines are prose, whatever words they hold; it also bounds the patterns' work.
LONGEST = 320
LONGEST_HEADLINE = 80

_SEPARATOR = re.compile(r"[\s|,、;·.>]*")
# A name beside furniture (of the page, the section, the site): a few, short, and never alone.
_NAME = re.compile(r"[^\s|:,，。;；、()（）【】！？!?]{2,18}")
_WORD = re.compile(r"[0-9A-Za-z]{2}|[\u3400-\u9fff]{2}")
_NAMES_BESIDE = 2
# At the ends of a line a mark such as （下转第三版） is looked for within so many characters.
_TURN = 24
_SENTENCE = re.compile(r"[。！？!?；…]")


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table: what it looks for, and the number of its line there."""

    kind: str
    pattern: re.Pattern[str]
    example: str
    number: int


@cache
def rules(kind: str) -> tuple[Rule, ...]:
    """The rows of one kind, in the order of the table. Raises TableError for an unknown kind or a bad pattern."""
    return tuple(rule for rule in _table() if rule.kind == kind)


@cache
def _table() -> tuple[Rule, ...]:
    path = language("furniture.tsv")
    found = []
    for number, row in read_rows(path, COLUMNS):
        if row["kind"] not in KINDS:
            raise TableError(f"{row.place}: unknown kind {row['kind']!r}; use one of {', '.join(KINDS)}")
        found.append(Rule(row["kind"], row.compiled("pattern"), row["example"], number))
    return tuple(found)


def is_furniture(line: str) -> bool:
    """True where a line is furniture from end to end. `line` as it stands on the page."""
    return _is_furniture(_squeezed(aligned(line)))


def _squeezed(copy: str) -> str:
    """A line without margins, its white space single: patterns with much of it would try every way of sharing it."""
    return " ".join(copy.split())


@lru_cache(maxsize=4_096)
def _is_furniture(copy: str) -> bool:
    """`copy`: the aligned line, squeezed."""
    if not copy or len(copy) > LONGEST:
        return False
    return any(rule.pattern.fullmatch(copy) for rule in rules("line")) or _is_row_of_atoms(copy)


def _is_row_of_atoms(copy: str) -> bool:
    """True for atoms alone; for a short name or two beside strong ones; for a page's head: its number, names, date."""
    count: Counter[str] = Counter()
    place = 0
    while (place := _end(_SEPARATOR, copy, place)) < len(copy):
        for kind in ("atom", "page", "weak", "media"):
            if (end := _first(kind, copy, place)) > place:
                break
        else:
            kind, end = "name", _end(_NAME, copy, place)
        if end == place or count["name"] > _NAMES_BESIDE:
            return False
        count[kind] += 1
        place = end
    strong, weak = count["atom"], count["weak"]
    if count["name"] <= _NAMES_BESIDE and count["page"]:
        return len(copy) <= 60
    if count["name"]:
        return count["name"] <= _NAMES_BESIDE and strong > 0 and strong + weak >= 2
    return strong > 0 or bool(count["media"] and weak)


def _end(pattern: re.Pattern[str], copy: str, place: int) -> int:
    match = pattern.match(copy, place)
    return match.end() if match else place


def _first(kind: str, copy: str, place: int) -> int:
    """Where the first fitting atom ends; an atom that ends inside a word is none."""
    for rule in rules(kind):
        end = _end(rule.pattern, copy, place)
        if end > place and not _WORD.match(copy, end - 1):
            return end
    return place


def drop_furniture(text: str) -> str:
    """`text` without the lines that are furniture, and without the list of other articles at its end.

    A dropped line leaves no blank line behind: it may stand in the middle of a sentence.
    """
    lines = text.split("\n")
    copies = [_squeezed(copy) for copy in aligned(text).split("\n")]
    last = _end_of_article(copies)
    return "\n".join(line for line, copy in zip(lines[:last], copies, strict=False) if not _is_furniture(copy))


def _end_of_article(copies: list[str]) -> int:
    """The number of lines up to a heading such as 相关阅读 after which only headlines stand."""
    last = len(copies)
    for place in range(last - 1, 0, -1):
        copy = copies[place]
        if len(copy) > LONGEST_HEADLINE or _SENTENCE.search(copy):
            break
        if any(rule.pattern.fullmatch(copy) for rule in rules("tail")):
            last = place
    return last


def drop_page_turns(text: str) -> str:
    """`text` without 下转第三版, 上接第三版 at the ends of its lines."""
    return "\n".join(_without_turns(text.split("\n")))


def _without_turns(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if "版" in line or "页" in line or "頁" in line:
            for rule in rules("turn"):
                line = _without_turn(line, rule.pattern)
        yield line


def _without_turn(line: str, pattern: re.Pattern[str]) -> str:
    """The mark at the beginning of a line goes, and at its end where it is in brackets."""
    head = pattern.match(aligned(line[:_TURN]).lstrip())
    if head:
        line = line[len(line[:_TURN]) - len(line[:_TURN].lstrip()) + head.end() :]
    tail = aligned(line[-_TURN:]).rstrip()
    for match in pattern.finditer(tail):
        if match.end() == len(tail) and match.group()[0] in "([【":
            return line[: max(0, len(line) - _TURN) + match.start()]
    return line
