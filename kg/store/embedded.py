"""The embedded store: a folder with an Oxigraph database in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property, partial
from pathlib import Path
from threading import Lock
from typing import IO, TYPE_CHECKING, Self

import pyoxigraph as ox

from kg import terms as own_terms
from kg.errors import QueryError, StoreError
from kg.lang.declared import DEFINED_BY, read_declared
from kg.store.confident import confident
from kg.store.folder import check_folder, reason
from kg.store.layout import FINGERPRINT
from kg.store.loading import Whole, load
from kg.store.lock import lock
from kg.store.refusal import admit
from kg.store.rows import Answer, Rows, Triples
from kg.store.running import Found, has_graph, run
from kg.store.snapshot import Snapshot, mark_changed, publish
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    import rdflib

    from kg.store.extracts import Extracts

_IDENTIFIER = ox.NamedNode(PREFIXES["dcterms"] + "identifier")
_FINGERPRINT = ox.NamedNode(FINGERPRINT)
_TRANSACTION = Lock()  # one at a time, also of loads that run beside one another
# While articles are loaded in bulk: which. What is found here afterwards was cut off.
_LOADING, _LOADED = ox.NamedNode("urn:kg:loading"), ox.NamedNode("urn:kg:article")
_PANIC = (
    "query: the database failed at it; where ORDER BY meets values of several kinds (numbers, text), "
    "order by STR(?x) instead"
)


class Store:
    """The graph as it is kept: one named graph an article, and the merge of them all as the default graph.

    The merge is kept beside the named graphs, because a fact that two articles tell must count once in a plain query
    (`SUM`, `COUNT`), and Oxigraph's own union of graphs yields it twice. Both change in one transaction.

    Raises StoreError (one line: where, what, what to do) when the folder is absent, in use or damaged.
    """

    loads_beside = True  # `add_articles` may run in another thread, while nothing else asks of the store

    def __init__(self, path: str | Path = "graph", *, write: bool = False) -> None:
        self.path = Path(path)
        self._folder: Path | None = self.path
        self.write, self._changed = write, False
        self._lock: IO[str] | Snapshot | None = None
        check_folder(self.path, write=write)
        self._lock = held = lock(self.path, write=True) if write else Snapshot.hold(self.path)
        try:
            with self._guard():
                # Whoever reads has what the last build left, and the next one may go on meanwhile.
                frozen = held.path if isinstance(held, Snapshot) else None
                self._inner = ox.Store.read_only(str(frozen)) if frozen else ox.Store(str(self.path))
                next(self._inner.quads_for_pattern(None, None, None, None), None)
                self._recover()
                self._declare()
        except StoreError:
            self.close()
            raise

    @classmethod
    def in_memory(cls) -> Self:
        """An empty store that is kept nowhere: for tests, and for looking at one article."""
        store = cls.__new__(cls)
        store.path, store.write, store._lock, store._folder = Path(":memory:"), True, None, None
        store._inner = ox.Store()
        return store

    @contextmanager
    def _guard(self) -> Iterator[None]:
        """Say in one line what the database complains of: it raises OSError and RuntimeError by turns."""
        try:
            yield
        except (OSError, RuntimeError) as error:
            if "custom function" in str(error):
                raise QueryError(f"query: {' '.join(str(error).split())}; use one of SPARQL's own") from error
            raise StoreError(reason(self.path, error)) from error
        except BaseException as error:
            # Not to be caught by its class, which the database does not export; its own bugs end here.
            if type(error).__name__ == "PanicException":
                raise QueryError(_PANIC) from error
            raise

    def _declare(self) -> None:
        """Let the own terms hold that the graph declares: beside others where it is read, alone where it is written."""
        defined = self._inner.quads_for_pattern(None, ox.NamedNode(DEFINED_BY), None, ox.DefaultGraph())
        terms, base = read_declared(
            (_text(q.subject), q.predicate.value, _text(q.object), getattr(q.object, "language", None) or "")
            for term in {quad.subject for quad in defined}
            for q in self._inner.quads_for_pattern(term, None, None, ox.DefaultGraph())
        )
        if self.write:
            own_terms.use(terms, base)
        elif terms:
            own_terms.add(terms, base)

    def _recover(self) -> None:
        """Take out what a bulk load that was cut off may have left."""
        if not self.write:
            return  # a load is there as a whole or not at all; the mark is a second lock on the same door
        cut = [q.object for q in self._inner.quads_for_pattern(_LOADING, _LOADED, None, ox.DefaultGraph())]
        for iri in cut:
            self.remove(_text(iri))
            self._inner.remove(ox.Quad(_LOADING, _LOADED, iri))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the folder free. The store is of no use afterwards."""
        if extracts := self.__dict__.pop("extracts", None):
            extracts.close()
        try:
            self._publish()
        finally:
            with suppress(AttributeError):
                del self._inner
            if self._lock:
                self._lock.close()

    @cached_property
    def extracts(self) -> Extracts:
        """The articles as they were read, kept beside the graph. Raises StoreError: damaged."""
        from kg.store.extracts import Extracts

        return Extracts(self._folder, write=self.write)

    # Writing

    def _publish(self) -> None:
        """Show readers what was written: at the end, whether the build was finished or stopped."""
        if self._folder and self.write and hasattr(self, "_inner"):
            with self._guard():
                self._inner.flush()
                publish(self._folder, self._inner.backup)

    def replace_article(self, iri: str, quads: Iterable[ox.Quad], fingerprint: str = "") -> bool:
        """Make the named graph `iri` hold exactly the triples of `quads`, in one transaction; False: it did already.

        `fingerprint` tells from what they were made (`fingerprint()` gives it back); it is kept beside the graphs.
        Raises StoreError: opened for reading, or the disk refuses; the article is then as it was.
        """
        return self._apply(ox.NamedNode(iri), {quad.triple for quad in quads}, fingerprint)

    def add_articles(self, articles: Sequence[Whole]) -> None:
        """Add articles that are not there yet (IRI, quads or N-Triples, fingerprint), much faster than one by one.

        All of them or, where the process is cut off, none: the next to open the store for writing takes the rest out.
        Raises StoreError: opened for reading, or the disk refuses.
        """
        marks = [ox.Quad(_LOADING, _LOADED, ox.NamedNode(iri)) for iri, _, _ in articles]
        self._extend(marks)
        with self._guard():
            load(self._inner, articles)
        self._update(f"DELETE DATA {{ {_data(mark.triple for mark in marks)} }}")

    def remove(self, iri: str) -> bool:
        """Remove the article `iri` and only it, in one transaction; False: it was not there."""
        return self._apply(ox.NamedNode(iri), set(), "")

    def fingerprint(self, iri: str) -> str:
        """From what the article was made, as `replace_article` was told; empty where it is not there."""
        return next(iter(self.values(iri, _FINGERPRINT.value)), "")

    def _apply(self, graph: ox.NamedNode, new: set[ox.Triple], fingerprint: str) -> bool:
        old = {quad.triple for quad in self._inner.quads_for_pattern(None, None, None, graph)}
        mark = {ox.Triple(graph, _FINGERPRINT, ox.Literal(fingerprint))} if fingerprint else set()
        old_mark = {quad.triple for quad in self._inner.quads_for_pattern(graph, _FINGERPRINT, None, ox.DefaultGraph())}
        removed, added = old - new, new - old
        gone = {triple for triple in removed if not self._told_elsewhere(triple, graph)} | (old_mark - mark)
        come = added | (mark - old_mark)
        if gone or removed:
            parts = [f"DELETE DATA {{ GRAPH {graph} {{ {_data(removed)} }} {_data(gone)} }}"]
            parts.append(f"INSERT DATA {{ GRAPH {graph} {{ {_data(added)} }} {_data(come)} }}")
            if not new:
                parts.append(f"DROP SILENT GRAPH {graph}")
            self._update(" ;\n".join(parts))
        elif come:
            quads = [ox.Quad(t.subject, t.predicate, t.object, graph) for t in added]
            self._extend(quads + [ox.Quad(t.subject, t.predicate, t.object) for t in come])
        return bool(removed or added)

    def _told_elsewhere(self, triple: ox.Triple, graph: ox.NamedNode) -> bool:
        quads = self._inner.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        return any(q.graph_name not in (graph, ox.DefaultGraph()) for q in quads)

    def _extend(self, quads: Iterable[ox.Quad]) -> None:
        self._writable()
        with self._guard(), _TRANSACTION:
            self._inner.extend(quads)

    def _update(self, sparql: str) -> None:
        self._writable()
        with self._guard(), _TRANSACTION:
            self._inner.update(sparql)

    def _writable(self) -> None:
        if not self.write:
            raise StoreError(f"{self.path}: opened for reading; open it with write=True")
        if self._folder and not self._changed:
            with self._guard():
                mark_changed(self._folder)
            self._changed = True

    # Reading

    def articles(self) -> dict[str, str]:
        """IRI -> identifier of every article, by identifier."""
        found = {
            _text(g): _text(q.object)
            for g in self._inner.named_graphs()
            for q in self._inner.quads_for_pattern(g, _IDENTIFIER, None, g)
        }
        return dict(sorted(found.items(), key=lambda pair: (pair[1], pair[0])))

    def quads(self, iri: str | None = None) -> Iterator[ox.Quad]:
        """The quads of every article, or of the one named; unordered."""
        with self._guard():
            for graph in [ox.NamedNode(iri)] if iri else self._inner.named_graphs():
                yield from self._inner.quads_for_pattern(None, None, None, graph)

    def values(self, subject: str, predicate: str) -> list[str]:
        """The objects of a subject and a predicate (full IRIs) as text, sorted: a look-up without a query."""
        quads = self._inner.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, ox.DefaultGraph())
        return sorted(_text(q.object) for q in quads)

    def __len__(self) -> int:
        """How many quads the articles hold together."""
        return sum(1 for _ in self.quads())

    def at_least(self, confidence: float) -> Store:
        """A copy in memory of what is said at least so surely: without the other claims and their edges."""
        copy = Store.in_memory()
        copy.path = self.path
        graphs = [_text(graph) for graph in self._inner.named_graphs()]
        copy.add_articles([(iri, confident(self.quads(iri), confidence), "") for iri in graphs])
        return copy

    def rdflib(self) -> rdflib.Dataset:
        """A copy in memory for rdflib, backed by Oxigraph; its default graph is the union of the named graphs.

        Changes to it are not kept. Give it queries as text: Oxigraph then answers them, much faster than rdflib.
        """
        import rdflib
        from oxrdflib import OxigraphStore

        copy = ox.Store()
        copy.bulk_extend(self.quads())
        dataset = rdflib.Dataset(store=OxigraphStore(store=copy), default_union=True)
        for prefix, iri in PREFIXES.items():
            dataset.bind(prefix, iri, override=True)
        return dataset

    def query(self, sparql: str) -> Answer:
        """Ask in SPARQL 1.1; the default graph is the merge of all articles, our prefixes need no declaration.

        Raises QueryError: malformed (line, column), no question, or one for other machines; StoreError: not readable.
        """
        admitted = admit(sparql, partial(has_graph, self._inner))

        def ask() -> Found:
            with self._guard():
                return run(self._inner, admitted)

        first = ask()
        if isinstance(first, ox.QueryBoolean):
            return bool(first)
        return (Triples if isinstance(first, ox.QueryTriples) else Rows)(ask, self._guard, first)

    def select(self, sparql: str) -> Rows:
        """`query` for a SELECT. Raises QueryError for any other form."""
        answer = self.query(sparql)
        if not isinstance(answer, Rows):
            raise QueryError("a SELECT query is expected here; ASK, CONSTRUCT and DESCRIBE give no rows")
        return answer


def _text(term: object) -> str:
    return str(getattr(term, "value", term))


def _data(triples: Iterable[ox.Triple]) -> str:
    return " . ".join(f"{t.subject} {t.predicate} {t.object}" for t in triples)
