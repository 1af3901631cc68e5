"""Many who say nothing, say little at a time, say too much, or do not read: the others are answered again soon.

`KG_LONG=1` opens 10,000 connections, otherwise 600.
"""

from __future__ import annotations

import os
import resource
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from kg.serve import running
from kg.serve.running import HEAD_TIMEOUT
from tests.serve.conftest import Server, serving

LONG = bool(os.environ.get("KG_LONG"))
MANY = 10_000 if LONG else 600
HEAD = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost\r\n"
pytestmark = [pytest.mark.alone, pytest.mark.timeout(200)]


def _resident(server: Server) -> int:
    """Bytes that the server itself has in memory."""
    pages = int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def _descriptors(server: Server) -> int:
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))


def _answered(server: Server, within: float) -> float:
    """Seconds until a query is answered; other statuses on the way are refusals that say so."""
    begun = time.monotonic()
    while (taken := time.monotonic() - begun) < within:
        with suppress(OSError):
            status = server.ask("ASK {}", timeout=within).status
            if status == 200:
                return taken
            assert status == 503, status
        time.sleep(0.2)
    pytest.fail(f"no answer within {within} s")


SAID = {"half a head": HEAD, "nothing": b"", "a letter": b"G"}


@pytest.mark.parametrize("said", list(SAID) if LONG else ["half a head"])
def test_crowds_that_say_little(small_store: Path, said: str) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    many = min(MANY, hard - 200)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    try:
        with serving(small_store) as server, ExitStack() as stack:
            assert server.ask("ASK {}").status == 200
            memory, descriptors = _resident(server), _descriptors(server)
            for _ in range(many):
                with suppress(OSError):
                    connection = stack.enter_context(socket.create_connection(server.at, timeout=10))
                    connection.sendall(SAID[said])
            assert _answered(server, 4 * HEAD_TIMEOUT) < 3 * HEAD_TIMEOUT
            assert _resident(server) - memory < 200 * 2**20
            end = time.monotonic() + 4 * HEAD_TIMEOUT
            while _descriptors(server) > descriptors + 20 and time.monotonic() < end:
                time.sleep(0.2)
            # Hung up on, though none of them has closed.
            assert _descriptors(server) <= descriptors + 20
            assert server.ask("ASK {}").status == 200
            assert "Traceback" not in server.log.read_text("utf-8")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize(
    "head",
    [b"Content-Length: 999999999999", b"Transfer-Encoding: chunked"],
    ids=["told", "in pieces"],
)
def test_bodies_without_end_are_cut_off(server: Server, head: bytes) -> None:
    before = _resident(server)
    piece = b"#" * 65536
    framed = b"10000\r\n" + piece + b"\r\n" if b"chunked" in head else piece
    sent = 0
    with socket.create_connection(server.at, timeout=30) as connection:
        kind = b"Content-Type: application/sparql-query\r\n"
        connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\n" + kind + head + b"\r\n\r\n")
        answer = b""
        try:
            while sent < 400 * 2**20:
                connection.sendall(framed)
                sent += len(piece)
                connection.setblocking(False)
                with suppress(BlockingIOError):
                    if got := connection.recv(65536):
                        answer += got
                        break
                connection.settimeout(30)
        except (ConnectionResetError, BrokenPipeError):
            pass
    assert sent < 200 * 2**20
    assert not answer or answer.startswith(b"HTTP/1.1 413")
    assert _resident(server) - before < 50 * 2**20
    assert server.ask("ASK {}").status == 200


@contextmanager
def _answering(size: int, pieces: int) -> Iterator[tuple[str, int]]:
    """A server as `kg serve` has it, of an application that answers `pieces` times `size` bytes."""

    async def large(scope: Any, receive: Any, send: Any) -> None:
        length = str(size * pieces).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
        for _ in range(pieces):
            await send({"type": "http.response.body", "body": b"x" * size, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    config = uvicorn.Config(large, port=0, http=running._Impatient, log_level="critical", lifespan="off")
    server, listening = uvicorn.Server(config), running._listen("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.mark.parametrize(("size", "pieces"), [(2**18, 80), (20 * 2**20, 1)], ids=["from a file", "at once"])
def test_who_does_not_read_is_hung_up_on(monkeypatch: pytest.MonkeyPatch, size: int, pieces: int) -> None:
    monkeypatch.setattr(running, "READ_TIMEOUT", 1.0)
    with _answering(size, pieces) as at:
        with socket.create_connection(at, timeout=30) as idle:
            idle.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            time.sleep(3)
            got = 0
            with suppress(ConnectionResetError):
                while part := idle.recv(2**20):
                    got += len(part)
            assert got < size * pieces
        with socket.create_connection(at, timeout=30) as busy:
            busy.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            got = 0
            while part := busy.recv(2**20):
                got += len(part)
            assert got > size * pieces
