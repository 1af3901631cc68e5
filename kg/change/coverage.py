"""Stores that were built before articles' own words were kept, or have lost them: what the graph has is taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.rdf.resolved import ntriples, told_values
from kg.resolve import profiles
from kg.resolve.syndication import signature

if TYPE_CHECKING:
    from kg.model import Extraction
    from kg.store.opening import WritableStore

_COVERED = "covered"


def cover(store: WritableStore) -> None:
    """Take over the articles of a graph whose own words are not kept, once. They are read again when they are met.

    Afterwards, an article of the graph whose words are not kept is one that was removed.
    """
    from kg.rdf.reading_back import extraction, own_quads
    from kg.store.extracts import Extract, packed

    if store.extracts.recall(_COVERED):
        return
    kept = store.extracts.marks()
    for iri in store.articles():
        if iri not in kept:
            quads = own_quads(store.quads(iri))
            base, found = extraction(quads, iri)
            triples = ntriples(quads)
            store.extracts.put([Extract(iri, found.article.id, base, "", notes(found, triples), packed(triples))])
    store.extracts.remember(_COVERED, "yes")


def notes(extraction: Extraction, triples: bytes) -> dict[str, object]:
    """What resolution needs to know of an article, as plain data; `triples` are its own words."""
    article = extraction.article
    return {
        "id": article.id,
        "published": article.published,
        "profiles": [profile.asdict() for profile in profiles(extraction)],
        "told": told_values(triples),
        "signature": list(signature(article.text)),
    }
