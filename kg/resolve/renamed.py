"""Former names that a text tells of beside the thing's own name: 由襄樊学院更名而来."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from kg.errors import TableError
from kg.lang import aligned, normal_name
from kg.model import Extraction
from kg.tables import language, read_rows

_LONGEST = 24
_FREE = rf"[\u4e00-\u9fffa-z0-9()-]{{3,{_LONGEST}}}?"
_SIGNS = re.compile(r"更名|改名|易名|改称|前身|原名|原称|曾用名|旧称|曾名|\(原")
_MOST = 400  # names of one article that are looked at


@cache
def patterns() -> tuple[str, ...]:
    """The patterns of `resolve_renamed.tsv`, over aligned text."""
    rows = read_rows(language("resolve_renamed.tsv"), ("pattern", "example", "expects"))
    for_check = {"«N»": "(?P<now>甲)", "«F»": "(?P<before>乙)"}
    found = []
    for _, row in rows:
        pattern = source = aligned(row["pattern"])
        for sign, group in for_check.items():
            source = source.replace(sign, group)
        if not {"now", "before"} <= row.compiled("pattern", source).groupindex.keys():
            raise TableError(f"{row.place}: the pattern lacks «N» or «F», the name now and the name before")
        found.append(pattern)
    return tuple(found)


def former_names(extraction: Extraction) -> dict[str, tuple[str, ...]]:
    """Entity id -> the names that the article says it bore before."""
    copy = aligned(extraction.article.text)
    if not _SIGNS.search(copy):
        return {}
    owners = {
        aligned(name): entity.id
        for entity in reversed(extraction.entities)
        for name in reversed(entity.names)
        if len(name) > 2 and not entity.local
    }
    found: dict[str, dict[str, None]] = {}
    for now, before in tell_renamed(copy, list(owners)[:_MOST]):
        same = {normal_name(name) for e in extraction.entities if e.id == owners[now] for name in e.names}
        if normal_name(before) not in same:
            found.setdefault(owners[now], {})[before] = None
    return {entity: tuple(names) for entity, names in found.items()}


def tell_renamed(copy: str, names: Iterable[str]) -> list[tuple[str, str]]:
    """(name now, name before) of all that an aligned text says, of things that bear one of `names` now."""
    known = sorted(set(names), key=lambda name: (-len(name), name))
    if not known:
        return []
    now = "(?P<now>" + "|".join(map(re.escape, known)) + ")"
    before = "(?P<before>" + "|".join(map(re.escape, known)) + rf"|{_FREE})"
    found = []
    for pattern in patterns():
        whole = re.compile(pattern.replace("«N»", now).replace("«F»", before), re.IGNORECASE)
        for match in whole.finditer(copy):
            if match["now"] != match["before"]:
                found.append((match["now"], match["before"]))
    return found
