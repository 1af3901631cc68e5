"""Beginning and end, builds meanwhile, and whom the server answers."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
import uvicorn

from kg.serve import line, running
from kg.serve.line import Message, hear
from kg.serve.process import Worker
from kg.store import Store
from kg.store.layout import PUBLISHED_NAME
from tests.serve.conftest import EX, ROOT, RUNAWAY, Server, graph, make_store, serving

pytestmark = [pytest.mark.alone, pytest.mark.timeout(120)]


def test_a_build_shows_without_a_restart(tmp_path: Path) -> None:
    path = make_store(tmp_path / "graph")
    count = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    with serving(path, "--timeout", "1") as server:
        assert '"value":"2"' in server.ask(count).text
        with Store(path, write=True) as writer:
            writer.replace_article(*graph(EX + "three", ("new", "p", ox.Literal("1"))))
            assert '"value":"2"' in server.ask(count).text
        _until(lambda: '"value":"3"' in server.ask(count).text)
        with Store(path, write=True) as writer:
            writer.remove(EX + "one")
        _until(lambda: '"value":"2"' in server.ask(count).text)
        time.sleep(4)
        with Store(path, write=True) as writer:
            writer.replace_article(*graph(EX + "four", ("new", "p", ox.Literal("1"))))
        # What nobody reads any more is gone: there is what was served until now, and what will be.
        assert len([f for f in (path / PUBLISHED_NAME).iterdir() if f.is_dir()]) == 2


def _until(true: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.1)


def test_it_stops_cleanly_even_while_queries_run(wide_store: Path) -> None:
    with serving(wide_store, "--timeout", "2", stop=False) as server:
        asking = threading.Thread(target=_run_away, args=(server,))
        asking.start()
        time.sleep(0.4)
        ours = server.processes()
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(10) == 0
        asking.join()
        assert len(server.log.read_text("utf-8").splitlines()) == 1  # its address
    _until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in ours))


def test_no_process_outlives_a_server_that_is_killed(wide_store: Path) -> None:
    with serving(wide_store, stop=False) as server:
        threading.Thread(target=_run_away, args=(server,), daemon=True).start()
        time.sleep(0.4)
        ours = server.processes()
        server.process.kill()
        server.process.wait()
    _until(lambda: not any(_alive(pid) for pid in ours))


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _run_away(server: Server) -> None:
    with suppress(OSError, HTTPException):
        server.ask(RUNAWAY)


def _kg(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "kg.cli", "serve", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=60)


def test_what_cannot_be_served_is_one_line(tmp_path: Path, server: Server, wide_store: Path) -> None:
    port = str(server.at[1])
    for arguments, said in (
        (("--store", str(tmp_path / "none")), "no graph here; build one with: kg build"),
        (("--store", str(wide_store), "--port", port), f"127.0.0.1:{port}: in use by another program; choose"),
        (("--store", str(wide_store), "--host", "no.such.host.invalid"), "no such host"),
    ):
        done = _kg(*arguments)
        assert done.returncode == 1 and said in done.stderr and done.stderr.count("\n") == 1, done.stderr


def test_who_is_slow_to_say_what_he_wants_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "HEAD_TIMEOUT", 0.5)

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(1)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    config = uvicorn.Config(slow, port=0, http=running._Impatient, log_level="critical", lifespan="off")
    server, listening = uvicorn.Server(config), running._listen("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        with socket.create_connection(listening.getsockname(), timeout=20) as one:
            one.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
            assert one.recv(100) == b""
        with socket.create_connection(listening.getsockname(), timeout=20) as two:
            two.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")  # whole: its answer is waited for
            assert two.recv(12) == b"HTTP/1.1 200"
    finally:
        server.should_exit = True
        thread.join(10)


def test_only_loopback_and_own_names(server: Server) -> None:
    assert server.address.startswith("http://127.0.0.1:")
    assert server.request("GET", "/sparql", {"Host": "evil.example"}).status == 421
    for host in ("localhost", "127.0.0.1:1", "[::1]:99", "LOCALHOST:7878"):
        assert server.request("GET", "/sparql", {"Host": host}).status == 200
    assert "Access-Control-Allow-Origin" not in server.request("GET", "/sparql", {"Origin": "http://x.example"}).headers


def test_cors_and_names_on_request(small_store: Path) -> None:
    with serving(small_store, "--cors", "https://app.example", "--name", "graph.example") as server:
        own = {"Origin": "https://app.example", "Host": "graph.example"}
        answer = server.request("GET", "/sparql?query=ASK%7B%7D", own)
        assert answer.status == 200 and answer.headers["Access-Control-Allow-Origin"] == "https://app.example"
        asked = own | {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        before = server.request("OPTIONS", "/sparql", asked)
        assert before.status == 200 and "POST" in before.headers["Access-Control-Allow-Methods"]
        other = server.request("GET", "/sparql?query=ASK%7B%7D", {"Origin": "https://evil.example"})
        assert "Access-Control-Allow-Origin" not in other.headers


def test_who_hangs_up_makes_no_noise(wide_store: Path) -> None:
    with serving(wide_store, "--timeout", "2") as server:
        for _ in range(5):
            with socket.create_connection(server.at, timeout=20) as connection:
                path = "/sparql?" + urlencode({"query": RUNAWAY})
                connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
                time.sleep(0.2)
        assert server.ask("ASK {}").status == 200
        assert len(server.log.read_text("utf-8").splitlines()) == 1


def test_nobody_waits_for_a_process_that_stops_in_the_middle_of_its_answer() -> None:
    ours, its = socket.socketpair()
    worker = Worker(BaseProcess(), ours)

    async def ask() -> tuple[float, Message | None, Message | None]:
        begun = time.monotonic()
        first = await worker.ask({"state": "", "sparql": "ASK {}" * 200_000}, 0.2)  # more than goes in at once
        taken = time.monotonic() - begun
        said, _ = await asyncio.to_thread(hear, its)
        assert len(said["sparql"]) == 1_200_000
        whole = line._framed({"status": 200, "memory": 7}, b"yes")
        its.sendall(whole[:20])
        second = await worker.more(0.2)
        its.sendall(whole[20:-1])
        assert await worker.more(0.2) is None
        its.sendall(whole[-1:])
        return taken, first or second, await worker.more(20)

    with its, ours:
        taken, early, reply = asyncio.run(ask())
    assert taken < 10 and early is None and reply == ({"status": 200}, b"yes") and worker.memory == 7
