"""Steps in, a server's graphs changed: requests of bounded size, tried again where that is safe, each refusal told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.store.http import said_by
from kg.store.steps import Part, Step, halves, requests
from kg.store.wire import PASSWORD, USER, Reply

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.store.http import HttpStore

_LOAD = 4_000_000  # bytes of N-Quads that are sent at a time
_TOO_LARGE = ("memory exhausted", "too long", "too large", "exceed")
_FULL = ("no space", "disk full", "disk is full", "out of disk", "quota", "insufficient storage")


class Writing:
    """Changes to a server. `before` is called ahead of each request: it raises where nobody may write any more."""

    def __init__(self, store: HttpStore, before: Callable[[], None] = lambda: None) -> None:
        self._store, self._before = store, before
        self._data = store.endpoints.data

    def run(self, steps: Iterable[Step]) -> None:
        """Take the steps in order. Raises StoreError: refused, or no answer; those before may have been taken."""
        for parts in requests(steps):
            self._send(parts)

    def load(self, quads: Sequence[tuple[str | None, Sequence[ox.Triple]]]) -> None:
        """Insert the triples of many graphs (None: the default one), in order. Raises StoreError as `run`."""
        if not self._data:
            self.run(Step("INSERT", graph, triples) for graph, triples in quads)
            return
        lines: list[str] = []
        size = 0
        for graph, triples in quads:
            end = f" <{graph}> .\n" if graph else " .\n"
            for one in triples:
                line = f"{one.subject} {one.predicate} {one.object}{end}"
                lines.append(line)
                size += len(line)
                if size > _LOAD:
                    self._post(lines)
                    lines, size = [], 0
        if lines:
            self._post(lines)

    def _post(self, lines: list[str]) -> None:
        self._before()
        body = "".join(lines).encode()
        reply = self._store.wire.send(self._data, body=body, kind="application/n-quads")
        if reply.status == 413 and len(lines) > 1:
            middle = len(lines) // 2
            self._post(lines[:middle])
            self._post(lines[middle:])
        elif reply.status not in (200, 201, 202, 204):
            raise self.refusal(reply)

    def _send(self, parts: Sequence[Part]) -> None:
        self._before()
        update = " ;\n".join(part.text() for part in parts)
        reply = self._store.wire.send(self._store.endpoints.update, fields={"update": update})
        if reply.status in (200, 202, 204):
            return
        cut = halves(parts) if _too_large(reply) else None
        if cut is None:
            raise self.refusal(reply)
        for half in cut:
            self._send(half)

    def refusal(self, reply: Reply) -> StoreError:
        """Why the server did not store what it was sent, in one line."""
        name, status, said = self._store.path, reply.status, said_by(reply)[:200]
        if status == 401:
            known = self._store.wire.known
            why = f"refuses the name and password ({USER}, {PASSWORD} or netrc)" if known else (
                f"wants to know who writes; set {USER} and {PASSWORD}, or an entry in netrc")  # fmt: skip
        elif status == 403:
            why = f"does not let this user write{f' ({said})' if said else ''}; ask who runs it"
        elif status in (404, 405):
            why = (
                f"takes no updates at {self._store.endpoints.update}; name both addresses: "
                '--store "QUERY-ADDRESS UPDATE-ADDRESS"'
            )
        elif status == 413:
            why = "takes no request as large as one fact; raise its limit"
        elif status == 507 or any(words in said.lower() for words in _FULL):
            why = f"is full{f' ({said})' if said else ''}; make room there"
        elif status in (502, 503, 504):
            why = "is too busy or gone for now; wait until it answers"
        else:
            why = f"does not store it{f' ({said})' if said else ''}; see its log"
        return StoreError(f"{name}: {why}, and run this again ({status})")


def _too_large(reply: Reply) -> bool:
    said = said_by(reply).lower()
    return reply.status == 413 or (reply.status in (400, 500) and any(words in said for words in _TOO_LARGE))
