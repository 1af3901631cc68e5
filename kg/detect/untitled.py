"""Agreements without a title of their own (签署战略合作协议): marked, for their words are no name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.detect.gazetteer import gazetteer
from kg.model import Mention

_LONGEST = 14  # characters: what is longer says what it is about, and is as good as a title


def mark_untitled(copy: str, mentions: Iterable[Mention]) -> list[Mention]:
    """The same mentions; an agreement outside of 《》 and “”, short, no place in it, is marked ``untitled``."""
    return [
        replace(m, marks=(*m.marks, "untitled")) if m.kind == "Agreement" and _is_untitled(copy, m) else m
        for m in mentions
    ]


def _is_untitled(copy: str, mention: Mention) -> bool:
    start, end = mention.span.start, mention.span.end
    name = copy[start:end]
    if "title" in mention.marks or copy[start - 1 : start] in ("《", '"') or len(name) > _LONGEST:
        return False
    return not any(entry.sure for _, _, entry in gazetteer().find(name))
