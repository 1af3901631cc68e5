"""Names without the verb that leads to them: 加盟长三角创新联盟 -> 长三角创新联盟."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from kg.errors import TableError
from kg.model import Mention, Span
from kg.tables import language, read_rows
from kg.vocabulary import INSTITUTION_TYPES

# Titles and meetings may well begin with a verb (推进…工作会议); bodies, places and works do not.
_WORKS = "Project"
_KINDS = frozenset((*INSTITUTION_TYPES, "Park", "Region", "Fund", _WORKS))
_LEAST = 3


@cache
def _leads(works: bool) -> re.Pattern[str]:
    rows = [row for _, row in read_rows(language("leads.tsv"), ("word", "of", "example"))]
    for row in rows:
        if row["of"] not in ("any", "works"):
            raise TableError(f"{row.place}: of {row['of']!r}; expected any or works")
    words = [row.filled("word") for row in rows if works or row["of"] == "any"]
    return re.compile("(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")+")


def without_leads(mentions: Iterable[Mention], copy: str) -> Iterator[Mention]:
    """The same mentions, those of bodies, places and works without a leading verb; at least three characters stay."""
    for mention in mentions:
        leads = _leads(mention.kind == _WORKS) if mention.kind in _KINDS else None
        lead = leads.match(copy, mention.span.start, mention.span.end) if leads else None
        if lead is None or mention.value is not None or mention.span.end - lead.end() < _LEAST:
            yield mention
        else:
            cut = lead.end() - mention.span.start
            yield replace(mention, span=Span(lead.end(), mention.span.end), surface=mention.surface[cut:])
