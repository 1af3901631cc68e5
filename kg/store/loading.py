"""Whole articles into the database, in bulk: each in its own graph and in the merge of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from kg.store.layout import FINGERPRINT

# IRI, what it says (quads, or its N-Triples as bytes, which is several times faster), fingerprint.
Whole = tuple[str, Iterable[ox.Quad] | bytes, str]
_FINGERPRINT = ox.NamedNode(FINGERPRINT)


def load(store: ox.Store, articles: Sequence[Whole]) -> None:
    """Add the articles, which must not be there yet. Not in a transaction: a load that is cut off may leave some.

    Raises SyntaxError: bytes that are no N-Triples; OSError: the disk refuses.
    """
    lines = b"".join(part for iri, said, _ in articles if isinstance(said, bytes) for part in _lines(iri, said))
    if lines:
        store.bulk_load(lines, format=ox.RdfFormat.N_QUADS)
    store.bulk_extend(_quads(articles))


def _lines(iri: str, triples: bytes) -> tuple[bytes, bytes]:
    # A text holds no line feed as it is: what looks like the end of a line is one.
    return triples.replace(b" .\n", f" <{iri}> .\n".encode()), triples


def _quads(articles: Iterable[Whole]) -> Iterator[ox.Quad]:
    for iri, said, fingerprint in articles:
        graph = ox.NamedNode(iri)
        for quad in () if isinstance(said, bytes) else said:
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
            yield ox.Quad(quad.subject, quad.predicate, quad.object)
        if fingerprint:
            yield ox.Quad(graph, _FINGERPRINT, ox.Literal(fingerprint))
