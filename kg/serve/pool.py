"""Questions -> answers, each found in a process of its own, within the limits.

Most queries take a millisecond. Those that are not done after `Settings.grace` go on with the leftovers of the
machine's time, a few at once, so that the others do not feel them. A process is used again while it is fit; the one
that is killed is replaced before it is missed.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from kg.serve.line import Message
from kg.serve.process import DiedError, GoneError, Nursery, Worker
from kg.serve.settings import Settings
from kg.serve.spooling import SpoolFolder
from kg.serve.trouble import Trouble, busy, too_hungry, too_slow
from kg.store.snapshot import Snapshot

MOST_MEMORY = 512 * 2**20  # bytes after which a worker is replaced, and
MOST_QUESTIONS = 5_000  # questions: whatever leaks, leaks so far
PATIENCE = 60.0  # seconds that opening a state may take: far more than it does
MISTAKEN = 2.0  # seconds after which a process that is killed from outside is not taken for an idle one
MOST_KNOWN = 1000  # queries that are known to take long
RETRY = 1.0  # seconds until a process is tried again that could not be started
log = logging.getLogger("kg.serve")
Awaited = TypeVar("Awaited")


@dataclass(frozen=True, slots=True)
class Question:
    """A query with what its request says: the graphs it is put to, and the wanted formats."""

    sparql: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    accept: str | None = None
    format: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer: its bytes, or a file of them that whoever takes it removes."""

    media_type: str
    size: int
    body: bytes | Path


class Pool:
    """The processes. `start` and `stop` it in the loop that asks."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._nursery = Nursery(settings.memory, network=bool(settings.services))
        self._light: set[Worker] = set()
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._heavy = asyncio.Semaphore(settings.heavy)
        self._starting = 0
        self._lines = {"light": 0, "heavy": 0}
        self._long: dict[tuple[str, str], None] = {}
        self._numbers = itertools.count()
        self._background: set[asyncio.Task[None]] = set()
        self._stopped = False

    async def start(self, snapshot: Snapshot) -> None:
        """Start the processes, with the state open that they will be asked about."""
        self._newest = snapshot
        self._spool = SpoolFolder()
        self._fill()
        await asyncio.gather(*self._background)

    async def stop(self) -> None:
        """End them all."""
        self._stopped = True
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        for worker in self._light:
            self._nursery.end(worker)
        await asyncio.get_running_loop().run_in_executor(None, self._nursery.close)
        self._spool.close()

    def renew(self, snapshot: Snapshot) -> None:
        """Let the processes that are idle open this state before they are asked about it."""
        self._newest = snapshot
        for _ in range(self._idle.qsize()):
            self._in_background(self._warm(self._idle.get_nowait()))

    async def ask(self, question: Question, snapshot: Snapshot) -> Answer:
        """The answer from that state. Raises Trouble: refused, malformed, too much, too slow, too many before it."""
        deadline = _now() + self.settings.timeout
        spool = self._spool.path / str(next(self._numbers))
        message = _message(self.settings, snapshot, spool) | {
            "sparql": question.sparql, "default": question.default, "named": question.named,
            "accept": question.accept, "format": question.format,
        }  # fmt: skip
        try:
            reply = await self._found(message, deadline)
        except DiedError as error:
            raise busy(RETRY) if error.killed else too_hungry(self.settings.memory) from None
        if reply is None:
            raise too_slow(self.settings.timeout)
        said, body = reply
        if said["status"] != 200:
            raise Trouble(**{name: value for name, value in said.items() if name != "memory"})
        return Answer(said["media_type"], said["size"], spool if body is None else body)

    async def _found(self, message: dict[str, Any], deadline: float) -> Message | None:
        """The reply; None: time is up. A process that was ended from outside gives its question to another."""
        begun, tries, known = _now(), self.settings.light, (message["sparql"], message["state"])
        if known in self._long:
            return await self._alone(message, deadline)
        while True:
            worker = await self._take(deadline)
            try:
                if reply := await self._at_once(worker, message, deadline):
                    return reply
                self._long[known] = None
                if len(self._long) > MOST_KNOWN:
                    del self._long[next(iter(self._long))]
                return await self._at_length(worker, deadline)
            except GoneError:
                continue
            except DiedError as error:
                tries -= 1
                if not error.killed or not tries or _now() - begun > MISTAKEN:
                    raise
            finally:
                self._give_back(worker, message["spool"])

    async def _at_once(self, worker: Worker, message: dict[str, Any], deadline: float) -> Message | None:
        """The reply, while the question has not cost more of a processor's time than a short one may."""
        grace, before = self.settings.grace, worker.spent()
        reply = await worker.ask(message, min(grace, deadline - _now()))
        while reply is None and before is not None and _now() < deadline:
            left = grace - ((worker.spent() or before + grace) - before)
            if left < grace / 10:
                break
            # A busy machine has not let it begin: that makes no long query of it.
            reply = await worker.more(min(left, deadline - _now()))
        return reply

    async def _at_length(self, worker: Worker, deadline: float) -> Message | None:
        """The reply of a process that has had its time among the short queries; None: time is up."""
        if _now() >= deadline:
            return None
        worker.step_back()
        self._leave(worker)
        if self._heavy.locked():
            worker.pause()
            await self._wait(self._heavy.acquire(), deadline, "heavy")
            worker.go_on()
        else:
            await self._heavy.acquire()
        worker.heavy = True
        return await worker.more(deadline - _now())

    async def _alone(self, message: dict[str, Any], deadline: float) -> Message | None:
        """The reply to a question that is known to take long: it never takes a short one's place."""
        await self._wait(self._heavy.acquire(), deadline, "heavy")
        try:
            worker = await self._nursery.start()
        except BaseException:
            self._heavy.release()
            raise
        worker.heavy = True
        try:
            worker.step_back()
            return await worker.ask(message, deadline - _now())
        except GoneError:
            raise DiedError(killed=True) from None
        finally:
            self._end(worker, message["spool"])

    async def _take(self, deadline: float) -> Worker:
        try:
            return self._idle.get_nowait()
        except asyncio.QueueEmpty:
            return await self._wait(self._idle.get(), deadline, "light")

    async def _wait(self, place: Coroutine[Any, Any, Awaited], deadline: float, line: str) -> Awaited:
        """Wait for a place. Raises Trouble: the line is too long, or time is up."""
        if self._lines[line] >= (self.settings.queue if line == "light" else self.settings.paused):
            place.close()
            raise busy(self.settings.timeout)
        self._lines[line] += 1
        try:
            async with asyncio.timeout_at(deadline):
                return await place
        except TimeoutError:
            raise busy(self.settings.timeout) from None
        finally:
            self._lines[line] -= 1

    def _give_back(self, worker: Worker, spool: str) -> None:
        """Let the next one have the process, if it is fit for it; else end it."""
        if worker.done and worker.fit and worker.memory < MOST_MEMORY and worker.asked < MOST_QUESTIONS:
            if worker.state == self._newest.name:
                self._idle.put_nowait(worker)
            else:
                # It was busy when a build was done; what it has open is in the way of the next one.
                self._in_background(self._warm(worker))
            return
        self._leave(worker)
        self._end(worker, "" if worker.done else spool)

    def _end(self, worker: Worker, spool: str) -> None:
        gone = self._nursery.end(worker, spool)
        if worker.heavy:
            # Its place is free when its memory is.
            gone.add_done_callback(lambda _: self._heavy.release())

    def _leave(self, worker: Worker) -> None:
        self._light.discard(worker)
        self._fill()

    def _fill(self) -> None:
        """Start as many processes as are missing."""
        while not self._stopped and len(self._light) + self._starting < self.settings.light:
            self._starting += 1
            self._in_background(self._add())

    async def _add(self) -> None:
        try:
            worker = await self._nursery.start()
            self._light.add(worker)
        except OSError as error:
            log.error("no process can be started (%s); trying again", error)
            await asyncio.sleep(RETRY)
            worker = None
        finally:
            self._starting -= 1
        if worker:
            await self._warm(worker)
        self._fill()

    async def _warm(self, worker: Worker) -> None:
        """Let it open the newest state."""
        try:
            await worker.ask(_message(self.settings, self._newest, self._spool.path / "none"), PATIENCE)
        except (GoneError, DiedError):
            log.error("a process died at its start")
            await asyncio.sleep(RETRY)
        self._give_back(worker, "")

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


def _now() -> float:
    return asyncio.get_running_loop().time()


def _message(settings: Settings, snapshot: Snapshot, spool: Path) -> dict[str, Any]:
    return {
        "path": str(snapshot.path), "state": snapshot.name, "spool": str(spool), "rows": settings.rows,
        "size": settings.size, "services": settings.services,
    }  # fmt: skip
