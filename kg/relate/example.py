"""The example of a relation word -> a scene in which its names are known."""

from __future__ import annotations

import re

from kg.lang import aligned
from kg.model import Article, Entity, Link, Linking, Mention, Sentence, Span
from kg.relate.scene import Scene, build_scene
from kg.terms import RelationWord, parent
from kg.vocabulary import DOMAINS, ENTITY_RANGES, ENTITY_TYPES


def example_scene(word: RelationWord) -> Scene:
    """The example as an article of one paragraph; its names bear the types that the relation wants."""
    text = word.example
    article = Article("example", word.place, "", None, text)
    sentences = [Sentence(Span(*match.span())) for match in re.finditer(r"[^。!?！？\n]+[。!?！？]?", aligned(text))]
    entities, links = [], []
    for name in dict.fromkeys((*word.subjects, *word.objects)):
        types = _types(word, name)
        entities.append(Entity(name, types, (name,)))
        for match in re.finditer(re.escape(name), text):
            mention = Mention(Span(*match.span()), name, types[0], "example")
            links.append(Link(mention, name))
    links.sort(key=lambda link: (link.mention.span.start, -link.mention.span.end))
    outer = [link for link in links if not any(_within(link, other) for other in links)]
    return build_scene(article, sentences, Linking(tuple(entities), tuple(outer)))


def _within(link: Link, other: Link) -> bool:
    return link.mention.span != other.mention.span and other.mention.span.covers(link.mention.span)


def _types(word: RelationWord, name: str) -> tuple[str, ...]:
    sides = [DOMAINS[word.relation]] if name in word.subjects else []
    sides += [ENTITY_RANGES[word.relation]] if name in word.objects else []
    kinds = [kind for kind in ENTITY_TYPES if all(kind in side for side in sides)] or list(sides[0])
    # Where it may be several, what is most often in such a list.
    best = "Region" if "Region" in kinds else kinds[0]
    return tuple(dict.fromkeys((parent(best), best)))
