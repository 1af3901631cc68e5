"""Cue words near a time or an amount -> its marks. The words are rows of a table, each with its own example."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.errors import TableError
from kg.tables import language, read_rows

# In an aligned copy: what ends a clause. 、 joins items of one clause, and after a colon stands what it announces.
_CLAUSE_END = re.compile(r"[,;。!?\n]")
_CLAUSE_START = re.compile(r".*[,;。!?\n]", re.DOTALL)
COLUMNS = ("cue", "kind", "side", "reach", "group", "mark", "example")


@dataclass(frozen=True, slots=True)
class Cue:
    """One row: a pattern that, `side` (before | after) of a mention, gives it `mark`.

    `reach`: ``next`` directly beside the mention, ``clause`` anywhere in its clause. Of the cues of one `group` only
    the nearest counts (a sum is either an investment or an output); cues without a group all count.
    """

    pattern: re.Pattern[str]
    kinds: frozenset[str]
    side: str
    group: str
    mark: str
    example: str
    line: int


@cache
def load_cues(table: str) -> tuple[Cue, ...]:
    """The rows of `kg/lang/zh/<table>`. Raises TableError: a row's pattern, side or reach is wrong."""
    path, cues = language(table), []
    for line, row in read_rows(path, COLUMNS):
        if row["side"] not in {"before", "after"} or row["reach"] not in {"next", "clause"}:
            raise TableError(f"{row.place}: side is 'before' or 'after', reach is 'next' or 'clause'")
        source = f"(?:{row.compiled('cue').pattern})"
        if row["reach"] == "next":
            source = source + r"\Z" if row["side"] == "before" else r"\A" + source
        pattern = row.compiled("cue", source)
        kinds = frozenset(row["kind"].split("|"))
        cues.append(Cue(pattern, kinds, row["side"], row["group"], row["mark"], row["example"], line))
    return tuple(cues)


def clauses_around(copy: str, spans: Sequence[tuple[int, int]], reach: int) -> Iterator[tuple[str, str]]:
    """The words of the same clause before and after each span, at most `reach` characters, up to its neighbours.

    `spans` are in text order and do not overlap.

    >>> list(clauses_around("甲,总投资5亿元左右,年产值8亿元", [(5, 8), (14, 17)], 20))
    [('总投资', '左右'), ('年产值', '')]
    """
    for at, (start, end) in enumerate(spans):
        first = max(start - reach, spans[at - 1][1] if at else 0)
        last = min(end + reach, spans[at + 1][0] if at + 1 < len(spans) else len(copy))
        before, after = _CLAUSE_START.search(copy, first, start), _CLAUSE_END.search(copy, end, last)
        yield copy[before.end() if before else first : start], copy[end : after.start() if after else last]


def find_marks(cues: Sequence[Cue], kind: str, before: str, after: str) -> tuple[str, ...]:
    """The marks that the cues give to a mention of `kind` between `before` and `after`: in the table's order."""
    given: list[str] = []
    nearest: dict[str, tuple[tuple[int, int], str]] = {}
    for cue in cues:
        beside = before if cue.side == "before" else after
        if not beside or kind not in cue.kinds:
            continue
        for matched in cue.pattern.finditer(beside):
            if not cue.group:
                given.append(cue.mark)
                break
            # Nearest first; of two that end alike the longer. What stands before outweighs what stands after, but for
            # a noun right behind (提供20亿元授信), which yields only to a word right before (总投资20亿元).
            after_next = 2 if cue.pattern.pattern.startswith(r"\A") else 1000
            distance = len(before) - matched.end() if cue.side == "before" else after_next + matched.start()
            rank = (distance, -len(matched.group()))
            if cue.group not in nearest or rank < nearest[cue.group][0]:
                nearest[cue.group] = (rank, cue.mark)
    return tuple(dict.fromkeys([mark for _, mark in nearest.values()] + given))
