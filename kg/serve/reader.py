"""What a page may ask the graph, in plain calls.

A page is run in a thread, so that it may ask again and again and wait for each answer. Every question goes to a process
of its own with the limits of `Settings`: a page never hangs the server. What is raised (QueryError, UnknownNameError,
StoreError) becomes an error page by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from starlette.requests import Request

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.store import Answer, Rows

Made = TypeVar("Made")


class Reader:
    """The graph as one build left it: it stays the same as long as a request has it.

    `id` names the build (for ETags, caches); `graph` is the graph as Python users have it (`cards`, `names`, `stats`,
    `query` with ready questions …).
    """

    def __init__(self, name: str, graph: Graph) -> None:
        self.id, self.graph = name, graph
        self._made: dict[str, Any] = {}

    def select(self, sparql: str) -> Rows:
        """Rows of a SELECT: `row.name`, `row["name"]`, `row[0]`; our prefixes need no declaration."""
        return self.graph.store.select(sparql)

    def query(self, sparql: str) -> Answer:
        """Rows, triples or a truth."""
        return self.graph.store.query(sparql)

    def once(self, key: str, make: Callable[[Reader], Made]) -> Made:
        """What `make` gives, made once for each build: for what many pages need and the build alone decides."""
        if key not in self._made:
            self._made[key] = make(self)
        return cast(Made, self._made[key])


def reader(request: Request) -> Reader:
    """The graph as it is now, to answer this request from."""
    return cast(Reader, request.app.state.readers())
