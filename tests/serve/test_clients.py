"""Clients that nobody here wrote, and our own over HTTP."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

import kg
from kg.errors import QueryError, StoreError, UserError
from kg.graph import Graph
from kg.store import Rows, Triples
from kg.store.complaint import Malformed
from kg.store.http import HttpStore
from kg.vocabulary import Iri
from tests.serve.conftest import EX, ONE, TWO, Server

NAMES = "SELECT ?s ?name { ?s rdfs:label ?name } ORDER BY ?name"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("format", ["json", "xml", "csv", "tsv"])
def test_sparqlwrapper_rows(server: Server, method: str, format: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper", reason="SPARQLWrapper is not installed").SPARQLWrapper
    client = wrapper(f"{server.address}/sparql")
    client.setMethod(method)
    client.setReturnFormat(format)
    client.setQuery(f"PREFIX rdfs: <{rdflib.RDFS}> {NAMES}")
    answer = client.query()
    if format == "json":
        rows = answer.convert()["results"]["bindings"]
        assert [row["name"]["value"] for row in rows] == ["成都高新区", "重庆高新区"]
    else:
        text = answer.convert()
        text = text.toxml() if format == "xml" else text.decode()
        assert text.index("成都高新区") < text.index("重庆高新区")


@pytest.mark.parametrize("format", ["turtle", "n3", "json-ld", "rdf"])
def test_sparqlwrapper_triples_and_graphs(server: Server, format: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper", reason="SPARQLWrapper is not installed").SPARQLWrapper
    client = wrapper(f"{server.address}/sparql")
    client.setReturnFormat(format)
    client.addDefaultGraph(TWO)
    client.setQuery("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    answer = client.query().convert()
    graph = answer if isinstance(answer, rdflib.Graph) else rdflib.Graph().parse(data=answer, format="turtle")
    assert len(graph) == 3 and rdflib.Literal("成都高新区", "zh") in set(graph.objects())


def test_sparqlwrapper_is_refused_in_its_own_words(server: Server) -> None:
    module = pytest.importorskip("SPARQLWrapper", reason="SPARQLWrapper is not installed")
    client = module.SPARQLWrapper(f"{server.address}/sparql")
    client.setQuery("SELECT * { ?s ?p }")
    with pytest.raises(module.SPARQLExceptions.QueryBadFormed, match="line"):
        client.query()
    client.setMethod("POST")
    client.setQuery("DROP ALL")
    with pytest.raises(Exception, match="403"):
        client.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflibs_sparqlstore(server: Server, method: str) -> None:
    store = SPARQLStore(f"{server.address}/sparql", method=method)
    graph = rdflib.Graph(store)
    assert [str(row.name) for row in graph.query(NAMES, initNs={"rdfs": rdflib.RDFS})] == ["成都高新区", "重庆高新区"]  # type: ignore[union-attr]
    park = rdflib.URIRef(EX + "park")
    assert graph.value(park, rdflib.URIRef(EX + "since")) == rdflib.Literal(date(1991, 3, 6))
    assert (park, rdflib.URIRef(EX + "with"), rdflib.URIRef(EX + "other")) in graph
    assert bool(graph.query("ASK { ?s ?p ?o }"))
    assert len(graph.query("CONSTRUCT { ?s a ?o } { ?s <https://example.org/with> ?o }")) == 1
    named = rdflib.Graph(store, identifier=rdflib.URIRef(TWO))
    assert len(named) == 3


def test_rdflibs_service_keyword(server: Server) -> None:
    query = f"SELECT ?s {{ SERVICE <{server.address}/sparql> {{ ?s <https://example.org/area> ?o }} }}"
    assert [str(row[0]) for row in rdflib.Graph().query(query)] == [EX + "park"]  # type: ignore[index]


if CURL := shutil.which("curl"):

    def test_curl(server: Server) -> None:
        def run(*arguments: str) -> str:
            command = [CURL, "-sS", "--max-time", "20", *arguments]
            return subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8").stdout

        at = f"{server.address}/sparql"
        assert "成都高新区" in run(at, "--data-urlencode", f"query={NAMES}")
        assert run("-G", at, "--data-urlencode", f"query={NAMES}", "-H", "Accept: text/csv").startswith("s,name\n")
        direct = run(at, "-H", "Content-Type: application/sparql-query", "--data-binary", "ASK { ?s ?p ?o }")
        assert json.loads(direct)["boolean"] is True
        assert "200" in run("-I", at).splitlines()[0]


if COMUNICA := shutil.which("comunica-sparql"):  # npm install -g @comunica/query-sparql; not everybody has node

    def test_comunica(server: Server) -> None:
        query = f"PREFIX rdfs: <{rdflib.RDFS}> {NAMES}"
        command = [COMUNICA, f"sparql@{server.address}/sparql", query]
        done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8", timeout=90)
        # What stands after the closing quote depends on which of its own parts npm chose.
        assert sorted(row["name"].split('"')[1] for row in json.loads(done.stdout)) == ["成都高新区", "重庆高新区"]


@pytest.fixture
def far(server: Server) -> Iterator[Graph]:
    with kg.open(f"{server.address}/sparql") as graph:
        yield graph


def test_a_graph_behind_an_endpoint_is_as_one_in_a_folder(far: Graph, small_store: Path) -> None:
    queries = [
        NAMES,
        "SELECT * { <https://example.org/park> ?p ?o } ORDER BY ?p",
        "SELECT (1.5 AS ?a) (2e0 AS ?b) (true AS ?c) (?none AS ?d) {}",
        "SELECT * { ?s ?p ?o FILTER(false) }",
    ]
    with kg.open(small_store) as near:
        for query in queries:
            one, two = far.query(query), near.query(query)
            assert isinstance(one, Rows) and isinstance(two, Rows)
            assert list(one) == list(two) and one.columns == two.columns
            assert [[type(cell) for cell in row] for row in one] == [[type(cell) for cell in row] for row in two]
        assert far.query("ASK { ?s ?p 1 }") is near.query("ASK { ?s ?p 1 }") is False
        describe = "DESCRIBE <https://example.org/park>"
        one, two = far.query(describe), near.query(describe)
        assert isinstance(one, Triples) and isinstance(two, Triples)
        assert one.serialise("nt") == two.serialise("nt")
        assert far.names() == near.names() and far.stats() == near.stats()
        assert {str(quad) for quad in far.store.quads()} == {str(quad) for quad in near.store.quads()}
        assert far.store.articles() == near.store.articles() == {ONE: "one", TWO: "two"}
        assert len(far.store) == len(near.store)
        assert set(far.graph().quads()) == set(near.graph().quads())


def test_typed_rows_and_formats(far: Graph) -> None:
    row = far.query("SELECT ?s ?o (1.25 AS ?d) { ?s <https://example.org/area> ?o }")[0]  # type: ignore[index]
    assert row.s == EX + "park" and isinstance(row.s, Iri) and row.o == 1198 and row.d == Decimal("1.25")
    rows = far.query(NAMES)
    assert isinstance(rows, Rows)
    assert rows.serialise("csv").decode().startswith("s,name\r\n")
    assert "<table>" in rows._repr_html_() and "成都高新区" in repr(rows)


def test_data_frames(far: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    query = "SELECT ?s ?n ?mixed { VALUES (?s ?n ?mixed) { (rc:a 1 'x') (rc:b 2.5 3) (UNDEF UNDEF UNDEF) } }"
    rows = far.query(query)
    assert isinstance(rows, Rows)
    pytest.importorskip("polars", reason="polars is not installed")
    frame = rows.to_polars()
    assert frame["n"].to_list() == [Decimal("1"), Decimal("2.5"), None] and frame["mixed"].to_list() == ["x", "3", None]
    empty = far.query("SELECT ?a ?b { FILTER(false) }")
    assert isinstance(empty, Rows) and empty.to_polars().shape == (0, 2)
    assert list(rows.to_pandas().columns) == ["s", "n", "mixed"]
    for library in ("pandas", "polars"):
        monkeypatch.setitem(__import__("sys").modules, library, None)
        with pytest.raises(
            UserError, match=rf"{library} is not installed; install it with: pip install 'kg\[{library}\]'"
        ):
            getattr(rows, f"to_{library}")()


def test_what_the_endpoint_says_is_said_here(far: Graph) -> None:
    with pytest.raises(Malformed, match=r"^query:2:12: malformed SPARQL near '}'; expected .* a variable") as caught:
        far.query("SELECT *\nWHERE { ?s }")
    assert (caught.value.line, caught.value.column) == (2, 12)
    with pytest.raises(Malformed) as caught:
        far.query("SELECT * { ?s rdfs:label }")
    assert caught.value.line == 1
    with pytest.raises(QueryError, match="changes the graph"):
        far.store.query("DROP ALL")
    with pytest.raises(StoreError, match="the log of builds is where the graph is built"):
        far.log()


class _Strange(BaseHTTPRequestHandler):
    """A server that is none of ours."""

    answers: dict[str, tuple[int, str, bytes]] = {  # noqa: RUF012
        "/html": (200, "text/html", b"<html>hello</html>"),
        "/bad": (200, "application/sparql-results+json", b"{oops"),
        "/gone": (404, "text/html", b"<h1>no</h1>"),
        "/secret": (401, "text/plain", b""),
        "/moved": (301, "text/plain", b""),
        "/broken": (500, "text/plain", b"Traceback: secret\nline two"),
        "/refused": (400, "text/plain", b"Lexical error\nat line 3"),
        "/list": (400, "application/json", b"[1]"),
    }

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/mine":
            self.answers["/mine"] = (200, "text/csv", self.headers.get("Authorization", "").encode())
        status, kind, body = self.answers[self.path]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def strange() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Strange)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/html", "its answer cannot be read (text/html); is it a SPARQL endpoint?"),
        ("/bad", "its answer cannot be read"),
        ("/gone", "no SPARQL endpoint there; check the address"),
        ("/secret", "wants to know who asks; put NAME:PASSWORD@ before the host"),
        ("/moved", "has moved"),
        ("/broken", "Traceback: secret line two (500)"),
        ("/refused", "Lexical error at line 3"),
        ("/list", "[1]"),
    ],
)
def test_servers_that_are_none_of_ours(strange: str, path: str, said: str) -> None:
    with HttpStore(strange + path) as store, pytest.raises((StoreError, QueryError)) as caught:
        store.query("ASK {}")
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_a_password_is_sent_and_not_shown(strange: str) -> None:
    with HttpStore(strange.replace("//", "//me:s3cret@") + "/mine") as store:
        assert "s3cret" not in str(store.path)
        with pytest.raises(StoreError):
            store.query("ASK {}")
    assert _Strange.answers["/mine"][2] == b"Basic bWU6czNjcmV0"


def test_nobody_there() -> None:
    with (
        HttpStore("http://127.0.0.1:9/sparql") as store,
        pytest.raises(StoreError, match=r"cannot be reached .*refused"),
    ):
        store.query("ASK {}")
    with pytest.raises(StoreError, match="no address"):
        HttpStore("http://[::1/sparql")


def test_the_command_line_asks_an_endpoint_too(server: Server) -> None:
    import os
    import sys

    from tests.serve.conftest import ROOT

    command = [sys.executable, "-m", "kg.cli", "query", NAMES, "--store", f"{server.address}/sparql", "--format", "csv"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, encoding="utf-8")
    assert done.returncode == 0 and "成都高新区" in done.stdout, done.stderr
