"""What an agreement, alliance or mechanism is about: the phrases of lists such as 在科技创新、人才等方面合作."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.model import Evidence, Span, Statement, Value
from kg.relate.scene import Item, Scene
from kg.tables import language, read_rows
from kg.vocabulary import DOMAINS

_PHRASE = r"(?![在就从将把于])[^、,。;:!?\n]{2,24}?"
_LIST = rf"(?P<list>{_PHRASE}(?:、{_PHRASE})+?)"
_JOINER = re.compile(r"以及|(?<=.{3})[和与及](?=.{3})")
# Verbs that belong to the sentence and not to the area.
_LEAD = re.compile(r"^(?:共建|推进|推动|加强|深化|强化|促进|开展|加快|拓展|优化|共同|联合|全面)+(?=.{2})")
_REACH = 2
_KINDS = frozenset(DOMAINS["cooperationArea"])
_CONFIDENCE = 0.7


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = read_rows(language("areas.tsv"), ("id", "before", "after", "example"))
    return tuple((row["id"], row.compiled("before", row["before"] + _LIST + row["after"])) for _, row in rows)


def cooperation_areas(scene: Scene) -> Iterator[Statement]:
    """The areas of cooperation that the article names, one statement for each phrase."""
    for number, sentence in enumerate(scene.sentences):
        text = scene.copy[sentence.span.start : sentence.span.end]
        if "、" not in text:
            continue
        for rule, pattern in _rules():
            for match in pattern.finditer(text):
                offset = sentence.span.start + match.start("list")
                subject = _subject(scene, number, sentence.span.start + match.start())
                if subject is not None:
                    yield from _statements(scene, subject, rule, Span(offset, offset + len(match["list"])))


def _subject(scene: Scene, sentence: int, before: int) -> Item | None:
    """The nearest agreement, alliance or mechanism: in the sentence before the list, after it, then in those before."""
    here = [scene.items[k] for k in scene.by_sentence.get(sentence, ()) if scene.items[k].kind in _KINDS]
    earlier = [item for item in here if item.span.start <= before]
    if earlier or here:
        return earlier[-1] if earlier else here[0]
    for back in range(sentence - 1, max(sentence - 1 - _REACH, -1), -1):
        if scene.sentences[sentence].paragraph - scene.sentences[back].paragraph > 1:
            break
        found = [scene.items[k] for k in scene.by_sentence.get(back, ()) if scene.items[k].kind in _KINDS]
        if found:
            return found[-1]
    return None


def _statements(scene: Scene, subject: Item, rule: str, listed: Span) -> Iterator[Statement]:
    named = {i.span for i in scene.items if i.kind == "Industry" and i.span.overlaps(listed)}
    quote = scene.article.text[listed.start : listed.end]
    evidence = (Evidence(listed, quote, f"area:{rule}", _CONFIDENCE),)
    for phrase in _phrases(scene.article.text, listed):
        words = scene.article.text[phrase.start : phrase.end]
        if phrase in named or not words.strip():
            continue
        for target in subject.targets:
            yield Statement(target, "cooperationArea", Value(words.strip()), evidence)


def _phrases(text: str, listed: Span) -> Iterator[Span]:
    """The members of a list; its last one may hold two, joined by 和 or the like, and end in 等."""
    place = listed.start
    parts = text[listed.start : listed.end].split("、")
    for number, part in enumerate(parts):
        start, end = place, place + len(part)
        place = end + 1
        if part.endswith("等"):
            end -= 1
        cuts = [m.span() for m in _JOINER.finditer(text[start:end])][-1:] if number == len(parts) - 1 else []
        edges = [(start, start + cuts[0][0]), (start + cuts[0][1], end)] if cuts else [(start, end)]
        for left, right in edges:
            lead = _LEAD.match(text[left:right])
            yield Span(left + (lead.end() if lead else 0), right)
