"""A graph on a server, asked over HTTP and read as a local one is."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kg.errors import QueryError, StoreError
from kg.store.asked import RESULTS, TRIPLES, AskedStore
from kg.store.complaint import FORMS, Malformed
from kg.store.endpoints import Endpoints, find, given, shown
from kg.store.otherwise import in_order, plain_describe, restored, with_plain_separators, with_what_sorts
from kg.store.paging import whole_rows, whole_triples
from kg.store.rewriting import GRAPH_TYPE, KEPT, Asked, ours, parts
from kg.store.rows import Answer, Rows
from kg.store.wire import Reply, Wire
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from kg.store.extracts import Extracts

# By the query's form: Virtuoso answers some queries in a format for the other form where it may choose.
_ROWS = f"{RESULTS}, application/sparql-results+xml;q=0.8"
_TRIPLES = f"{TRIPLES}, text/turtle;q=0.8"
STORE = "urn:kg:store"  # what is said of the store itself
LAYOUT, STATE, LEASE = "urn:kg:layout", "urn:kg:state", "urn:kg:lease"
OWN, UNION = "own", "union"  # the default graph is the server's own, or the union of all its graphs
_NAME = re.compile(r"(?<![\w:?$@.])([A-Za-z][\w-]*):(?!//)")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")


class HttpStore(AskedStore):
    """The store behind an address, as http://127.0.0.1:7878/sparql, or `QUERY UPDATE [DATA]`, for reading.

    The name and password are in the address (NAME:PASSWORD@ before the host), in KG_STORE_USER and KG_STORE_PASSWORD,
    KG_STORE_TOKEN, or netrc. Nothing is asked before the first query. Raises StoreError: no such address.
    """

    def __init__(self, address: str, *, patient: bool = False) -> None:
        first = address.split(maxsplit=1)[0]
        try:
            host = urlsplit(first).hostname
        except ValueError:
            host = None
        if not host:
            raise StoreError(f"{first}: no address; name an endpoint, as http://127.0.0.1:7878/sparql")
        self.address = address
        self.path: str = shown(address)  # without the password
        self.wire = Wire(address, self.path, patient=patient)

    @cached_property
    def endpoints(self) -> Endpoints:
        """Where the server takes queries and updates. Raises StoreError: none is found."""
        bare = not urlsplit(self.path).path.strip("/")
        return find(self.address, self.wire, RESULTS) if bare else given(self.address) or Endpoints(self.path, "")

    @cached_property
    def layout(self) -> str:
        """How the graph lies on the server: OWN, UNION; empty where no build has written there."""
        found = [str(value) for predicate, value in self.about_store() if predicate == LAYOUT]
        return min(found, default="")

    def about_store(self) -> list[tuple[str, str]]:
        """What is said of the store itself: predicate, value."""
        rows = self._rows(f"SELECT ?p ?o {{ GRAPH <{KEPT}> {{ <{STORE}> ?p ?o }} }}")
        return [(str(predicate), str(value)) for predicate, value in rows]

    def query(self, sparql: str) -> Answer:
        """See `AskedStore.query`. The answer is whole: what the server cuts off is asked for in parts.

        Raises StoreError: it cannot be had whole, too.
        """
        asked = parts(sparql)
        if asked.form == "DESCRIBE" and self.layout == UNION:
            asked = parts(plain_describe(asked))
        word = re.match(r"\s*(?:PREFIX\s+\S+\s+\S+\s+)*(\w+)", sparql, re.I)
        if word and not asked.form and word[1].upper() in _UPDATES:
            raise QueryError(f"query: {word[1]} changes the graph, which only kg build does; ask with {FORMS}")
        if asked.form == "SELECT" and self.layout == UNION:
            return self._sorted(asked)
        text = self._ours(asked)
        if asked.form == "SELECT":
            return whole_rows(parts(text), self._answer, self.path)
        answer, reply = self._answer(text)
        if asked.form == "CONSTRUCT":
            return whole_triples(parts(text), answer, reply, self._answer, self.path)
        return answer

    def _sorted(self, asked: Asked) -> Answer:
        """The rows of a SELECT in the embedded database's order."""
        asked, columns = with_what_sorts(asked)
        rows = whole_rows(parts(self._ours(asked)), self._answer, self.path)
        return in_order(asked, rows, columns) if isinstance(rows, Rows) else rows

    def _ours(self, asked: Asked) -> str:
        """The query over our graphs alone, as this server is to be asked it."""
        if self.layout not in (OWN, UNION):
            return asked.text
        text, default = ours(asked, union=self.layout == UNION)
        text = _from(asked, default) if default else text
        return with_plain_separators(text) if self.layout == UNION else text

    def _rows(self, sparql: str) -> Rows:
        """The rows of a SELECT that is sent as it is."""
        answer = whole_rows(parts(sparql), self._answer, self.path)
        assert isinstance(answer, Rows)
        return answer

    def _answer(self, sparql: str) -> tuple[Answer, Reply]:
        reply = self._reply(sparql)
        return self.read(reply.kind, restored(reply.body)), reply

    def ask(self, sparql: str) -> tuple[str, bytes]:
        """See `AskedStore.ask`."""
        reply = self._reply(sparql)
        return reply.kind, reply.body

    def _reply(self, sparql: str) -> Reply:
        text, moved = _declared(sparql)
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise Malformed("not Unicode text; give it as UTF-8", 1, 1) from error
        form = parts(text).form
        reply = self.wire.send(
            self.endpoints.query,
            fields={"query": text},
            accept=_TRIPLES if form in ("CONSTRUCT", "DESCRIBE") else _ROWS,
        )
        if reply.status != 200 or "x-sql-state" in reply.headers:
            raise self._error(reply, moved)
        return reply

    def _error(self, reply: Reply, moved: int) -> QueryError | StoreError:
        """What the server says, in one line. `moved`: lines that were put before the query."""
        if reply.status in (200, 206):
            return StoreError(f"{self.path}: gave up in the middle of its answer; ask for less, or let it take longer")
        said = _problem(reply)
        if reply.status == 400 and isinstance(said.get("line"), int) and isinstance(said.get("column"), int):
            words = re.sub(r"^query:\d+:\d+: ", "", str(said.get("detail", "malformed")))
            return Malformed(words, max(said["line"] - moved, 1), said["column"], tuple(said.get("expected", ())))
        detail = said_by(reply)
        if reply.status in (400, 403, 422) and (said or reply.status == 400):
            return QueryError(detail or f"{self.path}: refuses the query ({reply.status})")
        return StoreError(f"{self.path}: {detail or _reason(reply.status)} ({reply.status})")

    def graphs(self) -> list[str]:
        """The IRIs of the graphs that exports hold: of the articles, and of what was decided across them."""
        if not self.layout:
            return super().graphs()
        rows = self._rows(f"SELECT DISTINCT ?g {{ GRAPH <{KEPT}> {{ ?g a <{GRAPH_TYPE}> }} }}")
        return sorted(str(iri) for (iri,) in rows)

    @cached_property
    def extracts(self) -> Extracts:
        """The articles as they were read, as the server keeps them. Raises StoreError: it keeps none."""
        if not self.layout:
            return super().extracts
        from kg.store.shared_extracts import SharedExtracts

        return SharedExtracts(self)

    def close(self) -> None:
        """Close the connections."""
        if extracts := self.__dict__.pop("extracts", None):
            extracts.close()
        self.wire.close()


def _problem(reply: Reply) -> dict[str, Any]:
    """What a server says of an error as `application/problem+json`."""
    if reply.kind.endswith("json"):
        try:
            said = json.loads(reply.body[:10_000])
        except ValueError:
            return {}
        return said if isinstance(said, dict) else {}
    return {}


def said_by(reply: Reply) -> str:
    """What a server says of an error, in one line; empty: nothing for people."""
    text = "" if "html" in reply.kind else reply.body[:10_000].decode("utf-8", "replace")
    return " ".join(str(_problem(reply).get("detail") or text).split())[:300]


def _declared(sparql: str) -> tuple[str, int]:
    """The query with our prefixes that it uses declared, as other servers do not know them, and the lines it took."""
    used = sorted({name for name in _NAME.findall(sparql) if name in PREFIXES})
    used = [name for name in used if not re.search(rf"\bPREFIX\s+{name}:", sparql, re.I)]
    if not used:
        return sparql, 0
    return " ".join(f"PREFIX {name}: <{PREFIXES[name]}>" for name in used) + "\n" + sparql, 1


def _from(asked: Asked, default: str) -> str:
    """The query with its default graph named."""
    place = asked.where[0] if asked.where else len(asked.text)
    before = asked.text[:place]
    word = re.search(r"\bWHERE\s*$", before, re.I)
    place = word.start() if word else place
    return f"{asked.text[:place]} FROM <{default}> {asked.text[place:]}"


def _reason(status: int) -> str:
    if status in (301, 302, 303, 307, 308):
        return "has moved; name the address where it is now"
    if status in (401, 403):
        return "wants to know who asks; put NAME:PASSWORD@ before the host"
    if status in (404, 405):
        return "no SPARQL endpoint there; check the address, as in http://127.0.0.1:7878/sparql"
    return "did not answer"
