"""A worker process as the server has it: started warm, asked without blocking, ended at once."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any

from kg.serve import offline
from kg.serve.line import Message, tell, told
from kg.serve.worker import main


class GoneError(Exception):
    """The process was gone before it was asked."""


class DiedError(Exception):
    """The process ended at the question: for want of memory, or of stack; `killed`: somebody else ended it."""

    def __init__(self, *, killed: bool) -> None:
        self.killed = killed


class Worker:
    """One process. It answers one question at a time.

    `fit`: it may have another; `done`: it has none now; `asked`: how often it was; `memory`: the most bytes it has had.
    """

    def __init__(self, process: BaseProcess, line: socket.socket) -> None:
        self._process, self._line = process, line
        line.setblocking(False)
        self.fit, self.asked, self.memory = True, 0, 0
        self.heavy = False  # it has a place among the long queries
        self.state = ""  # of the graph, which it has open
        self._reply: asyncio.Task[Message] | None = None

    @property
    def done(self) -> bool:
        """True where nothing is waited for."""
        return self._reply is None or (self._reply.done() and not self._reply.cancelled())

    async def ask(self, message: dict[str, Any], within: float) -> Message | None:
        """The reply and the bytes that go with it; None: not within so many seconds, `more` goes on waiting.

        Raises GoneError: ask another process; DiedError: it died of the question.
        """
        self.asked += 1
        self.state = message["state"]
        self._reply = asyncio.create_task(self._answered(message))
        return await self.more(within)

    async def more(self, within: float) -> Message | None:
        """Go on waiting for the reply to what was asked."""
        assert self._reply
        done, _ = await asyncio.wait({self._reply}, timeout=max(within, 0))
        return self._reply.result() if done else None

    async def _answered(self, message: dict[str, Any]) -> Message:
        try:
            await tell(self._line, message)
        except OSError as error:
            self.fit = False
            raise GoneError from error
        try:
            reply, body = await told(self._line)
        except (EOFError, OSError) as error:
            self.fit = False
            await asyncio.get_running_loop().run_in_executor(None, self._process.join, 1.0)
            raise DiedError(killed=self._process.exitcode == -signal.SIGKILL) from error
        self.memory = reply.pop("memory")
        return reply, body

    def spent(self) -> float | None:
        """Seconds of a processor that it has had; None: the system does not say."""
        if sys.platform != "linux":
            return None
        try:
            return time.clock_gettime((~self._pid() << 3) | 2)  # clock_getcpuclockid(3)
        except OSError:
            return None

    def step_back(self) -> None:
        """Let it run only when nothing else does, from now on. It cannot come back from there."""
        self.fit = False
        with suppress(OSError, AttributeError):
            if sys.platform == "linux":
                os.sched_setscheduler(self._pid(), os.SCHED_IDLE, os.sched_param(0))
            else:
                os.setpriority(os.PRIO_PROCESS, self._pid(), 19)

    def _pid(self) -> int:
        pid = self._process.pid
        assert pid and pid > 0
        return pid

    def pause(self) -> None:
        """Let it rest until `go_on`."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        with suppress(OSError, ValueError):
            os.kill(self._pid(), number)

    def kill(self) -> None:
        """End it, whatever it does."""
        self.fit = False
        if self._reply and not self._reply.done():
            self._reply.cancel()
        with suppress(OSError, ValueError):
            self._process.kill()

    def bury(self, leftover: str) -> None:
        """Wait until it is gone, and remove the file that it was writing; blocks for a moment."""
        with suppress(OSError, ValueError, AssertionError):
            self._process.join(60)
            self._process.close()
        self._line.close()
        if leftover:
            Path(leftover).unlink(missing_ok=True)


@contextmanager
def _without_main() -> Iterator[None]:
    """Keep each new process from running the program's first module again, of which it needs nothing."""
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


class Nursery:
    """Starts workers from a process that has loaded what they need, in some milliseconds each."""

    def __init__(self, memory: int, *, network: bool) -> None:
        self._context: Any = get_context("spawn" if sys.platform == "win32" else "forkserver")
        if sys.platform != "win32":
            self._context.set_forkserver_preload(["kg.serve.worker", "kg.serve.offline"])
            os.environ[offline.NAME] = "" if network else str(os.getpid())
        self._memory = memory
        # Starting is not made for several threads; and it must not wait for burials, which take long on a busy machine.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="start")
        self._buriers = ThreadPoolExecutor(64, thread_name_prefix="bury")

    async def start(self) -> Worker:
        """A new worker. Raises OSError: the system has no process left."""
        starting = asyncio.get_running_loop().run_in_executor(self._starter, self._start)
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            starting.add_done_callback(self._unwanted)
            raise

    def _unwanted(self, starting: asyncio.Future[Worker]) -> None:
        """End what nobody waits for any more."""
        if not starting.cancelled() and not starting.exception():
            with suppress(RuntimeError):  # the server stops, and all processes with it
                self.end(starting.result())

    def _start(self) -> Worker:
        ours, its = socket.socketpair()
        process = self._context.Process(target=main, args=(its, self._memory), daemon=True)
        with _without_main():
            process.start()
        its.close()
        return Worker(process, ours)

    def end(self, worker: Worker, leftover: str = "") -> asyncio.Future[None]:
        """Kill it now; what comes back is done when it is gone."""
        worker.kill()
        return asyncio.get_running_loop().run_in_executor(self._buriers, worker.bury, leftover)

    def close(self) -> None:
        """Wait for the burials."""
        self._starter.shutdown()
        self._buriers.shutdown()
