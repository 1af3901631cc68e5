"""A store that answers from elsewhere: over HTTP, or from a process of its own. Asked and read as a local one is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kg.errors import QueryError, StoreError
from kg.store.rows import Answer, Rows, Triples
from kg.vocabulary import IDENTIFIER, PREFIXES, RC

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib

    from kg.store.embedded import Store
    from kg.store.extracts import Extracts

RESULTS, TRIPLES = "application/sparql-results+json", "application/n-triples"
_RDFS, _OWL = PREFIXES["rdfs"], PREFIXES["owl"]
# What a graph of own terms says, and no other vocabulary that a server may hold: it says that it goes with ours.
_DECLARED = f"""SELECT DISTINCT ?s ?p ?o {{
  ?vocabulary <{_OWL}imports> <{RC.removesuffix("#")}> . ?s <{_RDFS}isDefinedBy> ?vocabulary ; ?p ?o
}}"""


class AskedStore(ABC):
    """What reading a `Store` is, over one method that asks. `path`: what people call it by."""

    path: str | Path

    @abstractmethod
    def ask(self, sparql: str) -> tuple[str, bytes]:
        """The media type and the whole body of the answer: RESULTS for SELECT and ASK, TRIPLES for the others.

        Raises QueryError: refused or malformed; StoreError: cannot be reached, or gave up.
        """

    def query(self, sparql: str) -> Answer:
        """Ask in SPARQL 1.1; our prefixes need no declaration. Raises as `ask` does."""
        return self.read(*self.ask(sparql))

    def read(self, kind: str, body: bytes) -> Answer:
        """The answer that a body of this media type is. Raises StoreError: it is none."""
        import pyoxigraph as ox

        results, triples = ox.QueryResultsFormat.from_media_type(kind), ox.RdfFormat.from_media_type(kind)
        try:
            if results:
                first = ox.parse_query_results(body, format=results)
                if isinstance(first, ox.QueryBoolean):
                    return bool(first)
                rows = Rows(lambda: ox.parse_query_results(body, format=results))
                len(rows)  # reads all of it: an answer that breaks off must not pass for a shorter one
                return rows
            if triples:
                found = [quad.triple for quad in ox.parse(body, format=triples)]
                return Triples(lambda: iter(found))
            raise ValueError(kind or "no Content-Type")
        except (SyntaxError, ValueError) as error:
            said = " ".join(str(error).split())[:160]
            raise StoreError(f"{self.path}: its answer cannot be read ({said}); is it a SPARQL endpoint?") from error

    def select(self, sparql: str) -> Rows:
        """`query` for a SELECT. Raises QueryError for any other form."""
        answer = self.query(sparql)
        if not isinstance(answer, Rows):
            raise QueryError("a SELECT query is expected here; ASK, CONSTRUCT and DESCRIBE give no rows")
        return answer

    def declare(self, *, alone: bool = False) -> None:
        """Let the own terms hold that the graph declares: beside others, or no others. Raises as `ask` does."""
        from kg.lang.declared import read_declared
        from kg.terms import add, use

        terms, base = read_declared(
            (s.value, p.value, o.value, getattr(o, "language", None) or "")
            for s, p, o in self.select(_DECLARED).terms()
        )
        if alone:
            use(terms, base)
        elif terms:
            add(terms, base)

    def articles(self) -> dict[str, str]:
        """Graph IRI -> article id of every article, by identifier."""
        rows = self.select(f"SELECT DISTINCT ?g ?id {{ GRAPH ?g {{ ?g <{IDENTIFIER}> ?id }} }} ORDER BY ?id ?g")
        return {str(iri): str(name) for iri, name in rows}

    def values(self, subject: str, predicate: str) -> list[str]:
        """The objects of a subject and a predicate (full IRIs) as text, sorted."""
        return sorted(str(row[0]) for row in self.select(f"SELECT ?o {{ {_iri(subject)} {_iri(predicate)} ?o }}"))

    def quads(self, iri: str | None = None) -> Iterator[ox.Quad]:
        """The quads of every article, or of the one named; asked article by article."""
        import pyoxigraph as ox

        for graph in [iri] if iri else self.graphs():
            name = ox.NamedNode(graph)
            for subject, predicate, value in self.select(
                f"SELECT ?s ?p ?o {{ GRAPH {_iri(graph)} {{ ?s ?p ?o }} }}"
            ).terms():
                yield ox.Quad(subject, predicate, value, name)

    def graphs(self) -> list[str]:
        """The IRIs of the graphs that exports hold."""
        return list(self.articles())

    def __len__(self) -> int:
        """How many quads the articles hold together."""
        return int(str(self.select("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")[0][0]))

    def at_least(self, confidence: float) -> Store:
        """A copy in memory of what is said at least so surely."""
        return self._copy().at_least(confidence)

    def rdflib(self) -> rdflib.Dataset:
        """A copy in memory for rdflib; see `Store.rdflib`."""
        return self._copy().rdflib()

    def _copy(self) -> Store:
        from kg.store.embedded import Store

        copy = Store.in_memory()
        copy.add_articles([(iri, self.quads(iri), "") for iri in self.graphs()])
        return copy

    @property
    def extracts(self) -> Extracts:
        """What was read from the articles stays where the graph is built. Raises StoreError."""
        raise StoreError(f"{self.path}: the log of builds is where the graph is built; ask there")

    def close(self) -> None:  # noqa: B027 - nothing to do for most
        """Let go of what asking needs."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _iri(text: str) -> str:
    """An IRI as SPARQL writes it. Raises QueryError: it could end the brackets."""
    if any(sign in '<>"{}|^`\\' or sign <= " " for sign in text):
        raise QueryError(f"{text!r} is no IRI")
    return f"<{text}>"
