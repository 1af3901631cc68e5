"""A name found once is a name wherever it stands in the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.lang import tidy_name
from kg.model import Mention, Span

_SHORTEST = 3  # two characters (中心, 协议, 三河) stand for too many other things


def repeat(text: str, copy: str, found: Iterable[Mention]) -> Iterator[Mention]:
    """A mention for every further place where a found name stands, as the type that it bears most surely."""
    from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

    best: dict[str, Mention] = {}
    for mention in found:
        name = copy[mention.span.start : mention.span.end]
        if len(tidy_name(name)) < _SHORTEST or "untitled" in mention.marks or mention.value:
            continue
        if name not in best or mention.confidence > best[name].confidence:
            best[name] = mention
    if not best:
        return
    names = list(best)
    # The automaton that is built fastest: few names, one text.
    automaton = AhoCorasick(names, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.NoncontiguousNFA)
    for index, start, end in automaton.find_matches_as_indexes(copy):
        model = best[names[index]]
        surface, confidence = text[start:end], model.confidence * 0.9
        yield Mention(Span(start, end), surface, model.kind, "repeat", None, confidence, model.marks, model.also)
