"""The part of a graph that is sure enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

import pyoxigraph as ox

from kg import vocabulary as v

_CONFIDENCE, _MODALITY = ox.NamedNode(v.CONFIDENCE), ox.NamedNode(v.MODALITY)
_PARTS = {v.CLAIM_SUBJECT: 0, v.CLAIM_PREDICATE: 1, v.CLAIM_OBJECT: 2}


def confident(quads: Iterable[ox.Quad], least: float) -> Iterator[ox.Quad]:
    """One article's quads without the claims below `least`, and without the edges that no claim is left for."""
    every = list(quads)
    edges = {v.term_iri(name) for name in v.PREDICATES}
    unsure: set[str] = set()
    silent: set[str] = set()  # claims that make no edge: possible, denied
    facts: dict[str, list[str]] = {}
    for quad in every:
        claim, predicate = str(quad.subject), quad.predicate.value
        if predicate in _PARTS:
            facts.setdefault(claim, ["", "", ""])[_PARTS[predicate]] = str(quad.object)
        elif quad.predicate == _CONFIDENCE and Decimal(_lexical(quad.object)) < Decimal(str(least)):
            unsure.add(claim)
        elif quad.predicate == _MODALITY and _lexical(quad.object) not in v.EDGE_MODALITIES:
            silent.add(claim)
    told = {tuple(fact) for claim, fact in facts.items() if claim not in unsure and claim not in silent}
    for quad in every:
        edge = quad.predicate.value in edges
        if edge and (str(quad.subject), str(quad.predicate), str(quad.object)) not in told:
            continue
        if str(quad.subject) not in unsure:
            yield quad


def _lexical(term: object) -> str:
    return str(getattr(term, "value", term))
