"""Small articles as quads, and a store's default graph, for the tests of the store."""

from __future__ import annotations

import pyoxigraph as ox

from kg.store import Store, Triples

EX = "https://example.org/"
IDENTIFIER = "http://purl.org/dc/terms/identifier"


def article(name: str, *triples: tuple[str, str, str]) -> tuple[str, list[ox.Quad]]:
    graph = ox.NamedNode(EX + name)
    quads = [ox.Quad(graph, ox.NamedNode(IDENTIFIER), ox.Literal(name), graph)]
    quads += [ox.Quad(ox.NamedNode(EX + s), ox.NamedNode(EX + p), ox.Literal(o), graph) for s, p, o in triples]
    return graph.value, quads


def default_graph(store: Store) -> set[ox.Triple]:
    answer = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(answer, Triples)
    return set(answer)
