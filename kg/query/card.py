"""An entity's card: names, types, and every fact in which it takes part, with the words that say so."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from kg.query.names import Names
from kg.query.source import Source
from kg.vocabulary import ENTITY_TYPES, PREDICATES, RC, Iri


@dataclass(frozen=True, slots=True)
class CardFact:
    """One fact from the entity's side. `inverse`: the entity is its object. `other`: the other side's name, or the
    value as text; `other_iri` None for a value. `evidence`: quote, article, title, published, confidence, modality."""

    predicate: str
    inverse: bool
    other: str
    other_iri: str | None
    evidence: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """All that the graph says of one entity."""

    iri: str
    name: str
    types: tuple[str, ...]
    names: tuple[str, ...]
    articles: int
    facts: tuple[CardFact, ...]

    def asdict(self) -> dict[str, Any]:
        """The card as plain data, for JSON."""
        return asdict(self)


_CLAIMS = """
SELECT ?s ?p ?o ?quote ?modality ?confidence ?id ?title ?published WHERE {{
  {{ ?claim rdf:subject <{iri}> }} UNION {{ ?claim rdf:object <{iri}> }}
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; rc:quote ?quote ; rc:start ?start ;
    rc:modality ?modality ; rc:confidence ?confidence ; prov:wasDerivedFrom ?source .
  ?source dcterms:identifier ?id .
  OPTIONAL {{ ?source dcterms:title ?title }}
  OPTIONAL {{ ?source dcterms:issued ?published }}
}} ORDER BY ?published ?id ?start ?quote
"""
_TYPES = "SELECT DISTINCT ?type {{ <{iri}> a ?type }}"
_ARTICLES = "SELECT (COUNT(DISTINCT ?g) AS ?n) {{ GRAPH ?g {{ <{iri}> rdfs:label ?name }} }}"


def card(source: Source, iri: str, names: Names) -> Card:
    """The card of the entity `iri`; facts in the ontology's order, its own before those that others have with it."""
    found: dict[tuple[str, bool, Any], list[dict[str, Any]]] = {}
    for s, p, o, *said in source.select(_CLAIMS.format(iri=iri)):
        inverse = s != iri
        other = s if inverse else o
        quote, modality, confidence, article, title, published = said
        evidence = {
            "quote": quote, "article": article, "title": title, "published": published,
            "confidence": float(confidence), "modality": modality,
        }  # fmt: skip
        rows = found.setdefault((str(p)[len(RC) :], inverse, other), [])
        if evidence not in rows:
            rows.append(evidence)
    facts = [
        CardFact(p, inverse, other_name(other, names), str(other) if other in names.labels else None, tuple(rows))
        for (p, inverse, other), rows in found.items()
    ]
    facts.sort(key=lambda fact: (fact.inverse, _rank(fact.predicate), fact.other))
    types = {str(row[0])[len(RC) :] for row in source.select(_TYPES.format(iri=iri))}
    articles = source.select(_ARTICLES.format(iri=iri))[0][0]
    every = names.all[Iri(iri)]
    return Card(iri, every[0], tuple(t for t in ENTITY_TYPES if t in types), tuple(every), articles, tuple(facts))


def other_name(other: Any, names: Names) -> str:
    """How the other side of a fact is shown: an entity's name, a status word, or the value itself."""
    if isinstance(other, Iri):
        return names.labels.get(other, str(other).removeprefix(RC))
    return f"{other:f}" if hasattr(other, "as_tuple") else str(other)


def _rank(predicate: str) -> int:
    return PREDICATES.index(predicate) if predicate in PREDICATES else len(PREDICATES)
