"""Media types and short names of answers -> the store's formats."""

from __future__ import annotations

from kg.serve.accept import best

# Media type -> format; the first is what a client gets that wants none in particular.
ROWS: dict[str, str] = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/xml": "xml",
    "text/xml": "xml",
}
TRIPLES: dict[str, str] = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "xml",
    "application/n-quads": "nq",
    "application/trig": "trig",
    "application/json": "jsonld",
    "application/x-turtle": "ttl",
    "text/n3": "ttl",
    "text/plain": "nt",
    "application/xml": "xml",
    "text/xml": "xml",
}
# What `?format=` may say, for clients that cannot set Accept.
_NAMES = {
    "json": "json", "xml": "xml", "csv": "csv", "tsv": "tsv", "ttl": "ttl", "turtle": "ttl", "n3": "ttl", "nt": "nt",
    "ntriples": "nt", "n-triples": "nt", "jsonld": "jsonld", "json-ld": "jsonld", "rdf": "xml", "rdfxml": "xml",
    "rdf+xml": "xml", "nq": "nq", "nquads": "nq", "trig": "trig",
}  # fmt: skip
_TEXT = ("text/", "application/sparql-results+xml", "application/xml", "application/rdf+xml")


def chosen(form: str, accept: str | None, name: str | None) -> tuple[str, str] | None:
    """Media type and format for an answer of this form (rows, truth, triples); None: none that the client wants.

    >>> chosen("rows", "text/csv", None), chosen("triples", "*/*", "json"), chosen("rows", None, "pdf")
    (('text/csv', 'csv'), ('application/ld+json', 'jsonld'), None)
    """
    offered = TRIPLES if form == "triples" else ROWS
    if name:
        format = _NAMES.get(name.lower(), offered.get(name.lower(), ""))
        format = "jsonld" if form == "triples" and format == "json" else format
        found = next((media_type for media_type, kind in offered.items() if kind == format), None)
    else:
        found = best(accept, list(offered))
    return (found, offered[found]) if found else None


def content_type(media_type: str) -> str:
    """The media type with its encoding, where one is to be told."""
    return f"{media_type}; charset=utf-8" if media_type.startswith(_TEXT) else media_type


def names(form: str) -> str:
    """What a client may ask for, for the message that it asked for something else."""
    return ", ".join(dict.fromkeys(TRIPLES if form == "triples" else ROWS))
