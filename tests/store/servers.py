"""Real SPARQL servers on this machine, started and stopped by the tests."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

USER, PASSWORD = "dba", "dba"  # of a Virtuoso that has just been made
_START = 300  # seconds in which a server must be there: Virtuoso makes its database first, on a busy machine slowly
ROWS = 1000  # the most that our Virtuoso gives in one answer
_INI = """
[Database]
DatabaseFile={folder}/db
ErrorLogFile={folder}/log
LockFile={folder}/lck
TransactionFile={folder}/trx
xa_persistent_file={folder}/pxa
FileExtend=100
[TempDatabase]
DatabaseFile={folder}/temp.db
TransactionFile={folder}/temp.trx
[Parameters]
ServerPort=127.0.0.1:{other}
DisableUnixSocket=1
NumberOfBuffers=4000
MaxDirtyBuffers=3000
CheckpointInterval=0
CaseMode=2
DirsAllowed=.
ThreadsPerQuery=1
AsyncQueueMaxThreads=2
[HTTPServer]
ServerPort=127.0.0.1:{port}
ServerRoot={folder}
ServerThreads=8
Charset=UTF-8
[SPARQL]
ResultSetMaxRows={rows}
MaxQueryExecutionTime=60
"""


@dataclass(frozen=True)
class Server:
    """`store`: as `--store` takes it; `update`: where it takes updates."""

    kind: str
    store: str
    update: str

    def empty(self) -> None:
        """Take out all that tests have left."""
        auth = httpx.DigestAuth(USER, PASSWORD) if self.kind == "virtuoso" else None
        with httpx.Client(auth=auth, timeout=60) as client:
            if self.kind == "oxigraph":
                client.post(self.update, data={"update": "DROP ALL"}).raise_for_status()
                return
            while graphs := [iri for iri in self._graphs(client) if iri.startswith(("urn:kg:", "https://"))]:
                for graph in graphs:
                    client.post(self.update, data={"update": f"CLEAR GRAPH <{graph}>"}).raise_for_status()

    def _graphs(self, client: httpx.Client) -> list[str]:
        # Counted and chosen here: with DISTINCT and FILTER(REGEX(…)) Virtuoso finds none at times.
        query = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
        found = client.post(self.store, data={"query": query}, headers={"Accept": "text/csv"}).raise_for_status()
        return [row["g"] for row in csv.DictReader(found.text.splitlines())]


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    """`oxigraph serve` over an empty folder."""
    beside = Path(sys.executable).with_name("oxigraph")
    program = str(beside) if beside.exists() else shutil.which("oxigraph")
    if not program:
        pytest.skip("the program oxigraph is not installed: pip install '.[dev]'")
    port = _free()
    where = f"http://127.0.0.1:{port}"
    command = [program, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with _running(command, folder, f"{where}/query"):
        yield Server("oxigraph", f"{where}/query", f"{where}/update")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """`virtuoso-t` over an empty folder, with small buffers."""
    program = shutil.which("virtuoso-t")
    if not program:
        pytest.skip("the program virtuoso-t is not installed: apt-get install virtuoso-opensource-7-bin")
    port = _free()
    where = f"http://127.0.0.1:{port}"
    ini = folder / "virtuoso.ini"
    ini.write_text(_INI.format(folder=folder, port=port, other=_free(), rows=ROWS), encoding="utf-8")
    with _running([program, "+foreground", "+configfile", str(ini)], folder, f"{where}/sparql"):
        yield Server("virtuoso", f"{where}/sparql", f"{where}/sparql-auth")


@contextmanager
def _running(command: list[str], folder: Path, address: str) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
    try:
        end = time.monotonic() + _START
        while not _answers(address):
            assert process.poll() is None, f"{command[0]} ended with {process.returncode}"
            assert time.monotonic() < end, f"{command[0]} does not answer at {address}"
            time.sleep(0.1)
        yield
    finally:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        process.wait()


def _answers(address: str) -> bool:
    with suppress(httpx.TransportError):
        return httpx.post(address, data={"query": "ASK {}"}, timeout=5).status_code == 200
    return False


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
