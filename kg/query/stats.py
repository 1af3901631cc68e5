"""The figures of a graph: how much of what."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from kg.query.source import Source
from kg.vocabulary import ENTITY_TYPES, PREDICATES, term_list, term_name


@dataclass(frozen=True, slots=True)
class Stats:
    """`entities` by type (one with two types counts in both), `facts` by predicate (each once, however often told),
    both without zeros; `claims`: how often facts are told. `near_duplicates`: articles that tell the text of another
    one and so are no evidence of their own; `merged`: nodes that several things of articles became; `contradictions`:
    what has one value and is told as several."""

    articles: int
    entities_total: int
    facts_total: int
    claims: int
    entities: dict[str, int]
    facts: dict[str, int]
    near_duplicates: int = 0
    merged: int = 0
    contradictions: int = 0

    def asdict(self) -> dict[str, Any]:
        """The figures as plain data, for JSON."""
        return asdict(self)


def stats(source: Source) -> Stats:
    """Count articles, entities, facts and claims, and what was decided across articles."""
    types = {term_name(str(kind)): n for kind, n in source.select(_TYPES.format(term_list(ENTITY_TYPES)))}
    facts = {term_name(str(said)): n for said, n in source.select(_FACTS.format(term_list(PREDICATES)))}
    entities = {kind: types[kind] for kind in ENTITY_TYPES if kind in types}
    by_predicate = {name: facts[name] for name in PREDICATES if name in facts}
    one = {
        name: source.select(query.replace("?types", term_list(ENTITY_TYPES)))[0][0] for name, query in _TOTALS.items()
    }
    return Stats(
        one["articles"], one["entities"], sum(by_predicate.values()), one["claims"], entities, by_predicate,
        one["near_duplicates"], one["merged"], one["contradictions"],
    )  # fmt: skip


_TYPES = "SELECT ?type (COUNT(?x) AS ?n) {{ VALUES ?type {{ {} }} ?x a ?type }} GROUP BY ?type"
_FACTS = "SELECT ?p (COUNT(*) AS ?n) {{ VALUES ?p {{ {} }} ?s ?p ?o }} GROUP BY ?p"
_TOTALS = {
    "articles": "SELECT (COUNT(?a) AS ?n) { ?a a schema:NewsArticle }",
    "entities": "SELECT (COUNT(DISTINCT ?x) AS ?n) { VALUES ?t { ?types } ?x a ?t }",
    "claims": "SELECT (COUNT(?c) AS ?n) { ?c a rc:Claim }",
    "near_duplicates": "SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a rc:duplicateOf ?b }",
    "merged": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x rc:mergedFrom ?y }",
    "contradictions": "SELECT (COUNT(?c) AS ?n) { ?c a rc:Conflict }",
}
