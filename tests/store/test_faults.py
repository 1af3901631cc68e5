"""A server that refuses, breaks off, is full or talks nonsense: one line says so, and the next run completes it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from kg.errors import StoreError
from kg.model import Article
from kg.rdf import serialise
from kg.resolve.judgements import Judgements
from kg.store.endpoints import Endpoints, find, shown
from kg.store.http import HttpStore
from kg.store.opening import open_store
from kg.store.remote import RemoteStore
from kg.store.wire import Wire
from tests.change import victim
from tests.store.servers import Server

pytestmark = pytest.mark.timeout(900)
SEED = 7
Fault = tuple[int, str, bytes] | str


def few() -> tuple[list[Article], Judgements]:
    """A few articles of the small world, and what was decided of them."""
    articles, held = victim.state(SEED, 1)
    return articles[:6], held


class Between:
    """A server between us and a real one. `fault`: what it does in the place of the n-th change, counted from 1."""

    def __init__(self, behind: str) -> None:
        self.behind = behind.removesuffix("/query")
        self.fault: Callable[[int], Fault | None] = lambda n: None
        self.changes = 0
        self.client = httpx.Client(timeout=60)
        between = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # head and body are written apart: the second would wait

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                fault = between.next_fault() if not self.path.startswith("/query") else None
                if fault == "hang up":
                    self.connection.shutdown(socket.SHUT_RDWR)
                    self.close_connection = True
                    return
                if isinstance(fault, tuple):
                    self.answer(*fault)
                    return
                headers = {name: self.headers[name] for name in ("Content-Type", "Accept") if self.headers[name]}
                reply = between.client.post(between.behind + self.path, content=body, headers=headers)
                self.answer(reply.status_code, reply.headers.get("content-type", ""), reply.content)

            def answer(self, status: int, kind: str, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Server", "Oxigraph")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.store = f"http://127.0.0.1:{self.server.server_port}/query"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def next_fault(self) -> Fault | None:
        self.changes += 1
        return self.fault(self.changes)


@pytest.fixture
def between(oxigraph: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Between]:
    from kg import pipeline
    from kg.change import keeping, writing
    from kg.store import wire

    for module, name in ((pipeline, "extract"), (pipeline, "_readable"), (keeping, "BATCH"), (writing, "LOAD")):
        monkeypatch.setattr(module, name, getattr(module, name))
    monkeypatch.setattr(Wire.__init__, "__kwdefaults__", {"patient": False, "pauses": (0.01, 0.01)})
    assert wire.PAUSES
    found = Between(oxigraph.store)
    yield found
    found.server.shutdown()
    found.client.close()


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    from kg import pipeline
    from kg.change import keeping, writing

    before = pipeline.extract, pipeline._readable, keeping.BATCH, writing.LOAD
    path = tmp_path_factory.mktemp("local") / "graph"
    victim.build(str(path), *few())
    pipeline.extract, pipeline._readable, keeping.BATCH, writing.LOAD = before
    return exported(path)


def exported(store: str | Path) -> bytes:
    with open_store(store) as opened:
        return b"".join(serialise(opened.quads(), "nquads"))


FAULTS: list[tuple[Fault, str]] = [
    ((401, "text/plain", b""), "refuses the name and password"),
    ((403, "text/plain", b"read only"), r"does not let this user write \(read only\)"),
    ((413, "text/plain", b""), "takes no request as large as one fact"),
    ((500, "text/plain", b"IO error: No space left on device"), r"is full \(IO error: No space"),
    ((200, "text/html", b"<html>Welcome</html>"), "has stored|said that it had stored"),
    ((503, "text/plain", b""), "is too busy or gone for now"),
    ("hang up", "cannot be reached"),
]


@pytest.mark.parametrize(("fault", "said"), FAULTS)
def test_a_server_that_fails_from_some_change_on(between: Between, local: bytes, fault: Fault, said: str) -> None:
    first = 9  # among the articles
    between.fault = lambda n: fault if n >= first else None
    with pytest.raises(StoreError, match=said) as seen:
        victim.build(between.store, *few())
    assert "\n" not in str(seen.value) and str(seen.value).startswith("http://127.0.0.1")
    between.fault = lambda n: None
    victim.build(between.store, *few())
    assert exported(between.store) == local


def test_a_server_that_fails_now_and_then_is_asked_again(between: Between, local: bytes) -> None:
    faults: list[Fault] = ["hang up", (503, "text/plain", b""), (413, "text/plain", b"")]
    between.fault = lambda n: faults[n // 5 % len(faults)] if n % 5 == 0 else None
    victim.build(between.store, *few())
    assert exported(between.store) == local


def test_nobody_there() -> None:
    with pytest.raises(StoreError, match=r"http://127\.0\.0\.1:9/query: cannot be reached \(.*refused"):
        RemoteStore("http://127.0.0.1:9/query")


def test_no_sparql_server(between: Between) -> None:
    with pytest.raises(StoreError, match=r"no SPARQL endpoint there|takes no updates|cannot be read"):
        RemoteStore(between.store.replace("/query", "/nothing"))


@pytest.mark.parametrize(
    ("address", "server", "expected"),
    [
        ("http://h:7878", "Oxigraph/0.5", ("http://h:7878/query", "http://h:7878/update", "http://h:7878/store")),
        ("http://h/sparql", "Virtuoso/07", ("http://h/sparql", "http://h/sparql-auth", "")),
        ("http://h/sparql-auth", "Virtuoso/07", ("http://h/sparql", "http://h/sparql-auth", "")),
        (
            "http://h/ds/sparql",
            "Apache Jena Fuseki (5.1)",
            ("http://h/ds/sparql", "http://h/ds/update", "http://h/ds/data"),
        ),
        ("http://h/repositories/x", "", ("http://h/repositories/x", *["http://h/repositories/x/statements"] * 2)),
        ("http://h/bigdata", "Jetty", ("http://h/bigdata", "http://h/bigdata", "")),
        ("http://u:p@h/q http://h/u", "", ("http://h/q", "http://h/u", "")),
    ],
)
def test_where_a_server_takes_what(address: str, server: str, expected: tuple[str, str, str]) -> None:
    from kg.store.wire import Reply

    class Told(Wire):
        def __init__(self) -> None:
            pass

        def send(self, url: str, **_: object) -> Reply:  # type: ignore[override]
            return Reply(200, "application/sparql-results+json", b"", {"server": server})

    assert find(address, Told(), "") == Endpoints(*expected)
    assert "p@" not in shown(address)


def test_reading_needs_no_build(oxigraph: Server) -> None:
    with HttpStore(oxigraph.store) as store:
        assert store.layout == "" and store.articles() == {}
        with pytest.raises(StoreError, match="the log of builds is where the graph is built"):
            _ = store.extracts


def test_commands_take_an_address(oxigraph: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import json
    import os

    from kg.cli import run

    local = tmp_path / "local"
    victim_store = local / "graph"
    local.mkdir()
    text = "重庆高新区与成都高新区于2021年3月26日签署《政务服务跨省通办合作备忘录》。"
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(text * 3, encoding="utf-8")
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        (tmp_path / "kg.toml").write_text(
            f'[store]\nquery = "{oxigraph.store}"\nupdate = "{oxigraph.update}"\n', encoding="utf-8"
        )
        assert run(["build", "articles"]) == 0
        assert run(["build", "articles", "--store", str(victim_store)]) == 0
        capsys.readouterr()
        assert run(["doctor", "--json"]) in (0, 1)
        store = next(one for one in json.loads(capsys.readouterr().out) if one["what"] == "store")
        assert store["state"] == "ok" and "1 articles, whole" in store["said"]
        sure = ["export", "-", "--format", "nquads"]
        asked = ["stats"], ["query", "agreements"], ["ask", "重庆高新区签了哪些协议"], ["conflicts"], sure
        for command in (*asked, ["show", "重庆高新区"], ["report", "--focus", "重庆高新区"]):
            assert run(command) == run([*command, "--store", str(victim_store)]), command
            said = capsys.readouterr().out
            assert said[: len(said) // 2] == said[len(said) // 2 :], command
        assert run(["log"]) == 0 and run(["view", "x.html"]) == 0
        assert run(["rename", "重庆高新区", "渝高新"]) == 0 and run(["undo"]) == 0
        assert list(tmp_path.glob("127.0.0.1-*.judgements.tsv"))
        assert run(["serve"]) == 1 and "takes a folder" in capsys.readouterr().err
        assert run(["remove", "a"]) == 0 and run(["build", "articles"]) == 0
        assert exported(oxigraph.store) == exported(victim_store)
    finally:
        os.chdir(before)
