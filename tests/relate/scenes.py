"""Scenes from marked-up sentences: `[甲市:Region]与[乙市:Region]签署[合作协议:Agreement]。`"""

import re

from kg.model import Article, Entity, Link, Linking, Mention, Sentence, Span
from kg.segment import split_sentences

_MARK = re.compile(r"\[([^:\[\]]+):(\w+)\]")


def linked(marked: str) -> tuple[Article, tuple[Sentence, ...], Linking]:
    """The article, its sentences, and every marked name linked to an entity of the same name."""
    text, links, entities, end = "", [], {}, 0
    for match in _MARK.finditer(marked):
        text += marked[end : match.start()]
        span = Span(len(text), len(text) + len(match[1]))
        text, end = text + match[1], match.end()
        links.append(Link(Mention(span, match[1], match[2], "test"), match[1]))
        entities[match[1]] = Entity(match[1], (match[2],), (match[1],))
    text += marked[end:]
    article = Article("a", "a.txt", "", "2024-05-06", text)
    return article, split_sentences(text), Linking(tuple(entities.values()), tuple(links))
