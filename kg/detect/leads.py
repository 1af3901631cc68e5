"""Names without the verb that leads to them: 加盟长三角创新联盟 -> 长三角创新联盟."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from kg.model import Mention, Span
from kg.tables import language, read_rows
from kg.vocabulary import INSTITUTION_TYPES

# Titles, projects and meetings may well begin with a verb (推进…工作会议); bodies and places do not.
_KINDS = frozenset((*INSTITUTION_TYPES, "Park", "Region", "Fund"))
_LEAST = 3


@cache
def _leads() -> re.Pattern[str]:
    words = [row.filled("word") for _, row in read_rows(language("leads.tsv"), ("word", "example"))]
    return re.compile("(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")+")


def without_leads(mentions: Iterable[Mention], copy: str) -> Iterator[Mention]:
    """The same mentions, those of bodies and places without a leading verb; at least three characters are left."""
    for mention in mentions:
        lead = _leads().match(copy, mention.span.start, mention.span.end) if mention.kind in _KINDS else None
        if lead is None or mention.value is not None or mention.span.end - lead.end() < _LEAST:
            yield mention
        else:
            cut = lead.end() - mention.span.start
            yield replace(mention, span=Span(lead.end(), mention.span.end), surface=mention.surface[cut:])
