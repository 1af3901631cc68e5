"""Quads -> RDF/XML, RDF 1.2 with triple terms, nanopublications: by the database's own serialiser, in sorted order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from kg import vocabulary as v

_ROOT = re.compile(rb"<rdf:RDF[^>]*>")
_XMLNS = re.compile(rb' xmlns:?[^=]*="[^"]*"')
_NP = "http://www.nanopub.org/nschema#"
_REIFIES = ox.NamedNode(v.PREFIXES["rdf"] + "reifies")
_RDF_CLAIM = {ox.NamedNode(iri) for iri in (v.CLAIM_SUBJECT, v.CLAIM_PREDICATE, v.CLAIM_OBJECT)}
_TYPE, _CLAIM, _FROM = (ox.NamedNode(iri) for iri in (v.TYPE, v.CLAIM, v.DERIVED_FROM))


def rdfxml(quads: Iterable[ox.Quad | ox.Triple], base: str) -> Iterator[bytes]:
    """RDF/XML of all graphs together. Its XML has no way to write some control characters: they become U+FFFD."""
    yield _written(_sorted(_triples(quads)), ox.RdfFormat.RDF_XML, base)


def turtle12(quads: Iterable[ox.Quad | ox.Triple], base: str) -> Iterator[bytes]:
    """Turtle 1.2 of all graphs together: `claim rdf:reifies <<( s p o )>>` in place of subject, predicate, object."""
    plain: list[ox.Triple] = []
    parts: dict[Any, dict[str, Any]] = defaultdict(dict)
    for triple in _triples(quads):
        if triple.predicate in _RDF_CLAIM:
            parts[triple.subject][triple.predicate.value] = triple
        else:
            plain.append(triple)
    for claim, said in parts.items():
        if len(said) == len(_RDF_CLAIM):
            s, p, o = (said[iri].object for iri in (v.CLAIM_SUBJECT, v.CLAIM_PREDICATE, v.CLAIM_OBJECT))
            plain.append(ox.Triple(claim, _REIFIES, ox.Triple(s, p, o)))
        else:
            plain += said.values()
    yield _written(_sorted(plain), ox.RdfFormat.TURTLE, base)


def nanopubs(quads: Iterable[ox.Quad | ox.Triple], base: str) -> Iterator[bytes]:
    """TriG, a nanopublication a claim: head, assertion (the fact), provenance (quote, offsets, article), publication.

    By the guidelines at nanopub.net; not signed, and named by the claims' IRIs, not by trusty URIs.
    """
    claims: dict[Any, set[ox.Triple]] = defaultdict(set)
    articles: dict[Any, set[ox.Triple]] = defaultdict(set)
    every = list(_triples(quads))
    of_claims = {t.subject for t in every if t.predicate == _TYPE and t.object == _CLAIM}
    for triple in every:
        if triple.subject in of_claims:
            claims[triple.subject].add(triple)
        elif triple.predicate.value in (v.IDENTIFIER, v.TITLE, v.ISSUED, v.URL):
            articles[triple.subject].add(triple)
    quads_out: list[ox.Quad] = []
    for claim in sorted(claims, key=str):
        quads_out += _nanopub(claim, claims[claim], articles)
    yield _written(quads_out, ox.RdfFormat.TRIG, base, np=_NP)


def _nanopub(claim: ox.NamedNode, said: set[ox.Triple], articles: dict[Any, set[ox.Triple]]) -> Iterator[ox.Quad]:
    by: dict[str, Any] = {triple.predicate.value: triple.object for triple in said}
    if not all(iri in by for iri in (v.CLAIM_SUBJECT, v.CLAIM_PREDICATE, v.CLAIM_OBJECT)):
        return
    head, assertion, provenance, publication = (
        ox.NamedNode(f"{claim.value}.{name}") for name in ("head", "assertion", "provenance", "pubinfo")
    )

    def node(name: str) -> ox.NamedNode:
        return ox.NamedNode(_NP + name)

    yield ox.Quad(claim, _TYPE, node("Nanopublication"), head)
    yield ox.Quad(claim, node("hasAssertion"), assertion, head)
    yield ox.Quad(claim, node("hasProvenance"), provenance, head)
    yield ox.Quad(claim, node("hasPublicationInfo"), publication, head)
    yield ox.Quad(by[v.CLAIM_SUBJECT], by[v.CLAIM_PREDICATE], by[v.CLAIM_OBJECT], assertion)
    evidence = (t for t in said if t.predicate not in _RDF_CLAIM and t.predicate != _TYPE)
    for triple in sorted(evidence, key=_key):
        yield ox.Quad(assertion, triple.predicate, triple.object, provenance)
    source = by.get(v.DERIVED_FROM)
    for triple in sorted(articles.get(source, ()), key=_key):
        yield ox.Quad(triple.subject, triple.predicate, triple.object, provenance)
    yield ox.Quad(claim, _FROM, source or claim, publication)


def _triples(quads: Iterable[ox.Quad | ox.Triple]) -> Iterator[ox.Triple]:
    for quad in quads:
        yield quad.triple if isinstance(quad, ox.Quad) else quad


def _sorted(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    return sorted(set(triples), key=_key)


def _key(triple: ox.Triple) -> tuple[str, str, str]:
    return str(triple.subject), str(triple.predicate), str(triple.object)


def _written(found: list[Any], format: ox.RdfFormat, base: str, **more: str) -> bytes:
    data = ox.serialize(found, format=format, prefixes={**v.PREFIXES, "id": base, **more}) or b""
    # The serialiser declares the prefixes in an order of chance; the same graph is to give the same bytes.
    if format == ox.RdfFormat.RDF_XML:
        return _ROOT.sub(lambda root: b"<rdf:RDF" + b"".join(sorted(_XMLNS.findall(root[0]))) + b">", data, count=1)
    lines = data.splitlines(keepends=True)
    head = [line for line in lines[: len(v.PREFIXES) + len(more) + 1] if line.startswith(b"@prefix ")]
    return b"".join(sorted(head) + lines[len(head) :])
