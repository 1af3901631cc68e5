"""Quads -> bytes of a file. The same content gives the same bytes, in whatever order it comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, Quad, Triple

from kg import vocabulary as v
from kg.errors import UserError

# format -> suffix of its files
FORMATS: dict[str, str] = {
    "turtle": "ttl", "trig": "trig", "nquads": "nq", "ntriples": "nt", "jsonld": "jsonld", "rdfxml": "rdf",
    "turtle12": "ttl", "nanopubs": "trig",
}  # fmt: skip


def serialise(quads: Iterable[Quad | Triple], format: str, base: str = v.BASE) -> Iterator[bytes]:
    """Yield the file's bytes (UTF-8), piece by piece.

    Turtle, N-Triples and RDF/XML merge the graphs; TriG, N-Quads and JSON-LD keep them. `turtle12` writes each claim
    as a reifier of a triple term (RDF 1.2), `nanopubs` as a nanopublication. All quads are held in memory to sort them;
    the file is not.

    Raises UserError: an unknown format.
    """
    if format not in FORMATS:
        raise UserError(f"format {format!r} is unknown; use one of {', '.join(FORMATS)}")
    from kg.rdf.jsonld import jsonld
    from kg.rdf.order import descriptions
    from kg.rdf.turtle import trig, turtle

    if format in ("turtle12", "nanopubs", "rdfxml"):
        from kg.rdf.other import nanopubs, rdfxml, turtle12

        return {"turtle12": turtle12, "nanopubs": nanopubs, "rdfxml": rdfxml}[format](quads, base)
    if format in ("nquads", "ntriples"):
        return _lines(quads, graphs=format == "nquads")
    described = descriptions(quads, base, graphs=format != "turtle")
    pieces = {"turtle": turtle, "trig": trig, "jsonld": jsonld}[format](described, base)
    return (piece.encode() for piece in pieces)


def _lines(quads: Iterable[Quad | Triple], *, graphs: bool) -> Iterator[bytes]:
    lines = set()
    for quad in quads:
        line = f"{quad.subject} {quad.predicate} {quad.object}"
        if graphs and isinstance(quad, Quad) and not isinstance(quad.graph_name, DefaultGraph):
            line += f" {quad.graph_name}"
        lines.add(line)
    for line in sorted(lines):
        yield f"{line} .\n".encode()
