"""Any request at all gets an answer that is one: no failure of the server, its headers, a body of the told kind.

Requests are made up from the addresses that the application has, so that a new one is tried without being named here.
`KG_LONG=1` tries twenty times as many.
"""

from __future__ import annotations

import json
import os
import re
import socket
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import hypothesis
import pytest
from hypothesis import strategies as st
from starlette.routing import Mount, Route

from kg.serve.app import ALL, routes
from kg.serve.headers import HEADERS
from tests.serve.conftest import Answer, Server

LONG = 20 if os.environ.get("KG_LONG") else 1
pytestmark = pytest.mark.timeout(120 * LONG)
# What a server may answer to what it is asked; 500 is none of them, nor is silence.
FINE = {200, 204, 303, 304, 307, 308, 400, 403, 404, 405, 406, 408, 413, 415, 421, 422, 431, 503, 504}
PARAMETERS = (
    "query", "default-graph-uri", "named-graph-uri", "format", "update", "q", "lang", "type", "page", "year", "sort",
    "focus", "depth", "show", "of", "a", "b", "between", "subject", "predicate", "object", "s", "p", "o", "iri",
)  # fmt: skip
SPARQL = (
    "ASK {}", "SELECT * { ?s ?p ?o } LIMIT 3", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 2", "SELECT (1/0 AS ?x) {}",
    "DESCRIBE <https://example.org/park>", "SELECT", "DROP ALL", "\x00", "{" * 3000,
)  # fmt: skip
ODD = (
    "", "0", "-1", "1e400", "9" * 400, "../..", "%00", "\x00", "'\"><script>", "{{7*7}}", "重庆高新区", "Park", "1991",
    "https://example.org/park", "file:///etc/passwd", "\u202e", "a" * 5000, "csv", "*", "zh", "en", *SPARQL,
)  # fmt: skip
WORDS = st.one_of(st.text(max_size=40), st.sampled_from(ODD))
HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60)
TYPES = (
    "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update", "application/json",
    "multipart/form-data", "application/sparql-query; charset=utf-16", "x/y; charset=nope", "",
)  # fmt: skip


def _paths() -> Iterator[str]:
    for route in routes():
        if isinstance(route, Route):
            yield route.path
        elif isinstance(route, Mount):
            yield route.path + "/{path}"


PATHS = tuple(_paths())


NAMES = st.one_of(st.sampled_from(PARAMETERS), st.text(max_size=8))
PAIRS = st.lists(st.tuples(NAMES, WORDS), max_size=4).map(lambda found: urlencode(found, errors="replace"))
BODIES = st.one_of(st.binary(max_size=200), st.sampled_from(SPARQL).map(str.encode), PAIRS.map(str.encode))
TOLD = (
    "Accept", "Accept-Language", "Cookie", "Range", "If-None-Match", "Origin", "X-Forwarded-Host", "Referer",
    "Content-Encoding",
)  # fmt: skip


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, str, dict[str, str], bytes | None]:
    """Method, path with parameters, headers, body."""
    safe = draw(st.sampled_from(("", "/", "/%")))
    path = re.sub(r"\{[^}]+\}", lambda _: quote(draw(WORDS), safe=safe), draw(st.sampled_from(PATHS)))
    if pairs := draw(PAIRS):
        path += "?" + pairs
    method = draw(st.sampled_from((*ALL, "GET", "GET", "POST", "PROPFIND")))
    headers = {name: draw(HEADER).strip() for name in draw(st.sets(st.sampled_from(TOLD)))}
    body = None
    if method in ("POST", "PUT", "PATCH") or draw(st.integers(0, 5)) == 0:
        body = draw(BODIES)
        headers["Content-Type"] = draw(st.sampled_from(TYPES))
    return method, path, {name: value for name, value in headers.items() if value}, body


CHOSEN = r"kg-language=(zh|en); HttpOnly; Max-Age=\d+; Path=/; SameSite=lax"


def check(method: str, answer: Answer) -> None:
    """What every answer is like."""
    assert answer.status in FINE, (answer.status, answer.body[:300])
    for name, value in HEADERS.items():
        assert answer.headers[name] if name == "Content-Security-Policy" else answer.headers[name] == value
    assert "Access-Control-Allow-Origin" not in answer.headers
    # The only one that it sets: a language that was chosen, which gives no right to anything.
    cookie = answer.headers.get("Set-Cookie")
    assert cookie is None or re.fullmatch(CHOSEN, cookie), cookie
    assert not re.search(rb"Traceback \(most recent|site-packages|/kg/serve/", answer.body)
    if method == "HEAD" or not answer.body:
        return
    if answer.kind.startswith(("application/problem+json", "application/json")) or answer.kind.endswith("results+json"):
        told = json.loads(answer.text)
        if answer.kind.startswith("application/problem+json"):
            assert told["status"] == answer.status and told["detail"] and "\n" not in told["title"]
    elif answer.kind.startswith("text/"):
        assert answer.text is not None


@hypothesis.settings(max_examples=100 * LONG, suppress_health_check=list(hypothesis.HealthCheck))
@hypothesis.given(request=requests())
def test_any_request_is_answered(server: Server, request: tuple[str, str, dict[str, str], bytes | None]) -> None:
    method, path, headers, body = request
    check(method, server.request(method, path, headers, body))


def test_a_language_is_kept_and_nothing_else_is(server: Server) -> None:
    for lang, kept in (("en", True), ("zh", True), ("xx", False), ("en%0d%0aX:y", False)):
        answer = server.request("GET", f"/?lang={lang}")
        check("GET", answer)
        assert ("Set-Cookie" in answer.headers) is kept and "X" not in answer.headers


def test_the_server_lives_and_has_said_nothing_of_faults(server: Server) -> None:
    assert server.ask("ASK {}").status == 200
    assert "Traceback" not in server.log.read_text("utf-8")


LOCAL = b" HTTP/1.1\r\nHost: localhost\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
BROKEN = (
    b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"GET http://127.0.0.1:1/" + LOCAL + b"\r\n",
    b"GET /" + LOCAL + b"Host: evil\r\n\r\n", b"CONNECT evil:80" + LOCAL + b"\r\n",
    b"POST /sparql" + LOCAL + b"Content-Length: 5\r\n" + CHUNKED + b"0\r\n\r\nGET /" + LOCAL + b"\r\n",
    b"POST /sparql" + LOCAL + CHUNKED + b"ZZ\r\n",
    b"POST /sparql" + LOCAL + b"Content-Length: -1\r\n\r\n",
    b"GET /" + b"a" * 200_000 + LOCAL + b"\r\n",
    b"GET /" + LOCAL + b"X: " + b"b" * 200_000 + b"\r\n\r\n",
    b"GET /" + LOCAL + b"C: d\r\n" * 20_000 + b"\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
)  # fmt: skip


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@hypothesis.settings(max_examples=50 * LONG, suppress_health_check=list(hypothesis.HealthCheck))
@hypothesis.given(data=st.one_of(st.binary(min_size=1, max_size=300), st.sampled_from(BROKEN)))
def test_what_is_no_http_ends_in_an_answer_or_a_closed_door(server: Server, data: bytes) -> None:
    with socket.create_connection(server.at, timeout=30) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            got = b""
            while part := connection.recv(65536):
                got += part
        except OSError:  # closed while something was said
            return
    assert got == b"" or re.match(rb"HTTP/1\.1 (2|3|4)\d\d ", got), got[:200]
    assert got.count(b"HTTP/1.1 2") <= 1  # nothing smuggled behind another
