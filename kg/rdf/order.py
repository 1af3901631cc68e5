"""Quads -> quads in an order that does not depend on how they came: what makes files the same, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple, cast

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg import vocabulary as v

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple

# The order in which a description reads best; predicates that are not here follow by IRI.
_PREDICATES = (
    v.TYPE, v.LABEL, v.ALT_LABEL, *(v.RC + predicate for predicate in v.PREDICATES),
    v.CLAIM_SUBJECT, v.CLAIM_PREDICATE, v.CLAIM_OBJECT, v.QUOTE, v.START, v.END, v.RULE, v.CONFIDENCE, v.MODALITY,
    v.UNIT, v.TOLD_VALUE, v.JUDGEMENT, v.DERIVED_FROM, v.IDENTIFIER, v.TITLE, v.ISSUED, v.URL, v.CONTENT_HASH, v.TEXT,
    v.CANDIDATE_NAME, v.CANDIDATE, v.VERDICT, v.SCORE, v.REASON, v.DECIDED_BY, v.ABOUT, v.PROPERTY, v.CONFLICTING_CLAIM,
)  # fmt: skip
_RANKS = {iri: rank for rank, iri in enumerate(_PREDICATES)}


class Description(NamedTuple):
    """All that one graph says of one node: predicate -> objects, both in order. `graph` None: the default graph."""

    graph: Node | None
    subject: Node
    facts: list[tuple[NamedNode, list[Term]]]


def descriptions(quads: Iterable[Quad | Triple], base: str, *, graphs: bool) -> Iterator[Description]:
    """Yield each node's description: entities, articles, claims, decisions, each by IRI; graph by graph if `graphs`.

    Holds all quads in memory to sort them. Where not `graphs`, the graphs are merged.
    """
    later = (base + v.ARTICLES, base + v.CLAIMS, f"{base}{v.RESOLUTION}/")

    def kind(iri: str) -> int:
        return next((place for place, start in enumerate(later, start=1) if iri.startswith(start)), 0)

    rows = []
    for quad in quads:
        named = graphs and isinstance(quad, Quad) and not isinstance(quad.graph_name, DefaultGraph)
        graph = str(quad.graph_name) if named and isinstance(quad, Quad) else ""
        subject, predicate = str(quad.subject), quad.predicate.value
        rank = _RANKS.get(predicate, len(_RANKS))
        rows.append(((graph, kind(subject[1:]), subject, rank, predicate, str(quad.object)), quad))
    rows.sort(key=lambda row: row[0])
    for (graph, *_), described in groupby(rows, key=lambda row: row[0][:3]):
        facts: list[tuple[NamedNode, list[Term]]] = []
        previous = None
        for key, quad in described:
            if key == previous:
                continue
            if not facts or facts[-1][0] != quad.predicate:
                facts.append((quad.predicate, []))
            facts[-1][1].append(quad.object)
            previous = key
        name = quad.graph_name if graph and isinstance(quad, Quad) else None
        yield Description(cast("Node | None", name), cast("Node", quad.subject), facts)
