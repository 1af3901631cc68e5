"""Quads -> quads in an order that does not depend on how they came: what makes files the same, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
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

    # By subject first: what is sorted is then many short lists, and what a subject is, is asked once.
    found: dict[tuple[str, str], list[Quad | Triple]] = {}
    for quad in quads:
        named = graphs and isinstance(quad, Quad) and not isinstance(quad.graph_name, DefaultGraph)
        graph = str(quad.graph_name) if named and isinstance(quad, Quad) else ""
        found.setdefault((graph, str(quad.subject)), []).append(quad)
    for key in sorted(found, key=lambda key: (key[0], kind(key[1][1:]), key[1])):
        described = found.pop(key)
        quad = described[0]
        name = quad.graph_name if key[0] and isinstance(quad, Quad) else None
        yield Description(cast("Node | None", name), cast("Node", quad.subject), _facts(described))


def _facts(described: Iterable[Quad | Triple]) -> list[tuple[NamedNode, list[Term]]]:
    """What is said of one node, each thing once."""
    rows = [
        (_RANKS.get(quad.predicate.value, len(_RANKS)), quad.predicate.value, str(quad.object), quad)
        for quad in described
    ]
    rows.sort(key=itemgetter(0, 1, 2))
    return [
        (same[0][3].predicate, list({text: quad.object for _, _, text, quad in same}.values()))
        for same in (list(rows) for _, rows in groupby(rows, itemgetter(1)))
    ]
