"""A store with something of everything, and `kg serve` over it as a user has it."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox
import pytest

from kg.store import Store
from kg.vocabulary import IDENTIFIER, LABEL

ROOT = Path(__file__).parents[2]
EX = "https://example.org/"
ONE, TWO = EX + "one", EX + "two"
WIDE = EX + "wide"  # a graph that is large enough for a cross product to take for ever
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?a) > STR(?f)) }"


def node(name: str) -> ox.NamedNode:
    """A name as an IRI."""
    return ox.NamedNode(name if ":" in name else EX + name)


def graph(iri: str, *facts: tuple[str, str, ox.Literal | ox.NamedNode]) -> tuple[str, list[ox.Quad]]:
    """An article's IRI and its quads."""
    quads = [ox.Quad(node(s), node(p), o, node(iri)) for s, p, o in facts]
    return iri, [*quads, ox.Quad(node(iri), node(IDENTIFIER), ox.Literal(iri.rpartition("/")[2]), node(iri))]


INTEGER, DATE = (ox.NamedNode("http://www.w3.org/2001/XMLSchema#" + name) for name in ("integer", "date"))
FIRST = graph(
    ONE,
    ("park", LABEL, ox.Literal("重庆高新区", language="zh")),
    ("park", "area", ox.Literal("1198", datatype=INTEGER)),
    ("park", "since", ox.Literal("1991-03-06", datatype=DATE)),
    ("park", "note", ox.Literal('says "a, b",\r\nthen\tmore <b>')),
    ("park", "with", node("other")),
)
SECOND = graph(TWO, ("park", "with", node("other")), ("other", LABEL, ox.Literal("成都高新区", language="zh")))


def make_store(path: Path, wide: int = 0) -> Path:
    """The two graphs, and a third of so many facts."""
    with Store(path, write=True) as store:
        for iri, quads in (FIRST, SECOND):
            store.replace_article(iri, quads)
        if wide:
            facts = [(f"n{i}", f"q{i % 7}", ox.Literal(f"value {i}")) for i in range(wide)]
            store.add_articles([(*graph(WIDE, *facts), "")])
    return path


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def kind(self) -> str:
        """The media type."""
        return self.headers.get("Content-Type", "")

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")


@dataclass
class Server:
    """A running `kg serve`. `log`: the file of all that it says."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path
    at: tuple[str, int] = field(init=False)
    parents: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        url = urlsplit(self.address)
        self.at = (url.hostname or "", url.port or 0)

    def request(
        self,
        method: str,
        path: str,
        headers: dict[str, str] | None = None,
        body: bytes | str | None = None,
        timeout: float = 30,
    ) -> Answer:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection(*self.at, timeout=timeout)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Answer(response.status, response.msg, response.read())
        finally:
            connection.close()

    def processes(self) -> list[int]:
        """What it has started, and what that has."""
        parents = {}
        for folder in Path("/proc").iterdir():
            with suppress(OSError):
                if folder.name.isdigit():
                    parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        mine, grown = {self.process.pid}, True
        while grown:
            more = {pid for pid, parent in parents.items() if parent in mine} - mine
            mine, grown = mine | more, bool(more)
        self.parents = parents
        return sorted(mine - {self.process.pid})

    def workers(self) -> list[int]:
        """Those that answer: children of the one that starts them."""
        return [pid for pid in self.processes() if self.parents[pid] != self.process.pid]

    def ask(self, query: str, accept: str = "*/*", timeout: float = 30, **parameters: str) -> Answer:
        """The answer to a query by GET."""
        path = "/sparql?" + urlencode({"query": query, **parameters})
        return self.request("GET", path, {"Accept": accept}, timeout=timeout)


@contextmanager
def serving(store: Path, *options: str, stop: bool = True) -> Iterator[Server]:
    """`kg serve` on a free port until the end of the block."""
    log = store.with_name(f"{store.name}.log")
    command = [sys.executable, "-m", "kg.cli", "serve", "--store", str(store), "--port", "0", *options]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    with log.open("w") as file:
        # Not into a pipe that nobody reads: a server that complains much would wait for ever.
        process = subprocess.Popen(command, stderr=file, stdout=file, env=environment, cwd=ROOT)
    try:
        yield Server(address(process, log), process, log)
    finally:
        if stop and process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def address(process: subprocess.Popen[bytes], log: Path) -> str:
    """What it says first, as soon as it does."""
    while "\n" not in log.read_text("utf-8"):
        assert process.poll() is None, log.read_text("utf-8")
        time.sleep(0.02)
    line = log.read_text("utf-8").splitlines()[0]
    assert line.startswith("http://"), line
    return line.split()[0].rstrip("/")


@pytest.fixture(scope="session")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two graphs."""
    return make_store(tmp_path_factory.mktemp("serve") / "graph")


@pytest.fixture(scope="session")
def server(small_store: Path) -> Iterator[Server]:
    """`kg serve` over the two graphs."""
    with serving(small_store) as running:
        yield running


@pytest.fixture(scope="session")
def wide_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two graphs, and one that is wide."""
    return make_store(tmp_path_factory.mktemp("wide") / "graph", wide=3000)
