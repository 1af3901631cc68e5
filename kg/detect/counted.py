"""Words that count things of a kind and name none (三省科技厅, 4项合作协议): they are left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from kg.errors import TableError
from kg.model import Mention
from kg.tables import language, read_rows
from kg.vocabulary import ENTITY_TYPES


@cache
def _counts() -> dict[str, re.Pattern[str]]:
    """Type -> the pattern of how such words begin."""
    patterns: dict[str, list[str]] = {}
    for _, row in read_rows(language("counted.tsv"), ("pattern", "types", "example")):
        for kind in row["types"].split():
            if kind not in ENTITY_TYPES:
                raise TableError(f"{row.place}: types {kind!r}; expected some of {', '.join(ENTITY_TYPES)}")
            patterns.setdefault(kind, []).append(row.compiled("pattern").pattern)
    return {kind: re.compile("|".join(found)) for kind, found in patterns.items()}


def without_counted(mentions: Iterable[Mention], copy: str) -> Iterator[Mention]:
    """The same mentions without those that say how many there are."""
    for mention in mentions:
        begins = _counts().get(mention.kind)
        if begins is None or mention.value is not None or not begins.match(copy, mention.span.start, mention.span.end):
            yield mention
