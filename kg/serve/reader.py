"""What a page may ask the graph, in plain calls.

A page is run in a thread, so that it may ask again and again and wait for each answer. Every question goes to a process
of its own with the limits of `Settings`: a page never hangs the server. What is raised (QueryError, UnknownNameError,
StoreError, Trouble) becomes an error page by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, cast

from starlette.requests import Request

from kg.serve.pool import Answer as PoolAnswer
from kg.serve.pool import Pool, Question
from kg.store.asked import RESULTS, TRIPLES, AskedStore
from kg.store.snapshot import Snapshot

if TYPE_CHECKING:
    from kg.store import Answer, Rows

Made = TypeVar("Made")


class PooledStore(AskedStore):
    """A state of the store, asked through the pool. Only from threads: the loop must be free to answer."""

    def __init__(self, pool: Pool, snapshot: Snapshot, loop: asyncio.AbstractEventLoop) -> None:
        self.path = snapshot.folder
        self._pool, self._snapshot, self._loop = pool, snapshot, loop

    def ask(self, sparql: str) -> tuple[str, bytes]:
        """See `AskedStore.ask`. Raises Trouble."""
        question = Question(sparql, accept=f"{RESULTS}, {TRIPLES}")
        answer = asyncio.run_coroutine_threadsafe(self._pool.ask(question, self._snapshot), self._loop).result()
        if isinstance(answer.body, bytes):
            return answer.media_type, answer.body
        with answer.body.open("rb") as file:
            answer.body.unlink()
            return answer.media_type, file.read()


class Reader:
    """The graph as one build left it: it stays the same as long as a request has it.

    `id` names the build (for ETags, caches); `graph` is the graph as Python users have it (`cards`, `names`, `stats`,
    `query` with ready questions …).
    """

    def __init__(self, pool: Pool, snapshot: Snapshot, loop: asyncio.AbstractEventLoop) -> None:
        from kg.graph import Graph

        self.id, self.snapshot = snapshot.name, snapshot
        self._store = PooledStore(pool, snapshot, loop)
        self.graph = Graph(self._store)
        self._made: dict[str, Any] = {}
        self._making: dict[str, Lock] = {}
        self.answers: dict[Question, PoolAnswer] = {}

    def declare(self) -> None:
        """Let the own terms hold that the graph declares, and no others. Only from threads."""
        self._store.declare(alone=True)

    def select(self, sparql: str) -> Rows:
        """Rows of a SELECT: `row.name`, `row["name"]`, `row[0]`; our prefixes need no declaration."""
        return self.graph.store.select(sparql)

    def query(self, sparql: str) -> Answer:
        """Rows, triples or a truth."""
        return self.graph.store.query(sparql)

    def once(self, key: str, make: Callable[[Reader], Made]) -> Made:
        """What `make` gives, made once for each build: for what many pages need and the build alone decides."""
        with self._making.setdefault(key, Lock()):
            if key not in self._made:
                self._made[key] = make(self)
        return cast(Made, self._made[key])


def reader(request: Request) -> Reader:
    """The graph as it is now, to answer this request from."""
    return cast(Reader, request.app.state.service.reader)
