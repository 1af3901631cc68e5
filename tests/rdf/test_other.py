"""RDF/XML, triple terms and nanopublications: other programs read them, and they say the same."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.pipeline import build
from kg.rdf import serialise
from kg.store import Store

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store.in_memory()
    build([SEEDS], made)
    return made


def written(store: Store, format: str) -> bytes:
    return b"".join(serialise(store.quads(), format))


def test_rdfxml_says_what_turtle_says(store: Store) -> None:
    xml = rdflib.Graph().parse(written(store, "rdfxml"), format="xml")
    turtle = rdflib.Graph().parse(written(store, "turtle"), format="turtle")
    assert set(xml) == set(turtle) and len(xml) > 1000


@pytest.mark.parametrize("format", ["rdfxml", "turtle12", "nanopubs"])
def test_same_graph_same_bytes(format: str, store: Store) -> None:
    quads = list(store.quads())
    once = b"".join(serialise(quads, format))
    assert once == b"".join(serialise(reversed(quads), format))


def test_triple_terms(store: Store) -> None:
    found = list(ox.parse(written(store, "turtle12"), format=ox.RdfFormat.TURTLE))
    reified = [quad.object for quad in found if quad.predicate.value == RDF + "reifies"]
    claims = {q.subject for q in store.quads() if q.predicate.value == RDF + "subject"}
    assert len(reified) == len(claims) and all(isinstance(term, ox.Triple) for term in reified)
    assert not [quad for quad in found if quad.predicate.value == RDF + "subject"]


def test_nanopublications(store: Store) -> None:
    found = list(ox.parse(written(store, "nanopubs"), format=ox.RdfFormat.TRIG))
    assertions = {q.object for q in found if q.predicate.value.endswith("#hasAssertion")}
    claims = {q.subject for q in store.quads() if q.predicate.value == RDF + "subject"}
    assert len(assertions) == len(claims)
    for name in assertions:
        assert sum(1 for quad in found if quad.graph_name == name) == 1
        assert any(q.subject == name and q.predicate.value.endswith("#quote") for q in found)
