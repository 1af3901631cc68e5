"""The graphs of the articles of one namespace, written where they are not what they should be.

What an article says is rewritten by workers, where there are some, and new articles are loaded many at a time, beside
the rewriting of the next ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from kg import terms
from kg.change.kept import with_kept
from kg.change.meaning import Meaning
from kg.rdf.across import resolution_iri
from kg.rdf.conforming import conforming, explained
from kg.rdf.resolved import Part, in_graph, ntriples, resolved_triples
from kg.store.extracts import unpacked
from kg.work import Here, Place, Stream

if TYPE_CHECKING:
    from kg.report import BuildReport
    from kg.store.loading import Whole
    from kg.store.opening import WritableStore

LOAD = 8_000_000  # bytes of new articles that are written at a time: some tens of megabytes in memory
MANY = 100  # graphs from which on it is worth to have others make them
_LIGHT = 5  # bytes of an article as it is kept, to one unit of a worker's load
# Loads at a time, beside what else is done: two could wait for each other, in the database and in Python.
_SIDES = 1


class _Due(NamedTuple):
    """An article whose graph is to be made: its IRI, its own words as they are kept, and its part."""

    iri: str
    kept: bytes
    part: Part


def _made(due: _Due) -> bytes:
    """The article's graph as N-Triples: a pure function, so that it can run anywhere."""
    return resolved_triples(unpacked(due.kept), due.part)


class Writer:
    """Writes the articles of one namespace whose graph is not what it should be. `due`: IRI -> fingerprint of each.

    `known`: IRI -> id of the articles of the graph, `read`: IRIs of those that were read just now. `place`: where
    graphs are made, if there are many to make.
    """

    def __init__(
        self, store: WritableStore, report: BuildReport, found: Meaning, known: dict[str, str], read: frozenset[str],
        place: Place | None,
    ) -> None:  # fmt: skip
        self.store, self.report, self.found, self.known, self.read = store, report, found, known, read
        marks = ((iri, found.fingerprint(iri, found.part(iri))) for iri in found.articles)
        due = [(iri, mark) for iri, mark in marks if iri not in known or store.fingerprint(iri) != mark]
        # The new ones first: what they say must be there before another takes back that it says so, too.
        self.due = dict(sorted(due, key=lambda one: one[0] in known))
        # Workers know the terms that their tables declare, and not those that only the graph has.
        alone = place is None or len(self.due) < MANY or bool(terms.own_terms())
        self.place: Place = Here() if alone or place is None else place

    def write(self) -> None:
        """Write what differs, the graph of decisions last."""
        with _Loads(self.store, _SIDES if self.place.workers > 1 else 0) as loads:
            for (iri, mark), triples in zip(self.due.items(), self._graphs(), strict=True):
                article = self.found.articles[iri].id
                if iri not in self.known:
                    self.report.new.append(article)
                    loads.add((iri, triples, mark), len(triples))
                    continue
                loads.finish()
                if self.store.replace_article(iri, in_graph(triples, iri), mark):
                    (self.report.changed if iri in self.read else self.report.rewritten).append(article)
        self._write_across()

    def _graphs(self) -> Iterator[bytes]:
        """The graph of each article that is due, in order, as N-Triples."""
        due = (_Due(iri, self.store.extracts.kept(iri), self.found.part(iri)) for iri in self.due)
        made = Stream(due, _made, self.place, weight=lambda one: len(one.kept) // _LIGHT, lost=_made)
        for iri, triples in zip(self.due, made, strict=True):
            yield self._conforming(iri, triples) if self.found.is_retyped(iri) else triples

    def _conforming(self, iri: str, triples: bytes) -> bytes:
        """A type that a person gave may be one that cannot have the article's facts."""
        quads = in_graph(triples, iri)
        kept, violations = conforming(quads)
        article = self.found.articles[iri].id
        self.report.dropped += [(article, wrong) for wrong in explained(violations, quads, self.found.base)]
        return ntriples(kept)

    def _write_across(self) -> None:
        iri = resolution_iri(self.found.base)
        quads = with_kept(self.store, iri, self.found.across())
        mark = hashlib.sha256(ntriples(quads)).hexdigest() if quads else ""
        if self.store.fingerprint(iri) == mark:
            return
        if mark and not self.store.fingerprint(iri):
            self.store.add_articles([(iri, quads, mark)])
        else:
            self.store.replace_article(iri, quads, mark)


class _Loads:
    """Loads new articles into the store, many at a time, and `sides` such loads beside what else is done."""

    def __init__(self, store: WritableStore, sides: int) -> None:
        self._store, self._sides = store, sides if store.loads_beside else 0
        self._pool = ThreadPoolExecutor(self._sides) if self._sides else None
        self._running: list[Future[Any]] = []
        self._waiting: list[Whole] = []
        self._size = 0

    def add(self, article: Whole, size: int) -> None:
        """Load the article soon."""
        self._waiting.append(article)
        self._size += size
        if self._size >= LOAD // (self._sides + 1):
            self._flush()

    def _flush(self) -> None:
        waiting, self._waiting, self._size = self._waiting, [], 0
        if waiting and self._pool:
            while len(self._running) >= self._sides:
                self._running.pop(0).result()
            self._running.append(self._pool.submit(self._store.add_articles, waiting))
        elif waiting:
            self._store.add_articles(waiting)

    def finish(self) -> None:
        """Load what waits, and wait for all loads."""
        self._flush()
        while self._running:
            self._running.pop(0).result()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self.finish()
        finally:
            if self._pool:
                self._pool.shutdown(wait=True)
