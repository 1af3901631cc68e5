"""The application on an address, until it is told to stop."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.errors import UserError
from kg.serve.app import create_app
from kg.serve.settings import Settings

HEAD_TIMEOUT = 10.0  # seconds that a client may take for the head of a request
READ_TIMEOUT = 30.0  # seconds that a client may take to read a piece of its answer (256 KB)
HEAD_SIZE = 128 * 1024  # bytes of it: a query may be in its first line
FAREWELL = 5  # seconds that what is being answered has when the server is told to stop
CONNECTIONS = 1000


def run(settings: Settings, host: str, port: int, ready: Callable[[str], None] = lambda address: None) -> None:
    """Serve until SIGTERM or Ctrl-C. `ready` is told the address when requests are answered there.

    Raises StoreError: there is no graph; UserError: the address cannot be had.
    """
    app = create_app(settings)
    listening = _listen(host, port)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, http=_Impatient, ws="none",
        h11_max_incomplete_event_size=HEAD_SIZE, timeout_graceful_shutdown=FAREWELL, limit_concurrency=CONNECTIONS,
        backlog=1024,
    )  # fmt: skip
    shown = f"[{host}]" if ":" in host else host
    try:
        _Server(config, lambda: ready(f"http://{shown}:{listening.getsockname()[1]}/")).run(sockets=[listening])
    finally:
        listening.close()


def _listen(host: str, port: int) -> socket.socket:
    place = f"{host}:{port}"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # With its protocol told, asyncio sends each piece at once; else an answer of two pieces waits for 40 ms.
        listening = socket.socket(family, kind, protocol)
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(1024)
        return listening
    except socket.gaierror as error:
        raise UserError(f"{place}: no such host ({error.strerror}); check --host") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise UserError(f"{place}: in use by another program; choose another with --port, 0 for any") from error
        if error.errno == errno.EACCES:
            raise UserError(f"{place}: not allowed to you; choose a port above 1023 with --port") from error
        raise UserError(f"{place}: cannot be listened on ({error.strerror}); check --host and --port") from error


class _Server(uvicorn.Server):
    """Tells when it is ready, and ends as a success when it is told to stop."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class _Impatient(H11Protocol):
    """Hangs up on who takes long to say what is wanted, or to read the answer: a large one is a file meanwhile."""

    _unheard: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._listen_for_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._listen_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        for timer in (self._unheard, self._unread):
            if timer:
                timer.cancel()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self._unread or self.loop.call_later(READ_TIMEOUT, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._unread:
            self._unread.cancel()
            self._unread = None

    def _listen_for_head(self) -> None:
        waiting = not self.transport.is_closing() and str(self.conn.their_state) == "IDLE"
        if waiting and not self._unheard:
            self._unheard = self.loop.call_later(HEAD_TIMEOUT, self._hang_up)
        elif not waiting and self._unheard:
            self._unheard.cancel()
            self._unheard = None

    def _hang_up(self) -> None:
        with suppress(RuntimeError):
            self.transport.close()
