"""What the model says of an article, joined to what the rules say; each claim is marked by its maker."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from kg.lang import normal_name
from kg.llm.accepting import Accepted, Said, accept
from kg.llm.client import Client
from kg.llm.prompt import system, user
from kg.model import Entity, Evidence, Extraction, Span, Statement, Value

# Not measured on annotated articles, as the rules' figures are: a fixed one, below what the rules are sure of.
CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class Added:
    """How many claims a model added (`new`), how many the rules had too (`agreed`), and what was thrown away, why."""

    new: int = 0
    agreed: int = 0
    rejected: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class LlmReader:
    """Reads articles beside the rules. `name` is the maker's mark in `Evidence.rule` and part of fingerprints."""

    client: Client

    @property
    def name(self) -> str:
        """The mark: ``llm:MODEL``."""
        return f"llm:{self.client.model}"

    def read(self, extraction: Extraction) -> tuple[Extraction, Added]:
        """The extraction with the model's claims. Raises LlmError: no usable answer."""
        article = extraction.article
        answer = self.client.complete(system(), user(article))
        accepted = accept(answer, article.text)
        return joined(extraction, accepted, self.name)


def joined(extraction: Extraction, accepted: Accepted, maker: str) -> tuple[Extraction, Added]:
    """The extraction with the accepted claims: a fact that the rules have gets further evidence, others are added."""
    article = extraction.article
    ids = {normal_name(name): entity.id for entity in reversed(extraction.entities) for name in entity.names}
    new_entities = {
        key: Entity(name, (kind,), (name,))
        for key, (name, kind) in accepted.names.items()
        if key not in ids and any(key in (fact.subject, fact.object) for fact in accepted.facts)
    }
    ids |= {key: entity.id for key, entity in new_entities.items()}
    statements = {(s.subject, s.predicate, _key(s.object)): s for s in extraction.statements}
    agreed = new = 0
    for fact in accepted.facts:
        statement = _statement(fact, ids, article.text, maker)
        place = (statement.subject, statement.predicate, _key(statement.object))
        if statement.subject == statement.object:
            accepted.rejected["both ends are one entity"] += 1
        elif place in statements:
            old = statements[place]
            statements[place] = replace(old, evidence=_both(old.evidence, statement.evidence[0]))
            agreed += 1
        else:
            statements[place] = statement
            new += 1
    made = replace(
        extraction,
        entities=(*extraction.entities, *new_entities.values()),
        statements=tuple(statements.values()),
    )
    return made, Added(new, agreed, accepted.rejected)


def _statement(fact: Said, ids: dict[str, str], text: str, maker: str) -> Statement:
    start = text.index(fact.quote)
    span = Span(start, start + len(fact.quote))
    evidence = Evidence(span, fact.quote, maker, CONFIDENCE, fact.modality)
    target: str | Value = ids[fact.object] if fact.object is not None else fact.value or Value("")
    return Statement(ids[fact.subject], fact.predicate, target, (evidence,))


def _both(said: tuple[Evidence, ...], more: Evidence) -> tuple[Evidence, ...]:
    """The evidence with one more; the same words are one claim, of two makers."""
    for place, one in enumerate(said):
        if (one.span, one.modality) == (more.span, more.modality):
            return (*said[:place], replace(one, rule=f"{one.rule}+{more.rule}"), *said[place + 1 :])
    return (*said, more)


def _key(target: str | Value) -> object:
    return (target.lexical, target.datatype, target.unit or "CNY") if isinstance(target, Value) else target
