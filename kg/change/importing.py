"""A file that `kg export` wrote, into the store: its articles are taken over as they were read there."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from kg.change.coverage import cover, notes
from kg.change.kept import keep
from kg.change.settling import settle
from kg.report import BuildReport
from kg.terms import add

if TYPE_CHECKING:
    from kg.resolve.judgements import Judgements
    from kg.store.opening import WritableStore


def import_file(store: WritableStore, path: str | Path, judgements: Judgements | None = None) -> BuildReport:
    """Take the articles of a file of RDF over; one that the store has is replaced. All of the file or nothing.

    Raises UserError: not readable, not well-formed, no article in it; StoreError: the store cannot be written.
    """
    from kg.rdf.importing import article_graphs
    from kg.rdf.reading_back import extraction, own_quads
    from kg.rdf.resolved import ntriples
    from kg.store.extracts import Extract, packed

    report = BuildReport()
    extracts = []
    graphs, decided, (terms, below) = article_graphs(Path(path))
    add(terms, below)
    for iri, graph in sorted(graphs.items()):
        quads = own_quads(graph)
        base, found = extraction(quads, iri)
        triples = ntriples(quads)
        mark = f"imported {hashlib.sha256(triples).hexdigest()}"
        extracts.append(Extract(iri, found.article.id, base, mark, notes(found, triples), packed(triples)))
    cover(store)
    store.extracts.put(extracts)
    keep(store, {extract.iri: extract.mark for extract in extracts}, decided)
    settle(store, report, judgements, what="import", read=[extract.iri for extract in extracts])
    return report
