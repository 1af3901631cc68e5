"""Branch venues of an event: 重庆高新区分会场 is an event at a place, named by both."""

from __future__ import annotations

import re
from functools import cache

from kg.model import Mention, Span
from kg.tables import language, read_rows

_CONFIDENCE = 0.9
# A venue's name begins where a clause does, or after a word that leads to it; before the venue's word stands a place.
_LEFT = r"(?:(?<=[,，。;；:：、\n])|(?<=其中)|(?<=在)|(?<=于)|\A)"
_PLACE = r"[\u4e00-\u9fff()（）A-Za-z0-9]{1,24}?[区市县州园城镇省旗盟岛港乡]"


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(row.filled("word")) for _, row in read_rows(language("venues.tsv"), ("word", "example")))
    return re.compile(rf"{_LEFT}(?!其中|在|于)(?P<name>{_PLACE}(?:{words}))")


def find_venues(text: str, copy: str) -> list[Mention]:
    """Every branch venue of `text`, as an Event; `copy` is the text's aligned copy."""
    return [
        Mention(Span(*m.span("name")), text[slice(*m.span("name"))], "Event", "venue", confidence=_CONFIDENCE)
        for m in _pattern().finditer(copy)
    ]
