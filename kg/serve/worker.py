"""A process that answers queries, one after the other, until it is killed. It has no network and little memory.

What comes and goes is JSON, and the answer's bytes where they are few; more go into a file whose name the server gives.
Nothing is told before all is found out.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from contextlib import suppress
from io import BytesIO
from multiprocessing import forkserver
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import KgError, QueryError, StoreError
from kg.serve.formats import chosen, names
from kg.serve.line import hear, say
from kg.store import Store
from kg.store.answering import Limits, TooMuchError, prepare
from kg.store.complaint import Malformed
from kg.store.refusal import RefusedError

INLINE = 64 * 1024  # bytes of an answer that go with the reply
_STATUS: tuple[tuple[type[KgError], int], ...] = (
    (TooMuchError, 422), (RefusedError, 403), (QueryError, 400), (StoreError, 503),
)  # fmt: skip


def main(line: socket.socket, memory: int) -> None:
    """Answer what comes over `line` until it is closed."""
    _confine()
    answerer = _Answerer(memory)
    while True:
        try:
            asked, _ = hear(line)
        except (EOFError, OSError):
            return
        reply, body = answerer.reply(asked)
        reply["memory"] = _memory()
        say(line, reply, body)


class _Answerer:
    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._store: Store | None = None
        self._state = ""

    def reply(self, asked: dict[str, Any]) -> tuple[dict[str, Any], bytes | None]:
        """What to say, and the bytes of the answer that go with it."""
        out = Spool(Path(asked["spool"]))
        try:
            store = self._opened(asked)
            if "sparql" not in asked:
                return {"status": 200}, None
            pending = prepare(store, asked["sparql"], asked["default"], asked["named"], asked["services"])
            if not (kind := chosen(pending.form, asked["accept"], asked["format"])):
                return {"status": 406, "detail": f"none of what is asked for; take {names(pending.form)}"}, None
            pending.write(out, kind[1], Limits(asked["rows"], asked["size"]))  # type: ignore[arg-type]
        except MemoryError:
            out.drop()
            return {"status": 422, "detail": "query: it needs more memory than is allowed here; ask for less"}, None
        except RecursionError:
            return {"status": 422, "detail": "query: it is nested too deeply"}, None
        except KgError as error:
            out.drop()
            return _said(error), None
        except Exception as error:
            out.drop()
            return {"status": 500, "detail": f"the query failed: {type(error).__name__}: {error}"[:300]}, None
        return {"status": 200, "media_type": kind[0], "size": out.size, "spooled": out.spilled}, out.close()

    def _opened(self, asked: dict[str, Any]) -> Store:
        if self._store is None or self._state != asked["state"]:
            _limit_memory(None)
            if self._store:
                self._store.close()
            self._store, self._state = Store(asked["path"]), asked["state"]
            _limit_memory(self._memory)
        return self._store


def _said(error: KgError) -> dict[str, Any]:
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
    said: dict[str, Any] = {"status": status, "detail": str(error)}
    if isinstance(error, Malformed):
        said |= {"line": error.line, "column": error.column, "expected": list(error.expected)}
    return said


class Spool:
    """An answer as it is written: in memory while it is short, in a file when it is not."""

    def __init__(self, path: Path) -> None:
        self._path, self._out, self.size, self.spilled = path, BytesIO(), 0, False
        self._file: BinaryIO | None = None

    def write(self, data: bytes) -> int:
        """Add to the answer. Raises OSError: the disk is full."""
        self.size += len(data)
        if self._file is None and self.size > INLINE:
            self._file = self._path.open("wb")
            self._file.write(self._out.getbuffer())
            self._out, self.spilled = BytesIO(), True
        return (self._file or self._out).write(data)

    def flush(self) -> None:
        """Nothing to do before the end."""

    def seek(self, place: int) -> None:
        """Only to the beginning: to write anew."""
        assert place == 0

    def truncate(self) -> None:
        """Forget what was written."""
        self.drop()
        self._out, self.size, self.spilled = BytesIO(), 0, False

    def drop(self) -> None:
        """Remove the file."""
        if self._file:
            self._file.close()
            self._path.unlink(missing_ok=True)
            self._file = None

    def close(self) -> bytes | None:
        """The answer, where it is not in the file."""
        if self._file:
            self._file.close()
            return None
        return self._out.getvalue()


def _confine() -> None:
    """Give up what answering needs not. Each step is taken where the system knows it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then ends its processes
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # the database's last words where memory ends
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Inherited to no use; as long as it is open, the process that starts all others outlives the server.
    with suppress(OSError, AttributeError, TypeError):
        os.close(forkserver._forkserver._forkserver_alive_fd)  # type: ignore[attr-defined]
    if sys.platform == "linux":
        import ctypes

        die_with_parent = 1
        ctypes.CDLL(None).prctl(die_with_parent, signal.SIGKILL, 0, 0, 0)


def _limit_memory(more: int | None) -> None:
    """Let the process take so many bytes beside what it has (an open store reserves a lot); None: without limit."""
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    with suppress(OSError, ValueError):
        resource.setrlimit(
            resource.RLIMIT_AS, (resource.RLIM_INFINITY if more is None else _address_space() + more, most)
        )


def _address_space() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 2**30
    return pages * os.sysconf("SC_PAGE_SIZE")


def _memory() -> int:
    """Bytes of memory that the process has taken at most."""
    if sys.platform == "win32":
        return 0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
