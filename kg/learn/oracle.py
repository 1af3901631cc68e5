"""Gold in place of a stage, so that the stages after it can be measured apart from the faults of those before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.lang import aligned
from kg.learn.gold import GoldArticle, GoldEntity, GoldFact, project
from kg.model import (
    Article,
    Entity,
    Evidence,
    Extraction,
    Link,
    Linking,
    Mention,
    Sentence,
    Span,
    Statement,
    Value,
)
from kg.vocabulary import DATE_PREDICATES, ENTITY_TYPES, MONEY_PREDICATES

if TYPE_CHECKING:
    from kg.detect import learned as detecting
    from kg.relate import relating

_DATES = {4: "gYear", 7: "gYearMonth", 10: "date"}


@dataclass(frozen=True)
class Learned:
    """The learned parts of the stages; None: the model that ships with the product."""

    names: detecting.Models | None = None
    relations: relating.Models | None = None


SHIPPED = Learned()


def extract(gold: GoldArticle, oracle: str = "", learned: Learned = SHIPPED) -> Extraction:
    """Extract as the pipeline does, with `learned` in place of the shipped models, and with the gold in place of what
    `oracle` says: ``mentions`` (names as detected), ``links`` (entities as linked; only stand-ins such as 双方 and
    该园区 are linked by the product), ``gold`` (everything)."""
    from kg.detect import detect
    from kg.link import link
    from kg.relate import relate

    if oracle == "gold":
        return from_gold(gold)
    article, sentences = gold.article, _sentences(gold.article)
    mentions = gold_mentions(gold, sentences) if oracle else detect(article, sentences, models=learned.names)
    linking = link(article, sentences, mentions)
    if oracle == "links":
        linking = relink(gold, linking)
    said = relate(article, sentences, linking, models=learned.relations)
    return Extraction(
        article, said.entities, said.statements, sentences, linking.links, said.rejected
    )  # fmt: skip


def from_gold(gold: GoldArticle) -> Extraction:
    """The annotation itself as an extraction: what a faultless extractor would hand on."""
    entities = tuple(_entity(gold.article, entity) for entity in gold.entities)
    ids = {entity.id: made.id for entity, made in zip(gold.entities, entities, strict=True)}
    statements = tuple(_statement(gold.article, fact, ids) for fact in gold.facts if not fact.optional)
    return Extraction(gold.article, entities, statements)


ORACLES = ("mentions", "links", "gold")


def gold_mentions(gold: GoldArticle, sentences: Sequence[Sentence]) -> tuple[Mention, ...]:
    """The gold names where they stand in the text; beside them the detected times, sums, areas and stand-ins."""
    from kg.detect import detect

    names = [
        Mention(mention.span, mention.surface, entity.type, "gold", also=entity.also)
        for mention, entity in project(gold)
    ]
    beside = [
        mention
        for mention in detect(gold.article, tuple(sentences))
        if mention.kind not in ENTITY_TYPES and not any(mention.span.overlaps(name.span) for name in names)
    ]
    return tuple(sorted([*names, *beside], key=lambda mention: mention.span))


def relink(gold: GoldArticle, linking: Linking) -> Linking:
    """Put the gold entities in place of the linked ones; stand-ins follow the names that they were linked with."""
    entities = {entity.id: _entity(gold.article, entity) for entity in gold.entities}
    standing = {mention.span: entities[entity.id].id for mention, entity in project(gold)}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for link in linking.links:
        if link.entity_id and link.mention.span in standing:
            votes[link.entity_id][standing[link.mention.span]] += 1
    meant = {entity_id: counts.most_common(1)[0][0] for entity_id, counts in votes.items()}
    links = tuple(
        Link(link.mention, standing.get(link.mention.span) or meant.get(link.entity_id or ""), link.score, link.reasons)
        for link in linking.links
    )
    return Linking(tuple(entities.values()), links)


def gold_linking(gold: GoldArticle, sentences: Sequence[Sentence]) -> Linking:
    """The gold names linked to the gold entities; stand-ins, times, sums and areas as the product finds them."""
    from kg.link import link

    return relink(gold, link(gold.article, sentences, gold_mentions(gold, sentences)))


def entity_ids(gold: GoldArticle) -> dict[str, str]:
    """The ids that `gold_linking` gives to the annotated entities, by their ids in the gold file."""
    return {entity.id: _entity(gold.article, entity).id for entity in gold.entities}


def find_words(text: str, words: str) -> Span:
    """Where `words` stand in the text, widths, quotation marks and white space aside; an empty span where nowhere."""
    copy, places = _bare(text)
    sought, _ = _bare(words)
    at = copy.find(sought) if sought else -1
    return Span(places[at], places[at + len(sought) - 1] + 1) if at >= 0 else Span(0, 0)


@lru_cache(maxsize=16)
def _bare(text: str) -> tuple[str, tuple[int, ...]]:
    """The text without quotation marks and white space, and where each of its characters stood."""
    copy = aligned(text, traditional=True)
    places = tuple(i for i, c in enumerate(copy) if not c.isspace() and c not in "\"'")
    return "".join(copy[i] for i in places), places


def _sentences(article: Article) -> tuple[Sentence, ...]:
    from kg.segment import split_sentences

    return split_sentences(article.text)


def _entity(article: Article, entity: GoldEntity) -> Entity:
    # Marked with the article: annotators may use one name for different things in different articles.
    name = f"{entity.names[0]}·{article.id}" + (f".{entity.id}" if entity.untitled else "")
    return Entity(name, entity.types, entity.names, local=entity.untitled)


def _statement(article: Article, fact: GoldFact, ids: Mapping[str, str]) -> Statement:
    span = find_words(article.text, fact.quote) if fact.quote else Span(0, 0)
    if not len(span):
        span = Span(0, min(1, len(article.text)))
    quote = article.text[span.start : span.end]
    return Statement(
        ids[fact.subject],
        fact.predicate,
        _value(fact) if fact.is_value else ids[fact.object],
        (Evidence(span, quote, "gold", 1.0),),
    )


def _value(fact: GoldFact) -> Value:
    if fact.predicate in DATE_PREDICATES:
        return Value(fact.object, _DATES[len(fact.object)])  # type: ignore[arg-type]
    if fact.predicate in MONEY_PREDICATES:
        return Value(fact.object, "decimal", "CNY")
    if fact.predicate == "area":
        return Value(fact.object, "decimal", "km2")
    return Value(fact.object, "status" if fact.predicate == "status" else "string")
