"""A thing and what is within some steps of it, as the network that `kg.view` draws."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kg.query.network import sentence_around
from kg.serve.explore import claims
from kg.serve.explore.claims import Claim
from kg.serve.explore.index import Index
from kg.serve.reader import Reader
from kg.vocabulary import EDGE_MODALITIES

if TYPE_CHECKING:
    import networkx as nx

MOST = 250  # things in the picture


def surroundings(source: Reader, index: Index, iri: str, depth: int) -> nx.MultiDiGraph:
    """The network around a thing, in the form of `kg.query.network`; the foremost MOST things of it.

    Asks only for the claims of what is drawn, so that it takes as long as the picture is large, not the graph.
    """
    import networkx as nx

    held = dict.fromkeys(_near(index, iri, depth))
    graph = nx.MultiDiGraph()
    for node in held:
        thing = index.things[node]
        graph.add_node(
            node, name=thing.name, type=thing.type, types=list(thing.types), names=list(thing.names), values=[]
        )
    said = [c for c in claims.of_subjects(source, index, held) if c.modality in EDGE_MODALITIES]
    drawn = [c for c in said if not c.fact.linked or c.fact.object in held]
    texts = claims.texts(source, {claim.article for claim in drawn})
    for claim in drawn:
        told, fact = _told(index, claim, texts), claim.fact
        if not fact.linked:
            graph.nodes[fact.subject]["values"].append(
                told | {"predicate": fact.predicate, "value": fact.object, "unit": fact.unit, "evidence": [told]}
            )
        elif graph.has_edge(fact.subject, fact.object, key=fact.predicate):
            graph.edges[fact.subject, fact.object, fact.predicate]["evidence"].append(told)
        else:
            graph.add_edge(fact.subject, fact.object, key=fact.predicate, predicate=fact.predicate, evidence=[told])
    return graph


def _near(index: Index, iri: str, depth: int) -> list[str]:
    """The thing, then those within so many steps: the nearest, of these the foremost."""
    found, level = {iri: None}, [iri]
    for _ in range(depth):
        beyond = {f.other(x) for x in level for f in index.about.get(x, ()) if f.linked} & index.things.keys()
        level = sorted(beyond - found.keys(), key=lambda x: (-index.things[x].facts, x))[: MOST - len(found)]
        found |= dict.fromkeys(level)
    return list(found)


def _told(index: Index, claim: Claim, texts: Mapping[str, str]) -> dict[str, Any]:
    article = index.articles.get(claim.article)
    return {
        "quote": claim.quote, "start": claim.start, "end": claim.end, "confidence": claim.confidence,
        "rule": claim.rule, "modality": claim.modality, "article": article.id if article else claim.article,
        "title": article.title if article else "", "published": article.published if article else "",
        "url": article.url if article else "", "unit": claim.fact.unit,
        "sentence": sentence_around(texts.get(claim.article, ""), claim.start, claim.end),
    }  # fmt: skip
