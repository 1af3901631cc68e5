"""A name found once is a name wherever it stands in the article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.lang import tidy_name
from kg.model import Mention, Span

_SHORTEST = 3  # two characters (中心, 协议, 三河) stand for too many other things


def repeat(text: str, copy: str, found: Iterable[Mention]) -> Iterator[Mention]:
    """A mention for every further place where a found name stands, as the type that it bears most surely."""
    best: dict[str, Mention] = {}
    for mention in found:
        name = copy[mention.span.start : mention.span.end]
        if len(tidy_name(name)) < _SHORTEST or "untitled" in mention.marks:
            continue
        if name not in best or mention.confidence > best[name].confidence:
            best[name] = mention
    if not best:
        return
    pattern = re.compile("|".join(re.escape(name) for name in sorted(best, key=lambda n: (-len(n), n))))
    for match in pattern.finditer(copy):
        model = best[match.group()]
        span = Span(*match.span())
        surface, confidence = text[span.start : span.end], model.confidence * 0.9
        yield Mention(span, surface, model.kind, "repeat", None, confidence, model.marks, model.also)
