"""An entity's card: names, types, and every fact in which it takes part, with the words that say so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from kg.query.names import Names
from kg.query.source import Source
from kg.vocabulary import ENTITY_TYPES, MONEY_PREDICATES, PREDICATES, Iri, term_name


@dataclass(frozen=True, slots=True)
class CardFact:
    """One fact from the entity's side. `inverse`: the entity is its object. `other`: the other side's name, or the
    value as text; `other_iri` None for a value, `unit` its unit: a currency (ISO 4217), `km2`, or None.
    `evidence`: claim (its IRI), quote, article, title, published, confidence, modality; `told`: the value as this
    article tells it, where `other` is more precise; `copy_of`: the article that this one copies. `independent`: how
    many articles say it, copies of one text counted once. `disputed`: other claims tell another value of what can
    have but one."""

    predicate: str
    inverse: bool
    other: str
    other_iri: str | None
    unit: str | None
    evidence: tuple[dict[str, Any], ...]
    independent: int = 1
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """All that the graph says of one entity. `sources`: the articles that name it: article, title, published, url."""

    iri: str
    name: str
    types: tuple[str, ...]
    names: tuple[str, ...]
    articles: int
    sources: tuple[dict[str, str | None], ...]
    facts: tuple[CardFact, ...]

    def asdict(self) -> dict[str, Any]:
        """The card as plain data, for JSON."""
        return asdict(self)


_CLAIMS = """
SELECT DISTINCT ?s ?p ?o ?quote ?modality ?confidence ?unit ?id ?title ?published ?told ?original ?conflict
    ?claim WHERE {{
  ?claim rdf:subject|rdf:object <{iri}> ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; rc:quote ?quote ;
    rc:start ?start ; rc:modality ?modality ; rc:confidence ?confidence ; prov:wasDerivedFrom ?source .
  ?source dcterms:identifier ?id .
  OPTIONAL {{ ?claim rc:unit ?unit }}
  OPTIONAL {{ ?source dcterms:title ?title }}
  OPTIONAL {{ ?source dcterms:issued ?published }}
  OPTIONAL {{ ?claim rc:toldValue ?told }}
  OPTIONAL {{ ?source rc:duplicateOf/dcterms:identifier ?original }}
  OPTIONAL {{ ?conflict rc:claim ?claim }}
}} ORDER BY ?published ?id ?start STR(?quote) STR(?claim)
"""
_TYPES = "SELECT DISTINCT ?type {{ <{iri}> a ?type }}"
_ARTICLES = """
SELECT DISTINCT ?id ?title ?published ?url WHERE {{
  GRAPH ?g {{ <{iri}> rdfs:label ?name }}
  ?g dcterms:identifier ?id .
  OPTIONAL {{ ?g dcterms:title ?title }}
  OPTIONAL {{ ?g dcterms:issued ?published }}
  OPTIONAL {{ ?g schema:url ?url }}
}} ORDER BY ?published ?id
"""


def card(source: Source, iri: str, names: Names) -> Card:
    """The card of the entity `iri`; facts in the ontology's order, its own before those that others have with it."""
    found: dict[tuple[str, bool, Any, str | None], list[dict[str, Any]]] = {}
    disputed: set[tuple[str, bool, Any, str | None]] = set()
    for s, p, o, quote, modality, confidence, currency, article, title, published, told, original, conflict, claim in (
        source.select(_CLAIMS.format(iri=iri))
    ):  # fmt: skip
        inverse = s != iri
        name = term_name(str(p))
        evidence = {
            "quote": quote, "article": article, "title": title, "published": published,
            "confidence": float(confidence), "modality": modality,
            "told": None if told is None else other_name(told, names), "copy_of": original,
        }  # fmt: skip
        fact = (name, inverse, s if inverse else o, unit_of(name, currency))
        if conflict:
            disputed.add(fact)
        rows = found.setdefault(fact, [])
        # Two places of one article with the same words are one row; its claim is the first, and a judgement on that
        # is told by the words, so that it takes both.
        if not any(row.items() >= evidence.items() for row in rows):
            rows.append({"claim": str(claim), **evidence})
    facts = [
        CardFact(
            p, inverse, other_name(other, names), str(other) if other in names.labels else None, unit, tuple(rows),
            independent(rows), (p, inverse, other, unit) in disputed,
        )
        for (p, inverse, other, unit), rows in found.items()
    ]  # fmt: skip
    facts.sort(key=lambda fact: (fact.inverse, _rank(fact.predicate), fact.other))
    types = {term_name(str(row[0])) for row in source.select(_TYPES.format(iri=iri))}
    columns = ("article", "title", "published", "url")
    told = tuple(dict(zip(columns, row, strict=True)) for row in source.select(_ARTICLES.format(iri=iri)))
    every = names.all[Iri(iri)]
    kinds = tuple(kind for kind in ENTITY_TYPES if kind in types)
    return Card(iri, every[0], kinds, tuple(every), len(told), told, tuple(facts))


def independent(evidence: Iterable[dict[str, Any]]) -> int:
    """How many articles say it, copies of one text counted once."""
    return len({said["copy_of"] or said["article"] for said in evidence})


def unit_of(predicate: str, currency: str | None) -> str | None:
    """In what the value of a fact is counted: yuan where no other currency is told."""
    if predicate in MONEY_PREDICATES:
        return currency or "CNY"
    return "km2" if predicate == "area" else None


def other_name(other: Any, names: Names) -> str:
    """How the other side of a fact is shown: an entity's name, a status word, or the value itself."""
    if isinstance(other, Iri):
        return names.labels.get(other, term_name(str(other)))
    return f"{other:f}" if hasattr(other, "as_tuple") else str(other)


def _rank(predicate: str) -> int:
    return PREDICATES.index(predicate) if predicate in PREDICATES else len(PREDICATES)
