"""A pool of processes on this machine that loses nothing when one of them dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import suppress
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any, BinaryIO

from kg.work.limit import may_end_itself
from kg.work.place import Numbered, Work, broken

GROWN = 150_000_000  # bytes that a worker may take beyond what it had after its first batch
_IDLE = b"%-20d" % -1
# The settings with which this process's fork server was started; workers forked from it have them for ever.
_server_settings: dict[str, str] | None = None


def usable_cores() -> int:
    """How many cores this process may use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        # What a container may use: microseconds in so many.
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="ascii").split()
        return max(1, min(cores, round(int(quota) / int(period))))
    except (OSError, ValueError):
        return cores


class Processes:
    """So many processes, started when the first work comes.

    `warm` is called once in each of them; `preload`: modules that the process imports from which they are forked, so
    that what these load is loaded once. Workers that grow are replaced. Close it.
    """

    def __init__(self, workers: int, *, warm: Callable[[], None] | None = None, preload: Sequence[str] = ()) -> None:
        self.workers, self._warm, self._preload = workers, warm, tuple(preload)
        self._folder = tempfile.TemporaryDirectory(prefix="kg-workers-")
        self._pool: ProcessPoolExecutor | None = None
        self._retired: list[ProcessPoolExecutor] = []
        self._grown, self._closed = False, False

    def submit(self, work: Work, batch: Numbered) -> Future[list[Any]]:
        """Have a process work on them. Raises BrokenExecutor: one died just now."""
        if self._grown and self._pool:
            # Those that are at work finish what they have.
            self._pool.shutdown(wait=False)
            self._retired.append(self._pool)
            self._pool, self._grown = None, False
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self.workers, _context(self._preload), _begin, (self._folder.name, self._warm)
            )
        inner = self._pool.submit(_work, work, batch)
        future: Future[list[Any]] = Future()
        future.set_running_or_notify_cancel()
        inner.add_done_callback(lambda done: self._pass_on(done, future))
        return future

    def _pass_on(self, done: Future[tuple[list[Any], bool]], future: Future[list[Any]]) -> None:
        try:
            results, grown = done.result()
        except BaseException as error:
            future.set_exception(error)
            return
        self._grown = self._grown or grown
        future.set_result(results)

    def died(self, error: BaseException) -> bool:
        """True where a process died."""
        return broken(error)

    def suspects(self) -> frozenset[int]:
        """What the processes of the pool were working on."""
        found = set()
        for path in Path(self._folder.name).iterdir():
            with suppress(OSError, ValueError):
                found.add(int(path.read_bytes()))
        return frozenset(found - {-1})

    def restart(self) -> None:
        """Begin anew with other processes."""
        pools = [*self._retired, *([self._pool] if self._pool else [])]
        self._pool, self._retired = None, []
        for pool in pools:
            pool.shutdown(wait=True)
        for path in Path(self._folder.name).iterdir():
            path.unlink(missing_ok=True)

    def close(self, *, now: bool = False) -> None:
        """End the processes; `now`: whatever they do."""
        if self._closed:
            return
        self._closed = True
        if now:
            own = {path.name for path in Path(self._folder.name).iterdir()}
            for pool in (*self._retired, self._pool):
                if pool:
                    pool.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                if str(process.pid) in own:
                    process.kill()
        self.restart()
        self._folder.cleanup()


def _context(preload: tuple[str, ...]) -> BaseContext:
    """How processes are started. Never as a copy of this one (fork): it may have threads, and holds the store.

    A server that has loaded everything forks them within milliseconds and shares what it loaded; other systems than
    Linux do not like to fork what uses their libraries.
    """
    global _server_settings
    settings = {name: value for name, value in os.environ.items() if name.startswith("KG_")}
    if sys.platform != "linux" or (_server_settings is not None and _server_settings != settings):
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    if _server_settings is None:
        _server_settings = settings
        context.set_forkserver_preload(list(preload))
    return context


# In a worker


class _Worker:
    notes: BinaryIO  # tells the parent what is being worked on
    first = 0  # bytes after the first batch


def _begin(folder: str, warm: Callable[[], None] | None) -> None:
    # Ctrl-C is for the one who reads results; workers are told by it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _Worker.notes = Path(folder, str(os.getpid())).open("wb", buffering=0)  # noqa: SIM115 - as long as the process
    except OSError:
        os._exit(1)  # the pool was closed before this worker had begun
    threading.Thread(target=_outlive_nobody, daemon=True).start()
    may_end_itself()
    if warm:
        warm()


def _outlive_nobody() -> None:
    """End with the parent, also where that was killed."""
    parent = multiprocessing.parent_process()
    if parent:
        wait([parent.sentinel])
        os._exit(1)


def _work(work: Work, batch: Numbered) -> tuple[list[Any], bool]:
    """The results, and whether this process has grown."""
    results = []
    for number, item in batch:
        _note(b"%-20d" % number)
        results.append(work(item))
    _note(_IDLE)
    taken = _memory()
    _Worker.first = _Worker.first or taken
    return results, taken > _Worker.first + GROWN


def _note(what: bytes) -> None:
    _Worker.notes.seek(0)
    _Worker.notes.write(what)


def _memory() -> int:
    """Bytes that this process takes; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0
