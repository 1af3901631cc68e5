"""The graph as Python users have it: open it, ask it, look at it."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from kg.errors import QueryError, UnknownNameError
from kg.query import Card, Names, Stats, bind, card, is_sparql, network, question, questions, stats
from kg.query.conflicts import Contradiction, conflicts
from kg.query.decisions import Decision, Verdict, decisions
from kg.store import Rows, Store, Triples
from kg.store.opening import open_store

if TYPE_CHECKING:
    from datetime import date

    import networkx as nx

    from kg.ask import Answer
    from kg.store.asked import AskedStore


class Graph:
    """A built graph, opened for reading. Close it (or use `with`) before building into the same folder again."""

    def __init__(self, store: Store | AskedStore) -> None:
        self.store = store
        self._names = Names(store)

    @classmethod
    def open(cls, path: str | Path = "graph", *, min_confidence: float = 0.0) -> Self:
        """Open the store at `path` for reading: a folder, or the address of a SPARQL endpoint.

        `min_confidence`: only what is said at least so surely (0 to 1).
        Raises StoreError: absent, in use, damaged, not to be reached.
        """
        store = open_store(path)
        if min_confidence <= 0:
            return cls(store)
        with store:
            return cls(store.at_least(min_confidence))

    def query(self, asked: str, /, **arguments: Any) -> Rows | Triples | bool:
        """Ask a ready question by its name, with its parameters, or in SPARQL.

        `graph.query("agreements", between=["重庆高新区", "成都高新区"])`; a parameter that is a Python keyword takes
        an underscore (`from_="2021"`). A SELECT gives rows, CONSTRUCT and DESCRIBE triples, ASK a bool.

        Raises QueryError: malformed, or unknown parameters; UnknownNameError, with the nearest names.
        """
        if is_sparql(asked):
            if arguments:
                raise QueryError("parameters go with the name of a ready question, not with SPARQL")
            return self.store.query(asked)
        named = {name.removesuffix("_"): value for name, value in arguments.items()}
        return self.store.query(bind(question(asked), named, self._names.find))

    def ask(self, question: str, *, today: date | None = None) -> Answer:
        """Ask in Chinese: `graph.ask("重庆高新区和谁签了协议？")`; see `kg.ask.ask`."""
        from kg.ask import ask

        return ask(self, question, today=today)

    def questions(self) -> dict[str, str]:
        """The ready questions: name -> what it asks."""
        return {ready.name: ready.about for ready in questions()}

    def show(self, name: str) -> Card:
        """The card of the entity that bears `name`: of several, the one with most facts.

        Raises UnknownNameError with the nearest names.
        """
        cards = self.cards(name)
        return max(cards, key=lambda found: len(found.facts))

    def cards(self, name: str) -> list[Card]:
        """The cards of all entities that bear `name`. Raises UnknownNameError."""
        return [card(self.store, iri, self._names) for iri in self._names.find(name)]

    def names(self) -> dict[str, list[str]]:
        """Entity IRI -> its names, the one to show first."""
        return {str(iri): names for iri, names in self._names.all.items()}

    def stats(self) -> Stats:
        """How many articles, entities by type, facts by predicate, claims."""
        return stats(self.store)

    def network(self, min_confidence: float = 0.0) -> nx.MultiDiGraph:
        """The facts as a networkx multigraph; see `kg.query.network`."""
        return network(self.store, min_confidence)

    def decisions(self, verdict: Verdict | None = None) -> list[Decision]:
        """What was decided across articles: which things are one, which are not, and why; see `kg.query.decisions`."""
        return decisions(self.store, verdict)

    def conflicts(self) -> list[Contradiction]:
        """Where articles contradict each other, with their words; see `kg.query.conflicts`."""
        return conflicts(self.store, self._names)

    def log(self, limit: int | None = None) -> list[dict[str, Any]]:
        """What each build or correction did, the latest first."""
        return self.store.extracts.log(limit)

    def graph(self) -> Any:
        """An `rdflib.Dataset`: a copy in memory, one named graph an article, the default graph their union."""
        return self.store.rdflib()

    def export(self, out: str | Path, format: str | None = None) -> str:
        """Write the whole graph to a file (a folder, in `csv` and `neo4j`), by its suffix or as `format` says.

        Gives the format's name. The same graph gives the same bytes. Raises UserError: unknown format, not writable.
        """
        from kg.export import NETWORK_FORMATS, format_for, render, write_file, write_folder
        from kg.rdf import FORMATS, serialise

        chosen = format_for(out, format, FORMATS | NETWORK_FORMATS)
        if chosen in FORMATS:
            write_file(out, serialise(self.store.quads(), chosen))
            return chosen
        made = render(self.network(), chosen)
        if isinstance(made, bytes):
            write_file(out, [made])
        else:
            write_folder(out, made)
        return chosen

    def report(self, focus: str, out: str | Path = "-", format: str | None = None) -> str:
        """Write a report on the entity that bears the name `focus`, with its quotes as footnotes; gives the format.

        Raises UnknownNameError with the nearest names; UserError: unknown format, not writable.
        """
        from kg.export import format_for, write_file
        from kg.export.report import REPORT_FORMATS, rendered, report

        chosen = format_for(out, format, REPORT_FORMATS)
        made = report(self.show(focus), lambda iri: card(self.store, iri, self._names))
        write_file(out, [rendered(made, chosen).encode()])
        return chosen

    def close(self) -> None:
        """Give the store free."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __contains__(self, name: str) -> bool:
        try:
            return bool(self._names.find(name))
        except UnknownNameError:
            return False

    def _repr_html_(self) -> str:
        """In a notebook: the network, in a frame of its own."""
        from kg.view import notebook_frame

        return notebook_frame(self.network())

    def __repr__(self) -> str:
        return f"<kg graph {self.store.path}: {len(self.store.articles())} articles>"
