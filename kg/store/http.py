"""A graph behind a SPARQL endpoint, read as a local one is."""

from __future__ import annotations

import json
import re
from typing import Any

import urllib3

from kg.errors import QueryError, StoreError
from kg.store.asked import RESULTS, TRIPLES, AskedStore
from kg.store.complaint import Malformed
from kg.vocabulary import PREFIXES

CONNECT, READ = 10.0, 300.0  # seconds: to be heard, and between two pieces of an answer
ACCEPT = f"{RESULTS}, {TRIPLES}, application/sparql-results+xml;q=0.8, text/turtle;q=0.8"
_NAME = re.compile(r"(?<![\w:?$@.])([A-Za-z][\w-]*):(?!//)")


class HttpStore(AskedStore):
    """The store behind the endpoint `address`, as http://127.0.0.1:7878/sparql; NAME:PASSWORD@ before the host is sent.

    Nothing is asked before the first query. Raises StoreError: no such address.
    """

    def __init__(self, address: str) -> None:
        try:
            url = urllib3.util.parse_url(address)
        except urllib3.exceptions.LocationParseError as error:
            raise StoreError(f"{address}: no address; name an endpoint, as http://127.0.0.1:7878/sparql") from error
        self._url = str(url._replace(auth=None).url)
        self.path = self._url  # without the password
        self._headers = {"Accept": ACCEPT, "User-Agent": "kg"}
        if url.auth:
            self._headers |= urllib3.util.make_headers(basic_auth=url.auth)
        self._pool = urllib3.PoolManager(timeout=urllib3.Timeout(connect=CONNECT, read=READ), retries=False)

    def ask(self, sparql: str) -> tuple[str, bytes]:
        """See `AskedStore.ask`."""
        text, moved = _declared(sparql)
        try:
            answer = self._pool.request("POST", self._url, fields={"query": text}, headers=self._headers,
                                        encode_multipart=False, redirect=False)  # fmt: skip
        except UnicodeEncodeError as error:
            raise Malformed("not Unicode text; give it as UTF-8", 1, 1) from error
        except urllib3.exceptions.HTTPError as error:
            # Nobody there counts as a timeout to urllib3.
            late = isinstance(error, urllib3.exceptions.TimeoutError)
            if late and not isinstance(error, urllib3.exceptions.NewConnectionError):
                raise StoreError(f"{self.path}: no answer in time; ask for less, or try again") from error
            reason = " ".join(str(error).split(": ")[-1].split())[:120]
            raise StoreError(f"{self.path}: cannot be reached ({reason}); is the server running there?") from error
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if answer.status != 200:
            raise self._error(answer.status, kind, answer.data, moved)
        return kind, answer.data

    def _error(self, status: int, kind: str, body: bytes, moved: int) -> QueryError | StoreError:
        """What the server says, in one line. `moved`: lines that were put before the query."""
        text = body[:10_000].decode("utf-8", "replace")
        said: dict[str, Any] = {}
        if kind.endswith("json"):
            try:
                said = json.loads(text)
            except ValueError:
                said = {}
        if not isinstance(said, dict):
            said = {}
        if status == 400 and isinstance(said.get("line"), int) and isinstance(said.get("column"), int):
            words = re.sub(r"^query:\d+:\d+: ", "", str(said.get("detail", "malformed")))
            return Malformed(words, max(said["line"] - moved, 1), said["column"], tuple(said.get("expected", ())))
        detail = " ".join(str(said.get("detail") or ("" if "html" in kind else text)).split())[:300]
        if status in (400, 403, 422) and (said or status == 400):
            return QueryError(detail or f"{self.path}: refuses the query ({status})")
        return StoreError(f"{self.path}: {detail or _reason(status)} ({status})")

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()


def _declared(sparql: str) -> tuple[str, int]:
    """The query with our prefixes that it uses declared, as other servers do not know them, and the lines it took."""
    used = sorted({name for name in _NAME.findall(sparql) if name in PREFIXES})
    if not used:
        return sparql, 0
    return " ".join(f"PREFIX {name}: <{PREFIXES[name]}>" for name in used) + "\n" + sparql, 1


def _reason(status: int) -> str:
    if status in (301, 302, 303, 307, 308):
        return "has moved; name the address where it is now"
    if status in (401, 403):
        return "wants to know who asks; put NAME:PASSWORD@ before the host"
    if status in (404, 405):
        return "no SPARQL endpoint there; check the address, as in http://127.0.0.1:7878/sparql"
    return "did not answer"
