"""The address of a server -> where it answers queries, takes updates and, in bulk, quads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.store.wire import Wire

# The end of a query address -> what stands there for updates, and for N-Quads in bulk (empty: nothing is known).
_ENDS = (
    ("/query", "/update", ""),
    ("/sparql", "/update", ""),
    ("/sparql-auth", "/sparql-auth", ""),
)
_TRIED = ("/query", "/sparql")  # below an address that is only a host


@dataclass(frozen=True, slots=True)
class Endpoints:
    """`query`, `update`: SPARQL 1.1; `data`: takes N-Quads by POST, or empty."""

    query: str
    update: str
    data: str = ""


def is_address(store: object) -> bool:
    """True where a store is named by an address and not by a folder."""
    return str(store).lower().startswith(("http://", "https://"))


def shown(address: str) -> str:
    """An address without a password, for people.

    >>> shown("http://me:s3cret@host:8890/sparql http://host:8890/sparql-auth")
    'http://host:8890/sparql'
    """
    parts = urlsplit(address.split(maxsplit=1)[0])
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def given(address: str) -> Endpoints | None:
    """The endpoints that a store's name spells out, as `QUERY UPDATE [DATA]`; None: it is one address."""
    urls = [shown(url) for url in address.split()]
    if len(urls) == 1:
        return None
    return Endpoints(*urls[:3])


def find(address: str, wire: Wire, accept: str) -> Endpoints:
    """Where the server at an address takes what. Raises StoreError: none there, or no SPARQL server."""
    told = given(address)
    if told:
        return told
    url = shown(address).rstrip("/")
    bare = urlsplit(url).path in ("", "/")
    for query in [url + end for end in _TRIED] if bare else [url]:
        reply = wire.send(query, fields={"query": "ASK {}"}, accept=accept)
        if reply.status not in (404, 405) and not (bare and "html" in reply.kind):
            return _of(query, reply.headers.get("server", ""))
    raise StoreError(f"{shown(address)}: no SPARQL endpoint there; name it whole, as {url}/sparql")


def _of(query: str, server: str) -> Endpoints:
    server = server.lower()
    if "virtuoso" in server:
        # What may write there asks who it is, and may read, too.
        sparql = query.removesuffix("-auth")
        return Endpoints(sparql, f"{sparql}-auth")
    if "/repositories/" in query:
        return Endpoints(query, f"{query}/statements", f"{query}/statements")
    found = Endpoints(query, query)
    for end, update, _ in _ENDS:
        if query.endswith(end):
            found = Endpoints(query, query.removesuffix(end) + update)
    if "oxigraph" in server and query.endswith("/query"):
        return replace(found, data=query.removesuffix("/query") + "/store")
    if "fuseki" in server:
        dataset = query.removesuffix("/query").removesuffix("/sparql")
        return Endpoints(query, f"{dataset}/update", f"{dataset}/data")
    return found
