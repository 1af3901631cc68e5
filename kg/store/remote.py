"""A graph on a server, opened for writing: as the embedded store is written, over SPARQL 1.1.

Each article is a named graph, and the merge of them all is the server's default graph, where it has one of its own, or
the graph MERGED. Beside them the graph KEPT says what nobody asks for: from what each graph was made, which are being
written, each article as it was read.

Servers may stop in the middle of anything. So a graph is first marked as being written, then written, and then said to
be whole, with its fingerprint; what is found marked is taken out and written anew. And the merge never has what no
article says: it is told later than the article's graph, and forgets earlier.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.asked import RESULTS
from kg.store.endpoints import find
from kg.store.http import LAYOUT, OWN, STORE, UNION, HttpStore
from kg.store.lease import Lease
from kg.store.rewriting import GRAPH_TYPE, KEPT, MERGED
from kg.store.steps import Step, triple
from kg.store.writing import Writing
from kg.vocabulary import IDENTIFIER, TYPE

if TYPE_CHECKING:
    from kg.store.extracts import Extracts
    from kg.store.loading import Whole

FINGERPRINT, BEING_WRITTEN = "urn:kg:fingerprint", "urn:kg:writing"
_COUNTED = 200  # graphs whose triples are counted at a time
_IS_GRAPH = (ox.NamedNode(TYPE), ox.NamedNode(GRAPH_TYPE))


class RemoteStore(HttpStore):
    """The store behind an address, for reading and writing; one build at a time.

    Raises StoreError: not to be reached, no SPARQL server, another build writes there, it may not be written.
    """

    write = True
    loads_beside = False

    def __init__(self, address: str) -> None:
        super().__init__(address, patient=True)
        self._lease: Lease | None = None
        try:
            self.__dict__["endpoints"] = find(address, self.wire, RESULTS)
            self._lease = lease = Lease(self)
            lease.take()
            self._writing = Writing(self, lease.check)
            self._lay_out()
            self._recover()
            self.declare(alone=True)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let others write. The store is of no use afterwards."""
        lease, self._lease = self._lease, None
        if lease:
            lease.give_back()
        super().close()

    @cached_property
    def extracts(self) -> Extracts:
        """The articles as they were read, kept by the server. Raises StoreError: damaged."""
        from kg.store.records import Records
        from kg.store.shared_extracts import SharedExtracts

        return SharedExtracts(self, Records(self, self._writing))

    # Opening

    def _lay_out(self) -> None:
        """Find out whether the server's default graph is its own, and say so for whoever comes."""
        if self.layout:
            return
        self.__dict__.pop("layout")
        probe = triple(STORE, "urn:kg:form", "1")
        self._writing.run([Step("INSERT", KEPT, [probe])])
        union = self._answer(f"ASK {{ <{STORE}> <urn:kg:form> ?any }}")[0]
        if not union and self._answer("ASK { ?s ?p ?o }")[0]:
            raise StoreError(f"{self.path}: its default graph holds other data; give the graph a dataset of its own")
        self._writing.run([Step("INSERT", KEPT, [triple(STORE, LAYOUT, UNION if union else OWN)])])
        if not self.layout:
            raise StoreError(f"{self.path}: said that it had stored what it has not; is it a SPARQL server?")

    def _recover(self) -> None:
        """Take out what was being written when somebody was cut off."""
        rows = self._rows(f"SELECT DISTINCT ?g {{ GRAPH <{KEPT}> {{ ?g <{BEING_WRITTEN}> ?any }} }}")
        self._cut = {str(iri) for (iri,) in rows}
        for iri in sorted(self._cut):
            self.remove(iri)

    @property
    def _merged(self) -> str | None:
        return None if self.layout == OWN else MERGED

    @cached_property
    def _fingerprints(self) -> dict[str, str]:
        """Graph -> from what it was made."""
        rows = self._rows(f"SELECT ?g ?f {{ GRAPH <{KEPT}> {{ ?g <{FINGERPRINT}> ?f }} }}")
        return {str(iri): str(mark) for iri, mark in rows}

    @cached_property
    def _graphs(self) -> set[str]:
        return set(super().graphs())

    @cached_property
    def _ids(self) -> dict[str, str]:
        return super().articles()

    # Reading

    def articles(self) -> dict[str, str]:
        """IRI -> identifier of every article, by identifier."""
        return dict(sorted(self._ids.items(), key=lambda pair: (pair[1], pair[0])))

    def graphs(self) -> list[str]:
        """See `HttpStore.graphs`."""
        return sorted(self._graphs)

    def fingerprint(self, iri: str) -> str:
        """From what the article was made, as `replace_article` was told; empty where it is not there."""
        return self._fingerprints.get(iri, "")

    # Writing

    def add_articles(self, articles: Sequence[Whole]) -> None:
        """Add articles that are not there yet (IRI, quads or N-Triples, fingerprint).

        Cut off, some of them are there, and the next to open the store for writing takes out what is not whole.
        Raises StoreError: the server refuses, or has not stored what it was sent.
        """
        graphs = {iri: _triples(said) for iri, said, _ in articles}
        marks = {iri: fingerprint for iri, _, fingerprint in articles}
        self._mark(graphs)
        self._writing.load([(iri, list(triples)) for iri, triples in graphs.items()])
        self._writing.load([(self._merged, list({t for triples in graphs.values() for t in triples}))])
        self._check({iri: len(triples) for iri, triples in graphs.items()})
        self._finish(marks)
        for iri, triples in graphs.items():
            self._know(iri, triples)

    def replace_article(self, iri: str, quads: Iterable[ox.Quad], fingerprint: str = "") -> bool:
        """Make the named graph `iri` hold exactly the triples of `quads`; False: it did already. See `add_articles`."""
        new = {quad.triple for quad in quads}
        old = {quad.triple for quad in self.quads(iri)}
        if new == old and self.fingerprint(iri) == fingerprint:
            return False
        self._change(iri, old, new, fingerprint)
        return new != old

    def remove(self, iri: str) -> bool:
        """Remove the article `iri` and only it; False: it was not there."""
        old = {quad.triple for quad in self.quads(iri)}
        if not old and iri not in self._cut and iri not in self._fingerprints:
            return False
        self._change(iri, old, set(), "")
        return bool(old)

    def _change(self, iri: str, old: Collection[ox.Triple], new: Collection[ox.Triple], fingerprint: str) -> None:
        removed, added = [t for t in old if t not in new], [t for t in new if t not in old]
        elsewhere = self._told_elsewhere(removed, iri)
        steps = [
            *self._marking([iri]),
            Step("DELETE", self._merged, [t for t in removed if t not in elsewhere]),
            Step("DELETE", iri, removed),
            Step("INSERT", iri, added),
            Step("INSERT", self._merged, added),
        ]
        self._writing.run(steps)
        self._check({iri: len(new)})
        self._finish({iri: fingerprint} if new else {}, [] if new else [iri])
        self._know(iri, new)

    def _told_elsewhere(self, triples: Collection[ox.Triple], graph: str) -> set[ox.Triple]:
        """Those of the graph's triples that another graph has, too: at least those of `triples`."""
        if not triples:
            return set()
        # No VALUES: Virtuoso takes no text of more than some 2,000 signs in one.
        shared = f"GRAPH <{graph}> {{ ?s ?p ?o }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{graph}>)"
        other = f"FILTER EXISTS {{ GRAPH <{KEPT}> {{ ?g a <{GRAPH_TYPE}> }} }}"
        rows = self._rows(f"SELECT DISTINCT ?s ?p ?o {{ {shared} {other} }}")
        return {ox.Triple(*row) for row in rows.terms()}

    # What is said of graphs

    def _mark(self, graphs: Iterable[str]) -> None:
        self._writing.run(self._marking(graphs))

    def _marking(self, graphs: Iterable[str]) -> Iterator[Step]:
        """Say that these are being written: their fingerprints hold no more."""
        iris = list(graphs)
        self._graphs.update(iris)
        old = [triple(iri, FINGERPRINT, self._fingerprints.pop(iri)) for iri in iris if iri in self._fingerprints]
        yield Step("INSERT", KEPT, [triple(iri, BEING_WRITTEN, "1") for iri in iris])
        yield Step("INSERT", KEPT, [ox.Triple(ox.NamedNode(iri), *_IS_GRAPH) for iri in iris])
        yield Step("DELETE", KEPT, old)

    def _finish(self, marks: dict[str, str], gone: Sequence[str] = ()) -> None:
        """Say that these are whole."""
        made = [triple(iri, FINGERPRINT, mark) for iri, mark in marks.items() if mark]
        ended = [triple(iri, BEING_WRITTEN, "1") for iri in (*marks, *gone)]
        none = [ox.Triple(ox.NamedNode(iri), *_IS_GRAPH) for iri in gone]
        self._writing.run([Step("INSERT", KEPT, made), Step("DELETE", KEPT, none), Step("DELETE", KEPT, ended)])
        self._graphs.difference_update(gone)
        self._fingerprints.update((iri, mark) for iri, mark in marks.items() if mark)

    def _know(self, iri: str, triples: Iterable[ox.Triple]) -> None:
        self._ids.pop(iri, None)
        for one in triples:
            if one.predicate.value == IDENTIFIER and one.subject == ox.NamedNode(iri):
                self._ids[iri] = str(getattr(one.object, "value", one.object))

    def _check(self, sizes: dict[str, int]) -> None:
        """That the server has what it said it stored. Raises StoreError."""
        waiting = iter(sizes)
        while some := list(islice(waiting, _COUNTED)):
            values = " ".join(f"<{iri}>" for iri in some)
            query = f"SELECT ?g (COUNT(*) AS ?n) {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
            there = {str(iri): int(str(count)) for iri, count in self._rows(query)}
            wrong = [iri for iri in some if there.get(iri, 0) != sizes[iri]]
            if wrong:
                many = f"{there.get(wrong[0], 0):,} of {sizes[wrong[0]]:,} facts"
                raise StoreError(f"{self.path}: has stored {many} of {wrong[0]}; run this again, or see its log")


def _triples(said: Iterable[ox.Quad] | bytes) -> set[ox.Triple]:
    quads = ox.parse(said, format=ox.RdfFormat.N_TRIPLES) if isinstance(said, bytes) else said
    return {quad.triple for quad in quads}
