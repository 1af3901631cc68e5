"""Quads -> what a built graph says: facts and typed nodes of each article, every node's types and names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.learn.terms import norm
from kg.vocabulary import ENTITY_TYPES, PREDICATES, PREFIXES, RC, term_name

Fact = tuple[str, str, str]  # subject node, predicate, object node or value

_RDF = PREFIXES["rdf"]
_TYPE = _RDF + "type"
_PARTS = {
    _RDF + "subject": "s",
    _RDF + "predicate": "p",
    _RDF + "object": "o",
    RC + "quote": "quote",
    RC + "rule": "rule",
    RC + "confidence": "confidence",
}
_LABELS = {PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "altLabel", PREFIXES["skos"] + "prefLabel"}
_IDENTIFIER = PREFIXES["dcterms"] + "identifier"


@dataclass
class BuiltGraph:
    """A graph as the scorer sees it. Articles go by their gold id, nodes by their IRI; names are in comparison form.

    `claims` gives the quote and the rule of a fact in an article, `confidences` how sure it is said to be, where the
    graph has them.
    """

    facts: dict[str, set[Fact]] = field(default_factory=lambda: defaultdict(set))
    typed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    types: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    claims: dict[tuple[str, Fact], tuple[str, str]] = field(default_factory=dict)
    confidences: dict[tuple[str, Fact], float] = field(default_factory=dict)
    articles: set[str] = field(default_factory=set)


def read_quads(quads: Iterable[Any]) -> BuiltGraph:
    """Gather what matters to the scorer from quads with `subject`, `predicate`, `object`, `graph_name` terms.

    An article's named graph is known by the `dcterms:identifier` of the article that names it.
    """
    graph, identifiers = BuiltGraph(), {}
    claims: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for quad in quads:
        node, predicate, value = _text(quad.subject), quad.predicate.value, _text(quad.object)
        article = getattr(quad.graph_name, "value", "")
        if predicate == _IDENTIFIER:
            identifiers[node] = value
        elif predicate == _TYPE and term_name(value) != value:
            graph.types[node].add(term_name(value))
            if term_name(value) in ENTITY_TYPES:
                graph.typed[article].add(node)
        elif predicate in _LABELS:
            graph.names[node].add(norm(value))
        elif predicate in _PARTS:
            claims[article, node][_PARTS[predicate]] = value
        elif term_name(predicate) in PREDICATES:
            graph.facts[article].add(_fact(node, predicate, value))
    for (article, _), c in claims.items():
        if {"s", "p", "o"} <= c.keys():
            key = identifiers.get(article, article), _fact(c["s"], c["p"], c["o"])
            graph.claims[key] = (c.get("quote", ""), c.get("rule", ""))
            if "confidence" in c:
                graph.confidences[key] = float(c["confidence"])
    graph.facts = {identifiers.get(article, article): facts for article, facts in graph.facts.items()}
    graph.typed = {identifiers.get(article, article): nodes for article, nodes in graph.typed.items()}
    graph.articles = set(identifiers.values())
    return graph


def read_graph_file(path: Path) -> BuiltGraph:
    """Read a built graph from a file of TriG or N-Quads."""
    import pyoxigraph

    kind = pyoxigraph.RdfFormat.from_extension(path.suffix.lstrip("."))
    return read_quads(pyoxigraph.parse(path=str(path), format=kind))


def _text(term: Any) -> str:
    return str(getattr(term, "value", term))


def _fact(subject: str, predicate: str, value: str) -> Fact:
    local = term_name(predicate)
    return subject, local, value.removeprefix(RC) if local == "status" else value
